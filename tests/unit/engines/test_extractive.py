"""The embedded engine: its lines are whole clauses of the report, chosen by rules."""

import asyncio
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from schemas.draft import Chunk, Draft, Rejection
from service.engines.extractive import ExtractiveEngine
from service.engines.protocol import Line, Tally
from service.stages.outline import outline
from tests.reports import BASE, LONG, balanced, full_width, numbers, plain, traditional

ENGINE = ExtractiveEngine()


def lines(text: str) -> list[Draft]:
    document = outline(text)
    return ENGINE.drafts(Chunk(document, 0, 0, len(document.clauses)))


def of(body: str, kind: str) -> list[Draft]:
    """The drafts of one kind of a report that has only this body."""
    return [draft for draft in lines(body) if draft.kind == kind]


def achievement(point: str) -> Draft:
    """The one line of one numbered point among the achievements."""
    (only,) = lines(f"一、主要成效\n（一）有关工作\n1.{point}")
    assert only.kind == "achievement"
    return only


def test_one_line_a_point() -> None:
    document = outline(LONG.text)
    drafts = ENGINE.drafts(Chunk(document, 0, 0, len(document.clauses)))
    assert [draft.kind for draft in drafts] == ["achievement"] * 6 + ["problem"] * 2 + ["plan"] * 2
    points = [{document.clauses[n].point for n in draft.clauses} for draft in drafts]
    assert all(len(held) == 1 for held in points)
    assert len({held.pop() for held in points}) == 10


def test_topics_of_points() -> None:
    assert [draft.topic for draft in lines(BASE.text)] == [
        "functions",
        "enforcement",
        "enforcement",
        "enforcement",
        "disputes",
        "disputes",
        "enforcement",
        "publicity",
        "enforcement",
        "publicity",
    ]


LONG_CLAUSES = [
    "印发《澄溪县行政执法监督办法》《澄溪县行政裁量基准适用规定》《澄溪县行政执法全过程记录实施细则》《澄溪县执法人员管理办法》等制度文件12件。",
    "对市场监管、自然资源、交通运输、农业农村、生态环境、城市管理、文化旅游、卫生健康、应急管理、教育体育等领域开展专项执法检查90次。",
    "建立由县政府主要负责人牵头负责分管负责人具体负责各有关部门主要负责人共同参与的行政争议实质性化解工作协调推进机制并配套出台考核评价办法1套。",
    "聘请监督员（含人大代表、政协委员、律师、高校法学教师、企业法务、社区工作者、新闻记者、退休法官检察官以及行业协会商会代表人士）共90名。",
    "推行“一口受理、一窗分流、一码流转、一网协同、一键督办、一单反馈、一评到底、一库归集、一屏统览、一策优化、一线直达、一体联动”工作法办件9万件。",
]


@pytest.mark.parametrize("clause", LONG_CLAUSES)
def test_a_clause_over_sixty_characters_is_shortened_in_balance(clause: str) -> None:
    assert len(clause) > 60
    draft = achievement("健全制度。" + clause)
    assert 0 < len(draft.text) <= 60
    assert balanced(draft.text)
    assert numbers(draft.text) <= numbers(clause)
    assert len(draft.text) >= 8


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                "办理",
                "“一网”",
                "《办法》",
                "（含",
                "）",
                "“",
                "”",
                "《",
                "》",
                "执法监督",
                "九十件",
                "12.5%",
                "、",
                "，",
                "；",
                "。",
                "等",
                "1.3万",
                "\n",
            ]
        ),
        min_size=5,
        max_size=60,
    ).map("".join)
)
@example("“（含办理办理办理办理办理办理办理办理办理办理办理办理办理办理12.5%）")
@example("（含“一网”九十件。九十件””、12.5%”九十件等执法监督“一网”“”“一网”执法监督“）")
def test_texts_of_any_body_fit_and_are_balanced(body: str) -> None:
    for draft in lines(f"一、主要成效\n{body}\n二、存在问题\n{body}\n三、下一步打算\n{body}"):
        assert 0 < len(draft.text) <= 60
        assert balanced(draft.text), draft.text
        assert draft.clauses


