"""Many reports in one body: lines of JSON, a zip of files, or a form with files."""

import lzma
import tempfile
import zlib
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from typing import IO, NamedTuple, Protocol
from zipfile import BadZipFile, ZipFile, ZipInfo

from fastapi import Request
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from schemas.request import NAME_CHARACTERS, NamedOptions, keepable
from service.api import body, posted
from service.api.body import Asked, check_not_packed, invalid, unsupported
from service.api.negotiation import MediaType, media_type
from service.errors import (
    BatchTooLarge,
    BodyTooLarge,
    DamagedFile,
    EncryptedFile,
    FileTooLarge,
    InvalidFields,
    NoReportsPosted,
    TooManyReports,
)
from service.ingest import Hint, hint
from service.messages import Language
from service.settings import Settings
from service.storage.jobs import NewJob

LINES, ZIP, FORM = "application/x-ndjson", "application/zip", "multipart/form-data"
_LINES = (LINES, "application/ndjson", "application/jsonl", "application/x-jsonlines")
_ZIP = (ZIP, "application/x-zip-compressed")
_IN_MEMORY_BYTES = 1024 * 1024
_MAX_FORM_FILES = 1_000
_MAX_FORM_FIELDS = 20
_ENCRYPTED, _UTF8_NAME = 0x1, 0x800
_DAMAGE = (BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, zlib.error, lzma.LZMAError)
_ENTRY = b"PK\x01\x02"
_MAX_ENTRIES_A_REPORT = 10  # folders, and what file managers add
_RUBBISH = ("__MACOSX/", "Thumbs.db", "desktop.ini")
"""What file managers put into archives."""


class Bounds(NamedTuple):
    """Most reports of a batch, and bytes: of its body, of one report, of all files unpacked."""

    reports: int
    body_bytes: int
    line_bytes: int
    file_bytes: int
    unpacked_bytes: int

    @classmethod
    def of(cls, settings: Settings) -> "Bounds":
        return cls(
            settings.max_batch_reports,
            settings.max_batch_bytes,
            settings.max_body_bytes,
            settings.max_file_bytes,
            settings.max_unpacked_bytes,
        )


class Bulk(Protocol):
    """What was posted; `options` are the batch's. `jobs` may be called more than once; it raises InputError for what is
    wrong with the body."""

    @property
    def options(self) -> NamedOptions: ...

    def jobs(self, language: Language) -> Iterator[NewJob]: ...


@asynccontextmanager
async def read(request: Request, bounds: Bounds, query: NamedOptions) -> AsyncGenerator[Bulk, None]:
    """The reports of a request, on disk until the end of the context. Raises UnsupportedMedia, BatchTooLarge and what is
    wrong with a form."""
    media = media_type(request.headers.get("content-type"))
    _check(request, media)
    if media.name == FORM:
        async with _form(request, bounds, query) as form:
            yield form
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES) as file:
        async for part in _bounded(request, bounds.body_bytes):
            file.write(part)
        yield (_Lines if media.name in _LINES else _Archive)(query, file, bounds)


class _Lines(NamedTuple):
    """A SummaryRequest a line; what it says of its options goes before the batch's."""

    options: NamedOptions
    file: IO[bytes]
    bounds: Bounds

    def jobs(self, language: Language) -> Iterator[NewJob]:
        self.file.seek(0)
        number = 0
        while line := self.file.readline(self.bounds.line_bytes + 1):
            if len(line) > self.bounds.line_bytes:
                raise BodyTooLarge(limit=self.bounds.line_bytes)
            if line.strip():
                number += 1
                yield self._job(_counted(number, self.bounds), line, language)
        _check_any(number)

    def _job(self, number: int, line: bytes, language: Language) -> NewJob:
        try:
            asked = body.from_json(line)
        except InvalidFields as error:
            raise InvalidFields([{**one, "loc": (number, *one["loc"])} for one in error.wrong]) from error
        said = {name: getattr(asked.options, name) for name in asked.options.model_fields_set}
        options = body.settled(self.options.options.model_copy(update=said), files=False)
        return posted.new_job(Asked(asked.text, Hint(), options, asked.name), language)


