"""Records out of lines: quoting, resynchronising, delimiters, encodings, row numbers."""

from __future__ import annotations

import io

import pytest

from skiptrace.intake.formats import Formats
from skiptrace.intake.lines import bounded_lines
from skiptrace.intake.reader import open_table, read_header
from skiptrace.intake.records import End, Records, split_record
from skiptrace.intake.settings import Limits
from skiptrace.model.errors import IntakeError


@pytest.mark.parametrize(
    ("text", "cells", "end"),
    [
        ("a,b,", ["a", "b", ""], End.WHOLE),
        ('"a,b",c', ["a,b", "c"], End.WHOLE),
        ('"a""b",""', ['a"b', ""], End.WHOLE),
        ('"a" ,b', ["a", "b"], End.WHOLE),
        ('5" pipe,b', ['5" pipe', "b"], End.WHOLE),
        ('a,"b', ["a", "b"], End.OPEN),
        ('a,"b""', ["a", 'b"'], End.OPEN),
        ('"a"b,c', ["a"], End.GARBLED),
        ("", [""], End.WHOLE),
    ],
)
def test_split(text, cells, end):
    assert split_record(text, ",") == (cells, end)


def test_split_of_cells_beyond_the_csv_modules_bound():
    big = "x" * 200_000
    assert split_record(f'"{big}","{big},"', ",") == ([big, f"{big},"], End.WHOLE)


def records(text, width=3, limits=None):
    limits = limits or Limits()
    reader = Records(bounded_lines(io.StringIO(text, newline=""), limits.record_chars), ",", limits)
    reader.width = width
    return [(r.number, r.cells, r.damage.code if r.damage else "") for r in reader]


def test_quoted_line_ends_stay_in_the_cell():
    assert records('1,"a\nb\r\n""c""",x\n2,b,c\n') == [
        (1, ["1", 'a\nb\r\n"c"', "x"], ""),
        (4, ["2", "b", "c"], ""),
    ]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('1,"a,b\n2,b,c\n3,b,c\n', [(1, "quote"), (2, ""), (3, "")]),
        ('1,"a,b\n2,"b",c\n3,b,c\n', [(1, "quote"), (2, ""), (3, "")]),
        ('1,"a,b\n2,"x\ny",c\n', [(1, "quote"), (2, "")]),
        ('1,"a,b\n"2","b","c"\n', [(1, "quote"), (2, "")]),
        ('1,"a,b\n1,"a,b\n2,b,c\n', [(1, "quote"), (2, "quote"), (3, "")]),
        ('1,a,"b', [(1, "quote")]),
        ('1,"a"b,c\n\n2,b,c', [(1, "quote"), (3, "")]),
        ("1,a,b\r2,a,b\r\n3,a,b", [(1, ""), (2, ""), (3, "")]),
    ],
)
def test_a_broken_quote_costs_its_own_line_only(text, lines):
    assert [(number, code) for number, _, code in records(text)] == lines


def test_a_line_that_never_ends_is_cut_and_the_next_is_read():
    limits = Limits(record_chars=100)
    assert records("1,a,b\n" + "x" * 1000 + "\n2,a,b\n", limits=limits) == [
        (1, ["1", "a", "b"], ""),
        (2, [], "oversize"),
        (3, ["2", "a", "b"], ""),
    ]


def test_an_open_quote_does_not_swallow_more_than_the_bound():
    limits = Limits(record_chars=60)
    text = '1,"a,b\n' + "word\n" * 50 + "2,a,b\n"
    read = records(text, limits=limits)
    assert read[0][2] == "quote"
    assert read[-1] == (52, ["2", "a", "b"], "")
    assert len(read) == 52


HEAD = "account_number;last_name;address\n"


def table(path, **formats):
    with open_table(path, Formats(**formats), Limits()) as opened:
        return opened.header, [(row.number, list(row.cells)) for row in opened.rows], opened.notes


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_delimiters_are_found(mark, put):
    path = put(f"a{mark}b{mark}c\n1{mark}2{mark}3\n")
    assert table(path)[:2] == (("a", "b", "c"), [(2, ["1", "2", "3"])])


def test_excels_sep_line_is_obeyed(put):
    assert table(put("sep=;\na,x;b\n1,5;2\n"))[:2] == (("a,x", "b"), [(3, ["1,5", "2"])])


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_with_and_without_byte_order_mark(codec, put):
    path = put("név,b\nJosé,王\n".encode(codec))
    assert table(path)[:2] == (("név", "b"), [(2, ["José", "王"])])


def test_cp1252_when_the_mapping_says_so(put):
    path = put("a,b\nJosé,x\n".encode("cp1252"))
    assert table(path, encoding="cp1252")[1] == [(2, ["José", "x"])]


def test_cp1252_is_a_guess_that_is_announced(put):
    path = put("a,b\nJosé,x\nZoë,y\nAl,z\n".encode("cp1252"))
    _, rows, notes = table(path)
    assert rows[0] == (2, ["José", "x"])
    assert any("2 of the first 4 lines are not UTF-8: read as Windows-1252" in n for n in notes)


def test_a_few_odd_lines_do_not_make_a_file_cp1252(put):
    path = put(b"a,b\n" + b"Al,z\n" * 30 + b"Jos\xe9,x\n")
    _, rows, notes = table(path)
    assert rows[-1][1][0] == "Jos\udce9"
    assert any('set [formats] encoding = "cp1252"' in note for note in notes)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_byte_order_mark_is_known_by_its_zeros(codec, put):
    content = "a,b\nJosé,王\n" + "Al,z\n" * 200
    header, rows, notes = table(put(content.encode(codec)))
    assert (header, rows[0]) == (("a", "b"), (2, ["José", "王"]))
    assert any(f"read as {codec.upper()}" in note and "a guess" in note for note in notes)
    damaged = content.encode(codec)[:-4] + b"\xd8\xd8\xd8\xd8"
    assert table(put(damaged))[1][0] == (2, ["José", "王"])
    assert table(put(content.encode(codec)), encoding=codec)[1][0] == (2, ["José", "王"])


@pytest.mark.parametrize(
    "content", [bytes(range(256)) * 4 + bytes(2000), b"\0a\0\0" * 300, b"a\0" * 300],
    ids=["both sides", "four bytes a letter", "no lines"],
)  # fmt: skip
def test_zeros_that_do_not_tell_are_an_error(content, put):
    with pytest.raises(IntakeError, match="a fifth of its bytes are zeros"):
        read_header(put(content))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"just words\n", "no header"),
        (b"A1        ROE JANE       12 OAK ST     NAPLES  FL34102\n", "fixed places"),
        (b'a,"b\n', "header cannot be read"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\x1f\x8b\x08...", "unpack"),
        (b"<!doctype html><p>", "web page"),
        (b"PK\x03\x04 no workbook", "not a readable workbook"),
        (b"PAR1 no parquet", "not a readable Parquet file"),
    ],
)
def test_what_is_no_intake_file(content, words, put):
    with pytest.raises(IntakeError, match=words):
        read_header(put(content))


def test_an_absent_file(tmp_path):
    with pytest.raises(IntakeError, match="cannot be read"):
        read_header(tmp_path / "none.csv")


def test_columns_without_a_name_are_called_by_position(put):
    assert read_header(put("a,,c\n1,2,3\n")) == ("a", "(column 2)", "c")
