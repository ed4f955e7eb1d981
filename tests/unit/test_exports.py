"""Many results as a table for a spreadsheet: every report has its row, and whatever a report holds is text."""

import csv as reader
import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from schemas.job import JobError, JobState
from schemas.result import ReportResult
from schemas.summary import ReportSummary
from service.messages import Language
from service.render import table
from service.render.csv import csv
from service.render.labels import LABELS
from service.render.plain import one_line
from service.render.xlsx import MAX_ROWS, xlsx
from tests.summaries import figure, item, summary
from tests.unit.test_render import NASTY

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠a",
    " =1",
    "=cmd|' /C calc'!A0",
)
MADE = summary(
    [
        (
            "achievement",
            item(
                "a1", "办理行政处罚案件126件", figures=[figure("行政处罚案件"), figure("罚款", "1.3万", "元", "13000")]
            ),
        ),
        ("problem", item("p1", "调解率偏低", "disputes")),
    ]
)


def result(made: ReportSummary | None = MADE, *, name: str = "a.txt", state: JobState = "succeeded") -> ReportResult:
    error = JobError(code="no_text_layer", message="没有文字") if state == "failed" else None
    return ReportResult(job="1" * 32, name=name, state=state, error=error, summary=made)


ALL = [
    result(),
    result(None, name="b.pdf", state="failed"),
    result(None, name="c.txt", state="queued"),
    result(summary()),
]


