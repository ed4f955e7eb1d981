"""Every metric on an invented report: known answers, and what each mutilation of a perfect summary costs."""

from collections.abc import Callable

import pytest

from eval.annotations import gold_report
from eval.confusion import MISSED, SPURIOUS, confusion
from eval.metrics import DISPLAY, METRICS, NEEDS_GOLD, score
from eval.perfect import summary as perfect
from eval.values import Failure, GoldReport
from schemas.summary import Evidence, Figure, Item, ReportSummary

TEXT = """青禾县2024年法治政府建设情况报告
一、主要工作
1.深化审批改革。企业开办时间由5个工作日压缩至1个工作日，办结政务服务事项3.2万件，群众满意率98.6%。
2.规范行政执法。开展专项检查46次，查办案件128起，罚没款项210万元，执法人员持证率同比提高4.5个百分点。
3.抓实法治宣传。举办普法讲座75场次，发放手册1200余册，新建法治文化广场6个。
二、存在问题
执法队伍专业能力不足，乡镇一级尚未配齐法制审核人员。
三、下一步打算
2025年将建成全县统一的行政执法监督平台，组织执法人员轮训2期。
"""
ACCESS = "企业开办时间由5个工作日压缩至1个工作日，办结政务服务事项3.2万件，群众满意率98.6%"
CHECKS = "开展专项检查46次，查办案件128起，罚没款项210万元，执法人员持证率同比提高4.5个百分点"
TEACHING = "举办普法讲座75场次，发放手册1200余册，新建法治文化广场6个"
LACK = "执法队伍专业能力不足，乡镇一级尚未配齐法制审核人员"
PLATFORM = "2025年将建成全县统一的行政执法监督平台，组织执法人员轮训2期"


def _figure(name: str, value: str, unit: str, direction: str | None = None, change: str | None = None) -> dict:
    return {"name": name, "value": value, "unit": unit, "direction": direction, "change": change}


def _item(kind: str, topic: str, quote: str, *figures: dict, vital: bool = True) -> dict:
    return {
        "kind": kind,
        "topic": topic,
        "vital": vital,
        "text": quote,
        "evidence": [quote],
        "figures": list(figures),
    }


ANNOTATION = {
    "id": "qinghe-2024",
    "file": "qinghe-2024.txt",
    "title": "青禾县2024年法治政府建设情况报告",
    "issuer": "青禾县人民政府",
    "region": "青禾县",
    "level": "county",
    "year": 2024,
    "script": "hans",
    "absent": [],
    "boilerplate": [],
    "items": [
        _item(
            "achievement",
            "functions",
            ACCESS,
            _figure("企业开办时间（原）", "5", "个工作日", "down", "from"),
            _figure("企业开办时间（现）", "1", "个工作日", "down", "to"),
            _figure("办结政务服务事项", "3.2万", "件"),
            _figure("群众满意率", "98.6", "%"),
        ),
        _item(
            "achievement",
            "enforcement",
            CHECKS,
            _figure("专项检查", "46", "次"),
            _figure("查办案件", "128", "起"),
            _figure("罚没款项", "210万", "元"),
            _figure("执法人员持证率", "4.5", "个百分点", "up"),
        ),
        _item(
            "achievement",
            "publicity",
            TEACHING,
            _figure("普法讲座", "75", "场次"),
            _figure("发放手册", "1200余", "册"),
            _figure("法治文化广场", "6", "个"),
            vital=False,
        ),
        _item("problem", "enforcement", LACK),
        _item("plan", "enforcement", PLATFORM, _figure("执法人员轮训", "2", "期")),
    ],
}
GOLD = gold_report(ANNOTATION, TEXT)
PERFECT = perfect(GOLD, TEXT)
APPLIES = frozenset(name for name, one in score(TEXT, GOLD, PERFECT).metrics.items() if one.value is not None)


def values(summary: ReportSummary | None, gold: GoldReport | None = GOLD, text: str = TEXT) -> dict[str, float]:
    return {name: one.value for name, one in score(text, gold, summary).metrics.items() if one.value is not None}


def each(change: Callable[[Item], Item], summary: ReportSummary = PERFECT) -> ReportSummary:
    """The summary with every item changed."""
    return summary.model_copy(
        update={kind: tuple(map(change, getattr(summary, kind))) for kind in ("achievements", "problems", "plans")}
    )


def first(change: Callable[[Item], Item]) -> ReportSummary:
    """The summary with its first item changed."""
    return PERFECT.model_copy(update={"achievements": (change(PERFECT.achievements[0]), *PERFECT.achievements[1:])})


def figures(item: Item, change: Callable[[Figure], Figure]) -> Item:
    return item.model_copy(update={"figures": tuple(map(change, item.figures))})


def moved(item: Item, by: int) -> Item:
    """The item with its evidence moved, still word for word what stands there."""
    pieces = [(piece.start + by, piece.end + by) for piece in item.evidence]
    return item.model_copy(update={"evidence": tuple(Evidence(start=a, end=b, text=TEXT[a:b]) for a, b in pieces)})


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


# What may be done to a perfect summary, and every metric that must fall for it; no other may.
FIGURES = {"figure_f1", "figure_precision", "figure_recall", "figure_value_f1", "figure_full_f1"}
ITEMS = {"item_f1", "item_precision", "item_recall", "soft_f1", "evidence_joint", "vital_recall"}
BLIND = {"kind_blind_f1", "rouge_l"}

