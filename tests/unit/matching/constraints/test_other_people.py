"""No other person is accepted, however much is shared; one person's records are not lost."""

from __future__ import annotations

import pytest

from skiptrace.model.match import Decision
from tests.unit.matching.constraints.more_people import MORE_PEOPLE
from tests.unit.matching.constraints.other_people import OTHER_PEOPLE
from tests.unit.matching.constraints.paired import all_ranked, linked
from tests.unit.matching.constraints.same_people import SAME_PEOPLE

REVIEWED = frozenset({"missing: all but house and phone", "name: initial and birth"})
"""What the model by itself leaves to a person: house and phone are shared, an initial says little.
"""

OTHERS = (*OTHER_PEOPLE, *MORE_PEOPLE)


@pytest.fixture(scope="module")
def by_link() -> dict[str, float]:
    found = linked([*OTHERS, *SAME_PEOPLE])
    return {id: probability for id, (probability, _) in found.items()}


def test_the_table_is_large_and_names_every_case_once() -> None:
    cases = [*OTHERS, *SAME_PEOPLE]
    assert len(OTHERS) >= 350
    assert len({case.id for case in cases}) == len(cases)


def test_link_gives_no_other_person_nine_tenths(by_link: dict[str, float]) -> None:
    assert [c.id for c in OTHERS if by_link[c.id] >= 0.9] == []


def test_a_trace_accepts_no_other_person() -> None:
    found = {c.id: one for c, one in zip(OTHERS, all_ranked(OTHERS), strict=True)}
    assert [id for id, one in found.items() if one.probability >= 0.9] == []
    assert [id for id, one in found.items() if one.decision is Decision.ACCEPT] == []


def test_records_of_one_person_are_still_found(by_link: dict[str, float]) -> None:
    assert [c.id for c in SAME_PEOPLE if by_link[c.id] < 0.5] == []
    kept = [case for case in SAME_PEOPLE if case.id not in REVIEWED]
    assert [c.id for c in kept if by_link[c.id] < 0.95] == []
    found = zip(kept, all_ranked(kept), strict=True)
    assert [c.id for c, one in found if one.decision is not Decision.ACCEPT] == []
