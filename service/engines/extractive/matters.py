"""From points to matters: which clauses belong to one line of a briefing, and of which kind it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.document import Document, Kind, Point, Topic
from service.engines.extractive import causes, turns
from service.engines.extractive.reading import WEAK, Reading
from service.engines.extractive.salience import substance
from service.language import cues, topics
from service.language.topics import Matter as Subject

# A passage must reach this substance in one clause to be worth a line of its own.
_SUBSTANCE = 0.5
_OPENING_SUBSTANCE = 0.72
_LEAD_SUBSTANCE = 0.72
_PLAN_LEAD_SUBSTANCE = 0.93
_NUMBERED_SUBSTANCE = 0.05
_PROBLEM_SUBSTANCE = 0.25


@dataclass(slots=True)
class Unit:
    """A sentence, or a part of one between semicolons: the smallest thing a matter is made of."""

    kind: Kind
    readings: list[Reading]
    text: str
    strength: float
    size: int

    @property
    def stopped(self) -> bool:
        return self.text[-1] in "。！？\n"

    @property
    def titled(self) -> bool:
        """Whether it is nothing but an inline title."""
        return all(reading.clause.heading for reading in self.readings)


@dataclass(slots=True)
class _Group:
    """Units on their way to one matter, with running sums."""

    units: list[Unit]
    scores: dict[Subject, float]
    strength: float = 0.0
    held: int = 0

    def take(self, unit: Unit) -> None:
        self.units.append(unit)
        for reading in unit.readings:
            topics.add(self.scores, reading.matters)
        if not unit.titled:
            self.held += unit.size
            self.strength = max(self.strength, unit.strength)


@dataclass(frozen=True, slots=True)
class Matter:
    """One line of the briefing to be: kind, topic and the clauses to choose from, in the text's order."""

    kind: Kind
    topic: Topic
    readings: tuple[Reading, ...]


def find(document: Document, points: Sequence[Point], readings: Sequence[Reading]) -> Iterator[Matter]:
    """The matters of neighbouring points, in the text's order, given the readings of their clauses."""
    begin = readings[0].clause.number if readings else 0
    carried: Kind | None = None
    section = -2
    explaining = causes.of(document, points)
    for point in points:
        if point.number in explaining:
            continue
        if point.section != section and not (carried and _below(document, point.section, section)):
            carried = None
        section = point.section
        if _is_of_column(document, point):
            carried = None
        units, carried = _units(document, point, carried, readings[point.first - begin : point.last - begin])
        for group in _grouped(point, units):
            if matter := _matter(document, point, group):
                yield matter


def single(kind: Kind, topic: Topic, readings: Sequence[Reading]) -> Matter | None:
    """The matter of clauses that an engine chose; None where they are headings, or admit nothing for a problem."""
    if all(reading.clause.heading for reading in readings):
        return None
    if kind == "problem" and not any(cues.lacks(reading.text) for reading in readings):
        return None
    return Matter(kind, topic, tuple(readings))


def _is_of_column(document: Document, point: Point) -> bool:
    """Whether the kind of a point is its own and not its section's: that of a column in a table of several."""
    return point.section >= 0 and document.sections[point.section].kind == "other" and point.kind != "other"


def _below(document: Document, section: int, above: int) -> bool:
    while section >= 0:
        section = document.sections[section].parent
        if section == above:
            return True
    return False


def _units(
    document: Document, point: Point, carried: Kind | None, readings: Sequence[Reading]
) -> tuple[list[Unit], Kind | None]:
    """The units of a point with their kinds, and the kind that goes on into the points below."""
    usual: Kind = "problem" if point.kind == "other" else point.kind
    base = kind = carried or usual
    told: list[tuple[list[Reading], Kind]] = []
    for part in turns.own_parts(readings):
        if kind == "problem" and cues.explains(part[0].text):
            continue
        goes_on = bool(told) and told[-1][0][-1].clause.sentence == part[0].clause.sentence
        told += turns.turned(part, kind, base, point, document.year, goes_on=goes_on)
        kind = told[-1][1]
    units = [_unit(held, turned_to) for held, turned_to in _settled(told, document.year)]
    turned = kind if kind != usual else None
    opens = bool(units) and (point.lead or units[-1].text.endswith(":") or units[0].kind == kind)
    if usual == "problem" and kind == "achievement":
        opens = bool(units) and units[-1].text.endswith(":")
    return units, turned if opens else None


def _settled(told: list[tuple[list[Reading], Kind]], year: int | None) -> list[tuple[list[Reading], Kind]]:
    """The parts with their kinds, those of an earlier year's shortcoming that was put right as achievements.

    An inline title whose kind the next part does not have goes to the first part that has it.
    """
    if not any([kind == "problem" for _, kind in told]):
        return told
    texts = ["".join([reading.text for reading in held]) for held, _ in told]
    titled = [all(reading.clause.heading for reading in held) for held, _ in told]
    kinds = turns.settled(texts, [kind for _, kind in told], titled, year)
    parts = [held for held, _ in told]
    if titled[0] and kinds[0] in kinds[1:] and kinds[1] != kinds[0]:
        at = kinds.index(kinds[0], 1)
        parts[at] = [*parts[0], *parts[at]]
        del parts[0], kinds[0]
    return list(zip(parts, kinds, strict=True))


