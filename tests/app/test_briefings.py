"""The Word briefing at both doors."""

import io
from pathlib import Path

import docx
import httpx
import pytest

from service.api.rendered import DOCX
from tests.app.command import tiyao

TEXT = (
    "云溪县人民政府关于2023年法治政府建设情况的报告\n一、主要成效\n（一）优化政务服务。全年累计办件1.3万余件。\n"
    "二、存在的问题\n一是行政执法队伍力量不足，部分乡镇没有专职法制审核人员。\n三、下一步打算\n（一）加强培训。组织执法人员培训不少于60学时。\n"
)


def paragraphs(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def test_a_briefing_by_accept(address: str) -> None:
    asked = {"Accept": DOCX, "Accept-Language": "en"}
    response = httpx.post(f"{address}/v1/summaries", json={"text": TEXT}, headers=asked)
    assert response.status_code == 200
    assert response.headers["content-type"] == DOCX
    assert response.headers["content-disposition"] == 'attachment; filename="summary.docx"'
    assert response.headers["content-language"] == "en"
    told = paragraphs(response.content)
    assert "Achievements" in told
    assert "1.3万余件" in told


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "云溪.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize("arguments", [("-o", "out.docx"), ("--format", "docx", "-o", "out/")])
def test_a_briefing_by_the_command(report: Path, arguments: tuple[str, ...]) -> None:
    *given, output = arguments
    ran = tiyao("summarize", report, *given, report.parent / output if output != "out/" else f"{report.parent}/out/")
    assert ran.returncode == 0, ran.stderr
    made = report.parent / ("out.docx" if output == "out.docx" else "out/云溪.docx")
    assert "下步计划" in paragraphs(made.read_bytes())


def test_a_briefing_needs_a_file(report: Path) -> None:
    ran = tiyao("summarize", report, "--format", "docx")
    assert ran.returncode == 2
    assert "-o" in ran.stderr
    assert not ran.stdout


def test_a_briefing_that_is_whole_is_not_made_again(report: Path) -> None:
    out = report.parent / "out"
    first = ("summarize", report, "--format", "docx", "-o", f"{out}/")
    assert tiyao(*first).returncode == 0
    made = out / "云溪.docx"
    whole = made.read_bytes()
    assert "跳过" in tiyao(*first, "--resume").stderr
    made.write_bytes(whole[: len(whole) // 2])
    assert tiyao(*first, "--resume").returncode == 0
    assert "下步计划" in paragraphs(made.read_bytes())
