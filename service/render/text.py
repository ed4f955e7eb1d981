"""A summary as plain text for a terminal."""

from collections.abc import Iterator

from schemas.summary import Item, ReportSummary
from service.messages import Language
from service.render.labels import account, change, identity, label, parts, quantity
from service.render.plain import one_line
from service.render.width import pad, width, wrap

_CELLS = 80
_NAME_CELLS = 40


def text(summary: ReportSummary, language: Language = "zh", cells: int = _CELLS) -> str:
    """The summary as lines of at most `cells` cells, where words allow it."""
    blocks = [*_head(summary, language, cells), *_lists(summary, language, cells)]
    blocks += [*_figures(summary, language), [" · ".join(account(summary, language))]]
    return "\n\n".join("\n".join(line.rstrip() for line in block) for block in blocks) + "\n"


def _head(summary: ReportSummary, language: Language, cells: int) -> Iterator[list[str]]:
    yield [
        *wrap(one_line(summary.report.title or label("untitled", language)), cells),
        *wrap(one_line(" · ".join(identity(summary, language))), cells),
    ]
    for warning in summary.quality.warnings:
        yield wrap("! " + one_line(warning.message), cells, "  ")
    if summary.overview.text:
        yield [label("overview", language), *_indented(one_line(summary.overview.text), cells, "  ")]


def _lists(summary: ReportSummary, language: Language, cells: int) -> Iterator[list[str]]:
    for heading, items in parts(summary, language):
        lines = [f"{heading} ({len(items)})"]
        for item in items:
            lines += _item(item, language, cells)
        yield lines if items else [heading, "  " + label("none", language)]


def _item(item: Item, language: Language, cells: int) -> list[str]:
    """Number, topic and text; below them each piece of the source behind a bar, its offsets in front."""
    head = pad(item.id, 4)
    body = f"{label(item.topic, language)}{label('between', language)}{one_line(item.text)}"
    lines = wrap(f"  {head}{body}", cells, " " * 6)
    for evidence in item.evidence:
        page = f" {label('page', language).format(page=evidence.page)}" if evidence.page else ""
        quoted = f"{evidence.start}–{evidence.end}{page} {one_line(evidence.text)}"
        lines += _indented(quoted, cells, "      │ ")
    return lines


def _indented(content: str, cells: int, indent: str) -> list[str]:
    return wrap(indent + content, cells, indent)


def _figures(summary: ReportSummary, language: Language) -> Iterator[list[str]]:
    rows = [
        [one_line(figure.name), one_line(quantity(figure)), change(figure, language), item.id]
        for item in summary.items()
        for figure in item.figures
    ]
    if not rows:
        return
    names = min(_NAME_CELLS, max(width(row[0]) for row in rows))
    values = max(width(row[1]) for row in rows)
    changes = max(width(row[2]) for row in rows)
    yield [
        label("figures", language),
        *(f"  {pad(a, names)}  {pad(b, values, right=True)}  {pad(c, changes)}  {d}" for a, b, c, d in rows),
    ]
