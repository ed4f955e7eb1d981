"""Every bad input that the documentation promises an answer to, made by code."""

import io
import struct
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from reportlab.pdfgen.canvas import Canvas

from service.errors import (
    BrokenText,
    DamagedFile,
    EmptyText,
    EncryptedFile,
    FileTooLarge,
    InputError,
    NotChinese,
    NoTextLayer,
    ParsingStopped,
    TooLong,
    TooManyPages,
    UndecodableText,
    UnreadableFonts,
    UnsafeFile,
    UnsupportedFormat,
)
from tests.formats import docx, pdf

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REPORT = (
    "沅溪县人民政府关于2024年法治政府建设情况的报告\n一、主要举措和成效\n"
    "（一）规范行政执法。全年办理行政处罚案件326件，同比下降8.2%。\n二、存在问题\n基层执法力量不足。\n"
    "三、下步打算\n2025年将组织执法人员轮训4期，推动复议服务点覆盖全部12个乡镇。\n"
)
MIB = 1024 * 1024
MAIN = "word/document.xml"


class Case(NamedTuple):
    """A file that cannot be read. `settings` are those under which it is too much, where the usual ones make it slow."""

    zh: str
    en: str
    name: str
    make: Callable[[], bytes]
    error: type[InputError]
    settings: tuple[tuple[str, str], ...] = ()


def page(body: str) -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


