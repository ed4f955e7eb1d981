"""Bytes of text to text: nothing but the byte order mark is taken away, line ends stay as they are.

Read in this order: by the byte order mark, else as UTF-8, else as declared, else as it looks. A reading counts only
where every byte fits and the Chinese in it reads as Chinese; there is no reading with holes in it.
"""

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from service.errors import BrokenText, UndecodableText
from service.ingest.plausible import is_chinese, is_misread

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the one of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Old names of what is read as its superset: pages declare the old name and use the new characters.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "hz": "hz", "big5": "big5hkscs", "cp950": "big5hkscs"}
# Python has codecs that are no charsets, some of them slow on hostile input.
_TEXT = re.compile(r"utf-(?:8|16|32)|gb|big5|cp\d|hz|ascii|iso8859|euc_|shift_jis|koi8")
_CHINESE = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_UTF8 = "utf-8"
_FEW_BROKEN, _FEW_BROKEN_SHARE = 4, 0.001  # one byte breaks up to four: its own, and those of the character it parts
_HOLE = "\ufffd"
_MAX_NAME_CHARACTERS = 40


def knows(charset: str) -> bool:
    """Whether a declared charset is one at all."""
    return _codec(charset) is not None


def decode(data: bytes, charset: str | None = None) -> str:
    """The text of the bytes; `charset` is what they are declared to be in, and is not believed against them.

    Raises BrokenText where few bytes fit no encoding that the others fit, UndecodableText where none fits.
    """
    readings = []
    for encoding in _encodings(data, charset):
        if (text := _strictly(data, encoding)) is not None:
            if is_chinese(text):
                return text
            readings.append(text)
    if readings and _is_certain(data, charset) and not is_misread(readings[0]):
        return readings[0]
    raise _failure(data, charset)


class Holed(NamedTuple):
    """A text in which U+FFFD stands for bytes that could not be read, and what to say of them; None where all could."""

    text: str
    error: BrokenText | None


def decode_with_holes(data: bytes, charset: str | None = None) -> Holed:
    """As `decode`, but a few broken bytes are passed over. For formats of which only a part is kept: who keeps a part
    with a hole in it must raise the error.
    """
    try:
        return Holed(decode(data, charset), None)
    except BrokenText as error:
        return Holed(_with_holes(data, error.details["encoding"]), error)


def _encodings(data: bytes, charset: str | None) -> Iterator[str]:
    """What the bytes may be in, the likeliest first; none after a byte order mark."""
    if marked := _mark(data)[1]:
        yield marked
        return
    yield _UTF8
    if charset and (declared := _codec(charset)):
        yield declared
    yield from _detected(data)
    yield from _CHINESE


def _detected(data: bytes) -> Iterator[str]:
    import chardet  # takes a tenth of a second to load, which a UTF-8 file does not need

    found = chardet.detect(data, include_encodings=(*_CHINESE, _UTF8), compat_names=False, no_match_encoding=_UTF8)[
        "encoding"
    ]
    if found in _CHINESE:
        yield found


def _is_certain(data: bytes, charset: str | None) -> bool:
    """Whether the first reading is to be taken though it is not Chinese: what is said of such a text is that it is none.

    UTF-8 fits by chance only what is very short, and no text has a zero byte among its first.
    """
    return bool(_mark(data)[0]) or (_strictly(data, _UTF8) is not None and not _is_declared_wide(data, charset))


def _is_declared_wide(data: bytes, charset: str | None) -> bool:
    return b"\0" in data[:200] and (_codec(charset or "") or "").startswith("utf-16")


def _failure(data: bytes, charset: str | None) -> UndecodableText:
    """What to say of bytes that cannot be read: the first one broken, where all but a few can."""
    marked = _mark(data)[1]
    declared = _codec(charset or "")
    likely = [marked] if marked else dict.fromkeys(filter(None, (_UTF8, declared, *_CHINESE)))
    for encoding in likely:
        text = _with_holes(data, encoding)
        if 0 < text.count(_HOLE) <= max(_FEW_BROKEN, _FEW_BROKEN_SHARE * len(text)) and is_chinese(text):
            return BrokenText(encoding=encoding, offset=_first_broken(data, encoding))
    return UndecodableText()


def _first_broken(data: bytes, encoding: str) -> int:
    """The offset in bytes of the file, its mark counted; 0 where the hole is the text's own."""
    mark = len(_mark(data)[0])
    try:
        data[mark:].decode(encoding)
    except UnicodeDecodeError as error:
        return mark + error.start
    return 0


def _mark(data: bytes) -> tuple[bytes, str]:
    return next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", ""))


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data[len(_mark(data)[0]) :].decode(encoding)
    except UnicodeDecodeError:
        return None


def _with_holes(data: bytes, encoding: str) -> str:
    return data[len(_mark(data)[0]) :].decode(encoding, "replace")


def _codec(charset: str) -> str | None:
    """The codec of a declared charset, None where there is none such; UTF-16 without a mark is big-endian (RFC 2781)."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'").lower()[:_MAX_NAME_CHARACTERS]).name
    except (LookupError, ValueError):
        return None
    if not _TEXT.match(name):
        return None
    return {"utf-16": "utf-16-be", "utf-32": "utf-32-be", "ascii": _UTF8, "utf-8-sig": _UTF8}.get(
        name, _SUPERSETS.get(name, name)
    )
