"""Invented reports for the tests, the ways in which real ones are mangled, and what every summary must keep.

Nothing here stands in a real report: places, figures and sentences are made up.
"""

import asyncio
import random
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

import opencc

from schemas.request import SummaryOptions
from schemas.summary import Item, ReportSummary
from service.engines.extractive import ExtractiveEngine
from service.pipeline import Pipeline


@lru_cache(maxsize=1)
def _pipeline() -> Pipeline:
    engine = ExtractiveEngine()
    return Pipeline(engine, engine, 2_000_000)


def summarize(source: str, pages: Sequence[int] = (), **options: object) -> ReportSummary:
    """The embedded engine's summary of a source text, whose pages begin at these offsets."""
    return asyncio.run(_pipeline().summarize(source, SummaryOptions(engine="extractive", **options), pages=pages))


# Reports and how they are mangled.


@dataclass(frozen=True)
class Line:
    """One line of a report: what it is (title, opening, heading, point, furniture), its number, its words."""

    role: str
    number: str
    words: str

    @property
    def text(self) -> str:
        return self.number + self.words


@dataclass(frozen=True)
class Report:
    """A report as its lines; `keys` are, for each kind, one piece of wording a point."""

    lines: tuple[Line, ...]
    keys: dict[str, tuple[str, ...]]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    def without_numbers(self) -> "Report":
        return replace(self, lines=tuple(replace(line, number="") for line in self.lines))

    def with_words(self, change: Callable[[str], str]) -> "Report":
        return replace(self, lines=tuple(replace(line, words=change(line.words)) for line in self.lines))

    def renamed(self, headings: dict[str, str]) -> "Report":
        return replace(
            self, lines=tuple(replace(line, words=headings.get(line.words, line.words)) for line in self.lines)
        )

    def only(self, *kinds: str) -> "Report":
        """Without the sections of the other kinds."""
        kept: list[Line] = []
        inside = True
        for line in self.lines:
            if line.role in SECTION_KINDS:
                inside = SECTION_KINDS[line.role] in kinds
            if inside or line.role in ("title", "opening"):
                kept.append(line)
        return Report(tuple(kept), {kind: keys if kind in kinds else () for kind, keys in self.keys.items()})


SECTION_KINDS = {"achievements": "achievement", "problems": "problem", "plans": "plan"}

