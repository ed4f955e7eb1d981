"""Invented summaries for tests of what is done with them: kept, found, exported."""

import hashlib
from collections.abc import Sequence

from schemas.document import Kind, Level, Topic
from schemas.summary import Evidence, Figure, Item, Overview, Quality, ReportInfo, ReportSummary, Usage

SOURCE = "云岫县2024年法治政府建设情况报告\r\n全年办理行政处罚案件126件，同比下降8.2%。"


def figure(name: str, value: str = "126", unit: str = "件", number: str | None = None) -> Figure:
    return Figure(name=name, value=value, number=number or value, unit=unit, start=0, end=1)


def item(id: str, text: str, topic: Topic = "enforcement", figures: Sequence[Figure] = ()) -> Item:
    evidence = Evidence(start=19, end=20, text="全")
    return Item(id=id, text=text, topic=topic, section="1", evidence=(evidence,), figures=tuple(figures))


def summary(
    items: Sequence[tuple[Kind, Item]] = (),
    *,
    title: str | None = "云岫县2024年法治政府建设情况报告",
    issuer: str | None = "云岫县人民政府",
    region: str | None = "云岫县",
    level: Level | None = "county",
    year: int | None = 2024,
    source: str = SOURCE,
) -> ReportSummary:
    """A summary of the source that has these items."""
    report = ReportInfo(
        title=title,
        issuer=issuer,
        region=region,
        level=level,
        year=year,
        script="hans",
        characters=len(source),
        source_sha256=hashlib.sha256(source.encode()).hexdigest(),
        sections=(),
    )
    return ReportSummary(
        report=report,
        overview=Overview(text="", items=()),
        achievements=tuple(one for kind, one in items if kind == "achievement"),
        problems=tuple(one for kind, one in items if kind == "problem"),
        plans=tuple(one for kind, one in items if kind == "plan"),
        quality=Quality(coverage=0.5, number_support=1, repaired=0, fell_back=0, uncited_sections=(), warnings=()),
        usage=Usage.nothing("extractive"),
    )
