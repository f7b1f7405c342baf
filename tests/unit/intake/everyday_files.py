"""Fifty small files such as agencies export; what of each is taken, warned of, rejected.

All data is synthetic. `taken` has one line for each obligor: row, role, kind, name; `facts` are of
the first one. `warned` and `rejected` have row and field.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import xlsxwriter

HEAD = "Acct,Name,Address,City,State,Zip"
RESTRAINING = "BK Flag,Date of Death,Attorney Name,C&D,Disputed,SCRA"
PLACE = "1 A St,Naples,FL,34102"
ANN = "2 primary person Ann Lee"


@dataclass(frozen=True)
class File:
    """One small file with what becomes of it."""

    content: str | bytes | Callable[[Path], None]
    taken: tuple[str, ...] = (ANN,)
    warned: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    mapping: Mapping[str, Any] = field(default_factory=dict)
    holds: tuple[str, ...] = ()


def rows(*lines: str, head: str = HEAD) -> str:
    return "\n".join((head, *lines)) + "\n"


def with_column(name: str, value: str) -> str:
    """One good row with one more column."""
    return rows(f'A1,Ann Lee,{PLACE},"{value}"', head=f"{HEAD},{name}")


def named(name: str) -> str:
    """One good row of that name."""
    return rows(f'A1,"{name}",{PLACE}')


def sheet(
    *table: tuple[Any, ...], formats: Mapping[int, str] | None = None
) -> Callable[[Path], None]:
    """A workbook of one sheet; `formats` are number formats by column."""

    def write(path: Path) -> None:
        with xlsxwriter.Workbook(path) as book:
            fill(book, book.add_worksheet("Accounts"), table, formats or {})

    return write


def fill(
    book: Any, into: Any, table: tuple[tuple[Any, ...], ...], formats: Mapping[int, str]
) -> None:
    styles = {column: book.add_format({"num_format": code}) for column, code in formats.items()}
    for number, row in enumerate(table):
        for column, value in enumerate(row):
            if isinstance(value, str) and value.startswith("#"):
                into.write_formula(number, column, "=1/0", None, value)
            elif isinstance(value, str):
                into.write_string(number, column, value)
            elif value is not None:
                into.write_number(number, column, value, styles.get(column))


def _cover(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        cover = book.add_worksheet("Cover")
        cover.write("A1", "Monthly placement")
        cover.write("B2", "Confidential")
        hidden = book.add_worksheet("Old")
        fill(book, hidden, (tuple(HEAD.split(",")), ("Z9", "Old Roe", *PLACE.split(","))), {})
        hidden.hide()
        fill(book, book.add_worksheet("Data"), (_NAMES, _ANN), {})


def _merged(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        into = book.add_worksheet()
        into.merge_range("A1:A2", "Acct")
        into.merge_range("B1:C1", "Debtor")
        into.merge_range("D1:E1", "Spouse")
        into.merge_range("F1:G1", "Residence")
        into.write_row("B2", ("Name", "Phone", "Name", "Phone", "Address", "Zip"))
        into.write_row(
            "A3", ("A1", "Ann Lee", "239-555-0123", "Bob Lee", "239-555-0144", "1 A St", "34102")
        )


def _mac_days(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        fill(book, book.add_worksheet(), ((*_NAMES, "DOB"), (*_ANN, 22353 - 1462)), {})


_NAMES = tuple(HEAD.split(","))
_ANN = ("A1", "Ann Lee", *PLACE.split(","))
_COLUMNS = {
    "account_number": "Acct", "full_name": "Name", "address": "Address", "city": "City",
    "address_state": "State", "zip": "Zip",
}  # fmt: skip
_TITLES = ("Example CU,,,,,", "Placement of 11/22/2026,,,,,", ",,,,,")

FILES: dict[str, File] = {
    # side fields
    "unreadable phone": File(
        with_column("Phone", "555-01"), warned=("2 phone",), facts={"phones": []}
    ),
    "unreadable e-mail": File(with_column("Email", "ann at home"), warned=("2 email",)),
    "unreadable date": File(with_column("DOB", "spring"), warned=("2 dob",), facts={"dob": None}),
    "impossible date": File(with_column("Opened", "2/30/2020"), warned=("2 opened",)),
    "unreadable balance": File(with_column("Balance", "call us"), warned=("2 balance",)),
    "ZIP of ten digits": File(
        rows("A1,Ann Lee,1 A St,Naples,FL,34102-12345"), warned=("2 zip",), facts={"zip": "34102"}
    ),
    "unreadable second phone": File(
        rows(f"A1,Ann Lee,{PLACE},239-555-0123,12", head=f"{HEAD},Phone,Phone 2"),
        warned=("2 phone_2",), facts={"phones": ["+12395550123"]},
    ),
    "note with a control character": File(
        rows(f"A1,Ann Lee,{PLACE},call\x07 back", head=f"{HEAD},Note"), warned=("2 Note",)
    ),
    "unreadable SSN": File(with_column("SSN", "12-34"), warned=("2 ssn",), facts={"ssn": ""}),
    "ZIP of Canada": File(
        rows("A1,Ann Lee,1 A St,Naples,FL,K1A 0B1"), warned=("2 zip",), facts={"zip": ""}
    ),
    # missing values
    "N/A and its like": File(
        rows(f"A1,Ann Lee,{PLACE},N/A,(cell),none,-,NULL",
             head=f"{HEAD},SSN,Phone,Email,Balance,DOB"),
        facts={"ssn": "", "phones": [], "emails": [], "balance": None, "dob": None},
    ),
    "zeros": File(
        rows(f"A1,Ann Lee,{PLACE},000-00-0000,0000000000,0000-00-00,0",
             head=f"{HEAD},SSN,Phone,DOB,Opened"),
        facts={"ssn": "", "phones": [], "dob": None},
    ),
    "a text formula that keeps zeros": File(
        rows('="00017",Ann Lee,1 A St,Agawam,MA,="01001"'),
        facts={"number": "00017", "zip": "01001"},
    ),
    "an apostrophe that keeps zeros": File(
        rows("'00017,Ann Lee,1 A St,Agawam,MA,'01001"), facts={"number": "00017", "zip": "01001"},
    ),
    "a status that says unknown is no empty one": File(
        with_column("Status", "Unknown"), mapping={"defaults": {"account_status": "open"}},
        facts={"status": "Unknown"},
    ),
    "a role that nobody knows": File(
        with_column("Role", "Unknown"), taken=(), rejected=("2 role",)
    ),
    "whole numbers with .0": File(
        rows("A1,Ann Lee,1 A St,Naples,FL,34102.0,19610314.0", head=f"{HEAD},DOB"),
        facts={"zip": "34102", "dob": "1961-03-14"},
    ),
    "two columns of one name": File(
        rows(f"A1,Ann Lee,{PLACE},239-555-0123,239-555-0144,Bob Roe",
             head=f"{HEAD},Phone,Phone,Name"),
        facts={"phones": ["+12395550123", "+12395550144"]},
    ),
    "a whole address in one cell": File(
        rows('A1,Ann Lee,"1 A St, Naples, FL 34102-1234"', head="Acct,Name,Address"),
        facts={"line": "1 A ST", "zip": "34102"},
    ),
    "city, state and ZIP in one cell": File(
        rows('A1,Ann Lee,1 A St,"Naples, FL 34102"', head="Acct,Name,Address,City State Zip"),
        facts={"line": "1 A St", "zip": "34102"},
    ),
    "a whole name in the column for a part": File(
        rows(f'A1,,"Lee, Ann",{PLACE}', f"A2,Bob Roe,,{PLACE}", f'A3,,"Poe, Jr.",{PLACE}',
             head=f"Acct,First,Last,{HEAD.split(',', 2)[2]}"),
        taken=(ANN, "3 primary person Bob Roe", "4 primary person Poe, Jr."),
    ),
    "a balance of zero is one": File(with_column("Balance", "0.00"), facts={"balance": "0.00"}),
    "a person called Null": File(named("Ann Null"), taken=("2 primary person Ann Null",)),
    # dates
    "date with the year in front": File(
        with_column("DOB", "1961/03/14"), facts={"dob": "1961-03-14"}
    ),
    "date in words": File(with_column("DOB", "Mar 14 1961"), facts={"dob": "1961-03-14"}),
    "date as a day number": File(with_column("DOB", "22354"), facts={"dob": "1961-03-14"}),
    "date without separators": File(with_column("DOB", "03141961"), facts={"dob": "1961-03-14"}),
    "year of two digits, one century": File(
        with_column("DOB", "3/14/61"), facts={"dob": "1961-03-14"}
    ),
    "year of two digits, two centuries": File(with_column("DOB", "3/14/11"), warned=("2 dob",)),
    "day number of a workbook": File(
        sheet((*_NAMES, "DOB"), (*_ANN, 22354)), facts={"dob": "1961-03-14"}
    ),
    "day number of an old Mac": File(_mac_days, facts={"dob": "1961-03-13"}),
    # phones
    "several phones of a cell": File(
        with_column("Phone", "H: 239-555-0123 / C: 239-555-0144"),
        facts={"phones": ["+12395550123", "+12395550144"]},
    ),
    "one good phone of two": File(
        with_column("Phone", "239-555-0123; 555-01"), warned=("2 phone",),
        facts={"phones": ["+12395550123"]},
    ),
    "somebody else's phone": File(
        with_column("Phone", "239-555-0123 wife"), warned=("2 phone",), facts={"phones": []}
    ),
    # shapes of files
    "trailing empty cells": File(
        rows(f"A1,Ann Lee,{PLACE},,,", f"A2,Bob Roe,{PLACE},,,"),
        taken=(ANN, "3 primary person Bob Roe"),
    ),
    "a header with empty cells behind": File(
        rows(f"A1,Ann Lee,{PLACE}", head=f"{HEAD},,,"), taken=(ANN,),
    ),
    "title rows": File("\n".join((*_TITLES, rows(f"A1,Ann Lee,{PLACE}"))),
                       taken=("5 primary person Ann Lee",)),
    "rows to be skipped": File(
        "\n".join(("Acct,Name of an earlier year", "", rows(f"A1,Ann Lee,{PLACE}"))),
        taken=("4 primary person Ann Lee",),
        mapping={"formats": {"skip_rows": 2}, "columns": _COLUMNS},
    ),
    "rows of a sheet to be skipped": File(
        sheet(("Acct", "Name", "Zip"), (), _NAMES, _ANN),
        taken=("4 primary person Ann Lee",),
        mapping={"formats": {"skip_rows": 2}, "columns": _COLUMNS},
    ),
    "title rows without commas": File(
        "Placement\n\n" + rows(f"A1,Ann Lee,{PLACE}"), taken=("4 primary person Ann Lee",)
    ),
    "total rows": File(
        rows(f"A1,Ann Lee,{PLACE},10", "Total,,,,,,10", ",,,,,,", "2 records,,,,,,",
             head=f"{HEAD},Balance"),
        warned=("3 (row)", "5 (row)"),
    ),
    "the header again": File(
        rows(f"A1,Ann Lee,{PLACE}", HEAD, f"A2,Bob Roe,{PLACE}"),
        taken=(ANN, "4 primary person Bob Roe"), warned=("3 (row)",),
    ),
    "an account numbered Total-7": File(
        rows(f"Total-7,Ann Lee,{PLACE}"), facts={"number": "Total-7"}
    ),
    "a person called Total": File(named("Ann Total"), taken=("2 primary person Ann Total",)),
    "cover and hidden sheets": File(_cover),
    "merged headers": File(
        _merged,
        taken=("3 primary person Ann Lee", "3 non_obligor person Bob Lee"),
        facts={"phones": ["+12395550123"]},
    ),
    "formats that carry zeros": File(
        sheet((*_NAMES, "SSN"), (17, "Ann Lee", "1 A St", "Agawam", "MA", 1001, 123456),
              formats={0: "00000", 5: "00000", 6: "000-00-0000"}),
        facts={"number": "00017", "zip": "01001", "ssn": "000123456"},
    ),
    "errors of a sheet": File(
        sheet((*_NAMES, "Balance"), (*_ANN, "#DIV/0!"), ("A2", "#REF!", *PLACE.split(","), 1)),
        warned=("2 balance",), rejected=("3 full_name",), facts={"balance": None},
    ),
    "an error where the status stood": File(
        sheet((*_NAMES, "Status"), (*_ANN, "#N/A")),
        mapping={"defaults": {"account_status": "open"}},
        warned=("2 account_status",), facts={"status": ""},
    ),
    "Windows-1252": File(
        rows(f"A1,José Muñoz,{PLACE}").encode("cp1252"), taken=("2 primary person José Muñoz",)
    ),
    "Mac Roman": File(
        rows(*(f"A{n},{name},{PLACE}" for n, name in enumerate(
            ("José Muñoz", "Zoë Peña", "Renée Núñez", "François Gómez", "Ángel Ibáñez")))
        ).encode("mac_roman"),
        taken=tuple(f"{n} primary person {name}" for n, name in enumerate(
            ("José Muñoz", "Zoë Peña", "Renée Núñez", "François Gómez", "Ángel Ibáñez"), 2)),
    ),
    "UTF-16 without a mark": File(
        rows(f"A1,José Muñoz,{PLACE}").encode("utf-16-le"),
        taken=("2 primary person José Muñoz",),
    ),
    "mixed bytes": File(
        rows(f"A1,Zoë Lee,{PLACE}").encode()
        + f"A2,José Roe,{PLACE}\nA3,Pat O\u2019Neil,{PLACE}\n".encode("cp1252"),
        taken=("2 primary person Zoë Lee", "3 primary person José Roe",
               "4 primary person Pat O'Neil"),
        warned=("3 full_name", "4 full_name"),
    ),
    "bytes of no encoding": File(
        rows(f"A1,Zoë Lee,{PLACE}").encode() + b"A2,Jo\x81\x8d,1 A St,Naples,FL,34102\n",
        taken=("2 primary person Zoë Lee",), rejected=("3 full_name",),
    ),
    "a letter of which half was cut off": File(
        rows(f"A1,Zoë Lee,{PLACE}").encode() + b"A2,Ann Bogot\xc3,1 A St,Naples,FL,34102\n",
        taken=("2 primary person Zoë Lee",), rejected=("3 full_name",),
    ),
    # names
    "an LLC in the debtor's column": File(named("Acme Roofing LLC"),
                                          taken=("2 primary organization Acme Roofing LLC",)),
    "an estate": File(named("Estate of Ann Lee"), taken=("2 primary estate Ann Lee",),
                      holds=("DEC-SUSP",)),
    "a trust": File(named("The Lee Family Trust"), taken=("2 primary trust Lee",),
                    holds=("NAME-KIND",)),
    "joint debtors": File(
        rows(f"A1,John and Mary Lee,{PLACE},900-12-3456", head=f"{HEAD},SSN"),
        taken=("2 primary person John Lee", "2 co_obligor person Mary Lee"),
        facts={"ssn": "900123456"},
    ),
    "joint debtors in parts": File(
        rows(f"A1,John & Mary,Lee,{PLACE}", head=f"Acct,First,Last,{HEAD.split(',', 2)[2]}"),
        taken=("2 primary person John Lee", "2 co_obligor person Mary Lee"),
    ),
    "co-debtor, guarantor and spouse in columns": File(
        rows(f"A1,Ann Lee,{PLACE},Bob Roe,900-12-3456,Cy Poe,Dan Lee",
             head=f"{HEAD},Co-Debtor Name,Co-Debtor SSN,Guarantor,Spouse Name"),
        taken=(ANN, "2 co_obligor person Bob Roe", "2 guarantor person Cy Poe",
               "2 non_obligor person Dan Lee"),
        facts={"ssn": ""},
    ),
    "DBA": File(named("Ann Lee DBA Lee Bakery"), facts={"trade_names": ["Lee Bakery"]}),
    "DBA in a column": File(
        with_column("DBA", "Lee Bakery"), facts={"trade_names": ["Lee Bakery"]}
    ),
    "care of": File(named("Ann Lee c/o Bob Roe"), facts={"care_of": ["Bob Roe"]}),
    "care of in the address": File(
        rows("A1,Ann Lee,C/O Bob Roe,1 A St,Naples,FL,34102",
             head="Acct,Name,Address,Address 2,City,State,Zip"),
        facts={"care_of": ["Bob Roe"], "line": "1 A St"},
    ),
    "a person and a business": File(
        with_column("Company", "Acme LLC"),
        taken=("2 primary organization Acme LLC", "2 non_obligor person Ann Lee"),
        warned=("2 full_name",),
    ),
    "a business and its guarantor": File(
        rows(f"A1,Ann Lee,{PLACE},Acme LLC,900-12-3456,12-3456789",
             head=f"{HEAD},Company,SSN,Tax ID"),
        taken=("2 primary organization Acme LLC", "2 guarantor person Ann Lee"),
        mapping={"formats": {"person_beside_business": "guarantor"}},
        facts={"ssn": "", "ein": "123456789"},
    ),
    "a business and a person in one cell": File(
        named("Acme LLC and Ann Lee"),
        taken=("2 primary organization Acme LLC", "2 non_obligor person Ann Lee"),
        warned=("2 full_name",),
    ),
    # identifiers
    "a dashed EIN": File(
        rows(f"A1,Acme LLC,{PLACE},12-3456789", head=f"{HEAD},Tax ID"),
        taken=("2 primary organization Acme LLC",), facts={"ein": "123456789", "ssn": ""},
    ),
    "bare tax number of a person": File(
        with_column("Tax ID", "900123456"), facts={"ein": "", "ssn": ""}
    ),
    "bare tax number, said to be an SSN": File(
        with_column("Tax ID", "900123456"), mapping={"formats": {"tax_id_of_people": "ssn"}},
        facts={"ein": "", "ssn": "900123456"},
    ),
    "EIN in the SSN's column": File(
        with_column("SSN", "12-3456789"), facts={"ein": "123456789", "ssn": ""}
    ),
    # codes and words
    "Refused": File(with_column("Return Reason", "Refused"), facts={"mail": "ACS R no_trace"}),
    "Unclaimed behind its letter": File(
        rows(f"A1,Ann Lee,{PLACE},NIXIE,U - Unclaimed", head=f"{HEAD},Code List,Return Code"),
        facts={"mail": "NIXIE U no_trace"},
    ),
    "a letter of no list": File(
        with_column("Return Code", "V"), warned=("2 return_code_list",),
        facts={"mail": " V person_review"},
    ),
    "the creditor's own words": File(
        rows(f"A1,Ann Lee,{PLACE},BADADDR,ACTIVE", head=f"{HEAD},Return Code,Status"),
        mapping={"return_words": {"badaddr": "NIXIE Q"}, "status_words": {"Active": "open"}},
        facts={"mail": "NIXIE Q full_trace", "status": "open"},
    ),
    "a keyline": File(
        rows(f"#1234 5678 6#,Ann Lee,{PLACE}", f"123456789,Bob Roe,{PLACE}",
             head=f"keyline,{HEAD.split(',', 1)[1]}"),
        mapping={"columns": {"keyline": "keyline"}},
        facts={"number": "12345678"}, rejected=("3 keyline",),
    ),
    # what an account cannot do without
    "no number": File(rows(f",Ann Lee,{PLACE}"), taken=(), rejected=("2 account_number",)),
    "no name": File(rows(f"A1,,{PLACE}"), taken=(), rejected=("2 last_name",)),
    "nothing but a name": File(rows("A1,Ann Lee,,,,"), taken=(), rejected=("2 (row)",)),
    "an SSN and no address": File(
        rows("A1,Ann Lee,,,,,900-12-3456", head=f"{HEAD},SSN"), facts={"ssn": "900123456"}
    ),
    "the same account twice": File(
        rows(f"A1,Ann Lee,{PLACE}", f"A1,Bob Roe,{PLACE}"), rejected=("3 account_number",)
    ),
    "a row that ran on": File(
        rows(f"A1,Ann Lee,{PLACE}", "A2,Bob Roe,1 A St, Apt 2,Naples,FL,34102"),
        rejected=("3 (row)",),
    ),
    "a row without its last cell": File(
        rows(f"A1,Ann Lee,{PLACE},9,239-555-0123", f"A2,Bob Roe,{PLACE},9",
             head=f"{HEAD},Balance,Phone"),
        taken=(ANN, "3 primary person Bob Roe"), warned=("3 (row)",),
    ),
    "a row that lost a comma": File(
        rows(
            f"900-12-3456,A1,Ann Lee,{PLACE},9,239-555-0123",
            "900-12-3457,A2,Bob Roe,1 A St Naples,FL,34102,9,239-555-0123",
            head=f"SSN,{HEAD},Balance,Phone",
        ),
        rejected=("3 (row)",),
    ),
    "a damaged status is no empty one": File(
        with_column("Status", "clo\x07sed"),
        mapping={"defaults": {"account_status": "open"}},
        warned=("2 account_status",), facts={"status": ""},
    ),
    "what restrains in columns of its own": File(
        rows(f"A1,Ann Lee,{PLACE},CH 13,3/1/2020,Jane Law Esq,Y,X,active",
             head=f"{HEAD},{RESTRAINING}"),
        holds=("BK13-OPEN", "DEC-SUSP", "ATTY", "CEASE", "DISP-VP", "SCRA-UNK"),
    ),
    "nothing restrains in columns of its own": File(
        rows(f"A1,Ann Lee,{PLACE},N,false,none,No,N/A,0", head=f"{HEAD},{RESTRAINING}"), holds=(),
    ),
    "what is not known restrains": File(
        rows(f"A1,Ann Lee,{PLACE},Unknown,,,,,", head=f"{HEAD},{RESTRAINING}"),
        holds=("BK-SUSPECT",),
    ),
    "a damaged flag": File(
        rows(f"A1,Ann Lee,{PLACE},N\x07,,,,,", head=f"{HEAD},{RESTRAINING}"),
        taken=(), rejected=("2 bankruptcy",),
    ),
    "a row without its flags": File(
        rows(f"A1,Ann Lee,{PLACE},N,N,N,N,N,N", f"A2,Bob Roe,{PLACE}",
             head=f"{HEAD},{RESTRAINING}"),
        rejected=("3 (row)",),
    ),
    "a row without its hold": File(
        rows(f"A1,Ann Lee,{PLACE},9,ATTY", f"A2,Bob Roe,{PLACE},9", head=f"{HEAD},Balance,Holds"),
        holds=("ATTY",), rejected=("3 (row)",),
    ),
}  # fmt: skip


def written(folder: Path, file: File) -> Path:
    """The file, put into a folder."""
    if callable(file.content):
        path = folder / "mail.xlsx"
        file.content(path)
        return path
    path = folder / "mail.csv"
    content = file.content.encode() if isinstance(file.content, str) else file.content
    path.write_bytes(io.BytesIO(content).getvalue())
    return path
