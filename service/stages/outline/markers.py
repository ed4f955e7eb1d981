"""Finding outline numbers: 一、 （一） 1. (1) ① 一是, at line starts and in running text.

Inside a line a number counts only in sequence (「100%三是」 does after a 二是, 「实事求是」 never does), and a first one
only where a second follows: it is the sequence that tells an outline from a coincidence.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from service.language import cues, flattening, headings

_CN = "一二三四五六七八九十"
# One pattern a style: each begins with a literal or a small class, which the regular expression engine skips to.
_STYLES: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(rf"第[{_CN}]{{1,3}}(?:部分|章|篇)[、,: ]?")),
    (1, re.compile(rf"[{_CN}]{{1,3}}(?:、|\.(?!\d))")),
    (2, re.compile(rf"\([{_CN}]{{1,3}}\)、?")),
    # A date may follow the point: 1.3月底前…, 5.2022年度….
    (
        3,
        re.compile(r"\d{1,2}(?:\.(?![\d)])|、)(?=[ ]*[\u4e00-\u9fff“《■])|\d{1,2}[.、](?=(?:[1-9]|1[0-2])月|20\d\d年)"),
    ),
    (4, re.compile(r"\(\d{1,2}\)")),
    (4, re.compile(r"[①-⑳]")),
    (5, re.compile(rf"[{_CN}]{{1,2}}(?:是|要(?!求|素|点|件))")),
    (5, re.compile(r"(?:首先|其次|再次|最后)(?=[,是要])")),
    (5, re.compile(rf"第[{_CN}]{{1,2}}(?:[,:]|、|是)")),
)
# A bracket whose number was lost: 「)进一步…」 where a line or a sentence begins.
_LOST = re.compile(r"\(?\)(?=[\u4e00-\u9fff])")
_NOT_BEFORE = {1: f"第{_CN}", 3: "0123456789.年月/-", 4: "第条款项见图表", 5: f"第{_CN}统唯之其同专"}
_HEADING_WORDS = re.compile(r"[^ ,。;:(]{2,20}")
_HEADING = re.compile(r"[ ]*[^ ,。;:\d]{4,20}(?:,[^ ,。;:\d]{4,14})?")
_ORDINALS = {"首先": 1, "其次": 2, "再次": 3, "最后": 4}
_REACH = 6000

LINE, STOP, NONE = 2, 1, 0


class Marker(NamedTuple):
    """An outline number: shadow offsets, level (0 for 第一部分, 1 for 一、 to 5 for 一是), value (0 where it was lost)."""

    start: int
    end: int
    level: int
    value: int


class _Candidate(NamedTuple):
    marker: Marker
    seat: int


def chinese_number(text: str) -> int:
    """一 to 九十九; 0 for anything else."""
    if not text or any(c not in _CN for c in text):
        return 0
    tens, ten, ones = text.partition("十")
    if not ten:
        return _CN.index(text) + 1 if len(text) == 1 else 0
    return (_CN.index(tens) + 1 if tens else 1) * 10 + (_CN.index(ones) + 1 if ones else 0)


def find(masked: str) -> list[Marker]:
    """The outline numbers of a masked shadow text, in order."""
    flat = flattening.is_flat(masked)
    candidates = _candidates(masked)
    places: dict[tuple[int, int], list[int]] = {}
    for candidate in candidates:
        places.setdefault((candidate.marker.level, candidate.marker.value), []).append(candidate.marker.start)
    last = [0] * 6
    accepted: list[Marker] = []
    for candidate in candidates:
        marker = candidate.marker
        following = places.get((marker.level, marker.value + 1), ())
        if candidate.seat == NONE and marker.level == 5 and _behind_heading(masked, marker, accepted):
            candidate = candidate._replace(seat=STOP)
        announced = marker.level < 3 and flat and candidate.seat == STOP and _announces(masked, marker)
        if announced or _counts(candidate, last, _follows(following, marker.start), flat):
            last[marker.level] = marker.value or last[marker.level] + 1
            if candidate.seat == LINE or marker.level < 4:  # 一是（1）…（2）…二是 counts on
                last[marker.level + 1 :] = [0] * (5 - marker.level)
            accepted.append(marker)
    return accepted


def _candidates(masked: str) -> list[_Candidate]:
    found: list[_Candidate] = []
    for level, pattern in _STYLES:
        forbidden = _NOT_BEFORE.get(level, "")
        for hit in pattern.finditer(masked):
            start, end = hit.span()
            if start and masked[start - 1] in forbidden:
                continue
            found.append(_Candidate(Marker(start, end, level, _value(hit.group())), _seat(masked, start)))
    if ")" in masked:
        for hit in _LOST.finditer(masked):
            start, end = hit.span()
            if not start or masked[max(0, start - 9) : start].rstrip(" ")[-1:] in "。；;\n":
                found.append(_Candidate(Marker(start, end, 2, 0), _seat(masked, start)))
    found.sort()
    return found


def _seat(masked: str, start: int) -> int:
    """Where a number stands: at the start of a line, behind a stop or a blank, or in the midst of words."""
    at = start - 1
    while at >= 0 and masked[at] == " ":
        at -= 1
    if at < 0 or masked[at] == "\n":
        return LINE
    return STOP if at < start - 1 or masked[at] in "。；;！？:," else NONE


def _value(printed: str) -> int:
    if printed in _ORDINALS:
        return _ORDINALS[printed]
    digits = re.search(r"\d+", printed)
    if digits:
        return int(digits.group())
    if "①" <= printed[0] <= "⑳":
        return ord(printed[0]) - ord("①") + 1
    numeral = re.search(rf"[{_CN}]+", printed)
    return chinese_number(numeral.group()) if numeral else 0


def _announces(masked: str, marker: Marker) -> bool:
    """Whether the words behind a number announce a kind: a heading, though its siblings were not copied along."""
    words = _HEADING_WORDS.match(masked, marker.end)
    return bool(words and cues.heading_kinds(words.group(), None))


def _behind_heading(masked: str, marker: Marker, accepted: list[Marker]) -> bool:
    """Whether nothing but a heading stands between a number and the one above it: 「（一）夯实基础一是…」."""
    if headings.stands_before(masked, marker.start):
        return True
    if not accepted or accepted[-1].level >= marker.level or marker.value != 1:
        return False
    return bool(_HEADING.fullmatch(masked, accepted[-1].end, marker.start))


def _follows(places: Sequence[int], start: int) -> bool:
    at = bisect_right(places, start)
    return at < len(places) and places[at] - start <= _REACH


def _counts(candidate: _Candidate, last: list[int], has_next: bool, flat: bool) -> bool:
    (_, _, level, value), seat = candidate
    expected = value == last[level] + 1
    begins = value == 1 and has_next
    if value == 0:
        return seat != NONE
    if level == 5:
        if seat == LINE:
            return value == 1 or expected or last[5] > 0
        if value == 1:
            return has_next and seat == STOP
        return expected or (seat == STOP and value == last[5] + 2 and last[5] > 0)
    if seat == LINE:
        return True
    if flat:
        return (expected and value > 1) or begins or (seat == STOP and value == last[level] + 2 and last[level] > 0)
    if level <= 1:
        return False
    if level == 4 and seat == NONE:  # 「主要是（1）…（2）…」: brackets part words as stops do
        return begins or (expected and value > 1)
    return seat == STOP and (expected or begins) and (value > 1 or has_next)
