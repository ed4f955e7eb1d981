"""The whole page. Its content policy lets nothing in but its own style sheet, so that no text of a report can do harm."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from eval.report import items, marks, overall
from eval.report.markup import Markup, element, joined
from eval.report.words import word
from eval.runs import ReportRun, Run
from eval.values import Dataset, GoldReport
from service.messages import Language

_STYLE = Path(__file__).with_name("style.css")
_FACTS = ("engine", "model", "prompt_version", "split", "scorer_version", "repeats", "started")
_COLUMNS = ("item_f1", "vital_recall", "evidence_f1", "figure_f1")


def html(run: Run, data: Dataset, language: Language) -> str:
    """The run with the texts and the gold of its dataset. Of repeats the first is shown item by item."""
    gold = {report.id: report for report in data.reports}
    first = sorted((r for r in run.reports if r.repeat == 0), key=lambda r: (_f1(r), r.id))
    body = joined(
        _head(run, language),
        element("h2", word("overall", language)),
        overall.metrics(run, language),
        element("h2", word("kinds", language)),
        overall.kinds(run.reports, language),
        overall.tokens(run.reports, language),
        element("h2", word("reports", language), id="reports"),
        _index(first, gold, language),
        *(_report(report, gold.get(report.id), data.texts.get(report.id, ""), language) for report in first),
    )
    return _page(f"{word('title', language)} · {run.engine} · {run.dataset.name}", body, language)


def _f1(report: ReportRun) -> float:
    return report.scored.metrics["item_f1"].value or 0.0


def _page(title: str, body: Markup, language: Language) -> str:
    style = _STYLE.read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{"zh-Hans" if language == "zh" else "en"}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{element('title', title)}\n<style>{style}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _head(run: Run, language: Language) -> Markup:
    known = {"dataset": f"{run.dataset.name} {run.dataset.version}"}
    known |= {name: str(value) for name in _FACTS if (value := getattr(run, name)) is not None}
    facts = (element("div", element("dt", word(name, language)), element("dd", told)) for name, told in known.items())
    return joined(element("h1", f"{word('title', language)} · {run.engine}"), element("dl", *facts, class_="facts"))


def _index(reports: list[ReportRun], gold: dict[str, GoldReport], language: Language) -> Markup:
    """A row a report, the worst first."""
    names = ("report", "split", "form")
    head = [element("th", word(name, language)) for name in names]
    head += [element("th", name, class_="n") for name in _COLUMNS]
    head += [element("th", word(name, language), class_="n") for name in ("missed", "spurious", "confused", "seconds")]
    rows = (element("tr", *_index_row(report, gold.get(report.id), language)) for report in reports)
    return element("div", element("table", element("tr", *head), *rows), class_="wide")


def _index_row(report: ReportRun, gold: GoldReport | None, language: Language) -> Iterator[Markup]:
    failed = f" ({word('failed', language)})" if report.error else ""
    yield element("td", element("a", report.id, href=f"#r-{report.id}"), failed)
    yield element("td", (gold.split if gold else None) or "")
    yield element("td", (gold.form if gold else None) or "")
    for name in _COLUMNS:
        yield overall.number(report.scored.metrics[name].value)
    sorts = Counter(items.sort_of(pair) for pair in report.scored.pairs)
    for sort in ("missed", "spurious", "confused"):
        yield element("td", str(sorts[sort]), class_="n")
    yield element("td", f"{report.seconds:.2f}", class_="n")


def _report(report: ReportRun, gold: GoldReport | None, text: str, language: Language) -> Markup:
    anchor = f"r-{report.id}"
    found = marks.marks(gold, report.summary)
    return element(
        "section",
        element("h2", report.id, f" · {gold.title}" if gold and gold.title else ""),
        *_notes(report, language),
        element(
            "div",
            element(
                "div",
                element("h3", word("source", language)),
                _key(language),
                element("div", marks.marked(text, found, anchor), class_="source", lang="zh"),
            ),
            element(
                "div",
                element("h3", word("items", language)),
                items.pairs(report.scored.pairs, items.sides(gold, report.summary, anchor), language),
            ),
            class_="sides",
        ),
        element("h3", word("scores", language)),
        _scores(report, language),
        element("p", element("a", word("top", language), href="#reports"), class_="back"),
        class_="report",
        id=anchor,
    )


def _notes(report: ReportRun, language: Language) -> Iterator[Markup]:
    if report.error:
        yield element("p", f"{word('failed', language)}: {report.error.message}", class_="error")
    elif report.summary is None:
        yield element("p", word("no_texts", language), class_="note")
    else:
        if report.summary.overview.text:
            yield element("p", element("b", word("overview", language)), f" {report.summary.overview.text}")
        for warning in report.summary.quality.warnings:
            yield element("p", warning.message, class_="note")


def _key(language: Language) -> Markup:
    return element(
        "p",
        element("mark", word("gold", language), class_="gold"),
        element("mark", word("candidate", language), class_="candidate"),
        element("mark", word("both", language), class_="candidate gold"),
        class_="key",
    )


def _scores(report: ReportRun, language: Language) -> Markup:
    """Every metric that applies, with its reason."""
    head = element(
        "tr",
        element("th", word("metric", language)),
        element("th", word("score", language), class_="n"),
        element("th", word("reason", language)),
    )
    rows = (
        element("tr", element("td", name, class_="name"), overall.number(score.value), element("td", score.reason))
        for name, score in report.scored.metrics.items()
        if score.value is not None
    )
    return element("div", element("table", head, *rows, class_="scores"), class_="wide")
