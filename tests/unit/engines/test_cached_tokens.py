"""Tokens that a server took from its own cache of prompts, in the words of several servers."""

import json
from typing import Any

import pytest

from service.engines.llm import wire


@pytest.mark.parametrize(
    ("usage", "cached"),
    [
        ({"prompt_tokens": 100, "prompt_tokens_details": {"cached_tokens": 64}}, 64),
        ({"prompt_tokens": 100, "prompt_cache_hit_tokens": 30, "prompt_cache_miss_tokens": 70}, 30),
        ({"prompt_tokens": 100, "prompt_tokens_details": None}, 0),
        ({"prompt_tokens": 100, "prompt_tokens_details": {"cached_tokens": None}}, 0),
        ({"prompt_tokens": 100, "prompt_tokens_details": "many"}, 0),
        ({"prompt_tokens": 10, "prompt_tokens_details": {"cached_tokens": 64}}, 10),
        ({"prompt_tokens": 100}, 0),
        (None, 0),
    ],
)
def test_cached_tokens(usage: Any, cached: int) -> None:
    body = json.dumps({"choices": [{"message": {"content": "{}"}, "finish_reason": "stop"}], "usage": usage})
    assert wire.read(body).cached_prompt_tokens == cached
