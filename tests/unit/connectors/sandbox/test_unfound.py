"""Why debtors were not found: counted by part and by how each stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from connectors.sandbox.demo.unfound import why_not_found
from skiptrace.acts.account_state import AccountState, Standing
from skiptrace.acts.accounts import ObligorStanding
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.model.account import ObligorRole
from skiptrace.model.subject import EntityKind
from tests.integration.casefile.samples import make_entry, make_subject

COMPANY = make_subject(9, kind=EntityKind.ORGANIZATION, organization="Larkspur Feed LLC", names=())
S = AccountState


def entry(number: int) -> AccountEntry:
    made = make_entry(number)
    return replace(made, account=replace(made.account, id=f"acc_{number}", number=f"A{number}"))


class Reader:
    """Says how each obligor of an account stands."""

    def __init__(self, states: dict[str, Sequence[ObligorStanding]]) -> None:
        self.states, self.case = states, SimpleNamespace(read=self._read)

    @contextmanager
    def _read(self) -> Iterator[None]:
        yield None

    def standings(self, tx: Any, ids: Sequence[str]) -> dict[str, Sequence[ObligorStanding]]:
        return {one: self.states[one] for one in ids}


def stands(one: AccountEntry, state: AccountState) -> ObligorStanding:
    return ObligorStanding(1, one, Standing(state, ()))


def test_each_is_counted_by_part_and_by_how_the_person_stands() -> None:
    states = (S.NOT_TRACED, S.HELD, S.PERSON_REVIEW, S.DONE, S.DONE)
    entries = [entry(n) for n in range(len(states))]
    told = {
        one.account.id: [stands(one, state)] for one, state in zip(entries, states, strict=True)
    }
    firm = replace(entries[0], subject=COMPANY, role=ObligorRole.PRIMARY)
    told["acc_0"] = [stands(firm, S.DONE), *told["acc_0"]]
    parts = {"A0": "guarantor", "A1": "consumer", "A2": "consumer", "A3": "consumer"}
    found = [(one, ()) for one in entries]
    assert why_not_found(Reader(told), found, parts) == {  # type: ignore[arg-type]
        "consumer": {"held": 1, "for a person to judge": 1,
                     "traced without a contact that is current": 1},
        "guarantor": {"not traced, since their mail was refused, not picked up or held": 1},
    }  # fmt: skip
