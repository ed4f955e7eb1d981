"""A summary as Markdown (CommonMark, with the tables of GFM). Nothing of the report is read as markup."""

import re
from collections.abc import Iterator

from schemas.summary import Item, ReportSummary
from service.messages import Language
from service.render.labels import account, change, identity, label, parts, quantity
from service.render.plain import one_line

# Characters that mean something in mid-line; bare addresses, which GFM turns into links; what means something where a
# block begins: a list, a heading underlined, a rule. A closing bracket means nothing by itself, and must stay bare: chat
# pages that set formulas take what stands between \[ and \] for one.
_MARKUP = re.compile(r"[\\`*_{}\[<>|~&$#]|:(?=[/A-Za-z])|(?<=\bwww)\.|^[-+=]|!(?=\[)", re.IGNORECASE)
_NUMBER = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def escape(text: str) -> str:
    """The text on one line, its markup characters standing for themselves wherever a block or a table cell has them."""
    return _NUMBER.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", one_line(text)))


def markdown(summary: ReportSummary, language: Language = "zh") -> str:
    """The summary as one Markdown page, its evidence quoted below each item."""
    blocks = [
        *_head(summary, language),
        *_lists(summary, language),
        *_figures(summary, language),
        _foot(summary, language),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(summary: ReportSummary, language: Language) -> Iterator[str]:
    yield "# " + escape(summary.report.title or label("untitled", language))
    yield " · ".join(escape(part) for part in identity(summary, language))
    if warnings := summary.quality.warnings:
        lead = f"**{label('warnings', language)}**{label('between', language)}"
        yield "\n".join(f"> - {lead}{escape(warning.message)}" for warning in warnings)
    if summary.overview.text:
        yield f"## {label('overview', language)}"
        yield escape(summary.overview.text) + _references(summary.overview.items)


def _references(items: tuple[str, ...]) -> str:
    return f" ({', '.join(escape(item) for item in items)})" if items else ""


def _lists(summary: ReportSummary, language: Language) -> Iterator[str]:
    for heading, items in parts(summary, language):
        yield f"## {heading}"
        yield "\n\n".join(_item(item, language) for item in items) if items else label("none", language)


def _item(item: Item, language: Language) -> str:
    """A list entry: number, topic, text, and below it each piece of the source with its offsets."""
    lines = [
        f"- **{escape(item.id)}** {label(item.topic, language)}{label('between', language)}{escape(item.text)}",
        "",
    ]
    for evidence in item.evidence:
        page = f", {label('page', language).format(page=evidence.page)}" if evidence.page else ""
        lines += [f"  > {escape(evidence.text)} ({evidence.start}–{evidence.end}{page})", "  >"]
    return "\n".join(lines[:-1])


def _figures(summary: ReportSummary, language: Language) -> Iterator[str]:
    rows = [(figure, item) for item in summary.items() for figure in item.figures]
    if not rows:
        return
    yield f"## {label('figures', language)}"
    head = [label(name, language) for name in ("name", "value", "change", "item")]
    table = [head, ["---", "---:", "---", "---"]]
    table += [[escape(f.name), escape(quantity(f)), change(f, language), item.id] for f, item in rows]
    yield "\n".join("| " + " | ".join(cells) + " |" for cells in table)


def _foot(summary: ReportSummary, language: Language) -> str:
    return "---\n\n" + " · ".join(escape(part) for part in account(summary, language))
