"""The command `tiyao`, run as a user runs it."""

import os
import subprocess
import sys
from pathlib import Path

TIYAO = str(Path(sys.executable).with_name("tiyao"))
_PASSED_ON = ("PATH", "PYTHONPATH", "TIYAO_DATA_FOLDER")


def environment(**given: str) -> dict[str, str]:
    """A plain one: nothing of the tester's own settings but the data folder of the test."""
    passed = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {**passed, "LANG": "zh_CN.UTF-8", **given}


def tiyao(*arguments: object, data: bytes = b"", **given: str) -> subprocess.CompletedProcess[str]:
    """Run the command with bytes on stdin; stdout and stderr are read as UTF-8."""
    ran = subprocess.run(
        [TIYAO, *map(str, arguments)], input=data, capture_output=True, env=environment(**given), timeout=120
    )
    return subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())
