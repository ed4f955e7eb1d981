"""Jobs and batches over HTTP: what is taken, what is answered, and what is refused. No worker runs here."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from service.api.preference import Patience, patience
from service.app import create_app
from tests.app.conftest import settings

LINES = {"Content-Type": "application/x-ndjson"}
ZIP = {"Content-Type": "application/zip"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    limits = {
        "max_batch_reports": 5,
        "max_file_bytes": 100_000,
        "max_unpacked_bytes": 250_000,
        "max_batch_bytes": 300_000,
    }
    with TestClient(create_app(settings(**limits))) as client:
        yield client


def lines(*reports: dict[str, Any]) -> bytes:
    return "\n".join(json.dumps(report, ensure_ascii=False) for report in reports).encode()


def archive(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return packed.getvalue()


def names(client: TestClient, batch: str) -> list[str]:
    return [job["name"] for job in client.get("/v1/jobs", params={"batch": batch}).json()["jobs"]]


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_a_job_is_accepted_and_can_be_asked_for(client: TestClient, sample: str) -> None:
    posted = client.post("/v1/jobs", json={"text": sample, "name": "云岫县", "options": {"script": "hant"}})
    assert posted.status_code == 202
    job = posted.json()
    assert posted.headers["Location"] == f"/v1/jobs/{job['id']}"
    assert (job["state"], job["name"], job["summary"], job["error"]) == ("queued", "云岫县", None, None)
    assert job["options"] == {"engine": None, "script": "hant", "include_source": False}
    assert client.get(posted.headers["Location"]).json() == job


def test_a_file_is_taken_as_it_is(client: TestClient, sample: str) -> None:
    posted = client.post(
        "/v1/jobs", content=sample.encode("gb18030"), params={"name": "甲"}, headers={"Content-Type": "text/plain"}
    )
    assert posted.json()["options"]["include_source"] is True
    form = client.post("/v1/jobs", files={"file": ("云岫.docx", b"PK not really")}, data={"script": "source"})
    assert (form.status_code, form.json()["name"]) == (202, "云岫.docx"), "what is wrong with it is told by the job"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, (422, "invalid_request")),
        ({"text": "\ud800"}, (422, "lone_surrogate")),
        ({"text": "x", "options": {"engine": "llm"}}, (422, "invalid_request")),
        ({"text": "x", "name": "长" * 201}, (422, "invalid_request")),
    ],
)
def test_what_is_no_request_is_no_job(client: TestClient, body: Any, expected: tuple[int, str]) -> None:
    before = client.get("/v1/jobs").json()
    assert (
        code(client.post("/v1/jobs", content=json.dumps(body), headers={"Content-Type": "application/json"}))
        == expected
    )
    assert client.get("/v1/jobs").json() == before


def test_a_name_that_nothing_can_hold_is_made_one(client: TestClient) -> None:
    posted = client.post("/v1/jobs", json={"text": "法治", "name": "a\0\nb"})
    assert posted.json()["name"] == "a\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}b"
    assert client.get("/v1/jobs", params={"name": "\0"}).status_code == 200


def test_the_same_request_with_the_same_key_is_done_once(client: TestClient, sample: str) -> None:
    ask = {"text": sample, "name": "一"}
    first = client.post("/v1/jobs", json=ask, headers={"Idempotency-Key": "k1"})
    again = client.post("/v1/jobs", json=ask, headers={"Idempotency-Key": "k1"})
    assert again.status_code == 202
    assert again.headers["Location"] == first.headers["Location"]
    for other in ({**ask, "name": "二"}, {**ask, "options": {"script": "hant"}}, {"text": sample + " ", "name": "一"}):
        assert code(client.post("/v1/jobs", json=other, headers={"Idempotency-Key": "k1"})) == (422, "key_reused")
    batch = client.post("/v1/batches", content=lines(ask), headers={**LINES, "Idempotency-Key": "k1"})
    assert code(batch) == (422, "key_reused")
    client.delete(first.headers["Location"], params={"purge": True})
    anew = client.post("/v1/jobs", json=ask, headers={"Idempotency-Key": "k1"})
    assert anew.headers["Location"] != first.headers["Location"], "what it made is gone"


def test_a_batch_with_the_same_key_is_made_once(client: TestClient, sample: str) -> None:
    data, key = lines({"text": sample}, {"text": sample, "name": "二"}), {**LINES, "Idempotency-Key": "k2"}
    first = client.post("/v1/batches", content=data, headers=key)
    assert client.post("/v1/batches", content=data, headers=key).json()["id"] == first.json()["id"]
    assert code(client.post("/v1/batches?script=hant", content=data, headers=key)) == (422, "key_reused")


def test_a_job_is_cancelled_and_deleted(client: TestClient, sample: str) -> None:
    where = client.post("/v1/jobs", json={"text": sample}).headers["Location"]
    assert client.delete(where).json()["state"] == "cancelled"
    assert client.delete(where).json()["state"] == "cancelled"
    assert code(client.post(f"{where}/retry")) == (409, "not_failed")
    assert client.delete(where, params={"purge": True}).status_code == 204
    for answer in (
        client.get(where),
        client.delete(where),
        client.post(f"{where}/retry"),
        client.get(f"{where}/events"),
    ):
        assert code(answer) == (404, "not_found")


@pytest.mark.parametrize("path", ["/v1/jobs/x", "/v1/jobs/%00", "/v1/batches/" + "0" * 32, "/v1/batches/x/events"])
def test_what_is_nobodys(client: TestClient, path: str) -> None:
    assert code(client.get(path)) == (404, "not_found")


@pytest.mark.parametrize("query", ["cursor=x", "cursor=MQ", "limit=0", "limit=201", "state=done", "batch=x"])
def test_lists_refuse_what_makes_no_sense(client: TestClient, query: str) -> None:
    assert code(client.get(f"/v1/jobs?{query}")) == (422, "invalid_request")


def test_lists_page_to_their_end(client: TestClient, sample: str) -> None:
    batch = client.post(
        "/v1/batches", content=lines(*[{"text": sample, "name": f"{n}"} for n in range(5)]), headers=LINES
    )
    seen, cursor = [], {}
    while True:
        page = client.get("/v1/jobs", params={"batch": batch.json()["id"], "limit": 2, **cursor}).json()
        seen += [job["name"] for job in page["jobs"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == ["0", "1", "2", "3", "4"]


def test_options_of_a_line_go_before_those_of_the_batch(client: TestClient, sample: str) -> None:
    data = lines({"text": sample}, {"text": sample, "options": {"script": "source"}})
    batch = client.post("/v1/batches", content=data, headers=LINES, params={"script": "hant", "name": "甲"}).json()
    assert (batch["name"], batch["total"], batch["counts"]["queued"], batch["finished"]) == ("甲", 2, 2, False)
    jobs = client.get("/v1/jobs", params={"batch": batch["id"]}).json()["jobs"]
    assert [job["options"]["script"] for job in jobs] == ["hant", "source"]


def test_an_archive_is_a_batch_of_its_files(client: TestClient, sample: str) -> None:
    text = sample.encode()
    data = archive(
        {
            "报告/云岫县.txt": text,
            "__MACOSX/报告/._云岫县.txt": b"x",
            "报告/.DS_Store": b"x",
            "空/": b"",
            "清河区.md": text,
        }
    )
    batch = client.post("/v1/batches", content=data, headers=ZIP).json()
    assert names(client, batch["id"]) == ["报告/云岫县.txt", "清河区.md"]


def test_names_that_chinese_systems_write_are_read(client: TestClient) -> None:
    data = archive({"AAAAAA.txt": "法治".encode()}).replace(b"AAAAAA", "云岫县".encode("gb18030"))
    batch = client.post("/v1/batches", content=data, headers=ZIP).json()
    assert names(client, batch["id"]) == ["云岫县.txt"]


def test_a_form_with_several_files(client: TestClient, sample: str) -> None:
    files = [("files", (name, sample.encode())) for name in ("一.txt", "二.txt")]
    batch = client.post("/v1/batches", files=files, data={"name": "表单", "script": "source"}).json()
    assert (batch["name"], batch["options"]["script"]) == ("表单", "source")
    assert names(client, batch["id"]) == ["一.txt", "二.txt"]


BOMB = archive({"bomb.txt": b"0" * 50_000_000})
MANY_BYTES = archive({f"{n}.txt": b"0" * 90_000 for n in range(4)})


@pytest.mark.parametrize(
    ("content", "media", "expected"),
    [
        (b"", LINES, (422, "no_reports_posted")),
        (b"\n\n", LINES, (422, "no_reports_posted")),
        (lines({"text": "x"}, {}), LINES, (422, "invalid_request")),
        (b"\xff\xfe", LINES, (422, "undecodable_text")),
        (lines(*[{"text": "x"}] * 6), LINES, (413, "too_many_reports")),
        (b" " * 300_001, LINES, (413, "batch_too_large")),
        (b"no archive", ZIP, (422, "damaged_file")),
        (archive({}), ZIP, (422, "no_reports_posted")),
        (BOMB, ZIP, (413, "file_too_large")),
        (MANY_BYTES, ZIP, (413, "batch_too_large")),
        (archive({f"{n}.txt": b"x" for n in range(6)}), ZIP, (413, "too_many_reports")),
        (archive({"a.txt": b"x" * 500})[:-60], ZIP, (422, "damaged_file")),
        (b"x", {"Content-Type": "text/plain"}, (415, "unsupported_media_type")),
        (b"x", {"Content-Type": "multipart/form-data; boundary=x"}, (422, "invalid_request")),
        (b"x", {"Content-Type": "multipart/form-data"}, (422, "invalid_request")),
    ],
    ids=lambda value: str(value)[:20] if isinstance(value, bytes) else None,
)
def test_a_batch_is_taken_whole_or_not_at_all(
    client: TestClient, content: bytes, media: dict[str, str], expected: tuple[int, str]
) -> None:
    before = client.get("/v1/batches").json()
    assert code(client.post("/v1/batches", content=content, headers=media)) == expected
    assert client.get("/v1/batches").json() == before
    key = {**media, "Idempotency-Key": "of a wrong one"}
    assert code(client.post("/v1/batches", content=content, headers=key)) == expected


def test_a_line_that_is_wrong_is_named(client: TestClient) -> None:
    answer = client.post(
        "/v1/batches", content=lines({"text": "x"}, {"text": "x", "options": {"skript": 1}}), headers=LINES
    )
    assert "2.options.skript" in answer.json()["detail"]


def test_an_archive_of_nothing_but_its_table_of_contents(client: TestClient) -> None:
    data = archive({f"{n}/": b"" for n in range(60)})
    assert code(client.post("/v1/batches", content=data, headers=ZIP)) == (413, "too_many_reports")


def test_a_batch_is_cancelled_and_deleted(client: TestClient, sample: str) -> None:
    where = client.post("/v1/batches", content=lines({"text": sample}), headers=LINES).headers["Location"]
    done = client.delete(where).json()
    assert (done["counts"]["cancelled"], done["finished"], done["seconds_left"]) == (1, True, 0)
    assert client.post(f"{where}/retry").json()["counts"]["cancelled"] == 1
    stream = client.get(f"{where}/events").text
    assert [line for line in stream.splitlines() if line.startswith("event")] == ["event: queued", "event: cancelled"]
    last = max(int(line[4:]) for line in stream.splitlines() if line.startswith("id: "))
    assert client.get(f"{where}/events", headers={"Last-Event-ID": str(last)}).status_code == 204
    assert client.get(f"{where}/events", headers={"Last-Event-ID": "x"}).status_code == 422
    assert client.delete(where, params={"purge": True}).status_code == 204
    assert client.get(where).status_code == 404


def test_a_summary_that_is_not_waited_for_becomes_a_job(client: TestClient, sample: str) -> None:
    answer = client.post("/v1/summaries", json={"text": sample}, headers={"Prefer": "wait=0"})
    assert (answer.status_code, answer.headers["Preference-Applied"]) == (202, "wait=0")
    assert client.get(answer.headers["Location"]).json()["state"] == "queued"
    patient = client.post("/v1/summaries", json={"text": sample}, headers={"Prefer": "wait=100"})
    assert (patient.status_code, patient.headers["Preference-Applied"]) == (200, "wait=100")
    assert "Preference-Applied" not in client.post("/v1/summaries", json={"text": sample}).headers


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, Patience(None, None)),
        ("wait=5", Patience(5, "wait=5")),
        ('respond-async, WAIT = "10"; x=1', Patience(10, "wait=10")),
        ("respond-async", Patience(0, "respond-async")),
        ("wait=5, wait=9", Patience(5, "wait=5")),
        ("wait=-1", Patience(None, None)),
        ("wait=x, handling=lenient", Patience(None, None)),
        ('a="b,wait=5"', Patience(None, None)),
        ("wait=999999999999999999999", Patience(3600, "wait=999999999999999999999")),
    ],
)
def test_patience(header: str | None, expected: Patience) -> None:
    assert patience(header) == expected


@given(st.text(max_size=60))
def test_no_preference_is_too_strange(header: str) -> None:
    seconds, said = patience(header)
    assert (seconds is None) == (said is None)
