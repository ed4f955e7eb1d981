"""Whether a claim denies what its evidence denies, and nothing else: 未发生 is not 发生, 不再保留 not 保留.

Both texts are shadow text. What is denied is read from the one or two words behind the denial.
"""

import re
from bisect import bisect_right
from functools import cached_property
from itertools import pairwise

# What denies. The lookarounds keep out words that hold 不, 未, 无, 非 or 零 and deny nothing (不断, 未来, 无论, 非常).
_DENY = (
    "[未没无不非零难有亟尚仍还缺欠杜避防严禁停](?:"
    "(?<=不)(?<![来了对能]不)(?<!差不(?=多))(?!断|仅|但|只|光|同|动产|少(?!于)|管|论|服|限|锈|良|法|妨|愧|得不|乏|日|时)"
    "(?:再|得|能|予|会|够|太|准|许|宜|愿|敢|善|很)?"
    "|(?<=未)(?!来|成年)(?:能|曾|经|予)?|(?<=没)有?"
    "|(?<=无)(?!论|线|人机|障碍|偿|缝|纸|疑|形|锡|害|差别|非)(?:一(?!致|定)[起例件人家名宗]?)?"
    "|(?<=非)(?<![除莫无是南]非)(?!常|遗|税|公|现场|机动|物质|国有|营利|法|诉|访)"
    "|(?<=零)(?<!\\d零)(?=[\u4e00-\u9fff])(?!距离|散|星|售|工|基础|部件|时)"
    "|(?<=难)以|(?<=有)待|(?<=亟)[待需]|(?<=[尚仍])需|(?<=还)需要?|(?<=缺)[乏少]|(?<=欠)缺|(?<=杜)绝|(?<=避)免|(?<=防)止|(?<=严)禁|(?<=[禁停])止)"
)
# Adverbs that may stand between a denial and what it denies.
_MANNER = "完全|全面|充分|及时|有效|真正|深入|严格|切实|同步|形成|得到|实现|做到|全部|明显|发生|出现|进一步|根本|彻底|很好|认真|按时|有(?![效力序])|被|相"
_DENIAL = re.compile(
    rf"(?P<word>{_DENY})(?:[“\"]|一步)?(?P<manner>(?:{_MANNER})?)(?P<stem>(?:(?![未没不无的了尚还仍])[\u4e00-\u9fff]){{0,2}})"
)
_REACH = 6  # characters behind a denial in which it still denies
_LONG_REACH = 24  # the same, where what is denied is looked for: 未发生因…引发的群体性事件
_CLAUSE = re.compile("[,;。\n！？:]")
_BREAK = re.compile("[,;。、]")
_ADVERBS = frozenset("还仍也都均尚并亦却从毫")
_ADVERBS_OR_NONE = _ADVERBS | {""}
_DENIED_BEHIND = re.compile("不(?![断仅但同])|未(?!来|成年)")
_WANTED = re.compile("(?:[亟尚仍还]?需要?|有待)(?:进一步|继续)?$")  # 需加强 is 还需要加强
_ENOUGH = re.compile("够(?<![不能]够)(?=[,;。、]|$)|予(?<![不免给准授赋]予)(?=[,、])")
_DEGREES = ("", "很", "较", "更", "已", "均", "充")
_PLENTY = re.compile(
    "[充足有到健完均畅雄领](?:(?<=充)[足裕沛实]|(?<=足)够|(?<=有)力|(?<=到)位|(?<=健)全|(?<=完)备|(?<=均)衡|(?<=畅)通|(?<=雄)厚|(?<=领)先)"
)
_WANT = re.compile("不足|不够|缺乏|缺少|短缺|紧缺|匮乏|欠缺|薄弱|滞后|不到位|不均|不健全|不畅|单一|偏[少低弱慢]|有限")
# 不均衡 may sum up what the evidence says at length of who has too little.
_QUALITY = re.compile("(?:均衡|平衡|顺畅|到位|健全|完善|充分|有力|及时|规范|紧密|足|均|畅|够)")
_NONE_BEHIND = re.compile("[、\u4e00-\u9fff]{0,6}(?:均?为)?(?:零|0(?![0-9.]))")
_DENIES = re.compile(
    _WANT.pattern
    + r"|[未没无不零](?!断|仅|但|动产|同|论|来|成年)|难以|避免|防止|杜绝|有待|亟|尚需|仍需|还需|盲[点区]|空白|弱|差|欠|为0|(?<!\d)0[%件起]"
)


