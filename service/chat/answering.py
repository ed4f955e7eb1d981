"""A question about a report, answered by the report: which of the summary's items and which clauses tell of it.

Pure. Nothing is worded here: an answer is a choice of items and of pieces of the source. Words decide: kind words (问题,
成效, 计划), topics, and the neighbouring characters of what else was asked, the rarer in the report the heavier.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from schemas.document import Document, Kind, Topic
from schemas.summary import Evidence, Item, ReportSummary
from service.chat.hearing import Ear, cited
from service.language import folding, topics

Nearness = Literal["told", "near", "nothing"]

_TOLD, _NEAR = 0.6, 0.34
_OF_BEST = 0.75
_MOST_ITEMS, _MOST_CLAUSES = 12, 6

_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "problem",
        re.compile(
            r"(?:存在|面临|主要|突出|什么|哪些|的)*(?:问题|不足|短板|困难|薄弱环节|差距)|problems?|issues?|shortcomings?|weakness(?:es)?"
        ),
    ),
    (
        "plan",
        re.compile(
            r"(?:下一?步|下阶段|明年|来年|今后|未来)的?(?:工作|计划|打算|安排|措施)*|计划|打算|plans?|planned|next(?:year|steps?)?"
        ),
    ),
    (
        "achievement",
        re.compile(
            r"(?:主要|工作)?的?(?:成效|成绩|成果|亮点|做法|举措)|achievements?|accomplish(?:ed|ments)?|results?"
        ),
    ),
)
_EMPTY = re.compile(
    r"请问|请|帮我|麻烦|告诉我|我想(?:知道|了解)|列出|列举|说说|说一下|介绍一下|一下|这[份篇个]|该|本|报告|原文|文[中里]|当中|里面|其中"
    r"|有没有|有哪些|有什么|哪些|哪几个|哪些?方面|方面|多少[件个起次项名人场元家条宗]*|几[件个起次项名人场]|怎么样|怎么说|怎样|怎么|如何|什么样|什么|是否|为什么|为何"
    r"|情况|提[到及]|说[到了]?|谈[到了]?|涉及|关于|对于|针对|具体|详细|全部|所有|分别|进行|开展|做了|办了|得|过|呢|吗|么|的|了|是|有|在|和|与|及|中|里|上"
    r"|20\d\d年度?|今年|去年|全年|当年|(?:数量|数据|工作)(?=$|\s|[是为有])|还|都"
)
_EMPTY_ENGLISH = re.compile(
    r"\b(?:what|which|how|many|much|who|when|where|why|does|do|did|is|are|was|were|the|a|an|of|on|in|about|for|to|it|its|this|that|there|report|say|says|said|tell|me|name"
    r"|names|mention(?:ed|s)?|state[sd]?|please|list|all|any|and|with|main|from)\b|[^\w\s]"
)
_TOPICS: Mapping[str, Topic] = {
    "enforcement": "enforcement",
    "dispute": "disputes",
    "mediation": "disputes",
    "publicity": "publicity",
    "legal service": "services",
    "legal aid": "services",
    "oversight": "oversight",
    "supervision": "oversight",
    "emergency": "emergency",
    "decision": "decision",
    "rulemaking": "rulemaking",
    "leadership": "leadership",
}


class Told(NamedTuple):
    kind: Kind
    item: Item


class Answer(NamedTuple):
    """What the report tells. `kind` is the one that was asked for; `lacking` says that it tells the matter, but not of
    that kind. `near` holds what is no more than related. Evidence is verbatim: text == source[start:end]."""

    nearness: Nearness
    kind: Kind | None
    lacking: bool
    items: tuple[Told, ...]
    clauses: tuple[Evidence, ...]


class Sought(NamedTuple):
    """A question taken apart: the kind it names, the topic its words belong to, and what else it asks, folded."""

    kind: Kind | None
    topic: Topic
    words: str


def sought(question: str) -> Sought:
    folded = question.casefold()
    english = next((topic for word, topic in _TOPICS.items() if word in folded), None)
    kind: Kind | None = None
    for name, pattern in _KINDS:
        if pattern.search(folded.replace(" ", "")) or pattern.search(folded):
            kind = kind or name
            folded = pattern.sub(" ", folded)
    topic = english or topics.topic(topics.matters(folding.fold(question)))
    rest = _EMPTY_ENGLISH.sub(" ", folded)
    rest = _EMPTY.sub(" ", " ".join(map(folding.fold, rest.split())))
    return Sought(kind, topic, "" if english and rest.isascii() else rest.strip())


def answer(question: str, summary: ReportSummary, document: Document) -> Answer:
    """What tells of the question in a summary and in the report that it is of."""
    asked = sought(question)
    told = everything(summary)
    heard = Ear(asked.words, document)
    if heard.deaf:
        return _of_kind(asked, told)
    return _ranked(asked, [(heard.item(one.item), one) for one in told], heard)


def everything(summary: ReportSummary) -> list[Told]:
    """The items with their kinds, in the summary's order."""
    lists: tuple[tuple[Kind, tuple[Item, ...]], ...] = (
        ("achievement", summary.achievements),
        ("problem", summary.problems),
        ("plan", summary.plans),
    )
    return [Told(kind, item) for kind, items in lists for item in items]


def _of_kind(asked: Sought, told: Sequence[Told]) -> Answer:
    """The answer to a question that names a kind or a topic and nothing else."""
    if asked.kind is None and asked.topic == "other":
        return Answer("nothing", None, False, (), ())
    found = [one for one in told if asked.kind in (None, one.kind)]
    if asked.topic != "other":
        found = [one for one in found if one.item.topic == asked.topic]
    return Answer("told" if found else "nothing", asked.kind, not found, tuple(found), ())


def _ranked(asked: Sought, scores: Sequence[tuple[float, Told]], heard: Ear) -> Answer:
    of_kind = [(score, one) for score, one in scores if asked.kind in (None, one.kind)]
    if found := _best(of_kind, asked.topic):
        return Answer("told", asked.kind, False, found, ())
    if asked.kind and (found := _best(scores, asked.topic)):
        return Answer("near", asked.kind, True, found, ())
    if clauses := _clauses(heard):
        return Answer("told", asked.kind, asked.kind is not None, (), clauses)
    near = [one for score, one in of_kind if score >= _NEAR and one.item.topic == asked.topic != "other"]
    return Answer("near" if near else "nothing", asked.kind, False, tuple(near[:_MOST_ITEMS]), ())


def _best(scores: Sequence[tuple[float, Told]], topic: Topic) -> tuple[Told, ...]:
    """Where an item tells it: those that tell not much less than the best, and less where the topic is the one that was
    asked for; in the summary's order."""
    best = max((score for score, _ in scores), default=0.0)
    if best < _TOLD:
        return ()

    def enough(score: float, one: Told) -> bool:
        return score >= max(_TOLD, _OF_BEST * best) or (score >= _NEAR and one.item.topic == topic != "other")

    kept = [(score, n) for n, (score, one) in enumerate(scores) if enough(score, one)]
    chosen = sorted(n for _, n in sorted(kept, key=lambda found: -found[0])[:_MOST_ITEMS])
    return tuple(scores[n][1] for n in chosen)


def _clauses(heard: Ear) -> tuple[Evidence, ...]:
    """The clauses that tell it, as pieces of the source."""
    best = max(heard.clauses, default=0.0)
    if best < _TOLD:
        return ()
    enough = max(_TOLD, _OF_BEST * best)
    chosen = [n for n, score in enumerate(heard.clauses) if score >= enough][:_MOST_CLAUSES]
    return cited(heard.document, chosen)
