"""A night worked off by `skiptrace worker` processes: handed on, shared, stopped, killed, told."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from skiptrace.app.installation import Installation
from skiptrace.cli.session import opened
from skiptrace.model.order import OrderState
from tests.campaigns.killed_nightly import SMALL_CHUNKS
from tests.findings import findings_of
from tests.installation import DAY, Site, begin_anew, take_in_first
from tests.nights import BUREAU, PATHS, SOON, bill, faulty_night

FEW = 24
LITE = 'url = "sqlite:///skiptrace.db"'
FLEET = {"chunk = 3": 'chunk = 3\nexecutor = "fleet"'}


@pytest.fixture
def site(tmp_path: Path, ready: Site, postgres_url: str) -> Site:
    """A site of a fleet whose accounts are taken in, in chunks of three, with its queue."""
    changes = SMALL_CHUNKS | SOON | {LITE: f'url = "{postgres_url}"'}
    site = ready.copy(tmp_path / "site", changes).changed(FLEET)
    begin_anew(site)
    take_in_first(site, FEW)
    return site


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory, ready: Site) -> Site:
    """The same accounts, traced in peace by one process."""
    site = ready.copy(tmp_path_factory.mktemp("calm") / "site", SMALL_CHUNKS | SOON)
    take_in_first(site, FEW)
    faulty_night(site, {})
    return site


@contextmanager
def handed_on(site: Site, faults: dict[str, Any]) -> Iterator[Site]:
    """The site with its queue and its night handed on, its providers failing as told."""
    book = site.folder / "faults.json"
    book.write_text(json.dumps(faults))
    with site.served(book):
        said = site.run("worker", "--setup").stderr.decode()
        assert "the queue of the fleet: made" in said
        assert "there already" in site.run("worker", "--setup").stderr.decode()
        said = site.run("nightly", "--as-of", DAY).stdout.decode()
        assert "orders handed on to the fleet" in said
        yield site


@contextmanager
def queue(site: Site) -> Iterator[psycopg.Connection]:
    """A connection of one's own to the queue's tables."""
    url = Installation.load(site.config).case_url
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    path = "-c search_path=skiptrace_fleet,public"
    with psycopg.connect(plain, autocommit=True, options=path) as base:
        yield base


def until(wanted: Callable[[], bool]) -> None:
    late = time.monotonic() + 90
    while not wanted():
        assert time.monotonic() < late, "it never came to that"
        time.sleep(0.05)


def orders(site: Site) -> dict[OrderState, int]:
    with opened(str(site.config)) as session, session.case.read() as tx:
        return session.case.orders.counts(tx)


def left(site: Site) -> int:
    counts = orders(site)
    return counts[OrderState.TODO] + counts[OrderState.CLAIMED]


def ended(running: subprocess.Popen[bytes], number: int) -> int:
    """The exit code of a process that was told so, or was killed."""
    running.send_signal(number)
    _, said = running.communicate(timeout=90)
    assert b"Traceback" not in said, said.decode()
    return running.returncode


def is_as(site: Site, calm: Site) -> None:
    assert len(set(bill(site))) == len(bill(site)) == len(bill(calm))
    assert findings_of(site) == findings_of(calm)
    site.run("audit", "verify")


def test_two_workers_share_a_night_and_the_status_tells_of_it(site: Site, calm: Site) -> None:
    with handed_on(site, {}):
        status = site.json("status")
        waiting = status["night"]["orders"]["todo"]
        assert status["night"]["is_under_way"] and waiting == status["night"]["orders"]["placed"]
        queue = {"queue": "trace", "waiting": -(-waiting // 3), "in_hand": 0, "failed": 0}
        assert status["fleet"] == {"processes": 0, "queues": [queue]}
        said = site.run("status", "--check", code=1).stdout.decode()
        assert "no worker is heard of: start `skiptrace worker`" in said

        first, second = site.start("worker"), site.start("worker", "--concurrency", "2")
        until(lambda: left(site) == 0)
        until(lambda: site.json("status")["fleet"]["processes"] == 2)
        said = site.run("status").stdout.decode()
        assert "Fleet: 2 worker processes are heard of" in said and "ended" in said
        assert [ended(one, signal.SIGTERM) for one in (first, second)] == [0, 0]
        assert site.json("status")["fleet"] == {"processes": 0, "queues": []}
        assert "all is well" in site.run("status", "--check", code=0).stdout.decode()
    is_as(site, calm)
    (run,) = site.json("runs", "list")
    whole = site.json("runs", "show", run["id"])
    assert whole["report"]["handed_on"] == sum(whole["orders"].values()) == waiting
    assert sum(cost["calls"] for cost in whole["costs"]) == len(bill(site))
    assert "ok   fleet" in site.run("doctor").stdout.decode()


def test_told_to_stop_a_worker_ends_its_chunk_and_takes_no_other(site: Site, calm: Site) -> None:
    slow = {PATHS[BUREAU]: [{"kind": "timeout", "seconds": 2, "nth": 1}]}
    with handed_on(site, slow):
        before = left(site)
        running = site.start("worker")
        until(lambda: len(bill(site)) >= 1)
        assert ended(running, signal.SIGTERM) == 0
        counts = orders(site)
        assert counts[OrderState.CLAIMED] == 0
        assert 0 < before - counts[OrderState.TODO] <= 6, "of eight chunks it ended those in hand"
        site.run("worker", "--once")
        assert left(site) == 0
    assert len(set(bill(site))) == len(bill(site)) == len(bill(calm))


def test_what_a_killed_worker_held_and_a_lost_queue_are_found_again(site: Site, calm: Site) -> None:
    stuck = {PATHS[BUREAU]: [{"kind": "timeout", "seconds": 60, "nth": 2}]}
    with handed_on(site, stuck):
        running = site.start("worker")
        until(lambda: len(bill(site)) == 2)
        assert ended(running, signal.SIGKILL) == -signal.SIGKILL
        with queue(site) as base:
            base.execute("DELETE FROM procrastinate_jobs")
        assert left(site) > 0
        site.run("worker", "--once")
        until(lambda: not site.run("worker", "--once").returncode and left(site) == 0)
    is_as(site, calm)


STALLED = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)
VALUES ('trace', 'trace', '{"orders": [], "night": "2026-11-22"}', 'doing'),
       ('tend', 'tend', '{"timestamp": 0}', 'doing')
"""
"""Tasks of a process that was pruned: nobody's, and in hand for ever."""
LOST = "SELECT count(*) FROM procrastinate_jobs WHERE worker_id IS NULL OR task_name = 'trace'"
CUT_OFF = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND datname = current_database()
"""


def test_cut_off_a_worker_connects_again_and_lost_tasks_do_not_stay(site: Site) -> None:
    with handed_on(site, {}), queue(site) as base:
        running = site.start("worker")
        until(lambda: left(site) == 0)
        base.execute(STALLED)
        base.execute(CUT_OFF)
        until(lambda: base.execute(LOST).fetchone() == (0,))
        assert site.json("status")["fleet"]["processes"] == 1
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=90)
        assert running.returncode == 0


def test_a_worker_needs_a_fleet(site: Site) -> None:
    said = site.run("worker", "--once", code=1).stderr.decode()
    assert "the fleet has no queue yet: run `skiptrace worker --setup`" in said
    assert "FAIL fleet" in site.run("doctor", "--ready", code=1).stdout.decode()
    said = site.run("worker", "--queues", "trace,post", code=2).stderr.decode()
    assert "post: expected of trace, collect, settle" in said
    site.changed({'executor = "fleet"': 'executor = "embedded"'})
    said = site.run("worker", code=1).stderr.decode()
    assert 'nightly.executor: expected "fleet"' in said


def test_a_queue_of_another_release_is_made_anew_and_filled_again(site: Site) -> None:
    with handed_on(site, {}):
        with opened(str(site.config)) as session, session.case.write() as tx:
            tx.exec_driver_sql("COMMENT ON SCHEMA skiptrace_fleet IS 'procrastinate 2.0.0'")
        said = site.run("worker", "--once", code=1).stderr.decode()
        assert "procrastinate 2.0.0 made the fleet's queue" in said
        site.run("worker", "--setup")
        site.run("worker", "--once")
        assert left(site) == 0


def test_without_the_extra_it_says_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "procrastinate", None)
    said = site.run("nightly", "--as-of", DAY, code=1).stderr.decode()
    assert "pip install 'skiptrace[fleet]'" in said
