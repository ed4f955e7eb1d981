"""A docx as its reader sees it, and what is wrong with it."""

import io
import zipfile

import docx as library
import pytest
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import DamagedFile, EncryptedFile, InputError, UnsafeFile, UnsupportedFormat
from service.ingest import docx
from service.ingest.docx.numerals import numeral
from tests.formats import docx as making
from tests.reports import BASE, LONG, Report

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT = "一、主要工作\n全年办理案件90件。"


def lines(data: bytes) -> list[str]:
    return docx.read(data).text.split("\n")


def of(*xml: str) -> list[str]:
    """The lines of a document of these paragraphs and tables."""
    return lines(making.saved(lambda document: [making.body(document, one) for one in xml]))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str) -> str:
    return f"<w:tc><w:p>{run(text)}</w:p></w:tc>"


@pytest.mark.parametrize("report", [BASE, LONG], ids=["base", "long"])
@pytest.mark.parametrize("make", [making.laid_out, making.counted])
def test_paragraphs_are_those_of_the_report(report: Report, make: making.Maker) -> None:
    assert lines(make(report.text)) == [line for line in report.text.split("\n") if line]


def test_counted_numbers_stand_in_no_paragraph() -> None:
    """Else the test above would say nothing."""
    texts = [paragraph.text for paragraph in library.Document(io.BytesIO(making.counted(BASE.text))).paragraphs]
    assert not any(text.startswith(("一、", "（一）")) for text in texts)


# Numbers.


def numbered(levels: list[tuple[str, str]], places: list[int], more: str = "") -> list[str]:
    def fill(document: Document) -> None:
        making.add_list(document, levels, more=more)
        for level in places:
            making.number(document.add_paragraph("事"), level)

    return [line.removesuffix("事").rstrip() for line in lines(making.saved(fill))]


def test_deeper_numbers_begin_anew() -> None:
    levels = [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
    assert numbered(levels, [0, 1, 2, 2, 1, 2, 0, 1]) == [
        "一、",
        "（一）",
        "1.",
        "2.",
        "（二）",
        "1.",
        "二、",
        "（一）",
    ]


def test_a_number_may_name_those_above() -> None:
    assert numbered([("decimal", "%1."), ("decimal", "%1.%2")], [0, 1, 1, 0, 1]) == ["1.", "1.1", "1.2", "2.", "2.1"]


def test_a_level_without_one_above_counts_from_its_start() -> None:
    assert numbered([("decimal", "%1."), ("decimal", "%1.%2")], [1, 1]) == ["1.1", "1.2"]


def test_a_list_may_start_anew() -> None:
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'

    def fill(document: Document) -> None:
        making.add_list(document, [("decimal", "%1.")])
        document.part.numbering_part.element.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="78"><w:abstractNumId w:val="77"/>{again}</w:num>')
        )
        for name in (77, 77, 78, 78):
            making.number(document.add_paragraph("事"), 0, name)

    assert lines(making.saved(fill)) == ["1.事", "2.事", "1.事", "2.事"]


def test_bullets_are_no_text() -> None:
    assert numbered([("bullet", "\uf0b7")], [0, 0]) == ["", ""]


def test_a_style_may_count() -> None:
    assert lines(
        making.saved(lambda d: [d.add_paragraph("事", style="List Number"), d.add_paragraph("项", style="List Number")])
    ) == ["1.事", "2.项"]


def test_number_zero_takes_a_paragraph_out_of_its_styles_list() -> None:
    def fill(document: Document) -> None:
        making.number(document.add_paragraph("事", style="List Number"), 0, 0)

    assert lines(making.saved(fill)) == ["事"]


def test_a_number_does_not_run_into_the_digits_of_its_text() -> None:
    def fill(document: Document) -> None:
        making.add_list(document, [("decimal", "%1.")])
        making.number(document.add_paragraph("2023年工作"), 0)

    assert lines(making.saved(fill)) == ["1. 2023年工作"]


