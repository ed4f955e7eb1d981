"""A report tells the same in every format: item F1 within 0.03 of the plain text's.

The formats are those whose makers need nothing of the machine; `python -m benchmarks.formats` measures more.
"""

from collections.abc import Callable
from functools import lru_cache
from statistics import mean

import pytest

from eval import dataset
from eval.values import GoldReport
from schemas.source import SourceText
from service.ingest import docx as docx_reader
from service.ingest import encoding
from service.ingest import pdf as pdf_reader
from service.ingest.html import read as read_html
from tests.formats import docx, encoded, html, pdf
from tests.formats.alignment import aligned, projected
from tests.formats.scoring import Cost, cost
from tests.reports import BASE, summarize

BOUND = 0.03
MIN_KEPT = 0.99
REPORTS = ("chenglan-2023", "hanjiang-2022", "huaiyan-2024", "lanxi-2023", "qihe-2022", "shuopu-2021")


def read_pdf(data: bytes) -> SourceText:
    return pdf_reader.read(data, 100)


def read_text(data: bytes) -> SourceText:
    return SourceText(encoding.decode(data))


ROUTES: dict[str, tuple[Callable[[str], bytes], Callable[[bytes], SourceText]]] = {
    **{f"html {name}": (make, read_html) for name, make in html.LAYOUTS.items()},
    "pdf": (pdf.laid_out, read_pdf),
    "pdf with heads and numbers": (lambda text: pdf.laid_out(text, pdf.HEADED), read_pdf),
    "pdf with spaced paragraphs": (lambda text: pdf.laid_out(text, pdf.SPACED), read_pdf),
    "docx": (docx.laid_out, docx_reader.read),
    "docx with counted numbers": (docx.counted, docx_reader.read),
    "gb18030": (encoded.gb18030, read_text),
    "utf-16": (encoded.utf16, read_text),
}


@lru_cache(maxsize=1)
def golds() -> list[tuple[GoldReport, str, Cost]]:
    """The reports, their texts, and how the plain text fares."""
    data = dataset.load()
    chosen = [(gold, data.texts[gold.id]) for gold in data.reports if gold.id in REPORTS]
    return [(gold, text, cost(SourceText(text), gold, text)) for gold, text in chosen]


@pytest.mark.parametrize("name", ROUTES)
def test_a_format_costs_next_to_nothing(name: str) -> None:
    make, read = ROUTES[name]
    costs = [cost(read(make(text)), gold, text) for gold, text, _ in golds()]
    assert mean(here.f1 for here in costs) >= mean(plain.f1 for _, _, plain in golds()) - BOUND
    assert min(here.kept for here in costs) >= MIN_KEPT


def test_big5() -> None:
    for gold, text, plain in golds():
        if gold.script == "hant":
            assert cost(read_text(encoded.big5(text)), gold, text).f1 >= plain.f1 - BOUND


# The ruler itself.


def test_a_text_without_its_outline_costs_more() -> None:
    """The bound can be missed: paragraphs run together, as a reader without geometry would join them, are told apart."""
    losses = [plain.f1 - cost(SourceText(text.replace("\n", "")), gold, text).f1 for gold, text, plain in golds()]
    assert mean(losses) > BOUND


def test_what_is_not_in_the_file_is_not_kept() -> None:
    gold, text, plain = golds()[0]
    half = cost(SourceText(text[: len(text) // 2]), gold, text)
    assert half.kept == pytest.approx(0.5, abs=0.02)
    assert half.f1 < plain.f1


def test_characters_find_their_counterparts() -> None:
    around = f"首页 > 政务公开\n{BASE.text.replace('。', '。 ')}\n版权所有"
    places = aligned(around, BASE.text)
    assert all(around[at] == BASE.text[there] for at, there in places.items())
    assert len(places) == sum(not character.isspace() for character in BASE.text)
    assert list(places.values()) == sorted(places.values())


def test_evidence_is_carried_over() -> None:
    around = f"首页\n{BASE.text}"
    here, plain = summarize(around), summarize(BASE.text)
    assert projected(here, aligned(around, BASE.text), BASE.text).items() == tuple(
        item.model_copy(update={"figures": other.figures})
        for item, other in zip(plain.items(), here.items(), strict=True)
    )
