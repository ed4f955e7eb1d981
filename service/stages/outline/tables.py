"""Rows of tables as segments: what a row tells is a point, of the kind that the head of its column says.

A row's number, who is in charge of it and until when are no part of what it tells.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from schemas.document import SectionKind
from service.language import cues
from service.language.cells import cells
from service.stages.outline import columns
from service.stages.outline.columns import Role
from service.stages.outline.lines import Line, markers_lead
from service.stages.outline.segments import TABLE, Segment

_MIN_TOLD_HANZI = 8
_MIN_KIND_HANZI = 4
_SHORT_CHARACTERS = 12
_MAX_GROUP_CHARACTERS = 30
_MAX_NAME_CHARACTERS = 20
_HANZI = re.compile("[\u4e00-\u9fff]")
_NUMBER = re.compile(r"\(?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[.、)]*")
_VALUE = re.compile(r"\D{0,6}\d[\d.,]*[万亿余多]*[\u4e00-\u9fff%]{1,5}")
_CAPTION = re.compile(
    r"附?表[\d一二三四五六七八九十]+[-:、. ]*[^。;,]{0,40}|[^。;,:]{2,40}(?:表|清单|台账|一览|汇总|统计)(?:\([^()]{1,16}\))?"
)
_UNIT = re.compile(r"\(?(?:计量)?单位:.{1,14}")
_INNER = re.compile(r"(?:(?<=[ 。;:])|^)(?:\(\d{1,2}\)|\d{1,2}[.、](?!\d(?!\d?月|\d{3}年))|[①-⑳])")
_PARAGRAPH = re.compile(r"(?<=[^ ]{5}[\u4e00-\u9fff%”》)]) +(?=[\u4e00-\u9fff“《][^ ]{5})")
_STOPS = frozenset("。！？;:,")


class Rows(NamedTuple):
    """What tables make of the body: the segments of the lines that belong to one, by the line's number; what of them no
    summary tells; the offsets behind the seams between cells. Offsets are the shadow's."""

    segments: Mapping[int, Sequence[Segment]]
    aside: Sequence[Line]
    seams: Sequence[int]


class _Cell(NamedTuple):
    start: int
    end: int
    text: str

    @property
    def hanzi(self) -> int:
        return len(_HANZI.findall(self.text))


class _Table(NamedTuple):
    """The rows of one table, by the number of their line; lines that stand among them or above them and tell nothing."""

    rows: Mapping[int, Sequence[_Cell]]
    others: Sequence[int]
    caption: int | None


class _Told(NamedTuple):
    """What one row tells: ranges of the text, the second with its cells."""

    kind: SectionKind | None
    title: tuple[int, int]
    body: tuple[int, int]


def read(text: str, shown: str, body: Sequence[Line]) -> Rows:
    """The tables among the body lines. `text` and `shown` are the shadow's; tabs stand in the second only."""
    segments: dict[int, Sequence[Segment]] = {}
    aside: list[Line] = []
    seams: list[int] = []
    if "\t" in shown or "|" in text:
        for table in _tables(text, shown, body):
            own = _segments(text, table, body)
            segments |= own
            for n, row in table.rows.items():
                told = [r for part in own[n] for r in (part.title, part.body) if r[0] < r[1]]
                aside += [Line(c.start, c.end) for c in row if c.text and not _within(c, told)]
                seams += [c.start + at for c in row for at in (0, *_paragraphs(c.text))]
            aside += [body[n] for n in table.others]
    return Rows(segments, aside, sorted(seams))


def blotted(masked: str, body: Sequence[Line], rows: Rows) -> str:
    """The masked text without the rows: no number in a table is one of the outline's."""
    parts, at = [], 0
    for number in sorted(rows.segments):
        start, end = body[number]
        parts += [masked[at:start], "■" * (end - start)]
        at = end
    return "".join([*parts, masked[at:]])


def _paragraphs(cell: str) -> list[int]:
    """Where the second and later paragraphs of a cell begin: a blank is all that is left of their line ends."""
    return [found.end() for found in _PARAGRAPH.finditer(cell)]


def _within(cell: _Cell, told: Sequence[tuple[int, int]]) -> bool:
    return any(start <= cell.start and cell.end <= end for start, end in told)


