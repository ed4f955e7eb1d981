"""A chunk as a model reads it: one clause a line under its number, headings and points marked.

#一、主要成效〔成绩〕      a heading above the chunk's first clause, for orientation: no number, not to be cited
1#（一）优化服务           a heading of the chunk
●2:一是延长开放时间，      where a matter begins: a line is expected for it; ○ a point that none is expected of
3:新增座位120个。
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from schemas.document import Clause, Document, SectionKind
from schemas.draft import Chunk

KINDS: dict[SectionKind, str] = {"achievement": "成绩", "problem": "问题", "plan": "打算", "other": "其他"}
_BREAKS = re.compile(r"\s+")


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
    ordered = sorted(indices)
    numbers = {at: number(chunk, at) for at in ordered}
    return placed(chunk.document, numbers, _marks(chunk, ordered))


def placed(document: Document, numbers: Mapping[int, int], marks: Mapping[int, str]) -> Iterator[str]:
    """The lines of clauses under numbers of any kind: `numbers` and `marks` are by their document-wide indices, in order."""
    if document.title:
        yield f"#{flat(document.title)}"
    shown: set[int] = set()
    for at, numbered_as in numbers.items():
        clause = document.clauses[at]
        for section in above(document, clause.section):
            if section not in shown and not (clause.heading and section == clause.section):
                yield f"#{flat(document.sections[section].heading)}{_hint(document, section)}"
            shown.add(section)
        mark = marks.get(at, "")
        text = flat(document.shown(clause))
        if clause.heading:
            opens = clause.section >= 0 and at == document.sections[clause.section].first
            yield f"{mark}{numbered_as}#{text}{_hint(document, clause.section) if opens else ''}"
        else:
            yield f"{mark}{numbered_as}:{text}"


def above(document: Document, section: int) -> list[int]:
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


def _marks(chunk: Chunk, indices: Sequence[int]) -> dict[int, str]:
    """What stands before the numbers of clauses: ● where a line is expected, on the heading of a point if it has one;
    ○ on a point that no line is expected of; that a point goes on from the chunk before, and its kind where that is not
    its section's."""
    document = chunk.document
    marks: dict[int, str] = {}
    seen: set[int] = set()
    first: dict[int, int] = {}
    for at in chunk.matters:
        first.setdefault(document.clauses[at].point, at)
    later = set(chunk.matters).difference(first.values())
    for at in indices:
        clause = document.clauses[at]
        if clause.point < 0:
            continue
        if clause.point not in seen:
            seen.add(clause.point)
            marks[at] = ("●" if clause.point in first else "○") + _of_point(document, clause)
        elif at in later:
            marks[at] = "●"
    return marks


def _of_point(document: Document, clause: Clause) -> str:
    point = document.points[clause.point]
    expected = document.sections[point.section].kind if point.section >= 0 else "achievement"
    goes_on = "（续）" if clause.number > point.first else ""
    return goes_on + (f"〔{KINDS[point.kind]}〕" if point.kind != expected else "")
