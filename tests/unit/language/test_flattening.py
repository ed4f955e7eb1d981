"""Blanks that were line ends become line ends again; every other character stays where it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.language import flattening
from tests.reports import BASE, LONG


def folded(text: str) -> str:
    return text.translate(str.maketrans("（），：；", "(),:;"))


@pytest.mark.parametrize("text", [folded(BASE.text), folded(LONG.text)])
@pytest.mark.parametrize("between", [" ", "   "])
def test_line_ends_come_back(text: str, between: str) -> None:
    lines = flattening.with_line_ends(text.replace("\n", between)).split("\n")
    assert [line.strip() for line in lines] == text.split("\n")


HEAD = "南汀镇2024年法治政府建设报告 一、主要成效 办理案件47件。 二、存在问题 "


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("执法人员不足，仅有 5 人。", ["执法人员不足，仅有 5 人。"]),
        ("（一） 执法人员不足。", ["（一） 执法人员不足。"]),
        ("执法人员不足。 三、下步打算 招录 6 名。", ["执法人员不足。", "三、下步打算", "招录 6 名。"]),
        ("执法人员不足。 南汀镇人民政府 2024年1月5日", ["执法人员不足。", "南汀镇人民政府", "2024年1月5日"]),
        (
            "个别单位对重大行政决策程序规定理解不深入把握不准确导致程序倒置的情况时有发生整改也不及时 下步打算 招录6名。",
            [
                "个别单位对重大行政决策程序规定理解不深入把握不准确导致程序倒置的情况时有发生整改也不及时",
                "下步打算",
                "招录6名。",
            ],
        ),
        ("采用 DRG 付费的医院不多。", ["采用 DRG 付费的医院不多。"]),
        ("主要是：执法人员不足， 经费不足、 场所不足。", ["主要是：执法人员不足， 经费不足、 场所不足。"]),
        ("印发《南汀镇 执法办法》不及时。", ["印发《南汀镇 执法办法》不及时。"]),
        ("执法人员不足。 ① 人少。 ② 钱少。", ["执法人员不足。", "① 人少。", "② 钱少。"]),
    ],
)
def test_which_blanks_were_line_ends(words: str, lines: list[str]) -> None:
    found = flattening.with_line_ends(folded(HEAD + words)).split("\n")
    assert found[4:] == [folded(line) for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "全县 各乡镇 共办理案件47件。",
        "一、主要成效\n办理 案件47件，好评如潮，群众满意度不断提高。\n二、存在问题\n人员 不足。",
        "依 法 行 政 工 作 总 结 一、 成 效 显 著 。 二、 不 足 之 处 。",
    ],
)
def test_blanks_inside_lines_stay(text: str) -> None:
    assert flattening.with_line_ends(text) == text


_PARTS = st.sampled_from(
    [" ", "  ", "\n", "一、", "二、", "(一)", "1.", "2023年", "。", ",", "办理", "存在问题", "[", "]", "“", "12", "A"]
)


@given(st.lists(_PARTS, max_size=60).map("".join))
def test_only_blanks_change(text: str) -> None:
    found = flattening.with_line_ends(text)
    assert len(found) == len(text)
    assert all(new == old or (new, old) == ("\n", " ") for new, old in zip(found, text, strict=True))


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("短短一行。", False),
        ("白泉镇2023年法治政府建设报告一、主要成效办理案件47件。二、存在问题人员不足。", True),
        ("白泉镇2023年法治政府建设报告2023年，全镇办理案件47件。当前，人员不足。", True),
        ("白泉镇2023年法治政府建设报告\n一、主要成效\n办理案件47件。\n二、存在问题\n人员不足。", False),
    ],
)
def test_flat_texts(text: str, flat: bool) -> None:
    assert flattening.is_flat(text) is flat
