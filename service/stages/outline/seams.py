"""Where a heading that runs into its text ends: 「（二）促进和谐镇综治中心受理诉求…」 has neither stop nor line end there.

Three things show the seam: the words of a heading that announces a kind (存在的问题…), a colon, or a word that headings
end with before a word that begins a sentence about deeds. Works on masked shadow text; offsets are its own.
"""

import re

_MIN_HEADING = 4
_MIN_TEXT = 6
_MAX_HEADING = 36
_MAX_COLON = 20
_ENOUGH = 1.9
_SURE, _LIKELY, _PERHAPS = 1.2, 0.9, 0.7

# What headings end with, and what they do not: a preposition wants more words.
_NOUN = (
    r"水平|机制|建设|能力|体系|改革|责任|环境|作用|监督|服务|管理|保障|意识|质效|效能|基础|根基|防线|格局|合力|力度|氛围|制度|行为|成效|实效|化解|宣传|教育|决策|执法|领导|学习|思想|职责|职能|转变|程序|审查|公开"
    r"|发展|稳定|和谐|安全|治理|队伍|素养|素质|阵地|平台|渠道|方式|措施|举措|运行|约束|制约|权力|矛盾|纠纷|复议|应诉|诉讼|普法|守法|用法|学法|法治|督察|督查|考核|评价|评估|统筹|协调|规范|清理|审核|备案|信访"
    r"|创新|创建|示范|引领|导向|底线|红线|关口|短板|弱项|漏洞|质量|效率|人才|权益|诚信|信用|生态|民生|营商|政务|事务|工程|行动|活动|工作|任务|目标|整治|监管|立法|文件|纽带|载体|品牌|文化|精神|作风|政策|要求"
    r"|职权|关系|秩序|风险|力量|动能|活力|效果|结构|体制|法规|规章|壁垒|衔接|武装|谋划|重心|圈|关键少数”|改革”|制度”|纪律|廉洁|民主|规矩|利企|情况|新局面|增效|提质|利民|惠民|为民|便民"
)
_STATE = (
    r"见效|到位|有力|有效|有序|明显|显著|突出|凸显|彰显|扎实|高效|公正|公平|文明|透明|科学|均衡|普惠|薄弱|滞后|不高|不强|不够|不足|不深|不广|不牢|不齐|不大|不实|不严|不均|不均衡|不平衡|不到位|不完善|不健全|不充分|不规范"
    r"|单一|偏大|偏低|偏少|缺乏|欠缺|老套|老化|落地|生根|建立|缺位|发生|不断|(?:有待|亟待|亟需|仍需|还需|需|持续|不断|扎实|深入|严格|充分|全面|稳步|有序|有力|有效|进一步|显著|明显|日益|大幅|稳定|逐步)"
    r"(?:提升|提高|增强|加强|强化|优化|完善|健全|规范|改善|深化|推进|开展|落实|发挥|完成|拓宽|拓展|扩大|彰显|夯实|改进|覆盖|实施|显现|成熟|好转|突破|加大|运行|薄弱)"
)
_ENDS = re.compile(rf"(?:{_NOUN}|[一-龥](?:力|化|感|性|度|网|链|效|廉|牢|优|好|稳|准|心|篇))$")
_STATED = re.compile(rf"(?:{_STATE})$")
_STATE_AHEAD = re.compile(rf"(?:仍|还|尚|尚未)?(?:{_STATE})")
_HALF_STATED = re.compile(r"(?:优化|提升|提高|增强|完善|深入|严格|健全|覆盖|突破|强化)$")
# What a body does in so many words begins a sentence, not a heading.
_TOLD = re.compile(
    r"召开|建成|新建|组建|印发|制定|出台|提请|组织|通过|举办|办理|受理|审结|结合|以推动|在|我[省市县区镇局]|全[省市县区镇](?!面)|[省市县区]委|20\d\d年|开通|设立|聘请|修订|取消|成立|配备|打造|推出|全年|部分|把|将|起草|由|[省市县区][^,。;]{2,6}局"
)
_DATED = re.compile(r"年[内底初末]|今年|力争|确保|到?20\d\d年|\d{1,2}月|全年|[上下]半年")
# A verb that only ends a word with what stands before it: 人才培养, 备案审查, 季度通报.
_COMPOUND = re.compile(
    r"(?:人才|干部|队伍|骨干)(?:培[养训育]|引进|选[拔派聘调配])|(?:季度|定期|情况|考核|督察|案件|典型)通报|案卷评查|(?:案件|事项|业务)(?:办理|受理)|(?:纠纷|矛盾|隐患|风险|问题)(?:排查|调处)"
    r"|(?:备案|审核|登记|公示)制度|(?:清单|目录|规划|预案)编制|(?:规章|法规|标准|文件|制度|程序)(?:制定|修订)|信息(?:归集|公布|发布)|服务(?:中心|平台)"
)
_OPENERS = re.compile(
    r"强化|加强|深化|优化|规范|严格|聚焦|坚持|推进|推动|完善|健全|提升|提高|创新|落实|压实|筑牢|夯实|促进|做好|做实|抓好|抓实|抓牢|狠抓|发挥|维护|构建|化解|坚守|突出|改进|增强|扩大|拓宽|畅通|防范|破解|破除|注重|紧盯|积极|全面|深入|扎实|切实|持续|进一步|不断|着力|大力|认真|带头|凝聚|助力|服务|保障|普及|丰富|充实|稳定|统筹|激发|厚植|营造|弘扬|整治|守护"
)
_OPEN_END = re.compile(
    r"(?:[,、“《(的和与及以为在对把将向从由各全不未没待]|进一步|不断|持续|全面|深入|以案释法|全面依法治)$"
)
_STARTS = re.compile(
    r"(?:参与|出台|印发|制定(?!程序)|制发|成立|组建|组织(?!领导|网络|机构|建设|体系|保障|作用|优势|调处|\d)|召开|梳理|修订|修改|废止|取消|办理|受理|审结|立案|排查|查处(?!领域)|配备(?!相对|不)|配齐|配强|聘请|聘任|聘用|选聘|选派|选配|选取|遴选|招录(?!、)|招聘(?!、)|设立|设置|增设|新增|新建|改建|建成|建强|搭建|打造|培育"
    r"|培养|开通|开设|开发|上线|推出|推行|编制(?!\d)|编印|编写|编修|编发|公布|发布|举办|举行|承办|承接(?!能力)|下放|精简|压减|压缩|评查|抽查|调处(?!化解|中心)|发放|制作|投入|邀请|利用|依托|累计|先后|归集|采取|采用|运用|针对(?!性)|面向|提请|提出|收到|接收|接待|接到"
    r"|撤销|纠正|整合|划转|赋予|授权|委托|签订|汇编|下发|转发|报送|列席|约谈|通报|挂牌|命名|获评|荣获|入选|指派|派出|抓住|紧扣|紧抓|立足|每季度|每月|每年|每周|定期|经常|多次|及时|累积|共计|共有|拟|力争|争取|配合|对标|贯通|巩固|高度重视|注重|普遍"
    r"|围绕|聚焦|结合|按照|根据|依据|通过|截至|截止|今年|年初|年内|全年|本年|一年来|上半年|20\d\d年|当前|目前|随着|近年|近[两三]年|虽然|尽管|部分|个别|少数|有的|一些|多数|仍有|仍然|还有(?!待|短板|差距|不足|差|欠)|对照|深入(?:开展|学习|贯彻|推进|实施|落实)"
    r"|始终|认真|扎实|积极|大力|切实|严格(?:落实|执行|按照|实行|贯彻|遵守)|全面(?:落实|推行|推进|完成|实施|实行|梳理|贯彻|清理)|持续(?:推进|深化|开展|加强|优化|强化|完善|擦亮|扩大)|牢固|牢牢|自觉|主动|坚决|严厉|高标准|高质量|常态化|将|把(?!关|握|控|脉)"
    r"|(?:县|市|区|省|州|镇|乡|街道|局|委|厅)(?:委(?!员)|政府|党工委|党委|党组|综治|司法|级|直(?!接)|应急|人大|政协|纪委|公安|法院|检察|班子|里|内|、)|(?:全|我|各)(?:省|市|县|区|州|镇|乡|街道|局|厅|级|部门|单位|村|乡镇)"
    r"|乡镇(?!街道)|综治中心|司法所|司法局|局党组|局党委|党委|党政主要|党组|主要负责|主要领导|领导班子|执法人员|行政复议人员|工作人员|偏远|在册|新的一年)"
)
# Words that begin a sentence as often as they stand within a heading.
_MAY_START = re.compile(
    r"(?:持续|严格|深入|全面|进一步|不断|坚持|建立|健全|完善|强化|加强|推动|推进|开展|落实|贯彻|实施|实行|实现|执行|优化|深化|创新|提升|提高|加大|加快|充实|统筹|探索|构建|形成|增强|完成|引导|督促|设有|在|对(?!接|策|照)|以(?!案|人)|由|因|按)"
)
_COUNT = re.compile(r"\d")
_ASIDE = re.compile(r"[:;。！？]")
_BEFORE_MORE = frozenset(",、(“《")
_ANNOUNCING = frozenset("是为在有下面点足距到如")


