"""What kind of file bytes are. The content decides; a name or a declared type is a hint where the content leaves it open."""

import re
from pathlib import PurePath
from typing import Literal, NamedTuple

from service.ingest.plausible import is_chinese

Readable = Literal["text", "html", "mht", "pdf", "docx"]

MEDIA: dict[str, str] = {
    "text/plain": "txt",
    "text/markdown": "md",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "multipart/related": "mht",
    "message/rfc822": "mht",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-word.document.macroenabled.12": "docm",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template": "dotx",
    "application/msword": "doc",
    "application/vnd.ms-works": "wps",
    "application/wps-office.wps": "wps",
    "application/kswps": "wps",
    "application/ofd": "ofd",
    "application/rtf": "rtf",
    "text/rtf": "rtf",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
    "application/octet-stream": "",
    "binary/octet-stream": "",
}
"""Media types that a file may be sent as, and the suffix each stands for."""

READ_SUFFIXES = (
    ".txt",
    ".md",
    ".html",
    ".htm",
    ".shtml",
    ".xhtml",
    ".mht",
    ".mhtml",
    ".pdf",
    ".docx",
    ".docm",
    ".dotx",
)
NAMED_SUFFIXES = (
    ".doc", ".wps", ".ofd", ".rtf", ".odt", ".caj", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".gif", ".webp",
)  # fmt: skip
"""Suffixes of documents and scans that are no reports of a kind that is read, unless their content says otherwise."""

_HEAD_BYTES = 4096
_UTF16 = ("utf-16-le", "utf-16-be")
_PDF_WITHIN_BYTES = 1024  # readers take a header that stands this far in
_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"BZh", "bzip2"),
    (b"CAJ", "caj"),
    (b"%!PS", "postscript"),
    (b"\x7fELF", "program"),
    (b"MZ\x90\x00", "program"),
)
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE2_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "ppt"),
    ("__properties_version1.0", "msg"),
)
_OLE2_NAMES = ("doc", "wps", "dot", "wpt", "xls", "et", "ppt", "dps", "msg")
_PAGE = re.compile(rb"(?>(?:<\?xml[^>]*>|<!--.*?-->|\s)*+)<(?:!doctype\s+html|html|head|body|frameset)\b", re.I | re.S)
_FRAGMENT = re.compile(
    rb"(?>(?:<!--.*?-->|\s)*+)<(?:!--|meta|title|link|script|style|iframe|h[1-6]|div|section|article|font|table|a|p|b|br|span|center)[\s/>]",
    re.I | re.S,
)
_TAG = re.compile(rb"</?(?:p|div|br|span|td|tr|table|h[1-6]|font|a|li|strong|b|title|body)\b[^<>]*>", re.I)
_FRAGMENT_TAGS = 3
_XML = re.compile(rb"\s*<\?xml\b", re.I)
_MHT = re.compile(rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*mime-version:", re.I)
_BINARY_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_CONTROLS_SHARE, _FEW_CONTROLS = 0.05, 4  # random bytes have a tenth
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x84\x31\x95\x33")


class Hint(NamedTuple):
    """What a sender says of a file: its `suffix` (small letters, no dot, empty if none), and the `charset` it declares."""

    suffix: str = ""
    charset: str | None = None


def hint(name: str | None = None, media: str | None = None, charset: str | None = None) -> Hint:
    """The hint of a file name and a media type; the name is worth more, since programs make up types."""
    suffix = PurePath(name).suffix[1:].lower() if name else ""
    return Hint(suffix or MEDIA.get(media or "", ""), charset)


def kind_of(data: bytes, hint: Hint) -> str:
    """The kind by content: one of `Readable`, "zip" for any such container, "encrypted" for a locked office file, else
    the name of a kind that is not read. "binary" is what looks like no text and like nothing known.
    """
    head = data[:_HEAD_BYTES]
    if is_pdf(head):
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith(_OLE2):
        return _ole2(data, hint)
    return _picture_or_packed(head) or _written(data, hint)


def is_pdf(head: bytes) -> bool:
    """Whether a file begins as a pdf does, perhaps behind a few bytes of something else."""
    return re.search(rb"^[\x00-\x20\xef\xbb\xbf]*%PDF-\d|[\r\n\0]%PDF-\d\.\d", head[:_PDF_WITHIN_BYTES]) is not None


def _ole2(data: bytes, hint: Hint) -> str:
    """What an OLE2 container holds, by the names of its streams (UTF-16 in its directory)."""
    held = next((kind for name, kind in _OLE2_STREAMS if name.encode("utf-16-le") in data), "")
    if held == "encrypted" or hint.suffix not in _OLE2_NAMES:
        return held or "OLE2"
    return hint.suffix


def _picture_or_packed(head: bytes) -> str | None:
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "webp"
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "bmp"
    if head[4:12] in (b"ftypheic", b"ftypmif1", b"ftypavif"):
        return "heic"
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)


