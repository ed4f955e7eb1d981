"""The lines of a shadow text, sorted into title, body and furniture (what the web page put around the report)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from schemas.document import Kind
from service.language import cells, cues, flattening, layout
from service.stages.outline import flat as flat_page
from service.stages.outline import markers

_FURNITURE = re.compile(
    r"^(?:\W*)(?:打印|关闭|分享|扫一扫|扫码|手机扫|用手机|字体|字号|来源[: ]|信息来源|稿件来源|文章来源|文字来源|内容来源|发布[时日]|发布机构|发布者|发布人|发布单位|公开[日时方范]|成文日期|生成日期|"
    r"相关阅读|相关链接|相关新闻|相关文章|相关稿件|相关推荐|相关信息|相关词条|推荐阅读|延伸阅读|热门|上一篇|下一篇|上一条|下一条|当前位置|您(?:的|现在的|当前)?位置|您现在|你现在|首页|网站|设为首页|加入收藏|收藏本|"
    r"版权|主办|承办|技术支持|备案|[京沪粤苏浙鲁豫鄂湘川赣皖闽桂冀晋辽吉黑陕甘宁青新琼渝津滇黔藏蒙]ICP|ICP|责任编辑|编辑:|编辑 |作者|撰稿|审核:|审校|校对|浏览次数|浏览量|点击|访问量|阅读|无障碍|长者|适老|索引号|索 ?引|文号|文 ?号|有效性|"
    r"主题分类|主题词|体裁分类|服务对象|信息分类|信息索引|分类|返回|回到顶部|顶部|联系我们|关于我们|站点地图|网站地图|隐私|声明|免责|微信|微博|二维码|附件|抄送|印发日期|目录|导航|菜单|登录|注册|"
    r"搜索|繁体|简体|English|欢迎|今天是|名称:|标题:|关键[字词]|保护视力|大 ?中 ?小|A[+-]|T[+-]|公众号|客户端|APP|投稿|纠错|我要|往期(?:推荐|回顾|精彩)|点击上方|点个在看|长按|END$|政府信息公开|法定主动公开|中文名|基本介绍|词条|上传者|页码|第\d+页|.{0,12}(?:人民政府|政府|局|厅|委)(?:办公室)?门户网站|.{0,14}政府网)"
)
_FIELDS = re.compile(
    r"(?:来源|发布时间|发布日期|发文时间|作者|字体|字号|浏览|点击|索引号|打印|分享|关闭|成文日期|公开日期|发布机构|文号|有效性|阅读|编辑|首页|上一篇|下一篇|相关阅读|>>|>|\||扫一扫|收藏|责任编辑)"
)
_BLURB = re.compile(r"^《[^《》]+》是.{0,60}(?:发布|印发|公布)的[^,]{0,20}。?$")
_TITLE_END = r"(?:报告|总结|汇报|自查报告|情况通报|工作情况|建设情况)"
# 「…工作总结和2023年工作打算」: the report and the plan under one title.
_WITH_PLAN = r"(?:(?:和|及|与|暨|以及|、)(?:20\d\d年度?|明年|下一?步|下年度)?[^。;,、]{0,12}(?:打算|计划|安排|思路|要点|谋划|报告))?"
_TITLE = re.compile(
    rf"^[^。;,]{{0,60}}(?:关于|年|年度|法治|工作|依法行政)[^。;,]{{0,60}}?{_TITLE_END}{_WITH_PLAN}(?:\([^()]{{1,16}}\))?$"
)
# 【法治建设】 before a title is what a feed files it under.
_FILED_UNDER = re.compile(r"^\([^()]{2,10}\)[ ]?(?=[\u4e00-\u9fff])")
_ISSUER_END = re.compile(r"(?:府|委|局|厅|办|院|会|处|镇|乡|中心|大队|支队|公司|办公室|办事处|管委会)$")
_PARTY = re.compile(r"(?:中共|中国共产党)[\u4e00-\u9fff]{2,16}(?:委|委员会)")
_NAMELESS = re.compile(
    r"(?:20\d\d|二[〇○零][〇○零一二三四五六七八九]{2})年度?(?:推进|全面推进|深入推进)?(?:法治|依法|工作)"
)
_NOTICE = re.compile(
    r"[^。;,]{0,40}关于(?:印发|公布|报送|公开|呈报)《[^《》]{4,60}(?:报告|总结)》的(?:通知|公告|函|报告)$"
)
_DATE_LINE = re.compile(r"^\(?(?:20\d\d|二[〇○零0][〇○零一二三四五六七八九]{2})年.{1,8}月.{1,4}日\)?$")
_ATTACHED = re.compile(r"附件(?:下载|列表|清单)?[\d一二三四五六七八九十]{0,2}(?:[:、. ]|$)")
_FILE = re.compile(
    r"[^。;,]{1,60}\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|jpe?g|png)(?:[ ]*\([^()]{1,20}\))?", re.I
)
# 名　　称：××县2023年…报告, in the table above the text of a government page.
_LABEL = re.compile(r"(?:(?:信息|公文|文件|文章)?(?:名 *称|标 *题)|题 *名)[: ]+(?=\S)")
_SENTENCE_END = "。！？;:"
_LONG_CHARACTERS = 60
_BODY_CHARACTERS = 36
_HEADING_CHARACTERS = 26
_POINT_LINES = 12
# What a plan of few words has: a number that it is to reach, or two halves.
_MEASURE = re.compile(r"\d|[\u4e00-\u9fff]{4},[\u4e00-\u9fff]{4}")
_HEAD_LINES = 40
_FOOT_LINES = 8
_FLAT_SHARE = 0.4


class Line(NamedTuple):
    """A paragraph of the shadow text: offsets, blank edges left out."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sorted:
    """`body` and `furniture` in the text's order; `title` is the title as printed, `signature` the lines below the text."""

    title: str | None
    title_end: int
    body: tuple[Line, ...]
    furniture: tuple[Line, ...]
    signature: tuple[str, ...]


