"""Who of an account is traced, and who is only associated with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from orders import ACCOUNT, SUBJECT

from jobs.obligors import obligors_of
from skiptrace.casefile.accounts import AccountEntry
from skiptrace.model.account import ObligorRole
from skiptrace.model.errors import CaseFileError

P, C, G, N = ObligorRole


def entries(*roles: ObligorRole) -> list[AccountEntry]:
    return [
        AccountEntry(ACCOUNT, replace(SUBJECT, id=f"sub_{n}"), role)
        for n, role in enumerate(roles, start=1)
    ]


@pytest.mark.parametrize(
    ("roles", "only", "asked", "associated"),
    [
        ((P,), None, [1], []),
        ((P, C, G), None, [1, 2, 3], []),
        ((P, N, G), None, [1, 3], [2]),
        ((G,), None, [1], []),
        ((N,), None, [1], []),
        ((N, N), None, [1], [2]),
        ((P, N, G), 3, [3], []),
        ((P, N, G), 2, [2], []),
    ],
)
def test_everybody_who_owes_is_asked_for(
    roles: tuple[ObligorRole, ...], only: int | None, asked: list[int], associated: list[int]
) -> None:
    found = obligors_of(entries(*roles), only)
    assert [one.number for one in found.asked] == asked
    assert [one.number for one in found.associated] == associated
    assert found.is_alone is (len(roles) == 1)


def test_a_number_that_the_account_does_not_have_is_an_error() -> None:
    with pytest.raises(CaseFileError, match="has 2 obligors, and none of number 3"):
        obligors_of(entries(P, G), 3)
