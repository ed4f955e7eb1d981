"""Cutting the body into segments: each begins at an outline number or a line start and has a heading, a body, or both."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from schemas.document import SectionKind
from service.language import cues, headings
from service.stages.outline import seams
from service.stages.outline.lines import Line
from service.stages.outline.markers import Marker

UNNUMBERED = 1.5
PART = 0.5
TABLE = 4.5
_MAX_TITLE = 40
_MAX_PURE = 56
_MAX_UNNUMBERED = 26
_MAX_KIND = 45
_MIN_SEAM = 8
_MAX_KIND_LEVEL = 3
_IN_TEXT = 4  # the level of （1）, which no heading has in the midst of a line
_STOP = re.compile(r"[。！？]")
# Words that begin a sentence about deeds: behind a number that begins a line they show the seam alone.
_STARTER = re.compile(
    r"(?:持续|严格|参与|出台|印发|制定|制发|成立|组建|组织|召开|深入|充分发挥|始终|认真|扎实|积极|全面|定期|及时|进一步|牢固|切实|大力|不断|将|依托|围绕|聚焦|结合|按照|根据|坚持|建立|健全|完善|强化|加强|推动|推进|开展|落实|贯彻|对照|通过|把|对|"
    r"全[省市县区镇乡街]|我[省市县区局镇乡]|[省市县区]委|[省市县区]政府|今年|一年来|年初|年内|截至|截止|20\d\d年|本年度|以)"
)
_NOT_BEFORE_SEAM = re.compile(r"(?:[,、“《(的和与及不未没待需较]|进一步)$")
# What no title has: 「…聘请执法监督员64名。」 is a sentence already.
_UNITS = "件|次|人|个|项|起|条|份|家|场|期|部|户|名|%|元|类|宗|处|所|台|批|篇|册|笔|例|座|支|亩|天"
_COUNT = re.compile(rf"\d[\d.]*[余多]?[万亿]?余?(?:{_UNITS})")
_ENDS_COUNTED = re.compile(rf"[\u4e00-\u9fff]{{4}}\d[\d.]*[余多]?[万亿]?余?(?:{_UNITS}|人次|件次|家次|场次|余元)$")
_DATED = re.compile(r"20\d\d年|今年|全年|年初|年内|年底|截[至止]|\d{1,2}月|[上下]半年|[一二三四]季度")
# What stands behind the last point and is none of its own: the causes of all problems, a closing vow.
_AFTERWORD = re.compile(
    r"(?<=[。！])(?:究其原因|(?:产生|造成|存在)(?:这些|上述|以上)(?:问题|不足)的|(?:上述|以上|这些)(?:问题|不足)(?:的产生|的存在|产生)"
    r"|(?:[^,。;\d]{0,12},)?(?:我们|我[省市县区镇乡局]|全[省市县区镇乡局][^,。;\d]{0,12}|[^,。;\d]{1,14}(?:政府|局|[省市县区镇乡]|街道|办事处))(?:上下)?(?:一定|必)?将?(?:继续)?"
    r"(?:坚定信心|以更[加高大强]|以[^,。;\d]{2,14}的(?:信心|决心|姿态|状态|勇气|干劲|担当|举措|作风|精神)|以[^,。;\d]{2,40}为(?:指导|指引|引领|遵循|统领))|让我们|(?:特|专)此(?:报告|汇报)|以上(?:报告|汇报))"
)
# Behind the last point of a paragraph: no part of it.
_TURN = re.compile(r"(?<=[。！])(?:下一?步|下一?阶段|接下来|今后|明年)(?:,|[我全][省市县区镇乡局])")
_TITLE_SENTENCE = re.compile(r"[^,;:。\d]{4,24}。(?=[^\n]{12})")


class Segment(NamedTuple):
    """`level` is 0 for a plain paragraph, 0.5 (第一部分) to 5 for a numbered one, 1 or 1.5 for an unnumbered heading.
    Offsets are the shadow's; `title` and `body` are ranges, empty where start equals end; the marker stands before the title.
    `table` says that it belongs to a table: its head, or what one row tells; `kind` is what the head says of it."""

    level: float
    marker: str
    start: int
    title: tuple[int, int]
    body: tuple[int, int]
    new_line: bool
    kind: SectionKind | None = None
    table: bool = False


def cut(
    text: str,
    masked: str,
    body: tuple[Line, ...],
    markers: list[Marker],
    flat: bool,
    rows: Mapping[int, Sequence[Segment]],
) -> list[Segment]:
    """The segments of the body lines, in order; `rows` are those of lines that are rows of tables, by the line's number."""
    starts = [marker.start for marker in markers]
    segments: list[Segment] = []
    for number, line in enumerate(body):
        if number in rows:
            segments += rows[number]
            continue
        inside = markers[bisect_left(starts, line.start) : bisect_left(starts, line.end)]
        lead = inside[0].start if inside else line.end
        if text[line.start : lead].strip(" "):
            below = body[number + 1] if number + 1 < len(body) and number + 1 not in rows else None
            alone = lead == line.end
            segments.append(_plain(text, masked, line.start, lead, below if alone else None, flat))
        ends = [marker.start for marker in inside[1:]] + [line.end]
        for marker, end in zip(inside, ends, strict=False):
            segments += _parted(masked, _numbered(text, masked, marker, end, marker.start == line.start))
    return _settled(masked, segments)


def _plain(text: str, masked: str, start: int, end: int, below: Line | None, flat: bool) -> Segment:
    content = text[start:end].strip(" ")
    if below is not None and _is_heading_line(content, text[below.start : below.end]):
        bare = content.rstrip(":")
        top = cues.heading_kinds(bare, None) or headings.is_line(bare)
        return Segment(1 if top else UNNUMBERED, "", start, (start, start + len(content)), (end, end), True)
    if (seam := _kind_seam(masked, start, end)) > start:
        return Segment(1, "", start, (start, seam), (seam, end), True)
    title = _TITLE_SENTENCE.match(masked, start, end) if not flat else None
    return Segment(0, "", start, (start, title.end() if title else start), (title.end() if title else start, end), True)


