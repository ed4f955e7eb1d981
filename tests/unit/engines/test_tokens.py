"""The tokenizer is the official one, and takes any text."""

import hashlib
import inspect

import pytest
from tiktoken_ext import openai_public

from service.engines.llm import tokens


def test_the_ranks_are_those_that_tiktoken_pins() -> None:
    assert hashlib.sha256(tokens.ranks_file()).hexdigest() in inspect.getsource(openai_public.o200k_base)


def test_the_patterns_are_those_of_tiktoken() -> None:
    source = inspect.getsource(openai_public.o200k_base)
    assert [line.strip() for line in source.splitlines() if line.strip().startswith('r"""')] == [
        f'r"""{pattern}""",' for pattern in tokens.PATTERNS
    ]


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("hello world", 2), ("<|endoftext|>", 7), ("12:成立", 3), ("\x00", 1)],
)
def test_count(text: str, count: int) -> None:
    assert tokens.count(text) == count
