"""What people read in chats, in Chinese and English."""

from typing import Any

from service.messages import Language
from service.texts import Text

WORDS: dict[str, Text] = {
    "help": Text(
        "请把年度报告全文粘贴到这里，或上传文件（txt、html、pdf、docx）。我会给出主要成效、存在问题和下步计划，每一条都附原文；之后可以继续追问，"
        "例如：有哪些问题？行政复议办了多少件？",
        "Paste a whole annual report here, or attach the file (txt, html, pdf, docx). You get its achievements, problems and "
        "plans, each with the words of the report; then ask on, for instance: which problems? what of 行政复议?",
    ),
    "other": Text(
        "这段文字不像政府年度报告，没有生成摘要。如果确实是报告，请以文件形式上传，或粘贴包含标题的全文。",
        "This does not look like a government's annual report, so it was not summarized. If it is one, attach it as a file, or "
        "paste the whole text with its title.",
    ),
    "not_told": Text(
        "报告没有说到“{question}”。我只依据报告原文回答。",
        "The report does not tell of “{question}”. Only the report itself is answered from.",
    ),
    "no_kind": Text("报告没有提到{kind}。", "The report states no {kind}."),
    "told_by": Text("关于“{question}”，报告是这样说的：", "On “{question}”, the report says:"),
    "of_kind": Text("报告提到的{kind}共 {count} 条：", "The report states {count} {kind}:"),
    "near": Text(
        "报告没有直接说到“{question}”。相近的内容：",
        "The report does not tell of “{question}” itself. What comes near:",
    ),
    "related": Text("相关的内容：", "What it does say on the matter:"),
    "achievement": Text("主要成效", "achievements"),
    "problem": Text("存在问题", "problems"),
    "plan": Text("下步计划", "plans"),
    "more": Text("还有 {count} 条未列出。", "{count} more are not listed."),
    "cut": Text("（内容过长，只显示一部分。）", "(Too long: only a part is shown.)"),
    "link": Text("在网页上查看全部条目和原文", "See all items and the source"),
    "summary_id": Text("摘要编号：{id}", "Summary id: {id}"),
    "waiting": Text(
        "报告较长，已转入后台处理（任务编号 {id}）。稍后再问即可得到结果。",
        "The report takes long and is being worked on in the background (job {id}). Ask again in a while.",
    ),
    "reading": Text("正在阅读报告", "Reading the report"),
    "stage_outline": Text("正在识别报告结构", "Finding the report's structure"),
    "stage_extract": Text("正在提取要点：{done}/{of}", "Extracting: {done} of {of}"),
    "stage_merge": Text("正在合并与核对", "Merging and checking"),
    "stage_other": Text("处理中：{stage}", "Working: {stage}"),
    "comparison": Text("对比", "Comparison"),
    "shared_figures": Text("共同的数据", "Figures they share"),
    "no_shared_figures": Text("没有名称和单位都相同的数据。", "No figure has the same name and unit in all."),
    "shared": Text("都提到的{kind}", "Shared {kind}"),
    "only": Text("{report}：独有的{kind}", "{report}: {kind} of its own"),
    "nothing": Text("无", "None"),
    "unnamed": Text("报告{number}", "Report {number}"),
    "chat_title": Text("报告提要", "Report summary"),
    "tag_1": Text("法治政府建设", "Rule of law"),
    "tag_2": Text("年度报告", "Annual report"),
    "follow_up_1": Text("报告提到哪些问题？", "Which problems does the report name?"),
    "follow_up_2": Text("下一步有什么计划？", "What is planned next?"),
    "follow_up_3": Text("行政复议的情况如何？", "What does it say of 行政复议?"),
}


def say(name: str, language: Language, **details: Any) -> str:
    """The words, their placeholders filled."""
    return str(getattr(WORDS[name], language)).format(**details)
