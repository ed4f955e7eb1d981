"""Lines to paragraphs by their places on the page: where one ends short, is indented or begins with a number."""

import re

from service.ingest.pdf.frame import INDENT_EMS, SHORT_EMS, Frame
from service.ingest.pdf.page import Line

_NEARLY_FULL_EMS = 1.5
_RAGGED_EMS = 2.0
_SAME_EDGE_EMS = 0.3
_FULL_EMS = 1.0
_CENTRED_EMS = 2.5
_UNEVEN_EMS = 1.5
_TITLE_SIZE = 1.12
_TITLE_PITCH = 2.5
_LETTER_EMS = 0.6
_WORD = re.compile(r"[（(“《]?[\x21-\x7e—–－]{2,}")
_KEPT = re.compile(r".[，。、；：！？”’）》」』]+")
_STOPS = "。！？；：!?;:"
_CLOSING = "”’」』）)》"
_MARKER = re.compile(
    r"第[一二三四五六七八九十]{1,3}(?:部分|章|节)|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}(?:[、．]|\.(?!\d(?!\d?月|\d{3}年)))|[①-⑳]|[一二三四五六七八九十]{1,2}是"
)


def breaks(above: Line, below: Line, frame: Frame, same_page: bool) -> bool:
    """Whether a paragraph ends between two lines that follow each other. `same_page` says that their bases compare."""
    if _is_row(above) or _is_row(below):
        return True
    if _one_title(above, below, frame, same_page):
        return False
    if _centred(above, frame) or _centred(below, frame) or _of_other_size(above, below):
        return True
    if same_page and frame.apart(above, below):
        return True
    if frame.characters:
        marked = _MARKER.match(below.text) and _stops(above)
        return len(above.text) < frame.characters or marked is not None
    room = frame.room(above) - _unbroken(below)
    if room > SHORT_EMS:
        return True
    if frame.indent(below) > INDENT_EMS:
        return frame.indents or not _hangs(above, below, frame)
    if frame.indents or (frame.spaces and same_page):
        return False
    if _MARKER.match(below.text) and _stops(above):
        return True
    return room > (_NEARLY_FULL_EMS if _stops(above) else _RAGGED_EMS)


def _unbroken(line: Line) -> float:
    """The ems that the first word or number of a line takes, or a sign with the stop that may not begin a line: they
    come down whole where they do not fit above."""
    if found := _WORD.match(line.text):
        return len(found[0]) * _LETTER_EMS
    found = _KEPT.match(line.text)
    return float(len(found[0])) if found else 0.0


def _of_other_size(above: Line, below: Line) -> bool:
    small, large = sorted((above.em, below.em))
    return large > _TITLE_SIZE * small


def _hangs(above: Line, below: Line, frame: Frame) -> bool:
    """Whether an indented line goes on: it stands below a full one as far in that has not ended."""
    same = abs(below.left - above.left) < _SAME_EDGE_EMS * frame.em and frame.room(above) < _FULL_EMS
    return same and not _stops(above) and not _MARKER.match(above.text) and not _MARKER.match(below.text)


def _stops(line: Line) -> bool:
    return line.text.rstrip(_CLOSING)[-1:] in _STOPS


def _is_row(line: Line) -> bool:
    """Whether a line has cells: a wide gap behind an outline number makes none."""
    return "\t" in numbered(line.text)


def _centred(line: Line, frame: Frame) -> bool:
    return frame.indent(line) > _CENTRED_EMS and _even(line, frame)


def _even(line: Line, frame: Frame) -> bool:
    """Whether a line leaves the same room on both sides; a full one does."""
    return abs(frame.indent(line) - frame.room(line)) < _UNEVEN_EMS


def _one_title(above: Line, below: Line, frame: Frame, same_page: bool) -> bool:
    """Whether two lines are one title: of one size, larger than the text, the second no subtitle; both centred, or the
    first full."""
    if not same_page or min(above.em, below.em) < _TITLE_SIZE * frame.em or _of_other_size(above, below):
        return False
    if below.text[0] in "—–-（(" or _MARKER.match(below.text) or above.base - below.base > _TITLE_PITCH * above.em:
        return False
    full = frame.right - above.right < _NEARLY_FULL_EMS * above.em
    return full or (_even(above, frame) and _even(below, frame))


def seam(above: str, below: str) -> str:
    """What stands between two lines of one paragraph: a blank between words or numbers of another script only."""
    return " " if above[-1:].isascii() and below[:1].isascii() and above[-1:].isalpha() and below[:1].isalpha() else ""


def numbered(text: str) -> str:
    """A line whose outline number a tab follows, with a blank in its place: no cell ends there."""
    found = _MARKER.match(text)
    return f"{found[0]} {text[found.end() + 1 :]}" if found and text[found.end() :].startswith("\t") else text
