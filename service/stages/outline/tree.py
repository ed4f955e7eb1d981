"""From segments to sections, points and clauses."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from schemas.document import Clause, Kind, Point, Section, SectionKind
from service.language import clauses as cutting
from service.language import cues, headings
from service.stages.outline.segments import Segment

_LEADING_ON = frozenset(",:是将为在")
_ENDS = "。；;！？\n"
_FIRST = re.compile(r"\(?(?:一|1(?!\d)|①|首|第一)")


@dataclass(slots=True)
class _Open:
    """A section that is still growing."""

    id: str
    heading: str
    level: float
    start: int
    kind: SectionKind
    mixed: bool
    parent: int
    first: int
    end: int = 0
    last: int = 0
    children: int = 0
    table: bool = False


@dataclass(slots=True)
class Tree:
    """Builds the three lists in one pass over the segments; `build` is its only way in."""

    text: str
    stops: list[int]
    year: int | None
    sections: list[_Open] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    stack: list[int] = field(default_factory=list)
    roots: int = 0
    sentence: int = 0
    announced: Kind | None = None

    def add(self, segment: Segment) -> None:
        if not segment.table and self.stack and self.sections[self.stack[-1]].table:
            self._end(self.stack.pop())
        if 0 < segment.level < 5:
            self._close(segment.level)
        titled = segment.title[1] > segment.title[0]
        if titled and 0 < segment.level < 5:
            self._open(segment)
        bodied = segment.body[1] > segment.body[0]
        headed = titled and self._heads(segment)
        if headed:
            self._cite(segment.start, segment.title[1], -1, heading=True)
        first = len(self.clauses)
        if titled and not headed:
            self._cite(segment.start, segment.title[1], len(self.points) if bodied else -1, heading=True)
        if bodied:
            begin = segment.body[0] if titled else segment.start
            self._cite(begin, segment.body[1], len(self.points), heading=False)
            if segment.new_line or not segment.level:
                self.announced = _announced(self.text[begin : segment.body[1]], self.year)
                told = segment.kind
            else:
                told = segment.kind or self.announced
            self._point("" if headed else segment.marker, first, told)

    def _heads(self, segment: Segment) -> bool:
        """Whether what runs on behind a heading is a paragraph below it, not a point with a title: 「一、存在的问题」."""
        heading = self.text[segment.title[0] : segment.title[1]].strip(" 。:;\n")
        return 0 < segment.level <= 1 or (segment.level < 5 and headings.announces(heading))

    def _open(self, segment: Segment) -> None:
        parent = self.stack[-1] if self.stack else -1
        above = self.sections[parent] if parent >= 0 else None
        heading = self.text[segment.title[0] : segment.title[1]].strip(" 。:;\n")
        kind, mixed = cues.section_kind(heading, above.kind if above else None, bool(above and above.mixed), self.year)
        if segment.kind:
            kind, mixed = segment.kind, segment.kind == "other"
        if above:
            above.children += 1
            place = f"{above.id}/{above.children}"
        else:
            self.roots += 1
            place = str(self.roots)
        self.stack.append(len(self.sections))
        self.sections.append(
            _Open(place, segment.marker + heading, segment.level, segment.start, kind, mixed, parent, len(self.clauses))
        )
        self.sections[-1].table = segment.table

    def _close(self, level: float) -> None:
        while self.stack and self.sections[self.stack[-1]].level >= level:
            self._end(self.stack.pop())

    def _end(self, number: int) -> None:
        section = self.sections[number]
        section.last = len(self.clauses)
        section.end = self.clauses[-1].end if section.last > section.first else section.start

    def _point(self, marker: str, first: int, told: SectionKind | None) -> None:
        section = self.stack[-1] if self.stack else -1
        kind: SectionKind = self.sections[section].kind if section >= 0 else "achievement"
        if section >= 0 and self.sections[section].mixed:
            kind = "other"
        kind = told or kind
        self.points.append(Point(len(self.points), section, marker, first, len(self.clauses), kind, False))

    def _cite(self, start: int, end: int, point: int, *, heading: bool) -> None:
        section = self.stack[-1] if self.stack else -1
        if heading:
            ranges = [(start, start + len(self.text[start:end].rstrip(" \n")))]
        else:
            inner = self.stops[bisect_right(self.stops, start) : bisect_right(self.stops, end)]
            ranges = cutting.cut(self.text, start, end, inner)
        for a, b in ranges:
            self.clauses.append(Clause(len(self.clauses), a, b, section, point, self.sentence, heading))
            if self.text[b - 1] in cutting.SENTENCE_STOPS:
                self.sentence += 1
        if ranges and self.text[ranges[-1][1] - 1] not in cutting.SENTENCE_STOPS:
            self.sentence += 1


def _announced(paragraph: str, year: int | None) -> Kind | None:
    """The kind of the numbered points that go on from a paragraph on its own line: 「…2025年,我县将:(1)…(2)…」."""
    said = paragraph.rstrip(" ")
    if not said or said[-1] not in _LEADING_ON:
        return None
    return cues.turns_to(said[max(said.rfind(stop, 0, -1) for stop in _ENDS) + 1 :].strip(" "), year)


def build(
    text: str, stops: list[int], segments: list[Segment], year: int | None
) -> tuple[tuple[Section, ...], tuple[Point, ...], tuple[Clause, ...]]:
    """Sections, points and clauses of the segments, in the text's order."""
    tree = Tree(text, stops, year)
    for segment in segments:
        tree.add(segment)
    tree._close(0)
    sections = tuple(
        Section(s.id, s.heading, s.start, s.end, s.kind, s.id.count("/"), s.parent, s.first, s.last)
        for s in tree.sections
    )
    return sections, _with_leads(tree, segments), tuple(tree.clauses)


def _counts_on(segment: Segment) -> bool:
    """Whether a number in running text goes on from one before it, so that nothing leads to it: 二是 behind （3）."""
    return segment.level >= 4 and not segment.new_line and not _FIRST.match(segment.marker)


def _with_leads(tree: Tree, segments: list[Segment]) -> tuple[Point, ...]:
    """A point is a lead where what follows stands deeper than its section: it introduces numbered points."""
    bodied = [number for number, segment in enumerate(segments) if segment.body[1] > segment.body[0]]
    marked: list[Point] = []
    for point, number in zip(tree.points, bodied, strict=True):
        following = segments[number + 1] if number + 1 < len(segments) else None
        below = following.level if following and not _counts_on(following) else 0
        own = tree.sections[point.section].level if point.section >= 0 else 0
        marked.append(point._replace(lead=below > max(own, segments[number].level)))
    return tuple(marked)
