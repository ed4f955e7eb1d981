"""The HTTP door, over a real connection where it matters."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, example, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from starlette.testclient import TestClient

from schemas.draft import Chunk, Condensed, Draft, Rejection
from schemas.request import SummaryOptions, SummaryRequest
from schemas.source import SourceText
from schemas.summary import ReportSummary
from service import build
from service.api import openapi, problems
from service.api.work import ClientGone, while_awaited, work
from service.app import create_app
from service.engines.extractive import ExtractiveEngine
from service.engines.protocol import Line, Tally
from service.pipeline import Pipeline
from tests.app.conftest import serving, settings

PLAIN = {"Content-Type": "text/plain"}
JSON = {"Content-Type": "application/json"}
PATH = "/v1/summaries"
LIMITS = {"max_characters": 20_000, "max_body_bytes": 100_000}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(settings(**LIMITS)), raise_server_exceptions=False) as client:
        yield client


def summary(response: Any) -> ReportSummary:
    assert response.status_code == 200, response.text
    return ReportSummary.model_validate_json(response.content)


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The problem of a response; its shape holds for all of them."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == problems.MEDIA_TYPE
    told: dict[str, Any] = response.json()
    assert told["status"] == status
    assert told["code"] == code
    assert told["type"] == f"/problems/{code}"
    assert told["title"]
    assert told["detail"]
    assert "{" not in told["detail"]
    assert told["instance"].startswith("urn:uuid:")
    assert response.headers["content-language"] in ("zh", "en")
    return told


# what is taken and given


def test_health(address: str) -> None:
    assert httpx.get(f"{address}/healthz").json() == {"status": "alive"}
    told = httpx.get(f"{address}/readyz").json()
    assert (told["status"], told["engine"], told["model"]) == ("ready", "extractive", None)


def test_a_posted_report_is_summarized(address: str, sample: str) -> None:
    found = summary(httpx.post(address + PATH, json={"text": sample}))
    assert found.report.region == "云岫县"
    assert found.report.year == 2024
    assert found.achievements
    assert found.problems
    assert found.plans
    assert found.source is None
    for item in found.items():
        for evidence in item.evidence:
            assert sample[evidence.start : evidence.end] == evidence.text


def test_json_text_is_exactly_what_was_posted(client: TestClient) -> None:
    text = "\ufeff" + openapi.EXAMPLE_TEXT.replace("\n", "\r\n") + "\x00😀"
    found = summary(client.post(PATH, json={"text": text, "options": {"include_source": True}}))
    assert found.source == text
    assert found.report.characters == len(text)


def test_options_of_a_json_request(client: TestClient, sample: str) -> None:
    options = {"engine": "extractive", "script": "hant", "include_source": None}
    found = summary(client.post(PATH, json={"text": sample, "options": options}))
    assert "縣" in found.achievements[0].text


@pytest.mark.parametrize(
    ("content_type", "data"),
    [
        ("text/plain", "云岫县法治政府建设\r\n".encode()),
        ("text/plain; charset=utf-8", b"\xef\xbb\xbf" + "云岫县法治政府建设\r\n".encode()),
        ('Text/Plain; Charset="GB2312"', "云岫县法治政府建设\r\n".encode("gb18030")),
        ("text/plain", "云岫县法治政府建设\r\n".encode("gb18030")),
        ("text/plain; charset=big5", "云岫县法治政府建设\r\n".encode("gb18030")),
        ("text/plain; charset=big5", "云岫县法治政府建设\r\n".encode("gb18030").decode("gb18030").encode("utf-16")),
        ("text/plain;charset=utf-16le", "云岫县法治政府建设\r\n".encode("utf-16-le")),
    ],
)
def test_a_plain_body_is_decoded_as_declared(client: TestClient, content_type: str, data: bytes) -> None:
    found = summary(client.post(PATH, content=data, headers={"Content-Type": content_type}))
    assert found.source == "云岫县法治政府建设\r\n"


def test_options_of_a_plain_body(client: TestClient, sample: str) -> None:
    query = {"engine": "extractive", "script": "hant", "include_source": "false"}
    found = summary(client.post(PATH, params=query, content=sample.encode(), headers=PLAIN))
    assert found.source is None
    assert "縣" in found.achievements[0].text


def test_markdown(client: TestClient, sample: str) -> None:
    asked = {"Accept": "text/markdown, application/json;q=0.5", "Accept-Language": "en-GB, zh;q=0.5"}
    response = client.post(PATH, json={"text": sample}, headers=asked)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/markdown; charset=utf-8"
    assert response.headers["content-language"] == "en"
    assert response.text.startswith("# 云岫县人民政府关于2024年法治政府建设情况的报告\n")
    assert "## Problems" in response.text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("今天天气很好，我们一家人去公园放风筝，孩子们玩得很开心。" * 5, "no_report_structure"),
        ("今天天气很好，我们一家人去公园放风筝，孩子们玩得很开心。" * 5, "other_genre"),
        (
            openapi.EXAMPLE_TEXT
            + "（二）全年办理行政处罚案件三百余件，同时持续推进行政执法规范化建设工作并且围绕营商环境",
            "truncated_report",
        ),
    ],
)
def test_a_doubtful_text_is_summarized_with_a_warning(client: TestClient, text: str, code: str) -> None:
    assert code in {warning.code for warning in summary(client.post(PATH, json={"text": text})).quality.warnings}


# what is refused

REFUSED: list[tuple[str, dict[str, str], bytes, int, str]] = [
    ("empty", JSON, b'{"text": ""}', 422, "empty_text"),
    ("blank", PLAIN, b" \r\n\t", 422, "empty_text"),
    ("no body", PLAIN, b"", 422, "empty_text"),
    ("English", PLAIN, b"An annual report on the rule of law.", 422, "not_chinese"),
    ("Japanese", PLAIN, "これは法治政府の報告です。".encode(), 422, "not_chinese"),
    ("lone surrogate", JSON, b'{"text": "\\u4e2d\\ud800"}', 422, "lone_surrogate"),
    ("surrogate as a key", JSON, b'{"text": "\\u4e2d", "\\ud800": 1}', 422, "invalid_request"),
    ("surrogate in an option", JSON, b'{"text": "\\u4e2d", "options": {"script": "\\udfff"}}', 422, "invalid_request"),
    ("unknown field", JSON, b'{"text": "\\u4e2d", "langage": 1}', 422, "invalid_request"),
    ("unknown option", JSON, b'{"text": "\\u4e2d", "options": {"scirpt": "hans"}}', 422, "invalid_request"),
    ("wrong option", JSON, b'{"text": "\\u4e2d", "options": {"script": "pinyin"}}', 422, "invalid_request"),
    ("no model", JSON, b'{"text": "\\u4e2d", "options": {"engine": "llm"}}', 422, "invalid_request"),
    ("no text", JSON, b"{}", 422, "invalid_request"),
    ("a list", JSON, b"[]", 422, "invalid_request"),
    ("a number", JSON, b"NaN", 422, "invalid_request"),
    ("text is a number", JSON, b'{"text": 1}', 422, "invalid_request"),
    ("cut off", JSON, b'{"text": "', 422, "invalid_request"),
    ("deep", JSON, b"[" * 50_000, 422, "invalid_request"),
    ("long number", JSON, b'{"text": ' + b"9" * 5_000 + b"}", 422, "invalid_request"),
    ("JSON not in UTF-8", JSON, '{"text": "中"}'.encode("gbk"), 422, "undecodable_text"),
    ("no encoding", PLAIN, "云岫县".encode() + b"\xff\xfe\xfd\xfc" * 9, 422, "undecodable_text"),
    ("too many characters", PLAIN, "中".encode() * 20_001, 413, "too_long"),
    ("too many bytes", PLAIN, b"x" * 100_001, 413, "body_too_large"),
    ("no type", {}, b"x", 415, "unsupported_media_type"),
    ("wrong type", {"Content-Type": "application/x-www-form-urlencoded"}, b"x", 415, "unsupported_media_type"),
    ("odd type", {"Content-Type": ";;=,"}, b"x", 415, "unsupported_media_type"),
    ("unknown charset", {"Content-Type": "text/plain; charset=klingon"}, b"x", 415, "unsupported_media_type"),
    ("packed", {**PLAIN, "Content-Encoding": "gzip"}, b"x", 415, "unsupported_media_type"),
    ("unacceptable", {**PLAIN, "Accept": "image/png"}, b"x", 406, "not_acceptable"),
]


@pytest.mark.parametrize(
    ("headers", "body", "status", "code"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED]
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_refused(
    client: TestClient, headers: dict[str, str], body: bytes, status: int, code: str, language: str
) -> None:
    response = client.post(PATH, content=body, headers={**headers, "Accept-Language": language})
    problem(response, status, code)
    assert response.headers["content-language"] == language


@pytest.mark.parametrize("query", ["scirpt=hans", "script=", "engine=gpt", "include_source=perhaps", "engine=llm"])
def test_wrong_query_options_are_refused(client: TestClient, query: str) -> None:
    problem(client.post(f"{PATH}?{query}", content="中".encode(), headers=PLAIN), 422, "invalid_request")


def test_a_json_request_has_its_options_in_its_body(client: TestClient) -> None:
    told = problem(client.post(f"{PATH}?script=hant", json={"text": "中"}), 422, "invalid_request")
    assert "options" in told["detail"]


def test_every_wrong_field_is_told(client: TestClient) -> None:
    told = problem(client.post(f"{PATH}?script=x&engine=y", content=b"", headers=PLAIN), 422, "invalid_request")
    assert [error["field"] for error in told["errors"]] == ["engine", "script"]


def test_other_addresses_and_methods(client: TestClient) -> None:
    problem(client.get("/nowhere"), 404, "not_found")
    response = client.put(PATH)
    problem(response, 405, "method_not_allowed")
    assert response.headers["allow"]


def test_a_body_without_a_length_is_not_read_beyond_the_limit(sample: str) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 200_000_000:
            sent += 65_536
            yield b"x" * 65_536

    with serving(create_app(settings(**LIMITS))) as address:
        # The server may hang up while we are still sending, before its answer is read.
        with suppress(httpx.TransportError):
            problem(httpx.post(address + PATH, content=endless(), headers=PLAIN), 413, "body_too_large")
        assert sent < 100_000_000
        summary(httpx.post(address + PATH, content=sample.encode(), headers=PLAIN))


def test_a_mistake_of_ours_tells_nothing_but_its_number(caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI()
    problems.install(app)

    @app.get("/")
    def broken() -> None:
        raise RuntimeError("secret")

    with TestClient(app, raise_server_exceptions=False) as client:
        response = client.get("/")
    told = problem(response, 500, "internal")
    assert "secret" not in response.text
    assert told["instance"] in caplog.text


@trying(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(st.characters(exclude_categories=()))
    | st.text("一二三、（）1.是《》“”，。；\n 　0％%万余件县法治<|endoftext|>\x00\u202e", max_size=300)
)
@example("云岫县法治" + " " * 3000)
@example("云岫县\n" * 500)
@example("<|endoftext|>云岫县法治政府建设\x00\u202e")
@example("\ud800")
def test_no_text_is_a_mistake_of_ours(client: TestClient, text: str) -> None:
    assert client.post(PATH, content=json.dumps({"text": text}), headers=JSON).status_code in (200, 422)
    data = text.encode("utf-8", "surrogatepass")
    assert client.post(PATH, content=data, headers=PLAIN).status_code in (200, 415, 422)


@trying(deadline=None, max_examples=100)
@given(st.binary(), st.sampled_from([PLAIN, JSON, {"Content-Type": "text/plain; charset=utf-16"}]))
def test_no_bytes_are_a_mistake_of_ours(client: TestClient, data: bytes, headers: dict[str, str]) -> None:
    assert client.post(PATH, content=data, headers=headers).status_code in (200, 415, 422)


# staying alive


@pytest.mark.parametrize("piece", ["云岫县持续推进依法行政工作，办理案件12件，", "中", "百分之"])
def test_a_million_characters_on_one_line_leave_the_service_awake(address: str, piece: str) -> None:
    text = (piece * (1_000_000 // len(piece) + 1))[:1_000_000]
    answers: list[httpx.Response] = []

    def post() -> None:
        answers.append(httpx.post(address + PATH, content=text.encode(), headers=PLAIN, timeout=120))

    posting = threading.Thread(target=post)
    posting.start()
    slowest = 0.0
    with httpx.Client() as client:
        while posting.is_alive():
            began = time.perf_counter()
            assert client.get(f"{address}/healthz", timeout=30).status_code == 200
            slowest = max(slowest, time.perf_counter() - began)
            time.sleep(0.02)
    assert answers[0].status_code == 200
    assert slowest < 5


class _Stalled:
    """An engine whose model never answers; it tells when it is called, and when it is given up."""

    name, model, prompt_version, chunk_tokens = "llm", "stalled", None, None

    def __init__(self) -> None:
        self.called, self.cancelled = threading.Event(), threading.Event()

    def count_tokens(self, text: str) -> int:
        return len(text)

    async def extract(self, chunk: Chunk, tally: Tally) -> Sequence[Draft]:  # noqa: ARG002
        self.called.set()
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        return ()

    async def repair(self, chunk: Chunk, rejected: Sequence[Rejection], tally: Tally) -> Sequence[Draft]:  # noqa: ARG002
        return ()

    async def close(self) -> None:
        pass

    async def condense(self, lines: Sequence[Line], title: str | None, tally: Tally) -> Condensed:  # noqa: ARG002
        return Condensed("", ())


class _HangsUp:
    """A request whose client goes away once the engine has been called."""

    def __init__(self, engine: _Stalled) -> None:
        self.engine = engine

    async def receive(self) -> dict[str, str]:
        await asyncio.to_thread(self.engine.called.wait, 10)
        return {"type": "http.disconnect"}


def test_a_client_that_hangs_up_stops_the_model(sample: str) -> None:
    engine = _Stalled()

    async def scene() -> None:
        async with work(lambda: Pipeline(engine, ExtractiveEngine(), 10_000), build.reader(settings())) as working:
            awaited = working.summarize(SourceText(sample), SummaryOptions(), "zh")
            with pytest.raises(ClientGone):
                await while_awaited(_HangsUp(engine), awaited)  # type: ignore[arg-type]
            assert await asyncio.to_thread(engine.cancelled.wait, 10)

    asyncio.run(scene())


def test_stopping_the_service_stops_the_model(sample: str) -> None:
    engine = _Stalled()

    async def scene() -> None:
        async with work(lambda: Pipeline(engine, ExtractiveEngine(), 10_000), build.reader(settings())) as working:
            waiting = asyncio.create_task(working.summarize(SourceText(sample), SummaryOptions(), "zh"))
            await asyncio.to_thread(engine.called.wait, 10)
        assert engine.cancelled.is_set()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(scene())


# the description


def test_every_reference_of_the_description_leads_somewhere(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    names = set(document["components"]["schemas"])
    found = {part.split('"')[0] for part in json.dumps(document).split("#/components/schemas/")[1:]}
    assert found <= names
    assert {"ReportSummary", "SummaryRequest", "Problem"} <= found
    assert "ValidationError" not in names


def test_the_described_examples_work(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    content = document["paths"][PATH]["post"]["requestBody"]["content"]
    for one in content["application/json"]["examples"].values():
        SummaryRequest.model_validate(one["value"])
        assert summary(client.post(PATH, json=one["value"])).problems
    for one in content["text/plain"]["examples"].values():
        assert summary(client.post(PATH, content=one["value"].encode(), headers=PLAIN)).plans


def test_the_page_loads_nothing(client: TestClient) -> None:
    response = client.get("/docs")
    assert response.status_code == 200
    assert "default-src 'none'" in response.headers["content-security-policy"]
    for sign in ("http://", "https://", "src=", "@import", "url("):
        assert sign not in response.text
    assert "云岫县" in response.text
    assert PATH in response.text
