"""Reading clauses: the features that the embedded engine weighs, found in one pass over the text.

Words are looked up by one automaton for the whole chunk, the beginning and the end of a clause by sets: the engine reads
ten thousand clauses a second and more, a regular expression a feature would read a tenth of that.
"""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from schemas.document import Clause, Document
from service.language import topics
from service.language.clauses import core
from service.language.lexicon import Lexicon
from service.language.topics import Matter

# Features by words anywhere in the clause.
_WORDS = {
    "title": "",
    "deed": "印发 出台 制定 制发 修订 编制 编印 建成 成立 设立 组建 打造 搭建 举办 召开 完成 荣获 获评 获得 评为 入选 推行 办理 办结 受理 审结 排查 调处 调解成功 清理 评查 出动 查处 发布 上线 推出 取消 下放 压缩 整改 配备 聘请 创建 约谈 述法 实行 实施 启动 挂牌 纳入 列入 试点 全覆盖 建立 开展 组织",
    "honour": "全国 全省 全市第 全市首 全市率 全市先 全市唯 全市前 国家级 省级 市级 首个 首批 首次 率先 第一名 第二名 第三名 第四名 第五名 先进 优秀 示范 表彰 荣获 获评 推广 评为 批示 典型",
    "award": "荣获 获评 评为 评选为 入选 被列为 通报表扬 表彰 一等奖 二等奖 三等奖 典型案例 先进集体 先进个人 先进单位 位居 排名 位列 推介 获批",
    "full": "全覆盖 100% 零发生 零发案 零事故 从无到有 全部",
    "quoted": "“",
    "vague": "水平 能力 效能 意识 氛围 环境 保障 基础 作用 质效 质量 公信力 满意度 获得感 格局 合力 局面 意义 素养 积极性 凝聚力 成效 力度 各项 责任 思想 精神 理念 方式 大局",
    "lacks": "不足 不够 不高 不强 不深 不到位 薄弱 滞后 有待 亟待 亟需 仍需 还需 尚未 未能 缺乏 偏少 偏低 偏弱 偏慢 不平衡 不均衡 差距 短板 不规范 不完善 不严 不多 欠缺 较少 较低 较弱 较慢 较差 没有 难以 不明显 不适应 单一 有限 不熟",
    "negative_fact": "零发 零事故 未发生 无一起 无一例 无一件 无民 没有发生 零投诉 零复议 零败诉 未出现 零上访 保持零 为零",
    "admission": "取得一定 取得了一定 取得一些 取得了一些 取得了较好 取得较好 存在一些 存在以下 存在着 主要表现 主要体现 需要引起",
    "future": "将继续 将坚持 将以 将进一步 将深入 将紧 指导 引领 新的 奋进 贡献",
    "rhetoric": "两个确立 两个维护 政治方向 鲜明标志 名片 风向标 这条底线 新台阶 新篇章 新局面 浓厚 获得感 幸福感 最高标准 落到实处 落地见效 走深走实 入脑入心 打下 奠定 注入 添砖加瓦 护航 保驾 新动能 指挥棒 主体责任 思想自觉 行动自觉 凝聚 生命力 作风建设 理想信念 党性 党的建设 同频共振 齐抓共管 总揽全局 内生动力 全会精神 大会精神 大精神 决策部署 重要论述 指示精神 根本遵循 顶层设计",
    # No features of their own: whether the text may speak to a machine, so that `claims` is asked; and whether the sentence may turn to another kind, so that the patterns of `cues` are asked.
    "machine": "SYSTEM system 扮演 忽略 无视 系统 AI 助手 指令 提示词 提示: 输出 模型 prompt Prompt ignore Ignore 摘要 上述要求 以上要求",
    "turning": "下一步 下步 下阶段 下一阶段 接下来 今后 明年 来年 新的一年 下一年 展望 下半年 未来 为此 对此 针对 将 拟 但 然而 不过 可是 与此同时 同时也 当然 另一方面 尽管 虽 也应 也要看到 清醒 存在 仍有 还有 面临 主要问题 突出问题 不足 20 要求 强调 指出 提出 规定 明确 已 均 整改",
}
# Features by the first two characters, behind adverbs of time and manner.
_ADVERBS = frozenset(
    [
        "同时",
        "此外",
        "另外",
        "其中",
        "先后",
        "累计",
        "全年",
        "积极",
        "扎实",
        "大力",
        "认真",
        "及时",
        "成功",
        "顺利",
        "创新",
        "率先",
        "依法",
        "有效",
        "定期",
        "统一",
        "全力",
        "精心",
        "持续",
        "深入",
        "全面",
        "不断",
        "切实",
        "着力",
        "稳步",
        "有序",
        "严格",
        "充分",
        "重点",
        "主动",
        "多次",
        "首次",
        "再次",
        "逐步",
        "牢牢",
        "坚决",
        "继续",
        "加快",
        "联合",
        "组织",
    ]
)
_SHORT_ADVERBS = frozenset("并且还也均都已共,")
_STARTS = {
    "slogan_start": "坚持 贯彻 落实 学习 围绕 聚焦 按照 根据 遵循 牢固 树牢 始终 深刻 站在 提高 增强 强化 加强 推动 推进 发挥 坚决 坚定 以习 以党 突出 注重 立足 紧扣 紧紧 紧盯 树立 弘扬 践行 牢记 统筹 锚定 高举 把握 抓实 抓牢 抓好 压实 拧紧 扛牢 筑牢 夯实 守住 切实 充分 优化 深化",
    "result_start": "提升 提高 增强 促进 维护 保障 确保 营造 形成 夯实 有力 有效 切实 不断 显著 进一 为全 为推 为加 为建 为经 为打 为法 为实 让群 让企 使群 使各 从而 真正 努力 全力 助力 推动 推进 激发 打通 防止 杜绝 避免 展现 彰显 实现 构建 引导 倒逼 压实 凝聚 持续 全面 巩固 稳步 大幅 明显 得到 受到 取得 发挥",
    "deed_start": "印发 出台 制定 制发 修订 修改 编制 编印 建成 成立 设立 组建 打造 搭建 开展 组织 举办 召开 举行 完成 实现 荣获 获评 获得 被评 入选 推行 建立 健全 办理 办结 审查 审核 受理 审结 排查 调处 调解 化解 清理 评查 培训 检查 抽查 出动 查处 公布 公开 发布 上线 推出 取消 下放 压缩 整改 配备 聘请 选派 创建 邀请 通报 督察 约谈 收集 整理 发放 走访 提出 出具 上报 归集 录入 进驻 立案 处罚 制作 播放 推送 培养 新增 新建 改造 投入 发现 纠正 撤销 废止 报送 备案 评估 测评 考核 述法 研究 听取 审议 讨论 纳入 列入 将习 将法 将行 对全 对各 聘任 遴选 招录 引进 签订 对接 联合 协调 帮助 指导 督促 回复 答复 接待 接受 妥善 成功 探索 试点 创新 首创 率先 明确 细化 梳理 划转 承接 赋予 整合 合并 撤并 精简 减少 免除 减免 退还 追回 挽回 救助 转移",
    "purpose_start": "为了 为进 为切 为认 为深 为贯 为确 为有 为落 为规 为加 通过 依托 利用 结合 对照 针对 借助 以此 借鉴 参照 在全 在市 在县 在区 在此",
    "admission": "虽然 尽管 对照 在看 一年 我们 在肯",
    "future": "下一 今后 接下 明年 来年",
}
_SCENE_ENDS = tuple(
    [
        "基础上",
        "指导下",
        "领导下",
        "支持下",
        "过程中",
        "工作中",
        "期间",
        "方面",
        "以来",
        "的同时",
        "背景下",
        "为抓手",
        "为契机",
        "为导向",
        "为引领",
        "为目标",
        "为主线",
        "为重点",
        "为核心",
        "为统领",
        "为指引",
        "为指导",
        "为根本",
        "为牵引",
        "为支撑",
        "为切入点",
        "为突破口",
        "为载体",
        "原则",
        "要求",
        "精神",
        "后",
        "时",
        "之际",
    ]
)
_DATE_ENDS = ("日", "月", "旬", "期间", "年")
# A figure in a clause that only frames the deed is none that a reader wants: 「聚焦13个重点领域，」.
_FRAMES = frozenset(["围绕", "聚焦", "针对", "紧扣", "立足"])
_VAGUE_ENDS = tuple(
    [
        "水平",
        "能力",
        "效能",
        "意识",
        "氛围",
        "环境",
        "保障",
        "基础",
        "作用",
        "质效",
        "公信力",
        "满意度",
        "获得感",
        "格局",
        "合力",
        "局面",
        "素养",
        "成效",
        "力度",
        "发展",
        "稳定",
        "提升",
        "提高",
        "增强",
        "改善",
        "落实",
        "见效",
        "到位",
        "实处",
        "深入",
        "轨道",
        "生根",
    ]
)
_TITLE_VERBS = frozenset(
    [
        "印发",
        "出台",
        "制定",
        "修订",
        "起草",
        "制发",
        "编制",
        "公布",
        "发布",
        "编印",
        "签订",
        "完善",
        "下发",
        "推行",
        "颁布",
        "实施",
    ]
)
_LINKERS = ("并", "同时", "其中", "此外", "还", "且", "及时", "以及")

