"""Two workers of a fleet at once: budgets, limits of several windows and pauses hold for both.

The provider counts what reaches it, and is the judge.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from fakes import FakeConnector, FakeProvider, FixedClock, Script, SettlingConnector, says

from jobs.execution.plan import Plan
from skiptrace.casefile.case import open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.task_queue import backlog
from skiptrace.model.card import ConnectorCard, Limit
from skiptrace.model.errors import QuotaExhausted
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.order import OrderState
from skiptrace.model.places import Over, terms_of
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.run import RUN_BUDGET, SOURCE_BUDGET, SOURCE_LIMIT
from tests.integration.tracing.conftest import FREE, PAID
from tests.integration.tracing.fleets import FleetDesk
from tests.integration.tracing.test_batches import FORM, counts, execution
from tests.integration.tracing.test_source_restraints import HOME, REFUSED, filled
from tests.postgres import database

ACCOUNTS, WORKERS = 8, 2
HOUR, WEEK = 3600, 7 * 86400
DIME = Decimal("0.10")


@dataclass
class Provider(FakeProvider):
    """Counts every question that reaches it, refused or answered."""

    asked: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Paced(SettlingConnector):
    """Takes a place in its card's limits for each call, as the engine's connectors do."""

    def __init__(
        self, card: ConnectorCard, script: Script, provider: Provider, desk: FleetDesk
    ) -> None:
        super().__init__(card, script, provider)
        self._desk = desk

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        for inquiry in inquiries:
            try:
                self._take_a_place()
            except QuotaExhausted as error:
                yield Answer(inquiry.id, Outcome.FAILED, reason=f"QuotaExhausted: {error}")
                continue
            with self.provider.lock:
                self.provider.asked += 1
            yield from super().search([inquiry], leave)

    def _take_a_place(self) -> None:
        if not self.card.limits:
            return
        case, now, terms = self._desk.case, self._desk.clock(), terms_of(self.card)
        with case.write() as tx:
            place = case.places.take(tx, terms, now, 120)
        if not place.calls:
            raise QuotaExhausted("the test's clock stands still")
        with case.write() as tx:
            case.places.end(tx, terms, now, [Over(place.name, 1, 0, 0.0)])


class Meeting(FakeConnector):
    """A free register at whose first question the workers meet, so that both are at work."""

    def __init__(self, at_once: threading.Barrier) -> None:
        self._left = [at_once]
        super().__init__(FREE, says(), witness=self._meet)

    def _meet(self, _: Inquiry) -> None:
        if self._left:
            self._left.pop().wait(60)


@dataclass
class Both:
    """A desk for each of two workers, over one case file, clock and provider."""

    url: str
    keyring: Keyring
    folder: Path
    provider: Provider = field(default_factory=Provider)

    @contextmanager
    def desk(self, clock: FixedClock, budgets: Mapping[str, Decimal]) -> Iterator[FleetDesk]:
        """A desk with connections of its own."""
        with closing(open_case_file(self.url, self.keyring)) as case:
            yield FleetDesk(
                case, self.keyring, self.folder, clock, day_budgets=budgets, url=self.url
            )


@pytest.fixture
def both(
    postgres_server: str, empty_fleet: str, keyring: Keyring, tmp_path: Path
) -> Iterator[Both]:
    with database(postgres_server, empty_fleet) as url:
        yield Both(url, keyring, tmp_path / "workers")


def night_of_two(
    both: Both, desk: FleetDesk, card: ConnectorCard, script: Script, budget: str
) -> int:
    """A night of the desk's day that both work off at once; how many questions came."""
    before = both.provider.asked
    form = replace(FORM, as_of=desk.clock().date())
    plan = Plan(desk.case, form, frozenset(), desk.clock)
    desk.planned(plan, execution(desk), frozenset({"broker"}), Decimal(budget))
    with desk.case.read() as tx:
        tasks = sum(one.waiting for one in backlog(tx))
    at_once = threading.Barrier(min(tasks, WORKERS))

    def works(_: int) -> None:
        with both.desk(desk.clock, desk.day_budgets) as own:
            broker = Paced(card, script, both.provider, own)
            own.worked_off(execution(own, Meeting(at_once), broker), Decimal(budget))

    with ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(works, range(WORKERS)))
    assert counts(desk).keys() <= {OrderState.DONE, OrderState.INCOMPLETE}
    return both.provider.asked - before


def rules(desk: FleetDesk) -> set[str]:
    with desk.case.read() as tx:
        ids = [i for state in OrderState for i in desk.case.orders.ended_as(tx, state)]
        return {s.rule for steps in desk.case.steps.for_orders(tx, ids).values() for s in steps}


@pytest.mark.parametrize(
    ("run_budget", "day_budgets", "calls", "rule"),
    [
        ("0.30", {}, 3, RUN_BUDGET),
        ("100", {"broker": Decimal("0.20")}, 2, SOURCE_BUDGET),
        ("100", {}, ACCOUNTS, ""),
    ],
    ids=["night", "source's day", "neither"],
)
def test_no_budget_is_exceeded_together(
    both: Both, run_budget: str, day_budgets: dict[str, Decimal], calls: int, rule: str
) -> None:
    with both.desk(FixedClock(), day_budgets) as desk:
        filled(desk, ACCOUNTS)
        assert night_of_two(both, desk, PAID, says(HOME), run_budget) == calls
        assert both.provider.billed == calls * DIME
        assert not rule or rule in rules(desk)


def test_no_window_of_the_limits_is_exceeded_together(both: Both) -> None:
    card = replace(PAID, limits=(Limit(3, HOUR), Limit(4, WEEK)))
    with both.desk(FixedClock(), {}) as desk:
        filled(desk, ACCOUNTS)
        assert night_of_two(both, desk, card, says(HOME), "100") == 3, "of an hour"
        assert counts(desk)[OrderState.INCOMPLETE] == ACCOUNTS - 3
        desk.clock.move(timedelta(days=1))
        assert night_of_two(both, desk, card, says(HOME), "100") == 1, "of a week"
        desk.clock.move(timedelta(days=8))
        assert night_of_two(both, desk, card, says(HOME), "100") == 3
        assert SOURCE_LIMIT in rules(desk)
        assert sorted(both.provider.sold.values()) == [1] * 7


def test_a_source_that_refuses_one_worker_is_left_alone_by_the_other(both: Both) -> None:
    with both.desk(FixedClock(), {}) as desk:
        filled(desk, ACCOUNTS)
        asked = night_of_two(both, desk, PAID, REFUSED, "100")
        assert asked <= 2 * WORKERS, "no more than the chunks that were under way"
        assert counts(desk) == {OrderState.INCOMPLETE: ACCOUNTS}
        answered = []
        for _ in range(2):
            desk.clock.move(timedelta(days=1))
            answered.append(night_of_two(both, desk, PAID, says(HOME), "100"))
        assert answered[0] > 0 and sum(answered) == ACCOUNTS, "one tries first, then all ask"
