"""What the law keeps from an account by the town's truth: its debtor's bankruptcies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from connectors.sandbox.town.business_accounts import BusinessAccount
from connectors.sandbox.town.courts import Case
from connectors.sandbox.town.creditor import Account
from connectors.sandbox.town.sheets import Row, Sheets
from connectors.sandbox.town.world import World

_DEBTOR = "DEBTOR"
_RESTRAINING = ("Discharged", "Dismissed")
"""Outcomes that keep older debts from being collected, for good or until the docket is proved."""
_PLANS = ("11", "13")
"""Chapters in which a plan may hold a debt of after the petition."""


def restraint_rows(world: World, sheets: Sheets, accounts: Sequence[Account]) -> list[Row]:
    """One row for each account and case that restrains it and stands in the court's register."""
    shown = {(ref, person) for dataset, ref, person in sheets.records if dataset == "court_case"}
    petitions = _petitions(world)
    return [
        (account.number, case.number, code)
        for account in accounts
        for case in petitions.get(account.debt.person.id, ())
        if (case.id, account.debt.person.id) in shown
        for code in _code(case, account.debt.opened)
    ]


def business_restraint_rows(
    world: World, sheets: Sheets, accounts: Sequence[BusinessAccount]
) -> list[Row]:
    """The same for the accounts of businesses."""
    petitions: dict[str, list[Case]] = defaultdict(list)
    for case in world.docket.cases:
        for party in case.parties if case.is_bankruptcy else ():
            if party.business and (case.id, party.business) in sheets.sued:
                petitions[party.business].append(case)
    return [
        (account.number, case.number, code)
        for account in accounts
        for case in petitions.get(account.debt.business.entity_id, ())
        for code in _code(case, account.debt.opened)
    ]


def _petitions(world: World) -> Mapping[str, list[Case]]:
    """The bankruptcies of each person who filed one."""
    found: dict[str, list[Case]] = defaultdict(list)
    for case in world.docket.cases:
        for party in case.parties if case.is_bankruptcy else ():
            if party.person is not None and party.role == _DEBTOR:
                found[party.person.id].append(case)
    return found


def _code(case: Case, opened: int) -> Iterator[str]:
    """The stay, the discharge or the dismissal of an older debt; a debt that the plan may hold."""
    is_older = opened <= case.filed
    if not case.closed:
        yield "open" if is_older else "later debt, open"
    elif case.disposition not in _RESTRAINING:
        return
    elif is_older:
        yield case.disposition.lower()
    elif case.kind.endswith(_PLANS) and case.disposition == "Discharged" and opened <= case.closed:
        yield "debt of the plan"
