"""Cutting a line that holds the whole page: the head of the page, its title, the report, signature, date and foot.

Where the line ends are gone without a trace, the words alone tell where the report begins and ends.
"""

import re
from itertools import pairwise

from service.language import clauses, headings

_BODY_NAME = r"(?:人民政府|政府|局|厅|委员会|委|办公室|办事处|管委会|院|支队|大队|中心)"
_NAME = rf"(?:中共)?[\u4e00-\u9fff]{{2,22}}?{_BODY_NAME}(?:办公室)?"
_DATE = (
    r"(?:20\d\d|二[〇○零0][〇○零一二三四五六七八九]{2})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
)
_TITLE = re.compile(
    r"[\u4e00-\u9fff]{0,30}关于(?:印发|公布|报送|公开|呈报)《[^《》]{4,60}(?:报告|总结)》的(?:通知|公告|函|报告)|"
    r"(?:[\u4e00-\u9fff]{2,24}(?:府|委|局|厅|办|院|会|处|镇|乡|队|心|区|县|市|省)(?:\([^()]{2,14}\)| ?[\u4e00-\u9fff]{2,20}(?:府|委|局|厅|办))?)?[ ]?"
    r"(?:关于[^。;,:]{2,40}?|(?:20\d\d|二[〇○零0][〇○零一二三四五六七八九]{2})年度?[^。;,:]{2,36}?|法治政府建设[^。;,:]{0,16}?)(?:报告|总结|汇报)"
    r"(?!制度|工作|机制|》|如下|的通知|会)(?:\([^()]{1,16}\))?"
)
_ISSUER_BELOW = re.compile(rf"[ ]*{_NAME}[ ]*(?:\(?{_DATE}\)?)?(?=[ ]*(?:一、|1、|第一|\(一\)))")
_FIELD = (
    r"(?:来源|发布时间|发布日期|日期|时间|作者|字体|字号|浏览次数|浏览量|浏览|点击|阅读|索引号|打印本页|打印|关闭窗口|关闭|分享|责任编辑|信息来源|文章来源"
    r"|发布机构|审核)"
)
_VALUE = (
    r"(?:20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}日?)?(?: ?\d\d:\d\d(?::\d\d)?)?(?:\[[^\[\]]{1,12}\]|\d+次?|(?!"
    + _FIELD
    + r")[^ 。,:;\d\[]{0,16})?"
)
_HEAD = re.compile(rf"(?:[ 【(\[]*{_FIELD}[: ]*{_VALUE}[ 】)\]]*)+(?<=[ 】)\]])")
_HEAD_FIELDS = re.compile(
    rf"(?:[ 【(\[]*(?:信息|文章)?(?:来源|发布[时日]间?期?|发布机构|作者|浏览次数|索引号|字体|字号)[: ]*{_VALUE}[ 】)\]]*?)+(?=[ ]*(?:一、|第一|\(一\)|20\d\d年))"
)
_FOOT = re.compile(
    r"(?:相关阅读|相关词条|扫一扫|打印本页|关闭窗口|上一篇|下一篇|责任编辑|版权所有|分享到|[【(]?打印|附件\d?:|附件下载|附件列表|\(?(?:此件)?(?:主动|依申请)?公开发布\)?|\((?:联系人|联系电话)|联系人:|抄送).{0,400}$"
)
_SIGNATURE = re.compile(
    rf"(?:(?<=[。！;\d%\u4e00-\u9fff])[ ]+|(?<=[。！;])){_NAME}(?:[ ]{_NAME})?[ ]*(?:\(?{_DATE}\)?)?[ ]*$"
    rf"|(?<=[。！;])[ ]*{_DATE}[ ]*$|[ ]+{_DATE}[ ]*$"
)
_DATED = re.compile(rf"\(?{_DATE}")
_BEHIND_TITLE = re.compile(
    r"[ ]*[(\[【]?[ ]*(?:(?:信息|文章|稿件)?来源|发布[时日]|发布机构|发文|作者|字体|字号|浏览|点击|索引|时间|日期|分享|20\d\d年|今年|一年来|近年来|一、|第一部分|\(一\))"
)
_HEAD_CHARACTERS = 400
_FOOT_CHARACTERS = 420
_SIGNATURE_CHARACTERS = 80


def cut(content: str) -> list[tuple[int, int]]:
    """The pieces of a line that holds a whole page, as ranges of it; blank edges left out."""
    cuts = {0, len(content), *_head(content)}
    body = _foot(content)
    cuts |= {body, *_signature(content, body), *_headings(content)}
    return _pieces(content, cuts)


def cut_title(content: str) -> list[tuple[int, int]]:
    """The pieces of a line near the top on which the title is followed by the fields of the page or by the report."""
    found = _TITLE.search(content, 0, _HEAD_CHARACTERS)
    goes_on = found and _BEHIND_TITLE.match(content, found.end())
    return _pieces(content, {0, len(content), *(_head(content) if goes_on else ())})


def cut_tail(content: str) -> list[tuple[int, int]]:
    """The pieces of one of the last lines of a text, on which signature and foot of the page stand behind the report."""
    end = _foot(content)
    end = end if content[:end].rstrip(" ").endswith(("。", "！")) else len(content)
    return _pieces(content, {0, len(content), end, *_signature(content, end)})


def _pieces(content: str, cuts: set[int]) -> list[tuple[int, int]]:
    pieces = []
    for start, end in pairwise(sorted(cuts)):
        piece = content[start:end]
        if bare := piece.strip(" "):
            begin = start + len(piece) - len(piece.lstrip(" "))
            pieces.append((begin, begin + len(bare)))
    return pieces


def _head(content: str) -> list[int]:
    """Where title, issuer and fields of the page end, at the start of the line."""
    title = _TITLE.search(content, 0, _HEAD_CHARACTERS)
    if not title or re.search("[。;]", content[: title.start()]) or "现将" in content[: title.end()]:
        return []
    at = title.end()
    cuts = [title.start(), at]
    for below in (_HEAD.match(content, at) or _HEAD_FIELDS.match(content, at), _ISSUER_BELOW.match(content, at)):
        if below:
            at = below.end()
            cuts.append(at)
    return cuts


def _headings(content: str) -> list[int]:
    """Where headings without numbers begin and end that announce a kind before numbered points: 「存在问题:1.…」."""
    return [edge for found in headings.LEADING.finditer(content) for edge in found.span()]


def _foot(content: str) -> int:
    """Where the foot of the page begins; the line's end where there is none."""
    masked = clauses.mask(content[-_FOOT_CHARACTERS:])
    start = max(0, len(content) - _FOOT_CHARACTERS)
    found = _FOOT.search(masked) or _FOOT.search(content, start)
    if not found:
        return len(content)
    at = found.start() + (start if found.string is masked else 0)
    return at if at > len(content) // 2 else len(content)


def _signature(content: str, end: int) -> list[int]:
    """Where signature and date begin before `end`; empty where there are none."""
    found = _SIGNATURE.search(content, max(0, end - _SIGNATURE_CHARACTERS), end)
    if not found or found.start() <= len(content) // 3:
        return []
    date = _DATED.search(content, found.start(), end)
    return [found.start(), date.start()] if date else [found.start()]
