"""What a program can say against an annotation. `eval/gold/GUIDELINES.md` holds the rules in words."""

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from eval.annotations import Unlocated, located
from eval.quantities import amount
from eval.values import Form, Split
from schemas.document import Change, Direction, Kind, Level, Script, Topic
from service.language import script
from service.language.numerals import read_number

MIN_TEXT, MAX_TEXT = 5, 60
_FIELDS = frozenset(
    ["id", "file", "title", "issuer", "region", "level", "year", "script", "absent", "boilerplate", "items"]
)
_CHOICES: Mapping[str, tuple[Any, ...]] = {
    "level": get_args(Level),
    "script": get_args(Script),
    "split": (*get_args(Split), None),
    "form": (*get_args(Form), None),
}
_RANGE = re.compile(r"\d[∶:：至到—-]\d")  # a ratio or a range, compared as printed


def faults(annotation: Mapping[str, Any], text: str) -> list[str]:
    """What is wrong with an annotation of a text, in words; empty where nothing is."""
    missing = sorted(_FIELDS - annotation.keys())
    if missing:
        return [f"no field {name}" for name in missing]
    return [
        *_report_faults(annotation, text),
        *(
            f"item {number} ({item.get('text', '')[:12]}…): {fault}"
            for number, item in enumerate(annotation["items"], start=1)
            for fault in _item_faults(item, text, annotation["boilerplate"])
        ),
    ]


def _report_faults(annotation: Mapping[str, Any], text: str) -> Iterator[str]:
    for field, choices in _CHOICES.items():
        if annotation.get(field) not in choices:
            yield f"{field} is {annotation.get(field)!r}"
    if not isinstance(annotation["year"], int):
        yield f"year is {annotation['year']!r}"
    for line in annotation["boilerplate"]:
        if line not in text:
            yield f"boilerplate is not in the report: {line[:40]!r}"
    stated = {item.get("kind") for item in annotation["items"]}
    absent = set(annotation["absent"])
    for kind in sorted(set(get_args(Kind)) - stated - absent):
        yield f"{kind} has no items and is not named as absent"
    for kind in sorted(stated & absent):
        yield f"{kind} is named as absent and has items"
    texts = [item.get("text") for item in annotation["items"]]
    for twice in sorted({one for one in texts if one and texts.count(one) > 1}):
        yield f"two items read {twice!r}"


def _item_faults(item: Mapping[str, Any], text: str, boilerplate: list[str]) -> Iterator[str]:
    if item.get("kind") not in get_args(Kind):
        yield f"kind is {item.get('kind')!r}"
    if item.get("topic") not in get_args(Topic):
        yield f"topic is {item.get('topic')!r}"
    if not isinstance(item.get("vital"), bool):
        yield "vital is neither true nor false"
    told = item.get("text", "")
    if not MIN_TEXT <= len(told) <= MAX_TEXT:
        yield f"text has {len(told)} characters"
    if script.detect(told) == "hant":
        yield "text is in traditional script"
    if not item.get("evidence"):
        yield "no evidence"
    for quotes in (item.get("evidence") or [], *(item.get("alternatives") or [])):
        yield from _quote_faults(quotes, text, boilerplate)
    evidence = "\n".join(item.get("evidence") or [])
    for figure in item.get("figures", ()):
        yield from _figure_faults(figure, evidence)


def _quote_faults(quotes: list[str], text: str, boilerplate: list[str]) -> Iterator[str]:
    spans = []
    for quote in quotes:
        try:
            spans.append(located(quote, text))
        except Unlocated as error:
            yield str(error)
        if any(quote.strip() in line for line in boilerplate):
            yield f"evidence is page furniture: {quote[:40]!r}"
    spans.sort()
    for (_, end), (start, _) in itertools.pairwise(spans):
        if start < end:
            yield f"quotes overlap at {start}"


def _figure_faults(figure: Mapping[str, Any], evidence: str) -> Iterator[str]:
    value, unit = figure.get("value", ""), figure.get("unit", "")
    named = f"figure {value!r}"
    if not figure.keys() <= {"name", "value", "unit", "direction", "change"} or not figure.get("name") or not value:
        yield f"{named} has the fields {sorted(figure)}"
    if value not in evidence:
        yield f"{named} is not in the evidence"
    elif read_number(amount(value, unit).number) is None and not _RANGE.search(value):
        yield f"{named} is no number"
    if figure.get("direction") not in (*get_args(Direction), None):
        yield f"{named}: direction is {figure['direction']!r}"
    if figure.get("change") not in (*get_args(Change), None):
        yield f"{named}: change is {figure['change']!r}"
    elif figure.get("change") and not figure.get("direction"):
        yield f"{named}: a change without a direction"