class _Denials:
    """The denials of a text, and what they reach."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = list(_DENIAL.finditer(text))

    @cached_property
    def _starts(self) -> list[int]:
        return [found.start() for found in self.found]

    @cached_property
    def _ends(self) -> frozenset[int]:
        return frozenset(end for found in self.found for end in (found.end("word"), found.start("stem")))

    def reach(self, place: int) -> bool:
        """Whether one of them denies what stands at `place`."""
        at = bisect_right(self._starts, place)
        return any(_reaches(found, place) for found in self.found[max(0, at - 4) : at])

    def touch(self, place: int) -> bool:
        """Whether one of them stands right before `place`."""
        return not self._ends.isdisjoint((place, place - 1, place - 2))

    def deny(self, place: int, length: int) -> bool:
        """Whether what stands at `place` is denied in its own clause, before or behind."""
        if _DENIED_BEHIND.match(self.text, place + length) or _WANTED.search(self.text, max(0, place - 4), place):
            return True
        at = bisect_right(self._starts, place)
        ends = (found.end("word") for found in self.found[max(0, at - 4) : at])
        return any(place - _REACH <= end <= place and not _BREAK.search(self.text, end, place) for end in ends)


def denied(claim: str, evidence: str) -> list[str]:
    """Where the claim denies what the evidence does not, or affirms what the evidence only denies."""
    mine, theirs = _Denials(claim), _Denials(evidence)
    faults = [f"文中没有说“{_shown(found)}”" for found in mine.found if not _stands_denied(found, theirs)]
    told = {found.string[found.start() : found.end() + _REACH]: found for found in theirs.found}
    faults += [f"文中说的是“{_shown(found)}”" for found in told.values() if _is_dropped(mine, found, theirs)]
    return faults + _twice(mine, evidence) + _turned_round(mine, evidence)


def _shown(found: re.Match[str]) -> str:
    return _BREAK.split(found.string[found.start() : found.end() + 4])[0]


def _twice(mine: _Denials, evidence: str) -> list[str]:
    """Two denials side by side that the evidence does not have."""
    claim = mine.text
    if len(mine.found) < 2:
        return []
    pairs = [
        claim[one.start() : other.end()]
        for one, other in pairwise(mine.found)
        if claim[one.end("manner") : other.start()] in _ADVERBS_OR_NONE
    ]
    return [f"“{pair}”否定了两次，文中没有" for pair in pairs if pair not in evidence]


def _turned_round(mine: _Denials, evidence: str) -> list[str]:
    """Words of plenty for words of want: 充足 for 不足, 够 for 不够."""
    faults: list[str] = []
    enough = _ENOUGH.search(mine.text)
    if enough and not re.search(f"(?<!不){enough[0]}", evidence):
        faults.append(f"文中说的是“不{enough[0]}”")
    plenty = _PLENTY.search(mine.text)
    if plenty and plenty[0] not in evidence and _WANT.search(evidence) and not mine.deny(plenty.start(), 2):
        faults.append(f"文中没有说“{plenty[0]}”")
    return faults


def _stands_denied(found: re.Match[str], theirs: _Denials) -> bool:
    """Whether the evidence, too, denies what the claim denies."""
    evidence = theirs.text
    manner, stem = found["manner"], found["stem"] or found["manner"]
    if found.group() in evidence:
        return True
    if len(stem) < 2:
        lead = _lead(found.string, found.start())
        affirmed = stem and any(f"{lead}{degree}{stem}" in evidence for degree in _DEGREES)
        return not affirmed and bool(_DENIES.search(evidence))
    if manner and not found["stem"] and any(manner == other["manner"] for other in theirs.found):
        return True
    words = found.string[found.start("stem") if found["stem"] else found.start("manner") :][:_REACH]
    longest = {True: 0, False: 0}
    place = evidence.find(stem)
    if place < 0 and found["word"][0] == "不" and _QUALITY.match(found.string, found.end("word")):
        return bool(_DENIES.search(evidence))
    while place >= 0:
        reached = theirs.reach(place) or bool(_NONE_BEHIND.match(evidence, place + len(stem)))
        longest[reached] = max(longest[reached], _common(words, evidence[place : place + _REACH]))
        place = evidence.find(stem, place + 1)
    if any(longest.values()):
        return longest[True] >= longest[False]
    return _denies_near(found, evidence)


def _common(one: str, other: str) -> int:
    length = 0
    while length < min(len(one), len(other)) and one[length] == other[length]:
        length += 1
    return length


def _reaches(denial: re.Match[str], place: int) -> bool:
    """Whether a denial denies what stands at `place` of its text: to the end of the clause where it denies that
    something is there at all (未发生因…引发的群体性事件), else only what follows close behind."""
    start = denial.start("manner")
    if not denial.start("word") < place <= start + _LONG_REACH or _CLAUSE.search(denial.string, start, place):
        return False
    if denial["word"][0] in "无零没" or denial["manner"] in ("发生", "出现", "有"):
        return True
    return place <= denial.end("manner") + _REACH and "的" not in denial.string[start:place]


def _denies_near(found: re.Match[str], evidence: str) -> bool:
    """Whether a clause of the evidence denies something and speaks of what the claim speaks of there."""
    claim = found.string
    start = max(claim.rfind(stop, 0, found.start()) for stop in ",;。") + 1
    piece = claim[start : found.start()] + "," + claim[found.end("word") : found.end() + 6].split(",", 1)[0]
    pairs = [piece[i : i + 2] for i in range(len(piece) - 1)]
    return any(_DENIES.search(clause) and any(pair in clause for pair in pairs) for clause in _CLAUSE.split(evidence))


def _is_dropped(mine: _Denials, found: re.Match[str], theirs: _Denials) -> bool:
    """Whether the claim affirms what the evidence, in this denial, only denies."""
    if found["manner"] in ("发生", "出现") and _happens(mine, found):
        return True
    for part in ("manner", "stem"):
        words = found[part]
        if len(words) == 2 and words in mine.text and _affirms(mine, words, found.start(part), theirs):
            return True
    stem, lead = found["stem"], _lead(theirs.text, found.start())
    if len(stem) != 1 or not lead:
        return False
    affirmed = [f"{lead}{degree}{stem}" for degree in _DEGREES]
    return any(words in mine.text and words not in theirs.text for words in affirmed)


def _happens(mine: _Denials, found: re.Match[str]) -> bool:
    """Whether the claim says that what the evidence says never happened did."""
    place = mine.text.find(found["manner"])
    while place >= 0:
        what = mine.text[place + 2 : place + 4]
        at = found.string.find(what, found.end("manner"), found.end() + _LONG_REACH) if len(what) == 2 else -1
        if at >= 0 and _reaches(found, at) and not mine.deny(place, 2):
            return True
        place = mine.text.find(found["manner"], place + 1)
    return False


def _affirms(mine: _Denials, words: str, at: int, theirs: _Denials) -> bool:
    """Whether the claim has the words undenied, in a wording that the evidence has denied only."""
    place = mine.text.find(words)
    while place >= 0:
        length = _common(mine.text[place : place + 8], theirs.text[at : at + 8])
        if not mine.deny(place, len(words)) and _only_denied(mine.text[place : place + length], theirs):
            return True
        place = mine.text.find(words, place + 1)
    return False


def _only_denied(words: str, theirs: _Denials) -> bool:
    where = theirs.text.find(words)
    while where >= 0:
        if not theirs.touch(where):
            return False
        where = theirs.text.find(words, where + 1)
    return True


def _lead(text: str, at: int) -> str:
    """The character before a denial, adverbs aside: 性 of 针对性还不强."""
    before = text[max(0, at - 2) : at]
    return before[:1] if before[1:] in _ADVERBS else before[-1:]
