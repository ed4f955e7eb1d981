"""The title of a page's article."""

import re

from lxml.html import HtmlElement

_METAS = ("articletitle", "og:title", "title", "dc.title")
_PARTS = re.compile(r"[_|｜]|\s[-–—]+\s|--+|——(?=[\u4e00-\u9fff]{2,12}(?:网|政府|厅|局)\b)")
_SITE = re.compile(r"(?:网|网站|门户|平台|首页|人民政府|委员会|[厅局委办])$")
_REPORT = re.compile("报告|報告|总结|總結|情况|情況|年报|年報|计划|要点|综述")
_HANZI = re.compile("[\u4e00-\u9fff]")
_MIN_HANZI, _MAX_CHARACTERS = 5, 120


def title_of(tree: HtmlElement) -> str | None:
    """What the page calls its article: by its meta data, its headings, its window's title; None where nothing of it is
    the title of a report. The names of sites and their sections stand in the same places.
    """
    found = (part for text in _candidates(tree) if (part := _title(text)))
    return next((text for text in found if _REPORT.search(text)), None)


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