MUTILATIONS: dict[str, tuple[ReportSummary, set[str]]] = {
    "shuffled": (
        PERFECT.model_copy(update={"achievements": PERFECT.achievements[::-1], "overview": PERFECT.overview}),
        set(),
    ),
    "item dropped": (
        PERFECT.model_copy(update={"achievements": PERFECT.achievements[1:]}),
        {
            *(ITEMS - {"item_precision"}),
            *BLIND,
            *(FIGURES - {"figure_precision"}),
            "item_f1.achievement",
            "item_f1.topic.functions",
            "direction_f1",
            "change_f1",
        },
    ),
    "kind swapped": (
        PERFECT.model_copy(
            update={"problems": (), "plans": (*PERFECT.plans, PERFECT.problems[0].model_copy(update={"id": "n2"}))}
        ),
        {*ITEMS, "kind_accuracy", "item_f1.problem", "item_f1.plan", "item_f1.topic.enforcement"},
    ),
    "topic swapped": (
        first(lambda item: item.model_copy(update={"topic": "publicity"})),
        {"topic_accuracy", "item_f1.topic.functions", "item_f1.topic.publicity"},
    ),
    "figure changed": (
        first(
            lambda item: item.model_copy(
                update={"figures": (*item.figures[:3], item.figures[3].model_copy(update={"value": "88.6"}))}
            )
        ),
        {*FIGURES, "figure_valid", "soft_f1"},
    ),
    "figure changed in the text": (
        first(lambda item: item.model_copy(update={"text": item.text.replace("98.6", "88.6")})),
        {"number_support", "text_dice", "soft_f1", "bigram_support", "rouge_l"},
    ),
    "unit changed": (
        first(
            lambda item: item.model_copy(
                update={
                    "figures": (*item.figures[:2], item.figures[2].model_copy(update={"unit": "人"}), item.figures[3])
                }
            )
        ),
        FIGURES - {"figure_value_f1"},
    ),
    "figure renamed": (
        first(lambda item: figures(item, lambda one: one.model_copy(update={"name": "某数"}))),
        {"figure_full_f1"},
    ),
    "direction turned": (
        first(lambda item: figures(item, lambda one: one.model_copy(update={"direction": "up"}))),
        {"direction_f1", "figure_full_f1"},
    ),
    "ends of a change swapped": (
        first(
            lambda item: figures(
                item,
                lambda one: one.model_copy(update={"change": {"from": "to", "to": "from", None: None}[one.change]}),
            )
        ),
        {"change_f1", "figure_full_f1"},
    ),
    "direction turned in the text": (
        first(lambda item: item.model_copy(update={"text": item.text.replace("压缩至", "延长至")})),
        {"polarity", "text_dice", "soft_f1", "bigram_support", "rouge_l"},
    ),
    "denial dropped in the text": (
        PERFECT.model_copy(
            update={
                "problems": (PERFECT.problems[0].model_copy(update={"text": LACK.replace("尚未配齐", "已经配齐")}),)
            }
        ),
        {"polarity", "text_dice", "soft_f1", "bigram_support", "rouge_l"},
    ),
    "evidence shifted": (
        first(lambda item: moved(item, -9)),
        {"evidence_f1", "evidence_joint", "soft_f1", "number_support", "bigram_support", "figure_valid"},
    ),
    "evidence misquoted": (
        first(
            lambda item: item.model_copy(
                update={"evidence": (item.evidence[0].model_copy(update={"text": "企业开办更快"}),)}
            )
        ),
        {"evidence_valid"},
    ),
    "text emptied": (
        first(lambda item: item.model_copy(update={"text": ""})),
        {
            *ITEMS,
            *BLIND,
            "item_f1.achievement",
            "item_f1.topic.functions",
            "schema_valid",
        },
    ),
    "item told twice": (
        PERFECT.model_copy(
            update={"achievements": (*PERFECT.achievements, PERFECT.achievements[0].model_copy(update={"id": "a9"}))}
        ),
        {
            "no_doubles",
            "item_f1",
            "item_precision",
            "soft_f1",
            *BLIND,
            *(FIGURES - {"figure_recall"}),
            "item_f1.achievement",
            "item_f1.topic.functions",
            "direction_f1",
            "change_f1",
        },
    ),
    "two items of one id": (
        first(lambda item: item.model_copy(update={"id": "a2"})),
        {"schema_valid"},
    ),
    "overview names nothing": (
        PERFECT.model_copy(update={"overview": PERFECT.overview.model_copy(update={"items": ("a77",)})}),
        {"schema_valid"},
    ),
    "another text": (
        PERFECT.model_copy(update={"report": PERFECT.report.model_copy(update={"source_sha256": "0" * 64})}),
        {"evidence_valid"},
    ),
}


@pytest.mark.parametrize("name", MUTILATIONS)
def test_a_mutilation_lowers_exactly_the_metrics_that_should_see_it(name: str) -> None:
    mutilated, seen_by = MUTILATIONS[name]
    before, after = values(PERFECT), values(mutilated)
    compared = APPLIES - {"coverage", "compression"}
    assert {metric for metric in compared if after[metric] < before[metric] - 1e-9} == seen_by


def test_every_metric_is_lowered_by_some_mutilation() -> None:
    seen = set().union(*(seen_by for _, seen_by in MUTILATIONS.values()))
    assert seen == APPLIES - {"coverage", "compression"}


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
