"""Outline numbers that lost their point: 「1 强化组织领导」「一　主要做法」, where lines count on from one."""

import re
from collections.abc import Iterator

_CN = "一二三四五六七八九十"
_NUMBER = re.compile(rf"(?m)^[ ]*(?:(?P<digits>[1-9]\d?)|(?P<cn>[{_CN}]{{1,2}}))(?P<blank> )[ ]*(?=[\u4e00-\u9fff“《])")
_POINTS = {"digits": ".", "cn": "、"}
_MIN_RUN = 2


def with_points(text: str) -> str:
    """The folded text with a point in place of the blank behind such numbers; same length, each character in its place."""
    if not _NUMBER.search(text):
        return text
    result = list(text)
    for style, point in _POINTS.items():
        found = [hit for hit in _NUMBER.finditer(text) if hit[style]]
        for run in _runs(found, style):
            for hit in run:
                result[hit.start("blank")] = point
    return "".join(result)


def _runs(found: list[re.Match[str]], style: str) -> Iterator[list[re.Match[str]]]:
    """The numbers that count on from one, at least to two."""
    run: list[re.Match[str]] = []
    for hit in found:
        value = _value(hit[style])
        if value != len(run) + 1:
            if len(run) >= _MIN_RUN:
                yield run
            run = []
        if value == len(run) + 1:
            run.append(hit)
    if len(run) >= _MIN_RUN:
        yield run


def _value(printed: str) -> int:
    if printed.isdigit():
        return int(printed)
    tens, ten, ones = printed.partition("十")
    if not ten:
        return _CN.index(printed) + 1 if len(printed) == 1 else 0
    return (_CN.index(tens) + 1 if tens else 1) * 10 + (_CN.index(ones) + 1 if ones else 0)
