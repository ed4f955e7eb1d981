"""Whether a claim says the same way round as its evidence: rising against falling, done against not done.

Both texts are shadow text. The checks look for the words around the claim's verb in the evidence and read what the
evidence says there; where it says nothing of the kind, a claim may word it in its own way.
"""

import re
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
_WORDS = "|".join(sorted(_WAYS, key=len, reverse=True))
# A single 增 or 降 counts only before a number.
_MOVE = re.compile(rf"{_WORDS}|[增升涨](?=了?\d)|[降减缩](?=了?\d)")
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

# Words that hold 不, 未, 无, 非 or 零 and deny nothing.
_NO_DENIAL = (
    "未来|未成年|不断|不仅|不但|不只|不光|不同|不动产|不少(?!于)|不管|不论|不服|不限|不锈|不良|不法|不妨|不愧|不得不|不乏|不日|不时|来不及|了不起|不可|对不起"
    "|无论|无线|无人机|无障碍|无偿|无缝|无纸|无疑|无形|无锡|无害|无差别|非常|非遗|非税|非公|非现场|非机动|非物质|非国有|非营利|非法|非诉|非访|除非|莫非|无非|是非"
    "|零距离|零散|零星|零售|零工|零基础|零部件|零时|\\d零|南非|能不能|是否|可不|好不|差不多"
)
_DENY = (
    "没有|尚?未(?:能|曾|经|予)?|从未|难以|毫?无(?:一(?!致|定)[起例件人家名宗]?)?|没"
    "|不(?:再|得|能|予|会|够|太|准|许|宜|愿|敢|善|很)?|非|零(?=[\u4e00-\u9fff])|有待|亟待|亟需|尚需|仍需|还需要?|缺乏|缺少|欠缺|杜绝|避免|防止|严禁|禁止|停止"
)
# Adverbs that may stand between a denial and what it denies.
_MANNER = (
    "完全|全面|充分|及时|有效|真正|深入|严格|切实|同步|形成|得到|实现|做到|全部|明显|发生|出现|进一步|根本|彻底|很好|认真|按时|有(?![效力序])|被"
)
_DENIAL = re.compile(
    rf"(?:{_NO_DENIAL})|(?P<word>{_DENY})(?:[“\"]|一步)?(?P<manner>(?:{_MANNER})?)(?P<stem>[\u4e00-\u9fff]{{0,2}})"
)
_REACH = 6  # characters behind a denial in which it still denies
_LONG_REACH = 24  # the same, where what is denied is looked for: 未发生因…引发的群体性事件
_BREAK = re.compile("[,;。、]")
_ENOUGH = re.compile("(?<![不能])够(?=[,;。、]|$)|(?<![不免给准授赋])予(?=[,、])")
_DEGREES = ("", "很", "较", "更", "已", "均", "充")
_PLENTY = re.compile("充足|充裕|足够|充沛|充实|有力|到位|健全|完备|均衡|畅通|雄厚|领先")
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
    mine = [found for found in _DENIAL.finditer(claim) if found["word"]]
    theirs = [found for found in _DENIAL.finditer(evidence) if found["word"]]
    faults = [f"文中没有说“{_shown(found)}”" for found in mine if not _stands_denied(found, evidence, theirs)]
    denials = frozenset(found.end("word") for found in mine)
    for found in theirs:
        if _dropped(claim, denials, evidence, found, theirs):
            faults.append(f"文中说的是“{_shown(found)}”")
    for one, other in pairwise(mine):
        if 0 <= other.start() - one.end("manner") <= 2 and claim[one.start() : other.end()] not in evidence:
            faults.append(f"“{claim[one.start() : other.end()]}”否定了两次，文中没有")
    if (enough := _ENOUGH.search(claim)) and f"不{enough[0]}" in evidence:
        faults.append(f"文中说的是“不{enough[0]}”")
    plenty = _PLENTY.search(claim)
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
        lead = found.string[found.start() - 1 : found.start()]
        affirmed = stem and any(f"{lead}{degree}{stem}" in evidence for degree in _DEGREES)
        return not affirmed and bool(_DENIES.search(evidence))
    for other in theirs:
        reach = _CLAUSE.split(evidence[other.start("word") : other.end("word") + _LONG_REACH], 1)[0]
        if stem in reach or (found["manner"] and found["manner"] in reach):
            return True
    return stem not in evidence and _denies_near(found, evidence)


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
    for stem, at in ((found["manner"], found.start("manner")), (found["stem"], found.start("stem"))):
        if len(stem) == 2 and stem in claim:
            place = claim.find(stem)
            while place >= 0:
                if not _denied_at(claim, denials, place, len(stem)) and _only_denied(claim, place, evidence, at, theirs):
                    return True
                place = claim.find(stem, place + 1)
        elif len(stem) == 1 and (lead := evidence[found.start() - 1 : found.start()]):
            for degree in _DEGREES:
                if f"{lead}{degree}{stem}" in claim and f"{lead}{degree}{stem}" not in evidence:
                    return True
    return False


def _denied_at(claim: str, denials: frozenset[int], place: int, length: int) -> bool:
    """Whether the claim denies what stands at `place`, before or behind it."""
    if claim[place + length : place + length + 1] in ("不", "未"):
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
