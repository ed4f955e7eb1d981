"""The words around a summary, in Chinese and English."""

from schemas.summary import Figure, Item, ReportSummary
from service.messages import Language, Text

LABELS: dict[str, Text] = {
    "untitled": Text("（无标题）", "(untitled)"),
    "overview": Text("概述", "Overview"),
    "achievements": Text("主要成效", "Achievements"),
    "problems": Text("存在问题", "Problems"),
    "plans": Text("下步计划", "Plans"),
    "none": Text("报告未提及。", "The report states none."),
    "figures": Text("数据", "Figures"),
    "name": Text("指标", "What"),
    "value": Text("数值", "Value"),
    "change": Text("变化", "Change"),
    "item": Text("条目", "Item"),
    "warnings": Text("提示", "Warnings"),
    "evidence": Text("原文", "Source"),
    "annex": Text("附：原文依据", "Annex: the source"),
    "page": Text("第{page}页", "p. {page}"),
    "characters": Text("字", "characters"),
    "year": Text("年度", ""),
    "coverage": Text("正文引用率", "Share of the text cited"),
    "engine": Text("引擎", "Engine"),
    "between": Text("：", ": "),
    "up": Text("上升", "up"),
    "down": Text("下降", "down"),
    "from": Text("原", "from"),
    "to": Text("现", "to"),
    "hans": Text("简体", "simplified"),
    "hant": Text("繁体", "traditional"),
    "kind_achievement": Text("成效", "achievement"),
    "kind_problem": Text("问题", "problem"),
    "kind_plan": Text("计划", "plan"),
    "kind_other": Text("其他", "other"),
    # tables
    "column_report": Text("报告", "Report"),
    "column_title": Text("标题", "Title"),
    "column_issuer": Text("发布机关", "Issuer"),
    "column_region": Text("地区", "Region"),
    "column_year": Text("年度", "Year"),
    "column_level": Text("层级", "Level"),
    "column_item": Text("条目编号", "Item"),
    "column_kind": Text("类别", "Kind"),
    "column_topic": Text("主题", "Topic"),
    "column_text": Text("摘要", "Text"),
    "column_evidence": Text("原文依据", "Evidence"),
    "column_figures": Text("数据", "Figures"),
    "column_name": Text("指标", "What"),
    "column_value": Text("数值（原文）", "Value as printed"),
    "column_number": Text("数值", "Number"),
    "column_unit": Text("单位", "Unit"),
    "column_change": Text("变化", "Change"),
    "column_characters": Text("字数", "Characters"),
    "column_achievements": Text("成效数", "Achievements"),
    "column_problems": Text("问题数", "Problems"),
    "column_plans": Text("计划数", "Plans"),
    "column_coverage": Text("正文引用率", "Share of the text cited"),
    "column_engine": Text("引擎", "Engine"),
    "column_overview": Text("概述", "Overview"),
    "column_warnings": Text("提示", "Warnings"),
    "column_state": Text("状态", "State"),
    "column_error": Text("失败原因", "Error"),
    "sheet_items": Text("条目", "Items"),
    "sheet_figures": Text("数据", "Figures"),
    "column_reports": Text("报告数", "Reports"),
    "sheet_numbers": Text("数值", "Numbers"),
    "sheet_printed": Text("原文数值", "As printed"),
    "sheet_reports": Text("报告", "Reports"),
    "state_queued": Text("等待中", "queued"),
    "state_running": Text("处理中", "running"),
    "state_succeeded": Text("完成", "succeeded"),
    "state_failed": Text("失败", "failed"),
    "state_cancelled": Text("已取消", "cancelled"),
    # levels
    "province": Text("省级", "province"),
    "city": Text("市级", "city"),
    "county": Text("县级", "county"),
    "town": Text("乡镇级", "town"),
    "department": Text("部门", "department"),
    # topics
    "leadership": Text("组织领导", "leadership"),
    "functions": Text("政府职能", "functions"),
    "rulemaking": Text("制度建设", "rulemaking"),
    "decision": Text("行政决策", "decisions"),
    "enforcement": Text("行政执法", "enforcement"),
    "emergency": Text("应急管理", "emergency"),
    "disputes": Text("纠纷化解", "disputes"),
    "oversight": Text("权力监督", "oversight"),
    "publicity": Text("普法宣传", "publicity"),
    "services": Text("法律服务", "services"),
    "other": Text("其他", "other"),
}


def label(name: str, language: Language) -> str:
    """The word for a part, a topic or a level."""
    return getattr(LABELS[name], language)  # type: ignore[no-any-return]


def parts(summary: ReportSummary, language: Language) -> list[tuple[str, tuple[Item, ...]]]:
    """The three lists with their headings."""
    return [
        (label("achievements", language), summary.achievements),
        (label("problems", language), summary.problems),
        (label("plans", language), summary.plans),
    ]


def identity(summary: ReportSummary, language: Language) -> list[str]:
    """Who reported, at what level, on which year, how long; what the report does not say is left out."""
    report = summary.report
    who = [report.issuer, report.region if report.region != report.issuer else None]
    level = label(report.level, language) if report.level else None
    year = f"{report.year}{label('year', language)}" if report.year else None
    script = label(report.script, language)
    return [
        part for part in (*who, level, year, script, f"{report.characters:,} {label('characters', language)}") if part
    ]


def account(summary: ReportSummary, language: Language) -> list[str]:
    """How the summary was made and how much of the report it cites."""
    between, usage = label("between", language), summary.usage
    engine = f"{usage.engine}（{usage.model}）" if usage.model and language == "zh" else usage.engine
    if usage.model and language == "en":
        engine = f"{usage.engine} ({usage.model})"
    return [
        f"{label('coverage', language)}{between}{summary.quality.coverage:.0%}",
        f"{label('engine', language)}{between}{engine}",
    ]


def change(figure: Figure, language: Language) -> str:
    """Up or down, from or to; empty where the report says neither."""
    told = [label(word, language) for word in (figure.change, figure.direction) if word]
    return ("，" if language == "zh" else ", ").join(told)


def quantity(figure: Figure) -> str:
    """The figure as printed, its unit behind it."""
    unit = "" if figure.value.endswith(figure.unit) or (figure.unit == "%" and "百分" in figure.value) else figure.unit
    hedge = figure.modifier if figure.modifier and figure.modifier not in figure.value else ""
    # 以上, 以下 and their like stand behind the unit, 不足 and 超过 before the number.
    return figure.value + unit + hedge if hedge.startswith(("以", "左", "上", "之")) else hedge + figure.value + unit
