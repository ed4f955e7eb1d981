"""Points that give the causes of the shortcomings before them (究其原因：一是…；二是…), which admit none of their own."""

import re
from collections.abc import Iterator, Sequence

from schemas.document import Document, Point
from service.language import cues

_FIRST = re.compile(r"[(第]?(?:一(?![二三四五六七八九十])|1(?!\d))|①|首先|其一")
_ANNOUNCES = re.compile(r"[:：]$|(?:以下|如下|几)(?:个)?(?:方面|点|条|种)?(?:原因)?[。:]?$")
_STYLES = re.compile(
    r"(?P<is>[一二三四五六七八九十]{1,2}是|首先|其次|再次|最后)|(?P<cn>[(]?[一二三四五六七八九十]+)|(?P<digits>[(]?\d+)|(?P<ring>[①-⑳])"
)


def of(document: Document, points: Sequence[Point]) -> frozenset[int]:
    """The numbers of the points that only explain, among neighbouring ones in the text's order."""
    return frozenset(_listed(document, points)) | frozenset(
        point.number for point in points if any(map(cues.explains_in_heading, document.heading_path(point.section)))
    )


def _listed(document: Document, points: Sequence[Point]) -> Iterator[int]:
    """Those of a list that a sentence about causes announces; it ends where the numbers do, or begin anew."""
    announced, style = False, ""
    for point in points:
        first = _FIRST.match(point.marker) is not None
        begins = announced and first
        goes_on = bool(style) and _style(point.marker) == style and not first
        if begins or goes_on:
            style = _style(point.marker)
            announced = False
            yield point.number
            continue
        announced, style = _announces(document, point), ""


def _announces(document: Document, point: Point) -> bool:
    told = [document.text(clause) for clause in document.clauses[point.first : point.last]]
    if not told or not _ANNOUNCES.search(told[-1]):
        return False
    return any(cues.explains("".join(told[n:])) for n in range(len(told)))


def _style(marker: str) -> str:
    found = _STYLES.match(marker)
    return f"{found.lastgroup}{marker[0] if marker[0] in '(' else ''}" if found else ""
