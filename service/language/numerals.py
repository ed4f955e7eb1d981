"""Numbers as official prose prints them: 1.3万余, 3万5千, 三百二十, 二〇二三, 百分之九点五, 近三成."""

import re
from decimal import Decimal

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_LONGEST = 40  # characters; what is longer was never meant as a number, and big integers are slow to read

_HEDGE = re.compile(
    r"^(?:大约|将近|接近|超过|超出|不少于|不低于|不超过|不高于|不多于|不足|不到|至少|达到|[近约超逾达])+"
    r"|[,\s]|[余多来](?=[十百千万亿%‰成倍个]|$)|(?<=十)几|(?:以上|以下|以内|左右|上下)$"
)
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NEGATIVE = re.compile(r"(?<![^近约])[-\u2212\u2013\ufe63](?=[0-9])")
_PART = re.compile(r"[0-9]+(?:\.[0-9]+)?|.")
_PRINTED = re.compile(r"[0-9.零〇一二两三四五六七八九十百千万亿点]+")
_FRACTION = re.compile(r"([零〇一二三四五六七八九]+)([十百千万亿]*)")


def read_number(printed: str) -> Decimal | None:
    """The value of a printed number; hedges (近, 余, 以上) and a percent sign do not count, None where it is none.

    百分之五 is 5 and 三成 is 30, both in percent; 千分之三 is 3, in per mille. Other fractions (三分之二) are None:
    their decimals need not end. -3.1 is below zero, however its minus is printed.
    """
    if len(printed) > _LONGEST:
        return None
    if sign := _NEGATIVE.search(printed[:2]):
        value = read_number(printed[: sign.start()] + printed[sign.end() :])
        return None if value is None else -value
    if _PLAIN.fullmatch(printed):
        return Decimal(printed)
    text = _HEDGE.sub("", printed).rstrip("%‰")
    if text.startswith(("百分之", "千分之")):
        return _mixed(text[3:])
    if "成" in text:
        return _tenths(text)
    return _mixed(text)


def in_full(value: Decimal) -> str:
    """The decimal written out: no exponent, no zeros at the end of a fraction."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _tenths(text: str) -> Decimal | None:
    """三成 is 30 and 三成五 or 三成半 is 35; more than ten tenths are none."""
    whole, _, rest = text.partition("成")
    value = _mixed(whole)
    more = 5 if rest == "半" else _DIGITS.get(rest) if rest else 0
    if value is None or more is None or value > 10:
        return None
    return value * 10 + more


def _mixed(text: str) -> Decimal | None:
    if not _PRINTED.fullmatch(text):
        return None
    whole, point, rest = text.partition("点")
    if not point:
        return _whole(whole)
    fraction = _FRACTION.fullmatch(rest)
    value = _whole(whole) if whole else None
    if fraction is None or value is None:
        return None
    value += Decimal("0." + "".join(str(_DIGITS[digit]) for digit in fraction[1]))
    for scale in fraction[2]:
        value *= _SCALES[scale]
    return value


def _whole(text: str) -> Decimal | None:
    if len(text) > 1 and all(character in _DIGITS for character in text):
        return Decimal("".join(str(_DIGITS[digit]) for digit in text))
    total = section = Decimal(0)
    pending: Decimal | None = None
    last_scale = 1
    for part in _PART.findall(text):
        scale = _SCALES.get(part)
        if scale is None:
            if pending or not (part in _DIGITS or part[0].isdigit()):
                return None  # two numbers side by side, or a point without digits
            pending = Decimal(_DIGITS.get(part, part))
            if pending == 0:
                last_scale = 1
        elif scale < 10_000:
            section += (Decimal(1) if pending is None else pending) * scale
            pending, last_scale = None, scale
        else:
            below = section + (pending or 0)
            # 亿 lifts all that stands before it (一万亿), 万 only what follows the last 亿.
            if scale > 10_000 and total:
                total, below = Decimal(0), total + below
            total += (below or Decimal(1)) * scale
            section, pending, last_scale = Decimal(0), None, scale
    if pending and last_scale > 10 and text[-1] in _DIGITS:
        pending *= last_scale // 10  # 三百五 is 350, 一万二 is 12,000
    return total + section + (pending or 0)
