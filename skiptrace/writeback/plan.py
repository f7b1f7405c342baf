"""The write-back plan: which verified facts the system of record lacks or has wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matching.compare.contacts import Contacts
from skiptrace.model.errors import WriteBackError
from skiptrace.model.finding import (
    CONTACT_KINDS,
    REGISTER_KINDS,
    Finding,
    FindingKind,
    FindingStatus,
)
from skiptrace.model.judgement import Judgement
from skiptrace.model.receipt import Change, ChangeKind
from skiptrace.model.subject import ContactStatus
from skiptrace.writeback.contacts import AccountContacts, KnownFact, LeftOut, WriteBackPlan
from skiptrace.writeback.ledger import Ledger, contact, read_ledger
from skiptrace.writeback.registers import OF_SUCCESSOR, is_of_successor, outdated, role_of
from skiptrace.writeback.rows import is_writable

UNWRITABLE = "holds text that cannot be written"
_MAY_BE_HELD = "may be an address of the system of record in another spelling: a person confirms it"
_BELOW = "below the write-back threshold"
_CERTAIN = 1.0  # that mail came back, or that a person judged a fact, is no estimate


def plan(accounts: Iterable[AccountContacts], threshold: float) -> WriteBackPlan:
    """The changes for these accounts, account by account: bad facts first, then additions.

    Adds verified contacts, and what registers say of a business (never as a contact of its), at
    `threshold` or more that the system of record does not hold, that nobody knows to be bad, and
    that no earlier batch wrote; an address that may be one it holds, in another spelling, waits
    until a person confirms it, and where a check says that a contact reaches nobody it is left out
    with its words. Marks each bad fact that it does hold, in every spelling that it holds it in,
    once. Nothing is added while the policy restrains the account; marking bad is never restrained
    (Reg F comment 42(a)(1)-2). Entries that share an account number are the obligors of one account
    and are planned together.
    Raises WriteBackError for a threshold that is not above 0 and at most 1.
    """
    if not 0 < threshold <= 1:
        raise WriteBackError("the write-back threshold must be above 0 and at most 1")
    groups: dict[str, list[AccountContacts]] = {}
    for entry in accounts:
        groups.setdefault(entry.account_number, []).append(entry)
    changes: list[Change] = []
    left_out: list[LeftOut] = []
    for entries in groups.values():
        planned = _plan_account(entries, threshold)
        changes += planned.changes
        left_out += planned.left_out
    return WriteBackPlan(tuple(changes), tuple(left_out))


def _plan_account(entries: Sequence[AccountContacts], threshold: float) -> WriteBackPlan:
    ledger = read_ledger(entries)
    marked = set(ledger.marked)
    changes: list[Change] = []
    left_out: list[LeftOut] = []
    for entry in entries:
        for fact in _in_record(entry):
            mine = contact(fact)
            row = (fact.kind, fact.value)
            if mine not in ledger.bad or row in marked:
                continue
            marked.add(row)
            if is_writable(fact.value):
                changes.append(_condemnation(entry, fact, ledger))
            else:
                number = entry.account_number
                left_out.append(LeftOut(number, "", fact.kind.value, UNWRITABLE))
        changes += outdated(entry)
    for entry in entries:
        for finding in _written(entry):
            reason = _why_not(finding, entry, ledger, threshold)
            if reason:
                left_out.append(_left_out(entry, finding, reason, ledger))
            else:
                ledger.added.add(contact(finding))
                changes.append(_addition(entry, finding))
    return WriteBackPlan(tuple(changes), tuple(left_out))


def _in_record(entry: AccountContacts) -> Iterable[KnownFact]:
    """What the system of record holds: the creditor's own facts, and those we wrote."""
    yield from entry.known
    for receipt in entry.receipts:
        change = receipt.change
        if change.kind is ChangeKind.ADD and receipt.undone is None:
            yield KnownFact(FindingKind(change.fact), "", change.value, ContactStatus.UNKNOWN)


