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


class Line(NamedTuple):
    """A line of a page, and how many of its characters are links."""

    text: str
    linked: int

    @property
    def is_link(self) -> bool:
        """Whether it is a link for the most part."""
        return 2 * self.linked > len(self.text)


class _Open:
    """Lines being gathered: of the whole, or of one cell of a table's row."""

    def __init__(self) -> None:
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
    """The lines of a tree in their order; the cells of a table's row on one line, parted by tabs, where each is of one line.

    Raises nothing, however deep the tree.
    """
    return _Lines().of(tree)


class _Lines:
    def __init__(self) -> None:
        self._open = [_Open()]
        self._rows: list[list[_Open]] = []
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
            self._open.append(_Open())
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
            self._open[-1].lines += _row(self._rows.pop())
        elif tag in _BLOCKS:
            self._open[-1].end_line()

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


def _row(cells: list[_Open]) -> list[Line]:
    if any(len(cell.lines) > 1 for cell in cells):  # a table for layout, or cells of several paragraphs
        return [line for cell in cells for line in cell.lines]
    held = [cell.lines[0] for cell in cells if cell.lines]
    return [Line("\t".join(line.text for line in held), sum(line.linked for line in held))] if held else []


def _shown(text: str) -> str:
    if "\n" in text:  # the search for these is slow, and most texts have none
        text = _WRAPPED.sub("", text.strip())
    return _BLANKS.sub(" ", _INVISIBLE.sub("", text)).strip()
