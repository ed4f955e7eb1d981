"""The words by which a heading or a sentence shows its kind: what was done, what is wrong, what comes next.

All patterns read shadow text (simplified, half-width). They are kept together because three readers must agree on
them: the outline (kinds of sections), the embedded engine (kinds of items) and grounding (a problem needs a cue).
"""

import re

from schemas.document import Kind, SectionKind

_LACK = "问题|不足|困难|差距|短板|弱项|薄弱环节|薄弱点|难点|堵点|瓶颈|挑战"
_PROBLEM_HEADING = re.compile(
    rf"(?:存在|面临|尚存|现存|遇到|主要|突出|当前|工作)(?:的|着|中|主要|突出|一些|若干|和|、)*(?:{_LACK})"
    rf"|(?:{_LACK})(?:和|与|及|以及|、|$|分析|原因|表现)|^(?:{_LACK})|(?:{_LACK})(?:{_LACK})|有待(?:改进|加强|提升)的"
)
_NO_PROBLEM_HEADING = re.compile(
    r"导向|整改|解决|聚焦|破解|化解|整治|补齐|补短|排查|治理|防范|攻坚|针对|着力|推动|疏通|打通|直面|紧盯|回应"
)
_PLAN_HEADING = re.compile(
    r"下一?步|下一?阶段|下一?年|明年|来年|今后|努力方向|改进方向|前行方向|奋斗目标|发力方向|工作方向|改进(?:的)?(?:措施|举措|思路|打算)"
    r"|^(?:工作)?(?:展望|打算|计划|安排|思路|设想|谋划)|(?:工作|任务|总体|主要|年度|思路|发展)(?:的)?(?:打算|计划|思路|设想|展望|谋划)"
    r"|(?:打算|展望|设想|思路)$|工作安排$|工作计划$"
)
# Ahead whatever year is named: 「2024年下半年工作打算」 in a report on 2024.
_ALWAYS_AHEAD = re.compile(r"打算|思路|设想|展望|努力方向|下一?步|下一?阶段|下半年")
_NO_PLAN_HEADING = re.compile(r"编制|制定|落实|实施|执行|印发|出台|完善|科学|完成")
_YEAR = re.compile(r"(20\d\d|[二2][〇○零0][一二三四五六七八九〇○零\d]{2})年")
_ACHIEVEMENT_HEADING = re.compile(
    r"成效|成绩|成果|亮点|举措|做法|开展情况|工作情况|进展|履行|履职|职责|整改|回顾|主要工作|重点工作|主要情况|完成情况|落实情况|推进情况|基本情况|总体情况|工作总结|特色"
)
_REMEDY_HEADING = re.compile(r"整改|问题.{0,6}(?:办理|解决|落实).{0,4}情况")

