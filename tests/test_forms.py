"""One report in every form that copying gives it: the same identity, kinds and number of items, as far as the text allows."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.summary import ReportSummary
from tests.reports import evidence, faults, flattened, full_width, plain, summarize, traditional, wrapped
from tests.styles import STYLES, Style

FORMS: dict[str, Callable[[str], str]] = {
    "as it stands": lambda text: text,
    "blanks for line ends": flattened,
    "wide blanks for line ends": lambda text: flattened(text, "　"),
    "nothing for line ends": lambda text: flattened(text, ""),
    "wrapped at 30": lambda text: wrapped(text, 30),
    "wrapped at 42": lambda text: wrapped(text, 42),
    "full width": full_width,
    "blank lines": lambda text: text.replace("\n", "\n\n"),
    "signature on a line of its own": lambda text: _last_line_apart(text),
}
# Without numbers and without line ends nothing tells a heading from its text; one broken line shows no width.
BEYOND = {
    ("city, headings without numbers", "nothing for line ends"),
    ("department, a paragraph behind each colon", "wrapped at 42"),
}


def _last_line_apart(text: str) -> str:
    """The body on one line, what follows its last sentence on lines of its own."""
    end = text.rstrip().rfind("。") + 1
    return flattened(text[:end]) + "\n" + text[end:].lstrip("\n")


def told(summary: ReportSummary) -> tuple[object, ...]:
    report = summary.report
    counts = len(summary.achievements), len(summary.problems), len(summary.plans)
    return plain(report.title or ""), report.issuer, report.region, report.level, report.year, counts


def expected(style: Style) -> tuple[object, ...]:
    return style.title, style.issuer, style.region, style.level, style.year, style.items


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", STYLES)
def test_a_report_reads_the_same_in_every_form(name: str, form: str) -> None:
    if (name, form) in BEYOND:
        pytest.skip("the text does not allow it")
    source = FORMS[form](STYLES[name].text)
    summary = summarize(source)
    assert told(summary) == expected(STYLES[name])
    assert summary.quality.warnings == ()
    assert faults(summary, source) == []


@pytest.mark.parametrize("name", STYLES)
def test_traditional_characters_read_the_same(name: str) -> None:
    summary = summarize(traditional(STYLES[name].text))
    assert told(summary)[4:] == expected(STYLES[name])[4:]


FEET = {
    "signature and date": "\n石榆县人民政府\n2024年1月29日",
    "date alone": "\n2024年1月29日",
    "signature alone": "\n石榆县人民政府",
    "signature and attachment": "\n石榆县人民政府\n2024年1月29日\n附件下载：2023年统计表.xls",
    "attachment": "\n附件：2023年法治政府建设统计表",
    "foot of the page": "\n上一篇：石榆县政务公开年报\n下一篇：没有了\n打印本页 关闭窗口",
    "contact": "\n石榆县人民政府\n2024年1月29日\n（联系人：张某；联系电话：0000-0000000）",
    "nothing": "",
}
LAST_PLAN = "建设普法驿站15个，调解成功率保持在98%以上"


@pytest.mark.parametrize("form", ["as it stands", "blanks for line ends", "nothing for line ends"])
@pytest.mark.parametrize("stop", ["。", ""])
@pytest.mark.parametrize("foot", FEET)
def test_the_foot_is_no_part_of_the_last_plan(foot: str, stop: str, form: str) -> None:
    if not stop and foot in ("nothing", "attachment", "foot of the page", "date alone"):
        pytest.skip("a text that ends without its stop may be cut off")
    if not stop and form == "nothing for line ends":
        pytest.skip("nothing parts the last word from the signature")
    text = (
        "石榆县人民政府关于2023年法治政府建设情况的报告\n一、主要成效\n（一）规范执法。评查案卷213宗，纠正瑕疵56处。\n"
        "（二）便民服务。受理事项9820件，上门代办436件。\n二、存在问题\n（一）执法力量不足。持证人员仅有8人。\n三、下步打算\n"
        f"（一）充实力量。招聘执法协管员20名。\n（二）创新宣传。{LAST_PLAN}{stop}{FEET[foot]}"
    )
    summary = summarize(FORMS[form](text))
    assert [len(items) for items in (summary.achievements, summary.problems, summary.plans)] == [2, 1, 2]
    assert evidence(summary.plans[-1]) == LAST_PLAN
    assert summary.quality.warnings == ()


# Generated reports: every part of one is drawn.

_PLACES = st.sampled_from(
    [("石榆县", "county"), ("望川市柳桥区", "county"), ("青檀省", "province"), ("南汀镇", "town")]
)
_YEARS = st.integers(2019, 2025)
_NUMBERS = st.sampled_from(
    [("（一）", "（二）", "（三）"), ("1.", "2.", "3."), ("1、", "2、", "3、"), ("一是", "二是", "三是")]
)
_DONE = st.sampled_from(
    [("主要工作及成效", "achievement"), ("主要做法和成效", "achievement"), ("工作开展情况", "achievement")]
)
_LACKING = st.sampled_from(["存在的问题", "存在的主要问题和不足", "存在不足", "存在的困难和问题"])
_COMING = st.sampled_from(["下一步工作打算", "下步打算", "{}年工作思路", "{}年工作计划", "努力方向"])
_POINTS = st.lists(
    st.sampled_from(
        [
            "规范行政执法。评查案卷213宗，纠正瑕疵56处。",
            "优化政务服务。受理申请8.4万件，按期办结率达99.2%。",
            "化解矛盾纠纷。调处纠纷3408件，调解成功率达98.1%。",
            "深化普法宣传。开展普法活动126场次，发放资料2.6万份。",
            "加强复议应诉。审结复议案件109件，直接纠错17件。",
        ]
    ),
    min_size=2,
    max_size=3,
    unique=True,
)


@st.composite
def _reports(draw: st.DrawFn) -> tuple[str, tuple[object, ...]]:
    (place, level), year, numbers = draw(_PLACES), draw(_YEARS), draw(_NUMBERS)
    issuer = place + "人民政府"
    done = draw(_POINTS)
    lacking = ["执法力量薄弱，持证人员平均仅有4.2人。", "普法针对性不强，新业态人员覆盖不足。"]
    coming = ["充实执法队伍，选派业务骨干40名。", "创新普法方式，建设普法驿站15个。"]
    title = f"{issuer}关于{year}年法治政府建设情况的报告"
    lines = [title]
    for top, heading, points in (
        ("一、", draw(_DONE)[0], done),
        ("二、", draw(_LACKING), lacking),
        ("三、", draw(_COMING).format(year + 1), coming),
    ):
        lines.append(top + heading)
        lines += [number + point for number, point in zip(numbers, points, strict=False)]
    lines += draw(st.sampled_from([[], [issuer, f"{year + 1}年1月29日"]]))
    return "\n".join(lines), (title, issuer, place, level, year, (len(done), len(lacking), len(coming)))


@settings(deadline=None, max_examples=60)
@given(_reports(), st.sampled_from(["\n", " ", "　　", ""]))
def test_a_generated_report_reads_the_same_however_its_lines_are_joined(
    report: tuple[str, tuple[object, ...]], between: str
) -> None:
    text, said = report
    summary = summarize(text.replace("\n", between))
    assert told(summary) == said
    assert summary.quality.warnings == ()
