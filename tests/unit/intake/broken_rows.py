"""Intake files with broken rows of many labelled kinds between good ones; all data synthetic."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

_HEADER = (
    "account_number,creditor,balance,account_status,debt_origin,opened,state,role,first_name,"
    "middle_name,last_name,suffix,former_last_name,dob,ssn,address,city,address_state,zip,phone,"
    "email,return_code_list,return_code,return_date,forward_address,forward_city,forward_state,"
    "forward_zip,holds"
)
COLUMNS = next(csv.reader([_HEADER]))
ROW = "(row)"

Row = dict[str, str]


def good_row(rng: Random, number: int) -> Row:
    """A row with nothing wrong, of one of several looks."""
    row = dict.fromkeys(COLUMNS, "")
    row |= {
        "account_number": f"{700000 + number}",
        "creditor": "Example Credit Union",
        "balance": rng.choice(["1204.50", "$3,001.00", "(12.00)", "-7", "88"]),
        "account_status": "open",
        "debt_origin": "credit",
        "opened": "2019-04-05",
        "state": "FL",
        "role": "primary",
        "first_name": rng.choice(["Maria", "José", "Łukasz", "Nguyễn", "D'Angelo"]),
        "last_name": rng.choice(["O'Neil-Smith", "de la Cruz", "Иванова", "王", "Smith, Jr."]),
        "dob": rng.choice(["1980-02-29", "2/29/1980", "1971", "", "5-Mar-1969", "1980-02"]),
        "ssn": rng.choice(["000-12-3456", "900123456", "4321", "", "XXX-XX-1234"]),
        "address": rng.choice(
            ["12 Main St, Apt 4", "PO Box 9", "77 Oak Ave\nUnit 3", 'A "B" Rd 1']
        ),
        "city": "Port Alvera",
        "address_state": rng.choice(["FL", "Florida", "fl"]),
        "zip": rng.choice(["34102", "34102-1234", "341021234"]),
        "phone": rng.choice(["(239) 555-0123", "+1 239 555 0144", "239.555.0101;239-555-0102"]),
        "email": rng.choice(["m@example.com", ""]),
        "return_code_list": "NIXIE",
        "return_code": rng.choice(["V", "K9", "R", "p"]),
        "return_date": "2026-10-01",
        "holds": rng.choice(["", "ATTY@2026-01-02", "BK13-OPEN;XQ-LEGACY@2025-01-01"]),
    }
    return row


def encoded(cells: list[str]) -> bytes:
    """One CSV record."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue().encode("utf-8", "surrogateescape")


def with_cell(name: str, value: str) -> Callable[[Row], bytes]:
    """Breaks one cell of a good row."""
    return lambda row: encoded(list((row | {name: value}).values()))


def with_cells(**cells: str) -> Callable[[Row], bytes]:
    """Breaks several cells of a good row."""
    return lambda row: encoded(list((row | cells).values()))


