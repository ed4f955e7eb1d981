"""From drafts to the wire: evidence, figures, identity, an honest account."""

import hashlib
import re

import pytest

from schemas.document import Clause, Document
from schemas.draft import Draft
from schemas.summary import Item
from service.language import script
from service.stages import assemble
from service.stages.outline import outline
from tests.reports import BASE, full_width, summarize, traditional, without_layout, wrapped


def clause(document: Document, word: str) -> Clause:
    return next(c for c in document.clauses if word in document.text(c))


def item(source: str, *words: str, script: str = "hans", kind: str = "achievement", text: str = "办理九件") -> Item:
    document = outline(source)
    draft = Draft(kind, "other", text, tuple(clause(document, word).number for word in words))
    (only,) = assemble.Assembler(document, script).items([draft])
    for piece in only.evidence:
        assert source[piece.start : piece.end] == piece.text
    for figure in only.figures:
        assert figure.value in (printed := source[figure.start : figure.end], without_layout(printed))
    return only


def test_neighbouring_clauses_become_one_span() -> None:
    made = item(BASE.text, "主题服务47项", "压减至6份")
    assert [piece.text for piece in made.evidence] == ["梳理上线“一件事”主题服务47项，平均申请材料由18份压减至6份"]


def test_clauses_apart_stay_apart() -> None:
    made = item(BASE.text, "主题服务47项", "2.6万余件")
    assert [piece.text for piece in made.evidence] == ["梳理上线“一件事”主题服务47项", "累计办理业务2.6万余件"]


def test_opening_words_are_evidence_where_the_text_takes_a_number_from_them() -> None:
    source = "一、主要工作\n（一）优化服务。2023年，办理业务2.6万余件，按期答复群众的来信。"
    without = item(source, "2.6万", text="办理业务2.6万余件")
    assert [piece.text for piece in without.evidence] == ["办理业务2.6万余件"]
    with_year = item(source, "2.6万", text="2023年办理业务2.6万余件")
    assert [piece.text for piece in with_year.evidence] == ["2023年，办理业务2.6万余件"]


def test_evidence_names_the_page_on_which_it_begins() -> None:
    document = outline(BASE.text)
    drafts = [
        Draft("achievement", "other", "九", (clause(document, word).number,)) for word in ("主题服务47项", "2.6万余件")
    ]
    starts = [document.shadow.start_in_source(clause(document, word).start) for word in ("主题服务47项", "2.6万余件")]

    def pages(*offsets: int) -> list[int | None]:
        items = assemble.Assembler(document, "hans", offsets).items(drafts)
        return [item.evidence[0].page for item in items]

    assert pages() == [None, None]
    assert pages(0) == [1, 1]
    assert pages(0, starts[1]) == [1, 2]
    assert pages(0, starts[1] + 1) == [1, 1]
    # A page without text begins where the next one does: the text stands on the last of them.
    assert pages(0, starts[0], starts[0], len(document.source)) == [3, 3]


def test_the_order_of_the_clauses_is_the_texts() -> None:
    assert item(BASE.text, "2.6万余件", "主题服务47项") == item(BASE.text, "主题服务47项", "2.6万余件")


def test_figures_are_those_of_the_cited_clauses() -> None:
    made = item(BASE.text, "压减至6份", "2.6万余件")
    told = [(f.value, f.number, f.unit, f.modifier, f.direction, f.change) for f in made.figures]
    assert told == [
        ("18", "18", "份", None, "down", "from"),
        ("6", "6", "份", None, "down", "to"),
        ("2.6万余", "26000", "件", "余", None, None),
    ]
    assert "申请材料" in made.figures[0].name


def test_numbers_in_titles_dates_and_headings_are_no_figures() -> None:
    source = (
        "一、主要工作\n1.落实12项制度。2023年5月9日印发《三年行动方案（2023—2025年）》，推行“1+1+9”模式，设立窗口64个。"
    )
    document = outline(source)
    everything = tuple(c.number for c in document.clauses)
    (made,) = assemble.Assembler(document, "hans").items([Draft("achievement", "other", "设立窗口64个", everything)])
    assert [f.value for f in made.figures] == ["64"]


