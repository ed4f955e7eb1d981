"""What came out against what was answered: each verdict once, on a text small enough to count by hand."""

from typing import Any

from benchmarks.peers.judging import judged, let_through, unlike_source
from benchmarks.peers.material import Material, Told

TEXT = "一、成效\n全年办件83件。办件平稳。\n二、不足\n人手不足。全年办件83件。"
FIRST, LACK = TEXT.index("全年办件83件"), TEXT.index("人手不足")
ITEMS = (
    Told("achievement", "functions", "办件83件", ((FIRST, FIRST + 7),)),
    Told("problem", "other", "人手不足", ((LACK, LACK + 4),)),
)
GIVEN = Material("small", TEXT, ITEMS)


def item(kind: str, text: str, start: int | None, words: str, **more: str) -> dict[str, Any]:
    return {"kind": kind, "topic": "other", "text": text, "evidence": [{"start": start, "text": words, **more}]}


RIGHT = [item("achievement", "办件83件", FIRST, "全年办件83件"), item("problem", "人手不足", LACK, "人手不足")]


def test_all_is_right() -> None:
    verdict = judged(GIVEN, RIGHT)
    assert (verdict.answered, verdict.reworded, verdict.lost, verdict.exact, verdict.pieces) == (2, 0, 0, 2, 2)
    assert verdict.character_f1 == 1.0 or verdict.character_f1 > 0.9


def test_the_same_words_at_another_place_are_elsewhere() -> None:
    again = TEXT.rindex("全年办件83件")
    assert judged(GIVEN, [item("achievement", "办件83件", again, "全年办件83件")]).elsewhere == 1


def test_a_quote_without_a_place_is_nowhere() -> None:
    assert judged(GIVEN, [item("achievement", "办件83件", None, "全年办件84件")]).nowhere == 1


def test_a_place_that_is_not_what_was_quoted_is_inexact() -> None:
    verdict = judged(GIVEN, [item("achievement", "办件83件", FIRST, "全年办件", quote="全年办件84件")])
    assert (verdict.exact, verdict.inexact) == (0, 1)


def test_other_words_of_the_same_evidence_are_reworded_and_the_rest_is_lost() -> None:
    verdict = judged(GIVEN, [item("achievement", "全年办件83件", FIRST, "全年办件83件")])
    assert (verdict.answered, verdict.reworded, verdict.lost) == (0, 1, 1)


def test_another_kind_is_not_the_item() -> None:
    assert judged(GIVEN, [item("plan", "办件83件", FIRST, "全年办件83件")]).lost == 2


def test_what_is_let_through() -> None:
    slips = GIVEN._replace(items=(ITEMS[0]._replace(text="办件84件"), ITEMS[1]._replace(text="人手充足")))
    assert let_through(slips, [*RIGHT, item("problem", "人手充足", LACK, "人手不足")]) == 1


def test_quotes_unlike_the_source() -> None:
    given = [item("plan", "", None, "全年"), item("plan", "", FIRST, "全年办件", quote="全年办件84件"), *RIGHT]
    assert unlike_source(GIVEN, given) == 2
