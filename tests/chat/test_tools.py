"""The tool spec, as a tool server's client reads and calls it."""

from collections.abc import Iterator

import httpx
import pytest

from tests.app.keyed import bearer
from tests.chat.conftest import OTHER_YEAR, TEXT

NAMES = {"summarize_report", "get_summary", "search_summaries", "get_evidence", "compare_reports"}


@pytest.fixture
def client(service: str, key: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"{service}/tools", headers=bearer(key), timeout=60) as client:
        yield client


def test_the_description_names_the_tools_and_where_they_are(client: httpx.Client, service: str) -> None:
    found = client.get("/openapi.json").json()
    operations = [operation for path in found["paths"].values() for operation in path.values()]
    assert {one["operationId"] for one in operations} == NAMES
    assert found["servers"] == [{"url": f"{service}/tools"}]
    assert all(one["description"] for one in operations)
    body = next(iter(found["paths"]["/summarize_report"].values()))["requestBody"]
    assert "text" in body["content"]["application/json"]["schema"]["properties"]


def test_a_report_is_summarized_briefly_and_its_evidence_asked_for(client: httpx.Client) -> None:
    made = client.post("/summarize_report", json={"text": TEXT}).json()
    assert made["state"] == "done"
    assert {item["kind"] for item in made["items"]} == {"achievement", "problem", "plan"}
    assert client.get("/get_summary", params={"id": made["id"]}).json() == made
    cited = client.get("/get_evidence", params={"id": made["id"], "items": "p1, p2"}).json()
    assert [item["id"] for item in cited["items"]] == ["p1", "p2"]
    asked = client.get("/get_evidence", params={"id": made["id"], "question": "行政复议"}).json()
    assert asked["nearness"] == "told"
    found = client.get("/search_summaries", params={"text": "行政复议", "kind": "problem"}).json()
    assert made["id"] in {hit["summary"]["id"] for hit in found["hits"]}


def test_a_file_posted_as_a_job_is_waited_for_by_its_id(client: httpx.Client, service: str, key: str) -> None:
    posted = httpx.post(
        f"{service}/v1/jobs", content=TEXT.encode(), headers={**bearer(key), "Content-Type": "text/plain"}
    )
    job = posted.json()["id"]
    httpx.delete(f"{service}/v1/jobs/{job}", headers=bearer(key))  # there is no worker here
    refused = client.post("/summarize_report", json={"id": job})
    assert refused.status_code == 409
    assert refused.json()["code"] == "job_cancelled"


def test_reports_are_compared(client: httpx.Client) -> None:
    ids = [client.post("/summarize_report", json={"text": text}).json()["id"] for text in (TEXT, OTHER_YEAR)]
    found = client.get("/compare_reports", params={"ids": ",".join(ids)}).json()
    assert [one["year"] for one in found["reports"]] == [2024, 2025]


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("/get_summary", {"id": "x"}, 404),
        ("/get_summary", {}, 422),
        ("/compare_reports", {"ids": "a"}, 422),
        ("/compare_reports", {"ids": "a,b"}, 404),
        ("/search_summaries", {"limit": "1000"}, 422),
        ("/nowhere", {}, 404),
    ],
)
def test_errors_are_problems(client: httpx.Client, path: str, params: dict[str, str], status: int) -> None:
    response = client.get(path, params=params)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"]


@pytest.mark.parametrize("body", [{}, {"text": TEXT, "id": "x"}, {"text": 1}, {"text": TEXT, "odd": 1}, []])
def test_a_wrong_body_is_refused(client: httpx.Client, body: object) -> None:
    assert client.post("/summarize_report", json=body).status_code == 422


def test_another_key_sees_nothing(client: httpx.Client, service: str, other_key: str) -> None:
    id = client.post("/summarize_report", json={"text": TEXT}).json()["id"]
    asked = httpx.get(f"{service}/tools/get_summary", params={"id": id}, headers=bearer(other_key))
    assert asked.status_code == 404


def test_nothing_is_told_without_a_key(service: str) -> None:
    assert httpx.get(f"{service}/tools/openapi.json").status_code == 401
