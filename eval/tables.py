"""What the eval commands print: tables for a terminal, JSON for a program."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from eval.compare import Comparison, ItemChange, ReportChange
from eval.gate import Decision, Finding
from eval.metrics import HEADLINE
from eval.runs import Aggregate
from eval.words import word
from service.messages import Language
from service.render.width import pad, width

if TYPE_CHECKING:
    from eval.judge import Judgement

Texts = Mapping[tuple[str, str], str]
"""Gold texts by report and item id."""

_BIG = 1e-9


def of_run(
    aggregate: Mapping[str, Aggregate], baselines: Mapping[str, Mapping[str, Aggregate]], language: Language
) -> str:
    """The headline metrics with their intervals, the baselines beside them."""
    head = [word("metric", language), word("mean", language), word("interval", language), word("reports_n", language)]
    rows = [[*head, *baselines]]
    for name in HEADLINE:
        if (own := aggregate.get(name)) is not None:
            beside = [number(row[name].mean) if name in row else "–" for row in baselines.values()]
            rows.append([name, number(own.mean), interval(own.low, own.high), str(own.n), *beside])
    return table(rows)


def of_comparison(found: Comparison, texts: Texts, language: Language) -> str:
    """The metrics that changed, then what was won and lost, report by report."""
    head = ("metric", "before", "after", "difference", "interval", "p", "detectable", "reports_n")
    rows = [[word(name, language) if name != "p" else "p" for name in head]]
    for row in found.metrics:
        if row.name in HEADLINE or abs(row.change.difference) > _BIG:
            change = row.change
            rows.append(
                [
                    row.name,
                    number(row.before),
                    number(row.after),
                    signed(change.difference),
                    interval(change.low, change.high, signed),
                    number(change.p),
                    "–" if change.detectable is None else number(change.detectable),
                    str(row.n),
                ]
            )
    return table(rows) + "".join("\n" + "\n".join(_report(report, texts, language)) + "\n" for report in found.reports)


def _report(report: ReportChange, texts: Texts, language: Language) -> Iterator[str]:
    before, after = report.metrics.get("item_f1", (None, None))
    told = f"  item_f1 {number(before)} → {number(after)}" if before is not None and after is not None else ""
    spurious = f"  {word('spurious', language)} {report.spurious[0]:g} → {report.spurious[1]:g}"
    error = f"  [{report.error}]" if report.error else ""
    yield f"{report.id}{told}{spurious}{error}"
    for mark, items in (("+", report.won), ("-", report.lost)):
        for item in items:
            yield f"  {mark} {_item(report.id, item, texts, language)}"


def _item(report: str, item: ItemChange, texts: Texts, language: Language) -> str:
    verdicts = f"{word(item.before, language)} → {word(item.after, language)}"
    return f"{item.gold} {item.kind} ({verdicts}) {texts.get((report, item.gold), '')}".rstrip()


def comparison_json(found: Comparison, texts: Texts) -> dict[str, Any]:
    """The same for a program."""
    return {
        "metrics": [{**row._asdict(), "change": row.change._asdict()} for row in found.metrics],
        "reports": [
            {
                **report._asdict(),
                "won": [_item_json(report.id, item, texts) for item in report.won],
                "lost": [_item_json(report.id, item, texts) for item in report.lost],
            }
            for report in found.reports
        ],
    }


def _item_json(report: str, item: ItemChange, texts: Texts) -> dict[str, Any]:
    return {**item._asdict(), "text": texts.get((report, item.gold))}


def of_decision(decision: Decision, language: Language) -> str:
    """Every finding on a line, what is wrong first, the decision at the end."""
    order = ("fail", "inconclusive", "pass")
    rows = [_finding(one, language) for one in sorted(decision.findings, key=lambda one: order.index(one.outcome))]
    return table(rows) + word(decision.outcome, language) + "\n"


def _finding(one: Finding, language: Language) -> list[str]:
    row = [word(one.outcome, language), one.name, one.report or "", number(one.value)]
    if one.change is None:
        return [*row, "", "", ""]
    change = one.change.change
    return [*row, signed(change.difference), interval(change.low, change.high, signed), f"p {number(change.p)}"]


def of_judgement(found: "Judgement", language: Language) -> str:
    """How many items got which verdict, and how far the judge can be believed."""
    known = found.known
    counts = [
        f"  {pad(word(name, language), 12)} {n:5} {n / found.judged:7.1%}" for name, n in found.counts.items() if n
    ]
    told = word(
        "known",
        language,
        caught=known.caught,
        altered=known.altered,
        kept=known.kept,
        sound=known.sound,
        kappa="–" if known.kappa is None else f"{known.kappa:.2f}",
    )
    return "\n".join([word("judged", language, model=found.model, n=found.judged), *counts, told]) + "\n"


def number(value: float) -> str:
    return f"{value:.3f}"


def signed(value: float) -> str:
    return f"{value:+.3f}" if abs(value) > _BIG else "0"


def interval(low: float | None, high: float | None, shown: Any = number) -> str:
    return "–" if low is None or high is None else f"{shown(low)} … {shown(high)}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns side by side, the first to the left and numbers to the right."""
    cells = [max(width(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = (
        "  ".join(pad(cell, cells[at], right=at > 0 and _numeric(cell)) for at, cell in enumerate(row)) for row in rows
    )
    return "".join(line.rstrip() + "\n" for line in lines)


def _numeric(cell: str) -> bool:
    return cell[:1].isdigit() or cell[:1] in "+-–"
