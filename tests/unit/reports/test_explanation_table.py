"""The explanation in words: its order, its groups, and that it adds up to the last digit."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skiptrace.model.match import Term
from skiptrace.reports.content import ReportCase
from skiptrace.reports.explanation import explain, print_explanation
from skiptrace.reports.explanation_steps import (
    Steps,
    by_group,
    chance,
    decimals_of,
    grouped,
    probability_of,
    steps_of,
    written,
)
from skiptrace.reports.terminal import console_for

NAMES = ("prior", "population", "surname", "given", "middle", "birth", "ssn", "phone", "email",
         "place", "surname and birth", "place and locality", "rival", "support and place",
         "namesakes", "competition", "via bureau", "something new")  # fmt: skip
SIXTY_FOURTHS = st.integers(-3000, 3000).map(lambda n: n / 64)
TWENTIETHS = st.integers(-(2**25), 2**25).map(lambda n: n / 2**20)


def terms_of(weights: st.SearchStrategy[float]) -> st.SearchStrategy[list[Term]]:
    one = st.builds(
        Term,
        st.sampled_from(NAMES),
        st.sampled_from(("exact", "different", "no data")),
        st.one_of(weights, st.just(0.0), st.integers(-15, 15).map(lambda n: n / 64)),
        st.just("words"),
    )
    return st.lists(one, max_size=40)


def told_of(*terms: Term) -> Steps:
    return steps_of(terms, sum(term.weight for term in terms))


def term(name: str, weight: float, level: str = "exact") -> Term:
    return Term(name, level, weight, f"words of {name}")


def names(told: Steps) -> list[str]:
    return [step.name for step in told.steps]


@settings(max_examples=150, deadline=None)
@given(terms=terms_of(SIXTY_FOURTHS))
def test_steps_of_random_terms_add_up_exactly_as_printed(terms: list[Term]) -> None:
    weight = sum(term.weight for term in terms)
    for told in (
        steps_of(terms, weight),
        by_group(steps_of(terms, weight)),
    ):
        assert told.total == Fraction(weight)
        column = written(told, decimals_of(told))
        assert [Fraction(cell) for cell in column.weights] == [s.weight for s in told.steps]
        assert [Fraction(cell) for cell in column.sums] == list(told.sums)
        assert sum(map(Decimal, column.weights)) == Decimal(weight)


@settings(max_examples=100, deadline=None)
@given(terms=terms_of(TWENTIETHS), places=st.integers(2, 6))
def test_a_rounded_column_adds_up_too(terms: list[Term], places: int) -> None:
    told = steps_of(terms, sum(term.weight for term in terms))
    column, running = written(told, places), Decimal(0)
    unit = Decimal(1).scaleb(-places)
    for step, weight, so_far in zip(told.steps, column.weights, column.sums, strict=True):
        running += Decimal(weight)
        assert running == Decimal(so_far)
        assert abs(Fraction(weight) - step.weight) <= Fraction(unit)
        assert len(weight.partition(".")[2]) == places


def test_terms_are_told_from_the_prior_to_the_competition() -> None:
    jumbled = ["via bureau", "support and place", "competition", "place and locality", "rival",
               "something new", "place", "email", "phone", "ssn", "surname and birth", "birth",
               "middle", "given rarity", "given", "surname rarity", "surname", "population",
               "prior"]  # fmt: skip
    assert names(told_of(*(term(name, 1.0) for name in jumbled))) == [
        "prior", "population", "surname", "surname rarity", "given", "given rarity", "middle",
        "birth", "ssn", "phone", "email", "place", "something new", "surname and birth",
        "place and locality", "rival", "support and place", "competition", "via bureau",
    ]  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(terms=terms_of(SIXTY_FOURTHS))
def test_every_step_stands_in_one_group_in_the_same_order(terms: list[Term]) -> None:
    told = steps_of(terms, sum(term.weight for term in terms))
    groups = grouped(told)
    assert [step for group in groups for step in group.steps] == list(told.steps)
    assert len({group.label for group in groups}) == len(groups)
    assert [step.weight for step in by_group(told).steps] == [group.weight for group in groups]


def test_terms_are_told_by_what_they_are_about() -> None:
    told = told_of(
        term("prior", -9.0),
        term("surname", 7.5),
        term("middle", 0.234375),
        term("given", -0.5),
        term("phone", 0.25),
        term("surname and birth", -0.125),
        term("rival", -1.0),
        term("constraint", -2.0),
    )
    assert [(g.label, names(Steps(g.steps, ())), g.weight) for g in grouped(told)] == [
        ("where it starts", ["prior"], -9),
        ("name", ["surname", "given", "middle"], Fraction(463, 64)),
        ("phone and e-mail", ["phone"], Fraction(1, 4)),
        ("what agrees together", ["surname and birth"], Fraction(-1, 8)),
        ("the other records", ["rival"], -1),
        ("held down", ["constraint"], -2),
    ]
    name, phone = by_group(told).steps[1:3]
    assert name.words == "name: words of surname; words of given; words of middle"
    assert phone.words == "words of phone", "one alone is told itself"


def test_terms_of_one_name_and_level_are_one_step() -> None:
    told = told_of(term("birth", 8.5), term("ssn", 1.0), term("birth", -0.75))
    assert [(s.name, s.weight) for s in told.steps] == [
        ("birth", Fraction(31, 4)),
        ("ssn", Fraction(1)),
    ]


def test_what_had_no_data_is_named_once_and_a_missing_rival_is_no_gap() -> None:
    told = told_of(
        term("surname", 4.0),
        term("phone", 0.0, "no data"),
        term("email", 0.0, "no data"),
        term("phone", 0.0, "no data"),
        term("rival", 0.0, "no data"),
        term("generation", 0.0, "no data"),
        term("birth and place", 0.0, "no data"),
        term("birth", -0.5, "no data"),
    )
    assert told.not_known == ("phone", "e-mail")
    assert names(told) == ["surname", "birth"]


@pytest.mark.parametrize(("stored", "rest"), [(7.0, None), (7.5, 0.5), (-1.0, -8.0)])
def test_a_weight_that_its_terms_do_not_make_is_shown_as_such(
    stored: float, rest: float | None
) -> None:
    told = steps_of([term("prior", -3.0), term("ssn", 10.0)], stored)
    assert told.total == stored
    extra = [step.weight for step in told.steps if step.label == "not accounted for"]
    assert extra == ([] if rest is None else [rest])


def test_sums_that_floats_cannot_hold_leave_no_rest() -> None:
    weights = (0.1, 0.2, 0.3, -0.7)
    told = steps_of([term(f"c{n}", w) for n, w in enumerate(weights)], sum(weights))
    assert len(told.steps) == 4


@pytest.mark.parametrize(
    ("weight", "said"),
    [
        (0, "50.0%"),
        (4.25, "95.0%"),
        (-10, "1 in 1,025"),
        (-30, "under 1 in a million"),
        (-5000, "under 1 in a million"),
        (5000, "100%"),
    ],
)
def test_a_probability_is_told_so_that_rare_ones_can_be_told_apart(
    weight: float, said: str
) -> None:
    assert chance(probability_of(Fraction(weight))) == said


def printed(case: ReportCase, terms: Sequence[Term]) -> list[str]:
    """The lines of an explanation whose first record has these terms."""
    key, candidate = next(iter(case.candidates.items()))
    weight = sum(term.weight for term in terms)
    changed = replace(candidate, terms=tuple(terms), weight=weight, probability=0.5)
    stream = io.StringIO()
    case = replace(case, candidates={key: changed})
    print_explanation(explain(case, case.findings[0].id), console_for(stream))
    return stream.getvalue().splitlines()


def test_the_printed_column_adds_up_to_the_printed_final_weight(case: ReportCase) -> None:
    terms = [
        Term("prior", "prior", -547 / 64, "how rarely a record is about the subject"),
        Term("ssn", "full", 701 / 64, "social security numbers agree"),
        Term("birth", "exact", 300 / 64, "dates of birth agree"),
        Term("surname and birth", "exact and exact", -93 / 64, "surnames agree; births agree"),
        Term("middle", "initial", 11 / 64, "middle initials agree"),
        Term("register", "one record a person", -3 / 64, "one record a person"),
        Term("phone", "no data", 0.0, "a phone number is missing"),
        Term("competition", "rivals", -1 / 64 - 1, "others share"),
    ]
    lines = printed(case, terms)
    cells = [re.findall(r"[+-]\d+\.\d{6}", line) for line in lines]
    weights = [Decimal(found[0]) for found in cells if len(found) == 2]
    final = next(line for line in lines if line.startswith("final weight"))
    assert len(weights) == 7
    assert sum(weights) == Decimal(re.findall(r"[+-]\d+\.\d{6}", final)[0])
    assert sum(weights) == Decimal(sum(term.weight for term in terms))
    text = "\n".join(lines)
    assert (
        "terms" not in text.replace("all terms together", "")
        and "together: surnames agree; births agree" in text
    )
    assert "not known on one side: phone" in lines
    assert [line.split("  ")[0] for line in lines if re.search(r"[+-]\d\.\d{6}", line)][:2] == [
        "prior",
        "middle name",
    ]
