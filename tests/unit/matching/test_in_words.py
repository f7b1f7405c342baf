"""A match in one plain sentence: what decided against it comes first, and no bits are counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config.match_tables import match_table
from matching.in_words import _IN_PART, _NOUNS, _WHOLE, sentence
from skiptrace.model.match import Decision, Term
from tests.candidates import make_candidate, make_record

A, R, X = Decision.ACCEPT, Decision.REVIEW, Decision.REJECT


def term(name: str, level: str, weight: float, words: str = "") -> Term:
    return Term(name, level, weight, words or f"{name}: {level}")


PRIOR = term("prior", "prior", -9.0)
CALIBRATION = term("calibration", "calibration", -2.0)
SURNAME = term("surname", "exact", 0.9, "surnames agree")
RARE = term("surname rarity", "1 in 512", 3.0)
GIVEN = term("given", "exact", 2.9)
NAME = (SURNAME, RARE, GIVEN)
NICKNAME = term("given", "nickname", 2.2)
OTHER_GIVEN = term("given", "different", -5.1, "given names differ")
BORN = term("birth", "exact", 7.7)
YEAR = term("birth", "year only", 3.9)
NO_BIRTH = term("birth", "no data", 0.0)
NUMBER = term("ssn", "last four", 9.0)
PHONE = term("phone", "fictional", 3.8)
OTHER_PHONE = term("phone", "different", -1.1, "phone numbers differ")
ADDRESS = term("place", "same delivery point", 4.1)
MOVED = term("place", "different", -1.6, "addresses differ")
TOWN = term("locality", "zip and city", 1.1)
JOINT = term("surname and place", "exact and same delivery point", 4.0)
OWN = term("own mail", "own mail", 3.0)
LENT = term("via bureau", "agree", 4.0)
COMPETITION = term("competition", "competition", -5.0)
FITS_BETTER = term("rival", "-2 to -1", -2.0, "another person fits better (3 to 7 times)")
FITS_WORSE = term("rival", "3 to 5", -0.7, "the next best person fits much worse")
HOUSE = term("constraint", "neighbour", -4.0, "held at 85% at most: another house or unit")
IDLE = term("constraint", "neighbour", 0.0, "held at 85% at most: another house or unit")
FIRM = term("organization", "same", 8.0)
COMPANY = term("name", "form on one side", 7.0)
IN_PART = term("name", "same head", 2.0)
EIN = term("ein", "agree", 12.0)
OTHER_REGISTER = term("register number", "different", -6.0, "numbers of the register differ")
OFFICER = term("officer", "same", 3.0)

NAMES_OF = ("organization", "name", "surname", "given")
AGAINST_NOTHING = "; nothing speaks against"
CASES = [
    (A, (*NAME, BORN, PHONE), "name, full birth date and phone agree" + AGAINST_NOTHING),
    (A, (*NAME, ADDRESS, TOWN), "name and address agree" + AGAINST_NOTHING),
    (A, (*NAME, YEAR, TOWN), "name, birth year and town agree" + AGAINST_NOTHING),
    (A, (SURNAME, RARE, NICKNAME, NUMBER), "name in another form and last four digits of the "
        "social security number agree" + AGAINST_NOTHING),
    (A, (FIRM, ADDRESS), "name and address agree" + AGAINST_NOTHING),
    (A, (COMPANY, EIN, OFFICER), "name, employer identification number and an officer agree"
        + AGAINST_NOTHING),
    (R, (IN_PART, ADDRESS, OTHER_REGISTER), "numbers of the register differ; part of the name and "
        "address agree"),
    (R, (COMPANY,), "nothing beside the name agrees"),
    (A, (*NAME, OWN), "name and the debtor's own mail agree" + AGAINST_NOTHING),
    (A, (*NAME, LENT, MOVED), "name and facts that another record of the debtor gave agree; "
        "against it: addresses differ"),
    (A, (*NAME, BORN, MOVED, OTHER_PHONE, FITS_WORSE), "name and full birth date agree; "
        "against it: addresses differ and phone numbers differ"),
    (A, (*NAME, BORN, FITS_BETTER), "name and full birth date agree; "
        "against it: another person fits better (3 to 7 times)"),
    (A, (*NAME, ADDRESS, IDLE, JOINT), "name and address agree" + AGAINST_NOTHING),
    (A, (NO_BIRTH,), ""),
    (R, (*NAME, ADDRESS, COMPETITION), "another person fits as well; name and address agree"),
    (R, (*NAME, ADDRESS, FITS_BETTER), "another person fits better (3 to 7 times); "
        "name and address agree"),
    (R, (*NAME, TOWN, HOUSE, MOVED), "another house or unit; name and town agree"),
    (R, (*NAME, TOWN, IDLE), "another house or unit; name and town agree"),
    (X, (SURNAME, RARE, OTHER_GIVEN, ADDRESS), "given names differ; surname and address agree"),
    (R, NAME, "nothing beside the name agrees"),
    (R, (GIVEN,), "nothing beside the name agrees"),
    (R, (*NAME, TOWN), "only name and town agree, too little to be sure"),
    (X, (OTHER_GIVEN,), "given names differ"),
]  # fmt: skip


@pytest.mark.parametrize(("decision", "terms", "words"), CASES)
def test_a_match_in_one_sentence(decision: Decision, terms: tuple[Term, ...], words: str) -> None:
    whole = (PRIOR, *terms, CALIBRATION)
    one = replace(make_candidate(make_record(), 0.5, decision), terms=whole)
    assert sentence(one) == words
    turned = replace(one, terms=tuple(reversed(whole)))
    assert sentence(turned) == words, "the order of the terms does not matter"


def test_a_veto_comes_before_everything() -> None:
    terms = (PRIOR, *NAME, ADDRESS, HOUSE, COMPETITION)
    one = replace(make_candidate(make_record(), 0.5, X), terms=terms, veto="numbers contradict")
    assert sentence(one) == "numbers contradict; name and address agree"


def test_every_level_that_is_told_exists() -> None:
    tables = (match_table("levels"), match_table("organization_levels"))
    for name, nouns in _NOUNS.items():
        known = {level for table in tables for level in table.get(name, ())}
        assert set(nouns) <= known, name
    names = {level for table in tables for name in NAMES_OF for level in table.get(name, ())}
    assert names >= _WHOLE | _IN_PART
