"""Clauses that say nothing without the one before them."""

import re

_LEANING = re.compile(
    r"占(?!地)|权重|分别(?:为|达|占|是|较|比)|较(?:上|去|20|同)|同比|环比|比(?:上年|去年|20)"
    r"|(?:增|降|涨|减|升)幅|[高低优好]于|(?:位居|位列|排名|居)(?=[全省市县前第])|[比较与]全[国省市县区]|超过?全[国省市县区]|增长\d|下降\d|上升\d|提高\d|其余|其中(?!审|查|办|化|调)|上述|以上(?![\u4e00-\u9fff]{0,2}\d)|该(?![县市区省])|此[类项举]|这[些一类项]|两者|[前后]者"
    r"|涉(?:及|案)(?:金额|资金|标的|人数|人员|面积)|总?标的额|(?:总)?金额(?:达|为|共|超|约|\d)|均|其(?![中他它余次实一二三])"
)
# 办结率100%: of what, the clause before tells. One with a subject of its own is whole: 群众满意率98.5%.
_BARE_RATE = re.compile(
    r"(?:(?:已|均|全部|其|平均|综合|总体)?(?:按期|按时|及时|限时|一次性?|调解|调处|整改|答复|回复|服务|工作)?"
    r"(?P<stem>[\u4e00-\u9fff]{2})率|占比)(?:已|均|全部)?(?:分别)?(?:高?达到?|为|是|在|保持|提[高升]|上升|降低|下降|增长|超过?)?[到至]?(?:了|在)?\d[\d.]*%"
)
# 败诉率分别为12.5%、8.3%: to what, the clause itself does not say.
_SHARING = re.compile(r"[^、和与及,，;；]{0,20}分别[^,，;；\d]{0,10}[-\d][^,，;；]{0,14}[、和与及]")


def leans(clause: str) -> bool:
    """Whether a clause needs the one before it: 占公务员总数的10%, 较上年提高6.3个百分点, 上述举措."""
    return _LEANING.match(clause) is not None or _BARE_RATE.match(clause) is not None or shares_out(clause)


def shares_out(clause: str) -> bool:
    """Whether a clause gives figures to things that were named before it: 分别占31.4%、20.5%."""
    return _SHARING.match(clause) is not None


def bare_rate(clause: str) -> str | None:
    """What a rate without a subject of its own is the rate of, 成功 for 成功率100%; None for any other clause."""
    found = _BARE_RATE.match(clause)
    return found["stem"] if found else None
