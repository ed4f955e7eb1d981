"""Page numbers and running heads: what a page repeats of the others is no part of the report."""

import re
from collections import Counter
from collections.abc import Sequence

from service.ingest.pdf.page import Line

_EDGE_ROWS = 2
_MIN_SHARE = 0.6
_MIN_PAGES = 2
_DASH = r"[-—–－―─~·•]"
_PAGE_NUMBER = re.compile(
    rf"(?:{_DASH}\s*)*\d{{1,4}}(?:\s*{_DASH})+|(?:{_DASH}\s*)+\d{{1,4}}"
    r"|第?\s*\d{1,4}\s*[页頁](?:\s*[,，/／]?\s*共\s*\d{1,4}\s*[页頁])?|第\s*[一二三四五六七八九十]{1,4}\s*[页頁]"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}|\d{1,3}|[Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?"
)
_DIGITS = re.compile(r"\d+")


def without(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The rows of each page, from top to bottom, without page numbers and running heads.

    A head is one of the first or last two rows that stands, digits aside, on three of five pages, or of the pages on
    one side of the sheet: left and right pages may have their own.
    """
    heads = _heads(pages)
    return [[line for n, line in enumerate(page) if not _is_furniture(page, n, heads)] for page in pages]


def _is_furniture(page: Sequence[Line], n: int, heads: frozenset[str]) -> bool:
    if _EDGE_ROWS <= n < len(page) - _EDGE_ROWS:
        return False
    outermost = n in (0, len(page) - 1)
    return _masked(page[n]) in heads or (outermost and _PAGE_NUMBER.fullmatch(page[n].text) is not None)


def _heads(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    edges = [{_masked(line) for line in _edges(page)} for page in pages if page]
    found: set[str] = set()
    for some in (edges, edges[::2], edges[1::2]):
        seen = Counter(head for page in some for head in page)
        found |= {head for head, times in seen.items() if times >= max(_MIN_PAGES, _MIN_SHARE * len(some))}
    return frozenset(found)


def _edges(page: Sequence[Line]) -> Sequence[Line]:
    return page if len(page) <= 2 * _EDGE_ROWS else [*page[:_EDGE_ROWS], *page[-_EDGE_ROWS:]]


def _masked(line: Line) -> str:
    return _DIGITS.sub("#", "".join(line.text.split()))
