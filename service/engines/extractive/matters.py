"""From points to matters: which clauses belong to one line of a briefing, and of which kind it is."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from schemas.document import Clause, Document, Kind, Point, Topic
from service.engines.extractive.salience import features, substance
from service.language import cues, topics

# A passage must reach this salience in one clause to be worth a line of its own.
_SUBSTANCE = 0.5
_OPENING_SUBSTANCE = 0.72
_LEAD_SUBSTANCE = 0.72
_PLAN_LEAD_SUBSTANCE = 0.93


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause, what it says and how much that tells."""

    clause: Clause
    text: str
    figures: int
    vector: tuple[float, ...]
    salience: float


@dataclass(slots=True)
class Unit:
    """A sentence, or a part of one between semicolons: the smallest thing a matter is made of."""

    kind: Kind
    clauses: list[Cited]
    scores: Counter[topics.Matter]
    stopped: bool

    @property
    def text(self) -> str:
        return "".join(cited.text for cited in self.clauses)

    @property
    def strength(self) -> float:
        return max((cited.salience for cited in self.clauses if not cited.clause.heading), default=0.0)

    @property
    def size(self) -> int:
        return sum(len(cited.text) for cited in self.clauses)


@dataclass(frozen=True, slots=True)
class Matter:
    """One line of the briefing to be: kind, topic and the clauses to choose from, in the text's order."""

    kind: Kind
    topic: Topic
    clauses: tuple[Cited, ...]


def matters(document: Document, points: Sequence[Point], counts: Mapping[int, int]) -> Iterator[Matter]:
    """The matters of neighbouring points, in the text's order; `counts` has the number of figures by clause index."""
    carried: Kind | None = None
    section = -2
    for point in points:
        if point.section != section and not (carried and _below(document, point.section, section)):
            carried = None
        section = point.section
        units, carried = _units(document, point, carried, counts)
        for group in _grouped(point, units):
            if matter := _matter(document, point, group):
                yield matter


def _below(document: Document, section: int, above: int) -> bool:
    while section >= 0:
        section = document.sections[section].parent
        if section == above:
            return True
    return False


def _units(
    document: Document, point: Point, carried: Kind | None, counts: Mapping[int, int]
) -> tuple[list[Unit], Kind | None]:
    """The units of a point with their kinds, and the kind that goes on into the points below."""
    usual: Kind = "problem" if point.kind == "other" else point.kind
    base = kind = carried or usual
    units: list[Unit] = []
    for _, group in groupby(document.clauses[point.first : point.last], key=lambda clause: clause.sentence):
        for part in _parts(document, list(group)):
            for clauses, kind in _turned(document, part, kind, base, point):
                units.append(_unit(document, clauses, kind, counts))
    turned = kind if kind != usual else None
    opens = bool(units) and (point.lead or units[-1].text.endswith(":") or units[0].kind == kind)
    return units, turned if opens else None


def _turned(
    document: Document, part: list[Clause], kind: Kind, base: Kind, point: Point
) -> Iterator[tuple[list[Clause], Kind]]:
    """A part with the kind that it turns to; where the turn comes in mid-sentence (…，但…), both halves."""
    text = "".join(map(document.text, part))
    turn = cues.turns_to(text, document.year)
    if base == "plan" and point.kind == "plan":
        yield part, "plan"
    elif turn == "plan":
        yield part, "plan"
    elif turn == "problem" and kind == "achievement":
        at = next((n for n, clause in enumerate(part) if n and cues.adverse(document.text(clause))), 0)
        if at and not cues.concedes(text):
            yield part[:at], kind
        yield part[at:] if at and not cues.concedes(text) else part, "problem"
    elif kind == "problem" and base == "achievement" and not cues.lacks(text):
        yield part, "achievement"
    elif turn == "problem" and base == "problem":
        yield part, "problem"
    else:
        yield part, kind


def _parts(document: Document, sentence: list[Clause]) -> Iterator[list[Clause]]:
    """A sentence cut at its semicolons, and behind an announcement (…存在以下不足:)."""
    part: list[Clause] = []
    for clause in sentence:
        part.append(clause)
        if document.shadow.text[clause.end - 1] in ";:":
            yield part
            part = []
    if part:
        yield part


def _unit(document: Document, clauses: list[Clause], kind: Kind, counts: Mapping[int, int]) -> Unit:
    chosen = []
    for place, clause in enumerate(clauses):
        chosen.append(cited(document, clause, kind, counts, place == 0, place == len(clauses) - 1))
    whole = "".join(c.text for c in chosen)
    return Unit(kind, chosen, topics.matters(whole), whole[-1] in "。！？\n")


def cited(
    document: Document, clause: Clause, kind: Kind, counts: Mapping[int, int], first: bool = False, last: bool = False
) -> Cited:
    """A clause with what it tells; `first` and `last` tell its place in its sentence."""
    text, figures = document.text(clause), counts.get(clause.index, 0)
    vector = features(text, figures, clause.heading, first, last)
    return Cited(clause, text, figures, vector, substance(vector, kind))


