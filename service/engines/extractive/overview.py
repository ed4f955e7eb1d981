"""The overview of the embedded engine: the first clauses of the lines that carry most, by kind."""

import re
from collections.abc import Sequence

from schemas.document import Kind
from schemas.draft import Condensed
from service.engines.extractive.leaning import leans
from service.engines.protocol import Line

MAX_OVERVIEW_CHARACTERS = 120
_WORDS: dict[Kind, str] = {"achievement": "", "problem": "不足：", "plan": "下一步："}
_QUOTA: dict[Kind, int] = {"achievement": 3, "problem": 1, "plan": 1}
_PIECE_CHARACTERS: dict[Kind, int] = {"achievement": 40, "problem": 30, "plan": 30}
_HONOUR = re.compile("全国|全省|率先|首[个批次创家]|荣?获[评得批]|评为|全覆盖|零发|排名|位居")
_RATE = re.compile(r"%|个百分点")
_NUMBER = re.compile(r"\d+")
_LACK = re.compile("仅[有为占]|缺口|不足|不够|不到位|薄弱|滞后|短板|偏[少低弱]|存在")
# Between the stops, but not between those of a bracket.
_PIECES = re.compile(r"(?:（[^（）]*）|\([^()]*\)|“[^“”]*”|《[^《》]*》|[^，；])+")
_DATED = re.compile(r"(?:20\d\d年|[去上今本]年)")


def condense(lines: Sequence[Line]) -> Condensed:
    """An overview of at most 120 characters made of whole pieces of the lines; no doubles are sought.

    What is wrong and what comes next have their room before the achievements are told.
    """
    room = MAX_OVERVIEW_CHARACTERS
    told: dict[Kind, list[tuple[int, str]]] = {}
    for kind in ("problem", "plan", "achievement"):
        for index in _strongest(lines, kind):
            piece = _piece(lines[index].text, kind)
            size = len(piece) + 1 + (0 if kind in told else len(_WORDS[kind]))
            if size <= room:
                told.setdefault(kind, []).append((index, piece))
                room -= size
    text = "".join(f"{_WORDS[kind]}{'；'.join(piece for _, piece in told[kind])}。" for kind in _WORDS if kind in told)
    return Condensed(text, tuple(index for kind in _WORDS for index, _ in told.get(kind, ())))


def _strongest(lines: Sequence[Line], kind: Kind) -> list[int]:
    """Indices of the lines of a kind that an overview would name, in the report's order, of different topics."""
    found = [n for n, line in enumerate(lines) if line.kind == kind]
    if kind == "achievement":
        found.sort(
            key=lambda n: (bool(_LACK.search(_piece(lines[n].text, kind))), -_weight(_piece(lines[n].text, kind)), n)
        )
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


def _piece(text: str, kind: Kind) -> str:
    """The short run of pieces of a line that carries most and leans on nothing before it.

    A line that tells of two years is told as far as the second; an achievement that begins with what was lacking, whole.
    """
    pieces = _PIECES.findall(text) or [text]
    dated = [n for n, piece in enumerate(pieces) if _DATED.match(piece)]
    if dated and kind == "problem":
        return text
    first, last = (0, dated[-1] + 1) if dated else _weightiest(pieces, _PIECE_CHARACTERS[kind])
    best = "，".join(pieces[first:last])
    return text if kind == "achievement" and _LACK.search(best) else best


def _weightiest(pieces: Sequence[str], most_characters: int) -> tuple[int, int]:
    """The half-open range of pieces that carries most; the first piece where none carries anything."""
    weights = [_weight(piece) for piece in pieces]
    best, most = (0, 1), weights[0]
    for first in range(len(pieces)):
        if first and leans(pieces[first]):
            continue
        size, weight = -1, 0.0
        for last in range(first, len(pieces)):
            size += len(pieces[last]) + 1
            weight += weights[last]
            if size > most_characters:
                break
            if weight > most:
                best, most = (first, last + 1), weight
    return best