def packed(**parts: bytes) -> bytes:
    """A zip; a part's name is given with __ for / and _dot_ for a dot."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return data.getvalue()


def ole2(stream: str) -> bytes:
    return OLE2 + bytes(504) + stream.encode("utf-16-le") + bytes(3000)


def good_docx() -> bytes:
    return docx.laid_out(REPORT)


def bomb() -> bytes:
    """Blanks without end in a part of a docx."""
    return docx.rezipped(good_docx(), {MAIN: lambda _: b" " * (300 * MIB)})


def lying_bomb() -> bytes:
    """A bomb whose table of contents says that it is small."""
    data = bytearray(docx.rezipped(good_docx(), {MAIN: lambda _: b" " * (128 * MIB)}))
    size = struct.pack("<I", 128 * MIB)
    while (at := data.find(size)) >= 0:
        data[at : at + 4] = struct.pack("<I", 4096)
    return bytes(data)


def entities() -> bytes:
    xml = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
    return docx.rezipped(good_docx(), {MAIN: lambda _: xml})


def many_pages(pages: int = 2_000) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data)
    for _ in range(pages):
        canvas.drawString(72, 720, "1")
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def mixed() -> bytes:
    return (REPORT * 3).encode() + (REPORT * 3).encode("gb18030")


CASES: tuple[Case, ...] = (
    Case("空文件", "an empty file", "a.txt", lambda: b"", EmptyText),
    Case("没有正文的网页", "a page without text", "a.html", lambda: page("<script>var a = 1;</script>"), EmptyText),
    Case("没有正文的 docx", "a docx without text", "a.docx", lambda: docx.laid_out(""), EmptyText),
    Case("英文网页", "a page in English", "a.html", lambda: page("<p>An annual report on the rule of law.</p>"), NotChinese),
    Case("加密的 pdf", "a pdf with a password", "a.pdf", lambda: pdf.locked(REPORT, "geheim"), EncryptedFile),
    Case("加密的 docx", "a docx with a password", "a.docx", lambda: ole2("EncryptedPackage"), EncryptedFile),
    Case("扫描的 pdf", "a pdf without a text layer", "a.pdf", lambda: pdf.scanned(3), NoTextLayer),
    Case("字体无编码的 pdf", "a pdf in fonts without codes", "a.pdf", lambda: pdf.without_meanings(REPORT, True), UnreadableFonts),
    Case("两千页的 pdf", "a pdf of 2,000 pages", "a.pdf", many_pages, TooManyPages),
    Case("截断的 pdf", "a pdf cut off", "a.pdf", lambda: b"%PDF-1.7\n1 0 obj\n<<", DamagedFile),
    Case("截断的 docx", "a docx cut off", "a.docx", lambda: good_docx()[:-2000], DamagedFile),
    Case("doc 文件", "a .doc", "a.doc", lambda: ole2("WordDocument"), UnsupportedFormat),
    Case("wps 文件", "a .wps", "a.wps", lambda: ole2("WordDocument"), UnsupportedFormat),
    Case("ofd 文件", "an .ofd", "a.ofd", lambda: packed(OFD_dot_xml=b"<ofd/>", Doc_0__Document_dot_xml=b"x"), UnsupportedFormat),
    Case("xlsx 文件", "an .xlsx", "a.docx", lambda: packed(xl__workbook_dot_xml=b"x"), UnsupportedFormat),
    Case("rtf 文件", "an .rtf", "a.doc", lambda: b"{\\rtf1\\ansi }", UnsupportedFormat),
    Case("png 图片", "a png", "a.png", lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), UnsupportedFormat),
    Case("jpeg 图片", "a jpeg", "a.jpg", lambda: b"\xff\xd8\xff\xe0" + bytes(99), UnsupportedFormat),
    Case("二进制乱码", "binary rubbish", "a.txt", lambda: bytes(range(1, 256)) * 99, UnsupportedFormat),
    Case("docx 压缩炸弹", "a docx that is a zip bomb", "a.docx", bomb, UnsafeFile),
    Case("谎报大小的压缩炸弹", "a zip bomb that lies of its size", "a.docx", lying_bomb, DamagedFile),
    Case("带外部实体的 docx", "a docx with external entities", "a.docx", entities, UnsafeFile),
    Case("嵌套过深的网页", "a page nested too deep", "a.html", lambda: page("<div>" * 100_000 + REPORT), UnsafeFile),
    Case("两种编码混在一起", "two encodings in one file", "a.txt", mixed, UndecodableText),
    Case("存错编码的文件", "a file saved in a wrong encoding", "a.txt", lambda: REPORT.encode().decode("gb18030", "replace").encode() * 9, UndecodableText),
    Case("有坏字节的文件", "a file with a broken byte", "a.txt", lambda: REPORT.encode()[:-20] + b"\xff" + REPORT.encode()[-20:], BrokenText),
    Case("超过 20 MiB 的文件", "a file over 20 MiB", "a.html", lambda: page(REPORT) + b" " * (20 * MIB), FileTooLarge),
    Case("超过两百万字的文件", "a text over two million characters", "a.html", lambda: page(f"<p>{'办' * 2_000_001}</p>"), TooLong),
    Case("读取过久的文件", "a file that takes too long", "a.html", lambda: page(REPORT), ParsingStopped, (("parser_timeout_seconds", "0.05"),)),
    Case("占用内存过多的文件", "a file that takes too much memory", "a.html", lambda: page("<p>办理案件</p>" * 600_000), ParsingStopped, (("parser_memory_bytes", str(256 * MIB)),)),
)  # fmt: skip

GOOD: dict[str, Callable[[], bytes]] = {
    "a.txt": REPORT.encode,
    "gb.txt": lambda: REPORT.encode("gb18030"),
    "wide.txt": lambda: REPORT.encode("utf-16"),
    "a.html": lambda: page("".join(f"<p>{line}</p>" for line in REPORT.split("\n"))),
    "lying.html": lambda: page("".join(f"<p>{line}</p>" for line in REPORT.split("\n"))).decode().encode("gb18030"),
    "page.doc": lambda: page("".join(f"<p>{line}</p>" for line in REPORT.split("\n"))),
    "a.docx": good_docx,
    "a.pdf": lambda: pdf.laid_out(REPORT),
    "wrong.txt": lambda: pdf.laid_out(REPORT),
}
"""Files that can be read, some of them not what their names say."""
