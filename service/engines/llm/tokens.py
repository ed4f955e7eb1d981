"""Counting tokens of o200k_base without the network.

tiktoken would download its ranks at first use. `bpe_openai` ships the official file, byte for byte (a test compares its
digest with the one that tiktoken pins), and tiktoken encodes with it. Loading takes about a second and 100 MiB, hence
only where a model is called, and only at the first count.
"""

from functools import cache

import tiktoken


def count(text: str) -> int:
    """Tokens of the text; control tokens spelt out in it, such as `<|endoftext|>`, count as plain text."""
    return len(_encoding().encode_ordinary(text))


@cache
def _encoding() -> tiktoken.Encoding:
    from bpe_openai import registry

    return tiktoken.Encoding(**registry.o200k_base())
