"""What a person said in a chat, whatever it is."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.chat import errands, reading
from service.chat.reading import File, Turn
from tests.chat.conftest import OTHER_YEAR, TEXT

REQUESTS = st.sampled_from(["请总结这份报告：", "帮我提炼要点。", "Please summarize:", "下面是一份报告，请概括：", ""])
PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(REQUESTS, REQUESTS, st.integers(0, 3))
def test_a_request_around_a_report_is_no_part_of_it(before: str, after: str, blanks: int) -> None:
    words, report = reading.split(f"{before}\n{chr(10) * blanks}{TEXT.strip()}\n{after}")
    assert report is not None
    assert report.text == TEXT.strip()
    assert words == "\n".join([*filter(None, [before]), after]).strip()


@given(st.lists(st.tuples(st.sampled_from(["user", "assistant", "system"]), PLAIN), max_size=6))
def test_any_chat_at_all_is_read(said: list[tuple[str, str]]) -> None:
    asked = reading.asked([reading.turn(role, text) for role, text in said])  # type: ignore[arg-type]
    assert 0 <= asked.fresh <= len(asked.reports)
    assert asked.want in ("summary", "answer", "comparison", "other", "help")
    assert (asked.want in ("summary", "answer", "comparison")) <= bool(asked.reports)


@given(PLAIN.filter(lambda text: "<" not in text), PLAIN.filter(lambda text: "<" not in text))
def test_a_file_inside_a_message_is_the_file_to_the_character(inside: str, query: str) -> None:
    turn = reading.turn("user", f'<context>\n<source id="1" name="a.txt">{inside}</source>\n</context>\n{query}')
    assert turn.files == (File("a.txt", inside.strip("\n")),)
    assert turn.text == query.strip()


@given(st.integers(300, len(TEXT) - 300))
def test_a_report_in_two_messages_is_one(cut: int) -> None:
    asked = reading.asked([reading.turn("user", TEXT[:cut]), reading.turn("user", TEXT[cut:])])
    assert len(asked.reports) == 1
    assert asked.want == "summary"
    assert asked.reports[0].text.replace("\n", "") == TEXT.replace("\n", "")


@pytest.mark.parametrize(
    "line",
    [
        "对《云岫县城区停车管理办法》举行听证会2场，采纳群众意见18条。",
        "帮助企业化解纠纷32件。",
        "总结推广“枫桥经验”，建成综治中心138个。",
        "对照上级要求和群众期待，仍存在以下不足：",
        "分析研判风险隐患56处。",
        "将97项行政处罚事项赋予3个中心镇行使。",
        "请示报告制度全面落实。",
        "请168件，受理151件。",
    ],
)
def test_a_sentence_of_a_report_is_no_request(line: str) -> None:
    words, report = reading.split(f"{line}\n{TEXT}")
    assert words == ""
    assert report is not None
    assert report.text.startswith(line)


@pytest.mark.parametrize(
    "line",
    [
        "请总结：",
        "把下面的报告总结一下。",
        "总结一下这份报告",
        "这是今年的报告：",
        "以下是我县的报告，谢谢",
        "对这份报告做个概括",
        "帮我看看这份。",
        "能否提炼要点",
        "Please summarize this",
        "请看看这份报告。",
    ],
)
def test_a_request_is_no_sentence_of_the_report(line: str) -> None:
    words, report = reading.split(f"{line}\n{TEXT}")
    assert report is not None
    assert (words, report.text) == (line, TEXT.strip())


@pytest.mark.parametrize(
    "hostile",
    [
        "<file>\n" * 100_000,
        "<file a></file>" + "<user_query>" * 50_000,
        "<source>\n<document>\n" * 50_000 + "</source>",
        "<file></file>" + "x" * 500_000,
        "<attached_files>" * 40_000,
    ],
)
def test_tags_that_nobody_closes_cost_no_time(hostile: str) -> None:
    began = time.process_time()
    reading.turn("user", hostile)
    assert time.process_time() - began < 2


@given(PLAIN)
def test_an_errand_is_never_a_turn_with_a_file(text: str) -> None:
    assert errands.is_errand(f"### Task:\n{text}") != ("<source" in text)
    assert not errands.is_errand(f'### Task:\n{text}<source id="1">x</source>')


def test_a_title_that_speaks_of_a_summary_is_no_request() -> None:
    titled = TEXT.replace("的报告\n", "工作总结\n", 1)
    assert reading.split(titled) == ("", reading.Report("", titled.strip(), False))


def test_a_second_report_is_not_joined_to_the_first() -> None:
    asked = reading.asked([reading.turn("user", TEXT), reading.turn("user", OTHER_YEAR)])
    assert len(asked.reports) == 2
    assert asked.fresh == 1


def test_a_file_sent_with_every_turn_is_one_report() -> None:
    turns = [Turn("user", question, (File("a", TEXT),)) for question in ("请总结", "有哪些问题？")]
    asked = reading.asked(turns)
    assert len(asked.reports) == 1
    assert (asked.want, asked.fresh) == ("answer", 0)


@pytest.mark.parametrize(
    ("question", "want"),
    [
        ("", "summary"),
        ("请总结一下", "summary"),
        ("帮我看看这份材料", "summary"),
        ("有哪些问题？", "answer"),
        ("总结一下有哪些问题", "answer"),
        ("How many cases of 行政复议 were there?", "answer"),
    ],
)
def test_what_is_wanted_of_a_report_that_comes_with_words(question: str, want: str) -> None:
    assert reading.asked([Turn("user", question, (File("a", TEXT),))]).want == want
