"""Who reports on what: issuer, region, level and year, from the title and from what the report says of itself."""

import re
from collections import Counter
from typing import NamedTuple

from schemas.document import Level
from service.language import cues

_YEAR = re.compile(r"(20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年")
_TITLE_IN_NOTICE = re.compile(r"^[^《》]{0,40}关于(?:印发|公布|报送|公开|呈报)《([^《》]+)》.*$")
# The year that a title plans for: 「2022年工作总结和2023年工作打算」.
_PLANNED = re.compile(
    r"(?<=[结告况报])(?:和|及|与|暨|以及|、)(?:20\d\d|二[〇○零]..)年度?[^,。]{0,12}(?:打算|计划|安排|思路|要点|谋划)$"
)
_YEAR_ALONE = re.compile(r"\(?(20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年度?\)?")
_TITLE_ISSUER = re.compile(r"^(.{2,40}?)(?:关于|20\d\d年|二[〇○零]..年|法治政府|[一二三四]季度)")
_YEAR_BEFORE = re.compile(r"^(?:20\d\d|二[〇○零]..)年度?")
_BODY = re.compile(r"(?:政府|府|局|厅|委|委员会|办公室|办事处|院|中心|镇|乡|街道|队|公司|管委会)$")
# 「县水利局」 names no county: the signature may.
_UNNAMED = re.compile(r"[省市县区](?![^局厅委]{0,3}[省市县区])")
_SOURCE = re.compile(
    r"(?:发布单位|发布机构\]?|来源)[: ]*([\u4e00-\u9fff]{2,24}(?:政府|局|厅|委员会|委|办公室|办事处|镇|乡))"
)
_PROVINCE = r"[\u4e00-\u9fff]{2,8}?(?:省|自治区)|(?:北京|上海|天津|重庆)市"
_REGION = re.compile(
    rf"((?:{_PROVINCE})?(?:[\u4e00-\u9fff]{{2,7}}?(?:市(?![场政民容直级])|自治州|地区|盟))?(?:(?!城市)[\u4e00-\u9fff]{{1,6}}?(?:新区|矿区|县|区|旗|市(?![场政民容直级]))|[\u4e00-\u9fff]{{2,14}}?(?:开发区|高新区|示范区))?(?:[\u4e00-\u9fff]{{1,6}}?(?:镇|乡(?!建设|村)|街道))?)"
)
_REGION_NAMED = re.compile(r"[\u4e00-\u9fff]{2,12}[省市县区旗镇乡]人民政府")
_DEPARTMENT = re.compile(r"(?:局|厅|委员会|部|院|中心|支队|大队|总队|管理处|办公室|公司|分局|队)$")
_COMMITTEE = re.compile(r"(?:县|市|区|省|镇|乡|州|旗|党|工)委(?:员会)?$|管(?:理)?委(?:员)?会$|党工委$")
# A department often publishes what a government reports: 「我区」 is the voice of the latter.
_GOVERNMENT_VOICE = re.compile(r"我[省市县区旗镇乡]")
_CITY_WORDS = re.compile(r"全市|我市|市委|市政府")
_COUNTY_WORDS = re.compile(r"全县|我县|县委|县政府|全区|我区|区委|区政府|全旗")
_TOWN_WORDS = re.compile(r"镇政府|镇党委|我镇|全镇|乡政府|乡党委|我乡|全乡|街道党工委|我街道|全街道|街道办")


class Identity(NamedTuple):
    issuer: str | None
    region: str | None
    level: Level | None
    year: int | None


def identify(title: str | None, body: str, around: tuple[str, ...]) -> Identity:
    """Identity from title, body text and the lines around it. What none of them says is None."""
    year = _year(title, body, around)
    issuer = _issuer(_TITLE_IN_NOTICE.sub(r"\1", title) if title else None, body, around)
    region = _region(issuer, title, around)
    return Identity(issuer, region, _level(issuer, region, body), year)


def _year(title: str | None, body: str, around: tuple[str, ...]) -> int | None:
    if title and (found := _YEAR.findall(_PLANNED.sub("", title))):
        return max(cues.read_year(y) for y in found) if len(set(found)) == 1 else cues.read_year(found[-1])
    for line in around:
        if found_alone := _YEAR_ALONE.fullmatch(line):
            return cues.read_year(found_alone.group(1))
    years = Counter(cues.read_year(y) for y in _YEAR.findall(body[:3000]))
    if not years:
        return None
    most = max(years.values())
    return max(y for y, n in years.items() if n == most)


def _issuer(title: str | None, body: str, around: tuple[str, ...]) -> str | None:
    if title and (found := _TITLE_ISSUER.match(title)):
        issuer = _YEAR_BEFORE.sub("", found.group(1)).strip(" 的")
        if _BODY.search(re.sub(r"\([^()]*\)$", "", issuer)):
            return (_signed(around) or issuer) if _UNNAMED.match(issuer) else issuer
    if signed := _signed(around):
        return signed
    for line in around:
        found = _SOURCE.search(line)
        if found and found.group(1).endswith("政府办公室") and _REGION_NAMED.match(found.group(1)):
            return found.group(1).removesuffix("办公室")
        if found and not (_DEPARTMENT.search(found.group(1)) and _GOVERNMENT_VOICE.search(body)):
            return found.group(1)
    return None


def _signed(around: tuple[str, ...]) -> str | None:
    """The body whose name stands on a line of its own, the last one first: the signature."""
    for line in reversed(around):
        if re.fullmatch(r"[\u4e00-\u9fff ]{2,30}(?:政府|局|厅|委员会|办公室|办事处|管委会)", line):
            return line
    return None


def _region(issuer: str | None, title: str | None, around: tuple[str, ...]) -> str | None:
    """The region of the first that names one, with the larger one that it lies in where any of the others tells it."""
    found = [region for place in (issuer, title, *around) if place and (region := _region_of(place))]
    fuller = [region for region in found if region.endswith(found[0])]
    return max(fuller, key=len) if found else None


def _region_of(place: str) -> str | None:
    """The region that the name of a body or a title begins with."""
    place = re.sub(
        r"^(?:20\d\d|二[〇○零]..)年度?|^中共|^关于|^国家(?:税务总|统计|矿山安全监察)局",
        "",
        place.split(" ")[-1] if place.startswith("中共") else place,
    )
    found = _REGION.match(place)
    if found and len(found.group(1)) >= 2:
        return found.group(1)
    found = re.search(r"([\u4e00-\u9fff]{2,4}?(?:省|市|县|区|镇|乡|街道))(?:人民政府|法治政府)", place)
    return found.group(1) if found else None


def _level(issuer: str | None, region: str | None, body: str) -> Level | None:
    name = re.sub(r"\([^()]*\)$", "", issuer or "")
    if (
        name
        and _DEPARTMENT.search(name)
        and not _COMMITTEE.search(name)
        and not re.search(r"政府(?:办公室)?$|街道办事处$", name)
    ):
        return "department"
    place = region or ""
    if not place:
        return None
    if re.search(r"(?:镇|乡|街道)$", place):
        return "town"
    if re.search(r"(?:省|自治区)$", place) or re.fullmatch(r"(?:北京|上海|天津|重庆)市", place):
        return "province"
    if re.search(r"(?:县|区|旗)$", place):
        return "county"
    counts = len(_CITY_WORDS.findall(body)), len(_COUNTY_WORDS.findall(body)), len(_TOWN_WORDS.findall(body))
    return "county" if place.endswith("市") and counts[1] > counts[0] else "city"
