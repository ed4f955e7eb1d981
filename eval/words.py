"""What the eval commands and their report say, in Chinese and English."""

from service.messages import Language, Text

WORDS: dict[str, Text] = {
    # help
    "eval": Text("评测：对照人工标注打分、比较、把关、出报告。", "Score against gold, compare, gate, report."),
    "epilog": Text(
        "退出码：0 成功/通过；1 未通过；3 无法断定；64 用法或数据不符；66 找不到；78 设置有误；130 中断。",
        "Exit codes: 0 done, passed; 1 gate failed; 3 inconclusive; 64 wrong or incomparable input; 66 not found; 78 settings; 130 interrupted.",
    ),
    "run": Text(
        "用一个引擎跑一遍标注集。中断后再跑同一命令即可续跑。", "Run an engine over a dataset. Run again to resume."
    ),
    "dataset": Text("标注所在文件夹；默认自带的 eval/gold", "folder of the gold; default: the project's own"),
    "reports": Text("报告原文所在文件夹", "folder of the report texts"),
    "split": Text("只用其中一部分", "only this part of it"),
    "engine": Text("引擎；默认：设了模型用 llm，否则 extractive", "default: llm where a model is set, else extractive"),
    "model": Text("模型；默认取 TIYAO_MODEL", "the model; default from TIYAO_MODEL"),
    "base_url": Text("模型服务地址；默认取 TIYAO_BASE_URL", "the model server; default from TIYAO_BASE_URL"),
    "concurrency": Text("同时处理的报告数", "reports under way at once"),
    "repeats": Text("每份报告跑几遍", "how often each report is run"),
    "output": Text("结果文件", "the file to write"),
    "run_output": Text(
        "结果文件；默认 out/eval/引擎-标注集.json", "the run file; default: out/eval/ENGINE-DATASET.json"
    ),
    "fresh": Text("丢弃上次未跑完的结果", "drop what an interrupted run left"),
    "compact": Text("只存分数与逐条判定，供作基线", "keep scores and verdicts only, as a baseline to commit"),
    "compare": Text("比较两次评测：逐份、逐条的得与失。", "Compare two runs: what was won and lost, report by report."),
    "run_a": Text("先前的结果文件", "the run before"),
    "run_b": Text("后来的结果文件", "the run after"),
    "format": Text("格式", "format"),
    "gate": Text("把关：硬性要求须全部满足，再比基线。", "Decide whether a run may follow the baseline."),
    "run_file": Text("结果文件", "a run file"),
    "baseline": Text("基线结果文件", "the run file of the baseline"),
    "margin": Text("可容忍的下降", "the loss that is let pass"),
    "alpha": Text("显著性水平（单侧）", "level of the test, one-sided"),
    "report": Text("把结果写成一个 HTML 文件。", "Write a run as one HTML file."),
    "judge": Text("请另一个模型逐条判断有无依据（仅供参考）。", "Let a second model judge each item. Never a gate."),
    "limit": Text("最多判断几条", "how many items at most"),
    "seed": Text("抽样种子", "seed of the sample"),
    # refusals
    "not_same_dataset": Text(
        "标注不同，不能比较：{one} / {other}", "scored against different gold: {one} / {other}; run the baseline again"
    ),
    "not_same_scorer_version": Text(
        "评分版本不同，不能比较：{one} / {other}",
        "scored by different scorers: {one} / {other}; run the baseline again",
    ),
    "not_same_reports": Text(
        "报告不同，不能比较；只在前者：{one}；只在后者：{other}",
        "over different reports; only in the first: {one}; only in the second: {other}",
    ),
    "other_journal": Text(
        "未跑完的结果属于另一次评测（{names} 不同）。请换一个 --output，或用 --fresh 丢弃。",
        "it was left by another run ({names} differ); choose another --output, or drop it by --fresh",
    ),
    "gold_gone": Text("标注已变，与结果文件不符：{one} / {other}", "the gold is not the run's: {one} / {other}"),
    # what is told
    "progress": Text("已完成 {done}/{total}", "{done} of {total} done"),
    "resumed": Text("续跑：已有 {there} 份结果", "resumed: {there} results were there"),
    "failed_reports": Text("{failed} 份失败，各项计 0 分", "{failed} failed and score 0"),
    "fell_back": Text(
        "{reports} 份报告中有 {items} 条改由内置引擎给出，分数不全是模型的",
        "{items} items in {reports} reports are the embedded engine's: the scores are not the model's alone",
    ),
    "written": Text("已写入 {path}", "written to {path}"),
    "pass": Text("通过", "pass"),
    "fail": Text("未通过", "fail"),
    "inconclusive": Text("无法断定", "inconclusive"),
    "won": Text("得", "won"),
    "lost": Text("失", "lost"),
    "spurious": Text("多余", "spurious"),
    "missed": Text("漏掉", "missed"),
    "other kind": Text("类别不符", "other kind"),
    "found": Text("找到", "found"),
    "metric": Text("指标", "metric"),
    "mean": Text("均值", "mean"),
    "interval": Text("95% 区间", "95% interval"),
    "before": Text("先前", "before"),
    "after": Text("后来", "after"),
    "difference": Text("差", "difference"),
    "detectable": Text("可测最小差", "detectable"),
    "reports_n": Text("份数", "n"),
    "supported": Text("有据", "supported"),
    "partly": Text("部分有据", "partly"),
    "not": Text("无据", "not"),
    "no_answer": Text("未作答", "no answer"),
    "judged": Text("{model} 判断 {n} 条：", "{model} on {n} items:"),
    "known": Text(
        "对已知答案的把握：改动过的 {altered} 条中看出 {caught}；未改动的 {sound} 条中认可 {kept}；kappa {kappa}",
        "On known claims: {caught} of {altered} altered ones caught, {kept} of {sound} sound ones kept; kappa {kappa}",
    ),
}


def word(name: str, language: Language, **details: object) -> str:
    """A word or a sentence, its placeholders filled."""
    text = WORDS[name].zh if language == "zh" else WORDS[name].en
    return text.format(**details) if details else text
