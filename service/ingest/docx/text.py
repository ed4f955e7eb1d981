"""The paragraphs of a document as its reader sees them: numbers counted, deletions and hidden text left out."""

import re
from collections.abc import Iterator, Sequence

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from service.ingest.docx.numbering import Numbering
from service.ingest.docx.styles import Styles

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BODY_CELL_CHARACTERS = 200
_MAX_SPAN = 50
_COUNT = re.compile("[1-9][0-9]{0,3}")

_PARAGRAPH, _TABLE = qn("w:p"), qn("w:tbl")
_TEXT_BOX = qn("w:txbxContent")
_DRAWINGS = (qn("w:drawing"), qn("w:pict"), qn("w:object"))
_CHOICE, _FALLBACK = f"{_COMPATIBILITY}Choice", f"{_COMPATIBILITY}Fallback"
# Around paragraphs, rows and runs: content controls, links, insertions, what was moved here. Deletions (w:del) and what
# was moved away (w:moveFrom) are not among them.
_AROUND = frozenset(
    qn(f"w:{name}")
    for name in ("sdtContent", "customXml", "ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "dir", "bdo")
) | {qn("w:ruby"), qn("w:rubyBase")}
_CONTROL = qn("w:sdt")
_SIGNS = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:ptab"): "\t"}
_BREAK = qn("w:br")
_PRIVATE = range(0xE000, 0xF900)


class Reader:
    """Reads one document in order: the automatic numbers depend on what came before."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering

    def lines(self, parent: Element) -> Iterator[str]:
        """The lines below a body, a cell or a text box; a table's row is one line, its cells parted by tabs."""
        held = ""
        for block in _blocks(parent):
            if block.tag == _TABLE:
                yield from self._table(block)
                continue
            text, boxes = self._paragraph(block)
            held += text
            if not _is_joined(block):
                yield from filter(None, map(str.strip, held.split("\n")))
                held = ""
            for box in boxes:
                yield from self.lines(box)
        if held.strip():
            yield held.strip()

    def _paragraph(self, paragraph: Element) -> tuple[str, Sequence[Element]]:
        """The text of a paragraph with its number before it, and the text boxes anchored there."""
        if self._styles.is_contents(paragraph):
            return "", ()
        parts: list[str] = []
        boxes: list[Element] = []
        for run in _runs(paragraph):
            if not self._styles.hides(paragraph, run):
                parts += _signs(run)
                boxes += _boxes(run)
        return _numbered(self._number(paragraph), "".join(parts)), boxes

    def _number(self, paragraph: Element) -> str:
        place = self._styles.place(paragraph)
        if place is None:
            return ""
        level = self._numbering.level_of_style(place.number, place.style) if place.level is None else place.level
        return self._numbering.next(place.number, level)

    def _table(self, table: Element) -> Iterator[str]:
        for row in _below(table, qn("w:tr")):
            if row.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                yield from _row([held for cell in _below(row, qn("w:tc")) for held in self._cell(cell)])

    def _cell(self, cell: Element) -> Iterator[list[str]]:
        """The lines of a cell, and an empty cell for each further column that it spans."""
        yield list(self.lines(cell))
        span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
        said = _COUNT.fullmatch(span.get(qn("w:val"), "")) if span is not None else None
        yield from ([] for _ in range(1, min(int(said[0]), _MAX_SPAN) if said else 1))


def _row(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """The line of a row; a table that only lays out a page has text in its cells, not facts: its lines stay lines."""
    filled = [cell for cell in cells if cell]
    if len(filled) == 1 or any(len(cell) > 1 and sum(map(len, cell)) > _BODY_CELL_CHARACTERS for cell in filled):
        for cell in filled:
            yield from cell
    elif filled:
        yield "\t".join(" ".join(cell) for cell in cells).rstrip("\t")


def _numbered(number: str, text: str) -> str:
    """A number before its text; a blank between them only where they would run into one."""
    if not number or not text.strip():
        return text
    text = text.lstrip()
    return number + (" " if number[-1].isascii() and text[0].isascii() else "") + text


def _blocks(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, those in content controls and insertions too, save a table of contents."""
    for child in parent:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag in _AROUND or (child.tag == _CONTROL and not _is_contents(child)):
            yield from _blocks(child)


def _is_contents(control: Element) -> bool:
    gallery = control.find(f"{qn('w:sdtPr')}/{qn('w:docPartObj')}/{qn('w:docPartGallery')}")
    return gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"


def _below(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND or child.tag == _CONTROL:
            yield from _below(child, tag)


def _runs(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag == qn("w:r"):
            ruby = child.find(qn("w:ruby"))
            yield from _runs(ruby) if ruby is not None else (child,)
        elif child.tag in _AROUND or child.tag == _CONTROL:
            yield from _runs(child)


def _is_joined(paragraph: Element) -> bool:
    """Whether the end of the paragraph is itself deleted: its text goes on in the next."""
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def _signs(run: Element) -> Iterator[str]:
    for child in run:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == _BREAK and child.get(qn("w:type"), "textWrapping") == "textWrapping":
            yield "\n"
        elif child.tag == qn("w:sym"):
            yield _symbol(child.get(qn("w:char"), ""))


def _symbol(code: str) -> str:
    """A sign of a symbol font; those in the private range are pictures (a ticked box) and say nothing."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return chr(number) if number < 0xD800 and number not in _PRIVATE else ""


def _boxes(run: Element) -> Iterator[Element]:
    """The text boxes of a run; of the two forms that Word writes of each the newer one."""
    for child in run:
        if child.tag in _DRAWINGS:
            yield from _outermost(child)
        elif child.tag == f"{_COMPATIBILITY}AlternateContent":
            choice = [box for part in child.iterfind(_CHOICE) for box in _outermost(part)]
            yield from choice or (box for part in child.iterfind(_FALLBACK) for box in _outermost(part))


def _outermost(parent: Element) -> Iterator[Element]:
    for child in parent:
        if child.tag == _TEXT_BOX:
            yield child
        else:
            yield from _outermost(child)
