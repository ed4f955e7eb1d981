"""Pdfs as they come: laid out by a writer of documents, drawn line by line, scanned, locked, in unreadable fonts."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

EM = 16.0
MARGIN = 80.0


@lru_cache(maxsize=1)
def font() -> str:
    """A font that every reader has to know by itself: nothing of it is in the file."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


@dataclass(frozen=True)
class Layout:
    """How a writer of documents sets a report. `indent` is that of first lines and `after` the room below a paragraph, in
    ems; `head` runs above every page, `number` below it, with {} for the page."""

    indent: float = 2.0
    after: float = 0.0
    head: str = ""
    number: str = ""
    title_size: float = 22.0
    size: float = EM


PLAIN = Layout()
HEADED = Layout(head="澄溪县人民政府文件", number="— {} —")
SPACED = Layout(indent=0.0, after=0.9)


def laid_out(text: str, layout: Layout = PLAIN, tables: Sequence[Sequence[Sequence[str]]] = ()) -> bytes:
    """The report in A4: its first line, if short, as the title, each other line a justified paragraph, ruled tables at the end."""
    body = ParagraphStyle(
        "body",
        fontName=font(),
        fontSize=layout.size,
        leading=layout.size * 1.75,
        firstLineIndent=layout.indent * layout.size,
        spaceAfter=layout.after * layout.size,
        alignment=TA_JUSTIFY,
        wordWrap="CJK",
    )
    title = ParagraphStyle(
        "title", parent=body, fontSize=layout.title_size, leading=layout.title_size * 1.5, alignment=TA_CENTER, firstLineIndent=0
    )  # fmt: skip
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    story: list[Flowable] = [
        Paragraph(_escaped(line), title if n == 0 and len(line) < 60 else body) for n, line in enumerate(lines)
    ]
    cell = ParagraphStyle("cell", parent=body, firstLineIndent=0)
    story += [
        Table(
            [[Paragraph(_escaped(text), cell) for text in row] for row in rows],
            colWidths=[6 * layout.size] * len(rows[0]),
            style=[("GRID", (0, 0), (-1, -1), 0.5, "black")],
        )
        for rows in tables
    ]
    return _built(story, _edges(layout))


def with_table(
    above: str, rows: Sequence[Sequence[str]], widths: Sequence[float], style: Sequence[tuple[Any, ...]], below: str
) -> bytes:
    """A table between paragraphs, in twelve points; `widths` are those of its columns, `style` says how it is set."""
    body = ParagraphStyle("body", fontName=font(), fontSize=12, leading=18, firstLineIndent=24, wordWrap="CJK")
    cell = ParagraphStyle("cell", parent=body, firstLineIndent=0)
    table = Table([[Paragraph(_escaped(text), cell) for text in row] for row in rows], colWidths=widths, style=style)
    story: list[Flowable] = [Paragraph(_escaped(line), body) for line in above.split("\n")]
    return _built([*story, table, *(Paragraph(_escaped(line), body) for line in below.split("\n"))], _edges(PLAIN))


def pages(*texts: str) -> bytes:
    """A page for each text, drawn line by line at the left margin."""
    return drawn(lambda canvas: [_page(canvas, text) for text in texts])


def turned(text: str, degrees: int) -> bytes:
    """One page that is drawn on its side and shown upright."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(degrees)
        x, y = {0: (0.0, 0.0), 90: (A4[0], 0.0), 180: A4, 270: (0.0, A4[1])}[degrees]
        canvas.translate(x, y)
        canvas.rotate(degrees)
        for n, line in enumerate(text.split("\n")):
            put(canvas, MARGIN, 500 - 28 * n, line)
        canvas.showPage()

    return drawn(draw)


def scanned(count: int, texts: Sequence[str] = ()) -> bytes:
    """As many pages of images alone, behind a page for each text."""

    def draw(canvas: Canvas) -> None:
        for text in texts:
            _page(canvas, text)
        for _ in range(count):
            canvas.drawImage(picture(), 0, 0, *A4)
            canvas.showPage()

    return drawn(draw)


def locked(text: str, password: str) -> bytes:
    """Behind a password; an empty one lets everybody read, but asks the owner's for changes."""
    return drawn(lambda canvas: _page(canvas, text), encrypt=StandardEncryption(password, ownerPassword="owner"))


def without_meanings(text: str, mapped: bool) -> bytes:
    """A text in a font that does not say what its signs stand for: no table at all, or one of private characters."""
    table = "/ToUnicode 6 0 R" if mapped else ""
    ranges = b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <18ff> <e000> endbfrange"
    lines = [f"<{''.join(f'{ord(c) % 0x1800:04x}' for c in line)}> Tj T*" for line in text.split("\n")]
    drawing = f"BT /F1 16 Tf 28 TL 80 760 Td {' '.join(lines)} ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawing), drawing),
        f"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Song/Encoding/Identity-H{table}/DescendantFonts[7 0 R]>>".encode(),
        b"<</Length %d>>stream\n%s\nendstream" % (len(ranges), ranges),
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+Song/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
    ]
    return _file(objects)


def _file(objects: Sequence[bytes]) -> bytes:
    """A pdf of these objects, numbered from 1, the first its catalogue."""
    data = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def drawn(draw: Callable[[Canvas], Any], **options: Any) -> bytes:
    """What a function draws on a canvas of A4 in the usual font."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, **options)
    canvas.setFont(font(), EM)
    draw(canvas)
    canvas.save()
    return file.getvalue()


def put(canvas: Canvas, x: float, y: float, text: str, size: float = EM) -> None:
    canvas.setFont(font(), size)
    canvas.drawString(x, y, text)


def _page(canvas: Canvas, text: str) -> None:
    for n, line in enumerate(text.split("\n")):
        put(canvas, MARGIN, A4[1] - MARGIN - 28 * n, line)
    canvas.showPage()


def _built(story: list[Flowable], edges: Callable[[Canvas, Any], None]) -> bytes:
    file = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN)
    SimpleDocTemplate(file, pagesize=A4, **margins).build(story, onFirstPage=edges, onLaterPages=edges)
    return file.getvalue()


def _edges(layout: Layout) -> Callable[[Canvas, Any], None]:
    def draw(canvas: Canvas, document: Any) -> None:
        canvas.setFont(font(), 10)
        if layout.head:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 45, layout.head)
        if layout.number:
            canvas.drawCentredString(A4[0] / 2, 40, layout.number.format(document.page))

    return draw


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=1)
def picture() -> ImageReader:
    from PIL import Image

    return ImageReader(Image.new("L", (60, 80), 200))
