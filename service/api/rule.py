"""Who may come in, as the settings have it: with a key, or whoever is on this machine, or whoever there is."""

import ipaddress
import socket

from schemas.key import KeyLimits
from service.api.auth import Doorkeeper
from service.api.door import Keyed, Open
from service.api.limits import Logins, Meter, spending
from service.errors import ConfigurationError
from service.rates import Counts, MemoryCounts
from service.settings import Settings
from service.storage.census import queued
from service.storage.counts import DatabaseCounts
from service.storage.database import Database
from service.storage.keys import KeyStore
from service.storage.sessions import SessionStore


def keys_are_on(settings: Settings) -> bool:
    """Left to itself, a service that other machines can reach asks for keys."""
    return settings.keys == "on" or (settings.keys == "auto" and not _is_loopback(settings.host))


def check(settings: Settings, database: Database) -> None:
    """Raises ConfigurationError where keys are needed and there is none that is good; StoreError."""
    if keys_are_on(settings) and not KeyStore(database).any_usable():
        raise ConfigurationError(setting="TIYAO_KEYS", reason="reason_no_keys", host=settings.host)


def is_open_to_all(settings: Settings) -> bool:
    """Whether anybody can use it over the network: by an explicit word only."""
    return settings.keys == "off" and not _is_loopback(settings.host)


def rule(settings: Settings, database: Database) -> Keyed | Open:
    """What the door goes by. Opens nothing yet."""
    if not keys_are_on(settings):
        return Open(own_host=settings.host if settings.keys == "auto" else None)
    defaults = KeyLimits(
        requests_per_minute=settings.key_requests_per_minute,
        reports_per_day=settings.key_reports_per_day,
        max_queued_jobs=settings.key_max_queued_jobs,
    )
    shared = DatabaseCounts(database)
    # An SQLite file has one web process, which knows of every request; and one writer at a time, who has better to do.
    requests: Counts = shared if database.dialect == "postgresql" else MemoryCounts()
    meter = Meter(spending(requests), spending(shared), lambda owner: queued(database, owner))
    keeper = Doorkeeper(KeyStore(database), SessionStore(database), defaults, settings.key_cache_seconds)
    return Keyed(keeper, meter, Logins(settings.login_failures_per_minute))


def _is_loopback(host: str) -> bool:
    """Whether only this machine is listened to; a name that leads nowhere is not."""
    try:
        found = {address[4][0] for address in socket.getaddrinfo(host, None)}
    except OSError:
        return False
    return bool(found) and all(ipaddress.ip_address(str(address).split("%")[0]).is_loopback for address in found)
