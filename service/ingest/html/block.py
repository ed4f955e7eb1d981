"""Which part of a page holds the prose."""

import re

from lxml.etree import _Element

_STOPS = re.compile("[，。；！？]")
_MOST_OUTSIDE_SHARE = 0.02


def main_block(tree: _Element) -> _Element:
    """The smallest element that holds the page's prose, all but two hundredths of it.

    Prose is counted by its stops outside links: navigation, bars and footers have none or few.
    """
    stops = _stops(tree)
    most = _MOST_OUTSIDE_SHARE * stops[tree]
    block = tree
    while len(block):
        best = max(block, key=lambda child: stops.get(child, 0))
        if not stops.get(best) or stops[tree] - stops[best] > most:
            return block
        block = best
    return block


def _stops(tree: _Element) -> dict[_Element, int]:
    """The number of stops of every element, those of all within it counted, text of links left out."""
    linked: set[_Element] = set()
    own: dict[_Element, int] = {}
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    for element in elements:
        parent = element.getparent()
        if element.tag == "a" or parent in linked:
            linked.add(element)
        own[element] = 0 if element in linked else len(_STOPS.findall(element.text or ""))
    for element in reversed(elements):
        parent = element.getparent()
        if element is not tree and parent is not None:
            tail = 0 if parent in linked else len(_STOPS.findall(element.tail or ""))
            own[parent] += own[element] + tail
    return own
