"""The tree of a report: sections, points, sentences and clauses, all with offsets into the source."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.document import Document
from service.stages.outline import outline
from tests.reports import BASE, LONG, flattened, full_width, plain, traditional, wrapped


def tree(document: Document) -> list[tuple[str, str, str]]:
    return [(section.id, plain(section.heading), section.kind) for section in document.sections]


TREE = [
    ("1", "一、主要举措和成效", "achievement"),
    ("1/1", "(一)优化政务服务,营商环境持续向好", "achievement"),
    ("1/1/1", "1.推进一件事集成办", "achievement"),
    ("1/1/2", "2.规范涉企行政检查", "achievement"),
    ("1/2", "(二)严格行政执法,执法质量稳步提高", "achievement"),
    ("1/2/1", "1.开展案卷集中评查", "achievement"),
    ("1/2/2", "2.推行柔性执法方式", "achievement"),
    ("1/3", "(三)化解矛盾纠纷,社会大局和谐稳定", "achievement"),
    ("1/3/1", "1.发挥复议主渠道作用", "achievement"),
    ("1/3/2", "2.做实人民调解工作", "achievement"),
    ("2", "二、存在的主要问题", "problem"),
    ("2/1", "(一)基层执法力量较为薄弱", "problem"),
    ("2/2", "(二)普法工作针对性不强", "problem"),
    ("3", "三、2024年工作打算", "plan"),
    ("3/1", "(一)充实基层执法队伍", "plan"),
    ("3/2", "(二)创新普法宣传方式", "plan"),
]

MANGLED = {
    "as it stands": BASE.text,
    "long points": LONG.text,
    "one line, blanks between": flattened(BASE.text),
    "one line, nothing between": flattened(BASE.text, ""),
    "one line of long points": flattened(LONG.text),
    "wrapped at 28": wrapped(LONG.text, 28),
    "wrapped at 40 with page numbers": wrapped(LONG.text, 40, "- {} -"),
    "full width": full_width(BASE.text),
    "traditional": traditional(BASE.text),
    "windows line ends": BASE.text.replace("\n", "\r\n"),
    "blank lines": BASE.text.replace("\n", "\n\n"),
    "indented": BASE.text.replace("\n", "\n　　"),
    "half-width brackets": BASE.text.replace("（", "(").replace("）", ")"),
    "blanks behind numbers": BASE.text.replace("1.", "1. ").replace("、主", "、 主"),
}


@pytest.mark.parametrize("source", MANGLED.values(), ids=MANGLED.keys())
def test_the_tree_whatever_the_source_did_to_its_lines(source: str) -> None:
    assert tree(outline(source)) == TREE


@pytest.mark.parametrize("source", MANGLED.values(), ids=MANGLED.keys())
def test_headings_begin_where_the_tree_says(source: str) -> None:
    document = outline(source)
    for section in document.sections:
        start = document.shadow.start_in_source(section.start)
        assert plain(source[start : start + 60].replace("\n", "")).startswith(plain(section.heading)[:6])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、甲项工作\n办理事项九件。\n二、乙项工作\n办理事项八件。", ["1", "2"]),
        ("第一部分 甲项工作\n一、丙项\n办理事项九件。\n第二部分 乙项工作\n办理事项八件。", ["1", "1/1", "2"]),
        (
            "一、甲项工作\n（一）丙项工作\n1.丁项。办理九件，成效好。\n（二）戊项工作\n办理事项八件。",
            ["1", "1/1", "1/1/1", "1/2"],
        ),
        (
            "主要成效\n办理复议申请九十件，审结八十件。\n存在不足\n人员力量不足的问题仍然存在。\n努力方向\n充实人员九名，培训九次。",
            ["1", "2", "3"],
        ),
    ],
)
def test_section_ids_are_position_paths(text: str, expected: list[str]) -> None:
    assert [section.id for section in outline(text).sections] == expected


def test_unnumbered_headings_hold_what_stands_below() -> None:
    text = "工作亮点\n复议质效提升\n审结复议案件109件，直接纠错17件。\n短板弱项\n乡镇审核人员不足，7个乡镇由文书兼任。\n努力方向\n招录审核专员18名，培训四期。"
    document = outline(text)
    kinds = {section.heading: section.kind for section in document.sections}
    assert kinds == {
        "工作亮点": "achievement",
        "复议质效提升": "achievement",
        "短板弱项": "problem",
        "努力方向": "plan",
    }


@pytest.mark.parametrize(
    "line", ["审结案件109件", "受理申请90件。", "办件好评率达99.2%", "走访企业;", "培训执法人员470人次"]
)
def test_a_short_line_that_counts_or_stops_is_no_heading(line: str) -> None:
    text = f"一、主要工作\n{line}\n全年办理复议申请九十件，审结八十件，调解二十件，直接纠错六件。"
    assert [section.heading for section in outline(text).sections] == ["一、主要工作"]


@pytest.mark.parametrize("opening", ["各位代表", "各位领导、同志们"])
def test_an_address_is_no_heading(opening: str) -> None:
    text = f"{opening}：\n现将全年工作报告如下，请予审议，并请提出意见。\n一、主要工作\n办理复议申请九十件。"
    assert [section.heading for section in outline(text).sections] == ["一、主要工作"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("1.“关键少数”作示范。成立以县长为组长的专班9个。", "1.“关键少数”作示范"),
        ("（一）压实领导责任。召开会议9次，听取汇报4次。", "(一)压实领导责任"),
        ("1.坚持以民为本，着力提升服务质量。设立窗口64个。", "1.坚持以民为本,着力提升服务质量"),
        ("1.狠抓“放管服”改革。取消许可9项。", "1.狠抓“放管服”改革"),
    ],
)
def test_inline_titles_run_to_their_stop(text: str, title: str) -> None:
    source = f"一、主要工作\n{text}\n2.其他工作有序推进。办理九件，办结九件。"
    document = outline(source)
    assert document.sections[1].heading == title
    heading = next(clause for clause in document.clauses if clause.heading and clause.section == 1)
    assert document.text(heading).rstrip("。") == title


@pytest.mark.parametrize("starter", ["持续深化", "严格落实", "成立", "组织", "印发", "围绕", "通过", "全县"])
def test_where_the_stop_behind_an_inline_title_is_lost_a_starter_shows_the_seam(starter: str) -> None:
    text = f"（一）筑牢基层法治工作根基{starter}有关制度9项，受理群众诉求5120件，按期办结5097件，办结率达99.6%，群众评价良好。"
    document = outline(f"一、主要工作\n{text}\n（二）规范执法。检查九次，整改九处。")
    assert document.sections[1].heading == "(一)筑牢基层法治工作根基"


def test_points_are_the_lowest_numbers() -> None:
    document = outline(BASE.text)
    bodied = [point for point in document.points if point.section >= 0]
    assert [point.marker for point in bodied] == ["1.", "2."] * 3 + ["(一)", "(二)"] * 2
    assert not any(point.lead for point in bodied)


def test_an_enumeration_makes_points_and_what_stands_before_it_leads() -> None:
    text = "一、主要工作\n（一）强化队伍。着力建设三支队伍。一是选配审核员31名；二是遴选律师58名；三是培育组织143个。"
    document = outline(text)
    assert [point.marker for point in document.points if not point.lead] == ["一是", "二是", "三是"]
    assert [point.lead for point in document.points] == [True, False, False, False]


def test_sentences_count_up_and_clauses_stand_in_one() -> None:
    document = outline(BASE.text)
    body = [clause for clause in document.clauses if clause.section == 3 and not clause.heading]
    assert [document.text(clause) for clause in body] == [
        "印发《澄溪县涉企行政检查计划管理办法》,",
        "全年入企检查频次同比下降31.4%。",
    ]
    assert len({clause.sentence for clause in body}) == 1
    numbers = [clause.sentence for clause in document.clauses]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    ("sub", "kind"),
    [
        ("（一）坚持问题导向，补齐短板", "achievement"),
        ("（一）着力破解执法难题", "achievement"),
        ("（一）完善年度计划管理", "achievement"),
    ],
)
def test_a_matter_below_the_achievements_stays_one(sub: str, kind: str) -> None:
    document = outline(f"一、主要成效\n{sub}\n办理九件，整改九处，培训九次。\n（二）其他工作\n办理九件，整改九处。")
    assert document.sections[1].kind == kind


def test_a_mixed_section_is_other() -> None:
    document = outline(
        "一、主要成效\n办理九件，整改九处。\n二、存在问题及下一步打算\n执法人员不足。下一步，将招录九名。"
    )
    assert document.sections[1].kind == "other"


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "。", "，，，", "（", "一、", "1.", "\x00", "\ufeff", "《", "“”", "一、\n二、\n三、"]
)
def test_any_text_gives_a_document(text: str) -> None:
    document = outline(text)
    assert document.source == text


_PARTS = st.sampled_from(
    [
        "一、",
        "（一）",
        "1.",
        "①",
        "一是",
        "二是",
        ")",
        "下一步，",
        "但",
        "2023年",
        "共",
        "12",
        "件",
        "。",
        "，",
        "；",
        "：",
        "\n",
        " ",
        "“",
        "”",
        "《",
        "》",
        "（",
        "）",
        "存在问题",
        "工作打算",
        "- 3 -",
        "打印",
        "執法",
        "網際網路",
        "民眾",
        "透過",
        "受理申请",
        "\x00",
        "\u202e",
        "\r\n",
        "３％",
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(_PARTS, max_size=80).map("".join))
def test_the_parts_of_any_document_fit_together(text: str) -> None:
    document = outline(text)
    for at, clause in enumerate(document.clauses):
        assert clause.number == at
        assert 0 <= clause.start < clause.end <= len(document.shadow.text)
        assert -1 <= clause.section < len(document.sections)
        assert -1 <= clause.point < len(document.points)
        assert all(0 <= a < b <= len(text) for a, b in document.spans(clause))
    for before, behind in zip(document.clauses, document.clauses[1:], strict=False):
        assert before.end <= behind.start
    for section in document.sections:
        assert section.parent < len(document.sections)
        assert 0 <= section.first <= section.last <= len(document.clauses)
        if section.parent >= 0:
            above = document.sections[section.parent]
            assert section.id.rpartition("/")[0] == above.id
            assert above.first <= section.first <= section.last <= above.last
    ids = [section.id for section in document.sections]
    assert len(set(ids)) == len(ids)
    for point in document.points:
        assert point.first < point.last
        assert all(document.clauses[n].point == point.number for n in range(point.first, point.last))


def test_a_report_is_read_in_linear_time() -> None:
    import time

    def seconds(times: int) -> float:
        text = "\n".join([LONG.text] * times)
        best = float("inf")
        for _ in range(2):
            began = time.perf_counter()
            outline(text)
            best = min(best, time.perf_counter() - began)
        return best

    outline(LONG.text)
    assert seconds(160) < 16 * seconds(20)


@pytest.mark.parametrize(
    "line", ["（二）2023年新增调解组织12个。调解纠纷320件。", "（二）新建便民驿站5所\n每所配备工作人员2名。"]
)
def test_a_deed_that_counts_is_no_heading(line: str) -> None:
    document = outline(
        f"澄溪县2023年法治政府建设情况报告\n一、主要工作\n（一）规范执法。评查案卷213宗。\n{line}\n（三）普法宣传。开展活动42场次。"
    )
    assert [section.heading for section in document.sections] == ["一、主要工作", "(一)规范执法", "(三)普法宣传"]
