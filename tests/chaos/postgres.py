"""A PostgreSQL server of a test's own, to be killed and started again."""

import glob
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from tests.app.conftest import ROOT

_SERVICES = str(ROOT / ".ci" / "services")


class Server:
    """Runs from the beginning; `stop` ends it for good."""

    def __init__(self) -> None:
        started = subprocess.run([_SERVICES, "start"], check=True, capture_output=True, timeout=120)
        self.url = started.stdout.decode().strip()
        self._port = self.url.rsplit(":", 1)[1].split("/")[0]
        self._folder = Path(glob.glob(f"{tempfile.gettempdir()}/tiyao-postgres-{self._port}.*")[0])

    def kill(self) -> None:
        """As nothing can be prepared for, with all its processes."""
        pid = int((self._folder / "data" / "postmaster.pid").read_text().split()[0])
        children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, check=False).stdout.split()
        for one in (pid, *map(int, children)):
            with suppress(ProcessLookupError):  # some end with their parent
                os.kill(one, signal.SIGKILL)
        time.sleep(0.5)

    def start(self) -> None:
        options = f"-p {self._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        log = self._folder / "log"
        self._control("--log", str(log), "--wait", "--timeout", "60", "--options", options, "start")

    def stop(self) -> None:
        subprocess.run([_SERVICES, "stop", self.url], check=False, capture_output=True, timeout=60)

    def _control(self, *arguments: str) -> None:
        folder = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        program = f"{folder[-1]}/pg_ctl" if folder else str(shutil.which("pg_ctl"))
        command = [program, "--pgdata", str(self._folder / "data"), *arguments]
        if os.geteuid() == 0:  # the server refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=90, cwd="/")