@pytest.mark.parametrize(
    ("form", "count", "shown"),
    [
        ("chineseCounting", 1, "一"),
        ("chineseCountingThousand", 10, "十"),
        ("japaneseCounting", 11, "十一"),
        ("taiwaneseCountingThousand", 20, "二十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 105, "一百零五"),
        ("chineseCounting", 110, "一百一十"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographDigital", 12, "一二"),
        ("ideographTraditional", 2, "乙"),
        ("decimal", 12, "12"),
        ("decimalZero", 3, "03"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircleChinese", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("upperRoman", 14, "XIV"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 3, "C"),
        ("something new", 7, "7"),
        ("chineseCounting", -1, "-1"),
        ("lowerRoman", 0, "0"),
    ],
)
def test_numerals(form: str, count: int, shown: str) -> None:
    assert numeral(count, form) == shown


@given(st.integers(1, 9_999))
def test_chinese_numerals_tell_their_number(count: int) -> None:
    from service.language.numerals import read_number

    assert read_number(numeral(count, "chineseCounting")) == count


# What a reader sees, and what he does not.


def test_insertions_are_kept_and_deletions_left_out() -> None:
    deleted = "<w:del><w:r><w:delText>八十</w:delText></w:r></w:del>"
    assert of(f"<w:p>{run('办理')}{deleted}<w:ins>{run('九十')}</w:ins>{run('件')}</w:p>") == ["办理九十件"]


def test_what_was_moved_stands_where_it_went() -> None:
    away = f"<w:p><w:moveFrom>{run('移走')}</w:moveFrom></w:p>"
    assert of(away, f"<w:p>{run('留下')}<w:moveTo>{run('移来')}</w:moveTo></w:p>") == ["留下移来"]


def test_a_deleted_paragraph_end_joins_two() -> None:
    first = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('办理')}</w:p>"
    assert of(first, f"<w:p>{run('九十件')}</w:p>") == ["办理九十件"]


def test_a_deleted_row_is_gone() -> None:
    rows = f"<w:tr>{cell('留')}{cell('1')}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{cell('删')}{cell('2')}</w:tr>"
    assert of(f"<w:tbl>{rows}</w:tbl>") == ["留\t1"]


@pytest.mark.parametrize("properties", ["<w:vanish/>", '<w:vanish w:val="1"/>', '<w:sz w:val="2"/>'])
def test_hidden_text_is_left_out(properties: str) -> None:
    assert of(f"<w:p>{run('看得见')}{run('看不见', properties)}</w:p>") == ["看得见"]


@pytest.mark.parametrize("properties", ['<w:vanish w:val="0"/>', '<w:vanish w:val="false"/>', '<w:sz w:val="32"/>'])
def test_shown_text_is_kept(properties: str) -> None:
    assert of(f"<w:p>{run('看得见', properties)}</w:p>") == ["看得见"]


def test_a_style_may_hide() -> None:
    def fill(document: Document) -> None:
        document.styles["Quote"].font.hidden = True
        document.add_paragraph("看不见", style="Quote")
        document.add_paragraph("看得见").style.font.size = Pt(16)

    assert lines(making.saved(fill)) == ["看得见"]


def test_line_breaks_part_and_page_breaks_do_not() -> None:
    def fill(document: Document) -> None:
        paragraph = document.add_paragraph("第一行\n第二行")
        paragraph.add_run().add_break(WD_BREAK.PAGE)
        paragraph.add_run("同一行")

    assert lines(making.saved(fill)) == ["第一行", "第二行同一行"]


def test_heads_feet_and_notes_are_left_out() -> None:
    def fill(document: Document) -> None:
        document.sections[0].header.paragraphs[0].text = "页眉"
        document.sections[0].footer.paragraphs[0].text = "页脚"
        document.add_paragraph("正文")

    assert lines(making.saved(fill)) == ["正文"]


def test_links_and_fields_show_their_text() -> None:
    field = f"<w:fldSimple w:instr='REF a'>{run('见附件')}</w:fldSimple>"
    code = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF x</w:instrText></w:r>'
    assert of(f"<w:p><w:hyperlink>{run('链接')}</w:hyperlink>{field}{code}</w:p>") == ["链接见附件"]


def test_content_controls_show_their_content() -> None:
    inner = (
        f"<w:sdtContent><w:p>{run('块')}<w:sdt><w:sdtContent>{run('行')}</w:sdtContent></w:sdt></w:p></w:sdtContent>"
    )
    assert of(f"<w:sdt>{inner}</w:sdt>") == ["块行"]


def test_a_table_of_contents_is_left_out() -> None:
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    control = f"<w:sdt>{gallery}<w:sdtContent><w:p>{run('一、主要工作 1')}</w:p></w:sdtContent></w:sdt>"
    line = f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{run("二、问题 2")}</w:p>'
    assert of(control, line, f"<w:p>{run('一、主要工作')}</w:p>") == ["一、主要工作"]


def test_symbols_and_ruby() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('chéng')}</w:rt><w:rubyBase>{run('澄')}</w:rubyBase></w:ruby></w:r>"
    signs = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:char="2460"/><w:noBreakHyphen/></w:r>'
    assert of(f"<w:p>{ruby}{run('溪')}{signs}</w:p>") == ["澄溪①-"]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent><w:p>{run('框中')}</w:p></w:txbxContent>"
    choice = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert of(f"<w:p>{run('正文')}<w:r>{choice}</w:r></w:p>") == ["正文", "框中"]


def test_a_row_is_a_line() -> None:
    rows = "".join(f"<w:tr>{cell(a)}{cell(b)}</w:tr>" for a, b in (("领域", "件数"), ("市场监管", "213")))
    assert of(f"<w:tbl>{rows}</w:tbl>", f"<w:p>{run('下文')}</w:p>") == ["领域\t件数", "市场监管\t213", "下文"]


def test_an_empty_cell_keeps_its_place() -> None:
    assert of(f"<w:tbl><w:tr>{cell('甲')}{cell('')}{cell('3')}</w:tr></w:tbl>") == ["甲\t\t3"]


def test_a_table_that_lays_out_the_page_keeps_its_paragraphs() -> None:
    inside = "".join(f"<w:p>{run(line)}</w:p>" for line in BASE.text.split("\n"))
    side = f"<w:tc><w:p>{run('侧栏')}</w:p></w:tc>"
    wanted = [line for line in BASE.text.split("\n") if line]
    assert of(f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>") == wanted
    assert of(f"<w:tbl><w:tr>{side}<w:tc>{inside}</w:tc></w:tr></w:tbl>") == ["侧栏", *wanted]


# Forms of the file.


@pytest.mark.parametrize(
    "kind",
    [
        "vnd.openxmlformats-officedocument.wordprocessingml.template",
        "vnd.ms-word.document.macroEnabled",
        "vnd.ms-word.template.macroEnabledTemplate",
    ],
)
def test_templates_and_macros(kind: str) -> None:
    usual = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    other = f"application/{kind}.main+xml".encode()
    data = making.rezipped(making.laid_out(TEXT), {"[Content_Types].xml": lambda xml: xml.replace(usual, other)})
    assert lines(data) == TEXT.split("\n")


def test_the_strict_form() -> None:
    assert lines(making.strict(making.counted(BASE.text))) == [line for line in BASE.text.split("\n") if line]


def test_a_relation_to_a_part_that_is_missing_is_no_matter() -> None:
    relation = b'<Relationship Id="r99" Type="http://example.invalid/image" Target="NULL"/></Relationships>'
    rels = {"word/_rels/document.xml.rels": lambda xml: xml.replace(b"</Relationships>", relation)}
    assert lines(making.rezipped(making.laid_out(TEXT), rels)) == TEXT.split("\n")


# What is wrong with a file.


def test_a_locked_document_and_an_old_one() -> None:
    with pytest.raises(EncryptedFile):
        docx.read(OLE2 + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(UnsupportedFormat) as told:
        docx.read(OLE2 + b"\0" * 600 + "WordDocument".encode("utf-16-le"))
    assert told.value.details == {"format": "doc"}


def test_a_locked_zip() -> None:
    data = bytearray(making.laid_out(TEXT))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(EncryptedFile):
        docx.read(bytes(data))


@pytest.mark.parametrize("size", [80, 300])
def test_a_zip_bomb_is_not_unpacked(size: int) -> None:
    bomb = making.rezipped(making.laid_out(TEXT), {making.DOCUMENT: lambda _: b"<a>" + b" " * (size * 1024 * 1024)})
    with pytest.raises(UnsafeFile) as told:
        docx.read(bomb)
    assert told.value.details == {"format": "docx", "reason": "zip_bomb"}


def test_a_bomb_beside_the_text_is_refused_too() -> None:
    with pytest.raises(UnsafeFile):
        docx.read(making.rezipped(making.laid_out(TEXT), {}, {"word/media/a.bin": bytes(9 * 1024 * 1024)}))


def test_too_many_parts() -> None:
    extra = {f"word/media/{n}.bin": b"" for n in range(5_001)}
    with pytest.raises(UnsafeFile):
        docx.read(making.rezipped(making.laid_out(TEXT), {}, extra))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(encoding: str) -> None:
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
    )
    with pytest.raises(UnsafeFile) as told:
        docx.read(making.rezipped(making.laid_out(TEXT), {making.DOCUMENT: lambda _: xml.encode(encoding)}))
    assert told.value.details == {"format": "docx", "reason": "doctype"}


def _zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 rubbish",
        _zip({"a.txt": b"a"}),
        _zip({"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>"}),
        making.laid_out(TEXT)[:-400],
        making.rezipped(making.laid_out(TEXT), {making.DOCUMENT: lambda xml: xml[:200]}),
        making.rezipped(making.laid_out(TEXT), {making.DOCUMENT: lambda _: b"<a/>"}),
    ],
    ids=["empty", "rubbish", "another zip", "no document", "cut off", "cut xml", "other xml"],
)
def test_a_damaged_file(data: bytes) -> None:
    with pytest.raises(DamagedFile) as told:
        docx.read(data)
    assert told.value.details == {"format": "docx"}


_DATA = making.counted(BASE.text)


@given(st.integers(0, len(_DATA) - 1), st.integers(1, 60), st.binary(min_size=1, max_size=60))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_mangled_file_is_read_or_refused(at: int, cut: int, put_in: bytes) -> None:
    try:
        docx.read(_DATA[:at] + put_in + _DATA[at + cut :])
    except InputError:
        return


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=30), max_size=8))
@settings(max_examples=40, deadline=None)
def test_no_character_is_lost_or_moved(texts: list[str]) -> None:
    data = making.saved(lambda document: [document.add_paragraph(text) for text in texts])
    assert "".join(docx.read(data).text.split()) == "".join("".join(texts).split())
