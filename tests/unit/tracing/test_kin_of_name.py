"""Where a relative bears the debtor's name, name and address alone show nobody's asset or phone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from candidates import at, call, sighting
from orders import make_order

from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate, Decision, Term
from skiptrace.model.record import Relation, RelationKind
from skiptrace.model.subject import PersonName
from skiptrace.tracing.kin_of_name import WORDS

Found = Callable[..., tuple[Finding, ...]]
SON = PersonName("Dana", "Q", "Holloway", "JR")


def record(*told: tuple[str, float], kin: Relation | None = None) -> Candidate:
    """An accepted record with the debtor's phone and address, which agrees by these terms too."""
    made = sighting("broker", phones=(call(),), addresses=(at(),))
    base = (Term("prior", "prior", -3.0, ""), Term("place", "exact", 6.0, ""))
    terms = (*base, *(Term(name, "exact", weight, "") for name, weight in told))
    own = replace(made.record, relations=(kin,) if kin else ())
    return replace(made, record=own, terms=terms)


def relative(name: PersonName, kind: RelationKind = RelationKind.RELATIVE) -> Relation:
    return Relation(kind, name, "child")


def rejected(candidate: Candidate) -> Candidate:
    return replace(candidate, decision=Decision.REJECT)


@pytest.mark.parametrize(
    ("candidates", "is_in_doubt"),
    [
        ([record()], False),
        ([record(kin=relative(SON))], True),
        ([record(kin=relative(PersonName("Dana", "", "Holloway")))], True),
        ([record(kin=relative(PersonName("D", "", "Holloway")))], True),
        # told apart by the name itself, or no relative
        ([record(kin=relative(PersonName("Ruth", "", "Holloway")))], False),
        ([record(kin=relative(PersonName("Dana", "", "Mercer")))], False),
        ([record(kin=relative(PersonName("Dana", "Wilhelmina", "Holloway")))], False),
        ([record(kin=relative(SON, RelationKind.ASSOCIATE))], False),
        # told apart by what the record says
        ([record(("birth", 9.0), kin=relative(SON))], False),
        ([record(("ssn", 9.0), kin=relative(SON))], False),
        ([record(("phone", 4.0), kin=relative(SON))], False),
        ([record(("email", 4.0), kin=relative(SON))], False),
        ([record(("generation", 2.0), kin=relative(SON))], False),
        ([record(("birth", -9.0), kin=relative(SON))], True),
        ([record(("birth", 0.0), kin=relative(SON))], True),
        # another record names the relative; one that is not the debtor's says nothing of him
        ([record(), record(("birth", 9.0), kin=relative(SON))], False),
        ([record(), rejected(record(kin=relative(SON)))], False),
    ],
)
def test_a_relative_of_the_same_name(
    found: Found, candidates: list[Candidate], is_in_doubt: bool
) -> None:
    numbered = [
        replace(one, record=replace(one.record, ref=f"R-{n}")) for n, one in enumerate(candidates)
    ]
    kinds = {FindingKind.PHONE, FindingKind.ADDRESS}
    told = [f for f in found(make_order(), *numbered) if f.kind in kinds]
    assert {f.kind for f in told} == kinds
    for finding in told:
        in_doubt = finding.status is FindingStatus.CANDIDATE and finding.reason == WORDS
        assert in_doubt is is_in_doubt
        assert is_in_doubt or finding.status is FindingStatus.VERIFIED
