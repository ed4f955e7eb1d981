"""The promise of every summary, whatever the source: what it cites stands in the source, at the place it names.

`source[start:end] == text` for every evidence, `== value` for every figure; ids are unique, sections exist, texts fit and
are balanced, numbers stand in the evidence, two runs are equal. `faults` in `reports` lists all of it.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import InputError
from tests.reports import (
    BASE,
    LONG,
    PAGE_NUMBERS,
    SECTION_KINDS,
    Line,
    Report,
    faults,
    flattened,
    full_width,
    lasting,
    of_kind,
    summarize,
    traditional,
    wrapped,
)

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "eval/gold/reports").glob("*.txt")) + sorted((ROOT.parent / "shared/reports").glob("*.txt"))
MODEST = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

# Reports are composed of these. {} takes a number.
DEEDS = [
    "印发《澄溪县{}类事项办理规程》《首席代表管理办法》，取消证明事项{}项",
    "审结行政复议案件{}件，直接纠错{}件，纠错率{}%",
    "推行“首违不罚、轻微速罚”，对{}名当事人免予处罚",
    "调处矛盾纠纷{}万余件，调解成功率由{}%提高到{}%",
    "办件时限由{}个工作日压缩至{}个工作日",
    "开展普法宣讲（含网络直播）{}场，受众百分之{}以上来自乡镇",
    "评查行政执法案卷三百二十件，约谈执法单位{}家",
    "聘请法律顾问{}名，其中公职律师近三成",
    "行政败诉率同比下降{}个百分点，命案零发生",
    "走访企业1,{}家，兑现惠企资金{}.5亿元",
]
LACKS = [
    "乡镇执法人员平均仅{}人，力量薄弱",
    "普法形式单一，覆盖率不足{}%",
    "虽然制度有所完善，但“重制定、轻执行”的问题仍存在于{}个部门",
    "复议案件听证比例偏低，仅占{}%",
]
AIMS = ["选派{}名骨干下沉乡镇，组织轮训{}期", "建成普法驿站{}个", "出台《执法监督办法》，培育示范单位{}家"]
TITLES = ["压实责任", "优化服务", "“关键少数”作示范", "强化监督，提升质效", "深化“放管服”改革"]
HEADINGS = {
    "achievement": ["主要举措和成效", "工作亮点", "2023年工作情况"],
    "problem": ["存在的主要问题", "短板弱项", "不足之处"],
    "plan": ["下一步工作打算", "努力方向", "2024年工作计划"],
}
WORDS = {"achievement": DEEDS, "problem": LACKS, "plan": AIMS}
FURNITURE = [
    "打印本页 关闭窗口",
    "发布时间：2024-01-29 来源：澄溪县司法局 浏览次数：1386",
    "字体：[大 中 小]",
    "分享到：微信 微博",
    "上一篇：公告",
    "您当前的位置：首页 > 政务公开",
]
OPENING = "2023年，澄溪县坚持以习近平新时代中国特色社会主义思想为指导，扎实推进法治政府建设。现将情况报告如下："


@st.composite
def sentences(draw: st.DrawFn, kind: str) -> str:
    parts = []
    for template in draw(st.lists(st.sampled_from(WORDS[kind]), min_size=1, max_size=3)):
        taken = [str(draw(st.integers(2, 900))) for _ in range(template.count("{}"))]
        parts.append(template.format(*taken))
    return draw(st.sampled_from(["，", "；", "。"])).join(parts) + "。"


@st.composite
def reports(draw: st.DrawFn, stated: tuple[str, ...] | None = None) -> Report:
    kinds = stated or tuple(
        draw(
            st.sampled_from(
                [
                    ("achievement",),
                    ("achievement", "problem"),
                    ("achievement", "plan"),
                    ("achievement", "problem", "plan"),
                ]
            )
        )
    )
    lines = [Line("title", "", "澄溪县人民政府关于2023年法治政府建设情况的报告"), Line("opening", "", OPENING)]
    for number, kind in enumerate(kinds):
        role = next(role for role, named in SECTION_KINDS.items() if named == kind)
        lines.append(Line(role, "一二三"[number] + "、", draw(st.sampled_from(HEADINGS[kind]))))
        for point in range(draw(st.integers(1, 5))):
            title = draw(st.sampled_from(TITLES)) + "。" if kind != "problem" else ""
            lines.append(Line("point", f"（{'一二三四五'[point]}）", title + draw(sentences(kind))))
    return Report(tuple(lines), dict.fromkeys(kinds, ()))


def _without_stops(text: str) -> str:
    return re.sub(r"。(?=\n|$)", "", text)


def _blanks(text: str) -> str:
    return re.sub(r"(\d+(?:\.\d+)?)", r" \1 ", text)


def _taiwan(text: str) -> str:
    text = traditional(text)
    return (
        text.replace("推行", "透過網際網路推行")
        .replace("當事人", "民眾")
        .replace("辦理規程", "契約套用規程")
        .replace("優化", "最佳化")
    )


def _without_numbers(text: str) -> str:
    return re.sub(r"(?m)^(?:[一二三]、|（[一二三四五]）)", "", text)


def _furniture(text: str) -> str:
    lines = text.split("\n")
    for at, line in enumerate(FURNITURE):
        lines.insert((at * 7) % (len(lines) + 1), line)
    return "\n".join(lines)


MANGLING: dict[str, Callable[[str], str]] = {
    "flattened": flattened,
    "flattened without blanks": lambda text: flattened(text, ""),
    "without full stops": _without_stops,
    "full width": full_width,
    "traditional": traditional,
    "taiwan wording": _taiwan,
    "blanks around digits": _blanks,
    "without heading numbers": _without_numbers,
    "lost heading numbers": lambda text: re.sub(r"（[二三]）", "）", text),
    "furniture anywhere": _furniture,
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "old line ends": lambda text: text.replace("\n", "\r"),
    "byte order marks": lambda text: "\ufeff" + text.replace("。", "。\ufeff"),
    "zero-width blanks": lambda text: text.replace("案", "案\u200b"),
    "NULs": lambda text: text.replace("，", "，\x00").replace("1", "1\x00"),
    "bidi controls": lambda text: text.replace("件", "\u202e件\u202c").replace("\n", "\n\u2067"),
    "beyond the basic plane": lambda text: text.replace("县", "县𠮷").replace("，", "，🐼"),
    "half-width punctuation": lambda text: text.translate(str.maketrans("，；：（）", ",;:()")),
    "points for stops": lambda text: text.replace("。", "."),
    "open brackets and quotation marks": lambda text: text.replace("）", "").replace("”", ""),
    "closed brackets and quotation marks": lambda text: text.replace("《", "").replace("“", ""),
    "ideographic blanks": lambda text: text.replace("\n", "\n　　"),
}


@st.composite
def mangled(draw: st.DrawFn) -> str:
    source = draw(st.one_of(reports(), st.sampled_from([BASE, LONG]))).text
    for name in draw(st.lists(st.sampled_from(sorted(MANGLING)), max_size=3, unique=True)):
        source = MANGLING[name](source)
    if draw(st.booleans()):
        source = wrapped(
            source, draw(st.integers(20, 60)), draw(st.sampled_from([None, *PAGE_NUMBERS])), draw(st.integers(3, 30))
        )
    return source


@MODEST
@given(mangled())
def test_every_promise_over_mangled_reports(source: str) -> None:
    assert faults(summarize(source), source) == []


@pytest.mark.parametrize("name", sorted(MANGLING))
@pytest.mark.parametrize("report", [pytest.param(BASE, id="short points"), pytest.param(LONG, id="long points")])
def test_every_promise_over_each_mangling(name: str, report: Report) -> None:
    source = MANGLING[name](report.text)
    assert source != report.text or name == "lost heading numbers"
    summary = summarize(source)
    assert faults(summary, source) == []
    assert summary.items()


@pytest.mark.parametrize("script", ["hant", "source"])
@pytest.mark.parametrize("name", ["flattened", "taiwan wording", "traditional", "full width"])
def test_every_promise_in_each_output_script(name: str, script: str) -> None:
    source = MANGLING[name](LONG.text)
    assert faults(summarize(source, script=script), source) == []


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(reports(), st.sampled_from(sorted(MANGLING)))
def test_a_kind_that_is_not_stated_is_an_empty_list(report: Report, name: str) -> None:
    """Neither problems nor plans are invented, whatever was done to the text."""
    summary = summarize(MANGLING[name](report.text))
    for kind in {"problem", "plan"} - set(report.keys):
        lines = of_kind(summary, kind)
        admitted = [item for item in lines if kind == "problem" and "“重制定、轻执行”" in item.text]
        assert not lines or len(admitted) == len(lines), [item.text for item in lines]


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_a_kind_that_is_stated_is_found(report: Report) -> None:
    summary = summarize(report.text)
    for kind in report.keys:
        assert of_kind(summary, kind), kind


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(mangled())
def test_two_runs_are_equal(source: str) -> None:
    assert lasting(summarize(source)) == lasting(summarize(source))


@settings(deadline=None, max_examples=120)
@given(
    st.text(
        st.sampled_from(
            list(
                "一二、（）().1290%％３年月办理存在不足下步将但虽，。；：“”《》「」『』【】\n\r \u3000\x00\u202e\ufeff\u200b網際路民眾透過𠮷"
            )
        ),
        max_size=300,
    )
)
def test_every_promise_over_any_text(source: str) -> None:
    try:
        summary = summarize(source)
    except InputError:
        return
    assert faults(summary, source) == []


def read(path: Path) -> str:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return file.read()


def test_there_are_reports_of_our_own() -> None:
    assert len(list((ROOT / "eval/gold/reports").glob("*.txt"))) >= 6


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_promise_over_the_reports(path: Path) -> None:
    source = read(path)
    summary = summarize(source, include_source=True)
    assert faults(summary, source) == []
    assert summary.source == source
    assert summary.achievements
    assert lasting(summary) == lasting(summarize(source, include_source=True))


@pytest.mark.parametrize(
    "name", ["flattened", "traditional", "taiwan wording", "full width", "NULs", "windows line ends"]
)
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_promise_over_the_reports_mangled(path: Path, name: str) -> None:
    source = MANGLING[name](read(path))
    assert faults(summarize(source), source) == []


@pytest.mark.parametrize("width", [22, 31, 45, 60])
@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_promise_over_the_reports_wrapped(path: Path, width: int) -> None:
    source = wrapped(read(path), width, "- {} -")
    assert faults(summarize(source), source) == []


def test_the_source_comes_only_if_asked_for() -> None:
    assert summarize(BASE.text, include_source=True).source == BASE.text
    assert summarize(BASE.text, include_source=False).source is None
    assert summarize(BASE.text).source is None


def test_a_summary_in_traditional_script_is_so_throughout() -> None:
    """Title, headings, texts, figure names and overview: what is shown to people is in the script that was asked for."""
    dumped = summarize(BASE.text, script="hant").model_dump()
    shown = [
        dumped["overview"]["text"],
        dumped["report"]["title"],
        dumped["report"]["issuer"],
        dumped["report"]["region"],
    ]
    shown += [section["heading"] for section in dumped["report"]["sections"]]
    for kind in ("achievements", "problems", "plans"):
        for item in dumped[kind]:
            shown += [item["text"], *(figure["name"] for figure in item["figures"])]
    simplified = [text for text in shown if traditional(text) != text]
    assert simplified == []
