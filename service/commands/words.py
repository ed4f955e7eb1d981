"""The help of the command line, in Chinese and English."""

from service.messages import Language, Text

WORDS: dict[str, Text] = {
    "tiyao": Text(
        "提要：中文政府年度报告的结构化摘要，逐条有据。",
        "Structured summaries of Chinese government annual reports, every line grounded.",
    ),
    "epilog": Text(
        "退出码：0 成功；1 部分失败；2 用法错误；64/65 输入有误；66 找不到；69 模型服务；70 程序出错；71 无法监听；73 无法写入；74 存储；78 设置有误；130 中断；141 读者离开。",
        "Exit codes: 0 done; 1 some failed; 2 usage; 64/65 bad input; 66 not found; 69 model server; 70 internal; 71 cannot listen; 73 cannot write; 74 storage; 78 settings; 130 interrupted; 141 reader gone.",
    ),
    "summarize": Text("摘要一份或多份报告。", "Summarize one report or many."),
    "paths": Text(
        "文件（txt、md、html、pdf、docx）、文件夹或 -（标准输入）",
        "files (txt, md, html, pdf, docx), folders, or - for stdin",
    ),
    "engine": Text("引擎；默认：设了模型用 llm，否则 extractive", "default: llm where a model is set, else extractive"),
    "format": Text("格式；默认：终端 text，否则 json", "default: text on a terminal, else json"),
    "script": Text("条目文字的字体：简、繁、同原文", "script of the items: simplified, traditional, the source's"),
    "output": Text(
        "写入文件；多份时写入文件夹，或一个 .jsonl 文件", "write to a file; for several, a folder or one .jsonl file"
    ),
    "jobs": Text(
        "同时处理几份；默认取 TIYAO_CONCURRENT_REPORTS，未设时：有模型 4，否则 1",
        "reports at once; default from TIYAO_CONCURRENT_REPORTS, else 4 with a model and 1 without",
    ),
    "resume": Text("跳过已有完整且较新结果的报告", "skip reports whose result is there, whole and newer"),
    "source": Text("JSON 中是否附原文", "whether the JSON holds the source text"),
    "dry_run": Text("只估计调用次数、词元与费用，不发送", "tell calls, tokens and cost beforehand; nothing is sent"),
    "outline": Text("显示报告的结构与偏移。", "Show the structure of a report with its offsets."),
    "file": Text("文件或 -（标准输入）", "a file, or - for stdin"),
    "clauses": Text("是否列出分句", "whether to list the clauses"),
    "outline_format": Text("格式", "format"),
    "serve": Text("启动 HTTP 服务。", "Serve over HTTP."),
    "host": Text("地址；默认取 TIYAO_HOST", "address; default from TIYAO_HOST"),
    "port": Text("端口；默认取 TIYAO_PORT", "port; default from TIYAO_PORT"),
    "keys": Text("服务的密钥：创建、查看、换新、吊销。", "Keys of the service: make, list, renew, revoke."),
    "keys_create": Text("创建一个密钥；只显示一次。", "Make a key; it is shown once."),
    "keys_list": Text("列出全部密钥。", "List all keys."),
    "keys_renew": Text(
        "换新一个密钥：旧的立即失效，名下的报告不变。",
        "Give a key a new secret; what it owns stays, the old one ends at once.",
    ),
    "keys_revoke": Text("吊销一个密钥，立即生效。", "Revoke a key, at once."),
    "key_name": Text("名称：给谁用", "whose it is"),
    "key_id": Text("密钥的编号（见 tiyao keys list）", "the key's id (see tiyao keys list)"),
    "key_scope": Text(
        "权限，可多次给出；默认 summarize 与 read", "what it may do, may be repeated; default summarize and read"
    ),
    "key_days": Text("有效天数；默认不限", "days that it is good for; default: no end"),
    "key_limit": Text("限额；默认取服务的设置", "a limit of its own; default: as the service is set up"),
    "key_local": Text(
        "此密钥也拥有未启用密钥时的任务、摘要与批次（有此选项的密钥共有它们）",
        "gives it the jobs, summaries and batches made while keys were off; keys with this option share them",
    ),
    "with_worker": Text(
        "同时处理任务；--no-worker 时由 tiyao worker 处理", "do jobs too; with --no-worker tiyao worker does"
    ),
    "mcp": Text(
        "以标准输入输出提供 MCP 工具，供本机的聊天程序使用。",
        "Offer the MCP tools over stdin and stdout to a chat program on this machine.",
    ),
    "mcp_worker": Text(
        "耗时较长的任务由随之启动的工作进程完成；--no-worker 表示另有工作进程",
        "what takes long is done by a worker that is started with it; --no-worker: workers run elsewhere",
    ),
    "worker": Text("启动任务进程：处理排队的报告。", "Start a worker: does the reports that are queued."),
    "migrate": Text("把数据库升级到本程序需要的版本。", "Bring the database up to what this program needs."),
    "schema": Text("打印 JSON Schema。", "Print a JSON Schema."),
    "schema_name": Text("类型", "the type"),
    "cache": Text("已付费的模型回答：查看、清除。", "Paid answers of models: what is kept, clearing it."),
    "cache_stats": Text("显示存了多少、省了多少。", "Show how much is kept and what it saved."),
    "cache_clear": Text("删除所存的回答。", "Remove answers."),
    "older_than_days": Text("只删除存了多于这些天的", "only those stored more than so many days ago"),
    "yes": Text("不再询问", "do not ask"),
    "json": Text("输出 JSON", "print JSON"),
    "doctor": Text("检查所设的模型服务，说明怎么办。", "Check the model server that is set up, and say what to do."),
    "eval": Text("评测：对照人工标注打分、比较、把关、出报告。", "Score against gold, compare, gate, report."),
    "version": Text("打印版本。", "Print the version."),
    # what is wrong with options and arguments
    "usage_help": Text("查看帮助：{command} --help", "Help: {command} --help"),
    "usage_wrong": Text("用法错误：{said}", "Wrong usage: {said}"),
    "usage_missing": Text("缺少 {name}。", "{name} is missing."),
    "usage_no_option": Text("没有选项 {name}。", "There is no option {name}."),
    "usage_no_command": Text("没有命令 {name}。", "There is no command {name}."),
    "usage_alike": Text("是否想用 {names}？", " Did you mean {names}?"),
    "usage_needs_value": Text("选项 {name} 需要一个值。", "Option {name} needs a value."),
    "usage_no_value": Text("选项 {name} 不带值。", "Option {name} takes no value."),
    "usage_extra": Text("多余的参数：{names}。", "Too many arguments: {names}."),
    "usage_wrong_value": Text("{name}：{reason}。", "{name}: {reason}."),
    # what typer itself says on a help page
    "[OPTIONS]": Text("[选项]", "[OPTIONS]"),
    "COMMAND [ARGS]...": Text("命令 [参数]...", "COMMAND [ARGS]..."),
    "Usage: ": Text("用法：", "Usage: "),
    "Options:": Text("选项：", "Options:"),
    "Arguments:": Text("参数：", "Arguments:"),
    "Commands:": Text("命令：", "Commands:"),
    "Show this message and exit.": Text("显示此帮助。", "Show this message and exit."),
    "[required]": Text("（必填）", "[required]"),
    "[default: ": Text("[默认：", "[default: "),
}
_TYPERS_OWN = tuple(word for word in WORDS if not word.isidentifier())


def word(name: str, language: Language) -> str:
    """The help text of a command or an option."""
    return WORDS[name].zh if language == "zh" else WORDS[name].en


def translated(text: str, language: Language) -> str:
    """A piece of a help page with typer's own words in the language."""
    for own in _TYPERS_OWN:
        text = text.replace(own, word(own, language))
    return text
