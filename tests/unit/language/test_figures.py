"""Quantities in official prose: what is one, what is none, and what is said of it. All sentences are invented."""

import time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from service.language.figures import Quantity, find, name, unit_end
from service.language.numerals import in_full, read_number

FIGURES = [
    # as printed, with its unit and its number in full
    ("受理来信1.3万余件", [("1.3万余", "件", "13000")]),
    ("追回欠薪1870余万元", [("1870余万", "元", "18700000")]),
    ("盘活资金7亿余元", [("7亿余", "元", "700000000")]),
    ("兑付补贴1亿2300余万元", [("1亿2300余万", "元", "123000000")]),
    ("推送提醒短信20余万条", [("20余万", "条", "200000")]),
    ("观摩群众6万余人", [("6万余", "人", "60000")]),
    ("修订示范文本15余份", [("15余", "份", "15")]),
    ("走访商户1,150家", [("1,150", "家", "1150")]),
    ("公开栏目1 286项", [("1 286", "项", "1286")]),
    ("走访园区60多个", [("60多", "个", "60")]),
    ("出动巡查人员36人(次)", [("36", "人(次)", "36")]),
    ("发放手册100余册,惠及100余人", [("100余", "册", "100"), ("100余", "人", "100")]),
    ("普法讲座开讲两轮,旁听庭审两次", [("两", "轮", "2"), ("两", "次", "2")]),
    ("评查卷宗三百二十件", [("三百二十", "件", "320")]),
    ("配备自助终端十二台", [("十二", "台", "12")]),
    ("答复咨询六百余次", [("六百余", "次", "600")]),
    ("人均办案超过百件", [("百", "件", "100")]),
    ("惠及店铺近四千户", [("近四千", "户", "4000")]),
    ("沿江两个山区县先行试点", [("两", "个", "2")]),
    ("每名窗口人员仅三点五人协助", [("三点五", "人", "3.5")]),
    ("群众知晓率百分之九十八点六", [("百分之九十八点六", "%", "98.6")]),
    ("覆盖率达百分之百", [("百分之百", "%", "100")]),
    ("误差不超过千分之三", [("千分之三", "‰", "3")]),
    ("近三成的来件当场办结", [("近三成", "", "30")]),
    ("占三成以上", [("三成", "", "30")]),
    ("满意率95%以上", [("95", "%", "95")]),
    ("即办件占比88.72%", [("88.72", "%", "88.72")]),
    ("答复时限5个工作日", [("5", "个工作日", "5")]),
    ("每年轮训不少于40学时", [("40", "学时", "40")]),
    ("标准放宽到低保线的0.8倍", [("0.8", "倍", "0.8")]),
    ("连续14年零事故,连续三年获评先进", [("14", "年", "14"), ("三", "年", "3")]),
    ("15日内办结", [("15", "日", "15")]),
    ("推行4种方式,围绕10个方面", [("4", "种", "4"), ("10", "个", "10")]),
    ("整理线索7条。3人被问责", [("7", "条", "7"), ("3", "人", "3")]),
    ("考核权重提高到5分", [("5", "分", "5")]),
    # a minus is part of a rate or a sum, however printed; a dash is none
    ("诉讼案件同比增长-3.1%", [("-3.1", "%", "-3.1")]),
    ("诉讼案件同比−3.1%", [("−3.1", "%", "-3.1")]),
    ("财政结余-35万元", [("-35万", "元", "-350000")]),
    ("增幅(-0.6个百分点)", [("-0.6", "个百分点", "-0.6")]),
    ("占比3-5%,增长3%-5%", [("5", "%", "5"), ("3", "%", "3"), ("5", "%", "5")]),
    ("办件-12件,2023-2025年", [("12", "件", "12")]),
    ("提高2.5和3.1个百分点", [("2.5", "个百分点", "2.5"), ("3.1", "个百分点", "3.1")]),
    # names in quotation marks are none, what is counted of them is
    ("上线83件“一件事一次办”", [("83", "件", "83")]),
    ("建成5项“智能导办”和《三百问》2000册", [("5", "项", "5"), ("2000", "册", "2000")]),
    ("“开放日不少于20场”的承诺已兑现", [("20", "场", "20")]),
    ("12345市民服务热线交办件12件", [("12", "件", "12")]),
    ("2023年受理90件", [("90", "件", "90")]),
    ("6月14日至6月20日督导14个乡镇", [("14", "个", "14")]),
    ("附近3个村、目前12名、违约2次、名单位居前列", [("3", "个", "3"), ("12", "名", "12"), ("2", "次", "2")]),
    ("8个方面112项举措", [("8", "个", "8"), ("112", "项", "112")]),
    ("1.204项许可下放", [("204", "项", "204")]),
    ("履职不力的3名单位负责人被约谈", [("3", "名", "3")]),
    ("受理“未闭合的引号之后12件", [("12", "件", "12")]),
    ("受理“未闭合的引号之后12件,。再收“甲”3件", [("12", "件", "12"), ("3", "件", "3")]),
]

