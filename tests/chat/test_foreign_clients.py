"""Programs that others wrote for OpenAI's wire format, each as its users use it."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import openai
import pytest
from langchain_openai import ChatOpenAI
from pydantic import SecretStr
from pydantic_ai import Agent
from pydantic_ai.models.openai import OpenAIChatModel
from pydantic_ai.providers.openai import OpenAIProvider

from tests.chat.conftest import TEXT

LLM = str(Path(sys.executable).with_name("llm"))


def test_langchain_asks_and_streams(service: str, key: str) -> None:
    model = ChatOpenAI(model="tiyao", base_url=f"{service}/openai/v1", api_key=SecretStr(key), max_retries=0)
    chat = [("user", TEXT), ("assistant", "（摘要）"), ("user", "存在哪些问题？")]
    said = str(model.invoke(chat).content)
    assert said.count("- **存在问题") == 4
    assert "".join(str(piece.content) for piece in model.stream(chat)) == said


def test_pydantic_ai_holds_a_conversation(service: str, key: str) -> None:
    async def run() -> None:
        async with openai.AsyncOpenAI(base_url=f"{service}/openai/v1", api_key=key) as client:
            agent = Agent(OpenAIChatModel("tiyao", provider=OpenAIProvider(openai_client=client)))
            first = await agent.run(TEXT)
            assert "## 存在问题" in first.output
            second = await agent.run("败诉率是多少？", message_history=first.all_messages())
            assert "败诉率由11.2%下降至6.8%" in second.output

    asyncio.run(run())


@pytest.fixture
def llm_home(tmp_path: Path, service: str) -> Path:
    model = f"- model_id: tiyao\n  model_name: tiyao\n  api_base: {service}/openai/v1\n  api_key_name: tiyao\n"
    (tmp_path / "extra-openai-models.yaml").write_text(model)
    return tmp_path


@pytest.mark.parametrize("stream", [True, False])
def test_llm_takes_a_report_from_stdin_and_goes_on(llm_home: Path, key: str, stream: bool) -> None:
    def llm(*arguments: str, given: str = "") -> str:
        env = {"PATH": os.environ["PATH"], "LLM_USER_PATH": str(llm_home), "LANG": "C.UTF-8", "HOME": str(llm_home)}
        command = [LLM, "-m", "tiyao", "--key", key, *([] if stream else ["--no-stream"]), *arguments]
        return subprocess.run(command, input=given, env=env, capture_output=True, text=True, check=True).stdout

    assert "## 下步计划" in llm("请总结这份报告：", given=TEXT)
    assert "168件" in llm("-c", "行政复议的情况如何？")
