"""What the law lets go of is planned and disposed of, each account in one transaction.

Evidence of compliance is kept to three years after the last activity on an account (R41), answers
that no finding rests on to two years (R40); a legal hold keeps both. The policy decides; what it
does not allow stays, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from uuid import uuid4

from skiptrace.acts.office import Doing, Office
from skiptrace.casefile.certificates import Certificate, DisposalKind
from skiptrace.casefile.disposal import Doomed
from skiptrace.casefile.statements import Tx
from skiptrace.compliance.policy.decision import Decision, Stage
from skiptrace.compliance.policy.facts.data import Act as DatumAct
from skiptrace.compliance.policy.facts.data import DatumFacts
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.rules.retention import legal_hold
from skiptrace.model.account import Account, Hold
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.audit import law_id

DISPOSED = "retention.disposed"
"""The kind of the event of one disposal; its text names the certificate."""
_SANCTIONS = "OFAC"


@dataclass(frozen=True, slots=True)
class Due:
    """One account, or the unused answers of one, whose time may be over.

    `active` is the day of the last activity, None where nobody knows. `kept_by` is the rule that
    keeps it, with its words, and empty for what may go.
    """

    account_id: str
    kind: DisposalKind
    active: date | None
    answers: tuple[str, ...]
    kept_by: str
    rules: tuple[str, ...]


def plan_disposals(office: Office, actor: Actor) -> list[Due]:
    """What is old enough to be asked about, and what keeps it."""
    with office.doing(actor, Act.PLAN_DISPOSAL) as done:
        return list(_due(office, done.tx))


def dispose(office: Office, actor: Actor, folder: Path) -> list[Certificate]:
    """Dispose of what may go, and print each certificate as a file of the folder.

    The policy is asked again in the transaction that deletes, which holds one account's rows.
    """
    with office.doing(actor, Act.DISPOSE) as done:
        planned = [one for one in _due(office, done.tx) if not one.kept_by]
        done.note(text=f"{len(planned)} to dispose of")
    made = []
    for one in planned:
        with office.doing(actor, Act.DISPOSE) as done:
            certificate = _disposed(done, one)
        if certificate is not None:
            made.append(certificate)
            _print(certificate, folder)
    if made:
        office.case.sweep()
    return made


def _due(office: Office, tx: Tx) -> Iterator[Due]:
    years = office.policy.law.settings.years
    today = office.clock().date()
    case = office.case
    last = case.disposals.last_activities(tx, _begins(_years_before(today, years.evidence)))
    for account_id, active in sorted(last.items()):
        decision = _asked(office, tx, account_id, _datum(active, Truth.YES))
        yield _told(account_id, DisposalKind.ACCOUNT, active, (), decision)
    old = case.disposals.unused_payloads(tx, _begins(_years_before(today, years.disposal)))
    behind = case.disposals.accounts_behind(tx, sorted(old))
    of_account: dict[str, list[str]] = {}
    for address, account_ids in behind.items():
        for account_id in account_ids:
            of_account.setdefault(account_id, []).append(address)
    for account_id, addresses in sorted(of_account.items()):
        own = tuple(sorted(a for a in addresses if behind[a] == {account_id}))
        used = max(old[address] for address in addresses)
        if account_id in last or not own:
            continue  # it goes with the account, or another account was told the same
        decision = _asked(office, tx, account_id, _datum(used, Truth.NO))
        yield _told(account_id, DisposalKind.PAYLOADS, used, own, decision)


def _told(
    account_id: str,
    kind: DisposalKind,
    active: date | None,
    answers: tuple[str, ...],
    decision: Decision,
) -> Due:
    return Due(account_id, kind, active, answers, str(decision), decision.asked)


def _datum(active: date | None, evidence: Truth) -> DatumFacts:
    return DatumFacts(DatumAct.DISPOSE, used=active, active=active, evidence=evidence)


def _asked(office: Office, tx: Tx, account_id: str, datum: DatumFacts) -> Decision:
    """What the policy says of disposing of it; what told of a sanctions match stays longer."""
    account, holds = _standing(office, tx, account_id)
    today = office.clock().date()
    is_sanction = any(hold.code.startswith(_SANCTIONS) for hold in holds)
    field = "sanctions" if is_sanction else "account"
    datum = replace(datum, account_id=account_id, field=field, legal_hold=legal_hold(holds, today))
    facts = Facts(today, account, holds, datum=datum)
    return office.policy.evaluate(Stage.RETENTION, facts)


def _standing(office: Office, tx: Tx, account_id: str) -> tuple[Account, tuple[Hold, ...]]:
    return office.case.accounts.standing(tx, [account_id])[account_id]


def _disposed(done: Doing, due: Due) -> Certificate | None:
    """Delete and certify in the act's transaction; None where something keeps it by now."""
    book, tx, office = done.office.case.disposals, done.tx, done.office
    now = _again(office, tx, due)
    if now.kept_by:
        done.note(account_id=due.account_id, text="kept: something changed since it was planned")
        return None
    doomed: Doomed = (
        book.of_account(tx, due.account_id)
        if due.kind is DisposalKind.ACCOUNT
        else book.of_payloads(tx, now.answers)
    )
    deleted = book.delete(tx, doomed)
    certificate = Certificate(
        f"disposal_{uuid4().hex[:16]}",
        due.account_id,
        due.kind,
        office.clock(),
        done.actor.signature,
        now.rules,
        now.active,
        deleted.rows,
        deleted.digest,
        deleted.keys,
    )
    book.certify(tx, certificate)
    told = f"{sum(deleted.rows.values())} rows, {len(deleted.keys)} keys, {deleted.digest}"
    words = f"{certificate.id}: {due.kind.value}, {told}"
    done.note(DISPOSED, account_id=due.account_id, law=law_id(now.rules), text=words)
    return certificate


def _again(office: Office, tx: Tx, due: Due) -> Due:
    """The same asked once more of one account alone, as it stands now."""
    book = office.case.disposals
    if due.kind is DisposalKind.ACCOUNT:
        active = book.last_activity(tx, due.account_id)
        decision = _asked(office, tx, due.account_id, _datum(active, Truth.YES))
        return _told(due.account_id, due.kind, active, (), decision)
    answers = tuple(one for one in due.answers if one not in book.rested_on(tx, due.answers))
    decision = _asked(office, tx, due.account_id, _datum(due.active, Truth.NO))
    return _told(due.account_id, due.kind, due.active, answers, decision)


def _print(certificate: Certificate, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{certificate.id}.json"
    path.write_text(f"{certificate.text()}\n", encoding="utf-8")
    path.chmod(0o600)


def _years_before(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        return date(day.year - years, 2, 28)
    return day.replace(year=day.year - years)


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
