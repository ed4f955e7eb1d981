"""Whether a claim says the same way round as its evidence: rising against falling, done against not done.

Both texts are shadow text. The checks look for the words around the claim's verb in the evidence and read what the
evidence says there; where it says nothing of the kind, a claim may word it in its own way.
"""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Literal

_Way = Literal["up", "down"]

_UP = (
    "上升 增长 增加 提高 提升 扩大 扩展 攀升 上涨 增多 延长 上调 增至 升至 增到 升到 增为 升为 增幅 升幅 涨幅 回升 上浮 加大 增强 加强 强化"
    " 拓宽 拓展 推高 加快 加长 放宽 新增 净增 翻番 抬高 扩充 增大"
)
_DOWN = (
    "下降 减少 降低 压缩 缩短 压减 压降 下滑 缩小 缩减 精简 回落 下调 降至 减至 降到 减到 缩至 降为 减为 压至 削减 降幅 减幅 减轻 减弱"
    " 弱化 削弱 放慢 放缓 收窄 下浮 减小"
)
_WAYS: dict[str, _Way] = {word: "up" for word in _UP.split()} | {word: "down" for word in _DOWN.split()}


def _any_of(words: Iterable[str]) -> str:
    """A pattern for the words, with a set of their first characters in front: that is what makes it quick to search."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    return f"[{''.join(rests)}](?:" + "|".join(f"(?<={first})(?:{'|'.join(rest)})" for first, rest in rests.items()) + ")"


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

# What denies. The lookarounds keep out words that hold 不, 未, 无, 非 or 零 and deny nothing (不断, 未来, 无论, 非常).
_DENY = (
    "[未没无不非零难有亟尚仍还缺欠杜避防严禁停](?:"
    "(?<=不)(?<![来了对能]不)(?<!差不(?=多))(?!断|仅|但|只|光|同|动产|少(?!于)|管|论|服|限|锈|良|法|妨|愧|得不|乏|日|时)"
    "(?:再|得|能|予|会|够|太|准|许|宜|愿|敢|善|很)?"
    "|(?<=未)(?!来|成年)(?:能|曾|经|予)?|(?<=没)有?"
    "|(?<=无)(?!论|线|人机|障碍|偿|缝|纸|疑|形|锡|害|差别|非)(?:一(?!致|定)[起例件人家名宗]?)?"
    "|(?<=非)(?<![除莫无是南]非)(?!常|遗|税|公|现场|机动|物质|国有|营利|法|诉|访)"
    "|(?<=零)(?<!\\d零)(?=[\u4e00-\u9fff])(?!距离|散|星|售|工|基础|部件|时)"
    "|(?<=难)以|(?<=有)待|(?<=亟)[待需]|(?<=[尚仍])需|(?<=还)需要?|(?<=缺)[乏少]|(?<=欠)缺|(?<=杜)绝|(?<=避)免|(?<=防)止|(?<=严)禁|(?<=[禁停])止)"
)
# Adverbs that may stand between a denial and what it denies.
_MANNER = (
    "完全|全面|充分|及时|有效|真正|深入|严格|切实|同步|形成|得到|实现|做到|全部|明显|发生|出现|进一步|根本|彻底|很好|认真|按时|有(?![效力序])|被|相"
)
_DENIAL = re.compile(
    rf"(?P<word>{_DENY})(?:[“\"]|一步)?(?P<manner>(?:{_MANNER})?)(?P<stem>(?:(?![未没不无的了尚还仍])[\u4e00-\u9fff]){{0,2}})"
)
_REACH = 6  # characters behind a denial in which it still denies
_LONG_REACH = 24  # the same, where what is denied is looked for: 未发生因…引发的群体性事件
_BREAK = re.compile("[,;。、]")
_ADVERBS = frozenset("还仍也都均尚并亦却从毫")
_ADVERBS_OR_NONE = _ADVERBS | {""}
_DENIED_BEHIND = re.compile("不(?![断仅但同])|未(?!来|成年)")
_ENOUGH = re.compile("够(?<![不能]够)(?=[,;。、]|$)|予(?<![不免给准授赋]予)(?=[,、])")
_DEGREES = ("", "很", "较", "更", "已", "均", "充")
_PLENTY = re.compile(_any_of("充足 充裕 足够 充沛 充实 有力 到位 健全 完备 均衡 畅通 雄厚 领先".split()))
_WANT = re.compile("不足|不够|缺乏|缺少|短缺|紧缺|匮乏|欠缺|薄弱|滞后|不到位|不均|不健全|不畅|单一|偏[少低弱慢]|有限")
_DENIES = re.compile(_WANT.pattern + r"|[未没无不零](?!断|仅|但|动产|同|论|来|成年)|难以|避免|防止|杜绝|有待|亟|尚需|仍需|还需|盲[点区]|空白|弱|差|欠|为0|(?<!\d)0[%件起]")


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
            return said
        there = [clause for clause in clauses if number[1] in clause]
        if there:
            return _hinted(way, there, _HINTS_OF_NUMBERS) or _only_way(clauses)
    target = _OBJECT_AFTER.match(claim, end)
    if target and (said := _nearest(clauses, _longest(target[1], evidence), before=True)):
        return said
    subject = _SUBJECT_BEFORE.search(claim, max(0, start - 12), start) or _NUMBER_BEFORE.search(claim, max(0, start - 12), start)
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


def denied(claim: str, evidence: str) -> list[str]:
    """Where the claim denies what the evidence does not, or drops a denial of it."""
    mine = list(_DENIAL.finditer(claim))
    theirs = list(_DENIAL.finditer(evidence))
    plenty = _PLENTY.search(claim)
    if not mine and not theirs and not plenty:
        return []
    faults = [f"文中没有说“{_shown(found)}”" for found in mine if not _stands_denied(found, evidence, theirs)]
    denials = frozenset(found.end("word") for found in mine)
    for found in theirs:
        if _dropped(claim, denials, evidence, found, theirs):
            faults.append(f"文中说的是“{_shown(found)}”")
    for one, other in pairwise(mine):
        if claim[one.end("manner") : other.start()] in _ADVERBS_OR_NONE and claim[one.start() : other.end()] not in evidence:
            faults.append(f"“{claim[one.start() : other.end()]}”否定了两次，文中没有")
    if (enough := _ENOUGH.search(claim)) and not re.search(f"(?<!不){enough[0]}", evidence):
        faults.append(f"文中说的是“不{enough[0]}”")
    if plenty and plenty[0] not in evidence and _WANT.search(evidence) and not _denied_at(claim, denials, plenty.start(), 2):
        faults.append(f"文中没有说“{plenty[0]}”")
    return faults


def _shown(found: re.Match[str]) -> str:
    return found.string[found.start() : found.end() + 4].split(",")[0].split("。")[0]


def _stands_denied(found: re.Match[str], evidence: str, theirs: list[re.Match[str]]) -> bool:
    """Whether the evidence, too, denies what the claim denies."""
    stem = found["stem"] or found["manner"]
    if found.group() in evidence:
        return True
    if len(stem) < 2:
        lead = _lead(found.string, found.start())
        affirmed = stem and any(f"{lead}{degree}{stem}" in evidence for degree in _DEGREES)
        return not affirmed and bool(_DENIES.search(evidence))
    manner = found["manner"]
    if manner and any(manner == other["manner"] and not found["stem"] for other in theirs):
        return True
    words = found.string[found.start("stem") if found["stem"] else found.start("manner") :][:_REACH]
    denied = affirmed = 0
    place = evidence.find(stem)
    while place >= 0:
        length = _common(words, evidence[place : place + _REACH])
        if any(_reaches(other, place) for other in theirs):
            denied = max(denied, length)
        else:
            affirmed = max(affirmed, length)
        place = evidence.find(stem, place + 1)
    if denied or affirmed:
        return denied >= affirmed
    return _denies_near(found, evidence)


def _common(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def _reaches(denial: re.Match[str], place: int) -> bool:
    """Whether a denial denies what stands at `place` of its text: to the end of the clause where it denies that
    something is there at all (未发生因…引发的群体性事件), else only what follows close behind."""
    start = denial.start("manner")
    if not denial.start("word") < place <= start + _LONG_REACH or _CLAUSE.search(denial.string, start, place):
        return False
    if denial["word"][0] in "无零没" or denial["manner"] in ("发生", "出现", "有"):
        return True
    return place <= denial.end("manner") + _REACH and "的" not in denial.string[start:place]


def _denies_near(found: re.Match[str], evidence: str) -> bool:
    """Whether a clause of the evidence denies something and speaks of what the claim speaks of there."""
    claim = found.string
    start = max(claim.rfind(stop, 0, found.start()) for stop in ",;。") + 1
    piece = claim[start : found.start()] + "," + claim[found.end("word") : found.end() + 6].split(",", 1)[0]
    pairs = [piece[i : i + 2] for i in range(len(piece) - 1)]
    return any(_DENIES.search(clause) and any(pair in clause for pair in pairs) for clause in _CLAUSE.split(evidence))


def _dropped(
    claim: str, denials: frozenset[int], evidence: str, found: re.Match[str], theirs: list[re.Match[str]]
) -> bool:
    """Whether the claim affirms what the evidence only denies."""
    if found["manner"] in ("发生", "出现") and _happens(claim, denials, found):
        return True
    for stem, at in ((found["manner"], found.start("manner")), (found["stem"], found.start("stem"))):
        if len(stem) == 2 and stem in claim:
            place = claim.find(stem)
            while place >= 0:
                if not _denied_at(claim, denials, place, len(stem)) and _only_denied(claim, place, evidence, at, theirs):
                    return True
                place = claim.find(stem, place + 1)
        elif len(stem) == 1 and (lead := _lead(evidence, found.start())):
            for degree in _DEGREES:
                if f"{lead}{degree}{stem}" in claim and f"{lead}{degree}{stem}" not in evidence:
                    return True
    return False


def _happens(claim: str, denials: frozenset[int], found: re.Match[str]) -> bool:
    """Whether the claim says that what the evidence says never happened did."""
    place = claim.find(found["manner"])
    while place >= 0:
        what = claim[place + 2 : place + 4]
        at = found.string.find(what, found.end("manner")) if len(what) == 2 else -1
        if at >= 0 and _reaches(found, at) and not _denied_at(claim, denials, place, 2):
            return True
        place = claim.find(found["manner"], place + 1)
    return False


def _lead(text: str, at: int) -> str:
    """The character before a denial, adverbs aside: 性 of 针对性还不强."""
    before = text[max(0, at - 2) : at]
    return before[:1] if before[1:] in _ADVERBS else before[-1:]


def _denied_at(claim: str, denials: frozenset[int], place: int, length: int) -> bool:
    """Whether the claim denies what stands at `place`, before or behind it."""
    if _DENIED_BEHIND.match(claim, place + length):
        return True
    return any(place - _REACH <= end <= place and not _BREAK.search(claim, end, place) for end in denials)


def _only_denied(claim: str, place: int, evidence: str, at: int, theirs: list[re.Match[str]]) -> bool:
    """Whether what the claim says at `place`, as far as the evidence says the same at `at`, stands there denied only."""
    length = 2
    while length < 8 and claim[place + length : place + length + 1] == evidence[at + length : at + length + 1] != "":
        length += 1
    words = claim[place : place + length]
    ends = {found.end("word") for found in theirs} | {found.start("stem") for found in theirs}
    where = evidence.find(words)
    while where >= 0:
        if not any(where - 2 <= end <= where for end in ends):
            return False
        where = evidence.find(words, where + 1)
    return True
