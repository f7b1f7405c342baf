"""Shows users as a table, or as the CSV of an access review."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from rich.console import Console

from skiptrace.acts.users import UserView
from skiptrace.model.spreadsheet import guarded
from skiptrace.reports.terminal import add_row, print_table, standard_output, table_for

COLUMNS = (
    "user", "name", "login", "roles", "teams", "assigned", "active_from", "active_to", "active",
    "last_use", "inactive_since",
)  # fmt: skip
"""The columns of the review; what there are several of is joined by `; `."""


def print_users(found: Sequence[UserView], console: Console) -> None:
    """The users as a table."""
    names = ("User", "Name", "Login", "Roles", "Assigned", "Active", "Last use")
    table = table_for(console, "", names)
    for one in found:
        active = "yes" if one.is_active else f"until {one.active_to}"
        lead = (one.id, one.name, one.login, ", ".join(one.roles), "; ".join(one.assigned))
        add_row(table, (*lead, active, str(one.last_use or "never")))
    print_table(console, table)


def write_review(found: Iterable[UserView]) -> None:
    """The users as CSV; a cell that a spreadsheet would calculate is guarded."""
    with standard_output() as out:
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(COLUMNS)
        for one in found:
            rows.writerow(map(guarded, _cells(one)))


def _cells(one: UserView) -> list[str]:
    several = ["; ".join(texts) for texts in (one.roles, one.teams, one.assigned)]
    days = [str(one.active_from), str(one.active_to or ""), "yes" if one.is_active else "no"]
    idle = [str(one.last_use or ""), str(one.inactive_since or "")]
    return [one.id, one.name, one.login, *several, *days, *idle]