def sort(text: str, shown: str) -> Sorted:
    """Tell the report from what stands around it. Nothing is dropped: furniture is listed.

    `text` and `shown` are the shadow's; tabs stand in the second only.
    """
    lines = _cut_flat(text, _split(text), shown)
    first, last = _title(text, lines)
    title = _FILED_UNDER.sub("", _joined([text[a:b] for a, b in lines[first : last + 1]])) if first >= 0 else None
    begin = _body_start(text, lines, last)
    end = _body_end(text, lines, begin)
    heads = layout.running_heads(text[a:b] for a, b in lines)
    body: list[Line] = []
    furniture: list[Line] = []
    signature: list[str] = []
    for number, line in enumerate(lines):
        if first <= number <= last:
            continue
        content = text[line.start : line.end]
        if number < begin and not _keeps(content, title):
            furniture.append(line)
        elif number >= end:
            furniture.append(line)
            signature.append(content)
        elif not cells.cells(shown[line.start : line.end]) and (content in heads or _is_furniture(content)):
            furniture.append(line)
        else:
            body.append(line)
    return Sorted(title, lines[last].end if last >= 0 else 0, tuple(body), tuple(furniture), tuple(signature))


def _joined(parts: list[str]) -> str:
    """The lines of a title as one; a blank only between two issuers."""
    title = parts[0]
    for part in parts[1:]:
        title += part if part.startswith("关于") or "关于" in title else " " + part
    return title


def _split(text: str) -> list[Line]:
    lines: list[Line] = []
    at = 0
    for raw in text.split("\n"):
        bare = raw.strip(" ")
        if bare:
            start = at + len(raw) - len(raw.lstrip(" "))
            lines.append(Line(start, start + len(bare)))
        at += len(raw) + 1
    return lines


