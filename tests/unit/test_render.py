"""Summaries as Markdown and text; whatever a report holds, it is shown and not obeyed."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from schemas.document import Topic
from schemas.summary import (
    Evidence,
    Figure,
    Item,
    Overview,
    Quality,
    QualityWarning,
    ReportInfo,
    ReportSummary,
    Usage,
)
from service.messages import Language
from service.render import markdown, text
from service.render.labels import LABELS
from service.render.markdown import escape
from service.render.plain import one_line
from service.render.width import pad, width, wrap

GFM = MarkdownIt("commonmark").enable("table").enable("strikethrough")
NASTY = (
    "<script>alert(1)</script>",
    "[点我](javascript:alert(1))",
    "![图](http://x.example/a.png)",
    "# 标题",
    "- 条目",
    "1. 条目",
    "2024) 条目",
    "> 引用",
    "---",
    "===",
    "| 一 | 二 |",
    "`代码`",
    "**粗** _斜_ ~~删~~",
    "&lt;b&gt; &amp;",
    "    缩进",
    "\\",
    "第一行\n# 第二行\n\n- 第三段",
    "<!-- 注释",
    "[^a1]: 脚注",
    "[a]: http://x.example",
    "网址 http://x.example 和 www.x.example",
    "```\n代码\n```",
    "$x$ :smile:",
)


def summary(words: str = "办理案件12件", *, figures: bool = True, warnings: bool = True) -> ReportSummary:
    """A summary that holds the words wherever a report's own words may stand."""
    figure = Figure(
        name=words,
        value="1.3万余",
        number="13000",
        unit="件",
        modifier="余",
        direction="up",
        change="to",
        start=2,
        end=7,
    )
    item = Item(
        id="a1",
        text=words[:60] or "x",
        topic="enforcement",
        section="1/1",
        evidence=(Evidence(start=0, end=len(words), text=words, page=3), Evidence(start=90, end=92, text="乙")),
        figures=(figure,) if figures else (),
    )
    return ReportSummary(
        report=ReportInfo(
            title=words,
            issuer=words,
            region="云岫县",
            level="county",
            year=2024,
            script="hans",
            characters=1756,
            source_sha256="0" * 64,
            sections=(),
        ),
        overview=Overview(text=words[:120], items=("a1",)),
        achievements=(item,),
        problems=(),
        plans=(item.model_copy(update={"id": "n1", "figures": ()}),),
        quality=Quality(
            coverage=0.42,
            number_support=1,
            repaired=0,
            fell_back=0,
            uncited_sections=(),
            warnings=(QualityWarning(code="other_genre", message=words),) if warnings else (),
        ),
        usage=Usage(
            engine="llm",
            model="m_1*",
            prompt_version="1",
            calls=1,
            cached_calls=0,
            prompt_tokens=1,
            completion_tokens=1,
            cost=None,
            seconds=1,
        ),
    )


def shape(page: str) -> list[str]:
    """The blocks and marks of a page, without its words."""
    tokens = [inner for token in GFM.parse(page) for inner in (token, *(token.children or ()))]
    return [token.type for token in tokens if token.type != "text"]


def test_markdown_page() -> None:
    page = markdown(summary(), "zh")
    for part in (
        "# 办理案件12件\n",
        "2024年度",
        "县级",
        "## 主要成效",
        "## 存在问题\n\n报告未提及。",
        "- **a1** 行政执法：办理案件12件",
    ):
        assert part in page
    assert "  > 办理案件12件 (0–7, 第3页)\n  >\n  > 乙 (90–92)" in page
    assert "| 办理案件12件 | 1.3万余件 | 现，上升 | a1 |" in page
    assert "llm（m\\_1\\*）" in page
    assert page.endswith("\n")


@pytest.mark.parametrize("words", NASTY)
def test_words_of_a_report_make_no_markup(words: str) -> None:
    assert shape(markdown(summary(words))) == shape(markdown(summary("甲")))


@given(st.text(st.sampled_from("#*_-+=>|<[]()!`~&\\.:/1甲 \n\tw$^{}@\"'"), min_size=1, max_size=40))
@example("1.")
@example("www.x.example")
def test_escaped_words_read_as_themselves(words: str) -> None:
    if not words.strip():
        return
    (opening, inline, closing) = GFM.parse(escape(words))
    assert (opening.type, closing.type) == ("paragraph_open", "paragraph_close")
    assert "".join(child.content for child in inline.children or ()) == one_line(words)
    assert {child.type for child in inline.children or ()} <= {"text", "text_special"}


@given(st.text(min_size=1))
def test_nothing_unseen_is_shown(words: str) -> None:
    for page in (markdown(summary(words)), text(summary(words))):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", page)
        page.encode()


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("办理\n案件", "办理案件"),
        ("办理 \r\n　 案件12件\nABC", "办理案件12件 ABC"),
        ("\x1b[31m红\x1b[0m", "�[31m红�[0m"),
        ("甲\u202e乙\x00", "甲�乙�"),
        ("a \u3000 b", "a b"),
    ],
)
def test_one_line(words: str, shown: str) -> None:
    assert one_line(words) == shown


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("render", [markdown, text])
def test_empty_parts(language: Language, render: object) -> None:
    bare = summary(figures=False, warnings=False)
    bare = bare.model_copy(
        update={
            "report": bare.report.model_copy(update=dict.fromkeys(("title", "issuer", "region", "level", "year"))),
            "overview": Overview(text="", items=()),
            "achievements": (),
            "plans": (),
        }
    )
    assert callable(render)
    page = render(bare, language)
    assert "None" not in page
    assert LABELS["untitled"]._asdict()[language] in page
    assert page.count(LABELS["none"]._asdict()[language]) == 3
    assert LABELS["figures"]._asdict()[language] + "\n" not in page


def test_text_page_is_no_wider_than_asked() -> None:
    page = text(summary("持续推进依法行政工作，" * 10), "zh", cells=60)
    assert max(map(width, page.split("数据")[0].splitlines())) <= 60
    assert "│" in page


def test_text_table_is_aligned() -> None:
    one = summary("案件")
    two = one.model_copy(
        update={"plans": (one.achievements[0].model_copy(update={"figures": (_figure("a longer name"),)}),)}
    )
    rows = text(two).split("数据\n")[1].splitlines()[:2]
    assert len({width(row[: row.index("万余件")]) for row in rows}) == 1


def _figure(name: str) -> Figure:
    return Figure(name=name, value="2万余", number="20000", unit="件", start=0, end=3)


@given(st.text(), st.integers(10, 60))
def test_wrapping_loses_nothing_but_blanks(words: str, cells: int) -> None:
    line = one_line(words)
    assert "".join("".join(wrap(line, cells)).split()) == "".join(line.split())


def test_wrapping_keeps_punctuation_with_its_word() -> None:
    assert wrap("一二三四五，六七《八》", 10) == ["一二三四", "五，六七", "《八》"]
    assert wrap("abc def ghi", 7, "  ") == ["abc def", "  ghi"]


def test_padding_counts_cells() -> None:
    assert pad("案件", 6) == "案件  "
    assert pad("案件", 6, right=True) == "  案件"
    assert pad("案件", 3) == "案件"


def test_every_topic_and_level_has_a_word() -> None:
    for topic in Topic.__args__:  # type: ignore[attr-defined]
        assert topic in LABELS
    for name, words in LABELS.items():
        assert words.zh, name
        assert words.en or name == "year"
