"""Claims turned against their evidence by program: one alteration each, of every sort that a model's slip may take."""

import re
from collections.abc import Iterator

_NUMERALS = dict(zip("两二三四五六七八九十百", "四六五七三九二六八九千", strict=True))
_UNITS = dict(zip("件次个份条人项名家部起户场期处宗篇", "人个件次家件人项条名户家人人个人项", strict=True))
_TURNS = {
    "上升": "下降", "下降": "上升", "增长": "减少", "增加": "减少", "减少": "增加", "提高": "降低", "提升": "降低", "降低": "提高", "压缩": "延长",
    "缩短": "延长", "扩大": "缩小", "压减": "增加", "压降": "推高", "精简": "扩充", "增至": "降至", "降至": "升至", "减至": "增至", "升至": "降至",
    "加强": "削弱", "强化": "弱化", "加大": "减小", "下调": "上调",
}  # fmt: skip
_TURN_OF_NUMBER = {"升": "降", "降": "升", "增": "减", "减": "增"}
_DENIALS = "尚未 没有 未 不再 不 零 无 难以 有待"
_WANT = {"薄弱": "雄厚", "滞后": "领先", "短缺": "充足", "缺乏": "充足"}
_VERBS = (
    "完成 开展 印发 建成 实现 组织 落实 推进 出台 审查 办理 发放 召开 成立 达到 覆盖 整改 纳入 公布 制定 参加 履行 举办 建立 健全 清理 评查 查处 调处 推行"
    " 培训 审结 受理 列入 获评 通过 化解 发挥 公开 修订 配齐 上线"
)
_BODIES = {
    "检察院": "法院", "法院": "检察院", "司法部": "公安部", "司法局": "公安局", "教育局": "财政局", "县委": "市委", "市委": "县委", "区委": "市委",
    "省委": "市委", "县政府": "省政府", "区政府": "省政府", "省政府": "市政府", "人大": "政协", "政协": "妇联", "区工委": "区纪委", "区管委": "区纪委",
    "全县": "全省", "全区": "全省", "全市": "全国", "全省": "全市", "司法所": "派出所",
}  # fmt: skip
_PLACE = re.compile(r"[\u4e00-\u9fff]{2}(?=乡、|街道、|乡等|街道等)")


def altered(text: str) -> Iterator[tuple[str, str]]:
    """The sort of each alteration and the altered text; none that leaves the meaning as it was."""
    for alterations in (_digits, _units, _numerals, _directions, _denials, _names):
        for sort, changed in alterations(text):
            if changed != text:
                yield sort, changed


def _digits(text: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer(r"\d+(?:\.\d+)?", text):
        number = found[0]
        for at, digit in enumerate(number):
            other = str((int(digit) + (1 if digit != "9" else -1)) % 10) if digit != "." else "."
            yield "digit", _put(text, found, number[:at] + other + number[at + 1 :])
        yield "digit", _put(text, found, number.replace(".", "") if "." in number else number + "0")
        if len(number) == 2 and number[1] != "0":
            yield "digit", _put(text, found, number[::-1])
        behind = text[found.end() : found.end() + 1]
        if behind in ("万", "亿"):
            yield "magnitude", text[: found.end()] + ("亿" if behind == "万" else "万") + text[found.end() + 1 :]
            yield "magnitude", text[: found.end()] + text[found.end() + 1 :]
        elif behind in _UNITS:
            yield "magnitude", text[: found.end()] + "万" + text[found.end() :]
            if not re.search("[近约超逾]$|不少于$|至少$|不足$", text[: found.start()]):
                yield "hedge", text[: found.end()] + "余" + text[found.end() :]


def _units(text: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer(
        r"(?<=[0-9余万亿多])(个百分点|个工作日|[人家件场]次|%|[件次个份条人项名家部起户场期处宗篇])", text
    ):
        unit = found[0]
        if unit == "个百分点":
            yield "percent", _put(text, found, "%")
        elif unit == "%":
            yield "percent", _put(text, found, "个百分点")
            yield "percent", _put(text, found, "‰")
        elif unit == "个工作日":
            yield "unit", _put(text, found, "小时")
        else:
            yield "unit", _put(text, found, unit[0] if len(unit) > 1 else _UNITS[unit])
            yield "unit", _put(text, found, "%")


def _numerals(text: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer("[两二三四五六七八九十百](?!分[^之]|姓|分之)", text):
        yield "numeral", _put(text, found, _NUMERALS[found[0]])


def _directions(text: str) -> Iterator[tuple[str, str]]:
    for word, other in _TURNS.items():
        for found in re.finditer(word, text):
            yield "direction", _put(text, found, other)
    for found in re.finditer(r"[升降增减](?=\d)", text):
        yield "direction", _put(text, found, _TURN_OF_NUMBER[found[0]])
    for found in re.finditer(r"(\d[\d.]*)((?:个?工作日|[个项%天支人件])?[^,，。；\d]{0,8}[至到为])(\d[\d.]*)", text):
        if found[1] != found[3]:
            yield "from and to", _put(text, found, found[3] + found[2] + found[1])


def _denials(text: str) -> Iterator[tuple[str, str]]:
    for word in _DENIALS.split():
        for found in re.finditer(word + "(?![来成论线障偿断仅但同动少管服足一良散到，。；、])(?=.)", text):
            if not re.search("[“来]$", text[: found.start()]):
                yield "denial dropped", _put(text, found, "")
                if word in ("尚未", "未", "没有"):
                    yield "denial dropped", _put(text, found, "已")
    for found in re.finditer("不足(?![0-9一二三四五六七八九十])", text):
        yield "denial dropped", _put(text, found, "充足")
    for word, other in _WANT.items():
        for found in re.finditer(word, text):
            yield "denial dropped", _put(text, found, other)
    for word in _VERBS.split():
        for found in re.finditer(f"(?<![未不没有再能够零予无]){word}(?![率”])", text):
            if not re.search("[“《][^”》]*$", text[: found.start()]):
                for denial in ("未", "没有", "不再", "尚未"):
                    yield "denial added", _put(text, found, denial + word)


def _names(text: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer("(?<=《)[^《》]+(?=》)", text):
        title = found[0]
        for other in ("某" + title[1:], title[:-1] + "则", title[:-1], title[1:]):
            yield "title", _put(text, found, other)
    for found in re.finditer("(?<=“)[^“”]+(?=”)", text):
        yield "quoted name", _put(text, found, "某" + found[0][1:])
        yield "quoted name", _put(text, found, found[0][:-1] + "丑")
    for body, other in _BODIES.items():
        for found in re.finditer(body, text):
            yield "body", _put(text, found, other)
    for found in _PLACE.finditer(text):
        yield "body", _put(text, found, "青岩")


def _put(text: str, found: re.Match[str], other: str) -> str:
    return text[: found.start()] + other + text[found.end() :]
