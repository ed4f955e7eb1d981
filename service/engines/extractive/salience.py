"""How much a clause tells: the features that the embedded engine weighs, and their weights.

Three logistic models share the features (docs/decisions/0003-salience.md): does the clause tell anything by itself,
would an annotator cite it in its matter, would its words stand in the item's text. Features read shadow text and are
kept cheap: a lookup of the first two characters, a few searches.
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import exp, log, log1p
from operator import mul
from typing import NamedTuple

from schemas.document import Kind
from service.engines.extractive import weights

FEATURES = (
    "bias",
    "figure",
    "figures",
    "title",
    "heading",
    "slogan_start",
    "result_start",
    "deed_start",
    "deed",
    "purpose_start",
    "scene",
    "first",
    "last",
    "honour",
    "full",
    "quoted",
    "named_list",
    "vague",
    "vague_end",
    "short",
    "long",
    "lacks",
    "negative_fact",
    "admission",
    "future",
    "linker",
    "rhetoric",
    "award",
)

_LEAD_IN = re.compile(r"^(?:(?:并|且|同时|此外|另外|其中|还|也|均|都|已|先后|累计|共|全年|积极|扎实|大力|认真|及时|成功|顺利|创新|率先|依法|有效|定期|统一|全力|精心|高标准|高质量|常态化|制度化|持续|深入|全面|不断|进一步|切实|着力|稳步|有序|严格|充分|重点|主动|多次|首次|再次|逐步|牢牢|坚决|继续|加快|联合|组织|[一二三四五六七八九十]{1,2}[是要])[,]?)+")
_YEAR_LEAD = re.compile(r"^(?:(?:20\d\d年度?|今年|全年|一年来|年内|本年度|截至[^,]{1,12}|截止[^,]{1,12}|今年以来)(?:以来|来|底|末)?[,]?)")
_SLOGAN = frozenset(
    "坚持 贯彻 落实 学习 围绕 聚焦 按照 根据 遵循 牢固 树牢 始终 深刻 站在 提高 增强 强化 加强 推动 推进 发挥 坚决 坚定 以习 以党 突出 注重 立足 紧扣 紧紧 紧盯 树立 弘扬 践行 牢记 统筹 锚定 践行 高举 把握 抓实 抓牢 抓好 压实 拧紧 扛牢 筑牢 夯实 守住 切实 充分 优化 深化".split()
)
_RESULT = frozenset(
    "提升 提高 增强 促进 维护 保障 确保 营造 形成 夯实 有力 有效 切实 不断 显著 进一 为全 为推 为加 为建 为经 为打 为法 为实 让群 让企 使群 使各 从而 真正 努力 全力 助力 推动 推进 激发 打通 防止 杜绝 避免 展现 彰显 实现 构建 引导 倒逼 压实 凝聚 持续 全面 巩固 稳步 大幅 明显 得到 受到 取得 发挥".split()
)
_DEED = frozenset(
    "印发 出台 制定 制发 修订 修改 编制 编印 建成 成立 设立 组建 打造 搭建 开展 组织 举办 召开 举行 完成 实现 荣获 获评 获得 被评 入选 推行 建立 健全 办理 办结 审查 审核 受理 审结 排查 调处 调解 化解 清理 评查 培训 检查 抽查 出动 查处 公布 公开 发布 上线 推出 取消 下放 压缩 整改 配备 聘请 选派 创建 邀请 通报 督察 约谈 收集 整理 发放 走访 提出 出具 上报 归集 录入 进驻 立案 处罚 制作 播放 推送 培养 新增 新建 改造 投入 发现 纠正 撤销 废止 报送 备案 评估 测评 考核 述法 学习 研究 听取 审议 讨论 纳入 列入 将习 将法 将行 对全 对各 邀请 聘任 遴选 招录 引进 签订 对接 联合 协调 帮助 指导 督促 回复 答复 接待 接受 妥善 成功 探索 试点 创新 首创 率先 明确 细化 梳理 划转 承接 赋予 整合 合并 撤并 精简 减少 免除 减免 退还 追回 挽回 救助 转移".split()
)
_DEED_ANY = re.compile(
    "印发|出台|制定|制发|修订|编制|编印|建成|成立|设立|组建|打造|搭建|举办|召开|完成|荣获|获评|获得|评为|入选|推行|办理|办结|受理|审结|排查|调处|调解成功|清理|评查|出动|查处|发布|上线|推出|取消|下放|压缩|整改|配备|聘请|创建|约谈|述法|实行|实施|启动|挂牌|纳入|列入|试点|全覆盖|建立|开展|组织"
)
_PURPOSE = frozenset("为了 为进 为切 为认 为深 为贯 为确 为有 为落 为规 为加 通过 依托 利用 结合 对照 针对 借助 以此 借鉴 参照 在全 在市 在县 在区 在此".split())
_SCENE = re.compile(r"(?:的基础上|的指导下|领导下|支持下|过程中|工作中|期间|方面|以来|的同时|背景下|为抓手|为契机|为导向|为引领|为目标|为主线|为重点|为核心|为统领|为指引|为指导|为根本|为牵引|为支撑|为切入点|为突破口|为载体|原则|要求|精神|后|时|之际|为[^,]{0,6}(?:点|线|手)),?$")
_HONOUR = re.compile("全国|全省|全市(?:第|首|率|先|唯|前)|国家级|省级|市级|首个|首批|首次|率先|第[一二三四五六七八九十\\d]+名|先进|优秀|示范|表彰|荣获|获评|推广|评为|批示|典型")
_FULL = re.compile("全覆盖|100%|零发生|零发案|零事故|从无到有|全部")
_VAGUE = re.compile("水平|能力|效能|意识|氛围|环境|保障|基础|作用|质效|质量|公信力|满意度|获得感|格局|合力|局面|意义|素养|积极性|凝聚力|成效|力度|各项|责任|思想|精神|理念|方式|大局")
_VAGUE_END = re.compile("(?:水平|能力|效能|意识|氛围|环境|保障|基础|作用|质效|公信力|满意度|获得感|格局|合力|局面|素养|成效|力度|发展|稳定|提升|提高|增强|改善|落实|见效|到位|实处|深入|轨道|生根)[。;,]?$")
_NEGATIVE_FACT = re.compile("零发|零事故|未发生|无一[起例件]|无民|没有发生|零投诉|零复议|零败诉|未出现|零上访|保持零|为零")
_LACK_FACT = re.compile("不足|不够|不高|不强|不深|不到位|薄弱|滞后|有待|亟待|亟需|仍需|还需|尚未|未能|缺乏|偏[少低弱慢]|不平衡|不均衡|差距|短板|不规范|不完善|不严|不多|欠缺|较[少低弱慢差]|没有|难以|不明显|不适应|单一|有限|不熟")
_ADMISSION = re.compile("^(?:虽然|尽管|对照|在看到|与此同时|一年来|我们也|在肯定)|取得了?(?:一定|一些|明显|较好|积极)|存在(?:一些|以下|着)|主要(?:表现|体现)|需要(?:引起|高度)")
_FUTURE = re.compile("^(?:下一?步|今后|接下来|明年|来年)|将(?:继续|坚持|以|进一步|深入|紧)|指导|引领|新的|奋进|贡献")
_RHETORIC = re.compile("两个确立|两个维护|政治方向|鲜明标志|名片|风向标|这条底线|新台阶|新篇章|新局面|浓厚|获得感|幸福感|最高标准|落到实处|落地见效|走深走实|入脑入心|打下|奠定|注入|添砖加瓦|护航|保驾|新动能|指挥棒|主体责任|思想自觉|行动自觉|凝聚|生命力|作风建设|理想信念|党性|党的建设|同频共振|齐抓共管|总揽全局|全过程各方面|内生动力|全会精神|大会精神|大精神|决策部署|重要论述|指示精神|根本遵循|顶层设计")
_AWARD = re.compile("荣获|获评|评为|评选为|入选|被列为|通报表扬|表彰|肯定|推广|一等奖|二等奖|三等奖|典型案例|先进(?:集体|个人|单位)|位居|排名|位列|推介|获批")
_LINKER = re.compile("^(?:并|同时|其中|此外|还|且|及时|以及)")
_TITLED = re.compile("(?:印发|出台|制定|修订|起草|制发|编制|公布|发布|编印|签订|完善|下发|推行|颁布|实施)[^《]{0,16}《")

# What the company of a clause says: its matter's size and figures, its place in it.
CONTEXT = (
    "many",
    "figures_around",
    "only_others_count",
    "place",
    "alone",
    "behind_figure",
    "before_figure",
    "head",
    "said_before",
    "leads",
    "leads_plain",
    "tail",
    "tail_plain",
    "plain_long",
)


def features(text: str, figures: int, heading: bool, first: bool, last: bool) -> tuple[float, ...]:
    """The feature vector of a clause (shadow text) with its number of figures; `first` and `last` tell its place in its
    sentence."""
    bare = _YEAR_LEAD.sub("", text, count=1)
    lead = _LEAD_IN.match(bare)
    head, plain = (bare[lead.end() : lead.end() + 2] if lead else bare[:2]), bare[:2]
    size = len(text)
    return (
        1.0,
        float(figures > 0),
        float(min(figures, 3) if figures > 1 else 0),
        float(bool(_TITLED.search(text))),
        float(heading),
        float(plain in _SLOGAN or head in _SLOGAN),
        float(plain in _RESULT),
        float(head in _DEED or plain in _DEED),
        float(bool(_DEED_ANY.search(text))),
        float(plain in _PURPOSE),
        float(bool(_SCENE.search(text))),
        float(first),
        float(last),
        float(bool(_HONOUR.search(text))),
        float(bool(_FULL.search(text))),
        float("“" in text),
        float(text.count("、") >= 2),
        float(bool(_VAGUE.search(text))),
        float(bool(_VAGUE_END.search(text))),
        float(size < 10),
        float(size > 36),
        float(bool(_LACK_FACT.search(text))),
        float(bool(_NEGATIVE_FACT.search(text))),
        float(bool(_ADMISSION.search(text))),
        float(bool(_FUTURE.search(text))),
        float(bool(_LINKER.match(text))),
        float(bool(_RHETORIC.search(text))),
        float(bool(_AWARD.search(text))),
    )


class Member(NamedTuple):
    """A clause of a matter, as its neighbours see it."""

    text: str
    figures: int
    heading: bool
    sentence: int
    weak: bool


def weak(vector: tuple[float, ...]) -> bool:
    """Whether a clause's own features say that it prepares another: a slogan, a purpose, a scene, rhetoric."""
    return any(vector[n] for n in _WEAK)


