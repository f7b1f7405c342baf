"""A record about the subject's own mail weighs three bits more, unless it contradicts."""

from __future__ import annotations

import pytest

from matching.rank.candidates import WeighedCandidate
from matching.rank.own_mail import OWN_MAIL, with_own_mail
from matching.score.constraints.rules import Rule
from skiptrace.model.match import Term

TERM = Term("prior", "prior", -1.5, "before anything is compared")


RULE = Rule("births contradict", "dates of birth contradict", 0.05)


@pytest.mark.parametrize(
    ("held", "weight", "names"),
    [(None, 1.5, ["prior", OWN_MAIL]), (RULE, -1.5, ["prior"])],
)
def test_own_mail_counts_unless_something_contradicts(
    held: Rule | None, weight: float, names: list[str]
) -> None:
    found = with_own_mail(WeighedCandidate((TERM,), -1.5, person=3, held=held))
    assert (found.weight, [term.name for term in found.terms]) == (weight, names)
    assert sum(term.weight for term in found.terms) == found.weight
    assert (found.person, found.held) == (3, held)
