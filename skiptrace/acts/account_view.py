"""One account in full: who is on it and how they stand, what holds it, what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jobs.reporting import ReportWriter
from skiptrace.acts.account_state import Standing
from skiptrace.acts.accounts import AccountsReader, ObligorStanding, standing_of
from skiptrace.acts.holds import numbers_of
from skiptrace.acts.office import Office
from skiptrace.casefile.account_reading import AccountEntry
from skiptrace.casefile.standing_holds import same_debtors
from skiptrace.casefile.statements import Tx
from skiptrace.compliance.policy.release import reaching, source_words, words_of
from skiptrace.compliance.policy.rules.standing import PROTECTED
from skiptrace.model.account import Account, ObligorRole, Reach, ReturnedMail
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import CheckedPoints
from skiptrace.model.kinds import FindingKind
from skiptrace.model.receipt import Receipt
from skiptrace.model.subject import EntityKind
from skiptrace.reports.checked import check_words
from skiptrace.reports.ssn_mask import masked
from skiptrace.reports.trace_report import TraceReport, build_trace_report
from skiptrace.reports.wording import subject_name
from skiptrace.tracing.points import key_of


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact point as the creditor has it: `good`, `bad` or `unknown`.

    `checks` say what it is, by sources that name nobody.
    """

    kind: str
    value: str
    status: str
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ObligorView:
    """Somebody on the account. `report` is what the last trace shows; None without one.

    Who is not liable is associated only, and never searched (R23). `trade_names` are what the
    obligor does business as, `care_of` through whom its mail goes, `returned_mail` the piece of its
    own that came back last; `notice_undelivered` says that a required notice may not have
    arrived. `protected` says why not even the contacts that the creditor has are shown (R54).
    """

    number: int
    name: str
    kind: EntityKind
    role: ObligorRole
    is_liable: bool
    born: str
    ssn: str
    contacts: tuple[ContactView, ...]
    trade_names: tuple[str, ...]
    care_of: tuple[str, ...]
    left_out: tuple[str, ...]
    standing: Standing
    report: TraceReport | None
    returned_mail: ReturnedMail | None = None
    protected: str = ""
    notice_undelivered: bool = False


@dataclass(frozen=True, slots=True)
class HoldView:
    """A hold that is open: its code, since when, on which account it stands and how it comes here.

    `words` say what it is; an unknown code restrains like the strictest. `about` is the number of
    the obligor whom it is about; None for the account.
    """

    code: str
    since: date
    reach: Reach
    account: str
    source: str
    words: str
    about: int | None


@dataclass(frozen=True, slots=True)
class BesideView:
    """Another account of the same debtor, or of one who may be the same."""

    account: str
    creditor: str
    obligor: str
    reach: Reach
    standing: Standing


@dataclass(frozen=True, slots=True)
class WrittenView:
    """A change that was written back to the system of record and not undone.

    `value` is not told while somebody on the account is protected (R54).
    """

    at: datetime
    batch: str
    kind: str
    fact: str
    value: str
    obligor: str


@dataclass(frozen=True, slots=True)
class AccountView:
    """One account in full; `notes` is how many traces left a note on it."""

    account: Account
    standing: Standing
    holds: tuple[HoldView, ...]
    obligors: tuple[ObligorView, ...]
    beside: tuple[BesideView, ...]
    written_back: tuple[WrittenView, ...]
    notes: int


def show_account(
    office: Office, actor: Actor, reader: AccountsReader, desk: ReportWriter, number: str
) -> AccountView:
    """The account of that number; that somebody looked at it is one event of the audit trail.

    What a hold keeps back is not in the reports. CaseFileError when there is no such account.
    """
    with office.doing(actor, Act.SHOW_ACCOUNT) as done:
        entry = done.about(number)[0]
    account_id = entry.account.id
    with reader.case.read() as tx:
        everybody = reader.standings(tx, [account_id])[account_id]
        beside = _beside(reader, tx, everybody)
        holds = tuple(_holds(reader, tx, [one.entry for one in everybody]))
        notes = len(reader.case.notes.for_account(tx, account_id))
        receipts = reader.case.receipts.applied(tx, entry.account.number)
        points = reader.case.checks.of(tx, account_id)
    protected = any(reader.states.protects(one.entry) for one in everybody)
    return AccountView(
        account=entry.account,
        standing=standing_of(everybody),
        holds=holds,
        obligors=tuple(_obligor(reader, desk, one, points) for one in everybody),
        beside=beside,
        written_back=tuple(_written(one, protected) for one in receipts),
        notes=notes,
    )