# The turn inside running text.
_PLAN_TURN = re.compile(
    r"^(?:[^,。]{0,12},)?(?:下一?步|下一?阶段|接下来|今后|明年|来年|新的一年|下一?年度?|展望|下半年|未来)(?!工作要求|的通知)"
    r"|^(?:为此|对此|针对(?:上述|以上|这些|这一|这个|该|此|存在)[^,。]{0,14}),[^。]{0,20}(?:将|拟|计划|要)"
    r"|^(?:我[省市县区州旗局镇乡办厅委]|全[省市县区州旗局镇乡]|[^,。]{2,12}[省市县区局镇乡厅委府])?(?:将|拟)(?:继续|进一步|持续|以|坚持|从|把|重点|着力|深入|聚焦|围绕|紧)"
)
_ADVERSE = re.compile(
    r"(?:但|然而|不过|可是|与此同时|同时也|当然|另一方面|尽管|虽然|也应|也要看到|也清醒)[^。]{0,60}"
    r"(?:不足|差距|问题|薄弱|短板|困难|不够|不高|不强|不深|不全|不多|不大|不实|不准|不精|不细|滞后|有待|亟待|亟需|偏[少低弱慢长短多高]|缺口|空白|盲[区点]|跟不上|停留[在于]|打折扣|不平衡|不均衡|不到位|不充分|不完善|不规范|不及时|不明显|不适应|不匹配|不健全|难以|缺乏|欠缺|尚未|未能|没有|还未|积压)"
)
_ADMITS = re.compile(
    r"(?:仍|还|尚|依然|依旧|也)(?:然)?(?:存在|有|面临)[^。]{0,24}(?:不足|差距|短板|问题|困难|薄弱|弱项)"
    r"|(?:存在|有)[^。,]{0,16}(?:不足|差距|短板|问题|困难)[^。]{0,6}(?:主要)?(?:表现|体现)?(?:在|为|是|:)"
    r"|(?:主要|突出)(?:问题|不足|短板|差距)(?:是|有|为|表现|体现|在于|:)"
)
_LACKING = re.compile(
    r"不足|差距|薄弱|短板|困难|不够|不高|不强|不深|不全|不多|不大|不实|不精|不细|不广|不快|不严|不牢|不优|不浓|滞后|有待|亟待|亟需|急需|需要?(?:进一步|加强|提升|提高|完善|加大|强化|改进|规范|持续|加快|不断)|偏[少低弱慢软散大高长短重窄浅多差紧]"
    r"|不平衡|不均衡|不到位|不充分|不完善|不规范|不及时|不明显|不突出|不适应|不匹配|不健全|不完备|不严格|不熟|不敢|不愿|不会|不善|不均|不齐|不畅|不顺|不当|不透|不清|不一|不稳|不理想|不丰富|不精准|不主动|不积极|不扎实|不紧密|不深入|不相适应|不尽|不同程度|未(?:能|完全|全面|真正|及时|充分|形成|有效|严格|按|得到|实现|做到)|难以|缺乏|缺少|欠缺|短缺|紧缺|不太|没有|尚未|尚需|仍需|还需|缺口|匮乏|居高不下|高企|积压|超期|淡薄|靠后|垫底|末位|倒数|下降趋势|仅[有为占能达一二两三四五六七八九十\d]|只有|惯性|不多见|案多人少|空白|盲[区点]|断层|打折扣|跟不上|停留[在于]|走过场|两张皮|不尽如人意|较[少低弱慢差]|较为?(?:缺乏|薄弱|滞后|单一|保守|欠缺|匮乏|落后|突出)|单一|落后|脱节|流于|形式主义|有限|下滑|矛盾|压力|缓慢|粗放|参差|断档|老化|弱化|依然存在|时有发生|问题|弱|差|少数|个别|流失|流动性(?:较|过)?大|任务(?:较|过)?重|繁重|难度(?:较|过)?大|紧张|频发|多发|淡漠|模糊|随意|推诿|欠佳"
)
_REMEDIED = re.compile(
    r"(?<![未没不])(?:已|均|全部|得到|现)(?:经|已|全部|均|基本|得到|有效|于[^,。]{2,10}|按期|如期|逐一|逐项)*(?:整改|解决|完成|销号|办结|消除|纠正|补齐|化解|清零|改进|扭转|配齐|整治|兑现)"
    r"|(?<![未没不])整改(?:完成|到位|完毕|销号)|(?:问题|不足)[^。]{0,12}(?:逐一|逐项|立行立)(?:整改|改)"
)
# What a body found with others, or put right, is a deed: 发现并督促整改问题9个.
_HANDLED = re.compile(
    r"(?:督促|推动|指导|责令|完成|跟踪|组织|集中)[^,。;]{0,8}(?:整改|解决|纠正|化解|处置|消除)[^,。;]{0,14}(?:问题|隐患|矛盾|风险|不足)"
    r"|(?:发现|排查|查摆|梳理|查找|通报|反馈|交办|移送|整改|化解|解决|消除|纠正)[^,。;]{0,14}(?:问题|隐患|矛盾|风险|线索)[^,。;]{0,4}\d+[余多]?[个项条起处件]"
)
_NOT_REMEDIED = re.compile(
    r"(?:尚未|还未|未能|仍未|没有|未)[^,。]{0,6}(?:整改|解决|完成|销号|办结|消除|纠正|化解|扭转|根除|根治)|仍(?:需|有待)"
)
# An order from above that the report quotes; what the body itself did of it stands in the sentences around.
_ORDER = re.compile(
    r"^(?:[^,。;]{0,12},)?(?:[^,。;]{0,14})(?:会议|省委|省政府|省厅|市委|市政府|市局|县委|国务院|党中央|中央|上级|来文|通知|文件|纲要|批示|讲话|总书记|领导)[^,。;]{0,14}(?:要求|强调|指出|明确提出|提出|规定|明确)(?:,|:|全|各|必须|要|到|在|把|年)"
)
_OWN_DEED = re.compile(
    r"(?<=[,;])(?:我[省市县区旗局镇乡]|全[省市县区镇乡]|对此|为此|据此|接到)[^,。]{0,30}(?:印发|出台|制定|完成|开展|建立|办结|整改|建成|组织|实现|落实)"
)
_ANNOUNCES = re.compile(
    r"(?:存在|有|面临|还有|仍有)[^,。;]{0,10}(?:一些|以下|如下|不少|若干|一定|薄弱环节|许多|很多|差距|问题|不足|短板)(?:[和与及、的之,]|不足|问题|短板|差距|困难|薄弱|环节|弱项|处|方面|需要|改进|主要|表现|体现|突出|具体|是|为|在|于|有|以下|如下|几|个|[一二三四五六])*[,:。]?$"
    r"|^(?:但是?|然而)?(?:(?:对照|对标|比照)[^,。;]{0,16},?)?(?:认真|深入|主动)?(?:查找|找准|寻找|正视|剖析|检视)(?:自身|工作中?|存在的?)?(?:差距|不足|问题|短板)(?:[和与、](?:差距|不足|问题|短板))*[,。;:]?$"
    r"|^(?:但|也|还|仍|尚|依然|工作中|客观上)*(?:存在|有)(?:一些|一定|不少|以下|的)*(?:不足之处|不足|问题|差距|短板)(?:[和与、](?:不足|问题|差距|短板|薄弱环节))*;$"
    r"|^(?:主要|集中|突出|具体)(?:是|有|为):?$"
    r"|^(?:同志们|各位[^,。]{0,8}|在[^,。]{0,12}(?:成绩|成效|进展|进步|成果)[^,。]{0,6}(?:同时|基础上)|我[们县市区镇乡州局省]?也?(?:应|要|应当|必须)?(?:清醒)?地?(?:看到|认识到|意识到))[,:]?$"
    r"|(?:详?见|如)(?:下表|附表|附件|附后|下图)[\d一二三四五六]*(?:所示)?[,:。)]?$"
    r"|(?:主要|突出)?(?:表现|体现|反映)(?:在|为)[^,。]{0,6}:?$|^(?:但|但是|然而|虽然|尽管|同时|对照)[^。]{0,40}(?:差距|问题和不足|不足和问题|一些不足|一些问题|不少问题|薄弱环节)[。,:]?$"
)
_ANNOUNCES_PLANS = re.compile(
    r"(?:以下|如下|几个?方面|几项|下列)[^,。]{0,8}(?:工作|方面|力|功夫|措施|文章)?[。:,]?$|(?:重点|着力|主要)(?:做好|抓好|从)[^,。]{0,10}(?:工作|方面)[。:,]?$"
    r"|思想为指导|为根本遵循|精神为|新篇章|新征程|新局面|新台阶|坚强(?:法治)?保障|坚实(?:的)?(?:法治)?保障|有力(?:法治)?保障|让我们|携手|作出(?:更大|新)的?贡献|两个维护|两个确立|政治方向|久久为功|关键[一之]年|全会精神|决策部署|大会精神"
)
_EXPLAINS = re.compile(
    r"究其原因|(?:究其|分析)?(?:主要|根本|深层)?原因(?:主要)?(?:是|在于|有)|(?:产生|造成|出现|存在)?(?:这些|上述|以上)?(?:问题|不足)(?:的产生|的存在|存在|产生)?的?(?:主要|根本)?原因"
    r"|(?:这些|上述|以上)(?:问题|不足)的(?:产生|存在|出现)"
)
_EXPLAINING_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[.、])?(?:存在|产生|造成|出现|导致)?(?:这些|上述|以上)?(?:问题|不足|差距)?(?:存在|产生)?的?"
    r"(?:主要|根本|深层次?|主客观)?(?:原因|成因|根源)(?:分析|剖析|查找)?$"
)
_SINGLE_YEAR_PLAN = re.compile(r"^(20\d\d)年")


