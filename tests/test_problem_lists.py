"""How reports announce, list and explain their shortcomings, and how they close: told once each, in every form of the text."""

import pytest

from tests.reports import evidence, faults, summarize

HEAD = (
    "2023年安河县法治政府建设报告\n一、主要工作\n（一）规范执法。组织评查案卷213宗，纠正瑕疵56处。\n"
    "（二）普法宣传。开展普法活动42场次，发放资料2万份。\n二、存在的问题\n"
)
TAIL = "\n三、下一步打算\n（一）充实执法队伍。从县直部门选派40名业务骨干下沉乡镇。\n（二）创新普法方式。建设新业态普法驿站15个。\n"
CLOSINGS = [
    "我们将以更加坚定的信心、更加有力的举措，推动法治政府建设再上新台阶。",
    "下一步，我县将以习近平法治思想为指导，坚定信心，奋力开创法治政府建设新局面。",
    "让我们携手共进，谱写法治建设新篇章。",
    "安河县将以更高标准、更实举措，为高质量发展提供坚强法治保障。",
    "特此报告。",
]
LISTS = {
    "between semicolons": (
        "一年来，工作取得一定成绩，但对照先进，查找差距，还存在不足；主要是：执法力量薄弱，持证人员平均仅有4.2人；普法针对性不强；审核人员缺口较大。究其原因，主要是经费保障不到位、人才引进渠道不畅。",
        ("执法力量薄弱", "普法针对性不强", "审核人员缺口较大"),
    ),
    "numbered in one paragraph": (
        "我县法治建设还存在一些不足，主要表现在：一是执法力量薄弱，持证人员平均仅有4.2人；二是普法针对性不强；三是审核人员缺口较大。",
        ("执法力量薄弱", "普法针对性不强", "审核人员缺口较大"),
    ),
    "numbered below a heading-like sentence": (
        "对照先进，查找差距。1.执法力量薄弱，持证人员平均仅有4.2人。2.普法针对性不强。新业态人员覆盖不足。这些问题的产生，既有客观原因，也有主观努力不够的因素。",
        ("执法力量薄弱", "普法针对性不强"),
    ),
    "with causes": (
        "与上级要求相比，仍有差距，主要有：一是法治意识不强，个别干部依法办事能力不足。二是监督不到位，平台尚有11个乡镇未接入。产生这些问题的原因，主要是重视程度不够、投入不足。",
        ("法治意识不强", "监督不到位"),
    ),
    "bare": (
        "当前，法治政府建设仍面临不少问题和困难，集中表现为：执法力量薄弱；普法宣传形式单一；经费保障不足。",
        ("执法力量薄弱", "普法宣传形式单一", "经费保障不足"),
    ),
    "one more behind 同时": (
        "一是执法力量薄弱，持证人员平均仅有4.2人；同时经费投入偏少，专项经费仅有5万元。二是普法针对性不强。",
        ("执法力量薄弱", "经费投入偏少", "普法针对性不强"),
    ),
}


@pytest.mark.parametrize("between", ["\n", " ", ""])
@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize("name", LISTS)
def test_each_shortcoming_is_one_line(name: str, closing: str, between: str) -> None:
    passage, keys = LISTS[name]
    source = (HEAD + passage + TAIL + closing).replace("\n", between)
    summary = summarize(source)
    assert len(summary.problems) == len(keys)
    for item, key in zip(summary.problems, keys, strict=True):
        assert key in evidence(item)
        assert not any(word in evidence(item) for word in ("原因", "查找差距", "存在的问题", "存在不足", "一些不足"))
    assert [evidence(item) for item in summary.plans] == [
        "从县直部门选派40名业务骨干下沉乡镇",
        "建设新业态普法驿站15个",
    ]
    assert len(summary.achievements) == 2
    assert summary.quality.warnings == ()
    assert faults(summary, source) == []


CAUSES = [
    "究其原因：一是经费投入不足，保障机制不健全；二是人才引进渠道不畅，队伍老化。",
    "究其原因，主要有以下几点：\n1.经费投入不足，保障机制不健全。\n2.人才引进渠道不畅，队伍老化。",
    "产生上述问题的主要原因：（1）经费投入不足，保障机制不健全。（2）人才引进渠道不畅，队伍老化。",
    "（三）原因分析\n1.经费投入不足，保障机制不健全。\n2.人才引进渠道不畅，队伍老化。",
]


@pytest.mark.parametrize("causes", CAUSES)
def test_causes_that_are_numbered_are_no_shortcomings(causes: str) -> None:
    summary = summarize(f"{HEAD}（一）执法力量薄弱。\n（二）普法形式单一。\n{causes}{TAIL}")
    assert [item.text for item in summary.problems] == ["执法力量薄弱", "普法形式单一"]
    assert len(summary.plans) == 2


def test_the_shortcoming_before_its_causes_stays() -> None:
    summary = summarize(f"{HEAD}一是执法力量薄弱。二是普法形式单一。{CAUSES[0]}{TAIL}")
    assert [item.text for item in summary.problems] == ["执法力量薄弱", "普法形式单一"]


@pytest.mark.parametrize(
    "opening", ["在取得成绩的同时，我们也清醒认识到：", "同志们，在肯定成绩的同时，我们也看到，工作中还存在一些短板："]
)
def test_how_a_shortcoming_is_led_up_to_is_no_part_of_it(opening: str) -> None:
    summary = summarize(f"{HEAD}{opening}个别干部执法能力不强；县执法队8人中仅3人有法律专业背景；普法覆盖不够。{TAIL}")
    assert [item.text for item in summary.problems] == [
        "个别干部执法能力不强",
        "县执法队8人中仅3人有法律专业背景",
        "普法覆盖不够",
    ]
