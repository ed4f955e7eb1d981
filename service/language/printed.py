"""Whether the numbers of a claim stand in its evidence as printed: digits, magnitude, unit, hedge, what they count.

Both texts are shadow text. Years, dates, ordinals and the numbers of slogans count too: whoever writes a number must
have it from the evidence. What `figures` leaves aside as no quantity is checked here all the same.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_DIGIT = "零〇一二两三四五六七八九"
_CN = _DIGIT + "十百千万亿"
_SCALE = "(?:[十百千]?[万亿]|[十百千](?![克米瓦]))"
_NUMBER = re.compile(
    rf"""[0-9{_CN}](?:
      (?<=[0-9])[0-9]*+(?:[.,][0-9]++|[ ][0-9]{{3}}(?![0-9]))*+(?:[余多几]?{_SCALE}(?:[0-9.]*[0-9])?)*+
    | (?<=[百千])分之(?:[0-9]++(?:\.[0-9]++)?|[{_CN}]++(?:点[{_DIGIT}]++)?)
    | (?<=[{_CN}])(?:[{_CN}]|点(?=[{_DIGIT}]))*+(?:[余多几](?=[十百千万亿])[{_CN}]++)?
    )""",
    re.VERBOSE,
)
_UNIT = re.compile(
    r"""[%‰]|个?百分点|个?工作日|个?自然日|个?(?:小时|学时|课时|批次)|分钟|季度|个月|月|年|日(?!常)|天|周(?!边)|成(?![员立果效功为本])|倍
    | [人件家户车场批班条起艘台项辆份架宗名例处课期](?:次(?![序要生])|\(次\))|台套|平方(?:米|公里|千米)|立方米|公里|千米|公顷|公斤|千瓦时?|兆瓦
    | 美元|欧元|港元|元(?!素)|亩|吨|米
    | 部(?![门委队署])|人(?![大民均])|条(?![例款])|家(?!庭)|名(?!单(?!位)|称)|级|批(?!准)|位(?!一)|场(?!所)|所(?!有)|轮(?!训)|期(?!间)|本(?!级)
    | 类|种|项|件|个|次|户|起|份|处|篇|册|宗|例|卷|套|班|支|组|节|门(?!户)|间|座|栋|幢|辆|艘|架|台|枚|棵|株|幅|封|首|堂
    | 面|块|集|款|道|页|层|句|头|只|张|席|辑|笔|通|对(?=[,.。;、)])|分(?=[,.。;、)的以]|$)|岁|版|号|届|字""",
    re.VERBOSE,
)
_SHARES = frozenset(("%", "‰", "百分点", "个百分点", "成", "倍"))
_PEOPLE = frozenset("人名位")
_HEDGES = {
    "more": "超过 超 逾 以上 余 多 不少于 不低于 至少 突破",
    "near": "近 约 大约 将近 接近 左右 上下 几 来",
    "less": "不足 不到 不超过 不高于 不多于 至多 最多 以下 以内",
}
_SORT = {word: sort for sort, words in _HEDGES.items() for word in words.split()}
_BEFORE = re.compile("(?:" + "|".join(sorted((w for w in _SORT if w not in ("余", "多", "来", "以上", "以下", "以内")), key=len, reverse=True)) + ")$")
_BEFORE_PIECE = re.compile("(?:" + "|".join(sorted((w for w in _SORT if len(w) > 1 and w[0] != "以"), key=len, reverse=True)) + ")(?=[^,。;0-9]*$)")
_NO_HEDGE = re.compile("(?:[附最邻靠临]近|[违履合签预契公条节大制邀]约|[赶反]超)$")
_AFTER = re.compile(" ?(以[上下内]|左右|上下)|(余)")
_INSIDE = re.compile("[余多几](?=[十百千万亿])|[余多几]$")
_LOOSE = re.compile("[余多几, ]")
_TAIL = re.compile("余|多(?![种样元少])|几(?=[个次件名])")
# Where a number comes from and where it leads: 由12天, 原9.9个 against 至5天, 为4.8个.
_FROM = re.compile(r"(?:由|从|原|原来的|原先的|上年的?|去年的?|此前的?|过去的?)[^,。;0-9]{0,3}$")
_FROM_AFTER = re.compile(r"[^,。;、0-9]{0,6}?[至到](?![位底])")
_TO = re.compile(r"(?:[至到]|[降升增减改整调变缩合简]为|现)(?:目前的?|现在的?)?$")
# Numerals that are parts of everyday words, not numbers.
_EVERYDAY = re.compile("一责任|十分(?![之钟])|百姓|万众|千方|百计|四[处周](?![法违隐])|千家|万户|百业|万家|两者|两地|万无")
_WORDS_BEFORE = re.compile(r"[^,;。、\n]*$")
_LISTED = re.compile("[、和与及]$")
_WORDS_AFTER = re.compile("[^,;。、\n0-9]{1,16}")
# What would make another unit of the one before it: 人次, 个工作日, 个百分点; and what would hedge it: 以上, 左右.
_LONGER = frozenset("次(工百小学课月批自")
_HEDGED = frozenset("以左上余 ")
_ENDS = frozenset(",.。;:、)~-—至到")


class Printed(NamedTuple):
    """A number as printed. `core` has neither hedges nor separators: 1.3万余 is "1.3万", 1,150 is "1150"."""

    start: int
    end: int
    core: str
    unit: str


def numbers(text: str) -> Iterator[Printed]:
    """Every number of the text, in order."""
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        core = found.group()
        if _LOOSE.search(core):
            core = _LOOSE.sub("", core)
        if end < len(text) and (tail := _TAIL.match(text, end)):
            end = tail.end()
        unit = _UNIT.match(text, end)
        yield Printed(start, end, core, unit[0] if unit else "")


def misprints(claim: str, evidence: str) -> list[str]:
    """What is wrong with the numbers of a claim, in words for its author; empty where all are as the evidence has them."""
    theirs: list[Printed] | None = None
    faults: list[str] = []
    for number in numbers(claim):
        if _stands_so(claim, number, evidence) or _EVERYDAY.match(claim, number.start):
            continue
        theirs = list(numbers(evidence)) if theirs is None else theirs
        if number.core == "一" and claim[number.start - 1 : number.start] != "第":
            same = [other for other in theirs if other.core == "一"]
            fault = _missing(claim, number) if _rival(claim, number, evidence, theirs, same) else None
        else:
            fault = _fault(claim, number, evidence, theirs)
        if fault:
            faults.append(fault)
    return faults


def _stands_so(claim: str, number: Printed, evidence: str) -> bool:
    """Whether the number stands in the evidence with its unit and the very words before it: nothing more to check."""
    start, end = number.start - 2, number.end + len(number.unit)
    if start < 0 or not number.unit or claim[start] < "一" or claim[start + 1] < "一":
        return False
    at = evidence.find(claim[start:end])
    if at < 0 or (next_to_it := claim[end : end + 1]) in _HEDGED:
        return False
    behind = evidence[at + end - start : at + end - start + 1]
    return behind == next_to_it if next_to_it >= "一" else behind not in _LONGER


def _fault(claim: str, number: Printed, evidence: str, theirs: list[Printed]) -> str | None:
    same = [other for other in theirs if other.core == number.core]
    if not same:
        return _missing(claim, number)
    ordinal = claim[number.start - 1 : number.start] == "第"
    fit = [
        other
        for other in same
        if _units_agree(claim, number, evidence, other) and (evidence[other.start - 1 : other.start] == "第") == ordinal
    ]
    if not fit:
        printed = evidence[same[0].start : same[0].end + max(1, len(same[0].unit))]
        return f"{_missing(claim, number)}，文中是“{printed}”"
    hedge = _hedge(claim, number)
    if hedge and not any(_hedge(evidence, other) == hedge or _hedged_before(evidence, other, hedge) for other in fit):
        return f"文中的“{_shown(evidence, fit[0])}”没有“{_around(claim, number)}”的说法"
    rival = _rival(claim, number, evidence, theirs, fit)
    if rival is not None:
        return f"文中与“{_around(claim, number)}”相应的数是“{_shown(evidence, rival)}”"
    role = _role(claim, number)
    if role and {role} != (roles := {_role(evidence, other) for other in fit}) and None not in roles and role not in roles:
        return f"“{_shown(claim, number)}”的前后变化与文中相反"
    return None


def _shown(text: str, number: Printed) -> str:
    return text[number.start : number.end + len(number.unit)]


def _missing(claim: str, number: Printed) -> str:
    return f"文中没有“{_shown(claim, number)}”"


def _around(text: str, number: Printed) -> str:
    return text[max(0, number.start - 2) : number.end + len(number.unit) + 2]


def _units_agree(claim: str, number: Printed, evidence: str, other: Printed) -> bool:
    """Whether the unit is the same, or only left out or shortened."""
    mine, theirs = number.unit, other.unit
    if mine == theirs:
        return bool(mine) or number.core[0] not in _CN or _follows_alike(claim, number, evidence, other)
    if not mine:
        return theirs not in _SHARES and (number.core[0] not in _CN or _follows_alike(claim, number, evidence, other))
    if not theirs:
        return mine not in _SHARES and _left_out(claim, number, evidence, other)
    if {mine, theirs} <= _PEOPLE:
        return True
    if mine == "个":
        return theirs[0] == "个" and theirs != "个百分点" and theirs[1:] in claim
    return mine in (theirs.removeprefix("个"), "个" + theirs) or (
        theirs.endswith("(次)") and mine in (theirs[0], theirs[0] + "次")
    )


def _follows_alike(claim: str, number: Printed, evidence: str, other: Printed) -> bool:
    """Whether the same character stands behind a Chinese numeral in both texts, or a stop in one of them."""
    mine = claim[number.end : number.end + 1]
    behind = other.end + len(other.unit)
    theirs = (evidence[other.end : other.end + 1], evidence[behind : behind + 1])
    return mine in theirs or not "\u4e00" <= mine <= "\u9fff" or not "\u4e00" <= theirs[0] <= "\u9fff"


def _left_out(claim: str, number: Printed, evidence: str, other: Printed) -> bool:
    """Whether the evidence may well have meant the claim's unit, though it does not print it: 由12压缩至5天, 3部门."""
    behind = evidence[other.end : other.end + 2]
    after = number.end + len(number.unit)
    if not behind or behind[0] in _ENDS or behind == claim[after : after + 2]:
        return True
    return bool(_FROM_AFTER.match(evidence, other.end)) and number.unit in evidence


