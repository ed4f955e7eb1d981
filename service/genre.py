"""Whether a text is a yearly report at all, by its words and by its form."""

import re
from itertools import islice

from schemas.document import Document

_SAMPLE_CHARACTERS = 3_000
_WORDS = re.compile("法治|依法|行政|执法|政务|政府|普法|复议|调解|监督|合法")
_MIN_WORDS_PER_THOUSAND = 4.0
_FEW_SECTIONS = 2
_HEAD_LINES = 6
_HEAD_CHARACTERS = 400
_PRINTED = re.compile(r"关于(?:印发|公布|报送|公开|呈报)《[^《》]{4,60}(?:报告|总结)》的")
_REPORT = re.compile(r"[^。;,:]{2,70}(?:报告|总结|汇报)(?:\([^()]{1,16}\))?$")
# How the titles of other official papers end.
_OTHER_TITLE = re.compile(
    r"(?:[^。;:]{0,50}(?:关于|20\d\d年|在|法治|依法)[^。;:]{1,60}?)"
    r"(?:的(?:通知|请示|批复|复函|函|意见|决定|决议|通告|公告|公示|讲话|发言|致辞|提案|建议|议案)(?:\([^()]{1,16}\))?"
    r"|讲话(?:提纲|稿)?|工作要点|实施方案|工作方案|行动方案|实施意见|工作计划|会议纪要|实施办法|管理办法|倡议书|答记者问)(?=[ ]|各[^位]|$)"
)
_ADDRESSED = re.compile(r"(?:^|[\n 知])各(?!位)[^,。:;\n]{1,60}:")
_ORDERS = re.compile(
    r"请(?:各|认真|结合|按照?|遵照|抓紧|于|你们?|将|严格|对照|及时|务必)[^。]{0,60}(?:执行|落实|报送|报至|上报|报我|组织实施|反馈|办理|做好|填报)"
)
_ASKS = re.compile(
    r"(?:妥否|当否|可否|是否妥当),?请(?:予)?(?:批示|批复|指示|审批|审议)|(?:以上|特此)请示|请予(?:批准|批复)"
)
_SPEECH = re.compile(r"(?:^|[\n 。:])(?:同志们|各位同志|各位来宾|同学们|朋友们)[:,！]")
_NEWS = re.compile(
    r"本报讯|本报记者|本网讯|(?:讯|电)[ ]*\((?:见习)?(?:记者|通讯员)|\((?:记者|通讯员)[^()]{1,20}\)|记者(?:从|在|了解|获悉|采访)"
    r"|(?:^|\n)[ ]*(?:近日|日前|连日来|(?:20\d\d年)?\d{1,2}月\d{1,2}日(?:上午|下午|晚)?),[^。\n]{0,60}(?:召开|举行|举办|开展|赴|深入|走进|调研|启动|来到)"
)


def is_other(document: Document) -> bool:
    """Whether a text is no yearly report: it speaks of other matters, or has the form of a notice, request, speech or news."""
    sample = document.shadow.text[:_SAMPLE_CHARACTERS]
    if len(_WORDS.findall(sample)) * 1000 < _MIN_WORDS_PER_THOUSAND * len(sample):
        return True
    if document.title and _PRINTED.search(document.title):
        return len(document.sections) < _FEW_SECTIONS
    return document.title is None and not _titled_report(document) and _has_other_form(document)


def _head(document: Document) -> list[str]:
    lines = (line.strip() for line in document.shadow.text[: 4 * _HEAD_CHARACTERS].split("\n"))
    return [line[:_HEAD_CHARACTERS] for line in islice(filter(None, lines), _HEAD_LINES)]


def _titled_report(document: Document) -> bool:
    """Whether a line near the top has a report's title, though not one that the outline knows."""
    return any(_REPORT.match(line) and len(line) <= 80 for line in _head(document))


def _has_other_form(document: Document) -> bool:
    """Whether a text without a report's title has the title or the turns of another paper."""
    text = document.shadow.text
    if any(_OTHER_TITLE.match(line) and not _PRINTED.search(line) for line in _head(document)):
        return True
    if _ADDRESSED.search(text, 0, _HEAD_CHARACTERS) and _ORDERS.search(text):
        return True
    if _ASKS.search(text) or _SPEECH.search(text, 0, _HEAD_CHARACTERS):
        return True
    told = {section.kind for section in document.sections}
    return "problem" not in told and bool(_NEWS.search(text, 0, 2 * _HEAD_CHARACTERS))
