"""Scoring business debtors: the right entry, another's, the agent, and nothing of a person."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from connectors.sandbox.business_score import BusinessScore, ReportedFact, score_businesses
from connectors.sandbox.town.tables import read_sql
from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import EntityKind, PostalAddress
from tests.tables import each

AGENT = PostalAddress("7 COURT ST", "TOWN", "FL", "34801")
OFFICE = PostalAddress("12 BAY ST", "TOWN", "FL", "34801")
OLD = PostalAddress("90 OLD MILL RD", "TOWN", "FL", "34802")
HEIRS = PostalAddress("5 HEIR AVE", "TOWN", "FL", "34803")
ELSEWHERE = PostalAddress("1 PEACH ST", "MACON", "GA", "31201")
ENTRY, SERVED, PLACE = FindingKind.REGISTRATION, FindingKind.REGISTERED_AGENT, FindingKind.ADDRESS
SERVED_AT, AGENCY = (("7 COURT ST", "TOWN", "FL", "34801"), ("8 COURT ST", "TOWN", "FL", "34801"))
BUSINESSES = [
    ("B1", "L1", "Bay Roofing LLC", "owned", "FL", "Merged", "2024-01-01", "B2", "P1", *SERVED_AT),
    ("B2", "L2", "Heir Roofing LLC", "owned", "FL", "Active", "", "", "Agents Inc", *AGENCY),
    ("B3", "M3", "Bay Roofing LLC", "namesake", "GA", "Active", "", "", "Agents Inc", *AGENCY),
]  # fmt: skip
ADDRESSES = [
    ("B1", "90 OLD MILL RD", "TOWN", "FL", "34802", "2019-01-01", "2021-01-01"),
    ("B1", "12 BAY ST", "TOWN", "FL", "34801", "2021-01-01", "2024-01-01"),
    ("B2", "5 HEIR AVE", "TOWN", "FL", "34803", "2019-01-01", ""),
    ("B3", "1 PEACH ST", "MACON", "GA", "31201", "2019-01-01", ""),
]
ACCOUNTS = [("1", "B1", 0, 1, "merged"), ("2", "B2", 1, 1, "moved"), ("3", "B3", 0, 0, "moved")]


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    path = tmp_path / "truth.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(read_sql("town/truth.sql"))
        for table, rows in (
            ("business", BUSINESSES),
            ("business_address", ADDRESSES),
            ("business_account", ACCOUNTS),
            ("business_restraint", [("2", "9:24-bk-1", "open"), ("2", "9:25-bk-2", "open")]),
            ("truth_name", [("P1", "SMITH", ""), ("P1", "DELGADO-RUIZ", "2020-01-01")]),
        ):
            marks = ",".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
        connection.commit()
    return path


def entry(*numbers: str, verified: bool = True) -> ReportedFact:
    return ReportedFact("1", ENTRY, verified, frozenset(numbers))


def agent(number: str, name: str, place: PostalAddress | None) -> ReportedFact:
    return ReportedFact("1", SERVED, True, frozenset({number}), name, place)


def place(address: PostalAddress) -> ReportedFact:
    return ReportedFact("1", PLACE, True, address=address)


@each(
    ("facts", "found", "unconfirmed"),
    [
        ([entry("B1"), entry("L1", verified=False)], 1, 0),
        ([entry("B1", verified=False)], 0, 1),
        ([entry("B1", verified=False), entry("B3")], 0, 1),
        ([entry("B3", verified=False)], 0, 0),
    ],
)
def test_a_right_entry_that_is_not_sure_is_unconfirmed(
    truth: Path, facts: list[ReportedFact], found: int, unconfirmed: int
) -> None:
    score = score_businesses(truth, {}, facts)
    assert (score.found, score.unconfirmed) == (found, unconfirmed)


@each(("written", "slipped"), [((), 0), (("1", "3"), 0), (("1", "2"), 1)])
def test_a_restrained_account_that_would_be_written_to_has_slipped(
    truth: Path, written: tuple[str, ...], slipped: int
) -> None:
    score = score_businesses(truth, {}, [], written)
    assert (score.restrained, score.slipped) == (1, slipped)


def counts(score: BusinessScore) -> tuple[int, ...]:
    agents = (score.agents_right, score.agents_wrong)
    return (score.found, score.wrong, *agents, score.as_person)


@each(
    ("facts", "expected"),
    [
        ([], (0, 0, 0, 0, 0)),
        ([entry("B1")], (1, 0, 0, 0, 0)),
        ([entry("L1")], (1, 0, 0, 0, 0)),
        ([entry("B2")], (1, 0, 0, 0, 0)),
        ([entry("B3")], (0, 1, 0, 0, 0)),
        ([entry("B1"), entry("M3")], (1, 1, 0, 0, 0)),
        ([entry("B1", verified=False), entry("B3", verified=False)], (0, 0, 0, 0, 0)),
        ([agent("B1", "Ann Delgado", AGENT)], (0, 0, 1, 0, 0)),
        ([agent("B1", "SMITH, ANN", AGENT)], (0, 0, 1, 0, 0)),
        ([agent("B1", "Ann Delgaod", AGENT)], (0, 0, 1, 0, 0)),
        ([agent("B1", "Ann Ruiz", AGENT)], (0, 0, 1, 0, 0)),
        ([agent("B1", "Bob Jones", AGENT)], (0, 0, 0, 1, 0)),
        ([agent("B1", "Ann Smith", OFFICE)], (0, 0, 0, 1, 0)),
        ([agent("B1", "Ann Smith", None)], (0, 0, 0, 1, 0)),
        ([agent("B3", "Agents Inc", ELSEWHERE)], (0, 0, 0, 1, 0)),
        ([place(OFFICE)], (0, 0, 0, 0, 0)),
        ([place(OLD)], (0, 0, 0, 0, 0)),
        ([place(HEIRS)], (0, 0, 0, 0, 0)),
        ([place(ELSEWHERE)], (0, 1, 0, 0, 0)),
        ([ReportedFact("1", FindingKind.DECEASED, False)], (0, 0, 0, 0, 1)),
        ([ReportedFact("1", PLACE, False, address=OFFICE, is_of_person=True)], (0, 0, 0, 0, 1)),
    ],
)  # fmt: skip
def test_facts_are_marked(
    truth: Path, facts: list[ReportedFact], expected: tuple[int, ...]
) -> None:
    score = score_businesses(truth, {"1": EntityKind.ORGANIZATION}, facts)
    assert (score.accounts, score.traceable) == (3, 1)
    assert counts(score) == expected
    assert score.by_scenario == {"merged": (1, expected[0])}
    assert bool(score.faults) == (expected[1:] != (0, 0, 0, 0) or not expected[0])


def test_a_business_that_was_taken_for_a_person_is_told(truth: Path) -> None:
    score = score_businesses(truth, {"2": EntityKind.PERSON}, [])
    assert score.as_person == 1
    assert "2 as a person" in score.faults


def test_a_fact_on_a_persons_account_is_refused(truth: Path) -> None:
    with pytest.raises(ValueError, match="no business's"):
        score_businesses(truth, {}, [ReportedFact("9", ENTRY, True)])


def test_without_a_truth_there_is_no_score(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        score_businesses(tmp_path / "none.sqlite", {}, [])
