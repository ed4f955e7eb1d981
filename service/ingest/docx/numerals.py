"""Numbers as word processors print them: 一、壹、甲、①, A, iv."""

import re
from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def numeral(count: int, form: str) -> str:
    """A number in one of the word processors' formats; in digits where the format is not known."""
    return _FORMS.get(form, str)(count)


def _chinese(count: int, digits: str = _DIGITS, units: str = "十百千") -> str:
    if not 0 < count < 10_000:
        return str(count)
    text = ""
    for place, digit in enumerate(reversed(str(count))):
        unit = units[place - 1] if place and digit != "0" else ""
        text = digits[int(digit)] + unit + text
    text = re.sub(f"{digits[0]}+", digits[0], text).rstrip(digits[0])
    return text[1:] if text.startswith(digits[1] + units[0]) and digits is _DIGITS else text


def _by_digit(count: int) -> str:
    return str(count).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _single(first: str) -> Callable[[int], str]:
    """Signs of one character, from ① or ⑴ on; there are twenty of each."""
    return lambda count: chr(ord(first) - 1 + count) if 1 <= count <= 20 else str(count)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda count: signs[(count - 1) % len(signs)]


def _letters(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else str(count)


def _roman(count: int) -> str:
    if not 0 < count < 4_000:
        return str(count)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (count // value)
        count %= value
    return text


def _full_width(count: int) -> str:
    return str(count).translate({ord("0") + n: 0xFF10 + n for n in range(10)})


_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
        ),
        _chinese,
    ),
    **dict.fromkeys(("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _by_digit),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"),
        lambda count: _chinese(count, _LEGAL, "拾佰仟"),
    ),
    **dict.fromkeys(("decimalEnclosedCircle", "decimalEnclosedCircleChinese"), _single("①")),
    "decimalEnclosedParen": _single("⑴"),
    "decimalEnclosedFullstop": _single("⒈"),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _full_width),
    "decimalZero": lambda count: f"{count:02}",
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
}
