"""Tables without lines between their rows: the gutters part the columns, the numbers in the first column tell the rows
apart, or else the room between them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from service.ingest.pdf.page import Line

Cells = list[list[Line]]
"""The cells of one row, each of the pieces of its lines; empty ones too."""

_NUMBER = re.compile(r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[)）.、．]?")
_HEAD_CHARACTERS = 12
_MIN_HEADS = 3
_MIN_NUMBERS = 2
_GUTTER_EMS = 0.3
_SAME_BASE_EMS = 0.4
_REACH_EMS = 0.6
_MIN_STEP_EMS = 0.8
_APART = 1.15


def find(lines: Sequence[Line]) -> tuple[list[Line], list[Cells]]:
    """The pieces of a page that are a table's below its row of heads, and its rows, the heads among them; none where no
    table shows. `lines` are in any order."""
    ordered = sorted(lines, key=lambda line: (-line.base, line.left))
    for at, head in _heads(ordered):
        below = _below(ordered[at:], head)
        columns = in_columns([*head, *below])
        if len(columns) == len(head) and below:
            rows = split([[piece for piece in column if piece not in head] for column in columns])
            if len(rows) > 1:
                return [*head, *below], [[[piece] for piece in head], *rows]
    return [], []


def in_columns(pieces: Sequence[Line]) -> list[list[Line]]:
    """The pieces by column: those that stand over each other are one column's."""
    columns: list[list[Line]] = []
    right = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if columns and piece.left < right + _GUTTER_EMS * piece.em:
            columns[-1].append(piece)
        else:
            columns.append([piece])
        right = max(right, piece.right)
    return columns


def split(columns: Sequence[Sequence[Line]]) -> list[Cells]:
    """The rows that these columns make; none where nothing tells them apart."""
    numbers = sorted(columns[0], key=lambda piece: -piece.base)
    pitch = _pitch(columns)
    if len(numbers) < _MIN_NUMBERS or not all(map(is_number, numbers)):
        return _by_room(columns, pitch)
    rows: list[Cells] = [[[number], *([] for _ in columns[1:])] for number in numbers]
    for n, column in enumerate(columns[1:], 1):
        for cell in _cells(column, pitch, numbers):
            rows[_row_of(cell, numbers)][n] += cell
    return rows


def is_number(piece: Line) -> bool:
    """Whether a piece is the number of a row."""
    return _NUMBER.fullmatch(piece.text) is not None


def _heads(ordered: Sequence[Line]) -> list[tuple[int, list[Line]]]:
    """Rows of short pieces side by side, and where what stands below each begins."""
    found = []
    at = 0
    while at < len(ordered):
        first = ordered[at]
        row = [line for line in ordered[at : at + 20] if first.base - line.base < _SAME_BASE_EMS * first.em]
        at += len(row)
        short = all(len(line.text) <= _HEAD_CHARACTERS and line.text[-1] not in "。；，" for line in row)
        if len(row) >= _MIN_HEADS and short and not any(map(is_number, row)):
            found.append((at, row))
    return found


def _below(ordered: Sequence[Line], head: Sequence[Line]) -> list[Line]:
    """The pieces below a row of heads, up to the first that stands under two of them, or is no number under 序号."""
    counts = head[0].text.replace(" ", "") in ("序号", "编号")
    found: list[Line] = []
    for line in ordered:
        under = [n for n, one in enumerate(head) if line.left < one.right and one.left < line.right]
        if len(under) > 1 or (counts and under == [0] and not _NUMBER.fullmatch(line.text)):
            break
        if line.left < head[0].left - 2 * line.em or (found and found[-1].base - line.base > 4 * line.em):
            break
        found.append(line)
    return found


def _pitch(columns: Sequence[Sequence[Line]]) -> float:
    """From line to line within a cell: the least step in a column."""
    steps = [
        above.base - below.base
        for column in columns
        for above, below in pairwise(sorted(column, key=lambda piece: -piece.base))
        if above.base - below.base > _MIN_STEP_EMS * above.em
    ]
    return min(steps, default=0.0)


def _cells(column: Sequence[Line], pitch: float, numbers: Sequence[Line]) -> list[list[Line]]:
    """The cells of a column: lines further apart than those of one cell begin another, and so does a row's number beside
    a cell that has one already."""
    cells: list[list[Line]] = []
    for piece in sorted(column, key=lambda piece: (-piece.base, piece.left)):
        if cells and cells[-1][-1].base - piece.base <= _APART * pitch:
            beside = [n for n in numbers if abs(n.base - piece.base) < _SAME_BASE_EMS * piece.em]
            if not (beside and _numbers_of(cells[-1], numbers)):
                cells[-1].append(piece)
                continue
        cells.append([piece])
    return cells


def _numbers_of(cell: Sequence[Line], numbers: Sequence[Line]) -> list[int]:
    reach = _REACH_EMS * cell[0].em
    return [n for n, number in enumerate(numbers) if cell[-1].base - reach < number.base < cell[0].base + reach]


def _row_of(cell: Sequence[Line], numbers: Sequence[Line]) -> int:
    """The row of a cell: that of the number beside it, else of the nearest."""
    middle = (cell[0].base + cell[-1].base) / 2
    among = _numbers_of(cell, numbers) or range(len(numbers))
    return min(among, key=lambda n: abs(numbers[n].base - middle))


def _by_room(columns: Sequence[Sequence[Line]], pitch: float) -> list[Cells]:
    """Rows told apart by the room between them, which is more than between the lines of a cell. Lines of which each has
    all its cells are rows, however they stand."""
    bases = sorted((piece.base for column in columns for piece in column), reverse=True)
    starts = bases[:1] + [below for above, below in pairwise(bases) if above - below > _APART * pitch]
    rows: list[Cells] = [[[] for _ in columns] for _ in starts]
    for n, column in enumerate(columns):
        for piece in sorted(column, key=lambda piece: (-piece.base, piece.left)):
            rows[sum(start >= piece.base for start in starts) - 1][n].append(piece)
    uneven = any(len({len(cell) for cell in row}) > 1 for row in rows)
    return rows if uneven and len(rows) > 1 else []