def _is_heading_line(content: str, below: str) -> bool:
    longest = _MAX_KIND if headings.ends_as_one(content.rstrip(":")) and "," not in content else _MAX_UNNUMBERED
    if len(content) > longest or content[-1] in "。;,！？、" or len(content) < 2:
        return False
    if re.search(r"[。;]|^(?:各位|尊敬)", content) or _COUNT.search(content):
        return False
    if headings.is_line(below) and not headings.is_line(content) and not cues.heading_kinds(content, None):
        return False  # nothing stands below it
    return len(below) > len(content) or len(below) <= _MAX_UNNUMBERED


def _parted(masked: str, segment: Segment) -> list[Segment]:
    """A numbered segment without the closing words, the causes or the plans that follow it as a paragraph of their own."""
    start, end = segment.body
    found = _AFTERWORD.search(masked, start, end)
    if found and _COUNT.search(masked, found.start(), end):
        found = None
    if segment.level >= _IN_TEXT and not segment.new_line:
        found = _TURN.search(masked, start, end) or found
    if not found:
        return [segment]
    seam = found.start()
    if seam == start and segment.level >= 2:  # what was taken for its title is all that it says
        segment = segment._replace(title=(segment.title[0], segment.title[0]), body=segment.title)
    else:
        segment = segment._replace(body=(start, seam))
    return [segment, Segment(0, "", seam, (seam, seam), (seam, end), False)]


def _kind_seam(masked: str, start: int, end: int) -> int:
    """Behind an unnumbered heading that announces a kind and is set off by a blank or a colon; `start` where none is."""
    seam = headings.kind_heading(masked, start, end)
    return seam if masked[seam - 1 : seam] == ":" or masked[seam : seam + 1] == " " else start


def _numbered(text: str, masked: str, marker: Marker, end: int, new_line: bool) -> Segment:
    start = marker.end + len(text[marker.end : end]) - len(text[marker.end : end].lstrip(" "))
    stop = _STOP.search(masked, start, end)
    length = len(text[start:end].rstrip(" "))
    printed = text[marker.start : marker.end]
    level = marker.level or PART
    seam = _set_off(masked, start, start + length, marker.level)
    if seam == start and marker.level < 5 and (stop is None or stop.end() >= start + length) and length <= _MAX_PURE:
        if stop is not None or any(map(str.isdigit, text[start:end])):
            seam = seams.sure(masked, start, start + length) or start
        if seam == start:
            return Segment(level, printed, marker.start, (start, start + length), (end, end), new_line)
    elif seam == start:
        seam = _title_end(text, masked, start, end, stop.end() if stop else end, new_line or marker.level < 5)
    return Segment(level, printed, marker.start, (start, seam), (seam, end), new_line)


def _set_off(masked: str, start: int, end: int, level: int) -> int:
    """Where a numbered heading ends by its own words, by a colon or a blank; `start` where nothing sets it off."""
    if level <= _MAX_KIND_LEVEL and (seam := headings.kind_heading(masked, start, end)) > start:
        return seam
    if level >= 5:
        return start
    return max(seams.colon(masked, start, end), seams.blank(masked, start, end))


def _title_end(text: str, masked: str, start: int, end: int, stop: int, trusted: bool) -> int:
    """Where the inline title ends: at its stop, or at the seam that its words show."""
    if stop - start <= _MAX_TITLE and text[stop:end].strip(" ") and _may_be_title(masked[start:stop]):
        return stop
    if seam := seams.sure(masked, start, min(stop, start + _MAX_TITLE)):
        return seam
    if not trusted or _DATED.match(masked, start):
        return start
    comma = masked.find(",", start, end)
    for found in _STARTER.finditer(masked, start + _MIN_SEAM, min(end, start + _MAX_TITLE)):
        before = masked[start : found.start()]
        if not _NOT_BEFORE_SEAM.search(before) and (comma < 0 or comma > found.start()):
            return found.start()
    return start


def _may_be_title(sentence: str) -> bool:
    """Whether a short first sentence may be a title: it counts nothing and quotes nobody's demands."""
    return not _COUNT.search(sentence) and not cues.quotes_order(sentence)


def _may_settle(masked: str, segment: Segment) -> bool:
    """Whether a title may be all that a point says; one of the top level must tell something that is counted."""
    return segment.level >= 2 or (segment.level >= 1 and bool(_COUNT.search(masked, *segment.title)))


def _only_explains(masked: str, below: Segment) -> bool:
    """Whether what follows gives the causes of what was said, and says nothing of its own."""
    return below.level in (0, UNNUMBERED) and cues.explains(masked[below.start : below.start + _MAX_TITLE])


def _settled(masked: str, segments: list[Segment]) -> list[Segment]:
    """A numbered segment that is all title and has nothing below it is a point of one sentence: its title is its body."""
    settled: list[Segment] = []
    for number, segment in enumerate(segments):
        below = segments[number + 1] if number + 1 < len(segments) else None
        bare = segment.body[0] >= segment.body[1]
        alone = below is None or 0 < below.level <= segment.level or _only_explains(masked, below)
        counted = segment.level >= 2 and _ENDS_COUNTED.search(masked, *segment.title)
        inline = segment.level == _IN_TEXT and not segment.new_line
        if bare and not segment.table and _may_settle(masked, segment) and (alone or counted or inline):
            segment = segment._replace(title=(segment.title[0], segment.title[0]), body=segment.title)
        settled.append(segment)
    return settled
