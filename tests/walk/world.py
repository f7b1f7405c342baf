"""The walk's installation: the real acts over a real case file, and sources that say what is told.

Every question that reaches a source is judged by the oracle at that moment, before it is answered.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fakes import START, FakeConnector, Reply

from config.acts import acts_of
from config.settings import Settings, WriteBackSettings
from connectors.registry import discover
from connectors.sandbox.demo.installation import demo_waterfall
from jobs.reporting import ReportWriter
from skiptrace.acts.account_state import StateReader
from skiptrace.acts.accounts import AccountsReader
from skiptrace.acts.office import Office
from skiptrace.app.build import desk
from skiptrace.app.installation import Installation, utc_now
from skiptrace.app.sources import Sources
from skiptrace.casefile.case import CaseFile, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.users import Entry
from skiptrace.model.actor import Actor, Role, User
from skiptrace.model.dates import PartialDate
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.model.record import Indicator, Provenance, Reported, SourceRecord
from skiptrace.model.subject import EntityKind
from skiptrace.model.waterfall import Outcome
from tests.laws import POLICY
from tests.walk.oracle import OpenHold, Oracle, Use
from tests.walk.people import BY_SURNAME, LEDGER, Person

COURT, BUREAU, ROLL = "county_court", "enformion_person", "sandbox_property_sales"
USERS = tuple(
    User(f"usr_{n}", f"Walker {n}", roles, date(2026, 1, 1))
    for n, roles in enumerate(
        (
            frozenset({Role.COLLECTOR}),
            frozenset({Role.LEGAL}),
            frozenset({Role.COMPLIANCE}),
            frozenset({Role.SERVICE, Role.ADMINISTRATOR}),
            frozenset({Role.COLLECTOR, Role.LEGAL, Role.COMPLIANCE}),
        )
    )
)


class Leak(AssertionError):
    """Something left that the oracle forbids."""


@dataclass
class Answers:
    """What each source says of one person, until it is told otherwise."""

    is_found: bool = True
    has_parcel: bool = True
    is_dead: bool = False
    is_bankrupt: bool = False
    knows_home: bool = True
    court: Outcome | None = None


@dataclass
class World:
    """One installation with its people; `count` says what happened, so that nothing is vacuous."""

    folder: Path
    case: CaseFile
    keyring: Keyring
    oracle: Oracle = field(default_factory=Oracle)
    answers: dict[Person, Answers] = field(default_factory=dict)
    roles: dict[str, frozenset[Role]] = field(default_factory=dict)
    count: Counter[str] = field(default_factory=Counter)
    meanwhile: Callable[[], None] | None = None
    """What happens while the next single question of a tier is answered."""
    found: dict[tuple[str, str, Person], None] = field(default_factory=dict)
    """(account, code, debtor) that an answer told of, held once its tier is over."""
    settled: set[tuple[str, str, Person]] = field(default_factory=set)
    """(account, code, debtor) that a person released knowing of it."""
    tier: str = ""

    @property
    def office(self) -> Office:
        settings = Settings(
            waterfall=Path("waterfall.toml"),
            plugins={"sandbox": {"dir": "town"}},
            writeback=WriteBackSettings(location="writeback", two_persons=3),
        )
        installation = Installation(settings, self.folder, self.folder / "skiptrace.toml")
        rest = (POLICY, acts_of(None), utc_now, self.sources)
        return Office(installation, self.case, self.keyring, *rest)

    @property
    def reader(self) -> AccountsReader:
        return AccountsReader(self.case, StateReader(POLICY, CARDS, utc_now().date()))

    @property
    def desk(self) -> ReportWriter:
        return desk(POLICY, CARDS)

    def actor(self, n: int) -> Actor:
        user = USERS[n]
        return Actor(user.id, user.name, self.roles[user.id])

    @contextmanager
    def sources(self, installation: Installation, _: CaseFile | None) -> Iterator[Sources]:
        connectors = {
            one: FakeConnector(CARDS[one], lambda inquiry, one=one: self.reply(one, inquiry))
            for one in (COURT, BUREAU, ROLL)
        }
        yield Sources(connectors, CARDS, {one: one for one in connectors})

    def reply(self, source: str, inquiry: Inquiry) -> Reply:
        """Judge the question, then answer it."""
        if self.tier != source:
            self.end_tier()
            self.tier = source
        person = BY_SURNAME[inquiry.fields.names[0].surname]
        order = self._order(inquiry)
        use = Use.ASSETS if order.scope is Scope.ASSETS else Use.TRACE
        number = order.account.number
        if why := self.oracle.why_not(use, number, person, order.matter):
            raise Leak(f"{source} was asked for {use} on {number} in spite of {why}")
        self.count[f"asked for {use}"] += 1
        if self.meanwhile is not None and source != ROLL:
            happen, self.meanwhile = self.meanwhile, None
            happen()
        return self._said(source, person, number)

    def end_tier(self) -> None:
        """What the tier's answers told of is held from here on."""
        for number, code, person in self.found:
            alike = [h for h in self.oracle.holds if (h.number, h.code) == (number, code)]
            if not any(hold.of in (None, person) for hold in alike):
                self.oracle.holds.append(OpenHold(code, number, person))
                self.count["held by an answer"] += 1
        self.found.clear()
        self.tier = ""

    def _said(self, source: str, person: Person, number: str) -> Reply:
        says = self.answers.setdefault(person, Answers())
        if source == COURT:
            if says.court is not None:
                return Reply(outcome=says.court, reason="SourceUnavailable: 503")
            if not says.is_bankrupt:
                return Reply()
            self._find(number, "BK13-OPEN", person)
            return Reply((_record(source, person, indicators=(_BANKRUPTCY,)),))
        if source == ROLL:
            return Reply(
                (_record(source, person, indicators=(_parcel(person),)),) * says.has_parcel
            )
        if says.is_dead:
            self._find(number, "DEC-SUSP", person)
        return Reply((_bureau(person, says),) * (says.is_found or says.is_dead))

    def _find(self, number: str, code: str, person: Person) -> None:
        """Remember that an answer tells of it; whoever released it knowing of it is believed."""
        if (number, code, person) not in self.settled:
            self.found[number, code, person] = None

    def _order(self, inquiry: Inquiry) -> TraceOrder:
        with self.case.read() as tx:
            order = self.case.orders.get(tx, inquiry.permit.order_id)
        assert order is not None
        return order


