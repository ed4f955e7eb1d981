"""Names of figures over a whole sentence: lists with 分别, and figures that tell only a change. All invented."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.language.figures import find
from service.language.listing import names


def named(sentence: str, stops: str = r"[,;。](?!\d{3})|$") -> list[str]:
    """`name=value` of every figure of a sentence in shadow writing, its clauses cut at `stops`."""
    ends = [found.end() for found in re.finditer(stops, sentence)]
    clauses = [(a, b) for a, b in zip([0, *ends], ends, strict=False) if b > a]
    quantities = find(sentence)
    held = [[q for q in quantities if a <= q.start < b] for a, b in clauses]
    told = names(sentence, clauses, held)
    return [f"{name}={q.value}" for qs, ns in zip(held, told, strict=True) for q, name in zip(qs, ns, strict=True)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # 分别 shares out what stands before it
        (
            "窗口、热线、网厅办件量分别增长12.4%、-3.1%和20.8%",
            ["窗口=12.4", "热线=-3.1", "网厅办件量=20.8"],
        ),
        ("调解、仲裁、公证分别为1203件、860件和214件", ["调解=1203", "仲裁=860", "公证=214"]),
        ("发案量、败诉率分别同比下降12%、3.4个百分点", ["发案量=12", "败诉率=3.4"]),
        ("办结率、满意率和按期率分别达到100%、99.8%、92.5%", ["办结率=100", "满意率=99.8", "按期率=92.5"]),
        ("2021年、2022年发案分别为56件、48件", ["2021年=56", "2022年发案=48"]),
        # or what the clauses before it told
        (
            "其中治安类98件、土地类64件,分别占31.4%和20.5%",
            ["治安类=98", "土地类=64", "治安类=31.4", "土地类=20.5"],
        ),
        (
            "医患纠纷化解率98%,物业纠纷化解率91%,分别提高2.5和3.1个百分点",
            ["医患纠纷化解率=98", "物业纠纷化解率=91", "医患纠纷化解率=2.5", "物业纠纷化解率=3.1"],
        ),
        (
            "查处案件56起,罚没款320万元,分别比上年同期增长10%、下降6%",
            ["查处案件=56", "罚没款=320万", "查处案件=10", "罚没款=6"],
        ),
        (
            "事故起数、死亡人数实现“双下降”,分别下降15.4%和20%",
            ["事故起数=15.4", "死亡人数实现“双下降”=20"],
        ),
        ("治安类98件、土地类64件,分别占总数的27.1%、21.7%", ["治安类=98", "土地类=64", "治安类=27.1", "土地类=21.7"]),
        (
            "环节由9.3个减至3.1个、材料由22份减至8份,分别压减66.7%、63.6%",
            ["环节=9.3", "环节=3.1", "材料=22", "材料=8", "环节=66.7", "材料=63.6"],
        ),
        # one figure of one thing for all of them
        ("败诉率分别为12.5%、8.3%、3.2%", ["败诉率=12.5", "败诉率=8.3", "败诉率=3.2"]),
        # what tells only a change is the change of what stands before it
        ("群众满意率达99.2%,较上年提高0.6个百分点", ["群众满意率=99.2", "群众满意率=0.6"]),
        ("办理案件1200件,同比增长12%,环比下降3%", ["办理案件=1200", "办理案件=12", "办理案件=3"]),
        ("收案61件,较2022年增加15件,办结58件", ["收案=61", "收案=15", "办结=58"]),
        ("持证率为72%,2023年为76%", ["持证率=72", "持证率=76"]),
        # what opens a clause is no part of a name
        ("但平均办理时长缩短到27天", ["平均办理时长=27"]),
        ("虽然案件总量增长23.1%", ["案件总量=23.1"]),
        ("(1)检查次数下降37%", ["检查次数=37"]),
        ("其中医患纠纷98件", ["医患纠纷=98"]),
        ("去年窗口岗位仅有2人", ["窗口岗位=2"]),
        ("2025年前实现持证率100%", ["实现持证率=100"]),
        ("行政诉讼案件同比-5.6%", ["行政诉讼案件=-5.6"]),
        ("全县共有执法人员1102名,较2022年底增加63名", ["全县共有执法人员=1102", "全县共有执法人员=63"]),
        ("去年发案56件,败诉7件;今年31件,败诉1件", ["发案=56", "败诉=7", "发案=31", "败诉=1"]),
        ("收案年均增长18.6%", ["收案=18.6"]),
        ("败诉率连续3年低于5%", ["败诉率=3", "败诉率=5"]),
        ("事项达1823项,较年初增加117项", ["事项=1823", "事项=117"]),
        ("办理案件32件(其中简易程序21件,一般程序11件)", ["办理案件=32", "简易程序=21", "一般程序=11"]),
        (
            "免罚案件312件、轻罚案件567件,同比增长32.1%、18.4%",
            ["免罚案件=312", "轻罚案件=567", "免罚案件=32.1", "轻罚案件=18.4"],
        ),
        ("败诉率虽降至4.1%", ["败诉率=4.1"]),
        # a noun ends where something else is told of it
        ("审结230件(含上年结转12件)", ["审结=230", "含上年结转=12"]),
        ("涉及15个部门126个事项", ["部门=15", "事项=126"]),
        ("1246名调解员共排查纠纷5231件", ["调解员=1246", "调解员共排查纠纷=5231"]),
        ("全市31个执法系统中仅12个实现互通", ["执法系统=31", "执法系统中=12"]),
        ("246个调解组织中,零调解的有31个", ["调解组织中=246", "零调解=31"]),
        # a share is a share of the whole list that its count was given to
        (
            "行政复议、行政应诉、行政裁决案件办结12件,占88.2%",
            ["行政复议、行政应诉、行政裁决案件办结=12", "行政复议、行政应诉、行政裁决案件办结=88.2"],
        ),
        (
            "涉及公安、人社、土地领域案件120件,占81.2%",
            ["涉及公安、人社、土地领域案件=120", "涉及公安、人社、土地领域案件=81.2"],
        ),
        (
            "以和解、调解、撤回方式结案12件,占审结总数的60%",
            ["以和解、调解、撤回方式结案=12", "以和解、调解、撤回方式结案=60"],
        ),
        (
            "涉及自然资源和规划、住房和城乡建设、人力资源和社会保障类案件12件,占40%",
            ["案件=12", "案件=40"],
        ),
        ("其中占道经营9起、违法建设6起", ["占道经营=9", "违法建设=6"]),
        ("完善机制、强化监督、办理案件12件", ["办理案件=12"]),
        ("通过调解、和解化解45件", ["和解化解=45"]),
        # the end of a range is no name, nor is a bound
        ("打造主题公园3—5个", ["打造主题公园=5"]),
        ("将法治经费纳入预算,不低于8万元", ["法治经费纳入预算=8万"]),
        ("审核人员只有1名", ["审核人员=1"]),
        ("是同期诉讼案件的2.1倍", ["诉讼案件=2.1"]),
        # whom a count is of, not what they do
        ("全县48所小学校章程核准率达100%", ["小学校=48", "小学校章程核准率=100"]),
        ("34个执法单位全面推行公示制度", ["执法单位=34"]),
        ("近三成部门从未开展评估", ["部门=近三成"]),
        ("检查工地620个次", ["检查工地=620"]),
        ("检查商超1860家次", ["检查商超=1860"]),
        # nothing else to go by
        ("同比下降3.2个百分点", ["同比下降=3.2"]),
    ],
)
def test_figures_of_a_sentence_are_named(sentence: str, expected: list[str]) -> None:
    assert named(sentence) == expected


def test_short_clauses_that_were_joined_are_named_like_others() -> None:
    sentence = "去年发案56件,败诉7件;今年31件,败诉1件"
    assert named(sentence, "$") == named(sentence) == ["发案=56", "败诉=7", "发案=31", "败诉=1"]


PIECES = [
    "办件",
    "分别",
    "增长",
    "为",
    "、",
    "和",
    ",",
    "。",
    "12件",
    "3.1%",
    "-5%",
    "2.5",
    "个百分点",
    "同比",
    "2022年",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_every_figure_has_a_name_from_its_sentence(sentence: str) -> None:
    for pair in named(sentence):
        name, _, value = pair.partition("=")
        assert name in sentence
        assert name
        assert value in sentence


def test_time_is_linear_on_a_sentence_without_end() -> None:
    text = "办件1件、" * 20_000
    quantities = find(text)
    began = time.process_time()
    names(text, [(0, len(text))], [quantities])
    assert time.process_time() - began < 5