@pytest.mark.parametrize("source", [BASE.text, LONG.text, full_width(LONG.text), traditional(LONG.text)])
def test_texts_are_whole_clauses_with_numbers_as_printed(source: str) -> None:
    document = outline(source)
    for draft in ENGINE.drafts(Chunk(document, 0, 0, len(document.clauses))):
        grounds = "|".join(plain(document.shown(document.clauses[n])) for n in draft.clauses)
        shown = "".join(document.shown(document.clauses[n]) for n in draft.clauses)
        for piece in re.split("[，；]", draft.text):
            assert plain(piece) in grounds.replace("今年,", ""), piece
        assert numbers(draft.text) <= numbers(shown)


@pytest.mark.parametrize(
    ("point", "stays", "goes"),
    [
        (
            "提升审批效能。深入学习贯彻上级会议精神，切实提高政治站位，不断深化认识，取消许可事项19项，压缩办理时限57%，为经济社会发展提供有力保障。",
            ("取消许可事项19项", "压缩办理时限57%"),
            ("政治站位", "有力保障"),
        ),
        (
            "做优法律援助。始终坚持以人民为中心，着力增强群众获得感幸福感安全感，办理法律援助案件420件，挽回经济损失610万元，切实把好事办好。",
            ("法律援助案件420件", "610万元"),
            ("以人民为中心", "好事办好"),
        ),
        (
            "加强行政复议。一年来，在县委的坚强领导下，全县上下凝心聚力，审结复议案件109件，纠错率15.6%，同时营造了浓厚氛围。",
            ("复议案件109件", "15.6%"),
            ("凝心聚力", "浓厚氛围"),
        ),
    ],
)
def test_deeds_and_figures_stay_slogans_and_openings_go(
    point: str, stays: tuple[str, ...], goes: tuple[str, ...]
) -> None:
    text = achievement(point).text
    for word in stays:
        assert word in text
    for word in goes:
        assert word not in text


@pytest.mark.parametrize("number", ["1,100", "12,345", "1,234,567", "1.3万余", "９８.６％"])
def test_a_number_stays_as_printed(number: str) -> None:
    assert number in achievement(f"服务经营主体。全年走访经营主体{number}，解决难题86个。").text


@pytest.mark.parametrize("opening", ["2023年，", "同时，", "此外，", "一年来，", "截至目前，", "今年以来，"])
def test_the_opening_of_a_clause_is_no_part_of_the_text(opening: str) -> None:
    text = achievement(f"做强监督。{opening}评查行政执法案卷213宗，纠正案卷瑕疵56处。").text
    assert text.startswith("评查行政执法案卷213宗")


def test_a_point_of_two_unrelated_matters_may_make_two_lines_an_unnumbered_paragraph_does() -> None:
    paragraph = (
        "全年审结行政复议案件109件，纠错17件，复议听证率达45%，行政争议实质化解率提升至62.7%，群众满意度持续上升。"
        "建成法治文化公园3个，举办宪法宣传活动90场，发放普法手册8000册，培养“法律明白人”1200名，覆盖全部行政村。"
    )
    drafts = of(f"一、主要成效\n{paragraph}", "achievement")
    assert [draft.topic for draft in drafts] == ["disputes", "publicity"]


@pytest.mark.parametrize(
    "wording",
    [
        "乡镇审核人员缺口达9名，基层普遍反映吃力。",
        "执法案件覆盖面偏窄，集中于少数领域。",
        "部分干部法治意识淡薄，凭经验办事的惯性仍在。",
        "重处罚轻教育的倾向在个别执法所依旧可见。",
        "法律人才匮乏，近两年流失11人。",
        "群众对复议渠道知晓率仅为38%。",
        "跨部门数据壁垒没有打通，重复录入占用大量精力。",
        "案卷评查得分在全市排名靠后。",
    ],
)
def test_every_point_below_a_heading_of_problems_is_a_problem(wording: str) -> None:
    drafts = lines(
        f"一、主要成效\n（一）规范执法。评查案卷213宗，整改56处。\n二、存在的主要问题\n（一）{wording}\n（二）普法形式单一，覆盖不足。"
    )
    assert [draft.kind for draft in drafts] == ["achievement", "problem", "problem"]


@pytest.mark.parametrize("wording", ["仍有9个问题尚未整改到位。", "部分历史积案还没有得到解决，积压62件。"])
def test_a_problem_not_yet_remedied_is_one(wording: str) -> None:
    drafts = lines(f"一、主要成效\n（一）规范执法。评查案卷213宗，整改56处。\n工作虽有进展，但{wording}")
    assert [draft.kind for draft in drafts] == ["achievement", "problem"]


