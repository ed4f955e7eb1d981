"""Corrections over HTTP: kept beside the machine's summary, by whoever saw the last one, gone with their job."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from schemas.summary import ReportSummary
from service.app import create_app
from service.storage import summaries, tables
from service.storage.database import Database, located
from tests.app import stored
from tests.app.conftest import SAMPLE
from tests.app.keyed import bearer, keyed, make_key
from tests.app.test_api import problem
from tests.unit.storage.filled import age, batch, keep
from tests.unit.test_correction import same, summarized

SOURCE = SAMPLE.read_bytes().decode()
MACHINES = summarized(SOURCE).summary
NEW = "网上可办率达98.6%"
AT = SOURCE.index(NEW)
folder = pytest.fixture(stored.folder, scope="module")
client = pytest.fixture(stored.client, scope="module")
database = pytest.fixture(stored.database, scope="module")


@pytest.fixture
def kept(database: Database) -> str:
    return keep(database, MACHINES, source=SOURCE)


def line(text: str = NEW, **more: Any) -> dict[str, Any]:
    return {"text": text, "topic": "functions", "evidence": [{"start": AT, "end": AT + len(NEW)}], **more}


def lists(**changed: Any) -> dict[str, Any]:
    whole = {name: [one.model_dump() for one in items] for name, items in same(MACHINES).items()}
    return whole | changed


def put(client: TestClient, id: str, body: Any = None, **headers: str) -> Any:
    path = f"/v1/summaries/{id}/correction"
    return client.put(
        path, json=body or lists(plans=[line()]), headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


def test_a_correction_is_kept_beside_the_machines_summary(client: TestClient, kept: str) -> None:
    path = f"/v1/summaries/{kept}"
    problem(client.get(f"{path}/correction"), 404, "not_found")
    problem(client.get(path, params={"version": "corrected"}), 404, "not_found")
    told = put(client, kept)
    assert told.status_code == 200
    corrected = ReportSummary.model_validate_json(told.content)
    assert [one.text for one in corrected.plans] == [NEW]
    assert [one.evidence[0].text for one in corrected.plans] == [NEW]
    assert corrected.achievements == MACHINES.achievements
    again = client.get(f"{path}/correction")
    assert again.content == told.content
    assert again.headers["etag"] == told.headers["etag"]
    assert ReportSummary.model_validate_json(client.get(path).content) == MACHINES
    assert client.get(path, params={"version": "machine"}).content == client.get(path).content
    assert client.get(path, params={"version": "corrected"}).content == told.content
    with_source = client.get(path, params={"version": "corrected", "include_source": "true"}).json()
    assert with_source == {**told.json(), "source": SOURCE}
    for form in ("markdown", "docx"):
        assert client.get(path, params={"version": "corrected", "format": form}).status_code == 200
    told = client.get(path, params={"version": "corrected", "format": "markdown"}).text
    assert "已经人工校订" in told
    listed = {one["id"]: one["corrected"] for one in client.get("/v1/summaries").json()["summaries"]}
    assert listed[kept] is True
    found = {
        one["summary"]["id"]: one["summary"]["corrected"] for one in client.get("/v1/search?q=行政").json()["hits"]
    }
    assert found[kept] is True
    assert client.delete(f"{path}/correction").status_code == 204
    listed = {one["id"]: one["corrected"] for one in client.get("/v1/summaries").json()["summaries"]}
    assert listed[kept] is False
    problem(client.get(f"{path}/correction"), 404, "not_found")
    problem(client.delete(f"{path}/correction"), 404, "not_found")
    assert client.get(path).status_code == 200


def test_what_is_amiss_is_said_in_the_readers_language_and_kept(client: TestClient, kept: str) -> None:
    body = lists(plans=[line("网上可办率达99.6%")])
    told = put(client, kept, body, accept_language="en")
    assert told.status_code == 200
    (amiss,) = [one for one in told.json()["quality"]["warnings"] if one["item"]]
    assert (amiss["code"], amiss["item"]) == ("finding_number", "n1")
    assert "does not stand in the evidence" in amiss["message"]
    assert "不符" in put(client, kept, body).json()["quality"]["warnings"][-1]["message"]


def test_nobody_overwrites_what_they_have_not_seen(client: TestClient, kept: str) -> None:
    path = f"/v1/summaries/{kept}/correction"
    problem(put(client, kept, if_match="*"), 412, "changed_meanwhile")
    first = put(client, kept, if_none_match="*")
    assert first.status_code == 200
    problem(put(client, kept, if_none_match="*"), 412, "changed_meanwhile")
    mine = first.headers["etag"]
    theirs = put(client, kept, lists(plans=[]), if_match=mine)
    assert theirs.status_code == 200
    assert theirs.headers["etag"] != mine
    for wrong in (mine, mine.strip('"'), f"W/{theirs.headers['etag']}", '""', "x"):
        problem(put(client, kept, if_match=wrong), 412, "changed_meanwhile")
        problem(client.delete(path, headers={"If-Match": wrong}), 412, "changed_meanwhile")
    assert client.get(path).content == theirs.content
    assert put(client, kept, if_match=f'"x", {theirs.headers["etag"]}').status_code == 200
    assert put(client, kept, lists(plans=[]), if_match="*").status_code == 200
    assert put(client, kept).status_code == 200, "who does not ask is not asked"


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"plans": [line(""), line()]}, "plans.0.text"),
        ({"plans": [line(), line(" ")]}, "plans.1.text"),
        ({"plans": [line("长" * 61)]}, "plans.0.text"),
        ({"plans": [line(topic="sports")]}, "plans.0.topic"),
        ({"plans": [line(evidence=[])]}, "plans.0.evidence"),
        ({"plans": [line(evidence=[{"start": 3, "end": 3}])]}, "plans.0.evidence.0"),
        ({"plans": [line(evidence=[{"start": -1, "end": 3}])]}, "plans.0.evidence.0.start"),
        ({"plans": [line(evidence=[{"start": 0, "end": 1}, {"start": 0, "end": 10**6}])]}, "plans.0.evidence.1"),
        ({"plans": [line(more=1)]}, "plans.0.more"),
        ({"plans": None}, "plans"),
        ({"more": []}, "more"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(client: TestClient, kept: str, changed: Any, place: str) -> None:
    told = put(client, kept, lists(**changed))
    assert f"{place}：" in problem(told, 422, "invalid_request")["detail"]
    problem(client.get(f"/v1/summaries/{kept}/correction"), 404, "not_found")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"achievements": ["\\ud800"], "problems": [], "plans": []}'])
def test_what_is_no_correction(client: TestClient, kept: str, body: bytes) -> None:
    path = f"/v1/summaries/{kept}/correction"
    problem(client.put(path, content=body, headers={"Content-Type": "application/json"}), 422, "invalid_request")
    problem(client.put(path, content=body, headers={"Content-Type": "text/plain"}), 415, "unsupported_media_type")


def test_batches_are_exported_corrected_where_somebody_has(client: TestClient, database: Database) -> None:
    made, (one, other, _) = batch(database, [MACHINES, MACHINES, None])
    with database.writing() as connection:
        found = connection.execute(select(tables.jobs).where(tables.jobs.c.id == one)).one()
        summaries.save(connection, found, MACHINES, SOURCE)
    assert put(client, one).status_code == 200
    path = f"/v1/batches/{made}/results"
    lines = [json.loads(row) for row in client.get(path, params={"version": "corrected"}).iter_lines()]
    assert [bool(row["summary"]) for row in lines] == [True, True, False]
    assert [one["text"] for one in lines[0]["summary"]["plans"]] == [NEW]
    assert lines[1]["summary"] == json.loads(MACHINES.model_dump_json())
    machines = [json.loads(row) for row in client.get(path).iter_lines()]
    assert machines[0]["summary"] == lines[1]["summary"]
    for form in ("csv", "xlsx"):
        assert client.get(path, params={"version": "corrected", "format": form}).status_code == 200
    assert other in client.get(path).text


def count(database: Database) -> int:
    with database.reading() as connection:
        return len(connection.execute(select(tables.corrections.c.job)).all())


def test_it_goes_with_its_summary_its_batch_and_with_time(client: TestClient, database: Database) -> None:
    before = count(database)
    deleted, old = (keep(database, MACHINES, source=SOURCE) for _ in range(2))
    for one in (deleted, old):
        assert put(client, one).status_code == 200
    assert count(database) == before + 2
    assert client.delete(f"/v1/summaries/{deleted}").status_code == 204
    assert count(database) == before + 1
    age(database, old, 100)
    with database.writing() as connection:
        assert summaries.delete_older_than(connection, 50) == 1
    assert count(database) == before


def test_nobody_reads_or_writes_anothers(data_folder: Path) -> None:
    of = keyed(data_folder=data_folder)
    mine, other, reader = make_key(of, "summarize", "read"), make_key(of, "admin"), make_key(of, "read")
    with TestClient(create_app(of)) as client:
        database = Database(located(None, data_folder), 10.0)
        kept = keep(database, MACHINES, mine.split("_")[1], source=SOURCE)
        database.close()
        path = f"/v1/summaries/{kept}/correction"
        for method in ("GET", "PUT", "DELETE"):
            json_ = lists() if method == "PUT" else None
            problem(client.request(method, path, json=json_, headers=bearer(other)), 404, "not_found")
        problem(client.put(path, json=lists(), headers=bearer(reader)), 403, "missing_scope")
        assert client.put(path, json=lists(), headers=bearer(mine)).status_code == 200
        for method in ("GET", "PUT", "DELETE"):
            json_ = lists() if method == "PUT" else None
            problem(client.request(method, path, json=json_, headers=bearer(other)), 404, "not_found")
        problem(
            client.get(path.replace("/correction", ""), params={"version": "corrected"}, headers=bearer(other)),
            404,
            "not_found",
        )
        assert client.get(path, headers=bearer(mine)).status_code == 200
