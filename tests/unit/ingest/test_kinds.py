"""The kind of a file is found by its content; its name and its type are hints."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import DamagedFile, UnsupportedFormat
from service.ingest import container
from service.ingest.kinds import MEDIA, NAMED_SUFFIXES, READ_SUFFIXES, Hint, hint, kind_of

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = "<html><head><title>沅溪县</title></head><body><p>沅溪县法治政府建设情况</p></body></html>"
# 一 has its zero byte where ASCII has none.
ONES = "一是办理案件312件，一并整改；二是统一执法标准，一体推进一批示范点建设，一次办好一件事，一网通办。\n" * 3
TEXT = "沅溪县2024年法治政府建设情况报告\n一、主要成效\n"


def ole2(stream: str) -> bytes:
    return OLE2 + b"\0" * 504 + stream.encode("utf-16-le") + b"\0" * 200


def packed(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


KINDS: list[tuple[str, bytes, str, str]] = [
    # what it is, the bytes, the name it comes under, the kind
    ("a pdf", b"%PDF-1.7\n...", "a.pdf", "pdf"),
    ("a pdf under another name", b"%PDF-1.4\n...", "a.docx", "pdf"),
    ("a pdf behind a line of rubbish", b"\x0a\x0dcache: miss\r\n%PDF-1.4\n", "a.pdf", "pdf"),
    ("a text about pdf", "表头写作 %PDF-1.4，沅溪县".encode(), "a.txt", "text"),
    ("a zip", packed("[Content_Types].xml", "word/document.xml"), "", "zip"),
    ("an empty zip", packed(), "", "zip"),
    ("a doc", ole2("WordDocument"), "a.doc", "doc"),
    ("a doc without its name", ole2("WordDocument"), "", "doc"),
    ("a wps", ole2("WordDocument"), "a.wps", "wps"),
    ("an xls under a wrong name", ole2("Workbook"), "a.pdf", "xls"),
    ("a locked docx", ole2("EncryptedPackage"), "a.docx", "encrypted"),
    ("an unknown OLE2", OLE2 + bytes(600), "", "OLE2"),
    ("an rtf named doc", b"{\\rtf1\\ansi", "a.doc", "rtf"),
    ("a page named doc", PAGE.encode("gb18030"), "a.doc", "html"),
    ("a page named txt", PAGE.encode(), "a.txt", "html"),
    ("a page named pdf", b"\xef\xbb\xbf\r\n<!DOCTYPE html>" + PAGE.encode(), "a.pdf", "html"),
    ("a page behind comments", b"<!-- a --> <!-- b --><HTML>", "", "html"),
    ("an xhtml page", b'<?xml version="1.0"?><html xmlns="x"><body>', "", "html"),
    ("a page in UTF-16", PAGE.encode("utf-16"), "", "html"),
    ("a page in UTF-16 without a mark", PAGE.encode("utf-16-le"), "", "html"),
    ("a page in UTF-16, big end first", PAGE.encode("utf-16-be"), "", "html"),
    ("a piece of a page", "<div><p>沅溪县</p><p>报告</p></div>".encode(), "", "html"),
    ("a page that begins with words", "沅溪县<br>法治政府".encode(), "a.htm", "html"),
    ("a text named html", TEXT.encode(), "a.html", "text"),
    ("a text with a sign", "<中>沅溪县 a < b > c".encode(), "", "text"),
    ("markdown that begins with a tag", "<div><p>沅溪县</p></div>\n# 报告".encode(), "a.md", "text"),
    ("a saved page", b"From: <Saved by Browser>\r\nSubject: x\r\nMIME-Version: 1.0\r\n", "a.doc", "mht"),
    ("word's own xml", b'<?xml version="1.0"?><w:wordDocument><w:body>', "a.doc", "xml"),
    ("a text", TEXT.encode("gb18030"), "", "text"),
    ("a text in UTF-16", TEXT.encode("utf-16-le"), "", "text"),
    ("a text in UTF-16 with zero bytes at all places", ONES.encode("utf-16-le"), "", "text"),
    ("a text in UTF-16 with zero bytes at all places, big end first", ONES.encode("utf-16-be"), "txt", "text"),
    ("nothing", b"", "", "text"),
    ("png", b"\x89PNG\r\n\x1a\n", "a.txt", "png"),
    ("jpeg", b"\xff\xd8\xff\xe0", "", "jpeg"),
    ("gif", b"GIF89a", "", "gif"),
    ("tiff", b"II*\x00", "", "tiff"),
    ("bmp", b"BM\x36\x00\x0c\x00\0\0\0\0\x36", "", "bmp"),
    ("webp", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "", "webp"),
    ("heic", b"\x00\x00\x00\x18ftypheic", "", "heic"),
    ("rar", b"Rar!\x1a\x07\x00", "", "rar"),
    ("caj", b"CAJ\x00\x01", "", "caj"),
    ("rubbish", bytes(range(1, 256)) * 9, "", "binary"),
    ("rubbish named pdf", bytes(range(1, 256)) * 9, "a.pdf", "pdf"),
]


@pytest.mark.parametrize(("data", "name", "kind"), [case[1:] for case in KINDS], ids=[case[0] for case in KINDS])
def test_the_content_decides(data: bytes, name: str, kind: str) -> None:
    assert kind_of(data, hint(name)) == kind


@given(st.binary(max_size=3000), st.sampled_from(["", "pdf", "docx", "html", "md", "doc"]))
def test_every_file_is_of_a_kind(data: bytes, suffix: str) -> None:
    assert kind_of(data, Hint(suffix))


@pytest.mark.parametrize("opening", ["<!---->", "<?x?>", " ", "<p>", "<", "a: b\n", "\0"])
def test_no_opening_takes_long(opening: str) -> None:
    """Patterns that begin alike could try every way to part a long run of them."""
    kind_of((opening * 20_000).encode(), Hint())


@pytest.mark.parametrize(
    ("name", "media", "suffix"),
    [
        ("报告.PDF", "application/octet-stream", "pdf"),
        (None, "text/html", "html"),
        ("report", "application/pdf", "pdf"),
        (None, None, ""),
        ("C:\\桌面\\报告.doc", None, "doc"),
    ],
)
def test_a_name_is_worth_more_than_a_type(name: str | None, media: str | None, suffix: str) -> None:
    assert hint(name, media).suffix == suffix


def test_no_suffix_is_both_read_and_not() -> None:
    assert not set(READ_SUFFIXES) & set(NAMED_SUFFIXES)
    assert {f".{suffix}" for suffix in MEDIA.values() if suffix} <= {*READ_SUFFIXES, *NAMED_SUFFIXES, ".zip"}


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("OFD.xml", "Doc_0/Document.xml"), "ofd"),
        (("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (("mimetype", "content.xml"), "odt"),
        (("mimetype", "META-INF/container.xml"), "epub"),
        (("a.txt",), "zip"),
        ((), "zip"),
    ],
)
def test_containers_of_other_kinds_are_named(names: tuple[str, ...], kind: str) -> None:
    with pytest.raises(UnsupportedFormat) as told:
        container.read(packed(*names))
    assert told.value.details == {"format": kind}


def test_a_docx_cut_off_is_told_as_one() -> None:
    whole = packed("[Content_Types].xml", "word/document.xml", "word/styles.xml")
    with pytest.raises(DamagedFile) as told:
        container.read(whole[: len(whole) // 2])
    assert told.value.details == {"format": "docx"}
