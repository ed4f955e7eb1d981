"""Whether what a claim calls by name stands in its evidence: 《titles》, “quoted” names, bodies and places.

All texts are shadow text.
"""

import re

_TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|《.*$")
_QUOTED = re.compile(r"“([^“”]{1,60})”")
_QUOTES = str.maketrans("", "", "“”‘’\"'")

# A body or a place by the end of its name. Longest first; the lookarounds keep common words out (全部, 部门, 市场).
_BODY = re.compile(
    r"[人检法政妇工残总团监纪公委局厅院部中办所省市县区镇乡街村](?:"
    r"(?<=人)(?:民(?:检察院|法院|政府)|大(?:常委会)?)|(?<=检)察(?:院|机关)|(?<=法)院|(?<=政)(?:府(?!采购|购买)|协)|(?<=妇)联|(?<=工)商联"
    r"|(?<=残)联|(?<=总)工会|(?<=团)委|(?<=监)委|(?<=纪)委|(?<=公)安机关|(?<=委)员会|(?<=委)(?![员托派任会培])|(?<=局)(?![势面限部级])|(?<=厅)(?![级局])"
    r"|(?<=院)(?![落校坝士长内外企])|(?<=部)(?<![全内外干整局大细下上分本某各]部)(?![门分署委队级位件省长])|(?<=中)(?<![之核重大中]中)心(?![组工任城位])"
    r"|(?<=办)公室|(?<=所)(?<![场各站居驻律入]所)(?![有需属在以涉谓长占提列])|(?<=省)(?<!治省)(?![级直际略内委])"
    r"|(?<=市)(?<![城超门股都夜集商治]市)(?![场民容级直内监])|(?<=县)(?<!治县)(?![级域直内里])"
    r"|(?<=区)(?<![社园地小景校片城辖灾牧林山库禁各整矿营厂街治贸]区)(?![域分别间级直块内])|(?<=镇)(?<!治镇)(?![级里])"
    r"|(?<=乡)(?<![城下返家山]乡)(?![级里亲土风])|(?<=街)道(?!办|级)|(?<=村)(?<![农乡山]村)(?![级民居务规干里社集组寨]))"
)
_LEVELS = "省市县区旗州镇乡村"
_GENERIC = "全我本该各"
_SCOPE = re.compile("全[国省市县区镇](?=(.{2})?)")
_OFFICES = re.compile("公安|(?<!人)民政|财政|审计|税务|水利|检察")
_TWINS = re.compile("(人大|政协)(?=([\u4e00-\u9fff]{2}))")
_RUN = "省市县区镇乡村街"
_SUITE = re.compile("人民政府|政府|人大|政协|人民法院|人民检察院|法院|检察院|委|纪委|监委|工委|管委")
_PLACE = re.compile("[\u4e00-\u9fff]+[省市县区旗州镇乡村](?=人民政府|政府|委|\n|$|[^省市县区旗州镇乡村]{0,6}局)")
_COUNTED = ("人大", "政协", "检察院", "法院", "监委", "纪委")
# What ends another word before a name. Digits, stops and quotation marks always do.
_LINKS = frozenset(
    "对由向和与及的在将被等从到为经以据按多个名家这其两三四五六七八九十一有新原老让令给同跟约达共是至涉建获省市县区镇乡州旗街道、"
)
_VERBS_LISTED = (
    "组织 推动 推进 召开 印发 督促 邀请 指导 联合 协助 实施 开展 出台 批准 移送 报送 提请 整改 接受 配合 支持 通过 办理 建立 设立 成立 成为 获评 评为 创建 建成 打造"
    " 下沉 赋予 授权 覆盖 涉及 包括 以及 其中 对接 会同 选派 派驻 进驻 抽查 检查 督察 考核 约谈 通报 表彰 帮扶 结对 整合 撤销 组建 完善 强化 加强 健全 优化 深化"
    " 首个 所有 部分 个别 相关 有关 示范 创成 争创 获批 入驻 走进 深入 涉及 推荐 申报 被评 惠及 加快 加大 争创 全国 全省 全市 全县 全区 基层 跨省"
)
# What departments are called by: 公安部 is a body even where 公安 and 部 stand apart in the evidence.
_DEPARTMENTS_LISTED = (
    "公安 司法 财政 教育 民政 审计 统计 水利 农业 农村 交通 运输 商务 文化 旅游 卫生 健康 应急 管理 监管 环境 资源 规划 建设 保障 税务 信访 档案 医保 林业 体育 科技 监察 国防 外交"
    " 国资 发改 住建 城管 人社 市监 组织 宣传 统战 政法 编办 编委"
)
_VERBS = frozenset(_VERBS_LISTED.split())
_DEPARTMENTS = frozenset(_DEPARTMENTS_LISTED.split())
# 省、市、县三级 is 省市县 in short.
_LISTED = re.compile(r"(?<=[省市县区镇乡])(?:、|\(|\)|[两三四]?级)+(?=[省市县区镇乡村街政])")