FEATURES = (
    *(name for name in _WORDS if name not in ("turning", "machine")),
    *(name for name in _STARTS if name not in _WORDS),
    "figure",
    "two_figures",
    "many_figures",
    "heading",
    "scene",
    "vague_end",
    "named_list",
    "short",
    "long",
    "linker",
    "first",
    "last",
)
_AT = {name: number for number, name in enumerate(FEATURES)}
(
    _FIGURE,
    _TWO_FIGURES,
    _MANY_FIGURES,
    _HEADING,
    _SCENE,
    _VAGUE_END,
    _NAMED_LIST,
    _SHORT,
    _LONG,
    _LINKER,
    _FIRST,
    _LAST,
) = range(len(FEATURES) - 12, len(FEATURES))
_TITLE, _SLOGAN_START, _DEED_START = _AT["title"], _AT["slogan_start"], _AT["deed_start"]
WEAK = frozenset(_AT[name] for name in ("slogan_start", "purpose_start", "scene", "rhetoric", "heading"))


class Reading(NamedTuple):
    """A clause as read: its text (shadow), its active features (by index), what it says of matters, whether it may
    turn to another kind or speak to a machine, how many figures it has."""

    clause: Clause
    text: str
    active: tuple[int, ...]
    matters: tuple[tuple[Matter, float], ...]
    turning: bool
    machine: bool
    figures: int


