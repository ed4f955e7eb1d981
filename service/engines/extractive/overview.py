"""The overview of the embedded engine: the first clauses of the lines that carry most, by kind."""

import re
from collections.abc import Sequence

from schemas.document import Kind
from schemas.draft import Condensed
from service.engines.protocol import Line

MAX_OVERVIEW_CHARACTERS = 120
_WORDS: dict[Kind, str] = {"achievement": "", "problem": "不足：", "plan": "下一步："}
_QUOTA: dict[Kind, int] = {"achievement": 3, "problem": 1, "plan": 1}
_PIECE_CHARACTERS = 40
_HONOUR = re.compile("全国|全省|率先|首[个批次创家]|荣?获[评得批]|评为|全覆盖|零发|排名|位居")
_RATE = re.compile(r"%|个百分点")
_NUMBER = re.compile(r"\d+")


def condense(lines: Sequence[Line]) -> Condensed:
    """An overview of at most 120 characters made of whole pieces of the lines; no doubles are sought."""
    parts: list[str] = []
    named: list[int] = []
    for kind in ("achievement", "problem", "plan"):
        chosen: list[str] = []
        for index in _strongest(lines, kind):
            piece = _piece(lines[index].text)
            if (
                len("".join(parts)) + len("；".join([*chosen, piece])) + len(_WORDS[kind]) + 1
                <= MAX_OVERVIEW_CHARACTERS
            ):
                chosen.append(piece)
                named.append(index)
        if chosen:
            parts.append(f"{_WORDS[kind]}{'；'.join(chosen)}。")
    return Condensed("".join(parts), tuple(named))


def _strongest(lines: Sequence[Line], kind: Kind) -> list[int]:
    """Indices of the lines of a kind that an overview would name, in the report's order, of different topics."""
    found = [n for n, line in enumerate(lines) if line.kind == kind]
    if kind == "achievement":
        found.sort(key=lambda n: (-_weight(_piece(lines[n].text)), n))
    chosen: list[int] = []
    topics: set[str] = set()
    for n in found:
        if lines[n].topic not in topics:
            topics.add(lines[n].topic)
            chosen.append(n)
    return sorted(chosen[: _QUOTA[kind]])


def _weight(piece: str) -> float:
    """How much a piece would carry in an overview: honours and rates first, then counts."""
    return 2 * len(_HONOUR.findall(piece)) + len(_RATE.findall(piece)) + 0.4 * len(_NUMBER.findall(piece))


def _piece(text: str) -> str:
    """The run of pieces of a line that carries most within forty characters."""
    pieces = re.split(r"[，；]", text)
    weights = [_weight(piece) for piece in pieces]
    best, most = pieces[0], weights[0]
    for first in range(len(pieces)):
        size, weight = -1, 0.0
        for last in range(first, len(pieces)):
            size += len(pieces[last]) + 1
            weight += weights[last]
            if size > _PIECE_CHARACTERS:
                break
            if weight > most:
                best, most = "，".join(pieces[first : last + 1]), weight
    return best
