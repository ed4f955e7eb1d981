"""What users read, in Chinese and English: errors, warnings, words of the doors. One table; a test keeps it complete."""

import errno
import os
from typing import Any

from service.texts import Language as Language
from service.texts import Text as Text
from service.texts_of_bots import TEXTS_OF_BOTS
from service.texts_of_corrections import TEXTS_OF_CORRECTIONS
from service.texts_of_keys import TEXTS_OF_KEYS
from service.texts_of_warnings import TEXTS_OF_WARNINGS

MESSAGES: dict[str, Text] = {
    **TEXTS_OF_KEYS,
    **TEXTS_OF_CORRECTIONS,
    **TEXTS_OF_WARNINGS,
    **TEXTS_OF_BOTS,
    # errors
    "internal": Text(
        "内部错误。请重试；若仍出现，请把请求编号告诉管理员。",
        "Internal error. Try again; if it persists, give the administrator the request id.",
    ),
    "invalid_input": Text("无法读取该报告。", "The report cannot be read."),
    "empty_text": Text("没有正文。请提供报告全文。", "There is no text. Provide the whole report."),
    "not_chinese": Text(
        "文本不是中文。本服务只摘要中文报告。", "The text is not Chinese. Only reports in Chinese are summarized."
    ),
    "lone_surrogate": Text(
        "第 {offset} 个字符是无效字符（孤立代理项）。请重新复制文本或按 UTF-8 保存。",
        "Character {offset} is a lone surrogate, which no text can hold. Copy the text again or save it as UTF-8.",
    ),
    "undecodable_text": Text(
        "无法识别文件编码。请另存为 UTF-8 再试。",
        "The file's encoding was not recognized. Save it as UTF-8 and try again.",
    ),
    "broken_text": Text(
        "文件按 {encoding} 解码，从第 {offset} 字节起有损坏。请从原处重新下载，或改正后另存为 UTF-8。",
        "The file is {encoding}, and broken from byte {offset} on. Download it again, or mend it and save it as UTF-8.",
    ),
    "too_long": Text(
        "报告有 {characters} 字，超过上限 {limit} 字。请拆分后提交，或调高 TIYAO_MAX_CHARACTERS。",
        "The report has {characters} characters, over the limit of {limit}. Split it, or raise TIYAO_MAX_CHARACTERS.",
    ),
    "unsupported_media_type": Text(
        "不支持的类型 {media}。请用 application/json、multipart/form-data，或按 text/plain、text/html、application/pdf、"
        "application/octet-stream 等类型直接提交文件。",
        "Media type {media} is not supported. Send application/json, multipart/form-data, or the file itself as text/plain, "
        "text/html, application/pdf, application/octet-stream or the like.",
    ),
    "file_too_large": Text(
        "文件超过 {limit} 字节。请拆分后提交，或调高 TIYAO_MAX_FILE_BYTES。",
        "The file has more than {limit} bytes. Split it, or raise TIYAO_MAX_FILE_BYTES.",
    ),
    "too_many_pages": Text(
        "文件有 {pages} 页，超过上限 {limit} 页。请只提交报告本身，或调高 TIYAO_MAX_PAGES。",
        "The file has {pages} pages, over the limit of {limit}. Send the report alone, or raise TIYAO_MAX_PAGES.",
    ),
    "unsupported_format": Text(
        "不支持 {format} 文件。请另存为 docx、pdf、html 或 txt 再试。",
        "Files of the kind {format} are not read. Save it as docx, pdf, html or txt and try again.",
    ),
    "damaged_file": Text(
        "{format} 文件已损坏，无法打开。请用原软件打开后另存，再试一次。",
        "The {format} file is damaged and cannot be opened. Open it in its own program, save it anew and try again.",
    ),
    "encrypted_file": Text(
        "文件有密码保护。请去掉密码后再提交。", "The file is protected by a password. Remove it and try again."
    ),
    "no_text_layer": Text(
        "这份 pdf 共 {pages} 页，没有文字，应是扫描件。请先做文字识别（OCR），或改用网页、Word 版本。",
        "This pdf of {pages} pages holds no text: it is a scan. Run OCR first, or use the web page or Word version.",
    ),
    "unreadable_fonts": Text(
        "这份 pdf 共 {pages} 页，字体没有编码信息，读出来是乱码。请做文字识别（OCR），或改用网页、Word 版本。",
        "The fonts of this pdf of {pages} pages do not say which characters they print. Run OCR, or use the web page or "
        "Word version.",
    ),
    "unsafe_file": Text(
        "{format} 文件的内部结构不安全（{reason}），未予读取。请用原软件打开后另存，再试一次。",
        "The inside of the {format} file is not safe ({reason}); it was not read. Save it anew in its own program.",
    ),
    "parsing_stopped": Text(
        "读取 {format} 文件耗时或占用内存过多，已停止。请另存为 txt 再试，或调高 TIYAO_PARSER_TIMEOUT_SECONDS、TIYAO_PARSER_MEMORY_BYTES。",
        "Reading the {format} file took too long or too much memory and was stopped. Save it as txt, or raise "
        "TIYAO_PARSER_TIMEOUT_SECONDS or TIYAO_PARSER_MEMORY_BYTES.",
    ),
    "invalid_request": Text("请求有误：{field}：{reason}", "The request is wrong: {field}: {reason}"),
    "configuration": Text("设置 {setting} 有误：{reason}", "Setting {setting} is wrong: {reason}"),
    "model_error": Text("模型没有给出可用的回答：{reason}", "The model gave no usable answer: {reason}"),
    "model_unreachable": Text(
        "连不上模型服务 {base_url}。请检查地址与网络，或改用 --engine extractive。",
        "The model server {base_url} cannot be reached. Check address and network, or use --engine extractive.",
    ),
    "model_refused": Text(
        "模型服务拒绝了请求（HTTP {status}）：{reason}。请检查 TIYAO_API_KEY、TIYAO_MODEL 与 TIYAO_BASE_URL。",
        "The model server refused the request (HTTP {status}): {reason}. Check TIYAO_API_KEY, TIYAO_MODEL and TIYAO_BASE_URL.",
    ),
    "model_wrong_key": Text(
        "模型服务不接受密钥（HTTP {status}）：{reason}。请检查 TIYAO_API_KEY。",
        "The model server does not accept the key (HTTP {status}): {reason}. Check TIYAO_API_KEY.",
    ),
    "model_unknown": Text(
        "模型服务没有模型 {model}（HTTP {status}）：{reason}。请检查 TIYAO_MODEL。",
        "The model server has no model {model} (HTTP {status}): {reason}. Check TIYAO_MODEL.",
    ),
    "model_wrong_address": Text(
        "{base_url} 不是模型服务的地址（HTTP {status}）：{reason}。请检查 TIYAO_BASE_URL，通常以 /v1 结尾。",
        "No model server answers at {base_url} (HTTP {status}): {reason}. Check TIYAO_BASE_URL; it usually ends in /v1.",
    ),
    "model_quota_spent": Text(
        "模型服务的额度已用完（HTTP {status}）：{reason}。请充值，或改用 --engine extractive。",
        "The account at the model server is used up (HTTP {status}): {reason}. Top it up, or use --engine extractive.",
    ),
    "output_failed": Text("无法写入 {path}：{reason}", "Cannot write {path}: {reason}"),
    "not_found": Text("找不到 {what}。", "{what} was not found."),
    "job_cancelled": Text("任务 {id} 已取消。", "Job {id} was cancelled."),
    "unreadable_file": Text("无法读取 {path}：{reason}", "Cannot read {path}: {reason}"),
    "no_reports": Text("{path} 中没有可摘要的文件（{suffixes}）。", "There are no reports in {path} ({suffixes})."),
    "overwrites_input": Text(
        "输出会覆盖输入文件 {path}。请另选位置。", "The output would overwrite the input {path}. Choose another place."
    ),
    "unknown_ending": Text(
        "从文件名 {path} 看不出输出格式。请用 {endings} 结尾，或用 --format 指明。",
        "The name {path} tells no format. End it with {endings}, or name the format with --format.",
    ),
    "body_too_large": Text(
        "请求正文超过 {limit} 字节。请拆分后提交，或调高 TIYAO_MAX_BODY_BYTES。",
        "The request body has more than {limit} bytes. Split it, or raise TIYAO_MAX_BODY_BYTES.",
    ),
    "slow_body": Text(
        "请求正文没有传完：{seconds} 秒内没有收到任何数据。请重新提交。",
        "The request's body did not come to its end: nothing came for {seconds} seconds. Send it again.",
    ),
    "not_acceptable": Text(
        "无法给出 {media}。可以给出：{offered}。",
        "{media} cannot be given. These can: {offered}.",
    ),
    "method_not_allowed": Text("此地址不支持 {method} 方法。", "Method {method} is not allowed here."),
    "not_ready": Text("服务尚未就绪，请稍后再试。", "The service is not ready yet; try again in a while."),
    "bad_request": Text("无法理解该请求。", "The request cannot be understood."),
    "store_failed": Text(
        "数据库无法读写（{reason}）。请检查 TIYAO_DATA_FOLDER 或 TIYAO_DATABASE_URL；tiyao doctor 可帮助查找。",
        "The database could not be read or written ({reason}). Check TIYAO_DATA_FOLDER or TIYAO_DATABASE_URL; "
        "tiyao doctor helps.",
    ),
    "batch_too_large": Text(
        "这一批超过 {limit} 字节。请分几批提交，或调高 TIYAO_MAX_BATCH_BYTES、TIYAO_MAX_UNPACKED_BYTES。",
        "The batch has more than {limit} bytes. Send several, or raise TIYAO_MAX_BATCH_BYTES or TIYAO_MAX_UNPACKED_BYTES.",
    ),
    "too_many_reports": Text(
        "这一批超过 {limit} 份报告。请分几批提交，或调高 TIYAO_MAX_BATCH_REPORTS。",
        "The batch has more than {limit} reports. Send several, or raise TIYAO_MAX_BATCH_REPORTS.",
    ),
    "no_reports_posted": Text("这一批没有报告。", "There are no reports in the batch."),
    "key_reused": Text(
        "Idempotency-Key {key} 已用于另一个请求。请换一个，或重发与原来完全相同的请求。",
        "Idempotency-Key {key} came with another request before. Use a new one, or send exactly the same request.",
    ),
    "not_failed": Text(
        "任务 {id} 的状态是 {state}，只有失败的任务可以重做。",
        "Job {id} is {state}; only a job that failed can be done again.",
    ),
    "schema_mismatch": Text(
        "数据库的版本是 {found}，本程序需要 {needed}。若数据库较旧，请先运行 tiyao migrate；若较新，请升级本程序。",
        "The database has version {found}; this program needs {needed}. If it is older, run tiyao migrate first; if it is "
        "newer, upgrade this program.",
    ),
    "unconfirmed": Text(
        "没有终端可以确认，什么也没有删除。确实要删除请加 {option}。",
        "There is no terminal to confirm it; nothing was removed. Add {option} to do it.",
    ),
    # why a field of a request is wrong
    "reason_missing": Text("缺少此项", "it is missing"),
    "reason_unknown": Text("没有这个选项", "there is no such option"),
    "reason_choice": Text("只能是 {expected}", "it must be {expected}"),
    "reason_text": Text("应为字符串", "it must be a string"),
    "reason_object": Text("应为对象", "it must be an object"),
    "reason_switch": Text("应为 true 或 false", "it must be true or false"),
    "reason_json": Text("不是有效的 JSON", "it is not valid JSON"),
    "reason_body_options": Text(
        "JSON 请求的选项应写在 options 里，表单的选项应为表单字段",
        "options of a JSON request stand in its options, those of a form in its fields",
    ),
    "reason_multipart": Text("不是完整的 multipart 表单", "it is no whole multipart form"),
    "reason_one_file": Text(
        "一次只能提交一个文件；多份报告请分别提交，或用 tiyao summarize 批量处理",
        "one file at a time; send several reports one by one, or use tiyao summarize for a batch",
    ),
    "reason_no_model": Text("本服务没有设置模型", "no model is set up here"),
    "reason_invalid": Text("值无效", "its value is not valid"),
    "reason_whole_number": Text("应为整数", "it must be a whole number"),
    "reason_number": Text("应为数字", "it must be a number"),
    "reason_at_least": Text("不能小于 {bound}", "it must be at least {bound}"),
    "reason_more_than": Text("必须大于 {bound}", "it must be more than {bound}"),
    "reason_at_most": Text("不能大于 {bound}", "it must be at most {bound}"),
    "reason_less_than": Text("必须小于 {bound}", "it must be less than {bound}"),
    "reason_no_worker_folder": Text(
        "未设置，而数据目录不可写，无法记住本进程的名字。请设 TIYAO_WORKER_ID，或让 TIYAO_DATA_FOLDER 可写",
        "it is unset, and the data folder cannot be written to keep a name in. Set TIYAO_WORKER_ID, or make "
        "TIYAO_DATA_FOLDER writable",
    ),
    "reason_model_unset": Text(
        "未设置。要用模型，请设 TIYAO_MODEL（及 TIYAO_BASE_URL）；不用模型，请用 --engine extractive",
        "it is unset. To use a model, set TIYAO_MODEL (and TIYAO_BASE_URL); to do without, use --engine extractive",
    ),
    "reason_model_of_server": Text(
        "已设 TIYAO_BASE_URL，但没有设置模型名。请设 TIYAO_MODEL；不用模型，请去掉 TIYAO_BASE_URL 或用 --engine extractive",
        "TIYAO_BASE_URL is set, the model's name is not. Set TIYAO_MODEL; to do without a model, "
        "unset TIYAO_BASE_URL or use --engine extractive",
    ),
    "reason_database_url": Text(
        "应为 sqlite:///路径 或 postgresql://用户:密码@主机/库名",
        "it must be sqlite:///path or postgresql://user:password@host/name",
    ),
    # what the system says of files and addresses
    "reason_denied": Text("没有权限", "permission denied"),
    "reason_not_there": Text("文件或文件夹不存在", "no such file or folder"),
    "reason_is_folder": Text("这是文件夹", "it is a folder"),
    "reason_no_folder": Text("路径中有一段不是文件夹", "a part of the path is no folder"),
    "reason_there_already": Text("已有同名文件", "there is a file of that name"),
    "reason_no_space": Text("磁盘空间不足", "no space left on the disk"),
    "reason_read_only": Text("文件系统只读", "the file system is read-only"),
    "reason_long_name": Text("文件名过长", "the name is too long"),
    "reason_broken_disk": Text("读写出错", "input or output error"),
    "reason_many_open": Text("打开的文件过多", "too many open files"),
    "reason_in_use": Text("已被占用", "it is in use"),
    "reason_no_address": Text("不是本机的地址", "it is no address of this machine"),
    # the command line
    "many_into_one": Text(
        "多份报告不能写入一个文件 {path}。请给出文件夹（以 / 结尾），或用 .jsonl 文件收集 JSON。",
        "Several reports cannot go into one file, {path}. Give a folder (ending in /), or a .jsonl file for JSON.",
    ),
    "needs_file": Text(
        "{format} 不能写到终端。请用 -o 指定文件或文件夹。",
        "{format} cannot go to stdout. Name a file or a folder with -o.",
    ),
    "nothing_to_resume": Text(
        "--resume 需要用 -o 指定文件夹，每份报告一个文件。", "--resume needs -o with a folder: one file a report."
    ),
    "cannot_listen": Text(
        "无法监听 {host} 端口 {port}：{reason}。请换一个 --host 或 --port。",
        "Cannot listen on {host}, port {port}: {reason}. Choose another --host or --port.",
    ),
    "crashed": Text(
        "程序出错（{reason}），这份报告没有结果。请报告此问题。",
        "The program failed ({reason}); this report has no result. Please report this.",
    ),
    "serving": Text("服务地址：{address}（按 Ctrl-C 停止）", "Serving at {address} (Ctrl-C stops it)"),
    "working": Text("任务进程 {name} 已启动（按 Ctrl-C 停止）", "Worker {name} is ready (Ctrl-C stops it)"),
    "migrated": Text("数据库 {where} 已是最新版本。", "The database {where} is up to date."),
    "some_failed": Text("{total} 份报告中有 {failed} 份失败：", "{failed} of {total} reports failed:"),
    "estimate": Text(
        "{name}：{characters} 字，{chunks} 段，{calls} 次调用，输入 {prompt_tokens} 词元，输出约 {completion_tokens} 词元，{cost}",
        "{name}: {characters} characters, {chunks} chunks, {calls} calls, {prompt_tokens} tokens in, "
        "about {completion_tokens} out, {cost}",
    ),
    "estimate_basis": Text(
        "以上为估计，没有发出任何请求：输出按报告词元数的 {share} 倍计；词元按 o200k_base 计，各模型略有出入；修正、重试未计入，已存的回答未扣除。",
        "An estimate, nothing was sent: answers are taken as {share} of the report's tokens; tokens are o200k_base's, a "
        "model's own differ; mending and retries are not counted, kept answers not deducted.",
    ),
    "estimate_embedded": Text(
        "{reports} 份报告由内置引擎处理：不调用模型，不产生费用。",
        "{reports} reports for the embedded engine: no model is called, nothing is charged.",
    ),
    "total": Text("合计", "total"),
    "no_price": Text("未设价格（TIYAO_PRICES）", "no price set (TIYAO_PRICES)"),
    "batch_total": Text(
        "{reports} 份报告：{calls} 次调用，{cached} 次取自已存回答；输入 {prompt_tokens} 词元，输出 {completion_tokens} 词元；{cost}；{seconds} 秒",
        "{reports} reports: {calls} calls, {cached} answers from those kept; {prompt_tokens} tokens in, "
        "{completion_tokens} out; {cost}; {seconds} s",
    ),
    "cache_kept": Text("{where}：已存 {replies} 条回答，{bytes}", "{where}: {replies} answers kept, {bytes}"),
    "cache_oldest": Text("最早存于 {oldest}", "the oldest was stored at {oldest}"),
    "cache_saved": Text(
        "已省下 {saved_calls} 次调用，{tokens} 个词元（输入 {saved_prompt_tokens}，输出 {saved_completion_tokens}）",
        "saved {saved_calls} calls, {tokens} tokens (input {saved_prompt_tokens}, output {saved_completion_tokens})",
    ),
    "cache_clear_all": Text("删除 {where} 中的全部回答？", "Remove every answer kept in {where}?"),
    "cache_clear_older": Text(
        "删除 {where} 中存了 {days} 天以上的回答？", "Remove the answers in {where} stored more than {days} days ago?"
    ),
    "cache_cleared": Text("删除了 {number} 条回答。", "{number} answers removed."),
    "skipped": Text(
        "{total} 份报告中跳过 {skipped} 份：已有结果。", "{skipped} of {total} reports skipped: they have results."
    ),
    "interrupted": Text("已中断：{total} 份报告中完成 {done} 份。", "Interrupted: {done} of {total} reports are done."),
    # why a model's work was not used
    "why_blank": Text("回答为空", "its answer was blank"),
    "why_whitespace": Text("回答只有空白", "its answer was nothing but blanks"),
    "why_length": Text("回答太长，没有写完", "its answer was cut off"),
    "why_thought": Text("思考太长，没有作答", "it thought too long to answer"),
    "why_refused": Text("模型拒绝作答", "it refused to answer"),
    "why_response": Text("服务的响应不完整", "the server's response was not whole"),
    "why_oversized": Text("服务的响应超过 {bytes} 字节", "the server's response was longer than {bytes} bytes"),
    "why_json": Text("回答不是完整的 JSON", "its answer was no JSON"),
    "why_format": Text("回答与格式不符", "its answer broke the format"),
    "why_too_long": Text("正文超过模型的上下文长度", "the text is longer than its context"),
    "why_timeout": Text("超时", "it did not answer in time"),
    "why_deadline": Text("已到这份报告的时限", "the report's time was up"),
    "why_server": Text("服务出错，HTTP {status}：{words}", "the server failed, HTTP {status}: {words}"),
    "why_request": Text("服务拒绝请求，HTTP {status}：{words}", "the server refused, HTTP {status}: {words}"),
    "why_unreachable": Text("连不上模型服务", "the server could not be reached"),
    "why_unsupported": Text("有的数字或说法不见于所列条目", "it says what the items that it names do not"),
    "why_unanswered": Text("模型没有可用的回答", "no answer of the model was of use"),
}


