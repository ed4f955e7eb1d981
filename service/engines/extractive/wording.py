"""From a matter to a draft: which clauses are cited, and which of them fit into sixty characters."""

import re
from dataclasses import replace
from math import sqrt
from typing import NamedTuple

from schemas.document import Clause, Document, Kind
from schemas.draft import Draft
from service.engines.extractive.leaning import bare_rate, leans, shares_out
from service.engines.extractive.matters import Matter
from service.engines.extractive.salience import Ranked, rank
from service.engines.extractive.times import Dating, date
from service.language import cues
from service.language.clauses import MIN_CLAUSE_CHARACTERS, core

MAX_TEXT_CHARACTERS = 60
_MAX_EVIDENCE_CHARACTERS = 190
_ADDED_WITH_FIGURE = 0.75
_SAID = 0.6
_RATE_REACH = 3
_COUNTED_FROM = frozenset(("成功", "完成", "办结", "整改", "化解", "签约", "采纳", "处理"))

# What stands before the words of a clause and is no news: outline number, linking word, time.
_LINK = re.compile(
    r"(?:(?:[一二三四五六七八九十]{1,3}[是要、]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、](?!\d(?!\d?月|\d{3}年))|[①-⑳]|\)|首先|其次|再次|最后|第[一二三四五六],|其[一二三],?)[,、]?)?"
    r"(?:(?:并且|并|同时|此外|另外|而且|而(?!后|立)|且|其中|尤其是|特别是|另一方面|一方面|与此同时|在此基础上|但是|但|从而|因此|例如|即(?=[,:])|为此|对此|下一?步|接下来|今后|下一?阶段|明年|来年|[上前]述[^,。;]{1,6}[中里],),?(?=.))?"
)
_TIME = re.compile(
    r"(?:(?:(?P<year>20\d\d)年度?|今年|全年|年内|一年来|本年度|截至目前|截止目前|目前|今年以来|一年以来)(?:以来|[底末](?![之以]?前))?(?:,|(?=\D))(?![、和与至到及前起的~—-]|[底初末]?[之以]?前)|(?:截至|截止)[^,。]{1,12},)"
)
# What is news where the clause before it is told: the part of a whole, the turn.
_KEPT_LINK = re.compile("其中|但是?(?!书)")
_MERE_TIME = re.compile(r"截[至止].{2,12}[日旬月底末]|20\d\d年度?")
# Where a clause tells of several years, its own is told too: 其中2023年清理46件, 2023年12期、2024年15期.
_TOLD_APART = re.compile(r"其中20\d\d年|[、(和](?:20\d\d年|[去上]年)")
# What a line that begins with it would still owe to the line before.
_ADVERB = re.compile(r"(?:已经?|现已|还|也|又|则|亦)(?=[\u4e00-\u9fff])(?!经|是)")
_TITLES = re.compile(r"(《[^《》]{2,60}》)(?:[、和及与]?《[^《》]{2,60}》){1,}(?=等)")
_TITLE_RUN = re.compile(r"(《[^《》]{2,60}》)(?:[、和及与]?《[^《》]{2,60}》)+")
_LIST = re.compile(r"([\u4e00-\u9fff“”]{2,14})(?:、[^、,。;《》]{2,20}){2,}(?=等)")
# Bidi controls: in the evidence they stand as the source has them, in a text of ours they only mislead. Inside a number
# they stay: it is shown as printed.
_BIDI = re.compile("(?<!\\d)[\u200e\u200f\u202a-\u202e\u2066-\u2069]|[\u200e\u200f\u202a-\u202e\u2066-\u2069](?!\\d)")
_QUOTED_LIST = re.compile("“([^“”、]{2,12})、[^“”]{10,}”")
_ASIDE = re.compile(r"[(（](?:以下|简称|又称|含|包括)[^()（）]*[)）]")
_WORD = re.compile(r"\w")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")
_BLANK = re.compile(r"[ \n\u3000\t]")
_BLANKS = re.compile(r"(?<![A-Za-z])[ \u3000\xa0\t]+|[ \u3000\xa0\t]+(?![A-Za-z])")
_PAIRS = {"(": ")", "（": "）", "“": "”", "《": "》", "‘": "’", "「": "」", "『": "』", "[": "]", "【": "】"}
_OPENERS = {closing: opening for opening, closing in _PAIRS.items()}
_PAIRED = re.compile("[" + re.escape("".join([*_PAIRS, *_OPENERS])) + "]")


class _Piece(NamedTuple):
    ranked: Ranked
    shown: str
    place: int


def draft(document: Document, matter: Matter) -> Draft:
    """The draft of a matter, worded in simplified script, figures as printed."""
    dating = date(document, matter.readings, matter.kind)
    matter = replace(matter, readings=dating.readings)
    likely = _likely(matter)
    pieces = [_Piece(r, _bare(document, r.reading.clause, dating, matter.kind), n) for n, r in enumerate(likely)]
    told = _chosen([piece for piece in pieces if piece.shown] or pieces[:1], matter, dating)
    carrying = {piece.ranked.reading.clause.number for piece in told}
    cited = carrying.union([r.reading.clause.number for r in likely if _adds(r)])
    return Draft(matter.kind, matter.topic, _text(told), tuple(sorted(cited)))


