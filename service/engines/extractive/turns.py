"""Where running text turns to another kind, whatever its section is about: 但…不足, 下一步…, 去年指出的问题已整改."""

import re
from collections.abc import Iterator, Sequence

from schemas.document import Kind, Point
from service.engines.extractive.reading import Reading
from service.engines.extractive.times import speaks_of_past
from service.language import claims, cues

# What somebody else said is no turn of the report's own: 根据市政府“下一步将…”的要求, 针对省督察组指出的…问题.
_QUOTED = re.compile("(?<=“)[^“”]*(?=”)")
_ON_ORDER = re.compile(
    r"(?:^|(?<=[,;。]))(?:根据|按照|依据|依照|遵照|遵循|针对|对照|围绕|紧扣|对标|贯彻落实|贯彻|落实)(?=[^,。;]{0,40}?(?:[省市县区州]委|政府|国务院|党中央|中央|上级|会议|督察|督导|巡视|巡察|审计|人大|“))"
    r"[^,。;]{0,80}?(?:要求|部署|安排|精神|意见|建议|指示|批示|规定|决定|目标|任务|通知|问题|不足|反馈),"
)
_ORDERED = re.compile(r"(?:[^,。;]{0,10})(?:要|应|须|必须|务必)(?![求素件点])")
_OWN = re.compile(
    r"(?:我|本|全)[省市县区旗州局镇乡委厅办院]|据此|为此|对此|[^,。;]{1,8}(?:提前|率先|随即|迅速|立即|认真)"
)
# A shortcoming of an earlier time that is no more.
_IMPROVED = re.compile(
    r"(?:已|现|目前|今年|本年度?|20\d\d年)[^,。;]{0,14}?(?:增[至加到长]|提[高升至]|配[齐足备]|补[齐足充]|降[至到低]|下降|减[至少到]|解决|整改|完成|达到|清零|化解|销号|全覆盖|全部)"
)
_BUT = re.compile(r"(?<=[,;。])(?:但|不过|然而|只是)")
_LEFT = re.compile(r"[仍尚还](?:有|余|需|未|存|剩)|剩余|未(?:能|完成|整改|解决|办结|落实|到位)|没有(?:完成|整改|解决)")
_REPORTED = re.compile(
    r"(?:去年|上年度?|上一年度?|上次|此前|往年|前年)[^,。;]{0,16}(?:指出|反映|反馈|存在|发现|通报|查摆|梳理)"
)


def own_parts(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """The parts of a point that are the report's own words: no instruction to a machine, no quoted order."""
    for part in _parts(readings):
        text = _text(part)
        if any([r.machine for r in part]) and claims.is_instruction(text):
            continue
        if any([r.turning for r in part]) and cues.quotes_order(text):
            part = _behind_order(part)
        if part:
            yield part


def _text(readings: Sequence[Reading]) -> str:
    return "".join([reading.text for reading in readings])


def _parts(readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    """Sentences cut at their semicolons, and behind an announcement (…存在以下不足:)."""
    part: list[Reading] = []
    for reading in readings:
        if part and part[-1].clause.sentence != reading.clause.sentence:
            yield part
            part = []
        part.append(reading)
        if reading.text[-1] in ";:":
            yield part
            part = []
    if part:
        yield part


def _behind_order(part: list[Reading]) -> list[Reading]:
    """What the body itself did of the order that a part quotes; empty where the part has nothing of the kind."""
    if _ON_ORDER.match(_text(part)):
        return part if not any(_ORDERED.match(reading.text) for reading in part[1:]) else []
    own = next((n for n, r in enumerate(part) if n and _OWN.match(r.text)), len(part))
    return [] if any(_ORDERED.match(reading.text) for reading in part[own:]) else part[own:]


def turned(
    part: list[Reading], kind: Kind, base: Kind, point: Point, year: int | None, *, goes_on: bool = False
) -> Iterator[tuple[list[Reading], Kind]]:
    """A part with the kind that it turns to; where the turn comes in mid-sentence (…，但…), both halves.

    `goes_on` says that it is of the sentence of the part before it.
    """
    if base == "plan" and point.kind == "plan":
        yield part, "plan"
        return
    if point.kind == "other" and kind == "problem" and cues.handles(_text(part)):
        yield part, "achievement"
        return
    turning = any([reading.turning for reading in part])
    if not turning and (kind == base or kind == "plan"):
        yield part, kind
        return
    text = _QUOTED.sub("", _ON_ORDER.sub("", _text(part)))
    turn = cues.turns_to(text, year) if turning else None
    if kind == "problem" and turn is None and turning and cues.remedied(text) and not _lacks_still(text):
        yield part, "achievement"
    elif turn == "plan":
        yield part, "plan"
    elif turn == "problem" and kind == "achievement":
        at = next((n for n, reading in enumerate(part) if n and cues.adverse(reading.text)), 0)
        if at and not cues.concedes(text):
            yield part[:at], kind
            yield part[at:], "problem"
        else:
            yield part, "problem"
    elif kind == "problem" and base == "achievement" and not goes_on and not cues.lacks(text):
        yield part, "achievement"
    elif base == "problem" and (turn == "problem" or (kind == "achievement" and cues.lacks(text))):
        yield part, "problem"
    else:
        yield part, kind


def _lacks_still(text: str) -> bool:
    """Whether a remedy is followed by what it left: 已基本解决，但使用率仅为40%."""
    return any(cues.lacks(text[found.end() :]) for found in _BUT.finditer(text))


def settled(texts: Sequence[str], kinds: Sequence[Kind], titled: Sequence[bool], year: int | None) -> list[Kind]:
    """The kinds of a point's units, in order, where what was lacking in an earlier year is told as put right.

    去年仅有2人持证。今年已增至8人。 is an achievement, title and all; what still lacks behind it stays a problem.
    """
    told = list(kinds)
    for n, text in enumerate(texts):
        if kinds[n] != "problem" or not (speaks_of_past(text, year) or _REPORTED.search(text)):
            continue
        following = texts[n + 1] if n + 1 < len(texts) else ""
        if _made_good(text):
            told[n] = "achievement"
        elif following and not cues.adverse(following) and _made_good(following):
            told[n : n + 2] = ["achievement", "achievement"]
    body = [kind for kind, title in zip(told, titled, strict=True) if not title]
    if told != list(kinds) and set(body) == {"achievement"}:
        return ["achievement"] * len(told)
    return told


def _made_good(text: str) -> bool:
    """Whether the text tells an improvement, no shortcoming behind it and nothing that is left of it."""
    found = _IMPROVED.search(text)
    return found is not None and not cues.lacks(text[found.end() :]) and not _LEFT.search(text)
