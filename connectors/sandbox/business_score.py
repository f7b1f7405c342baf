"""Scores what a trace reported of business debtors against the truth of the sandbox's town.

The rules: an entry is right if it is the debtor's own in some register, or that of the company it
was merged into. An agent is right if he is served where the debtor's own agent is. An address is
right if the debtor had its office there at any time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz.fuzz import partial_ratio

from connectors.sandbox.marks import is_damaged_copy, product_key
from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import EntityKind, PostalAddress

_OF_PEOPLE = frozenset(
    {FindingKind.DECEASED, FindingKind.CUSTODY, FindingKind.MILITARY, FindingKind.EMPLOYER}
)

_ALIKE = 82.0
"""Least likeness, of 100, of an agent's name and one that a clerk may have made of it."""
_BUSINESSES = """
SELECT entity_id, docno, agent, agent_line, agent_city, agent_state, agent_zip5 FROM business
WHERE entity_id = ?1 OR entity_id IN (SELECT successor_id FROM business WHERE entity_id = ?1)
"""
_PLACES = """
SELECT line, city, state, zip5 FROM business_address
WHERE entity_id = ?1 OR entity_id IN (SELECT successor_id FROM business WHERE entity_id = ?1)
"""


@dataclass(frozen=True, slots=True)
class ReportedFact:
    """One finding on a business debtor as a trace reports it.

    `entries` are the numbers of the register entries that it stands in, `name` is that of an agent,
    `address` that of an address or of an agent. `is_of_person` says that some record behind it is
    a person's.
    """

    account_number: str
    kind: FindingKind
    verified: bool
    entries: frozenset[str] = frozenset()
    name: str = field(default="", repr=False)
    address: PostalAddress | None = field(default=None, repr=False)
    is_of_person: bool = False


@dataclass(frozen=True, slots=True)
class BusinessScore:
    """How a run did by business debtors; each count is of accounts.

    `traceable` are those that no status holds and some source knows; of these `found` have a
    verified entry that is right, `unconfirmed` one that is no more than a candidate, and
    `agents_right` a verified agent that is right. `wrong` are accounts with a verified entry or
    address of another organisation, `agents_wrong` those with an agent of another and no right one,
    `as_person` those taken for a person or with anything of a person's among the findings.
    `restrained` counts those that a bankruptcy in the court's register restrains, `slipped` those
    of them that contacts would be written to all the same. `by_scenario` gives traceable and found
    for each scenario, `faults` name accounts.
    """

    accounts: int
    traceable: int
    found: int
    unconfirmed: int
    wrong: int
    agents_right: int
    agents_wrong: int
    as_person: int
    restrained: int
    slipped: int
    by_scenario: Mapping[str, tuple[int, int]]
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Agent:
    """A registered agent: the company's name, or every surname of the person; and where he is."""

    names: tuple[str, ...]
    address: PostalAddress

    def is_told_by(self, fact: ReportedFact) -> bool:
        """Whether a finding gives this agent's name and place, but for slips in either."""
        told = fact.name.upper()
        named = any(partial_ratio(name.upper(), told) >= _ALIKE for name in self.names)
        return named and _is_at(fact.address, (self.address,))


@dataclass(frozen=True, slots=True)
class _Debtor:
    """A business debtor: its numbers and its successor's, where it was, their agents."""

    traceable: bool
    scenario: str
    entries: frozenset[str]
    places: tuple[PostalAddress, ...]
    agents: tuple[_Agent, ...]


def score_businesses(
    truth_path: Path,
    kinds: Mapping[str, EntityKind],
    facts: Iterable[ReportedFact],
    written: Collection[str] = (),
) -> BusinessScore:
    """The score of a run; `kinds` says by account number what the file's primary debtor is.

    `written` are the numbers of the accounts that contacts would be written to.
    Raises FileNotFoundError without a truth, ValueError for a fact on an account that the truth
    does not know as a business's.
    """
    if not truth_path.is_file():
        raise FileNotFoundError(f"{truth_path.name} is not there")
    with closing(sqlite3.connect(f"{truth_path.resolve().as_uri()}?mode=ro", uri=True)) as truth:
        debtors = _debtors(truth)
        numbers = truth.execute("SELECT DISTINCT account_number FROM business_restraint")
        restrained = {str(number) for (number,) in numbers}
    told = _by_account(debtors, facts)
    free = {number for number, debtor in debtors.items() if debtor.traceable}
    found = {n for n in free if _is_listed(debtors[n], told[n], verified=True)}
    agents = {n: _agent_is_right(debtors[n], told[n]) for n in debtors}
    faults = {
        "another organisation": {n for n, one in debtors.items() if _names_another(one, told[n])},
        "agent of another": {n for n, is_right in agents.items() if is_right is False},
        "as a person": _taken_for_people(kinds, told),
        "slipped": restrained.intersection(written),
        "unconfirmed": {n for n in free - found if _is_listed(debtors[n], told[n], verified=False)},
    }
    return BusinessScore(
        accounts=len(debtors),
        traceable=len(free),
        found=len(found),
        unconfirmed=len(faults["unconfirmed"]),
        wrong=len(faults["another organisation"]),
        agents_right=sum(agents[n] is True for n in free),
        agents_wrong=len(faults["agent of another"]),
        as_person=len(faults["as a person"]),
        restrained=len(restrained),
        slipped=len(faults["slipped"]),
        by_scenario=_by_scenario(debtors, free, found),
        faults=_named(faults | {"not found": free - found - faults["unconfirmed"]}),
    )


