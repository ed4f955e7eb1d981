"""What users read of corrections by people, and of reports side by side; part of the table in `service/messages.py`."""

from service.texts import Text

TEXTS_OF_CORRECTIONS: dict[str, Text] = {
    "changed_meanwhile": Text(
        "其间已有别人保存过。请重新载入，再作修改。", "Somebody else has saved meanwhile. Load it anew and change that."
    ),
    "too_many_to_compare": Text(
        "这一批超过 {limit} 份报告，无法并排对照。请用 /v1/figures 按指标名查，或分批。",
        "The batch has more than {limit} reports, too many to stand side by side. Ask /v1/figures by name, or send fewer "
        "in a batch.",
    ),
    "reason_blank": Text("不能为空", "it must not be blank"),
    "reason_long": Text("最多 {max_length} 字", "it must have at most {max_length} characters"),
    "reason_no_place": Text(
        "原文中没有这一段，或其中没有文字（原文共 {characters} 字）",
        "there is no such place in the source, or nothing is written there (it has {characters} characters)",
    ),
    # what is amiss with a corrected line: it is said, and kept
    "corrected": Text("已经人工校订。", "Corrected by a person."),
    "finding_clauses": Text(
        "{item}：依据不是正文，或引用过长（{detail}）",
        "{item}: the evidence is none of the body, or too long ({detail})",
    ),
    "finding_text": Text("{item}：文字有误（{detail}）", "{item}: the text is wrong ({detail})"),
    "finding_heading": Text("{item}：依据只有标题（{detail}）", "{item}: only headings are cited ({detail})"),
    "finding_number": Text(
        "{item}：有数字与所引原文不符（{detail}）",
        "{item}: a number does not stand in the evidence as printed ({detail})",
    ),
    "finding_direction": Text(
        "{item}：升降方向与所引原文不符（{detail}）",
        "{item}: what rises or falls is not what the evidence says ({detail})",
    ),
    "finding_negation": Text(
        "{item}：肯定或否定与所引原文不符（{detail}）",
        "{item}: the evidence does not deny, or denies, the same ({detail})",
    ),
    "finding_name": Text("{item}：名称不见于所引原文（{detail}）", "{item}: a name is not in the evidence ({detail})"),
    "finding_body": Text(
        "{item}：机构或地名不见于所引原文（{detail}）", "{item}: a body or a place is not in the evidence ({detail})"
    ),
    "finding_wording": Text(
        "{item}：文字多不见于所引原文（{detail}）", "{item}: much of the wording is not in the evidence ({detail})"
    ),
    "finding_problem": Text(
        "{item}：所引原文没有承认不足（{detail}）", "{item}: the evidence admits no shortcoming ({detail})"
    ),
    "finding_instruction": Text(
        "{item}：所引原文不是工作情况（{detail}）", "{item}: the evidence does not speak of the work ({detail})"
    ),
}
