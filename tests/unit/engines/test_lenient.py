"""Finding the object that is meant in what a model wrote."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.engines.llm.lenient import find

NAMES = frozenset({"items", "overview"})
GOOD = {"items": [{"n": 1, "x": "办件{83}件，“一件事”", "c": [1, 2]}]}
TEXT = json.dumps(GOOD, ensure_ascii=False)


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        f"\n\n {TEXT}\n",
        f"```json\n{TEXT}\n```",
        f"```\n{TEXT}\n```",
        f"好的，以下是结果：\n{TEXT}\n希望对您有帮助。",
        f'<think>先看{{"items":[]}}，再想想</think>{TEXT}',
        f'先想一想 {{"items":[]}}</think>\n{TEXT}',
        f"<THINKING>\n…\n</THINKING>\n{TEXT}",
        json.dumps({"name": "repaired", "arguments": GOOD}),
        json.dumps({"name": "repaired", "arguments": TEXT}),
        json.dumps({"name": "repaired", "parameters": GOOD}),
        f"<tool_call>\n{json.dumps({'name': 'repaired', 'arguments': GOOD})}\n</tool_call>",
        f"```json\n{json.dumps({'answer': GOOD})}\n```",
        f"[{TEXT}]",
        TEXT.replace("[1, 2]", "[1, 2, ]").replace("}]}", "},\n]\n}"),
        f'格式如 {{"x":1}}，答案是 {TEXT}',
        TEXT.replace("“", "\n").replace("”", "\t").replace("一件事", "一件事"),
    ],
)
def test_found(content: str) -> None:
    found = find(content, NAMES)
    assert found is not None
    assert found["items"][0]["c"] == [1, 2]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "没有需要修改的条目。",
        "[]",
        '{"x": 1}',
        TEXT[: len(TEXT) // 2],
        f"<think>{TEXT}",
        f"<think>{TEXT}</think>",
        '{"items": [1, 2}',
        "{" * 5_000,
        '{"a":' * 5_000,
    ],
)
def test_not_found(content: str) -> None:
    assert find(content, NAMES) is None


def test_commas_inside_texts_stay() -> None:
    found = find('{"overview": "甲,] 乙,}", "items": [1,],}', NAMES)
    assert found == {"overview": "甲,] 乙,}", "items": [1]}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(json_values, st.text(alphabet=st.characters(blacklist_characters="{}<")))
def test_whole_json_is_read_as_it_is(value: object, around: str) -> None:
    answer = {"items": value}
    assert find(f"{around}{json.dumps(answer)}", NAMES) == answer


@given(st.text())
def test_never_raises(content: str) -> None:
    find(content, NAMES)


def test_time_is_bounded() -> None:
    began = time.monotonic()
    find('{"items":[' + '{"x":"' * 20_000, NAMES)
    find('{"a":{"b":' * 20_000, NAMES)
    assert time.monotonic() - began < 2
