"""Tables in a report: what a row tells is told once, of the kind that its column's head says, without the row's number."""

import pytest
from docx.document import Document

from schemas.summary import ReportSummary
from service.ingest import docx, html, pdf
from tests.formats import docx as docx_maker
from tests.formats import pdf as pdf_maker
from tests.reports import evidence, faults, summarize

HEAD = """禾泽市市场监督管理局2023年法治政府建设情况报告
2023年，禾泽市市场监督管理局坚持依法行政，现将有关情况报告如下：
一、主要工作成效
（一）规范行政执法。全年办理行政处罚案件312件，组织案卷评查4次。
二、存在问题及整改措施
（一）督察反馈情况。市委依法治市办反馈我局问题6个，均已整改完成。
（二）自查问题。自查发现的问题及拟采取的措施见下表："""
TAIL = """（三）监督检查情况。组织专项督查3次，发现并督促整改问题9个。
三、2024年工作打算
（一）推进智慧监管。建设市级监管平台，年底前接入各县区数据。
禾泽市市场监督管理局
2024年1月20日"""
HEADS = ("序号", "存在问题", "整改措施", "责任单位", "完成时限")
ROWS = (
    ("1", "部分执法人员对新修订的法律掌握不够，案卷文书不规范", "举办执法培训4期，实现执法人员轮训全覆盖", "法规科", "2024年6月"),
    ("2", "普法宣传形式单一，对新业态从业人员覆盖不足", "建设线上普法专栏，每季度推送普法短视频不少于3条", "宣教科", "2024年9月"),
    ("3", "基层所执法力量薄弱，3个所仅有1名持证人员", "从机关选派12名业务骨干下沉基层所", "人事科", "2024年12月"),
)  # fmt: skip
PROBLEMS = [row[1] for row in ROWS]
PLANS = [row[2] for row in ROWS]


def rows(between: str, edge: str = "") -> str:
    return "\n".join(edge + between.join(row) + edge for row in (HEADS, *ROWS))


def told(summary: ReportSummary, source: str) -> None:
    """Every row is told once and of its kind, and so is what stands behind the table."""
    assert [evidence(item) for item in summary.problems] == PROBLEMS
    assert [evidence(item) for item in summary.plans] == [*PLANS, "建设市级监管平台，年底前接入各县区数据"]
    achieved = [evidence(item) for item in summary.achievements]
    assert achieved[-1] == "组织专项督查3次，发现并督促整改问题9个"
    headings = [section.heading for section in summary.report.sections]
    assert "(三)监督检查情况" in headings
    assert "三、2024年工作打算" in headings
    texts = [item.text for item in (*summary.problems, *summary.plans, *summary.achievements)]
    assert not any("\t" in text or "科" in text or text[0].isdigit() for text in texts)
    assert faults(summary, source) == []


@pytest.mark.parametrize(("between", "edge"), [("\t", ""), (" | ", "|"), (" | ", ""), ("　\t", "")])
def test_rows_of_problems_and_measures(between: str, edge: str) -> None:
    source = "\n".join((HEAD, rows(between, edge), TAIL))
    told(summarize(source), source)


def test_in_a_web_page() -> None:
    def cells(row: tuple[str, ...]) -> str:
        return "<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>"

    def prose(text: str) -> str:
        return "".join(f"<p>{line}</p>" for line in text.split("\n"))

    page = f"<html><body><div>{prose(HEAD)}<table>{''.join(map(cells, (HEADS, *ROWS)))}</table>{prose(TAIL)}</div></body></html>"
    source = html.read(page.encode()).text
    told(summarize(source), source)


def test_in_a_document() -> None:
    def fill(document: Document) -> None:
        for line in HEAD.split("\n"):
            document.add_paragraph(line)
        table = document.add_table(rows=0, cols=len(HEADS))
        for row in (HEADS, *ROWS):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
        for line in TAIL.split("\n"):
            document.add_paragraph(line)

    source = docx.read(docx_maker.saved(fill)).text
    told(summarize(source), source)


GRID = ("GRID", (0, 0), (-1, -1), 0.5, "black")
THREE = [("LINEABOVE", (0, n), (-1, n), 1, "black") for n in (0, 1)] + [("LINEBELOW", (0, -1), (-1, -1), 1, "black")]


