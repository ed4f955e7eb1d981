"""Tables: what stands between two ruled lines is one row, however many lines its cells take; so it is where the places of
the cells alone tell the rows apart."""

from collections.abc import Sequence
from itertools import groupby

from service.ingest.pdf import unruled
from service.ingest.pdf.page import Line

_MAX_ROW_LINES = 12
_MIN_CELLS = 2
_FEW_RULES = 3


def with_rows(lines: Sequence[Line], rules: Sequence[float]) -> list[Line]:
    """The lines with each row of a table as one, its cells parted by tabs. `rules` are the heights of the ruled lines,
    from the top. What stands between rules in one column is text and stays as it is."""
    if len(rules) < _MIN_CELLS:
        return _unruled(lines)
    result: list[Line] = []
    ruled = False
    # The order of the file within a band; a table's cells may be written column by column.
    for band, run in groupby(sorted(lines, key=lambda line: _band(line, rules)), key=lambda line: _band(line, rules)):
        pieces = list(run)
        cells = _cells(pieces) if 0 < band < len(rules) else []
        if len(cells) >= _MIN_CELLS and (rows := _rows_between(cells, len(rules) <= _FEW_RULES)):
            result += map(_row, rows)
            ruled = True
        elif len(cells) >= _MIN_CELLS and max(map(len, cells)) <= _MAX_ROW_LINES:
            result.append(_row(cells))
            ruled = True
        else:
            result += pieces
    return result if ruled else _unruled(lines)


def _unruled(lines: Sequence[Line]) -> list[Line]:
    taken, rows = unruled.find(lines)
    return [*(line for line in lines if line not in taken), *map(_row, rows)] if rows else list(lines)


def _rows_between(cells: list[list[Line]], few: bool) -> list[unruled.Cells]:
    """The rows between two rules, where these stand above and below all rows; none for one row. `few` says that the page
    has no more rules than such a table."""
    numbers = len(cells[0]) > 1 and all(map(unruled.is_number, cells[0]))
    rows = unruled.split(cells) if numbers or few else []
    return rows if len(rows) > 1 else []


def _band(line: Line, rules: Sequence[float]) -> int:
    """How many rules are above a line."""
    return sum(rule > line.base for rule in rules)


def _cells(pieces: Sequence[Line]) -> list[list[Line]]:
    """The pieces by column: those that stand over each other are one cell's."""
    cells: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if cells and piece.left < max(other.right for other in cells[-1]):
            cells[-1].append(piece)
        else:
            cells.append([piece])
    return cells


def _row(cells: Sequence[Sequence[Line]]) -> Line:
    """One line; its pieces stay in order from the top, so a cell is read as it is written."""
    texts = ["".join(piece.text for piece in sorted(cell, key=lambda piece: -piece.base)) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    pieces = [piece for cell in cells for piece in cell]
    return Line(
        "\t".join(texts),
        min(piece.left for piece in pieces),
        max(piece.right for piece in pieces),
        max(piece.base for piece in pieces),
        max(piece.em for piece in pieces),
    )
