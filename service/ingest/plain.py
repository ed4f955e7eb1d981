"""Bytes of plain text to the source text: nothing but the byte order mark is taken away, line ends stay as they are."""

import codecs

from service.errors import UndecodableText

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the one of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Names as senders give them. GB2312 and GBK are read as their superset GB18030, Big5 with the Hong Kong characters:
# web pages declare the old names and use the new characters.
_CHARSETS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "utf-16": "utf-16-be",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
}


def knows(charset: str) -> bool:
    """Whether `decode` takes text declared to be in this charset."""
    return charset.strip().lower() in _CHARSETS


def decode(data: bytes, charset: str | None = None) -> str:
    """The text of the bytes: by their byte order mark, else as the charset they are declared in, else as UTF-8.

    Raises UndecodableText where they are not that, or hold what no text holds.
    """
    mark, encoding = next((pair for pair in _MARKS if data.startswith(pair[0])), (b"", ""))
    encoding = encoding or _CHARSETS.get((charset or "utf-8").strip().lower(), "utf-8")
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableText() from error
