"""What only the demo needs: which accounts to show, and the score against the town's truth."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path

from connectors.sandbox.build import DEFAULT_DAY
from connectors.sandbox.business_score import BusinessScore, ReportedFact, score_businesses
from connectors.sandbox.land_score import LandScore, Listing, ReportedParcel, score_land
from connectors.sandbox.score import ReportedFinding, Score, score_findings
from jobs.orders import OrderForm
from skiptrace.app.build import execution_of, refuse_if_held, workplace
from skiptrace.app.installation import Installation
from skiptrace.app.write_back import write_back_plan
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.compliance.policy.policy import Policy
from skiptrace.model.account import ObligorRole
from skiptrace.model.errors import ConfigError, SubjectHeld
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import ASSET_KINDS, FindingKind
from skiptrace.model.order import Scope
from skiptrace.model.receipt import ChangeKind
from skiptrace.model.subject import EntityKind, PostalAddress
from skiptrace.tracing.run import Run, RunBudget
from skiptrace.tracing.trace import Tracer

_PAGE = 500
_OF_PEOPLE = frozenset({"death_master_file", "enformion_person"})
"""The demo's sources that list people only."""


Found = Sequence[tuple[AccountEntry, Sequence[Finding]]]
"""Every obligor of the case file with the findings on them, by account."""


def read_found(case: CaseFile) -> Found:
    """What the case file has of everybody, as it stands."""
    return tuple(_pages(case))


def choose_accounts(found: Found) -> tuple[str, list[str]]:
    """The account with the most telling contacts, and all by how many assets they have."""
    contacts, assets = (-1, ""), list[tuple[int, str]]()
    for entry, findings in found:
        kinds = [f.kind for f in findings if f.status is FindingStatus.VERIFIED]
        sources = {e.provenance.connector_id for f in findings for e in f.evidence}
        reached = {FindingKind.ADDRESS, FindingKind.PHONE} <= set(kinds)
        number = entry.account.number
        contacts = max(contacts, (len(sources) if reached else 0, number))
        assets.append((len([k for k in kinds if k in ASSET_KINDS]), number))
    return contacts[1], list(dict.fromkeys(number for _, number in sorted(assets, reverse=True)))


def written_to(case: CaseFile, installation: Installation, as_of: date) -> frozenset[str]:
    """The numbers of the accounts that contacts would be written back to."""
    plan = write_back_plan(installation, case, as_of)
    return frozenset(c.account_number for c in plan.changes if c.kind is ChangeKind.ADD)


def spent(case: CaseFile) -> Decimal:
    """What all calls so far cost, in US dollars."""
    with case.read() as tx:
        return sum((one.cost for one in case.ledger.totals(tx)), Decimal(0))


def score_of(
    found: Found, installation: Installation, as_of: date, written: Collection[str]
) -> Score:
    """What was found of people, and would be written back, held against the town's truth."""
    reported = (_reported(e, f) for e, findings in _people(found) for f in findings)
    return score_findings(_truth(installation), reported, as_of, written=written)


def business_score_of(
    found: Found, installation: Installation, written: Collection[str]
) -> BusinessScore:
    """What was found of business debtors, held against the town's truth."""
    debtors = [one for one in found if one[0].role is ObligorRole.PRIMARY]
    kinds = {entry.account.number: entry.subject.kind for entry, _ in debtors}
    facts = (
        _fact(entry, finding)
        for entry, findings in debtors
        if entry.subject.kind is EntityKind.ORGANIZATION
        for finding in findings
    )
    return score_businesses(_truth(installation), kinds, facts, written)


def asset_accounts(
    found: Found, policy: Policy, as_of: date, among: Collection[str] | None = None
) -> list[str]:
    """The numbers of the accounts, all or some, of which an asset report may be made that day."""
    numbers: dict[str, None] = {}
    for entry in sorted((entry for entry, _ in found), key=lambda one: one.account.number):
        if among is not None and entry.account.number not in among:
            continue
        with suppress(SubjectHeld):
            refuse_if_held(policy, entry, as_of, "")
            numbers[entry.account.number] = None
    return list(numbers)


