"""Between which edges the text of a page runs, how wide its characters are and how far apart its lines."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from service.ingest.pdf.page import Line

INDENT_EMS = 0.75
SHORT_EMS = 3.75
PARAGRAPH_GAP = 1.4
_SAME_EDGE_EMS = 0.5
_MIN_MARKED_SHARE = 0.6
_MIN_LINES = 2
_MIN_SHARE = 0.05
_LONG_CHARACTERS = 16
_MIN_FULL_LINES = 4
_MIN_FULL_SHARE = 0.15
_MIN_TEXT_SHARE = 0.35
_MIN_GUTTER_POINTS = 8.0
_MIN_CUT_SHARE = 0.5
_MAX_LONGER_SHARE = 0.1


class Frame(NamedTuple):
    """`left` and `right` are the edges of the text, `em` and `pitch` (from line to line) its measures; all in points.
    `indents` says that new paragraphs are indented, `spaces` that they stand further down. `characters` is how many a full
    line has where lines were cut by their number, however wide; else 0."""

    left: float
    right: float
    em: float
    pitch: float
    indents: bool
    spaces: bool
    characters: int = 0

    def indent(self, line: Line) -> float:
        """How far from the left edge a line begins, in ems."""
        return (line.left - self.left) / self.em

    def room(self, line: Line) -> float:
        """How far before the right edge a line ends, in ems."""
        return (self.right - line.right) / self.em

    def apart(self, above: Line, below: Line) -> bool:
        """Whether two lines of one page stand further apart than the lines of a paragraph."""
        return self.pitch > 0 and above.base - below.base > PARAGRAPH_GAP * self.pitch


_NONE = Frame(0.0, 0.0, 1.0, 0.0, False, False)


def frames(pages: Sequence[Sequence[Line]], widths: Sequence[float]) -> list[Frame]:
    """The frame of each page: that of all pages as wide; of those on its side of the sheet where the gutter moves it."""
    result = [_NONE] * len(pages)
    for width in set(widths):
        members = [n for n in range(len(pages)) if widths[n] == width]
        sides = [[n for n in members if n % 2 == side] for side in (0, 1)]
        lefts = [_left([line for n in side for line in pages[n]]) for side in sides]
        moved = all(len(side) > 1 for side in sides) and abs(lefts[0] - lefts[1]) > _MIN_GUTTER_POINTS
        for group in sides if moved else [members]:
            frame = _frame([pages[n] for n in group], width)
            for n in group:
                result[n] = frame
    return result


def _frame(pages: Sequence[Sequence[Line]], width: float) -> Frame:
    lines = [line for page in pages for line in page]
    if not lines:
        return _NONE
    em = _em(lines)
    left = _left(lines)
    right = -_edge(sorted(-line.right for line in lines), _SAME_EDGE_EMS * em)
    if not _is_wrapped(lines, left, right, em, width):
        right = max(right, width - left)
    frame = Frame(left, right, em, _pitch(pages, em), False, False, _characters(lines, em))
    return _marked(pages, frame)


def _characters(lines: Sequence[Line], em: float) -> int:
    """The characters of a full line, where enough lines have as many, hardly one has more, and they end all over."""
    sizes = Counter(len(line.text) for line in lines if len(line.text) >= _LONG_CHARACTERS)
    if not sizes:
        return 0
    most, full = sizes.most_common(1)[0]
    longer = sum(times for size, times in sizes.items() if size > most)
    ends = [line.right for line in lines if len(line.text) == most]
    enough = full >= max(_MIN_FULL_LINES, _MIN_CUT_SHARE * sizes.total())
    return most if enough and longer <= _MAX_LONGER_SHARE * full and max(ends) - min(ends) > em else 0


def _em(lines: Sequence[Line]) -> float:
    """The size of most of the text: a long line counts for more than a heading."""
    long = [line.em for line in lines if len(line.text) >= _LONG_CHARACTERS]
    return median(long or [line.em for line in lines])


def _left(lines: Sequence[Line]) -> float:
    return _edge(sorted(line.left for line in lines), _SAME_EDGE_EMS * _em(lines)) if lines else 0.0


def _edge(places: Sequence[float], slack: float) -> float:
    """The outermost place that several lines share: a single line may stick out."""
    wanted = max(_MIN_LINES, _MIN_SHARE * len(places))
    for n, place in enumerate(places):
        if bisect_right(places, place + slack) - n >= wanted:
            return place
    return places[0]


def _is_wrapped(lines: Sequence[Line], left: float, right: float, em: float, width: float) -> bool:
    """Whether enough lines reach the right edge to believe that they were broken there. Where all lines are short, the
    page's margins are taken for equal."""
    full = sum(abs(right - line.right) < em for line in lines)
    return full >= max(_MIN_FULL_LINES, _MIN_FULL_SHARE * len(lines)) and right - left > _MIN_TEXT_SHARE * width


def _pitch(pages: Iterable[Sequence[Line]], em: float) -> float:
    """The usual way from line to line: the lower quarter, since paragraphs may stand further apart."""
    steps = sorted(
        above.base - below.base
        for page in pages
        for above, below in pairwise(page)
        if above.base - below.base > 0.8 * em
    )
    return steps[len(steps) // 4] if steps else 0.0


def _marked(pages: Sequence[Sequence[Line]], frame: Frame) -> Frame:
    """The frame with how new paragraphs are marked: as most lines below a short one are, which begin one for sure."""
    pairs = [pair for page in pages for pair in pairwise(page)]
    sure = [(above, below) for above, below in pairs if frame.room(above) > SHORT_EMS]
    wanted = _MIN_MARKED_SHARE * len(sure)
    indents = sum(frame.indent(below) > INDENT_EMS for _, below in sure)
    spaces = sum(frame.apart(above, below) for above, below in sure)
    return frame._replace(indents=indents > wanted, spaces=spaces > wanted)
