"""`tiyao doctor` against servers of many kinds, each with its own refusals; in process where only the findings matter."""

import asyncio
import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from service.commands.findings import lines
from service.doctor import Finding, examine
from service.settings import Settings
from tests.app.command import tiyao
from tests.scripted import Reply, Request, ScriptedServer, answer, failure, hang, html

GOOD = {"answer": "q7"}
LONG = "从一写到一百"


def settings(base_url: str, **given: Any) -> Settings:
    return Settings(_env_file=None, base_url=base_url, **{"model": "scripted", "api_key": "sk-secret", **given})  # type: ignore[call-arg]


def findings(set_up: Settings) -> dict[str, Finding]:
    async def all_() -> list[Finding]:
        return [finding async for finding in examine(set_up)]

    found = asyncio.run(all_())
    for finding in found:
        for language in ("zh", "en"):
            assert "{" not in "\n".join(lines(finding, language)), finding  # type: ignore[arg-type]
    return {finding.check: finding for finding in found}


def against(scenario: Callable[[Request], Reply], **given: Any) -> dict[str, Finding]:
    with ScriptedServer(scenario) as server:
        return findings(settings(server.base_url, **given))


def good(request: Request) -> Reply:
    if LONG in request.user:
        return answer("一、二、三", finish="length", completion_tokens=96, delay=0.05)
    return answer(GOOD)


def only(*rungs: str) -> Callable[[Request], Reply]:
    """A server that refuses the other rungs in its own words."""

    def scenario(request: Request) -> Reply:
        words = {
            "json_schema": "This response_format type is unavailable now",
            "tool": "tools is not supported",
            "json_object": "response_format json_object is not supported",
        }
        return good(request) if request.rung in rungs else failure(400, words.get(request.rung, "no"))

    return scenario


def statuses(found: dict[str, Finding]) -> dict[str, str]:
    return {check: finding.status for check, finding in found.items()}


def test_a_server_that_does_everything() -> None:
    found = against(good)
    assert statuses(found) == {
        "settings": "ok",
        "tokens": "ok",
        "store": "ok",
        "server": "ok",
        "model": "ok",
        "formats": "ok",
        "context": "skipped",
        "speed": "ok",
        "price": "skipped",
    }
    assert found["formats"].details["first"] == "json_schema"
    assert 96 / 5 < float(found["speed"].details["speed"]) < 96 / 0.05


@pytest.mark.parametrize(
    ("rungs", "first"),
    [
        (("json_object", "text"), "json_object"),
        (("tool", "json_object", "text"), "tool"),
        (("text",), "text"),
    ],
)
def test_the_rung_that_works_is_found(rungs: tuple[str, ...], first: str) -> None:
    found = against(only(*rungs))["formats"]
    assert (found.status, found.details["first"], found.details["formats"]) == ("ok", first, ", ".join(rungs))
    told = "\n".join(lines(found, "zh"))
    assert "response_format type is unavailable" in told


def test_a_server_that_takes_a_schema_and_forgets_it() -> None:
    def scenario(request: Request) -> Reply:
        return answer({"city": "云溪"}) if request.rung == "json_schema" else good(request)

    found = against(scenario)["formats"]
    assert found.details["first"] == "tool"
    assert found.details["trials"][0] == {"format": "json_schema", "fault": "ignored"}
    assert "却没有照办" in "\n".join(lines(found, "zh"))


def test_no_format_at_all() -> None:
    found = against(lambda _: answer("I cannot say."))
    assert (found["formats"].status, found["formats"].error) == ("failed", "model_error")
    assert "speed" not in found


def test_a_format_that_was_set_and_does_not_work() -> None:
    found = against(only("json_object", "text"), answer_format="json_schema")["formats"]
    assert (found.status, found.code) == ("failed", "format_fixed")
    assert len(found.details["trials"]) == 1


def test_a_model_that_thinks_gets_room_and_one_that_never_ends_is_told_how() -> None:
    def thinks(request: Request) -> Reply:
        room = request.body.get("max_tokens", 0)
        return answer("<think>嗯", finish="length") if room < 1_000 else good(request)

    assert against(thinks)["formats"].status == "ok"
    found = against(lambda _: answer("<think>嗯", finish="length"))["formats"]
    assert found.code == "format_thinks"
    assert "TIYAO_EXTRA_BODY" in lines(found, "en")[0]


def test_a_wrong_key() -> None:
    found = against(lambda _: failure(401, "Incorrect API key provided: sk-secret"))
    last = found["model"]
    assert (last.status, last.error) == ("failed", "model_wrong_key")
    told = "\n".join(lines(last, "zh"))
    assert "TIYAO_API_KEY" in told
    assert "sk-secret" not in told


def test_an_unknown_model_is_told_with_those_that_are_near() -> None:
    found = against(lambda _: failure(404, "The model `scriptet` does not exist"), model="scriptet")
    assert (found["model"].status, found["model"].error) == ("failed", "model_unknown")
    listed = against(good, model="scriptet")["model"]
    assert (listed.status, listed.details["names"]) == ("warning", "scripted")


def test_a_server_without_a_model_set_lists_its_own() -> None:
    found = against(good, model=None)
    assert (found["settings"].status, found["settings"].error) == ("failed", "configuration")
    assert "scripted" in lines(found["model"], "zh")[0]
    assert "formats" not in found


def test_a_web_page_for_a_model_server() -> None:
    found = against(lambda _: html())
    assert found["model"].error == "model_wrong_address"


