"""Each matter once, in the report's order."""

import pytest

from schemas.draft import Draft
from service.stages.merge import merge
from service.stages.outline import outline
from tests.reports import BASE

DOCUMENT = outline(BASE.text)


def clauses_with(*words: str) -> tuple[int, ...]:
    return tuple(
        next(c.number for c in DOCUMENT.clauses if word in DOCUMENT.text(c) and not c.heading) for word in words
    )


def draft(*words: str, kind: str = "achievement", text: str = "") -> Draft:
    return Draft(kind, "other", text or words[0], clauses_with(*words))


SERVICES = draft("主题服务47项", "压减至6份")
CHECKS = draft("同比下降31.4%")
REVIEW = draft("行政处罚案卷213宗", "案卷瑕疵56处")
LACK = draft("平均仅有4.2人", kind="problem")
PLAN = draft("40名业务骨干", kind="plan")


def test_nothing_of_nothing() -> None:
    assert merge(DOCUMENT, []) == ()


def test_the_order_is_the_reports() -> None:
    assert merge(DOCUMENT, [PLAN, REVIEW, LACK, CHECKS, SERVICES]) == (SERVICES, CHECKS, REVIEW, LACK, PLAN)


def test_the_order_of_clauses_within_a_draft_does_not_matter() -> None:
    turned = REVIEW._replace(clauses=tuple(reversed(REVIEW.clauses)))
    assert merge(DOCUMENT, [turned, CHECKS]) == (CHECKS, turned)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_same_clauses_twice_are_one_line(order: tuple[int, int]) -> None:
    drafts = [REVIEW, REVIEW._replace(text="评查案卷213宗")]
    assert len(merge(DOCUMENT, [drafts[n] for n in order])) == 1


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("part", ["行政处罚案卷213宗", "案卷瑕疵56处"])
def test_a_part_of_anothers_clauses_is_a_double(order: tuple[int, int], part: str) -> None:
    """Whichever comes first, and whichever part it is: the fuller line stays."""
    drafts = [REVIEW, draft(part)]
    assert merge(DOCUMENT, [drafts[n] for n in order]) == (REVIEW,)


def test_lines_that_overlap_but_differ_both_stay() -> None:
    more = draft("案卷瑕疵56处", "执法单位3家")
    assert merge(DOCUMENT, [REVIEW, more]) == (REVIEW, more)


def test_the_same_clauses_under_another_kind_are_another_line() -> None:
    problem = REVIEW._replace(kind="problem")
    assert set(merge(DOCUMENT, [REVIEW, problem])) == {REVIEW, problem}


def test_a_report_that_repeats_itself() -> None:
    twice = "\n".join(
        [
            "一、主要工作",
            "（一）规范执法。全年组织评查行政处罚案卷213宗，整改案卷问题56处。",
            "（二）化解纠纷。调处矛盾纠纷3408件，调解成功率达98.1%。",
            "二、整改情况",
            "（一）执法监督。2023年，全年组织评查行政处罚案卷213宗。",
            "（二）执法培训。全年组织评查行政处罚案卷214宗。",
        ]
    )
    document = outline(twice)

    def one(word: str, nth: int) -> int:
        return [c.number for c in document.clauses if word in document.text(c)][nth]

    first = Draft("achievement", "enforcement", "评查案卷213宗", (one("213宗", 0),))
    again = Draft("achievement", "enforcement", "评查案卷213宗", (one("213宗", 1),))
    other = Draft("achievement", "enforcement", "评查案卷214宗", (one("214宗", 0),))
    assert merge(document, [first, again, other]) == (first, other)


def test_short_words_prove_no_double() -> None:
    document = outline("一、甲项\n（一）执法检查。检查九次，成效明显。\n（二）普法宣传。宣讲八场，成效明显。")
    same = [c.number for c in document.clauses if "成效明显" in document.text(c)]
    drafts = [Draft("achievement", "other", "成效明显", (n,)) for n in same]
    assert merge(document, drafts) == tuple(drafts)


def test_many_drafts_in_linear_time() -> None:
    import time

    text = "一、主要工作\n" + "".join(f"（一）办理第{n}号事项{n}件，整改第{n}号问题{n}个。\n" for n in range(4000))
    document = outline(text)
    body = [c.number for c in document.clauses if not c.heading]
    drafts = [Draft("achievement", "other", "办理事项", (n,)) for n in body]

    def seconds(held: list[Draft]) -> float:
        began = time.perf_counter()
        merge(document, held)
        return time.perf_counter() - began

    seconds(drafts)
    few = min(seconds(drafts[: len(drafts) // 8]) for _ in range(3))
    assert min(seconds(drafts) for _ in range(3)) < 20 * few + 0.01