def _likely(matter: Matter) -> list[Ranked]:
    """The clauses that make the best evidence."""
    ranked = rank(matter.readings, matter.kind)
    body = [r for r in ranked if not r.reading.clause.heading] or ranked
    if matter.kind == "problem":
        return _admitting(ranked, body)
    return sorted(_best(body), key=lambda r: r.reading.clause.number)


def _admitting(ranked: list[Ranked], body: list[Ranked]) -> list[Ranked]:
    """The evidence of a problem: what admits it, its inline title too, without the announcement that problems follow."""
    body = [r for r in body if not cues.announces(r.reading.text)] or body
    titles = [r for r in ranked if r.reading.clause.heading and cues.lacks(r.reading.text)]
    kept = _best(body + [r for r in titles if r not in body])
    kept += [r for r in titles if r not in kept]
    if not any(cues.lacks(r.reading.text) for r in kept):
        kept += [r for r in body if cues.lacks(r.reading.text) and r not in kept]
    return sorted(kept, key=lambda r: r.reading.clause.number)


def _best(ranked: list[Ranked]) -> list[Ranked]:
    """The set with the highest expected F1 of characters: 2 Σ p·n over the set / (Σ n over the set + Σ p·n over all).

    For a given size of the set the likeliest clauses are the best, so only such sets are tried (the argument of Lewis
    1995 for F-measure and of Ye et al. 2012 for its expectation, here with lengths).
    """
    if len(ranked) == 1:
        return ranked
    order = sorted(ranked, key=lambda r: -r.cite)
    expected = sum([r.cite * len(r.reading.text) for r in ranked])
    best, best_score, hit, size = 1, 0.0, 0.0, 0
    for count, r in enumerate(order, 1):
        length = len(r.reading.text)
        hit += r.cite * length
        size += length
        score = 2 * hit / (size + expected)
        if size > _MAX_EVIDENCE_CHARACTERS and count > 1:
            break
        if score > best_score:
            best, best_score = count, score
    return order[:best]


def _adds(ranked: Ranked) -> bool:
    """Whether a likely clause is cited beside those that carry the text: a figure must be one a reader would want."""
    return ranked.cite >= _ADDED_WITH_FIGURE or not ranked.reading.figures


def _chosen(pieces: list[_Piece], matter: Matter, dating: Dating) -> list[_Piece]:
    """The pieces that are told, in the text's order: the likeliest first, as long as they fit and say something new."""
    if len(pieces) == 1:
        return [pieces[0]._replace(shown=_fitting(pieces[0].shown))]
    order = sorted(pieces, key=lambda piece: -_worth(piece, matter))
    choice = _Choice(pieces, dating)
    for piece in [*order, *(piece for piece in order if _leans(piece) or _number(piece) in dating.anchors)]:
        if choice.takes(piece):
            for rate in order:  # what it is the base of, before its turn is over
                if bare_rate(rate.ranked.reading.text) and _worth(rate, matter) > _worth(piece, matter):
                    choice.takes(rate)
        if choice.room < MIN_CLAUSE_CHARACTERS:
            break
    chosen = choice.chosen
    if not chosen:
        chosen = [order[0]._replace(shown=_fitting(order[0].shown))]
    return sorted(chosen, key=lambda piece: piece.place)


class _Choice:
    """The pieces of a line as they are chosen: how much room is left, what is said already."""

    def __init__(self, pieces: list[_Piece], dating: Dating) -> None:
        self.chosen: list[_Piece] = []
        self.room = MAX_TEXT_CHARACTERS
        self._pieces, self._dating = pieces, dating
        self._said: set[str] = set()

    def takes(self, piece: _Piece) -> bool:
        """Take a piece that fits, stands and says something new."""
        shown = piece.shown if len(piece.shown) <= self.room else _shortened(piece.shown, self.room)
        if not shown or not _stands(piece, self.chosen, self._pieces, self._dating):
            return False
        pairs = {shown[i : i + 2] for i in range(len(shown) - 1)}
        if len(pairs & self._said) > _SAID * len(pairs):
            return False
        self._said |= pairs
        self.chosen.append(piece._replace(shown=shown))
        self.room -= len(shown) + 1
        return True


def _number(piece: _Piece) -> int:
    return piece.ranked.reading.clause.number


def _leans(piece: _Piece) -> bool:
    return leans(piece.ranked.reading.text)


def _stands(piece: _Piece, chosen: list[_Piece], pieces: list[_Piece], dating: Dating) -> bool:
    """Whether all that a piece leans on is told: the clause before it, what it shares figures out to, its year."""
    told = {_number(other) for other in chosen}
    anchor = dating.anchors.get(_number(piece))
    if anchor is not None and anchor not in told:
        return False
    if not _leans(piece):
        return True
    if (stem := bare_rate(piece.ranked.reading.text)) and _told_of(stem, piece, pieces, told):
        return True
    number, wanted = _number(piece), 1
    if shares_out(piece.ranked.reading.text):
        wanted = max(1, piece.ranked.reading.figures)
    held = {_number(other): other.ranked.reading.figures for other in pieces}
    while wanted > 0:
        number -= 1
        if number not in told:
            return False
        wanted -= max(1, held[number])
    return True