def _tables(text: str, shown: str, body: Sequence[Line]) -> Iterator[_Table]:
    """Neighbouring rows; a short line between two of them (a group's name over all columns) parts nothing."""
    found: dict[int, Sequence[_Cell]] = {}
    for n, line in enumerate(body):
        if row := _row(text, shown, line, len(found.get(n - 1, ()))):
            found[n] = row
    rows: dict[int, Sequence[_Cell]] = {}
    others: list[int] = []
    last = -1
    for n in found:
        between = range(last + 1 if rows else n, n)
        last = n
        if (rows and any(not _is_group(text, body[m]) for m in between)) or len(between) > 1:
            yield _captioned(text, body, rows, others)
            rows, others, between = {}, [], range(0)
        others += between
        rows[n] = found[n]
    if rows:
        yield _captioned(text, body, rows, others)


def _row(text: str, shown: str, line: Line, above: int) -> list[_Cell]:
    """The cells of a line; below a row of more cells, `above`, tabs before the only one are empty cells, and no indent."""
    begin = text.rfind("\n", 0, line.start) + 1
    begin = begin if not text[begin : line.start].strip() else line.start
    empty = shown.count("\t", begin, line.start)
    if 0 < empty < above and "\t" not in shown[line.start : line.end]:
        return [_Cell(begin, begin, "")] * empty + [_Cell(line.start, line.end, text[line.start : line.end])]
    places = [(begin + a, begin + b) for a, b in cells(shown[begin : line.end])]
    return [_Cell(a, b, text[a:b].strip()) for a, b in places]


def _is_group(text: str, line: Line) -> bool:
    content = text[line.start : line.end]
    return len(content) <= _MAX_GROUP_CHARACTERS and content[-1] not in _STOPS and not markers_lead(content)


def _captioned(text: str, body: Sequence[Line], rows: Mapping[int, Sequence[_Cell]], others: list[int]) -> _Table:
    above = min(rows) - 1
    if above >= 0 and _UNIT.fullmatch(text[body[above].start : body[above].end]):
        others = [*others, above]
        above -= 1
    content = text[body[above].start : body[above].end] if above >= 0 else ""
    caption = above if _CAPTION.fullmatch(content) and not markers_lead(content) else None
    return _Table(rows, others, caption)


def _segments(text: str, table: _Table, body: Sequence[Line]) -> dict[int, Sequence[Segment]]:
    """The segments of a table's lines. A head or a caption opens a section, with the first row that tells something."""
    segments: dict[int, Sequence[Segment]] = dict.fromkeys(table.others, ())
    roles: tuple[Role, ...] = ()
    heads: list[str] = []
    opening = _opening(body[table.caption], table.caption, None) if table.caption is not None else None
    for count, (n, row) in enumerate(table.rows.items()):
        texts = [cell.text for cell in row]
        if columns.is_head(texts):
            if texts != heads:
                heads, roles = texts, columns.roles(texts)
                filled = [cell for cell in row if cell.text]
                place = body[table.caption] if table.caption is not None else Line(filled[0].start, filled[-1].end)
                opening = _opening(place, n, columns.kind_of_all(roles))
            segments[n] = ()
            continue
        marker, told = _told(text, row, roles)
        points = [Segment(0, marker or str(count), r.body[0], r.title, r.body, True, r.kind, True) for r in told]
        if points and opening:
            segments[opening[0]] = [opening[1]]
            opening = None
        segments[n] = [p._replace(start=p.title[0]) if p.title[0] < p.title[1] else p for p in points]
    return segments


def _opening(place: Line, number: int, kind: SectionKind | None) -> tuple[int, Segment]:
    """The segment that opens a table's section, and the number of the line it stands for."""
    return number, Segment(TABLE, "", place.start, (place.start, place.end), (place.end, place.end), True, kind, True)


