"""Cutting text into clauses, the unit that evidence is cited in. Works on shadow text, offsets are its own.

A clause ends at ，；。！？ outside brackets, quotation marks and 《titles》. One shorter than six characters is joined to
its neighbour: 「同时，」 or 「审结。」 alone tells nothing.
"""

import re

MIN_CLAUSE_CHARACTERS = 6

# Enclosed text in which no stop and no outline number counts. The lengths are limited, so that a quotation mark that
# is never closed does not swallow the report; a bare number in brackets is an outline number, no aside.
_ENCLOSED = re.compile(
    r"《[^《》\n]{1,120}》|“[^“”\n]{1,100}”|‘[^‘’\n]{1,60}’|\"[^\"\n]{1,60}\"|"
    r"\((?![一二三四五六七八九十\d]{1,3}\))[^()\n]{1,80}\)"
)
_STOP = re.compile(r"[;。！？\n]|,(?!(?<=\d,)\d{3}(?!\d))")
# A new sentence whose full stop was lost before it: 「…提升执法水平2023年,共办理…」. What stands before the year decides.
_YEAR = re.compile(r"20\d\d年(?:度?(?:,|共|全|累计|以来)|来)")
_LOST_BEFORE = re.compile(r"[\u4e00-\u9fff%》”)]")
_NOT_LOST_BEFORE = frozenset("于在至到从和及与自对将为是即了较比同超距截近过跟按照求、")
# 「…主要表现在:」 announces, what follows the colon is a clause of its own.
# A model's control token ends what stands before it: what it encloses is no part of a clause of the report.
_TOKEN_EDGE = re.compile(r"<\||\|>")
_ANNOUNCING = frozenset("在为是下面点题足距作有看到如板项难节力")
# What stands before the matter of a clause and is none of it: 「2023年，」「同时，」.
_OPENING = re.compile(
    r"(?:(?:20\d\d年度?|今年|今年以来|一年来|全年|年内|目前|截至目前|截止目前|同时|此外|另外|其中|与此同时|再次|为此),|(?:主要|集中|突出|具体)(?:是|有|为|表现在|表现为|体现在|反映在):)+(?=.)"
)
SENTENCE_STOPS = "。！？\n"


def mask(text: str) -> str:
    """The text with everything enclosed blotted out; same length."""
    return _ENCLOSED.sub(_blot, text)


def _blot(found: re.Match[str]) -> str:
    whole = found.group()
    return whole[0] + "■" * (len(whole) - 2) + whole[-1]


def stops(masked: str) -> list[int]:
    """Offsets behind every stop of a masked text, in order; a lost stop counts where the next sentence shows it."""
    found = [hit.end() for hit in _STOP.finditer(masked)]
    more = [hit.start() for hit in _YEAR.finditer(masked) if _begins_sentence(masked, hit.start())]
    at = masked.find(":", 1)
    while at > 0:
        if masked[at - 1] in _ANNOUNCING:
            more.append(at + 1)
        at = masked.find(":", at + 1)
    more += [hit.start() if hit.group() == "<|" else hit.end() for hit in _TOKEN_EDGE.finditer(masked)]
    return sorted({*found, *more}) if more else found


def _begins_sentence(masked: str, at: int) -> bool:
    before = masked[at - 1 : at]
    return before not in _NOT_LOST_BEFORE and bool(_LOST_BEFORE.match(before))


def cut(text: str, start: int, end: int, inner: list[int]) -> list[tuple[int, int]]:
    """Clauses of `text[start:end]`, given the stops that lie inside it. Blank edges are left out.

    Only visible characters count for the minimum length, a stop is none.
    """
    pieces: list[tuple[int, int]] = []
    at = start
    for stop in (*inner, end):
        if stop > at:
            piece = _trimmed(text, at, stop)
            if piece:
                pieces.append(piece)
            at = stop
    return _joined(text, pieces)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    bare = piece.strip(" \n")
    if not bare:
        return None
    if len(bare) == len(piece):
        return start, end
    lead = len(piece) - len(piece.lstrip(" \n"))
    return start + lead, start + lead + len(bare)


def _joined(text: str, pieces: list[tuple[int, int]]) -> list[tuple[int, int]]:
    clauses: list[tuple[int, int]] = []
    carried: int | None = None
    for start, end in pieces:
        begin = start if carried is None else carried
        carried = None
        if end - begin > MIN_CLAUSE_CHARACTERS:
            clauses.append((begin, end))
        elif end != pieces[-1][1] and _OPENING.match(text, begin, end + 1):
            carried = begin
        elif clauses and text[begin - 1] != "\n" and text[clauses[-1][1] - 1] not in SENTENCE_STOPS:
            clauses[-1] = (clauses[-1][0], end)
        elif text[end - 1] in SENTENCE_STOPS or end == pieces[-1][1]:
            clauses.append((begin, end))
        else:
            carried = begin
    return clauses


_OPENING_FIRST = frozenset("2今一全年目截同此另其与再为主集突具")
_CLOSING = " ,;。！？:、\n"


def core(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause without its opening adverb and its stop: the smallest piece that carries what it says."""
    opening = _OPENING.match(text, start, end) if text[start] in _OPENING_FIRST else None
    if opening and end - opening.end() >= MIN_CLAUSE_CHARACTERS:
        start = opening.end()
    while end > start + 1 and text[end - 1] in _CLOSING:
        end -= 1
    return start, end
