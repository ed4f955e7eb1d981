"""Rows of tables in a text: cells with tabs or bars between them.

Reads the text before tabs are folded to blanks; offsets are those of the line.
"""

import re

_TAB = re.compile(r"[ \u3000\xa0]*\t[ \u3000\xa0]*")
# <|…|> is what models' own marks look like, and no cell.
_BAR = re.compile(r"[ \u3000\xa0\t]*(?<!<)[|｜│┃](?!>)[ \u3000\xa0\t]*")
_BARS = re.compile(r"(?<!<)[|｜│┃](?!>)")
_RULED = re.compile(r"[\s|｜│┃+:=─━┄┼├┤┌┐└┘┬┴-]+")
# A tab behind an outline number, or before a line's first word, is an indent.
_INDENT = re.compile(
    r"[\s\u3000\xa0]*(?:(?:第?[一二三四五六七八九十]{1,3}[、.．]|第[一二三四五六七八九十]{1,3}(?:部分|章|节)|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[、.．]|[①-⑳]|[一二三四五六七八九十]{1,2}是)[ \u3000\xa0]*\t\s*)?"
)
_MIN_BARS = 2


def cells(line: str) -> list[tuple[int, int]]:
    """The cells of a row, empty ones too; none where the line is no row. The rule below a head row is one empty cell."""
    if "\t" not in line and not _BARS.search(line):
        return []
    bare = line.strip()
    if len(_BARS.findall(bare)) >= _MIN_BARS:
        parted = _parted(line, _BAR, 0)
        return [(0, 0)] if _RULED.fullmatch(bare) else parted[1:] if _BARS.match(bare) else parted
    if "\t" not in line[_indent(line) :].rstrip():
        return []
    return _parted(line, _TAB, 0)


def _indent(line: str) -> int:
    found = _INDENT.match(line)
    return found.end() if found else 0


def _parted(line: str, seam: re.Pattern[str], start: int) -> list[tuple[int, int]]:
    parted = []
    for found in seam.finditer(line, start):
        parted.append((start, found.start()))
        start = found.end()
    end = len(line.rstrip())
    return [*parted, (start, end)] if end > start else parted
