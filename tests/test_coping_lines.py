"""The same report whatever happened to its lines: flattened, wrapped, stops lost, blanks put in.

Asserted on the final result: one item for each point, of the right kind, in the report's order, and no other.
"""

import re

import pytest

from tests.reports import BASE, LONG, Line, Report, check, evidence, faults, flattened, plain, summarize, wrapped


def test_the_plain_report() -> None:
    summary = check(BASE.text, BASE.keys)
    assert summary.report.title == "澄溪县人民政府关于2023年法治政府建设情况的报告"
    assert (summary.report.issuer, summary.report.region, summary.report.level, summary.report.year) == (
        "澄溪县人民政府",
        "澄溪县",
        "county",
        2023,
    )
    assert [section.id for section in summary.report.sections if "/" not in section.id] == ["1", "2", "3"]
    assert {s.id: s.kind for s in summary.report.sections if "/" not in s.id} == {
        "1": "achievement",
        "2": "problem",
        "3": "plan",
    }


@pytest.mark.parametrize("between", [" ", "", "  ", "　"])
def test_the_whole_body_on_one_line(between: str) -> None:
    source = flattened(BASE.text, between)
    assert "\n" not in source
    summary = check(source, BASE.keys)
    assert [s.id for s in summary.report.sections] == [s.id for s in summarize(BASE.text).report.sections]


@pytest.mark.parametrize("kept", ["achievement", "problem", "plan"])
def test_a_short_body_on_one_line(kept: str) -> None:
    report = BASE.only(kept)
    check(flattened(report.text), report.keys)


@pytest.mark.parametrize("page", ["- {} -", "— {} —", "{}", "第{}页", "第 {} 页 共 9 页", "{}/9"])
@pytest.mark.parametrize("width", [22, 28, 36, 45])
def test_wrapped_lines_with_page_numbers_between(width: int, page: str) -> None:
    source = wrapped(LONG.text, width, page)
    summary = check(source, LONG.keys)
    shapes = [page.format(number) for number in range(1, 99)]
    for item in summary.items():
        for piece in item.evidence:
            assert not [line for line in piece.text.split("\n")[1:] if line.strip() in shapes], piece.text


@pytest.mark.parametrize("report", [pytest.param(BASE, id="short points"), pytest.param(LONG, id="long points")])
@pytest.mark.parametrize("width", [20, 24, 28, 30, 34, 38, 42, 48, 54, 60])
def test_wrapped_lines(width: int, report: Report) -> None:
    check(wrapped(report.text, width), report.keys)


def test_long_points_unwrapped() -> None:
    check(LONG.text, LONG.keys)


def test_wrapped_lines_with_indents_and_running_heads() -> None:
    lines = ["　　" + line for line in BASE.text.split("\n")]
    pages = wrapped("\n".join(lines), 28).split("\n")
    source = ""
    for number in range(0, len(pages), 12):
        source += (
            "\n".join(["澄溪县法治政府建设年度报告", *pages[number : number + 12], f"- {number // 12 + 1} -"]) + "\n"
        )
    summary = check(source, BASE.keys)
    assert not any("年度报告" in evidence(item) for item in summary.items())


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\n\n", "\r\n\r\n", "\u2028", "\x0b\n"])
def test_line_ends(line_end: str) -> None:
    check(BASE.text.replace("\n", line_end), BASE.keys)


@pytest.mark.parametrize(
    "lose",
    [
        pytest.param(lambda text: re.sub(r"。$", "", text), id="at the end of every point"),
        pytest.param(
            lambda text: re.sub(r"^([^。]{4,20})。(?=.)", r"\1 ", text), id="behind inline titles, a blank left"
        ),
    ],
)
def test_missing_full_stops(lose) -> None:
    report = BASE.with_words(lose)
    assert report.text.count("。") < BASE.text.count("。")
    check(report.text, report.keys)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        (
            "1.狠抓执法培训。组织执法骨干实训班14期，培训执法人员2260人次2023年，共抽查执法案卷371宗，下发整改通知书28份。",
            "培训执法人员2260人次",
            "共抽查执法案卷371宗",
        ),
        (
            "1.狠抓执法培训。组织执法骨干实训班14期，培训执法人员2260人次2023年共抽查执法案卷371宗，下发整改通知书28份。",
            "培训执法人员2260人次",
            "共抽查执法案卷371宗",
        ),
    ],
)
def test_a_stop_lost_between_two_sentences(text: str, first: str, second: str) -> None:
    """No clause runs over the seam, so that no line mixes the end of one sentence with the beginning of the next."""
    lines = (*BASE.lines[:4], Line("point", "", text), *BASE.lines[12:])
    source = "\n".join(line.text for line in lines)
    summary = summarize(source)
    for key in (first, second):
        assert any(key in evidence(item) for item in summary.achievements)
    for item in summary.achievements:
        assert f"{first}2023年" not in item.text
    assert faults(summary, source) == []


@pytest.mark.parametrize(
    "title",
    [
        "提升窗口服务水平组织窗口人员轮训37场，受理群众诉求5120件，按期办结率达99.2%。",
        "健全完善监督机制印发执法监督办法2件，聘请执法监督员64名。",
        "健全完善监督机制印发执法监督办法2件，聘请执法监督员64名。全年开展专项监督检查9次，督促整改突出问题77个。",
    ],
)
def test_a_stop_lost_behind_an_inline_title(title: str) -> None:
    lines = (*BASE.lines[:4], Line("point", "1.", title), *BASE.lines[5:])
    source = "\n".join(line.text for line in lines)
    summary = summarize(source)
    first = summary.achievements[0]
    assert re.search("轮训37场|监督员64名", evidence(first))
    assert not first.text.startswith(("提升窗口服务水平", "健全完善监督机制"))
    assert len(summary.achievements) == 6


def test_blanks_around_digits() -> None:
    source = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", " ", BASE.text)
    summary = summarize(source)
    plain_ = summarize(BASE.text)
    assert [plain(item.text) for item in summary.items()] == [plain(item.text) for item in plain_.items()]
    assert [[f.number for f in i.figures] for i in summary.items()] == [
        [f.number for f in i.figures] for i in plain_.items()
    ]
    assert faults(summary, source) == []
