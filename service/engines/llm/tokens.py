"""Counting tokens of o200k_base without the network.

tiktoken would download its ranks at first use. The `bpe_openai` package carries the official file, byte for byte (a
test compares its digest with the one that tiktoken pins), and tiktoken encodes with it. Loading takes under a second and
100 MiB, hence only where a model is called, and only at the first count.
"""

import gzip
from base64 import b64decode
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import tiktoken

# How o200k_base splits a text before merging, as published with tiktoken (tiktoken_ext/openai_public.py).
PATTERNS = (
    r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
    r"""[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?""",
    r"""\p{N}{1,3}""",
    r""" ?[^\s\p{L}\p{N}]+[\r\n/]*""",
    r"""\s*[\r\n]+""",
    r"""\s+(?!\S)""",
    r"""\s+""",
)


def count(text: str) -> int:
    """Tokens of the text; control tokens spelt out in it, such as `<|endoftext|>`, count as plain text."""
    return len(_encoding().encode_ordinary(text))


def ranks_file() -> bytes:
    """The official o200k_base.tiktoken: a base64 token and its rank a line."""
    # Looked up, not imported: importing the package loads a second tokenizer.
    found = find_spec("bpe_openai")
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError("bpe_openai")
    packed = Path(found.submodule_search_locations[0]) / "data" / "o200k_base.tiktoken.gz"
    return gzip.decompress(packed.read_bytes())


@cache
def _encoding() -> tiktoken.Encoding:
    lines = (line.split() for line in ranks_file().splitlines() if line)
    ranks = {b64decode(token): int(rank) for token, rank in lines}
    return tiktoken.Encoding("o200k_base", pat_str="|".join(PATTERNS), mergeable_ranks=ranks, special_tokens={})
