"""Whether a claim says the same way round as its evidence what rises and what falls.

Both texts are shadow text. The check looks for what the claim's verb is about (a number, an object, a subject) in the
evidence and reads which way the evidence has it; where it says nothing of the kind, a claim may use words of its own.
"""

import re
from collections.abc import Iterable
from typing import Literal

_Way = Literal["up", "down"]
_OTHER: dict[_Way, _Way] = {"up": "down", "down": "up"}

_UP = (
    "上升 增长 增加 提高 提升 扩大 扩展 攀升 上涨 增多 延长 上调 增至 升至 增到 升到 增为 升为 增幅 升幅 涨幅 回升 上浮 加大 增强 加强 强化"
    " 拓宽 拓展 推高 加快 加长 放宽 新增 净增 翻番 抬高 扩充 增大"
)
_DOWN = (
    "下降 减少 降低 压缩 缩短 压减 压降 下滑 缩小 缩减 精简 回落 下调 降至 减至 降到 减到 缩至 降为 减为 压至 削减 降幅 减幅 减轻 减弱"
    " 弱化 削弱 放慢 放缓 收窄 下浮 减小"
)
_WAYS: dict[str, _Way] = {**dict.fromkeys(_UP.split(), "up"), **dict.fromkeys(_DOWN.split(), "down")}


def _any_of(words: Iterable[str]) -> str:
    """A pattern for the words, with a set of their first characters in front: that is what makes it quick to search."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    return (
        f"[{''.join(rests)}](?:" + "|".join(f"(?<={first})(?:{'|'.join(rest)})" for first, rest in rests.items()) + ")"
    )


# A single 增 or 降 counts only before a number.
_MOVE = re.compile(_any_of(sorted((*_WAYS, *(f"{move}(?=了?\\d)" for move in "增升涨降减缩")), key=len, reverse=True)))
_HINTS: dict[_Way, re.Pattern[str]] = {
    "up": re.compile("[增升涨扩拓翻]|提[高升速]|[强优改善进促深健]|[多高长快宽]"),
    "down": re.compile("[降减压缩精撤少短简低轻缓慢]|下[滑跌调]|取消|清理"),
}
_HINTS_OF_NUMBERS: dict[_Way, re.Pattern[str]] = {
    "up": re.compile("[增升涨扩拓翻提加]"),
    "down": re.compile("[降减压缩精撤少短]"),
}
_CLAUSE = re.compile(r"[,;。\n！？:](?!\d{3}(?!\d))")
_NUMBER_AFTER = re.compile(r"[至到为了成]?(?:20\d\d年的?)?(?:[近约超逾]|超过)?(\d[\d.,]*)")
_OBJECT_AFTER = re.compile(r"[了至到为成]?[“《]?([\u4e00-\u9fff]{2,4})")
_NUMBER_BEFORE = re.compile(r"(\d[\d.]*)[^\d,;。]{0,4}$")
_SUBJECT_BEFORE = re.compile(
    r"([\u4e00-\u9fff]{2,4}?)(?:同比|环比|[比较]上?[年月期]|[比较]去年|分别|均|都|明显|显著|持续|大幅度?|逐[年步]|进一步|不断|有效|全力|有所|总体|平均)*$"
)


def turned(claim: str, evidence: str) -> list[str]:
    """The words of the claim that tell a direction which the evidence does not, or tells the other way."""
    faults: list[str] = []
    clauses: list[str] | None = None
    for found in _MOVE.finditer(claim):
        word = found.group()
        way = _way(word)
        after = _OBJECT_AFTER.match(claim, found.end())
        if after and claim[found.start() : after.start(1) + 2] in evidence:
            continue
        clauses = clauses or _CLAUSE.split(evidence)
        said = _said(claim, found.start(), found.end(), way, evidence, clauses)
        if said != way:
            faults.append(f"文中没有说“{_around(claim, found.start(), found.end())}”")
    return faults


def _way(word: str) -> _Way:
    return _WAYS.get(word) or ("up" if word in "增升涨" else "down")


def _around(claim: str, start: int, end: int) -> str:
    return claim[max(0, start - 4) : end + 6].strip(",;。、")


def _said(claim: str, start: int, end: int, way: _Way, evidence: str, clauses: list[str]) -> _Way | None:
    """What the evidence says of the thing that the claim's word at `start:end` is about; `way` where it leaves room."""
    number = _NUMBER_AFTER.match(claim, end)
    if number:
        said = _nearest(clauses, number[1], before=True)
        if said:
            return _OTHER[said] if f"-{number[1]}" in evidence and f"-{number[1]}" not in claim else said
        there = [clause for clause in clauses if number[1] in clause]
        if there:
            return _hinted(way, there, _HINTS_OF_NUMBERS) or _only_way(clauses)
    target = _OBJECT_AFTER.match(claim, end)
    if target and (said := _nearest(clauses, _longest(target[1], evidence), before=True)):
        return said
    subject = _SUBJECT_BEFORE.search(claim, max(0, start - 12), start) or _NUMBER_BEFORE.search(
        claim, max(0, start - 12), start
    )
    if subject and (said := _nearest(clauses, subject[1], before=False)):
        return said
    return _hinted(way, clauses, _HINTS)


def _longest(words: str, evidence: str) -> str:
    """The longest beginning of the words, of two characters at least, that the evidence has."""
    while len(words) > 2 and words not in evidence:
        words = words[:-1]
    return words


def _nearest(clauses: list[str], anchor: str, *, before: bool) -> _Way | None:
    """The direction that the clauses give to the anchor: by the last word before it or by the first one behind it."""
    found: _Way | None = None
    for clause in clauses:
        at = clause.find(anchor)
        if at < 0:
            continue
        moves = [(m.start(), _way(m.group())) for m in _MOVE.finditer(clause)]
        if not moves:
            continue
        ahead = [way for place, way in moves if place < at]
        behind = [way for place, way in moves if place >= at]
        said = (ahead[-1] if ahead else behind[0]) if before else (behind[0] if behind else ahead[-1])
        if found is not None and found != said:
            return None
        found = said
    return found


def _only_way(clauses: list[str]) -> _Way | None:
    ways = {_way(m.group()) for clause in clauses for m in _MOVE.finditer(clause)}
    return ways.pop() if len(ways) == 1 else None


def _hinted(way: _Way, clauses: list[str], hints: dict[_Way, re.Pattern[str]]) -> _Way | None:
    """`way` if some wording of the clauses may mean it, else the other one or None."""
    ways = {_way(m.group()) for clause in clauses for m in _MOVE.finditer(clause)}
    if way in ways:
        return way
    if any(hints[way].search(clause) for clause in clauses):
        return way
    return next(iter(ways), None)
