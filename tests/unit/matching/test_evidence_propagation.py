"""Facts lent by a sure record: what is lent, to whom, and what no loan may carry."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matching.rank.candidates import WeighedCandidate
from matching.rank.evidence_propagation import LendingRecord, Loan, raised, widened
from matching.score.constraints.rules import UNPROVED, Rule
from skiptrace.model.match import Term
from tests.unit.matching.compare.small_people import known, numbered, someone

OAK, ELM = "12 Oak St|Salem|OR|97301", "9 Elm St|Reno|NV|89501"
ONE_PERSON, OTHERS = 4.0, -9.0


@pytest.mark.parametrize(
    ("own", "lent", "wider"),
    [
        ("", "", ""),
        ("1980-03-14", "", "1980-03-14"),
        ("", "1980-03-14", "1980-03-14"),
        ("", "1980", "1980"),
        ("1980", "1980-03-14", "1980-03-14"),
        ("1980", "1980-03", "1980-03"),
        ("1980-03", "1980", "1980-03"),
        ("1980-03", "1980-03-14", "1980-03-14"),
        ("1980-03", "1980-04-14", "1980-03"),
        ("1980-03-14", "1980-03-15", "1980-03-14"),
    ],
)
def test_a_birth_is_lent_where_it_says_more(own: str, lent: str, wider: str) -> None:
    found = widened(someone(born=own), someone(born=lent)).dob
    assert str(found or "") == wider


def test_addresses_phones_and_emails_are_lent_once() -> None:
    number = numbered("900124321", ["5035550142"], ["a@example.com"])
    subject = known(someone("ANN||ORR", at=[OAK]), number)
    more = numbered("900965555", ["5035550142", "7755550117"], ["a@example.com", "b@example.com"])
    found = widened(subject, known(someone("ANNA||ORR", at=[OAK, ELM]), more))
    assert [known.address.street for known in found.addresses] == ["OAK", "ELM"]
    assert found.phones == ("+15035550142", "+17755550117")
    assert found.emails == ("a@example.com", "b@example.com")
    assert (found.names, found.ssn) == (subject.names, "900124321")


KIN = Rule("relative", "a relative of the same household", 0.05)
BORN = Rule("births contradict", "dates of birth contradict", 0.05)


def weighed(weight: float, person: int, *, held: Rule | None = None) -> WeighedCandidate:
    return WeighedCandidate((Term("prior", "prior", weight, "prior"),), weight, person, held)


LENDER = weighed(9.0, 0)
WEAK = weighed(-4.0, 1, held=UNPROVED)


def lend(
    own: WeighedCandidate, wider: WeighedCandidate, tie: float = ONE_PERSON
) -> WeighedCandidate:
    """What a record comes to that weighs `own` for the subject and `wider` with lent facts."""

    loan = Loan(LendingRecord(0, "bureau"), [LENDER, wider], np.array([ONE_PERSON, tie]))
    first, second = raised([LENDER, own], [loan])
    assert first == LENDER
    return second


def test_a_record_is_raised_by_what_it_shares_with_the_lender() -> None:
    found = lend(WEAK, weighed(6.0, 1))
    assert (found.weight, found.person, found.held) == (6.0, 0, None)
    assert [(term.name, term.weight) for term in found.terms[1:]] == [("via bureau", 10.0)]
    assert sum(term.weight for term in found.terms) == found.weight


def test_no_record_rises_above_its_lender() -> None:
    assert lend(WEAK, weighed(30.0, 1)).weight == LENDER.weight


@pytest.mark.parametrize(
    ("own", "wider", "tie"),
    [
        (WEAK, weighed(-4.0, 1), ONE_PERSON),
        (WEAK, weighed(-6.0, 1), ONE_PERSON),
        (WEAK, weighed(6.0, 1), OTHERS),
        (replace(WEAK, held=BORN), weighed(6.0, 1), ONE_PERSON),
        (WEAK, weighed(6.0, 1, held=KIN), ONE_PERSON),
        (weighed(12.0, 1), weighed(14.0, 1), ONE_PERSON),
    ],
)
def test_who_takes_nothing(own: WeighedCandidate, wider: WeighedCandidate, tie: float) -> None:
    assert lend(own, wider, tie) == own


def test_a_loan_proves_nothing_that_its_facts_do_not() -> None:
    assert lend(WEAK, weighed(6.0, 1, held=UNPROVED)).held is UNPROVED
    assert lend(WEAK, weighed(6.0, 1)).held is None


def test_the_better_of_two_lenders_counts_once() -> None:
    own = [LENDER, weighed(8.0, 0), WEAK]
    ties = np.full(3, ONE_PERSON)
    loans = [
        Loan(LendingRecord(at, source), [*own[:2], weighed(weight, 2)], ties)
        for at, source, weight in ((0, "bureau", 2.0), (1, "roll", 5.0))
    ]
    found = raised(own, loans)
    assert found[:2] == own[:2]
    assert found[2].weight == 5.0
    assert [term.name for term in found[2].terms] == ["prior", "via roll"]
