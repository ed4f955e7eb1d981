"""Figures made comparable: the number in full, and the family of the unit (docs/metrics.md lists the families)."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from eval.values import GoldFigure
from schemas.document import Change, Direction
from schemas.summary import Figure
from service.language import script
from service.language.numerals import in_full, read_number

_BLANK = re.compile(r"\s+")
_HEDGED_UNIT = re.compile(r"^[余多]|(?:以[上下内]|左右|上下)$")
_SCALE = re.compile(r"^(?:[万亿]|千(?![瓦米克卡字]))+(?=.)")
_POWERS = {"千": 3, "万": 4, "亿": 8}
_HEDGES = re.compile(r"^(?:突破|最多|最少|仅|共|达)+")

_FAMILIES = {
    "件": "件 起 宗",
    "人": "人 名 位",
    "人次": "人次 人(次)",
    "%": "% 百分比",
    "个百分点": "个百分点 百分点",
    "元": "元 人民币",
    "场": "场 场次",
    "天": "天 日 自然日 个自然日",
    "工作日": "个工作日 工作日",
    "小时": "小时 个小时",
}
_FAMILY = {unit: family for family, units in _FAMILIES.items() for unit in units.split()}


class Amount(NamedTuple):
    """What a figure says: the number in full (the printed text where it is none), the family of its unit."""

    number: str
    family: str


class Told(NamedTuple):
    """A figure as it is scored."""

    name: str
    amount: Amount
    direction: Direction | None
    change: Change | None


def told(figure: GoldFigure | Figure) -> Told:
    """The figure as it is scored: by value and unit as printed, whichever side it is from."""
    return Told(figure.name, amount(figure.value, figure.unit), figure.direction, figure.change)


@lru_cache(maxsize=16_384)
def amount(value: str, unit: str) -> Amount:
    """42.6 亿元, 42.6亿 元 and 4260000000 元 are one amount; 近三成 is 30 %."""
    value, unit = _printed(value), _HEDGED_UNIT.sub("", _printed(unit))
    number = read_number(_HEDGES.sub("", value))
    if number is None:
        return Amount(value, _FAMILY.get(unit, unit))
    scale = _SCALE.match(unit)
    if scale:
        unit = unit[scale.end() :]
        number *= Decimal(10) ** sum(_POWERS[character] for character in scale[0])
    if not unit and ("成" in value or "百分之" in value):
        unit = "%"
    return Amount(in_full(number), _FAMILY.get(unit, unit))


def _printed(text: str) -> str:
    text = _BLANK.sub("", unicodedata.normalize("NFKC", text))
    return script.simplify(text, "hant").text