def _unit(readings: list[Reading], kind: Kind) -> Unit:
    text = "".join([reading.text for reading in readings])
    strength = max([substance(reading, kind) for reading in readings if not reading.clause.heading], default=0.0)
    return Unit(kind, readings, text, strength, len(text))


def _grouped(point: Point, units: list[Unit]) -> list[_Group]:
    """Units joined to matters. How readily a point is split depends on how the report itself divides it."""
    groups: list[_Group] = []
    size = sum([unit.size for unit in units])
    for unit in units:
        if not groups or _parts_from(groups[-1], unit, point, size):
            groups.append(_Group([], {}))
        groups[-1].take(unit)
    return groups


def _parts_from(group: _Group, unit: Unit, point: Point, size: int) -> bool:
    """Whether a unit begins a new matter."""
    before = group.units[-1]
    if unit.kind != before.kind:
        return True
    if not group.held:
        return False
    if unit.kind == "problem":
        loose = (
            not point.marker or point.kind != "problem" or size >= 200 or (cues.adds(unit.text) and not before.stopped)
        )
        return (
            loose
            and any(cues.lacks(u.text) for u in group.units)
            and cues.lacks(unit.text)
            and not cues.details(unit.text)
        )
    if unit.strength < _SUBSTANCE or group.strength < _SUBSTANCE or group.held < 30 or unit.size < 16:
        return False
    numbered = depth(point.marker)
    if unit.kind == "plan":
        if numbered:
            return size >= 200 and _differs(group, unit, strongly=not before.stopped)
        return (before.stopped and group.held >= 60) or _differs(group, unit)
    if numbered >= 3:
        return size >= 120 and before.stopped and _differs(group, unit, strongly=True)
    if numbered == 2 and size < 130:
        return False
    if before.stopped and group.held >= 80 and (numbered != 2 or size >= 200):
        return True
    return _differs(group, unit) and (before.stopped or numbered != 2 or _topics_differ(group, unit))


def depth(marker: str) -> int:
    """How deep in the usual order a point's number stands: 1 for 一、 2 for (一), 3 for 1. and deeper; 0 for none."""
    if not marker:
        return 0
    if marker[0].isdigit() or marker[-1] in "是要" or marker[1:2].isdigit() or marker[0] in "首其再最第①②③④⑤⑥⑦⑧⑨":
        return 3
    return 2 if marker[0] in "()" else 1


def _scores(unit: Unit) -> dict[Subject, float]:
    scores: dict[Subject, float] = {}
    for reading in unit.readings:
        topics.add(scores, reading.matters)
    return scores


def _topics_differ(group: _Group, unit: Unit) -> bool:
    return topics.topic(group.scores) != topics.topic(_scores(unit))


def _differs(group: _Group, unit: Unit, *, strongly: bool = False) -> bool:
    """Whether the unit treats another matter than the group. Unknown ones differ from nothing.

    Strongly: it treats another topic, each side speaks of its own in telling words, and the unit says next to nothing
    of the group's.
    """
    scores = _scores(unit)
    if not scores or not group.scores:
        return False
    if not strongly:
        top = max(scores, key=scores.__getitem__)
        known = max(group.scores, key=group.scores.__getitem__)
        return top != known and group.scores.get(top, 0.0) < 0.6 * group.scores[known]
    here, there = topics.topic(scores), topics.topic(group.scores)
    own = sum(weight for (name, _), weight in scores.items() if name == here)
    shared = sum(weight for (name, _), weight in scores.items() if name == there)
    held = sum(weight for (name, _), weight in group.scores.items() if name == there)
    return here != there and own >= 2.5 and held >= 2.5 and shared < 0.34 * own


def _matter(document: Document, point: Point, group: _Group) -> Matter | None:
    """The matter of a group; None where it is a slogan, an opening or a transition."""
    kind = group.units[0].kind
    if group.strength < _needed(point, kind):
        return None
    readings = tuple([reading for unit in group.units for reading in unit.readings])
    if kind == "problem":
        told = [reading.text for reading in readings if point.kind == "problem" and point.marker]
        admitting = told or [reading.text for reading in readings if cues.lacks(reading.text)]
        said = [reading.text for reading in readings if not reading.clause.heading]
        if all(map(cues.announces, admitting)) or (point.lead and said and all(map(cues.announces, said))):
            return None
    if kind == "plan":
        body = [r for r in readings if not r.clause.heading]
        concrete = [r for r in body if WEAK.isdisjoint(r.active)] or body
        if all([cues.announces_plans(r.text) for r in concrete]):
            return None
    scores = dict(group.scores)
    if point.section >= 0:
        for matter, weight in topics.matters(document.sections[point.section].heading).items():
            scores[matter] = scores.get(matter, 0.0) + 0.5 * weight
    return Matter(kind, topics.topic(scores), readings)


def _needed(point: Point, kind: Kind) -> float:
    if kind == "problem":
        return _PROBLEM_SUBSTANCE
    if point.section < 0 and not (point.marker and kind == "plan"):
        return _OPENING_SUBSTANCE
    if point.lead:
        return _LEAD_SUBSTANCE if kind == "achievement" else _PLAN_LEAD_SUBSTANCE
    return _NUMBERED_SUBSTANCE if point.marker else _SUBSTANCE
