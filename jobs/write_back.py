"""A write-back from the case file: what is known of every account, planned, applied, undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import Connection

from jobs.screened import Debtor, Screens, screened
from matching.parse.address.read import normalize_address
from matching.parse.email.read import read_email
from matching.parse.phone.read import read_phones
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.compliance.policy.contact_limits import Point, limits_of
from skiptrace.compliance.policy.decision import Stage
from skiptrace.compliance.policy.facts.contact import Place
from skiptrace.compliance.policy.facts.screened import Screened
from skiptrace.compliance.policy.facts.whole import Facts, area_code
from skiptrace.compliance.policy.policy import Policy
from skiptrace.model.account import NextAction
from skiptrace.model.contact_check import CheckedPoints, Line
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.judgement import Judgement
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import Scope
from skiptrace.model.ports import Clock
from skiptrace.model.receipt import Receipt
from skiptrace.model.subject import PostalAddress
from skiptrace.reports.checked import check_words, finding_checks
from skiptrace.reports.wording import printable, subject_name
from skiptrace.writeback.apply import audit_event
from skiptrace.writeback.batches import Act
from skiptrace.writeback.contacts import AccountContacts, KnownFact

_PAGE = 500
_LINES = {
    "wireless": Line.WIRELESS,
    "mobile": Line.WIRELESS,
    "cell": Line.WIRELESS,
    "landline": Line.LANDLINE,
    "voip": Line.VOIP,
}
"""The kinds of line by the words of sources."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """What the case file has of a page's accounts; receipts are by account number."""

    findings: Mapping[str, Sequence[Finding]]
    judgements: Mapping[str, Sequence[Judgement]]
    receipts: Mapping[str, Sequence[Receipt]]
    checks: Mapping[str, CheckedPoints]
    screened: Mapping[Debtor, tuple[Screened, ...]]


