"""The HTML report: one file, nothing fetched, nothing run, every text escaped, every mark where it belongs."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from eval.report import marks, page
from eval.report.marks import Mark
from eval.report.markup import Markup, element, joined
from eval.report.plots import Bar, bars, scatter
from eval.report.words import WORDS
from eval.runs import Run
from eval.values import Dataset
from tests.unit.eval.planted import data, done, every_third_dropped, setup

TWO = data(2)
PLANTED = "</div><script>alert(1)</script><img src=x onerror=alert(1)>\"'&"
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Page(HTMLParser):
    """Tags, attributes and text of a page; unbalanced tags are an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marked: dict[str, str] = {}
        self.source: list[str] = []
        self._open: list[tuple[str, str]] = []
        self.feed(html)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if any(style == "source" for _, style in self._open) and self._open[-1][0] != "a":
            self.source.append(data)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return done(setup(TWO, every_third_dropped), tmp_path_factory.mktemp("run") / "run.json")


def hostile(run: Run) -> tuple[Run, Dataset]:
    """The run and its gold with markup wherever a report or a model could put some."""
    gold = TWO.reports[0]
    items = (gold.items[0].model_copy(update={"text": PLANTED}), *gold.items[1:])
    bad = gold.model_copy(update={"title": PLANTED, "items": items})
    text = PLANTED + TWO.texts[gold.id]
    of = TWO.model_copy(update={"reports": (bad, *TWO.reports[1:]), "texts": {**TWO.texts, gold.id: text}})
    first = run.reports[0]
    assert first.summary is not None
    item = first.summary.achievements[0].model_copy(update={"text": PLANTED})
    summary = first.summary.model_copy(update={"achievements": (item, *first.summary.achievements[1:])})
    told = first.model_copy(update={"summary": summary})
    return run.model_copy(update={"engine": PLANTED, "reports": (told, *run.reports[1:])}), of


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_file_without_network_script_or_handlers(run: Run, language: str) -> None:
    shown = page.html(*hostile(run), language)  # type: ignore[arg-type]
    parsed = Page(shown)
    assert not {tag for tag, _ in parsed.tags} & {"script", "img", "iframe", "link", "object", "form", "base"}
    for tag, attributes in parsed.tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "style", "action")], tag
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in shown
    assert "@import" not in shown
    assert "default-src 'none'" in shown


def test_every_link_leads_somewhere_and_no_id_stands_twice(run: Run) -> None:
    parsed = Page(page.html(run, TWO, "en"))
    ids = [told for _, attributes in parsed.tags if (told := attributes.get("id"))]
    assert len(ids) == len(set(ids))
    links = {attributes["href"] for tag, attributes in parsed.tags if tag == "a"}
    assert {str(link)[1:] for link in links} <= set(ids)


def test_the_source_stands_there_to_the_letter(run: Run) -> None:
    parsed = Page(page.html(run, TWO, "en"))
    shown = "".join(parsed.source)
    assert all(TWO.texts[gold.id] in shown for gold in TWO.reports)


def test_light_dark_and_print() -> None:
    style = Path(page.__file__).with_name("style.css").read_text("utf-8")
    assert "prefers-color-scheme: dark" in style
    assert "@media print" in style


def test_what_is_wrong_comes_first_and_everything_has_its_reason(run: Run) -> None:
    sorts = re.findall(r'class="pair (\w+)"', page.html(run, TWO, "en"))
    first = sorts[: len(run.reports[0].scored.pairs)]
    assert first == sorted(first, key=["missed", "spurious", "confused", "matched"].index)
    assert "missed" in first
    assert "matched" in first


def test_overlaps_carry_both_colours() -> None:
    found = [Mark(1, 5, "gold", "g1"), Mark(3, 8, "candidate", "a1")]
    shown = marks.marked("0123456789", found, "r")
    pieces = re.findall(r'<mark class="([\w ]+)" title="([\w ]+)">(\d+)</mark>', shown)
    assert pieces == [("gold", "g1", "12"), ("candidate gold", "g1 a1", "34"), ("candidate", "a1", "567")]


@pytest.mark.parametrize("span", [(-1, 3), (2, 2), (5, 4), (8, 99)])
def test_evidence_outside_the_text_is_no_trouble(span: tuple[int, int]) -> None:
    assert marks.marked("0123456789", [Mark(*span, "candidate", "a1")], "r") == "0123456789"


def test_text_is_escaped_and_markup_is_not() -> None:
    inner = element("b", "<&>", title='"')
    assert inner == '<b title="&quot;">&lt;&amp;&gt;</b>'
    assert joined("<", inner) == "&lt;" + inner
    assert isinstance(joined("a"), Markup)


def test_plots_take_no_values_and_extreme_ones() -> None:
    assert "<svg" in bars({"k": [Bar("F1", 0.0, "f1"), Bar("F1", 1.0, "f1")]})
    assert "<svg" in scatter([], "x", "y")
    assert scatter([(10.0, 0.5, "r"), (0.0, 1.0, "s")], "x", "y").count("<circle") == 2


def test_a_run_without_texts_still_shows_its_verdicts(run: Run) -> None:
    bare = run.model_copy(update={"reports": tuple(r.model_copy(update={"summary": None}) for r in run.reports)})
    shown = page.html(bare, TWO, "en")
    assert WORDS["no_texts"].en in shown
    assert 'class="pair matched"' in shown


def test_tokens_are_plotted_where_there_are_any(run: Run) -> None:
    assert "tokens" not in page.html(run, TWO, "en")
    first = run.reports[0]
    assert first.summary is not None
    used = first.summary.model_copy(update={"usage": first.summary.usage.model_copy(update={"prompt_tokens": 900})})
    costly = run.model_copy(update={"reports": (first.model_copy(update={"summary": used}), *run.reports[1:])})
    assert WORDS["tokens"].en in page.html(costly, TWO, "en")
