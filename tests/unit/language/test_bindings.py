"""What each figure of a claim counts. All sentences are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.language.bindings import BLOCK, misplaced

EVIDENCE = (
    "县公安局受理申请1240件,县民政局受理申请356件。2030年走访商户134户,2031年走访商户201户。"
    "评查案卷120宗,其中优秀案卷80宗。办理时限由12个工作日压缩至5个工作日。起数、人数分别下降15%、9%。8个镇和36个部门开展自查。"
)
RIGHT = [
    "县公安局受理申请1240件",
    "县民政局受理356件",
    "申请356件由县民政局受理",
    "2031年走访商户201户",
    "评查120宗,优秀80宗",
    "优秀案卷80宗",
    "时限由12个工作日压缩至5个工作日",
    "起数、人数分别下降15%和9%",
    "组织8个镇、36个部门自查",
    "8个镇自查",
]
WRONG = [
    "县公安局受理申请356件",
    "县公安局受理申请356件,县民政局受理申请1240件",
    "2030年走访商户201户",
    "评查案卷80宗",
    "评查案卷120宗,优秀案卷120宗",
    "起数、人数分别下降9%、15%",
]


@pytest.mark.parametrize("claim", RIGHT)
def test_figures_where_they_belong(claim: str) -> None:
    assert misplaced(claim, EVIDENCE) == []


@pytest.mark.parametrize("claim", WRONG)
def test_figures_given_to_something_else(claim: str) -> None:
    assert misplaced(claim, EVIDENCE)


def test_the_figure_of_another_point() -> None:
    evidence = f"推行集中审批模式。{BLOCK}调处邻里纠纷2068起。"
    assert misplaced("集中审批模式2068起", evidence)
    assert misplaced("推行集中审批模式,调处邻里纠纷2068起", evidence) == []
    assert misplaced("集中审批模式2068起", evidence, titles="集中审批模式") == []


def test_a_figure_inside_a_name_counts_nothing() -> None:
    assert misplaced("出台“苏政50条”", f"率先出台“苏政50条”。{BLOCK}提出举措20条。") == []


TEXT = st.text(alphabet="甲乙局受理件户12340,。、和由至 \n“”", max_size=60)


@given(TEXT)
def test_a_text_has_its_figures_where_it_has_them(text: str) -> None:
    assert all("次序" in fault or "只有" in fault for fault in misplaced(text, text))


@given(TEXT, TEXT)
def test_no_text_raises(claim: str, evidence: str) -> None:
    assert isinstance(misplaced(claim, evidence), list)
