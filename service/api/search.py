"""Lists and searches over all summaries of whoever asks."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from starlette.concurrency import run_in_threadpool

from schemas.document import Kind, Level, Topic
from schemas.search import FigurePage, Filters, HitPage, SummaryPage
from service.api import cursor, openapi
from service.api.cursor import Cursor, Limit
from service.api.stored import Owner
from service.errors import InvalidFields
from service.language import folding
from service.storage.search import Search
from service.storage.sought import Place

router = APIRouter(tags=["search"])
_ROW = "r"  # what stands in a cursor where a page begins with a whole row
_MAX_CHARACTERS = 200

Words = Annotated[
    str,
    Query(
        max_length=_MAX_CHARACTERS,
        description="几个词以空格分开，须全部出现；引号内为词组；繁简、全半角不分 · words, all of which must stand there; "
        "phrases in quotation marks; in either script and width",
        examples=["行政复议"],
    ),
]


def _filters(
    topic: Annotated[Topic | None, Query(description="主题 · topic")] = None,
    region: Annotated[
        str | None, Query(max_length=_MAX_CHARACTERS, description="地区名或其一部分 · a region, or a part of its name")
    ] = None,
    year: Annotated[int | None, Query(ge=1, le=9999, description="报告年度 · the year reported on")] = None,
    level: Annotated[Level | None, Query(description="层级 · level")] = None,
) -> Filters:
    return Filters(topic=topic, region=region, year=year, level=level)


def _place(cursor_: Annotated[Cursor, Query(alias="cursor")] = None) -> Place:
    """Raises InvalidFields for a word that no page told."""
    found = cursor.decode(cursor_)
    if found is None:
        return Place()
    row, word = found
    if word == _ROW:
        return Place(row)
    if not (word.isascii() and word.isdecimal() and len(word) <= 9):
        raise InvalidFields.one("cursor", "invalid")
    return Place(row, int(word))


Asked = Annotated[Filters, Depends(_filters)]
From = Annotated[Place, Depends(_place)]
KindOf = Annotated[Kind | None, Query(description="类别 · kind")]


@router.get("/v1/summaries", summary="列出摘要 · List summaries", responses=openapi.problems(422, 503))
async def list_summaries(
    request: Request, owner: Owner, asked: Asked, place: From, text: Words | None = None, limit: Limit = 50
) -> SummaryPage:
    """新的在前。`text` 在标题、发布机关、地区、文件名中查找，也在条目中查找。

    The newest first. `text` is looked for in title, issuer, region and file name together, and in each item.
    """
    filters = asked.model_copy(update={"text": text})
    found = await run_in_threadpool(_search(request).summaries, owner, filters, limit, place)
    return SummaryPage(summaries=found.page, next=_next(found.next))


@router.get("/v1/search", summary="检索条目 · Search items", responses=openapi.problems(422, 503))
async def search_items(
    request: Request,
    owner: Owner,
    asked: Asked,
    place: From,
    q: Words | None = None,
    kind: KindOf = None,
    limit: Limit = 50,
) -> HitPage:
    """在条目文字和数据名称中查找，两个字的词也能找到。单字查找逐页扫描：一页可能很少甚至没有，`next` 非空就继续。

    Looks in the text of items and the names of their figures; words of two characters are found. A single character is
    looked for page by page: one may hold few or none; go on while there is a `next`.
    """
    filters = asked.model_copy(update={"text": q, "kind": kind})
    found = await run_in_threadpool(_search(request).items, owner, filters, limit, place)
    return HitPage(hits=found.page, next=_next(found.next))


@router.get("/v1/figures", summary="按名称检索数据 · Figures by name", responses=openapi.problems(422, 503))
async def search_figures(
    request: Request,
    owner: Owner,
    asked: Asked,
    place: From,
    name: Words,
    unit: Annotated[str | None, Query(max_length=20, description="单位，如 件 · unit", examples=["件"])] = None,
    kind: KindOf = None,
    limit: Limit = 50,
) -> FigurePage:
    """各地区、各年度的同一指标，用于对比：原文数值、换算后的数、单位。

    One figure over regions and years, to be compared: as printed, as a number, with its unit.
    """
    if not folding.words(name):
        raise InvalidFields.one("name", "missing")
    filters = asked.model_copy(update={"kind": kind})
    found = await run_in_threadpool(_search(request).figures, owner, name, unit, filters, limit, place)
    return FigurePage(figures=found.page, next=_next(found.next))


def _search(request: Request) -> Search:
    return Search(request.state.database)


def _next(place: Place | None) -> str | None:
    if place is None:
        return None
    return cursor.encode(place.row, _ROW if place.position is None else str(place.position))
