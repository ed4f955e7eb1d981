"""An invented report, its gold and a perfect summary of it, for tests of the metrics."""

from collections.abc import Callable

from eval.annotations import gold_report
from eval.metrics import score
from eval.perfect import summary as perfect
from eval.values import GoldReport
from schemas.summary import Item, ReportSummary

TEXT = """青禾县2024年法治政府建设情况报告
一、主要工作
1.深化审批改革。企业开办时间由5个工作日压缩至1个工作日，办结政务服务事项3.2万件，群众满意率98.6%。
2.规范行政执法。开展专项检查46次，查办案件128起，罚没款项210万元，执法人员持证率同比提高4.5个百分点。
3.抓实法治宣传。举办普法讲座75场次，发放手册1200余册，新建法治文化广场6个。
二、存在问题
执法队伍专业能力不足，乡镇一级尚未配齐法制审核人员。
三、下一步打算
2025年将建成全县统一的行政执法监督平台，组织执法人员轮训2期。
"""
ACCESS = "企业开办时间由5个工作日压缩至1个工作日，办结政务服务事项3.2万件，群众满意率98.6%"
CHECKS = "开展专项检查46次，查办案件128起，罚没款项210万元，执法人员持证率同比提高4.5个百分点"
TEACHING = "举办普法讲座75场次，发放手册1200余册，新建法治文化广场6个"
LACK = "执法队伍专业能力不足，乡镇一级尚未配齐法制审核人员"
PLATFORM = "2025年将建成全县统一的行政执法监督平台，组织执法人员轮训2期"


def _figure(name: str, value: str, unit: str, direction: str | None = None, change: str | None = None) -> dict:
    return {"name": name, "value": value, "unit": unit, "direction": direction, "change": change}


def _item(kind: str, topic: str, quote: str, *figures: dict, vital: bool = True) -> dict:
    return {
        "kind": kind,
        "topic": topic,
        "vital": vital,
        "text": quote,
        "evidence": [quote],
        "figures": list(figures),
    }


ANNOTATION = {
    "id": "qinghe-2024",
    "file": "qinghe-2024.txt",
    "title": "青禾县2024年法治政府建设情况报告",
    "issuer": "青禾县人民政府",
    "region": "青禾县",
    "level": "county",
    "year": 2024,
    "script": "hans",
    "absent": [],
    "boilerplate": [],
    "items": [
        _item(
            "achievement",
            "functions",
            ACCESS,
            _figure("企业开办时间（原）", "5", "个工作日", "down", "from"),
            _figure("企业开办时间（现）", "1", "个工作日", "down", "to"),
            _figure("办结政务服务事项", "3.2万", "件"),
            _figure("群众满意率", "98.6", "%"),
        ),
        _item(
            "achievement",
            "enforcement",
            CHECKS,
            _figure("专项检查", "46", "次"),
            _figure("查办案件", "128", "起"),
            _figure("罚没款项", "210万", "元"),
            _figure("执法人员持证率", "4.5", "个百分点", "up"),
        ),
        _item(
            "achievement",
            "publicity",
            TEACHING,
            _figure("普法讲座", "75", "场次"),
            _figure("发放手册", "1200余", "册"),
            _figure("法治文化广场", "6", "个"),
            vital=False,
        ),
        _item("problem", "enforcement", LACK),
        _item("plan", "enforcement", PLATFORM, _figure("执法人员轮训", "2", "期")),
    ],
}
GOLD = gold_report(ANNOTATION, TEXT)
PERFECT = perfect(GOLD, TEXT)
APPLIES = frozenset(name for name, one in score(TEXT, GOLD, PERFECT).metrics.items() if one.value is not None)


def values(summary: ReportSummary | None, gold: GoldReport | None = GOLD, text: str = TEXT) -> dict[str, float]:
    return {name: one.value for name, one in score(text, gold, summary).metrics.items() if one.value is not None}


def each(change: Callable[[Item], Item], summary: ReportSummary = PERFECT) -> ReportSummary:
    """The summary with every item changed."""
    return summary.model_copy(
        update={kind: tuple(map(change, getattr(summary, kind))) for kind in ("achievements", "problems", "plans")}
    )
