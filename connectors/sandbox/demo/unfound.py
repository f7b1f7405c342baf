"""Why debtors whom some source knows were not found: how each stands when the nights are over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from connectors.sandbox.demo.found import Found
from skiptrace.acts.account_state import AccountState
from skiptrace.acts.accounts import AccountsReader, ObligorStanding
from skiptrace.model.subject import EntityKind

_WORDS = {
    AccountState.NOT_TRACED: "not traced, since their mail was refused, not picked up or held",
    AccountState.HELD: "held",
    AccountState.QUARANTINED: "held after the trace",
    AccountState.INCOMPLETE: "incomplete",
    AccountState.AWAITING: "awaiting an answer",
    AccountState.PERSON_REVIEW: "for a person to judge",
}
_ELSE = "traced without a contact that is current"
_PAGE = 500


def why_not_found(
    reader: AccountsReader, found: Found, not_found: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """By part, how many of the debtors of these accounts were not found for which reason.

    `not_found` has the part of the person who owes, by account number.
    """
    reasons: dict[str, Counter[str]] = {part: Counter() for part in sorted(not_found.values())}
    accounts = (entry.account for entry, _ in found)
    ids = {one.id: one.number for one in accounts if one.number in not_found}
    for page in _pages(list(ids)):
        with reader.case.read() as tx:
            for account_id, everybody in reader.standings(tx, page).items():
                part = not_found[ids[account_id]]
                reasons[part][_reason(everybody)] += 1
    return {part: dict(counts.most_common()) for part, counts in reasons.items()}


def _reason(everybody: Iterable[ObligorStanding]) -> str:
    people = (one for one in everybody if one.entry.subject.kind is EntityKind.PERSON)
    states = {one.standing.state for one in people}
    return next((words for state, words in _WORDS.items() if state in states), _ELSE)


def _pages(ids: list[str]) -> Iterable[list[str]]:
    return (ids[first : first + _PAGE] for first in range(0, len(ids), _PAGE))
