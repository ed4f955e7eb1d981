"""Claims altered by program so that their evidence no longer bears them out: what a judge must notice."""

import random
import re

_TURNS = {
    "上升": "下降", "下降": "上升", "增长": "减少", "增加": "减少", "减少": "增加", "提高": "降低", "提升": "降低",
    "降低": "提高", "压缩": "延长", "缩短": "延长", "扩大": "缩小",
}  # fmt: skip
_DONE = ("完成", "开展", "印发", "建成", "组织", "出台", "审查", "办理", "召开", "受理", "举办", "建立", "制定")
_DENIALS = ("未", "尚未", "没有")


def altered(text: str, lot: random.Random) -> str | None:
    """The text with one digit, direction or denial changed; None where it has nothing of the sort."""
    tries = [_digit, _direction, _denial]
    lot.shuffle(tries)
    return next((changed for alter in tries if (changed := alter(text, lot)) and changed != text), None)


def _digit(text: str, lot: random.Random) -> str | None:
    if not (digits := list(re.finditer(r"[1-9]", text))):
        return None
    found = lot.choice(digits)
    other = lot.choice([digit for digit in "123456789" if digit != found[0]])
    return text[: found.start()] + other + text[found.end() :]


def _direction(text: str, _: random.Random) -> str | None:
    if not (found := re.search("|".join(_TURNS), text)):
        return None
    return text[: found.start()] + _TURNS[found[0]] + text[found.end() :]


def _denial(text: str, lot: random.Random) -> str | None:
    if found := re.search("|".join(_DENIALS), text):
        return text[: found.start()] + text[found.end() :]
    if found := re.search("|".join(_DONE), text):
        return text[: found.start()] + lot.choice(_DENIALS) + text[found.start() :]
    return None