def search_assets(
    installation: Installation,
    case: CaseFile,
    run: Tracer,
    wanted: Sequence[AccountEntry],
    form: OrderForm,
    begin: Callable[[int], Callable[[int], None]],
) -> None:
    """Place an asset order for each of these obligors, and trace them all."""
    place = workplace(installation, case)
    with place.at_work() as worker:
        with case.write() as tx:
            case.orders.place(tx, [form.order(entry, place.clock) for entry in wanted])
        advance = begin(len(wanted))
        money = RunBudget(installation.settings.nightly.run_budget, f"assets {DEFAULT_DAY}")
        work = execution_of(installation, case, run)
        for _ in work.all(Scope.ASSETS, Run(worker, money), advance):
            pass


def land_score_of(
    found: Found, installation: Installation, accounts: Collection[str], as_of: date
) -> LandScore:
    """Where the reports on these accounts list parcels, held against the town's truth."""
    truth = _truth(installation)
    people = [(e, findings) for e, findings in _people(found) if e.account.number in accounts]
    parcels = (
        ReportedParcel(entry.account.number, finding.title.ref.number, listing)
        for entry, findings in people
        for finding in findings
        if finding.title is not None
        and finding.title.ref.number is not None
        and (listing := _LISTINGS.get(finding.status)) is not None
    )
    return score_land(truth, parcels, {entry.account.number for entry, _ in people}, as_of)


_LISTINGS = {
    FindingStatus.VERIFIED: Listing.HELD,
    FindingStatus.CANDIDATE: Listing.UNCONFIRMED,
    FindingStatus.FORMER: Listing.CONVEYED,
}


def _truth(installation: Installation) -> Path:
    town = installation.settings.plugins.get("sandbox", {}).get("dir")
    if not town:
        raise ConfigError("only an installation with a sandbox can be scored")
    return installation.root / town / "truth.sqlite"


def _people(found: Found) -> Iterator[tuple[AccountEntry, Sequence[Finding]]]:
    return (one for one in found if one[0].subject.kind is EntityKind.PERSON)


def _pages(case: CaseFile) -> Iterator[tuple[AccountEntry, Sequence[Finding]]]:
    after = ("", "")
    while True:
        with case.read() as tx:
            entries = case.accounts.page(tx, after, _PAGE)
            found = case.findings.current_of(tx, [entry.account.id for entry in entries])
        if not entries:
            return
        for entry in entries:
            mine = (f for f in found[entry.account.id] if f.subject_id == entry.subject.id)
            yield entry, tuple(mine)
        after = (entries[-1].account.id, entries[-1].subject.id)


def _reported(entry: AccountEntry, finding: Finding) -> ReportedFinding:
    best = finding.evidence[0]
    is_address = finding.kind is FindingKind.ADDRESS
    is_indicator = finding.kind in ASSET_KINDS or finding.kind is FindingKind.BANKRUPTCY
    return ReportedFinding(
        account_number=entry.account.number,
        kind=finding.kind,
        probability=finding.probability,
        verified=finding.status is FindingStatus.VERIFIED,
        value=best.original if is_indicator else finding.value,
        address=_postal(finding.value) if is_address else None,
    )


def _fact(entry: AccountEntry, finding: Finding) -> ReportedFact:
    entries = [e.registration for e in finding.evidence if e.registration is not None]
    agent = next((one.agent for one in entries if one.agent is not None), None)
    address = agent.address if agent else None
    if finding.kind is FindingKind.ADDRESS:
        address = _postal(finding.value)
    sources = {e.provenance.connector_id for e in finding.evidence}
    return ReportedFact(
        account_number=entry.account.number,
        kind=finding.kind,
        verified=finding.status is FindingStatus.VERIFIED,
        entries=frozenset(one.number for one in entries),
        name=agent.name if agent else "",
        address=address,
        is_of_person=not sources.isdisjoint(_OF_PEOPLE),
    )


def _postal(value: str) -> PostalAddress:
    """A finding's display form, `delivery line, CITY ST ZIP` or without ZIP, in parts again."""
    line, _, last = value.rpartition(", ")
    place, _, postcode = last.rpartition(" ")
    if not postcode[:1].isdigit():
        place, postcode = last, ""
    city, _, state = place.rpartition(" ")
    return PostalAddress(line, city, state, postcode[:5], postcode[6:])
