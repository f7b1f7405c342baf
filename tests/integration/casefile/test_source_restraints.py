"""Places in the limits of a source and its pause hold for every process on one case file."""

from __future__ import annotations

import multiprocessing
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from connectors.engine.transport.http import Call, HttpClient, Site
from connectors.kit.loopback import Says, provider
from connectors.pace import LONGEST_WAIT, Pace
from skiptrace.app.installation import utc_now
from skiptrace.app.places import CasePlaces
from skiptrace.casefile.case import CaseFile, create_case_file, open_case_file
from skiptrace.casefile.key_file import create_key_file, read_key_file
from skiptrace.model.card import Limit
from skiptrace.model.errors import CaseFileUnavailable, QuotaExhausted, SourceUnavailable
from skiptrace.model.places import Over, Terms
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.integration.casefile.samples import NOW

SECOND = timedelta(seconds=1)


def terms(*limits: Limit) -> Terms:
    return Terms("bureau", limits, 5.0)


class Calls:
    """When a source counts calls, by the places that were given: from their begin to their end."""

    def __init__(self, case: CaseFile, limits: Sequence[Limit]) -> None:
        self._case, self._terms = case, terms(*limits)
        self._chance = random.Random(5)
        self._over: list[Over] = []
        self._ended: datetime | None = None
        self.times: list[datetime] = []

    def take(self, now: datetime) -> float:
        """Seconds until a place may be free; 0 when one was taken, its calls made and answered."""
        over = [replace(one, ago=one.ago + (now - NOW).total_seconds()) for one in self._over]
        with self._case.write() as tx:
            place = self._case.places.take(tx, self._terms, now, LONGEST_WAIT, over)
        self._over = []
        if not place.calls:
            return place.wait
        answered = self._chance.choice((0.0, 0.2, 1.5))
        lost = self._chance.random() < 0.1
        late = self._terms.unknown if lost else place.hold + answered
        began = [self._chance.random() * late for _ in range(place.calls)]
        self.times += [now + SECOND * seconds for seconds in began]
        ago = -(now - NOW).total_seconds() - max(began)
        which = (0, place.calls) if lost else (place.calls, 0)
        self._over.append(Over(place.name, *which, ago))
        return max(began)

    def most_in(self, limit: Limit) -> int:
        """The most calls that any window of the limit holds."""
        width = timedelta(seconds=limit.seconds)
        times = sorted(self.times)
        return max(sum(start <= t <= start + width for t in times) for start in times)


@pytest.mark.parametrize(
    "limits",
    [
        [Limit(1, 2)],
        [Limit(5, 1), Limit(50, 60), Limit(60, 86400)],
        [Limit(40, 1)],
        [Limit(40, 1), Limit(100, 30)],
        [Limit(3, 0.2), Limit(7, 1)],
    ],
    ids=str,
)
def test_no_window_ever_holds_more_than_its_limit(case: CaseFile, limits: list[Limit]) -> None:
    """However late the source counts a call, and where nobody knows whether it did."""
    chance, now, calls = random.Random(5), NOW, Calls(case, limits)
    for _ in range(60):
        now += SECOND * chance.choice((0, 0, 0.01, 0.3, 2.5))
        try:
            now += SECOND * calls.take(now)
        except QuotaExhausted:
            now += SECOND * 10
    assert len(calls.times) >= min(limit.calls for limit in limits)
    for limit in limits:
        assert calls.most_in(limit) <= limit.calls
    with case.read() as tx:
        for used in case.places.used(tx, "bureau", limits, now):
            assert 0 <= used.calls <= used.limit.calls
        assert all(used.calls == 0 for used in case.places.used(tx, "other", limits, now))


def test_a_day_that_is_used_up_gives_no_place_until_it_is_over(case: CaseFile) -> None:
    day, given = terms(Limit(3, 86400)), []
    for _ in range(3):
        with case.write() as tx:
            given.append(case.places.take(tx, day, NOW, LONGEST_WAIT))
    with case.write() as tx:
        case.places.end(tx, day, NOW, [Over(one.name, 1, 0, 0.0) for one in given])
    for hours in (0, 12, 23.9):
        now = NOW + timedelta(hours=hours)
        with case.write() as tx, pytest.raises(QuotaExhausted):
            case.places.take(tx, day, now, LONGEST_WAIT)
        with case.read() as tx:
            assert case.places.room(tx, "bureau", day.limits, now, LONGEST_WAIT) == 0
    with case.write() as tx:
        later = case.places.take(tx, day, NOW + timedelta(days=1, seconds=1), LONGEST_WAIT)
    assert later.calls == 1


