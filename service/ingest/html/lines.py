"""A tree of html, or of trafilatura's own elements, as lines of text: what a browser shows on lines of their own."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml.etree import _Element

_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "noframes", "ol", "option", "p", "pre", "section", "select", "summary", "table", "tbody", "textarea", "tfoot", "thead", "title", "ul", "item", "list", "quote")
)  # fmt: skip
_BREAKS = frozenset(("br", "lb"))
_ROWS, _CELLS = frozenset(("tr", "row")), frozenset(("td", "th", "cell"))
_KEEPS_LINES = frozenset(("pre", "textarea"))
_LINKS = frozenset(("a", "ref"))
_CJK = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uff60"
# A line end beside a Chinese character is how the page was written, not a blank.
_WRAPPED = re.compile(rf"(?<=[{_CJK}])[ \t\r\f]*\n[ \t\r\n\f]*|[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_CJK}])")
_BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\xad]")
_PROSE_CHARACTERS = 200
_HEAD_CHARACTERS = 18
_MAX_SPAN = 50
_COUNT = re.compile("[1-9][0-9]{0,3}")


class Line(NamedTuple):
    """A line of a page, and how many of its characters are links."""

    text: str
    linked: int

    @property
    def is_link(self) -> bool:
        """Whether it is a link for the most part."""
        return 2 * self.linked > len(self.text)


class _Open:
    """Lines being gathered: of the whole, or of one cell of a table's row that spans so many columns and rows."""

    def __init__(self, columns: int = 1, rows: int = 1) -> None:
        self.columns, self.rows = columns, rows
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._linked = 0

    def add(self, text: str, linked: bool) -> None:
        self._pieces.append(text)
        if linked:
            self._linked += len(_BLANKS.sub("", text))

    def end_line(self) -> None:
        text = _shown("".join(self._pieces))
        if text:
            self.lines.append(Line(text, self._linked))
        self._pieces, self._linked = [], 0


def lines_of(tree: _Element) -> list[Line]:
    """The lines of a tree in their order; the cells of a table's row on one line, parted by tabs, save in a table that
    lays out the page.

    Raises nothing, however deep the tree.
    """
    return _Lines().of(tree)


class _Lines:
    def __init__(self) -> None:
        self._open = [_Open()]
        self._rows: list[list[_Open]] = []
        self._tables = [_Table()]
        self._links = self._kept = 0

    def of(self, tree: _Element) -> list[Line]:
        for element, entering in _walk(tree):
            if not isinstance(element.tag, str):  # a comment or an instruction
                if not entering:
                    self._text(element.tail)
                continue
            self._enter(element) if entering else self._leave(element)
            if not entering and element is not tree:
                self._text(element.tail)
        self._open[0].end_line()
        return self._open[0].lines

    def _enter(self, element: _Element) -> None:
        tag = element.tag
        if tag in _BLOCKS or tag in _BREAKS:
            self._open[-1].end_line()
        elif tag in _ROWS:
            self._open[-1].end_line()
            self._rows.append([])
        elif tag in _CELLS and self._rows:
            self._open.append(_Open(_span(element, "colspan"), _span(element, "rowspan")))
        if tag == "table":
            self._tables.append(_Table())
        self._links += tag in _LINKS
        self._kept += tag in _KEEPS_LINES
        self._text(element.text)

    def _leave(self, element: _Element) -> None:
        tag = element.tag
        self._links -= tag in _LINKS
        self._kept -= tag in _KEEPS_LINES
        if tag in _CELLS and self._rows and len(self._open) > 1:
            cell = self._open.pop()
            cell.end_line()
            self._rows[-1].append(cell)
        elif tag in _ROWS and self._rows:
            self._open[-1].end_line()
            self._open[-1].lines += self._tables[-1].row(self._rows.pop())
        elif tag in _BLOCKS:
            self._open[-1].end_line()
        if tag == "table" and len(self._tables) > 1:
            self._tables.pop()

    def _text(self, text: str | None) -> None:
        if not text:
            return
        first, *rest = text.split("\n") if self._kept else (text,)
        self._open[-1].add(first, self._links > 0)
        for line in rest:
            self._open[-1].end_line()
            self._open[-1].add(line, self._links > 0)


def _walk(tree: _Element) -> Iterator[tuple[_Element, bool]]:
    """Every element twice, when it begins and when it ends, without recursion: pages can be nested at will."""
    stack: list[tuple[_Element, bool]] = [(tree, True)]
    while stack:
        element, entering = stack.pop()
        yield element, entering
        if entering:
            stack.append((element, False))
            stack += [(child, True) for child in reversed(element)]


class _Table:
    """A table as its rows come: whether it began with a row of heads, and the columns that cells above reach down into."""

    def __init__(self) -> None:
        self._headed: bool | None = None
        self._taken: dict[int, int] = {}

    def row(self, cells: list[_Open]) -> list[Line]:
        """The line of a row, an empty cell where one above or beside it spans more; of a table that only lays out the
        page, or whose cells hold paragraphs, the lines of the cells."""
        if self._headed is None:
            self._headed = _is_head(cells)
        placed = self._placed(cells)
        filled = [cell for cell in cells if cell.lines]
        if any(map(self._is_prose, filled)) or (len(filled) == 1 and (len(cells) == 1 or not self._headed)):
            return [line for cell in cells for line in cell.lines]
        held = [" ".join(line.text for line in cell.lines) if cell else "" for cell in placed]
        return (
            [Line("\t".join(held).rstrip("\t"), sum(line.linked for cell in cells for line in cell.lines))]
            if filled
            else []
        )

    def _is_prose(self, cell: _Open) -> bool:
        """Whether a cell has paragraphs that stay such, or a table of its own."""
        long = len(cell.lines) > 1 and (not self._headed or _size(cell) > _PROSE_CHARACTERS)
        return long or any("\t" in line.text for line in cell.lines)

    def _placed(self, cells: list[_Open]) -> list[_Open | None]:
        """The cells by column."""
        placed: list[_Open | None] = []
        for cell in cells:
            while self._taken.get(len(placed), 0):
                self._taken[len(placed)] -= 1
                placed.append(None)
            for n in range(cell.columns):
                self._taken[len(placed)] = cell.rows - 1
                placed.append(None if n else cell)
        for column, rows in self._taken.items():
            if column >= len(placed) and rows:
                self._taken[column] -= 1
        return placed


def _is_head(cells: list[_Open]) -> bool:
    """Whether the cells of a row are heads: at least two, each of a few words."""
    texts = [line.text for cell in cells for line in cell.lines]
    return len(texts) > 1 and all(len(cell.lines) < 2 for cell in cells) and max(map(len, texts)) <= _HEAD_CHARACTERS


def _size(cell: _Open) -> int:
    return sum(len(line.text) for line in cell.lines)


def _span(element: _Element, name: str) -> int:
    """How many columns or rows a cell says that it takes."""
    said = _COUNT.fullmatch((element.get(name) or "").strip())
    return min(int(said[0]), _MAX_SPAN) if said else 1


def _shown(text: str) -> str:
    if "\n" in text:  # the search for these is slow, and most texts have none
        text = _WRAPPED.sub("", text.strip())
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()
