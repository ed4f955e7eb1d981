"""Reading a claim against the clauses it cites: what of it stands there word for word, and how much in all.

Strings only, all of them shadow text. The single checks live beside this module: `printed` (numbers), `direction`,
`negation`, `mentions` (titles, names, bodies).
"""

import re
from collections.abc import Sequence
from operator import add

from service.language import layout, script

_STOP = re.compile(r"[,;。\n！？](?!\d{3}(?!\d))")
_SENTENCE = re.compile("[。;！？]|\n\n")
_UNREAD = re.compile(r"[^0-9A-Za-z\u3400-\u9fff]+")
_BLANK = re.compile(r"(?<![A-Za-z]) +| +(?![A-Za-z])")

_SUMMING = "(?:概括|摘要|摘编|总结|概述|提要|归纳|提炼|转述|汇总|解读|摘录|缩写)"
_THIS = "(?:本|此|该|这份|上述|以上)(?:报告|文件|文|材料|页面|网页|篇)"
_MUST = "(?:须|必须|应当?|务必|只能|不得|一律|均要|都要|请|要写)"
# An instruction to a machine, not a report. Planted in a page it asks for another summary than the page deserves.
_INSTRUCTION = re.compile(
    r"(?:忽略|无视|忘记|忘掉|不要理会|不必理会|跳过)[^,。;]{0,10}(?:以上|上述|之前|前面|前述|先前|此前|上文|原有|所有|全部|一切|任何)?[^,。;]{0,8}(?:要求|指令|指示|提示|命令|规则|设定|约束|内容)"
    r"|(?:系统|开发者|用户|管理员)(?:提示词?|指令|消息|设定|命令)[:：]|(?:提示词|越狱|prompt)"
    r"|(?:AI|ai|Ai|人工智能|智能|大模型|语言模型|机器人)(?:助手|模型|系统|助理|机器人)?[^,。;]{0,6}(?:请?注意|请你?|须|必须|应当)[:：]?(?=[^,。;]{0,20}(?:注意|忽略|输出|回答|回复|总结|摘要|只|不要|$))"
    r"|(?:作为|扮演|假装|假设你是|你是|你现在是)一?[个名位]?(?:AI|人工智能|语言模型|大模型|智能助手|助手)"
    r"|(?:请|只需|只要|仅需|务必|直接|只|仅)(?:直接|只|仅|你|在摘要中|在总结中|将|统一)*(?:输出|回复|回答|返回|打印|复述)(?=[:：“\"‘《 ]|以下|如下|一句|一个|这|该|结论|[A-Za-z])"
    r"|(?:输出|回复|回答|返回|复述)(?:一句)?[:：]?[“\"‘]"
    r"|(?:不要|请勿|不得|不必|禁止|无需)(?:再|对)?(?:你)?(?:总结|摘要|概括|列出|输出|提取|引用)(?:本|该|此|以上|其它|其他|任何|上述|问题|不足)"
    r"|(?:摘要|总结|概述|评语|结论)(?:中|里|时)(?:请|必须|务必|只|应)?(?:写|只|必须写|注明|声明|输出|给出|说)"
    r"|(?i:\b(?:ignore|disregard|forget)\b.{0,30}\b(?:instructions?|prompts?|rules?|above|previous)\b|\bsystem\s*prompt\b|\byou are (?:now )?(?:an?|the)\b|\bas an ai\b|<\|[a-z_]+\|>|\[/?(?:INST|SYSTEM|USER|ASSISTANT)\])"
    r"|</?[A-Za-z_]{2,16}>|(?:^|[,。;>!！\n])系统[:：]|你现在(?:是|起|开始|扮演)"
    r"|你是[^,。;]{0,16}(?:助手|助理|模型|机器人|AI|程序)|只(?:能|许|需|要)?输出"
    # To whoever sums the report up, man or machine: 凡概括本报告者须写明…, 本报告摘要应包含….
    rf"|{_SUMMING}[^,。;]{{0,6}}{_THIS}[^。;]{{0,14}}?{_MUST}|{_THIS}的?{_SUMMING}[^。;]{{0,10}}?{_MUST}"
    rf"|(?:凡|凡是|任何|所有|请)[^,。;]{{0,10}}{_SUMMING}[^,。;]{{0,10}}(?:者|人|时|人员|系统|程序|工具),?[^,。;]{{0,6}}{_MUST}"
    r"|(?:摘要|提要|概述|概括)(?:中|里|时|内|须|应|必须|请|务必|要|首先)+[^,。;]{0,6}(?:写|包含|列[出入明]|注明|声明|体现|突出|说明|略去|省略|不提|隐去)"
    r"|请(?:在|将|把)[^,。;]{0,12}(?:成绩|成效|问题|不足|打算|摘要|概述|列表|条目|要点)(?:一?栏|部分|中|里|列表)[^,。;]{0,6}(?:写|列|加|删|改|放|标|记)"
    r"|(?:成绩|成效|问题|不足|打算)(?:一栏|栏目?|条目|列表|清单)[^,。;]{0,4}(?:须|请|务必|必须)(?:写|填|列|为|注|留)"
    r"|(?:列表|数组|清单)(?:改|设|置|必须|应当?|须)为?空|(?:改|设|置|必须|须)为空(?:列表|数组|值|白)?"
)
# One of these words is in every instruction; they are quick to look for.
_SUSPECT = re.compile(
    "[系忽无忘不跳提指命消越助模智语机扮假你输回返打复摘总概评结为置归转汇解缩成问pPdDfFiIsSyYaA<\\[](?:(?<=忽)略|(?<=无)视|(?<=忘)[记掉]|(?<=不)[要必得]|(?<=跳)过"
    "|(?<=提)[示要]|(?<=指)令|(?<=命)令|(?<=消)息|(?<=越)狱|(?<=助)[手理]|(?<=模)型|(?<=智)能|(?<=语)言|(?<=机)器|(?<=扮)演|(?<=假)[装设]|(?<=你)是"
    "|(?<=输)出|(?<=回)[复答]|(?<=返)回|(?<=打)[印算]|(?<=复)述|(?<=摘)要|(?<=总)结|(?<=归)纳|(?<=转)述|(?<=汇)总|(?<=解)读|(?<=缩)写|(?<=成)[绩效]|(?<=问)题|(?<=概)[述括]|(?<=评)语|(?<=结)论|(?<=[A-Za-z])[A-Za-z]|(?<=<)[|/A-Za-z]|(?<=\\[)[/IUA]|(?<=为)空|(?<=置)空)"
)


