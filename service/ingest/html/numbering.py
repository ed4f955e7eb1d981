"""The numbers that a browser shows before the entries of a list and that stand nowhere in the page's text."""

import re
from collections.abc import Iterator

from lxml.etree import _Element
from lxml.html import HtmlElement

_NUMBERED = re.compile(
    r"\s*(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[、.．]|[①-⑳]|[一二三四五六七八九十]{1,2}是|第[一二三四五六七八九十])"
)
_UNNUMBERED = re.compile(r"list-style(?:-type)?:[^;]*none")
_COUNT = re.compile(r"-?\d{1,4}")
_MIN_CHARACTERS = 6


def number_lists(tree: HtmlElement) -> None:
    """Put its number before every entry of a numbered list, save of one whose entries are links or bring numbers along."""
    for one in tree.iter("ol"):
        entries = [entry for entry in one if entry.tag == "li"]
        if entries and not _UNNUMBERED.search(_style(one)) and all(map(_is_prose, entries)):
            for number, entry in _counted(one, entries):
                _put(entry, f"{number}.")


def _style(element: _Element) -> str:
    return "".join((element.get("style") or "").split()).lower()


def _is_prose(entry: _Element) -> bool:
    text = "".join(entry.itertext()).strip()
    linked = sum(len("".join(link.itertext())) for link in entry.iter("a"))
    return len(text) >= _MIN_CHARACTERS and not _NUMBERED.match(text) and 2 * linked <= len(text)


def _counted(one: _Element, entries: list[_Element]) -> Iterator[tuple[int, _Element]]:
    number = _said(one.get("start"), 1)
    for entry in entries:
        number = _said(entry.get("value"), number)
        yield number, entry
        number += 1


def _said(value: str | None, default: int) -> int:
    found = _COUNT.fullmatch((value or "").strip())
    return int(found[0]) if found else default


def _put(entry: _Element, number: str) -> None:
    """Write a number before the first text of an entry."""
    for element in entry.iter():
        if element.text and element.text.strip():
            element.text = number + element.text.lstrip()
            return
        if element is not entry and element.tail and element.tail.strip():
            element.tail = number + element.tail.lstrip()
            return
