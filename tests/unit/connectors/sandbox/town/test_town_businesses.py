"""The town's businesses: what makes them hard to trace, what registers say, which of them owe."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import pairwise

import pytest

from connectors.sandbox.build import TownSummary

Query = Callable[..., list[tuple[str, ...]]]
Row = dict[str, str]
OF_PEOPLE = ("first_name", "last_name", "suffix", "former_last_name", "dob", "ssn", "phone")
NOBODYS_EIN = r"((0[789]|1[789]|2[89]|49|69|7[089]|89)-\d{7})?"
LEGAL_FORM = re.compile(
    r"\W*\b(LLC|L\.L\.C|INC(ORPORATED)?|CORP(ORATION)?|P\.?A)\.?$", re.IGNORECASE
)


@pytest.fixture(scope="module")
def rows(town: TownSummary) -> list[Row]:
    with (town.folder / "intake/returned_mail.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def owed(truth: Query) -> dict[str, str]:
    """Account number of a business -> its entity id."""
    return dict(truth("SELECT account_number, entity_id FROM business_account"))


def core(name: str) -> str:
    return LEGAL_FORM.sub("", name).upper()


def test_a_fifth_of_the_accounts_are_of_businesses_and_proprietors(
    owed: dict[str, str], truth: Query
) -> None:
    parts = Counter(part for (part,) in truth("SELECT part FROM truth_account"))
    assert len(owed) + parts["proprietor"] == 60
    assert parts["consumer"] == 240
    assert parts["proprietor"] >= 5
    assert 5 <= parts["guarantor"] < len(owed) / 2


def test_the_row_of_a_business_holds_nothing_of_a_person(
    rows: list[Row], owed: dict[str, str]
) -> None:
    mine = [row for row in rows if row["organization"]]
    assert [row["account_number"] for row in mine] == list(owed)
    assert [row for row in mine for column in OF_PEOPLE if row[column]] == []
    assert {row["role"] for row in mine} == {"primary"}
    assert all(
        re.fullmatch(r"((0[789]|1[789]|2[89]|49|69|7[089]|89)-\d{7})?", row["ein"]) for row in mine
    )
    assert 0.2 < sum(bool(row["ein"]) for row in mine) / len(mine) < 0.7


def test_the_creditor_knows_a_name_and_an_office_of_the_day_of_the_debt(
    rows: list[Row], owed: dict[str, str], truth: Query
) -> None:
    names, zips = defaultdict(list), defaultdict(set)
    for entity, name, since, until in truth(
        'SELECT entity_id, name, "from", "to" FROM business_name WHERE name_kind = \'legal\''
    ):
        names[entity].append((since, until or "9999", core(name)))
    for entity, code in truth("SELECT entity_id, zip5 FROM business_address"):
        zips[entity].add(code)
    other = []
    for row in (row for row in rows if row["organization"]):
        entity = owed[row["account_number"]]
        borne = {n for since, until, n in names[entity] if since <= row["opened"] <= until}
        other += [row["organization"]] if core(row["organization"]) not in borne else []
        assert row["zip"] in zips[entity]
    assert len(other) <= 4, "a slip of the finger here and there"


def test_some_creditors_know_no_name_but_the_trade_name(
    rows: list[Row], owed: dict[str, str], truth: Query
) -> None:
    trade = set(truth("SELECT entity_id, upper(name) FROM business_name WHERE name_kind = 'trade'"))
    known = [
        row
        for row in rows
        if row["organization"]
        and (owed[row["account_number"]], row["organization"].upper()) in trade
    ]
    assert known
    assert {row["dba"] for row in known} == {""}
    told = {number for (number,) in truth(
        "SELECT account_number FROM business_account WHERE scenario = 'trade name'"
    )}  # fmt: skip
    assert told <= {row["account_number"] for row in known}


def test_a_guarantor_is_on_a_second_row_and_belongs_to_the_company(
    rows: list[Row], owed: dict[str, str], truth: Query
) -> None:
    interest = set(truth("SELECT person_id, reference FROM truth_asset"))
    people = dict(
        truth("SELECT account_number, person_id FROM truth_account WHERE part = 'guarantor'")
    )
    pairs = [
        (one, two) for one, two in pairwise(rows) if one["account_number"] == two["account_number"]
    ]
    assert {two["account_number"] for _, two in pairs} == people.keys()
    for company, guarantor in pairs:
        number = company["account_number"]
        assert company["organization"]
        assert guarantor["last_name"]
        assert (company["role"], guarantor["role"]) == ("primary", "guarantor")
        assert (people[number], owed[number]) in interest
        for column in ("creditor", "balance", "opened", "holds", "account_status"):
            assert company[column] == guarantor[column]


def test_proprietors_are_people_with_a_trade_name(rows: list[Row], truth: Query) -> None:
    numbers = {
        n for (n,) in truth("SELECT account_number FROM truth_account WHERE part = 'proprietor'")
    }
    mine = [row for row in rows if row["account_number"] in numbers]
    assert all(row["dba"] and row["last_name"] and not row["organization"] for row in mine)
    assert {row["dba"] for row in rows if row["last_name"]} == {row["dba"] for row in mine} | {""}


def test_nobody_owes_twice(truth: Query) -> None:
    for table, column in (("truth_account", "person_id"), ("business_account", "entity_id")):
        assert truth(f"SELECT {column} FROM {table} GROUP BY 1 HAVING count(*) > 1") == []  # noqa: S608


@pytest.mark.parametrize(
    ("trait", "sql", "least"),
    [
        ("renamed", "name_kind = 'legal' AND \"to\" <> '' AND standing = 'Active'", 5),
        ("trades under another name", "name_kind = 'trade'", 5),
        ("dissolved", "standing = 'Voluntarily Dissolved'", 3),
        ("revoked", "standing = 'Administratively Dissolved'", 3),
        ("delinquent", "standing = 'Delinquent'", 2),
        ("of another state", "formed_in <> 'FL'", 5),
        ("chain", "kind = 'chain'", 6),
        ("franchise", "kind = 'franchise'", 10),
    ],
)
def test_the_town_has_businesses_of_every_kind(
    truth: Query, trait: str, sql: str, least: int
) -> None:
    (found,) = truth(
        f"SELECT count(DISTINCT entity_id) FROM business JOIN business_name USING (entity_id) "  # noqa: S608
        f"WHERE {sql}"
    )[0]
    assert int(found) >= least, trait


def test_no_two_active_businesses_of_the_state_share_a_name(truth: Query) -> None:
    active = truth("SELECT name FROM business WHERE formed_in = 'FL' AND ended = ''")
    shared = [n for n, count in Counter(core(name) for (name,) in active).items() if count > 1]
    assert shared == []


def test_companies_of_other_states_bear_a_name_of_the_county(truth: Query) -> None:
    of_county = {name for (name,) in truth("SELECT name FROM business WHERE formed_in = 'FL'")}
    away = [name for (name,) in truth("SELECT name FROM business WHERE formed_in <> 'FL'")]
    assert sum(name in of_county for name in away) >= 3


def test_the_commercial_agent_is_that_of_many_and_the_office_of_many(truth: Query) -> None:
    shared = truth(
        "SELECT agent, count(DISTINCT entity_id), count(DISTINCT agent_line) FROM business "
        "JOIN business_address a USING (entity_id) WHERE a.line = agent_line AND kind = 'shelf' "
        "GROUP BY 1"
    )
    [(agent, companies, lines)] = shared
    assert int(companies) >= 25
    assert int(lines) == 1
    assert agent.endswith("Corporate Service Company")


def test_a_company_that_manages_another_is_itself_a_company(served: Query, truth: Query) -> None:
    known = {name.upper() for (name,) in truth("SELECT name FROM business WHERE kind = 'chain'")}
    managers = {}
    for name, officers in served("SELECT name, officers FROM roll_sunbiz"):
        for officer in json.loads(officers):
            if name in known and officer["type"] == "C":
                managers[name] = officer["name"]
    assert set(managers.values()) <= known
    assert any(manager in managers for manager in managers.values()), "three in a row"


def test_a_merged_company_has_an_active_successor_that_the_registry_names(
    served: Query, truth: Query
) -> None:
    active = {e for (e,) in truth("SELECT entity_id FROM business WHERE ended = ''")}
    named = served("SELECT successor_id FROM business_registry WHERE status = 'Merged'")
    assert named
    assert {heir for (heir,) in named} <= active
    others = served("SELECT successor_id FROM business_registry WHERE status <> 'Merged'")
    assert {heir for (heir,) in others} == {""}


def test_a_register_that_is_late_gives_a_former_office(served: Query, truth: Query) -> None:
    last = {}
    for entity, line, until in truth(
        'SELECT entity_id, line, "to" FROM business_address ORDER BY entity_id, "from"'
    ):
        last[entity] = (line, until)
    docnos = dict(truth("SELECT docno, entity_id FROM business"))
    listed = served("SELECT docno, principal_line1 FROM roll_sunbiz")
    former = {(docno, line) for docno, line in listed if line[:5] != last[docnos[docno]][0][:5]}
    assert 0.02 * len(listed) < len(former) < 0.3 * len(listed)


def test_businesses_are_sued_and_go_bankrupt_without_a_discharge_in_chapter_7(
    served: Query, truth: Query
) -> None:
    names = {name.upper() for (name,) in truth("SELECT name FROM business_name")}
    found = served(
        "SELECT case_type, disposition, organization, line FROM court_case JOIN court_party "
        "USING (case_id) WHERE role IN ('DEFENDANT', 'DEBTOR') AND organization <> ''"
    )
    assert {kind for kind, *_ in found} == {
        "CIVIL", "JUDGMENT", "LIEN", "BANKRUPTCY CH 7", "BANKRUPTCY CH 11"
    }  # fmt: skip
    assert {organization for _, _, organization, _ in found} <= names
    assert sum(bool(line) for *_, line in found) > 0.7 * len(found)
    ended = {words for kind, words, *_ in found if kind == "BANKRUPTCY CH 7"}
    assert ended <= {"", "Dismissed", "Closed without discharge"}


def test_an_open_bankruptcy_holds_a_business_whether_the_creditor_knows_or_not(
    rows: list[Row], truth: Query
) -> None:
    held = dict(truth("SELECT account_number, held FROM business_account"))
    restrained = {n for (n,) in truth("SELECT account_number FROM business_restraint")}
    assert restrained
    assert {int(held[number]) for number in restrained} == {1}
    mine = [row for row in rows if row["organization"]]
    assert all(row["opened"] <= row["holds"][-10:] < "2026-11-22" for row in mine if row["holds"])
    told = {row["account_number"] for row in mine if "BK" in row["holds"]}
    assert {int(held[number]) for number in told} <= {1}
