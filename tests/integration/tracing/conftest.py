"""A tracing desk over each engine's case file: fake sources, the real gate, model and books."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from candidates import make_record
from fakes import FakeConnector, FixedClock, inline_fan_out
from orders import SUBJECT, TODAY, make_card, make_order
from sqlalchemy import update

from config.default_model import TRACE_MODEL
from config.reliability import shipped_reliability
from config.waterfall import WaterfallFile, Waterfalls, waterfalls
from connectors.sandbox.fiction import NUMBERS
from jobs.worker import LeaseTerms, Workplace
from matching.rank.candidates import Thresholds
from matching.rank.ranking import Limits
from matching.score.person_model import load_model
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.tables.orders import trace_order
from skiptrace.compliance.gate import Gate
from skiptrace.compliance.policy.policy import Policy
from skiptrace.model.account import Account, NextAction, ReturnedMail
from skiptrace.model.card import ConnectorCard, Cost
from skiptrace.model.contact_check import CHECKED_KINDS
from skiptrace.model.order import OrderState, TraceOrder
from skiptrace.model.record import SourceRecord
from skiptrace.model.waterfall import StepOutcome, Tier
from skiptrace.tracing.ask import Asker, Patience
from skiptrace.tracing.checking import Checking
from skiptrace.tracing.confidence import Confidence
from skiptrace.tracing.facts import FactReader
from skiptrace.tracing.findings import FindingMaker, FindingPolicy
from skiptrace.tracing.following import Following
from skiptrace.tracing.resolve import Resolver
from skiptrace.tracing.restraint import Restraint
from skiptrace.tracing.run import Run, RunBudget
from skiptrace.tracing.screens import Screens
from skiptrace.tracing.state import Known, OrderTrace
from skiptrace.tracing.trace import Tracer
from tests.laws import POLICY
from tests.postgres import database

FREE = make_card(id="register", lineage="register", cost=Cost(), purposes=frozenset({"PUB"}))
PAID = make_card(id="broker", cost=Cost(per_hit=Decimal("0.10")))
TERMS = LeaseTerms(timedelta(minutes=5), timedelta(seconds=30))
PAID_TIER = Tier("paid", ("broker",))
FREE_TIER = Tier("free", ("register",))
TIERS = [
    {"name": "free", "connectors": ["register"]},
    {"name": "paid", "connectors": ["broker"]},
]
WATERFALLS = waterfalls(
    WaterfallFile.model_validate(
        {
            "locate": {"stop_when": ["address"], "stop_probability": 0.95, "tiers": TIERS},
            "assets": {"stop_when": [], "stop_probability": 0.95, "tiers": TIERS},
            "actions": {
                "full_trace": {"tiers": ["free", "paid"]},
                "verify_forward": {"tiers": ["free"]},
                "repair_address": {"tiers": ["free", "paid"], "stop_when": ["address"]},
                "corroborate_death": {"tiers": ["free"]},
                "no_trace": {"tiers": []},
            },
        }
    )
)


def hers(ref: str = "R-1", **facts: Any) -> SourceRecord:
    """A record of the usual subject with her number; the connector names itself in it."""
    return make_record("unnamed", ref, ssn="900112233", **facts)


def entry_of(
    number: str = "10001",
    action: NextAction = NextAction.FULL_TRACE,
    **changes: Any,
) -> AccountEntry:
    """An open account whose mail came back; its ids are left to the case file."""
    account = Account("", number, creditor="Prairie Card Bank", status="open", state="TX")
    mail = ReturnedMail("", "NIXIE", "A", action, TODAY, undelivered=False)
    subject = replace(SUBJECT, id="")
    return replace(AccountEntry(account, subject, returned_mail=mail), **changes)


@dataclass
class Desk:
    """What the tests of tracing work with; `run` gives the objects of one process, anew."""

    case: CaseFile
    keyring: Keyring
    folder: Path
    clock: FixedClock = field(default_factory=FixedClock)
    pause: Callable[[float], None] | None = None
    waterfalls: Waterfalls = WATERFALLS
    terms: LeaseTerms = TERMS
    day_budgets: Mapping[str, Decimal] = field(default_factory=dict)
    checkers: Sequence[FakeConnector] = ()
    policy: Policy = POLICY

    @property
    def gate(self) -> Gate:
        return Gate(self.policy, self.clock, self._fingerprint, self.case.permits)

    def asker(self, *connectors: FakeConnector, fan_out: Callable[..., Any] | None = None) -> Asker:
        known = {connector.card.id: connector for connector in connectors}
        patience = Patience(60, self.terms.late.total_seconds(), self.pause or self.clock.pause)
        how = (fan_out or inline_fan_out, self.clock, patience, self.restraint)
        return Asker(self.case, self.gate, known, *how)

    @property
    def restraint(self) -> Restraint:
        """What holds sources back; by itself no source has a budget."""
        return Restraint(self.case, self.clock, {}, self.day_budgets)

    @property
    def workplace(self) -> Workplace:
        """Where the desk's workers work; their locks lie beside the case file's test."""
        return Workplace(self.case, self.folder, self.clock, self.terms)

    @contextmanager
    def run(self, budget: str = "100", fund: str = "test") -> Iterator[Run]:
        """One run of one worker."""
        with self.workplace.at_work() as worker:
            yield Run(worker, RunBudget(Decimal(budget), fund))

    def tracer(self, *connectors: FakeConnector) -> Tracer:
        resolver = Resolver(
            load_model(TRACE_MODEL),
            Limits(Thresholds(accept=0.95, review=0.30)),
            self._maker([connector.card for connector in connectors]),
            self.policy,
            Screens({}, accept=0.95),
        )
        asker = self.asker(*connectors)
        cards = [connector.card for connector in connectors]
        by_trade_name = any(card.by_trade_name and not card.cost.is_paid for card in cards)
        following = Following(self._fingerprint, self.clock, by_trade_name)
        own = (resolver, self.checking(*self.checkers))
        return Tracer(self.case, asker, *own, self.waterfalls, following, _note, self.clock)

    def checking(self, *checkers: FakeConnector) -> Checking:
        """What checks contact points at these fakes, phones and addresses in their order."""
        plan = {
            kind: tuple(one.card.id for one in checkers if kind in one.card.checks)
            for kind in CHECKED_KINDS
        }
        known = {one.card.id: one for one in checkers}
        own = (self.gate, known, plan, self.clock, self.restraint, NUMBERS.phones)
        return Checking(self.case, *own)

    def trace(
        self,
        orders: Sequence[TraceOrder],
        *connectors: FakeConnector,
        known: Mapping[str, Known] | None = None,
        budget: str = "100",
    ) -> list[OrderTrace]:
        """One run over these orders."""
        with self.run(budget) as run:
            self.hold(run, orders)
            return self.tracer(*connectors).trace(orders, run, known or {})

    def hold(self, run: Run, orders: Sequence[TraceOrder]) -> None:
        """Let the run's worker hold the orders, whatever became of them."""
        claimed = {"state": OrderState.CLAIMED.value, "worker": run.lease.worker}
        with self.case.write() as tx:
            ids = [order.id for order in orders]
            tx.execute(update(trace_order).where(trace_order.c.id.in_(ids)).values(claimed))

    def placed(self, entry: AccountEntry | None = None, **changes: Any) -> TraceOrder:
        """A placed order on an account that was taken in."""
        taken = self.taken_in(entry or entry_of())
        about = {"account": taken.account, "subject": taken.subject, "holds": taken.holds}
        order = make_order(id=f"order-{taken.account.number}", **{**about, **changes})
        with self.case.write() as tx:
            assert self.case.orders.place(tx, [order]) == 1
        return order

    def taken_in(self, entry: AccountEntry) -> AccountEntry:
        """The account as the case file reads it back."""
        with self.case.write() as tx:
            self.case.accounts.add(tx, [entry])
            read = self.case.accounts.find(tx, entry.account.number)
        assert read is not None
        return read

    def state(self, order: TraceOrder) -> OrderState:
        """How the case file says that the order stands."""
        with self.case.read() as tx:
            return self.case.orders.states(tx, [order.id])[order.id]

    def steps(self, order: TraceOrder) -> list[StepOutcome]:
        """The stored steps."""
        with self.case.read() as tx:
            return self.case.steps.for_order(tx, order.id)

    def _fingerprint(self, data: bytes) -> str:
        return self.keyring.index("fingerprint", data.hex()).hex()

    def _maker(self, cards: Iterable[ConnectorCard]) -> FindingMaker:
        cards = list(cards)
        return FindingMaker(
            FactReader(NUMBERS.phones, {card.id: card.jurisdiction for card in cards}),
            Confidence(shipped_reliability(), {card.id: card.lineage for card in cards}),
            FindingPolicy(verified=0.90, fresh_years=3),
            self._fingerprint,
        )


