"""What the report says of all reports together: the table with intervals, kinds, tokens."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import get_args

from eval.confusion import MISSED, SPURIOUS, confusion
from eval.metrics import HEADLINE, METRICS
from eval.report.markup import Markup, element, joined
from eval.report.plots import Bar, bars, scatter, span
from eval.report.words import word
from eval.runs import ReportRun, Run
from schemas.document import Kind
from service.messages import Language

_KINDS: tuple[Kind, ...] = get_args(Kind)


def metrics(run: Run, language: Language) -> Markup:
    """Every metric with its interval, the headline ones first, and the baselines beside."""
    names = [name for name in (*HEADLINE, *(n for n in METRICS if n not in HEADLINE)) if name in run.aggregate]
    head = [
        element("th", word("metric", language)),
        element("th", word("mean", language), class_="n"),
        element("th", word("interval", language), class_="n"),
        element("th"),
        element("th", word("n", language), class_="n"),
        *(element("th", word(name, language), class_="n") for name in run.baselines),
    ]
    rows = (element("tr", *_row(run, name), class_="last" if name == HEADLINE[-1] else None) for name in names)
    table = element("table", element("thead", element("tr", *head)), element("tbody", *rows))
    return element("div", table, class_="wide")


def _row(run: Run, name: str) -> Iterator[Markup]:
    own = run.aggregate[name]
    beside = {base: summed[name].mean for base, summed in run.baselines.items() if name in summed}
    yield element("td", name, class_="name")
    yield number(own.mean)
    told = "–" if own.low is None or own.high is None else f"{own.low:.3f} – {own.high:.3f}"
    yield element("td", told, class_="n")
    yield element("td", span(own, list(beside.values())))
    yield element("td", str(own.n), class_="n")
    for base in run.baselines:
        yield number(beside.get(base))


def kinds(reports: Sequence[ReportRun], language: Language) -> Markup:
    """Precision, recall and F1 of every kind over all items, and which kinds are taken for which."""
    counts = Counter(confusion(report.scored for report in reports))
    groups = {word(kind, language): _bars(counts, kind, language) for kind in _KINDS}
    return element(
        "div",
        bars(groups),
        element("div", element("h3", word("confusion", language)), _confusion(counts, language), class_="wide"),
        class_="two",
    )


def _bars(counts: Counter[tuple[str, str]], kind: Kind, language: Language) -> list[Bar]:
    hits = counts[kind, kind]
    wanted = sum(n for (gold, _), n in counts.items() if gold == kind)
    offered = sum(n for (_, candidate), n in counts.items() if candidate == kind)
    values = {
        "precision": hits / offered if offered else 0.0,
        "recall": hits / wanted if wanted else 0.0,
        "f1": 2 * hits / (wanted + offered) if wanted + offered else 0.0,
    }
    return [Bar(word(name, language), value, name) for name, value in values.items()]


def _confusion(counts: Counter[tuple[str, str]], language: Language) -> Markup:
    columns = (*_KINDS, MISSED)
    head = element("tr", element("th"), *(element("th", word(name, language), class_="n") for name in columns))
    rows = (
        element(
            "tr",
            element("th", word(row, language)),
            *(
                _count(counts[row, column]) if (row, column) != (SPURIOUS, MISSED) else element("td")
                for column in columns
            ),
        )
        for row in (*_KINDS, SPURIOUS)
    )
    return element("table", head, *rows)


def tokens(reports: Sequence[ReportRun], language: Language) -> Markup:
    """Item F1 against the tokens of each result; nothing where no tokens were used."""
    points = [
        (float(used), report.scored.metrics["item_f1"].value or 0.0, report.id)
        for report in reports
        if report.summary and (used := report.summary.usage.prompt_tokens + report.summary.usage.completion_tokens)
    ]
    if not points:
        return Markup()
    return joined(element("h2", word("tokens", language)), scatter(points, word("token_axis", language), "item_f1"))


def number(value: float | None) -> Markup:
    """A cell with a score."""
    return element("td", "–" if value is None else f"{value:.3f}", class_="n")


def _count(n: int) -> Markup:
    return element("td", str(n), class_="n" if n else "n zero")
