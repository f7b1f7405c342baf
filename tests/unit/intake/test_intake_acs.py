"""The ACS version 02 file: facts by keyline, and rejects that name record, field and offset."""

from __future__ import annotations

from datetime import date

import pytest

from skiptrace.intake.acs import AcsFact, read_acs, read_acs_header
from skiptrace.intake.problem import Reject
from skiptrace.intake.returned_mail import judge_piece, shipped_return_codes
from skiptrace.model.account import NextAction
from skiptrace.model.errors import IntakeError

CODES = shipped_return_codes()
OLD = {96: "S", 125: "0000000012", 137: "MAIN", 165: "ST", 171: "APT", 175: "4",
       185: "PORT ALVERA", 213: "FL", 215: "34102"}  # fmt: skip
NEW = {220: "S", 257: "9", 267: "N", 269: "OAK", 297: "AVE", 317: "NAPLES", 345: "FL",
       347: "34103", 353: "1234"}  # fmt: skip
DETAIL = {0: "2", 1: "02", 3: "00000001", 20: "50000017", 36: "20260901", 44: "I", 49: "SMITH",
          69: "MARIA L", 90: "JR", 523: "T", 524: "20261002", 534: "20261001", 543: "R",
          544: "C"}  # fmt: skip


def record(fields, length=700):
    text = [" "] * 700
    for at, value in fields.items():
        text[at : at + len(value)] = value
    return "".join(text)[:length].ljust(length)


def header(total="        1"):
    return record({0: "H", 1: "02", 3: "900555", 9: "20261122", 17: "0000000001", 27: total})


def lines(*records):
    return "".join(f"{line}\r\n" for line in records)


def facts(put, *records, total=None):
    total = f"{len(records):09d}" if total is None else total
    return list(read_acs(put(lines(header(total), *records), "acs.txt"), CODES))


def test_the_header_is_read(put):
    head = read_acs_header(put(lines(header("000000007")), "acs.txt"))
    assert (head.customer, head.created, head.shipment, head.total) == (
        "900555", date(2026, 11, 22), "0000000001", 7,
    )  # fmt: skip


def test_a_move_with_its_new_address(put):
    (fact,) = facts(put, record(DETAIL | OLD | NEW))
    assert isinstance(fact, AcsFact)
    assert (fact.record, fact.keyline, fact.moved, fact.move_type) == (
        2, "50000017", date(2026, 9, 1), "I",
    )  # fmt: skip
    assert (fact.piece.code_list, fact.piece.code, fact.piece.on) == ("ACS", "", date(2026, 10, 1))
    assert fact.piece.old.one_line == "12 MAIN ST APT 4, PORT ALVERA, FL 34102"
    assert fact.piece.forward.one_line == "9 N OAK AVE, NAPLES, FL 34103-1234"
    assert (fact.name.given, fact.name.middle, fact.name.surname, fact.name.generation) == (
        "MARIA", "L", "SMITH", "JR",
    )  # fmt: skip
    assert judge_piece(fact.piece, CODES).action is NextAction.VERIFY_FORWARD


def test_both_record_types_and_a_nixie_with_its_zip_only(put):
    nixie = {0: "D", 1: "02", 20: "50000030", 45: "V", 215: "34102", 534: "20261001", 544: "N"}
    (fact,) = facts(put, record(nixie))
    assert (fact.keyline, fact.piece.code, fact.piece.forward) == ("50000030", "V", None)
    assert fact.piece.old.zip5 == "34102"
    assert judge_piece(fact.piece, CODES).action is NextAction.FULL_TRACE


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ({220: "P", 257: "0000000909", 269: "PO BOX"}, "PO BOX 909"),
        ({220: "P", 257: "909"}, "PO BOX 909"),
        ({220: "R", 257: "12", 269: "RR 1"}, "RR 1 BOX 12"),
        ({220: "G"}, "GENERAL DELIVERY"),
        ({220: "S", 221: "12", 257: "5", 269: "ELM"}, "5 ELM PMB 12"),
        ({220: "S", 229: "LAS GLADIOLAS", 257: "150", 269: "CALLE A"},
         "URB LAS GLADIOLAS 150 CALLE A"),
    ],
)  # fmt: skip
def test_delivery_lines_by_address_type(address, line, put):
    place = {317: "NAPLES", 345: "FL", 347: "34103"}
    (fact,) = facts(put, record(DETAIL | address | place))
    assert fact.piece.forward.line == line


@pytest.mark.parametrize(
    ("broken", "field", "code"),
    [
        (record(DETAIL, 699), "(row)", "length"),
        (record(DETAIL, 701), "(row)", "length"),
        (record(DETAIL | {0: "X"}), "type (offset 0)", "type"),
        (record(DETAIL | {1: "01"}), "version (offset 1)", "version"),
        (record(DETAIL | {20: " " * 16}), "keyline (offset 20)", "required"),
        (record(DETAIL | {36: "20261399"}), "moved (offset 36)", "date"),
        (record(DETAIL | {44: "Z"}), "move_type (offset 44)", "word"),
        (record(DETAIL | {543: "Z"}), "mail_action (offset 543)", "word"),
        (record(DETAIL | {220: "Z"}), "new_type (offset 220)", "word"),
        (record(DETAIL | {49: "SM\u00e9TH"}), "(row)", "encoding"),
    ],
)
def test_a_broken_record_is_rejected_and_the_next_is_read(broken, field, code, put):
    text = lines(header("000000002"), broken, record(DETAIL))
    items = list(read_acs(put(text.encode("latin-1"), "acs.txt"), CODES))
    assert [type(item) for item in items] == [Reject, AcsFact]
    assert [(p.field, p.code) for p in items[0].problems] == [(field, code)]
    assert items[0].row == 2
    assert items[1].record == 3


def test_records_without_line_ends(put):
    path = put(header("000000002") + record(DETAIL) + record(DETAIL), "acs.txt")
    assert [item.record for item in read_acs(path, CODES)] == [2, 3]


def test_a_cut_file_without_line_ends_rejects_its_last_record(put):
    path = put(header("000000002") + record(DETAIL) + record(DETAIL)[:500], "acs.txt")
    items = list(read_acs(path, CODES))
    assert [type(item) for item in items] == [AcsFact, Reject]
    assert items[1].problems[0].code == "length"


def test_a_header_that_counts_otherwise_is_told(put):
    items = facts(put, record(DETAIL), total="000000009")
    assert items[-1].row == 1
    assert "9 detail records" in items[-1].reasons


def test_a_header_without_totals_is_enough(put):
    assert [type(item) for item in facts(put, record(DETAIL), total=" " * 9)] == [AcsFact]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no ACS header"),
        (lines(record(DETAIL)), "no ACS header"),
        (lines(header()[:600]), "600 bytes"),
        (lines(record({0: "H", 1: "01"})), "version 02"),
        (lines(record({0: "H", 1: "02", 9: "99999999"})), "offset 9"),
    ],
)
def test_a_file_without_its_header_is_no_acs_file(content, words, put):
    with pytest.raises(IntakeError, match=words):
        list(read_acs(put(content, "acs.txt"), CODES))


def test_nothing_personal_in_a_repr(put):
    (fact,) = facts(put, record(DETAIL | OLD))
    assert "SMITH" not in repr(fact)
    (reject,) = facts(put, record(DETAIL | {0: "X"}))
    assert "SMITH" not in repr(reject) + reject.reasons
