"""Texts and figures made comparable."""

import pytest

from eval.quantities import amount
from eval.texts import common_subsequence, dice, plain


@pytest.mark.parametrize(
    ("printed", "compared"),
    [
        ("“互联网+监管”，全覆盖。", "互联网监管全覆盖"),
        ("９８.６％", "98.6%"),
        ("完成率 98.6%.", "完成率98.6%"),
        ("行政執法監督", "行政执法监督"),
    ],
)
def test_punctuation_width_and_script_play_no_part(printed: str, compared: str) -> None:
    assert plain(printed) == compared


def test_dice_of_bigrams_by_hand() -> None:
    assert dice("行政执法", "行政复议") == pytest.approx(2 * 1 / 6)
    assert dice("一一一", "一一") == pytest.approx(2 * 1 / 3), "bigrams are counted as often as they stand"
    assert dice("", "行政") == 0


@pytest.mark.parametrize(
    ("one", "other", "length"),
    [("", "甲", 0), ("甲乙丙丁", "乙丁", 2), ("甲乙甲乙", "乙甲甲", 2), ("甲" * 70, "甲" * 70, 70)],
)
def test_longest_common_subsequence(one: str, other: str, length: int) -> None:
    assert common_subsequence(one, other) == length


@pytest.mark.parametrize(
    ("value", "unit", "number", "family"),
    [
        ("42.6", "亿元", "4260000000", "元"),
        ("42.6亿", "元", "4260000000", "元"),
        ("250余万", "元", "2500000", "元"),
        ("1.3萬餘", "人次", "13000", "人次"),
        ("580余", "人(次)", "580", "人次"),
        ("２.１", "萬元", "21000", "元"),
        ("百分之九十五", "%", "95", "%"),
        ("近三成", "", "30", "%"),
        ("4 300", "平方米", "4300", "平方米"),
        ("128", "起", "128", "件"),
        ("12", "名", "12", "人"),
        ("4.5", "百分点", "4.5", "个百分点"),
        ("4.5", "%", "4.5", "%"),
        ("960", "余次", "960", "次"),
        ("95", "%以上", "95", "%"),
        ("突破40万", "次", "400000", "次"),
        ("1∶50", "", "1∶50", ""),
        ("5", "個工作日", "5", "工作日"),
        ("1000", "千瓦", "1000", "千瓦"),
    ],
)
def test_one_amount_however_printed(value: str, unit: str, number: str, family: str) -> None:
    assert amount(value, unit) == (number, family)
