"""The assignment of rows to columns that weighs most.

Shortest augmenting paths with potentials: Kuhn 1955 and Munkres 1957 in the form of Jonker & Volgenant 1987 ("A
shortest augmenting path algorithm for dense and sparse linear assignment problems", Computing 38), on sparse rows.
"""

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence


def assign(weights: Sequence[Mapping[int, float]]) -> dict[int, int]:
    """The column of every row that gets one; `weights[row][column]` ≥ 0, what is not there may not be assigned.

    The total weight is the greatest possible. Every row may also stay alone, at weight 0.
    """
    # Column ~row is the row's own and stands for staying alone.
    edges = [{**row, ~number: 0.0} for number, row in enumerate(weights)]
    holder: dict[int, int] = {}
    column_of: dict[int, int] = {}
    u = [0.0] * len(edges)
    v: defaultdict[int, float] = defaultdict(float)
    for row in range(len(edges)):
        u[row] = min(-weight - v[column] for column, weight in edges[row].items())
        reached, via, sink = _search(row, edges, holder, u, v)
        for column, distance in reached.items():
            if column in holder:
                u[holder[column]] += reached[sink] - distance
            v[column] -= reached[sink] - distance
        u[row] += reached[sink]
        column = sink
        while True:
            taker = via[column]
            free = column_of.get(taker)
            holder[column], column_of[taker] = taker, column
            if free is None:
                break
            column = free
    return {row: column for row, column in column_of.items() if column >= 0}


def _search(
    row: int,
    edges: Sequence[Mapping[int, float]],
    holder: Mapping[int, int],
    u: Sequence[float],
    v: Mapping[int, float],
) -> tuple[dict[int, float], dict[int, int], int]:
    """Dijkstra from a new row to the nearest free column: distances, the row each column was reached from, the column."""
    reached: dict[int, float] = {}
    via: dict[int, int] = {}
    heap: list[tuple[float, int, int]] = []
    distance = 0.0
    while True:
        for column, weight in edges[row].items():
            if column not in reached:
                heapq.heappush(heap, (distance - weight - u[row] - v.get(column, 0.0), column, row))
        while heap[0][1] in reached:
            heapq.heappop(heap)
        distance, column, via_row = heapq.heappop(heap)
        reached[column], via[column] = distance, via_row
        if column not in holder:
            return reached, via, column
        row = holder[column]
