"""Two or more summaries side by side: the figures, problems and plans they share, and those that only one has. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from schemas.sides import Compared, ComparedFigure, ComparedItem, ComparedValue, Comparison, Group, Sides
from schemas.summary import Item, ReportSummary
from service.language import folding

_ALIKE = 0.4
_ALIKE_IN_TOPIC = 0.25


def compare(summaries: Mapping[str, ReportSummary]) -> Comparison:
    """The summaries, by their ids, in the order in which they are given."""
    return Comparison(
        reports=tuple(_compared(id, one) for id, one in summaries.items()),
        figures=tuple(_figures(summaries)),
        problems=_sides(summaries, lambda one: one.problems),
        plans=_sides(summaries, lambda one: one.plans),
    )


def _compared(id: str, summary: ReportSummary) -> Compared:
    report = summary.report
    return Compared(id=id, title=report.title, region=report.region, year=report.year)


def _figures(summaries: Mapping[str, ReportSummary]) -> Iterator[ComparedFigure]:
    """A report that prints a figure twice is shown with the first; of 由…至… with the newer value."""
    rows: dict[tuple[str, str], dict[str, ComparedValue]] = {}
    printed: dict[tuple[str, str], tuple[str, str]] = {}
    for id, summary in summaries.items():
        for item in summary.items():
            for one in item.figures:
                key = folding.fold(one.name), folding.fold(one.unit)
                if one.change == "from" or not key[0]:
                    continue
                printed.setdefault(key, (one.name, one.unit))
                value = ComparedValue(summary=id, item=item.id, value=one.value, number=one.number)
                rows.setdefault(key, {}).setdefault(id, value)
    for key, values in rows.items():
        if len(values) > 1:
            name, unit = printed[key]
            yield ComparedFigure(name=name, unit=unit, values=tuple(values.values()))


def _sides(summaries: Mapping[str, ReportSummary], of: Callable[[ReportSummary], Iterable[Item]]) -> Sides:
    """Each item joins the first group with one of another report that is like it; a group has one item of a report."""
    groups: list[list[ComparedItem]] = []
    for id, summary in summaries.items():
        before = list(groups)
        for item in of(summary):
            one = ComparedItem(summary=id, item=item.id, topic=item.topic, text=item.text)
            open_groups = [group for group in before if all(other.summary != id for other in group)]
            best = max(open_groups, key=lambda group: _likest(one, group), default=None)
            if best is not None and _likest(one, best) >= 1:
                best.append(one)
            else:
                groups.append([one])
    shared = tuple(Group(items=tuple(group)) for group in groups if len(group) > 1)
    return Sides(shared=shared, own=tuple(group[0] for group in groups if len(group) == 1))


def _likest(one: ComparedItem, group: Sequence[ComparedItem]) -> float:
    return max(_alike(one, other) for other in group)


def _alike(one: ComparedItem, other: ComparedItem) -> float:
    """How like two items are; from 1 on they are taken to say the same. Of one topic, fewer words need to be the same."""
    here, there = folding.pairs(folding.fold(one.text)), folding.pairs(folding.fold(other.text))
    if not here or not there:
        return 0.0
    least = _ALIKE_IN_TOPIC if one.topic == other.topic != "other" else _ALIKE
    return len(here & there) / min(len(here), len(there)) / least