def _obligor(
    reader: AccountsReader, desk: ReportWriter, one: ObligorStanding, points: CheckedPoints
) -> ObligorView:
    subject = one.entry.subject
    protected = reader.states.protects(one.entry)
    return ObligorView(
        number=one.number,
        name=subject_name(subject),
        kind=subject.kind,
        role=one.entry.role,
        is_liable=one.is_liable,
        born=str(subject.dob or ""),
        ssn=masked(subject.ssn or subject.ssn4),
        contacts=() if protected else tuple(_contacts(one, points, desk.cards)),
        trade_names=subject.trade_names,
        care_of=() if protected else subject.care_of,
        left_out=subject.left_out,
        standing=one.standing,
        report=_report(reader, desk, one) if one.is_liable else None,
        returned_mail=one.entry.own_mail,
        protected=protected,
        notice_undelivered=one.entry.account.notice_undelivered,
    )


def _contacts(
    one: ObligorStanding, points: CheckedPoints, cards: Mapping[str, ConnectorCard]
) -> Iterator[ContactView]:
    subject = one.entry.subject
    for address in subject.addresses:
        text = address.value.one_line
        checks = points.of(FindingKind.ADDRESS, key_of(FindingKind.ADDRESS, text))
        told = tuple(check_words(check, cards) for check in checks)
        yield ContactView("address", text, address.status.value, told)
    for phone in subject.phones:
        checks = points.of(FindingKind.PHONE, key_of(FindingKind.PHONE, phone.value))
        told = tuple(check_words(check, cards) for check in checks)
        yield ContactView("phone", phone.value, phone.status.value, told)
    yield from (ContactView("email", c.value, c.status.value) for c in subject.emails)


def _report(reader: AccountsReader, desk: ReportWriter, one: ObligorStanding) -> TraceReport | None:
    if not one.standing.order_id:
        return None
    with reader.case.read() as tx:
        order = reader.case.orders.get(tx, one.standing.order_id)
    return build_trace_report(desk.of_order(reader.case, order)) if order is not None else None


def _holds(reader: AccountsReader, tx: Tx, everybody: Sequence[AccountEntry]) -> Iterator[HoldView]:
    states = reader.states
    table, numbers = states.policy.law.holds, numbers_of(everybody)
    for hold in reaching(everybody[0].holds, table, states.on):
        number = reader.case.accounts.number_of(tx, hold.account_id)
        said = (number, source_words(hold), words_of(hold, table), numbers.get(hold.about))
        yield HoldView(hold.code, hold.since, hold.reach, *said)


def _beside(
    reader: AccountsReader, tx: Tx, everybody: Iterable[ObligorStanding]
) -> tuple[BesideView, ...]:
    """The other accounts of those who owe here, surest first."""
    liable = [one.entry for one in everybody if one.is_liable]
    reaches = same_debtors(tx, [entry.subject.id for entry in liable])
    reaches = {i: reach for i, reach in reaches.items() if i not in {e.account.id for e in liable}}
    lines = dict(zip(reaches, reader.lines_of(tx, list(reaches)), strict=True))
    views = (
        BesideView(line.account, line.creditor, line.obligor, reaches[i], line.standing)
        for i, line in lines.items()
    )
    return tuple(sorted(views, key=lambda view: (view.reach is Reach.MAYBE_PERSON, view.account)))


def _written(receipt: Receipt, is_protected: bool) -> WrittenView:
    change = receipt.change
    value = f"withheld by rule {PROTECTED}" if is_protected else change.value
    about = (change.kind.value, change.fact, value, change.obligor)
    return WrittenView(receipt.at, receipt.batch_id, *about)