def heading_kinds(heading: str, year: int | None) -> frozenset[Kind]:
    """The kinds that a heading announces; empty where it only names a matter, several for a mixed section."""
    kinds: set[Kind] = set()
    if _PROBLEM_HEADING.search(heading) and (
        not _NO_PROBLEM_HEADING.search(heading) or _REMEDY_HEADING.search(heading)
    ):
        kinds.add("problem")
    if _announces_plan(heading, year):
        kinds.add("plan")
    open_still = _NOT_REMEDIED.search(heading)
    remedy = None if open_still else _REMEDY_HEADING.search(heading)
    if remedy or (_ACHIEVEMENT_HEADING.search(heading) and "plan" not in kinds and not open_still):
        kinds.add("achievement")
        if remedy and not _tells_problems_apart(heading[: remedy.start()]):
            kinds.discard("problem")
    return frozenset(kinds)


def _tells_problems_apart(before: str) -> bool:
    """Whether 「存在不足及反馈问题整改情况」 has a part of its own for problems, which 「上年度问题整改情况」 has not."""
    parts = re.split(r"及|和|与|、", before)
    return any(_PROBLEM_HEADING.search(part) for part in parts[:-1])


def _announces_plan(heading: str, year: int | None) -> bool:
    years = [read_year(found.group(1)) for found in _YEAR.finditer(heading)]
    later = bool(years and year is not None and max(years) > year)
    earlier = bool(years and year is not None and max(years) <= year)
    if later and re.search(r"打算|计划|安排|思路|重点|目标|任务|展望|工作|方向|谋划|举措|措施", heading):
        return True
    if not _PLAN_HEADING.search(heading) or _NO_PLAN_HEADING.search(heading):
        return False
    return not earlier or bool(_ALWAYS_AHEAD.search(heading))


