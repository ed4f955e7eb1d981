"""A model of modest gifts that answers from the prompt alone: a line for each numbered point, its first telling clause
word for word."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tests.scripted.replies import Reply, answer
from tests.scripted.server import Request

Answer = dict[str, Any]

KINDS = {"成绩": "achievements", "问题": "problems", "打算": "plans"}
_LINE = re.compile(
    r"(?P<mark>[●○]?)(?:（续）)?(?:〔(?P<own>..)〕)?(?P<number>\d*)(?P<sort>[:#])(?P<text>.*?)(?:〔(?P<hint>..)〕)?"
)
_MAX_CHARACTERS = 60


class Shown(NamedTuple):
    """A clause of a prompt and the kind that its point has."""

    number: int
    text: str
    kind: str


def points(user: str) -> Iterator[list[Shown]]:
    """The clauses of each numbered point that a prompt shows, without headings."""
    kind, own, point = "achievements", None, list[Shown]()
    numbered = False
    for line in user.split("\n"):
        found = _LINE.fullmatch(line)
        if not found:
            continue
        numbered = found["mark"] == "●" if found["mark"] or found["sort"] == "#" else numbered
        if found["mark"] or found["sort"] == "#":
            if point:
                yield point
            point = []
        kind = KINDS.get(found["hint"] or "", kind)
        own = KINDS.get(found["own"] or "") if found["mark"] else own
        if found["sort"] == ":" and numbered:
            point.append(Shown(int(found["number"]), found["text"].rstrip("，。；,;"), own or kind))
    if point:
        yield point


def lines(user: str) -> Answer:
    rows: Answer = {name: [] for name in KINDS.values()}
    for point in points(user):
        telling = [one for one in point if re.search(r"\d", one.text)] or point
        told = next((one for one in telling if len(one.text) <= _MAX_CHARACTERS), None)
        if told:
            rows[told.kind].append({"t": "other", "x": told.text, "c": [told.number]})
    return rows


def repaired(user: str) -> Answer:
    """The first cited clause word for word; nothing for an item that cites none that is shown."""
    shown = {one.number: one.text for point in points(user) for one in point}
    items = re.findall(r"^(\d+):〔..〕.*（所引：(\d+)", user.split("<items>")[-1], re.M)
    return {
        "items": [
            {"n": int(n), "x": shown[int(c)][:_MAX_CHARACTERS], "c": [int(c)]} for n, c in items if int(c) in shown
        ]
    }


def condensed(user: str) -> Answer:
    found = re.search(r"^1:(.*)$", user, re.M)
    return {"overview": found[1] if found else "", "items": [1], "doubles": []}


def good(request: Request) -> Answer:
    return {"lines": lines, "repaired": repaired, "condensed": condensed}[request.name](request.user)


def copyist(request: Request) -> Reply:
    return answer(good(request))


def changed(change: Callable[[Answer], Answer], *names: str) -> Callable[[Request], Reply]:
    """The copyist, with the answers to some questions changed (`lines` unless named)."""

    def scenario(request: Request) -> Reply:
        found = good(request)
        return answer(change(json.loads(json.dumps(found))) if request.name in (names or ("lines",)) else found)

    return scenario


def each(change: Callable[[Answer], Answer], *names: str) -> Callable[[Request], Reply]:
    """The copyist, with each row changed."""

    def rows(found: Answer) -> Answer:
        return {name: [change(row) if isinstance(row, dict) else row for row in rows] for name, rows in found.items()}

    return changed(rows, *names)