def _cut_flat(text: str, lines: list[Line], shown: str) -> list[Line]:
    """Lines cut where a flattened page had its title, its signature and its foot."""
    flat = flattening.is_flat(text)
    result: list[Line] = []
    for number, line in enumerate(lines):
        content = text[line.start : line.end]
        if flat and len(content) >= _FLAT_SHARE * (lines[-1].end - lines[0].start):
            pieces = flat_page.cut(content)
        elif number < _HEAD_LINES and (label := _LABEL.match(content)) and _TITLE.match(content[label.end() :]):
            pieces = [(0, len(label[0].rstrip())), (label.end(), len(content))]
        elif cells.cells(shown[line.start : line.end]):
            pieces = [(0, len(content))]
        elif number < _HEAD_LINES:
            pieces = flat_page.cut_title(content)
        elif number >= len(lines) - _FOOT_LINES and len(content) >= _BODY_CHARACTERS:
            pieces = flat_page.cut_tail(content)
        else:
            pieces = [(0, len(content))]
        result += [Line(line.start + a, line.start + b) for a, b in pieces]
    return result


def _title(text: str, lines: list[Line]) -> tuple[int, int]:
    """First and last line of the title; (-1, -1) where none is found."""
    best, score = (-1, -1), 0
    for number, line in enumerate(lines[:_HEAD_LINES]):
        content = text[line.start : line.end]
        if len(content) > 90 or len(content) < 4:
            if len(content) > 200 and score:
                break
            continue
        span = _joined_title(text, lines, number, content)
        if not span:
            continue
        whole = "".join(text[a:b] for a, b in lines[span[0] : span[1] + 1])
        value = (
            2
            + 3 * ("法治" in whole or "依法行政" in whole)
            + 2 * ("关于" in whole)
            + 2 * bool(re.search(r"20\d\d年", whole))
        )
        value = 1 if _NOTICE.match(whole) else value
        value -= 4 * bool(re.search(r">|位置|中文名|》是|首页", whole))
        if value > score:
            best, score = span, value
    return best


def _joined_title(text: str, lines: list[Line], number: int, content: str) -> tuple[int, int] | None:
    """A title may be broken over up to three lines: issuer, 关于…, …的报告."""
    if _NOTICE.match(content):
        return number, number
    if content.startswith("关于"):
        if _TITLE.match(content):
            return _with_issuer(text, lines, number, number)
        below = number + 1
        if (
            below < len(lines)
            and re.search(rf"{_TITLE_END}$", text[lines[below].start : lines[below].end])
            and lines[below].end - lines[below].start < 30
        ):
            return _with_issuer(text, lines, number, below)
        return None
    if number and re.fullmatch(rf"[^。;,]{{0,30}}{_TITLE_END}", content):
        above = text[lines[number - 1].start : lines[number - 1].end]
        if (
            re.search(r"关于|20\d\d年", above)
            and len(above) <= 45
            and not _TITLE.match(above)
            and not _DATE_LINE.match(above)
            and not _FURNITURE.match(above)
        ):
            return _with_issuer(text, lines, number - 1, number)
    if not _TITLE.match(content) or markers_lead(content):
        return None
    return _with_issuer(text, lines, number, number) if _NAMELESS.match(content) else _with_party(text, lines, number)


def _with_party(text: str, lines: list[Line], number: int) -> tuple[int, int]:
    """A party committee that reports together with the government may stand on a line of its own."""
    above = text[lines[number - 1].start : lines[number - 1].end] if number else ""
    return (number - 1, number) if _PARTY.fullmatch(above) else (number, number)


def _with_issuer(text: str, lines: list[Line], first: int, last: int) -> tuple[int, int]:
    above = text[lines[first - 1].start : lines[first - 1].end] if first else ""
    if above and len(above) <= 40 and _ISSUER_END.search(above) and not _FURNITURE.match(above):
        return _with_party(text, lines, first - 1)[0], last
    return first, last


def markers_lead(content: str) -> bool:
    """Whether a line begins with an outline number."""
    found = markers.find(content[:40])
    return bool(found) and found[0].start == 0


def _body_start(text: str, lines: list[Line], title: int) -> int:
    """The line where the report begins: its first heading or long paragraph below the title."""
    for number in range(title + 1, min(len(lines), title + _HEAD_LINES)):
        content = text[lines[number].start : lines[number].end]
        if _BLURB.match(content):
            continue
        if markers_lead(content) and not _is_furniture(content):
            return number
        if len(content) >= _LONG_CHARACTERS and content[-1] in _SENTENCE_END:
            return number
        if (
            len(content) >= _BODY_CHARACTERS
            and content[-1] in "。！？"
            and "," in content
            and not _is_furniture(content)
        ):
            return number
        if (
            len(content) >= _LONG_CHARACTERS
            and len(_FIELDS.findall(content)) < 2
            and content.count("。") + content.count(",") >= 2
        ):
            return number
        if len(content) <= 20 and cues.heading_kinds(content, None) and not _is_furniture(content):
            return number
        if re.match(r"现将.{4,50}(?:报告|汇报|总结)如下", content):
            return number
    return title + 1