CARDS = {i: one.card for i, one in discover(plugins=["sandbox"]).cards.items()}
_SEEN = PartialDate(2026, 10, 1)
_BANKRUPTCY = Indicator(
    FindingKind.BANKRUPTCY,
    "bankruptcy case",
    "26-10001",
    PartialDate(2026, 3, 1),
    {"chapter": "13", "status": "open"},
)


def _parcel(person: Person) -> Indicator:
    detail = {"owner_1": f"{person.surname} {person.name.given}", "county": "Hillsborough"}
    about = (FindingKind.REAL_PROPERTY, "parcel", person.parcel)
    return Indicator(*about, PartialDate(2024, 1, 5), detail)


def _record(source: str, person: Person, **changes: object) -> SourceRecord:
    ref = f"{source}-{person.n}"
    about = Provenance(source, "1", ref, START, "0" * 64, "$", "")
    facts: dict[str, object] = {
        "names": (person.name,),
        "dob": person.dob,
        "ssn": person.ssn,
        "addresses": (Reported(person.home, None, _SEEN),),
    }
    return SourceRecord(source, ref, EntityKind.PERSON, about, **{**facts, **changes})  # type: ignore[arg-type]


def _bureau(person: Person, says: Answers) -> SourceRecord:
    home = (Reported(person.home, None, PartialDate(2022)),) * says.knows_home
    return _record(
        BUREAU,
        person,
        addresses=(*home, Reported(person.place, _SEEN, _SEEN)),
        phones=(Reported(person.phone, _SEEN, _SEEN, "landline"),),
        emails=(Reported(person.email, _SEEN, _SEEN),),
        death=PartialDate(2025, 5, 3) if says.is_dead else None,
    )


def new_world(folder: Path, empty: Path, keyring: Keyring) -> World:
    """An installation in a new folder over a copy of an empty case file, its accounts taken in."""
    folder.mkdir(parents=True)
    (folder / "waterfall.toml").write_text(demo_waterfall(), encoding="utf-8")
    case = open_case_file(f"sqlite:///{shutil.copy(empty, folder / 'case.db')}", keyring)
    world = World(folder, case, keyring)
    with case.write() as tx:
        for user in USERS:
            world.roles[user.id] = user.roles
            case.users.enter(tx, user, Entry(utc_now(), user.id))
        case.accounts.add(tx, [entry for debt in LEDGER.debts for entry in debt.entries()])
    return world
