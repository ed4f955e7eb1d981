"""Outline numbers: which count, at which level."""

import pytest

from service.language import clauses, flattening, layout
from service.stages.outline import markers


def found(text: str) -> list[str]:
    folded = layout.fold(text)
    return [folded[m.start : m.end] for m in markers.find(clauses.mask(folded))]


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("一", 1),
        ("九", 9),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("二十三", 23),
        ("九十九", 99),
        ("", 0),
        ("百", 0),
        ("3", 0),
    ],
)
def test_chinese_numbers(printed: str, value: int) -> None:
    assert markers.chinese_number(printed) == value


@pytest.mark.parametrize(
    ("numbers", "level"),
    [
        (["一、", "二、", "三、"], 1),
        (["（一）", "（二）", "（三）"], 2),
        (["(一)", "(二)", "(三)"], 2),
        (["1.", "2.", "3."], 3),
        (["1、", "2、", "3、"], 3),
        (["１．", "２．", "３．"], 3),
        (["（1）", "（2）", "（3）"], 4),
        (["①", "②", "③"], 4),
        (["一是", "二是", "三是"], 5),
        (["一要", "二要", "三要"], 5),
        (["首先，", "其次，", "再次，"], 5),
    ],
)
def test_styles_at_line_starts(numbers: list[str], level: int) -> None:
    text = "\n".join(f"{number}办理执法监督事项九十件。" for number in numbers)
    hits = markers.find(clauses.mask(layout.fold(text)))
    assert [hit.value for hit in hits] == [1, 2, 3]
    assert {hit.level for hit in hits} == {level}
    assert [hit.start for hit in hits] == [at for at in range(len(text)) if at == 0 or text[at - 1] == "\n"]


def test_parts_stand_above_sections() -> None:
    text = "第一部分 甲项工作\n一、丙项工作\n办理九件。\n二、丁项工作\n办理八件。\n第二部分 乙项工作\n办理七件。"
    hits = markers.find(clauses.mask(text))
    assert [hit.value for hit in hits] == [1, 1, 2, 2]
    assert hits[0].level == hits[3].level < hits[1].level == hits[2].level


@pytest.mark.parametrize(
    "text",
    [
        "全区坚持实事求是，唯一是从群众出发，统一是硬道理。",
        "其中之一是调解，另外之一是复议。",
        "一是加强学习，别无其他。",  # a first one without a second is none
        "同意三是非题，二是办法。",
        "增长12.5个百分点，完成3.2万件。",
        "2024.3.1公布，2024.4.1施行。",
        "“一、二、三”工作法和《一、二类案件办法》推行。",
        "设立第一、二、三审判庭。",
        "在一、二季度完成。",
        "编制（一）类清单。",
    ],
)
def test_coincidences_in_running_text_are_none(text: str) -> None:
    assert found("全年" + text) == []


@pytest.mark.parametrize("before", ["；", "。", "，", "", "100%"])
def test_the_sequence_tells_in_running_text(before: str) -> None:
    text = f"强化队伍。一是选配审核员31名{before}二是遴选律师58名{before}三是培育组织143个。"
    assert found(text) == ["一是", "二是", "三是"]


def test_the_sequence_begins_anew() -> None:
    text = "（一）甲项工作。一是选配审核员；二是遴选律师。\n（二）乙项工作。一是新建站点；二是整合热线。"
    assert found(text) == ["(一)", "一是", "二是", "(二)", "一是", "二是"]


@pytest.mark.parametrize("lost", [")", "）", "()", "（）"])
def test_a_lost_number_shows_by_its_bracket(lost: str) -> None:
    text = f"（一）强化学习。组织九次。\n{lost}进一步规范执法。检查九次。\n（三）化解纠纷。调解九件。"
    assert [m.value for m in markers.find(clauses.mask(layout.fold(text)))] == [1, 0, 3]


def test_a_bracket_that_closes_words_is_no_lost_number() -> None:
    assert found("全年办理案件（含复议）进一步提速，培训（线上）九次。") == []


def test_numbers_in_a_flattened_text() -> None:
    body = "办理执法监督事项九十件，组织业务培训九次，整改突出问题九个。" * 5
    text = f"一、甲项（一）乙项1.丙项{body}2.丁项{body}（二）戊项{body}二、己项{body}"
    assert flattening.is_flat(text)
    assert found(text) == ["一、", "(一)", "1.", "2.", "(二)", "二、"]


@pytest.mark.parametrize(
    ("text", "flat"),
    [("短短一行。", False), ("长" * 900, True), ("标题\n" + "长" * 900, True), (("长" * 90 + "\n") * 20, False)],
)
def test_flat_texts(text: str, flat: bool) -> None:
    assert flattening.is_flat(text) is flat


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("1.3月底前完成权责清单修订工作。", "1."),
        ("5.2022年度考核结果居全市第二名。", "5."),
        ("2.12月召开推进会3次。", "2."),
    ],
)
def test_a_number_before_a_date_is_no_decimal(line: str, number: str) -> None:
    (marker,) = markers.find(line)
    assert line[marker.start : marker.end] == number


@pytest.mark.parametrize("line", ["1.3个百分点的降幅。", "2.5万人次参与。", "13.5%的案件。"])
def test_a_decimal_is_no_number_of_a_point(line: str) -> None:
    assert markers.find(line) == []
