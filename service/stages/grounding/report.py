"""A document as its drafts are read against it: the evidence of the cited clauses, and what the outline says of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from schemas.document import Clause, Document, Kind, SectionKind
from service.language import bindings, claims, cues

# What somebody else said, or ordered, is no turn of the report's own: 按照市政府“下一步将…”的部署,.
_NOT_OWN = re.compile(
    "“[^”]*”|(?:根据|按照?|依据|依照|遵照|遵循|针对(?!上述|以上|这些|这一|这个|该|此|存在)|对照|围绕|对标|贯彻落实|贯彻|落实)[^。;]{0,80}?(?:要求|部署|安排|精神|意见|建议|指示|批示|规定|决定|目标|任务|通知|问题|不足|反馈)[^,。;]{0,4},"
)


class Report:
    """A document while its drafts are read, with what they share."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.clauses = document.clauses
        self._turns: dict[int, Kind | None] = {}

    @cached_property
    def own_names(self) -> str:
        """What the report is called, and the body and the region that it speaks for; a line each, as the shadow writes."""
        names = (self.document.title, self.document.issuer, self.document.region)
        return "\n".join(claims.normalized([name for name in names if name]))

    def evidence(self, cited: Sequence[int]) -> str:
        """The cited clauses in the report's order; neighbours joined as they stand, others by a line end."""
        text = self.document.shadow.text
        pieces: list[str] = []
        last: Clause | None = None
        for index in cited:
            clause = self.clauses[index]
            if last is not None:
                pieces.append(self._gap(last, clause))
            pieces.append(text[clause.start : clause.end])
            last = clause
        return "".join(pieces)

    def _gap(self, last: Clause, clause: Clause) -> str:
        """What stands between two cited clauses: a line end where some were left out, an empty line between points. A
        wrapped line may begin a point in mid-sentence, so that it is one only behind a full stop."""
        goes_on = clause.number == last.number + 1 and self.document.shadow.text[last.end - 1] not in "。！？;"
        if clause.point != last.point and not last.heading and not goes_on:
            return bindings.BLOCK
        return "" if clause.start == last.end else "\n"

    def headings(self, cited: Sequence[int]) -> list[str]:
        """The headings above the cited clauses."""
        sections = dict.fromkeys(self.clauses[index].section for index in cited)
        return [heading for section in sections for heading in self.document.heading_path(section)]

    def titles(self, cited: Sequence[int]) -> str:
        """The headings above the cited clauses, and the titles of their points, a line each."""
        points = {self.clauses[index].point for index in cited} - {-1}
        first = [self.clauses[self.document.points[point].first] for point in sorted(points)]
        return "\n".join((*self.headings(cited), *(self.document.text(clause) for clause in first if clause.heading)))

    def is_title(self, clause: Clause) -> bool:
        """Whether the clause is a heading with a body or children; one that has none is all that its point says."""
        if not clause.heading:
            return False
        if clause.point >= 0:
            point = self.document.points[clause.point]
            return any(not other.heading for other in self.clauses[point.first : point.last])
        section = self.document.sections[clause.section] if clause.section >= 0 else None
        return section is None or section.last - section.first > 1

    def kind(self, clause: Clause) -> SectionKind:
        """What the outline says that the clause is about."""
        if clause.point >= 0 and (kind := self.document.points[clause.point].kind) != "other":
            return kind
        return self.document.sections[clause.section].kind if clause.section >= 0 else "other"

    def may_be(self, clause: Clause, kind: Kind) -> bool:
        """Whether the outline lets the clause be of the kind: it says so, or nothing else in so many words."""
        told = self.kind(clause)
        if told != "other":
            return told == kind
        announced = self._announced(clause.section)
        return not announced or kind in announced

    def turn(self, clause: Clause) -> Kind | None:
        """The kind that the sentence of a clause has turned to by the end of the clause; None where to none."""
        if clause.number not in self._turns:
            own = _NOT_OWN.sub("", self._sentence_to(clause))
            self._turns[clause.number] = cues.turns_to(own, self.document.year)
        return self._turns[clause.number]

    def turns_within_section(self, clause: Clause) -> Iterator[Kind | None]:
        """The turn of the clause, and of each sentence of its section before it, the last first."""
        yield self.turn(clause)
        first = self.document.sections[clause.section].first if clause.section >= 0 else clause.number
        yield from self._turns_of(range(clause.number - 1, first - 1, -1), clause)

    def turns_leading_to(self, clause: Clause) -> Iterator[Kind | None]:
        """The turns of the sentences of its point before a clause, and of that which leads to the point's list."""
        if clause.point < 0:
            return
        points = self.document.points
        yield from self._turns_of(range(points[clause.point].first, clause.number), clause)
        at = clause.point
        while at > 0 and points[at].marker and points[at - 1].section == points[at].section:
            at -= 1
        if at < clause.point and not points[at].marker and points[at].last > points[at].first:
            yield self.turn(self.clauses[points[at].last - 1])

    def _turns_of(self, numbers: Iterable[int], clause: Clause) -> Iterator[Kind | None]:
        """The turns of the sentences that end among the clauses, save that of `clause`."""
        for at in numbers:
            other = self.clauses[at]
            if other.sentence not in (self.clauses[at + 1].sentence, clause.sentence) and not other.heading:
                yield self.turn(other)

    def _sentence_to(self, clause: Clause) -> str:
        first = clause.number
        while first > 0 and self.clauses[first - 1].sentence == clause.sentence:
            first -= 1
        return self.document.shadow.text[self.clauses[first].start : clause.end]

    def _announced(self, section: int) -> frozenset[Kind]:
        """The kinds that a heading and those above it announce."""
        year = self.document.year
        return frozenset(
            kind for heading in self.document.heading_path(section) for kind in cues.heading_kinds(heading, year)
        )

    def tells_problems(self, clause: Clause) -> bool:
        """Whether the outline says that the clause is about problems."""
        if clause.point >= 0 and self.document.points[clause.point].kind == "problem":
            return True
        return clause.section >= 0 and self.document.sections[clause.section].kind == "problem"

    def tells_work(self, clause: Clause) -> bool:
        """Whether the outline says that the clause is about work, done or to come."""
        if clause.point >= 0 and self.document.points[clause.point].kind not in ("achievement", "plan"):
            return False
        return clause.section >= 0 and self.document.sections[clause.section].kind in ("achievement", "plan")
