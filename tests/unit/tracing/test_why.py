"""The decisive reason: what agrees, or the one thing that held a finding back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skiptrace.model.match import Decision, Term
from skiptrace.tracing.findings import FindingMaker
from skiptrace.tracing.why import agreeing, held_back, too_unsure
from tests.candidates import at, make_candidate, make_record

PRIOR = Term("prior", "prior", -12.0, "one in four thousand")
MANY = Term("population", "population", -4.0, "a large source")
SURNAME = Term("surname", "exact", 8.0, "surnames agree")
BOTH_NAMES = Term("surname and given", "exact and exact", 9.0, "both names agree")
BIRTH = Term("birth", "exact", 9.5, "born on the same day")
NO_SSN = Term("ssn", "no data", 0.0, "no number on one side")
OTHER_BIRTH = Term("birth", "other year", -7.0, "born in another year")
RIVAL = Term("rival", "close", -2.0, "somebody else fits as well")


@pytest.mark.parametrize(
    ("terms", "veto", "words"),
    [
        ((PRIOR, SURNAME, OTHER_BIRTH, RIVAL), "", "born in another year"),
        ((PRIOR, SURNAME, BIRTH, RIVAL), "", "somebody else fits as well"),
        ((PRIOR, MANY, SURNAME, NO_SSN), "", "nothing beside the name agrees"),
        ((PRIOR, BOTH_NAMES), "", "nothing beside the name agrees"),
        ((PRIOR, MANY, BIRTH), "", "too little agrees"),
        ((PRIOR, SURNAME, OTHER_BIRTH), "a relative at the address", "a relative at the address"),
    ],
)
def test_what_held_a_record_back(terms: tuple[Term, ...], veto: str, words: str) -> None:
    one = replace(make_candidate(make_record(), 0.4, Decision.REVIEW), terms=terms, veto=veto)
    assert held_back(one) == words


def test_what_agrees_comes_with_the_most_telling_first() -> None:
    one = replace(make_candidate(make_record()), terms=(PRIOR, SURNAME, RIVAL, BIRTH, NO_SSN))
    assert agreeing(one) == "born on the same day, surnames agree"
    assert agreeing(replace(one, terms=(PRIOR, NO_SSN))) == ""


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.8999, "the record is the subject's at 89%: born in another year"),
        (0.97, "only 1 independent source says so as agent, too weak a word on its own"),
    ],
)
def test_an_unsure_record_and_a_weak_source_are_told_apart(
    maker: FindingMaker, probability: float, words: str
) -> None:
    record = make_record(addresses=(at(role="agent"),))
    one = replace(make_candidate(record, probability), terms=(PRIOR, SURNAME, OTHER_BIRTH))
    facts = [f for f in maker.reader.facts(one) if f.role == "agent"]
    assert too_unsure(facts, 0.9, 1) == words
