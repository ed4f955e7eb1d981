"""What pdfium finds on the pages of a pdf."""

import ctypes
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from service.errors import DamagedFile, EncryptedFile, TooManyPages
from service.ingest.pdf.page import Line, Page
from service.ingest.pdf.places import Places, units

_PIECE = re.compile(r"[^\r\n\x02\ufffe]+[\x02\ufffe]?")
_LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
_MIN_CHARACTERS = 20
_MIN_RULE_POINTS = 12.0
_MAX_RULE_POINTS = 3.0
_MIN_CELL_GAP_EMS = 0.75
_MIN_PICTURE_SHARE = 0.3


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
    size = page.get_size()
    lines = tuple(_lines(text, size[0]))
    few = sum(len(line.text) for line in lines) < _MIN_CHARACTERS
    rules = _rules(page) if _may_hold_table(lines) else ()
    return Page(number, size[0], lines, few and _is_picture(page, size), rules)


def _is_picture(page: pdfium.PdfPage, size: tuple[float, float]) -> bool:
    """Whether images fill the page."""
    covered = 0.0
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = image.get_bounds()
        covered += (right - left) * (top - bottom)
    return covered >= _MIN_PICTURE_SHARE * size[0] * size[1]


def _may_hold_table(lines: Sequence[Line]) -> bool:
    """Whether lines stand side by side, more than once."""
    beside = sum(abs(a.base - b.base) < 1 and b.left - a.right > _MIN_CELL_GAP_EMS * b.em for a, b in pairwise(lines))
    return beside > 1


def _rules(page: pdfium.PdfPage) -> tuple[float, ...]:
    """The heights of the lines drawn across the page, those that touch as one; borders may be drawn cell by cell."""
    heights: set[float] = set()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for n in range(raw.FPDFPage_CountObjects(page)):
        drawn = raw.FPDFPage_GetObject(page, n)
        if raw.FPDFPageObj_GetType(drawn) != raw.FPDF_PAGEOBJ_PATH:
            continue
        raw.FPDFPageObj_GetBounds(drawn, left, bottom, right, top)
        if right.value - left.value >= _MIN_RULE_POINTS:
            heights |= {top.value, bottom.value}
    found: list[float] = []
    for height in sorted(heights, reverse=True):
        if not found or found[-1] - height > _MAX_RULE_POINTS:
            found.append(height)
    return tuple(found)


def _lines(page: pdfium.PdfTextPage, width: float) -> Iterator[Line]:
    """The lines in the order of the file."""
    text = page.get_text_range()
    places = Places(page, text, width)
    more = 0  # units that the text before has beyond its characters
    for piece in _PIECE.finditer(text):
        printed = piece[0]
        bare = printed.strip()
        first = piece.start() + len(printed) - len(printed.lstrip()) + more
        more += units(printed) - len(printed)
        if bare:
            yield from places.lines(bare, first)
