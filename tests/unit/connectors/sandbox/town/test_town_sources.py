"""What the sources know: part of the people, late, misspelt, and a few facts of somebody else."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from datetime import date, datetime

import pytest

Query = Callable[..., list[tuple[str, ...]]]


def test_the_bureau_knows_most_adults_and_not_all(truth: Query) -> None:
    (all_adults, known) = truth(
        "SELECT count(*), sum(EXISTS (SELECT 1 FROM truth_record r WHERE "
        "r.person_id = p.person_id AND dataset = 'bureau_person')) FROM person p "
        "WHERE dob < '2008-11-22' AND deceased = ''"
    )[0]
    assert 0.80 < int(known) / int(all_adults) < 0.90


@pytest.mark.parametrize(
    ("dataset", "table", "column"),
    [
        ("bureau_person", "bureau_person", "tahoe_id"),
        ("business_registry", "business_registry", "entity_id"),
        ("roll_property", "roll_property", "parcel_id"),
        ("property_sales", "property_sales", "document_id"),
        ("roll_sunbiz", "roll_sunbiz", "docno"),
        ("court_case", "court_case", "case_id"),
        ("roll_dmf", "roll_dmf", "rowid"),
    ],
)
def test_the_truth_knows_whom_each_record_is_about(
    served: Query, truth: Query, dataset: str, table: str, column: str
) -> None:
    known = {r for (r,) in truth("SELECT record_ref FROM truth_record WHERE dataset = ?", dataset)}
    shown = [str(r) for (r,) in served(f"SELECT {column} FROM {table}")]  # noqa: S608
    assert len(shown) == len(set(shown))
    assert known <= set(shown)
    assert len(known) > 0.6 * len(shown)


def test_bureau_dates_are_in_order_and_not_in_the_future(served: Query) -> None:
    def day(text: str) -> date:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007

    for table in ("bureau_address", "bureau_phone"):
        for first, last in served(f"SELECT first_reported, last_reported FROM {table}"):  # noqa: S608
            assert day(first) <= day(last) <= date(2026, 11, 22)


def test_bureau_orders_its_facts_from_the_latest(served: Query) -> None:
    rows = served("SELECT tahoe_id, ord, last_reported FROM bureau_address ORDER BY 1, 2")
    for one, two in itertools.pairwise(rows):
        if one[0] == two[0]:
            assert int(two[1]) == int(one[1]) + 1
            latest = [datetime.strptime(r[2], "%m/%d/%Y") for r in (one, two)]  # noqa: DTZ007
            assert latest[0] >= latest[1]
        else:
            assert int(two[1]) == 1


def test_a_few_bureau_phones_never_were_the_persons(served: Query, truth: Query) -> None:
    owner = dict(
        truth("SELECT record_ref, person_id FROM truth_record WHERE dataset = 'bureau_person'")
    )
    theirs = set(truth("SELECT person_id, e164 FROM truth_phone"))
    rows = served("SELECT tahoe_id, phone FROM bureau_phone")
    wrong = [
        tahoe for tahoe, p in rows if (owner[tahoe], f"+1{re.sub('[^0-9]', '', p)}") not in theirs
    ]
    assert 0.002 < len(wrong) / len(rows) < 0.04


def test_some_reported_phones_belong_to_somebody_else_by_now(served: Query, truth: Query) -> None:
    current = {p for (p,) in truth("SELECT e164 FROM truth_phone WHERE \"to\" = ''")}
    owner = dict(
        truth("SELECT record_ref, person_id FROM truth_record WHERE dataset = 'bureau_person'")
    )
    ended = set(truth("SELECT person_id, e164 FROM truth_phone WHERE \"to\" <> ''"))
    recycled = 0
    for tahoe, phone in served("SELECT tahoe_id, phone FROM bureau_phone WHERE connected = 1"):
        e164 = f"+1{re.sub('[^0-9]', '', phone)}"
        recycled += e164 in current and (owner[tahoe], e164) in ended
    assert recycled > 5


def test_deaths_reach_the_bureau_late_and_not_all_reach_the_dmf(
    served: Query, truth: Query
) -> None:
    dead = {p for (p,) in truth("SELECT person_id FROM person WHERE deceased <> ''")}
    owner = dict(
        truth("SELECT record_ref, person_id FROM truth_record WHERE dataset = 'bureau_person'")
    )
    flags = [
        flag
        for tahoe, flag in served("SELECT tahoe_id, deceased FROM bureau_person")
        if owner[tahoe] in dead
    ]
    assert 0.6 < flags.count("Y") / len(flags) < 0.95
    (listed,) = served("SELECT count(*) FROM roll_dmf")[0]
    assert 0.6 < int(listed) / len(dead) < 0.9


def test_names_are_misspelt_here_and_there(served: Query, truth: Query) -> None:
    for dataset, table in (("bureau_person", "bureau_person"), ("roll_dmf", "roll_dmf")):
        key = "tahoe_id" if table == "bureau_person" else "rowid"
        people = dict(
            truth("SELECT record_ref, person_id FROM truth_record WHERE dataset = ?", dataset)
        )
        surnames = set(truth("SELECT person_id, surname FROM truth_name"))
        rows = served(f"SELECT {key}, last FROM {table}")  # noqa: S608
        odd = [last for ref, last in rows if (people[str(ref)], last) not in surnames]
        assert 0 < len(odd) < 0.08 * len(rows)


@pytest.mark.parametrize(
    ("sql", "pattern"),
    [
        ("SELECT grantee FROM property_sales", r"[A-Z0-9' &.-]+"),
        ("SELECT owner_1 FROM roll_property", r"[A-Z0-9' &.-]+"),
        ("SELECT agent_name FROM roll_sunbiz WHERE agent_type = 'P'", r"[A-Z0-9' -]+, [A-Z0-9 ]+"),
        ("SELECT phone FROM bureau_phone", r"\(\d{3}\) 555-01\d\d"),
        ("SELECT dob FROM bureau_person", r"(\d{1,2}/\d{1,2}/\d{4})?"),
        ("SELECT filed FROM roll_sunbiz", r"(0[1-9]|1[0-2])[0-3]\d(19|20)\d\d"),
        ("SELECT status FROM court_case", r"OPEN|CLOSED"),
        ("SELECT deed_date FROM roll_property", r"\d{4}-\d\d-\d\d"),
    ],
)
def test_columns_look_as_their_publisher_writes_them(served: Query, sql: str, pattern: str) -> None:
    values = [value for (value,) in served(sql)]
    assert values
    assert [v for v in values if not re.fullmatch(pattern, v)] == []


def test_joint_owners_are_written_in_one_field(served: Query) -> None:
    owners = [g for (g,) in served("SELECT grantee FROM property_sales WHERE grantee LIKE '%&%'")]
    assert len(owners) > 20
    short = [o for o in owners if len(o.split(" & ")[1].split()) <= 2]
    assert short, "a surname that both share is said once"


def test_both_chapters_of_bankruptcy_are_filed_and_some_are_open(served: Query) -> None:
    kinds = dict(served("SELECT case_type, count(*) FROM court_case GROUP BY 1"))
    assert {"BANKRUPTCY CH 7", "BANKRUPTCY CH 13", "JUDGMENT", "LIEN", "CIVIL"} <= kinds.keys()
    (open_ones,) = served(
        "SELECT count(*) FROM court_case WHERE status = 'OPEN' AND case_type LIKE 'BANKR%'"
    )[0]
    assert int(open_ones) > 3
