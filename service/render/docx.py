"""A summary as a Word briefing one could hand in: overview, items, a table of figures, and the evidence as an annex.

Paper, margins and fonts are those of Chinese official documents (GB/T 9704-2012): A4, title and headings in 黑体, text in
仿宋, a page number at the foot. Each item links to its evidence in the annex, and the annex back to the
item: python-docx has no footnotes, and an annex can be taken off before the briefing is passed on.
"""

import io
import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any
from zlib import crc32

from docx import Document
from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from schemas.summary import Evidence, Item, ReportSummary
from service.messages import Language
from service.render.labels import account, change, identity, label, parts, quantity
from service.render.plain import one_line

_BODY, _HEAD = "仿宋", "黑体"
_LATIN = "Times New Roman"
_STYLES: tuple[tuple[str, str, float, bool], ...] = (
    ("Normal", _BODY, 14, False),
    ("Title", _HEAD, 22, False),
    ("Heading 1", _HEAD, 14, False),
    ("Heading 2", _BODY, 12, True),
    ("Quote", _BODY, 12, False),
)
"""Name, font for Chinese, size in points, bold."""
_MARGINS_MM = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
_LINE_POINTS = 24
_COLUMNS_MM = (74, 38, 26, 18)
_NOT_XML = re.compile("[\ufffe\uffff]")


def docx(summary: ReportSummary, language: Language = "zh") -> bytes:
    """The summary as a .docx file. Imports python-docx; nothing of the report is read as markup."""
    word = Document()
    _set_up(word, summary, language)
    _head(word, summary, language)
    _lists(word, summary, language)
    _figures(word, summary, language)
    _annex(word, summary, language)
    _line(word, " · ".join(account(summary, language)), "Quote")
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _set_up(word: Word, summary: ReportSummary, language: Language) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    for side, millimetres in _MARGINS_MM.items():
        setattr(page, side, Mm(millimetres))
    for name, font, points, bold in _STYLES:
        _style(word.styles[name], font, points, bold)
    body = word.styles["Normal"].paragraph_format
    body.line_spacing_rule, body.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(_LINE_POINTS)
    body.space_after = Pt(0)
    word.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    told = word.core_properties
    told.title, told.author, told.comments = _title(summary, language), "tiyao", ""
    told.language = "zh-CN" if language == "zh" else "en"
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _page_number(foot)


def _style(style: Any, font: str, points: float, bold: bool) -> None:
    style.font.name, style.font.size, style.font.bold, style.font.italic = _LATIN, Pt(points), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[theme]  # a theme's font would win over the one named
    fonts.set(qn("w:eastAsia"), font)
    if (borders := style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None) is not None:
        style.element.pPr.remove(borders)


def _head(word: Word, summary: ReportSummary, language: Language) -> None:
    _line(word, _title(summary, language), "Title")
    _line(word, " · ".join(identity(summary, language)), "Quote").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for warning in summary.quality.warnings:
        paragraph = _line(word, "", "Quote")
        paragraph.add_run(label("warnings", language) + label("between", language)).bold = True
        paragraph.add_run(_clean(warning.message))
    if summary.overview.text:
        _line(word, label("overview", language), "Heading 1")
        paragraph = _indented(word, summary.overview.text)
        _references(paragraph, summary.overview.items)


def _lists(word: Word, summary: ReportSummary, language: Language) -> None:
    for heading, items in parts(summary, language):
        _line(word, heading, "Heading 1")
        if not items:
            _indented(word, label("none", language))
        for number, item in enumerate(items, 1):
            _item(word, number, item, language)


def _item(word: Word, number: int, item: Item, language: Language) -> None:
    paragraph = _indented(word, f"{number}. ")
    paragraph.add_run(label(item.topic, language) + label("between", language)).bold = True
    paragraph.add_run(_clean(item.text))
    _bookmark(paragraph, _here(item))
    _references(paragraph, [item.id])


def _references(paragraph: Paragraph, items: Iterable[str]) -> None:
    """Small raised links to the evidence of the items."""
    for item in items:
        _link(paragraph, f"[{_clean(item)}]", _there(item))


def _figures(word: Word, summary: ReportSummary, language: Language) -> None:
    rows = [(figure, item) for item in summary.items() for figure in item.figures]
    if not rows:
        return
    _line(word, label("figures", language), "Heading 1")
    table = word.add_table(rows=0, cols=len(_COLUMNS_MM), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, _COLUMNS_MM, strict=True):
        column.width = Mm(width)
    add = partial(_row, table)
    add([label(name, language) for name in ("name", "value", "change", "item")], bold=True)
    for figure, item in rows:
        add([figure.name, quantity(figure), change(figure, language), item.id])
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)


def _row(table: Any, cells: Sequence[str], *, bold: bool = False) -> None:
    for cell, text, width in zip(table.add_row().cells, cells, _COLUMNS_MM, strict=True):
        cell.width = Mm(width)
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.line_spacing = 1.1
        run = paragraph.add_run(_clean(text))
        run.font.size, run.bold = Pt(12), bold


def _annex(word: Word, summary: ReportSummary, language: Language) -> None:
    """The evidence of every item, verbatim, with its page where the source has pages."""
    if not summary.items():
        return
    _line(word, label("annex", language), "Heading 1").paragraph_format.page_break_before = True
    for item in summary.items():
        heading = _line(word, "", "Heading 2")
        _bookmark(heading, _there(item.id))
        _link(heading, _clean(item.id), _here(item), raised=False)
        heading.add_run(" " + _clean(item.text))
        for evidence in item.evidence:
            _line(word, f"{one_line(evidence.text)}{_place(evidence, language)}", "Quote")


def _place(evidence: Evidence, language: Language) -> str:
    page = f"{label('page', language).format(page=evidence.page)} · " if evidence.page else ""
    return f" ({page}{evidence.start}–{evidence.end})"


def _line(word: Word, text: str, style: str) -> Paragraph:
    paragraph = word.add_paragraph(_clean(text), style=style)
    if style == "Quote":
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    return paragraph


def _indented(word: Word, text: str) -> Paragraph:
    """A paragraph whose first line begins two characters in."""
    paragraph = _line(word, text, "Normal")
    paragraph.paragraph_format.first_line_indent = Pt(28)
    return paragraph


def _title(summary: ReportSummary, language: Language) -> str:
    return _clean(summary.report.title or label("untitled", language))


def _clean(text: str) -> str:
    """On one line, and without what XML cannot hold."""
    kept = one_line(text)
    blank = " " if text.endswith(" ") else ""
    return _NOT_XML.sub("�", kept) + blank


def _here(item: Item) -> str:
    return f"item_{item.id}"


def _there(item: str) -> str:
    return f"evidence_{item}"


def _bookmark(paragraph: Paragraph, name: str) -> None:
    """The paragraph as the goal of a link."""
    number = str(crc32(name.encode()) >> 1)  # a number of its own within the document
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), number)
    start.set(qn("w:name"), name)
    paragraph._p.append(start)
    paragraph._p.append(end)


def _link(paragraph: Paragraph, text: str, goal: str, *, raised: bool = True) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), goal)
    run = Run(OxmlElement("w:r"), paragraph)
    run.text = text
    run.font.superscript = raised or None
    run.font.color.rgb = RGBColor(0x0B, 0x53, 0x94)
    link.append(run._r)
    paragraph._p.append(link)


def _page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = Run(OxmlElement("w:r"), paragraph)
    run.text = "1"
    field.append(run._r)
    paragraph._p.append(field)
