"""Reports with the items that an ideal model finds in them: one gold for all, whatever the format of the answer."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from benchmarks.embedded import OWN, SHARED
from eval.dataset import load
from schemas.document import Kind
from tests.altered import altered

_FIGURE = re.compile(r"(?<=[^\s\d.．])\d{2,}(?:\.\d+)?(?!\d|[.．、])")
SORTS = {
    "figure": ("digit", "magnitude", "percent", "unit", "hedge"),
    "turned": ("direction", "from and to", "denial added", "denial dropped"),
}
"""The alterations of tests/altered.py by what is told apart in the tables."""


class Told(NamedTuple):
    """An item that the model is to answer.

    `spans` are half-open source offsets of its evidence; `quotes` is what the model says stands there, where that is
    not what does. `given` is the gold's own text, where `text` is altered.
    """

    kind: Kind
    topic: str
    text: str
    spans: tuple[tuple[int, int], ...]
    quotes: tuple[str, ...] | None = None
    given: str | None = None


class Material(NamedTuple):
    """A text and its items, in the order of the text."""

    name: str
    text: str
    items: tuple[Told, ...]

    @property
    def quoted(self) -> list[str]:
        """What an ideal model quotes, item by item."""
        return [self.text[start:end] for item in self.items for start, end in item.spans]


def reports() -> list[Material]:
    """Every report with gold: the five real ones first, where they are at hand, then our own."""
    sets = [load(SHARED.parent / "gold", SHARED)] if SHARED.is_dir() else []
    return [
        Material(gold.id, data.texts[gold.id], tuple(sorted(map(_told, gold.items), key=lambda told: told.spans)))
        for data in [*sets, load(OWN.parent)]
        for gold in data.reports
    ]


def real() -> list[Material]:
    """The five real reports, else five of our own."""
    return reports()[:5]


def _told(item: object) -> Told:
    return Told(item.kind, item.topic, item.text, tuple(sorted((start, end) for start, end in item.evidence)))  # type: ignore[attr-defined]


def joined(materials: Iterable[Material], name: str) -> Material:
    """The reports one behind the other, as one."""
    parts: list[str] = []
    items: list[Told] = []
    at = 0
    for material in materials:
        parts.append(material.text)
        items += [item._replace(spans=tuple((a + at, b + at) for a, b in item.spans)) for item in material.items]
        at += len(material.text) + 1
    return Material(name, "\n".join(parts), tuple(items))


def of_length(characters: int) -> Material:
    """Whole reports until there are so many characters. Once all are used they come again with other figures, in as
    many characters, so that few clauses with figures stand there twice."""
    chosen: list[Material] = []
    for material in _endless(reports()):
        if chosen and sum(len(one.text) + 1 for one in chosen) + len(material.text) / 2 > characters:
            return joined(chosen, f"{characters:,} characters")
        chosen.append(material)
    raise AssertionError("endless")


def _endless(given: Sequence[Material]) -> Iterator[Material]:
    copy = 0
    while True:
        for material in given:
            yield of_other_figures(material, copy) if copy else material
        copy += 1


def of_other_figures(material: Material, copy: int) -> Material:
    """The same report with its figures of two digits and more moved on, items alike; offsets stay."""

    def moved(text: str) -> str:
        return _FIGURE.sub(lambda found: _moved(found[0], copy), text)

    text = moved(material.text)
    return Material(material.name, text, tuple(item._replace(text=moved(item.text)) for item in material.items))


def _moved(figure: str, copy: int) -> str:
    return "".join(str((int(digit) - 1 + copy) % 9 + 1) if digit in "123456789" else digit for digit in figure)


def with_altered(material: Material, sort: str) -> Material:
    """The items that can be altered so, each altered once; the evidence as it is."""
    luck = random.Random(7)
    items = []
    for item in material.items:
        changed = [text for kind, text in altered(item.text) if kind in SORTS[sort] and len(text) <= 60]
        if changed:
            items.append(item._replace(text=luck.choice(changed), given=item.text))
    return material._replace(name=f"{sort} altered", items=tuple(items))


def misquoted(material: Material) -> Material:
    """Items whose quotes have one figure altered, and whose texts say what the quotes say."""
    luck = random.Random(11)
    items = []
    for item in material.items:
        quotes = [material.text[start:end] for start, end in item.spans]
        changed = _one_changed(quotes, luck)
        if changed and (figures := _new_figures(quotes, changed)) and figures[0] in item.text:
            text = item.text.replace(figures[0], figures[1], 1)
            items.append(item._replace(text=text, quotes=tuple(changed), given=item.text))
    return material._replace(name="misquoted", items=tuple(items))


def _one_changed(quotes: Sequence[str], luck: random.Random) -> list[str] | None:
    for at, quote in enumerate(quotes):
        if found := list(_FIGURE.finditer(quote)):
            one = luck.choice(found)
            changed = quote[: one.start()] + _moved(one[0], luck.randint(1, 7)) + quote[one.end() :]
            return [*quotes[:at], changed, *quotes[at + 1 :]]
    return None


def _new_figures(quotes: Sequence[str], changed: Sequence[str]) -> tuple[str, str] | None:
    for old, new in zip(quotes, changed, strict=True):
        for a, b in zip(_FIGURE.findall(old), _FIGURE.findall(new), strict=True):
            if a != b:
                return a, b
    return None


def stitched(material: Material) -> Material:
    """Each item with the next but one: half of the one's words and half of the other's as one claim, and one quote
    sewn together from the two. A model that cites by number can only name the clauses of both."""
    items = []
    for one, other in zip(material.items, material.items[2:], strict=False):
        if one.kind != other.kind:
            continue
        first, second = (material.text[slice(*item.spans[0])] for item in (one, other))
        quote = first[: len(first) // 2] + second[len(second) // 2 :]
        text = one.text[: len(one.text) // 2] + other.text[len(other.text) // 2 :]
        items.append(
            one._replace(text=text[:60], spans=(one.spans[0], other.spans[0]), quotes=(quote,), given=one.text)
        )
    return material._replace(name="stitched", items=tuple(items))
