"""What pdfium finds on the pages: text with its places. The library is asked once a line, never once a character."""

import ctypes
import math
import re
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from service.errors import DamagedFile, EncryptedFile, TooManyPages
from service.ingest.pdf.page import Line, Page

_PIECE = re.compile(r"[^\r\n\x02\ufffe]+[\x02\ufffe]?")
# A hyphen at the end of a line as pdfium tells it.
_HYPHENS = str.maketrans("\x02\ufffe", "--")
_UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
_FULL_WIDTH = "\u2e80"
_WIDE = re.compile("[\u2e80-\U0010ffff]")
_MIN_EM_POINTS = 2.0  # smaller is not meant to be read
_CELL_GAP_EMS = 2.0
_LAYOUT_GAP_EMS = 0.6
_MIN_CHARACTERS = 20
_MIN_PICTURE_SHARE = 0.3
_MAX_TILT = math.radians(5)


def pages(data: bytes, max_pages: int) -> list[Page]:
    """The pages of a pdf; one that an empty password opens is read like any other.

    Raises EncryptedFile, DamagedFile, TooManyPages. Pdfium is not safe for threads: one call at a time in a process.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in _LOCKED:
            raise EncryptedFile() from error
        raise DamagedFile(format="pdf") from error
    try:
        if len(document) > max_pages:
            raise TooManyPages(pages=len(document), limit=max_pages)
        return [_page(document, number) for number in range(1, len(document) + 1)]
    finally:
        document.close()


def _page(document: pdfium.PdfDocument, number: int) -> Page:
    """One page; of a page that pdfium cannot load nothing is known but that it shows no text."""
    try:
        page = document[number - 1]
        text = page.get_textpage()
    except pdfium.PdfiumError:
        return Page(number, 0.0, (), scanned=True)
    lines = tuple(_lines(text))
    size = page.get_size()
    few = sum(len(line.text) for line in lines) < _MIN_CHARACTERS
    return Page(number, size[0], lines, few and _is_picture(page, size))


def _is_picture(page: pdfium.PdfPage, size: tuple[float, float]) -> bool:
    """Whether images fill the page."""
    covered = 0.0
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = image.get_bounds()
        covered += (right - left) * (top - bottom)
    return covered >= _MIN_PICTURE_SHARE * size[0] * size[1]


def _lines(page: pdfium.PdfTextPage) -> Iterator[Line]:
    """The lines in the order of the file; tilted ones (watermarks) and those too small to see are left out."""
    text = page.get_text_range()
    place = _Places(page)
    passed = 0
    for piece in _PIECE.finditer(text):
        printed = piece[0]
        lead = len(printed) - len(printed.lstrip())
        bare = printed.strip()
        # Pdfium counts UTF-16 units; characters beyond the first plane take two.
        first = piece.start() + lead + passed
        passed += _wide(printed)
        if bare and (line := place.line(bare, first)):
            yield line


def _wide(text: str) -> int:
    return 0 if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2 - len(text)


class _Places:
    """The places of the characters of one page, in points, turned so that lines run rightwards."""

    def __init__(self, page: pdfium.PdfTextPage) -> None:
        self._page = page.raw
        self._box = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def line(self, text: str, first: int) -> Line | None:
        """The line of a text whose first character has this index; None for one that is no part of the reading."""
        units = text.encode("utf-16-le", "surrogatepass") if _wide(text) else None
        last = first + (len(units) // 2 if units else len(text)) - 1
        start = raw.FPDFText_GetCharIndexFromTextIndex(self._page, first)
        stop = raw.FPDFText_GetCharIndexFromTextIndex(self._page, last)
        quarter = self._quarter(start)
        if start < 0 or stop < 0 or quarter is None:
            return None
        left, edge = self._span(start, quarter)
        before, right = self._span(stop, quarter)
        em = edge - left if text[0] >= _FULL_WIDTH else right - before if text[-1] >= _FULL_WIDTH else None
        if em is None:
            em = self._em(text, start, quarter)
        if em < _MIN_EM_POINTS:
            return None
        raw.FPDFText_GetCharOrigin(self._page, start, self._x, self._y)
        base = (self._y.value, -self._x.value, -self._y.value, self._x.value)[quarter]
        if " " in text:
            text = self._blanks(text, start, em, quarter)
        return Line(_UNPRINTED.sub("", text.translate(_HYPHENS)), left, right, base, em)

    def _quarter(self, index: int) -> int | None:
        """By how many right angles, against the clock, the text runs; None for a tilted one."""
        angle = -raw.FPDFText_GetCharAngle(self._page, index)
        turns = round(angle / (math.pi / 2))
        return turns % 4 if abs(angle - turns * math.pi / 2) < _MAX_TILT else None

    def _span(self, index: int, quarter: int) -> tuple[float, float]:
        """Where the character begins and ends along its line."""
        raw.FPDFText_GetLooseCharBox(self._page, index, self._box)
        box = self._box
        return ((box.left, box.right), (box.bottom, box.top), (-box.right, -box.left), (-box.top, -box.bottom))[quarter]

    def _em(self, text: str, start: int, quarter: int) -> float:
        """The width of a full-width character in a text that neither begins nor ends with one; by the font's height
        where it has none."""
        if found := _WIDE.search(text):
            begin, end = self._span(start + found.start() + _wide(text[: found.start()]), quarter)
            return end - begin
        begin, end = self._span(start, (quarter + 1) % 4)
        return end - begin

    def _blanks(self, text: str, start: int, em: float, quarter: int) -> str:
        """The text with each blank as wide as it is printed: a tab between cells, none where only layout made it."""
        parts = []
        done = 0
        for found in re.finditer(" +", text):
            at, end = found.span()
            index = start + at + _wide(text[:at])
            gap = self._span(index + end - at, quarter)[0] - self._span(index - 1, quarter)[1]
            generated = raw.FPDFText_IsGenerated(self._page, index) == 1
            parts += [
                text[done:at],
                _blank(gap / em, text[at - 1] >= _FULL_WIDTH or text[end] >= _FULL_WIDTH, generated),
            ]
            done = end
        return "".join(parts) + text[done:]


def _blank(gap: float, wide: bool, generated: bool) -> str:
    """What stands for a blank of so many ems. `wide` says that it touches a full-width character, `generated` that no
    blank is in the file, only room: word processors put some around digits, and between the signs of a justified line."""
    if gap >= _CELL_GAP_EMS:
        return "\t"
    return "" if generated and wide and gap < _LAYOUT_GAP_EMS else " "
