"""A report that breaks off keeps what it finished saying, is flagged, and tells nothing of what was cut."""

import pytest

from service.stages.outline import outline
from tests.reports import BASE, LONG, flattened, summarize
from tests.styles import STYLES

_TOWN = STYLES["township, no second level"].text.partition("\n南汀镇人民政府")[0]
WHOLE = {"short points": BASE.text, "long points": LONG.text, "一是 in one paragraph": _TOWN}
_STOPS = "，。；：！？\n"


def _cuts(text: str) -> range:
    return range(len(text) * 3 // 4, len(text), 3)


@pytest.mark.parametrize("between", ["\n", " ", ""])
@pytest.mark.parametrize("name", WHOLE)
def test_no_item_ends_where_the_text_was_cut(name: str, between: str) -> None:
    """Unless the last clause ends with a figure and its unit, and so says something whole."""
    text = WHOLE[name].replace("\n", between)
    for end in _cuts(text):
        source = text[:end].rstrip()
        if source[-1] in _STOPS or source[-1] in "件次个名人%场期项处户家条份起宗":
            continue
        for item in summarize(source).items():
            assert item.evidence[-1].end < len(source), source[-20:]


@pytest.mark.parametrize(
    ("cut", "left"),
    [
        ("组织执法人员轮训不少于60", "选派业务骨干40名,"),
        ("组织执法人员轮训不少于60学", "选派业务骨干40名,"),
        ("切实增强群众", "选派业务骨干40名,"),
        ("审批时限再缩短3个", "选派业务骨干40名,"),
        ("组织执法人员轮训60期", "组织执法人员轮训60期"),
    ],
)
def test_half_a_clause_goes_and_a_whole_one_stays(cut: str, left: str) -> None:
    document = outline(BASE.text + "\n（三）加强培训。选派业务骨干40名，" + cut)
    assert "truncated_report" in document.flags
    assert document.text(document.clauses[-1]) == left


@pytest.mark.parametrize(
    "text",
    [
        BASE.text,
        BASE.text[:-1] + "\n澄溪县人民政府\n2024年1月29日",
        flattened(BASE.text[:-1] + "\n澄溪县人民政府\n2024年1月29日"),
        BASE.with_words(lambda words: words.rstrip("。")).text,
        "全县深入推进依法行政工作，评查行政处罚案卷213宗，培训执法人员470人次，群众满意度明显提升",
    ],
)
def test_a_stop_that_was_only_left_out_loses_nothing(text: str) -> None:
    document = outline(text)
    assert document.text(document.clauses[-1]).rstrip("。").endswith(("推出普法短视频120期", "群众满意度明显提升"))


def test_a_heading_that_was_cut_is_flagged() -> None:
    assert "truncated_report" in outline(BASE.only("achievement", "problem").text + "\n三、2024年工").flags