_Payload = tuple[tuple[int, ...], int, tuple[tuple[Matter, float], ...]]
_TURNING, _MACHINE = 1, 2


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon[_Payload]:
    by_word: dict[str, set[int]] = {}
    flags: dict[str, int] = {}
    for name, words in _WORDS.items():
        for word in words.split():
            by_word.setdefault(word, set())
            if name in _AT:
                by_word[word].add(_AT[name])
            else:
                flags[word] = flags.get(word, 0) | (_TURNING if name == "turning" else _MACHINE)
    known = topics.words()
    everything = dict.fromkeys([*by_word, *known])
    return Lexicon({w: (tuple(by_word.get(w, ())), flags.get(w, 0), known.get(w, ())) for w in everything})


@lru_cache(maxsize=1)
def _starts() -> dict[str, tuple[int, ...]]:
    starts: dict[str, list[int]] = {}
    for name, heads in _STARTS.items():
        for head in heads.split():
            starts.setdefault(head, []).append(_AT[name])
    return {head: tuple(names) for head, names in starts.items()}


def read(document: Document, clauses: Sequence[Clause]) -> list[Reading]:
    """The readings of clauses, which must be in the text's order."""
    if not clauses:
        return []
    text = document.shadow.text
    figures = _figures(document, clauses)
    words, told, flags = _words(text, clauses)
    readings = []
    last = len(clauses) - 1
    before = -1
    for number, clause in enumerate(clauses):
        _, start, end, _, _, sentence, heading = clause
        active = words[number]
        _shape(active, text, start, end, heading, figures[number])
        if sentence != before:
            active.add(_FIRST)
        if number == last or clauses[number + 1].sentence != sentence:
            active.add(_LAST)
        before = sentence
        readings.append(
            Reading(
                clause,
                text[start:end],
                tuple(active),
                tuple(told[number]),
                bool(flags[number] & _TURNING),
                bool(flags[number] & _MACHINE),
                figures[number],
            )
        )
    return readings


