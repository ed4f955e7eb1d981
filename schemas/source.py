"""What ingest makes of a file: the source text that every offset of the product counts in."""

from typing import NamedTuple


class SourceText(NamedTuple):
    """The text of a report, as the service will quote it.

    `pages` are the offsets in code points at which the pages begin, in order; page n begins at `pages[n - 1]`. Empty
    where the format has no pages. `scanned_pages` are the numbers, from 1, of pages that hold pictures and no text.
    """

    text: str
    pages: tuple[int, ...] = ()
    scanned_pages: tuple[int, ...] = ()
