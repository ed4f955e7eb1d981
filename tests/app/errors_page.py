"""`docs/errors.md`, made from the errors, their messages and the cases that are tested: `python -m tests.app.errors_page`."""

from collections.abc import Iterator
from pathlib import Path

from service import errors
from service.errors import InputError, NotFound, TiyaoError, meaning
from service.messages import MESSAGES
from tests.app.bad_files import CASES
from tests.app.bad_requests import REQUESTS

_OF_HTTP = (("method_not_allowed", 405), ("not_acceptable", 406))
PAGE = Path(__file__).parents[2] / "docs" / "errors.md"
_HEAD = """# What a bad input is answered with

Over HTTP a problem (RFC 9457) of type `/problems/CODE`, in the language of `Accept-Language`; on the command line the same words on
stderr and an exit code. Every case below is a test at both doors (`tests/app/test_bad_input.py`). This page is made from the
code: `python -m tests.app.errors_page`.

A file is taken for what its content is; its name and its declared type or charset are hints. Text is decoded strictly: by its
byte order mark, as UTF-8, as declared, as it looks, and only where the Chinese in it reads as Chinese. A few broken bytes in a
text are an error that names the place, since a quotation must be what the report says; in a web page they are one only
where they stand in the article. html, pdf and docx are parsed in a process of its own, which is stopped at its limits
of time and memory.
"""


def page() -> str:
    return "\n".join([_HEAD, *_codes(), "", *_files(), "", *_requests(), ""])


def _codes() -> Iterator[str]:
    yield "## Errors of the input\n"
    yield "| type | HTTP | exit code | 中文 | English |"
    yield "| --- | --- | --- | --- | --- |"
    of_input = {cls.code for root in (InputError, NotFound) for cls in _tree(root)}
    for code in (code for code in errors.TABLE if code in of_input):
        text, row = MESSAGES[code], errors.TABLE[code]
        yield f"| `/problems/{code}` | {row.status} | {row.exit} | {text.zh} | {text.en} |"
    for code, status in _OF_HTTP:
        yield f"| `/problems/{code}` | {status} | – | {MESSAGES[code].zh} | {MESSAGES[code].en} |"


def _files() -> Iterator[str]:
    yield "## Files\n"
    yield "| 文件 | file | type | HTTP | exit code |"
    yield "| --- | --- | --- | --- | --- |"
    for case in CASES:
        row = meaning(case.error())
        yield f"| {case.zh} | {case.en} | `{case.error.code}` | {row.status} | {row.exit} |"


def _requests() -> Iterator[str]:
    yield "## Requests\n"
    yield "| 请求 | request | type | HTTP |"
    yield "| --- | --- | --- | --- |"
    for case in REQUESTS:
        yield f"| {case.zh} | {case.en} | `{case.code}` | {errors.TABLE[case.code].status} |"


def _tree(root: type[TiyaoError]) -> Iterator[type[TiyaoError]]:
    """The errors under a root that are in the product's own table: tests define others."""
    if root.code in errors.TABLE:
        yield root
    for cls in root.__subclasses__():
        if cls.__module__ == errors.__name__:
            yield from _tree(cls)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