_WEAK = tuple(FEATURES.index(name) for name in ("slogan_start", "purpose_start", "scene", "rhetoric", "heading"))


def contexts(members: Sequence[Member]) -> list[tuple[float, ...]]:
    """The context vectors of the clauses of a matter."""
    body = log(max(1, sum(not member.heading for member in members)))
    counted = sum(member.figures > 0 for member in members)
    sizes = Counter(member.sentence for member in members)
    told: set[str] = set()
    vectors = []
    led, behind = False, 0
    for at, member in enumerate(members):
        if at and (members[at - 1].sentence != member.sentence or members[at - 1].text.endswith(";")):
            led, behind = False, 0
        leads = not led and not member.weak
        plain = not any(m.figures for m in members if m.sentence == member.sentence)
        pairs = _pairs(member.text)
        before = members[at - 1] if at else None
        after = members[at + 1] if at + 1 < len(members) else None
        opens = before is None or before.sentence != member.sentence
        vectors.append(
            (
                body,
                log1p(counted),
                float(counted > 0 and not member.figures),
                at / max(1, len(members) - 1),
                float(sizes[member.sentence] == 1),
                float(before is not None and before.figures > 0),
                float(after is not None and after.figures > 0 and after.sentence == member.sentence and not member.figures),
                float(opens and not member.figures and any(m.figures for m in members[at + 1 : at + sizes[member.sentence]])),
                float(len(pairs & told) > 0.5 * len(pairs)),
                float(leads),
                float(leads and plain),
                float(behind >= 2 and not member.figures),
                float(led and plain),
                float(plain and len(members) > 6),
            )
        )
        led = led or leads
        behind += 1
        told |= pairs
    return vectors


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 2)}


def substance(vector: tuple[float, ...], kind: Kind) -> float:
    """How much a clause tells by itself, 0 to 1."""
    return _logistic(vector, weights.SUBSTANCE[kind])


def cite(vector: tuple[float, ...], kind: Kind) -> float:
    """How likely an annotator cites the clause in its matter; the vector is features and context."""
    return _logistic(vector, weights.CITE[kind])


def tell(vector: tuple[float, ...], kind: Kind) -> float:
    """How likely a cited clause is also told in the item's text; the vector is features and context."""
    return _logistic(vector, weights.TEXT[kind])


def _logistic(vector: tuple[float, ...], weighted: tuple[float, ...]) -> float:
    return 1 / (1 + exp(-sum(map(mul, vector, weighted))))
