"""The errors that only doors of chat platforms have; the tree is drawn in `service/errors.py`."""

from service.access_errors import AccessError
from service.errors import TiyaoError


class PlatformFailed(TiyaoError):
    """The API of a chat `platform` failed or refused: `reason`."""

    code = "platform_failed"


class WrongSignature(AccessError):
    """What comes as an event of a chat `platform` is not signed by it, or too old."""

    code = "wrong_signature"
