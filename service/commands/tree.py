"""The outline of a report, drawn for a reader or nested for a program. All offsets are the source's."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from schemas.document import Clause, Document, Point, SectionKind, Span
from service.messages import Language
from service.render.labels import label
from service.render.plain import one_line
from service.render.width import wrap

_RESET, _BOLD, _DIM = "\x1b[0m", "\x1b[1m", "\x1b[2m"
_KIND_COLOUR: dict[SectionKind, str] = {
    "achievement": "\x1b[32m",
    "problem": "\x1b[31m",
    "plan": "\x1b[36m",
    "other": _DIM,
}
_LONGEST_CELLS = 60


class Line(NamedTuple):
    """A line of the tree: its place in the source, how deep it stands, what it says, in what colour."""

    start: int
    end: int
    depth: int
    text: str
    colour: str
    kind: SectionKind | None = None


def drawn(document: Document, language: Language, *, clauses: bool, coloured: bool) -> str:
    """The tree as text, in the source's order, furniture where it stands."""
    head = [part for part in (document.title, document.issuer, document.region, document.year) if part is not None]
    lines = sorted(_lines(document, clauses), key=lambda line: (line.start, line.depth))
    texts = [one_line(" · ".join(map(str, head)))] if head else []
    texts += [_shown(line, language, coloured) for line in lines]
    return "\n".join(texts) + "\n"


def nested(document: Document, *, clauses: bool) -> dict[str, Any]:
    """The tree as JSON values: identity, furniture, and sections that hold points and sections."""
    tops: list[dict[str, Any]] = []
    nodes: list[dict[str, Any]] = []
    for number, section in enumerate(document.sections):
        node: dict[str, Any] = {"id": section.id, "heading": section.heading, "kind": section.kind}
        node |= _place(document, section.start, section.end)._asdict()
        node |= {"points": _points(document, number, clauses), "sections": []}
        nodes.append(node)
        (nodes[section.parent]["sections"] if section.parent >= 0 else tops).append(node)
    return {
        "title": document.title,
        "issuer": document.issuer,
        "region": document.region,
        "level": document.level,
        "year": document.year,
        "script": document.script,
        "characters": len(document.source),
        "flags": sorted(document.flags),
        "furniture": [{"start": a, "end": b, "text": document.source[a:b]} for a, b in document.furniture],
        "points": _points(document, -1, clauses),
        "sections": tops,
    }


def _lines(document: Document, clauses: bool) -> Iterator[Line]:
    for start, end in document.furniture:
        yield Line(start, end, 0, document.source[start:end], _DIM)
    for section in document.sections:
        place = _place(document, section.start, section.end)
        yield Line(*place, section.depth, f"{section.id} {section.heading}", _BOLD, section.kind)
    for point in document.points:
        depth = document.sections[point.section].depth + 1 if point.section >= 0 else 0
        held = document.clauses[point.first : point.last]
        if not held:
            continue
        place = _place(document, held[0].start, held[-1].end)
        text = document.source[place.start : place.end]
        yield Line(*place, depth, _short(text), "", point.kind)
        if clauses:
            for clause in held:
                place = _place(document, clause.start, clause.end)
                yield Line(*place, depth + 1, _source(document, clause), _BOLD if clause.heading else "")


def _shown(line: Line, language: Language, coloured: bool) -> str:
    kind = label(f"kind_{line.kind}", language) if line.kind else ""
    text = one_line(line.text)
    if coloured and line.colour:
        text = f"{line.colour}{text}{_RESET}"
    place = f"{line.start}–{line.end}"
    if coloured:
        place = f"{_DIM}{place}{_RESET}"
        kind = f"{_KIND_COLOUR[line.kind]}{kind}{_RESET}" if line.kind else ""
    return "  " * line.depth + "  ".join(part for part in (text, kind, place) if part)


def _points(document: Document, section: int, clauses: bool) -> list[dict[str, Any]]:
    return [
        _point(document, point, clauses)
        for point in document.points
        if point.section == section and point.last > point.first
    ]


def _point(document: Document, point: Point, clauses: bool) -> dict[str, Any]:
    held = document.clauses[point.first : point.last]
    node: dict[str, Any] = {"index": point.number, "marker": point.marker, "kind": point.kind, "lead": point.lead}
    node |= _place(document, held[0].start, held[-1].end)._asdict()
    if clauses:
        node["clauses"] = [
            {
                "index": c.number,
                "heading": c.heading,
                **_place(document, c.start, c.end)._asdict(),
                "text": _source(document, c),
            }
            for c in held
        ]
    return node


def _place(document: Document, start: int, end: int) -> Span:
    """The source range of a shadow range."""
    first = document.shadow.start_in_source(start)
    return Span(first, document.shadow.end_in_source(end - 1) if end > start else first)


def _source(document: Document, clause: Clause) -> str:
    place = _place(document, clause.start, clause.end)
    return document.source[place.start : place.end]


def _short(text: str) -> str:
    """The beginning of a point, as long as fits beside its offsets."""
    whole = one_line(text[: 2 * _LONGEST_CELLS])
    shown = wrap(whole, _LONGEST_CELLS)[0]
    return shown if shown == whole else shown + "…"
