"""The overview of the embedded engine: the first clauses of the lines that carry most, by kind."""

import re
from collections.abc import Sequence

from schemas.document import Kind
from schemas.draft import Condensed
from service.engines.protocol import Line

MAX_OVERVIEW_CHARACTERS = 120
_WORDS: dict[Kind, str] = {"achievement": "", "problem": "不足：", "plan": "下一步："}
_QUOTA: dict[Kind, int] = {"achievement": 3, "problem": 1, "plan": 1}
_HONOUR = re.compile(r"全国|全省|首|率先|示范|获|评为|全覆盖|第一")


def condense(lines: Sequence[Line]) -> Condensed:
    """An overview of at most 120 characters made of whole pieces of the lines; no doubles are sought."""
    parts: list[str] = []
    named: list[int] = []
    for kind in ("achievement", "problem", "plan"):
        chosen: list[str] = []
        for index in _strongest(lines, kind):
            piece = _piece(lines[index].text)
            if len("".join(parts)) + len("；".join([*chosen, piece])) + len(_WORDS[kind]) + 1 <= MAX_OVERVIEW_CHARACTERS:
                chosen.append(piece)
                named.append(index)
        if chosen:
            parts.append(f"{_WORDS[kind]}{'；'.join(chosen)}。")
    return Condensed("".join(parts), tuple(named))


def _strongest(lines: Sequence[Line], kind: Kind) -> list[int]:
    """Indices of the lines of a kind that an overview would name, in the report's order, of different topics."""
    found = [n for n, line in enumerate(lines) if line.kind == kind]
    if kind == "achievement":
        found.sort(key=lambda n: (-len(_HONOUR.findall(lines[n].text)) - len(re.findall(r"\d+", lines[n].text)) / 4, n))
    chosen: list[int] = []
    topics: set[str] = set()
    for n in found:
        if lines[n].topic not in topics:
            topics.add(lines[n].topic)
            chosen.append(n)
    return sorted(chosen[: _QUOTA[kind]])


def _piece(text: str) -> str:
    """The longest run of whole pieces of a line within 40 characters; the first piece at least."""
    pieces = re.split(r"(?<=[，；])", text)
    taken = pieces[0]
    for piece in pieces[1:]:
        if len(taken) + len(piece) > 40:
            break
        taken += piece
    return taken.rstrip("，；")
