"""Rows as model types: subjects, holds, roles, duplicates, defaults, other file kinds."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import duckdb
import pytest
import xlsxwriter

from matching.parse.numbers import Numbers
from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.fields.holds import SINCE_EVER
from skiptrace.intake.formats import Formats
from skiptrace.intake.guess import guess_mapping
from skiptrace.intake.mapping import Mapping
from skiptrace.intake.problem import Reject
from skiptrace.intake.read import IntakeTally, inspect_intake, read_intake
from skiptrace.intake.reader import read_header
from skiptrace.intake.rejects import RejectFiles, mendable, without_rejects
from skiptrace.model.account import Hold, NextAction, ObligorRole
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import IntakeError
from skiptrace.model.subject import ContactStatus, EntityKind

ROW = {
    "account_number": "00123", "last_name": "Smith", "first_name": "Maria", "address": "1 A St",
    "city": "Naples", "address_state": "FL", "zip": "34102", "return_code_list": "NIXIE",
    "return_code": "V", "return_date": "2026-10-01", "account_status": "open",
}  # fmt: skip


def text_of(*rows):
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def read(path, settings, **mapping):
    columns = guess_mapping(read_header(path)).mapping().columns
    return list(read_intake(path, Mapping(columns=columns, **mapping), settings))


def read_one(put, settings, **changes):
    (item,) = read(put(text_of(ROW | changes)), settings)
    return item


def test_a_row_becomes_account_subject_and_fact(put, settings):
    item = read_one(
        put, settings, ssn="000-12-3456", dob="1980-02", phone="239-555-0123", balance="$1,200",
        former_last_name="Jones", holds="ATTY@2026-01-02;XQ", email="m@example.com",
        opened="2019-04-05", suffix="Jr", debt_origin="Credit", creditor="Example CU", state="FL",
    )  # fmt: skip
    account, subject = item.account, item.subject
    assert (account.number, account.balance, account.status) == ("00123", Decimal(1200), "open")
    assert (account.opened, account.state, account.debt_origin) == (
        date(2019, 4, 5),
        "FL",
        "credit",
    )
    assert item.returned_mail.undelivered
    assert [name.full for name in subject.names] == ["Maria Smith JR", "Maria Jones JR"]
    assert (subject.ssn, subject.ssn4, subject.dob) == ("000123456", "3456", PartialDate(1980, 2))
    assert [c.value for c in subject.phones] == ["+12395550123"]
    assert [(c.value.zip5, c.status) for c in subject.addresses] == [("34102", ContactStatus.BAD)]
    assert item.holds == (
        Hold(account.id, "ATTY", date(2026, 1, 2), "intake"),
        Hold(account.id, "XQ", SINCE_EVER, "intake"),
    )
    assert item.returned_mail.action is NextAction.FULL_TRACE
    assert item.returned_mail.account_id == account.id == "id:5:00123"
    assert (item.row, item.role, item.note) == (2, ObligorRole.PRIMARY, "vacant")


def test_nothing_personal_in_a_row_s_repr(put, settings):
    shown = repr(read_one(put, settings, ssn="000-12-3456"))
    assert not [word for word in ("Smith", "Maria", "3456", "A St") if word in shown]


def test_what_the_creditor_does_not_say_stays_empty(put, settings):
    item = read_one(put, settings, account_status="", return_code_list="", return_code="",
                    return_date="")  # fmt: skip
    assert (item.account.status, item.account.debt_origin) == ("", "")
    assert item.returned_mail is None
    assert item.subject.addresses[0].status is ContactStatus.UNKNOWN


def test_unknown_status_and_hold_stay_for_the_gate(put, settings):
    item = read_one(put, settings, account_status="Legal Hold 7", holds="zz-9@2026-01-01")
    assert item.account.status == "Legal Hold 7"
    assert [hold.code for hold in item.holds] == ["ZZ-9"]


def test_a_known_status_is_read_without_case(put, settings):
    assert read_one(put, settings, account_status="PAID").account.status == "paid"


def test_mail_back_without_a_code_asks_a_person(put, settings):
    item = read_one(put, settings, return_code_list="", return_code="")
    assert item.returned_mail.action is NextAction.PERSON_REVIEW
    assert item.returned_mail.undelivered
    assert item.subject.addresses[0].status is ContactStatus.BAD


def test_a_forward_address_is_added(put, settings):
    item = read_one(
        put, settings, return_code_list="ncoa", return_code="A", forward_address="9 Oak Ave",
        forward_city="Naples", forward_state="FL", forward_zip="34103",
    )  # fmt: skip
    assert item.returned_mail.action is NextAction.VERIFY_FORWARD
    assert item.returned_mail.code_list == "NCOALINK"
    assert [(c.value.line, c.status) for c in item.subject.addresses] == [
        ("1 A St", ContactStatus.BAD),
        ("9 Oak Ave", ContactStatus.UNKNOWN),
    ]


def test_a_forward_address_that_is_the_old_one_is_none(put, settings):
    item = read_one(
        put, settings, return_code_list="ACS", return_code="", forward_address="1 A ST.",
        forward_city="Naples", forward_state="FL", forward_zip="34102-1234",
    )  # fmt: skip
    assert item.returned_mail.action is NextAction.PERSON_REVIEW
    assert len(item.subject.addresses) == 1


def test_ncoalink_codes_get_their_zero_back(put, settings):
    item = read_one(put, settings, return_code_list="NCOALINK", return_code="2")
    assert (item.returned_mail.code, item.note) == ("02", "moved, left no address")


def test_an_organisation_is_no_person(put, settings):
    item = read_one(put, settings, first_name="", last_name="", organization="Example 24 LLC")
    assert (item.subject.kind, item.subject.organization) == (
        EntityKind.ORGANIZATION, "Example 24 LLC",
    )  # fmt: skip
    assert item.subject.names == ()


def test_every_fault_of_a_row_is_named(put, settings):
    item = read_one(put, settings, zip="1", dob="x", phone="5", account_number="")
    assert {p.field for p in item.problems} == {"zip", "dob", "phone", "account_number"}
    taken = read_one(put, settings, zip="1", dob="x", phone="5")
    assert {p.field for p in taken.warnings} == {"zip", "dob", "phone"}
    assert taken.subject.addresses[0].value.one_line == "1 A St, Naples, FL"


def test_duplicates(put, settings):
    primary = ROW | {"role": "primary"}
    co_obligor = ROW | {"role": "co-obligor", "first_name": "John"}
    items = read(
        put(text_of(
            primary, primary, primary | {"address": "77 Elsewhere Ave"}, co_obligor, co_obligor,
            co_obligor | {"first_name": "Ann"}, ROW | {"account_number": "123", "role": ""},
        )),
        settings,
    )  # fmt: skip
    said = [item.problems[0].code if isinstance(item, Reject) else item.role for item in items]
    assert said == [
        "primary", "duplicate", "duplicate_conflict", "co_obligor", "duplicate", "co_obligor",
        "primary",
    ]  # fmt: skip
    assert "row 2 has the same content" in items[1].reasons
    assert "row 2 has other facts of the same one" in items[2].reasons
    assert "row 5 has the same content" in items[4].reasons
    taken = [item for item in items if isinstance(item, IntakeRow)]
    assert [i.account.id for i in taken[:3]] == ["id:5:00123"] * 3
    assert len({i.subject.id for i in taken}) == 4


def test_a_rejected_row_does_not_make_its_mended_twin_a_duplicate(put, settings):
    items = read(put(text_of(ROW | {"last_name": "5"}, ROW)), settings)
    assert [type(item) for item in items] == [Reject, IntakeRow]


def test_formats_and_defaults_of_the_mapping(put, settings):
    path = put(text_of(ROW | {"dob": "31/12/1980", "balance": "1.200,50", "phone": "n/a"}))
    (item,) = read(
        path, settings,
        formats={"dates": ["D/M/YYYY"], "decimal": ",", "empty": ["n/a"]},
        defaults={"debt_origin": "credit", "account_status": "paid"},
    )  # fmt: skip
    assert (item.subject.dob, item.account.balance) == (
        PartialDate(1980, 12, 31),
        Decimal("1200.5"),
    )
    assert (item.account.debt_origin, item.account.status) == ("credit", "open")
    assert item.subject.phones == ()


def test_the_second_street_line_and_phone_are_joined(put, settings):
    item = read_one(put, settings, address_2="Unit 4", phone="239-555-0101", phone_2="239-555-0102")
    assert item.subject.addresses[0].value.line == "1 A St Unit 4"
    assert len(item.subject.phones) == 2


def test_numbers_of_fiction_are_nobody_s_in_the_real_world(put, settings):
    from dataclasses import replace

    real = replace(settings, numbers=Numbers())
    item = read_one(put, real, ssn="900-12-3456", phone="239-555-0123")
    assert {p.field for p in item.warnings} == {"ssn", "phone"}
    assert (item.subject.ssn, item.subject.ssn4, item.subject.phones) == ("", "", ())


def test_the_facts_of_a_file_before_its_rows(put, settings):
    path = put(text_of(ROW | {"Fax": "1"}))
    facts = inspect_intake(path, guess_mapping(read_header(path)).mapping(), settings)
    assert facts.binding.unmapped == ("Fax",)
    assert facts.notes == ("encoding utf-8", "delimiter comma")


def book(path, rows, **options):
    with xlsxwriter.Workbook(path, options) as workbook:
        sheet = workbook.add_worksheet("Mail")
        day = workbook.add_format({"num_format": "m/d/yyyy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, datetime(*value.timetuple()[:3]), day)  # noqa: DTZ001
                elif isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write_number(number, column, value)
        workbook.add_worksheet("Notes")
    return path


HEAD = ["account_number", "last_name", "address", "zip", "dob", "balance"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["A1", "Smith", "1 A St", "34102", date(1980, 2, 3), 12.5], ""),
        ([50000017, "Smith", "1 A St", 34102, date(1980, 2, 3), 0.1 + 0.2], ""),
        ([5.00001e17, "Smith", "1 A St", "34102", None, 1], "excel_number"),
        (["A1", "Smith", "1 A St", "34102", 29254, 1], ""),
        (["A1", "=1+1", "1 A St", "34102", None, 1], "formula"),
    ],
)
def test_workbooks(row, fault, tmp_path, settings):
    path = book(tmp_path / "mail.xlsx", [HEAD, [None] * 6, row])
    (item,) = read(path, settings)
    if fault:
        assert (item.row, item.problems[0].code) == (3, fault)
    else:
        assert (item.row, item.account.number) == (3, str(row[0]))
        assert item.subject.dob == PartialDate(1980, 2, 3)
        assert item.account.balance == round(Decimal(row[5]), 2)


def test_a_workbook_s_other_sheets_are_told_and_an_absent_one_is_an_error(tmp_path, settings):
    path = book(tmp_path / "mail.xlsx", [HEAD, ["A1", "Smith", "1 A St", "34102", None, None]])
    mapping = guess_mapping(read_header(path)).mapping()
    assert inspect_intake(path, mapping, settings).notes == (
        "sheet Mail", "1 other sheets are not read: Notes",
    )  # fmt: skip
    with pytest.raises(IntakeError, match="no sheet 'Post'; there are Mail, Notes"):
        read(path, settings, formats={"sheet": "Post"})


def test_parquet(tmp_path, settings):
    path = tmp_path / "mail.parquet"
    duckdb.sql(
        "SELECT * FROM (VALUES ('A1', 'Smith', '1 A St', '34102', DATE '1980-02-03', 12.50), "
        "('A2', NULL, '1 A St', '34102', NULL, NULL)) "
        "t(account_number, last_name, address, zip, dob, balance)"
    ).write_parquet(str(path))
    good, bad = read(path, settings)
    assert (good.row, good.subject.dob, good.account.balance) == (
        1, PartialDate(1980, 2, 3), Decimal("12.50"),
    )  # fmt: skip
    assert (bad.row, bad.problems[0].field) == (2, "last_name")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1+1", "'+1+1"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("\t=1", "'\t=1"),
        ("+1 (239) 555-0123", "+1 (239) 555-0123"),
        ("-12.50", "-12.50"),
        ("Jos\udce9", "Jos\\xe9"),
        ("a\x00b", "a\\x00b"),
        ("x" * 2000, "x" * 1000 + "... (2,000 characters)"),
    ],
)
def test_rejected_cells_are_safe_to_open(cell, shown):
    assert mendable(cell) == shown


@pytest.mark.parametrize("cell", ["=1+1", "@x", "-x", "\t=1", "\uff1d1", "'=1", "+1 239 555 0123"])
def test_a_reject_file_given_again_as_it_is_makes_the_same_reject_file(put, settings, cell):
    """However often it goes round, no cell grows, and a mended row is taken in with its values."""
    rows = text_of(ROW | {"role": "x", "creditor": cell, "=note": cell})
    written = []
    for turn in ("mail.csv", "again.csv", "third.csv"):
        path = put(rows, turn)
        header = read_header(path)
        with RejectFiles(path, header) as files:
            items = read_intake(path, guess_mapping(header).mapping(), settings)
            list(without_rejects(items, files, IntakeTally(frozenset({"open"}))))
        rows = files.rows_path.read_text()
        written.append(next(csv.DictReader(io.StringIO(rows))))
    assert written[0]["creditor"] == written[1]["creditor"] == written[2]["creditor"]
    assert written[2]["'=note"] == written[0]["'=note"]


@pytest.mark.parametrize("cell", ["\tSmith", "\u00a0Smith", "\nSmith"])
def test_a_mended_row_has_the_values_it_had(put, settings, cell):
    """A guarded cell is no apostrophe in a name."""
    path = put(text_of(ROW | {"last_name": cell, "role": "x"}))
    header = read_header(path)
    with RejectFiles(path, header) as files:
        items = read_intake(path, guess_mapping(header).mapping(), settings)
        list(without_rejects(items, files, IntakeTally(frozenset({"open"}))))
    mended = files.rows_path.read_text().replace(",x\n", ",primary\n")
    (item,) = read(put(mended, "mended.csv"), settings)
    assert item.subject.names[0].surname == "Smith"


def test_mended_rows_can_be_read_again(put, settings):
    path = put(text_of(ROW | {"first_name": "=Maria", "zip": "1"}))
    header = read_header(path)
    with RejectFiles(path, header) as files:
        items = read_intake(path, guess_mapping(header).mapping(), settings)
        assert list(without_rejects(items, files, IntakeTally(frozenset({"open"})))) == []
    mended = files.rows_path.read_text().replace("'=Maria", "Maria").replace(",1,", ",34102,")
    (item,) = read(put(mended, "mended.csv"), settings)
    assert isinstance(item, IntakeRow)


def taken_in(path, settings):
    header = read_header(path)
    with RejectFiles(path, header) as files:
        items = read_intake(path, guess_mapping(header).mapping(), settings)
        list(without_rejects(items, files, IntakeTally(frozenset({"open"}))))
    return [file.name for file in files.written]


def test_the_files_of_an_earlier_run_are_never_overwritten(put, settings):
    bad, warned = ROW | {"role": "x"}, ROW | {"account_number": "7", "phone": "5"}
    path = put(text_of(bad, warned))
    first = ["mail.reasons.csv", "mail.rejects.csv", "mail.warnings.csv"]
    assert taken_in(path, settings) == first
    kept = {name: (path.parent / name).read_bytes() for name in first}
    assert taken_in(path, settings) == first, "a run that says the same adds nothing"
    put(text_of(ROW))
    assert taken_in(path, settings) == []
    put(text_of(warned, bad, bad))
    second = ["mail.reasons-2.csv", "mail.rejects-2.csv", "mail.warnings-2.csv"]
    assert taken_in(path, settings) == second
    assert {name: (path.parent / name).read_bytes() for name in first} == kept
    assert sorted(p.name for p in path.parent.glob("mail.*.csv")) == sorted(first + second)


def test_the_tally(put, settings):
    tally = IntakeTally(frozenset({"open"}))
    rows = (ROW, ROW | {"account_number": "8", "zip": "1", "dob": "x"}, ROW | {"role": "x"},
            ROW | {"account_number": "9", "first_name": "Ann & Bob", "return_code": "R"},
            ROW | {"account_number": "10", "account_status": "WIP", "return_code": "ZZ"},
            ROW | {"account_number": "11", "account_status": "unknown", "return_code": "AABB",
                   "return_code_list": "DPV", "organization": "Acme LLC"})  # fmt: skip
    for item in read(put(text_of(*rows)), settings):
        tally.count(item)
    summary = tally.summary()
    assert (summary.rows, summary.taken, summary.rejected) == (6, 5, 1)
    assert summary.faults == {"word": 1}
    assert summary.warned == {"zip": 1, "dob": 1}
    assert summary.noticed == {"person_and_business": 1}
    assert summary.kinds == {"person": 6, "organization": 1}
    assert summary.held_words == {"WIP": 1, "unknown": 1}
    assert summary.unknown_codes == {"NIXIE ZZ": 1}
    assert summary.actions == {"full_trace": 3, "no_trace": 1, "person_review": 1}


@pytest.mark.parametrize(
    ("holds_of", "changes", "of_account", "of_obligor"),
    [
        ("account", {}, 1, 0),
        ("obligor", {}, 0, 1),
        ("obligor", {"role": "guarantor"}, 0, 1),
        ("obligor", {"first_name": "", "last_name": "", "full_name": "Ann & Bob Lee"}, 1, 0),
        ("account", {"full_name": "Estate of Ann Lee", "first_name": "", "last_name": ""}, 1, 1),
        ("obligor", {"full_name": "Estate of Ann Lee", "first_name": "", "last_name": ""}, 0, 2),
    ],
)
def test_whom_the_holds_of_a_row_are_about(
    put, settings, holds_of, changes, of_account, of_obligor
):
    path = put(text_of(ROW | {"holds": "SCRA-AD"} | changes))
    mapping = guess_mapping(read_header(path)).mapping(Formats(holds_of=holds_of))
    rows = list(read_intake(path, mapping, settings))
    about = [hold.subject_id for row in rows for hold in row.stated_holds()]
    assert about == [""] * of_account + [rows[0].subject.id] * of_obligor
