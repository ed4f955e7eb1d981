"""What the words of real servers mean. The messages are those that the servers send, shortened."""

import pytest

from service.engines.llm import refusals
from service.engines.llm.refusals import Refusal

WORDS = [
    (429, "You exceeded your current quota, please check your plan and billing details. insufficient_quota", "quota"),
    (402, "Insufficient Balance", "quota"),
    (429, "余额不足或无可用资源包，请充值。", "quota"),
    (403, "Access denied, please make sure your account is in good standing. Arrearage", "quota"),
    (429, "Rate limit reached for requests", "passing"),
    (429, "Too many requests. RPM limit", "passing"),
    (408, "", "passing"),
    (409, "conflict", "passing"),
    (500, "internal server error", "passing"),
    (503, "Loading model", "passing"),
    (
        400,
        "The response was filtered due to the prompt triggering content management policy. content_filter",
        "content",
    ),
    (400, "Input data may contain inappropriate content. data_inspection_failed", "content"),
    (403, "Your input was flagged by moderation", "content"),
    (400, "系统检测到输入或生成内容可能包含不安全或敏感内容", "content"),
    (
        400,
        "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
        "length",
    ),
    (400, "the request exceeds the available context size. try increasing the context size", "length"),
    (400, "Range of input length should be [1, 30720]", "length"),
    (400, "Prompt is too long", "length"),
    (400, "input is too long for requested model", "length"),
    (422, "inputs tokens + max_new_tokens must be <= 4096. too many tokens", "length"),
    (400, "输入内容过长，请缩短", "length"),
    (413, "", "length"),
    (413, "Request too large for model on tokens per minute (TPM): Limit 6000, Requested 7000", "length"),
    (404, "The model `qwen-max-9` does not exist or you do not have access to it. model_not_found", "model"),
    (400, "Model Not Exist", "model"),
    (404, "model 'llama9' not found", "model"),
    (400, "some/model is not a valid model ID", "model"),
    (401, "Incorrect API key provided", "key"),
    (403, "You are not allowed to sample from this model", "key"),
    (404, "Not Found", "address"),
    (405, "Method Not Allowed", "address"),
    (400, "Bad Request", "other"),
    (422, "Unprocessable Entity", "other"),
    (400, "This response_format type is unavailable now", "other"),
    (400, "Unsupported parameter: 'max_tokens' is not supported with this model.", "other"),
    (418, "I am a teapot", "other"),
]


@pytest.mark.parametrize(("status", "words", "meaning"), WORDS)
def test_meaning(status: int, words: str, meaning: str) -> None:
    assert Refusal(status, words.lower()).meaning == meaning


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"message": "No Good", "type": "invalid", "param": "tools", "code": None}, "no good invalid tools"),
        ({"error": {"message": "No"}}, "no"),
        ({"error": "No model"}, "no model"),
        ({"detail": "Not Found"}, "not found"),
        # what a server echoes of the request is none of its words
        ({"detail": [{"loc": ["body", "tools"], "msg": "Extra", "input": {"response_format": 1}}]}, "body.tools extra"),
        ("Plain", "plain"),
        ({"code": 7}, "as it came"),
        (None, "as it came"),
    ],
)
def test_words(body: object, words: str) -> None:
    assert refusals.read(400, body, "As it came") == Refusal(400, words)


@pytest.mark.parametrize(
    ("words", "asked", "left"),
    [
        ("maximum context length is 8192 tokens. you requested 10096 tokens (6000 in the messages, 4096 in the completion)", 4096, 2176),
        ("maximum context length is 4096 tokens and your request has 1500 input tokens (4096 > 4096 - 1500)", 4096, 2580),
        # too little is left: the prompt is too long
        ("maximum context length is 4096 tokens and your request has 3700 input tokens", 4096, None),
        ("maximum context length is 8192 tokens. your messages resulted in 9000 tokens", 4096, None),
        # the answer was not what was too long
        ("maximum context length is 8192 tokens, 1000 in the messages", 2048, None),
        ("maximum context length is 8192 tokens", 4096, None),
        ("max_tokens is too large: 4096", 4096, None),
    ],
)  # fmt: skip
def test_room(words: str, asked: int, left: int | None) -> None:
    assert refusals.room(Refusal(400, words), asked) == left
