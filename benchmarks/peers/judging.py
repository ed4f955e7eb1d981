"""What came out of a run against what the model had answered."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from benchmarks.peers.material import Material, Told


class Verdict(NamedTuple):
    """Items: as answered, in other words with the same evidence, lost; pieces of evidence of those that came: `exact`
    (in the right place, and what was cited, to the character), `inexact` (in the right place, but not what was
    quoted), `elsewhere`, `nowhere`; the F1 of all evidence's characters against the gold's."""

    answered: int
    reworded: int
    lost: int
    exact: int
    inexact: int
    elsewhere: int
    nowhere: int
    character_f1: float

    @property
    def pieces(self) -> int:
        return self.exact + self.inexact + self.elsewhere + self.nowhere


def judged(material: Material, items: Sequence[dict[str, Any]]) -> Verdict:
    """Every item of the material against the items that came."""
    pairs, left = _paired(material, items)
    reworded = _overlapping(left, [item for item in items if id(item) not in {id(one) for _, one in pairs}])
    pieces = Counter(
        _place(material.text, told, piece) for told, item in [*pairs, *reworded] for piece in item["evidence"]
    )
    return Verdict(
        len(pairs),
        len(reworded),
        len(left) - len(reworded),
        pieces["exact"],
        pieces["inexact"],
        pieces["elsewhere"],
        pieces["nowhere"],
        round(_character_f1(material, items), 4),
    )


def let_through(material: Material, items: Sequence[dict[str, Any]]) -> int:
    """How many of the altered texts stand in what came out, as they were altered."""
    came = Counter((item["kind"], item["text"]) for item in items)
    return sum(1 for told in material.items if came[told.kind, told.text] > 0)


def unlike_source(material: Material, items: Sequence[dict[str, Any]]) -> int:
    """Pieces of evidence given out with a place or as a quote whose words do not stand there so: an altered or a
    stitched quote let through. What langextract calls the text of an extraction is the model's quote."""
    pieces = [piece for item in items for piece in item["evidence"]]
    return sum(1 for piece in pieces if not _verbatim(material.text, piece))


def _verbatim(text: str, piece: dict[str, Any]) -> bool:
    quote = piece.get("quote", piece["text"])
    start = piece["start"]
    return start is not None and text[start : start + len(quote)] == quote


Pair = tuple[Told, dict[str, Any]]


def _paired(material: Material, items: Sequence[dict[str, Any]]) -> tuple[list[Pair], list[Told]]:
    """Items by kind and text; of several alike, the nearest."""
    came: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for item in items:
        came[item["kind"], item["text"]].append(item)
    pairs, left = [], []
    for told in material.items:
        if alike := came.get((told.kind, told.text)):
            nearest = min(alike, key=lambda item: abs(_start(item) - told.spans[0][0]))
            alike.remove(nearest)
            pairs.append((told, nearest))
        else:
            left.append(told)
    return pairs, left


def _start(item: dict[str, Any]) -> int:
    starts = [piece["start"] for piece in item["evidence"] if piece["start"] is not None]
    return min(starts, default=-1)


def _overlapping(left: Sequence[Told], items: Sequence[dict[str, Any]]) -> list[Pair]:
    """Items in other words: of the same kind, half of their evidence that of an item that is missing."""
    waiting = sorted((_start(item), at) for at, item in enumerate(items) if item["evidence"])
    used: set[int] = set()
    pairs = []
    for told in left:
        first, last = told.spans[0][0] - 600, told.spans[-1][1]
        low = bisect_right(waiting, (first, -1))
        for start, at in waiting[low:]:
            if start > last:
                break
            item = items[at]
            if at not in used and item["kind"] == told.kind and _shared(told, item) >= 0.5:
                used.add(at)
                pairs.append((told, item))
                break
    return pairs


def _shared(told: Told, item: dict[str, Any]) -> float:
    own = [at for piece in item["evidence"] for at in _range(piece)]
    return sum(any(a <= at < b for a, b in told.spans) for at in own) / len(own) if own else 0.0


def _range(piece: dict[str, Any]) -> range:
    start = piece["start"]
    return range(0) if start is None else range(start, start + len(piece["text"]))


def _place(text: str, told: Told, piece: dict[str, Any]) -> str:
    own = _range(piece)
    if piece["start"] is None:
        return "nowhere"
    inside = sum(any(a <= at < b for a, b in told.spans) for at in own)
    if 2 * inside < len(own):
        return "elsewhere"
    return "exact" if _verbatim(text, piece) else "inexact"


def _character_f1(material: Material, items: Sequence[dict[str, Any]]) -> float:
    wanted = {at for told in material.items for a, b in told.spans for at in range(a, b)}
    given = {at for item in items for piece in item["evidence"] for at in _range(piece)}
    total = len(wanted) + len(given)
    return 2 * len(wanted & given) / total if total else 0.0
