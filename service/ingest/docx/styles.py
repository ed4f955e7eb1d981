"""What the styles of a document say of its paragraphs: hidden text, lists, tables of contents."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

_OFF = ("0", "false", "off", "none")
_CONTENTS = re.compile(r"(?:toc|目录)\s*\d|toc heading", re.IGNORECASE)
_MAX_DEPTH = 16  # a chain of styles that is longer goes in a circle
_MIN_HALF_POINTS = 4  # smaller is not meant to be read


class ListPlace(NamedTuple):
    """The list a paragraph is in, and its level there; None where only the list tells it."""

    number: str
    level: int | None
    style: str


class Styles:
    """The styles by their ids."""

    def __init__(self, root: Element) -> None:
        self._styles = {style.get(qn("w:styleId"), ""): style for style in root.iterfind(qn("w:style"))}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) not in (None, *_OFF)
            ),
            "",
        )
        self._hidden: dict[str, bool | None] = {}

    def place(self, paragraph: Element) -> ListPlace | None:
        """The place in a list that a paragraph has itself or by its style; None for one that is in none."""
        name = self._name(paragraph)
        own = _number(paragraph.find(qn("w:pPr")))
        level: int | None = None
        if own is not None:
            number, level = own
            if number is not None:
                return ListPlace(number, level or 0, name) if number != "0" else None
        for ancestor, style in self._chain(name):
            found = _number(style.find(qn("w:pPr")))
            if found is not None and found[0] is not None:
                return ListPlace(found[0], found[1] if level is None else level, ancestor) if found[0] != "0" else None
        return None

    def is_contents(self, paragraph: Element) -> bool:
        """Whether the paragraph is a line of a table of contents."""
        name = self._name(paragraph)
        style = self._styles.get(name)
        shown = style.find(qn("w:name")) if style is not None else None
        return _CONTENTS.match(shown.get(qn("w:val"), "") if shown is not None else name) is not None

    def hides(self, paragraph: Element, run: Element) -> bool:
        """Whether a run is not shown: hidden by itself or by a style, or too small to see."""
        properties = run.find(qn("w:rPr"))
        if properties is None:
            return bool(self._hides(self._name(paragraph)))
        hidden = _hidden(properties)
        if hidden is None and (style := properties.find(qn("w:rStyle"))) is not None:
            hidden = self._hides(style.get(qn("w:val"), ""))
        if hidden is None:
            hidden = self._hides(self._name(paragraph))
        return hidden or _is_tiny(properties)

    def _hides(self, name: str) -> bool | None:
        if name not in self._hidden:
            told = (_hidden(style.find(qn("w:rPr"))) for _, style in self._chain(name))
            self._hidden[name] = next((hidden for hidden in told if hidden is not None), None)
        return self._hidden[name]

    def _name(self, paragraph: Element) -> str:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        return self._default if found is None else found.get(qn("w:val"), "")

    def _chain(self, name: str) -> Iterator[tuple[str, Element]]:
        """A style and those it is based on, the nearest first."""
        for _ in range(_MAX_DEPTH):
            style = self._styles.get(name)
            if style is None:
                return
            yield name, style
            base = style.find(qn("w:basedOn"))
            name = "" if base is None else base.get(qn("w:val"), "")


def _number(properties: Element | None) -> tuple[str | None, int | None] | None:
    """The list and the level that paragraph properties name; None where they name neither."""
    found = None if properties is None else properties.find(qn("w:numPr"))
    if found is None:
        return None
    number, level = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
    depth = "" if level is None else level.get(qn("w:val"), "")
    return (None if number is None else number.get(qn("w:val")), int(depth) if depth.isdecimal() else None)


def _hidden(properties: Element | None) -> bool | None:
    found = None if properties is None else properties.find(qn("w:vanish"))
    return None if found is None else found.get(qn("w:val"), "true") not in _OFF


def _is_tiny(properties: Element) -> bool:
    found = properties.find(qn("w:sz"))
    size = "" if found is None else found.get(qn("w:val"), "")
    return size.isdecimal() and int(size) < _MIN_HALF_POINTS
