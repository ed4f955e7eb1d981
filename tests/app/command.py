"""The command `tiyao`, run as a user runs it: in a process of its own, with this checkout's code."""

import os
import subprocess
import sys
from pathlib import Path

from tests.app.conftest import ROOT

TIYAO = str(Path(sys.executable).with_name("tiyao"))
# The path, since what is installed may be another checkout.
PLAIN_ENVIRONMENT = {"PATH": os.environ["PATH"], "LANG": "zh_CN.UTF-8", "PYTHONPATH": str(ROOT)}


def tiyao(*arguments: object, data: bytes = b"", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command with bytes on stdin; stdout and stderr are read as UTF-8."""
    ran = subprocess.run(
        [TIYAO, *map(str, arguments)],
        input=data,
        capture_output=True,
        env={**PLAIN_ENVIRONMENT, **environment},
        timeout=60,
    )
    return subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())
