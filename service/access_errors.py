"""The branch of the tree of errors that only a door with keys has; the rest is drawn in `service/errors.py`.

AccessError             whoever asks may not
├── Unauthenticated     no key is shown, or one that is not good
├── MissingScope        the key is for other things
├── WrongSignature      an event that no chat platform signed (service/chat_errors.py)
├── ForeignOrigin       a page of somebody else's asks through its reader's browser
│   └── ForeignPage     with its reader's cookie
├── LoginNotNeeded      there are no keys to log in with
└── OverLimit           too much for now
    ├── TooManyRequests
    ├── TooManyLogins
    ├── DailyLimit
    └── TooManyQueued
"""

from service.errors import TiyaoError


class AccessError(TiyaoError):
    """Whoever asks may not have what is asked for."""

    code = "access_denied"


class Unauthenticated(AccessError):
    """No key, or none that is good: `reason` is a message's code."""

    code = "unauthenticated"


class MissingScope(AccessError):
    """The key lacks `scope`."""

    code = "missing_scope"


class ForeignOrigin(AccessError):
    """Where keys are off, only this machine's own pages and programs are served; `asker` is what the request names."""

    code = "foreign_origin"


class ForeignPage(ForeignOrigin):
    """A cookie came with a request that none of our own pages made; `asker` is what it names."""

    code = "foreign_page"


class LoginNotNeeded(AccessError):
    """Keys are off."""

    code = "login_not_needed"


class OverLimit(AccessError):
    """A limit of the key: `limit`. `retry_after_seconds` where waiting helps."""

    code = "over_limit"


class TooManyRequests(OverLimit):
    """In a minute."""

    code = "too_many_requests"


class TooManyLogins(OverLimit):
    """That failed, from one address, in a minute."""

    code = "too_many_logins"


class DailyLimit(OverLimit):
    """In a day; `asked` for at once."""

    code = "daily_limit"


class TooManyQueued(OverLimit):
    """`queued` jobs wait already, `asked` would come to them."""

    code = "too_many_queued"
