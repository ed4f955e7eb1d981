"""Whether what is set up works, check by check, and what to do where it does not."""

import difflib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from schemas.reply import Reply
from service import build
from service.engines.protocol import ANSWER_SHARE
from service.errors import ModelError, SetupRefused, StoreError, TiyaoError
from service.settings import Settings

if TYPE_CHECKING:
    from service.engines.llm.probe import Listing, Probe, Trial

Check = Literal["settings", "tokens", "store", "server", "model", "formats", "context", "speed", "price"]
Status = Literal["ok", "warning", "failed", "skipped"]

# A prompt beside its chunk, and what an answer and another model's tokens add to o200k_base's: all measured generously.
_INSTRUCTION_TOKENS = 900
_OTHER_TOKENS = 1.3
_MIN_CHUNK_TOKENS = 200
_KEY = "0" * 64


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check came to. `code` names its words, `details` fill them; `error` is the code of the error that a report
    would meet, where the check failed."""

    check: Check
    status: Status
    code: str
    details: dict[str, Any] = field(default_factory=dict)
    error: str | None = None


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Every check, in order, as it is done; those of a server that cannot be used end with the first that fails."""
    if not settings.has_model and settings.base_url is None:
        yield Finding("settings", "ok", "embedded")
        return
    yield _named(settings)
    yield _tokens()
    yield _store(settings)
    async for finding in _server(settings):
        yield finding
    yield _price(settings)


def _named(settings: Settings) -> Finding:
    from service.engines.llm.server import OPENAI

    told = {"base_url": settings.base_url or OPENAI, "model": settings.model}
    if not settings.has_model:
        return Finding("settings", "failed", "no_model", told, "configuration")
    return Finding("settings", "ok", "configured" if settings.api_key else "configured_without_key", told)


def _tokens() -> Finding:
    from service.engines.llm import tokens

    try:
        tokens.count("法治政府")
    except (ImportError, OSError, ValueError) as error:
        return Finding("tokens", "failed", "tokens_missing", {"reason": str(error)}, "internal")
    return Finding("tokens", "ok", "tokens_there")


def _store(settings: Settings) -> Finding:
    """An answer written, read and removed again."""
    if not settings.keep_replies:
        return Finding("store", "skipped", "store_off")
    from service.storage.records import DatabaseRecords

    database = build.database(settings)
    records = DatabaseRecords(database)
    try:
        records.put(_KEY, Reply("{}", 0, 0), now_ms=0)
        records.clear(stored_before_ms=1)
    except StoreError as error:
        return Finding("store", "failed", error.code, error.details, error.code)
    finally:
        records.close()
    return Finding("store", "ok", "store_writable", {"where": database.shown})


async def _server(settings: Settings) -> AsyncIterator[Finding]:
    from service.engines.llm.probe import Probe
    from service.engines.llm.server import Server

    server = Server.from_settings(settings if settings.has_model else settings.model_copy(update={"model": ""}))
    probe = Probe(server)
    try:
        listing = await probe.listing()
        yield Finding("server", "ok", "reached", {"base_url": server.base_url})
        yield _listed(listing, server.model)
        if not settings.has_model:
            return
        async for finding in _calls(probe, settings, listing):
            yield finding
    except TiyaoError as error:
        yield _failed(error)
    finally:
        await probe.close()


def _failed(error: TiyaoError) -> Finding:
    cause = error.details.get("cause")
    code = f"unreached_{cause}" if cause else error.code
    return Finding("model" if isinstance(error, SetupRefused) else "server", "failed", code, error.details, error.code)


def _listed(listing: "Listing", model: str) -> Finding:
    if listing.names is None:
        return Finding("model", "skipped", "none_listed")
    if not model:
        return Finding("model", "failed", "models", {"names": _shown(listing.names)}, "configuration")
    if listing.has(model):
        return Finding("model", "ok", "listed", {"model": model})
    near = difflib.get_close_matches(model, listing.names, n=3, cutoff=0.3) or listing.names
    return Finding("model", "warning", "unlisted", {"model": model, "names": _shown(near)})


def _shown(names: Any) -> str:
    few = list(names)[:8]
    return ", ".join(few) + (" …" if len(names) > len(few) else "")


async def _calls(probe: "Probe", settings: Settings, listing: "Listing") -> AsyncIterator[Finding]:
    from service.engines.llm.probe import RUNGS

    fixed = settings.answer_format
    trials = [await probe.rung(rung) for rung in RUNGS if fixed in ("auto", rung)]
    formats = _formats(trials, fixed)
    yield formats
    yield _context(listing.context_tokens or await probe.context_tokens(), settings.chunk_tokens)
    if formats.status == "ok":
        yield await _speed(probe, trials)


def _formats(trials: "list[Trial]", fixed: str) -> Finding:
    told = {"trials": [{"format": trial.rung, "fault": trial.fault} for trial in trials]}
    if works := [trial.rung for trial in trials if not trial.fault]:
        return Finding("formats", "ok", "formats_work", {**told, "first": works[0], "formats": ", ".join(works)})
    thinks = any(trial.fault == "thought" for trial in trials)
    code = "format_thinks" if thinks else "format_none" if fixed == "auto" else "format_fixed"
    return Finding("formats", "failed", code, {**told, "format": fixed, "fault": trials[-1].fault}, "model_error")


def _context(told: int | None, chunk_tokens: int) -> Finding:
    if told is None:
        return Finding("context", "skipped", "context_untold")
    needed = round(_OTHER_TOKENS * ((1 + ANSWER_SHARE) * chunk_tokens + _INSTRUCTION_TOKENS))
    fits = int((told / _OTHER_TOKENS - _INSTRUCTION_TOKENS) / (1 + ANSWER_SHARE))
    numbers = {"tokens": told, "needed": needed, "fits": max(_MIN_CHUNK_TOKENS, fits)}
    if told >= needed:
        return Finding("context", "ok", "context_enough", numbers)
    return Finding("context", "warning", "context_short" if fits >= _MIN_CHUNK_TOKENS else "context_tiny", numbers)


async def _speed(probe: "Probe", trials: "list[Trial]") -> Finding:
    latency = min(trial.seconds for trial in trials if not trial.fault)
    try:
        speed = await probe.speed()
    except ModelError as error:
        return Finding("speed", "warning", error.code, error.details)
    told = {"latency": f"{latency:.2f}", "speed": f"{speed.tokens_per_second or 0:.1f}"}
    return Finding("speed", "ok", "speed_measured" if speed.tokens_per_second else "speed_untold", told)


def _price(settings: Settings) -> Finding:
    if settings.price is None:
        return Finding("price", "skipped", "price_unset", {"model": settings.model})
    price = settings.price
    told = {"input": price.input_per_million, "output": price.output_per_million, "currency": price.currency}
    return Finding("price", "ok", "price_set", told)
