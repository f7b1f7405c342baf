"""Fifty further small files as systems write them, each with what is taken, left out, rejected.

All data is synthetic. `taken` has a line for each obligor, in the words of `said_of`: number, role,
kind, name, then what differs from Jane Roe of 12 Oak St with nothing else known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

HEAD = "Acct,Name,Address,City,State,Zip"
PLACE = "12 Oak St,Naples,FL,34102"
JANE = "A1 primary person Jane Roe"


@dataclass(frozen=True)
class File:
    """One file; `warned` has row and field, `rejected` row and code, `lines` are no accounts."""

    content: str | bytes | Callable[[Path], None]
    taken: tuple[str, ...] = (JANE,)
    warned: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()


def rows(*lines: str, head: str = HEAD) -> str:
    return "\n".join((head, *lines)) + "\n"


def cells(head: str, *texts: str) -> str:
    """Rows of Jane Roe with more columns."""
    lines = [f"A{at},Jane Roe,{PLACE},{text}" for at, text in enumerate(texts, 1)]
    return rows(*lines, head=f"{HEAD},{head}")


def places(*texts: str, head: str = HEAD) -> str:
    """Rows of Jane Roe at these places."""
    return rows(*(f"A{at},Jane Roe,{text}" for at, text in enumerate(texts, 1)), head=head)


def names(*texts: str) -> str:
    return rows(*(f'A{at},"{text}",{PLACE}' for at, text in enumerate(texts, 1)))


def janes(*said: str) -> tuple[str, ...]:
    return tuple(f"A{at} primary person Jane Roe{text and f', {text}'}"
                 for at, text in enumerate(said, 1))  # fmt: skip


def primaries(*said: str) -> tuple[str, ...]:
    return tuple(f"A{at} primary {text}" for at, text in enumerate(said, 1))


def joint(*pairs: tuple[str, str]) -> tuple[str, ...]:
    roles = ("primary", "co_obligor")
    return tuple(
        f"A{at} {role} person {one}"
        for at, pair in enumerate(pairs, 1)
        for role, one in zip(roles, pair, strict=True)
    )


def book(fill: Callable[[Any, Any], None], **options: Any) -> Callable[[Path], None]:
    """A workbook whose first visible sheet is filled."""

    def write(path: Path) -> None:
        with xlsxwriter.Workbook(path, options) as into:
            fill(into, into.add_worksheet("Accounts"))

    return write


def _covered(into: Any, sheet: Any) -> None:
    cover, codes = into.add_worksheet("Read me"), into.add_worksheet("Old accounts")
    cover.write_column(0, 0, ("Placement", "Prepared for ABC", "2 accounts"))
    codes.hide()
    codes.write_row(0, 0, HEAD.split(","))
    codes.write_row(1, 0, ("A9", "Old Person", *PLACE.split(",")))
    _jane(into, sheet)


def _jane(into: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, HEAD.split(","))
    sheet.write_row(1, 0, ("A1", "Jane Roe", *PLACE.split(",")))


def _days_of_1904(into: Any, sheet: Any) -> None:
    _jane(into, sheet)
    sheet.write_row(0, 6, ("DOB", "Date Opened"))
    day = into.add_format({"num_format": "m/d/yyyy"})
    sheet.write_number(1, 6, 24108, day)
    sheet.write_number(1, 7, 42000, day)


def _leading_zeros(into: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, (*HEAD.split(","), "SSN", "Phone"))
    sheet.write_row(1, 0, (None, "Jane Roe", "12 Oak St", "Agawam", "MA"))
    for column, value, form in ((0, 1234, "0000000000"), (5, 1001, "00000"),
                                (6, 1234567, "000-00-0000"),
                                (7, 2395550101, "[<=9999999]###-####;(###) ###-####")):  # fmt: skip
        sheet.write_number(1, column, value, into.add_format({"num_format": form}))


def _computed(into: Any, sheet: Any) -> None:
    _jane(into, sheet)
    sheet.write_row(0, 6, ("Balance", "Phone", "DOB"))
    sheet.write_formula(1, 1, '=CONCATENATE("Jane"," ","Roe")', None, "Jane Roe")
    sheet.write_formula(1, 6, "=100+20.5", None, 120.5)
    sheet.write_formula(1, 7, "=NA()", None, "#N/A")
    sheet.write_formula(1, 8, "=1/0", None, "#DIV/0!")


_TEL = "tel +12395550101"
_MINOR, _ASKED = "hold MINOR-NOW", "hold NAME-KIND"
_MIXED = b"\nA2,Jos\xe9 Roe,12 Oak St,Naples,FL,34102\n"

WRITTEN: dict[str, File] = {
    "a cover, a hidden sheet of old accounts": File(book(_covered)),
    "days from 1904": File(book(_days_of_1904, date_1904=True),
                           taken=janes("born 1970-01-02, opened 2018-12-28")),
    "zeros by number format": File(book(_leading_zeros), taken=(
        "0000001234 primary person Jane Roe, ssn 001234567, at 12 Oak St, Agawam, MA 01001, "
        f"{_TEL}",)),
    "formulas and what they failed at": File(
        book(_computed), taken=janes("owes 120.50"), warned=("2 dob", "2 phone")),
    "cp1252 with its quotes and dashes": File(
        rows(f"A1,Jane O’Neil,{PLACE}", f"A2,José Muñoz,{PLACE}").encode("cp1252"),  # noqa: RUF001
        taken=primaries("person Jane O'Neil", "person José Muñoz")),
    "UTF-8 with odd bytes": File(rows(f"A1,José Roe,{PLACE}").strip().encode() + _MIXED,
        taken=primaries("person José Roe", "person José Roe"), warned=("3 full_name",)),
    "UTF-16 without a mark": File(rows(f"A1,Jane Roe,{PLACE}").encode("utf-16-le")),
    "UTF-16, big end first": File(b"\xfe\xff" + rows(f"A1,Jane Roe,{PLACE}").encode("utf-16-be")),
    "cells filled up with zero bytes": File(
        rows("A1,Jane Roe\0\0\0,12 Oak St\0,Naples\0\0,FL,34102")),
    "a zero byte within a name": File(
        rows("A1,Jane\0 Roe,12 Oak St,Naples,FL,34102"), taken=(), rejected=("2 control",)),
    "the sign that ended files of old": File(rows(f"A1,Jane Roe,{PLACE}") + "\x1a"),
    "line ends within cells": File(rows('A1,"Roe,\nJane","12 Oak St\nApt 4",Naples,FL,34102'),
        taken=janes("at 12 Oak St Apt 4, Naples, FL 34102")),
    "an inch sign": File(rows('A1,Jane Roe,12 Oak St Unit 5",Naples,FL,34102'),
                         taken=janes('at 12 Oak St Unit 5", Naples, FL 34102')),
    "texts made safe for a spreadsheet": File(
        rows('="A1",Jane Roe,12 Oak St,Agawam,MA,="01001"',
             "'A2,Jane Roe,12 Oak St,Naples,FL,'34102"),
        taken=janes("at 12 Oak St, Agawam, MA 01001", "")),
    "formulas in a text file": File(names("+Jane Roe", "=1+1", "Jane Roe"), taken=(
        "A3 primary person Jane Roe",), rejected=("2 formula", "3 formula")),
    "tabs with cells at the end": File(
        f"{HEAD}\n".replace(",", "\t") + f"A1\tJane Roe\t{PLACE}\t\t\n".replace(",", "\t")),
    "headers without names at the end": File(f"{HEAD},,,\nA1,Jane Roe,{PLACE},,,\n"),
    "a header without a name within": File(
        f"Acct,,Name,Address,City,State,Zip\nA1,7,Jane Roe,{PLACE}\n"),
    "one header three times": File(cells("Phone,Phone,Phone", "239-555-0101,239-555-0102,"),
                                   taken=janes(f"{_TEL}, tel +12395550102")),
    "a cell of forty thousand letters": File(cells("Notes", "x" * 40_000), warned=("2 Notes",)),
    "a mark within the file": File(f"\ufeff{HEAD}\n\ufeffA1,Jane Roe,{PLACE}\n"),
    "blanks that break no line": File(
        rows("A1,Jane\u00a0Roe,12\u00a0Oak\u00a0St,Naples,FL,34102\u00a0")),
    "the header once more": File(
        rows(f"A1,Jane Roe,{PLACE}", HEAD, f"A2,Jane Roe,{PLACE}"),
        taken=janes("", ""), lines=(3,)),
    "headings between the rows": File(
        rows("Region: South,,,,,", f"A1,Jane Roe,{PLACE}", "Region: North,,,,,",
             f"A2,Jane Roe,{PLACE}", "Report generated 11/22/2026,,,,,"),
        taken=janes("", ""), lines=(2, 4, 6)),
    "a rule under the header": File(
        f"{HEAD}\n---,----,---,---,--,---\nA1,Jane Roe,{PLACE}\n".replace(",", "|"), lines=(2,)),
    "a terminal's table": File(
        f"{HEAD}\n-----+----\nA1,Jane Roe,{PLACE}\n(1 row)\n".replace(",", " | "), lines=(2, 4)),
    "a cell too many": File(rows(f"A1,Jane Roe,{PLACE},x", f"A2,Jane Roe,{PLACE}"),
                            taken=("A2 primary person Jane Roe",), rejected=("2 columns",)),
}  # fmt: skip

SAID: dict[str, File] = {
    "forces abroad": File(
        places("PSC 1234 Box 5678,APO,AE,09421", "CMR 402 BOX 1234,APO,AE,09180-1234",
               "UNIT 2050 BOX 4190,DPO,AE,09802"),
        taken=janes("at PSC 1234 Box 5678, APO, AE 09421",
                    "at CMR 402 BOX 1234, APO, AE 09180-1234",
                    "at UNIT 2050 BOX 4190, DPO, AE 09802")),
    "an urbanización of its own": File(
        places("LAS GLADIOLAS,150 CALLE A,SAN JUAN,PR,926",
               head="Acct,Name,Urbanization,Address,City,State,Zip"),
        taken=janes("at URB LAS GLADIOLAS, 150 CALLE A, SAN JUAN, PR 00926")),
    "another country": File(
        cells("Country,Phone", "USA,", "Canada,239-555-0101", "Mexico,", ",", "U.S.A.,"),
        taken=("A1 primary person Jane Roe", f"A2 primary person Jane Roe, nowhere, {_TEL}",
               "A4 primary person Jane Roe", "A5 primary person Jane Roe"),
        warned=("3 address",), rejected=("4 required",)),
    "ZIPs": File(places("12 Oak St,Naples,FL,34102 - 1234", "12 Oak St,Naples,FL,FL 34102",
                        "12 Oak St,Agawam,MA,1001.0", "12 Oak St,Naples,FL,GA 34102"),
        taken=janes("at 12 Oak St, Naples, FL 34102-1234", "", "at 12 Oak St, Agawam, MA 01001",
                    "at 12 Oak St, Naples, FL"), warned=("5 zip",)),
    "a street in parts": File(
        places("12,SW,Oak,St,N,4,Naples,FL,34102", "12,,Oak,,,,Naples,FL,34102",
               head="Acct,Name,House Number,Pre Direction,Street Name,Street Type,Post Direction,"
               "Unit,City,State,Zip"),
        taken=janes("at 12 SW Oak St N # 4, Naples, FL 34102", "at 12 Oak, Naples, FL 34102")),
    "units": File(
        places("12 Oak St,4,Apt,Naples,FL,34102", "12 Oak St,#4,,Naples,FL,34102",
               "Apt 4,12 Oak St,,Naples,FL,34102", "12 Oak St,12 OAK ST,,Naples,FL,34102",
               head="Acct,Name,Address,Address 2,Unit Type,City,State,Zip"),
        taken=janes("at 12 Oak St Apt 4, Naples, FL 34102", "at 12 Oak St # 4, Naples, FL 34102",
                    "at 12 Oak St Apt 4, Naples, FL 34102", "")),
    "balances": File(cells("Balance", "12.00 CR", "12.00DR", "US$12.00", "12%", "1.2E3", "$-12.00"),
        taken=janes("owes -12.00", "owes 12.00", "owes 12.00", "", "", "owes -12.00"),
        warned=("5 balance", "6 balance")),
    "years of two digits": File(
        cells("DOB,Date Opened", "1/2/70,3/4/19", "1/2/30,3/4/20", "1/2/26,", "25570.5,43528"),
        taken=janes("born 1970-01-02, opened 2019-03-04", "born 1930-01-02, opened 2020-03-04", "",
                    "born 1970-01-02, opened 2019-03-04"), warned=("4 dob",)),
    "numbers for tax": File(
        rows(f"A1,Acme LLC,{PLACE},59-1234567", f"A2,Jane Roe,{PLACE},900-12-3456",
             f"A3,Jane Roe,{PLACE},591234567", f"A4,Acme II LLC,{PLACE},900-12-3457",
             head=f"{HEAD},Tax ID"),
        taken=primaries("organization Acme LLC, ein 591234567", "person Jane Roe, ssn 900123456",
                        "person Jane Roe", "organization Acme II LLC")),
    "numbers of people": File(
        cells("SSN", "59-1234567", "912-70-1234", "XXX-XX-3456", "900-12-345", "123-45-6789"),
        taken=janes("ein 591234567", "ssn 912701234", "ssn4 3456", "", ""),
        warned=("5 ssn", "6 ssn")),
    "roles": File(rows(*(f"A{at},{role},Jane Roe,{PLACE}" for at, role in enumerate(
        ("Surety", "Responsible Party", "Co-Tenant", "AU", "Patient"), 1)),
        head="Acct,Role,Name,Address,City,State,Zip"),
        taken=("A1 guarantor person Jane Roe", "A2 primary person Jane Roe",
               "A3 co_obligor person Jane Roe", "A4 non_obligor person Jane Roe"),
        rejected=("6 word",)),
    "a carrier's short words": File(
        cells("Return Code", *"VAC IA DEC UNC ANK NSN UTF NMR REF".split()),  # noqa: SIM905
        taken=janes(*(f"mail ACS {code}" for code in "VIPUANQMR"))),
    "a flag alone": File(cells("Returned Mail Flag", "Y", "N", "Yes", ""),
                         taken=janes("mail ? ", "", "mail ? ", "")),
    "a keyline beside the number": File(
        f"Keyline,{HEAD}\n#A1 23#,A1,Jane Roe,{PLACE}\n"),
    "numbers a spreadsheet changed": File(
        rows(f"1.23457E+15,Jane Roe,{PLACE}", f"12.0,Jane Roe,{PLACE}", f"00012,Jane Roe,{PLACE}",
             f"A B,Jane Roe,{PLACE}"),
        taken=("00012 primary person Jane Roe", "A B primary person Jane Roe"),
        rejected=("2 excel_number", "3 excel_number")),
    "letters of a form by themselves": File(
        names("Acme L L C", "ACME,LLC", "Acme, L.L.C.", "Smith Co.", "Acme P L L C"),
        taken=primaries("organization Acme L L C", "organization ACME,LLC",
                        "organization Acme, L.L.C.", "organization Smith Co.",
                        "organization Acme P L L C")),
    "how owners hold, between them": File(
        names("John Smith JT TEN Mary Smith", "JOHN SMITH JTWROS MARY JONES",
              "John Smith TBE Mary Smith"),
        taken=joint(("John Smith", "Mary Smith"), ("JOHN SMITH", "MARY JONES"),
                    ("John Smith", "Mary Smith"))),
    "joint names": File(
        names("Smith, John A & Mary B", "John Smith AND/OR Mary Jones", "SMITH JOHN H/W MARY",
              "Smith, J & M", "John Smith + Mary Smith"),
        taken=joint(("John A Smith", "Mary B Smith"), ("John Smith", "Mary Jones"),
                    ("JOHN SMITH", "MARY SMITH"), ("J Smith", "M Smith"),
                    ("John Smith", "Mary Smith"))),
    "trusts, estates and who acts for another": File(
        names("Trust of John Smith", "Mary Smith obo John Smith", "EST: John Smith",
              "Smith Living Trust U/A DTD 1/2/2003"),
        taken=primaries(f"person John Smith, {_ASKED}", f"person Mary Smith, {_ASKED}",
                        "person John Smith, hold DEC-SUSP", f"person Smith, {_ASKED}")),
    "minors": File(names("John Smith, a minor", "John Smith UTMA FL", "John Minor"),
                   taken=primaries(f"person John Smith, {_MINOR}", f"person John Smith, {_MINOR}",
                                   "person John Minor")),
    "other people who are the debtor": File(
        rows(f"A1,Jane Roe,JANE ROE,,{PLACE}", f"A2,Jane Roe,Jane Roe Jr,,{PLACE}",
             f"A3,Acme LLC,N/A,Acme LLC,{PLACE}",
             head="Acct,Debtor Name,Co-Debtor Name,Guarantor Name,Address,City,State,Zip"),
        taken=(JANE, "A2 primary person Jane Roe", "A2 co_obligor person Jane Roe JR",
               "A3 primary organization Acme LLC")),
    "two of one name and two numbers": File(
        rows(f"A1,Jane Roe,900-12-3456,Jane Roe,900-12-3457,{PLACE}",
             f"A2,Jane Roe,900-12-3456,JANE ROE,900-12-3456,{PLACE}",
             head="Acct,Debtor Name,SSN,Co-Debtor Name,Co-Debtor SSN,Address,City,State,Zip"),
        taken=(f"{JANE}, ssn 900123456", "A1 co_obligor person Jane Roe, ssn 900123457",
               "A2 primary person Jane Roe, ssn 900123456")),
    "a trade name's own column": File(
        rows(f"A1,Acme LLC,Acme Cafe,{PLACE}", f"A2,Jane Roe,Roe Cafe,{PLACE}",
             f"A3,,Roe Cafe,{PLACE}", head="Acct,Legal Name,DBA Name,Address,City,State,Zip"),
        taken=primaries("organization Acme LLC, dba Acme Cafe", "person Jane Roe, dba Roe Cafe",
                        "organization Roe Cafe")),
}  # fmt: skip

FILES: dict[str, File] = {**WRITTEN, **SAID}
