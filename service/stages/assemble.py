"""From accepted drafts to the summary on the wire: evidence, figures, identity, an honest account."""

import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import groupby

from schemas.document import Clause, Document, Kind, Quantity, Span
from schemas.draft import Draft
from schemas.summary import (
    MAX_OVERVIEW,
    MAX_TEXT,
    Evidence,
    Figure,
    Item,
    OutputScript,
    Overview,
    Quality,
    QualityWarning,
    ReportInfo,
    ReportSummary,
    SectionInfo,
    Usage,
)
from service.language import clauses as cutting
from service.language import figures, listing, own_words, script

_DIGITS = re.compile("[0-9]+")
_HALF_WIDTH = {0xFF10 + n: str(n) for n in range(10)}
_PREFIX: dict[Kind, str] = {"achievement": "a", "problem": "p", "plan": "n"}


class Assembler:
    """Turns drafts of one document into items; holds the document's figures by clause.

    `pages` are the source offsets at which the pages begin, none where the source has no pages.
    """

    def __init__(self, document: Document, output: OutputScript, pages: Sequence[int] = ()) -> None:
        self.document = document
        self._output = output
        self._pages = pages
        self._quantities = document.figures_by_clause()
        self._names: dict[int, tuple[str, ...]] = {}

    def items(self, drafts: Sequence[Draft]) -> tuple[Item, ...]:
        """The items of the drafts, numbered by kind in their order."""
        ids = numbered([draft.kind for draft in drafts])
        return tuple(self._item(draft, id) for draft, id in zip(drafts, ids, strict=True))

    def overview(self, text: str, drafts: Sequence[Draft]) -> str:
        """The simplified text of an overview in the script that was asked for, given the drafts that it rests on."""
        return self._worded(text, [clause for draft in drafts for clause in self._cited(draft)], MAX_OVERVIEW)

    def show(self, text: str) -> str:
        """Simplified text that stands in the source in one piece, in the script that was asked for."""
        if self._output == "source":
            return own_words.whole_in_source_words(self.document, text)
        return script.to_traditional(text) if self._output == "hant" else text

    def _worded(self, text: str, clauses: Sequence[Clause], limit: int) -> str:
        if self._output == "source":
            return own_words.in_source_words(self.document, text, clauses, limit)
        return script.to_traditional(text) if self._output == "hant" else text

    def _cited(self, draft: Draft) -> list[Clause]:
        return [self.document.clauses[index] for index in sorted(set(draft.clauses))]

    def _item(self, draft: Draft, number: str) -> Item:
        cited = self._cited(draft)
        return Item(
            id=number,
            text=self._worded(draft.text, cited, MAX_TEXT),
            topic=draft.topic,
            section=self.section(cited),
            evidence=tuple(self._evidence(cited, draft.text)),
            figures=tuple([figure for clause in cited for figure in self.figures(clause)]),
        )

    def section(self, cited: Sequence[Clause]) -> str | None:
        """The id of the section in which the first of some clauses that is no heading stands."""
        number = next((c.section for c in cited if not c.heading), cited[0].section if cited else -1)
        return self.document.sections[number].id if number >= 0 else None

    def _evidence(self, cited: Sequence[Clause], text: str) -> list[Evidence]:
        """The pieces of the source, without opening words and stops; with them where a number of the text stands there
        (2023年，…)."""
        source = self.document.source
        found = spans(self.document, cited)
        if not _numbers(text) <= _numbers("\n".join([source[a:b] for a, b in found])):
            found = spans(self.document, cited, whole=True)
        return [Evidence(start=a, end=b, text=source[a:b], page=self.page(a)) for a, b in found]

    def page(self, offset: int) -> int | None:
        """The page, counted from 1, on which the character at an offset stands."""
        return bisect_right(self._pages, offset) or None

    def figures(self, clause: Clause) -> list[Figure]:
        """The figures of a clause, in its order."""
        found = self._quantities.get(clause.number, ())
        if found and clause.number not in self._names:
            self._name_sentence(clause)
        return [self._figure(*pair) for pair in zip(found, self._names.get(clause.number, ()), strict=True)]

    def _name_sentence(self, clause: Clause) -> None:
        """Name the figures of all clauses of a clause's sentence; what the sentence before it told may name them too."""
        clauses = self.document.clauses
        first = last = clause.number
        while first > 0 and clauses[first - 1].sentence == clause.sentence:
            first -= 1
        while last < len(clauses) and clauses[last].sentence == clause.sentence:
            last += 1
        begin = first
        while begin > 0 and clauses[begin - 1].sentence == clauses[first - 1].sentence:
            begin -= 1
        held = [c for c in clauses[begin:last] if not c.heading and c.point == clause.point]
        found = [self._quantities.get(c.number, ()) for c in held]
        names = listing.names(self.document.shadow.text, [(c.start, c.end) for c in held], found)
        self._names.update((c.number, told) for c, told in zip(held, names, strict=True) if c.number >= first)

    def _figure(self, quantity: Quantity, name: str) -> Figure:
        shadow = self.document.shadow
        return Figure(
            name=self.show(name),
            value=self._printed(quantity.start, quantity.end),
            number=quantity.number,
            unit=self._printed_unit(quantity),
            modifier=quantity.modifier,
            direction=quantity.direction,
            change=quantity.change,
            start=shadow.start_in_source(quantity.start),
            end=shadow.end_in_source(quantity.end - 1),
        )

    def _printed_unit(self, quantity: Quantity) -> str:
        """The unit as the source prints it; one that is only implied (百分之五 has %) as it is."""
        shadow, stop = self.document.shadow, figures.unit_end(self.document.shadow.text, quantity)
        if stop <= quantity.end or shadow.text[stop - len(quantity.unit) : stop] != quantity.unit:
            return quantity.unit
        return self._printed(stop - len(quantity.unit), stop)

    def _printed(self, start: int, end: int) -> str:
        """The shadow range as the source prints it; where a line ends in its midst, without blanks and page numbers."""
        shadow, source = self.document.shadow, self.document.source
        whole = source[shadow.start_in_source(start) : shadow.end_in_source(end - 1)]
        return whole if len(whole.splitlines()) == 1 else "".join(shadow.printed(start, end, source).split())