_MORE = {
    "推进“一": "在12个乡镇便民服务中心设置综合窗口64个，安排帮办代办员158名，群众到县城办事的次数平均减少2.3次。",
    "规范涉企": "推行入企检查扫码备案，对信用良好的企业减少检查1300余户次，受理企业投诉举报41件，全部按期答复。",
    "开展案卷": "评查结果在全县通报并纳入年度考核，评查中发现的共性问题编成指引印发各执法单位，组织执法人员集中讲评5场次，参加人员达470人次。",
    "推行柔性": "在市场监管、城市管理、交通运输等领域推行说服教育、劝导示范、指导约谈等方式，当事人主动改正率达96.7%，未发生一起因处罚引发的投诉。",
    "发挥复议": "在县政务服务大厅和6个基层司法所设立复议申请接收点，为行动不便的申请人上门办理23件，经调解和解结案33件，调解和解率达30.3%。",
    "做实人民": "选聘退休法官、教师、医生等担任专职调解员86名，组织调解骨干实训7期，矛盾纠纷就地化解率较上年提高4.5个百分点。",
    "基层执法": "部分执法事项下放后乡镇接不住、管不好，遇到复杂案件仍需依赖县直部门，执法效率不高。",
    "普法工作": "对外卖骑手、网约车司机等群体的法律需求掌握不够，普法内容与其工作生活结合不紧密。",
    "充实基层": "建立县乡执法人员双向交流机制，每季度安排12名乡镇执法人员到县直部门跟班学习，年内实现乡镇执法骨干跟班学习全覆盖。",
    "创新普法": "面向外卖骑手、网约车司机等群体开展普法专场活动60场，编印新业态劳动者权益保护手册8000册。",
}
BASE = Report(
    lines=(
        Line("title", "", "澄溪县人民政府关于2023年法治政府建设情况的报告"),
        Line(
            "opening",
            "",
            "2023年，澄溪县人民政府坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，"
            "扎实推进法治政府建设各项工作。现将有关情况报告如下：",
        ),
        Line("achievements", "一、", "主要举措和成效"),
        Line("heading", "（一）", "优化政务服务，营商环境持续向好"),
        Line(
            "point",
            "1.",
            "推进“一件事”集成办。梳理上线“一件事”主题服务47项，平均申请材料由18份压减至6份，累计办理业务2.6万余件。",
        ),
        Line(
            "point", "2.", "规范涉企行政检查。印发《澄溪县涉企行政检查计划管理办法》，全年入企检查频次同比下降31.4%。"
        ),
        Line("heading", "（二）", "严格行政执法，执法质量稳步提高"),
        Line("point", "1.", "开展案卷集中评查。组织评查行政处罚案卷213宗，发现并纠正案卷瑕疵56处，约谈执法单位3家。"),
        Line("point", "2.", "推行柔性执法方式。发布轻微违法不予处罚清单118项，对394名当事人依法免予处罚。"),
        Line("heading", "（三）", "化解矛盾纠纷，社会大局和谐稳定"),
        Line("point", "1.", "发挥复议主渠道作用。收到行政复议申请137件，受理121件，审结109件，直接纠错17件。"),
        Line("point", "2.", "做实人民调解工作。建成个人调解工作室29个，调处矛盾纠纷3408件，调解成功率达98.1%。"),
        Line("problems", "二、", "存在的主要问题"),
        Line("point", "（一）", "基层执法力量较为薄弱。乡镇持证执法人员平均仅有4.2人，专业能力与下放事项不匹配。"),
        Line("point", "（二）", "普法工作针对性不强。面向新业态从业人员的法治宣传覆盖不足，宣传形式较为单一。"),
        Line("plans", "三、", "2024年工作打算"),
        Line("point", "（一）", "充实基层执法队伍。从县直部门选派40名业务骨干下沉乡镇，组织开展两轮执法实训。"),
        Line("point", "（二）", "创新普法宣传方式。建设新业态普法驿站15个，推出普法短视频120期。"),
    ),
    keys={
        "achievement": (
            "主题服务47项",
            "入企检查频次同比下降31.4%",
            "行政处罚案卷213宗",
            "对394名当事人",
            "行政复议申请137件",
            "调处矛盾纠纷3408件",
        ),
        "problem": ("持证执法人员平均仅有4.2人", "法治宣传覆盖不足"),
        "plan": ("选派40名业务骨干", "新业态普法驿站15个"),
    },
)

# The same sections with points as long as most reports have them.
LONG = Report(
    lines=tuple(
        replace(line, words=line.words + _MORE[line.words[:4]]) if line.words[:4] in _MORE else line
        for line in BASE.lines
    ),
    keys=BASE.keys,
)

PAGE_NUMBERS = ("- {} -", "— {} —", "{}", "第{}页", "第 {} 页 共 9 页", "{}/9")


def flattened(text: str, between: str = " ") -> str:
    """The whole text on one line."""
    return between.join(line for line in text.split("\n") if line)


def wrapped(text: str, width: int, page: str | None = None, lines_a_page: int = 14) -> str:
    """Hard-wrapped at a width, with page numbers between where `page` is given."""
    lines = [line[at : at + width] for line in text.split("\n") for at in range(0, len(line), width)]
    if page is None:
        return "\n".join(lines)
    pages = [lines[at : at + lines_a_page] for at in range(0, len(lines), lines_a_page)]
    return "\n".join("\n".join([*held, page.format(number)]) for number, held in enumerate(pages, 1))


