"""Telling the report from the web page around it: furniture is marked, never deleted."""

import pytest

from service.stages.outline import outline
from tests.reports import BASE, LONG, flattened
from tests.test_coping_pages import FOOT_FURNITURE, HEAD_FURNITURE


def furniture(source: str) -> str:
    return "\n".join(source[a:b] for a, b in outline(source).furniture)


def test_a_bare_report_has_none() -> None:
    for report in (BASE, LONG):
        assert outline(report.text).furniture == ()


@pytest.mark.parametrize("line", [*HEAD_FURNITURE, *FOOT_FURNITURE])
def test_lines_of_a_page_are_marked(line: str) -> None:
    title, *rest = BASE.text.split("\n")
    source = "\n".join([title, line, *rest, line])
    document = outline(source)
    assert furniture(source).count(line.strip()) == 2
    assert document.source == source
    assert not any(line in source[a:b] for clause in document.clauses for a, b in document.spans(clause))


@pytest.mark.parametrize(
    "line",
    [
        "打印机使用管理制度出台，压减办公经费9万元。",
        "分享法治建设经验9次，接待考察团12个。",
        "关闭不合格企业14家，查处违法案件26起。",
        "来源合法性审查机制健全，审查文件90件。",
        "首页推送普法文章120篇，阅读量达9万次。",
        "网站公开信息5200条，回应群众留言431条。",
        "备案规范性文件12件，清理文件90件。",
        "编辑普法手册2册，发放8000册。",
        "阅读推广活动举办90场，参加群众2300人次。",
        "注册律师人数增至90名，公职律师增至47名。",
        "审核合同协议486份，提出意见927条。",
        "我要投诉平台办结事项57项，满意率达98%。",
    ],
)
def test_a_sentence_that_begins_like_furniture_is_none(line: str) -> None:
    lines = [*(line.text for line in BASE.lines[:12]), line, *(line.text for line in BASE.lines[12:])]
    source = "\n".join(lines)
    assert line not in furniture(source)
    document = outline(source)
    assert any(line[:6] in document.source[a:b] for clause in document.clauses for a, b in document.spans(clause))


def test_page_numbers_between_are_furniture_or_layout() -> None:
    lines = BASE.text.split("\n")
    source = "\n".join([*lines[:7], "- 1 -", *lines[7:13], "- 2 -", *lines[13:]])
    document = outline(source)
    assert not any("- 1 -" in source[a:b] for clause in document.clauses for a, b in document.spans(clause))


def test_signature_and_date_are_no_body() -> None:
    source = BASE.text + "\n\n澄溪县人民政府\n2024年1月29日"
    document = outline(source)
    assert document.clauses[-1].end <= len(BASE.text)
    assert "2024年1月29日" in furniture(source)
    assert document.issuer == "澄溪县人民政府"


def test_the_foot_of_a_flattened_page() -> None:
    source = flattened(LONG.text) + " " + " ".join(FOOT_FURNITURE)
    document = outline(source)
    last = max(b for clause in document.clauses for _, b in document.spans(clause))
    assert last <= len(flattened(LONG.text))


def test_the_head_of_a_flattened_page() -> None:
    title, rest = flattened(LONG.text).split(" ", 1)
    source = f"{HEAD_FURNITURE[1]} {title} {HEAD_FURNITURE[2]} {rest}"
    document = outline(source)
    assert document.title == title
    assert not any("浏览次数" in source[a:b] for clause in document.clauses for a, b in document.spans(clause))


def test_a_report_that_is_cut_off_is_flagged() -> None:
    assert "truncated_report" not in outline(BASE.text).flags
    assert "truncated_report" in outline(LONG.text[:-30]).flags
    assert "truncated_report" not in outline(BASE.text + "\n\n澄溪县人民政府\n2024年1月29日").flags


_SIGNED = """松河县2023年法治政府建设情况报告

　　一、主要成效
　　全年办结行政复议案件45件，化解信访积案12件。
　　二、存在的问题
　　基层执法力量不足，经费保障不到位。
　　三、下一步打算
　　加强执法队伍建设，年内完成轮训300人次。

　　　　松河县人民政府
　　　　2024年1月20日
"""


@pytest.mark.parametrize(
    "attached",
    [
        "附件：1．行政执法统计表.xlsx\n2．规范性文件清单.docx\n",
        "附件：\n1．行政执法统计表.xlsx\n2．规范性文件清单.docx\n",
        "附件1：行政执法统计表\n附件2：规范性文件清单\n",
        "附件\n　　一、行政执法统计表\n　　二、规范性文件清单\n",
    ],
)
def test_a_list_of_attachments_is_no_part_of_the_report(attached: str) -> None:
    plain, document = outline(_SIGNED), outline(_SIGNED + attached)
    assert [section.heading for section in document.sections] == [section.heading for section in plain.sections]
    assert [document.text(clause) for clause in document.clauses] == [plain.text(clause) for clause in plain.clauses]
    assert document.issuer == "松河县人民政府"
    assert document.flags == frozenset()


@pytest.mark.parametrize("label", ["名　　称：", "标题: ", "信息名称：", "公文名称:"])
def test_the_label_of_a_title_is_no_part_of_it(label: str) -> None:
    document = outline("索引号：12345/2024\n" + label + _SIGNED)
    assert document.title == "松河县2023年法治政府建设情况报告"
    assert document.region == "松河县"


PAGERS = [
    "[1] [2] 下一页",
    "上一页 1 2 3 下一页 尾页",
    "首页 上一页 [1] [2] [3] 下一页 尾页 共3页",
    "[1][2][3]",
    "1 2 3 下一页 >",
    "共2页 第1页 下一页",
]


@pytest.mark.parametrize("pager", PAGERS)
def test_links_from_page_to_page_are_no_heading(pager: str) -> None:
    lines = BASE.text.split("\n")
    document = outline("\n".join([*lines[:6], pager, *lines[6:], pager]))
    plain = outline(BASE.text)
    assert [section.heading for section in document.sections] == [section.heading for section in plain.sections]
    assert [document.text(clause) for clause in document.clauses] == [plain.text(clause) for clause in plain.clauses]


def test_the_name_of_an_attached_file_is_no_point() -> None:
    document = outline(f"{BASE.text}\n附件下载：\n1.2024年统计表.xls")
    assert len(document.points) == len(outline(BASE.text).points)
    assert not document.flags