_OF_THE_SYSTEM = {
    os.strerror(number): f"reason_{name}"
    for number, name in {
        errno.EACCES: "denied",
        errno.EPERM: "denied",
        errno.ENOENT: "not_there",
        errno.EISDIR: "is_folder",
        errno.ENOTDIR: "no_folder",
        errno.EEXIST: "there_already",
        errno.ENOSPC: "no_space",
        errno.EROFS: "read_only",
        errno.ENAMETOOLONG: "long_name",
        errno.EIO: "broken_disk",
        errno.EMFILE: "many_open",
        errno.EADDRINUSE: "in_use",
        errno.EADDRNOTAVAIL: "no_address",
    }.items()
}
"""The system's own words (`OSError.strerror`, always English) → a code of ours."""


def say(code: str, language: Language, **details: Any) -> str:
    """The message of a code. A detail that a message does not name is left out; a missing one stands as its name.

    A `reason` that is a code (`reason_…`, or `why_…` without its prefix), or what the system says of a file or an
    address, is put into words of the language.
    """
    reason = str(details.get("reason"))
    known = _OF_THE_SYSTEM.get(reason, reason)
    known = f"why_{known}" if f"why_{known}" in MESSAGES else known
    if known.startswith(("reason_", "why_")) and known in MESSAGES:
        details = {**details, "reason": _filled(known, language, details)}
    return _filled(code, language, details)


def _filled(code: str, language: Language, details: dict[str, Any]) -> str:
    text = MESSAGES.get(code, MESSAGES["internal"])
    return (text.zh if language == "zh" else text.en).format_map(_Named(details))


class _Named(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return key


def language_of(preference: str | None) -> Language:
    """Chinese or English from an Accept-Language header or a LANG value; Chinese where neither is asked for."""
    wanted = (preference or "").lower().replace("_", "-")
    ranked = sorted(
        ((_quality(part), -n, part.split(";")[0].strip()) for n, part in enumerate(wanted.split(","))), reverse=True
    )
    for weight, _, tag in ranked:
        if weight > 0 and tag.startswith("zh"):
            return "zh"
        if weight > 0 and tag.startswith("en"):
            return "en"
    return "zh"


def _quality(part: str) -> float:
    for parameter in part.split(";")[1:]:
        name, _, value = parameter.strip().partition("=")
        if name == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0
