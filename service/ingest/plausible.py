"""Whether a decoded text can be Chinese: read in a wrong encoding, Chinese turns into rare characters."""

import re
from typing import NamedTuple

# The five hundred most frequent characters of modern Chinese and the three hundred of the reports in eval/gold.
_SIMPLIFIED = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后"
    "多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合"
    "还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只"
    "没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边"
    "流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造"
    "百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例"
    "真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且"
    "究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何"
    "除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满"
    "县局照参红细引听该铁价严龙飞案执项推审督监企责范服依镇诉策普评村环告落罚項執职境乡個核降纠施坚升修域萬均台未"
    "司縣涉辦检設務突街协态考营综批察實級负開對矛网盾宣防请减覆議违访急履"
)
_TRADITIONAL = (
    "這爲國時來們於會發動過說產種後學經進電裏現兩體機當點從業應還義間樣與關線內數麼質氣變條沒結問無軍並題黨員總長"
    "頭資邊圖統較將組見計別論運農幾區強決幹戰則據處隊給門規熱領東導壓爭濟階術極聯認權證採轉單風帶場車達積聲報鬥類"
    "離華確張馬節話況溫傳許羣廣記觀織裝衆書兒須際驗連斷難礦備習響約勞團歷構稱準號維劃選標寫親養層卻專狀廠識適屬圓"
    "調滿參紅細聽該鐵價嚴龍飛審監責範鎮訴評環罰職鄉糾堅臺檢協態營綜負網請減違訪"
)
_RARE = re.compile(f"[^{_SIMPLIFIED}{_TRADITIONAL}]+")
_OTHERS = re.compile("[^\u4e00-\u9fff\u3400-\u4dbf\U00020000-\U0003134f\ue000-\uf8ff]+")
_WINDOW = 200
"""Chinese characters looked at together: a stretch in a second encoding is as long as that or does no harm alone."""
_MIN_SHARE = 0.4
"""Least share of common characters in a whole text. Reports have 0.67 in their worst hundred; wrong readings at most 0.27."""
_MIN_WINDOW_SHARE = 0.2


def is_chinese(text: str) -> bool:
    """Whether a text holds Chinese that reads as Chinese, all of it."""
    counts = _counts(text)
    whole = sum(count.all for count in counts)
    return bool(whole) and sum(count.common for count in counts) >= _MIN_SHARE * whole and not _is_misread(counts)


def is_misread(text: str) -> bool:
    """Whether a stretch of a text is Chinese read in a wrong encoding."""
    return _is_misread(_counts(text))


class _Count(NamedTuple):
    """The Chinese characters of a window, and how many of them are common."""

    all: int
    common: int


def _counts(text: str) -> list[_Count]:
    hanzi = _OTHERS.sub("", text)
    windows = (hanzi[at : at + _WINDOW] for at in range(0, len(hanzi), _WINDOW))
    return [_Count(len(window), len(_RARE.sub("", window))) for window in windows]


def _is_misread(counts: list[_Count]) -> bool:
    return any(count.all == _WINDOW and count.common < _MIN_WINDOW_SHARE * _WINDOW for count in counts)
