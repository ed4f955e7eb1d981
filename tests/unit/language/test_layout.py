"""The shadow of a source: what is mended, and that nothing is lost."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.language import layout
from tests.reports import (
    BASE,
    LONG,
    PAGE_NUMBERS,
    full_width,
    letter_spaced,
    set_in_columns,
    traditional,
    wrapped,
)


def shadow_text(source: str) -> str:
    return layout.shadow(source)[0].text


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("１２．５％（含）", "12.5%(含)"),
        ("ＡＢＣ，；：", "ABC,;:"),
        ("「一網」『通辦』", "“一网”“通办”"),
        ("90件!对吗?", "90件！对吗？"),
        ("水平提升.全年办理90件", "水平提升。全年办理90件"),
        ("达3.5%,V2.0版本", "达3.5%,V2.0版本"),
    ],
)
def test_folding(source: str, expected: str) -> None:
    assert shadow_text(source) == expected


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=80))
def test_folding_moves_nothing(text: str) -> None:
    assert len(layout.fold(text)) == len(text)


def test_what_is_shown_keeps_the_figures_as_printed() -> None:
    source = full_width(BASE.text)
    shadow, _ = layout.shadow(source)
    assert len(shadow.shown) == len(shadow.text)
    assert "31.4%" in shadow.text
    assert "３１．４％" in shadow.shown


def test_an_unwrapped_text_is_left_alone() -> None:
    for report in (BASE, LONG):
        shadow, _ = layout.shadow(report.text)
        assert shadow.pieces is None
        assert shadow.text.count("\n") == report.text.count("\n")


@pytest.mark.parametrize("width", [20, 26, 30, 34, 40, 46, 52, 60])
@pytest.mark.parametrize("page", [None, *PAGE_NUMBERS])
def test_wrapped_paragraphs_are_joined(width: int, page: str | None) -> None:
    """One paragraph a line, as it was before wrapping: page numbers and all."""
    source = wrapped(LONG.text, width, page)
    paragraphs = [line for line in shadow_text(source).split("\n") if line.strip()]
    expected = layout.fold(LONG.text).split("\n")
    numbers = {page.format(n).replace(" ", "") for n in range(99)} if page else set()
    assert [line for line in paragraphs if line.replace(" ", "") not in numbers] == expected


@pytest.mark.parametrize("width", [24, 32, 40])
def test_paragraphs_of_a_wrapped_text_stay_apart(width: int) -> None:
    joined = shadow_text(wrapped(LONG.text, width)).split("\n")
    numbers = [line.number for line in LONG.lines if line.number]
    assert sum(line.startswith(tuple(layout.fold(n) for n in set(numbers))) for line in joined) == len(numbers)


@pytest.mark.parametrize(
    "text",
    ["办理 12 件、调解 3 起、培训 45 人、走访 6 户", "覆盖 98.6 %的乡镇、达 12 个、设 8 处、有 9 家"],
)
def test_blanks_that_a_word_processor_put_around_digits_go(text: str) -> None:
    assert shadow_text(text) == text.replace(" ", "")


def test_a_blank_that_is_left_of_a_line_break_stays() -> None:
    assert " 2023年" in shadow_text("工作成效 2023年,受理申请90件。")


def test_running_heads_show_by_their_return() -> None:
    lines = [
        "某县年度报告",
        "甲",
        "某县年度报告",
        "乙乙",
        "某县年度报告",
        "(一)强化执法",
        "(一)强化执法",
        "(一)强化执法",
    ]
    assert layout.running_heads(lines) == {"某县年度报告"}


def _mangled() -> st.SearchStrategy[str]:
    changes = [
        lambda t: t,
        full_width,
        traditional,
        lambda t: t.replace("\n", "\r\n"),
        lambda t: t.replace("，", "，\u200b").replace("件", "\u202e件"),
        lambda t: "\ufeff" + t.replace("。", "。\x00"),
        lambda t: re.sub(r"(\d+)", r" \1 ", t),
    ]
    widths = st.one_of(st.none(), st.integers(20, 60))
    return st.builds(
        lambda report, change, width, page: wrapped(change(report.text), width, page) if width else change(report.text),
        st.sampled_from([BASE, LONG]),
        st.sampled_from(changes),
        widths,
        st.sampled_from([None, *PAGE_NUMBERS]),
    )


@settings(deadline=None, max_examples=60)
@given(_mangled())
def test_pieces_cover_the_shadow_and_lead_back(source: str) -> None:
    shadow, _ = layout.shadow(source)
    assert len(shadow.text) == len(shadow.shown)
    pieces = shadow.pieces
    if pieces is None:
        assert len(shadow.text) == len(source)
        return
    assert pieces[0].start == 0
    assert pieces[-1].end == len(shadow.text)
    for before, behind in itertools.pairwise(pieces):
        assert before.end == behind.start
        assert before.source_end <= behind.source_start
    for at, c in enumerate(shadow.text):
        if c.isdigit():
            printed = source[shadow.start_in_source(at) : shadow.end_in_source(at)]
            assert layout.fold(printed) == c


@settings(deadline=None, max_examples=60)
@given(_mangled())
def test_nothing_visible_is_lost(source: str) -> None:
    """What is cut from the shadow is blank, a page number or a running head."""
    shadow, _ = layout.shadow(source)
    if shadow.pieces is None:
        return
    at = 0
    for piece in (*shadow.pieces, None):
        gap = layout.fold(source[at : piece.source_start if piece else len(source)])
        for line in gap.split("\n"):
            assert not line.strip() or layout.PAGE_NUMBER.fullmatch(line.strip()), gap
        at = piece.source_end if piece else at


@pytest.mark.parametrize("columns", [30, 34, 40, 52, 60, 76])
@pytest.mark.parametrize("indent", ["", "\u3000\u3000", "    "])
def test_paragraphs_set_in_columns_are_joined(columns: int, indent: str) -> None:
    source = set_in_columns(LONG.text, columns, indent)
    assert [line.strip() for line in shadow_text(source).split("\n")] == layout.fold(LONG.text).split("\n")


@pytest.mark.parametrize("group", [1, 2, 4])
def test_blanks_that_a_scan_left_in_words_are_layout(group: int) -> None:
    assert shadow_text(letter_spaced(LONG.text, group)) == layout.fold(LONG.text)


def test_a_word_with_its_letters_apart_is_one() -> None:
    assert (
        shadow_text("云 溪 县 人 民 政 府\n关于2023年工作的报告\n目 录")
        == "云溪县人民政府\n关于2023年工作的报告\n目 录"
    )


def test_blanks_between_words_of_a_clean_text_stay() -> None:
    line = "首页 新闻中心 政务公开 政务服务"
    assert shadow_text(f"{line}\n{BASE.text}").startswith(line)
