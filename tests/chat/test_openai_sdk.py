"""The door for chat pages, by OpenAI's own client."""

import base64
from collections.abc import Iterator

import openai
import pytest

from tests.chat.conftest import TEXT


@pytest.fixture
def client(service: str, key: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{service}/openai/v1", api_key=key, max_retries=0) as client:
        yield client


def ask(client: openai.OpenAI, *said: str) -> str:
    """The answer to a chat: what the person said, with the answers in between left out."""
    messages = [{"role": "user", "content": one} for one in said]
    done = client.chat.completions.create(model="tiyao", messages=messages)  # type: ignore[arg-type]
    assert done.choices[0].finish_reason == "stop"
    return str(done.choices[0].message.content)


def test_the_model_is_listed(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["tiyao"]
    assert client.models.retrieve("tiyao").owned_by == "tiyao"


def test_a_pasted_report_is_summarized_and_quoted(client: openai.OpenAI) -> None:
    said = ask(client, f"请总结这份报告：\n\n{TEXT}")
    assert "云岫县人民政府关于2024年法治政府建设情况的报告" in said
    assert all(heading in said for heading in ("## 主要成效", "## 存在问题", "## 下步计划"))
    assert "> 「" in said
    assert "[1]" not in said


def test_a_follow_up_is_answered_from_the_report(client: openai.OpenAI) -> None:
    problems = ask(client, TEXT, "有哪些问题？")
    assert problems.count("- **存在问题") == 4
    assert "主要成效" not in problems
    review = ask(client, TEXT, "有哪些问题？", "行政复议办了多少件？")
    assert "168件" in review
    assert "没有说到" in ask(client, TEXT, "航天产业发展得怎么样？")


def test_a_question_in_english_is_answered_in_english(client: openai.OpenAI) -> None:
    said = ask(client, TEXT, "Which problems does it name?")
    assert "The report states 4 problems" in said


def test_the_stream_helper_shows_progress_and_the_same_text(client: openai.OpenAI) -> None:
    fresh = TEXT.replace("云岫县", "云岭县")
    thought, said, usage = "", "", None
    with client.chat.completions.stream(
        model="tiyao",
        messages=[{"role": "user", "content": fresh}],
        stream_options={"include_usage": True},
    ) as stream:
        for event in stream:
            if event.type == "chunk":
                usage = event.chunk.usage or usage
                if event.chunk.choices:
                    thought += getattr(event.chunk.choices[0].delta, "reasoning_content", None) or ""
            elif event.type == "content.delta":
                said += event.delta
        final = stream.get_final_completion()
    assert "正在识别报告结构" in thought
    assert "提取要点" in thought
    assert final.choices[0].message.content == said
    assert said == ask(client, fresh)
    assert usage is not None
    assert usage.total_tokens == 0  # the embedded engine asks no model


def test_usage_is_told_only_where_it_is_asked_for(client: openai.OpenAI) -> None:
    stream = client.chat.completions.create(model="tiyao", messages=[{"role": "user", "content": "你好"}], stream=True)
    assert all(chunk.choices and chunk.usage is None for chunk in stream)


def test_parts_and_files_are_read(client: openai.OpenAI) -> None:
    data = base64.b64encode(TEXT.encode("gb18030")).decode()
    file = {"filename": "云岫.txt", "file_data": f"data:text/plain;charset=gb18030;base64,{data}"}
    done = client.chat.completions.create(
        model="tiyao",
        messages=[
            {
                "role": "user",
                "content": [{"type": "text", "text": "存在什么问题"}, {"type": "file", "file": file}],  # type: ignore[list-item, typeddict-item]
            }
        ],
    )
    assert str(done.choices[0].message.content).count("- **存在问题") == 4


def test_what_is_no_report_is_said_to_be_none(client: openai.OpenAI) -> None:
    assert "粘贴" in ask(client, "你好")
    notice = "各科室：请于本周五下午三点到会议室参加消防演练，请认真组织实施并按时报送总结。" * 8
    assert "不像政府年度报告" in ask(client, notice)


@pytest.mark.parametrize(
    ("body", "error", "code"),
    [
        ({"model": "gpt-4o", "messages": [{"role": "user", "content": "x"}]}, openai.NotFoundError, "not_found"),
        ({"model": "tiyao", "messages": []}, openai.BadRequestError, "invalid_request"),
        (
            {"model": "tiyao", "messages": [{"role": "user", "content": "this is no Chinese text. " * 30}]},
            None,
            None,
        ),
        (
            {"model": "tiyao", "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {}}]}]},
            openai.BadRequestError,
            "unsupported_format",
        ),
        (
            {
                "model": "tiyao",
                "messages": [{"role": "user", "content": [{"type": "file", "file": {"file_data": "%%"}}]}],
            },
            openai.BadRequestError,
            "invalid_request",
        ),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_errors_are_those_of_the_sdk(
    client: openai.OpenAI,
    body: dict[str, object],
    error: type[openai.APIStatusError] | None,
    code: str | None,
    stream: bool,
) -> None:
    if error is None:
        client.chat.completions.create(**body, stream=stream)  # type: ignore[call-overload]
        return
    with pytest.raises(error) as raised:
        client.chat.completions.create(**body, stream=stream)  # type: ignore[call-overload]
    assert raised.value.code == code
    assert raised.value.body["message"]  # type: ignore[index]


def test_a_wrong_key_is_an_authentication_error(service: str) -> None:
    client = openai.OpenAI(base_url=f"{service}/openai/v1", api_key="sk-wrong", max_retries=0)
    with client, pytest.raises(openai.AuthenticationError):
        client.models.list()


def test_a_file_in_another_format_is_refused_with_its_reason(client: openai.OpenAI) -> None:
    part = {
        "type": "file",
        "file": {"filename": "a.doc", "file_data": base64.b64encode(b"\xd0\xcf\x11\xe0" * 200).decode()},
    }
    with pytest.raises(openai.BadRequestError) as raised:
        client.chat.completions.create(model="tiyao", messages=[{"role": "user", "content": [part]}])  # type: ignore[list-item, misc]
    assert raised.value.type == "invalid_request_error"
