"""Shows accounts as they stand: as a table, a page of JSON, or CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from rich.console import Console

from skiptrace.acts.account_state import AccountState, Standing, Why
from skiptrace.acts.accounts import AccountLine
from skiptrace.acts.find import Found
from skiptrace.model.spreadsheet import guarded
from skiptrace.reports.canonical import canonical_json
from skiptrace.reports.terminal import add_row, print_line, print_table, standard_output, table_for
from skiptrace.reports.wording import dollars, role_words

COLUMNS = (
    "account", "state", "why", "rule", "since", "release", "obligor", "obligors", "creditor",
    "balance", "status", "order", "ordered",
)  # fmt: skip
"""The columns of the CSV; of several reasons each column has all, joined by `; `."""

_PRESSING = frozenset({AccountState.IN_DOUBT, AccountState.PARKED})


def page_json(page: Sequence[AccountLine], after: int | None) -> str:
    """One page; `next` is what --after takes for the one behind it, null for none."""
    return canonical_json({"accounts": page, "next": after})


def print_lines_of(page: Sequence[AccountLine], console: Console) -> None:
    """The accounts as a table."""
    if not page:
        print_line(console, "no account is as it was asked for")
        return
    names = ("Account", "Obligor", "Creditor", ">Balance", "State", "Why", "Release", "Ordered")
    below = {"Creditor": "Obligor", "Ordered": "State", "Release": "Why"}
    table = table_for(console, "", names, below)
    for line in page:
        others = f" and {line.obligors - 1} more" if line.obligors > 1 else ""
        balance = dollars(line.balance) if line.balance is not None else ""
        lead = (line.account, line.obligor + others, line.creditor, balance)
        standing = line.standing
        state = state_words(standing)
        why = "; ".join(map(why_words, standing.whys))
        style = "red" if standing.state in _PRESSING else ""
        release = _joined(standing.whys, "release")
        add_row(table, (*lead, state, why, release, str(standing.as_of or "")), style)
    print_table(console, table)


def print_found(found: Found, console: Console) -> None:
    """Who fits what is known, with what tells them apart."""
    names = ("Account", "Obligor", "Role", "Born", "SSN", "Place", "Creditor", "State", "Why")
    below = {"Creditor": "Account", "Role": "Obligor", "Place": "Obligor", "SSN": "Born"}
    table = table_for(console, "", names, below)
    for line in found.lines:
        role = f"{role_words(line.role)}, obligor {line.number}"
        called = "; ".join((line.obligor, *line.also))
        person = (called, role, line.born, line.ssn, line.place)
        state, why = state_words(line.standing), "; ".join(map(why_words, line.standing.whys))
        add_row(table, (line.account, *person, line.creditor, state, why))
    print_table(console, table)


def state_words(standing: Standing) -> str:
    """A state in words."""
    return standing.state.value.replace("_", " ")


def why_words(why: Why) -> str:
    """A reason for a reader, with its rule and since when."""
    rule = f"{why.rule} " if why.rule else ""
    since = f", since {why.since}" if why.since else ""
    return f"{rule}{why.words}{since}"


def write_csv(lines: Iterable[AccountLine]) -> None:
    """The accounts as CSV on standard output, as they are read; no cell computes."""
    with standard_output() as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(COLUMNS)
        for line in lines:
            rows.writerow(map(guarded, _cells(line)))


def _joined(whys: Iterable[Why], name: str) -> str:
    told = (str(getattr(why, name) or "") for why in whys)
    return "; ".join(dict.fromkeys(filter(None, told)))


def _cells(line: AccountLine) -> tuple[str, ...]:
    standing = line.standing
    columns = [
        "; ".join(
            dict.fromkeys(filter(None, (str(getattr(why, name) or "") for why in standing.whys)))
        )
        for name in ("words", "rule", "since", "release")
    ]
    balance = str(line.balance) if line.balance is not None else ""
    about = (line.obligor, str(line.obligors), line.creditor, balance, line.status)
    order = (standing.order_id, str(standing.as_of or ""))
    return (line.account, standing.state.value, *columns, *about, *order)