class _Archive(NamedTuple):
    """A file a report, named by its path."""

    options: NamedOptions
    file: IO[bytes]
    bounds: Bounds

    def jobs(self, language: Language) -> Iterator[NewJob]:
        options = body.settled(self.options.options, files=True)
        number, left = 0, self.bounds.unpacked_bytes
        self._check_entries()
        try:
            with ZipFile(self.file) as archive:
                for entry in archive.infolist():
                    if _is_report(entry):
                        number += 1
                        data = self._read(archive, entry, left)
                        left -= len(data)
                        name = _name(entry)
                        asked = Asked(data, hint(name), options, _short(name))
                        _counted(number, self.bounds)
                        yield posted.new_job(asked, language)
        except _DAMAGE as error:
            raise DamagedFile(format="zip") from error
        _check_any(number)

    def _check_entries(self) -> None:
        """Before it is opened: its table of contents is read into memory whole, and may be all that there is."""
        self.file.seek(0)
        entries = 0
        while part := self.file.read(_IN_MEMORY_BYTES):
            entries += part.count(_ENTRY)
        if entries > _MAX_ENTRIES_A_REPORT * self.bounds.reports:
            raise TooManyReports(limit=self.bounds.reports)
        self.file.seek(0)

    def _read(self, archive: ZipFile, entry: ZipInfo, left: int) -> bytes:
        """The bytes of an entry: those that are there, whatever its header says."""
        if entry.flag_bits & _ENCRYPTED:
            raise EncryptedFile()
        with archive.open(entry) as file:
            data = file.read(min(self.bounds.file_bytes, left) + 1)
        if len(data) > self.bounds.file_bytes:
            raise FileTooLarge(limit=self.bounds.file_bytes)
        if len(data) > left:
            raise BatchTooLarge(limit=self.bounds.unpacked_bytes)
        return data


class _Files(NamedTuple):
    """The files of a form; its fields are options of the batch."""

    options: NamedOptions
    files: list[UploadFile]
    bounds: Bounds

    def jobs(self, language: Language) -> Iterator[NewJob]:
        options = body.settled(self.options.options, files=True)
        for number, file in enumerate(self.files, 1):
            _counted(number, self.bounds)
            file.file.seek(0)
            data = file.file.read(self.bounds.file_bytes + 1)
            if len(data) > self.bounds.file_bytes:
                raise FileTooLarge(limit=self.bounds.file_bytes)
            media = media_type(file.content_type)
            said = hint(file.filename, media.name, media.charset)
            yield posted.new_job(Asked(data, said, options, _short(file.filename or "")), language)
        _check_any(len(self.files))


@asynccontextmanager
async def _form(request: Request, bounds: Bounds, query: NamedOptions) -> AsyncGenerator[Bulk, None]:
    stream = _bounded(request, bounds.body_bytes)
    parser = MultiPartParser(request.headers, stream, max_files=_MAX_FORM_FILES, max_fields=_MAX_FORM_FIELDS)
    try:
        form = await parser.parse()
        files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
        fields = {name: value for name, value in form.multi_items() if isinstance(value, str) and value.strip()}
        options = NamedOptions.model_validate(query.model_dump(exclude_unset=True) | fields)
        yield _Files(options, files, bounds)
    except ValidationError as error:
        raise invalid(error) from error
    except (MultiPartException, KeyError, UnicodeDecodeError) as error:
        raise InvalidFields.one("body", "multipart_invalid") from error
    finally:
        for file in parser._files_to_close_on_error:
            file.close()


async def _bounded(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """The body, as long as it is not too long."""
    declared = request.headers.get("content-length", "")
    size = int(declared) if declared.isdecimal() else 0
    if size <= most:
        size = 0
        async for part in request.stream():
            size += len(part)
            if size > most:
                break
            yield part
    if size > most:
        raise BatchTooLarge(limit=most)


def _check(request: Request, media: MediaType) -> None:
    check_not_packed(request)
    if media.name not in (*_LINES, *_ZIP, FORM):
        raise unsupported(request)


def _counted(number: int, bounds: Bounds) -> int:
    if number > bounds.reports:
        raise TooManyReports(limit=bounds.reports)
    return number


def _check_any(number: int) -> None:
    if not number:
        raise NoReportsPosted()


def _is_report(entry: ZipInfo) -> bool:
    parts = entry.filename.split("/")
    rubbish = entry.filename.startswith(_RUBBISH[0]) or parts[-1].startswith(".") or parts[-1] in _RUBBISH
    return not entry.is_dir() and not rubbish


def _name(entry: ZipInfo) -> str:
    """The path of an entry. Where its encoding is not said it is taken for UTF-8, or for what Chinese systems write."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    for charset in ("utf-8", "gb18030"):
        try:
            return entry.filename.encode("cp437").decode(charset)
        except UnicodeError:
            continue
    return entry.filename


def _short(name: str) -> str:
    """The end of a long path tells more than its beginning."""
    return keepable(name)[-NAME_CHARACTERS:]
