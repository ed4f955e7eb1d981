"""Each line of settings in the README, against a server that refuses and answers as that product does."""

import asyncio
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from schemas.request import SummaryOptions
from schemas.summary import ReportSummary
from service import build
from service.settings import Settings
from tests.scripted import Reply, Request, ScriptedServer, answer, failure
from tests.scripted.copyist import copyist
from tests.scripted.reports import TEXT

ROOT = Path(__file__).parents[2]
_LINE = re.compile(r"(?m)^export (TIYAO_\S+=.*?)  # (\S+)$")
LINES = {name: line for line, name in _LINE.findall((ROOT / "README.md").read_text("utf-8"))}


def environment(name: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in shlex.split(LINES[name]))


def openai(request: Request) -> Reply:
    """A newer model: a key, another name for the longest answer, no temperature of one's own."""
    if request.headers.get("authorization") != "Bearer sk-...":
        return failure(401, "Incorrect API key provided")
    if "max_tokens" in request.body:
        return failure(
            400, "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead."
        )
    if "temperature" in request.body:
        return failure(400, "Unsupported value: 'temperature' does not support 0 with this model.")
    if request.rung != "json_schema":
        return failure(500, "not asked for in this test")
    return copyist(request)


def deepseek(request: Request) -> Reply:
    """No schema and no tool that must be called; a JSON object where the prompt says so; now and then nothing at all."""
    if request.rung == "json_schema":
        return failure(400, "This response_format type is unavailable now")
    if request.rung == "tool":
        return failure(400, "deepseek-reasoner does not support this tool_choice")
    if "json" not in (request.system + request.user).lower():
        return failure(400, "Prompt must contain the word 'json' to use 'response_format' of type 'json_object'.")
    return answer("") if request.number == 2 else copyist(request)


def dashscope(request: Request) -> Reply:
    if request.body.get("enable_thinking") is not False:
        return failure(400, "parameter.enable_thinking must be set to false for non-streaming calls")
    if request.rung == "json_schema":
        return failure(400, "<400> InternalError.Algo.InvalidParameter: 'response_format.type' must be 'json_object'")
    if request.rung == "tool":
        return failure(400, "The tool_choice parameter does not support being set to required or object")
    if "json" not in (request.system + request.user).lower():
        return failure(400, "'messages' must contain the word 'json' in some form, to use 'response_format'")
    return copyist(request)


def vllm(request: Request) -> Reply:
    """Enforces any schema; a model that thinks unless its chat template is told not to."""
    if request.body["model"] != "Qwen/Qwen3-8B":
        return failure(404, f"The model `{request.body['model']}` does not exist.")
    if request.body.get("chat_template_kwargs") != {"enable_thinking": False}:
        return answer("<think>好的，先看", finish="length")
    return copyist(request) if request.rung == "json_schema" else failure(400, "not asked for in this test")


def ollama(request: Request) -> Reply:
    """No key is looked at; a model that is not there has a message of its own."""
    if request.body["model"] != "qwen2.5:7b":
        return failure(404, f'model "{request.body["model"]}" not found, try pulling it first')
    return copyist(request)


def llama(request: Request) -> Reply:
    """Loads first; enforces the schema as a grammar."""
    if request.number == 0:
        return failure(503, "Loading model")
    if request.body["model"] != "local" or request.rung != "json_schema":
        return failure(500, "not asked for in this test")
    return copyist(request)


SHAPES: dict[str, Callable[[Request], Reply]] = {
    "OpenAI": openai,
    "DeepSeek": deepseek,
    "Qwen": dashscope,
    "vLLM": vllm,
    "Ollama": ollama,
    "llama.cpp": llama,
}
HOSTS = {"DeepSeek": "api.deepseek.com", "Qwen": "dashscope.aliyuncs.com"}


def summarized(name: str, monkeypatch: pytest.MonkeyPatch) -> tuple[ReportSummary, ScriptedServer]:
    """A report summarized with the line's settings; only the host of its address is another."""
    given = environment(name)
    with ScriptedServer(SHAPES[name]) as server:
        path = urlsplit(given.get("TIYAO_BASE_URL", "https://api.openai.com/v1")).path
        given["TIYAO_BASE_URL"] = server.base_url.removesuffix("/v1") + path
        for variable, value in given.items():
            monkeypatch.setenv(variable, value)
        settings = Settings(_env_file=None, retry_wait_max_seconds=0.01)  # type: ignore[call-arg]

        async def scene() -> ReportSummary:
            pipeline = build.pipeline(settings)
            try:
                return await pipeline.summarize(TEXT, SummaryOptions())
            finally:
                await pipeline.close()

        return asyncio.run(scene()), server


def test_every_shape_has_a_line() -> None:
    assert LINES.keys() == SHAPES.keys()


@pytest.mark.parametrize("name", SHAPES)
def test_a_line_of_settings_works(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    summary, server = summarized(name, monkeypatch)
    assert summary.usage.engine == "llm"
    assert summary.usage.model == environment(name)["TIYAO_MODEL"]
    assert summary.quality.warnings == ()
    assert summary.quality.fell_back == 0
    assert (len(summary.achievements), len(summary.problems), len(summary.plans)) == (2, 1, 1)
    assert all(request.body["model"] == summary.usage.model for request in server.requests)


@pytest.mark.parametrize(("name", "host"), HOSTS.items())
def test_the_address_is_the_providers(name: str, host: str) -> None:
    assert urlsplit(environment(name)["TIYAO_BASE_URL"]).hostname == host


def test_what_a_line_says_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its extra field the line for vLLM would not do: the test above can fail."""
    monkeypatch.setitem(LINES, "vLLM", re.sub(r" TIYAO_EXTRA_BODY='.*'", "", LINES["vLLM"]))
    summary, _ = summarized("vLLM", monkeypatch)
    assert [warning.code for warning in summary.quality.warnings]
