"""Simplified and Traditional: detection, conversion, and the way back."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.language import layout, script
from tests.reports import BASE, traditional


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理行政复议申请九十件", "hans"),
        ("受理行政復議申請九十件", "hant"),
        ("", "hans"),
        ("ABC 123", "hans"),
        ("山水人口", "hans"),  # the same in both
        ("办理建议与「復議」案件，开展执法检查", "hans"),  # a quotation does not make it traditional
        ("辦理建議與復議案件，開展執法檢查，云云", "hant"),
    ],
)
def test_detection(text: str, expected: str) -> None:
    assert script.detect(text) == expected


def test_detection_of_whole_reports() -> None:
    assert script.detect(BASE.text) == "hans"
    assert script.detect(traditional(BASE.text)) == "hant"


def test_a_simplified_text_is_left_as_it_stands() -> None:
    simplified = script.simplify(BASE.text, "hans")
    assert simplified.text == BASE.text
    assert simplified.pieces is None


def test_the_characters_are_turned_place_for_place() -> None:
    simplified = script.simplify(traditional(BASE.text), "hant")
    assert simplified.text == BASE.text
    assert simplified.pieces is None


@pytest.mark.parametrize(
    "text",
    [
        "建立健全執法監督體系，線上受理核心業務",
        "查閱檔案，簽訂契約，編寫程式",
        "檔案管理與契約審查",
        "創建示範，在線辦理",
    ],
)
def test_mainland_words_are_not_replaced(text: str) -> None:
    """建立 is not 创建, 线上 not 在线, 核心 not 内核; 檔案 and 契約 alone do not show Taiwan wording."""
    turned = script.simplify(text, "hant").text
    assert len(turned) == len(text)
    for word in ("创建", "在线", "内核", "文件", "合同", "程序"):
        assert word not in turned or word in ("创建", "在线")
    assert ("建立" in turned) == ("建立" in text)
    assert ("线上" in turned) == ("線上" in text)


@pytest.mark.parametrize(
    ("taiwan", "mainland"),
    [
        ("網際網路", "互联网"),
        ("最佳化", "优化"),
        ("格線化", "网格化"),
        ("智慧型化", "智能化"),
        ("契約", "合同"),
        ("套用", "应用"),
        ("民眾", "群众"),
        ("檔案", "文件"),
    ],
)
def test_taiwan_wording_is_replaced_where_the_text_shows_it(taiwan: str, mainland: str) -> None:
    source = f"透過資訊系統與軟體服務民眾，推行{taiwan}工作，共九十件"
    simplified = script.simplify(source, "hant")
    assert mainland in simplified.text
    assert simplified.text.endswith("共九十件")


_WORDS = [
    "網際網路",
    "最佳化",
    "智慧型",
    "民眾",
    "透過",
    "受理",
    "執法",
    "檔案",
    "共",
    "12",
    "件",
    "，",
    "。",
    "資訊",
    "公開",
    "\n",
]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=40))
def test_spans_are_mapped_back_exactly(words: list[str]) -> None:
    """Every word of the shadow is found again in the source, at the place that the map names."""
    source = "".join(words)
    simplified = script.simplify(source, "hant")
    pieces = simplified.pieces or []
    if simplified.pieces is None:
        assert len(simplified.text) == len(source)
    else:
        assert (pieces[0].start, pieces[0].source_start) == (0, 0)
        assert (pieces[-1].end, pieces[-1].source_end) == (len(simplified.text), len(source))
        for before, behind in itertools.pairwise(pieces):
            assert (before.end, before.source_end) == (behind.start, behind.source_start)
        for piece in pieces:
            alone = script.simplify(source[piece.source_start : piece.source_end], "hant").text
            if piece.exact and len(alone) == piece.end - piece.start:
                continue
            assert not piece.exact


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=40), st.data())
def test_a_shadow_range_names_a_source_range(words: list[str], data: st.DataObject) -> None:
    source = "".join(words)
    shadow, _ = layout.shadow(source)
    if not shadow.text.strip():
        return
    start = data.draw(st.integers(0, len(shadow.text) - 1))
    end = data.draw(st.integers(start + 1, len(shadow.text)))
    spans = shadow.to_source(start, end, source)
    assert spans
    assert all(0 <= a < b <= len(source) for a, b in spans)
    digits = "".join(c for c in shadow.text[start:end] if c.isdigit())
    printed = "".join(c for a, b in spans for c in source[a:b] if c.isdigit())
    assert digits in printed


def test_output_in_traditional_characters_keeps_the_length() -> None:
    turned = script.to_traditional(BASE.text)
    assert len(turned) == len(BASE.text)
    assert "澄溪縣" in turned
    assert script.detect(turned) == "hant"


@pytest.mark.parametrize("word", ["復議", "複議", "覆議"])
def test_review_is_read_however_it_is_written(word: str) -> None:
    assert script.simplify(f"受理行政{word}案件，答覆羣眾", "hant").text == "受理行政复议案件，答复群众"


@pytest.mark.parametrize("text", ["普法覆盖全部乡镇", "案件覆蓋面", "天翻地覆"])
def test_what_covers_is_not_reviewed(text: str) -> None:
    assert "覆" in script.simplify(text, "hant").text


@pytest.mark.parametrize(
    ("simplified", "expected"),
    [
        ("行政复议", "行政復議"),
        ("重复提请复议", "重複提請復議"),
        ("开启新征程，征收土地", "開啟新征程，徵收土地"),
        ("接入有关系统，理顺关系，关系统一", "接入有關系統，理順關係，關係統一"),
        ("人员准入与标准入库", "人員准入與標準入庫"),
        ("注重制定与制作", "注重制定與製作"),
    ],
)
def test_words_of_law_in_traditional_characters(simplified: str, expected: str) -> None:
    assert script.to_traditional(simplified) == expected
