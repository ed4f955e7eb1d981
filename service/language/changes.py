"""What a clause says of a figure's rise or fall: 同比下降3.2个百分点, 由12天压缩至5天.

Pure functions on the text around a figure; offsets count characters of the given text.
"""

import re
from typing import cast

from schemas.document import Change, Direction
from service.language.measures import HEDGES_BEFORE, SHARES

_NEAR = 16  # characters before a figure that may say how it changed

_DOWN = (
    "压缩 缩短 压减 减少 下降 降低 精简 缩减 下调 下浮 压降 削减 回落 下滑 负增长 降幅 减幅 少了"
    " 同比降 同比减 降至 降到 降为 降了 减至 减到 减为 缩至"
)
_UP = (
    "提高 提升 增加 增长 上升 扩大 拓展 扩展 上调 攀升 延长 上浮 扩充 增幅 升幅 涨幅"
    " 同比增 同比升 增至 增到 增为 升至 升到 提至"
)
_NEUTRAL = "调整 优化 变更 整合 合并 变 改"
_DIRECTIONS = dict.fromkeys(_DOWN.split(), "down") | dict.fromkeys(_UP.split(), "up")
_MOVES = "|".join(sorted(_DIRECTIONS, key=len, reverse=True))
_VERBS = _MOVES + "|" + "|".join(_NEUTRAL.split())
_HEDGE = "(?:" + "|".join(HEDGES_BEFORE) + ")?"
_STOP = ",.。;:、0-9"

# The verb right before a quantity, and whether it leads to the value (至) or by it (了).
_BEFORE = re.compile(
    rf"(?P<verb>{_VERBS})(?:幅度|比例|比率|率)?(?:分别)?(?:(?P<to>[至到为成])|了|达到?)?(?:20\d\d年度?的?|今年的?|目前的?)?{_HEDGE}$"
)
# 压减申请材料62%: only a share can belong to a verb across its object, and only to an object that is no rate itself.
_ACROSS = re.compile(rf"(?P<verb>{_MOVES})[^{_STOP}率比占达度]{{0,10}}$")
# The verb that leads from a quantity to another value, close behind it.
_AFTER = re.compile(
    rf"(?:以上|以下|左右)?,?[^{_STOP}率“《]{{0,4}}?(?:(?P<verb>{_VERBS})(?P<to>[至到为成]?)|(?=[至到为]))"
)
_FROM = re.compile(r"[由从](?!于|此|事)[^,。;:]{0,16}$")
# 较去年少3件: less than at another time, not less than others have.
_THAN_BEFORE = re.compile(r"[较比](?:上年|去年|20\d\d年)(?:度|同期|底)?(?P<way>[多少])$")
_COMPARED = re.compile(r"(?:[同环]比|[较比](?:上年|去年|上月|20\d\d年)(?:同期)?|增速)(?:分别)?为?$")
_LEADS = re.compile("[至到为成]")


def led_to(text: str, floor: int, start: int, unit: str) -> tuple[Direction | None, bool]:
    """The direction that a verb before the figure at `start` gives it, and whether it leads to the value (提高到).

    `floor` is where the figure before this one ends.
    """
    floor = max(floor, start - _NEAR)
    match = _BEFORE.search(text, floor, start)
    if match is not None:
        return _direction(match["verb"]), match["to"] is not None or match["verb"][-1] in "至到为"
    if (than := _THAN_BEFORE.search(text, floor, start)) is not None:
        return ("up" if than["way"] == "多" else "down"), False
    match = _ACROSS.search(text, floor, start) if unit in SHARES else None
    return (_direction(match["verb"]), False) if match else (None, False)


def led_from(text: str, start: int, behind: int) -> tuple[Direction | None, Change | None]:
    """What is said of a figure that a verb leads away from: 由12天压缩至; its unit ends at `behind`."""
    verb = leads_on(text, behind)
    if verb is None:
        return None, None
    direction = _direction(verb)
    if (direction is None or text[behind] == ",") and not _FROM.search(text, max(0, start - _NEAR), start):
        return None, None
    return direction, "from"


def compared(text: str, start: int) -> bool:
    """Whether the figure at `start` is itself the change against another time: 同比-3.1%."""
    return _COMPARED.search(text, max(0, start - _NEAR), start) is not None


def leads_on(text: str, behind: int) -> str | None:
    """The verb that leads from the figure that ends at `behind` to another value, "" for a mere 到; None if none."""
    if _LEADS.search(text, behind, behind + 10) is None:
        return None
    match = _AFTER.match(text, behind, behind + 14)
    if match is None:
        return None
    verb = match["verb"] or ""
    return verb if not verb or match["to"] or verb[-1] in "至到为" else None


def _direction(verb: str) -> Direction | None:
    return cast(Direction | None, _DIRECTIONS.get(verb))