def _note(trace: OrderTrace) -> str:
    return f"{len(trace.steps)} steps"


@pytest.fixture
def desk(case: CaseFile, keyring: Keyring, tmp_path: Path) -> Desk:
    """A desk over an empty case file."""
    return Desk(case, keyring, tmp_path / "workers")


@pytest.fixture
def sqlite_desk(tmp_path: Path, empty_sqlite: Path, keyring: Keyring) -> Iterator[Desk]:
    """A desk over SQLite only, for what does not depend on the engine."""
    case = open_case_file(f"sqlite:///{shutil.copy(empty_sqlite, tmp_path / 'desk.db')}", keyring)
    yield Desk(case, keyring, tmp_path / "workers")
    case.close()


@pytest.fixture(params=["sqlite", "postgres", "fleet"])
def night_desk(request: pytest.FixtureRequest, tmp_path: Path, keyring: Keyring) -> Iterator[Desk]:
    """A desk whose nights are worked off by their own process, on each engine, or by a fleet."""
    from tests.integration.tracing.fleets import FleetDesk

    folder = tmp_path / "workers"
    with ExitStack() as stack:
        if request.param == "sqlite":
            like = request.getfixturevalue("empty_sqlite")
            url = f"sqlite:///{shutil.copy(like, tmp_path / 'desk.db')}"
        else:
            server = request.getfixturevalue("postgres_server")
            kind = "empty_postgres" if request.param == "postgres" else "empty_fleet"
            url = stack.enter_context(database(server, request.getfixturevalue(kind)))
        case = stack.enter_context(closing(open_case_file(url, keyring)))
        if request.param == "fleet":
            yield FleetDesk(case, keyring, folder, url=url)
        else:
            yield Desk(case, keyring, folder)