def read_year(printed: str) -> int:
    """2023, 二〇二三 and 2０23 alike."""
    digits = {c: str(n) for n, c in enumerate("〇一二三四五六七八九")} | {"○": "0", "零": "0"}
    return int("".join(digits.get(c, c) for c in printed))


def turns_to(sentence: str, year: int | None) -> Kind | None:
    """The kind that a sentence in running text turns to, whatever the section was about; None where it goes on."""
    if _PLAN_TURN.search(sentence) or _plan_of_later_year(sentence, year):
        return "plan"
    if (_ADVERSE.search(sentence) or _ADMITS.search(sentence)) and not remedied(sentence):
        return "problem"
    return None


def _plan_of_later_year(sentence: str, year: int | None) -> bool:
    found = _SINGLE_YEAR_PLAN.match(sentence)
    return bool(found and year is not None and int(found.group(1)) > year)


def lacks(text: str) -> bool:
    """Whether the wording admits a shortcoming. Wide on purpose: it is asked only where a problem is expected."""
    return bool(_LACKING.search(text))


def remedied(text: str) -> bool:
    """Whether the wording says that a shortcoming was put right."""
    return bool(_REMEDIED.search(text)) and not _NOT_REMEDIED.search(text)


def handles(text: str) -> bool:
    """Whether the shortcomings that a text speaks of are only those that the body looked for, or had put right."""
    left = _HANDLED.sub("", text)
    return left != text and not lacks(left)


