"""A model's answer as it is kept."""

from typing import NamedTuple


class Reply(NamedTuple):
    """A validated answer: the text that was read, and the tokens that its call was billed for."""

    content: str
    prompt_tokens: int
    completion_tokens: int