def test_page_numbers_between_are_no_evidence() -> None:
    source = wrapped(BASE.text, 24, "- {} -", lines_a_page=3)
    document = outline(source)
    everything = [Draft("achievement", "other", "九", (c.number,)) for c in document.clauses if not c.heading]
    for made in assemble.Assembler(document, "hans").items(everything):
        for piece in made.evidence:
            assert "- " not in piece.text, piece.text
            assert source[piece.start : piece.end] == piece.text


@pytest.mark.parametrize("between", ["\n", "\n— 3 —\n", "\r\n\r\n- 12 -\r\n\r\n", "\n7\n"])
def test_a_figure_that_a_page_breaks_is_given_whole(between: str) -> None:
    text = BASE.text.replace("47项", "4715项")
    broken = [source for width in range(20, 60) if (source := wrapped(text, width)).count("47\n15项") == 1]
    assert broken
    for source in broken:
        made = item(source.replace("47\n15项", f"47{between}15项"), "主题服务4715项")
        assert [(f.value, f.number, f.unit) for f in made.figures] == [("4715", "4715", "项")]


def test_figures_are_named_over_the_clauses_of_a_sentence() -> None:
    source = "一、主要工作\n（一）政务公开。信息公开满意率达99.2%，较上年提高0.6个百分点。"
    made = item(source, "较上年")
    assert [(f.name, f.value) for f in made.figures] == [("信息公开满意率", "0.6")]


def test_full_width_figures_are_given_as_printed() -> None:
    made = item(full_width(BASE.text), "主题服务47项")
    assert [(f.value, f.number) for f in made.figures] == [("４７", "47")]


@pytest.mark.parametrize(
    ("source", "script", "expected"),
    [
        (BASE.text, "hans", "受理执法案件九件"),
        (BASE.text, "source", "受理执法案件九件"),
        (BASE.text, "hant", "受理執法案件九件"),
        (traditional(BASE.text), "hans", "受理执法案件九件"),
        (traditional(BASE.text), "source", "受理執法案件九件"),
        (traditional(BASE.text), "hant", "受理執法案件九件"),
    ],
)
def test_the_output_script(source: str, script: str, expected: str) -> None:
    made = item(source, "主题服务47项", script=script, text="受理执法案件九件")
    assert made.text == expected
    assert made.evidence[0].text in source
    name = made.figures[0].name
    assert name == (traditional(name) if script == "hant" or (script == "source" and source != BASE.text) else name)


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        ("受理行政覆議案件61件，爲羣衆挽回損失。", "受理行政复议案件61件", "受理行政覆議案件61件"),
        ("受理行政複議案件61件，辦結58件。", "受理行政复议案件61件；办结58件", "受理行政複議案件61件；辦結58件"),
        # what does not stand there is converted
        ("受理行政複議案件61件，辦結58件。", "重复诉讼，办结58件", "重複訴訟，辦結58件"),
        # the mainland's word for it is shorter than the source's own
        ("透過網際網路、入口網站為民眾受理案件61件。", "通过互联网", "透過網際網路"),
        # a simplified report that quotes something in traditional characters
        ("挂牌“復議驿站”，受理案件61件。", "挂牌“复议驿站”", "挂牌“復議驿站”"),
    ],
)
def test_the_sources_own_words(body: str, text: str, expected: str) -> None:
    made = item(f"一、主要成效\n{body}", "61件", body[:2] and _simplified(body)[:2], script="source", text=text)
    assert made.text == expected


def _simplified(text: str) -> str:
    return script.simplify(text, script.detect(text)).text


def test_a_text_that_would_grow_too_long_in_the_sources_words_is_converted() -> None:
    body = "透過" + "網際網路" * 15 + "為民眾辦案61件。"
    made = item(f"一、主要成效\n{body}", "61件", script="source", text="通过" + "互联网" * 15)
    assert len(made.text) <= 60