def unnamed(claim: str, evidence: str) -> list[str]:
    """The 《titles》 and “quoted” names of the claim that the evidence does not have word for word."""
    missing: list[str] = []
    if "《" in claim:
        missing += [title for title in _TITLE.findall(claim) if title not in evidence or title[-1] != "》"]
    if "“" in claim:
        for name in _QUOTED.findall(claim):
            if name not in evidence and name.translate(_QUOTES) not in evidence.translate(_QUOTES):
                missing.append(f"“{name}”")
    return [f"文中没有{name}" for name in missing]


def doubtful(claim: str, evidence: str) -> bool:
    """Whether the claim names a body or place in words that the evidence does not have just so."""
    if _SCOPE.search(claim) or _OFFICES.search(claim) or _TWINS.search(claim):
        return True
    return any(claim[max(0, found.start() - 2) : found.end()] not in evidence for found in _BODY.finditer(claim))


def strangers(claim: str, known: str, own: str) -> list[str]:
    """The bodies and places of the claim that are unknown.

    `known` is the evidence and what else may be named (headings above it), `own` names the body that reports and its
    region; it may speak of itself by name where the evidence says 我县 or 本局.
    """
    claim, known = _LISTED.sub("", claim), _LISTED.sub("", known)
    everything = f"{known}\n{own}"
    levels = "".join(place[-1] for place in _PLACE.findall(own))
    faults = _scopes(claim, known, everything)
    faults += [
        f"文中提到“{name}”没有这么多次"
        for name in _COUNTED
        if name in claim and claim.count(name) > max(1, everything.count(name))
    ]
    for found in _BODY.finditer(claim):
        start, end = found.span()
        if not _is_known(claim, start, end, known, levels, everything):
            faults.append(f"文中没有“{claim[max(0, start - 3) : end]}”")
    return faults


def _scopes(claim: str, known: str, everything: str) -> list[str]:
    """全市 for 全省: the scopes that the claim has in the place of others."""
    faults: list[str] = []
    for found in _SCOPE.finditer(claim):
        scope, of = found[0], found[1]
        if scope == "全国" and scope not in everything:
            faults.append("文中没有“全国”")
        elif of and scope + of not in known and any(f"全{level}{of}" in known for level in "国" + _LEVELS):
            faults.append(f"文中没有“{scope}{of}”")
    for found in _TWINS.finditer(claim):
        other = "政协" if found[1] == "人大" else "人大"
        if found[1] + found[2] not in known and other + found[2] in known:
            faults.append(f"文中没有“{found[1]}{found[2]}”，文中是“{other}”")
    offices = set(_OFFICES.findall(everything))
    faults += [f"文中没有“{office}”" for office in _OFFICES.findall(claim) if office not in offices]
    return faults


def _is_known(claim: str, start: int, end: int, known: str, levels: str, everything: str) -> bool:
    suffix = claim[start:end]
    if suffix in _LEVELS and (claim[end : end + 1] in _RUN or _SUITE.match(claim, end)) and end < len(claim):
        return True
    lead = claim[start - 1 : start]
    if not "\u4e00" <= lead <= "\u9fff":
        return len(suffix) == 1 or suffix in everything
    if lead in _GENERIC:
        return (
            suffix not in _LEVELS
            or not levels
            or any(f"{word}{suffix}" in known for word in _GENERIC)
            or suffix in levels
        )
    before = claim[max(0, start - 2) : start]
    if before + suffix in everything and len(before) == 2:
        return True
    if before in _DEPARTMENTS and suffix in ("局", "厅", "部", "委", "办公室"):
        return False
    if lead in _RUN and suffix in (*_LEVELS, "街道") and lead in known and suffix in known:
        return True
    if lead + suffix in everything:
        return len(before) < 2 or _ends_word(claim, start - 1, everything)
    if len(suffix) > 1 and suffix in everything:
        return lead not in _LEVELS or lead in levels
    return len(suffix) == 1 and ((lead in _LINKS and lead not in _LEVELS) or before in _VERBS)


def _ends_word(claim: str, at: int, everything: str) -> bool:
    """Whether a word, not a name, ends before `at`."""
    lead, before = claim[at - 1 : at], claim[max(0, at - 2) : at]
    return (
        lead in _LINKS
        or not "\u4e00" <= lead <= "\u9fff"
        or before in _VERBS
        or (len(before) == 2 and before in everything)
    )