def numbered(kinds: Sequence[Kind]) -> list[str]:
    """The ids of items of these kinds, in their order: a1, a2, p1 …"""
    numbers = dict.fromkeys(_PREFIX, 0)
    ids = []
    for kind in kinds:
        numbers[kind] += 1
        ids.append(f"{_PREFIX[kind]}{numbers[kind]}")
    return ids


def spans(document: Document, cited: Sequence[Clause], *, whole: bool = False) -> list[Span]:
    """Source spans of cited clauses; neighbours become one, the stop behind a span is no part of it, nor are the opening
    words of its first clause unless `whole`."""
    text = document.shadow.text
    found: list[Span] = []
    for _, run in groupby(enumerate(cited), key=lambda pair: pair[1].number - pair[0]):
        clauses = [clause for _, clause in run]
        start, _ = cutting.core(text, clauses[0].start, clauses[0].end)
        _, end = cutting.core(text, clauses[-1].start, clauses[-1].end)
        found += document.shadow.to_source(clauses[0].start if whole else start, end, document.source)
    return found


def _numbers(text: str) -> set[str]:
    """The runs of digits of a text, half-width."""
    return set(_DIGITS.findall(text.translate(_HALF_WIDTH)))


def report_info(document: Document, show: Callable[[str], str]) -> ReportInfo:
    """Who reports on what, with the sections in source offsets; `show` puts words into the script asked for."""
    source = document.source
    return ReportInfo(
        title=show(document.title) if document.title else None,
        issuer=show(document.issuer) if document.issuer else None,
        region=show(document.region) if document.region else None,
        level=document.level,
        year=document.year,
        script=document.script,
        characters=len(source),
        source_sha256=hashlib.sha256(source.encode("utf-8")).hexdigest(),
        sections=tuple(
            SectionInfo(
                id=s.id,
                heading=show(s.heading),
                start=document.shadow.start_in_source(s.start),
                end=document.shadow.end_in_source(s.end - 1),
                kind=s.kind,
            )
            for s in document.sections
        ),
    )


def quality(
    document: Document, drafts: Sequence[Draft], repaired: int, fell_back: int, warnings: Sequence[QualityWarning]
) -> Quality:
    """What the summary admits about itself. Every text has passed the number check, or it would not be here."""
    cited = {index for draft in drafts for index in draft.clauses}
    body = sum(clause.end - clause.start for clause in document.clauses)
    told = sum(document.clauses[index].end - document.clauses[index].start for index in cited)
    return Quality(
        coverage=round(told / body, 4) if body else 0.0,
        number_support=1.0,
        repaired=repaired,
        fell_back=fell_back,
        uncited_sections=_uncited(document, cited),
        warnings=tuple(warnings),
    )


def _uncited(document: Document, cited: set[int]) -> tuple[str, ...]:
    """Sections without subsections of which nothing is cited."""
    parents = {section.parent for section in document.sections}
    ordered = sorted(cited)
    return tuple(
        section.id
        for number, section in enumerate(document.sections)
        if number not in parents
        and section.last > section.first
        and not _any_between(ordered, section.first, section.last)
    )


def _any_between(ordered: list[int], first: int, last: int) -> bool:
    at = bisect_left(ordered, first)
    return at < len(ordered) and ordered[at] < last


def summary(
    info: ReportInfo, overview: Overview, items: Sequence[Item], account: Quality, usage: Usage, source: str | None
) -> ReportSummary:
    """The wire value; items by kind."""
    by_kind = {prefix: tuple(item for item in items if item.id[0] == prefix) for prefix in _PREFIX.values()}
    return ReportSummary(
        report=info,
        overview=overview,
        achievements=by_kind["a"],
        problems=by_kind["p"],
        plans=by_kind["n"],
        quality=account,
        usage=usage,
        source=source,
    )
