"""A page of a pdf as the joiner sees it: lines with their places, in points, the origin at the lower left."""

from typing import NamedTuple


class Line(NamedTuple):
    """A piece of text on one baseline. `left` and `right` are the edges of its ink and blanks aside, `base` the height
    of the baseline, `em` the width of a full-width character; all in points, turned so that the text runs rightwards."""

    text: str
    left: float
    right: float
    base: float
    em: float


class Page(NamedTuple):
    """`number` counts from 1; `width` is in points; `scanned` says that the page shows something, but holds no text."""

    number: int
    width: float
    lines: tuple[Line, ...]
    scanned: bool = False
