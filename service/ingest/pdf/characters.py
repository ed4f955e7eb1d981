"""Characters as pdf fonts give them: radicals that stand for characters, and fonts that give nothing readable."""

import re
import unicodedata

from service.ingest import plausible

# Of the radicals' supplement Unicode's own tables know two only; these are whole characters of everyday text.
_SUPPLEMENT = dict(
    zip(
        "⺁⺇⺒⺓⺝⺟⺠⺩⺫⺬⺰⺶⺷⺼⺽⻁⻄⻅⻆⻇⻈⻉⻊⻋⻐⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻞⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰",
        "厂几巳幺月母民王目示纟羊羊肉臼虎西见角角讠贝足车钅長长门雨青韦页风飞食食饣马骨鬼鱼鸟卤麦黄黾齐齿龙",
        strict=True,
    )
)
_RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")

_CHINESE = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
_UNMAPPED = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]+")
# Letters that no report has: all but Latin, Greek and Cyrillic ones, signs, Chinese, Japanese and Korean.
_STRANGE = re.compile("[\u0250-\u036f\u0530-\u10ff\u1200-\u1dff\ua4d0-\ua95f\ua980-\uabff]")
_MIN_MIXED_SCRIPTS = 4
_MAX_UNMAPPED_SHARE = 0.3


def plain(text: str) -> str:
    """The text, as long as before, with characters in place of the radicals and doubles that some pdf writers put for
    them."""
    return _RADICAL.sub(_character, text)


def _character(found: re.Match[str]) -> str:
    return _SUPPLEMENT.get(found[0]) or unicodedata.normalize("NFKC", found[0])


def readable(text: str) -> bool:
    """Whether the fonts told what their signs mean: else there are private characters, letters of scripts that no text
    mixes, or a jumble of rare characters."""
    chinese, unmapped = _count(_CHINESE, text), _count(_UNMAPPED, text)
    strange = _STRANGE.findall(text)
    if unmapped + len(strange) > _MAX_UNMAPPED_SHARE * (chinese + unmapped + len(strange)):
        return not unmapped and len({_script(letter) for letter in strange}) < _MIN_MIXED_SCRIPTS
    return not plausible.is_misread(text)


def _count(characters: re.Pattern[str], text: str) -> int:
    return len(text) - len(characters.sub("", text))


def _script(letter: str) -> str:
    """The first word of a character's name is its script: TIBETAN LETTER KA."""
    return unicodedata.name(letter, "UNNAMED").partition(" ")[0]
