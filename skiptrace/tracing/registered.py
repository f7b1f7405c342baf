"""What the entry of a business register says, taken apart: entry, status, agent, officers.

A status is a flag and no hold: no rule bars the search for a business that was dissolved, and
whether it can still be sued and served is counsel's to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matching.parse.address.read import normalize_address
from matching.parse.text import folded
from skiptrace.model.kinds import FindingKind
from skiptrace.model.registration import RegisteredParty, Registration, Standing
from skiptrace.model.subject import PostalAddress

NOT_NAMED = "name not given by the register"


UNKNOWN_STATUS = "no table says what the register's word means: neither active nor inactive"
_MEANINGS = {
    Standing.ACTIVE: "the business exists",
    Standing.IMPAIRED: "the business exists and is not in good standing",
    Standing.INACTIVE: "the business is dissolved, revoked, withdrawn or merged away",
    Standing.UNKNOWN: "what it means is not known",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One fact of an entry; `key` tells it from the others of its kind.

    `only` says why nothing may rest on it, although the entry is the subject's.
    """

    kind: FindingKind
    key: str
    value: str
    original: str
    role: str = ""
    only: str = ""


def registered(entry: Registration) -> Iterator[Told]:
    """The facts of one entry; what it does not give yields none."""
    yield Told(FindingKind.REGISTRATION, "", entry_words(entry), entry.number)
    if entry.status:
        yield _status(entry, entry.status)
    if entry.agent is not None:
        yield _agent(entry.agent)
    for officer in entry.officers or ():
        yield _officer(officer)


def key_of(told: Told, place: str, number: str, of: str) -> str:
    """The key of a fact's finding: what two registers say alike of one organisation is one.

    An entry and its status are by their `number` in a place, an agent by the `place` whose courts
    it is served for, an officer by office and name alone. `of` names another organisation than the
    debtor, or is empty.
    """
    by = {FindingKind.REGISTERED_AGENT: place, FindingKind.OFFICER: ""}.get(told.kind, number)
    return ":".join(filter(None, (told.kind.value, of, by, told.key)))


def entry_words(entry: Registration) -> str:
    """The entry in one line: the name, the number, the register's word for its status."""
    parts = (entry.name, f"number {entry.number}", entry.status or "status not given")
    formed = f"formed or registered {entry.formed}" if entry.formed else ""
    return ", ".join(filter(None, (*parts, formed)))


def _status(entry: Registration, word: str) -> Told:
    value = f"{word}, entry {entry.number}: {_MEANINGS[entry.standing]}"
    only = UNKNOWN_STATUS if entry.standing is Standing.UNKNOWN else ""
    return Told(FindingKind.REGISTER_STATUS, "", value, word, only=only)


def _agent(agent: RegisteredParty) -> Told:
    place = _place(agent.address) if agent.address else "address not given by the register"
    value = f"{agent.name or NOT_NAMED}, {place}"
    key = f"{_words_key(agent.name)}:{_place_key(agent.address)}"
    return Told(FindingKind.REGISTERED_AGENT, key, value, agent.name, agent.role)


def _officer(officer: RegisteredParty) -> Told:
    role = officer.role or "office not given"
    key = f"{_words_key(officer.role)}:{_words_key(officer.name)}"
    return Told(FindingKind.OFFICER, key, f"{officer.name}, {role}", officer.name, officer.role)


def _words_key(text: str) -> str:
    """The words of a name or a role in any order, case and punctuation."""
    words = "".join(c if c.isalnum() else " " for c in folded(text)).lower().split()
    return "-".join(sorted(words))


def _place_key(address: PostalAddress | None) -> str:
    return normalize_address(address).key if address else ""


def _place(address: PostalAddress) -> str:
    normal = normalize_address(address)
    return f"{normal.delivery_line}, {normal.last_line}" if normal.key else address.one_line
