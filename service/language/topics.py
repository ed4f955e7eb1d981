"""Which of the guidelines' topics a passage treats, by its words."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from schemas.document import Topic
from service.language.lexicon import Lexicon

# Words by (topic, matter). A matter is the finer thing that a paragraph turns from one to the next; two matters of one
# topic in one numbered point still make one item. The first list weighs 1 a word, the second (telling words) 2.5.
_WORDS: dict[tuple[Topic, str], tuple[str, str]] = {
    ("leadership", "study"): (
        "学法|理论学习中心组|中心组|专题学习|集体学习|学习贯彻|法治思维|任前考|应知应会|法治讲座|党校|专题辅导|第一议题",
        "习近平法治思想",
    ),
    ("leadership", "report"): (
        "述职|第一责任人|责任落实|责任链条|“关键少数”|关键少数|党政主要负责人|主要负责人",
        "述法|第一责任人",
    ),
    ("leadership", "inspect"): ("督察|督查|考核|考评|绩效|督导", "法治督察|法治建设督察|督察考核"),
    ("leadership", "plan"): (
        "工作要点|工作安排|任务清单|责任分工|领导小组|统筹协调|党的领导|党建|专题研究|听取|常委会|常务会|部署",
        "依法治区|依法治县|依法治市|依法治省|依法治镇",
    ),
    ("functions", "approval"): (
        "审批|政务服务|行政许可|办件|办事|窗口|一网通办|跨省通办|一件事|好差评|网办|网上可办|即办|容缺|证照|登记|放管服|帮办|最多跑|告知承诺|权责清单|权力清单|机构改革|简政放权|赋权清单|政务大厅|便民",
        "“放管服”|政务服务|行政审批|一网通办",
    ),
    ("functions", "business"): (
        "营商环境|市场主体|经营主体|企业|公平竞争|民营|惠企|招商|准入|助企|纾困",
        "营商环境|公平竞争审查",
    ),
    ("functions", "credit"): ("信用|失信|诚信|双公示|守信|账款", "社会信用|信用体系|政务诚信|信用修复"),
    ("functions", "livelihood"): ("生态|污染|环境保护|环保|水质|空气质量|食品|药品|网格|社会治理", "生态环境"),
    ("rulemaking", "law"): ("立法|条例草案|地方性法规|政府规章|规章|立法联系点", "立法"),
    ("rulemaking", "file"): ("规范性文件|备案|清理|废止|失效|文件管理", "规范性文件"),
    ("decision", "decide"): (
        "重大决策|重大行政决策|决策程序|公众参与|专家论证|风险评估|集体讨论|决策事项|听证|后评估|三重一大|科学决策",
        "重大行政决策|行政决策",
    ),
    ("decision", "review"): ("合法性审查|合法性审核|合同|协议|法律意见|审查意见|法制审核", "合法性审查|合法性审核"),
    ("decision", "counsel"): ("法律顾问|公职律师|顾问", "法律顾问|公职律师"),
    ("enforcement", "rules"): (
        "三项制度|执法公示|全过程记录|法制审核|裁量|执法规范|执法责任制|执法流程",
        "三项制度|行政执法公示",
    ),
    ("enforcement", "people"): ("执法人员|执法证|执法培训|执法资格|持证|大练兵|执法队伍", "执法人员|行政执法证"),
    ("enforcement", "oversee"): (
        "执法监督|案卷|执法检查|监督员|执法突出问题|专项整治|作风整治",
        "执法监督|案卷评查|行政执法案卷",
    ),
    ("enforcement", "reform"): ("综合执法|综合行政执法|执法体制|执法改革|处罚权|下沉|赋权", "综合行政执法"),
    ("enforcement", "mild"): ("包容审慎|轻微违法|免罚|首违不罚|柔性执法|不予处罚|减轻处罚", "包容审慎|轻微违法"),
    ("enforcement", "check"): ("双随机|抽查|监管|处罚|查处|立案|案件|罚款|执法检查|行政检查|扫码|非现场", "双随机"),
    ("emergency", "plan"): ("应急预案|预案|应急演练|演练|应急管理|应急队伍|物资储备", "应急预案|突发事件|应急管理"),
    ("emergency", "rescue"): ("洪涝|防汛|抗旱|救灾|灾害|疫情|救助|转移安置|台风|森林防火", "疫情防控|防汛"),
    ("emergency", "safety"): ("安全生产|隐患|消防|危化品|事故|矿山", "安全生产|重大隐患"),
    ("disputes", "review"): ("行政复议|复议|行政覆议", "行政复议|行政覆议"),
    ("disputes", "court"): (
        "应诉|行政诉讼|出庭|败诉|胜诉|府院|府检|公益诉讼|司法建议|检察建议|负责人出庭",
        "行政应诉|出庭应诉|行政诉讼|败诉率",
    ),
    ("disputes", "mediate"): (
        "调解|矛盾纠纷|纠纷|枫桥|调处|排查化解|人民调解|诉源|行政裁决|综治中心|平安",
        "人民调解|矛盾纠纷",
    ),
    ("disputes", "petition"): ("信访|上访|来信来访|接访|积案|群众来信", "信访"),
    ("disputes", "arbitrate"): ("仲裁", "仲裁"),
    ("disputes", "crime"): ("扫黑除恶|电信网络诈骗|命案|刑事案件|治安|警情|反诈|平安建设|平安县|综治", "扫黑除恶"),
    ("oversight", "people"): (
        "人大|政协|议案|提案|建议提案|代表建议|民主监督|监委|纪委|监察",
        "人大代表|建议提案|政协提案",
    ),
    ("oversight", "open"): (
        "政务公开|信息公开|依申请公开|公开政府信息|主动公开|政府公报|新闻发布",
        "政务公开|信息公开",
    ),
    ("oversight", "audit"): ("审计|财会监督|统计监督|巡察|巡视|12345|政务服务热线|热线", "审计监督|审计"),
    ("publicity", "teach"): (
        "普法|宪法|民法典|法治宣传|宣讲|送法|法律进|宣传|以案释法|讲座|法治副校长|青少年|旁听庭审|法治体检|法律六进",
        "普法|法治宣传",
    ),
    ("publicity", "place"): ("法治文化|法治公园|法治广场|阵地|长廊|法治文艺|微视频|小视频|品牌", "法治文化"),
    ("publicity", "model"): (
        "示范村|示范创建|民主法治|示范县|示范区|法律明白人|学法用法示范户|示范市|依法治理|村规民约",
        "民主法治示范|法律明白人|示范创建|法治政府建设示范",
    ),
    ("services", "aid"): ("法律援助|援助", "法律援助"),
    ("services", "public"): ("公共法律服务|公证|律师|司法鉴定|法律服务|法律咨询|法律需求", "公共法律服务|公证"),
    ("services", "correct"): ("社区矫正|安置帮教|矫正对象|刑满释放|戒毒|司法所", "社区矫正|安置帮教"),
}
Matter = tuple[Topic, str]


@lru_cache(maxsize=1)
def words() -> dict[str, tuple[tuple[Matter, float], ...]]:
    """What each word says of the matters: (matter, weight) pairs."""
    weights: dict[str, dict[Matter, float]] = {}
    for matter, (plain, telling) in _WORDS.items():
        for word in plain.split("|"):
            weights.setdefault(word, {}).setdefault(matter, 1.0)
        for word in telling.split("|"):
            weights.setdefault(word, {})[matter] = 2.5
    return {word: tuple(found.items()) for word, found in weights.items()}


@lru_cache(maxsize=1)
def _lexicon() -> Lexicon[tuple[tuple[Matter, float], ...]]:
    return Lexicon(words())


def matters(text: str) -> dict[Matter, float]:
    """How strongly a passage speaks of each matter; empty where no known word occurs."""
    found: dict[Matter, float] = {}
    for told, _, _ in _lexicon().scan(text):
        add(found, told)
    return found


def add(scores: dict[Matter, float], told: Iterable[tuple[Matter, float]]) -> None:
    """Add weights to scores, in place."""
    for matter, weight in told:
        scores[matter] = scores.get(matter, 0.0) + weight


def topic(scores: Mapping[Matter, float]) -> Topic:
    """The strongest topic of the scores, matters summed; `other` where there are none."""
    sums: dict[Topic, float] = {}
    for (name, _), weight in scores.items():
        sums[name] = sums.get(name, 0.0) + weight
    return max(sums, key=sums.__getitem__) if sums else "other"