@pytest.mark.parametrize(
    "announcement",
    [
        "对照上级要求，我县工作还存在一些差距和不足。",
        "主要表现在以下几个方面：",
        "在肯定成绩的同时，也清醒看到还存在以下问题：",
    ],
)
def test_the_announcement_of_problems_is_none(announcement: str) -> None:
    drafts = of(
        f"二、存在的主要问题\n{announcement}\n（一）普法形式单一，覆盖不足。\n（二）执法力量薄弱，人均办案90件。",
        "problem",
    )
    assert len(drafts) == 2
    assert not any(plain(announcement)[:8] in plain(draft.text) for draft in drafts)


@pytest.mark.parametrize(
    "announcement",
    ["下一步，我县将重点抓好以下几方面工作：", "2024年，全县将以习近平法治思想为指导，奋力开创法治建设新局面。"],
)
def test_the_announcement_of_plans_is_none(announcement: str) -> None:
    drafts = of(
        f"三、下一步工作打算\n{announcement}\n（一）招录审核专员18名，编印操作指引2000册。\n（二）建设普法驿站15个，举办宣讲120场。",
        "plan",
    )
    assert len(drafts) == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "澄溪县人民政府关于2023年法治政府建设情况的报告",
        "打印本页\n关闭窗口",
        "坚持以习近平新时代中国特色社会主义思想为指导。",
    ],
)
def test_a_text_that_states_nothing_gives_no_lines(text: str) -> None:
    assert lines(text) == []


def test_it_is_an_engine_that_costs_nothing() -> None:
    document = outline(BASE.text)
    whole = Chunk(document, 0, 0, len(document.clauses))
    tally = Tally()
    drafts = asyncio.run(ENGINE.extract(whole, tally))
    assert list(drafts) == lines(BASE.text)
    assert not asyncio.run(ENGINE.repair(whole, [Rejection(drafts[0], "number", "")], tally))
    assert (tally.calls, tally.prompt_tokens, tally.completion_tokens, tally.cost) == (0, 0, 0, None)
    assert (ENGINE.name, ENGINE.model, ENGINE.chunk_tokens) == ("extractive", None, None)


def test_rewording_uses_the_drafts_own_clauses() -> None:
    document = outline(BASE.text)
    here = next(c for c in document.clauses if "213宗" in document.text(c)).number
    draft = ENGINE.reword(document, Draft("achievement", "enforcement", "评查案卷999宗", (here, 99_999, -5)))
    assert draft is not None
    assert (draft.kind, draft.topic, draft.clauses) == ("achievement", "enforcement", (here,))
    assert "213宗" in draft.text
    assert "999" not in draft.text


def test_what_cannot_be_reworded() -> None:
    document = outline(BASE.text)
    heading = next(c for c in document.clauses if c.heading).number
    deed = next(c for c in document.clauses if "213宗" in document.text(c)).number
    assert ENGINE.reword(document, Draft("achievement", "other", "九", ())) is None
    assert ENGINE.reword(document, Draft("achievement", "other", "九", (99_999,))) is None
    assert ENGINE.reword(document, Draft("achievement", "other", "九", (heading,))) is None
    assert ENGINE.reword(document, Draft("problem", "other", "九", (deed,))) is None


def condense(*held: tuple[str, str, str]):
    return asyncio.run(ENGINE.condense([Line(*line) for line in held], None, Tally()))


def test_an_overview_of_nothing() -> None:
    assert (condense().overview, condense().items) == ("", ())


def test_an_overview_names_the_lines_it_rests_on() -> None:
    held = [(draft.kind, draft.topic, draft.text) for draft in lines(LONG.text)]
    condensed = condense(*held)
    assert 0 < len(condensed.overview) <= 120
    assert condensed.items
    named = [held[n] for n in condensed.items]
    assert numbers(condensed.overview) <= {number for line in named for number in numbers(line[2])}
    assert {kind for kind, _, _ in named} >= {"achievement"}


@settings(deadline=None, max_examples=100)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["achievement", "problem", "plan"]),
            st.sampled_from(["disputes", "enforcement", "publicity", "other"]),
            st.text(st.sampled_from(list("办理案件九，；12“”《》（）")), min_size=1, max_size=60),
        ),
        max_size=12,
    )
)
def test_any_overview_is_short_and_names_real_lines(held: list[tuple[str, str, str]]) -> None:
    condensed = condense(*held)
    assert len(condensed.overview) <= 120
    assert all(0 <= n < len(held) for n in condensed.items)
    assert len(set(condensed.items)) == len(condensed.items)


