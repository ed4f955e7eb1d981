"""From the source text to its shadow: one paragraph a line, whatever the source did to its lines.

What is mended: full-width digits and letters, traditional characters and Taiwan wording, lines wrapped at a fixed
width (with page numbers between), layout blanks inside sentences (`共 12 件`). Nothing is lost: `Shadow` keeps the way
back to the source for every character.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

from schemas.document import Piece, Script, Shadow
from service.language import cells, flattening, headings, numbering
from service.language import script as scripts

# Full-width ASCII and its relatives, each to one character, so that folding never moves anything.
_FOLD = {chr(c): chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)} | {
    "\u3000": " ",
    "\xa0": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\t": " ",
    "﹐": ",",
    "﹔": ";",
    "﹕": ":",
    "﹙": "(",
    "﹚": ")",
    "﹪": "%",
    "﹑": "、",
    "｡": "。",
    "､": "、",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "〔": "(",
    "〕": ")",
    "【": "(",
    "】": ")",
    "〈": "《",
    "〉": "》",
    "〝": "“",
    "〞": "”",
    "!": "！",
    "?": "？",
    "！": "！",
    "？": "？",
    "\r": "\n",
    "\u2028": "\n",
    "\u2029": "\n",
    "\x85": "\n",
    "\x0b": "\n",
    "\x0c": "\n",
    "\u200b": " ",
    "\u200e": " ",
    "\u200f": " ",
    "\ufeff": " ",
    "\u00ad": " ",
}
_FOLD.update({chr(c): " " for c in range(0x202A, 0x202F)})
_FOLD.update({chr(c): " " for c in range(0x2066, 0x206A)})
_FOLD.update({chr(c): " " for c in range(0x09)})

# A text in half-width punctuation ends its sentences with a point: 「…水平不断提升.全年办理…」.
_POINT_AS_STOP = re.compile(r"(?<=[\u4e00-\u9fff)”》%])\.(?=[\u4e00-\u9fff“ \n]|$)")

# What leads from page to page of a report that a site cut in several, alone on its line.
_PAGER = (
    r"(?=.{2,60}$)(?=.*(?:[上下尾末]一?[ ]?页|共[ ]?\d+[ ]?页|\[\d+\][ ]*\[\d))"
    r"(?:(?:首[ ]?页|[上下][ ]?一?[ ]?页|[尾末][ ]?页|最后一页|[共第](?:[ ]?\d{1,4}[ ]?)页|当前|转到|跳转|到|页|GO|[\[(]\d{1,3}[\])]|\d{1,3}(?!\d)|[<>«»‹›|/,.:…])[ ]*)+"
)
PAGE_NUMBER = re.compile(
    r"[ ]*(?:[-—–－―~·]+[ ]*\d{1,4}[ ]*[-—–－―~·]+|第[ ]*\d{1,4}[ ]*页(?:[ ,/]*共[ ]*\d{1,4}[ ]*页)?|\d{1,3}[ ]*/[ ]*\d{1,3}|(?:PART|Part|NO|No)?[ .]*\d{1,3})[ ]*"
    rf"|[ ]*{_PAGER}"
)
_MARKER = re.compile(
    r"[ ]*(?:第?[一二三四五六七八九十]{1,3}[、.]|第[一二三四五六七八九十]{1,2}(?:,|部分|是)|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d(?!\d?月|\d{3}年))|[一二三四五六七八九十]{1,2}是|[①-⑳])"
)
_CJK = "\u3400-\u9fff"
_BLANK_AFTER_NUMBER = re.compile(rf"(?<=\d) +(?=[{_CJK}%])(?![一二三四五六七八九十]{{1,3}}、)")
_BLANK_BEFORE_NUMBER = re.compile(rf"(?<=[{_CJK}]) +(?=\d)(?!\d{{1,2}}[.、]\D)")
# A word printed with its letters apart: 法 治 政 府.
_SPREAD = re.compile(rf"(?<![^ \n,。:;、(])[{_CJK}](?:[ ]{{1,2}}[{_CJK}]){{2,}}(?![{_CJK}])")
_BLANK_INSIDE = re.compile(
    rf"(?<=[{_CJK},。;:、“”《》()%！？]) {{1,2}}(?=[^ \n])|(?<=[^ \n]) {{1,2}}(?=[{_CJK},。;:、“”《》()%！？])"
    r"|(?<=\d) {1,2}(?=\.)|(?<=[\d ]\.) {1,2}(?=\S)"
)
_RUN = re.compile(" +")
_SCATTERED_BLANKS = 12
_SCATTERED_CHARACTERS = 10  # of text to a blank, at most
_STOPS = "。！？:;"
_TITLE_LINE = re.compile(r"^[^,。;]*(?:关于|20\d\d年)[^,。;]*(?:报告|总结|汇报)$")
_SIGNATURE = re.compile(
    r"[ ]*(?:[\u4e00-\u9fff]{2,24}(?:政府|局|厅|委员会|办公室|办事处|管委会)|20\d\d年\d{1,2}月\d{1,2}日)[ ]*$"
)
# A number stands on one line; where it does not, or its unit does not, the line was broken.
_BROKEN_NUMBER = re.compile(r"(?!20\d\d年)(?:\d+(?![.、\d)])|[件个次名人%万亿余场期项处户家条份起宗部])")
_BROKEN_BEFORE = re.compile(r"\d[\d.]*[万亿余多]*(?:[件个次名人%场期项处户家条份起宗部])")
_MAX_TITLE = 60
_MIN_WRAPPED_LINES = 6
_MIN_WRAP, _MAX_WRAP = 12, 160
_MAX_SHORT = 80
_OUTLIERS = 2
_SLACK = 0.1
_FULL_SHARE = 0.2
_BROKEN_SHARE = 0.6
_NOISY_BLANKS = 4
_MIN_INDENTED = 3
_INDENTED_SHARE = 0.75
_RUNNING_HEAD_TIMES = 3
_RUNNING_HEAD_CHARACTERS = 36


class _Line(NamedTuple):
    start: int
    end: int


def fold(text: str) -> str:
    """Full-width digits, letters and punctuation in half width; every character stays one character."""
    for wide, narrow in _FOLD.items():
        if wide in text:
            text = text.replace(wide, narrow)
    return _POINT_AS_STOP.sub("。", text) if "." in text else text


def shadow(source: str) -> tuple[Shadow, Script]:
    """The shadow of a source text, and the script that the source is in."""
    script = scripts.detect(source)
    simplified = scripts.simplify(source, script)
    text = numbering.with_points(flattening.with_line_ends(fold(simplified.text), simplified.text))
    cuts = _layout_cuts(text, simplified.text)
    if not cuts:
        return Shadow(text, simplified.text, tuple(simplified.pieces) if simplified.pieces else None), script
    return _assembled(text, simplified, cuts), script


def _assembled(text: str, simplified: scripts.Simplified, cuts: list[tuple[int, int]]) -> Shadow:
    """The shadow without the cuts, its pieces those that are left."""
    before = simplified.pieces or [Piece(0, len(text), 0, len(text))]
    kept: list[tuple[int, int]] = []
    done = 0
    for start, end in [*cuts, (len(text), len(text))]:
        if start > done:
            kept.append((done, start))
        done = end
    pieces: list[Piece] = []
    at = number = 0
    for start, end in kept:
        while number < len(before) and before[number].end <= start:
            number += 1
        here = number
        while here < len(before) and before[here].start < end:
            piece = before[here]
            here += 1
            first, last = max(start, piece.start), min(end, piece.end)
            back = first - piece.start if piece.exact else 0
            size = last - first if piece.exact else piece.source_end - piece.source_start
            source = piece.source_start + back
            pieces.append(Piece(at, at + last - first, source, source + size))
            at += last - first
    return Shadow(
        "".join([text[a:b] for a, b in kept]), "".join([simplified.text[a:b] for a, b in kept]), tuple(pieces)
    )


def _layout_cuts(text: str, tabbed: str) -> list[tuple[int, int]]:
    """Ranges of the folded text that are layout and no text, in order and disjoint. `tabbed` still has its tabs."""
    cuts = _wraps(text, tabbed) + [cut for cut in _blanks(text) if "\t" not in tabbed[cut[0] : cut[1]]]
    if not cuts:
        return []
    cuts.sort()
    merged = [cuts[0]]
    for start, end in cuts[1:]:
        if start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _blanks(text: str) -> list[tuple[int, int]]:
    """Blanks that a word processor put around digits, or a scan between words and letters. One before a number is taken
    out only where that is a habit of the text: elsewhere it may be all that is left of a line break (`工作成效 2023年，…`);
    so are those between words."""
    if " " not in text:
        return []
    inside = [found.span() for found in _BLANK_INSIDE.finditer(text)]
    if len(inside) >= _SCATTERED_BLANKS and len(inside) * _SCATTERED_CHARACTERS >= len(text):
        return inside
    spread = [
        (found.start() + blank.start(), found.start() + blank.end())
        for found in _SPREAD.finditer(text)
        for blank in _RUN.finditer(found[0])
    ]
    after = [found.span() for found in _BLANK_AFTER_NUMBER.finditer(text)]
    if len(after) < _NOISY_BLANKS:
        return spread + after
    return spread + after + [found.span() for found in _BLANK_BEFORE_NUMBER.finditer(text)]


def _wraps(text: str, tabbed: str) -> list[tuple[int, int]]:
    """Line ends (page numbers and blank lines between included) that only a fixed width put there; none around the row
    of a table."""
    lines = _lines(text)
    rows = {line for line in lines if cells.cells(tabbed[line.start : line.end])}
    full: frozenset[int] = frozenset()
    if len(lines) >= _MIN_WRAPPED_LINES:
        by_characters, by_columns = (_full_lines(text, tabbed, lines, measure) for measure in (len, _columns))
        full = max(by_characters, by_columns, key=len) or _few_full_lines(text, lines)
    hanging = _hanging(text, lines) if full else frozenset()
    longest = max((line.end - line.start for line in lines), default=0)
    cuts: list[tuple[int, int]] = []
    for number, (here, below) in enumerate(pairwise(lines)):
        if here in rows or below in rows:
            continue
        wide = here.end - here.start >= longest - 2
        if (
            (number in full and _goes_on(text, here, below))
            or number + 1 in hanging
            or (wide and _breaks_number(text, here, below))
        ):
            stop = here.start + len(text[here.start : here.end].rstrip())
            begin = below.start + len(text[below.start : below.end]) - len(text[below.start : below.end].lstrip())
            cuts.append((stop, begin))
    return cuts


def running_heads(lines: Iterable[str]) -> frozenset[str]:
    """Short lines that stand on page after page: three times or more, and no heading's number before them."""
    seen = Counter(line.strip() for line in lines)
    return frozenset(
        line
        for line, times in seen.items()
        if times >= _RUNNING_HEAD_TIMES and 2 <= len(line) <= _RUNNING_HEAD_CHARACTERS and not _MARKER.match(line)
    )


