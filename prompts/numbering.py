"""A chunk as a model reads it: one clause a line under its number, headings and points marked.

#一、主要成效〔成绩〕      a heading above the chunk's first clause, for orientation: no number, not to be cited
1#（一）优化服务           a heading of the chunk
●2:一是延长开放时间，      the first clause of a point that is one line; ○ of one that may hold several matters
3:新增座位120个。
"""

import re
from collections.abc import Iterable, Iterator

from schemas.document import Clause, Document, Point, SectionKind
from schemas.draft import Chunk

KINDS: dict[SectionKind, str] = {"achievement": "成绩", "problem": "问题", "plan": "打算", "other": "其他"}
# docs/decisions/0004-granularity.md
_ONE_MATTER_CHARACTERS = 130
_LOWEST = re.compile(r"^[(（]?\d|[是要]$|^[首其再最]|^[①-⑳]")
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
            yield f"{mark}{number(chunk, at)}#{text}{_hint(document, clause.section)}"
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
    """Where a point starts, or goes on from the chunk before; its kind where it is not its section's."""
    point = document.points[clause.point]
    goes_on = "（续）" if clause.number > point.first else ""
    expected = document.sections[point.section].kind if point.section >= 0 else "achievement"
    hint = f"〔{KINDS[point.kind]}〕" if point.kind != expected else ""
    return f"{'●' if _is_one_matter(document, point) else '○'}{goes_on}{hint}"


def _is_one_matter(document: Document, point: Point) -> bool:
    """Whether a point is one line of a briefing as a rule: the lowest numbers are (1. 一是 （1）), whatever their length,
    and so are listed problems and plans; a （一） with work of several kinds in it, or a paragraph, is not."""
    if not point.marker:
        return False
    length = document.clauses[point.last - 1].end - document.clauses[point.first].start
    return bool(_LOWEST.search(point.marker)) or point.kind in ("problem", "plan") or length < _ONE_MATTER_CHARACTERS