def test_a_plan_that_begins_with_its_place_is_one() -> None:
    """Every clause of it prepares or urges; none states a deed of its own. It was lost once for that."""
    drafts = lines(
        "三、下一步工作打算\n（一）完善化解机制。在县人民法院、县政务服务中心设立工作站，推动诉前化解率提高到30%。"
    )
    assert [draft.kind for draft in drafts] == ["plan"]
    assert "30%" in drafts[0].text


@pytest.mark.parametrize("leaning", ["占公务员总数的10%", "权重由3%提高到5%", "同比下降12.3%"])
def test_a_clause_that_leans_on_another_is_told_only_behind_it(leaning: str) -> None:
    before = "将督察结果与执法案卷评查情况、行政复议纠错情况、普法责任制落实情况一并纳入乡镇和县直部门年度绩效考核"
    told = achievement(f"强化考核。发现问题87个，整改83个，约谈4人，通报6期，{before}，{leaning}。").text
    assert leaning not in told or before in told


def test_a_plan_against_the_problem_before_it_is_no_problem() -> None:
    drafts = lines(
        "二、存在问题及下一步工作\n（一）法律顾问作用发挥不充分；针对这一问题，我县计划出台考核办法，按季通报。"
    )
    assert [draft.kind for draft in drafts] == ["problem", "plan"]


def test_what_announces_problems_is_no_part_of_one() -> None:
    (only,) = [d for d in lines("二、存在不足\n主要是：新业态监管规则供给不足。") if d.kind == "problem"]
    assert only.text == "新业态监管规则供给不足"


def test_controls_that_turn_text_round_are_no_part_of_a_text() -> None:
    text = achievement("办理行政\u202e处罚案件213宗，整改56处。").text
    assert "\u202e" not in text
    assert "213" in text


def test_a_problem_told_by_figures_below_an_unnumbered_heading() -> None:
    drafts = lines(
        "工作亮点\n评查行政处罚案卷213宗，整改问题56处，约谈执法单位3家。\n"
        "短板弱项\n物业领域信访投诉量居高不下，全年受理3406件，较上年上升12.7%。\n"
        "努力方向\n着力建强执法队伍，明年公开招录执法人员5名。"
    )
    assert [draft.kind for draft in drafts] == ["achievement", "problem", "plan"]


@pytest.mark.parametrize(
    ("line", "overview"),
    [
        (
            ("achievement", "enforcement", "办理处罚案件1032件（简易程序421件，一般程序611件），罚没款下降8.4%"),
            "办理处罚案件1032件（简易程序421件，一般程序611件），罚没款下降8.4%。",
        ),
        (
            ("problem", "enforcement", "执法监督有待加强；2022年评查案卷4次，2023年仅评查2次，下降50%"),
            "不足：执法监督有待加强；2022年评查案卷4次，2023年仅评查2次，下降50%。",
        ),
        (
            ("achievement", "services", "去年办理法律援助案件312件，今年办理405件，同比增长29.8%"),
            "去年办理法律援助案件312件，今年办理405件。",
        ),
    ],
)
def test_an_overview_keeps_brackets_and_years_together(line: tuple[str, str, str], overview: str) -> None:
    assert condense(line).overview == overview


@pytest.mark.parametrize("rate", ["办结率100%", "按时办结率达99.4%", "调解成功率为98.2%", "审查率100%"])
def test_a_rate_is_told_with_what_it_is_of_or_not_at_all(rate: str) -> None:
    base = "全年通过在线平台、热线电话、窗口登记、上级交办、信访转送、媒体反映等渠道接收并交办群众反映的各类事项6621件"
    told = achievement(
        f"优化服务。{base}，{rate}，新建政务服务驿站18个，取消证明事项31项，压缩办理时限5个工作日。"
    ).text
    assert rate not in told or "6621件" in told
    assert "新建政务服务驿站18个" in told


def test_a_rate_that_names_what_it_is_of_stands_alone() -> None:
    assert "群众满意率达98.7%" in achievement("优化服务。针对办事堵点开展走访调研，群众满意率达98.7%。").text
