"""What the command says of wrong options, settings and addresses, in the language of the environment."""

import re
import socket
from pathlib import Path

import pytest

from service.messages import say
from tests.app.command import tiyao
from tests.app.conftest import SAMPLE

ENGLISH = re.compile(r"(?<!--)\b[a-z]{3,} [a-z]{2,}")
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (("summarize",), "缺少 PATH。", "PATH is missing."),
        (("summarize", "x", "--nope"), "没有选项 --nope。", "There is no option --nope."),
        (("summarize", "x", "-y"), "没有选项 -y。", "There is no option -y."),
        (("summarize", "x", "--engin", "llm"), "是否想用 --engine？", "Did you mean --engine?"),
        (("summarize", "x", "--engine", "gpt"), "只能是 'extractive'、'llm'", "it must be 'extractive', 'llm'"),
        (("summarize", "x", "-o"), "选项 -o 需要一个值。", "Option -o needs a value."),
        (("summarize", "x", "--source=1"), "选项 --source 不带值。", "Option --source takes no value."),
        (("summarize", "x", "--jobs", "0"), "--jobs/-j：不能小于 1。", "--jobs/-j: it must be at least 1."),
        (("serve", "--port", "abc"), "--port：应为整数。", "--port: it must be a whole number."),
        (("serve", "--port", "99999"), "--port：不能大于 65535。", "--port: it must be at most 65535."),
        (("outline", "a", "b", "c"), "多余的参数：b c。", "Too many arguments: b c."),
        (("schema", "Foo"), "NAME：只能是", "NAME: it must be"),
        (("summarise",), "没有命令 summarise。是否想用 summarize？", "no command summarise. Did you mean summarize?"),
        (("--nope",), "没有选项 --nope。", "There is no option --nope."),
        (("eval", "nope"), "没有命令 nope。", "There is no command nope."),
        (("eval", "run", "--concurrency", "0"), "--concurrency：不能小于 1。", "it must be at least 1."),
    ],
)
def test_a_usage_error_is_told_in_one_language(arguments: tuple[str, ...], zh: str, en: str) -> None:
    chinese, english = tiyao(*arguments), tiyao(*arguments, LANG="en_US.UTF-8")
    for ran, words in ((chinese, zh), (english, en)):
        assert (ran.returncode, ran.stdout) == (2, "")
        assert words in ran.stderr
        assert "Traceback" not in ran.stderr
    assert not ENGLISH.search(chinese.stderr.replace(arguments[0], "").replace("eval run", ""))
    assert not CHINESE.search(english.stderr)


def test_no_arguments_are_answered_with_help() -> None:
    ran = tiyao()
    assert ran.returncode == 2
    assert "命令：" in ran.stderr
    assert "用法错误：" not in ran.stderr


# settings