NO_FIGURES = [
    # titles, document numbers, slogans
    "印发《关于办好10件实事的意见》",
    "根据府发(2023)12号和第12号令",
    "推行“三项制度”和“1+1+N”模式",
    "坚持“双随机、一公开”,落实“五个一”",
    "全面推行行政执法三项制度",
    "落实三重一大和两个维护",
    "发挥三调联动、四级同步优势",
    "一窗受理、一件事一次办、一站式服务",
    "推进五位一体、十四五规划和八五普法",
    "围绕一规划两实施方案",
    "一把手一对一约谈,一体化推进",
    "抓住三个环节、三种方式、三大模式、七个方面",
    "增强4个意识",
    "打赢三场硬仗",
    "开展提升质量三年行动",
    # hotlines, versions, places
    "拨打12345热线、12369平台和12348",
    "系统5.0版上线并支持IPv6",
    "提供24小时自助服务,打造15分钟服务圈",
    "全年365天运转",
    "监测PM2.5和5A级景区",
    # dates, times, ordinals, outline numbers
    "2023年12月中旬",
    "2015-2020年",
    "“24.7”洪涝期间",
    "于15:46发布",
    "截至10月15日内",
    "二〇二三年",
    "近3年来",
    "前11个月",
    "第八次会议、第一责任人、第三批",
    "十二届三次全会",
    "位居全省第五名、前3名",
    "一是加强,二是巩固",
    "一、(一)1.(1)①",
    # one, approximate, and words that only look like units
    "召开一次会议",
    "一批一系列一个个",
    "二次供水和二期工程",
    "三五个人、数十家、百家、千名",
    "每万人拥有律师",
    "5部门联合发文,12条例",
    "1:3",
    "翻一番",
    "一成不变,三成员",
    "三分之二",
]


def printed(text: str) -> list[tuple[str, str, str]]:
    return [(q.value, q.unit, q.number) for q in find(text)]


