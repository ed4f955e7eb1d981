"""Simplified and Traditional Chinese: which one a text is in, and the way from one to the other.

`tw2s` and `s2tw` of OpenCC never change the length of a text, so offsets carry over. Taiwan wording does change it
(網際網路, 4 characters, is 互联网, 3): the phrase table returns a map.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import opencc

from schemas.document import Piece, Script

_SAMPLE_CHARACTERS = 20_000

# Words that only a text in Taiwan wording has; two of them show that the table below may be applied. 檔案, 程式 or 契約
# alone prove nothing: they are mainland words too (archives, formula, deed).
_TAIWAN_MARKS = re.compile(
    "网际网路|最佳化|格线化|智慧型|民众|视窗|许可权|入口网站|网路|资讯|软体|硬体|数位化|行动装置|人工智慧|透过"
)

# What tw2s leaves, by Taiwan wording → mainland wording. Longest first, as the regular expression takes the first hit.
_TAIWAN_PHRASES = {
    "智慧型手机": "智能手机",
    "人工智慧": "人工智能",
    "网际网路": "互联网",
    "入口网站": "门户网站",
    "资讯公开": "信息公开",
    "格线化": "网格化",
    "智慧型化": "智能化",
    "智慧化": "智能化",
    "智慧型": "智能",
    "数位化": "数字化",
    "最佳化": "优化",
    "许可权": "权限",
    "资料库": "数据库",
    "大数据": "大数据",
    "网路": "网络",
    "格线": "网格",
    "契约": "合同",
    "套用": "应用",
    "民众": "群众",
    "视窗": "窗口",
    "程式": "程序",
    "档案": "文件",
    "设定": "设置",
    "资讯": "信息",
    "软体": "软件",
    "硬体": "硬件",
    "数位": "数字",
    "计画": "计划",
    "协定": "协议",
    "专案": "项目",
    "透过": "通过",
    "云端": "云端",
    "影片": "视频",
    "登入": "登录",
    "列印": "打印",
    "伺服器": "服务器",
    "品质": "质量",
    "联络我们": "联系我们",
}
# Words of law and government that tw2s does not know: it leaves 覆, which is also a mainland character (覆盖).
_REVIEWED = re.compile("覆(?=[议核])|(?<=[批申])覆(?![盖])")

# What s2tw makes of words that its table lacks or cuts wrongly. 復議 is the word of the Traditional sources for 复议:
# 複議 is nobody's, and 覆議 is how Taiwan's executive returns a bill.
_TRADITIONAL_WORDS = (
    (re.compile("複(?=議)"), "復"),
    (re.compile("徵(?=程)"), "征"),
    (re.compile("(?<=關)係(?=統(?![一計籌]))"), "系"),
    (re.compile("(?<![標基精])準(?=[入營予許])"), "准"),
    (re.compile("(?<!定)製(?=定)"), "制"),
)
_TAIWAN = re.compile("|".join(sorted(_TAIWAN_PHRASES, key=len, reverse=True)))


class Simplified(NamedTuple):
    """A text in simplified mainland wording, and how its runs stood before; None where no place changed."""

    text: str
    pieces: list[Piece] | None


@lru_cache(maxsize=8)
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


@lru_cache(maxsize=2)
def _only(script: Script) -> re.Pattern[str]:
    """The characters that no text in the other script would write."""
    other = _converter("t2s" if script == "hant" else "s2t")
    everything = [chr(c) for c in range(0x4E00, 0x9FA6)]
    turned = other.convert("\n".join(everything)).split("\n")
    return re.compile("[" + "".join(a for a, b in zip(everything, turned, strict=True) if a != b) + "]")


def detect(text: str) -> Script:
    """The script that more of the telling characters belong to; simplified where none tells."""
    sample = text[:_SAMPLE_CHARACTERS]
    return "hant" if len(_only("hant").findall(sample)) > len(_only("hans").findall(sample)) else "hans"


def simplify(text: str, script: Script) -> Simplified:
    """The text in simplified mainland wording, with the way back where its length changed.

    A simplified text with a few traditional characters in it (a name, a quotation) is converted too.
    """
    if script == "hans" and not _only("hant").search(text):
        return Simplified(text, None)
    turned = _converter("tw2s" if script == "hant" else "t2s").convert(text)
    if len(turned) != len(text):  # never seen; a text that breaks the promise is read as it stands
        return Simplified(text, None)
    if script == "hant":
        turned = _REVIEWED.sub("复", turned)
    if script == "hans" or len(set(_TAIWAN_MARKS.findall(turned))) < 2:
        return Simplified(turned, None)
    return _mainland(turned)


def simplify_as(source: str, script: Script, texts: Sequence[str]) -> list[str]:
    """Texts of one line that speak of a source, in simplified mainland wording as its own words are: that they are Taiwan's
    shows in the whole of it, not in a line."""
    if script == "hans":
        return [simplify(text, detect(text)).text for text in texts]
    lines = [" ".join(text.splitlines()) for text in texts]
    return simplify("\n".join([*lines, source]), "hant").text.split("\n")[: len(lines)]


def _mainland(text: str) -> Simplified:
    """Taiwan wording replaced."""
    new: list[str] = []
    pieces: list[Piece] = []
    done = at = 0
    for found in _TAIWAN.finditer(text):
        start, end = found.span()
        phrase = _TAIWAN_PHRASES[found.group()]
        new += (text[done:start], phrase)
        behind = at + start - done
        if len(phrase) == end - start:
            at, done = _run(pieces, at, done, behind + len(phrase), end), end
            continue
        _run(pieces, at, done, behind, start)
        at = behind + len(phrase)
        pieces.append(Piece(behind, at, start, end))
        done = end
    new.append(text[done:])
    _run(pieces, at, done, at + len(text) - done, len(text))
    return Simplified("".join(new), pieces)


def _run(pieces: list[Piece], start: int, source_start: int, end: int, source_end: int) -> int:
    """Add a run of characters that stand one for one, if it is any; its end."""
    if end > start:
        if pieces and pieces[-1].exact and pieces[-1].end == start and pieces[-1].source_end == source_start:
            pieces[-1] = pieces[-1]._replace(end=end, source_end=source_end)
        else:
            pieces.append(Piece(start, end, source_start, source_end))
    return end


def to_traditional(text: str) -> str:
    """Simplified text in traditional characters with Taiwan's variants; same length."""
    text = str(_converter("s2tw").convert(text))
    for pattern, character in _TRADITIONAL_WORDS:
        text = pattern.sub(character, text)
    return text
