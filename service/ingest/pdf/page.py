"""A page of a pdf as the joiner sees it: lines with their places, in points, the origin at the lower left."""

from typing import NamedTuple

FULL_WIDTH = "\u2e80"
"""The first of the characters that are as wide as they are high."""
_CELL_GAP_EMS = 2.0
_BLANK_EMS = (0.12, 0.6, 0.2)
"""The least room that is a blank: between words, around a word or number among full-width characters, between those."""


class Line(NamedTuple):
    """A piece of text on one baseline. `left` and `right` are where its first character begins and its last one
    ends, `base` the height of the baseline, `em` the width of a full-width character; all in points, turned so that the
    text runs rightwards."""

    text: str
    left: float
    right: float
    base: float
    em: float


class Page(NamedTuple):
    """`number` counts from 1; `width` is in points; `scanned` says that the page shows something, but holds no text.
    `rules` are the heights of the lines drawn across it, from the top; looked for only where there may be a table."""

    number: int
    width: float
    lines: tuple[Line, ...]
    scanned: bool = False
    rules: tuple[float, ...] = ()


def blank(gap: float, before: str, after: str) -> str:
    """What stands for room of so many ems between two characters, where the file has no blank: a tab between cells.

    Word processors put a quarter of an em around digits, and less between the characters of a justified line: none is
    meant there.
    """
    if gap >= _CELL_GAP_EMS:
        return "\t"
    wide = (before >= FULL_WIDTH) + (after >= FULL_WIDTH)
    return " " if gap >= _BLANK_EMS[wide] else ""
