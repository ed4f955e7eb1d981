"""The secrets of keys: made, taken apart, compared. Pure, but for the randomness of `issue`."""

import hashlib
import hmac
import re
import secrets
from typing import NamedTuple

_ID_BYTES = 6
_SECRET_BYTES = 32
PATTERN = re.compile(rf"tiyao_([0-9a-f]{{{2 * _ID_BYTES}}})_([0-9a-f]{{{2 * _SECRET_BYTES}}})")
"""A key as it is shown once: its id, then 256 random bits, both in hexadecimal."""
_NOBODYS = "0" * 64
_SESSION_ID_BYTES = 16
_SESSION = re.compile(rf"([0-9a-f]{{{2 * _SESSION_ID_BYTES}}})\.([0-9a-f]{{{2 * _SECRET_BYTES}}})")


class Credential(NamedTuple):
    """What a caller shows: the id of a key, and its secret."""

    id: str
    secret: str

    @property
    def token(self) -> str:
        """Both in one, as users keep it."""
        return f"tiyao_{self.id}_{self.secret}"

    def __repr__(self) -> str:
        return f"Credential(id={self.id!r})"


def issue(id: str | None = None) -> Credential:
    """A new secret, of a new key or of the one with the id."""
    return Credential(id or secrets.token_hex(_ID_BYTES), secrets.token_hex(_SECRET_BYTES))


def read(token: str) -> Credential | None:
    """The two parts of a token; None for a text that is none."""
    found = PATTERN.fullmatch(token)
    return Credential(*found.groups()) if found else None


def issue_session() -> Credential:
    """The id of a new session, and its secret."""
    return Credential(secrets.token_hex(_SESSION_ID_BYTES), secrets.token_hex(_SECRET_BYTES))


def in_cookie(session: Credential) -> str:
    """A session as a cookie holds it."""
    return f"{session.id}.{session.secret}"


def read_session(cookie: str) -> Credential | None:
    """The session of a cookie; None for a text that is none."""
    found = _SESSION.fullmatch(cookie)
    return Credential(*found.groups()) if found else None


def covered(text: str) -> str:
    """A text in which every key is shown by its id alone."""
    return PATTERN.sub(r"tiyao_\1_***", text)


def digest(secret: str) -> str:
    """What is kept of a secret: its SHA-256 in hexadecimal. 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def matches(secret: str, kept: str | None) -> bool:
    """Whether a digest is the secret's, in a time that does not tell how much of it is; None is nobody's."""
    same = hmac.compare_digest(digest(secret), kept or _NOBODYS)
    return same and kept is not None
