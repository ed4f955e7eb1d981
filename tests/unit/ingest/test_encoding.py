"""Bytes to text: every encoding that reports come in, whatever they are declared to be, and never a wrong reading."""

from contextlib import suppress
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import BrokenText, UndecodableText
from service.ingest.encoding import decode, decode_with_holes, knows

TEXT = (Path(__file__).parents[3] / "samples" / "yunxiu-xian-2024.txt").read_text("utf-8").replace("\n", "\r\n")
TRADITIONAL = opencc.OpenCC("s2tw").convert(TEXT)
ENCODINGS = [
    ("utf-8", TEXT),
    ("utf-8-sig", TEXT),
    ("utf-16", TEXT),
    ("utf-16-le", TEXT),
    ("utf-16-be", TEXT),
    ("utf-32", TEXT),
    ("gb18030", TEXT),
    ("gbk", TEXT),
    ("gb2312", TEXT.encode("gb2312", "ignore").decode("gb2312")),
    ("big5hkscs", TRADITIONAL.encode("big5hkscs", "ignore").decode("big5hkscs")),
    ("big5", TRADITIONAL.encode("big5", "ignore").decode("big5")),
    ("gb18030", TRADITIONAL),
    ("utf-8", TRADITIONAL),
]
DECLARED = [None, "utf-8", "gb2312", "big5", "utf-16le", "iso-8859-1", "windows-1252", "shift_jis", "klingon", ""]


@pytest.mark.parametrize("declared", DECLARED)
@pytest.mark.parametrize(("encoding", "text"), ENCODINGS)
def test_a_report_is_read_whatever_it_is_declared_to_be(encoding: str, text: str, declared: str | None) -> None:
    assert decode(text.encode(encoding), declared) == text


@pytest.mark.parametrize("length", [8, 20, 60, 300])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_a_piece_is_read_too(encoding: str, length: int) -> None:
    for start in range(0, 600, 37):
        piece = TEXT[start : start + length]
        assert decode(piece.encode(encoding)) == piece


def test_a_short_text_that_could_be_utf8_is_read_as_declared() -> None:
    assert decode("联通".encode("gbk"), "gbk") == "联通"


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50))
def test_utf8_with_a_mark_is_read_to_the_code_point(text: str) -> None:
    """The mark is no part of the text; a second one is."""
    assert decode(("\ufeff" + text).encode()) == text


@given(st.binary(max_size=2000), st.sampled_from(DECLARED))
def test_bytes_are_text_or_refused(data: bytes, declared: str | None) -> None:
    with suppress(UndecodableText):
        assert isinstance(decode(data, declared), str)


@pytest.mark.parametrize(
    ("first", "second"), [("utf-8", "gb18030"), ("gb18030", "utf-8"), ("gb18030", "utf-16-le"), ("utf-8", "utf-16-be")]
)
@pytest.mark.parametrize("share", [0.3, 0.5, 0.8])
def test_two_encodings_in_one_file_are_refused(first: str, second: str, share: float) -> None:
    cut = int(len(TEXT) * share)
    with pytest.raises(UndecodableText):
        decode(TEXT[:cut].encode(first) + TEXT[cut:].encode(second))


@pytest.mark.parametrize("wrong", ["gb18030", "big5hkscs", "utf-16-le"])
def test_a_file_that_was_saved_wrongly_is_refused(wrong: str) -> None:
    """Read in a wrong encoding and saved as UTF-8: every byte fits, and no word is right."""
    saved = TEXT.encode("utf-8" if wrong == "gb18030" else "gb18030").decode(wrong, "replace").encode()
    with pytest.raises(UndecodableText):
        decode(saved)


@pytest.mark.parametrize(
    "text", ["An English report.", "これは法治政府の報告です。", "보고서입니다", "12345", " \r\n", "", "é"]
)
def test_what_is_no_chinese_is_read_all_the_same(text: str) -> None:
    assert decode(text.encode()) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("place", [10, 200, 900])
def test_a_broken_byte_is_told_by_its_place(encoding: str, place: int) -> None:
    before = TEXT[:place].encode(encoding)
    with pytest.raises(BrokenText) as told:
        decode(before + b"\xff" + TEXT[place:].encode(encoding.removesuffix("-sig")))
    assert told.value.details == {"encoding": encoding.removesuffix("-sig"), "offset": len(before)}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_file_cut_within_a_character_is_told_by_its_end(encoding: str) -> None:
    data = TEXT[:800].rstrip().encode(encoding)
    with pytest.raises(BrokenText) as told:
        decode(data[:-1])
    assert len(data) - 4 <= told.value.details["offset"] < len(data)


def test_holes_are_told_with_the_text_that_has_them() -> None:
    data = TEXT[:500].encode("gb18030") + b"\xff" + TEXT[500:].encode("gb18030")
    found = decode_with_holes(data)
    assert found.text == TEXT[:500] + "\ufffd" + TEXT[500:]
    assert found.error
    assert found.error.details["offset"] == len(TEXT[:500].encode("gb18030"))
    assert decode_with_holes(TEXT.encode()) == (TEXT, None)


def test_rubbish_with_holes_is_rubbish() -> None:
    with pytest.raises(UndecodableText) as told:
        decode_with_holes(bytes(range(128, 256)) * 20)
    assert not isinstance(told.value, BrokenText)


@pytest.mark.parametrize(
    "name", ["UTF-8", "gb2312", " GBK ", '"big5"', "utf-16le", "iso-8859-1", "ascii", "windows-936"]
)
def test_known_charsets(name: str) -> None:
    assert knows(name) is (name != "windows-936")


@pytest.mark.parametrize("name", ["klingon", "", "rot13", "zlib", "idna", "unicode_escape", "x" * 5000, "a\0b", "é"])
def test_what_is_no_charset(name: str) -> None:
    assert not knows(name)
