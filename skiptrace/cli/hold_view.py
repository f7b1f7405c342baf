"""Adds, releases, waives and shows holds; each act is one audit event in its transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import click

from config.compliance import HoldTable
from skiptrace.app.installation import utc_now
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.casefile.statements import Tx
from skiptrace.cli.session import Session, tables
from skiptrace.compliance.policy.release import (
    may_be_waived,
    may_pass_for_matter,
    reaching,
    words_of,
)
from skiptrace.model.account import Hold, Reach, Waiver
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import CaseFileError, SubjectHeld
from skiptrace.reports.terminal import add_row, print_table, table_for

REACHES = {
    Reach.OWN: "this account",
    Reach.SAME_PERSON: "the same person's account",
    Reach.MAYBE_PERSON: "an account that may be the same person's",
}


def known_code(table: HoldTable, written: str) -> str:
    """The hold table's spelling of a code; wrong usage names the codes nearest to it."""
    code = table.code(written)
    if not code:
        near = table.nearest(written)
        hint = f"; nearest: {', '.join(near)}" if near else ""
        raise click.BadParameter(f"no hold code of that name{hint}", param_hint="CODE")
    return code


def add_hold(session: Session, account: str, what: tuple[str, date], evidence: str) -> None:
    """Hold the account by (code, first day), on the word of whoever runs this."""
    (code, since), actor = what, session.actor.signature
    with session.case.write() as tx:
        entry = _entry(session, tx, account)
        hold = Hold(
            entry.account.id, code, since, f"{actor}: {evidence}", placed_by=session.actor.id
        )
        session.case.accounts.add_holds(tx, [hold])
        session.case.audit.append(tx, [_event("hold.add", actor, hold)])


def release_holds(session: Session, account: str, what: tuple[str, date], evidence: str) -> None:
    """Release (code, day) on the account, its own or what may reach it from another account.

    Raises SubjectHeld when all that holds it stands elsewhere and binds the person.
    """
    (_, on), actor = what, session.actor.signature
    with session.case.write() as tx:
        entry = _entry(session, tx, account)
        standing = _open(entry, what, session.policy.law.holds)
        own = [hold for hold in standing if hold.is_own]
        released = [replace(h, released=on, release_evidence=evidence) for h in own]
        waivable = [h for h in standing if may_be_waived(h, session.policy.law.holds)]
        if not own and not waivable:
            raise SubjectHeld(
                "the hold stands on another account of the same person and binds the person: "
                "release it there (`skiptrace hold show`)"
            )
        session.case.accounts.add_holds(tx, released)
        waivers = [_waiver(entry, hold, (actor, evidence, ""), on) for hold in waivable]
        session.case.accounts.waive(tx, waivers)
        events = [_event("hold.release", actor, hold) for hold in released]
        events += [_waived(entry, "hold.waive", actor, hold) for hold in waivable]
        session.case.audit.append(tx, events)


def waive_for_matter(
    session: Session, account: str, what: tuple[str, date], why: tuple[str, str]
) -> None:
    """Let asset reports of a matter pass in spite of (code, day), as (evidence, matter) say.

    Raises SubjectHeld for a code that keeps more back than the legal role may lift.
    """
    actor, matter = session.actor.signature, why[1]
    who = (actor, *why)
    with session.case.write() as tx:
        entry = _entry(session, tx, account)
        standing = _open(entry, what, session.policy.law.holds)
        if not may_pass_for_matter(standing, session.policy.law.holds):
            raise SubjectHeld("the code is none that a legal matter may pass")
        session.case.accounts.waive(tx, [_waiver(entry, h, who, what[1]) for h in standing])
        events = [_waived(entry, "hold.matter", actor, h, f"matter {matter}") for h in standing]
        session.case.audit.append(tx, events)


def print_holds(session: Session, account: str, on: date) -> None:
    """Show the holds that are open on that day, where they stand, and what they keep back."""
    console = tables()
    names = ("code", "since", "stands on", "account", "source", "keeps back")
    below = {"account": "stands on", "source": "keeps back"}
    table = table_for(console, "", names, below)
    with session.case.read() as tx:
        entry = _entry(session, tx, account)
        known = session.policy.law.holds
        for hold in reaching(entry.holds, known, on):
            number = session.case.accounts.number_of(tx, hold.account_id)
            words, where = words_of(hold, known), REACHES[hold.reach]
            add_row(table, [hold.code, str(hold.since), where, number, hold.source, words])
    print_table(console, table)


def _entry(session: Session, tx: Tx, account: str) -> AccountEntry:
    entry = session.case.accounts.find(tx, account)
    if entry is None:
        raise CaseFileError("no account of that number is in the case file")
    return entry


def _open(entry: AccountEntry, what: tuple[str, date], table: HoldTable) -> Sequence[Hold]:
    """The open holds of the code, as written or as the table spells it; CaseFileError for none."""
    code, on = what
    codes = {code, table.code(code) or code}
    standing = [h for h in reaching(entry.holds, table, on) if h.code in codes]
    if not standing:
        raise CaseFileError(f"the account has no open hold {code}")
    return standing


def _waiver(entry: AccountEntry, hold: Hold, who: tuple[str, str, str], on: date) -> Waiver:
    actor, evidence, matter = who
    held = (hold.account_id, hold.code, hold.since)
    return Waiver(entry.account.id, *held, matter, actor, evidence, on)


def _event(kind: str, actor: str, hold: Hold) -> AuditEvent:
    return AuditEvent(kind, actor, utc_now(), account_id=hold.account_id, rule=hold.code)


def _waived(entry: AccountEntry, kind: str, actor: str, hold: Hold, words: str = "") -> AuditEvent:
    text = words if hold.is_own else " ".join(filter(None, (words, f"of {hold.account_id}")))
    about = entry.account.id
    return AuditEvent(kind, actor, utc_now(), account_id=about, rule=hold.code, text=text)
