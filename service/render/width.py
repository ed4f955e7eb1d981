"""How wide text stands in a terminal, where a Chinese character takes two cells."""

import re
from unicodedata import combining, east_asian_width

_NOT_FIRST = set("，。；：、！？）》」』】〕”’%,.;:!?)]}")
_NOT_LAST = set("（《「『【〔“‘([{")
_PIECE = re.compile(r"[!-~]+[ ]*|.", re.DOTALL)


def width(text: str) -> int:
    """The cells that the text takes."""
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, cells: int, *, right: bool = False) -> str:
    """The text filled up with blanks to so many cells; a longer one stays as it is."""
    blanks = " " * (cells - width(text))
    return blanks + text if right else text + blanks


def wrap(text: str, cells: int, indent: str = "") -> list[str]:
    """Lines of at most so many cells, all but the first behind `indent`.

    A line breaks between Chinese characters or behind a Latin word; no line begins with closing punctuation or ends
    with opening punctuation. A word longer than a line stands whole.
    """
    lines, line, used = [], "", 0
    for piece in _pieces(text):
        taken = width(piece.rstrip())
        if used and used + taken > cells:
            lines.append(line.rstrip())
            line, used = indent, width(indent)
        line += piece
        used += width(piece)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> list[str]:
    """What a line is made of: a character or a word, with the punctuation that may not leave it."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        glued = pieces and (piece[0] in _NOT_FIRST or pieces[-1][-1] in _NOT_LAST)
        if glued and len(pieces[-1]) < 12:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces
