"""From an annotation as people write it, quotes and all, to the gold value with offsets."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from eval.values import GoldFigure, GoldItem, GoldReport, Range, Spans


class Unlocated(ValueError):
    """A quote that does not stand in the report exactly once."""


def gold_report(annotation: Mapping[str, Any], text: str) -> GoldReport:
    """The gold of one annotated report, items numbered g1, g2 … as they are written down.

    Raises Unlocated for a quote that is not in the text once, pydantic's ValidationError for a field that is wrong.
    """
    items = annotation["items"]
    return GoldReport(
        id=annotation["id"],
        file=annotation["file"],
        sha256=digest(text),
        split=annotation.get("split"),
        form=annotation.get("form"),
        title=annotation.get("title"),
        issuer=annotation.get("issuer"),
        region=annotation.get("region"),
        level=annotation.get("level"),
        year=annotation.get("year"),
        script=annotation["script"],
        absent=tuple(annotation.get("absent", ())),
        boilerplate=tuple(annotation.get("boilerplate", ())),
        items=tuple(_item(f"g{number}", item, text) for number, item in enumerate(items, start=1)),
        has_directions=any("direction" in figure for item in items for figure in item.get("figures", ())),
    )


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8."""
    return sha256(text.encode("utf-8")).hexdigest()


def located(quote: str, text: str) -> Range:
    """Where the quote stands. Raises Unlocated where it stands nowhere or more than once."""
    if not quote or (times := text.count(quote)) != 1:
        raise Unlocated(f"quote found {times if quote else 0} times, should be once: {quote[:40]!r}")
    start = text.index(quote)
    return start, start + len(quote)


def _item(number: str, item: Mapping[str, Any], text: str) -> GoldItem:
    return GoldItem(
        id=number,
        kind=item["kind"],
        topic=item["topic"],
        vital=item["vital"],
        text=item["text"],
        evidence=_spans(item["evidence"], text),
        alternatives=tuple(_spans(quotes, text) for quotes in item.get("alternatives") or ()),
        figures=tuple(GoldFigure.model_validate(figure) for figure in item.get("figures", ())),
    )


def _spans(quotes: Sequence[str], text: str) -> Spans:
    return tuple(sorted(located(quote, text) for quote in quotes))
