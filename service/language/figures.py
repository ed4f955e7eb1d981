"""The quantities of a report: what a reader would want in a table, with unit, hedge and direction.

All functions read shadow text, and all offsets count characters of the text they were given. Dates, ordinals, document
numbers, outline numbers, slogans, and everything inside 《》 and short “” are none (`measures` holds the patterns).
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from schemas.document import Change, Direction, Quantity
from service.language import measures
from service.language.changes import compared, leads_on, led_from, led_to
from service.language.naming import counted
from service.language.numerals import in_full, read_number

_LONGEST = 24  # characters of a value; beyond that it is a serial number, not a quantity
_NEAR = 160  # characters before a figure that may name it; keeps naming linear in a text without stops
_PAIR = 30  # characters between the two ends of a change, at most
_COUNTED = frozenset("件次人个项条份名家户场期起部处所轮篇册宗例种类")
_NEEDS_NO_NOUN = measures.SHARES | {"元", "人", "人(次)", "倍", "天"}
_SCALES = frozenset("十百千万亿")
_HEDGE_HEADS = frozenset("近约超逾")
# 前5名 and 前11个月 rank and date; 目前5名 does not.
_NOT_IN_FRONT = frozenset("目此提日年当")


def find(text: str) -> list[Quantity]:
    """Every quantity of the text, in order, spans disjoint."""
    return _with_changes(text, _found(text))


def name(text: str, clause_start: int, clause_end: int, quantity: Quantity, earlier: Sequence[Quantity] = ()) -> str:
    """What the quantity counts: a verbatim piece of its clause, at most 24 characters, never empty.

    `earlier` are the quantities that stand before it in the clause.
    """
    done = max(clause_start, quantity.start - _NEAR)
    pieces: list[str] = []
    for other in earlier:
        if other.start >= done:
            pieces.append(text[done : other.start])
            done = unit_end(text, other)
    pieces.append(text[done : quantity.start])
    behind = unit_end(text, quantity)
    after = text[behind : min(clause_end, behind + _NEAR)]
    unit = quantity.unit
    self_evident = unit in _NEEDS_NO_NOUN or (len(unit) > 1 and unit[-1] == "次")
    return counted(pieces, after, self_evident=self_evident) or quantity.value


def unit_end(text: str, quantity: Quantity) -> int:
    """The offset behind the printed unit of a quantity of `text`."""
    end = quantity.end
    return end + len(quantity.unit) if text.startswith(quantity.unit, end) else end


def _found(text: str) -> list[Quantity]:
    found: list[Quantity] = []
    for match in measures.TOKEN.finditer(text):
        if match.lastgroup is not None:
            quantity = _quantity(text, match, match.lastgroup)
            if quantity is not None:
                found.append(quantity)
    return found


def _quantity(text: str, match: re.Match[str], kind: str) -> Quantity | None:
    start, end = match.span()
    if end - start > _LONGEST:
        return None
    if kind == "share":
        return _measured(text, start, end, "‰" if text[start] == "千" else "%")
    if kind == "tenths":
        told = measures.TENTHS_BEFORE.search(text, max(0, start - 1), start) or measures.TENTHS_AFTER.match(text, end)
        return _measured(text, start, end, "") if told else None
    unit = match[kind]
    end -= len(unit)
    if text[start - 1 : start] == "前" and text[start - 2 : start - 1] not in _NOT_IN_FRONT:
        return None
    if unit == "年" and not _lasts(text, start, end):
        return None
    if kind == "unit" and not unit:
        unit = shared[1] if (shared := measures.SHARED_UNIT.match(text, end)) else ""
    if kind == "unit":
        start = _behind_outline_number(text, start, end, unit)
        return None if _is_clock(text, start, end, unit) else _measured(text, start, end, unit)
    return _measured(text, start, end, unit) if _is_counted(text, start, end) else None


def _lasts(text: str, start: int, end: int) -> bool:
    """Whether N年 is a length of time that the text speaks of (连续14年), not a date and not a name (三年行动)."""
    if measures.LASTING.search(text, max(0, start - 4), start):
        return True
    return end - start < 3 and leads_on(text, end + 1) is not None


def _behind_outline_number(text: str, start: int, end: int, unit: str) -> int:
    """`1.204项许可` at the head of a sentence is point 1 and 204项: what is counted has no fractions."""
    if unit in _COUNTED and (start == 0 or text[start - 1] in "\n。.;"):
        point = text.find(".", start, min(end, start + 3))
        if point > 0 and text[point:end][1:].isdigit():
            return point + 1
    return start


def _is_clock(text: str, start: int, end: int, unit: str) -> bool:
    """Whether the time is part of a name or a date: 24小时服务, 15分钟服务圈, 全年365天, 10月15日内."""
    if unit in ("小时", "分钟"):
        around_the_clock = text[start:end] == "24" and measures.ALL_DAY.match(text, end + 2)
        return bool(around_the_clock or measures.CIRCLE.match(text, end + 2))
    return (unit == "天" and text[start:end] == "365") or (unit == "日" and text[start - 1 : start] == "月")


def _is_counted(text: str, start: int, end: int) -> bool:
    """Whether a Chinese numeral counts: not in 一件事, 二次, 三项制度, 百家, 数十个, 三五个."""
    value = text[start:end]
    if text[start - 1 : start] in ("数", "几") and value[0] in _SCALES:
        return False
    if len(value) == 1 and value not in "百千万亿":
        return value not in "一二零〇" and measures.SMALL.match(text, end) is not None
    if value[0] in "百千万亿" and not measures.MORE.search(value):
        return text.endswith(measures.HEDGES_BEFORE, 0, start) or _hedge_before(text, start)
    return not _SCALES.isdisjoint(value) or "点" in value


def _signed(text: str, start: int, unit: str) -> int:
    """The length of the minus before a number: of a rate or a sum alone, a count below zero is a dash before it."""
    return int((unit in measures.SHARES or unit == "元") and bool(measures.MINUS.match(text, start - 1)))


def _hedge_before(text: str, start: int) -> bool:
    return text[start - 1 : start] in _HEDGE_HEADS and not measures.NO_HEDGE.match(text, max(0, start - 2))


def _measured(text: str, start: int, end: int, unit: str) -> Quantity | None:
    start -= _signed(text, start, unit)
    value = read_number(text[start:end])
    if value is None:
        return None
    modifier: str | None = None
    if _hedge_before(text, start):
        start -= 1
        modifier = text[start]
    elif text.endswith(measures.HEDGES_BEFORE, 0, start):
        modifier = next(hedge for hedge in measures.HEDGES_BEFORE if text.endswith(hedge, 0, start))
    else:
        behind = end + len(unit) if text.startswith(unit, end) else end
        hedge = measures.MORE.search(text, start, end) or measures.HEDGE_AFTER.match(text, behind)
        modifier = hedge and hedge[0]
    return Quantity(start, end, text[start:end], in_full(value), unit, modifier, None, None)


def _with_changes(text: str, found: list[Quantity]) -> list[Quantity]:
    """The quantities with what the words around them say of rising and falling."""
    told: list[Quantity] = []
    floor = 0
    for quantity in found:
        last = told[-1] if told else None
        direction, to = led_to(text, floor, quantity.start, quantity.unit)
        change: Change | None = None
        if (
            last
            and last.change == "from"
            and quantity.start - floor <= _PAIR
            and (to or text[quantity.start - 1] in "至到")
        ):
            direction = direction or last.direction or _compared(last, quantity)
            told[-1] = last._replace(direction=direction)
            change = "to"
        elif direction and to:
            change = "to"
        elif (
            direction is None
            and last
            and quantity.unit.startswith(last.unit)
            and text[floor : quantity.start] in ("、", "和", "与", "及", "以及")
        ):
            direction = None if last.change else last.direction
        floor = unit_end(text, quantity)
        if change is None and direction is None:
            direction, change = led_from(text, quantity.start, floor)
        told.append(quantity._replace(direction=direction, change=change) if direction or change else quantity)
    # A neutral verb (由3个单位变为…) makes a change only of two figures.
    told = [q if q.direction or not q.change else q._replace(change=None) for q in told]
    return [_below_zero(text, q) if q.number[0] == "-" else q for q in told]


def _below_zero(text: str, quantity: Quantity) -> Quantity:
    """A growth below zero is a fall; what a fall below zero is, nobody can say."""
    if quantity.change or quantity.direction is None:
        fell = quantity.change is None and compared(text, quantity.start)
        return quantity._replace(direction="down") if fell else quantity
    return quantity._replace(direction="down" if quantity.direction == "up" else None)


def _compared(one: Quantity, other: Quantity) -> Direction | None:
    """Where the verb is neutral (调整为), the two numbers tell."""
    if one.unit not in ("", other.unit) or one.number == other.number:
        return None
    return "up" if Decimal(one.number) < Decimal(other.number) else "down"
