"""A summary that a person stands behind, as a gold example: what engines are measured against."""

from collections.abc import Iterator

from schemas.document import Kind
from schemas.gold import GoldFigure, GoldItem, GoldReport
from schemas.summary import Figure, Item, ReportSummary
from service.language import script
from service.stages.outline import outline

_KINDS: tuple[Kind, ...] = ("achievement", "problem", "plan")


def example(id: str, summary: ReportSummary, source: str) -> GoldReport:
    """The gold of a report; its text belongs into a file of the name `file`, in UTF-8 without a change.

    It is worded in simplified script, whatever the report is. Every line counts as vital: somebody looked at each and kept it. Furniture is what the outline takes for it.
    """
    report = summary.report
    lists = zip(_KINDS, (summary.achievements, summary.problems, summary.plans), strict=True)
    lines = [(kind, item) for kind, items in lists for item in items]
    told = {kind for kind, _ in lines}
    texts = script.simplify_as(source, report.script, [item.text for _, item in lines])
    return GoldReport(
        id=id,
        file=f"{id}.txt",
        sha256=report.source_sha256,
        title=report.title,
        issuer=report.issuer,
        region=report.region,
        level=report.level,
        year=report.year,
        script=report.script,
        absent=tuple(kind for kind in _KINDS if kind not in told),
        boilerplate=tuple(dict.fromkeys(_furniture(source))),
        items=tuple(
            _item(f"g{number}", kind, item, text)
            for number, ((kind, item), text) in enumerate(zip(lines, texts, strict=True), 1)
        ),
        has_directions=True,
    )


def _furniture(source: str) -> Iterator[str]:
    for start, end in outline(source).furniture:
        yield from filter(None, map(str.strip, source[start:end].splitlines()))


def _item(id: str, kind: Kind, item: Item, text: str) -> GoldItem:
    spans = tuple((piece.start, piece.end) for piece in item.evidence)
    return GoldItem(
        id=id,
        kind=kind,
        topic=item.topic,
        vital=True,
        text=text,
        evidence=spans,
        figures=tuple(
            _figure(figure) for figure in item.figures if any(a <= figure.start and figure.end <= b for a, b in spans)
        ),
    )


def _figure(figure: Figure) -> GoldFigure:
    return GoldFigure(
        name=figure.name,
        value=figure.value,
        unit=figure.unit,
        direction=figure.direction,
        change=figure.change,
    )
