"""Pdfs by programs that people print with: an office suite and a browser. Both are looked for, neither is needed."""

import io
import shutil
import subprocess
import tempfile
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

_SECONDS = 120
OFFICE = shutil.which("soffice")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")


def office(text: str, head: str = "澄溪县法治政府建设年度报告") -> bytes:
    """By an office suite: justified, first lines indented, a running head, page numbers between dashes."""
    assert OFFICE
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.docx"
        file.write_bytes(typeset(text, head))
        profile = f"-env:UserInstallation=file://{folder}/profile"
        _run([OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(file)])
        return file.with_suffix(".pdf").read_bytes()


def browser(page: bytes) -> bytes:
    """By a browser from a page, with the head and foot that browsers print: date, title, address, page."""
    assert BROWSER
    with tempfile.TemporaryDirectory() as folder:
        file, target = Path(folder) / "report.html", Path(folder) / "report.pdf"
        file.write_bytes(page)
        profile = f"--user-data-dir={folder}/profile"
        _run(
            [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", profile, f"--print-to-pdf={target}", file.as_uri()]
        )
        return target.read_bytes()


def typeset(text: str, head: str) -> bytes:
    """A docx in the look of official papers."""
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.size = Pt(16)
    style.element.get_or_add_rPr().append(parse_xml(f'<w:rFonts {nsdecls("w")} w:eastAsia="Noto Serif CJK SC"/>'))
    style.paragraph_format.line_spacing = Pt(28)
    style.paragraph_format.space_after = Pt(0)
    section = document.sections[0]
    section.header.paragraphs[0].text = head
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("— ")
    foot._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
    foot.add_run(" —")
    for n, line in enumerate(line.strip() for line in text.split("\n") if line.strip()):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(line)
        if n == 0 and len(line) < 60:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run.font.size = Pt(22)
        else:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
            paragraph.paragraph_format.first_line_indent = Pt(32)
        run._r.get_or_add_rPr().append(parse_xml(f'<w:rFonts {nsdecls("w")} w:eastAsia="Noto Serif CJK SC"/>'))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, timeout=_SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