def colon(masked: str, start: int, end: int) -> int:
    """Behind the colon that ends a short heading; `start` where none does. 「主要是:」 only announces."""
    at = masked.find(":", start + _MIN_HEADING, min(end, start + _MAX_COLON))
    if at < 0 or masked[at - 1] in _ANNOUNCING or len(masked[at + 1 : end].strip()) < _MIN_TEXT:
        return start
    heading = masked[start:at]
    return start if re.search(r"[,;。\d]", heading) else at + 1


def blank(masked: str, start: int, end: int) -> int:
    """The blank that sets a short heading off from its text; `start` where none does."""
    at = masked.find(" ", start, min(end, start + _MAX_HEADING))
    heading = masked[start:at] if at >= 0 else ""
    if len(heading) < _MIN_HEADING or _COUNT.search(heading) or _ASIDE.search(heading) or heading[-1] in _BEFORE_MORE:
        return start
    return at if len(masked[at:end].strip(" ")) >= _MIN_TEXT else start


def sure(masked: str, start: int, end: int) -> int:
    """Where a word that headings end with meets one that sentences begin with; 0 where no place is sure.

    A heading in two halves (加强领导,压实责任成立…) ends where its second half is as long as its first.
    """
    end = min(end, start + _MAX_HEADING + _MIN_TEXT)
    if _TOLD.match(masked, start):
        return 0
    comma = masked.find(",", start, end)
    first = comma if comma > 0 else end
    best, score = _best(masked, start, start, first)
    if score < _ENOUGH and comma > 0 and _may_be_half(masked[start:comma]) and not _DATED.match(masked, comma + 1):
        second = masked.find(",", comma + 1, end)
        best, score = _best(masked, start, comma + 1, second if second > 0 else end)
    return best if score >= _ENOUGH else 0


