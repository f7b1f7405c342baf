"""When two spellings are one contact fact."""

from __future__ import annotations

import pytest

from skiptrace.model.kinds import FindingKind
from skiptrace.writeback.sameness import marks


@pytest.mark.parametrize(
    ("kind", "a", "b", "same"),
    [
        (FindingKind.PHONE, "+12025550143", "(202) 555-0143", True),
        (FindingKind.PHONE, "+12025550143", "(202) 555-0144", False),
        (FindingKind.EMAIL, "Ann@Example.com", "ann@example.com", True),
        (
            FindingKind.ADDRESS,
            "3541 Us Highway 311, Saint Brannock, FL 34811",
            "3541 US HIGHWAY 311, SAINT BRANNOCK FL 34811-2367",
            True,
        ),
        (
            FindingKind.ADDRESS,
            "3848 Savannah Road, Fort Lysander, FL 34852",
            "3848 SAVANNAH RD, FORT LYSANDER, FL 34852-4297",
            True,
        ),
        (
            FindingKind.ADDRESS,
            "3848 SAVANNAH RD APT 1, FORT LYSANDER, FL 34852",
            "3848 SAVANNAH RD APT 2, FORT LYSANDER, FL 34852",
            False,
        ),
    ],
)
def test_two_spellings_share_a_mark_exactly_when_they_are_one_fact(
    kind: FindingKind, a: str, b: str, same: bool
) -> None:
    assert bool(marks(kind, a) & marks(kind, b)) is same
