"""The summary that a gold report asks for: what a perfect engine would answer. For tests, and as an upper bound."""

import re
from collections.abc import Iterator

from eval.annotations import digest
from eval.quantities import amount
from eval.values import GoldFigure, GoldItem, GoldReport
from schemas.document import Kind
from schemas.summary import Evidence, Figure, Item, Overview, Quality, ReportInfo, ReportSummary, Usage

_LETTERS: tuple[tuple[Kind, str], ...] = (("achievement", "a"), ("problem", "p"), ("plan", "n"))


def summary(gold: GoldReport, text: str) -> ReportSummary:
    """The gold's items as a summary of the text, figures included."""
    items = {
        kind: tuple(
            _item(f"{letter}{number}", item, text)
            for number, item in enumerate((item for item in gold.items if item.kind == kind), start=1)
        )
        for kind, letter in _LETTERS
    }
    return ReportSummary(
        report=_report(gold, text),
        overview=Overview(text="", items=()),
        achievements=items["achievement"],
        problems=items["problem"],
        plans=items["plan"],
        quality=Quality(coverage=0, number_support=1, repaired=0, fell_back=0, uncited_sections=(), warnings=()),
        usage=Usage.nothing("gold"),
    )


def _report(gold: GoldReport, text: str) -> ReportInfo:
    return ReportInfo(
        title=gold.title,
        issuer=gold.issuer,
        region=gold.region,
        level=gold.level,
        year=gold.year,
        script=gold.script,
        characters=len(text),
        source_sha256=digest(text),
        sections=(),
    )


def _item(number: str, item: GoldItem, text: str) -> Item:
    return Item(
        id=number,
        text=item.text,
        topic=item.topic,
        section=None,
        evidence=tuple(Evidence(start=start, end=end, text=text[start:end]) for start, end in item.evidence),
        figures=tuple(_figures(item, text)),
    )


def _figures(item: GoldItem, text: str) -> Iterator[Figure]:
    """The figures at their places: the first that is free and has the unit behind it, else the first that is free."""
    taken: set[int] = set()
    for figure in item.figures:
        places = [at for at in _places(item, figure.value, text) if at not in taken]
        units = [at for at in places if text.startswith(figure.unit, at + len(figure.value))]
        start = (units or places or list(_places(item, figure.value, text)))[0]
        taken.add(start)
        yield _figure(figure, start)


def _places(item: GoldItem, value: str, text: str) -> Iterator[int]:
    """Where the value stands in the evidence, not as a part of a longer number; else wherever it stands."""
    whole = re.compile(rf"(?<![\d.]){re.escape(value)}(?![\d.])")
    for pattern in (whole, re.compile(re.escape(value))):
        found = [match.start() for start, end in item.evidence for match in pattern.finditer(text, start, end)]
        if found:
            yield from found
            return


def _figure(figure: GoldFigure, start: int) -> Figure:
    return Figure(
        name=figure.name,
        value=figure.value,
        number=amount(figure.value, "").number,
        unit=figure.unit,
        direction=figure.direction,
        change=figure.change,
        start=start,
        end=start + len(figure.value),
    )
