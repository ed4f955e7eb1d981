"""A pdf to the source text: one paragraph a line, without page numbers and running heads, and where its pages begin."""

from collections.abc import Sequence

from schemas.source import SourceText
from service.errors import NoTextLayer, UnreadableFonts
from service.ingest.pdf import characters, furniture, paragraphs, reading, tables
from service.ingest.pdf.frame import Frame, frames
from service.ingest.pdf.page import Line, Page
from service.ingest.pdf.rows import rows


def read(data: bytes, max_pages: int) -> SourceText:
    """The source text of a pdf's text layer.

    Raises EncryptedFile, DamagedFile, TooManyPages; NoTextLayer for a scan, UnreadableFonts where the fonts do not say
    which characters they print. Pages that are pictures among others are named in `scanned_pages`.
    """
    pages = reading.pages(data, max_pages)
    bodies = furniture.without([rows(tables.with_rows(page.lines, page.rules)) for page in pages])
    source = joined(pages, bodies)
    if not source.text:
        raise NoTextLayer(pages=len(pages))
    if not characters.readable(source.text):
        raise UnreadableFonts(pages=len(pages))
    return source


def joined(pages: Sequence[Page], bodies: Sequence[Sequence[Line]]) -> SourceText:
    """The paragraphs of the pages' rows, a line each; a page without text begins where the next one does."""
    builder = _Builder()
    for body, frame in zip(bodies, frames(bodies, [page.width for page in pages]), strict=True):
        builder.page(body, frame)
    return SourceText(builder.text(), builder.starts(), tuple(page.number for page in pages if page.scanned))


class _Builder:
    """Puts rows together; knows the offset, in code points, at which each page begins."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._size = 0
        self._starts: list[int | None] = []
        self._last: Line | None = None

    def page(self, body: Sequence[Line], frame: Frame) -> None:
        self._starts.append(None)
        for n, line in enumerate(body):
            if self._last is not None:
                new = paragraphs.breaks(self._last, line, frame, same_page=n > 0)
                self._add("\n" if new else paragraphs.seam(self._last.text, line.text))
            if self._starts[-1] is None:
                self._starts[-1] = self._size
            self._add(paragraphs.numbered(line.text))
            self._last = line

    def text(self) -> str:
        return characters.plain("".join(self._parts))

    def starts(self) -> tuple[int, ...]:
        following = self._size
        filled = []
        for start in reversed(self._starts):
            following = following if start is None else start
            filled.append(following)
        return tuple(reversed(filled))

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)