def _told_of(stem: str, rate: _Piece, pieces: list[_Piece], told: set[int]) -> bool:
    """Whether what a rate is of is told: a clause shortly before that speaks of it, or the one that such a clause counts
    from (排查纠纷63件，调解成功62件，成功率98.4%)."""
    number = _number(rate)
    near = [_number(p) for p in pieces if number - _RATE_REACH <= _number(p) < number and stem in p.ranked.reading.text]
    return any(n in told or (n - 1 in told and stem in _COUNTED_FROM) for n in near)


def _fitting(shown: str) -> str:
    return _shortened(shown, MAX_TEXT_CHARACTERS) or _clipped(shown)


def _worth(piece: _Piece, matter: Matter) -> float:
    heading = matter.kind == "problem" and piece.ranked.reading.clause.heading
    return piece.ranked.cite * sqrt(piece.ranked.tell) + heading


def _text(pieces: list[_Piece]) -> str:
    """The pieces as one sentence: a comma within a sentence of the report, a semicolon between sentences."""
    text = ""
    room = MAX_TEXT_CHARACTERS - sum(len(piece.shown) + 1 for piece in pieces)
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if before is not None:
            text += ";" if before.ranked.reading.clause.sentence != piece.ranked.reading.clause.sentence else ","
            link = _KEPT_LINK.match(piece.ranked.reading.text)
            if link and len(link[0]) <= room and _number(before) == _number(piece) - 1:
                text += link[0]
                room -= len(link[0])
        text += piece.shown
    text = text[opening.end() :] if (opening := _ADVERB.match(text)) else text
    return _mended(_COMMA.sub("，", text).replace(";", "；"))


def _mended(text: str) -> str:
    """The text without brackets and quotation marks whose other half it does not have."""
    if not _PAIRED.search(text):
        return text
    open_at: list[int] = []
    lonely: set[int] = set()
    for at, c in enumerate(text):
        if c in _PAIRS:
            open_at.append(at)
        elif c in _OPENERS:
            if open_at and text[open_at[-1]] == _OPENERS[c]:
                open_at.pop()
            else:
                lonely.add(at)
    lonely.update(open_at)
    return "".join([c for at, c in enumerate(text) if at not in lonely]) if lonely else text


def _is_own(printed: str | None, document: Document, kind: Kind) -> bool:
    """Whether a year goes without saying: the report's own, for a plan the next one too."""
    return (
        printed is None or document.year is None or int(printed) - document.year in ((0, 1) if kind == "plan" else (0,))
    )


def _bare(document: Document, clause: Clause, dating: Dating, kind: Kind) -> str:
    """A clause without outline number, linking word, final stop and layout blanks; without its time where that is the
    report's own."""
    shadow = document.shadow
    start, end = core(shadow.text, clause.start, clause.end)
    dated = clause.number in dating.dated
    if dated:
        start = clause.start
    if (before := _LINK.match(shadow.text, start, end)) and before.end() < end:
        start = before.end()
    told_apart = _TOLD_APART.search(shadow.text, clause.start, end)
    if (
        not dated
        and not told_apart
        and (time := _TIME.match(shadow.text, start, end))
        and _is_own(time["year"], document, kind)
    ):
        start = time.end() if time.end() < end else start
    shown = _BIDI.sub("", shadow.shown[start:end])
    if dated:
        shown = re.sub("(?<=[年度前])[,，]", "", shown, count=1)
    if _BLANK.search(shown):
        shown = _BLANKS.sub("", shown.replace("\n", ""))
    if not dated and _MERE_TIME.fullmatch(shown):
        return ""
    bare = _ASIDE.sub("", shown) if "（" in shown or "(" in shown else shown
    return bare if _WORD.search(bare) else shown


def _shortened(text: str, limit: int) -> str:
    """A long clause with its enumerations cut to their first member; empty where that does not help."""
    if len(text) <= limit:
        return text
    if "、" not in text and "《" not in text:
        return ""
    for pattern, keep in ((_TITLES, r"\1"), (_LIST, r"\1"), (_TITLE_RUN, r"\1等"), (_QUOTED_LIST, r"“\1”等")):
        text = pattern.sub(keep, text)
        if len(text) <= limit:
            return text
    return ""


def _clipped(text: str) -> str:
    """The end of a clause that no enumeration shortens, from a seam on; brackets and quotation marks stay balanced."""
    for seam in re.finditer(
        r"[,，、；;:：]|(?<=[\u4e00-\u9fff])(?=印发|出台|制定|开展|实现|完成|建立|推进|组织|对)", text
    ):
        rest = text[seam.end() :]
        if 8 <= len(rest) <= MAX_TEXT_CHARACTERS and _balanced(rest):
            return rest
    for end in range(MAX_TEXT_CHARACTERS, 0, -1):
        if _balanced(text[:end]):
            return text[:end]
    return text[:MAX_TEXT_CHARACTERS]


def _balanced(text: str) -> bool:
    return _mended(text) == text
