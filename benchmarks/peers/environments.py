"""A virtual environment a peer under out/peers, made from its pinned list once and again when the list changes."""

import re
import subprocess
import sys
import venv
from hashlib import sha256
from pathlib import Path

from benchmarks.embedded import ROOT
from service.engines.llm import tokens

FOLDER = ROOT / "out" / "peers"
_LISTS = Path(__file__).parent
OWN = "tiyao"


def python(name: str) -> Path:
    """The interpreter of an environment; our own for tiyao."""
    return Path(sys.executable) if name == OWN else FOLDER / name / "bin" / "python"


def made(name: str) -> Path:
    """The interpreter of the environment, which is made where it is not there or was made from another list."""
    if name == OWN:
        return python(name)
    pinned = _LISTS / f"requirements-{name}.txt"
    stamp, digest = FOLDER / name / "made-from", sha256(pinned.read_bytes()).hexdigest()
    if not stamp.is_file() or stamp.read_text() != digest:
        print(f"making the environment of {name}", file=sys.stderr)
        venv.create(FOLDER / name, clear=True, with_pip=True)
        command = [python(name), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "-r", pinned]
        subprocess.run(command, check=True)
        stamp.write_text(digest)
    return python(name)


def versions(name: str, packages: tuple[str, ...]) -> dict[str, str]:
    """The pinned versions of some packages of an environment."""
    pinned = dict(re.findall(r"^([\w.-]+)==(\S+)$", (_LISTS / f"requirements-{name}.txt").read_text(), re.M))
    return {package: pinned[package] for package in packages}


def ranks() -> Path:
    """The tokenizer's ranks as a file, for environments that would fetch them from the network."""
    path = FOLDER / "o200k_base.tiktoken"
    FOLDER.mkdir(parents=True, exist_ok=True)
    if not path.is_file():
        path.write_bytes(tokens.ranks_file())
    return path