@pytest.mark.parametrize(
    ("setting", "value", "zh"),
    [
        ("TIYAO_MAX_CHARACTERS", "many", "应为整数"),
        ("TIYAO_MAX_CHARACTERS", "0", "必须大于 0"),
        ("TIYAO_CHUNK_TOKENS", "10", "不能小于 200"),
        ("TIYAO_TEMPERATURE", "warm", "应为数字"),
        ("TIYAO_TEMPERATURE", "3", "不能大于 2"),
        ("TIYAO_CONCURRENT_REPORTS", "0", "不能小于 1"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told_in_one_language(setting: str, value: str, zh: str) -> None:
    ran = tiyao("summarize", SAMPLE, **{setting: value})
    assert (ran.returncode, ran.stdout) == (78, "")
    assert ran.stderr.strip() == f"设置 {setting} 有误：{zh}"
    english = tiyao("summarize", SAMPLE, LANG="en_US.UTF-8", **{setting: value})
    assert english.stderr.startswith(f"Setting {setting} is wrong: it must be ")
    assert not CHINESE.search(english.stderr)


def test_an_engine_without_a_model_is_told_in_one_language() -> None:
    chinese = tiyao("summarize", SAMPLE, "--engine", "llm")
    english = tiyao("summarize", SAMPLE, "--engine", "llm", LANG="en_US.UTF-8")
    assert "TIYAO_MODEL 有误：未设置" in chinese.stderr
    assert not ENGLISH.search(chinese.stderr)
    assert not CHINESE.search(english.stderr)


@pytest.mark.parametrize(
    "arguments",
    [("summarize", SAMPLE), ("summarize", SAMPLE, "--engine", "llm"), ("serve", "--port", "0"), ("eval", "run")],
)
def test_a_server_without_a_model_is_a_mistake_where_it_would_be_used(arguments: tuple[object, ...]) -> None:
    ran = tiyao(*arguments, TIYAO_BASE_URL="http://127.0.0.1:9/v1")
    assert (ran.returncode, ran.stdout) == (78, "")
    assert "已设 TIYAO_BASE_URL，但没有设置模型名" in ran.stderr


def test_a_server_without_a_model_is_no_matter_where_no_model_is_used() -> None:
    assert tiyao("summarize", SAMPLE, "--engine", "extractive", TIYAO_BASE_URL="http://127.0.0.1:9/v1").returncode == 0
    assert tiyao("outline", SAMPLE, TIYAO_BASE_URL="http://127.0.0.1:9/v1").returncode == 0


def test_only_the_settings_that_a_command_uses_can_stop_it() -> None:
    assert tiyao("summarize", SAMPLE, TIYAO_PORT="abc").returncode == 0
    assert tiyao("summarize", SAMPLE, TIYAO_MAX_BODY_BYTES="-1").returncode == 0
    assert tiyao("summarize", SAMPLE, "--engine", "extractive", TIYAO_TEMPERATURE="hot").returncode == 0
    assert tiyao("outline", SAMPLE, TIYAO_TEMPERATURE="hot", TIYAO_PORT="abc").returncode == 0
    both = tiyao("summarize", SAMPLE, TIYAO_PORT="abc", TIYAO_MAX_CHARACTERS="many")
    assert (both.returncode, "TIYAO_MAX_CHARACTERS" in both.stderr) == (78, True)
    assert tiyao("serve", TIYAO_PORT="abc").returncode == 78


# several reports and one file


@pytest.mark.parametrize("name", ["all.json", "all.md", "all.TXT", "there"])
def test_several_reports_do_not_go_into_one_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "there").write_text("old")
    ran = tiyao("summarize", SAMPLE, SAMPLE.parent, "-o", tmp_path / name)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "请给出文件夹" in ran.stderr
    assert ".jsonl" in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["there"]
    assert (tmp_path / "there").read_text() == "old"


def test_resuming_needs_a_file_for_each_report(tmp_path: Path) -> None:
    for output in ((), ("-o", tmp_path / "all.jsonl")):
        ran = tiyao("summarize", SAMPLE.parent, "--resume", *output)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert "--resume" in ran.stderr


# what the system refuses


def test_a_port_in_use_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        chinese = tiyao("serve", "--port", port)
        english = tiyao("serve", "--port", port, LANG="en_US.UTF-8")
    assert (chinese.returncode, english.returncode) == (71, 71)
    assert chinese.stderr.splitlines() == [f"无法监听 127.0.0.1 端口 {port}：已被占用。请换一个 --host 或 --port。"]
    assert f"Cannot listen on 127.0.0.1, port {port}: it is in use." in english.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_an_address_of_another_machine_is_told(host: str) -> None:
    ran = tiyao("serve", "--port", "0", "--host", host)
    assert ran.returncode == 71
    assert "不是本机的地址" in ran.stderr


def test_what_the_system_says_is_told_in_one_language(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = tiyao("summarize", SAMPLE, "-o", tmp_path / "file" / "below" / "a.json")
    assert ran.returncode == 73
    assert "路径中有一段不是文件夹" in ran.stderr
    ran = tiyao("summarize", SAMPLE, "-o", tmp_path / ("长" * 300 + ".json"))
    assert (ran.returncode, "文件名过长" in ran.stderr) == (73, True)


@pytest.mark.parametrize("text", ["20240101", "😀"])
def test_text_without_letters_is_not_chinese(text: str) -> None:
    ran = tiyao("summarize", "-", data=text.encode())
    assert ran.returncode == 65
    assert ran.stderr.strip() == say("not_chinese", "zh")


# the language


@pytest.mark.parametrize(
    ("environment", "chinese"),
    [
        ({}, True),
        ({"LANG": ""}, True),
        ({"LANG": "C"}, True),
        ({"LANG": "POSIX"}, True),
        ({"LANG": "de_DE.UTF-8"}, True),
        ({"LANG": "en_US.UTF-8"}, False),
        ({"LANG": "en"}, False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, False),
    ],
)
def test_one_rule_for_the_language(environment: dict[str, str], chinese: bool) -> None:
    ran = tiyao("nope", **{"LANG": "", **environment})
    assert ("没有命令" in ran.stderr) is chinese