@pytest.mark.parametrize("rules", [[GRID], THREE, []], ids=["grid", "three lines", "no lines"])
@pytest.mark.parametrize("across", ["TOP", "MIDDLE"])
@pytest.mark.parametrize("columns", [(0, 1, 2, 3, 4), (1, 2, 3)])
def test_in_a_pdf(rules: list[tuple[object, ...]], across: str, columns: tuple[int, ...]) -> None:
    table = [[row[n] for n in columns] for row in (HEADS, *ROWS)]
    widths = [(2, 11, 10, 4, 4)[n] * 12.0 + 12 for n in columns]
    source = pdf.read(
        pdf_maker.with_table(HEAD, table, widths, [("VALIGN", (0, 0), (-1, -1), across), *rules], TAIL), 9
    ).text
    told(summarize(source), source)


def test_a_cell_over_several_rows_moves_no_other() -> None:
    table = (
        "<table><tr><th>类别</th><th>存在问题</th><th>整改措施</th></tr>"
        f"<tr><td rowspan=2>执法</td><td>{PROBLEMS[0]}</td><td>{PLANS[0]}</td></tr>"
        f"<tr><td></td><td><p>{PLANS[1]}</p><p>{PLANS[2]}</p></td></tr></table>"
    )
    head, tail = (text.replace("\n", "<br>") for text in (HEAD, TAIL))
    source = html.read(f"<p>{head}</p>{table}<p>{tail}</p>".encode()).text
    assert f"\n执法\t{PROBLEMS[0]}\t{PLANS[0]}\n\t\t{PLANS[1]} {PLANS[2]}\n" in source
    summary = summarize(source)
    assert [evidence(item) for item in summary.problems] == PROBLEMS[:1]
    assert [item.text for item in summary.plans][:2] == [PLANS[0], f"{PLANS[1]}，{PLANS[2]}"]


def test_a_cell_of_several_measures_is_a_line_each() -> None:
    measures = "1.举办执法培训4期。2.建立案卷评查通报制度。"
    source = f"{HEAD}\n存在问题\t整改措施\n{PROBLEMS[0]}\t{measures}\n{TAIL}"
    summary = summarize(source)
    assert [evidence(item) for item in summary.plans][:2] == ["举办执法培训4期", "建立案卷评查通报制度"]


def test_a_problem_that_its_row_says_is_no_more_is_none() -> None:
    table = (
        "序号\t问题\t整改情况\n1\t执法记录不规范\t已完成整改\n2\t案卷归档不及时\t建立归档台账，补录案卷46件，已整改到位"
    )
    source = f"{HEAD}\n{table}\n{TAIL}"
    summary = summarize(source)
    assert not summary.problems
    assert "执法记录不规范" in "".join(evidence(item) for item in summary.achievements)


def test_columns_without_a_kind_are_of_the_kind_of_their_section() -> None:
    table = "序号\t重点任务\t主要举措\t牵头单位\n1\t智慧监管\t建设市级监管平台，年底前接入各县区数据\t信息中心\n2\t队伍建设\t招录法律专业人员8名，充实基层所力量\t人事科"
    source = f"{HEAD.partition('（二）')[0]}三、2024年工作打算\n2024年重点工作安排如下：\n{table}\n（一）强化督导。每季度通报进展情况1次。"
    assert [item.text for item in summarize(source).plans] == [
        "建设市级监管平台，年底前接入各县区数据",
        "招录法律专业人员8名，充实基层所力量",
        "每季度通报进展情况1次",
    ]


def test_numbers_of_several_years_are_no_lines() -> None:
    table = "指标\t2022年\t2023年\n行政处罚案件\t298件\t312件\n行政复议案件\t12件\t9件"
    source = f"{HEAD.partition('二、')[0]}（二）办案情况见下表：\n{table}\n（三）普法宣传。开展普法活动42场次，发放资料2万份。"
    summary = summarize(source)
    assert [evidence(item) for item in summary.achievements][-1] == "开展普法活动42场次，发放资料2万份"
    assert not any("298" in item.text or "298" in evidence(item) for item in summary.achievements)


def test_a_name_and_its_value_are_one_line() -> None:
    source = f"{HEAD.partition('二、')[0]}（二）办案情况见下表：\n办理行政许可事项\t1286件\n（三）普法宣传。开展普法活动42场次，发放资料2万份。"
    assert "办理行政许可事项1286件" in [item.text for item in summarize(source).achievements]
