"""The identity and the address-history sections of the asset report."""

from __future__ import annotations

from collections.abc import Sequence

from skiptrace.model.finding import Finding, FindingKind
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.subject import ContactStatus, EntityKind, Subject
from skiptrace.model.succession import is_another
from skiptrace.reports.asset_lines import (
    account_line,
    finding_line,
    last_seen,
    recency,
    record_line,
    with_details,
    with_status,
)
from skiptrace.reports.asset_places import residence_words, service_words
from skiptrace.reports.asset_sections import (
    ADDRESSES,
    SEE_UNCONFIRMED,
    VERIFIED,
    Heading,
    SectionWriter,
    assemble,
    searched_words,
    withheld_statements,
)
from skiptrace.reports.checked import finding_checks
from skiptrace.reports.content import Citation, Line, Section
from skiptrace.reports.ssn_mask import ending, masked
from skiptrace.reports.successions import successions
from skiptrace.reports.wording import LEFT_OUT

IDENTITY_TITLE = "Identity and aliases"
_RECORDED = (
    "Organisation as recorded",
    "Name as recorded",
    "Date of birth as recorded",
    "Number ending as recorded",
)
_CONTACT_WORDS = {
    ContactStatus.GOOD: "given by the creditor, believed good",
    ContactStatus.BAD: "given by the creditor, bad: mail returned or known wrong",
    ContactStatus.UNKNOWN: "given by the creditor, not checked",
}


def identity_section(desk: SectionWriter) -> Section:
    """What the creditor states of the subject, and the names confirmed records give it."""
    known = _account_identity(desk)
    recorded = _recorded_identity(desk)
    statements = [] if recorded else ["No source record has been confirmed as the subject's."]
    statements += [f"{LEFT_OUT}: {words}." for words in desk.case.order.subject.left_out]
    statements += [f"Name: {desk.mask.text(words)}." for words in successions(desk.case)]
    searched = desk.log.titles(desk.log.answered())
    return Section("identity", IDENTITY_TITLE, (*known, *recorded), tuple(statements), searched, ())


def address_section(desk: SectionWriter) -> Section:
    """Confirmed addresses, latest first, then the creditor's own; where to sue and to serve."""
    findings = confirmed_addresses(desk)
    parcels = desk.shown(frozenset({FindingKind.REAL_PROPERTY}))
    places = (residence_words(findings, parcels), service_words(findings))
    return addresses_with(ADDRESSES, findings, places, desk)


def confirmed_addresses(desk: SectionWriter) -> list[Finding]:
    """The confirmed addresses, latest first."""
    return sorted(desk.confirmed(ADDRESSES.kinds), key=recency, reverse=True)


def addresses_with(
    heading: Heading, findings: Sequence[Finding], places: Sequence[str], desk: SectionWriter
) -> Section:
    """These addresses and the creditor's own, with what is said of the places."""
    points, cards = desk.case.checks, desk.case.cards
    found = [
        with_details(
            finding_line(f, VERIFIED, desk.exhibits, desk.mask), finding_checks(f, points, cards)
        )
        for f in findings
    ]
    dated = [
        with_status(line, f"{VERIFIED}, latest reported" if not i else f"{VERIFIED}, earlier")
        if last_seen(findings[i])
        else line
        for i, line in enumerate(found)
    ]
    known = [
        account_line(
            "Address",
            desk.mask.text(contact.value.one_line),
            _CONTACT_WORDS[contact.status],
            desk.exhibits.cite_account("address on the account", contact.since),
        )
        for contact in desk.case.order.subject.addresses
        if contact.value.one_line
    ]
    statements = [*searched_words(ADDRESSES.kinds, desk, found), *map(desk.mask.text, places)]
    if desk.unconfirmed(ADDRESSES.kinds):
        statements.append(SEE_UNCONFIRMED)
    statements += withheld_statements(ADDRESSES.kinds, desk)
    return assemble(heading, desk, [*dated, *known], statements)


def _account_identity(desk: SectionWriter) -> list[Line]:
    subject = desk.case.order.subject
    facts = [("Name", name.full or name.original) for name in subject.names[:1]]
    facts += [("Former name or alias", n.full or n.original) for n in subject.names[1:]]
    facts += [("Organisation", subject.organization)]
    facts += [("Does business as", name) for name in subject.trade_names]
    facts += [("Mail goes care of", name) for name in desk.case.care_of]
    facts += [("Date of birth", str(subject.dob or ""))]
    if subject.kind is EntityKind.PERSON:
        facts += [("Social security number", masked(subject.ssn or subject.ssn4))]
    facts += [("Employer identification number", ending(subject.ein))]
    stated = [(label, value) for label, value in facts if value]
    return [
        account_line(label, desk.mask.text(value), "given by the creditor", _account(desk))
        for label, value in stated or [("Name", "not given")]
    ]


def _account(desk: SectionWriter) -> Citation:
    return desk.exhibits.cite_account("obligor on the account")


def _recorded_identity(desk: SectionWriter) -> list[Line]:
    """Names, births and number endings of confirmed records; equal ones share one line."""
    groups: dict[tuple[str, str], tuple[str, list[Citation]]] = {}
    for candidate in _confirmed_candidates(desk):
        record = candidate.record
        for label, value in _stated(candidate, desk.case.order.subject):
            key = (label, value.casefold())
            citation = desk.exhibits.cite_record(
                record.provenance, candidate.probability, label.lower()
            )
            groups.setdefault(key, (value, []))[1].append(citation)
    return [
        record_line(label, desk.mask.text(value), citations)
        for (label, _), (value, citations) in sorted(groups.items(), key=_label_first)
    ]


def _label_first(group: tuple[tuple[str, str], object]) -> int:
    return _RECORDED.index(group[0][0])


def _confirmed_candidates(desk: SectionWriter) -> list[Candidate]:
    withheld = desk.case.withheld
    hidden = {e.candidate_id for f in desk.case.findings if f.id in withheld for e in f.evidence}
    shown = [c for i, c in desk.case.candidates.items() if i not in hidden]
    mine = [
        c
        for c in shown
        if c.decision is Decision.ACCEPT
        and not c.veto
        and not is_another(c.record.provenance.followed)
    ]
    return sorted(mine, key=lambda c: (-c.probability, c.record.source, c.record.ref))


def _stated(candidate: Candidate, subject: Subject) -> list[tuple[str, str]]:
    record = candidate.record
    if subject.kind is EntityKind.ORGANIZATION:
        return [(_RECORDED[0], record.organization)] if record.organization else []
    facts = [(_RECORDED[1], n.full or n.original) for n in record.names]
    facts.append((_RECORDED[2], str(record.dob or "")))
    facts.append((_RECORDED[3], masked(record.ssn)))
    return [(label, value) for label, value in facts if value]