def _written(data: bytes, hint: Hint) -> str:
    """Which kind of text it is, if it is any."""
    text = _as_ascii(data)
    if _is_binary(data, text):
        return hint.suffix if hint.suffix in ("pdf", "docx") else "binary"
    if _PAGE.match(text):
        return "html"
    if _MHT.match(text):
        return "mht"
    if _XML.match(text):
        return "html" if b"<body" in text.lower() and b"w:worddocument" not in text.lower() else "xml"
    return "html" if _is_fragment(text, data, hint) else "text"


def _is_fragment(text: bytes, data: bytes, hint: Hint) -> bool:
    """Whether a text without `<html>` is html all the same: a piece of a page, or one declared to be html.

    Markdown may begin with a tag, and a plain text may hold one.
    """
    if hint.suffix == "md":
        return False
    declared = hint.suffix in ("html", "htm", "shtml", "xhtml", "asp", "aspx", "jsp", "php")
    if not (declared or _FRAGMENT.match(text)):
        return False
    return len(_TAG.findall(text if len(text) < _HEAD_BYTES else data)) >= (1 if declared else _FRAGMENT_TAGS)


def _as_ascii(data: bytes) -> bytes:
    """The head of the file as bytes in which ASCII stands for itself, whatever its encoding; no mark in front."""
    head = data[:_HEAD_BYTES]
    for encoding in _wide(head):
        return head.decode(encoding, "replace").encode("ascii", "replace").lstrip(b"?")
    mark = next((mark for mark in _MARKS if head.startswith(mark)), b"")
    return head[len(mark) :]


def _wide(head: bytes) -> list[str]:
    """UTF-16, if the head is that by its mark or by the zero bytes beside its ASCII."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ["utf-16"]
    sample = head[:200]
    if len(sample) >= 4 and re.match(rb"(?s)(?:\s\x00)*<\x00[!?a-zA-Z]\x00", sample):
        return ["utf-16-le"]
    if len(sample) >= 4 and re.match(rb"(?s)(?:\x00\s)*\x00<\x00[!?a-zA-Z]", sample):
        return ["utf-16-be"]
    return []


def _is_binary(data: bytes, text: bytes) -> bool:
    """Whether a file has more control characters than any text; UTF-16 has zero bytes, and none once it is read."""
    if _wide(data[:_HEAD_BYTES]):
        return False
    controls = len(_BINARY_CONTROLS.findall(text))
    return controls > max(_FEW_CONTROLS, _MOST_CONTROLS_SHARE * len(text)) and not _may_be_utf16(data)


def _may_be_utf16(data: bytes) -> bool:
    """Whether zero bytes stand mostly at even or mostly at odd places, as ASCII has them in UTF-16 without a mark, or
    what the bytes are in UTF-16 reads as Chinese."""
    if len(data) % 2:
        return False
    head = data[:_HEAD_BYTES]
    even, odd = head[::2].count(0), head[1::2].count(0)
    return 3 * min(even, odd) <= max(even, odd) or any(is_chinese(head.decode(name, "ignore")) for name in _UTF16)
