"""Every level of every comparison has words for people, and every comparison its place."""

from __future__ import annotations

import re

import pytest

from config.match_tables import match_table
from matching.compare.organizations.level_words import organization_words
from matching.compare.organizations.pairs import LEVELS as OF_ORGANIZATIONS
from matching.compare.pairs import LEVELS
from matching.score.context import CONTEXT_LEVELS
from matching.score.former_organization_model import FORMER_LEVELS, FORMER_ORGANIZATION
from skiptrace.reports.explanation_order import PARTS, label_of, place_of
from tests.tables import each

ALL = {**LEVELS, **CONTEXT_LEVELS, FORMER_ORGANIZATION: FORMER_LEVELS}
PLAIN = (
    "prior",
    "population",
    "candidate",
    "competition",
    "calibration",
    "spread",
    "file",
    "own mail",
)


def test_the_table_has_the_comparisons_that_there_are_and_the_terms_that_compare_nothing() -> None:
    assert set(match_table("levels")) == {*ALL, *PLAIN}
    for name in PLAIN:
        own = [name, *{"file": ["lifted"], "competition": ["claimed"]}.get(name, [])]
        assert list(match_table("levels")[name]) == own
        assert any(name in names for names in PARTS.values())


@each("comparison", ALL)
def test_every_level_has_words_and_no_words_lack_a_level(comparison: str) -> None:
    assert tuple(match_table("levels")[comparison]) == ALL[comparison]


@each("comparison", ALL)
def test_words_are_short_plain_and_tell_levels_apart(comparison: str) -> None:
    words = list(match_table("levels")[comparison].values())
    assert len(set(words)) == len(words)
    for said in words:
        assert re.fullmatch(r"[A-Za-z0-9 ,.:;()'%-]{8,90}", said), said
        assert said == said.strip() and not said.endswith(".")


@pytest.mark.parametrize("comparison", ["surname rarity", "given rarity"])
def test_words_of_rarity_name_the_share_of_the_level(comparison: str) -> None:
    for level, words in list(match_table("levels")[comparison].items())[2:]:
        assert level.removeprefix("1 in ") in words


@each("comparison", ALL)
def test_every_comparison_is_told_in_a_part_of_its_own_and_has_a_name(comparison: str) -> None:
    part = list(PARTS)[place_of(comparison)[0]]
    assert comparison in PARTS[part]
    assert (part == "context") == (comparison in CONTEXT_LEVELS)
    assert label_of(comparison)


@each("comparison", OF_ORGANIZATIONS)
def test_every_level_of_organizations_has_short_words_that_name_no_person(comparison: str) -> None:
    part = list(PARTS)[place_of(comparison)[0]]
    assert comparison in PARTS[part]
    words = [organization_words()[f"{comparison}.{n}"] for n in OF_ORGANIZATIONS[comparison]]
    assert len(set(words)) == len(words)
    for said in words:
        assert re.fullmatch(r"[A-Za-z0-9 ,.:;()'%-]{8,90}", said), said
        assert "person" not in said and "people" not in said, said


@each("comparison", match_table("organization_levels"))
def test_no_words_of_organizations_lack_a_level(comparison: str) -> None:
    known = OF_ORGANIZATIONS.get(comparison, (comparison,))
    assert tuple(match_table("organization_levels")[comparison]) == known
