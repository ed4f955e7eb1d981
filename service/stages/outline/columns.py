"""What the head of a table says of its columns: which tell problems, plans or achievements, which name the row, which
say nothing that a summary tells (row numbers, who is in charge, dates)."""

import re
from collections.abc import Sequence
from typing import Literal

from schemas.document import Kind, SectionKind

Role = Literal["problem", "plan", "achievement", "label", "text", "value", "aside"]

_MAX_HEAD_CHARACTERS = 18
_MIN_HEADS = 2
_SENTENCE = re.compile(r"[。；;！？,]|\d[\d.]*(?:[万亿余多]*[件个次名人%项起条份家场期部户])")
_ASIDE = re.compile(
    r"^(?:序 *号?|编 *号|No\.?|顺序)$|责任|牵头|配合|单位|部门|科室|人员?$|时限|时间|期限|节点|日期|限期|备 *注|联系|电话|来源|频次|级别|^年份?$|目标$|分管|领导$|类型$|性质"
)
_LABEL = re.compile(
    r"类别|分类|领域|方面|维度|指标|项目|名称|^(?:重点|工作|主要|具体)?(?:任务|事项)(?:名称|分解)?$|模块|板块"
)
_DONE = re.compile(
    r"(?:整改|落实|完成|进展|推进|实施|办理|开展|工作|执行|解决|改进)(?:的)?(?:完成|落实|进展)?(?:情况|结果|进度|进展|状态)|成效|成果|成绩|亮点|进展|已?完成(?:值|数|量)?$|实绩"
)
_PLAN = re.compile(
    r"(?:整改|改进|解决|应对|提升|下一?步|下一?阶段|今后|明年|后续|拟)[^,。]{0,6}(?:措施|举措|办法|对策|打算|思路|方案|计划|目标|安排|方向|建议|要求|工作)|对策|下一?步|(?:工作)?(?:打算|计划|思路)|努力方向"
)
_PROBLEM = re.compile(r"问题|不足|短板|差距|薄弱|弱项|困难|堵点|难点|表现")

_BOTH = re.compile(r"(?:问题|不足|短板)[及和与、].*(?:措施|举措|情况|对策|建议)")


def roles(heads: Sequence[str]) -> tuple[Role, ...]:
    """The roles of the columns under these heads."""
    return tuple(_role(head.replace(" ", "")) for head in heads)


def is_head(cells: Sequence[str]) -> bool:
    """Whether the cells of a row are heads: short words, at least two, of which one is known."""
    filled = [cell for cell in cells if cell]
    short = all(len(cell) <= _MAX_HEAD_CHARACTERS and not _SENTENCE.search(cell) for cell in filled)
    return len(filled) >= _MIN_HEADS and short and any(role != "text" for role in roles(filled))


def kind_of(role: Role) -> Kind | None:
    """The kind that a column's cells are of; None where the head does not say."""
    return role if role in ("problem", "plan", "achievement") else None


def kind_of_all(roles: Sequence[Role]) -> SectionKind | None:
    """The kind of a table: that of its columns, "other" where they differ; None where no head says."""
    kinds = {kind for role in roles if (kind := kind_of(role))}
    return kinds.pop() if len(kinds) == 1 else "other" if kinds else None


def _role(head: str) -> Role:
    if not head or _ASIDE.search(head):
        return "aside"
    if _BOTH.search(head):
        return "text"
    if _LABEL.search(head):
        return "label"
    for role, pattern in _KINDS:
        if pattern.search(head):
            return role
    return "text"


_KINDS: tuple[tuple[Role, re.Pattern[str]], ...] = (("achievement", _DONE), ("plan", _PLAN), ("problem", _PROBLEM))
