"""Outcomes from the case file: what people judged, as candidates that a model weighed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.default_model import TRACE_MODEL
from jobs.linkage.model_outcomes import outcomes_of_case_file
from matching.compare.numbers import PHONE
from matching.replay import CANDIDATE, PRIOR
from matching.score.additive import UNITS_PER_BIT
from matching.score.person_model import load_model
from skiptrace.casefile.case import CaseFile, create_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.model.finding import FindingKind
from skiptrace.model.judgement import Verdict
from skiptrace.model.match import Term
from tests.integration.casefile import samples
from tests.integration.casefile.filling import make_judgement, trace

MODEL = load_model(TRACE_MODEL)
AGREE = PHONE.index("agree")


@pytest.fixture
def case(tmp_path: Path) -> Iterator[CaseFile]:
    made = create_case_file(f"sqlite:///{tmp_path / 'case.db'}", Keyring.generate())
    yield made
    made.close()


def terms(in_context: bool = True) -> tuple[Term, ...]:
    """A breakdown of the shipped model in which nothing but the phone agrees."""
    pair = {name: 0 for table in MODEL.pair.tables for name in table.of} | {"phone": AGREE}
    around = {name: 0 for table in MODEL.context.tables for name in table.of} | {"phone": AGREE}
    own = (
        Term(PRIOR, PRIOR, MODEL.pair.prior / UNITS_PER_BIT, ""),
        *MODEL.pair.terms(pair, MODEL.words),
    )
    if not in_context:
        return own
    beside = Term(CANDIDATE, CANDIDATE, MODEL.context.prior / UNITS_PER_BIT, "")
    return (*own, beside, *MODEL.context.terms(around, MODEL.words))


def judged(case: CaseFile, n: int, verdict: Verdict, **changes: object) -> None:
    """Account n with one candidate that the model weighed, and a judgement on its phone."""
    done = trace(case, n)
    own = replace(
        samples.make_candidate(done.answer.records[0]),
        terms=terms(),
        model=MODEL.id,
        weight=sum(term.weight for term in terms()),
    )
    candidate = replace(own, **changes)  # type: ignore[arg-type]
    with case.write() as tx:
        ids = case.matches.add(tx, done.order.id, [candidate])
        finding = samples.make_finding(
            done.order, ids["bureau", candidate.record.ref], candidate.record
        )
        case.findings.add(tx, [finding])
        case.judgements.add(tx, make_judgement(finding, verdict))


def test_right_and_wrong_parties_are_gathered_with_their_levels(case: CaseFile) -> None:
    judged(case, 1, Verdict.RIGHT_PARTY)
    judged(case, 2, Verdict.WRONG_PARTY)
    judged(case, 3, Verdict.BAD)
    found = outcomes_of_case_file(case, MODEL)
    assert sorted(found.outcomes.right.tolist()) == [False, True]
    assert found.outcomes.levels["phone"].tolist() == [AGREE, AGREE]
    weight = sum(term.weight for term in terms())
    assert found.outcomes.weight.tolist() == [weight, weight]
    assert len(set(found.outcomes.subject_ids)) == 2
    assert (found.of_other_models, found.alone) == (0, 0)


def test_a_later_judgement_counts(case: CaseFile) -> None:
    judged(case, 1, Verdict.WRONG_PARTY)
    judged_again = Verdict.RIGHT_PARTY
    with case.write() as tx:
        (entry,) = case.accounts.page(tx, ("", ""), 5)
        found = next(
            one
            for one in case.findings.current(tx, entry.account.id)
            if one.kind is FindingKind.PHONE
        )
        case.judgements.add(tx, make_judgement(found, judged_again))
    assert outcomes_of_case_file(case, MODEL).outcomes.right.tolist() == [True]


@pytest.mark.parametrize(
    ("changes", "others", "alone"),
    [({"model": "person-2025-01"}, 1, 0), ({"terms": terms(in_context=False)}, 0, 1)],
)
def test_what_cannot_be_learned_from_is_counted(
    case: CaseFile, changes: dict[str, object], others: int, alone: int
) -> None:
    judged(case, 1, Verdict.RIGHT_PARTY, **changes)
    found = outcomes_of_case_file(case, MODEL)
    assert (len(found.outcomes), found.of_other_models, found.alone) == (0, others, alone)


def test_an_empty_case_file_has_no_outcomes(case: CaseFile) -> None:
    found = outcomes_of_case_file(case, MODEL)
    assert (len(found.outcomes), found.of_other_models, found.alone) == (0, 0, 0)
