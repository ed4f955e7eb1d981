"""What a figure counts, in words of its clause: 审查政府合同 of 共审查政府合同15余份."""

import re

_LONGEST = 24  # characters of a name
_LONGEST_NOUN = 16
_LONGEST_CLOSING = 14
_SHORTEST = 2

_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|\([^()]*\)")
_LEVELS = re.compile("(?:[省市县区乡镇村组]、)+(?=[省市县区乡镇村组][一二两三四五]级)")
_STOP = re.compile(r"[,;、。:！？\n]|\.(?!\d)")
_HEDGE = re.compile("^(?:以[上下内]|之内|左右|上下)")
# 做好及时处置2023年度共审查政府合同: where a stop was lost, the year shows where the sentence began.
_YEAR = re.compile(r"^.*20\d\d年度?(?=[共累全])")
_OPENING = re.compile(
    r"(?:\s|[”》)的等]|\((?:\d{1,2}|[一二三四五六七八九十]{1,3})\)|\d{1,2}[.、](?!\d)|[①-⑳]|[一二三四五六七八九十]是|其中|同时|截[至止]?[^,]{0,8}?[日旬底月末]"
    r"|\d+(?:-\d+)?[年月](?:\d+日|度|来|以来|年?[底末初]?前?)|今年以来|一年来|年内|全年|[今去]年|[上本]年度?|[上下]半年|当年|同期|目前|现有?|现已"
    r"|到(?=20\d\d年)|年底前|力争|确保|争取|预计|但是?|然而|虽然?|尽管|而且?|此外|另外|尤其是?|特别是|如今|仅(?=[^\d])"
    r"|累计|合计|总计|共计|共有?|先后|已经?|并|了|分别|均|还|又|也|是(?=同期)|对(?![口外接])|将|把|给|与|和(?![解谐平睦])|以?及(?!时)|至(?!今)|连续|每年(?=\W|$)|达到?|为|在(?![册建线校编岗]))+"
)
# Possessive, longest words first: tried from every character, it must not also try every way to share them out.
_CLOSING = re.compile(
    r"(?:(?:大幅|同比|环比|较上年|比上年|较去年|进一步)*+(?:压缩|缩短|压减|减少|下降|降低|精简|下调|提高|提升|增加|增长|上升|扩大|拓展|调整|整合"
    r"|[降增升减])[至到为了]?"
    r"|\d+(?:\.\d+)?[-—–~～至]{1,2}$|(?<![商赶反])超(?!过)|(?<![违履合签预契公条制])约|只有|仅有|累计|合计|共计|总计|达到|超过|[低高]于|不少于|不低于|不超过|不足|不到|至少|最多|分别|已达|高达|多达|连续|先后|每年|保持|稳定|突破|控制|持续"
    r"|[由从](?:原来|原先|原|上年度|上年|去年|法定)?|上年|去年|原来|20\d\d年|比例|力争|[平年]均|[多少](?=$)|较|(?<!占)比"
    r"|尚有?|仍有?|还有?|同比|环比|[-\u2212\u2013\ufe63—~\s“《(虽的了近逾达为至到在共已均仅有再])++$"
)
# What follows a quantity and is no thing that it counts.
_NO_NOUN = re.compile(
    r"(?:[(,;、和与及并且。:！？)\]”》\s0-9%]|未|尚|仍|内|后|前|来|进行|实现|全部|全覆盖|均|已|得到|取得|被|实行|完成|纳入|获|通过|在|由|向|对|为|是|到|至|的?$"
    r"|压缩|缩短|压减|减少|下降|降低|精简|提高|提升|增加|增长|上升|扩大|拓展|调整|整合|[降增升减][至到为]|保持|参加|参与|集中|正|报|等|超过|不足|不到|[低高]于|达)"
)
_NOUN_END = re.compile(
    r"进行|开展|实现|全部|平?均|已|得到|取得|被|实行|(?<![解会党层治业])组织|完成|纳入|获|通过|在|由|向|中有|参加|参与|实施|净增|累计|推出|配齐|仍|未|是|到|作出|共计|设立|占|下?达|给予|提出|成为|围绕|共(?=[排调办受开组查审处接化完计])|中?不足|中?仅|实行|提供|超过|达到|[高低]于|从未|从不|并未|\d"
    r"|(?<=[门位校业关镇道村队构心站会县市x])(?:办理|受理|推行|建立|制定|落实|公示|章程|行政诉讼|全面(?:推|落|完|实|建)|(?!x)[^,;。、]{2,8}率)"
)
# Words that tell how a figure changed, was compared or was reached, and nothing of what it counts.
_BARE = re.compile(
    r"(?:大幅|同[比期]|环比|比例|[较比占]|[上去今]年(?:度|同期)?|20\d\d年(?:度|同期|底|末)?|年[初底末]|[目当]前|这一数[字据值]|不[少低高多]于|不超过|超过|不足|[低高]于|[上下]半年|总[数量体]|全部|上[期月]|分别|[平年]均|压缩|缩短|压减|减少|下降|降低|精简|下调|提高|提升|增加|增长|上升|扩大"
    r"|拓展|调整|回落|达到?|实现|[降增升减]幅?度?|比例|累计|合计|共计?|总计|其中|现有?|仍|尚|[\s\d.%,、“”由从至到了为已均也又再和与及约近超逾但仅有在是的])*+"
)
_SHARE_OF = re.compile(
    r"占(?:[^,;。、\d]{0,10}总[数量体额和]|全[部省市县区国]|所有|同期|当年|上年|应|其|该|受理|收案|办结|审结|结案|立案)[^,;。、\d]{0,12}"
)
# 治安、交通、城管类案件: what follows the last member belongs to all of them.
_SHARED_NOUN = re.compile(
    r"(?:等|各?类|等方面|领域|行业|系统|方式|形式|途径|渠道)?(?P<noun>(?:行政|法律援助|矛盾)?"
    r"(?:案件|纠纷|审批|登记|备案|领域|行业|方式|形式|途径|渠道|事项|文件|合同|协议|证明|人员|单位|问题|线索|任务|岗位|类|等))"
)
_DEED = re.compile(
    r"(?:开展|办理|受理|审理|审结|办结|立案|查处|查办|排查|化解|调处|处置|梳理|清理|审查|审核|制定|修订|出台|发现|整改|移送|培训|配备|组织|实施"
    r"|完成|核查|下放|取消|公布|承接|建立|健全|完善|强化|加强|推进|推动|落实|发放|接待|解答|提供|举办|召开|印发|编制|纠正|处理|压减|减免|规范|深化|优化|提升)"
)
_COUNTED = re.compile(r"\d")
_LIST_MEMBER = 12  # characters, at most
_PAIRED = re.compile("[“”《》()]")
_SEAM = re.compile("[的等对将把及和与于到了”》)]")


