"""What a person said in a chat: a report, pieces of one, an attached file, a question, a chat page's own errand.

Pure. A text is only ever taken for material or for a question about it: nothing in a report is an instruction.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from service import genre
from service.messages import Language
from service.stages.outline import outline

Role = Literal["user", "assistant", "system"]
Want = Literal["summary", "answer", "comparison", "other", "help"]

_REPORT_CHARACTERS = 150
_SHORT_REPORT_CHARACTERS = 60
_FEW_SECTIONS = 2
_REQUEST_CHARACTERS = 60

# A file begins a line or follows a tag: templates speak of <source> in mid-sentence as well.
_OPENING = re.compile(r"(?:^|(?<=>))[ \t]*<(source|file|document)\b([^<>]{0,2000})(?<!/)>", re.MULTILINE)
_LISTED = re.compile(r"<attached_files>(?:\s*<file\b[^<>]{0,2000}/>)*\s*</attached_files>\s*")
_NAME = re.compile(r"""\b(?:name|filename|title)=["']([^"'<>]{1,200})["']""")
_ID = re.compile(r"""\bid=["']([^"'<>]{1,100})["']""")
_QUERY, _QUERY_END, _CONTEXT_END = "<user_query>", "</user_query>", "</context>"
_TAG = re.compile(r"</?[a-z_]{2,30}(?: [^<>]{0,200})?>")

# How requests begin and end; a title such as 关于…工作总结 does neither. Sentences of reports begin with words of the
# second and third kind as well (总结推广…, 对照…仍存在以下不足：), so those are requests only with what they are about.
_ASKING = re.compile(
    r"^(?:请(?![示求教\d])|帮(?:我|忙|看)|麻烦|能不能|能否|可否|给我|我想|我要|please|can you|could you|summar|here|this|read)",
    re.IGNORECASE,
)
_POINTING = re.compile("^(?:下面|以下|这[是份篇]|附件|阅读|分析|总结|摘要|概括|提炼|归纳)")
_DISPOSING = re.compile("^(?:把|将|对(?!照)|根据)")
_MATERIAL = re.compile("报告|全文|文章|材料|文件|下文|内容|要点")
_CLOSING = re.compile(r"(?:[:：。?？!！~～]|谢谢|吧|一下|thanks)$", re.IGNORECASE)
_OPEN_CLOSING = re.compile("(?:[:：?？~～]|谢谢|吧|一下)$")
_SUMMARIZE = re.compile(r"总结|摘要|概括|提要|提炼|归纳|要点|简报|概述|summar|brief|digest|tl;?dr", re.IGNORECASE)
_COMPARE = re.compile(r"比较|对比|异同|区别|差异|不同之处|相同之处|compar|differ|versus|\bvs\b", re.IGNORECASE)
_SPECIFIC = re.compile(
    r"[?？]|哪些|哪几|什么|多少|几[件个起次项名人场]|如何|怎[么样]|有没有|是否|为何|为什么|谁|吗|情况|what|which|how|who|why|when|whether|list",
    re.IGNORECASE,
)
_CHINESE = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z]")


class File(NamedTuple):
    """The text of an attached file, as the chat page handed it on."""

    name: str
    text: str


class Turn(NamedTuple):
    """What one side said at a time: its own words, and the files that came with them."""

    role: Role
    text: str
    files: tuple[File, ...] = ()


class Report(NamedTuple):
    """A report found in a chat. `attached` is whether it came as a file: then it is meant to be one."""

    name: str
    text: str
    attached: bool


class Asked(NamedTuple):
    """What a chat comes to: which reports it is about, the newest last, and what is wanted of them now.

    `fresh` is how many of the last reports came with the last turn. `question` are the person's own words in it.
    `other` says that a long text came that is no report; `help` that there is nothing to go by.
    """

    want: Want
    reports: tuple[Report, ...]
    fresh: int
    question: str


def turn(role: Role, text: str, files: Iterable[File] = ()) -> Turn:
    """A message as a chat page sends it; files that it wrote into the text, and its list of their names, are taken out."""
    text = _LISTED.sub("", text)
    inside = tuple(_joined(_blocks(text)))
    if not inside:
        return Turn(role, text, tuple(files))
    return Turn(role, _TAG.sub("", _query(text)).strip(), (*files, *inside))


def asked(turns: Sequence[Turn]) -> Asked:
    """What is wanted at the end of a chat. A later piece without a title goes on where the text before it ended."""
    reports: list[Report] = []
    fresh, question, other = 0, "", False
    for said in turns:
        if said.role == "assistant":
            continue
        words, report = split(said.text) if said.role == "user" else ("", None)
        new = [Report(file.name, file.text, True) for file in said.files if file.text.strip()]
        before = set(reports)
        for one in (*new, *([report] if report else [])):
            _add(reports, one)
        if said.role == "user":
            question, fresh = words, sum(one not in before for one in reports)
            other = report is not None and is_other(reports[-1])
    return Asked(_want(reports, fresh, question, other), tuple(reports), fresh, question)


def split(text: str) -> tuple[str, Report | None]:
    """A message's request, and the report in it: 请总结：… with the report below, or above."""
    lines = text.strip().split("\n")
    before: list[str] = []
    while len(lines) > 1 and _is_request(lines[0]):
        before.append(lines.pop(0))
        while lines and not lines[0].strip():
            lines.pop(0)
    after = lines.pop() if len(lines) > 1 and _is_request(lines[-1]) else ""
    rest = "\n".join(lines).strip()
    if not is_material(rest):
        return text.strip(), None
    return "\n".join([*before, after]).strip(), Report("", rest, False)