def _told(text: str, row: Sequence[_Cell], heads: Sequence[Role]) -> tuple[str, list[_Told]]:
    """The number of a row as printed, and what it tells, in the text's order."""
    cells_, heads = list(row), list(heads)
    if len(cells_) == len(heads) - 1 and heads[0] == "aside" and not _NUMBER.fullmatch(cells_[0].text):
        heads = heads[1:]
    roles = _roles(cells_, heads)
    number = cells_[0].text if cells_ and _NUMBER.fullmatch(cells_[0].text) else ""
    told = _measured(cells_, roles)
    label: _Cell | None = None
    for at, (cell, role) in enumerate(zip(cells_, roles, strict=True)):
        if role == "label":
            label = cell
        elif role not in ("aside", "value"):
            told += _of_cell(text, cells_, roles, at, label)
            label = None
    return number, told


def _roles(row: Sequence[_Cell], heads: Sequence[Role]) -> list[Role]:
    """What each cell is. Where the head does not say, its length does."""
    given = [heads[n] if n < len(heads) else ("aside" if heads else "text") for n in range(len(row))]
    kinds = any(columns.kind_of(role) for role in given)
    roles = [_role(cell, role, kinds) for cell, role in zip(row, given, strict=True)]
    if not any(role == "text" or columns.kind_of(role) for role in roles) and not kinds:
        long = [n for n, cell in enumerate(row) if roles[n] == "label" and cell.hanzi >= _MIN_TOLD_HANZI]
        for n in long[-1:]:
            roles[n] = "text"
    return roles


def _role(cell: _Cell, given: Role, kinds: bool) -> Role:
    if given == "aside" or not cell.hanzi or _NUMBER.fullmatch(cell.text):
        return "aside"
    if columns.kind_of(given):
        return given if cell.hanzi >= _MIN_KIND_HANZI or (given == "achievement" and cell.hanzi > 1) else "aside"
    if _VALUE.fullmatch(cell.text):
        return "value"
    if given == "label" or kinds or cell.hanzi < _MIN_TOLD_HANZI:
        return "label"
    return "text"


def _of_cell(text: str, row: Sequence[_Cell], roles: list[Role], at: int, label: _Cell | None) -> Iterator[_Told]:
    """What a cell tells. 「已完成」 tells nothing without the cell before it: both are one."""
    cell, kind = row[at], columns.kind_of(roles[at])
    following = next((n for n in range(at + 1, len(row)) if roles[n] != "aside"), len(row))
    title = (label.start, label.end) if label else (cell.start, cell.start)
    if kind == "problem" and following < len(row) and _closes(row[following], roles[following]):
        if following == at + 1:
            roles[following] = "aside"
            yield _Told("achievement", title, (cell.start, row[following].end))
        return
    if kind == "achievement" and len(cell.text) < _SHORT_CHARACTERS:
        if label and row[at - 1] is label:
            yield _Told(kind, (label.start, label.start), (label.start, cell.end))
        return
    if kind == "plan" and cues.remedied(cell.text):
        kind = "achievement"
    for n, part in enumerate(_parts(text, cell)):
        yield _Told(kind, title if n == 0 else (part[0], part[0]), part)


def _closes(cell: _Cell, role: Role) -> bool:
    """Whether a cell says of the problem before it that it is no more."""
    return (role == "achievement" and cues.remedied(cell.text)) or (role == "achievement" and cell.text == "已完成")


def _measured(row: Sequence[_Cell], roles: list[Role]) -> list[_Told]:
    """A name and its one value: 「行政处罚案件　312件」; of several values the head alone knows which is which."""
    values = [n for n, role in enumerate(roles) if role == "value"]
    at = values[0] if len(values) == 1 else 0
    named = at > 0 and roles[at - 1] in ("label", "text") and len(row[at - 1].text) <= _MAX_NAME_CHARACTERS
    if not named or not _STOPS.isdisjoint(row[at - 1].text):
        return []
    roles[at - 1] = "aside"
    return [_Told(None, (row[at - 1].start, row[at - 1].start), (row[at - 1].start, row[at].end))]


def _parts(text: str, cell: _Cell) -> list[tuple[int, int]]:
    """A cell in its numbered parts, without their numbers; whole where it has none."""
    found = list(_INNER.finditer(text[cell.start : cell.end]))
    if len(found) < 2 or found[0].start():
        return [(cell.start, cell.end)]
    ends = [cell.start + after.start() for after in found[1:]] + [cell.end]
    return [(cell.start + number.end(), end) for number, end in zip(found, ends, strict=True)]
