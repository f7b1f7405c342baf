"""A house that collects: the real acts over a real case file, on a day of the test's choice.

Files are taken in, accounts traced, held, written back, reported and asked about as a user does it;
only the sources are scripted. What each act says is told in one short line.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from fakes import FakeConnector, Reply, Script

from config.acts import acts_of
from config.settings import Settings, WriteBackSettings
from skiptrace.acts.account_state import StateReader
from skiptrace.acts.accounts import AccountsReader
from skiptrace.acts.office import Office
from skiptrace.app.fiction import Scene
from skiptrace.app.installation import Installation
from skiptrace.app.places import CasePlaces
from skiptrace.app.policy import policy_of
from skiptrace.app.sent_files import CaseSentFiles
from skiptrace.app.sources import Shared, Sources, cards, connector_of, registry_of
from skiptrace.casefile.case import CaseFile, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.users import Entry
from skiptrace.model.actor import Actor, Role, User
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Connector
from tests.lawful.clock import ShiftedClock

COURT, DEATHS, HEADER = "county_court", "death_master_file", "bureau_batch"
REPORT, ROLL, VEHICLES = "experian_credit_profile", "county_property_roll", "state_vehicles"
ASKED = (COURT, DEATHS, HEADER, REPORT, ROLL, VEHICLES)
RUN = date(2026, 11, 23)
MATTER = "26-CV-118"
WATERFALL = f"""
[locate]
stop_when = []
stop_probability = 0.95

[[locate.tiers]]
name = "screen"
screens = true
connectors = ["{DEATHS}", "{COURT}"]

[[locate.tiers]]
name = "public"
connectors = ["{ROLL}"]

[[locate.tiers]]
name = "bought"
connectors = ["{HEADER}"]

[[locate.tiers]]
name = "report"
connectors = ["{REPORT}", "{VEHICLES}"]

[assets]
stop_when = []
stop_probability = 0.95

[[assets.tiers]]
name = "screen"
screens = true
connectors = ["{DEATHS}", "{COURT}"]

[[assets.tiers]]
name = "public"
connectors = ["{ROLL}"]

[actions]
full_trace = {{ tiers = ["screen", "public", "bought", "report"] }}
verify_forward = {{ tiers = ["screen", "public"] }}
repair_address = {{ tiers = ["screen", "public", "bought"] }}
corroborate_death = {{ tiers = ["screen"] }}
no_trace = {{ tiers = [] }}
wait = {{ tiers = [] }}
person_review = {{ tiers = [] }}

[checks]
phone = []
address = []
"""
_VEHICLES = """
id = "state_vehicles"
version = "1"
title = "Vehicle records of a state (fictional)"
publisher = "a state's department of motor vehicles"
jurisdiction = "US-TX"
kind = "rest"
recipient = "data_broker"
lineage = "state-vehicles"
accepts = ["names", "dob"]
requires = [["names.surname"]]
yields = ["vehicle", "address"]
purposes = ["DPPA-B3", "DPPA-B4"]
verified = "none"
no_match = "absent"
coverage = "vehicles that are registered"
base_url = "https://vehicles.example.com"

[rest]
path = "/owners"
auth = { kind = "none" }
paging = { kind = "none", size = 50 }
rows = "owners"
reference = "plate"
required = ["plate", "owner"]
asks = [{ params = { last = "{surname}" } }]

