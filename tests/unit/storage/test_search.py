"""What is searched is found, all of it, in order, and nobody else's: one contract, both databases."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from schemas.document import Kind, Topic
from schemas.search import Filters, Hit
from schemas.summary import ReportSummary
from service.language.folding import fold, words
from service.storage import sought
from service.storage.database import Database, located
from service.storage.search import Found, Search
from service.storage.sought import Place
from tests.summaries import figure, item, summary
from tests.unit.storage.filled import keep

ENFORCEMENT = ("achievement", item("a1", "办理行政处罚案件126件", figures=[figure("行政处罚案件")]))
TRAINING = ("plan", item("p1", "组织执法人员轮训4期", "enforcement", [figure("执法人员轮训", "4", "期")]))
REVIEW = ("problem", item("p1", "行政复议调解率偏低", "disputes"))
CALM = ("achievement", item("a1", "群众满意率达97.5%", "services", [figure("群众满意率", "97.5", "%")]))


@pytest.fixture
def search(database: Database) -> Search:
    return Search(database)


def of(region: str | None, year: int | None, *items: Any, **given: Any) -> ReportSummary:
    told = {"title": f"{region}{year}年报告", "issuer": region, **given}
    return summary(items, region=region, year=year, **told)


def texts(page: Found[Hit]) -> list[str]:
    return [hit.text for hit in page.page]


def found(search: Search, query: str | None = None, **filters: Any) -> list[str]:
    page = search.items("local", Filters(text=query, **filters), 100)
    assert page.next is None
    return texts(page)


# text


@pytest.mark.parametrize(
    "query",
    [
        "行政",
        "处罚",
        "行政处罚案件126件",
        "案件 行政",
        '"办理行政处罚"',
        "126",
        "行政處罰",
        "１２６",
        "处",
        "件",
        " 处罚\u3000案件 ",
    ],
)
def test_a_word_is_found(database: Database, search: Search, query: str) -> None:
    keep(database, of("云岫县", 2024, ENFORCEMENT, TRAINING))
    assert found(search, query) == ["办理行政处罚案件126件"]


@pytest.mark.parametrize(
    "query", ["政处案", "处罚 复议", "罚处", "行政复议", "鑫", "%", "_", "案_", "' OR 1", '"', "a AND b", "*"]
)
def test_what_does_not_stand_there_is_not_found(database: Database, search: Search, query: str) -> None:
    keep(database, of("云岫县", 2024, ENFORCEMENT))
    assert not [text for text in found(search, query) if words(query)]


def test_pairs_that_stand_apart_are_no_word(database: Database, search: Search) -> None:
    keep(database, of("云岫县", 2024, ("achievement", item("a1", "行政机关的政府网站"))))
    assert found(search, "行政府") == []
    assert found(search, "行政 政府") == ["行政机关的政府网站"]


def test_an_item_is_found_by_the_names_of_its_figures_but_not_by_its_reports_title(
    database: Database, search: Search
) -> None:
    keep(database, of("云岫县", 2024, ("achievement", item("a1", "全年办理126件", figures=[figure("行政处罚案件")]))))
    assert found(search, "行政处罚") == ["全年办理126件"]
    assert found(search, "云岫县") == []


def test_no_word_is_found_across_two_texts(database: Database, search: Search) -> None:
    keep(database, of("云岫县", 2024, ("achievement", item("a1", "办理甲", figures=[figure("乙案件"), figure("丙")]))))
    assert found(search, "甲乙") == []
    assert found(search, "案件丙") == []


ORDER = ("复议", "轮训", "满意", "处罚")  # an achievement, a problem, a plan: so are they told


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, ["复议", "轮训", "满意", "处罚"]),
        ({"kind": "plan"}, ["轮训"]),
        ({"kind": "problem"}, ["复议"]),
        ({"topic": "enforcement"}, ["轮训", "处罚"]),
        ({"region": "云岫县"}, ["满意", "处罚"]),
        ({"region": "雲岫"}, ["满意", "处罚"]),
        ({"region": "县"}, ["满意", "处罚"]),
        ({"region": "河市"}, ["复议", "轮训"]),
        ({"region": "河县"}, []),
        ({"year": 2023}, ["复议", "轮训"]),
        ({"year": 0}, []),
        ({"level": "city"}, ["复议", "轮训"]),
        ({"level": "county", "topic": "services", "year": 2024, "kind": "achievement"}, ["满意"]),
    ],
)
def test_filters(database: Database, search: Search, filters: dict[str, Any], expected: list[str]) -> None:
    keep(database, of("云岫县", 2024, CALM, ("achievement", item("a2", ENFORCEMENT[1].text))))
    keep(database, of("清河市", 2023, TRAINING, ("problem", item("p2", REVIEW[1].text, "disputes")), level="city"))
    assert [next(word for word in ORDER if word in hit) for hit in found(search, **filters)] == expected


def test_a_hit_tells_whom_it_is_of(database: Database, search: Search) -> None:
    job = keep(database, of("云岫县", 2024, REVIEW, title="报告"), name="云岫.docx")
    (hit,) = search.items("local", Filters(text="复议"), 10).page
    about = hit.summary
    assert (about.id, about.name, about.batch) == (job, "云岫.docx", None)
    assert (about.title, about.issuer, about.region, about.level, about.year) == (
        "报告",
        "云岫县",
        "云岫县",
        "county",
        2024,
    )
    assert (hit.item, hit.kind, hit.topic) == ("p1", "problem", "disputes")


# figures


def figures(
    search: Search, name: str, unit: str | None = None, **filters: Any
) -> list[tuple[str | None, int | None, str]]:
    page = search.figures("local", name, unit, Filters(**filters), 100)
    assert page.next is None
    return [(row.summary.region, row.summary.year, row.value) for row in page.page]


def test_figures_by_name_for_a_table_of_regions_and_years(database: Database, search: Search) -> None:
    for region, year, value in (("云岫县", 2023, "98"), ("云岫县", 2024, "126"), ("清河市", 2024, "1,204")):
        many = item("a1", "办理案件若干", figures=[figure("行政处罚案件", value), figure("行政复议案件", "7")])
        keep(database, of(region, year, ("achievement", many)))
    expected = [("清河市", 2024, "1,204"), ("云岫县", 2024, "126"), ("云岫县", 2023, "98")]
    assert figures(search, "处罚案件") == expected
    assert figures(search, "處罰 案件") == expected
    assert figures(search, "罚", "件") == expected
    assert figures(search, "处罚", region="云岫") == expected[1:]
    assert figures(search, "处罚", year=2024) == expected[:2]
    assert figures(search, "处罚", "人") == []
    assert figures(search, "若干") == []
    assert len(figures(search, "案件")) == 6


def test_a_figure_comes_as_it_is_in_the_summary(database: Database, search: Search) -> None:
    told = figure("行政处罚案件", "1.3万余", number="13000").model_copy(
        update={"modifier": "余", "direction": "down", "change": "to"}
    )
    keep(database, of("云岫县", 2024, ("achievement", item("a1", "办理案件", figures=[told]))))
    (row,) = search.figures("local", "处罚", "件", Filters(), 10).page
    shown = row.model_dump(exclude={"summary", "item"})
    assert shown == told.model_dump(exclude={"start", "end"})
    assert row.item == "a1"


# lists


def listed(search: Search, **filters: Any) -> list[str]:
    page = search.summaries("local", Filters(**filters), 100)
    assert page.next is None
    return [f"{one.region}{one.year}" for one in page.page]


def test_summaries_by_their_reports_and_by_their_items(database: Database, search: Search) -> None:
    keep(database, of("云岫县", 2023, ENFORCEMENT, title="云岫县政府工作报告", issuer="司法局"))
    keep(database, of("云岫县", 2024, CALM))
    keep(database, of("清河市", 2024, REVIEW, level="city"))
    assert listed(search) == ["清河市2024", "云岫县2024", "云岫县2023"]
    assert listed(search, region="云岫") == ["云岫县2024", "云岫县2023"]
    assert listed(search, year=2024, level="city") == ["清河市2024"]
    assert listed(search, topic="disputes") == ["清河市2024"]
    assert listed(search, topic="publicity") == []
    assert listed(search, text="处罚") == ["云岫县2023"]
    assert listed(search, text="政府工作") == ["云岫县2023"]
    assert listed(search, text="司法局 云岫") == ["云岫县2023"]
    assert listed(search, text="年 岫") == ["云岫县2024"]
    assert listed(search, text="满意", year=2023) == []
    assert listed(search, text=" \u200b") == ["清河市2024", "云岫县2024", "云岫县2023"]


def test_a_report_that_tells_nothing_of_itself_is_listed_and_found(database: Database, search: Search) -> None:
    keep(database, summary([REVIEW], title=None, issuer=None, region=None, level=None, year=None))
    assert listed(search) == ["NoneNone"]
    assert found(search, "复议") == [REVIEW[1].text]
    assert listed(search, region="云") == []


# pages


def paged(one: Callable[[Place], Found[Any]]) -> Iterator[Any]:
    place: Place | None = Place()
    while place is not None:
        page, place = one(place)
        yield from page


def fill(database: Database, number: int) -> None:
    for n in range(number):
        many = [figure("行政处罚案件", str(n * 10 + k)) for k in range(3)]
        items: list[tuple[Kind, Any]] = [
            ("achievement", item(f"a{k}", f"第{k}项处罚", figures=many)) for k in range(1, 4)
        ]
        keep(database, of("云岫县", 2000 + n, *items, REVIEW))


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
@pytest.mark.parametrize("query", ["处罚", "罚"])
def test_pages_tell_everything_once_in_order(database: Database, search: Search, limit: int, query: str) -> None:
    fill(database, 4)
    hits = list(paged(lambda place: search.items("local", Filters(text=query), limit, place)))
    assert [(hit.summary.year, hit.item) for hit in hits] == [
        (y, f"a{k}") for y in (2003, 2002, 2001, 2000) for k in (1, 2, 3)
    ]
    for filters in (Filters(), Filters(text=query), Filters(topic="disputes")):
        rows = list(paged(lambda place, f=filters: search.summaries("local", f, limit, place)))  # type: ignore[misc]
        assert [row.year for row in rows] == [2003, 2002, 2001, 2000]
    told = list(paged(lambda place: search.figures("local", query, None, Filters(), limit, place)))
    assert [(row.item, row.value) for row in told] == [
        (f"a{k}", str(n * 10 + m)) for n in (3, 2, 1, 0) for k in (1, 2, 3) for m in range(3)
    ]


def test_a_single_character_is_looked_for_in_so_many_rows_a_page_and_found_in_the_end(
    database: Database, search: Search
) -> None:
    keep(database, of("云岫县", 1999, ("achievement", item("a1", "鑫盛园区", figures=[figure("鑫盛园区")]))))
    many = [("achievement", item(f"a{n}", f"第{n}件", figures=[figure("案件")])) for n in range(sought.SCANNED // 10)]
    for year in range(2000, 2011):
        keep(database, of("云岫县", year, *many))
    first = search.items("local", Filters(text="鑫"), 10)
    assert first.page == ()
    assert first.next
    assert [h.text for h in paged(lambda place: search.items("local", Filters(text="鑫"), 10, place))] == ["鑫盛园区"]
    assert [s.year for s in paged(lambda place: search.summaries("local", Filters(text="鑫"), 10, place))] == [1999]
    assert len(list(paged(lambda place: search.figures("local", "鑫", None, Filters(), 10, place)))) == 1


def test_a_summary_that_comes_between_two_pages_disturbs_neither(database: Database, search: Search) -> None:
    fill(database, 3)
    first = search.summaries("local", Filters(), 2)
    keep(database, of("云岫县", 2050, REVIEW))
    second = search.summaries("local", Filters(), 2, first.next)
    assert [one.year for one in (*first.page, *second.page)] == [2002, 2001, 2000]


# properties

WORDS = st.text(st.sampled_from("政府行复议覆議ab1，% "), max_size=8)
KINDS: list[Kind] = ["achievement", "problem", "plan"]
TOPICS: list[Topic] = ["enforcement", "disputes"]
REPORTS = st.lists(
    st.tuples(
        st.sampled_from(["我", "你"]),
        st.sampled_from(["甲市", "乙县", None]),
        st.sampled_from([2023, 2024, None]),
        st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(TOPICS), WORDS), max_size=3),
    ),
    max_size=5,
)
ASKED = st.builds(
    Filters,
    text=st.none() | WORDS,
    kind=st.none() | st.sampled_from(KINDS),
    topic=st.none() | st.sampled_from(TOPICS),
    region=st.none() | st.sampled_from(["甲", "乙县", "丙"]),
    year=st.none() | st.sampled_from([2023, 2025]),
)


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database that examples empty again."""
    folder = tmp_path_factory.mktemp("search")
    url = f"sqlite:///{folder}/a.sqlite3" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    database = Database(located(url, Path()), 10.0)
    yield database
    database.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(REPORTS, ASKED)
