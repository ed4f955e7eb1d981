"""The title of a page's article."""

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

_METAS = ("articletitle", "og:title", "title", "dc.title")
_PARTS = re.compile(r"[_|｜]|\s[-–—]+\s|--+|——(?=[\u4e00-\u9fff]{2,12}(?:网|政府|厅|局)\b)")
_SITE = re.compile(r"(?:网|网站|门户|平台|首页|人民政府|委员会|[厅局委办])$")
_REPORT = re.compile("报告|報告|总结|總結|情况|情況|年报|年報|计划|要点|综述")
_ALONE = re.compile(
    r"[^。；，:：>|]*(?:关于|關於|20\d\d年|法治)[^。；，:：>|]*(?:报告|報告|总结|總結)(?:[（(][^()（）]{1,16}[）)])?"
)
_HANZI = re.compile("[\u4e00-\u9fff]")
_MIN_HANZI, _MAX_CHARACTERS = 5, 120


def title_of(tree: HtmlElement) -> str | None:
    """What the page calls its article: by its meta data, its headings, its window's title; None where nothing of it is
    the title of a report. The names of sites and their sections stand in the same places.
    """
    found = (part for text in _candidates(tree) if (part := _title(text)))
    return next((text for text in found if _REPORT.search(text)), None)


def title_above(lines: Sequence[str], article: Sequence[str]) -> str | None:
    """The title of a report that stands on a line of its own above the article; None where there is none."""
    above = lines[: lines.index(article[0])] if article and article[0] in lines else ()
    found = (title for line in reversed(above) if _ALONE.fullmatch(line) and (title := _title(line)))
    return next(found, None)


def _candidates(tree: HtmlElement) -> list[str]:
    metas = {
        (meta.get("name") or meta.get("property") or "").lower(): meta.get("content") or ""
        for meta in tree.iter("meta")
    }
    found = [metas[name] for name in _METAS if name in metas]
    found += ["".join(heading.itertext()) for heading in tree.iter("h1")]
    found += [part for title in tree.iter("title") for part in _PARTS.split("".join(title.itertext()))]
    return found


def _title(text: str) -> str | None:
    one = " ".join(text.split())
    whole = len(one) <= _MAX_CHARACTERS and len(_HANZI.findall(one)) >= _MIN_HANZI
    return one if whole and not _SITE.search(one) else None
