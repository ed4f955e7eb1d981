"""Results, lists and searches over HTTP, in every format, to their owner alone."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from starlette.testclient import TestClient

from schemas.comparison import Comparison
from schemas.outline import SourceOutline
from schemas.result import ReportResult
from schemas.search import FigurePage, HitPage, SummaryPage
from schemas.summary import ReportSummary
from service.api.rendered import DOCX
from service.api.tabled import XLSX
from service.app import create_app
from service.storage.database import Database
from tests.app import stored
from tests.app.conftest import settings
from tests.app.test_api import problem
from tests.summaries import SOURCE, figure, item, summary
from tests.unit.storage.filled import batch, keep

ONE = summary(
    [
        ("achievement", item("a1", "办理行政处罚案件126件", figures=[figure("行政处罚案件")])),
        ("problem", item("p1", "行政复议调解率偏低", "disputes")),
    ]
)
NOBODYS = "0" * 32
folder = pytest.fixture(stored.folder, scope="module")
client = pytest.fixture(stored.client, scope="module")
database = pytest.fixture(stored.database, scope="module")


@pytest.fixture(scope="module")
def kept(database: Database) -> str:
    return keep(database, ONE, name="云岫.docx")


@pytest.fixture(scope="module")
def others(database: Database) -> tuple[str, str]:
    """A summary and a batch of somebody else."""
    return keep(database, ONE, "somebody"), batch(database, [ONE], "somebody")[0]


def test_a_job_that_is_done_tells_what_its_report_is_called(
    client: TestClient, kept: str, batched: str, others: tuple[str, str]
) -> None:
    report = ONE.report
    told = {"title": report.title, "issuer": report.issuer, "region": report.region, "year": report.year}
    assert client.get(f"/v1/jobs/{kept}").json()["report"] == told
    listed = client.get("/v1/jobs", params={"batch": batched}).json()["jobs"]
    assert [job["report"] and job["report"]["title"] for job in listed] == [report.title, None, None, "=1+1"]
    everything = client.get("/v1/jobs").json()["jobs"]
    assert {job["id"]: job["report"] for job in everything}[kept] == told
    assert others[0] not in {job["id"] for job in everything}


@pytest.fixture(scope="module")
def batched(database: Database) -> str:
    return batch(database, [ONE, "empty_text", None, summary(title="=1+1")])[0]


# a summary


def test_a_summary_in_each_format(client: TestClient, kept: str) -> None:
    path = f"/v1/summaries/{kept}"
    assert ReportSummary.model_validate_json(client.get(path).content) == ONE
    with_source = ReportSummary.model_validate_json(client.get(path, params={"include_source": "true"}).content)
    assert with_source.source == SOURCE
    for asked in ({"headers": {"Accept": "text/markdown"}}, {"params": {"format": "markdown"}}):
        told = client.get(path, **asked)  # type: ignore[arg-type]
        assert told.headers["content-type"] == "text/markdown; charset=utf-8"
        assert "办理行政处罚案件126件" in told.text
    for asked in ({"headers": {"Accept": DOCX}}, {"params": {"format": "docx"}}):
        told = client.get(path, **asked)  # type: ignore[arg-type]
        assert told.headers["content-type"] == DOCX
        assert "办理行政处罚案件126件" in "".join(p.text for p in docx.Document(io.BytesIO(told.content)).paragraphs)
    for asked in ({"headers": {"Accept": "text/csv"}}, {"params": {"format": "csv"}}):
        told = client.get(path, **asked)  # type: ignore[arg-type]
        assert told.headers["content-disposition"] == f'attachment; filename="summary-{kept}.csv"'
        rows = list(csv.DictReader(io.StringIO(told.content.decode("utf-8-sig"), newline="")))
        assert [(row["报告"], row["条目编号"], row["状态"]) for row in rows] == [
            ("云岫.docx", "a1", "完成"),
            ("云岫.docx", "p1", "完成"),
        ]
    for asked in ({"headers": {"Accept": XLSX}}, {"params": {"format": "xlsx"}}):
        told = client.get(path, **asked)  # type: ignore[arg-type]
        assert told.headers["content-type"] == XLSX
        book = openpyxl.load_workbook(io.BytesIO(told.content))
        assert [row[3] for row in book["数据"].iter_rows(min_row=2, values_only=True)] == ["云岫县"]
    refused = client.get(path, headers={"Accept": "image/png", "Accept-Language": "en"})
    assert DOCX in problem(refused, 406, "not_acceptable")["detail"]
    problem(client.get(path, params={"format": "pdf"}), 422, "invalid_request")


def test_the_source_is_what_was_posted(client: TestClient, kept: str) -> None:
    told = client.get(f"/v1/summaries/{kept}/source")
    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    assert told.content == SOURCE.encode()


def test_the_outline_tells_the_structure_of_the_source(client: TestClient, kept: str) -> None:
    told = SourceOutline.model_validate_json(client.get(f"/v1/summaries/{kept}/outline").content)
    assert told.headings == ()
    assert [SOURCE[one.start : one.end] for one in told.clauses][-1] == "同比下降8.2%。"


def test_a_deleted_summary_is_gone_with_its_job(client: TestClient, database: Database) -> None:
    job = keep(database, ONE)
    assert client.delete(f"/v1/summaries/{job}").status_code == 204
    for path in (f"/v1/summaries/{job}", f"/v1/summaries/{job}/source", f"/v1/jobs/{job}"):
        problem(client.get(path), 404, "not_found")
    problem(client.delete(f"/v1/summaries/{job}"), 404, "not_found")


@pytest.mark.parametrize("id", [NOBODYS, "x", "%00", "ſ" * 32, "a" * 400])
def test_what_is_not_there(client: TestClient, id: str) -> None:
    for path in (
        f"/v1/summaries/{id}",
        f"/v1/summaries/{id}/source",
        f"/v1/summaries/{id}/outline",
        f"/v1/batches/{id}/results",
    ):
        problem(client.get(path), 404, "not_found")
    problem(client.delete(f"/v1/summaries/{id}"), 404, "not_found")


def test_what_is_somebody_elses_is_not_there(client: TestClient, kept: str, others: tuple[str, str]) -> None:
    theirs, their_batch = others
    for path in (
        f"/v1/summaries/{theirs}",
        f"/v1/summaries/{theirs}/source",
        f"/v1/summaries/{theirs}/outline",
        f"/v1/batches/{their_batch}/results",
    ):
        problem(client.get(path), 404, "not_found")
    problem(client.delete(f"/v1/summaries/{theirs}"), 404, "not_found")
    for path in ("/v1/summaries", "/v1/search", "/v1/figures?name=案件"):
        told = client.get(path, params=None).text
        assert kept in told
        assert theirs not in told


# batches


def test_results_of_a_batch_as_lines(client: TestClient, batched: str) -> None:
    path = f"/v1/batches/{batched}/results"
    told = client.get(path)
    assert told.headers["content-type"] == "application/x-ndjson"
    results = [ReportResult.model_validate_json(line) for line in told.iter_lines()]
    assert [(one.name, one.state) for one in results] == [
        ("0.txt", "succeeded"),
        ("1.txt", "failed"),
        ("2.txt", "queued"),
        ("3.txt", "succeeded"),
    ]
    assert results[0].summary == ONE
    assert results[1].error
    assert results[1].error.code == "empty_text"
    assert "全文" in results[1].error.message
    english = client.get(path, params={"include_source": "true"}, headers={"Accept-Language": "en"})
    first, failed = [json.loads(line) for line in english.iter_lines()][:2]
    assert first["summary"]["source"] == SOURCE
    assert "no text" in failed["error"]["message"]


def test_a_purged_batch_is_gone_with_its_summaries(client: TestClient, database: Database) -> None:
    made, (job, _) = batch(database, [ONE, None])
    assert client.delete(f"/v1/batches/{made}", params={"purge": "true"}).status_code == 204
    for path in (f"/v1/batches/{made}", f"/v1/batches/{made}/results", f"/v1/summaries/{job}", f"/v1/jobs/{job}"):
        problem(client.get(path), 404, "not_found")


def test_results_of_a_batch_as_csv(client: TestClient, batched: str) -> None:
    path = f"/v1/batches/{batched}/results"
    told = client.get(path, params={"format": "csv"})
    assert told.content == client.get(path, headers={"Accept": "text/csv"}).content
    assert told.headers["content-type"].startswith("text/csv")
    assert told.headers["content-disposition"] == f'attachment; filename="results-{batched}.csv"'
    assert told.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(told.content.decode("utf-8-sig"), newline="")))
    assert [(row["报告"], row["状态"]) for row in rows] == [
        ("0.txt", "完成"),
        ("0.txt", "完成"),
        ("1.txt", "失败"),
        ("2.txt", "等待中"),
        ("3.txt", "完成"),
    ]
    assert rows[-1]["标题"] == "'=1+1"


def test_results_of_a_batch_as_a_workbook(client: TestClient, batched: str) -> None:
    told = client.get(f"/v1/batches/{batched}/results", params={"format": "xlsx"}, headers={"Accept-Language": "en"})
    assert told.headers["content-type"] == XLSX
    book = openpyxl.load_workbook(io.BytesIO(told.content))
    assert book.sheetnames == ["Items", "Figures", "Reports"]
    assert [row[0] for row in book["Reports"].iter_rows(min_row=2, values_only=True)] == [f"{n}.txt" for n in range(4)]
    problem(client.get(f"/v1/batches/{batched}/results", headers={"Accept": "text/html"}), 406, "not_acceptable")


# lists and searches


def pages(client: TestClient, path: str, model: type[Any], **asked: Any) -> list[Any]:
    cursor, found = None, []
    while True:
        told = client.get(path, params={**asked, **({"cursor": cursor} if cursor else {})})
        assert told.status_code == 200, told.text
        page = model.model_validate_json(told.content)
        (rows,) = (value for _, value in page if isinstance(value, tuple))
        found += rows
        cursor = page.next
        if cursor is None:
            return found


def test_lists_and_searches(client: TestClient, kept: str, batched: str) -> None:
    lines = client.get(f"/v1/batches/{batched}/results").iter_lines()
    done = [one.job for one in map(ReportResult.model_validate_json, lines) if one.summary and one.summary.items()]
    for limit in (1, 50):
        listed = pages(client, "/v1/summaries", SummaryPage, text="行政處罰", limit=limit)
        assert {kept, *done} <= {one.id for one in listed}
        assert [one.created_at for one in listed] == sorted((one.created_at for one in listed), reverse=True)
        hits = pages(client, "/v1/search", HitPage, q="调解率", kind="problem", topic="disputes", limit=limit)
        assert len(hits) == len(listed)
        assert {hit.item for hit in hits} == {"p1"}
        rows = pages(client, "/v1/figures", FigurePage, name="处罚", unit="件", year=2024, region="云岫", limit=limit)
        assert len(rows) == len(listed)
        assert {(row.value, row.number, row.unit) for row in rows} == {("126", "126", "件")}
    assert pages(client, "/v1/search", HitPage, q="调解率", level="city") == []
    assert pages(client, "/v1/summaries", SummaryPage, year=1999) == []


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/v1/search?cursor=x", "cursor"),
        ("/v1/search?cursor=!!", "cursor"),
        ("/v1/figures?name=件&cursor=MS54eA", "cursor"),
        ("/v1/summaries?limit=0", "limit"),
        ("/v1/summaries?limit=100000", "limit"),
        ("/v1/search?kind=other", "kind"),
        ("/v1/search?topic=x", "topic"),
        ("/v1/search?year=99999999999999999999", "year"),
        (f"/v1/search?q={'长' * 201}", "q"),
        ("/v1/figures", "name"),
        ("/v1/figures?name=%20", "name"),
    ],
)
def test_wrong_questions_are_told(client: TestClient, path: str, field: str) -> None:
    assert field in problem(client.get(path), 422, "invalid_request")["detail"]


@pytest.mark.parametrize("odd", ["%00", "%00%00件", "%FF", "%F0%9F%98%80", "*", '"', "%25_", "a AND b", "\u200b"])
def test_odd_questions_find_nothing_and_break_nothing(client: TestClient, odd: str) -> None:
    for path in (
        f"/v1/search?q={odd}&region={odd}",
        f"/v1/summaries?text={odd}",
        f"/v1/figures?name=案件{odd}&unit={odd}",
    ):
        assert client.get(path).status_code == 200, path


def test_the_routes_are_documented_in_both_languages(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    for path in (
        "/v1/summaries/{summary}",
        "/v1/summaries/{summary}/source",
        "/v1/summaries/{summary}/outline",
        "/v1/batches/{batch}/results",
        "/v1/search",
        "/v1/figures",
    ):
        for operation in document["paths"][path].values():
            assert " · " in operation["summary"]
            assert {"404", "422"} & set(operation["responses"])
            assert "HTTPValidationError" not in json.dumps(operation)
    formats = document["paths"]["/v1/batches/{batch}/results"]["get"]["responses"]["200"]["content"]
    assert set(formats) >= {"application/x-ndjson", "text/csv", XLSX}


def test_a_database_that_fails_is_an_answer_and_no_half_file(tmp_path: Path) -> None:
    broken = settings(database_url=f"sqlite:///{tmp_path}")
    with TestClient(create_app(broken), raise_server_exceptions=False) as client:
        for path in (
            f"/v1/summaries/{NOBODYS}",
            f"/v1/batches/{NOBODYS}/results",
            "/v1/search?q=案件",
            "/v1/summaries",
        ):
            problem(client.get(path), 503, "store_failed")


def test_the_figures_of_a_batch_side_by_side(client: TestClient, database: Database) -> None:
    two = summary([("achievement", item("a1", "一句话", figures=[figure("行政处罚案件", "90")]))], region="清河区")
    made, (one, other, _, _) = batch(database, [ONE, two, None, "empty_text"])
    path = f"/v1/batches/{made}/figures"
    told = Comparison.model_validate_json(client.get(path).content)
    assert [report.job for report in told.reports] == [one, other]
    (row,) = told.figures
    assert (row.name, row.unit, row.reports) == ("行政处罚案件", "件", 2)
    assert [(cell.report, cell.value) for cell in row.cells] == [(one, "126"), (other, "90")]
    book = openpyxl.load_workbook(io.BytesIO(client.get(path, headers={"Accept": XLSX}).content))
    assert book.sheetnames == ["数值", "原文数值"]
    assert client.get(path, params={"name": "罚款"}).json()["figures"] == []
    assert client.get(path, params={"at_least": 2, "version": "corrected"}).json()["figures"]
    problem(client.get(f"/v1/batches/{NOBODYS}/figures"), 404, "not_found")
    problem(client.get(path, params={"limit": 0}), 422, "invalid_request")
    problem(client.get(path, headers={"Accept": "text/csv"}), 406, "not_acceptable")


def test_nobody_compares_anothers(client: TestClient, others: tuple[str, str]) -> None:
    problem(client.get(f"/v1/batches/{others[1]}/figures"), 404, "not_found")
