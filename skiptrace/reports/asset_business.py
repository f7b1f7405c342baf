"""A business in the asset report: its register entries, and where it is sued and served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from skiptrace.model.finding import Finding, FindingKind
from skiptrace.model.registration import (
    Became,
    RegisteredParty,
    Registration,
    Standing,
    Successor,
)
from skiptrace.reports.asset_lines import finding_line
from skiptrace.reports.asset_people import addresses_with, confirmed_addresses
from skiptrace.reports.asset_places import county_of
from skiptrace.reports.asset_sections import BUSINESS_ADDRESSES, SectionWriter
from skiptrace.reports.content import Field, Line, Section
from skiptrace.reports.ssn_mask import ending
from skiptrace.reports.successions import is_of_successor
from skiptrace.reports.wording import NOT_GIVEN, percent

_STANDINGS = {
    Standing.ACTIVE: "active",
    Standing.IMPAIRED: "exists, not in good standing",
    Standing.INACTIVE: "not active: dissolved, revoked, withdrawn or merged",
    Standing.UNKNOWN: "meaning not known",
}
_BECAME = {
    Became.RENAMED: "Renamed to",
    Became.CONVERTED: "Converted to",
    Became.MERGED: "Merged into",
}
_VENUE = "Venue by principal office: "
_REGISTERED = "Venue by registered office: "
_SERVICE = "Service of process: "


def entry_line(finding: Finding, status: str, desk: SectionWriter) -> Line:
    """The line of an entry, led by its facts; of an agent or officer, with the entry's number."""
    line = finding_line(finding, status, desk.exhibits, desk.mask)
    entry = _entry(finding)
    if entry is None:
        return line
    is_entry = finding.kind is FindingKind.REGISTRATION
    facts = _facts(_entries(finding)) if is_entry else _of(finding, entry)
    return replace(line, facts=tuple(Field(label, desk.mask.text(text)) for label, text in facts))


def office_section(desk: SectionWriter) -> Section:
    """Confirmed addresses of a business, then the creditor's own; where to sue and to serve."""
    findings = confirmed_addresses(desk)
    parcels = desk.shown(frozenset({FindingKind.REAL_PROPERTY}))
    agents = desk.confirmed(frozenset({FindingKind.REGISTERED_AGENT}))
    entries = desk.confirmed(frozenset({FindingKind.REGISTRATION}))
    places = (venue_words(entries, parcels), *served_words(agents))
    return addresses_with(BUSINESS_ADDRESSES, findings, places, desk)


def venue_words(entries: Sequence[Finding], parcels: Iterable[Finding] = ()) -> str:
    """The principal office as confirmed entries give it, whether or not mail reaches it there."""
    known = tuple(parcels)
    told = [
        f"{entry.principal.one_line}, {county_of(entry.principal, known)}{_by(finding)}"
        for finding in entries
        if (entry := _entry(finding)) and entry.principal
    ]
    if not told:
        return f"{_VENUE}unable to determine: no confirmed entry gives a principal office."
    return f"{_VENUE}{'; '.join(told)}. Settle it again on the day of filing."


def served_words(agents: Sequence[Finding]) -> Iterator[str]:
    """The registered office for venue, and on whom process is served, one entry after the other."""
    if not agents:
        yield f"{_REGISTERED}unable to determine: no confirmed entry gives a registered agent."
        yield f"{_SERVICE}unable to determine: no confirmed entry gives a registered agent."
    for finding in agents:
        entry = _entry(finding)
        office = entry.agent.address if entry and entry.agent else None
        place = office.one_line if office else f"address {NOT_GIVEN}"
        yield f"{_REGISTERED}{place}{_by(finding)}."
        is_named = entry is not None and entry.agent is not None and bool(entry.agent.name)
        whom = finding.value if is_named else f"an agent whom the entry does not name, {place}"
        yield f"{_SERVICE}on {whom}, {percent(finding.probability)}{_by(finding)}."
        if entry and entry.standing is not Standing.ACTIVE:
            yield (
                f"The entry {entry.number} has the status {entry.status or NOT_GIVEN} "
                f"({_STANDINGS[entry.standing]}): whether its agent may still be served is for "
                "counsel to say."
            )


def _by(finding: Finding) -> str:
    """By which entry it is; of another organisation that the debtor became a part of, whose."""
    entry = _entry(finding)
    if entry is None:
        return ""
    of = f" of {entry.name}, which the debtor merged into" if is_of_successor(finding) else ""
    return f", by entry {entry.number}{of}"


def _entry(finding: Finding) -> Registration | None:
    return next(iter(_entries(finding)), None)


def _entries(finding: Finding) -> list[Registration]:
    """The entry as each record behind the finding gives it, the surest first."""
    return [row.registration for row in finding.evidence if row.registration]


def _facts(entries: Sequence[Registration]) -> Iterator[tuple[str, str]]:
    """What counsel reads first; a register's silence is told as such.

    Names are those of all records of the entry, the rest is the surest one's.
    """
    entry = entries[0]
    yield "Number", entry.number
    yield "Status in the register", f"{entry.status or NOT_GIVEN} ({_STANDINGS[entry.standing]})"
    yield "Type", entry.entity_type or NOT_GIVEN
    yield "Formed or registered", str(entry.formed or NOT_GIVEN)
    yield "Formed in", entry.formed_in or NOT_GIVEN
    yield "Employer identification number", ending(entry.ein or "") or NOT_GIVEN
    yield "Principal office", entry.principal.one_line if entry.principal else NOT_GIVEN
    yield "Mailing address", entry.mailing.one_line if entry.mailing else NOT_GIVEN
    days = sorted(map(str, entry.reports), reverse=True)
    yield "Latest annual report", str(entry.last_report or NOT_GIVEN)
    if len(days) > 1:
        yield "Annual reports", ", ".join(days)
    former = dict.fromkeys(name for one in entries for name in one.former_names)
    trade = dict.fromkeys(name for one in entries for name in one.trade_names)
    yield "Former names", "; ".join(former) or NOT_GIVEN
    yield "Trade and fictitious names", "; ".join(trade) or NOT_GIVEN
    if entry.successor is not None:
        yield _BECAME[entry.successor.became], _successor(entry.successor)
    if entry.lists_all_officers is False:
        yield "Officers", "the register has more officers than the entry lists"


def _successor(successor: Successor) -> str:
    number = f"number {successor.number}" if successor.number else f"number {NOT_GIVEN}"
    on = f"on {successor.on}" if successor.on else f"day {NOT_GIVEN}"
    return ", ".join((successor.name or f"name {NOT_GIVEN}", number, on))


def _of(finding: Finding, entry: Registration) -> Iterator[tuple[str, str]]:
    yield "In the entry", f"{entry.name}, number {entry.number}"
    if finding.kind is FindingKind.REGISTER_STATUS:
        yield "In general", _STANDINGS[entry.standing]
        return
    yield "Role in the register", next((r.role for r in finding.evidence if r.role), NOT_GIVEN)
    if finding.kind is FindingKind.OFFICER:
        theirs = (o.address for o in entry.officers or () if _is(o, finding))
        place = next(filter(None, theirs), None)
        yield "Their address in the register", place.one_line if place else NOT_GIVEN


def _is(officer: RegisteredParty, finding: Finding) -> bool:
    said = {(row.original, row.role) for row in finding.evidence}
    return (officer.name, officer.role) in said
