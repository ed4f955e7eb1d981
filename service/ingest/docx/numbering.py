"""Automatic numbers: 一、 （一） 1. are often no part of a paragraph's text, but counted by the word processor."""

import re
from typing import NamedTuple

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from service.ingest.docx.numerals import numeral

_PLACEHOLDER = re.compile(r"%([1-9])")


class Level(NamedTuple):
    """One level of a list. `pattern` has %1 to %9 for the numbers of the levels; `style` is the paragraph style tied to
    it; `decimal` says that all its numbers are printed in digits."""

    start: int
    form: str
    pattern: str
    restart: int | None
    style: str | None
    decimal: bool


class Numbering:
    """The lists of one document, counting as its paragraphs come by in order."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._list_of: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def level_of_style(self, number: str, style: str) -> int:
        """The level of a list that is tied to a paragraph style; the first where none is."""
        levels = self._levels.get(self._list_of.get(number, ""), {})
        return next((n for n, level in levels.items() if level.style == style), 0)

    def next(self, number: str, level: int) -> str:
        """The number as printed for the next paragraph of a list's level; empty for bullets and unknown lists."""
        abstract = self._list_of.get(number, "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        self._begin(number, level, counts)
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [n for n in counts if n > level and _restarts(levels.get(n), level)]:
            del counts[deeper]
        return _printed(levels, level, counts)

    def _begin(self, number: str, level: int, counts: dict[int, int]) -> None:
        """The first paragraph of a list that starts anew sets its count back."""
        start = self._starts.get(number, {}).get(level)
        if start is not None and (number, level) not in self._begun:
            self._begun.add((number, level))
            counts[level] = start - 1

    def _read(self, root: Element) -> None:
        links: dict[str, str] = {}
        styles: dict[str, str] = {}
        for abstract in root.iterfind(qn("w:abstractNum")):
            name = abstract.get(qn("w:abstractNumId"), "")
            self._levels[name] = _levels(abstract)
            if link := _value(abstract, "w:numStyleLink"):
                links[name] = link
            if style := _value(abstract, "w:styleLink"):
                styles[style] = name
        for number in root.iterfind(qn("w:num")):
            self._read_number(number, links, styles)

    def _read_number(self, number: Element, links: dict[str, str], styles: dict[str, str]) -> None:
        name = number.get(qn("w:numId"), "")
        abstract = _value(number, "w:abstractNumId") or ""
        self._list_of[name] = styles.get(links.get(abstract, ""), abstract)
        for override in number.iterfind(qn("w:lvlOverride")):
            level = _whole(override.get(qn("w:ilvl")), 0)
            if (start := _value(override, "w:startOverride")) is not None:
                self._starts.setdefault(name, {})[level] = _whole(start, 1)
            if own := _levels(override):
                # A list with levels of its own counts for itself.
                self._levels[f"{abstract}/{name}"] = self._levels.get(self._list_of[name], {}) | own
                self._list_of[name] = f"{abstract}/{name}"


def _levels(parent: Element) -> dict[int, Level]:
    return {_whole(level.get(qn("w:ilvl")), 0): _level(level) for level in parent.iterfind(qn("w:lvl"))}


def _level(level: Element) -> Level:
    restart = _value(level, "w:lvlRestart")
    return Level(
        start=_whole(_value(level, "w:start"), 1),
        form=_form(level),
        pattern=_value(level, "w:lvlText") or "",
        restart=None if restart is None else _whole(restart, 0),
        style=_value(level, "w:pStyle"),
        decimal=level.find(qn("w:isLgl")) is not None,
    )


def _form(level: Element) -> str:
    """The number format; Word writes newer ones as a choice with an older one to fall back to."""
    found = level.find(qn("w:numFmt"))
    if found is None:
        found = next(level.iter(qn("w:numFmt")), None)
    return "decimal" if found is None else found.get(qn("w:val"), "decimal")


def _restarts(level: Level | None, above: int) -> bool:
    """Whether a level begins anew below a number of the level `above`; both count from 0, `restart` from 1."""
    return level is None or level.restart is None or above < level.restart


def _printed(levels: dict[int, Level], level: int, counts: dict[int, int]) -> str:
    own = levels[level]
    if own.form in ("bullet", "none"):
        return ""

    def shown(found: re.Match[str]) -> str:
        n = int(found[1]) - 1
        other = levels.get(n, own)
        # Numbers of levels that have not been counted yet stand at their start.
        return numeral(counts.setdefault(n, other.start), "decimal" if own.decimal else other.form)

    return _PLACEHOLDER.sub(shown, own.pattern).strip()


def _value(parent: Element, name: str) -> str | None:
    found = parent.find(qn(name))
    return None if found is None else found.get(qn("w:val"))


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else otherwise