@dataclass(frozen=True, slots=True)
class ContactReader:
    """Reads from the case file what the write-back of each account is decided from.

    What was found goes out only where each of the `screens` that were to be asked has answered.
    """

    case: CaseFile
    policy: Policy
    as_of: date
    screens: Screens = field(default_factory=dict)

    def contacts(self) -> Iterator[AccountContacts]:
        """Every account, in pages."""
        after = ("", "")
        while True:
            with self.case.read() as tx:
                entries = self.case.accounts.page(tx, after, _PAGE)
                if not entries:
                    return
                stored = self._stored(tx, entries)
            yield from (self._contacts(entry, stored) for entry in entries)
            after = (entries[-1].account.id, entries[-1].subject.id)

    def _stored(self, tx: Connection, entries: Sequence[AccountEntry]) -> _Stored:
        ids = [entry.account.id for entry in entries]
        return _Stored(
            self.case.findings.current_of(tx, ids),
            self.case.judgements.current_of(tx, ids),
            self.case.receipts.applied_of(tx, [entry.account.number for entry in entries]),
            self.case.checks.of_accounts(tx, ids),
            screened(self.case, tx, ids, self.screens) if self.screens else {},
        )

    def _contacts(self, entry: AccountEntry, stored: _Stored) -> AccountContacts:
        account_id, number = entry.account.id, entry.account.number
        facts = _facts(entry, self.as_of)
        facts = replace(facts, screens=stored.screened.get((account_id, entry.subject.id)))
        restrained = str(self.policy.evaluate(Stage.WRITE_BACK, facts))
        mine = tuple(f for f in stored.findings[account_id] if f.subject_id == entry.subject.id)
        checks = stored.checks[account_id]
        return AccountContacts(
            account_number=number,
            findings=mine,
            known=tuple(_known(entry)),
            judgements=tuple(stored.judgements[account_id]),
            receipts=tuple(stored.receipts[number]),
            role=entry.role,
            obligor=printable(subject_name(entry.subject)),
            restrained=restrained,
            registers_restrained=restrained or self._reports_barred(facts),
            limits={} if restrained else dict(self._limits(facts, mine, checks)),
            unreachable=dict(_unreachable(mine, checks)),
        )

    def _limits(
        self, facts: Facts, findings: Iterable[Finding], checks: CheckedPoints
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """What binds whoever uses each verified contact, wherever the debtor may be.

        What checks say of it goes with it.
        """
        released = [f for f in findings if f.status is FindingStatus.VERIFIED]
        places = tuple(place for f in released for place in places_of(f))
        for finding in released:
            point = Point(finding.kind.value, _line(finding, checks), places)
            checked = finding_checks(finding, checks, {})
            told = (f"checked: {words.replace(';', ',')}" for words in checked)
            if words := (*limits_of(self.policy, facts, point), *told):
                yield finding.id, words

    def _reports_barred(self, facts: Facts) -> str:
        """Why a report would keep back what registers say, as it does assets; or empty."""
        return str(self.policy.evaluate(Stage.REPORT, replace(facts, scope=Scope.ASSETS)))


def _facts(entry: AccountEntry, on: date) -> Facts:
    return Facts(on, entry.account, tuple(entry.holds), entry.subject, entry.role)


def places_of(finding: Finding) -> Iterator[Place]:
    """Where the debtor may be by what was found: an address's state, a telephone's area code."""
    if finding.kind is FindingKind.ADDRESS:
        address = normalize_address(PostalAddress(original=finding.value))
        yield Place(address.state, address.zip5)
    elif finding.kind is FindingKind.PHONE:
        yield Place(area_code=area_code(finding.value))


def _line(finding: Finding, checks: CheckedPoints) -> Line | None:
    """The kind of line that checks name, and where they name none that every source names.

    None where they disagree or say nothing: then nobody knows.
    """
    if checked := checks.lines(finding.key):
        return next(iter(checked)) if len(checked) == 1 else None
    words = {row.role.split(" ")[0].casefold() for row in finding.evidence if row.role}
    known = {_LINES[word] for word in words if word in _LINES}
    return next(iter(known)) if len(known) == 1 and words <= _LINES.keys() else None


def _unreachable(findings: Iterable[Finding], checks: CheckedPoints) -> Iterator[tuple[str, str]]:
    """The findings by which, as a check says, nobody is reached, with its words."""
    for finding in findings:
        if check := checks.trouble(finding.kind, finding.key):
            yield finding.id, f"found, and of no use: {check_words(check, {})}"


def _known(entry: AccountEntry) -> Iterable[KnownFact]:
    mail = entry.returned_mail
    source = f"{mail.code_list} {mail.code}" if mail is not None else "system of record"
    for address in entry.subject.addresses:
        yield KnownFact(
            FindingKind.ADDRESS,
            normalize_address(address.value).key,
            address.value.one_line,
            address.status,
            source,
            address.since,
            mail is not None and mail.action is NextAction.REPAIR_ADDRESS,
        )
    for phone in entry.subject.phones:
        for number in read_phones(phone.value):
            yield KnownFact(
                FindingKind.PHONE, number.e164, phone.value, phone.status, "system of record"
            )
    for known in entry.subject.emails:
        email = read_email(known.value)
        key = email.key if email is not None else known.value.lower()
        yield KnownFact(FindingKind.EMAIL, key, known.value, known.status)


@dataclass(frozen=True, slots=True)
class StoredReceipts:
    """The case file's receipt book as the write-back's store. Implements contacts.ReceiptStore.

    Each batch, and each undoing of one, is one event of the audit trail in the same transaction.
    """

    case: CaseFile
    actor: str
    clock: Clock

    def add(self, receipts: Sequence[Receipt]) -> None:
        """Keep the receipts of one batch."""
        event = audit_event(receipts, Act.APPLY, self.actor, self.clock())
        with self.case.write() as tx:
            self.case.receipts.add(tx, receipts)
            self.case.audit.append(tx, [event])

    def batch(self, batch_id: str) -> Sequence[Receipt]:
        """The receipts of the batch."""
        with self.case.read() as tx:
            return self.case.receipts.batch(tx, batch_id)

    def undo(self, batch_id: str, at: datetime) -> None:
        """Mark the batch's receipts as undone."""
        with self.case.write() as tx:
            event = audit_event(
                self.case.receipts.batch(tx, batch_id), Act.UNDO, self.actor, self.clock()
            )
            self.case.receipts.undo(tx, batch_id, at)
            self.case.audit.append(tx, [event])
