"""Gold and candidate items side by side: missed and spurious ones first, then wrong kinds, then matches, worst first."""

from typing import Literal, NamedTuple

from eval.report.markup import Markup, element, joined
from eval.report.words import word
from eval.values import GoldFigure, GoldItem, GoldReport, Pair
from schemas.document import Kind
from schemas.summary import Figure, Item, ReportSummary
from service.messages import Language

Sort = Literal["missed", "spurious", "confused", "matched"]
_ORDER: tuple[Sort, ...] = ("missed", "spurious", "confused", "matched")
_ARROWS = {"up": "↑", "down": "↓"}


class Sides(NamedTuple):
    """The items of a report by id, and how the ids of its page begin."""

    gold: dict[str, GoldItem]
    candidate: dict[str, Item]
    anchor: str


def sides(gold: GoldReport | None, summary: ReportSummary | None, anchor: str) -> Sides:
    return Sides(
        {item.id: item for item in gold.items} if gold else {},
        {item.id: item for item in summary.items()} if summary else {},
        anchor,
    )


def sort_of(pair: Pair) -> Sort:
    if pair.candidate is None:
        return "missed"
    if pair.gold is None:
        return "spurious"
    return "matched" if pair.same_kind else "confused"


def pairs(found: tuple[Pair, ...], items: Sides, language: Language) -> Markup:
    """All pairs, what is wrong first."""
    ranked = sorted(found, key=lambda pair: (_ORDER.index(sort_of(pair)), pair.similarity))
    return joined(*(_pair(pair, items, language) for pair in ranked))


def _pair(pair: Pair, items: Sides, language: Language) -> Markup:
    sort = sort_of(pair)
    similarity = element("span", f"{pair.similarity:.2f}") if sort in ("confused", "matched") else Markup()
    return element(
        "div",
        _gold(pair, items, language),
        element("div", similarity, class_="join"),
        _candidate(pair, items, language),
        element(
            "div", element("b", word(sort, language)), f" {pair.reason.removeprefix(sort).lstrip('; ')}", class_="why"
        ),
        class_=f"pair {sort}",
    )


def _gold(pair: Pair, items: Sides, language: Language) -> Markup:
    if pair.gold is None:
        return element("div", "—", class_="item none")
    item = items.gold.get(pair.gold)
    vital = element("span", f"★ {word('vital', language)}", class_="tag vital") if item and item.vital else Markup()
    return element(
        "div",
        _tag(pair.gold, pair.gold_kind, items.anchor, language),
        vital,
        element("div", item.text if item else ""),
        _figures(item.figures if item else (), language),
        class_="item gold",
        id=f"{items.anchor}-{pair.gold}",
    )


def _candidate(pair: Pair, items: Sides, language: Language) -> Markup:
    if pair.candidate is None:
        return element("div", "—", class_="item none")
    item = items.candidate.get(pair.candidate)
    return element(
        "div",
        _tag(pair.candidate, pair.candidate_kind, items.anchor, language),
        element("div", item.text if item else ""),
        _figures(item.figures if item else (), language),
        class_="item candidate",
        id=f"{items.anchor}-{pair.candidate}",
    )


def _tag(id: str, kind: Kind | None, anchor: str, language: Language) -> Markup:
    link = element("a", id, href=f"#{anchor}-{id}-src")
    return element("span", link, f" {word(kind, language)}" if kind else "", class_="tag")


def _figures(found: tuple[GoldFigure, ...] | tuple[Figure, ...], language: Language) -> Markup:
    if not found:
        return Markup()
    return element("div", *(element("span", _figure(figure, language)) for figure in found), class_="figures")


def _figure(figure: GoldFigure | Figure, language: Language) -> str:
    change = f"（{word(figure.change, language)}）" if figure.change else ""
    return f"{figure.name} {figure.value}{figure.unit}{_ARROWS.get(figure.direction or '', '')}{change}"