def _lines(text: str) -> list[_Line]:
    """The lines that hold text; blank ones, page numbers and running heads are passed over."""
    lines: list[_Line] = []
    raw = text.split("\n")
    heads = running_heads(raw)
    at = 0
    for line in raw:
        bare = line.strip()
        if bare and bare not in heads and not PAGE_NUMBER.fullmatch(line):
            lines.append(_Line(at, at + len(line)))
        at += len(line) + 1
    return lines


def _full_lines(text: str, printed: str, lines: list[_Line], measure: Callable[[str], int]) -> frozenset[int]:
    """The lines that were broken at a fixed width; none where the text was not wrapped.

    Wrapping shows by lines that crowd just below the longest, most of them ending where no sentence does. `measure`
    gives a `printed` line's width: characters, or columns where digits take half the room. Two lines may be longer than the
    width (an address, a title).
    """
    sizes = [measure(printed[line.start : line.end].rstrip()) for line in lines]
    for width in sorted(set(sizes), reverse=True)[: _OUTLIERS + 1]:
        if sum(size > width for size in sizes) > _OUTLIERS or not _MIN_WRAP <= width <= _MAX_WRAP:
            continue
        slack = max(2, round(width * _SLACK))
        full = frozenset(n for n, size in enumerate(sizes) if width - slack <= size <= width)
        broken = sum(text[lines[n].end - 1] not in _STOPS for n in full)
        if len(full) >= max(4, _FULL_SHARE * len(lines)) and broken >= _BROKEN_SHARE * len(full):
            return full
    return frozenset()


