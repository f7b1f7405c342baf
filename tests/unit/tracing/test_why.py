"""Why facts are believed less than wanted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skiptrace.model.match import Decision, Term
from skiptrace.tracing.findings import FindingMaker
from skiptrace.tracing.why import too_unsure
from tests.candidates import at, make_candidate, make_record

PRIOR = Term("prior", "prior", -12.0, "one in four thousand")
SURNAME = Term("surname", "exact", 8.0, "surnames agree")
OTHER_BIRTH = Term("birth", "other year", -7.0, "born in another year")


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.8999, "born in another year; surname agrees; the record is the subject's at 89%"),
        (0.97, "only 1 independent source says so as agent, too weak a word on its own"),
    ],
)
def test_an_unsure_record_and_a_weak_source_are_told_apart(
    maker: FindingMaker, probability: float, words: str
) -> None:
    record = make_record(addresses=(at(role="agent"),))
    one = replace(
        make_candidate(record, probability, Decision.REVIEW), terms=(PRIOR, SURNAME, OTHER_BIRTH)
    )
    facts = [f for f in maker.reader.facts(one) if f.role == "agent"]
    assert too_unsure(facts, 0.9, 1) == words