def test_a_failing_server() -> None:
    found = against(lambda _: failure(503, "loading the model"))["formats"]
    assert (found.status, found.error) == ("failed", "model_error")
    assert "loading the model" in "\n".join(lines(found, "zh"))


def test_a_server_that_hangs_is_given_up_in_time() -> None:
    found = against(lambda _: hang(), request_timeout_seconds=0.2)["formats"]
    assert {trial["fault"] for trial in found.details["trials"]} == {"timeout"}
    assert "超时" in "\n".join(lines(found, "zh"))


def closed_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def test_nobody_listens() -> None:
    last = findings(settings(f"http://127.0.0.1:{closed_port()}/v1"))["server"]
    assert (last.status, last.code, last.error) == ("failed", "unreached_refused", "model_unreachable")


def test_no_such_host() -> None:
    last = findings(settings("http://nowhere.invalid/v1"))["server"]
    assert (last.code, last.error) == ("unreached_dns", "model_unreachable")


def test_a_server_that_knows_no_tls() -> None:
    with ScriptedServer(good) as server:
        last = findings(settings(server.base_url.replace("http:", "https:")))["server"]
    assert (last.code, last.error) == ("unreached_tls", "model_unreachable")
    assert "http://" in lines(last, "zh")[0]


def test_a_store_that_cannot_be_written(data_folder: Path) -> None:
    data_folder.mkdir()
    (data_folder / "tiyao.sqlite3").write_bytes(b"damage" * 1000)
    found = against(good, data_folder=data_folder)
    assert (found["store"].status, found["store"].error) == ("failed", "store_failed")
    assert found["formats"].status == "ok"


def test_the_store_is_left_as_it_was(data_folder: Path) -> None:
    against(good, data_folder=data_folder)
    assert json.loads(tiyao("cache", "stats", "--json").stdout)["replies"] == 0
    assert against(good, keep_replies=False)["store"].status == "skipped"


def test_a_price() -> None:
    found = against(good, prices={"scripted": {"input_per_million": 2, "output_per_million": 8, "currency": "CNY"}})
    assert "2" in lines(found["price"], "zh")[0]
    assert found["price"].status == "ok"


def listed(**told: Any) -> dict[str, Any]:
    return {"/v1/models": {"object": "list", "data": [{"id": "scripted", "object": "model", **told}]}}


@pytest.mark.parametrize(
    ("pages", "tokens"),
    [
        (listed(max_model_len=32_768), 32_768),
        (listed(context_length=131_072), 131_072),
        ({"/props": {"default_generation_settings": {"n_ctx": 8_192}}}, 8_192),
        (
            {
                "/api/ps": {
                    "models": [{"name": "other", "context_length": 5}, {"name": "scripted", "context_length": 4_096}]
                }
            },
            4_096,
        ),
        ({"/props": {"default_generation_settings": None}, "/api/ps": []}, None),
        ({"/props": "n_ctx", "/api/ps": {"models": [3]}}, None),
        ({"/v1/models": {"data": [{"id": "scripted", "max_model_len": "long"}, 7]}}, None),
        ({"/v1/models": []}, None),
    ],
)
def test_the_context_as_servers_tell_it(pages: dict[str, Any], tokens: int | None) -> None:
    with ScriptedServer(good, pages=pages) as server:
        found = findings(settings(server.base_url))["context"]
    assert found.details.get("tokens") == tokens
    assert found.status == ("skipped" if tokens is None else "ok" if tokens > 7_000 else "warning")


def test_a_short_context_is_told_with_what_fits() -> None:
    with ScriptedServer(good, pages=listed(max_model_len=4_096)) as server:
        found = findings(settings(server.base_url))["context"]
        fits = found.details["fits"]
        assert f"TIYAO_CHUNK_TOKENS={fits}" in lines(found, "zh")[0]
        assert findings(settings(server.base_url, chunk_tokens=fits))["context"].status == "ok"
    with ScriptedServer(good, pages=listed(max_model_len=1_024)) as server:
        assert findings(settings(server.base_url))["context"].code == "context_tiny"


# as a command


def test_without_a_model_the_embedded_engine_is_ready() -> None:
    ran = tiyao("doctor")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "内置引擎" in ran.stdout
    assert "TIYAO_MODEL" in ran.stdout
    told = json.loads(tiyao("doctor", "--json", LANG="en_US.UTF-8").stdout)
    assert told["ok"] is True
    assert "embedded engine" in told["checks"][0]["message"]


def test_the_exit_code_is_that_of_the_error_that_a_report_would_meet() -> None:
    with ScriptedServer(only("json_object", "text")) as server:
        ran = tiyao("doctor", TIYAO_BASE_URL=server.base_url, TIYAO_MODEL="scripted")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "✓ 回答格式：可用：json_object, text" in ran.stdout
    refused = tiyao(
        "doctor", "--json", TIYAO_BASE_URL=f"http://127.0.0.1:{closed_port()}/v1", TIYAO_MODEL="m", LANG="en_US.UTF-8"
    )
    assert refused.returncode == 69
    told = json.loads(refused.stdout)
    assert told["ok"] is False
    assert [check["status"] for check in told["checks"] if check["check"] == "server"] == ["failed"]


def test_an_error_with_status_200_is_told() -> None:
    found = against(lambda _: Reply(body=failure(500, "the engine has lost its weights").body))
    assert found["formats"].status == "failed"
    assert "lost its weights" in "\n".join(lines(found["formats"], "en"))
