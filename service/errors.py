"""The tree of errors, and the one table that says what each means at every door.

    TiyaoError
    ├── InputError              the report or the request cannot be read
    │   ├── EmptyText
    │   ├── NotChinese
    │   ├── LoneSurrogate
    │   ├── UndecodableText
    │   │   └── BrokenText      all but a few bytes could be read
    │   ├── TooLong
    │   │   ├── BodyTooLarge
    │   │   ├── FileTooLarge
    │   │   ├── TooManyPages
    │   │   ├── BatchTooLarge
    │   │   └── TooManyReports      and TooManyToCompare (service/correction_errors.py)
    │   ├── SlowBody            nothing more of a request's body comes
    │   ├── UnsupportedMedia
    │   ├── UnsupportedFormat   .doc, .wps, .ofd, an image, anything that is no report
    │   ├── DamagedFile
    │   ├── EncryptedFile
    │   ├── NoTextLayer         a scan
    │   │   └── UnreadableFonts
    │   ├── UnsafeFile          a zip bomb, external entities
    │   ├── ParsingStopped      took too long, or too much memory
    │   └── InvalidRequest
    │       ├── InvalidFields
    │       ├── NoReportsPosted a batch of nothing
    │       ├── KeyReused       an Idempotency-Key came with another request before
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
    ├── PlatformFailed          a chat platform did not do what it was asked (service/chat_errors.py)
    ├── NotFailed               only what failed can be done again
    ├── ChangedMeanwhile        somebody saved since (service/correction_errors.py)
    ├── OutputError             the result could not be written (service/output_errors.py)
    │   ├── OverwriteError
    │   ├── ManyIntoOne         several reports, one file
    │   ├── NeedsFile           a format that is no text, and no file to hold it
    │   ├── UnknownEnding       a file name that tells no format
    │   └── NothingToResume     results that go to no files of their own
    ├── AccessError             whoever asks may not: drawn in service/access_errors.py
    ├── NotAcceptable           a result has none of the formats that are wanted
    ├── CannotListen            the service's address is taken, or none of this machine
    ├── Crashed                 a mistake of ours with one report of many
    ├── JobCancelled            it was waited for, and somebody cancelled it (service/job_errors.py)
    └── NotFound
        ├── UnreadableFile
        └── NoReports
No class knows a status or an exit code: `TABLE` does (`service/meanings.py`). `service/messages.py` has the words; `details` fills them.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

# Told here, so that whoever knows an error knows what it means.
from service.meanings import EXIT_OK as EXIT_OK
from service.meanings import EXIT_SOME_FAILED as EXIT_SOME_FAILED
from service.meanings import EXIT_USAGE as EXIT_USAGE
from service.meanings import TABLE as TABLE
from service.meanings import Meaning


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


class BrokenText(UndecodableText):
    """`offset` counts the bytes of the file before the first that is wrong in `encoding`."""

    code = "broken_text"


class TooLong(InputError):
    """`characters` and `limit` count code points."""

    code = "too_long"


class BodyTooLarge(TooLong):
    """A request's body. `limit` counts bytes."""

    code = "body_too_large"


class SlowBody(InputError):
    """Nothing of a request's body came for `seconds`, and it is not whole."""

    code = "slow_body"


class FileTooLarge(TooLong):
    """`limit` counts bytes."""

    code = "file_too_large"


class TooManyPages(TooLong):
    """`pages` and `limit` count pages."""

    code = "too_many_pages"


class BatchTooLarge(TooLong):
    """A batch's body, or its files unpacked. `limit` counts bytes."""

    code = "batch_too_large"


class TooManyReports(TooLong):
    """Of one batch. `limit` counts reports."""

    code = "too_many_reports"


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


class UnreadableFonts(NoTextLayer):
    """A pdf whose fonts do not say which characters they print. `pages` counts its pages."""

    code = "unreadable_fonts"


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


class NoReportsPosted(InvalidRequest):
    code = "no_reports_posted"


class KeyReused(InvalidRequest):
    """The Idempotency-Key `key` came with another request before."""

    code = "key_reused"


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
    """The tables are of version `found`, and `needed` is another; `reason` says so in short."""

    code = "schema_mismatch"

    @classmethod
    def of(cls, found: str, needed: str) -> "SchemaMismatch":
        return cls(found=found, needed=needed, reason=f"schema {found} != {needed}")


class NotFailed(TiyaoError):
    """The job `id` is in another `state`: there is nothing to do again."""

    code = "not_failed"


class NotAcceptable(TiyaoError):
    """`media` is what is wanted, `offered` what there is."""

    code = "not_acceptable"


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


def meaning(error: TiyaoError) -> Meaning:
    """What the error means at the doors; subclasses without a row of their own take their parent's."""
    for cls in type(error).__mro__:
        row = TABLE.get(getattr(cls, "code", ""))
        if row:
            return row
    return TABLE["internal"]


def by_code(code: str) -> type[TiyaoError]:
    """The class of an error that another process tells of; TiyaoError where there is none such."""
    left: list[type[TiyaoError]] = [TiyaoError]
    while left:
        found = left.pop()
        if found.code == code:
            return found
        left += found.__subclasses__()
    return TiyaoError