def _may_be_half(words: str) -> bool:
    return _MIN_HEADING <= len(words) <= 14 and not _COUNT.search(words) and not _ASIDE.search(words)


def _best(masked: str, start: int, half: int, end: int) -> tuple[int, float]:
    """The likeliest seam of `masked[half:end]` and how sure it is; `start` is where the heading begins."""
    best, score = 0, 0.0
    for seam in range(half + _MIN_HEADING, min(end - _MIN_TEXT + 3, start + _MAX_HEADING)):
        value = _value(masked, start, half, seam)
        if value > score:
            best, score = seam, value
    return best, score


def _value(masked: str, start: int, half: int, seam: int) -> float:
    words = masked[half:seam]
    if _COMPOUND.match(masked, seam - 2):
        return 0.0
    if _COUNT.search(words) or _ASIDE.search(words) or _OPEN_END.search(words):
        return 0.0
    if (state := _STATE_AHEAD.match(masked, seam)) and _begins(masked, state.end()):
        return 0.0
    ends = _ended(words)
    begins = _begins(masked, seam)
    if not ends or not begins:
        return 0.0
    if half > start:
        return ends + begins + (_PERHAPS if seam - half == half - 1 - start else -0.2)
    return ends + begins + (0.3 if _OPENERS.match(words) else 0.0) + (0.05 if len(words) % 2 == 0 else 0.0)


def _begins(masked: str, at: int) -> float:
    """How surely a sentence may begin there."""
    return _SURE if _STARTS.match(masked, at) else _PERHAPS if _MAY_START.match(masked, at) else 0.0


def _ended(words: str) -> float:
    """How surely a heading may end with these words."""
    state = _STATED.search(words)
    if state and state.start() >= 2:
        return _SURE
    if _ENDS.search(words):
        return _LIKELY
    return _PERHAPS if _HALF_STATED.search(words) else 0.0
