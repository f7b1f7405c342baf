"""A case file with two traces in it, so that every table has two rows that differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Connection

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.certificates import Certificate, DisposalKind
from skiptrace.casefile.runs import StartedRun
from skiptrace.casefile.schedule import DueOutcome, DueRun
from skiptrace.casefile.users import Entry
from skiptrace.model.account import Hold, Waiver
from skiptrace.model.actor import Assignment, Coverage, Role, User
from skiptrace.model.card import Limit
from skiptrace.model.contact_check import CheckedPhone, ContactCheck, Line
from skiptrace.model.kinds import FindingKind
from skiptrace.model.places import Terms
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.integration.casefile import samples
from tests.integration.casefile.filling import Trace, make_event, make_receipt, trace

USERS = ("usr_0a", "usr_0b")
EVERYTHING = Assignment(Coverage.EVERYTHING)


def fill(case: CaseFile) -> list[Trace]:
    """Two traces; both accounts are held, and one receipt of each is undone."""
    traces = [trace(case, n) for n in (1, 2)]
    with case.write() as tx:
        for n, one in enumerate(traces):
            account_id = one.order.account.id
            day = date(2026, 1, 5)
            case.accounts.add_holds(tx, [Hold(account_id, "CEASE", day, "letter")])
            said = ("M-1", "A. Clerk", "a letter")
            waived = Waiver(account_id, account_id, "CEASE", day, *said, on=day)
            case.accounts.waive(tx, [waived])
            case.receipts.add(tx, [make_receipt(one.order, one.finding, f"batch-{n + 7}")])
            case.receipts.undo(tx, f"batch-{n + 7}", samples.NOW)
            case.audit.append(tx, [make_event(one.order, n)])
            run = StartedRun(f"run_{n}", "nightly", day, samples.NOW)
            case.runs.begin(tx, run)
            case.runs.end(tx, run.id, samples.NOW, b"{}")
            due = DueRun("nightly", samples.NOW, n + 1, run.id, samples.NOW)
            case.schedule.enter(tx, due, DueOutcome.DONE)
            rows = {"note": n + 1}
            told = (("R41v1",), day, rows, f"digest {n}")
            about = (f"disposal_{n}", f"acc_gone_{n}", DisposalKind.ACCOUNT, samples.NOW, USERS[0])
            case.disposals.certify(tx, Certificate(*about, *told))
            again = replace(one.order, id=f"{one.order.id}-again", matter="M-1")
            case.orders.place(tx, [again])
            enter_user(case, tx, n)
            case.sent_files.enter(tx, "bureau", f"file-{n}", [one.inquiry.id], samples.NOW)
            case.checks.add(tx, [make_check(one, n)])
            at_work(case, tx, n)
    return traces


def at_work(case: CaseFile, tx: Connection, n: int) -> None:
    """A worker, a place in the limits of a source, and a source that rests."""
    until = samples.NOW + timedelta(hours=1)
    case.workers.begin(tx, f"worker_{n}", samples.NOW, until)
    case.workers.leave_off(tx, "worker_0", samples.NOW)
    source = f"bureau_{n}"
    case.places.take(tx, Terms(source, (Limit(5, 60.0),), 30.0), samples.NOW, 0.0)
    refused = Answer("", Outcome.FAILED, reason="SourceRefused: no")
    case.pauses.begin(tx, (source, "mark"), refused, samples.NOW)


def make_check(one: Trace, n: int) -> ContactCheck:
    """What a source that names nobody said of a number of the trace's account."""
    about = (one.order.account.id, one.order.id, FindingKind.PHONE, f"214555010{n}")
    asked = ("numbers", "1", samples.NOW, one.inquiry.id, f"permit-{n}")
    said = CheckedPhone(line=Line.LANDLINE)
    return ContactCheck(f"check_{n}", *about, *asked, said, one.answer.snapshots[0].sha256)


def enter_user(case: CaseFile, tx: Connection, n: int) -> None:
    """A user with a login, a token, an assignment and two days at work."""
    day = samples.NOW.date()
    user = User(USERS[n], f"Ann {n}", frozenset({Role.LEGAL}), day, None, f"ann{n}", True)
    case.users.enter(tx, user, Entry(samples.NOW, USERS[0]), f"token-{n}")
    case.users.assign(tx, user.id, EVERYTHING, True, Entry(samples.NOW, USERS[0]))
    subject = replace(samples.make_subject(n + 1), id=f"wat_0{n}")
    case.watched.watch(tx, subject, "", user.id, Entry(samples.NOW, USERS[0]))
    case.plans.add(tx, f"digest-{n}", 7, Entry(samples.NOW, USERS[0]))
    for later in range(2):
        case.users.used(tx, user.id, day + timedelta(days=30 * later))
