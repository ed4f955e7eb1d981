"""What users read, in Chinese and English: errors, warnings, words of the doors. One table; a test keeps it complete."""

from typing import Any, Literal, NamedTuple

Language = Literal["zh", "en"]


class Text(NamedTuple):
    zh: str
    en: str


MESSAGES: dict[str, Text] = {
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
    "output_failed": Text("无法写入 {path}：{reason}", "Cannot write {path}: {reason}"),
    "not_found": Text("找不到 {what}。", "{what} was not found."),
    "unreadable_file": Text("无法读取 {path}：{reason}", "Cannot read {path}: {reason}"),
    "no_reports": Text("{path} 中没有可摘要的文件（{suffixes}）。", "There are no reports in {path} ({suffixes})."),
    "overwrites_input": Text(
        "输出会覆盖输入文件 {path}。请另选位置。", "The output would overwrite the input {path}. Choose another place."
    ),
    "body_too_large": Text(
        "请求正文超过 {limit} 字节。请拆分后提交，或调高 TIYAO_MAX_BODY_BYTES。",
        "The request body has more than {limit} bytes. Split it, or raise TIYAO_MAX_BODY_BYTES.",
    ),
    "not_acceptable": Text(
        "无法给出 {media}。可以给出 application/json 或 text/markdown。",
        "{media} cannot be given: application/json and text/markdown can.",
    ),
    "method_not_allowed": Text("此地址不支持 {method} 方法。", "Method {method} is not allowed here."),
    "not_ready": Text("服务尚未就绪，请稍后再试。", "The service is not ready yet; try again in a while."),
    "bad_request": Text("无法理解该请求。", "The request cannot be understood."),
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
    # the command line
    "some_failed": Text("{total} 份报告中有 {failed} 份失败：", "{failed} of {total} reports failed:"),
    # warnings of a summary
    "other_genre": Text(
        "这份文本不像法治政府建设报告，摘要仅供参考。",
        "This does not look like a report on law-based government; take the summary with care.",
    ),
    "no_report_structure": Text(
        "没有找到标题或编号，分类可能不准。", "No headings or numbers were found; kinds may be wrong."
    ),
    "truncated_report": Text(
        "正文结尾不完整，报告可能被截断。", "The text stops in mid-sentence; the report may be cut off."
    ),
    "scanned_pages": Text(
        "第 {pages} 页是图片，没有文字，未纳入摘要。",
        "Pages {pages} are pictures without text and are not in the summary.",
    ),
    "no_items": Text("没有找到可以列出的内容。", "Nothing was found that could be listed."),
    "chunk_fell_back": Text(
        "模型未能处理一部分正文（{reason}），该部分改用内置引擎。",
        "The model failed on a part ({reason}); the embedded engine read that part.",
    ),
    "repair_failed": Text(
        "模型未能修正部分条目（{reason}），改用原文措辞。",
        "The model could not mend some items ({reason}); they are worded from the source.",
    ),
    "overview_fell_back": Text(
        "模型的概述未通过核对（{reason}），改用内置引擎的概述。",
        "The model's overview failed a check ({reason}); the embedded engine's is used.",
    ),
}


def say(code: str, language: Language, **details: Any) -> str:
    """The message of a code. A detail that a message does not name is left out; a missing one stands as its name."""
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