def _keeps(content: str, title: str | None) -> bool:
    """Whether a line above the body is the report's own: a short opening sentence."""
    if _is_furniture(content) or _BLURB.match(content) or (title and title in content):
        return False
    if content[-1] == ":" and len(content) <= 40 and "如下" not in content:
        return False  # a salutation
    return len(content) >= 15 and content[-1] in "。:;" and len(_FIELDS.findall(content)) < 2


def _body_end(text: str, lines: list[Line], begin: int) -> int:
    """Behind the last line of the report; what follows are signature, date and page foot."""
    for number in range(_attached(text, lines, begin) - 1, begin - 1, -1):
        content = text[lines[number].start : lines[number].end]
        if _is_furniture(content) or _DATE_LINE.match(content):
            continue
        if _ends_body(content) or _is_last_point(text, lines, number, begin):
            return number + 1
    return len(lines)


def _ends_body(content: str) -> bool:
    return len(content) >= _BODY_CHARACTERS or content[-1] in "。！？;" or (markers_lead(content) and len(content) > 8)


def _is_last_point(text: str, lines: list[Line], number: int, begin: int) -> bool:
    """Whether a short line without a stop is the last problem or plan: it counts on from the number above, or stands
    right below another one, or below the heading that announces them, and says something of that kind."""
    content = text[lines[number].start : lines[number].end]
    if number <= begin or _is_furniture(content) or _ISSUER_END.search(content) or _DATE_LINE.match(content):
        return False
    if markers_lead(content):
        return _counts_on(content, (text[a:b] for a, b in lines[max(begin, number - _POINT_LINES) : number]))
    above = text[lines[number - 1].start : lines[number - 1].end]
    kinds = _announced(text, lines, number, begin)
    said = ("plan" in kinds and bool(_MEASURE.search(content))) or ("problem" in kinds and cues.lacks(content))
    leads = bool(cues.heading_kinds(above, None)) or _ends_body(above) or _is_last_point(text, lines, number - 1, begin)
    return said and leads


def _counts_on(content: str, above: Iterable[str]) -> bool:
    own = markers.find(content[:40])[0]
    before = (found[0] for line in above if (found := markers.find(line[:40])) and found[0].start == 0)
    return any(mark.level == own.level and mark.value == own.value - 1 for mark in before)


def _announced(text: str, lines: list[Line], number: int, begin: int) -> frozenset[Kind]:
    """The kinds that the nearest heading of a kind above a line announces."""
    for start, end in reversed(lines[max(begin, number - _POINT_LINES) : number]):
        if end - start <= _HEADING_CHARACTERS and (kinds := cues.heading_kinds(text[start:end], None)):
            return kinds
    return frozenset()


def _attached(text: str, lines: list[Line], begin: int) -> int:
    """The line at which a list of attachments begins below the text, however its entries are numbered."""
    found = len(lines)
    for number in range(len(lines) - 1, begin - 1, -1):
        content = text[lines[number].start : lines[number].end]
        if _is_furniture(content):
            found = number if _ATTACHED.match(content) else found
            continue
        if len(content) > _LONG_CHARACTERS or content[-1] in "。！？;":
            return found
        if _ATTACHED.match(content):
            found = number
    return found


def _is_furniture(content: str) -> bool:
    if layout.PAGE_NUMBER.fullmatch(content) or _FILE.fullmatch(content):
        return True
    if len(content) <= 60 and _FURNITURE.match(content):
        return content[-1] not in "。;" or ":" in content[:10]  # 「关闭不合格企业14家。」 is a sentence
    if len(content) > 200 or "。" in content:
        return False
    fields = _FIELDS.findall(content)
    return len(fields) >= 3 and (len(set(fields)) >= 2 or len(content) < 60)
