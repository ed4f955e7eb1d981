"""Lines to paragraphs by their places on the page: where one ends short, is indented or begins with a number."""

import re

from service.ingest.pdf.frame import Frame
from service.ingest.pdf.page import Line

_INDENT_EMS = 0.75
_SHORT_EMS = 3.75
_NEARLY_FULL_EMS = 1.5
_SAME_EDGE_EMS = 0.3
_PARAGRAPH_GAP = 1.4
_TITLE_SIZE = 1.12
_STOPS = "。！？；：!?;:"
_CLOSING = "”’」』）)》"
_MARKER = re.compile(
    r"第[一二三四五六七八九十]{1,3}(?:部分|章|节)|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}(?:[、．]|\.(?!\d))|[①-⑳]|[一二三四五六七八九十]{1,2}是"
)


def breaks(above: Line, below: Line, frame: Frame, same_page: bool) -> bool:
    """Whether a paragraph ends between two lines that follow each other. `same_page` says that their bases compare."""
    if "\t" in above.text or "\t" in below.text:
        return not (_ends_a_number(above) or _ends_a_number(below))
    if _centred(above, frame) or _centred(below, frame):
        return not _one_title(above, below, frame)
    if same_page and frame.pitch and above.base - below.base > _PARAGRAPH_GAP * frame.pitch:
        return True
    room = (frame.right - above.right) / frame.em
    if room > _SHORT_EMS:
        return True
    if _MARKER.match(below.text) and (_stops(above) or room > _NEARLY_FULL_EMS):
        return True
    if (below.left - frame.left) / frame.em <= _INDENT_EMS:
        return False
    return not _hangs(above, below, frame)


def _hangs(above: Line, below: Line, frame: Frame) -> bool:
    """Whether an indented line goes on: it stands below another as far in that has not ended."""
    same = abs(below.left - above.left) < _SAME_EDGE_EMS * frame.em
    return same and not _stops(above) and not _MARKER.match(above.text) and not _MARKER.match(below.text)


def _stops(line: Line) -> bool:
    return line.text.rstrip(_CLOSING)[-1:] in _STOPS


def _ends_a_number(line: Line) -> bool:
    """Whether the only wide gap of a line is the one behind its outline number."""
    found = _MARKER.match(line.text)
    return found is not None and line.text[found.end() :].startswith("\t") and line.text.count("\t") == 1


def _centred(line: Line, frame: Frame) -> bool:
    before, after = line.left - frame.left, frame.right - line.right
    return before > 2.5 * frame.em and abs(before - after) < 1.5 * frame.em


def _one_title(above: Line, below: Line, frame: Frame) -> bool:
    """Whether two centred lines are one title: of one size, larger than the text, the second no subtitle."""
    size = min(above.em, below.em) / frame.em
    alike = abs(above.em - below.em) < 0.05 * frame.em and _centred(above, frame) and _centred(below, frame)
    return alike and size >= _TITLE_SIZE and below.text[0] not in "—–-（(" and not _MARKER.match(below.text)


def seam(above: str, below: str) -> str:
    """What stands between two lines of one paragraph: a blank between words or numbers of another script only."""
    return " " if above[-1:].isascii() and below[:1].isascii() and above[-1:].isalpha() and below[:1].isalpha() else ""


def numbered(text: str) -> str:
    """A line whose outline number a tab follows, with a blank in its place: no cell ends there."""
    found = _MARKER.match(text)
    return f"{found[0]} {text[found.end() + 1 :]}" if found and text[found.end() :].startswith("\t") else text