def _raw(row: Row, name: str, value: bytes) -> bytes:
    """Puts bytes into a cell as they are; the other cells need no quotes."""
    row = row | {"address": "12 Main St", "last_name": "Smith", "balance": "88"}
    return encoded(list((row | {name: "@HERE@"}).values())).replace(b"@HERE@", value)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of broken row: the field that must be named, the code, how a good row is broken."""

    field: str
    code: str
    break_row: Callable[[Row], bytes]


KINDS: dict[str, Kind] = {
    "read with the wrong page": Kind("first_name", "encoding", with_cell("first_name", "JosÃ©")),
    "bytes of no page": Kind(
        "last_name", "encoding", lambda r: _raw(r, "last_name", b"Jo\x81\xe9")
    ),
    "lost letter": Kind("first_name", "encoding", with_cell("first_name", "Jos\ufffd")),
    "nul byte": Kind("last_name", "control", with_cell("last_name", "Smi\x00th")),
    "bidi override": Kind("last_name", "control", with_cell("last_name", "Sm\u202ehtims")),
    "too few cells": Kind(ROW, "columns", lambda r: encoded(list(r.values())[:-3])),
    "comma not quoted": Kind(
        ROW, "columns", lambda r: _raw(r | {"creditor": "x"}, "city", b"Naples, FL")
    ),
    "cells run on": Kind(ROW, "columns", lambda r: encoded([*r.values(), *list(r.values())[:9]])),
    "wrong delimiter": Kind(
        ROW, "columns", lambda r: ";".join(r | {"address": "1 A St"}).encode() + b"\n"
    ),
    "quote not closed": Kind(
        ROW, "quote", lambda r: _raw(r | {"address": "1 A St"}, "first_name", b'"Maria')
    ),
    "quote inside quotes": Kind(
        ROW, "quote", lambda r: _raw(r, "first_name", b'"Maria "Mia" Ann"')
    ),
    "no account number": Kind("account_number", "required", with_cell("account_number", " ")),
    "scientific account": Kind(
        "account_number", "excel_number", with_cell("account_number", "7.00123E+15")
    ),
    "float account": Kind("account_number", "excel_number", with_cell("account_number", "70001.0")),
    "account became a day": Kind(
        "account_number", "excel_number", with_cell("account_number", "5-Mar")
    ),
    "no name": Kind("last_name", "required", with_cells(first_name="", last_name="")),
    "digits for a name": Kind("last_name", "name", with_cell("last_name", "34102")),
    "neither address nor code": Kind(
        ROW,
        "required",
        with_cells(
            **dict.fromkeys(
                (
                    "address",
                    "city",
                    "address_state",
                    "zip",
                    "return_code",
                    "return_code_list",
                    "return_date",
                    "dob",
                    "ssn",
                    "phone",
                    "email",
                ),
                "",
            )
        ),
    ),
    "formula": Kind("first_name", "formula", with_cell("first_name", "=cmd|' /C calc'!A0")),
    "1 MB name": Kind("last_name", "oversize", with_cell("last_name", "A" * (1 << 20))),
    "no such role": Kind("role", "word", with_cell("role", "bystander")),
    "hold without its day": Kind("holds", "holds", with_cell("holds", "ATTY@2026-02-30")),
}
SIDE_KINDS: dict[str, Kind] = {
    "latin-1 bytes": Kind(
        "last_name", "encoding_guessed", lambda r: _raw(r, "last_name", b"Jos\xe9")
    ),
    "cut utf-8": Kind("city", "encoding", lambda r: _raw(r, "city", b"Bogot\xc3")),
    "utf-16 cell": Kind("city", "control", lambda r: _raw(r, "city", "Naples".encode("utf-16-le"))),
    "control character": Kind("address", "control", with_cell("address", "12 \x07Main St")),
    "strange suffix": Kind("suffix", "suffix", with_cell("suffix", "XJ9")),
    "street without a place": Kind(
        "zip", "required", with_cells(city="", address_state="", zip="")
    ),
    "born in the future": Kind("dob", "date_range", with_cell("dob", "2031-01-01")),
    "born in 1850": Kind("dob", "date_range", with_cell("dob", "1850-06-01")),
    "30 February": Kind("dob", "date", with_cell("dob", "02/30/1980")),
    "month 13": Kind("opened", "date", with_cell("opened", "13/13/2019")),
    "two-digit year": Kind("dob", "date_ambiguous", with_cell("dob", "02/03/15")),
    "born after opening": Kind("dob", "date_range", with_cells(dob="2020-01-01")),
    "returned tomorrow": Kind("return_date", "date_range", with_cell("return_date", "2026-11-23")),
    "ssn group 00": Kind("ssn", "ssn_never_issued", with_cell("ssn", "000-00-1234")),
    "ssn of letters": Kind("ssn", "ssn", with_cell("ssn", "00A-12-3456")),
    "ssn too short": Kind("ssn", "ssn", with_cell("ssn", "12345678")),
    "formula with at": Kind("address", "formula", with_cell("address", "@SUM(1+1)")),
    "formula with plus": Kind("city", "formula", with_cell("city", "+1+1")),
    "spreadsheet error": Kind("balance", "excel_error", with_cell("balance", "#REF!")),
    "1 MB of quotes": Kind(
        "address", "oversize", with_cell("address", ('"a, b" ' * 100 + "\n") * 1500)
    ),
    "no such state": Kind("address_state", "state", with_cell("address_state", "ZZ")),
    "short zip": Kind("zip", "zip", with_cell("zip", "3410")),
    "short phone": Kind("phone", "phone", with_cell("phone", "555-0123")),
    "e-mail without at": Kind("email", "email", with_cell("email", "m.example.com")),
    "balance in words": Kind("balance", "money", with_cell("balance", "about 100")),
    "absurd balance": Kind("balance", "money", with_cell("balance", "99999999999999")),
    "code without a list": Kind("return_code_list", "required", with_cell("return_code_list", "")),
    "no such code list": Kind("return_code_list", "word", with_cell("return_code_list", "XYZ")),
    "e-mail that is nobody's": Kind("email", "email", with_cell("email", "none@none.com")),
    "digits in a middle name": Kind("middle_name", "name", with_cell("middle_name", "J4")),
    "phone of somebody else": Kind("phone", "phone", with_cell("phone", "239-555-0123 wife")),
    "one phone of two": Kind("phone", "phone", with_cell("phone", "239-555-0123; 555-0144")),
    "nine-digit zip of ten": Kind("zip", "zip", with_cell("zip", "34102-12345")),
    "unknown origin": Kind("debt_origin", "word", with_cell("debt_origin", "gift")),
}
DUPLICATES = {"same row again": "duplicate", "other primary": "duplicate_conflict"}


@dataclass(slots=True)
class BrokenFile:
    """An intake file; `bad` maps lines of lost rows to kinds, `good` lines of others to accounts.

    `side` has the kind of those good ones in which one field is broken.
    """

    data: bytearray = field(default_factory=bytearray)
    line: int = 1
    bad: dict[int, str] = field(default_factory=dict)
    good: dict[int, str] = field(default_factory=dict)
    side: dict[int, str] = field(default_factory=dict)

    def add(self, record: bytes) -> int:
        """Appends a record; gives the line where it begins."""
        start = self.line
        self.data += record
        self.line += record.replace(b"\r\n", b"\n").count(b"\n")
        return start


def expected(kind: str) -> tuple[str, str]:
    """The field and the code that the reject or the warning of that kind must name."""
    if kind in DUPLICATES:
        return "account_number", DUPLICATES[kind]
    known = KINDS.get(kind) or SIDE_KINDS[kind]
    return known.field, known.code


def broken_file(seed: int, bad: int, good: int, side: int = 0) -> BrokenFile:
    """A shuffled file of so many lost and good rows, `side` of these with one broken field.

    Every kind comes about equally often.
    """
    rng = Random(seed)
    file = BrokenFile()
    file.add(encoded(COLUMNS))
    before: list[Row] = []
    for kind in _shuffled(rng, bad, good, side):
        row = good_row(rng, len(file.bad) + len(file.good))
        if kind in DUPLICATES and before:
            other = {} if kind == "same row again" else {"address": "77 Elsewhere Ave"}
            file.bad[file.add(encoded(list((rng.choice(before) | other).values())))] = kind
        elif kind in KINDS:
            file.bad[file.add(KINDS[kind].break_row(row))] = kind
        elif kind in SIDE_KINDS:
            line = file.add(SIDE_KINDS[kind].break_row(row))
            file.side[line], file.good[line] = kind, row["account_number"]
        else:
            before.append(row)
            file.good[file.add(encoded(list(row.values())))] = row["account_number"]
    return file


def _shuffled(rng: Random, bad: int, good: int, side: int) -> Iterator[str]:
    labels, sides = [*KINDS, *DUPLICATES], [*SIDE_KINDS]
    order = [labels[i % len(labels)] for i in range(bad)] + [""] * (good - 1 - side)
    order += [sides[i % len(sides)] for i in range(side)]
    rng.shuffle(order)
    yield ""
    yield from order


def write(folder: Path, data: bytes, name: str = "mail.csv") -> Path:
    """Puts bytes into a file."""
    path = folder / name
    path.write_bytes(data)
    return path