def _few_full_lines(text: str, lines: list[_Line]) -> frozenset[int]:
    """The same for a report of short points, where few lines are full: two of the longest at least, broken off."""
    sizes = [len(text[line.start : line.end].rstrip()) for line in lines]
    longest = max(sizes)
    few = frozenset(n for n, size in enumerate(sizes) if size >= longest - 2)
    broken = sum(text[lines[n].end - 1] not in _STOPS for n in few)
    sure = broken >= max(2, 0.4 * len(few)) and _MIN_WRAP <= longest <= _MAX_SHORT
    return few if sure else frozenset()


def _hanging(text: str, lines: list[_Line]) -> frozenset[int]:
    """The lines that go on from the one before, in a text whose paragraphs all begin with an indent; none in others."""
    indented = [text[line.start : line.start + 2].isspace() for line in lines]
    stopped = [text[line.end - 1] in _STOPS for line in lines]
    begun = [here for above, here in zip(stopped, indented[1:], strict=False) if above]
    if len(begun) < _MIN_INDENTED or sum(begun) < _INDENTED_SHARE * len(begun):
        return frozenset()
    return frozenset(
        n
        for n, line in enumerate(lines)
        if n and not indented[n] and not stopped[n - 1] and not _MARKER.match(text[line.start : line.end])
    )


def _columns(line: str) -> int:
    return (len(line) + len(line.encode("utf-8", "surrogatepass"))) // 2  # three bytes, two columns


def _goes_on(text: str, here: _Line, below: _Line) -> bool:
    """Whether the paragraph of a full line goes on in the next."""
    line, following = text[here.start : here.end].rstrip(), text[below.start : below.end]
    indented = len(following) - len(following.lstrip()) >= 2
    marked = _MARKER.match(following)
    titled = _TITLE_LINE.search(line) and len(line) < _MAX_TITLE
    if line.endswith("如下:") or headings.is_line(line):
        return False
    if line[-1] in _STOPS and (_SIGNATURE.match(following) or headings.is_line(following.strip())):
        return False
    if indented or titled or (marked and (line[-1] in _STOPS or _MARKER.match(line))):
        return False
    return line[-1] not in "。！？" or not marked


def _breaks_number(text: str, here: _Line, below: _Line) -> bool:
    """Whether a figure or its unit was carried to the next line."""
    line, following = text[here.start : here.end].rstrip(), text[below.start : below.end].lstrip()
    if not line[-1].isdigit() or len(line) < _MIN_WRAP or ":" in line[-12:]:
        return False
    return bool(_BROKEN_NUMBER.match(following))
