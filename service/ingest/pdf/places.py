"""The places of the characters on one page of a pdf, in points, turned so that lines run rightwards."""

import ctypes
import math
import re
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from service.ingest.pdf.page import Line

# A hyphen at the end of a line as pdfium tells it.
_HYPHENS = str.maketrans("\x02\ufffe", "--")
_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BLANKS = re.compile(" +")
_FULL_WIDTH = "\u2e80"
_MIN_EM_POINTS = 2.0  # smaller is not meant to be read
_CELL_GAP_EMS = 2.0
_LAYOUT_GAP_EMS = 0.6
_MAX_TILT = math.radians(5)


class _Type(NamedTuple):
    """How characters are set: the width of a full one, and by how many right angles, against the clock, the line is
    turned."""

    em: float
    quarter: int


class Places:
    """Asks pdfium a few times a line: for each character it would take longer than to read the page."""

    def __init__(self, page: pdfium.PdfTextPage) -> None:
        self._page = page.raw
        self._box, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def line(self, text: str, first: int) -> Line | None:
        """The line of a text that begins at this place of the page's text, counted in UTF-16 units; None for one that
        is tilted (a watermark) or too small to see."""
        start = raw.FPDFText_GetCharIndexFromTextIndex(self._page, first)
        stop = start + units(text) - 1
        kind = self._type(start)
        if start < 0 or kind is None or kind.em < _MIN_EM_POINTS:
            return None
        left, base = self._origin(start, kind)
        right = self._edge(text[-1], stop, kind)
        if " " in text:
            text = self._blanks(text, start, kind)
        return Line(_UNPRINTED.sub("", text.translate(_HYPHENS)), left, right, base, kind.em)

    def _type(self, index: int) -> _Type | None:
        if not raw.FPDFText_GetMatrix(self._page, index, self._matrix):
            return None
        across, up = self._matrix.a, self._matrix.b
        angle = math.atan2(up, across)
        turns = round(angle / (math.pi / 2))
        if abs(angle - turns * math.pi / 2) > _MAX_TILT:
            return None
        return _Type(raw.FPDFText_GetFontSize(self._page, index) * math.hypot(across, up), turns % 4)

    def _origin(self, index: int, kind: _Type) -> tuple[float, float]:
        """Where the character begins, along its line and above it."""
        raw.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        x, y = self._x.value, self._y.value
        return ((x, y), (y, -x), (-x, -y), (-y, x))[kind.quarter]

    def _edge(self, character: str, index: int, kind: _Type) -> float:
        """Where a character ends along its line. Of a full-width one the box may tell the ink only."""
        if character >= _FULL_WIDTH:
            return self._origin(index, kind)[0] + kind.em
        raw.FPDFText_GetLooseCharBox(self._page, index, self._box)
        return float((self._box.right, self._box.top, -self._box.left, -self._box.bottom)[kind.quarter])

    def _blanks(self, text: str, start: int, kind: _Type) -> str:
        """The text with each blank as wide as it is printed: a tab between cells, none where only layout made it."""
        parts = []
        done = 0
        for found in _BLANKS.finditer(text):
            at, end = found.span()
            index = start + units(text[:at])
            before, after = text[at - 1], text[end]
            gap = self._origin(index + end - at, kind)[0] - self._edge(before, index - 1, kind)
            generated = raw.FPDFText_IsGenerated(self._page, index) == 1
            parts += [text[done:at], _blank(gap / kind.em, before >= _FULL_WIDTH or after >= _FULL_WIDTH, generated)]
            done = end
        return "".join(parts) + text[done:]


def units(text: str) -> int:
    """The UTF-16 units of a text, which pdfium counts: characters beyond the first plane take two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _blank(gap: float, wide: bool, generated: bool) -> str:
    """What stands for a blank of so many ems. `wide` says that it touches a full-width character, `generated` that no
    blank is in the file, only room: word processors put some around digits, and between the signs of a justified line."""
    if gap >= _CELL_GAP_EMS:
        return "\t"
    return "" if generated and wide and gap < _LAYOUT_GAP_EMS else " "
