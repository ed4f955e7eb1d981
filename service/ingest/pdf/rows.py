"""The lines of a page in reading order, what stands on one baseline as one row."""

from collections.abc import Sequence
from itertools import pairwise

from service.ingest.pdf.page import Line, blank

_SAME_BASE_EMS = 0.4
_MIN_COLUMN_CHARACTERS = 10
_MIN_COLUMN_SHARE = 0.5


def rows(lines: Sequence[Line]) -> list[Line]:
    """From top to bottom; of a page in columns in the order of the file, which is column by column."""
    climbs = any(below.base > above.base + _SAME_BASE_EMS * above.em for above, below in pairwise(lines))
    if climbs and not _has_columns(lines):
        lines = sorted(lines, key=lambda line: -line.base)
    result: list[list[Line]] = []
    for line in lines:
        if result and _same_row(result[-1][0], line):
            result[-1].append(line)
        else:
            result.append([line])
    return [_joined(sorted(row, key=lambda line: line.left)) for row in result]


def _same_row(first: Line, second: Line) -> bool:
    return abs(first.base - second.base) < _SAME_BASE_EMS * min(first.em, second.em)


def _joined(row: Sequence[Line]) -> Line:
    """One line of the pieces of a row: cells apart by a tab, pieces of one text joined."""
    text = row[0].text
    right = row[0].right
    for piece in row[1:]:
        text += blank((piece.left - right) / piece.em, text[-1], piece.text[0]) + piece.text
        right = max(right, piece.right)
    return Line(text, row[0].left, right, row[0].base, max(piece.em for piece in row))


def _has_columns(lines: Sequence[Line]) -> bool:
    """Whether most long lines have another long one beside them, further on in the file: a table's rows stand together."""
    long = [(n, line) for n, line in enumerate(lines) if len(line.text) >= _MIN_COLUMN_CHARACTERS]
    long.sort(key=lambda place: place[1].base)
    beside = set()
    for (n, line), (m, other) in pairwise(long):
        if abs(m - n) > 1 and _same_row(line, other) and (other.left > line.right or other.right < line.left):
            beside |= {n, m}
    return len(beside) > _MIN_COLUMN_SHARE * len(long)
