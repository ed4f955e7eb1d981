"""Texts whose line ends became blanks: a page copied into one line, a table cell, a message box.

Between Chinese characters a blank says nothing, so that one in such a line is what is left of a line end: behind a stop,
before an outline number, behind a heading. Given back, the text reads as it would have with its lines.
"""

import re

from service.language import cells, clauses, headings

_CN = "一二三四五六七八九十"
NUMBER = re.compile(
    rf"第?[{_CN}]{{1,3}}(?:、|\.(?!\d)|,)|第[{_CN}]{{1,2}}(?:部分|章|篇)|\([{_CN}\d]{{1,3}}\)|\d{{1,2}}(?:、|\.(?!\d(?!\d?月|\d{{3}}年)))"
    rf"|[①-⑳]|[{_CN}]{{1,2}}(?:是|要)|首先|其次|再次"
)
# A number that is no line's first: what stands before it was a line of its own.
_INNER = re.compile(rf"[ 。;:！](?:[{_CN}]{{1,3}}、|第[{_CN}]部分|\([{_CN}]{{1,2}}\))")
_TITLE = re.compile(
    r"[^。;,:]{2,50}(?:法治|依法行政)[^。;,:]{0,40}?(?:报告|总结|汇报)(?!制度|工作|机制|》|的|会|如下)(?=[^。;,:]{1,40}[。;,:])"
)
_PART = re.compile(rf"第[{_CN}]{{1,2}}(?:部分|章|篇)$")
_TITLE_END = re.compile(r"^[^,。;:]{4,70}(?:报告|总结|汇报)(?:\([^()]{1,16}\))?$")
_YEAR = re.compile(r"20\d\d年")
_SIGNED = re.compile(
    r"[\u4e00-\u9fff]{2,22}(?:政府|局|厅|委员会|办公室|办事处|管委会) *(?:$|(?:20\d\d|二[〇○零]..) ?年 ?.{1,3}月 ?.{1,3}日)"
)
_DATED = re.compile(
    r"(?:(?:次数|浏览量?|点击量?|阅读量?)[: ]*\d+|20\d\d[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}:\d\d(?::\d\d)?)$"
)
_AROUND_DIGITS = re.compile(r"\d +[\u4e00-\u9fff]")
_BLANKS = re.compile(r" +")
_STOPS = frozenset("。！？;")
_OPEN = frozenset(",、:(“《‘-—")
_CLOSING = frozenset("。！？;,、:)”》’%")
_LONG_CHARACTERS = 150
_SHARE = 0.6
_NOISY_BLANKS = 4
_NOISE_CHARACTERS = 4
_HEADING_CHARACTERS = 40
_AHEAD_CHARACTERS = 48


def with_line_ends(text: str, tabbed: str = "") -> str:
    """The folded text with the line ends that had become blanks; same length, each character in its place.

    `tabbed` is the text that still has its tabs: a row of a table is one line.
    """
    if " " not in text:
        return text
    whole = len(text.strip())
    mended, at = [], 0
    for line in text.split("\n"):
        flat = _is_flattened(line, whole) and not cells.cells(tabbed[at : at + len(line)])
        mended.append(_relined(line) if flat else line)
        at += len(line) + 1
    return "\n".join(mended)


def is_flat(text: str) -> bool:
    """Whether the line ends of a text were lost: most of it stands on one line that holds what were several."""
    whole = len(text.strip())
    longest = max(text.split("\n"), key=len)
    return len(longest) >= _SHARE * whole and _holds_several(longest)


def _is_flattened(line: str, whole: int) -> bool:
    """Whether one line holds what were several, parted by blanks."""
    bare = line.strip()
    return " " in bare and (_holds_several(bare) if len(bare) >= _SHARE * whole else len(_INNER.findall(bare)) > 1)


def _holds_several(line: str) -> bool:
    return len(line) >= _LONG_CHARACTERS or bool(_INNER.search(line) or _TITLE.match(line))


def _relined(line: str) -> str:
    masked = clauses.mask(line)
    blanks = list(_BLANKS.finditer(masked))
    if _is_noise(masked, len(blanks)):
        return line
    spaced = len(_AROUND_DIGITS.findall(masked)) >= _NOISY_BLANKS
    result = list(line)
    begin = 0
    for blank in blanks:
        before, behind = masked[begin : blank.start()], masked[blank.end() : blank.end() + _AHEAD_CHARACTERS]
        if before and behind and _ends_line(before, behind, spaced):
            result[blank.start()] = "\n"
            begin = blank.end()
        elif not before:
            begin = blank.end()
    return "".join(result)


def _is_noise(line: str, blanks: int) -> bool:
    """Whether the blanks stand between single characters, as a poor scan leaves them."""
    return len(line) < _NOISE_CHARACTERS * blanks


def _ends_line(before: str, behind: str, spaced: bool) -> bool:
    """Whether the blank between what stands before it on its line and what follows was a line end.

    `spaced` says that the text has blanks around its digits as a habit.
    """
    last, first = before[-1], behind[0]
    if (
        NUMBER.fullmatch(before)
        or _PART.search(before)
        or first in _CLOSING
        or (last in _OPEN and not (last == ":" and (NUMBER.match(behind) or before.endswith("如下:"))))
    ):
        return False
    if headings.announces(before) or headings.announces(behind.partition(" ")[0]):
        return True
    if (
        before.endswith("如下:")
        or last in _STOPS
        or NUMBER.match(behind)
        or _TITLE_END.search(before)
        or _DATED.search(before)
    ):
        return True
    if first.isdigit():
        return bool(_YEAR.match(behind)) and len(before) <= _HEADING_CHARACTERS and not spaced
    if (last.isascii() and last != ")") or (first.isascii() and first != "("):
        return False
    return 1 < len(before) <= _HEADING_CHARACTERS
