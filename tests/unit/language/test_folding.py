"""The same words in another dress are the same when they are searched."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.language import script
from service.language.folding import fold, pairs, words

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=30)
PLAIN = st.text(st.sampled_from("法治政府行政復議覆議复议ＡＢab１２12％%，。 \t\u200b\n㎡①著著作乾"), max_size=30)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("行政復議", "行政复议"),
        ("行政覆議", "行政复议"),
        ("２０２４年", "2024年"),
        ("97.5％", "97.5%"),
        ("ＡＩ 政务", "ai政务"),
        ("依法\u200b行政", "依法行政"),
        ("依法\n  行政", "依法行政"),
    ],
)
def test_one_word_in_two_dresses(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@settings(deadline=None)  # the first one makes the table
@given(HAN)
def test_a_text_in_traditional_characters_is_found_by_simplified_words(text: str) -> None:
    simplified = script.simplify(text, "hans").text
    there = script.to_traditional(simplified)
    assert fold(there) == fold(simplified) or _ambiguous(simplified) or _same_traditional(there, simplified)


def _same_traditional(one: str, other: str) -> bool:
    """Whether two simplified texts have one traditional form, as 鲶 and 鲇 have 鯰: no table can part them."""
    return script.to_traditional(fold(one)) == script.to_traditional(fold(other))


def _ambiguous(text: str) -> bool:
    """Whether the way there and back is no way back: a character that OpenCC itself does not bring back."""
    return script.simplify(script.to_traditional(text), "hant").text != text


@settings(deadline=None)
@given(PLAIN, PLAIN, PLAIN)
def test_what_stands_in_a_text_stands_in_its_fold(before: str, word: str, behind: str) -> None:
    folded = fold(before + word + behind)
    assert fold(word) in folded
    assert pairs(fold(word)) <= pairs(folded)


@settings(deadline=None)
@given(st.text())
def test_a_fold_is_folded_and_can_be_seen(text: str) -> None:
    folded = fold(text)
    assert not any(character.isspace() or not character.isprintable() for character in folded)


def test_words_stand_between_blanks_and_phrases_in_quotation_marks() -> None:
    assert words('行政復議  案件 "依法 行政" “群众 满意” 「公開」 案件') == [
        "行政复议",
        "案件",
        "依法行政",
        "群众满意",
        "公开",
    ]
    assert words(" \u200b ") == []


def test_pairs_go_over_no_punctuation() -> None:
    assert pairs("办理，案件12件") == {"办理", "案件", "件1", "12", "2件"}
    assert pairs("法") == set()
