"""Docx files as word processors write them: numbers typed or counted, changes tracked, text hidden, zips made to harm."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

DOCUMENT = "word/document.xml"
Maker = Callable[[str], bytes]
# The outline of the genre: what each level looks like, and how a word processor would count it.
LEVELS = (
    (re.compile(r"[一二三四五六七八九十]{1,2}、"), "chineseCounting", "%1、"),
    (re.compile(r"[（(][一二三四五六七八九十]{1,2}[）)]"), "chineseCounting", "（%2）"),
    (re.compile(r"\d{1,2}[.．](?!\d)"), "decimal", "%3."),
)
_LIST = 77


def laid_out(text: str) -> bytes:
    """Every line a paragraph, the numbers typed as in the text."""
    return saved(lambda document: [document.add_paragraph(line) for line in _lines(text)])


def counted(text: str) -> bytes:
    """The outline's numbers are automatic: they stand in no paragraph's text. A number out of turn stays typed."""

    def fill(document: Document) -> None:
        add_list(document, [(form, pattern) for _, form, pattern in LEVELS])
        counts = [0] * len(LEVELS)
        for line in _lines(text):
            level, rest = _counted(line, counts)
            paragraph = document.add_paragraph(rest)
            if level is not None:
                number(paragraph, level)

    return saved(fill)


def saved(fill: Callable[[Document], object]) -> bytes:
    """A document, empty but for what a function puts in."""
    document = docx.Document()
    fill(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def add_list(document: Document, levels: Iterable[tuple[str, str]], name: int = _LIST, more: str = "") -> None:
    """A list of these levels, each a number format and a pattern; `more` is further xml of the list's own."""
    root = document.part.numbering_part.element
    own = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for n, (form, pattern) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{name}">{own}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="{name}"/>{more}</w:num>'))


def number(paragraph: Paragraph, level: int, name: int = _LIST) -> None:
    """Put a paragraph into a list."""
    xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(xml))


def body(document: Document, xml: str) -> None:
    """Put paragraphs or tables, given as xml, at the end of the body."""
    element = document.element.body
    element.insert(len(element) - 1, parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))
    assert element[-1].tag == qn("w:sectPr")


def rezipped(data: bytes, parts: Mapping[str, Callable[[bytes], bytes]], extra: Mapping[str, bytes] = {}) -> bytes:
    """The file with some parts changed and others added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, parts[entry.filename](content) if entry.filename in parts else content)
        for name, content in extra.items():
            new.writestr(name, content)
    return file.getvalue()


def strict(data: bytes) -> bytes:
    """The same in the strict form of the standard, whose names differ."""

    def renamed(content: bytes) -> bytes:
        return re.sub(
            rb"http://schemas\.openxmlformats\.org/(officeDocument|wordprocessingml|drawingml)/2006/(\w+)",
            rb"http://purl.oclc.org/ooxml/\1/\2",
            content,
        )

    with zipfile.ZipFile(io.BytesIO(data)) as old:
        names = [name for name in old.namelist() if name != "[Content_Types].xml"]
    return rezipped(data, dict.fromkeys(names, renamed))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _counted(line: str, counts: list[int]) -> tuple[int | None, str]:
    """The level at which a word processor would count the line's number, and the line without it."""
    for level, (pattern, _, _) in enumerate(LEVELS):
        found = pattern.match(line)
        if found is None:
            continue
        if found[0].strip("、（）().．") not in (
            str(counts[level] + 1),
            "零一二三四五六七八九十"[min(10, counts[level] + 1)],
        ):
            return None, line
        counts[level] += 1
        counts[level + 1 :] = [0] * (len(counts) - level - 1)
        return level, line[found.end() :]
    return None, line
