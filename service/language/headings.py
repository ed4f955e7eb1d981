"""Headings that announce a kind in so many words: 「存在的问题和不足」「2025年工作思路」「主要做法及成效」.

They are made of few words, so that they show where they end though nothing sets them off: 「存在问题一是…」.
"""

import re

from service.language import cues

_MIN_HEADING = 4
_MAX_HEADING = 36
_MIN_TEXT = 6
_MAX_LINE = 45

# The words that headings which announce a kind are made of; one of the last row ends them.
_JOINING = "的|和|与|及|以及|、|暨|或"
_NAMING = (
    r"20\d\d年度?|本年度?|今年|法治政府|法治|依法行政|建设|工作|开展|推进|落实|完成|履行|履职|职责|存在|面临|尚存|现存|遇到|当前|目前|一些|若干|"
    r"下一?步|下一?阶段|下一?年度?|明年|来年|今后|年度|主要|重点|总体|基本|突出|具体|特色|创新|改进|努力|整改|对策|反馈|我[省市县区镇乡局]"
)
_ENDING = (
    "问题|不足之处|不足|困难|差距|短板弱项|短板|弱项|薄弱环节|薄弱点|难点|堵点|挑战|成效|成绩|成果|亮点|举措|措施|做法|情况|进展|回顾|"
    r"工作总结|展望20\d\d年|打算|计划|安排|思路|设想|展望|规划|谋划|方向|目标|任务|建议|分析|原因"
)
_KIND_HEADING = re.compile(
    rf"(?!整改|完成|落实|推进|开展|反馈|原因|建设)(?:{_JOINING}|{_NAMING}|{_ENDING})*(?:{_ENDING})"
)
# A verb as well as a noun: 「计划培育…」 is no heading, 「工作计划」 is.
_VERBAL = re.compile(
    r"(?<!工作)(?<!步)(?<!段)(?<!年)(?<!年度)(?<!的)(?<!下步)(?<!及)(?<!和)(?<!与)(?:打算|计划|安排|设想|规划|谋划|建议|分析|展望)$"
)
_PLAIN_KIND = re.compile(r"20\d\d年度?(?:主要|重点)?工作|(?:主要|重点)工作(?=[^总完推落开])")
LEADING = re.compile(
    rf"(?<=[。;:])[ ]*(?!整改|完成|落实|推进|开展|反馈|原因|建设)(?:{_JOINING}|{_NAMING}|{_ENDING}){{1,8}}(?<=.{{4}}):?(?=[ ]*(?:1[.、](?!\d)|一是|第一,|\(一\)|①))"
)
_OF_A_YEAR = re.compile(r"20\d\d年[^,。;:]+$")
_LAST = re.compile(rf"(?:{_ENDING})(?:(?:的|和|与|及|以及|、)(?:{_NAMING})*(?:{_ENDING}|原因))?$")
_NUMBERED = re.compile(rf"(?:、|\)|\.|部分)[ ]*(?:{_JOINING}|{_NAMING}|{_ENDING})*(?:{_ENDING})[:。 ]*$")


def kind_heading(masked: str, start: int, end: int) -> int:
    """Where a heading that announces a kind in so many words ends, with text behind it; `start` where none does."""
    found = _KIND_HEADING.match(masked, start, min(end, start + _MAX_HEADING)) or _PLAIN_KIND.match(masked, start, end)
    if not found:
        return start
    seam = found.end()
    if seam >= end:
        return start
    if masked[seam] not in " :" and (seam - start < _MIN_HEADING or _VERBAL.search(masked, start, seam)):
        return start
    text = masked[seam:end].lstrip(" ,:;。")
    if len(text) < _MIN_TEXT or masked[seam] in "、和与及的是有为在" or not cues.heading_kinds(found.group(), None):
        return start
    return seam + 1 if masked[seam] in ":。" else seam


def announces(heading: str) -> bool:
    """Whether a heading does nothing but announce a kind."""
    return bool(_KIND_HEADING.fullmatch(heading)) and bool(cues.heading_kinds(heading, None))


def ends_as_one(line: str) -> bool:
    """Whether a line without a number ends with a word that ends such headings: 「…第一责任人职责情况」."""
    return bool(_LAST.search(line))


def is_line(line: str) -> bool:
    """Whether a line without a number is such a heading by itself, or one of a year: 「2024年…职责情况」."""
    return announces(line) or (len(line) <= _MAX_LINE and bool(_OF_A_YEAR.match(line)) and ends_as_one(line))


def stands_before(masked: str, at: int) -> bool:
    """Whether a numbered heading that announces a kind ends there: 「五、存在的不足」."""
    return bool(_NUMBERED.search(masked, max(0, at - _MAX_HEADING), at))