def _figures(document: Document, clauses: Sequence[Clause]) -> list[int]:
    """The number of figures in each clause."""
    counts = [0] * len(clauses)
    found = document.figures
    at = bisect_left(found, clauses[0].start, key=itemgetter(0))
    number, total = 0, len(clauses)
    for quantity in islice(found, at, None):
        start = quantity.start
        while number < total and clauses[number].end <= start:
            number += 1
        if number == total:
            break
        if clauses[number].start <= start:
            counts[number] += 1
    return counts


def _words(text: str, clauses: Sequence[Clause]) -> tuple[list[set[int]], list[list[tuple[Matter, float]]], list[int]]:
    """Features, matters and flags that the words of each clause show. A word over a clause's edge shows nothing."""
    words: list[set[int]] = [set() for _ in clauses]
    told: list[list[tuple[Matter, float]]] = [[] for _ in clauses]
    flags = [0] * len(clauses)
    begin = clauses[0].start
    at, stop, start_of = 0, clauses[0].end - begin, clauses[0].start - begin
    for (features, flag, matters), start, end in _lexicon().scan(text[begin : clauses[-1].end]):
        while end > stop:
            at += 1
            stop, start_of = clauses[at].end - begin, clauses[at].start - begin
        if start < start_of:
            continue
        if features:
            words[at].update(features)
        if flag:
            flags[at] |= flag
        if matters:
            told[at] += matters
    return words, told, flags


def _shape(active: set[int], text: str, start: int, end: int, heading: bool, figures: int) -> None:
    """Add the features that a clause's form shows: how it begins and ends, its length, its figures."""
    if end - start < 10:
        active.add(_SHORT)
    elif end - start > 36:
        active.add(_LONG)
    if text.startswith(_LINKERS, start):
        active.add(_LINKER)
    start, end = core(text, start, end)
    _beginning(active, text, start, end)
    if text.endswith(_VAGUE_ENDS, start, end):
        active.add(_VAGUE_END)
    scene = text.endswith(_SCENE_ENDS, start, end) or (text[start].isdigit() and text.endswith(_DATE_ENDS, start, end))
    if scene:
        active.add(_SCENE)
    if figures and not scene and text[start : start + 2] not in _FRAMES:
        active.add(_FIGURE)
        if figures > 1:
            active.add(_TWO_FIGURES if figures == 2 else _MANY_FIGURES)
    if heading:
        active.add(_HEADING)
    if text.count("、", start, end) >= 2:
        active.add(_NAMED_LIST)
    title = text.find("《", start, end)
    if title >= 0 and any([text[i : i + 2] in _TITLE_VERBS for i in range(max(start, title - 18), title - 1)]):
        active.add(_TITLE)


def _beginning(active: set[int], text: str, at: int, end: int) -> None:
    """Add the features of the first two characters, and of those behind outline number and adverbs."""
    starts = _starts()
    if known := starts.get(text[at : at + 2]):
        active.update(known)
    if text[at] in "一二三四五六七八九十" and text[at + 1 : at + 2] in ("是", "要"):
        at += 2
        active.update(starts.get(text[at : at + 2], ()))
    first = at
    while at < end:
        if text[at : at + 2] in _ADVERBS:
            at += 2
        elif text[at] in _SHORT_ADVERBS:
            at += 1
        elif text.startswith("进一步", at):
            at += 3
        else:
            break
    if at > first and (known := starts.get(text[at : at + 2])):
        active.update([n for n in known if n in (_SLOGAN_START, _DEED_START)])
