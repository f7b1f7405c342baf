"""What the entry of a business register says, taken apart: the entry, its agent, its officers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matching.parse.address.read import normalize_address
from matching.parse.text import folded
from skiptrace.model.kinds import FindingKind
from skiptrace.model.registration import RegisteredParty, Registration
from skiptrace.model.subject import PostalAddress

NOT_NAMED = "name not given by the register"


@dataclass(frozen=True, slots=True)
class Told:
    """One fact of an entry; `key` tells it from the others of its kind in the same entry."""

    kind: FindingKind
    key: str
    value: str
    original: str
    role: str = ""


def registered(entry: Registration) -> Iterator[Told]:
    """The facts of one entry; what it does not give yields none."""
    yield Told(FindingKind.REGISTRATION, "", entry_words(entry), entry.number)
    if entry.agent is not None:
        yield _agent(entry.agent)
    for officer in entry.officers or ():
        yield _officer(officer)


def entry_words(entry: Registration) -> str:
    """The entry in one line: the name, the number, the register's word for its status."""
    parts = (entry.name, f"number {entry.number}", entry.status or "status not given")
    formed = f"formed or registered {entry.formed}" if entry.formed else ""
    return ", ".join(filter(None, (*parts, formed)))


def _agent(agent: RegisteredParty) -> Told:
    place = _place(agent.address) if agent.address else "address not given by the register"
    value = f"{agent.name or NOT_NAMED}, {place}"
    return Told(FindingKind.REGISTERED_AGENT, "", value, agent.name, agent.role)


def _officer(officer: RegisteredParty) -> Told:
    role = officer.role or "office not given"
    key = f"{folded(officer.role)}:{folded(officer.name)}".replace(" ", "-").lower()
    return Told(FindingKind.OFFICER, key, f"{officer.name}, {role}", officer.name, officer.role)


def _place(address: PostalAddress) -> str:
    normal = normalize_address(address)
    return f"{normal.delivery_line}, {normal.last_line}" if normal.key else address.one_line
