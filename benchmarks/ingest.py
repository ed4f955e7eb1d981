"""Each format read by the warm parsing process against the library alone, in turn in one process."""

import io
import statistics
from collections.abc import Callable
from contextlib import closing

import docx
import lxml.html
import pypdfium2
import trafilatura

from benchmarks.embedded import median_seconds, reports
from service import build
from service.ingest import Reader, hint
from service.settings import Settings
from tests.formats import docx as docx_maker
from tests.formats import html as html_maker
from tests.formats import pdf as pdf_maker

MAX_RATIO = 1.3


def _trafilatura(data: bytes) -> object:
    return trafilatura.bare_extraction(
        lxml.html.fromstring(data.decode()), include_tables=True, include_comments=False, favor_recall=True
    )


def _pypdfium2(data: bytes) -> list[str]:
    with closing(pypdfium2.PdfDocument(data)) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _python_docx(data: bytes) -> list[str]:
    document = docx.Document(io.BytesIO(data))
    return [item.text for item in document.iter_inner_content() if isinstance(item, docx.text.paragraph.Paragraph)]


FORMATS: dict[str, tuple[Callable[[str], bytes], Callable[[bytes], object]]] = {
    "html": (html_maker.modern, _trafilatura),
    "pdf": (pdf_maker.laid_out, _pypdfium2),
    "docx": (docx_maker.laid_out, _python_docx),
}


def ratios(runs: int = 15) -> dict[str, dict[str, float]]:
    """Milliseconds for five reports by each way, and the median of the runs' ratios."""
    with closing(build.reader(Settings(model=None))) as reader:
        return {name: _ratio(reader, name, runs) for name in FORMATS}


def _ratio(reader: Reader, name: str, runs: int) -> dict[str, float]:
    make, library = FORMATS[name]
    files = [make(text) for text in reports()]
    ours, theirs = [], []
    for file in files:  # warm
        reader.read(file, hint(f"a.{name}"))
        library(file)
    for _ in range(runs):
        theirs.append(median_seconds(lambda: [library(file) for file in files], 1))
        ours.append(median_seconds(lambda: [reader.read(file, hint(f"a.{name}")) for file in files], 1))
    return {
        "ingest_milliseconds": round(1000 * statistics.median(ours), 1),
        "library_milliseconds": round(1000 * statistics.median(theirs), 1),
        "ratio": round(statistics.median(a / b for a, b in zip(ours, theirs, strict=True)), 2),
    }
