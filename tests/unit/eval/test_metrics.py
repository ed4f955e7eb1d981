"""Every metric on an invented report, with known answers."""

import pytest

from eval.confusion import MISSED, SPURIOUS, confusion
from eval.metrics import DISPLAY, METRICS, NEEDS_GOLD, score
from eval.values import Failure
from schemas.summary import Evidence
from tests.unit.eval.qinghe import ACCESS, APPLIES, CHECKS, GOLD, LACK, PERFECT, PLATFORM, TEACHING, TEXT, each, values


def test_a_perfect_summary_scores_one_everywhere() -> None:
    assert {name: value for name, value in values(PERFECT).items() if name not in DISPLAY - {"rouge_l"}} == {
        name: pytest.approx(1.0) for name in APPLIES - (DISPLAY - {"rouge_l"})
    }


def test_a_failed_report_scores_zero_in_all_that_applies_and_says_why() -> None:
    failed = score(TEXT, GOLD, None, Failure(report_id=GOLD.id, code="model_timeout", message="after 60 s"))
    assert {name for name, one in failed.metrics.items() if one.value is not None} == APPLIES
    assert {one.value for one in failed.metrics.values() if one.value is not None} == {0.0}
    assert "model_timeout" in failed.metrics["item_f1"].reason
    assert [pair.candidate for pair in failed.pairs] == [None] * 5


def test_without_gold_only_what_needs_none_is_scored() -> None:
    assert set(values(PERFECT, None)) == set(METRICS) - NEEDS_GOLD
    assert set(values(None, None)) == set(METRICS) - NEEDS_GOLD


def test_an_empty_summary_finds_nothing() -> None:
    empty = PERFECT.model_copy(update={"achievements": (), "problems": (), "plans": ()})
    found = values(empty)
    assert set(found) == APPLIES
    # Nothing said is nothing said wrongly, which is why these alone prove little.
    silent = {"schema_valid", "evidence_valid", "figure_valid", "number_support"}
    assert {name for name, value in found.items() if value} == silent


def test_an_empty_summary_of_a_report_that_has_nothing_to_tell_is_right() -> None:
    nothing = GOLD.model_copy(update={"items": (), "absent": ("achievement", "problem", "plan")})
    empty = PERFECT.model_copy(update={"achievements": (), "problems": (), "plans": ()})
    assert values(empty, nothing)["item_f1"] == 1
    assert values(PERFECT, nothing)["item_f1"] == 0
    assert "text_dice" not in values(PERFECT, nothing)


# Known answers.


def test_items_counted_by_hand() -> None:
    four = PERFECT.model_copy(update={"plans": (), "achievements": PERFECT.achievements[:2]})
    found = values(four)
    assert found["item_precision"] == 1
    assert found["item_recall"] == pytest.approx(3 / 5)
    assert found["item_f1"] == pytest.approx(6 / 8)
    assert found["vital_recall"] == pytest.approx(3 / 4)
    assert found["evidence_joint"] == pytest.approx(3 / 5)
    assert found["item_f1.achievement"] == pytest.approx(4 / 5)
    assert found["item_f1.plan"] == 0
    assert found["figure_recall"] == pytest.approx(8 / 12)
    assert found["figure_precision"] == 1


def test_half_of_the_evidence_is_two_thirds_of_f1() -> None:
    piece = PERFECT.problems[0].evidence[0]
    half = (piece.start + piece.end) // 2
    cut = PERFECT.problems[0].model_copy(
        update={"evidence": (Evidence(start=piece.start, end=half, text=TEXT[piece.start : half]),)}
    )
    whole, part = piece.end - piece.start, half - piece.start
    f1 = 2 * part / (whole + part)
    found = values(PERFECT.model_copy(update={"problems": (cut,)}))
    assert found["evidence_f1"] == pytest.approx((4 + f1) / 5)
    assert found["soft_f1"] == pytest.approx((4 + 0.5 / 0.8 + 0.3 / 0.8 * f1) / 5)


def test_alternative_evidence_counts_as_the_best_of_all() -> None:
    item = GOLD.items[3]
    other = TEXT.index("二、存在问题"), TEXT.index("二、存在问题") + 6
    turned = GOLD.model_copy(
        update={
            "items": (
                *GOLD.items[:3],
                item.model_copy(update={"evidence": (other,), "alternatives": (item.evidence,)}),
                GOLD.items[4],
            )
        }
    )
    assert values(PERFECT, turned)["evidence_f1"] == pytest.approx(1)
    alone = turned.model_copy(
        update={"items": (*turned.items[:3], turned.items[3].model_copy(update={"alternatives": ()}), turned.items[4])}
    )
    assert values(PERFECT, alone)["evidence_f1"] == pytest.approx(4 / 5)


def test_directions_are_not_scored_where_the_gold_has_none() -> None:
    silent = GOLD.model_copy(update={"has_directions": False})
    assert not {"direction_f1", "change_f1"} & values(PERFECT, silent).keys()
    assert not {"direction_f1", "change_f1"} & values(None, silent).keys()


def test_compression_and_coverage_counted_by_hand() -> None:
    cited = sum(len(quote) for quote in (ACCESS, CHECKS, TEACHING, LACK, PLATFORM))
    body = len("".join(TEXT.split()))
    assert values(PERFECT)["coverage"] == pytest.approx(cited / body)
    assert values(PERFECT)["compression"] == pytest.approx(cited / body)
    furnished = GOLD.model_copy(update={"boilerplate": ("一、主要工作",)})
    assert values(PERFECT, furnished)["coverage"] == pytest.approx(cited / (body - 6))


def test_traditional_texts_are_compared_in_simplified() -> None:
    other = each(
        lambda item: item.model_copy(update={"text": item.text.replace("执法", "執法").replace("压缩", "壓縮")})
    )
    assert values(other)["text_dice"] == pytest.approx(1)


def test_confusion_counts_missed_and_spurious() -> None:
    swapped = PERFECT.model_copy(
        update={
            "problems": (),
            "achievements": PERFECT.achievements[1:],
            "plans": (
                *PERFECT.plans,
                PERFECT.problems[0].model_copy(update={"id": "n2"}),
                PERFECT.problems[0].model_copy(update={"id": "n3", "text": "另有其他打算"}),
            ),
        }
    )
    assert confusion([score(TEXT, GOLD, swapped)]) == {
        ("achievement", MISSED): 1,
        ("achievement", "achievement"): 2,
        ("problem", "plan"): 1,
        ("plan", "plan"): 1,
        (SPURIOUS, "plan"): 1,
    }


@pytest.mark.parametrize(
    ("text", "supported"),
    [
        ("办结政务服务事项3.2万件", 1),
        ("办结政务服务事项3.2件", 0),
        ("办结政务服务事项32件", 0),
        ("满意率98.6%", 1),
        ("满意率98.6个百分点", 0),
        ("办结政务服务事项3.2万人次", 0),
        ("开办时间由5个压缩至1个工作日", 1),
        ("企业开办时间压缩", 1),
    ],
)
def test_numbers_are_supported_with_magnitude_and_unit(text: str, supported: int) -> None:
    one = PERFECT.achievements[0].model_copy(update={"text": text})
    assert values(PERFECT.model_copy(update={"achievements": (one,), "problems": (), "plans": ()}))[
        "number_support"
    ] == pytest.approx(supported)


def test_every_score_has_a_reason() -> None:
    for summary in (PERFECT, None):
        for gold in (GOLD, None):
            assert all(one.reason for one in score(TEXT, gold, summary).metrics.values())
