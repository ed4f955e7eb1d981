"""What `tiyao doctor` says, in Chinese and English."""

from service.doctor import Finding, Status
from service.messages import Language, Text, say

MARKS: dict[Status, str] = {"ok": "✓", "warning": "!", "failed": "✗", "skipped": "–"}

FINDINGS: dict[str, Text] = {
    # what is checked
    "settings": Text("设置", "settings"),
    "tokens": Text("词元表", "token ranks"),
    "store": Text("已付费回答的存储", "kept answers"),
    "server": Text("服务", "server"),
    "model": Text("模型", "model"),
    "formats": Text("回答格式", "answer formats"),
    "context": Text("上下文", "context"),
    "speed": Text("速度", "speed"),
    "price": Text("价格", "price"),
    # what it came to
    "embedded": Text(
        "没有设置模型，使用内置引擎，一切就绪。要用模型，请设 TIYAO_BASE_URL、TIYAO_MODEL，需要密钥时设 TIYAO_API_KEY。",
        "no model is set: the embedded engine is used, and ready. To use a model, set TIYAO_BASE_URL and TIYAO_MODEL, "
        "and TIYAO_API_KEY where a key is wanted.",
    ),
    "configured": Text("{model}，{base_url}，有密钥", "{model} at {base_url}, with a key"),
    "configured_without_key": Text("{model}，{base_url}，没有密钥", "{model} at {base_url}, without a key"),
    "no_model": Text(
        "已设 TIYAO_BASE_URL（{base_url}），但没有设 TIYAO_MODEL。请设为服务中的模型名。",
        "TIYAO_BASE_URL is set ({base_url}), TIYAO_MODEL is not. Set it to the name of a model there.",
    ),
    "tokens_there": Text("o200k_base 可用，无需联网", "o200k_base is here, no network needed"),
    "tokens_missing": Text(
        "o200k_base 无法载入（{reason}）。请重新安装 bpe-openai。",
        "o200k_base cannot be loaded ({reason}). Install bpe-openai again.",
    ),
    "store_off": Text("TIYAO_KEEP_REPLIES 已关闭，回答不保存", "TIYAO_KEEP_REPLIES is off, no answer is kept"),
    "store_writable": Text("可读写：{where}", "can be read and written: {where}"),
    "reached": Text("已连上 {base_url}", "{base_url} answers"),
    "unreached_dns": Text(
        "找不到 {base_url} 的主机（{reason}）。请检查 TIYAO_BASE_URL 的拼写与 DNS。",
        "the host of {base_url} is not known ({reason}). Check the spelling of TIYAO_BASE_URL, and the DNS.",
    ),
    "unreached_refused": Text(
        "{base_url} 拒绝连接（{reason}）。请确认服务已启动，端口正确；在容器中 127.0.0.1 指容器自己。",
        "{base_url} refuses connections ({reason}). Is the server started, the port right? In a container 127.0.0.1 is "
        "the container itself.",
    ),
    "unreached_tls": Text(
        "与 {base_url} 建立加密连接失败（{reason}）。服务若没有证书请用 http://；自签证书请设 SSL_CERT_FILE。",
        "no secure connection to {base_url} ({reason}). Use http:// for a server without a certificate; for one of your "
        "own making set SSL_CERT_FILE.",
    ),
    "unreached_timeout": Text(
        "{base_url} 没有及时回应（{reason}）。请检查地址、防火墙和代理（HTTPS_PROXY、NO_PROXY）。",
        "{base_url} does not answer in time ({reason}). Check the address, firewalls and proxies (HTTPS_PROXY, NO_PROXY).",
    ),
    "unreached_connection": Text(
        "连不上 {base_url}（{reason}）。请检查地址与代理（HTTPS_PROXY、NO_PROXY）。",
        "no connection to {base_url} ({reason}). Check the address and proxies (HTTPS_PROXY, NO_PROXY).",
    ),
    "listed": Text("服务中有 {model}", "the server lists {model}"),
    "unlisted": Text(
        "服务列出的模型中没有 {model}，相近的有：{names}。若下面的调用失败，请改 TIYAO_MODEL。",
        "the server does not list {model}; near it: {names}. If the calls below fail, change TIYAO_MODEL.",
    ),
    "models": Text("服务中的模型：{names}", "models of the server: {names}"),
    "none_listed": Text("服务不列出模型，无从核对名称", "the server lists no models; the name cannot be checked"),
    "formats_work": Text("可用：{formats}；将用 {first}", "these work: {formats}; {first} will be used"),
    "format_none": Text(
        "没有一种格式得到可用的回答。模型可能太小；请换一个模型，或用 --engine extractive。",
        "no format brought an answer of use. The model may be too small: take another, or --engine extractive.",
    ),
    "format_fixed": Text(
        "TIYAO_ANSWER_FORMAT={format} 没有得到可用的回答（{fault}）。请设为 auto。",
        "TIYAO_ANSWER_FORMAT={format} brought no answer of use ({fault}). Set it to auto.",
    ),
    "format_thinks": Text(
        "模型思考太长，没有作答。请用 TIYAO_EXTRA_BODY 关闭思考（各服务写法不同，见 README），或调高 TIYAO_MAX_ANSWER_TOKENS。",
        "the model thinks too long to answer. Switch thinking off by TIYAO_EXTRA_BODY (servers differ, see the README), "
        "or raise TIYAO_MAX_ANSWER_TOKENS.",
    ),
    "context_untold": Text("服务没有说明上下文长度", "the server does not tell how long it is"),
    "context_enough": Text(
        "{tokens} 词元，够用（约需 {needed}）", "{tokens} tokens, enough (about {needed} are needed)"
    ),
    "context_short": Text(
        "只有 {tokens} 词元，约需 {needed}。请设 TIYAO_CHUNK_TOKENS={fits}，或在服务端加长（llama.cpp -c，vLLM --max-model-len，Ollama OLLAMA_CONTEXT_LENGTH）。",
        "only {tokens} tokens, about {needed} are needed. Set TIYAO_CHUNK_TOKENS={fits}, or lengthen it at the server "
        "(llama.cpp -c, vLLM --max-model-len, Ollama OLLAMA_CONTEXT_LENGTH).",
    ),
    "context_tiny": Text(
        "只有 {tokens} 词元，放不下一段报告。请在服务端加长（llama.cpp -c，vLLM --max-model-len，Ollama OLLAMA_CONTEXT_LENGTH）。",
        "only {tokens} tokens, too few for any part of a report. Lengthen it at the server (llama.cpp -c, vLLM "
        "--max-model-len, Ollama OLLAMA_CONTEXT_LENGTH).",
    ),
    "speed_measured": Text(
        "每秒 {speed} 词元，最短一次 {latency} 秒", "{speed} tokens a second, shortest call {latency} s"
    ),
    "speed_untold": Text(
        "最短一次 {latency} 秒；服务不计词元", "shortest call {latency} s; the server counts no tokens"
    ),
    "price_unset": Text(
        "没有为 {model} 设价格，费用不计（TIYAO_PRICES）", "none set for {model}, cost is not told (TIYAO_PRICES)"
    ),
    "price_set": Text(
        "每百万词元 输入 {input}，输出 {output} {currency}", "a million tokens: {input} in, {output} out {currency}"
    ),
    # why a format does not work
    "ignored": Text("服务接受了格式，却没有照办", "taken by the server, and not kept to"),
    "works": Text("可用", "works"),
}


def told(finding: Finding, language: Language) -> str:
    """A finding's words: a table's of its own, or the error's that a report would meet."""
    if finding.code not in FINDINGS:
        return say(finding.code, language, **finding.details)
    return _filled(finding.code, language, **finding.details)


def lines(finding: Finding, language: Language) -> list[str]:
    """A finding as people read it; each format that was tried on a line of its own."""
    shown = [f"{MARKS[finding.status]} {_filled(finding.check, language)}：{told(finding, language)}"]
    for trial in finding.details.get("trials", ()):
        fault = trial["fault"]
        shown.append(f"    {trial['format']}: {_fault(fault, language) if fault else _filled('works', language)}")
    if language == "en":
        shown[0] = shown[0].replace("：", ": ", 1)
    return shown


def _fault(fault: str, language: Language) -> str:
    """Why a format does not work: a word of ours, or the server's own."""
    if fault in FINDINGS:
        return _filled(fault, language)
    why = say(f"why_{fault}", language)
    return fault if why == say("internal", language) else why


def _filled(code: str, language: Language, **details: object) -> str:
    text = FINDINGS[code]
    return (text.zh if language == "zh" else text.en).format(**details)
