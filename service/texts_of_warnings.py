"""What a summary admits about itself, in words; part of the table in `service/messages.py`."""

from service.texts import Text

TEXTS_OF_WARNINGS: dict[str, Text] = {
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
        "没有采用模型的概述（{reason}），改用内置引擎的概述。",
        "The model's overview is not used ({reason}); the embedded engine's is.",
    ),
    "points_fell_back": Text(
        "模型两次略过 {count} 处要点，改用内置引擎的条目。",
        "The model passed over {count} points twice; the embedded engine's items stand for them.",
    ),
    "answer_fell_back": Text(
        "没有用上模型（{reason}），以下按字词查找作答。",
        "The model did not choose ({reason}); what follows was found by words.",
    ),
    "replies_failed": Text(
        "已付费回答的存储不可用（{error}），本次回答未能读取或保存。",
        "The store of paid answers failed ({error}); answers were not read from it or not kept.",
    ),
}
