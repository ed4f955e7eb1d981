"""Whom a bot answers: the tenants and users it is told to, nobody else."""

import logging
from typing import NamedTuple

from service.chat.bots.port import Incoming

EVERYBODY = "*"
_log = logging.getLogger(__name__)


class Admission(NamedTuple):
    """The lists of one platform. `EVERYBODY` among the users is everybody of the tenants; tenants are always named."""

    tenants: frozenset[str]
    users: frozenset[str]

    def admits(self, incoming: Incoming) -> bool:
        """Whether a message is to be answered; if not, the log tells what to set."""
        for kind, list_, asker in (("TENANTS", self.tenants, incoming.tenant), ("USERS", self.users, incoming.user)):
            everybody = kind == "USERS" and EVERYBODY in list_
            if not asker or not (everybody or asker in list_):
                _log.warning(
                    "a message was not answered: its sender is not on the list",
                    extra={"setting": f"TIYAO_{incoming.platform.upper()}_{kind}", "missing": asker},
                )
                return False
        return True

    def warn_where_empty(self, platform: str) -> None:
        """Say what to set where nobody would be answered."""
        for kind, list_ in (("TENANTS", self.tenants), ("USERS", self.users)):
            if not list_:
                _log.warning(
                    "this bot answers nobody until its list is set",
                    extra={"setting": f"TIYAO_{platform.upper()}_{kind}"},
                )
