"""A form with one file (RFC 7578), held in memory: its length was bounded before, and a disk may not be writable."""

from collections.abc import AsyncGenerator
from typing import NamedTuple

from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from service.errors import InvalidFields

FILE = "file"
_MAX_FIELDS = 20


class Form(NamedTuple):
    """The file with what its part says of it, and the other fields; an empty one counts as not given."""

    file: bytes
    name: str | None
    media: str | None
    fields: dict[str, str]


class _Parser(MultiPartParser):
    """Starlette's, with its files in memory; it knows whether the form came to its end."""

    def __init__(self, headers: Headers, data: bytes) -> None:
        self.spool_max_size = len(data) + 1
        super().__init__(headers, _once(data), max_files=_MAX_FIELDS, max_fields=_MAX_FIELDS)
        self.whole = False

    def on_end(self) -> None:
        self.whole = True

    def close(self) -> None:
        """Let every file go, those of a form cut off among them."""
        for file in self._files_to_close_on_error:
            file.close()


async def parse(headers: Headers, data: bytes) -> Form:
    """The form of a multipart body.

    Raises InvalidFields where it is no form, has no file, or more than one: many reports are a batch's work.
    """
    parser = _Parser(headers, data)
    try:
        form = await parser.parse()
        if not parser.whole:
            raise InvalidFields.one("body", "multipart_invalid")
        return await _form(form)
    except (MultiPartException, ValueError, LookupError) as error:
        raise InvalidFields.one("body", "multipart_invalid") from error
    finally:
        parser.close()


async def _form(form: FormData) -> Form:
    files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
    if len(files) > 1:
        raise InvalidFields.one(FILE, "one_file")
    file = form.get(FILE)
    if not isinstance(file, UploadFile):
        raise InvalidFields.one(FILE, "missing")
    fields = {name: value for name, value in form.multi_items() if isinstance(value, str) and value.strip()}
    return Form(await file.read(), file.filename, file.content_type, fields)


async def _once(data: bytes) -> AsyncGenerator[bytes, None]:
    yield data
