"""`tiyao doctor`: the configured server, checked in one go."""

import asyncio
import json
from typing import Any

from service import errors
from service.commands import settings as setting
from service.commands.findings import lines, told
from service.commands.terminal import emit
from service.doctor import Finding, examine
from service.messages import Language
from service.settings import SERVING, Settings


def run(as_json: bool, language: Language) -> int:
    """Print every finding, as it is made or all as JSON; the exit code, of the first check that failed."""
    findings = asyncio.run(_examined(setting.load(SERVING), as_json, language))
    failed = [finding for finding in findings if finding.error]
    if as_json:
        whole = {"ok": not failed, "checks": [_wire(finding, language) for finding in findings]}
        emit(json.dumps(whole, ensure_ascii=False, indent=2, default=str) + "\n")
    return errors.TABLE[failed[0].error or ""].exit if failed else errors.EXIT_OK


async def _examined(settings: Settings, quiet: bool, language: Language) -> list[Finding]:
    findings = []
    async for finding in examine(settings):
        findings.append(finding)
        if not quiet:
            emit("\n".join(lines(finding, language)) + "\n")
    return findings


def _wire(finding: Finding, language: Language) -> dict[str, Any]:
    return {
        "check": finding.check,
        "status": finding.status,
        "code": finding.code,
        "message": told(finding, language),
        "details": finding.details,
    }
