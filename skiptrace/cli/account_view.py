"""Shows one account in full."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console

from skiptrace.acts.account_state import Standing
from skiptrace.acts.account_view import AccountView, ContactView, ObligorView
from skiptrace.cli.accounts_view import state_words, why_words
from skiptrace.cli.hold_view import REACHES, about_words
from skiptrace.model.account import Reach
from skiptrace.model.finding import FindingKind
from skiptrace.reports.terminal import print_line, print_rows
from skiptrace.reports.trace_report import print_beside, print_findings
from skiptrace.reports.wording import (
    LEFT_OUT,
    also_words,
    dollars,
    minute,
    role_words,
    shown_value,
)

_BESIDE = {Reach.SAME_PERSON: "the same person", Reach.MAYBE_PERSON: "perhaps the same person"}


def print_account(view: AccountView, console: Console) -> None:
    """The account: a heading, its holds, each obligor, the accounts beside it, what was written."""
    for line, style in _heading(view):
        print_line(console, line, style)
    if view.holds:
        _print_holds(view, console)
    for obligor in view.obligors:
        _print_obligor(obligor, len(view.obligors), console)
    if view.beside:
        columns = ("Account", "Obligor", "Creditor", "Whose", "State", "Why")
        beside = (
            (b.account, b.obligor, b.creditor, _BESIDE[b.reach], *_told(b.standing))
            for b in view.beside
        )
        below = {"Creditor": "Account", "Whose": "Obligor"}
        print_rows(console, "Other accounts of the debtor", columns, beside, below)
    if view.written_back:
        columns = ("Written back", "Batch", "What", "Fact", "Value", "Obligor")
        written = (
            (minute(w.at), w.batch, w.kind, w.fact, _value(w.fact, w.value), w.obligor)
            for w in view.written_back
        )
        below = {"Batch": "Written back", "Fact": "What", "Obligor": "Value"}
        print_rows(console, "", columns, written, below)


def _print_holds(view: AccountView, console: Console) -> None:
    columns = ("Code", "Since", "About", "Stands on", "Account", "Source", "What it is")
    rows = (
        (h.code, str(h.since), about_words(h.about), REACHES[h.reach], h.account, h.source, h.words)
        for h in view.holds
    )
    below = {"Account": "Stands on", "Source": "What it is"}
    print_rows(console, "Holds", columns, rows, below)


def _told(standing: Standing) -> tuple[str, str]:
    return state_words(standing), "; ".join(map(why_words, standing.whys))


def _heading(view: AccountView) -> Iterator[tuple[str, str]]:
    account = view.account
    balance = dollars(account.balance) if account.balance is not None else "balance unknown"
    whose = account.creditor or "creditor unknown"
    whose += f", portfolio {account.portfolio}" if account.portfolio else ""
    lead = f"Account {account.number}, {whose}, {balance}"
    yield f"{lead}, status {account.status or 'missing'}", "bold"
    state, why = _told(view.standing)
    yield f"{state}: {why}", "bold"
    for one in view.standing.whys:
        if one.release:
            yield f"{one.rule or 'it'} is lifted by {one.release}", ""
    if view.notes:
        notes = "1 note" if view.notes == 1 else f"{view.notes:,} notes"
        yield f"{notes}: skiptrace trace {account.number} --notes", ""


def _print_obligor(obligor: ObligorView, count: int, console: Console) -> None:
    name = f"Obligor {obligor.number} of {count}: {obligor.name} ({role_words(obligor.role)})"
    born = f"born {obligor.born}" if obligor.born else ""
    print_line(console, ", ".join(filter(None, (name, born, obligor.ssn))), "bold")
    if not obligor.is_liable:
        print_line(console, "associated only, not liable: not searched (R23)")
    elif count > 1:
        print_line(console, ": ".join(_told(obligor.standing)))
    if (mail := obligor.returned_mail) is not None:
        on = f" on {mail.on}" if mail.on else ""
        print_line(console, f"  mail came back{on}: {mail.code_list} {mail.code}")
    if obligor.notice_undelivered:
        print_line(console, "  a required notice may not have reached them (12 CFR 1006.42)")
    if obligor.protected:
        print_line(console, f"  what the creditor has is not shown (R54): {obligor.protected}")
    for words in also_words(obligor.trade_names, obligor.care_of):
        print_line(console, f"  {words}")
    for contact in obligor.contacts:
        print_line(console, f"  the creditor has: {_contact(contact)}")
    for words in obligor.left_out:
        print_line(console, f"  {LEFT_OUT}: {words}")
    report = obligor.report
    if report is None:
        return
    if report.contacts or report.registered or report.others:
        print_findings(console, f"Found by the order of {obligor.standing.as_of}", report)
    for words in report.withheld:
        print_line(console, words)
    print_beside(console, report)


def _value(kind: str, value: str) -> str:
    return shown_value(FindingKind(kind), value)


def _contact(contact: ContactView) -> str:
    value = _value(contact.kind, contact.value)
    known = value if contact.status == "unknown" else f"{value} ({contact.status})"
    return "; ".join((known, *contact.checks))
