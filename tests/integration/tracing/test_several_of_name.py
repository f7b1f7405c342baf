"""Two entries of one name in a state's register: which is the debtor's, or both a person's."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest
from candidates import OAK, PINE
from fakes import FakeConnector

from skiptrace.model.dates import PartialDate
from skiptrace.model.finding import FindingStatus
from skiptrace.model.kinds import REGISTER_KINDS
from skiptrace.model.match import Decision
from skiptrace.model.order import TraceOrder
from skiptrace.model.record import SourceRecord
from skiptrace.model.registration import RegisteredParty, Standing
from skiptrace.model.subject import PostalAddress, RegisterNumber
from skiptrace.tracing.several_of_name import ANOTHER_IS, UNTOLD
from tests.integration.tracing.conftest import Desk, entry_of
from tests.integration.tracing.test_followed import FAR, REGISTER, A, debtor_of, firm, named

GONE = {"status": "dissolved", "standing": Standing.INACTIVE}
CEDAR = PostalAddress("77 CEDAR ST", PINE.city, PINE.state, PINE.zip5)
OPENED = date(2020, 5, 4)


def entry(number: str, office: PostalAddress = OAK, **changes: Any) -> SourceRecord:
    """An entry of the debtor's name with an agent of its own; told by nothing else."""
    agent = RegisteredParty(f"AGENT OF {number} INC", "agent", PINE)
    return firm(A, number, office, agent=agent, **changes)


def since(year: int) -> dict[str, PartialDate]:
    return {"formed": PartialDate(year, 3, 1)}


def other_form(number: str, office: PostalAddress) -> SourceRecord:
    return firm("ALVERA ROOFING INC", number, office)


@dataclass(frozen=True)
class Case:
    """The register's entries, what is known of the debtor, and which of them is told to be it."""

    entries: tuple[SourceRecord, ...]
    told: frozenset[str] = frozenset()
    debtor: dict[str, Any] = field(default_factory=dict)
    opened: date | None = None
    rejected: frozenset[str] = frozenset()


ONE, TWO = frozenset({"L1"}), frozenset({"L2"})
EIN = {"ein": "900000001"}
CASES = {
    "active and dissolved, neither where the debtor was": Case(
        (entry("L1", FAR), entry("L2", PINE, **GONE))),
    "both active, in the debtor's town": Case((entry("L1", PINE), entry("L2", CEDAR))),
    "both active, one at the debtor's address": Case((entry("L1"), entry("L2", FAR))),
    "the dissolved one at the debtor's address": Case((entry("L1", FAR), entry("L2", **GONE))),
    "active and dissolved, both at the debtor's address": Case((entry("L1"), entry("L2", **GONE))),
    "both active at the debtor's address": Case((entry("L1"), entry("L2"))),
    "three of the name": Case((entry("L1"), entry("L2"), entry("L3", FAR))),
    "the number is known": Case(
        (entry("L10001"), entry("L77042", **GONE)), frozenset({"L77042"}),
        {"registered": (RegisterNumber("US-TX", "L77042"),)}, rejected=frozenset({"L10001"})),
    "the EIN is one's, the other gives none": Case(
        (entry("L1"), entry("L2", **EIN, **GONE)), TWO, EIN),
    "the EIN is one's, the other's is another": Case(
        (entry("L1", ein="917654321"), entry("L2", **EIN)), TWO, EIN, rejected=ONE),
    "the EIN is both's: one business that came back": Case(
        (entry("L1", **EIN), entry("L2", **EIN, **GONE)), ONE | TWO, EIN),
    "one was formed after the account was opened": Case(
        (entry("L1", **since(2022)), entry("L2", **since(2001), **GONE)), TWO, opened=OPENED),
    "both were there when it was opened": Case(
        (entry("L1", **since(2019)), entry("L2", **since(2001), **GONE)), opened=OPENED),
    "the one at the address came later than the account": Case(
        (entry("L1", **since(2022)), entry("L2", FAR, **since(2001))), opened=OPENED),
    "another form of the name at the address": Case(
        (entry("L1", **GONE), other_form("L2", OAK)), ONE),
    "one entry in two rows": Case((entry("L1"), replace(entry("L1"), ref="L1/2")), ONE),
}  # fmt: skip


def placed(desk: Desk, case: Case) -> TraceOrder:
    subject = replace(debtor_of(A), **case.debtor)
    account = replace(entry_of().account, opened=case.opened)
    order = desk.placed(entry_of(subject=subject, account=account))
    return replace(order, subject=replace(order.subject, registered=subject.registered))


@pytest.mark.parametrize("name", CASES)
def test_which_of_two_entries_of_a_name_is_the_debtor_s_is_told_by_proof_or_by_a_person(
    sqlite_desk: Desk, name: str
) -> None:
    case = CASES[name]
    order = placed(sqlite_desk, case)
    [trace] = sqlite_desk.trace([order], FakeConnector(REGISTER, named({A: case.entries})))
    numbers = {c.record.registration.number: c for c in trace.candidates if c.record.registration}
    accepted = {n for n, c in numbers.items() if c.decision is Decision.ACCEPT}
    rejected = {n for n, c in numbers.items() if c.decision is Decision.REJECT}
    assert (accepted, rejected) == (case.told, case.rejected)
    findings = [f for f in trace.findings if f.kind in REGISTER_KINDS]
    verified = {f.evidence[0].registration.number for f in findings  # type: ignore[union-attr]
                if f.status is FindingStatus.VERIFIED}  # fmt: skip
    assert verified == case.told, "what is not told is neither the debtor's nor written back"
    shown = {f.evidence[0].registration.number for f in findings}  # type: ignore[union-attr]
    assert shown == set(numbers) - case.rejected, "the others are a person's to see"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("both active at the debtor's address", UNTOLD),
        ("one was formed after the account was opened", ANOTHER_IS),
    ],
)
def test_the_finding_says_why_a_person_is_asked(sqlite_desk: Desk, name: str, words: str) -> None:
    case = CASES[name]
    order = placed(sqlite_desk, case)
    [trace] = sqlite_desk.trace([order], FakeConnector(REGISTER, named({A: case.entries})))
    doubted = [f for f in trace.findings
               if f.kind in REGISTER_KINDS and f.status is FindingStatus.CANDIDATE]  # fmt: skip
    assert doubted
    assert all(f.reason.startswith(words) for f in doubted)