def _written(entry: AccountContacts) -> list[Finding]:
    """The findings that write-back is about, surest first within their kind."""
    kinds = CONTACT_KINDS | REGISTER_KINDS
    return sorted((f for f in entry.findings if f.kind in kinds), key=_surest_first)


def _condemnation(entry: AccountContacts, fact: KnownFact, ledger: Ledger) -> Change:
    word = None if fact.status is ContactStatus.BAD else _condemning(fact, ledger)
    since = str(fact.since) if fact.since else ""
    return Change(
        account_number=entry.account_number,
        kind=ChangeKind.MARK_BAD,
        fact=fact.kind.value,
        value=fact.value,
        probability=_CERTAIN,
        sources=(f"judgement {word.verdict.value}" if word else _named_source(fact),),
        as_of=word.at.date().isoformat() if word else since,
        finding_id="",
        role=entry.role.value,
        obligor=entry.obligor,
    )


def _named_source(fact: KnownFact) -> str:
    """Who called the fact bad, without the character that separates sources in a row."""
    return fact.source.replace(";", ",") or "creditor"


def _condemning(fact: KnownFact, ledger: Ledger) -> Judgement | None:
    mine = Contacts([contact(fact)])
    against = (word for word in ledger.words if word.is_against)
    return next((word.judgement for word in against if word.fact in mine), None)


def _why_not(finding: Finding, entry: AccountContacts, ledger: Ledger, threshold: float) -> str:
    mine = contact(finding)
    is_register = finding.kind in REGISTER_KINDS
    restrained = entry.registers_restrained if is_register else entry.restrained
    reasons = (
        (finding.status is not FindingStatus.VERIFIED, f"status is {finding.status.value}"),
        (not finding.evidence, "no evidence stands behind it"),
        (finding.probability < threshold, _BELOW),
        (mine in (ledger.judged_bad if is_register else ledger.bad), "known to be bad"),
        (finding.id in entry.unreachable, entry.unreachable.get(finding.id, "")),
        (mine in ledger.held, "already in the system of record"),
        (mine in ledger.added, "written before"),
        (not is_writable(finding.value), UNWRITABLE),
        (bool(restrained), restrained),
        (is_register and is_of_successor(finding) and mine not in ledger.confirmed, OF_SUCCESSOR),
        (mine not in ledger.confirmed and bool(ledger.filed.doubt(mine)), _MAY_BE_HELD),
    )
    return next((reason for applies, reason in reasons if applies), "")


def _addition(entry: AccountContacts, finding: Finding) -> Change:
    return Change(
        account_number=entry.account_number,
        kind=ChangeKind.ADD,
        fact=finding.kind.value,
        value=finding.value,
        probability=finding.probability,
        sources=tuple(sorted({row.provenance.connector_id for row in finding.evidence})),
        as_of=_as_of(finding),
        finding_id=finding.id,
        role=role_of(entry, finding.kind).value,
        obligor=entry.obligor,
        limits=entry.limits.get(finding.id, ()),
    )


def _as_of(finding: Finding) -> str:
    """The latest day a source reported the fact, or the latest retrieval if none gives a day."""
    seen = [row.last_seen for row in finding.evidence if row.last_seen]
    if seen:
        return str(max(seen, key=lambda day: day.earliest()))
    return max(row.provenance.retrieved for row in finding.evidence).date().isoformat()


def _left_out(entry: AccountContacts, finding: Finding, reason: str, ledger: Ledger) -> LeftOut:
    unsure = finding.status is not FindingStatus.VERIFIED or reason == _BELOW
    why = finding.reason if unsure else ""
    if reason == _MAY_BE_HELD:
        why = ledger.filed.doubt(contact(finding))
    return LeftOut(entry.account_number, finding.id, finding.kind.value, reason, why)


def _surest_first(finding: Finding) -> tuple[str, float, str]:
    return finding.kind.value, -finding.probability, finding.id