def test_identity_and_overview_in_the_sources_words() -> None:
    source = traditional(BASE.text).replace("復議", "覆議").replace("為", "爲")
    told = summarize(source, script="source")
    assert told.report.title is not None
    assert told.report.title in source
    pieces = [piece for piece in re.split("[，；。：]", told.overview.text) if len(piece) > 4]
    assert pieces
    assert all(piece in source for piece in pieces)
    assert all(figure.name in source for item in told.items() for figure in item.figures)


def test_ids_count_by_kind() -> None:
    document = outline(BASE.text)
    kinds = ["achievement", "achievement", "problem", "plan", "plan"]
    drafts = [Draft(kind, "other", "九", (document.clauses[n + 5].number,)) for n, kind in enumerate(kinds)]
    made = assemble.Assembler(document, "hans").items(drafts)
    assert [i.id for i in made] == ["a1", "a2", "p1", "n1", "n2"]


def test_the_section_is_the_one_of_the_evidence() -> None:
    assert item(BASE.text, "主题服务47项").section == "1/1/1"
    assert item(BASE.text, "平均仅有4.2人").section == "2/1"
    assert item("全年办理复议申请九十件，审结八十件。", "九十件").section is None


def test_report_info() -> None:
    source = BASE.text.replace("\n", "\r\n") + "𠮷"
    info = summarize(source).report
    assert info.characters == len(source)
    assert info.source_sha256 == hashlib.sha256(source.encode()).hexdigest()
    for section in info.sections:
        assert 0 <= section.start < section.end <= len(source)
        assert source[section.start : section.end].strip()
    tops = [section for section in info.sections if "/" not in section.id]
    assert [source[s.start : s.start + 2] for s in tops] == ["一、", "二、", "三、"]
    assert source[tops[0].start : tops[0].end].rstrip().endswith("调解成功率达98.1%。")
    assert source[tops[1].start : tops[1].end].rstrip().endswith("宣传形式较为单一。")


def test_coverage_is_the_share_of_the_body_that_is_cited() -> None:
    document = outline(BASE.text)
    everything = Draft("achievement", "other", "九", tuple(c.number for c in document.clauses))
    assert assemble.quality(document, [everything], 0, 0, []).coverage == 1.0
    assert assemble.quality(document, [], 0, 0, []).coverage == 0.0
    some = clause(document, "主题服务47项")
    share = (some.end - some.start) / sum(c.end - c.start for c in document.clauses)
    part = assemble.quality(document, [Draft("achievement", "other", "九", (some.number,))], 0, 0, [])
    assert part.coverage == pytest.approx(share, abs=1e-3)


def test_furniture_is_no_part_of_the_body() -> None:
    title, *rest = BASE.text.split("\n")
    dressed = "\n".join(
        [title, "发布时间：2024-01-29 来源：澄溪县司法局 浏览次数：9", *rest, "打印本页 关闭窗口", "上一篇：公告"]
    )
    bare, document = outline(BASE.text), outline(dressed)
    drafts = [Draft("achievement", "other", "九", (clause(d, "主题服务47项").number,)) for d in (bare, document)]
    assert assemble.quality(document, drafts[1:], 0, 0, []).coverage == pytest.approx(
        assemble.quality(bare, drafts[:1], 0, 0, []).coverage, abs=1e-3
    )


def test_sections_of_which_nothing_is_cited_are_named() -> None:
    document = outline(BASE.text)
    cited = Draft("achievement", "other", "九", (clause(document, "主题服务47项").number,))
    uncited = assemble.quality(document, [cited], 0, 0, []).uncited_sections
    assert uncited == ("1/1/2", "1/2/1", "1/2/2", "1/3/1", "1/3/2", "2/1", "2/2", "3/1", "3/2")


def test_repairs_and_fallbacks_are_told() -> None:
    account = assemble.quality(outline(BASE.text), [], 3, 2, [])
    assert (account.repaired, account.fell_back) == (3, 2)