def single(kind: Kind, topic: Topic, clauses: Sequence[Cited]) -> Matter | None:
    """The matter of clauses that an engine chose; None where they are headings, or admit nothing for a problem."""
    if all(c.clause.heading for c in clauses):
        return None
    if kind == "problem" and not any(cues.lacks(c.text) for c in clauses):
        return None
    return Matter(kind, topic, tuple(clauses))


def _grouped(point: Point, units: list[Unit]) -> list[list[Unit]]:
    """Units joined to matters. How readily a point is split depends on how the report itself divides it."""
    groups: list[list[Unit]] = []
    size = sum(unit.size for unit in units)
    for unit in units:
        if groups and not _parts_from(groups[-1], unit, point, size):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return groups


def _parts_from(group: list[Unit], unit: Unit, point: Point, size: int) -> bool:
    """Whether a unit begins a new matter."""
    if unit.kind != group[-1].kind:
        return True
    before = group[-1]
    if all(cited.clause.heading for u in group for cited in u.clauses):
        return False
    if unit.kind == "problem":
        loose = not point.marker or point.kind != "problem" or size >= 200
        return loose and any(cues.lacks(u.text) for u in group) and cues.lacks(unit.text) and not cues.details(unit.text)
    held = sum(u.size for u in group if not all(c.clause.heading for c in u.clauses))
    if unit.strength < _SUBSTANCE or max(u.strength for u in group) < _SUBSTANCE or held < 30 or unit.size < 16:
        return False
    strongly, other_topic, other_matter = _differs(group, unit)
    numbered = _numbered(point.marker)
    if unit.kind == "plan":
        if point.marker:
            return size >= 200 and (strongly or (other_matter and before.stopped))
        return other_matter or (before.stopped and held >= 60)
    if numbered >= 3:
        return size >= 120 and strongly and before.stopped
    if numbered == 2:
        return size >= 130 and (other_matter and (before.stopped or other_topic) or (size >= 200 and before.stopped and held >= 80))
    return other_matter or (before.stopped and held >= 80)


def _numbered(marker: str) -> int:
    """How deep in the usual order a point's number stands: 1 for 一、 2 for (一), 3 for 1. and deeper; 0 for none."""
    if not marker:
        return 0
    if marker[0].isdigit() or marker[-1] in "是要" or marker[1:2].isdigit() or marker[0] in "首其再最①②③④⑤⑥⑦⑧⑨":
        return 3
    return 2 if marker[0] in "()" else 1


def _differs(group: list[Unit], unit: Unit) -> tuple[bool, bool, bool]:
    """Whether the unit's topic strongly differs from the group's, whether it differs, and whether its matter does.

    Unknown ones differ from nothing. Strongly: each side speaks of its own topic in telling words, and the unit says
    nothing of the group's.
    """
    scores: Counter[topics.Matter] = Counter()
    for u in group:
        scores.update(u.scores)
    if not scores or not unit.scores:
        return False, False, False
    top = max(unit.scores, key=lambda matter: unit.scores[matter])
    known = max(scores, key=lambda matter: scores[matter])
    here, there = topics.topic(unit.scores), topics.topic(scores)
    own = sum(weight for (name, _), weight in unit.scores.items() if name == here)
    shared = sum(weight for (name, _), weight in unit.scores.items() if name == there)
    held = sum(weight for (name, _), weight in scores.items() if name == there)
    strongly = here != there and own >= 2.5 and held >= 2.5 and shared < 0.34 * own
    return strongly, here != there, top != known and scores[top] < 0.6 * scores[known]


def _matter(document: Document, point: Point, group: list[Unit]) -> Matter | None:
    """The matter of a group; None where it is a slogan, an opening or a transition."""
    kind = group[0].kind
    clauses = tuple(cited for unit in group for cited in unit.clauses)
    strength = max((cited.salience for cited in clauses if not cited.clause.heading), default=0.0)
    if strength < _needed(point, kind):
        return None
    if kind == "problem" and not any(cues.lacks(cited.text) for cited in clauses):
        return None
    if kind == "problem" and all(cues.announces(cited.text) for cited in clauses if cues.lacks(cited.text)):
        return None
    if kind == "plan" and all(cues.announces_plans(cited.text) for cited in clauses if cited.salience >= 0.5):
        return None
    scores: Counter[topics.Matter] = Counter()
    for unit in group:
        scores.update(unit.scores)
    if point.section >= 0:
        for matter, weight in topics.matters(document.sections[point.section].heading).items():
            scores[matter] += 0.5 * weight  # type: ignore[assignment]
    return Matter(kind, topics.topic(scores), clauses)


def _needed(point: Point, kind: Kind) -> float:
    if kind == "problem":
        return 0.25
    if point.section < 0:
        return _OPENING_SUBSTANCE
    if point.lead:
        return _LEAD_SUBSTANCE if kind == "achievement" else _PLAN_LEAD_SUBSTANCE
    return 0.35 if point.marker else _SUBSTANCE
