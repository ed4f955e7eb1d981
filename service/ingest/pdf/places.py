"""The places of the characters on one page of a pdf, in points, turned so that lines run rightwards."""

import ctypes
import math
import re
from collections.abc import Callable
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from service.ingest.pdf.page import FULL_WIDTH, Line, blank

# A hyphen at the end of a line as pdfium tells it.
_HYPHENS = str.maketrans("\x02\ufffe", "--")
_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BLANKS = re.compile(" +")
_MIN_EM_POINTS = 2.0  # smaller is not meant to be read
_BACK_EMS = -0.3
_CELL_GAP_EMS = 0.75
_DIGIT_GAP_EMS = 0.35
_MAX_TILT = math.radians(5)


class _Type(NamedTuple):
    """How characters are set: the width of a full one, and by how many right angles, against the clock, the line is
    turned."""

    em: float
    quarter: int


class _Gap(NamedTuple):
    """Blanks of a line: from where to where, and how wide in ems."""

    start: int
    end: int
    ems: float


class Places:
    """Asks pdfium a few times a line: for each character it would take longer than to read the page."""

    def __init__(self, page: pdfium.PdfTextPage, text: str, width: float) -> None:
        """`text` is all that the page holds, `width` that of the page as it is shown."""
        self._page = page.raw
        self._width = width
        # Counting units costs as much as the rest; hardly any page needs it.
        size = units(text)
        self._size: Callable[[str], int] = len if size == len(text) else units
        self._plain = size == page.count_chars()  # else some characters are in no text, and have to be passed over
        self._box, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def lines(self, text: str, first: int) -> list[Line]:
        """The line of a text that begins at this place of the page's text, counted in UTF-16 units; in pieces where its
        parts are cells or were not written from left to right, none where it is tilted (a watermark) or too small."""
        start = first if self._plain else raw.FPDFText_GetCharIndexFromTextIndex(self._page, first)
        kind = self._type(start) if start >= 0 else None
        if kind is None or kind.em < _MIN_EM_POINTS:
            return []
        gaps = self._gaps(text, start, kind) if " " in text else []
        disordered = any(gap.ems < _BACK_EMS for gap in gaps)
        lines, parts, begin, at = [], [""], 0, 0
        for gap in gaps:
            parts.append(text[at : gap.start])
            at = gap.end
            if disordered or gap.ems >= _CELL_GAP_EMS:
                lines.append(self._line("".join(parts), text, (begin, gap.start), start, kind))
                parts, begin = [""], gap.end
            else:
                parts.append(self._between(text, gap, start))
        return [*lines, self._line("".join(parts) + text[at:], text, (begin, len(text)), start, kind)]

    def _line(self, printed: str, text: str, span: tuple[int, int], start: int, kind: _Type) -> Line:
        """The piece of a text that a span tells, as it is printed; the text begins at the character `start`."""
        left, base = self._origin(start + self._size(text[: span[0]]), kind)
        right = self._edge(text[span[1] - 1], start + self._size(text[: span[1]]) - 1, kind)
        return Line(printed if printed.isprintable() else _printed(printed), left, right, base, kind.em)

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
        return ((x, y), (y, -x), (self._width - x, -y), (self._width - y, x))[kind.quarter]

    def _edge(self, character: str, index: int, kind: _Type) -> float:
        """Where a character ends along its line. Of a full-width one the box may tell the ink only."""
        if character >= FULL_WIDTH:
            return self._origin(index, kind)[0] + kind.em
        raw.FPDFText_GetLooseCharBox(self._page, index, self._box)
        box = self._box
        return float((box.right, box.top, self._width - box.left, self._width - box.bottom)[kind.quarter])

    def _gaps(self, text: str, start: int, kind: _Type) -> list[_Gap]:
        gaps = []
        for found in _BLANKS.finditer(text):
            at, end = found.span()
            index = start + self._size(text[:at])
            width = self._origin(index + end - at, kind)[0] - self._edge(text[at - 1], index - 1, kind)
            gaps.append(_Gap(at, end, width / kind.em))
        return gaps

    def _between(self, text: str, gap: _Gap, start: int) -> str:
        """What stands for the blanks of a gap: pdfium makes one of any room, and a typed one stays; a narrow one behind
        a digit is room, whoever made it. One before a digit may be all that is left of a line end."""
        before, after = text[gap.start - 1], text[gap.end]
        if (between := blank(gap.ems, before, after)) or (
            gap.ems < _DIGIT_GAP_EMS and before.isdecimal() and after >= FULL_WIDTH
        ):
            return between
        generated = raw.FPDFText_IsGenerated(self._page, start + self._size(text[: gap.start]))
        return "" if generated == 1 else " "


def _printed(text: str) -> str:
    """The text without control characters, the hyphens as hyphens."""
    return _UNPRINTED.sub("", text.translate(_HYPHENS))


def units(text: str) -> int:
    """The UTF-16 units of a text, which pdfium counts: characters beyond the first plane take two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