def quotes_order(sentence: str) -> bool:
    """Whether a sentence only quotes what somebody above the body demands."""
    return bool(_ORDER.search(sentence)) and not _OWN_DEED.search(sentence)


def section_kind(
    heading: str, parent: SectionKind | None, mixed_parent: bool, year: int | None
) -> tuple[SectionKind, bool]:
    """The kind of a section from its heading and its parent's kind; the flag says that it mixes kinds.

    A heading below one that announces a kind changes it only by announcing another in so many words: 「坚持问题导向」
    under the achievements is an achievement.
    """
    kinds = heading_kinds(heading, year)
    if len(kinds) > 1:
        return "other", True
    if len(kinds) == 1:
        (kind,) = kinds
        if parent in (None, "other") or kind == parent:
            return kind, False
        if kind == "achievement" and not _REMEDY_HEADING.search(heading):
            return parent or "achievement", mixed_parent
        if parent == "plan" and kind == "problem":
            return "plan", False
        return (kind, False) if len(heading) <= 22 else (parent or kind, mixed_parent)
    if parent is None:
        return "achievement", False
    return parent, mixed_parent


def adverse(clause: str) -> bool:
    """Whether a clause is where a sentence turns from what was achieved to what is lacking."""
    return bool(re.match(r"但|然而|不过|可是|仍|还|尚|却|依然|也(?:存在|有)", clause))


def concedes(sentence: str) -> bool:
    """Whether a sentence begins by granting what it then takes back: 虽然…，但…"""
    return bool(re.match(r"[^,。]{0,14}(?:虽然?|尽管)", sentence))


def details(clause: str) -> bool:
    """Whether a clause only enlarges on the shortcoming before it."""
    return bool(re.match(r"尤其|特别是|例如|比如|如:|具体|主要原因|究其原因|原因|这些|这不仅|上述|从而|导致", clause))


def explains(sentence: str) -> bool:
    """Whether a sentence gives the causes of the shortcomings before it, and admits none of its own."""
    return bool(_EXPLAINS.match(sentence))


def explains_in_heading(heading: str) -> bool:
    """Whether a heading announces the causes of shortcomings, and nothing else."""
    return bool(_EXPLAINING_HEADING.match(heading)) or explains(heading)


def adds(sentence: str) -> bool:
    """Whether a sentence begins another matter beside the one before it: 「…；同时经费投入偏少」."""
    return bool(re.match(r"同时|此外|另外|另一方面|再者|还有(?=的)|其次|再次", sentence))


def announces_plans(clause: str) -> bool:
    """Whether a clause only says that plans follow: 「将重点抓好以下几方面工作」, or is a vow without a measure."""
    return bool(_ANNOUNCES_PLANS.search(clause))


def announces(sentence: str) -> bool:
    """Whether a clause only says that shortcomings follow: 「仍存在一些问题和不足，主要体现在:」."""
    if _ANNOUNCES.search(sentence):
        return True
    admitting = [part for part in sentence.split(",") if lacks(part)]
    return bool(admitting) and all(_ANNOUNCES.search(part) for part in admitting)


_AHEAD = re.compile(r"将|拟|计划|打算|下一?步|今后|明年|来年|力争|争取|继续|进一步|未来|目标|推进|要(?![求素件点])")


def speaks_ahead(text: str) -> bool:
    """Whether some word of a text tells what is yet to come. Wide on purpose: it is asked only where plans are told."""
    return bool(_AHEAD.search(text))
