"""The Word briefing: opened again by python-docx, everything of the summary stands in it, and nothing is obeyed."""

import io
import re
import zipfile

import docx as reader
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from schemas.summary import ReportSummary
from service.messages import Language
from service.render.docx import docx
from service.render.labels import LABELS
from service.render.plain import one_line
from tests.unit.test_render import NASTY, summary

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def opened(made: ReportSummary, language: Language = "zh") -> reader.document.Document:
    return reader.Document(io.BytesIO(docx(made, language)))


def body(made: ReportSummary, language: Language = "zh") -> str:
    """All text of the briefing, links and table cells included, a paragraph a line."""
    root = opened(made, language).element
    return "\n".join("".join(t.text or "" for t in p.iter(f"{_W}t")) for p in root.iter(f"{_W}p"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_of_the_summary_stands_in_the_briefing(language: Language) -> None:
    made = summary("办理案件12件")
    text = body(made, language)
    for part in ("achievements", "problems", "plans", "figures", "annex", "overview"):
        assert LABELS[part]._asdict()[language] in text
    for item in made.items():
        assert item.text in text
        for evidence in item.evidence:
            assert f"{evidence.text} (" in text
            assert f"{evidence.start}–{evidence.end})" in text
    for warning in made.quality.warnings:
        assert warning.message in text
    assert "1.3万余件" in text
    assert LABELS["page"]._asdict()[language].format(page=3) in text
    assert opened(made, language).core_properties.title == made.report.title


def test_the_figures_stand_in_a_table_whose_head_repeats() -> None:
    (table,) = opened(summary()).tables
    assert [cell.text for cell in table.rows[0].cells] == ["指标", "数值", "变化", "条目"]
    assert [cell.text for cell in table.rows[1].cells][1:] == ["1.3万余件", "现，上升", "a1"]
    assert table.rows[0]._tr.find(f"{_W}trPr/{_W}tblHeader") is not None
    assert not opened(summary(figures=False)).tables


def test_every_link_has_its_goal() -> None:
    root = opened(summary()).element
    goals = [mark.get(f"{_W}name") for mark in root.iter(f"{_W}bookmarkStart")]
    links = {link.get(f"{_W}anchor") for link in root.iter(f"{_W}hyperlink")}
    assert len(set(goals)) == len(goals) == 4
    assert links == set(goals)


@pytest.mark.parametrize("words", NASTY)
def test_words_of_a_report_make_no_markup_and_no_outside_reference(words: str) -> None:
    data = zipfile.ZipFile(io.BytesIO(docx(summary(words))))
    relations = [data.read(name).decode() for name in data.namelist() if name.endswith(".rels")]
    assert not any('TargetMode="External"' in part for part in relations)
    plain = [element.tag for element in opened(summary("甲")).element.iter()]
    assert [element.tag for element in opened(summary(words)).element.iter()] == plain


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_whatever_a_report_holds_the_briefing_opens(words: str) -> None:
    data = zipfile.ZipFile(io.BytesIO(docx(summary(words))))
    etree.fromstring(data.read("word/document.xml"))
    assert one_line(words).replace("\ufffe", "�").replace("\uffff", "�") in body(summary(words))


def test_nothing_is_said_where_the_report_says_nothing() -> None:
    made = summary(figures=False, warnings=False)
    none = dict.fromkeys(("title", "issuer", "region", "level", "year"))
    bare = made.model_copy(
        update={"report": made.report.model_copy(update=none), "achievements": (), "problems": (), "plans": ()}
    )
    text = body(bare)
    assert "None" not in text
    assert text.count("报告未提及。") == 3
    assert "附：" not in text
    assert not re.search(r"word/media/", "".join(zipfile.ZipFile(io.BytesIO(docx(bare))).namelist()))
