"""A chunk as a model reads it: one clause a line under its number, headings and points marked.

#一、主要成效〔成绩〕      a heading above the chunk's first clause, for orientation: no number, not to be cited
1#（一）优化服务           a heading of the chunk
●2:一是延长开放时间，      the first clause of a point, with a ● for each line that it should give; ○ of an
3:新增座位120个。          introduction, which as a rule gives none
"""

import re
from collections.abc import Iterable, Iterator

from schemas.document import Clause, Document, Point, SectionKind
from schemas.draft import Chunk

KINDS: dict[SectionKind, str] = {"achievement": "成绩", "problem": "问题", "plan": "打算", "other": "其他"}
_BREAKS = re.compile(r"\s+")
_BRACKETED = re.compile("[（(]?[一二三四五六七八九十]+[)）、]")
_DEEP_CHARACTERS = 340
_SHORT_CHARACTERS = 120
_CHARACTERS_A_LINE: dict[SectionKind, int] = {"achievement": 80, "problem": 50, "plan": 60, "other": 60}


def flat(text: str) -> str:
    """The text on one line and without `<`, so that it can close no tag and start no line of its own."""
    return _BREAKS.sub(" ", text).strip().replace("<", "＜")


def number(chunk: Chunk, index: int) -> int:
    """The chunk-local number, from 1, of a document-wide clause index."""
    return index - chunk.first + 1


def index(chunk: Chunk, number: int) -> int | None:
    """The document-wide clause index of a chunk-local number; None where the chunk has no such number."""
    return chunk.first + number - 1 if 1 <= number <= chunk.last - chunk.first else None


def numbered(chunk: Chunk, indices: Iterable[int]) -> Iterator[str]:
    """The lines of the clauses, in order, each with the headings above it that were not shown yet."""
    document = chunk.document
    if document.title:
        yield f"#{flat(document.title)}"
    shown: set[int] = set()
    point: int | None = None
    for at in sorted(indices):
        clause = document.clauses[at]
        for section in _above(document, clause.section):
            if section not in shown and not (clause.heading and section == clause.section):
                yield f"#{flat(document.sections[section].heading)}{_hint(document, section)}"
            shown.add(section)
        mark = "" if clause.point < 0 or clause.point == point else _mark(document, clause)
        point = clause.point
        text = flat(document.shown(clause))
        if clause.heading:
            opens = clause.section >= 0 and at == document.sections[clause.section].first
            yield f"{mark}{number(chunk, at)}#{text}{_hint(document, clause.section) if opens else ''}"
        else:
            yield f"{mark}{number(chunk, at)}:{text}"


def _above(document: Document, section: int) -> list[int]:
    """The section and those that hold it, outermost first."""
    path: list[int] = []
    while section >= 0:
        path.append(section)
        section = document.sections[section].parent
    return path[::-1]


def _hint(document: Document, section: int) -> str:
    """The kind that a heading suggests, where the heading above it did not suggest the same."""
    if section < 0:
        return ""
    own = document.sections[section]
    above = document.sections[own.parent].kind if own.parent >= 0 else "other"
    return f"〔{KINDS[own.kind]}〕" if own.kind != above else ""


def _mark(document: Document, clause: Clause) -> str:
    """Where a point starts, or goes on from the chunk before; how many lines it should give, and its kind where that is
    not its section's."""
    point = document.points[clause.point]
    goes_on = "（续）" if clause.number > point.first else ""
    expected = document.sections[point.section].kind if point.section >= 0 else "achievement"
    hint = f"〔{KINDS[point.kind]}〕" if point.kind != expected else ""
    if point.lead or (point.section < 0 and document.sections and not point.marker):
        return f"○{goes_on}{hint}"
    return "●" * _lines(document, point) + goes_on + hint


def _lines(document: Document, point: Point) -> int:
    """How many lines a point should give: deep points one, whatever they hold; others by their length.

    Lengths are those of points in annotated reports (docs/decisions/0004-granularity.md).
    """
    characters = sum(c.end - c.start for c in document.clauses[point.first : point.last] if not c.heading)
    if point.marker and not _BRACKETED.match(point.marker):
        return 1 if characters < _DEEP_CHARACTERS else 2
    if point.kind != "achievement" and characters < _SHORT_CHARACTERS:
        return 1
    return max(1, round(characters / _CHARACTERS_A_LINE[point.kind]))
