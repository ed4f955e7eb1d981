"""Metrics that need no gold: whether a summary keeps its promises about the text it is of."""

import re
from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from eval.annotations import digest
from eval.metrics.context import Context, mean, share
from eval.quantities import amount
from eval.texts import overlap
from eval.values import Score
from schemas.summary import Item, ReportSummary
from service.language import claims, direction, negation
from service.language.figures import find, unit_end

SAME_TEXT = 0.8
"""Dice of character bigrams from which on two items tell the same."""

# Digits with what gives them their size; its relatives in Chinese numerals come from `service.language.figures`.
_THOUSANDS = re.compile(r"(?<=\d)[, ](?=\d{3}(?!\d))")
_LAYOUT = re.compile(r"[\n\r\f].*[\n\r\f]|\s+", re.DOTALL)  # blanks, and what stands on the lines between
_PRINTED = re.compile(r"(\d+(?:\.\d+)?)[余多]?(万亿|[亿万千百])?[余多]?(个?百分点|%|‰)?")


def schema_valid(context: Context) -> Score:
    """1 where the summary fits its schema, ids are unique, and the overview names items that exist."""
    try:
        ReportSummary.model_validate_json(context.summary.model_dump_json(warnings=False))
    except (ValidationError, ValueError) as error:
        return Score(value=0.0, reason=f"does not fit the schema: {error}")
    ids = [item.id for item in context.summary.items()]
    if len(set(ids)) != len(ids):
        return Score(value=0.0, reason="two items have one id")
    if strange := sorted(set(context.summary.overview.items) - set(ids)):
        return Score(value=0.0, reason=f"the overview names {', '.join(strange)}, which is no item")
    if blank := [item.id for item in context.summary.items() if not item.text.strip()]:
        return Score(value=0.0, reason=f"{', '.join(blank)} say nothing")
    return Score(value=1.0, reason="fits the schema")


def evidence_valid(context: Context) -> Score:
    """Share of the pieces of evidence that stand at their offsets word for word; 0 where the text is another one."""
    if context.summary.report.source_sha256 != digest(context.text):
        return Score(value=0.0, reason="the summary is of another text (SHA-256 differs)")
    pieces = [piece for item in context.summary.items() for piece in item.evidence]
    good = sum(piece.text != "" and context.text[piece.start : piece.end] == piece.text for piece in pieces)
    return share(good, len(pieces), "pieces of evidence")


def figure_valid(context: Context) -> Score:
    """Share of the figures that stand at their offsets inside their item's evidence and whose `number` is their value."""
    rows = [(item, figure) for item in context.summary.items() for figure in item.figures]
    good = sum(
        figure.value in (printed := context.text[figure.start : figure.end], _LAYOUT.sub("", printed))
        and all(
            any(piece.start <= edge < piece.end for piece in item.evidence) for edge in (figure.start, figure.end - 1)
        )
        and amount(figure.value, "").number == figure.number
        for item, figure in rows
    )
    return share(good, len(rows), "figures")


def number_support(context: Context) -> Score:
    """Share of the numbers in the item texts that the item's evidence has, with magnitude, percent sign and unit."""
    total = 0
    strange: list[str] = []
    for item, text, evidence in _read(context):
        have = _had(evidence)
        for printed, form in _told(text):
            total += 1
            if form not in have and not _stands(printed, evidence):
                strange.append(f"{item.id} {printed}")
    score = share(total - len(strange), total, "numbers")
    return Score(value=score.value, reason=score.reason + _named(strange))


def bigram_support(context: Context) -> Score:
    """Mean share of an item's character bigrams that its evidence has."""
    return mean([claims.contained(text, evidence) for _, text, evidence in _read(context)], "items")


def no_doubles(context: Context) -> Score:
    """Share of the items that tell nothing that an earlier one tells, whatever its kind."""
    doubles = [
        line.id
        for at, line in enumerate(context.offered)
        if any(overlap(line.bigrams, earlier.bigrams) >= SAME_TEXT for earlier in context.offered[:at])
    ]
    score = share(len(context.offered) - len(doubles), len(context.offered), "items", 0.0)
    return Score(value=score.value, reason=score.reason + _named(doubles))


def polarity(context: Context) -> Score:
    """Share of the items that deny and turn nothing: rising stays rising, 未 stays 未."""
    rows = list(_read(context))
    turned = []
    for item, text, evidence in rows:
        own = claims.own_words(text, evidence)
        if own and (direction.turned(own, evidence) or negation.denied(own, evidence)):
            turned.append(item.id)
    score = share(len(rows) - len(turned), len(rows), "items", 0.0)
    return Score(value=score.value, reason=score.reason + _named(turned))


def _read(context: Context) -> Iterator[tuple[Item, str, str]]:
    """Every item with its text and its evidence as rules read them: simplified, half-width, line breaks mended."""
    items = context.summary.items()
    texts = claims.normalized([" ".join(item.text.split()) for item in items])
    for item, text in zip(items, texts, strict=True):
        pieces = [context.text[piece.start : piece.end] for piece in item.evidence]
        yield item, text, "\n".join(claims.normalized([re.sub(r"\s+", "", piece) for piece in pieces]))


_Form = tuple[str, str]
"""A number and what it counts: the amount and its unit family for a figure, else digits with magnitude and percent."""


def _had(evidence: str) -> set[_Form]:
    """Every form in which the evidence has a number."""
    evidence = _THOUSANDS.sub("", evidence)
    have = {_digits(found) for found in _PRINTED.finditer(evidence)}
    for figure in find(evidence):
        number, family = amount(figure.value, figure.unit)
        have.add((number, family))
        if figure.unit.startswith("个") and "百分点" not in figure.unit:
            have.add((number, "个"))  # 由45个工作日压缩至28个 says 个工作日 once
    return have


def _told(text: str) -> Iterator[tuple[str, _Form]]:
    """The numbers of an item text, each as printed with its unit, and the form the evidence should have."""
    text = _THOUSANDS.sub("", text)
    figures = find(text)
    for figure in figures:
        yield text[figure.start : unit_end(text, figure)], amount(figure.value, figure.unit)
    for found in _PRINTED.finditer(text):
        if not any(figure.start <= found.start() < figure.end for figure in figures):
            yield found[0], _digits(found)


def _digits(found: re.Match[str]) -> _Form:
    return found[1] + (found[2] or ""), found[3] or ""


def _stands(printed: str, evidence: str) -> bool:
    """Whether the number stands in the evidence as printed, not as the end of a longer one."""
    return re.search(rf"(?<![\d.零一二三四五六七八九十百千万亿]){re.escape(printed)}(?!\d)", evidence) is not None


def _named(which: Sequence[str]) -> str:
    return "; not so: " + ", ".join(which[:10]) if which else ""