[[rest.parties]]
whole = "owner"
kind = "person"
"""
HEADINGS = (
    "account number", "creditor", "account status", "debt origin", "opened", "debt state",
    "balance", "role", "first name", "last name", "dob", "ssn", "address", "city", "state", "zip",
    "return code list", "return code", "return date", "holds",
)  # fmt: skip
PERSON = {
    "first name": "DANA", "last name": "HOLLOWAY", "dob": "1961-05-17", "ssn": "900112201",
    "address": "12 GARNET ST", "city": "AUSTIN", "state": "TX", "zip": "78701",
}  # fmt: skip
DEBT = {
    "account number": "10001", "creditor": "Prairie Card Bank", "account status": "open",
    "debt origin": "credit", "opened": "2022-02-03", "debt state": "TX", "balance": "4210.00",
    "role": "primary", "return code list": "NIXIE", "return code": "A",
    "return date": "2026-11-10", "holds": "",
}  # fmt: skip
OTHERS: Mapping[str, Mapping[str, str]] = {
    "J. Doe": {
        "first name": "JORDAN", "last name": "DOEBERRY", "dob": "1966-08-02", "ssn": "900445501",
        "address": "12 GARNET ST", "city": "AUSTIN", "state": "TX", "zip": "78701",
    },
}  # fmt: skip


def row(**changes: str) -> dict[str, str]:
    """A row of a creditor's file about Dana Holloway; a column's blanks are written as `_`."""
    return {**PERSON, **DEBT, **{name.replace("_", " "): value for name, value in changes.items()}}


def joint(who: str, **changes: str) -> dict[str, str]:
    """A row that names somebody else as a further obligor of that account."""
    return {**row(**changes), **OTHERS[who], "role": "co_obligor"}


@dataclass
class House:
    """One installation; `says` is what each source answers, by the surname asked for."""

    folder: Path
    case: CaseFile
    keyring: Keyring
    clock: ShiftedClock
    settings: Settings
    says: dict[str, Script] = field(default_factory=dict)
    asked: list[tuple[str, Inquiry]] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)

    @property
    def installation(self) -> Installation:
        return Installation(self.settings, self.folder, self.folder / "skiptrace.toml")

    @property
    def office(self) -> Office:
        rest = (policy_of(self.installation), acts_of(None), self.clock, self.sources)
        return Office(self.installation, self.case, self.keyring, *rest)

    @property
    def reader(self) -> AccountsReader:
        states = StateReader(self.office.policy, cards(self.installation), self.today)
        return AccountsReader(self.case, states)

    @property
    def today(self) -> date:
        return self.clock().date()

    def counsel(self, file: str, text: str) -> None:
        """Let counsel's table of that file say this, signed a while ago."""
        signed = 'signed = { by = "A. Counsel", on = 2026-01-05 }\n'
        (self.folder / "counsel" / file).write_text(signed + text, encoding="utf-8")

    @contextmanager
    def sources(self, installation: Installation, _: CaseFile | None) -> Iterator[Sources]:
        """The scripted sources, and in their place those that the settings enable."""
        known = cards(installation)
        connectors: dict[str, Connector] = {
            one: FakeConnector(known[one], lambda inquiry, one=one: self._reply(one, inquiry))
            for one in ASKED
        }
        for one in installation.settings.sources:
            shared = Shared(
                CasePlaces(self.case, self.clock),
                CaseSentFiles(self.case, self.clock),
                self.case.permits.check,
            )
            about = (installation, registry_of(installation), one, Scene(), shared)
            connectors[one] = connector_of(*about)
        yield Sources(connectors, known, {one: one for one in connectors})

    def _reply(self, source: str, inquiry: Inquiry) -> Reply:
        self.asked.append((source, inquiry))
        script = self.says.get(source)
        return script(inquiry) if script is not None else Reply()

    def actor(self, *roles: str, name: str = "") -> Actor:
        """Somebody of these roles, registered when first named."""
        name = name or "/".join(roles)
        if name not in self.users:
            user = User(f"usr_{len(self.users)}", name, frozenset(map(Role, roles)), date.min)
            with self.case.write() as tx:
                self.case.users.enter(tx, user, Entry(self.clock(), user.id))
            self.users[name] = user
        user = self.users[name]
        return Actor(user.id, user.name, user.roles)

    def events(self) -> list[dict[str, Any]]:
        """The audit trail."""
        with self.case.read() as tx:
            return list(self.case.audit.export(tx))


def open_house(folder: Path, empty: Path, keyring: Keyring, clock: ShiftedClock) -> House:
    """A house in a new folder, over a copy of an empty case file."""
    (folder / "sources" / VEHICLES).mkdir(parents=True)
    (folder / "counsel").mkdir()
    (folder / "waterfall.toml").write_text(WATERFALL, encoding="utf-8")
    (folder / "sources" / VEHICLES / "card.toml").write_text(_VEHICLES, encoding="utf-8")
    case = open_case_file(f"sqlite:///{shutil.copy(empty, folder / 'case.db')}", keyring)
    settings = Settings(
        waterfall=Path("waterfall.toml"),
        policy=Path("counsel"),
        plugins={"sandbox": {"dir": "town"}},
        writeback=WriteBackSettings(location="writeback"),
    )
    return House(folder, case, keyring, clock, settings)
