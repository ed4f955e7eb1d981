"""The cited unit: cut at ，；。！？ outside brackets, quotation marks and titles; six characters at least."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.language import clauses


def cut(text: str) -> list[str]:
    inner = [stop for stop in clauses.stops(clauses.mask(text)) if 0 < stop < len(text)]
    return [text[a:b] for a, b in clauses.cut(text, 0, len(text), inner)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("受理复议申请90件,审结复议案件75件。", ["受理复议申请90件,", "审结复议案件75件。"]),
        ("受理复议申请90件;审结复议案件75件。", ["受理复议申请90件;", "审结复议案件75件。"]),
        ("群众办事方便吗？群众说很方便！", ["群众办事方便吗？", "群众说很方便！"]),
        # enclosed stops are none
        ("推行“多走一步,多问一句”工作法,受理诉求90件。", ["推行“多走一步,多问一句”工作法,", "受理诉求90件。"]),
        ("印发《市场监管,执法办法》等文件,组织培训9期。", ["印发《市场监管,执法办法》等文件,", "组织培训9期。"]),
        ("聘请监督员(含律师,教师)共90名,开展监督9次。", ["聘请监督员(含律师,教师)共90名,", "开展监督9次。"]),
        ("提出‘快立,快审’的要求,平均用时9天。", ["提出‘快立,快审’的要求,", "平均用时9天。"]),
        # a comma within a number is none
        ("走访商户1,150家,解决难题86个。", ["走访商户1,150家,", "解决难题86个。"]),
        # one shorter than six characters is joined to its neighbour
        ("同时,开展专项检查90次。", ["同时,开展专项检查90次。"]),
        ("受理复议申请90件,审结。", ["受理复议申请90件,审结。"]),
        ("一年来,全区上下,受理申请90件。", ["一年来,全区上下,", "受理申请90件。"]),
        # never over the end of a sentence
        ("受理复议申请90件。审结。组织实地培训9期。", ["受理复议申请90件。", "审结。", "组织实地培训9期。"]),
        # a quotation mark that is never closed does not swallow the text
        ("推行“一窗通办改革,受理诉求90件,办结诉求88件。", ["推行“一窗通办改革,", "受理诉求90件,", "办结诉求88件。"]),
        ("印发《执法监督办法,受理诉求90件,办结诉求88件。", ["印发《执法监督办法,", "受理诉求90件,", "办结诉求88件。"]),
    ],
)
def test_cutting(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@pytest.mark.parametrize("lost", ["2023年,共抽查案卷371宗。", "2023年共抽查案卷371宗。", "2023年以来抽查案卷371宗。"])
def test_a_lost_stop_shows_by_the_year_that_begins_the_next_sentence(lost: str) -> None:
    assert cut(f"执法水平持续提升{lost}")[0] == "执法水平持续提升"


@pytest.mark.parametrize(
    "text",
    [
        "专项行动始于2022年以来的积案化解工作。",
        "系统收录到2023年全部执法数据九万条。",
        "执法案件总量较2022年全年下降12%。",
        "受理申请总量比2022年全年增加90件。",
        "办结率同2022年全年持平并略有上升。",
    ],
)
def test_a_year_in_mid_sentence_is_no_lost_stop(text: str) -> None:
    assert cut(text) == [text]


def test_a_clause_behind_an_announcement_is_its_own() -> None:
    assert cut("存在的不足主要表现在:部分乡镇执法力量薄弱。") == ["存在的不足主要表现在:", "部分乡镇执法力量薄弱。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("同时,开展专项检查90次,", "开展专项检查90次"),
        ("2023年,开展专项检查90次。", "开展专项检查90次"),
        ("截至目前,开展专项检查90次;", "开展专项检查90次"),
        ("开展专项检查90次。", "开展专项检查90次"),
        ("审结。", "审结"),
        ("同时,审结。", "同时,审结"),
    ],
)
def test_the_core_leaves_opening_and_stop(text: str, expected: str) -> None:
    start, end = clauses.core(text, 0, len(text))
    assert text[start:end] == expected


_TEXT = st.text(st.sampled_from(list('执法案件办理乡镇审结,,,。。;！？“”《》()‘’"12：:、 \n')), max_size=120)


@settings(deadline=None, max_examples=300)
@given(_TEXT)
def test_clauses_are_disjoint_in_order_and_lose_nothing_visible(text: str) -> None:
    inner = [stop for stop in clauses.stops(clauses.mask(text)) if 0 < stop < len(text)]
    ranges = clauses.cut(text, 0, len(text), inner)
    assert all(a < b for a, b in ranges)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(ranges))
    covered = "".join(text[a:b] for a, b in ranges)
    assert covered.replace(" ", "").replace("\n", "") == text.replace(" ", "").replace("\n", "")


@settings(deadline=None, max_examples=300)
@given(_TEXT)
def test_the_mask_keeps_every_place(text: str) -> None:
    masked = clauses.mask(text)
    assert len(masked) == len(text)
    assert all(m in (t, "■") for m, t in zip(masked, text, strict=True))


@settings(deadline=None, max_examples=200)
@given(_TEXT)
def test_short_clauses_stand_only_where_no_neighbour_is(text: str) -> None:
    """A clause of fewer than six characters is a whole sentence, or has no neighbour within its line."""
    for piece in cut(text):
        visible = piece.strip(" \n,;。！？")
        if len(visible) < clauses.MIN_CLAUSE_CHARACTERS - 1:
            assert (
                piece[-1] in "。！？\n"
                or text.rstrip(" \n").endswith(piece)
                or text[text.index(piece) + len(piece)] in "。！？\n "
            )
