"""The tree of errors, and the one table that says what each means at every door.

    TiyaoError
    ├── InputError              the report or the request cannot be read
    │   ├── EmptyText
    │   ├── NotChinese
    │   ├── LoneSurrogate
    │   ├── UndecodableText
    │   ├── TooLong
    │   │   ├── BodyTooLarge
    │   │   ├── FileTooLarge
    │   │   └── TooManyPages
    │   ├── UnsupportedMedia
    │   ├── UnsupportedFormat   .doc, .wps, .ofd, an image, anything that is no report
    │   ├── DamagedFile
    │   ├── EncryptedFile
    │   ├── NoTextLayer         a scan
    │   ├── UnsafeFile          a zip bomb, external entities
    │   ├── ParsingStopped      took too long, or too much memory
    │   └── InvalidRequest
    │       ├── InvalidFields
    │       └── Unconfirmed     nobody is there to be asked
    ├── ConfigurationError      a setting is missing or makes no sense
    ├── ModelError              the model server did not give a usable answer
    │   ├── ModelUnreachable
    │   ├── ModelOverwhelmed    a part of a report is more than the model takes at a time
    │   └── ModelRefused        the server will not do what it is asked
    │       └── SetupRefused    nor anything else: every call would end the same way
    │           ├── WrongKey
    │           ├── UnknownModel
    │           ├── WrongAddress
    │           └── QuotaSpent
    ├── StoreError              the database could not be read or written
    │   ├── StoreUnavailable    it cannot be reached, or has no room: this may pass
    │   └── SchemaMismatch      its tables are of another version
    ├── OutputError             the result could not be written
    │   ├── OverwriteError
    │   ├── ManyIntoOne         several reports, one file
    │   └── NothingToResume     results that go to no files of their own
    ├── CannotListen            the service's address is taken, or none of this machine
    ├── Crashed                 a mistake of ours with one report of many
    └── NotFound
        ├── UnreadableFile
        └── NoReports

No class knows a status or an exit code: `TABLE` does. Messages live in `service/messages.py`, by `code`, in Chinese and
English; `details` fills their placeholders.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple


class TiyaoError(Exception):
    """Something a user can act on. `details` fills the message; nothing in it may hold a secret or report text."""

    code = "internal"

    def __init__(self, **details: Any) -> None:
        super().__init__(self.code, details)
        self.details = details

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.code}({told})" if told else self.code

    def __reduce__(self) -> tuple[Callable[[], "TiyaoError"], tuple[()], dict[str, Any]]:
        """Made again from its details, for errors that come from another process."""
        return partial(type(self), **self.details), (), self.__dict__


class InputError(TiyaoError):
    code = "invalid_input"


class EmptyText(InputError):
    code = "empty_text"


class NotChinese(InputError):
    code = "not_chinese"


class LoneSurrogate(InputError):
    """A code point that no text holds. `offset` counts code points of the text."""

    code = "lone_surrogate"


class UndecodableText(InputError):
    code = "undecodable_text"


class TooLong(InputError):
    """`characters` and `limit` count code points."""

    code = "too_long"


class BodyTooLarge(TooLong):
    """A request's body. `limit` counts bytes."""

    code = "body_too_large"


class FileTooLarge(TooLong):
    """`limit` counts bytes."""

    code = "file_too_large"


class TooManyPages(TooLong):
    """`pages` and `limit` count pages."""

    code = "too_many_pages"


class UnsupportedMedia(InputError):
    code = "unsupported_media_type"


class UnsupportedFormat(InputError):
    """A file of a kind that is not read. `format` names it."""

    code = "unsupported_format"


class DamagedFile(InputError):
    """A file that its own format's reader cannot open. `format` names it."""

    code = "damaged_file"


class EncryptedFile(InputError):
    code = "encrypted_file"


class NoTextLayer(InputError):
    """A pdf of images. `pages` counts them."""

    code = "no_text_layer"


class UnsafeFile(InputError):
    """A file made to harm its reader. `format` names it, `reason` is a word of ours."""

    code = "unsafe_file"


class ParsingStopped(InputError):
    """The parser was stopped at its limit. `format` names the file's kind."""

    code = "parsing_stopped"


class InvalidRequest(InputError):
    """`field` names the place, `reason` what is wrong with it."""

    code = "invalid_request"


class InvalidFields(InvalidRequest):
    """A request with wrong fields. `wrong` is what pydantic tells of them: `type`, `loc`, `ctx`."""

    def __init__(self, wrong: Sequence[Any] = ()) -> None:
        super().__init__()
        self.wrong = wrong

    @classmethod
    def one(cls, field: str, kind: str) -> "InvalidFields":
        """A single field that is wrong in a way of our own."""
        return cls([{"type": kind, "loc": (field,)}])


class Unconfirmed(InvalidRequest):
    """What would be lost is not confirmed. `option` confirms it."""

    code = "unconfirmed"


class ConfigurationError(TiyaoError):
    """`setting` names the environment variable; `reason` is a message's code, `bound` what that message names."""

    code = "configuration"


class ModelError(TiyaoError):
    """`reason` is one of the words in messages (`why_…`)."""

    code = "model_error"


