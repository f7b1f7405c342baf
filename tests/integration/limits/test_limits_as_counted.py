"""No window of any limit holds more calls than it may, by the clock of a provider that is late.

What leaves in time may be counted late and bunched; so a place is free again a window after the
answer came, whoever asks: threads, processes, repeated calls, crawls.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.engine.transport.http import Call, HttpClient, Site
from connectors.pace import OwnPlaces, Pace
from connectors.portal.connector import PortalConnector
from connectors.registry import discover
from skiptrace.app.installation import utc_now
from skiptrace.app.places import CasePlaces
from skiptrace.casefile.case import create_case_file, open_case_file
from skiptrace.casefile.key_file import create_key_file, read_key_file
from skiptrace.model.card import Limit
from skiptrace.model.places import Terms
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry
from tests.integration.limits.late_provider import LateProvider, serving
from tests.unit.connectors_portal.court_site import CourtSite
from tests.unit.connectors_portal.court_site import serving as serving_court

THREADS, CALLS = 4, 12
CASES = {
    "one limit": ([Limit(3, 0.2)], 0),
    "blocks": ([Limit(8, 0.2)], 0),
    "several lengths": ([Limit(4, 0.2), Limit(6, 0.5)], 0),
    "repeated calls": ([Limit(4, 0.2)], 4),
}


def ask(pace: Pace, url: str, calls: int) -> None:
    client = HttpClient(Site(url, {}, 10.0, THREADS), pace)
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(lambda _: client.ask(Call("GET", "/", "GET /")), range(calls)))
    client.rest()


def work(case_url: str, key_file: str, url: str, limits: Sequence[Limit]) -> None:
    """What one worker process does."""
    case = open_case_file(case_url, read_key_file(Path(key_file)))
    ask(Pace(Terms("late", tuple(limits), 10.0), CasePlaces(case, utc_now)), url, CALLS)
    case.close()


@pytest.mark.parametrize("name", CASES)
def test_threads_of_one_process_stay_within_it(name: str) -> None:
    limits, fails = CASES[name]
    with serving(LateProvider(late=0.2, fails=fails)) as provider:
        ask(Pace(Terms("late", tuple(limits), 10.0), OwnPlaces()), provider.url, 2 * CALLS)
    assert len(provider.times) >= 2 * CALLS
    assert provider.broken(limits) == []


@pytest.mark.parametrize("name", CASES)
def test_two_workers_on_one_case_file_stay_within_it(
    case_url: str, tmp_path: Path, name: str
) -> None:
    limits, fails = CASES[name]
    create_case_file(case_url, create_key_file(tmp_path / "keys")).close()
    spawn = multiprocessing.get_context("spawn")
    with serving(LateProvider(late=0.2, fails=fails)) as provider:
        asked = (case_url, str(tmp_path / "keys"), provider.url, limits)
        workers = [spawn.Process(target=work, args=asked) for _ in range(2)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(120)
        assert [worker.exitcode for worker in workers] == [0, 0]
    assert len(provider.times) >= 2 * CALLS
    assert provider.broken(limits) == []


class LateCourt(CourtSite):
    """A court that takes each page's call late, and counts it then."""

    late = LateProvider(late=0.2)

    def answer(self, call: str, query: str, form: str, cookie: str) -> tuple[int, str, str]:
        self.late.count()
        return super().answer(call, query, form, cookie)


def test_a_crawl_stays_within_it(tmp_path: Path) -> None:
    """robots.txt too; and what the crawl left behind holds the next one up no longer."""
    limits = (Limit(3, 0.2),)
    loaded = discover(plugins=["sandbox"]).find("county_court")
    card = replace(loaded.card, limits=limits, concurrency=4)
    court = LateCourt(robots="User-agent: *\nAllow: /\n")
    court.late = LateProvider(late=0.2)
    with serving_court(court):
        settings = SourceSettings(court.url, tmp_path, clock)
        portal = PortalConnector(replace(loaded, card=card), settings)
        for _ in range(2):
            asked = [make_inquiry(f"q{n}", name=f"Ann Quill{chr(97 + n)}") for n in range(5)]
            answers = list(portal.search(asked))
            assert {(answer.outcome, answer.reason) for answer in answers} == {(Outcome.NO_HIT, "")}
    assert len(court.late.times) >= 20
    assert court.late.broken(limits) == []
