"""Finding many words in one pass (Aho–Corasick), with what each word stands for."""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

import ahocorasick_rs

Payload = TypeVar("Payload")


class Lexicon(Generic[Payload]):
    """Words and what they stand for. Overlapping words are all found; offsets count characters of the text."""

    def __init__(self, words: Mapping[str, Payload]) -> None:
        self._payloads = tuple(words.values())
        self._automaton = ahocorasick_rs.AhoCorasick(list(words), matchkind=ahocorasick_rs.MatchKind.Standard)

    def scan(self, text: str) -> Iterator[tuple[Payload, int, int]]:
        """Every occurrence: payload, start, end; in the order of the ends."""
        payloads = self._payloads
        for word, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            yield payloads[word], start, end
