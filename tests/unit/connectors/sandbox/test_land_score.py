"""The score of listed parcels: held, sold, never theirs, each against the truth."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from connectors.sandbox.land_score import Listing, ReportedParcel, score_land
from connectors.sandbox.town.tables import read_sql
from tests.tables import each

TODAY = date(2026, 11, 22)
HELD, UNSURE, GONE = Listing.HELD, Listing.UNCONFIRMED, Listing.CONVEYED
TITLES = [
    ("me", "has", "2019-01-01", "", "sale", 1, 0),
    ("me", "unknown", "2019-01-01", "", "sale", 0, 0),
    ("me", "sold", "2019-01-01", "2022-01-01", "sale", 1, 1),
    ("me", "quietly", "2019-01-01", "2026-06-01", "sale", 1, 0),
    ("me", "again", "2010-01-01", "2012-01-01", "sale", 1, 1),
    ("me", "again", "2015-01-01", "", "sale", 1, 0),
    ("me", "tomorrow", "2015-01-01", "2026-11-23", "sale", 1, 0),
    ("other", "theirs", "2015-01-01", "", "sale", 1, 0),
]


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    path = tmp_path / "truth.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(read_sql("town/truth.sql"))
        connection.executemany("INSERT INTO truth_title VALUES (?,?,?,?,?,?,?)", TITLES)
        accounts = [("1", "me", 0, 1, 1, "", ""), ("2", "other", 0, 1, 1, "", "")]
        connection.executemany("INSERT INTO truth_account VALUES (?,?,?,?,?,?,?)", accounts)
        connection.commit()
    return path


def test_what_is_not_reported_is_left_out(truth: Path) -> None:
    score = score_land(truth, [], ["1"], TODAY)
    assert (score.accounts, score.held, score.left_out, score.sold) == (1, 3, 3, 1)
    assert score.faults == ("1 again left out", "1 has left out", "1 tomorrow left out")
    assert (score.never, score.unseen, score.sold_as_held) == (0, 0, 0)


@each(
    ("parcel", "listing", "counts"),
    [
        ("has", HELD, {"held": 1}),
        ("has", UNSURE, {"held_unsure": 1}),
        ("has", GONE, {"held_gone": 1}),
        ("again", HELD, {"held": 1}),
        ("tomorrow", HELD, {"held": 1}),
        ("sold", HELD, {"sold_held": 1, "fault": 1}),
        ("sold", UNSURE, {"sold_unsure": 1}),
        ("sold", GONE, {"sold_gone": 1}),
        ("quietly", HELD, {"unseen": 1}),
        ("quietly", GONE, {}),
        ("unknown", HELD, {}),
        ("theirs", HELD, {"never": 1, "fault": 1}),
        ("theirs", UNSURE, {}),
    ],
)
def test_one_parcel_in_the_report(
    truth: Path, parcel: str, listing: Listing, counts: dict[str, int]
) -> None:
    score = score_land(truth, [ReportedParcel("1", parcel, listing)], ["1"], TODAY)
    faults = [words for words in score.faults if "left out" not in words]
    seen = {
        "held": score.held_as[HELD],
        "held_unsure": score.held_as[UNSURE],
        "held_gone": score.held_as[GONE],
        "sold_held": score.sold_as_held,
        "sold_unsure": score.sold_as[UNSURE],
        "sold_gone": score.sold_as[GONE],
        "unseen": score.unseen,
        "never": score.never,
        "fault": len(faults),
    }
    assert {name: count for name, count in seen.items() if count} == counts
    assert score.left_out == score.held - sum(score.held_as.values())


def test_accounts_that_were_not_asked_for_are_not_scored(truth: Path) -> None:
    score = score_land(truth, [], ["2"], TODAY)
    assert (score.held, score.sold) == (1, 0)


def test_without_a_truth_there_is_no_score(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        score_land(tmp_path / "truth.sqlite", [], [], TODAY)
