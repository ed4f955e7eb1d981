"""Rules of the house that no linter knows."""

import re
import shutil
import string
import subprocess
import sys
from pathlib import Path

import pytest

from service import errors, messages

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("service", "schemas", "prompts", "eval")
MAX_LINES = 400
# A registry's or a mirror's host, and what points to a file to be downloaded.
ADDRESS = re.compile(
    r"pypi\.org|pythonhosted\.org|pypi\.tuna|mirrors?\.[a-z]+\.[a-z]+|registry\.npmjs|npmmirror|conda\.anaconda|ghcr\.io"
    r"|--(?:extra-)?index-url|--find-links|https?://[^\s\"'<>)]+\.(?:whl|tar\.gz|tgz|zip|gguf|safetensors)\b",
    re.IGNORECASE,
)


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("no git checkout")
    listed = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


@pytest.mark.parametrize("folder", FOLDERS)
def test_a_file_reads_in_one_sitting(folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts]
    assert files
    long = {
        str(path.relative_to(ROOT)): n for path in files if (n := len(path.read_text("utf-8").splitlines())) > MAX_LINES
    }
    assert long == {}


def test_no_registry_host_or_download_address_in_any_tracked_file() -> None:
    hits = []
    for path in tracked():
        if path == Path(__file__).resolve():
            continue
        text = path.read_bytes().decode("utf-8", errors="ignore")
        hits += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in ADDRESS.finditer(text)]
    assert hits == []


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://" + "py" + "pi.org/simple",
        'url = "https://files.python' + 'hosted.org/packages/x.whl"',
        "-i https://mir" + "rors.ali" + "yun.com/pypi",
        "https://example.invalid/model.gguf",
    ],
)
def test_the_address_rule_sees_addresses(line: str) -> None:
    assert ADDRESS.search(line)


def _headings(text: str) -> list[int]:
    bare = re.sub(r"(?ms)^```.*?^```", "", text)
    return [len(hit.group(1)) for hit in re.finditer(r"(?m)^(#{1,6}) ", bare)]


def _blocks(text: str) -> list[str]:
    return re.findall(r"(?ms)^```[^\n]*\n.*?^```", text)


@pytest.mark.parametrize(("one", "other"), [("README.md", "README.zh-CN.md"), ("docs/usage.md", "docs/usage.zh-CN.md")])
def test_both_languages_tell_the_same(one: str, other: str) -> None:
    first, second = (ROOT / one).read_text("utf-8"), (ROOT / other).read_text("utf-8")
    assert _headings(first) == _headings(second)
    assert len(_headings(first)) > 1
    assert _blocks(first) == _blocks(second)
    assert _blocks(first)


def error_classes() -> list[type[errors.TiyaoError]]:
    found = [errors.TiyaoError]
    for cls in found:
        found += cls.__subclasses__()
    return found


@pytest.mark.parametrize("code", sorted(errors.TABLE))
def test_every_error_code_has_a_message_in_both_languages(code: str) -> None:
    text = messages.MESSAGES[code]
    assert re.search("[\u4e00-\u9fff]", text.zh)
    assert re.search("[a-z]{3}", text.en)
    fields = [{name for _, name, _, _ in string.Formatter().parse(said) if name} for said in text]
    assert fields[0] == fields[1], "both languages tell the same details"


@pytest.mark.parametrize("cls", error_classes(), ids=lambda cls: cls.__name__)
def test_every_error_has_a_row_in_the_table(cls: type[errors.TiyaoError]) -> None:
    assert cls.code in errors.TABLE
    row = errors.meaning(cls())
    assert 400 <= row.status < 600
    assert row.exit not in (errors.EXIT_OK, errors.EXIT_SOME_FAILED)
    assert row.rpc < 0


@pytest.mark.parametrize(
    ("cls", "status"),
    [
        (errors.EmptyText, 422),
        (errors.NotChinese, 422),
        (errors.LoneSurrogate, 422),
        (errors.InvalidRequest, 422),
        (errors.TooLong, 413),
        (errors.UnsupportedMedia, 415),
    ],
)
def test_statuses_of_the_endpoint(cls: type[errors.TiyaoError], status: int) -> None:
    assert errors.meaning(cls()).status == status


def test_imports_point_one_way() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    command = str(tool) if tool.exists() else shutil.which("lint-imports")
    if command is None:
        pytest.skip("import-linter is not installed")
    done = subprocess.run([command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
