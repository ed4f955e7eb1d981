"""Which part of a page holds the prose."""

import re
from collections.abc import Callable, Sequence

from lxml.etree import _Element

_STOPS = re.compile("[，。；！？]")
_NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章节部])"
)
_MOST_OUTSIDE_SHARE = 0.02


def main_block(tree: _Element) -> _Element:
    """The smallest element that holds every numbered heading of the page and its prose, all but two hundredths of it.

    Prose is counted by its stops outside links: navigation, bars and footers have none or few.
    """
    stops, numbers = _counts(tree, _STOPS.findall), _counts(tree, _NUMBERED.match)
    least = (1 - _MOST_OUTSIDE_SHARE) * stops[tree]
    block = tree
    while len(block):
        best = max(block, key=lambda child: stops.get(child, 0))
        if not stops.get(best) or stops[best] < least or numbers[best] < numbers[tree]:
            return block
        block = best
    return block


def _counts(tree: _Element, find: Callable[[str], Sequence[str] | re.Match[str] | None]) -> dict[_Element, int]:
    """What is found in the text of every element, that of all within it counted, links left out: one for a match."""
    linked: set[_Element] = set()
    own: dict[_Element, int] = {}
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    for element in elements:
        if element.tag == "a" or element.getparent() in linked:
            linked.add(element)
        own[element] = 0 if element in linked else _count(find(element.text or ""))
    for element in reversed(elements):
        parent = element.getparent()
        if element is not tree and parent is not None:
            own[parent] += own[element] + (0 if parent in linked else _count(find(element.tail or "")))
    return own


def _count(found: Sequence[str] | re.Match[str] | None) -> int:
    return len(found) if isinstance(found, Sequence) else int(found is not None)