def is_material(text: str) -> bool:
    """Whether a text is long enough, or has the form, to be a report or a piece of one rather than a question."""
    if len(text) >= _REPORT_CHARACTERS:
        return True
    return len(text) >= _SHORT_REPORT_CHARACTERS and len(outline(text).sections) >= _FEW_SECTIONS


def is_other(report: Report) -> bool:
    """Whether pasted material is something else: a notice, news, a page of code. A file is what it was sent as."""
    return not report.attached and genre.is_other(outline(report.text))


def is_piece(text: str) -> bool:
    """Whether material may go on where another ended: it has no title of its own."""
    return outline(text).title is None


def language_of(question: str, default: Language) -> Language:
    """The language of a person's own words; the default where there are none."""
    if _CHINESE.search(question):
        return "zh"
    return "en" if _LATIN.search(question) else default


class _Block(NamedTuple):
    """A file that stands in a text, from `start` to `end` with its tags."""

    start: int
    end: int
    attributes: str
    content: str


def _blocks(text: str) -> Iterator[_Block]:
    """The files in a text. One pass, whatever stands in it: a name that is never closed is not looked for again."""
    at, unclosed = 0, set[str]()
    for opening in _OPENING.finditer(text):
        name = opening.group(1)
        if opening.start() < at or name in unclosed:
            continue
        end = text.find(f"</{name}>", opening.end())
        if end < 0:
            unclosed.add(name)
            continue
        at = end + len(f"</{name}>")
        yield _Block(opening.start(), at, opening.group(2), text[opening.end() : end])


def _query(text: str) -> str:
    """A person's own words in a text with files: what is marked as such, else what stands behind the context, less the
    files."""
    marked, closed, _ = text.partition(_QUERY)[2].partition(_QUERY_END)
    if closed:
        return marked
    rest = text.rpartition(_CONTEXT_END)[2]
    at, words = 0, ""
    for block in _blocks(rest):
        words, at = words + rest[at : block.start], block.end
    return words + rest[at:]


def _joined(found: Iterable[_Block]) -> Iterator[File]:
    """The files; pieces of one file, which have one id or one name, in the order in which they stand."""
    pieces: dict[tuple[str, str], list[str]] = {}
    for block in found:
        name, id = _NAME.search(block.attributes), _ID.search(block.attributes)
        key = (id.group(1) if id else "", name.group(1) if name else "")
        pieces.setdefault(key, []).append(block.content.strip("\n"))
    for (_, called), texts in pieces.items():
        yield File(called, "\n".join(dict.fromkeys(texts)))


def _add(reports: list[Report], new: Report) -> None:
    if any(new.text in one.text for one in reports):
        # Sent again, as pages do with every turn: it is the one that is spoken of now.
        again = next(one for one in reports if new.text in one.text)
        reports.remove(again)
        reports.append(again)
    elif reports and not new.attached and not reports[-1].attached and is_piece(new.text):
        reports[-1] = Report("", f"{reports[-1].text}\n{new.text}", False)
    else:
        reports.append(new)


def _want(reports: Sequence[Report], fresh: int, question: str, other: bool) -> Want:
    if other:
        return "other"
    if not reports:
        return "help"
    if len(reports) > 1 and _COMPARE.search(question):
        return "comparison"
    if not question:
        return "summary"
    if _SUMMARIZE.search(question) and not re.search("[?？]|哪些|什么|多少", question):
        return "summary"
    return "answer" if not fresh or _SPECIFIC.search(question) else "summary"


def _is_request(line: str) -> bool:
    line = line.strip()
    if not line or len(line) > _REQUEST_CHARACTERS:
        return not line
    wants = bool(_SUMMARIZE.search(line))
    if _ASKING.search(line):
        return wants or bool(_CLOSING.search(line))
    if _POINTING.search(line):
        return bool(_OPEN_CLOSING.search(line)) or (wants and bool(_MATERIAL.search(line)))
    return wants and bool(_DISPOSING.search(line) and (_OPEN_CLOSING.search(line) or _MATERIAL.search(line)))
