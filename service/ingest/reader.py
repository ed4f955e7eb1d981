"""The door of ingest: a file's bytes in, its source text out."""

from schemas.source import SourceText
from service.errors import EmptyText, EncryptedFile, FileTooLarge, UnsupportedFormat
from service.ingest.encoding import decode
from service.ingest.kinds import Hint, kind_of
from service.ingest.sandbox import Limits, Sandbox

_PARSED = ("html", "mht", "pdf", "docx", "zip")


class Reader:
    """Reads files of every kind. Plain text is read here; a parser's process is started when a file first needs one.

    Safe to use from several threads; `workers` files are parsed at one time.
    """

    def __init__(self, limits: Limits, max_bytes: int, workers: int = 1) -> None:
        self.max_bytes = max_bytes
        self._sandbox = Sandbox(limits, workers)

    def read(self, data: bytes, hint: Hint = Hint()) -> SourceText:  # noqa: B008
        """The source text of a file.

        Raises the InputError that says what is wrong with it: FileTooLarge, EmptyText, UnsupportedFormat,
        EncryptedFile, DamagedFile, UnsafeFile, NoTextLayer, TooManyPages, TooLong, ParsingStopped, UndecodableText.
        """
        if len(data) > self.max_bytes:
            raise FileTooLarge(limit=self.max_bytes)
        kind = kind_of(data, hint)
        if kind == "text":
            return SourceText(decode(data, hint.charset))
        if kind == "encrypted":
            raise EncryptedFile()
        if kind not in _PARSED:
            raise UnsupportedFormat(format=kind)
        found = self._sandbox.read(kind, data, hint.charset)
        if not found.text.strip():
            raise EmptyText()
        return found

    def close(self) -> None:
        """End the parsing processes."""
        self._sandbox.close()
