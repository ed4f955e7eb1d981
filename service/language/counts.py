"""The numbers of a text as printed: digits or Chinese numerals with magnitude, unit and hedge.

All functions read shadow text. Unlike `figures`, which looks for what a table would hold, this reads every number: years,
dates, ordinals and those of slogans too.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from service.language.measures import MINUS
from service.language.numerals import in_full, read_number

_DIGIT = "零〇一二两三四五六七八九"
_CN = _DIGIT + "十百千万亿"
_SCALE = "(?:[十百千]?[万亿]|[十百千](?![克米瓦]|分[之点]))"
# 「1.3月底前」 is a point's number and a date.
_NUMBER = re.compile(
    rf"""[0-9{_CN}](?:
      (?<=[0-9])[0-9]*+(?:\.(?!(?:1[0-2]|[1-9])月|20[0-9]{{2}}年)[0-9]++|,[0-9]++|[ ][0-9]{{3}}(?![0-9]))*+(?:[余多几]?{_SCALE}(?:[0-9.]*[0-9])?)*+
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
_SPELT_SHARE = re.compile(rf"百分之([0-9.]+|[{_CN}]+(?:点[{_DIGIT}]+)?)")
_LOOSE = re.compile("[余多几, ]")
_TAIL = re.compile("余|多(?![种样元少])|几(?=[个次件名])")
_SHARES = frozenset(("%", "‰", "百分点", "个百分点", "成", "倍"))
_PEOPLE = frozenset("人名位")
# Hedges, by what they say of the number.
_HEDGES = {
    "more": "超过 超 逾 以上 余 多 不少于 不低于 至少 突破",
    "near": "近 约 大约 将近 接近 左右 上下 几 来",
    "less": "不足 不到 不超过 不高于 不多于 至多 最多 以下 以内",
}
_SORT = {word: sort for sort, words in _HEDGES.items() for word in words.split()}
_BEHIND = ("余", "多", "来", "以上", "以下", "以内", "左右", "上下")
_HEDGE_WORDS = sorted(_SORT.keys() - set(_BEHIND), key=len, reverse=True)
_BEFORE = re.compile(f"(?:{'|'.join(_HEDGE_WORDS)})$")
_AT_A_DISTANCE = re.compile(f"(?:{'|'.join(word for word in _HEDGE_WORDS if len(word) > 1)})(?=[^,。;0-9]*$)")
_NO_HEDGE = re.compile("(?:[附最邻靠临]近|[违履合签预契公条节大制邀]约|[赶反商]超)$")
_AFTER = re.compile(" ?(以[上下内]|左右|上下)|(余)")
_INSIDE = re.compile("[余多几](?=[十百千万亿])|[余多几]$")
# 由12压缩至5天: the unit stands with the second number only.
LEADS_ON = re.compile(r"[^,。;、0-9]{0,6}?[至到](?![位底])")
_ENDS = frozenset(",.。;:、)~-—至到")


class Printed(NamedTuple):
    """A number as printed. `core` has neither hedges nor separators: 1.3万余 is "1.3万", 1,150 is "1150".

    百分之九十八点八 is "98.8" and "%", `spelt`: its unit is not printed behind it.

    A rate or a sum below zero has its minus there (-3.1%), though `start` is where the digits begin.
    """

    start: int
    end: int
    core: str
    unit: str
    spelt: bool = False

    @property
    def behind(self) -> int:
        """The offset behind the unit."""
        return self.end + len(self.unit) * (not self.spelt)


# One claim after the other is held against the same clauses, by several checks.
@lru_cache(maxsize=64)
def numbers(text: str) -> tuple[Printed, ...]:
    """Every number of the text, in order."""
    return tuple(_numbers(text))


def _numbers(text: str) -> Iterator[Printed]:
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        core = found.group()
        if share := _SPELT_SHARE.fullmatch(core):
            yield Printed(start, end, _digits(share[1]), "%", True)
            continue
        if _LOOSE.search(core):
            core = _LOOSE.sub("", core)
        if end < len(text) and (tail := _TAIL.match(text, end)):
            end = tail.end()
        found_unit = _UNIT.match(text, end)
        unit = found_unit[0] if found_unit else ""
        if start and (unit in _SHARES or unit == "元") and MINUS.match(text, start - 1):
            core = "-" + core
        yield Printed(start, end, core, unit)


def _digits(spelt: str) -> str:
    """A number of a share in digits: 九十八点八 is 98.8; what cannot be read, as it is."""
    value = read_number(spelt)
    return spelt if value is None else in_full(value)


def units_agree(claim: str, number: Printed, evidence: str, other: Printed) -> bool:
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
    behind = other.behind
    theirs = (evidence[other.end : other.end + 1], evidence[behind : behind + 1])
    return mine in theirs or not "\u4e00" <= mine <= "\u9fff" or not "\u4e00" <= theirs[0] <= "\u9fff"


def _left_out(claim: str, number: Printed, evidence: str, other: Printed) -> bool:
    """Whether the evidence may well have meant the claim's unit, though it does not print it: 由12压缩至5天, 3部门."""
    behind = evidence[other.end : other.end + 2]
    after = number.behind
    if not behind or behind[0] in _ENDS or behind == claim[after : after + 2]:
        return True
    return bool(LEADS_ON.match(evidence, other.end)) and number.unit in evidence


def hedge(text: str, number: Printed) -> str | None:
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


def hedged_before(text: str, number: Printed, sort: str) -> bool:
    """Whether a hedge stands before the verb of the number: 至少安排1次."""
    before = _AT_A_DISTANCE.findall(text, max(0, number.start - 8), number.start)
    return any(_SORT[word] == sort for word in before)