def _by_account(
    debtors: Mapping[str, _Debtor], facts: Iterable[ReportedFact]
) -> dict[str, list[ReportedFact]]:
    """What was told of each debtor; raises ValueError for a fact on an account of none."""
    told: dict[str, list[ReportedFact]] = {number: [] for number in debtors}
    for fact in facts:
        if fact.account_number not in debtors:
            raise ValueError("a fact is on an account that the truth knows as no business's")
        told[fact.account_number].append(fact)
    return told


def _taken_for_people(
    kinds: Mapping[str, EntityKind], told: Mapping[str, Sequence[ReportedFact]]
) -> set[str]:
    """The accounts that a run took for a person's, or of which it found anything of a person."""
    return {
        number
        for number, mine in told.items()
        if kinds.get(number, EntityKind.ORGANIZATION) is EntityKind.PERSON
        or any(fact.is_of_person or fact.kind in _OF_PEOPLE for fact in mine)
    }


def _named(faults: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Each account with the words of its fault."""
    return tuple(
        f"{number} {words}" for words, numbers in faults.items() for number in sorted(numbers)
    )


def _is_listed(debtor: _Debtor, facts: Sequence[ReportedFact], *, verified: bool) -> bool:
    entries = [f for f in facts if f.kind is FindingKind.REGISTRATION and f.verified is verified]
    return any(fact.entries & debtor.entries for fact in entries)


def _names_another(debtor: _Debtor, facts: Sequence[ReportedFact]) -> bool:
    for fact in facts:
        if not fact.verified:
            continue
        if fact.kind is FindingKind.REGISTRATION and not fact.entries & debtor.entries:
            return True
        if fact.kind is FindingKind.ADDRESS and not _is_at(fact.address, debtor.places):
            return True
    return False


def _agent_is_right(debtor: _Debtor, facts: Sequence[ReportedFact]) -> bool | None:
    """Whether some verified agent is the debtor's; None where none is verified."""
    agents = [f for f in facts if f.kind is FindingKind.REGISTERED_AGENT and f.verified]
    if not agents:
        return None
    return any(
        fact.entries & debtor.entries and agent.is_told_by(fact)
        for fact in agents
        for agent in debtor.agents
    )


def _is_at(found: PostalAddress | None, places: Sequence[PostalAddress]) -> bool:
    """Whether an address is one of these, but for what a clerk's slip may have made of it."""
    if found is None:
        return False
    key = product_key(found)
    return any(product_key(p) == key or is_damaged_copy(found, p) for p in places)


def _by_scenario(
    debtors: Mapping[str, _Debtor], free: set[str], found: set[str]
) -> dict[str, tuple[int, int]]:
    counts: dict[str, tuple[int, int]] = {}
    for number in sorted(free, key=lambda n: debtors[n].scenario):
        traceable, right = counts.get(debtors[number].scenario, (0, 0))
        counts[debtors[number].scenario] = (traceable + 1, right + (number in found))
    return counts


def _debtors(truth: sqlite3.Connection) -> dict[str, _Debtor]:
    rows = truth.execute(
        "SELECT account_number, entity_id, held, findable, scenario FROM business_account"
    ).fetchall()
    return {
        str(number): _debtor(truth, str(entity), bool(findable and not held), str(scenario))
        for number, entity, held, findable, scenario in rows
    }


def _debtor(truth: sqlite3.Connection, entity: str, traceable: bool, scenario: str) -> _Debtor:
    own = truth.execute(_BUSINESSES, (entity,)).fetchall()
    return _Debtor(
        traceable=traceable,
        scenario=scenario,
        entries=frozenset(str(number) for row in own for number in row[:2]),
        places=tuple(PostalAddress(*row) for row in truth.execute(_PLACES, (entity,))),
        agents=tuple(_Agent(_surnames(truth, row[2]), PostalAddress(*row[3:])) for row in own),
    )


def _surnames(truth: sqlite3.Connection, agent: str) -> tuple[str, ...]:
    """Every surname that a person bore, and the parts of double ones; a company's own name."""
    rows = truth.execute("SELECT surname FROM truth_name WHERE person_id = ?", (agent,)).fetchall()
    surnames = [str(surname) for (surname,) in rows]
    parts = [part for surname in surnames for part in surname.replace("-", " ").split()]
    return (*surnames, *parts) or (agent,)