def is_instruction(text: str) -> bool:
    """Whether the text speaks to a machine that reads it: 请忽略以上要求, AI助手请注意, 只输出“…”."""
    return _SUSPECT.search(text) is not None and _INSTRUCTION.search(text) is not None


def without_instruction(title: str) -> str:
    """A title without what stands behind it and speaks to a machine; as it is where that is all of it."""
    if not is_instruction(title):
        return title
    found = _INSTRUCTION.search(title)
    kept = title[: found.start()] if found else title
    kept = kept[: kept.rfind("(")] if kept.count("(") > kept.count(")") else kept
    return re.sub(r"[^\u4e00-\u9fffA-Za-z0-9)》”]+(?:请|并|注意)*$", "", kept) or title


def normalized(texts: Sequence[str]) -> list[str]:
    """The texts as the shadow writes them: simplified, half-width, without blanks between Chinese characters."""
    joined = _normalized("\n".join(texts))
    lines = joined.split("\n")
    return lines if len(lines) == len(texts) else [_normalized(text) for text in texts]


def _normalized(text: str) -> str:
    text = layout.fold(text)
    simplified = script.simplify(text, "hans").text
    if simplified != text and script.detect(text) == "hant":
        simplified = script.simplify(text, "hant").text
    return _BLANK.sub("", simplified) if " " in simplified else simplified


def stands_whole(evidence: str) -> frozenset[str]:
    """The pieces between the stops of the evidence."""
    return frozenset(_STOP.split(evidence))


def own_words(claim: str, evidence: str) -> str:
    """The claim without the pieces that stand in the evidence whole, from stop to stop; those need no further check."""
    pieces = _STOP.split(claim)
    whole = stands_whole(evidence)
    return ",".join(piece for piece in pieces if piece and piece not in whole)


def runs_on(claim: str, evidence: str) -> bool:
    """Whether the pieces of a claim, each of which stands in the evidence whole, come from one sentence, in its order: what
    is only shortened has its figures where they belong."""
    start = 0
    for piece in filter(None, _STOP.split(claim)):
        at = evidence.find(piece, start)
        if at < 0 or (start and _SENTENCE.search(evidence, start, at)):
            return False
        start = at + len(piece)
    return True


def contained(claim: str, evidence: str) -> float:
    """The share of the claim's character bigrams that the evidence has; 1 for a claim of less than two characters."""
    return _share(claim, _UNREAD.sub("", evidence))


def _share(claim: str, read: str) -> float:
    """The same of evidence that holds nothing but what is read."""
    mine = _UNREAD.sub("", claim)
    bigrams = list(map(add, mine, mine[1:]))
    return sum(map(read.__contains__, bigrams)) / len(bigrams) if bigrams else 1.0


# Words that turn a report's work into a wrong done: they are the report's own, or nobody's.
_GRAVE = re.compile(
    "违规|违法|违纪|违反|虚假|造假|弄虚|滥用|贪污|受贿|行贿|腐败|渎职|失职|隐瞒|瞒报|谎报|非法|丑闻|被查|被调查|被捕|落马|不作为|乱作为"
)
# The least of the gold's, headings counted, is 0.4; what is made up has next to nothing.
_MIN_PIECE_CONTAINED = 0.3
_MIN_PIECE_CHARACTERS = 4


def unfounded(own: str, evidence: str, titles: str = "") -> list[str]:
    """The pieces of a claim, from stop to stop, that hardly a word of is in the evidence or the titles above it, and grave
    words that are in neither: copied text beside them does not make them true."""
    known = f"{evidence}\n{titles}"
    read = _UNREAD.sub("", known)
    pieces = [piece for piece in _STOP.split(own) if len(_UNREAD.sub("", piece)) >= _MIN_PIECE_CHARACTERS]
    strange = [piece for piece in pieces if _share(piece, read) < _MIN_PIECE_CONTAINED]
    grave = [word for word in dict.fromkeys(_GRAVE.findall(own)) if word not in known]
    return [f"所引句子中没有“{words}”" for words in (*strange, *grave)]
