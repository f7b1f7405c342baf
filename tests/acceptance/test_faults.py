"""Providers that fail: the night ends and says so, nothing is made up, nothing is bought twice."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from skiptrace.cli.session import opened
from tests.findings import findings_of
from tests.installation import DAY, Site
from tests.nights import (
    BUREAU,
    COURT,
    REGISTRY,
    SALES,
    SOON,
    WITHOUT_COURT,
    Faults,
    Night,
    bill,
    faulty_night,
)

NEXT_DAY = "2026-11-23"
ACCOUNTS = 23

Rule = Mapping[str, Any]


def always(kind: str, **more: Any) -> list[Rule]:
    return [{"kind": kind, "every": 1, **more}]


def once(kind: str, nth: int, **more: Any) -> Rule:
    return {"kind": kind, "nth": nth, **more}


@pytest.fixture
def fresh(tmp_path: Path, few: Site) -> Site:
    """A copy of the site with few accounts."""
    return few.copy(tmp_path / "site", SOON)


@pytest.fixture
def without_court(tmp_path: Path, few: Site) -> Site:
    """A copy of the site with few accounts whose court stays out."""
    return few.copy(tmp_path / "site", SOON | WITHOUT_COURT)


NIGHTS: dict[str, Faults] = {
    "500, truncated, HTML": {
        REGISTRY: always("500"),
        SALES: always("truncated"),
        BUREAU: always("html"),
    },
    "HTML, 429 for an hour, truncated": {
        REGISTRY: always("html"),
        SALES: always("429", retry_after=3600),
        BUREAU: always("truncated"),
    },
    "timeout, challenge, 429": {
        REGISTRY: always("timeout", seconds=0.1),
        SALES: always("challenge"),
        BUREAU: always("429", retry_after=1),
    },
}
COURTS = {
    "challenge": always("challenge"),
    "timeout": always("timeout", seconds=0.1),
    "HTML": always("html"),
    # an answer without rows has no column to rename, so an empty one stays a true no-hit
    "a renamed column": always("renamed_column"),
}


@pytest.mark.parametrize("fault", COURTS.values(), ids=COURTS)
def test_a_court_that_only_fails_keeps_every_other_source_back(
    fresh: Site, fault: list[Rule]
) -> None:
    """It is a screen: nobody is written to, nor bought, while a bankruptcy may be unknown."""
    ended = faulty_night(fresh, {COURT: fault})
    assert ended.code == 4
    court = ended.source(COURT)
    assert court["failures"] + court["blocked"] > 0
    assert (court["hits"], COURT in ended.found_by()) == (0, False)
    assert court["source"] in {failure["source"] for failure in ended.summary["failures"]}
    for later in (REGISTRY, BUREAU):
        assert ended.source(later)["calls"] <= court["no_hits"], "only where the court has nobody"
    assert len(bill(ended.site)) <= court["no_hits"]
    assert ended.summary["orders"]["incomplete"] > 0


@pytest.mark.parametrize("faults", NIGHTS.values(), ids=NIGHTS)
def test_a_source_that_only_fails_finds_nothing_and_says_so(
    without_court: Site, faults: Faults
) -> None:
    ended = faulty_night(without_court, faults)
    assert ended.code == 4
    for name in faults:
        source = ended.source(name)
        trouble = source["failures"] + source["blocked"] + source["in_doubt"]
        assert trouble == source["calls"] > 0
        assert (source["hits"], source["no_hits"]) == (0, 0)
        assert source["source"] in {failure["source"] for failure in ended.summary["failures"]}
    assert not ended.found_by() & set(faults)
    assert set(ended.summary["orders"]) <= {"done", "held", "incomplete", "in_doubt"}
    assert sum(ended.summary["orders"].values()) == ACCOUNTS
    assert len(bill(ended.site)) == len(set(bill(ended.site)))


def test_what_failed_is_asked_again_the_next_night(without_court: Site) -> None:
    site = without_court
    faults = {SALES: always("500"), BUREAU: always("429", retry_after=1)}
    first = faulty_night(site, faults)
    assert first.summary["orders"]["incomplete"] > 0
    second = faulty_night(site, {}, on=NEXT_DAY)
    assert "incomplete" not in second.summary["orders"]
    for name in faults:
        source = second.source(name)
        assert source["calls"] >= first.source(name)["calls"]
        assert source["hits"] + source["no_hits"] == source["calls"]
    assert set(faults) <= second.found_by()
    assert len(bill(site)) == len(set(bill(site)))


def test_a_renamed_column_is_a_changed_source_and_no_finding(
    tmp_path: Path, taken_in: Site
) -> None:
    """An answer without rows has no column to rename, so an empty one stays a true no-hit."""
    site = taken_in.copy(tmp_path / "site", SOON | WITHOUT_COURT)
    roll = site.folder / "sandbox" / "files" / "property_roll.csv"
    head, _, rest = roll.read_text().partition("\n")
    columns = next(csv.reader([head]))
    roll.write_text("\n".join([head.replace(columns[1], f"{columns[1]}_new", 1), rest]))
    faults = {name: always("renamed_column") for name in (REGISTRY, SALES, BUREAU)}
    renamed = {"/socrata/api/views": always("renamed_column")}
    ended = faulty_night(site, faults | renamed, "--limit", "48")
    assert ended.code == 4
    for name in (*faults, "county_property_roll"):
        source = ended.source(name)
        assert source["hits"] == 0
        assert source["failures"] > 0
        assert not ended.found_by() & {name}
    assert ended.source("county_property_roll")["no_hits"] == 0


def test_passing_trouble_of_a_free_source_is_waited_for(fresh: Site, calm: Night) -> None:
    faults = {
        REGISTRY: [once("429", 2, retry_after=1), once("timeout", 9, seconds=0.1)],
        SALES: [once("503", 3), once("500", 11)],
        COURT: [once("429", 5, retry_after=1), once("500", 11), once("expired", 17)],
    }
    ended = faulty_night(fresh, faults)
    for name in faults:
        source = ended.source(name)
        assert source["hits"] + source["no_hits"] == source["calls"]
    found = findings_of(ended.site)
    numbers = {number for number, *_ in found}
    assert len(numbers) > 10
    assert found == [one for one in findings_of(calm.site) if one[0] in numbers]


def test_a_night_without_trouble_ends_with_0(calm: Night) -> None:
    for source in calm.summary["sources"]:
        assert (source["failures"], source["in_doubt"]) == (0, 0)
    assert calm.code == 0


LOST = [once("cut", 3), once("timeout", 5, seconds=0.1), once("truncated", 7)]


@pytest.fixture(scope="module")
def in_doubt(tmp_path_factory: pytest.TempPathFactory, few: Site) -> Night:
    """A night that lost three paid answers on their way; copy its site, never change it."""
    folder = tmp_path_factory.mktemp("doubt") / "site"
    return faulty_night(few.copy(folder, SOON | WITHOUT_COURT), {BUREAU: LOST})


@pytest.mark.parametrize("day", [DAY, NEXT_DAY])
def test_a_paid_call_that_was_cut_off_is_settled_by_the_next_run(
    in_doubt: Night, tmp_path: Path, day: str
) -> None:
    site = in_doubt.site.copy(tmp_path / "site")
    billed = bill(site)
    assert in_doubt.code == 4
    assert in_doubt.source(BUREAU)["in_doubt"] == len(LOST)
    assert in_doubt.summary["orders"]["in_doubt"] == len(LOST)
    assert len(billed) == in_doubt.source(BUREAU)["calls"]

    second = faulty_night(site, {}, on=day)
    assert sorted(bill(site)) == sorted(billed)
    assert "in_doubt" not in second.summary["orders"]
    settled = second.source(BUREAU)
    assert settled["hits"] + settled["no_hits"] == len(LOST)


def test_a_person_who_asks_about_a_call_in_doubt_does_not_buy_it_again(
    without_court: Site,
) -> None:
    site = without_court
    faulty_night(site, {BUREAU: [once("cut", 1)]})
    billed = bill(site)
    number = account_in_doubt(site)
    with site.served():
        site.run("trace", number, "--as-of", DAY, code=None)
    assert sorted(bill(site)) == sorted(billed)


def account_in_doubt(site: Site) -> str:
    """The number of the one account whose order waits for a paid call to be settled."""
    with closing(sqlite3.connect(site.folder / "skiptrace.db")) as connection:
        query = "SELECT account_id FROM trace_order WHERE state = 'in_doubt'"
        ((account_id,),) = connection.execute(query).fetchall()
    with opened(str(site.config)) as session, session.case.read() as tx:
        entry = session.case.accounts.get(tx, account_id)
        assert entry is not None
        return entry.account.number