@pytest.mark.parametrize(
    ("told", "seconds", "is_free"),
    [
        ([(1, 0)], 1.1, True),
        ([(0, 0)], 0, True),
        ([(0, 1)], 1.1, False),
        ([(0, 1)], 2 * 5.0 + 1.1, True),
        ([], 1.1, False),
        ([], 2 * 5.0 + 0.9, False),
        ([], 2 * 5.0 + 1.1, True),
    ],
    ids=["answered", "never left", "lost", "lost long ago", "silent", "silent longer", "long ago"],
)
def test_a_place_counts_until_its_end_is_known_or_none_can_come(
    case: CaseFile, told: Sequence[tuple[int, int]], seconds: float, is_free: bool
) -> None:
    one = terms(Limit(1, 1))
    with case.write() as tx:
        name = case.places.take(tx, one, NOW, LONGEST_WAIT).name
    with case.write() as tx:
        case.places.end(tx, one, NOW, [Over(name, *which, 0.0) for which in told])
    with case.write() as tx:
        place = case.places.take(tx, one, NOW + SECOND * seconds, LONGEST_WAIT)
    assert (bool(place.calls), place.wait > 0) == (is_free, not is_free)


def ask_often(places: tuple[str, str, str]) -> None:
    """What one worker process does: ask the source until it may no more."""
    case_url, key_file, address = places
    case = open_case_file(case_url, read_key_file(Path(key_file)))
    pace = Pace(terms(Limit(20, 3600)), CasePlaces(case, utc_now))
    client = HttpClient(Site(address, {}, 20.0), pace)
    for _ in range(30):
        try:
            client.ask_once(Call("GET", "/rows", "GET /rows"))
        except QuotaExhausted:
            break
    client.rest()
    case.close()


def test_two_processes_together_make_no_more_calls_than_the_source_allows(
    case_url: str, tmp_path: Path
) -> None:
    """The source counts: twenty an hour are twenty, however many ask, and after a restart too."""
    create_case_file(case_url, create_key_file(tmp_path / "keys")).close()
    spawn = multiprocessing.get_context("spawn")
    with provider(lambda asked: Says()) as source:
        for count in (2, 1):
            place = (case_url, str(tmp_path / "keys"), source.url)
            workers = [spawn.Process(target=ask_often, args=(place,)) for _ in range(count)]
            for worker in workers:
                worker.start()
            for worker in workers:
                worker.join(120)
            assert [worker.exitcode for worker in workers] == [0] * count
        assert len(source.asked) == 20


def test_where_the_limits_cannot_be_read_nothing_leaves(
    case: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object) -> None:
        raise CaseFileUnavailable("gone")

    monkeypatch.setattr(case.places, "take", down)
    pace = Pace(terms(Limit(2, 1)), CasePlaces(case, lambda: NOW))
    with pytest.raises(SourceUnavailable, match="nothing leaves"):
        pace.place()


REFUSED = Answer("", Outcome.BLOCKED, reason="SourceRefused: our credentials were refused (401)")
DOWN = Answer("", Outcome.FAILED, reason="SourceUnavailable: the source failed (503)")
MARK = ("bureau", "one address")


@pytest.mark.parametrize(
    ("answer", "pauses"),
    [(REFUSED, (60, 120, 240, 360, 360)), (DOWN, (5, 10, 20, 40, 80))],
    ids=["refused", "down"],
)
def test_a_pause_is_longer_each_time_and_one_worker_asks_after_it(
    case: CaseFile, answer: Answer, pauses: Sequence[int]
) -> None:
    now = NOW
    for times, minutes in enumerate(pauses, 1):
        with case.write() as tx:
            case.pauses.begin(tx, MARK, answer, now)
            case.pauses.begin(tx, MARK, answer, now + SECOND)
            pause = case.pauses.all(tx)["bureau"]
            assert (pause.until - now, pause.times) == (timedelta(minutes=minutes), times)
            assert not case.pauses.try_again(tx, pause, now + SECOND)
            now = pause.until
            assert case.pauses.try_again(tx, pause, now)
            assert not case.pauses.try_again(tx, pause, now)
            assert not case.pauses.try_again(tx, case.pauses.all(tx)["bureau"], now)
    with case.write() as tx:
        assert case.pauses.end(tx, "bureau")
        assert not case.pauses.end(tx, "bureau")
        case.pauses.begin(tx, MARK, answer, now)
        assert case.pauses.all(tx)["bureau"].times == 1


def test_a_pause_of_another_installation_of_the_source_is_no_earlier_one(case: CaseFile) -> None:
    with case.write() as tx:
        case.pauses.begin(tx, MARK, REFUSED, NOW)
        case.pauses.begin(tx, ("bureau", "another address"), replace(DOWN), NOW)
        [pause] = case.pauses.all(tx).values()
    assert (pause.mark, pause.times, pause.reason) == ("another address", 1, DOWN.reason)