def set_in_columns(text: str, columns: int, indent: str = "") -> str:
    """Hard-wrapped as a word processor does: a digit takes one column, a character two, no line begins with a stop."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, taken = indent, len(indent) + sum(not c.isascii() for c in indent)
        for c in paragraph:
            width = 1 if c.isascii() else 2
            if taken + width > columns and c not in "，。；：、）”》":
                lines.append(line)
                line, taken = "", 0
            line, taken = line + c, taken + width
        lines.append(line)
    return "\n".join(lines)


def letter_spaced(text: str, group: int, seed: int = 3) -> str:
    """With a blank behind every one to `group` characters of a line, as a scan or a poor PDF leaves them."""
    chance = random.Random(seed)
    pieces: list[str] = []
    for line in text.split("\n"):
        at, words = 0, []
        while at < len(line):
            size = chance.randint(1, group)
            while line[at + size - 1 : at + size + 1].isdigit() and at + size < len(line):
                size += 1
            words.append(line[at : at + size])
            at += size
        pieces.append(" ".join(words))
    return "\n".join(pieces)


def without_layout(text: str) -> str:
    """A piece of a source without its blanks, and without the lines in its midst: page numbers, running heads."""
    return re.sub(r"[\n\r\f].*[\n\r\f]|[\s\x00-\x1f\x7f]+", "", text, flags=re.DOTALL)


def full_width(text: str) -> str:
    return text.translate({c: c + 0xFEE0 for c in (*range(0x30, 0x3A), ord("%"), ord("."))})


@lru_cache(maxsize=1)
def _s2tw() -> opencc.OpenCC:
    return opencc.OpenCC("s2tw")


def traditional(text: str) -> str:
    return _s2tw().convert(text)


# What is the same in every wording of a source.


def plain(text: str) -> str:
    """For comparing: half width, simplified, no blanks."""
    folded = unicodedata.normalize("NFKC", text).replace("“", "").replace("”", "")
    return re.sub(r"\s+", "", _tw2s().convert(folded))


@lru_cache(maxsize=1)
def _tw2s() -> opencc.OpenCC:
    return opencc.OpenCC("tw2s")


def evidence(item: Item) -> str:
    return "".join(piece.text for piece in item.evidence)


def of_kind(summary: ReportSummary, kind: str) -> tuple[Item, ...]:
    return {"achievement": summary.achievements, "problem": summary.problems, "plan": summary.plans}[kind]


def found(summary: ReportSummary, keys: dict[str, Iterable[str]]) -> dict[str, list[str]]:
    """For each kind, in the items' order: the key that stands in the item's evidence, else the item's own text.

    Equal to `keys` where there is one item for each point, of the right kind, in the report's order, and no other.
    """
    result: dict[str, list[str]] = {}
    for kind, expected in keys.items():
        result[kind] = []
        for item in of_kind(summary, kind):
            hits = [key for key in expected if plain(key) in plain(evidence(item))]
            result[kind].append("＋".join(hits) if hits else f"? {item.text}")
    return result


def listed(keys: dict[str, Iterable[str]]) -> dict[str, list[str]]:
    return {kind: list(expected) for kind, expected in keys.items()}


# What every summary keeps, whatever the source.

_PAIRS = {"）": "（", ")": "(", "》": "《", "”": "“", "’": "‘", "】": "【", "」": "「", "』": "『", "〕": "〔"}
_NUMBER = re.compile(r"\d+(?:[.．](?!20\d\d年|\d{1,2}月)\d+|[,，]\d{3}(?!\d))*")
_PREFIX = {"achievement": "a", "problem": "p", "plan": "n"}


def balanced(text: str) -> bool:
    """Whether every bracket and quotation mark is closed by its own, in order; （ may be closed by a half-width one."""
    open_: list[str] = []
    for c in text.translate({ord("（"): "(", ord("）"): ")"}):
        if c in _PAIRS.values():
            open_.append(c)
        elif c in _PAIRS and (not open_ or open_.pop() != _PAIRS[c]):
            return False
    return not open_


def numbers(text: str) -> set[str]:
    """The numbers printed in digits, as printed."""
    return set(_NUMBER.findall(re.sub(r"\s+", "", text)))


def faults(summary: ReportSummary, source: str) -> list[str]:
    """Every promise that the summary breaks; empty for one that can be trusted."""
    items = summary.items()
    told: list[str] = []
    ids = [item.id for item in items]
    if len(set(ids)) != len(ids):
        told.append(f"ids are not unique: {ids}")
    sections = [section.id for section in summary.report.sections]
    if len(set(sections)) != len(sections):
        told.append(f"section ids are not unique: {sections}")
    for section in summary.report.sections:
        if not 0 <= section.start < section.end <= len(source):
            told.append(f"section {section.id} is {section.start}:{section.end}")
    for kind, prefix in _PREFIX.items():
        wrong = [item.id for item in of_kind(summary, kind) if not re.fullmatch(rf"{prefix}\d+", item.id)]
        told += [f"{number} is among the {kind}s" for number in wrong]
    for item in items:
        told += [f"{item.id}: {fault}" for fault in _item_faults(item, source)]
        if item.section is not None and item.section not in sections:
            told.append(f"{item.id}: no section {item.section}")
    told += _overview_faults(summary)
    return told


def _item_faults(item: Item, source: str) -> list[str]:
    told: list[str] = []
    for piece in item.evidence:
        if source[piece.start : piece.end] != piece.text:
            told.append(
                f"evidence {piece.start}:{piece.end} is {source[piece.start : piece.end]!r}, not {piece.text!r}"
            )
        if not piece.text.strip():
            told.append("blank evidence")
    for before, behind in pairwise(item.evidence):
        if behind.start < before.end:
            told.append(f"evidence out of order or twice: {before.start}:{before.end}, {behind.start}:{behind.end}")
    for figure in item.figures:
        printed = source[figure.start : figure.end]
        if figure.value not in (printed, without_layout(printed)) or not figure.value:
            told.append(f"figure is {printed!r}, not {figure.value!r}")
        # A figure broken over two pages has its ends in two pieces.
        edges = (figure.start, figure.end - 1)
        if not all(any(piece.start <= edge < piece.end for piece in item.evidence) for edge in edges):
            told.append(f"figure {figure.value!r} stands in no evidence")
        if not Decimal(figure.number).is_finite():
            told.append(f"figure {figure.value!r} has the number {figure.number}")
    if not 0 < len(item.text.strip()) <= 60:
        told.append(f"text of {len(item.text)} characters")
    if not balanced(item.text):
        told.append(f"not balanced: {item.text}")
    grounds = numbers(evidence(item)).union(*(numbers(piece.text) for piece in item.evidence))
    if strange := numbers(item.text) - grounds:
        told.append(f"numbers {strange} do not stand in the evidence of: {item.text}")
    return told


def _overview_faults(summary: ReportSummary) -> list[str]:
    told: list[str] = []
    by_id = {item.id: item for item in summary.items()}
    if strange := set(summary.overview.items) - set(by_id):
        told.append(f"the overview names {strange}")
        return told
    if len(summary.overview.text) > 120:
        told.append("the overview is too long")
    grounds = numbers("\n".join(by_id[number].text for number in summary.overview.items))
    grounds |= {n for number in summary.overview.items for n in numbers(by_id[number].text)}
    if strange := numbers(summary.overview.text) - grounds:
        told.append(f"overview's numbers {strange} stand in no item it names")
    if not balanced(summary.overview.text):
        told.append(f"not balanced: {summary.overview.text}")
    return told


KINDS = ("achievement", "problem", "plan")


def check(source: str, keys: dict[str, tuple[str, ...]]) -> ReportSummary:
    """Summarize and compare with the points' wording; the summary."""
    summary = summarize(source)
    assert found(summary, keys) == listed(keys)
    assert faults(summary, source) == []
    return summary


def lasting(summary: ReportSummary) -> dict[str, object]:
    """The summary without the time it took."""
    dumped = summary.model_dump()
    del dumped["usage"]["seconds"]
    return dumped