def counted(pieces: list[str], after: str, *, self_evident: bool) -> str:
    """The name of a figure; "" where its clause gives none.

    `pieces` are the texts between the figures before it in the clause, the last one next to it; `after` is the rest
    of the clause behind its unit. A count is named by the noun it stands with (204项行政许可), a figure whose unit
    needs no noun (%, 元, 人) by what leads to it.
    """
    after = _HEDGE.sub("", after)
    if self_evident:
        before = _last_words(pieces[-1])
        if len(before) > _SHORTEST:
            return before
    noun = _noun(after)
    if noun:
        return noun
    for piece in reversed(pieces):
        words = _last_words(piece)
        if len(words) >= _SHORTEST:
            return words
    if words := _last_words(pieces[-1][: max(0, pieces[-1].rfind(","))]):
        return words
    raw = next((piece for piece in map(_bare, reversed(pieces)) if len(piece) >= _SHORTEST), "")
    rest = _clipped(after)
    return raw if self_evident and raw else rest or raw or _bare(pieces[-1])


def is_bare(words: str) -> bool:
    """Whether a name tells only of change and comparison (较上年提高), so that what is counted stands further ahead."""
    return _BARE.fullmatch(words) is not None or _SHARE_OF.fullmatch(words) is not None


def last_words(piece: str) -> str:
    """What the text before a figure calls it; empty where it does not."""
    words = _last_words(piece)
    return "" if is_bare(words) else words


