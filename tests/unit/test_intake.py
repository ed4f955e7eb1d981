"""What is no report in Chinese is refused; what is odd about one is told."""

import contextlib
import time

import pytest

from service import intake
from service.errors import EmptyText, InputError, LoneSurrogate, NotChinese, TooLong
from service.stages.outline import outline
from tests.reports import BASE, LONG, flattened, summarize, traditional, wrapped

LIMIT = 2_000_000


@pytest.mark.parametrize("text", ["", " \n\t", "。，；", "\x00\x00", "\u202e\u2066", "\ufeff", "----\n……"])
def test_no_text(text: str) -> None:
    with pytest.raises(EmptyText):
        intake.check(text, LIMIT)


@pytest.mark.parametrize("text", ["123 456", "１２３", "- 1 -\n- 2 -", "😀😀", "①②③", "98.6%"])
def test_digits_or_pictures_alone_are_text_that_is_not_chinese(text: str) -> None:
    with pytest.raises(NotChinese):
        intake.check(text, LIMIT)


@pytest.mark.parametrize(
    "text",
    [
        "The county government reviewed 213 case files in 2023.",
        "2023年の法治政府の取り組みについて、以下のとおり報告します。",
        "2023년 법치정부 건설 상황을 다음과 같이 보고합니다.",
        "В 2023 году рассмотрено 213 дел.",
        "Annual report of 澄溪县 on law-based government, with all the details in English.",
    ],
)
def test_other_languages(text: str) -> None:
    with pytest.raises(NotChinese):
        intake.check(text * 5, LIMIT)


@pytest.mark.parametrize(
    "text",
    [
        BASE.text,
        LONG.text,
        traditional(BASE.text),
        wrapped(BASE.text, 20, "- {} -"),
        BASE.text + "\nGDP、APP、VR、12345热线、www.example.invalid",
        "\ufeff" + BASE.text,
        BASE.text.replace("。", "。\x00\u202e"),
        "办理复议申请九十件。",
    ],
)
def test_reports_in_chinese_pass(text: str) -> None:
    intake.check(text, LIMIT)


@pytest.mark.parametrize(("text", "offset"), [("\ud800办理案件", 0), ("办理案件\udfff", 4), ("办理\ud83d案件", 2)])
def test_lone_surrogates(text: str, offset: int) -> None:
    with pytest.raises(LoneSurrogate) as caught:
        intake.check(text, LIMIT)
    assert caught.value.details == {"offset": offset}


def test_a_character_beyond_the_basic_plane_is_no_surrogate() -> None:
    intake.check("办理𠮷案件九十件", LIMIT)


@pytest.mark.parametrize(("size", "fits"), [(99, True), (100, True), (101, False)])
def test_the_limit_counts_characters(size: int, fits: bool) -> None:
    text = "执" * size
    if fits:
        intake.check(text, 100)
        return
    with pytest.raises(TooLong) as caught:
        intake.check(text, 100)
    assert caught.value.details == {"characters": 101, "limit": 100}


def test_refusals_are_input_errors() -> None:
    assert all(issubclass(error, InputError) for error in (EmptyText, NotChinese, LoneSurrogate, TooLong))


@pytest.mark.parametrize(
    "text", ["办" * 1_000_000, "\x00" * 1_000_000 + "办理案件", "<|endoftext|>" * 70_000 + "办理案件" * 90_000]
)
def test_checking_takes_bounded_time(text: str) -> None:
    began = time.perf_counter()
    with contextlib.suppress(InputError):
        intake.check(text, LIMIT)
    assert time.perf_counter() - began < 2


def codes(text: str, has_items: bool = True) -> set[str]:
    return {notice.code for notice in intake.notices(outline(text), has_items)}


RECIPE = (
    "家常红烧肉的做法\n一、准备食材\n五花肉一斤切块，姜片葱段若干，冰糖少许，料酒两勺。\n二、烹饪步骤\n冷水下锅焯去血沫，热锅炒糖色，下肉翻炒上色，加水没过肉块，小火慢炖一小时，大火收汁即可出锅装盘。\n"
    * 4
)
PROSE = "清晨的河面上飘着一层薄雾，渔夫撑着竹篙慢慢划过，两岸的芦苇在风里轻轻摇晃。" * 20


@pytest.mark.parametrize(
    "text", [BASE.text, LONG.text, flattened(LONG.text), traditional(BASE.text), wrapped(LONG.text, 30)]
)
def test_a_whole_report_needs_no_warning(text: str) -> None:
    assert codes(text) == set()


def test_another_genre() -> None:
    assert "other_genre" in codes(RECIPE)
    assert "other_genre" in codes(PROSE)


def test_no_structure() -> None:
    assert "no_report_structure" in codes(PROSE)
    assert "no_report_structure" not in codes(BASE.text)


@pytest.mark.parametrize(
    "text",
    [
        LONG.text[:-20],
        LONG.text[:-12],
        BASE.text[: BASE.text.index("推出普法")],
        LONG.text[: LONG.text.index("评查中发现") + 9],
    ],
)
def test_a_report_cut_off(text: str) -> None:
    assert text[-1] not in "。！？"
    assert "truncated_report" in codes(text)


@pytest.mark.parametrize(
    "foot", ["", "\n", "\n\n澄溪县人民政府\n2024年1月29日", "\n打印本页 关闭窗口", "\n附件：1.统计表"]
)
def test_a_whole_report_is_not_cut_off(foot: str) -> None:
    assert "truncated_report" not in codes(BASE.text + foot)


def test_nothing_found() -> None:
    assert "no_items" in codes(BASE.text, has_items=False)
    assert "no_items" not in codes(BASE.text)


@pytest.mark.parametrize(
    "text",
    [
        "澄溪县人民政府关于2023年法治政府建设情况的报告",
        "打印本页\n关闭窗口\n分享到：微信",
        "澄溪县人民政府\n2024年1月29日",
        "一、\n二、\n三、",
        "办",
        "办理案件\x00" * 300,
        "\u202e办理复议申请九十件。\u202c",
        "<|endoftext|>办理复议申请九十件。<|endoftext|>",
    ],
)
def test_what_is_hardly_a_report_still_gets_an_answer(text: str) -> None:
    summary = summarize(text)
    warned = {warning.code for warning in summary.quality.warnings}
    assert warned & {"no_report_structure", "other_genre", "no_items"}


def test_a_line_of_a_million_characters_takes_bounded_time() -> None:
    text = "办理行政复议申请90件，审结80件；" * 62_500
    began = time.perf_counter()
    summarize(text)
    assert time.perf_counter() - began < 60


def test_pages_that_are_pictures_are_told() -> None:
    notices = list(intake.notices(outline(BASE.text), True, (2, 5)))
    assert [(notice.code, notice.details) for notice in notices] == [("scanned_pages", {"pages": "2, 5"})]