def test_a_search_finds_what_reading_everything_of_ones_own_would(
    empty: Database, reports: list[Any], filters: Filters
) -> None:
    with empty.writing() as connection:
        connection.execute(text("DELETE FROM jobs"))
    expected: list[tuple[str, str, str]] = []
    for owner, region, year, made in reports:
        made = sorted(made, key=lambda one: KINDS.index(one[0]))
        items = [(kind, item(f"i{n}", words, topic)) for n, (kind, topic, words) in enumerate(made)]
        job = keep(empty, of(region, year, *items), owner)
        fits = (
            owner == "我"
            and (filters.year is None or filters.year == year)
            and (filters.region is None or fold(filters.region) in fold(region or ""))
        )
        mine = [(job, one.id, one.text) for kind, one in items if fits and _fits(filters, kind, one)]
        expected = mine + expected
    page = Search(empty).items("我", filters, 100)
    assert [(hit.summary.id, hit.item, hit.text) for hit in page.page] == expected


def _fits(filters: Filters, kind: Kind, one: Any) -> bool:
    said = all(word in fold(one.text) for word in words(filters.text or ""))
    return said and filters.kind in (None, kind) and filters.topic in (None, one.topic)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=20), st.text(max_size=5), st.text(max_size=5))
def test_no_query_breaks_a_search(empty: Database, query: str, region: str, unit: str) -> None:
    search = Search(empty)
    filters = Filters(text=query, region=region)
    search.items("local", filters, 5)
    search.summaries("local", filters, 5)
    search.figures("local", query, unit.encode("utf-8", "replace").decode(), filters, 5)


# the index


def test_a_search_goes_by_the_index(database: Database) -> None:
    fill(database, 1)
    with database.reading() as connection:
        asked = sought.Sought.of(connection, "local", Filters(text="处罚"))
        query = asked.ids(Place(), None).limit(10).compile(connection, compile_kwargs={"literal_binds": True})
        if database.dialect == "postgresql":
            # Of a table this small it would rather read all.
            connection.execute(text("DROP INDEX items_of_owner"))
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("ALTER TABLE items DROP CONSTRAINT items_pkey CASCADE"))
        explain = "EXPLAIN QUERY PLAN" if database.dialect == "sqlite" else "EXPLAIN"
        plan = "\n".join(str(row) for row in connection.exec_driver_sql(f"{explain} {query}"))
    if database.dialect == "postgresql":
        assert "items_by_grams" in plan
        return
    assert "SCAN item_grams" in plan.split("SEARCH")[0]
    assert "TEMP B-TREE" not in plan
