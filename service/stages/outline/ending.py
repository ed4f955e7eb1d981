"""Where a text breaks off: a report cut in mid-sentence keeps what it finished saying, and is flagged.

What stands behind the last stop is told nowhere: half a sentence misleads, and so does a number without its unit.
"""

import re
from bisect import bisect_right

from service.language import flattening
from service.stages.outline.lines import Line

_CLOSED = frozenset("。！？”)》;")
_MIN_BODY_CHARACTERS = 40
_MIN_LINE_CHARACTERS = 20
_MIN_STOPS = 3
_STOPPED_SHARE = 0.7
_SIGNED = re.compile(
    r"(?:20\d\d|二[〇○零0][〇○零一二三四五六七八九]{2})年.{1,4}月.{1,4}日|(?:政府|局|厅|委员会|委|办公室|办事处|管委会|镇|乡)$"
)
# What a page has below its text.
_FOOT = re.compile(
    r"上一[篇条]|下一[篇条]|相关(?:阅读|链接|文[章档]|新闻|信息)|主办|承办|版权|责任编辑|编辑[:| ]|扫一扫|分享到|附件|抄送|联系电话"
)
_HEADING_BEGUN = re.compile(r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)")
# A clause that ends with a figure and its unit is whole, save one that may go on: 提高5个(百分点), 缩短3个(工作日).
_WHOLE = re.compile(r"\d[万亿余多]*(?:人次|件次|场次|户次|[件次人%场期项处户条份起宗部篇所台辆元])$")
_WHOLE_COUNT = re.compile(
    r"^(?!.*(?:提高|提升|上升|增长|下降|降低|减少|缩短|压缩|压减|提前)).*(?<![有\d.])[\d.]+[万亿余多]*[个名家]$"
)


def breaks_off(text: str, body: tuple[Line, ...], below: tuple[str, ...]) -> bool:
    """Whether the text was cut off: its last sentence does not end, though its sentences do, and nobody signed below.

    `below` are the lines that stand under the body.
    """
    if len(below) == 1 and _HEADING_BEGUN.match(below[0]):
        return True
    if not body or body[-1].end - body[0].start <= _MIN_BODY_CHARACTERS or text[body[-1].end - 1] in _CLOSED:
        return False
    if any(_SIGNED.search(line) or _FOOT.match(line) for line in below) or not _stops(text, body[:-1]):
        return False
    last = text[body[-1].start : body[-1].end]
    return len(last) > _MIN_BODY_CHARACTERS or "," in last or "。" in last or bool(flattening.NUMBER.match(last))


def _stops(text: str, lines: tuple[Line, ...]) -> bool:
    """Whether most lines of some length end with a stop; yes where there is none."""
    long = [text[line.end - 1] in "。！？;:" for line in lines if line.end - line.start >= _MIN_LINE_CHARACTERS]
    return sum(long) >= _STOPPED_SHARE * len(long)


def finished(text: str, body: tuple[Line, ...], stops: list[int]) -> tuple[Line, ...]:
    """The body of a text that breaks off without the clause that was cut; whole where it says too little to tell."""
    last = body[-1]
    if text.count("。", body[0].start, last.end) < _MIN_STOPS:
        return body
    inner = stops[bisect_right(stops, last.start) : bisect_right(stops, last.end - 1)]
    seam = inner[-1] if inner else last.start
    clause = text[seam : last.end]
    if _WHOLE.search(clause) or _WHOLE_COUNT.match(clause):
        return body
    return (*body[:-1], Line(last.start, seam)) if seam > last.start else body[:-1]
