"""The command `tiyao`, run as a user runs it: in a process of its own, with this checkout's code."""

import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.app.conftest import ROOT

TIYAO = str(Path(sys.executable).with_name("tiyao"))
# The path, since what is installed may be another checkout.
PLAIN_ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "zh_CN.UTF-8", "PYTHONPATH": str(ROOT)}


def environment(**given: str) -> dict[str, str]:
    """Nothing of the tester's own settings; the data folder is the test's."""
    return {**PLAIN_ENVIRONMENT, "TIYAO_DATA_FOLDER": os.environ["TIYAO_DATA_FOLDER"], **given}


def tiyao(*arguments: object, data: bytes = b"", **given: str) -> subprocess.CompletedProcess[str]:
    """Run the command with bytes on stdin; stdout and stderr are read as UTF-8."""
    ran = subprocess.run(
        [TIYAO, *map(str, arguments)],
        input=data,
        capture_output=True,
        env=environment(**given),
        timeout=60,
    )
    return subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def on_terminal(*arguments: str, **given: str) -> str:
    """What the command prints where stdout and stderr are a terminal."""
    ours, theirs = pty.openpty()
    env = environment(**{"TERM": "xterm", **given})
    running = subprocess.Popen([TIYAO, *arguments], stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 65_536):
            shown += part
    except OSError:
        pass  # Linux ends a terminal nobody writes to any more with an error
    os.close(ours)
    assert running.wait(30) == 0
    return shown.decode()
