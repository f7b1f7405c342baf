"""A bureau that answers later, through the command line: night after night, each a new process.

The bureau's own book of jobs is the judge: a question that is submitted twice is two jobs.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from skiptrace.app.installation import utc_now
from skiptrace.casefile.schedule import DueOutcome, DueRun
from skiptrace.cli.session import opened
from tests.installation import DAY, LATER, Site
from tests.nights import BUREAU, WITHOUT_COURT, Night, night, without

DESK = "sandbox_batch_bureau"
NEXT = "2026-11-23"


def asking_the_desk(few: Site, folder: Path) -> Site:
    """A site that buys at the batch desk and nowhere else."""
    site = few.copy(folder, {**WITHOUT_COURT, **without(BUREAU)})
    tiers = site.folder / "waterfall.toml"
    tiers.write_text(tiers.read_text().replace(DESK, "co_business_entities").replace(BUREAU, DESK))
    return site.changed({LATER: ""})


def jobs(site: Site) -> Counter[str]:
    """How many jobs the desk has of each of our references."""
    with closing(sqlite3.connect(site.folder / "sandbox" / "jobs.sqlite")) as book:
        return Counter(row[0] for row in book.execute("SELECT reference FROM job"))


def served_night(site: Site, on: str) -> Night:
    """A night whose providers start with it and end with it, as all processes do."""
    with site.served():
        return night(site, on=on)


@pytest.fixture(scope="module")
def submitted(tmp_path_factory: pytest.TempPathFactory, few: Site) -> Night:
    """A site after its first night: everything is submitted, nothing has come."""
    return served_night(asking_the_desk(few, tmp_path_factory.mktemp("desk") / "site"), DAY)


def test_what_is_awaited_is_shown_with_source_and_deadline(submitted: Night) -> None:
    site, waiting = submitted.site, submitted.summary["orders"]["awaiting"]
    assert submitted.source(DESK)["pending"] == waiting == jobs(site).total() > 3
    assert submitted.code == 0
    [told] = [u for u in submitted.summary["unfinished"] if u["state"] == "awaiting"]
    assert told["count"] == waiting
    assert "answer still to come, awaited until 20" in told["why"]
    accounts = site.json("accounts", "list", "--state", "awaiting")["accounts"]
    assert len(accounts) == waiting
    why = accounts[0]["standing"]["whys"][0]
    assert (why["source"], "awaited until 20" in why["words"]) == (DESK, True)
    awaited = site.json("orders", "list")["awaited"]
    assert {one["connector_id"] for one in awaited} == {DESK}
    assert all(one["until"] > one["ask_next"] and "ticket" not in one for one in awaited)
    text = site.run("orders", "list").stdout.decode()
    assert "nothing waits for a person" in text and "Answers to come" in text


def test_answers_are_collected_by_a_later_night_and_each_is_billed_once(
    tmp_path: Path, submitted: Night
) -> None:
    site = submitted.site.copy(tmp_path / "site")
    waiting, billed = submitted.summary["orders"]["awaiting"], jobs(site)
    second = served_night(site, NEXT)
    assert second.summary["resumed"] == waiting
    assert "awaiting" not in second.summary["orders"]
    desk = second.source(DESK)
    assert desk["hits"] + desk["no_hits"] == waiting and desk["hits"] > 0
    assert DESK in second.found_by()
    assert jobs(site) == billed and set(billed.values()) == {1}
    assert site.json("orders", "list")["awaited"] == []
    site.run("audit", "verify")


def test_a_night_that_collects_reports_only_what_it_paid_and_asked_itself(
    tmp_path: Path, few: Site
) -> None:
    """The bureau was asked the night before: its answers are read again, not bought again."""
    site = few.copy(tmp_path / "site", {**WITHOUT_COURT, LATER: ""})
    tiers = site.folder / "waterfall.toml"
    words = tiers.read_text().replace(DESK, "co_business_entities")
    tiers.write_text(words.replace(f'"{BUREAU}"', f'"{BUREAU}", "{DESK}"'))
    first, second = served_night(site, DAY), served_night(site, NEXT)
    assert first.source(BUREAU)["calls"] > 0
    assert second.summary["resumed"] > 0
    assert BUREAU not in {one["connector_id"] for one in second.summary["sources"]}
    spent = sum(Decimal(one["spent"]) for one in site.json("costs")["lines"])
    told = [Decimal(run["report"]["cost"]) for run in site.json("runs", "list")]
    assert sum(told) == spent > 0
    last = site.json("runs", "list")[0]["id"]
    ended = site.json("runs", "show", last)
    asked = [tier["steps"] for tier in ended["tiers"] if tier["source"] == BUREAU]
    assert sum(asked) == second.summary["resumed"], "each step once"


COLLECTING = """
[schedule.jobs.collect]
cron = "* * * * *"
"""


def test_between_nights_the_scheduler_collects_what_is_due_and_asks_nothing(
    tmp_path: Path, submitted: Night
) -> None:
    site = submitted.site.copy(tmp_path / "site")
    site.config.write_text(site.config.read_text() + COLLECTING)
    waiting, billed = submitted.summary["orders"]["awaiting"], jobs(site)
    with opened(str(site.config)) as session, session.case.write() as tx:
        ago = utc_now() - timedelta(minutes=2)
        session.case.schedule.enter(tx, DueRun("collect", ago, 1, "none", ago), DueOutcome.BEGUN)
    with site.served():
        said = site.run("schedule", "run", "--once").stderr.decode()
    assert "collect, due" in said and "done" in said
    run = site.json("runs", "list")[0]["report"]
    assert (run["placed"], run["resumed"]) == (0, waiting)
    assert jobs(site) == billed and set(billed.values()) == {1}
    assert site.json("orders", "list")["awaited"] == []
