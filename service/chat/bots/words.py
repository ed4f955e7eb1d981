"""What people read of a bot, and the words that they tell it to do something by."""

from typing import Any, Literal

from service.messages import Language
from service.texts import Text

Command = Literal["done", "drop", "help"]
_COMMANDS: dict[str, Command] = {
    **dict.fromkeys(("完成", "发完了", "结束", "done", "end"), "done"),
    **dict.fromkeys(("取消", "放弃", "cancel"), "drop"),
    **dict.fromkeys(("帮助", "help", "?", "？"), "help"),
}

WORDS: dict[str, Text] = {
    "help_title": Text("提要", "tiyao"),
    "help": Text(
        "我把政府年度报告（如法治政府建设情况报告）整理成要点：成效、问题、计划，每条都附原文。\n"
        "· 发送报告全文，或 txt、docx、pdf、html 文件。\n"
        "· 报告太长可分几条发送，发完后发“完成”；发“取消”放弃。\n"
        "· 收到摘要后可以追问，例如：有哪些问题？行政复议办了多少件？",
        "I turn Chinese government yearly reports into their achievements, problems and plans, each with its source.\n"
        "· Send the whole report, or a txt, docx, pdf or html file.\n"
        "· A long one may come in several messages: send “done” after the last, or “cancel”.\n"
        "· After the summary, ask on, for instance: which problems? what of mediation?",
    ),
    "other": Text(
        "这段文字不像政府年度报告，没有整理。若确实是报告，请以文件发送，或连标题一起发送全文。",
        "This does not look like a government's yearly report and was not summarized. If it is one, send it as a file, or "
        "the whole text with its title.",
    ),
    "piece": Text(
        "已收到第 {number} 段（{characters} 字）。如有后续请继续发送；发“完成”立即开始，发“取消”放弃；{seconds} 秒内没有后续也会自动开始。",
        "Part {number} is here ({characters} characters). Send what follows; “done” begins at once, “cancel” drops it; it "
        "begins by itself when nothing follows for {seconds} s.",
    ),
    "files": Text(
        "只读取了前 {number} 个文件，其余请另发。", "Only the first {number} files were read; send the others again."
    ),
    "dropped": Text("已放弃这份报告的 {number} 段。", "The {number} parts of this report are dropped."),
    "no_pieces": Text("没有正在接收的报告。", "No report is being received."),
    "working": Text(
        "已收到报告，正在整理，完成后发给你。",
        "The report is here and being worked on; you get the summary when it is done.",
    ),
    "late": Text(
        "报告仍在排队（任务 {id}）。稍后在网页上查看，或重新发送。",
        "The report still waits (job {id}). See the page later, or send it again.",
    ),
    "gone": Text("这份报告的任务已被取消或删除。", "The job of this report was cancelled or deleted."),
    "failed": Text("没有完成：{reason}", "Not done: {reason}"),
    "untitled": Text("报告摘要", "Summary of a report"),
    "link": Text("查看全部条目与原文依据", "All items and their sources"),
    "answer_title": Text("关于《{title}》", "On “{title}”"),
    "told": Text("报告是这样说的：", "The report says:"),
    "near": Text("报告没有直接说到，相近的内容有：", "The report does not tell this; what is near to it:"),
    "not_told": Text(
        "这份报告没有说到。我只依据报告原文回答。", "The report does not tell. Only the report itself is answered from."
    ),
    "achievement": Text("成效", "achievement"),
    "problem": Text("问题", "problem"),
    "plan": Text("计划", "plan"),
}


def say(name: str, language: Language, **details: Any) -> str:
    """The words, their placeholders filled."""
    return str(getattr(WORDS[name], language)).format(**details)


def command(text: str) -> Command | None:
    """What a message asks the bot itself to do, if that is all that it says."""
    return _COMMANDS.get(text.strip().strip('。.!！“”"「」').casefold() or text.strip())