def _hedge(text: str, number: Printed) -> str | None:
    """The sort of hedge that a number has: more, near or less."""
    start, end = number.start, number.end
    before = _BEFORE.search(text, max(0, start - 3), start)
    if before and not _NO_HEDGE.search(text, max(0, start - 2), start):
        return _SORT[before[0]]
    inside = _INSIDE.search(text, start, end)
    if inside:
        return _SORT[inside[0]]
    after = _AFTER.match(text, end + len(number.unit))
    return _SORT[after[1] or after[2]] if after else None


def _hedged_before(text: str, number: Printed, hedge: str) -> bool:
    """Whether a hedge stands before the verb of the number: 至少安排1次."""
    before = _BEFORE_PIECE.findall(text, max(0, number.start - 8), number.start)
    return any(_SORT[word] == hedge for word in before)


def _rival(claim: str, number: Printed, evidence: str, theirs: list[Printed], fit: list[Printed]) -> Printed | None:
    """Another number that the evidence has in the very place of this one: 民事12件 for 民事21件.

    That is one of the same unit or the same digits which shares words with the claim on a side where none of the
    numbers that fit does, and no fewer than they on the other side.
    """
    rivals = [o for o in theirs if o not in fit and number.unit and (o.unit == number.unit or o.core == number.core)]
    if not rivals:
        return None
    before, after = (_pairs(side) for side in _sides(claim, number))
    after = after[:1]
    mine = [_sides(evidence, other) for other in fit]
    best = [max((_shared(pairs, side[0] + "," + side[1]) for side in mine), default=0) for pairs in (before, after)]
    for other in rivals:
        side = _sides(evidence, other)
        shared = _shared(before, side[0]), _shared(after, side[1])
        if any(shared[i] > best[i] == 0 and shared[1 - i] >= best[1 - i] for i in (0, 1)):
            return other
    return None


def _sides(text: str, number: Printed) -> tuple[str, str]:
    """The words before a number and behind its unit, as far as the next stop; behind it also to the next number.

    A number that only goes on a list (134件、201件) has the words of the one before it.
    """
    after = _WORDS_AFTER.match(text, number.end + len(number.unit))
    words = text[max(0, number.start - 24) : number.start]
    listed = _LISTED.search(words) if after is None else None
    before = _WORDS_BEFORE.search(words, 0, listed.start() if listed else len(words))
    return before[0] if before else "", after[0] if after else ""


def _pairs(words: str) -> list[str]:
    return [words[i : i + 2] for i in range(len(words) - 1) if words[i] > "一" and words[i + 1] > "一"]


def _shared(pairs: list[str], words: str) -> int:
    return sum(pair in words for pair in pairs)


def _role(text: str, number: Printed) -> str | None:
    """Whether a number is what a change starts from or what it leads to."""
    start = number.start - (text[number.start - 1 : number.start] == "第")
    if _TO.search(text, max(0, start - 5), start):
        return "to"
    if _FROM.search(text, max(0, start - 8), start):
        return "from"
    return "from" if _FROM_AFTER.match(text, number.end + len(number.unit)) else None
