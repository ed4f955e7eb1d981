"""The bots that the settings ask for, built once. A platform's package is imported only where its bot is set up."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from fastapi import APIRouter
from pydantic import SecretStr

from schemas.key import KeyLimits
from service.api.limits import Meter
from service.chat.asking import Asking
from service.chat.bots import shared
from service.chat.bots.admission import Admission
from service.chat.bots.calling import Caller
from service.chat.bots.inbox import Inbox
from service.chat.bots.port import Platform, PlatformName
from service.chat.bots.reports import Reports
from service.chat.bots.shared import Links
from service.chat.bots.talk import Talk
from service.errors import ConfigurationError
from service.settings import Settings
from service.storage.database import Database

Following = Callable[[Inbox], Coroutine[Any, Any, None]]
"""Runs until cancelled."""


class Bot(NamedTuple):
    """A platform that is set up: its API, its route where it has one, what follows it where it has none. `secret` is its
    own, by which links are signed."""

    platform: Platform
    secret: str
    router: APIRouter | None = None
    follow: Following | None = None


@dataclass(frozen=True, slots=True)
class Bots:
    """All that are set up; what answers them is built when the service starts, since it asks the service's model."""

    inbox: Callable[[Asking], Inbox]
    routers: tuple[APIRouter, ...]
    following: tuple[Following, ...]

    @asynccontextmanager
    async def running(self, asking: Asking) -> AsyncIterator[Inbox]:
        """They answer until the end of it."""
        inbox = self.inbox(asking)
        works = [inbox.run(), *(follow(inbox) for follow in self.following)]
        tasks = [asyncio.create_task(work) for work in works]
        try:
            yield inbox
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await inbox.close()
            for platform in inbox.platforms.values():
                await platform.close()


def bots(settings: Settings, database: Database, meter: Meter | None) -> Bots | None:
    """None where none is set up. Raises ConfigurationError for one that is set up by half, or whose packages are missing."""
    made = {name: bot for name, build in _BUILDERS.items() if (bot := _built(name, build, settings))}
    if not made:
        return None
    links = Links(settings.public_url, {name: bot.secret for name, bot in made.items()})
    platforms: dict[PlatformName, Platform] = {name: bot.platform for name, bot in made.items()}
    limits = KeyLimits(
        reports_per_day=settings.key_reports_per_day,
        max_queued_jobs=settings.key_max_queued_jobs,
    )
    talk = partial(
        Talk,
        database=database,
        platforms=platforms,
        reports=Reports(database, meter, limits, settings.bot_report_hours * 3600),
        link=links.of,
        most_bytes=settings.max_file_bytes,
        files_at_once=asyncio.Semaphore(settings.bot_concurrent_files),
        piece_wait_seconds=settings.bot_piece_wait_seconds,
    )
    admissions = {name: _admission(name, settings) for name in made}

    def inbox(asking: Asking) -> Inbox:
        return Inbox(database, platforms, admissions, talk(asking=asking))

    routers = [bot.router for bot in made.values() if bot.router]
    return Bots(inbox, (*routers, shared.router(links)), tuple(bot.follow for bot in made.values() if bot.follow))


def _feishu(settings: Settings) -> Bot:
    from service.chat.bots import feishu
    from service.chat.bots.feishu_events import Secrets

    secret = _plain(settings.feishu_app_secret)
    timeout = settings.bot_request_timeout_seconds
    platform = feishu.Feishu(str(settings.feishu_app_id), secret, settings.feishu_base_url, timeout)
    secrets = Secrets(_plain(settings.feishu_encrypt_key), _plain(settings.feishu_verification_token))
    return Bot(platform, secret, feishu.router(platform, secrets, settings.bot_event_age_seconds))


def _dingtalk(settings: Settings) -> Bot:
    from service.chat.bots import dingtalk

    secret = _plain(settings.dingtalk_client_secret)
    caller = Caller("dingtalk", settings.dingtalk_base_url, settings.bot_request_timeout_seconds)
    platform = dingtalk.DingTalk(str(settings.dingtalk_client_id), secret, caller)
    return Bot(platform, secret, follow=dingtalk.Stream(platform).run)


def _wecom(settings: Settings) -> Bot:
    from service.chat.bots import wecom, wecom_events

    try:
        key = wecom_events.key_of(_plain(settings.wecom_encoding_aes_key))
    except ValueError as error:
        raise ConfigurationError(
            setting="TIYAO_WECOM_ENCODING_AES_KEY", reason="reason_bot_key", bound="wecom"
        ) from error
    corp, agent, secret = str(settings.wecom_corp_id), int(settings.wecom_agent_id or 0), _plain(settings.wecom_secret)
    caller = Caller("wecom", settings.wecom_base_url, settings.bot_request_timeout_seconds)
    checks = wecom.checks(_plain(settings.wecom_token), key, corp, agent, settings.bot_event_age_seconds)
    return Bot(wecom.WeCom(corp, agent, secret, caller), secret, wecom.router(checks))


def _slack(settings: Settings) -> Bot:
    from service.chat.bots import slack

    secret, timeout = _plain(settings.slack_signing_secret), settings.bot_request_timeout_seconds
    caller = Caller("slack", settings.slack_base_url, timeout)
    platform = slack.Slack(_plain(settings.slack_bot_token), settings.slack_base_url, timeout, caller)
    return Bot(platform, secret, slack.router(secret, settings.slack_base_url))


_BUILDERS: Mapping[PlatformName, Callable[[Settings], Bot]] = {
    "feishu": _feishu,
    "dingtalk": _dingtalk,
    "wecom": _wecom,
    "slack": _slack,
}
_NEEDED: Mapping[PlatformName, tuple[str, ...]] = {
    "feishu": ("feishu_app_id", "feishu_app_secret", "feishu_encrypt_key", "feishu_verification_token"),
    "dingtalk": ("dingtalk_client_id", "dingtalk_client_secret"),
    "wecom": ("wecom_corp_id", "wecom_agent_id", "wecom_secret", "wecom_token", "wecom_encoding_aes_key"),
    "slack": ("slack_bot_token", "slack_signing_secret"),
}


def _built(name: PlatformName, build: Callable[[Settings], Bot], settings: Settings) -> Bot | None:
    missing = [field for field in _NEEDED[name] if getattr(settings, field) is None]
    if len(missing) == len(_NEEDED[name]):
        return None
    if missing:
        raise ConfigurationError(setting=f"TIYAO_{missing[0].upper()}", reason="reason_bot_part", bound=name)
    try:
        return build(settings)
    except ImportError as error:
        setting = f"TIYAO_{_NEEDED[name][0].upper()}"
        raise ConfigurationError(setting=setting, reason="reason_bot_extra", bound=name) from error


def _admission(name: PlatformName, settings: Settings) -> Admission:
    tenants: tuple[str, ...] = (
        (str(settings.wecom_corp_id),) if name == "wecom" else getattr(settings, f"{name}_tenants")
    )
    admission = Admission(frozenset(tenants), frozenset(getattr(settings, f"{name}_users")))
    admission.warn_where_empty(name)
    return admission


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
