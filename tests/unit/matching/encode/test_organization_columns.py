"""Which rows of a table are organisations, by what names, and who else stands in them."""

from __future__ import annotations

from dataclasses import replace

import duckdb
import numpy as np

from matching.encode.batch import Words
from matching.encode.layout import Layout, NameColumns, OrganizationColumns, PlaceColumns
from matching.encode.organizations import (
    ALIAS,
    FORMER,
    PRESENT,
    TRADE,
    OrganizationNames,
    organizations_at,
    organizations_of_all,
)
from matching.encode.tabular import Reading, Rows, read_rows
from tests.tables import each

COLUMNS = ("company", "dba", "fka", "first", "last", "whole", "officer", "dob", "ssn", "ein",
           "mail", "line", "city", "agent")  # fmt: skip
LAYOUT = Layout(
    names=(NameColumns("first", last="last", full="whole"),),
    places=(PlaceColumns(line="line", city="city"), PlaceColumns(line="agent", city="city")),
    emails=("mail",),
    dob="dob",
    ssn="ssn",
    organization=OrganizationColumns(
        names=("company",), trades=("dba",), formers=("fka",), eins=("ein",),
        officers=("officer",), agents=(1,),
    ),
)  # fmt: skip


def reading(rows: list[dict[str, str]], layout: Layout = LAYOUT) -> tuple[Reading, list[str]]:
    """The rows as they are read, and the organisations' names by number."""
    names = OrganizationNames()
    with duckdb.connect() as con:
        columns = ", ".join(f"{name} VARCHAR" for name in COLUMNS)
        con.execute(f"CREATE TABLE t (no INTEGER, {columns})")
        marks = ", ".join("?" * (1 + len(COLUMNS)))
        con.executemany(
            f"INSERT INTO t VALUES ({marks})",  # noqa: S608
            [[at, *(row.get(name) for name in COLUMNS)] for at, row in enumerate(rows)],
        )
        found = read_rows(con, Rows("t", layout, range(len(rows))), Words(), names)
    return found, [
        " ".join((*name.words, *name.numbers, name.form)).strip() for name in names.names
    ]


KINDS: list[tuple[dict[str, str], list[tuple[str, int]]]] = [
    ({"company": "Acme Plumbing, L.L.C."}, [("ACME PLUMBING LLC", PRESENT)]),
    ({"company": "Acme Inc FKA Olde Co DBA Quick Drain"},
     [("ACME INC", PRESENT), ("OLDE CO", FORMER), ("QUICK DRAIN", TRADE)]),
    ({"company": "Acme Inc", "dba": "Quick Drain; Fast Drain", "fka": "Olde Inc"},
     [("ACME INC", PRESENT), ("OLDE INC", FORMER), ("QUICK DRAIN", TRADE), ("FAST DRAIN", TRADE)]),
    ({"company": "Acme Inc NKA Newco Inc"}, [("ACME INC", PRESENT), ("NEWCO INC", ALIAS)]),
    ({"company": "Acme Inc", "dba": "ACME INC."}, [("ACME INC", PRESENT)]),
    ({"whole": "Acme Plumbing LLC"}, [("ACME PLUMBING LLC", PRESENT)]),
    ({"whole": "ACME PLUMBING LLC C/O JOHN SMITH"}, [("ACME PLUMBING LLC", PRESENT)]),
    ({"first": "ACME", "last": "PLUMBING LLC"}, [("ACME PLUMBING LLC", PRESENT)]),
    ({"last": "ACME PLUMBING LLC"}, [("ACME PLUMBING LLC", PRESENT)]),
    ({"first": "ACME PLUMBING", "last": "LLC"}, [("ACME PLUMBING LLC", PRESENT)]),
    ({"dba": "Quick Drain"}, [("QUICK DRAIN", TRADE)]),
    ({"company": "Acme Inc", "first": "Jane", "last": "Doe"}, [("ACME INC", PRESENT)]),
    ({"company": "Acme Inc", "first": "Jane", "last": "Doe", "dob": "1970-02-03"}, []),
    ({"company": "Acme Inc", "first": "Jane", "last": "Doe", "ssn": "900124321"}, []),
    ({"company": "Acme Inc", "dob": "1970-02-03"}, [("ACME INC", PRESENT)]),
    ({"dba": "Quick Drain", "first": "Jane", "last": "Doe"}, []),
    ({"whole": "Jane Doe DBA Quick Drain"}, []),
    ({"whole": "Estate of Jane Doe"}, []),
    ({"first": "Jane", "last": "Bank"}, []),
    ({"whole": "Jane Doe"}, []),
    ({"company": "N/A"}, []),
    ({"ein": "07-3456780"}, []),
    ({}, []),
]  # fmt: skip


@each(("row", "names"), KINDS)
def test_a_row_is_an_organization_by_its_names(
    row: dict[str, str], names: list[tuple[str, int]]
) -> None:
    found, known = reading([row])
    assert found.organizations is not None
    called = found.organizations.batch.called
    told = [(known[at], int(kind)) for at, kind in zip(called.name, called.kind, strict=True)]
    assert told == names
    assert found.people.organization.tolist() == [bool(names)]


def test_numbers_officers_domains_and_agents_are_columns() -> None:
    rows = [
        {"company": "Acme Inc", "officer": "Jane Doe", "ein": "07-3456780",
         "mail": "jane@acme.example.com", "line": "1 Elm St", "agent": "9 Oak St", "city": "Barre"},
        {"company": "Bolt Inc", "first": "Rosa", "last": "Quill", "ssn": "07-3456781",
         "mail": "rosa@gmail.com", "agent": "9 Oak St", "city": "Barre"},
        {"first": "Ella", "last": "Wexford"},
    ]  # fmt: skip
    found, _ = reading(rows)
    assert found.organizations is not None
    batch = found.organizations.batch
    assert found.organizations.row.tolist() == [0, 1]
    assert batch.eins.values.tolist() == [73456780, 73456781]
    assert np.diff(batch.domains.start).tolist() == [1, 0]
    assert batch.agents.tolist() == [False, True, False, True]
    assert (batch.people.names.surname > 0).tolist() == [True, True]
    assert found.people.is_named.tolist() == [False, True, True]


def test_some_and_all_of_several_batches_keep_their_values() -> None:
    found, _ = reading([row for row, _ in KINDS])
    assert found.organizations is not None
    batch = found.organizations.batch
    halves = [organizations_at(batch, np.arange(*ends)) for ends in ((0, 4), (4, len(batch)))]
    again = organizations_of_all(halves)
    assert again.called.name.tolist() == batch.called.name.tolist()
    assert again.called.start.tolist() == batch.called.start.tolist()
    assert len(again) == len(batch) == sum(bool(names) for _, names in KINDS)


DOUBTS = [
    ("Campanile", True), ("Virgil's", True), ("Palm (Los Angeles)", True), ("Le Bernardin", True),
    ("Jane Doe", False), ("Doe, Jane", False), ("Acme LLC", True), ("Doe, Zbigniew", False),
]  # fmt: skip


@each(("name", "is_weighed"), DOUBTS)
def test_a_name_that_may_be_either_s_is_an_organization_s_too_where_it_is_asked_for(
    name: str, is_weighed: bool
) -> None:
    doubtful = replace(LAYOUT, organization=replace(LAYOUT.organization, doubtful=True))
    found, _ = reading([{"whole": name}], doubtful)
    assert found.organizations is not None
    assert (len(found.organizations.row) == 1) is is_weighed
    assert found.people.organization.tolist() == [name == "Acme LLC"]