@pytest.mark.parametrize(("text", "expected"), FIGURES, ids=[text for text, _ in FIGURES])
def test_a_quantity_is_found_as_printed(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert printed(text) == expected


@pytest.mark.parametrize("text", NO_FIGURES)
def test_what_is_no_quantity_is_left_alone(text: str) -> None:
    assert printed(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("同比下降3.2个百分点", [("3.2", "down", None)]),
        ("同比增长12.5%", [("12.5", "up", None)]),
        ("增幅12%", [("12", "up", None)]),
        ("提高了5个百分点", [("5", "up", None)]),
        ("纠纷同比减少两成", [("两成", "down", None)]),
        ("压减申请材料62%、办理时限57%", [("62", "down", None), ("57", None, None)]),
        ("起数和伤亡数分别下降25%、33.3%", [("25", "down", None), ("33.3", "down", None)]),
        ("提升群众满意率达98%", [("98", None, None)]),
        ("下降至3件", [("3", "down", "to")]),
        ("网办率提升至34.5%", [("34.5", "up", "to")]),
        ("时限由12天压缩至5天", [("12", "down", "from"), ("5", "down", "to")]),
        ("时限从12缩短至5天", [("12", "down", "from"), ("5", "down", "to")]),
        ("平均9.9个工作日压缩至4.8个工作日", [("9.9", "down", "from"), ("4.8", "down", "to")]),
        ("从85%提高到92%", [("85", "up", "from"), ("92", "up", "to")]),
        ("由7个领域拓展至13个", [("7", "up", "from"), ("13", "up", "to")]),
        ("事项由107项动态调整为68项", [("107", "down", "from"), ("68", "down", "to")]),
        ("队伍由18支整合为8支", [("18", "down", "from"), ("8", "down", "to")]),
        ("一人所由27个减少至零", [("27", "down", "from")]),
        ("由3个单位负责到底", [("3", None, None)]),
        ("新增示范村3个,净增编制6名", [("3", None, None), ("6", None, None)]),
        ("受理34件,办结率提高到98%", [("34", None, None), ("98", "up", "to")]),
        ("败诉率从2022年的13.2%降至2024年的6.5%", [("13.2", "down", "from"), ("6.5", "down", "to")]),
        ("案件量由2022年46件增至2023年61件", [("46", "up", "from"), ("61", "up", "to")]),
        ("较去年少3件,较2022年多5件", [("3", "down", None), ("5", "up", None)]),
        ("比全市平均少3件", [("3", None, None)]),
        # below zero
        ("分别增长12.4%、-3.1%和20.8%", [("12.4", "up", None), ("-3.1", "down", None), ("20.8", "up", None)]),
        ("办件量同比-5.6%", [("-5.6", "down", None)]),
        ("下降-2%", [("-2", None, None)]),
        ("增速由-3%提高到5%", [("-3", "up", "from"), ("5", "up", "to")]),
        # each its own verb, or one unit for all
        ("分别增长8.2%、下降1.3%和增长15.6%", [("8.2", "up", None), ("1.3", "down", None), ("15.6", "up", None)]),
        ("分别提高2.5和3.1个百分点", [("2.5", "up", None), ("3.1", "up", None)]),
    ],
)
def test_rise_and_fall(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert [(q.value, q.direction, q.change) for q in find(text)] == expected


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("15余份", "余"),
        ("60多个", "多"),
        ("近百家", "近"),
        ("约12件", "约"),
        ("超3万件", "超"),
        ("逾200家", "逾"),
        ("超过九成", "超过"),
        ("不少于40学时", "不少于"),
        ("不足1名", "不足"),
        ("95%以上", "以上"),
        ("8%以内", "以内"),
        ("履约12件", None),
        ("12件", None),
    ],
)
def test_the_hedge_is_told(text: str, modifier: str | None) -> None:
    (quantity,) = find(text)
    assert quantity.modifier == modifier


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("共审查采购合同15余份", ["审查采购合同"]),
        ("204项行政许可实现集中办理", ["行政许可"]),
        ("政务事项网上可办率99.96%", ["政务事项网上可办率"]),
        ("占在编人数的10%", ["占在编人数"]),
        ("上报“双公示”数据5602条、信用数据85.06万条", ["上报“双公示”数据", "信用数据"]),
        ("2023年度全镇累计调处纠纷88件", ["全镇累计调处纠纷"]),
        ("审批平均时限由9.9个工作日压缩至4.8个工作日", ["审批平均时限", "审批平均时限"]),
        ("连续三年命案“零发生”", ["命案“零发生”"]),
        ("开展“双随机、一公开”抽查250次", ["开展“双随机、一公开”抽查"]),
        ("10个执法部门共计81份案卷接受评查", ["执法部门", "案卷接受评查"]),
        ("同比下降3.2个百分点", ["同比下降"]),
        ("全市95%以上矛盾纠纷在基层化解", ["矛盾纠纷"]),
        ("合法率、及时率均为100%", ["及时率"]),
        ("100%", ["100"]),
    ],
)
def test_a_quantity_is_named_by_what_it_counts(clause: str, expected: list[str]) -> None:
    text = f"前文。{clause}。后文"
    start, end = 3, 3 + len(clause)
    found = find(text)
    assert [name(text, start, end, q, found[:n]) for n, q in enumerate(found)] == expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13000", "13000"),
        ("1,150", "1150"),
        ("0.50", "0.5"),
        ("1.3万余", "13000"),
        ("3万5千", "35000"),
        ("一万亿", "1000000000000"),
        ("两千三百万", "23000000"),
        ("一千零五十", "1050"),
        ("三百五", "350"),
        ("二〇二三", "2023"),
        ("十几", "10"),
        ("九点五万", "95000"),
        ("百分之九点五", "9.5"),
        ("百分之0.5", "0.5"),
        ("三成五", "35"),
        ("三成半", "35"),
        ("不少于95%", "95"),
        ("5天", None),
        ("几十", None),
        ("八九成", None),
        ("三分之二", None),
        ("1.2.3", None),
        ("点五", None),
        ("成", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_numbers_are_read(text: str, number: str | None) -> None:
    value = read_number(text)
    assert (value if value is None else in_full(value)) == number


@given(st.decimals(0, 10**12, places=2))
def test_a_number_written_out_reads_the_same(value: Decimal) -> None:
    assert read_number(in_full(value)) == value


PIECES = [
    *'0712余多近约万亿千百十一两三九零〇点成半%件次个项年月日由从至到为,、。;“”"《》().:-+\n第前共的',
    *("305", "1,150", "2023", "1.5", "超过", "不少于", "百分之", "个工作日", "人次", "压缩", "提高", "同比", "下降"),
    *("以上", "连续", "办理", "案件", "合同", "其中"),
]
PROSE = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(st.one_of(PROSE, st.text(max_size=200)))
@example("“" * 60 + "1件")
@example("1件")
def test_spans_hold_on_any_text(text: str) -> None:
    quantities = find(text)
    end = 0
    for quantity in quantities:
        assert end <= quantity.start < quantity.end <= len(text)
        end = unit_end(text, quantity)
        assert text[quantity.start : quantity.end] == quantity.value
        assert text[quantity.end : end] in ("", quantity.unit)
        assert read_number(quantity.value) == Decimal(quantity.number)
        assert "E" not in quantity.number


@given(PROSE, st.integers(0, 40), st.integers(0, 40))
def test_a_name_is_a_piece_of_its_clause(text: str, before: int, after: int) -> None:
    for quantity in find(text):
        start, end = max(0, quantity.start - before), min(len(text), unit_end(text, quantity) + after)
        words = name(text, start, end, quantity)
        assert words
        assert len(words) <= 24
        assert words in text[start:end]


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "“",
        '"',
        "《",
        "《“",
        "一",
        "百",
        "1,",
        "1,111,",
        "1.",
        "1 ",
        "点",
        "一点",
        "成",
        "三成",
        "百分之",
        "1万",
        "亿1",
        "由1到",
        "1件",
        "1.1件",
        "从上年1件",
    ],
)
def test_time_is_linear_on_hostile_text(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    began = time.process_time()
    quantities = find(text)
    for quantity in quantities[-50:]:
        name(text, 0, len(text), quantity)
    assert time.process_time() - began < 3


def test_a_quantity_is_a_value() -> None:
    (quantity,) = find("受理40件")
    assert quantity == Quantity(2, 4, "40", "40", "件", None, None, None)