def _bare(piece: str) -> str:
    return _balanced(piece.strip(" ,;、。:")[-_LONGEST:])


def _noun(after: str) -> str:
    after = after.removeprefix("的")
    if not after or _NO_NOUN.match(after):
        return ""
    whole = _clipped(after)
    end = _NOUN_END.search(_masked(whole), _SHORTEST)
    noun = whole[: end.start()] if end else whole
    return _balanced((noun if len(noun) >= _SHORTEST else whole).rstrip("和与及"))


def _clipped(after: str) -> str:
    """The first words, up to a stop outside quotation marks."""
    start = next((i for i, c in enumerate(after) if c not in " )”》的"), len(after))
    after = after[start : start + 2 * _LONGEST]
    stop = _STOP.search(_masked(after))
    return _balanced(after[: stop.start() if stop else len(after)][:_LONGEST_NOUN])


def _last_words(piece: str) -> str:
    """The words that lead to the figure: behind the last stop, without openings (2023年共) and links (达, 提高到)."""
    start = first = 0
    masked = _masked(piece)
    for stop in _STOP.finditer(masked):
        start = stop.end()
        first = first if stop[0] == "、" else start
    start = _list_start(masked, first, start)
    words = _opened(_YEAR.sub("", piece[start:]))
    closing = _CLOSING.search(words, max(0, len(words) - _LONGEST_CLOSING))
    return _opened(_balanced(_opened(_shortened(words[: closing.start()] if closing else words))))


def _list_start(masked: str, first: int, last: int) -> int:
    """Where a name begins whose last words are `masked[last:]`: at the list of which they are the last member, where
    all fits into a name (复议、应诉、裁决案件), else at what the members share (案件); `last` where there is no list."""
    shared = _SHARED_NOUN.search(masked, last + _SHORTEST) if last > first else None
    if shared is None or _DEED.match(masked, last):
        return last
    before = _opened(masked[first : last - 1])
    opening, *members = before.split("、")
    if any(len(member) > _LIST_MEMBER or _DEED.match(member) for member in members) or _COUNTED.search(before):
        return last
    if len(opening) <= _LIST_MEMBER and len(before) + 1 + len(masked.rstrip()) - last <= _LONGEST:
        return last - 1 - len(before)
    return shared.start("noun")


def _opened(words: str) -> str:
    opening = _OPENING.match(words)
    return words[opening.end() :] if opening else words


def _shortened(words: str) -> str:
    if len(words) <= _LONGEST:
        return words
    seam = _SEAM.search(words, len(words) - _LONGEST, len(words) - 4)
    return words[seam.end() :] if seam else words[-_LONGEST:]


def _masked(text: str) -> str:
    """The text with everything quoted blotted out, and the levels of 县、乡、村三级, at the same length."""
    if "级" in text and "、" in text:
        text = _LEVELS.sub(_blot, text)
    return _QUOTED.sub(_blot, text) if "“" in text or "(" in text or "《" in text else text


def _blot(found: re.Match[str]) -> str:
    return "x" * len(found[0])


def _balanced(words: str) -> str:
    """The words without a quotation mark or bracket at one end whose other half was cut off."""
    for opening, closing in ("“”", "《》", "()") if _PAIRED.search(words) else ():
        if words.count(opening) > words.count(closing):
            head, _, tail = words.rpartition(opening)
            words = head if len(head) > len(tail) else tail
        elif words.count(closing) > words.count(opening):
            head, _, tail = words.partition(closing)
            words = head if len(head) > len(tail) else tail
    return words.strip(" ,;、。:")