def read_csv(*results: ReportResult, language: Language = "zh") -> list[dict[str, str]]:
    data = b"".join(csv(results, language))
    assert data.startswith(b"\xef\xbb\xbf")
    return list(reader.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def read_xlsx(
    *results: ReportResult, language: Language = "zh", max_rows: int = MAX_ROWS
) -> dict[str, list[list[Any]]]:
    file = io.BytesIO()
    xlsx(results, file, language, max_rows)
    book = openpyxl.load_workbook(file)
    for sheet in book:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def column(rows: list[list[Any]], name: str) -> list[Any]:
    return [row[rows[0].index(name)] for row in rows[1:]]


# every report


def test_a_row_an_item_and_one_for_each_report_without() -> None:
    rows = read_csv(*ALL)
    assert [(row["报告"], row["条目编号"], row["状态"], row["失败原因"]) for row in rows] == [
        ("a.txt", "a1", "完成", ""),
        ("a.txt", "p1", "完成", ""),
        ("b.pdf", "", "失败", "没有文字"),
        ("c.txt", "", "等待中", ""),
        ("a.txt", "", "完成", ""),
    ]
    first = rows[0]
    assert (first["标题"], first["发布机关"], first["地区"], first["年度"], first["层级"]) == (
        "云岫县2024年法治政府建设情况报告",
        "云岫县人民政府",
        "云岫县",
        "2024",
        "县级",
    )
    assert (first["类别"], first["主题"], first["摘要"]) == ("成效", "行政执法", "办理行政处罚案件126件")
    assert first["原文依据"] == "全 (19–20)"
    assert first["数据"] == "行政处罚案件：126件；罚款：1.3万元"


def test_the_workbook_has_items_figures_and_every_report() -> None:
    book = read_xlsx(*ALL)
    assert list(book) == ["条目", "数据", "报告"]
    told = [["" if cell is None else str(cell) for cell in row] for row in book["条目"]]
    assert told == [list(read_csv(*ALL)[0]), *(list(row.values()) for row in read_csv(*ALL))]
    assert column(book["数据"], "指标") == ["行政处罚案件", "罚款"]
    assert column(book["数据"], "数值（原文）") == ["126件", "1.3万元"]
    assert column(book["数据"], "数值") == [126, 13000]
    assert column(book["报告"], "报告") == ["a.txt", "b.pdf", "c.txt", "a.txt"]
    assert column(book["报告"], "状态") == ["完成", "失败", "等待中", "完成"]
    assert column(book["报告"], "失败原因") == [None, "没有文字", None, None]
    assert column(book["报告"], "成效数") == [1, None, None, 0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_heads_and_words_are_the_readers(language: Language) -> None:
    rows = read_csv(*ALL, language=language)
    assert list(rows[0]) == [LABELS[f"column_{name}"]._asdict()[language] for name in table.ITEMS.columns]
    assert [row[LABELS["column_state"]._asdict()[language]] for row in rows][2] == LABELS["state_failed"]._asdict()[
        language
    ]
    if language == "en":
        assert not re.search("[\u4e00-\u9fff]", "".join(rows[0]))


# whatever a report holds


def nasty(words: str) -> ReportResult:
    one = item("a1", words[:60], figures=[figure(words, words, words, words)])
    return result(summary([("achievement", one)], title=words, issuer=words, region=words), name=words)


@pytest.mark.parametrize("words", FORMULAS)
def test_a_spreadsheet_calculates_nothing(words: str) -> None:
    data = b"".join(csv([nasty(words)])).decode("utf-8-sig")
    for row in reader.reader(io.StringIO(data, newline="")):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    book = read_xlsx(nasty(words))
    assert column(book["条目"], "标题") == [words.strip()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
@example("_x0041_")
@example("\ufffe\uffff\x00\x1b\ud7ff\U0001f600")
@example('a"b,c;d\r\ne')
@example("http://x.example")
def test_what_a_report_holds_comes_back_on_one_line(words: str) -> None:
    shown = one_line(words)
    (row,) = read_csv(nasty(words))
    assert row["摘要"].removeprefix("'") == shown.removeprefix("'")
    book = read_xlsx(nasty(words))
    (told,) = column(book["条目"], "摘要")
    assert unescape(told or "") == re.sub("[\ufffe\uffff]", "\ufffd", shown)


@pytest.mark.parametrize("words", NASTY)
def test_a_workbook_is_good_xml_without_links(words: str) -> None:
    file = io.BytesIO()
    xlsx([nasty(words)], file)
    with zipfile.ZipFile(file) as package:
        for name in package.namelist():
            assert b"<hyperlink" not in package.read(name)
    openpyxl.load_workbook(file)


@pytest.mark.parametrize(
    ("number", "cell"),
    [
        ("13000", 13000),
        ("-2.5", -2.5),
        ("123456789012345", 123456789012345),
        ("1234567890123456", "1234567890123456"),
        ("0.1234567890123456", "0.1234567890123456"),
        ("nan", "nan"),
        ("1e999", "1e999"),
        ("", None),
    ],
)
def test_a_number_is_one_where_it_stays_exact(number: str, cell: Any) -> None:
    one = item("a1", "甲", figures=[figure("甲", "1").model_copy(update={"number": number})])
    assert column(read_xlsx(result(summary([("plan", one)])))["数据"], "数值") == [cell]


def test_a_long_text_ends_in_an_ellipsis_in_a_workbook_and_is_whole_in_csv() -> None:
    for long in ("长" * 40_000, "\U00020000" * 20_000):
        book = read_xlsx(nasty(long))
        (told,) = column(book["条目"], "标题")
        assert told.endswith("…")
        assert len(told.encode("utf-16-le")) // 2 <= 32_767
        assert read_csv(nasty(long))[0]["标题"] == long


def test_a_table_longer_than_a_sheet_goes_on_in_the_next() -> None:
    book = read_xlsx(*[result(name=f"{n}.txt") for n in range(5)], max_rows=4)
    assert list(book)[:3] == ["条目", "数据", "报告"]
    names = [sheet for sheet in book if sheet.startswith("条目")]
    assert names == ["条目", "条目 2", "条目 3", "条目 4"]
    assert [name for sheet in names for name in column(book[sheet], "报告")] == [
        f"{n}.txt" for n in range(5) for _ in "12"
    ]
    assert [name for sheet in book if sheet.startswith("报告") for name in column(book[sheet], "报告")] == [
        f"{n}.txt" for n in range(5)
    ]


def test_rows_come_as_their_reports_do() -> None:
    taken = []

    def coming() -> Any:
        for n in range(3):
            taken.append(n)
            yield result()

    pieces = csv(coming())
    next(pieces)
    assert taken == []
    next(pieces)
    assert taken == [0]
