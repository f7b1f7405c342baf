"""How a night stands: told while it runs by another process, and by a code for a monitor."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from skiptrace.app.build import nightly, tracer, workplace
from skiptrace.app.installation import Installation
from skiptrace.app.sources import open_sources
from skiptrace.casefile.order_turns import Ending
from skiptrace.casefile.runs import StartedRun
from skiptrace.cli.session import opened
from skiptrace.model.order import OrderState, Scope
from tests.campaigns.killed_nightly import SMALL_CHUNKS
from tests.installation import DAY, Site, begin_anew, take_in_first
from tests.nights import BUREAU, PATHS, SOON, bill, faulty_night
from tests.postgres import database

FEW = 16
LITE = 'url = "sqlite:///skiptrace.db"'


@pytest.fixture(params=["sqlite", "postgres"])
def waiting(request: pytest.FixtureRequest, tmp_path: Path, ready: Site) -> Iterator[Site]:
    """A site on each engine whose accounts are taken in, in chunks of three."""
    changes = SMALL_CHUNKS | SOON
    if request.param == "sqlite":
        yield taken_in(ready.copy(tmp_path / "site", changes))
        return
    with database(request.getfixturevalue("postgres_server")) as url:
        yield taken_in(ready.copy(tmp_path / "site", changes | {LITE: f'url = "{url}"'}))


def taken_in(site: Site) -> Site:
    begin_anew(site)
    take_in_first(site, FEW)
    return site


def status(site: Site) -> Any:
    return site.json("status")


def checked(site: Site, code: int) -> str:
    return site.run("status", "--check", code=code).stdout.decode()


def until(wanted: Callable[[], bool]) -> None:
    late = time.monotonic() + 60
    while not wanted():
        assert time.monotonic() < late, "it never came to that"
        time.sleep(0.02)


def test_a_night_is_seen_while_it_runs_and_called_for_when_it_was_killed(waiting: Site) -> None:
    site = waiting
    before = status(site)
    assert before["night"] is None and before["workers"] == []
    assert "all is well" in checked(site, 0), "nothing was ever begun"
    assert "no run of the nightly batch yet" in site.run("status").stdout.decode()

    stuck = site.folder / "stuck.json"
    stuck.write_text(json.dumps({PATHS[BUREAU]: [{"kind": "timeout", "seconds": 60, "nth": 6}]}))
    with site.served(stuck), site.start("nightly", "--as-of", DAY) as running:
        try:
            until(lambda: len(bill(site)) == 6)
            seen = status(site)
            words = site.run("status").stdout.decode()
            assert running.poll() is None, "it is under way all the while"
            assert "under way, 1 at work" in words and "an estimate" in words
            assert "all is well" in checked(site, 0)
        finally:
            running.send_signal(signal.SIGKILL)
            running.communicate()
    night = seen["night"]
    assert (night["as_of"], night["is_under_way"], night["ended"]) == (DAY, True, None)
    orders = night["orders"]
    in_hand = orders["todo"] + orders["claimed"]
    assert orders["placed"] == in_hand + sum(orders["ended"].values())
    assert orders["claimed"] > 0 and orders["todo"] > 0, "it is at one chunk of several"
    assert orders["ended_lately"] == sum(orders["ended"].values()) > 0
    assert night["estimate"]["seconds"] > 0 and "estimate" in night["estimate"]["words"]
    assert sum(tier["steps"] for tier in night["tiers"]) > 0
    assert {source["source"] for source in night["sources"]} > {BUREAU}
    assert all(source["lately"] == source["answers"] for source in night["sources"])
    assert (night["budget"]["in_doubt"], float(night["budget"]["ceiling"])) > (0, 0)
    (worker,), (run,) = seen["workers"], night["runs"]
    assert (worker["pulse"], worker["is_run"], worker["id"]) == ("alive", True, run["id"])

    expire(site)
    words = checked(site, 1)
    assert "failing: run" in words and "start `skiptrace nightly`" in words
    assert "the next run gives back what it holds" in words
    lost = status(site)["night"]
    assert [run["state"] for run in lost["runs"]] == ["lost"] and not lost["is_under_way"]

    whole = site.json("runs", "show", lost["runs"][0]["id"])
    assert (whole["state"], whole["report"]) == ("lost", None)
    assert sum(whole["orders"].values()) == sum(orders["ended"].values()) + orders["claimed"]
    assert sum(tier["steps"] for tier in whole["tiers"]) == sum(t["steps"] for t in night["tiers"])
    (cost,) = whole["costs"]
    assert (cost["source"], cost["calls"]) == (BUREAU, len(bill(site)))
    assert cost["in_doubt"] > 0 and float(cost["ceiling"]) > 0 < float(cost["spent"])
    shown = site.run("runs", "show", whole["id"]).stdout.decode()
    assert "Orders that it had last" in shown and "Paid calls that it made" in shown

    summary = faulty_night(site, {}).summary
    ended = status(site)
    assert ended["night"]["orders"]["todo"] == ended["night"]["orders"]["claimed"] == 0
    assert [run["state"] for run in ended["night"]["runs"]] == ["lost", "ended"]
    money = {name: float(summary["money"][name]) for name in ("budget", "left")}
    assert float(ended["night"]["budget"]["left"]) == money["left"] < money["budget"]
    assert sum(ended["night"]["orders"]["ended"].values()) == orders["placed"]
    assert ended["workers"] == [] and "all is well" in checked(site, 0)
    site.run("audit", "verify")


def expire(site: Site) -> None:
    """As if the lease of every open worker had run out a moment ago."""
    with opened(str(site.config)) as session, session.case.write() as tx:
        now = session.office.clock()
        for one in session.case.workers.open(tx):
            session.case.workers.renew(tx, one.id, now, now - timedelta(seconds=1))


def test_figures_are_those_of_the_summary(traced: Site) -> None:
    """The night of the shared site, which ended: the same counts, by source and by state."""
    (run,) = traced.json("runs", "list")
    report, night = run["report"], status(traced)["night"]
    ended = {state: n for state, n in night["orders"]["ended"].items() if n}
    assert ended == report["orders"] and night["orders"]["placed"] == report["placed"]
    told = {s["connector_id"]: s for s in report["sources"]}
    steps = sum(tier["steps"] for tier in night["tiers"])
    counted = ("hits", "no_hits", "refusals", "blocked", "failures", "in_doubt", "pending")
    counted += ("skipped",)
    assert steps == sum(s[name] for s in told.values() for name in counted)
    bureau = next(s for s in night["sources"] if s["source"] == BUREAU)
    assert bureau["outcomes"].get("hit", 0) == told[BUREAU]["hits"]
    assert float(night["budget"]["spent"]) == float(report["cost"])


Spoil = Callable[[Any, str], None]


def begun(session: Any, worker: str, ago: timedelta, lease: timedelta) -> None:
    now = session.office.clock()
    with session.case.write() as tx:
        session.case.workers.begin(tx, worker, now - ago, now + lease)
        run = StartedRun(worker, "batch", date.fromisoformat(DAY), now - ago)
        session.case.runs.begin(tx, run)


def still(session: Any, worker: str) -> None:
    """A run at work for an hour that holds an order and ends none."""
    begun(session, worker, timedelta(hours=1), timedelta(minutes=5))
    with session.case.write() as tx:
        assert session.case.orders.claim(tx, worker, 3, Scope.LOCATE)


def late(session: Any, worker: str) -> None:
    begun(session, worker, timedelta(minutes=9), timedelta(seconds=20))


def parked(session: Any, worker: str) -> None:
    begun(session, worker, timedelta(hours=1), timedelta(minutes=5))
    with session.case.write() as tx:
        session.case.orders.claim(tx, worker, 3, Scope.LOCATE)
        (first, *_) = tx.exec_driver_sql("SELECT id FROM trace_order WHERE state = 'claimed'")
        ending = Ending(OrderState.PARKED, session.office.clock(), "a test")
        session.case.orders.finish(tx, [first[0]], ending, worker)


@pytest.mark.parametrize(
    ("spoil", "code", "words"),
    [
        (still, 1, "failing: no order ended in the last 15 minutes and no source answered"),
        (late, 4, "is its process stopped"),
        (parked, 4, "look: 1 orders of this night are parked: see `skiptrace orders list`"),
    ],
)
def test_a_monitor_is_told_what_is_wrong(
    tmp_path: Path, few: Site, spoil: Spoil, code: int, words: str
) -> None:
    site = few.copy(tmp_path / "site")
    place(site)
    with opened(str(site.config)) as session:
        spoil(session, "ab" * 16)
    assert words in checked(site, code)


def place(site: Site) -> None:
    """The orders of a night, placed and not traced."""
    with site.served(), opened(str(site.config)) as session:
        place_in = session.installation
        with open_sources(place_in) as sources:
            run = tracer(place_in, session.case, session.keyring, sources)
            asked = ("usr_x", date.fromisoformat(DAY))
            assert nightly(place_in, session.case, run, asked).plan.place(None) > 3


def test_a_source_that_fails_is_named_while_it_does(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site", SMALL_CHUNKS)
    faulty_night(site, {BUREAU: [{"kind": "503", "every": 1}]})
    words = checked(site, 4)
    assert f"look: {BUREAU}: it failed or refused and is not asked before 20" in words


def test_a_word_that_cannot_be_read_is_no_good_sign(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site")
    (site.folder / "skiptrace.db").unlink()
    site.run("status", "--check", code=1)
    site.run("status", "--check", "--watch", "5", code=2)


def test_looking_on_is_one_event_however_long(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site")
    before = len(site.run("audit", "export").stdout.splitlines())
    site.run("status", "--watch", "1")
    events = [json.loads(line) for line in site.run("audit", "export").stdout.splitlines()]
    new = [one for one in events[before:] if one["text"].startswith("status.show")]
    assert len(new) == 1


def test_the_terms_of_a_worker_are_the_settings(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site", SOON)
    with opened(str(site.config)) as session:
        terms = workplace(Installation.load(site.config), session.case).terms
    assert terms.lease == timedelta(seconds=60)
