"""Rows that name one debtor again: taken together, or rejected where they do not fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.formats import Formats
from skiptrace.intake.guess import guess_mapping
from skiptrace.intake.problem import Reject
from skiptrace.intake.read import read_intake
from skiptrace.intake.reader import read_header
from skiptrace.intake.settings import IntakeSettings

HEAD = "Acct,Role,Name,Address,City,State,Zip,Phone,SSN,DOB,Balance,Status,Holds"
P1, P2, P3 = "+12395550101", "+12395550102", "+12395550103"


@dataclass(frozen=True)
class Case:
    """The rows, the phones of each obligor taken, and the rows rejected with their code."""

    rows: tuple[str, ...]
    phones: tuple[tuple[str, ...], ...]
    rejected: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    facts: dict[str, object] = field(default_factory=dict)
    another: Literal["", "co_obligor"] = ""


def row(phone: str = "", **other: str) -> str:
    cells = {
        "Acct": "A1", "Role": "", "Name": "Jane Roe", "Address": "1 A St", "City": "Naples",
        "State": "FL", "Zip": "34102", "Phone": phone, "SSN": "", "DOB": "", "Balance": "10.00",
        "Status": "open", "Holds": "",
    } | other  # fmt: skip
    return ",".join(cells.values())


CASES = {
    "two phones in two rows": Case((row(P1), row(P2)), ((P1, P2),), warned=("same_debtor",)),
    "three, with another debtor between": Case(
        (row(P1), row(P3, Acct="A2", Name="Bob Lee"), row(P2), row(P3)), ((P3,), (P1, P2, P3)),
        warned=("same_debtor", "same_debtor"),
    ),
    "written in capitals, with signs": Case(
        (row(P1), row(P2, Name="JANE ROE.")), ((P1, P2),), warned=("same_debtor",)
    ),
    "the same row again": Case(
        (row(P1), row(P2), row(P2)), ((P1, P2),), ("4 duplicate",), ("same_debtor",)
    ),
    "one has the birth date": Case(
        (row(P1), row(P2, DOB="1961-03-14", SSN="900-12-3456")), ((P1, P2),),
        warned=("same_debtor",), facts={"dob": "1961-03-14", "ssn": "900123456"},
    ),
    "another birth date is another person": Case(
        (row(P1, DOB="1961-03-14"), row(P2, DOB="1988-07-01")), ((P1,),), ("3 duplicate_conflict",)
    ),
    "another address": Case(
        (row(P1), row(P2, Address="77 B Ave")), ((P1,),), ("3 duplicate_conflict",)
    ),
    "an address where there was none": Case(
        (row(P1, Address="", City="", State="", Zip="", SSN="900-12-3456"), row(P2)), ((P1, P2),),
        warned=("same_debtor",),
    ),
    "another balance is said": Case(
        (row(P1), row(P2, Balance="12.00")), ((P1, P2),), warned=("same_debtor", "differs"),
        facts={"balance": "10.00"},
    ),
    "another status": Case(
        (row(P1), row(P2, Status="closed")), ((P1,),), ("3 duplicate_conflict",)
    ),
    "a hold in the second row holds": Case(
        (row(P1), row(P2, Holds="ATTY")), ((P1, P2),), warned=("same_debtor",),
        facts={"holds": "ATTY"},
    ),
    "a co-signer's phones": Case(
        (row(P1), row(P2, Role="co-signer", Name="Bob Lee"),
         row(P3, Role="co-signer", Name="Bob Lee")),
        ((P1,), (P2, P3)), warned=("same_debtor",),
    ),
    "another debtor's phones under the number": Case(
        (row(P1), row(P2, Name="Bob Lee"), row(P3, Name="Bob Lee")), ((P1,), (P2, P3)),
        warned=("same_debtor",), another="co_obligor",
    ),
    "the first row cannot be read": Case(
        (row(P1, Role="boss"), row(P2, Role="boss")), (), ("2 word", "3 word")
    ),
    "a row without its last cells": Case(
        (row(P1), row(P2).rsplit(",", 2)[0]), ((P1,),), ("3 columns",)
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_rows_of_one_debtor(name: str, put: Callable[..., Path], settings: IntakeSettings) -> None:
    case = CASES[name]
    path = put("\n".join((HEAD, *case.rows)) + "\n")
    mapping = guess_mapping(read_header(path)).mapping(Formats(another_debtor=case.another))
    items = list(read_intake(path, mapping, settings))
    taken = [item for item in items if isinstance(item, IntakeRow)]
    assert tuple(tuple(c.value for c in t.subject.phones) for t in taken) == case.phones
    rejects = [item for item in items if isinstance(item, Reject)]
    assert tuple(f"{one.row} {one.problems[0].code}" for one in rejects) == case.rejected
    assert tuple(w.code for t in taken for w in t.warnings) == case.warned
    if case.facts:
        (one,) = taken
        said = {
            "dob": str(one.subject.dob),
            "ssn": one.subject.ssn,
            "balance": str(one.account.balance),
            "holds": ",".join(hold.code for hold in one.holds),
        }
        assert said == {**said, **case.facts}