class ModelUnreachable(ModelError):
    code = "model_unreachable"


class ModelOverwhelmed(ModelError):
    """Prompt or answer is too long; smaller parts may be not."""


class ModelRefused(ModelError):
    """`status` is the server's, `reason` its words, shortened."""

    code = "model_refused"


class SetupRefused(ModelRefused):
    """What is set up is wrong: no call will be answered."""


class WrongKey(SetupRefused):
    code = "model_wrong_key"


class UnknownModel(SetupRefused):
    """`model` as it is set."""

    code = "model_unknown"


class WrongAddress(SetupRefused):
    """No model server answers at `base_url`."""

    code = "model_wrong_address"


class QuotaSpent(SetupRefused):
    """The account is used up."""

    code = "model_quota_spent"


class StoreError(TiyaoError):
    """The database failed: `reason` is the driver's words. No report that is waited for fails for it."""

    code = "store_failed"


class StoreUnavailable(StoreError):
    """The database cannot be reached, is locked, or has no room: what failed may work later."""


class SchemaMismatch(StoreError):
    """The tables are of version `found`, and `needed` is another."""

    code = "schema_mismatch"

    def __init__(self, **details: Any) -> None:
        super().__init__(**{"reason": "schema {found} != {needed}".format_map(details), **details})


class OutputError(TiyaoError):
    """`path` could not be written: `reason`."""

    code = "output_failed"


class OverwriteError(OutputError):
    """The result would take the place of the input `path`."""

    code = "overwrites_input"


class ManyIntoOne(OutputError):
    """Several reports and the one file `path`."""

    code = "many_into_one"


class NothingToResume(OutputError):
    """A run can only be taken up where every report has a file of its own."""

    code = "nothing_to_resume"


class CannotListen(TiyaoError):
    """The service cannot have `host` and `port`: `reason`."""

    code = "cannot_listen"


class Crashed(TiyaoError):
    """One report of many met a mistake of ours; `reason` names it."""

    code = "crashed"


class NotFound(TiyaoError):
    code = "not_found"


class UnreadableFile(NotFound):
    """`path` is there and cannot be read: `reason`."""

    code = "unreadable_file"


class NoReports(NotFound):
    """The folder `path` has no file with one of the `suffixes`."""

    code = "no_reports"


class Meaning(NamedTuple):
    """What an error is at each door: the HTTP status, the exit code of the command line, the JSON-RPC code of MCP."""

    status: int
    exit: int
    rpc: int


EXIT_OK = 0
EXIT_SOME_FAILED = 1
EXIT_USAGE = 2

TABLE: dict[str, Meaning] = {
    "internal": Meaning(500, 70, -32603),
    "invalid_input": Meaning(422, 65, -32602),
    "empty_text": Meaning(422, 65, -32602),
    "not_chinese": Meaning(422, 65, -32602),
    "lone_surrogate": Meaning(422, 65, -32602),
    "undecodable_text": Meaning(422, 65, -32602),
    "too_long": Meaning(413, 65, -32602),
    "body_too_large": Meaning(413, 65, -32602),
    "file_too_large": Meaning(413, 65, -32602),
    "too_many_pages": Meaning(413, 65, -32602),
    "unsupported_media_type": Meaning(415, 65, -32602),
    "unsupported_format": Meaning(415, 65, -32602),
    "damaged_file": Meaning(422, 65, -32602),
    "encrypted_file": Meaning(422, 65, -32602),
    "no_text_layer": Meaning(422, 65, -32602),
    "unsafe_file": Meaning(422, 65, -32602),
    "parsing_stopped": Meaning(422, 65, -32602),
    "invalid_request": Meaning(422, 64, -32602),
    "unconfirmed": Meaning(422, 64, -32602),
    "configuration": Meaning(500, 78, -32603),
    "model_error": Meaning(502, 69, -32603),
    "model_unreachable": Meaning(503, 69, -32603),
    "model_refused": Meaning(502, 69, -32603),
    "model_wrong_key": Meaning(502, 69, -32603),
    "model_unknown": Meaning(502, 69, -32603),
    "model_wrong_address": Meaning(502, 69, -32603),
    "model_quota_spent": Meaning(502, 69, -32603),
    "store_failed": Meaning(503, 74, -32603),
    "schema_mismatch": Meaning(503, 78, -32603),
    "output_failed": Meaning(500, 73, -32603),
    "overwrites_input": Meaning(500, 73, -32603),
    "many_into_one": Meaning(500, EXIT_USAGE, -32603),
    "nothing_to_resume": Meaning(500, EXIT_USAGE, -32603),
    "cannot_listen": Meaning(500, 71, -32603),
    "crashed": Meaning(500, 70, -32603),
    "unreadable_file": Meaning(404, 66, -32602),
    "no_reports": Meaning(404, 66, -32602),
    "not_found": Meaning(404, 66, -32602),
}


def meaning(error: TiyaoError) -> Meaning:
    """What the error means at the doors; subclasses without a row of their own take their parent's."""
    for cls in type(error).__mro__:
        row = TABLE.get(getattr(cls, "code", ""))
        if row:
            return row
    return TABLE["internal"]
