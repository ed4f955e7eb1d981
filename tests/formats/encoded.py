"""The plain text in the encodings that files come in."""

import codecs


def gb18030(text: str) -> bytes:
    return text.encode("gb18030")


def utf16(text: str) -> bytes:
    return codecs.BOM_UTF16_LE + text.encode("utf-16-le")


def big5(text: str) -> bytes:
    """A text in Traditional characters; the few signs that Big5 lacks become question marks."""
    return text.encode("big5hkscs", "replace")
