"""Each rule of organisations with cases in which it holds, and the nearest ones in which none does;
and the levels that comparisons of organisations come to."""

from __future__ import annotations

import pytest

from matching.score.constraints.held import LOWEST, RULES
from matching.score.constraints.organizations import ORGANIZATIONS
from tests.tables import each
from tests.unit.matching.organizations.companies import (
    ACROSS_TOWN,
    HOUSE,
    Case,
    Facts,
    levels_of,
    only,
)

NONE = {"ein": "", "register": ""}
BRAND = {"dba": "CAPITAL ROOFS"}
_AGENT = {"agent": "1 A ST", "agent_city": "SALEM", "agent_state": "OR", "agent_zip": "97301"}
AT_AGENT = only(**_AGENT), _AGENT
RULE_CASES: list[tuple[str, Facts, Facts]] = [
    ("eins contradict", {"ein": "07-9981223"}, {}),
    ("", {"ein": "07-3456789"}, {}),
    ("other series number", NONE | {"name": "WINKELMAN 14 LLC"}, {"name": "WINKELMAN 12 LLC"}),
    ("", {"name": "WINKELMAN 12 LLC"}, {"name": "WINKELMAN 12 LLC"}),
    ("series beside one number", {"name": "WINKELMAN 14 LLC"}, {"name": "WINKELMAN 12 LLC"}),
    ("no company name in common", NONE | {"name": "BRIGHTLEAF DENTAL", "phone": ""}, {}),
    ("other company name", NONE | {"name": "BRIGHTLEAF DENTAL"}, {}),
    ("other company name", NONE | {"name": "OSTRANDER ROOFING LLC"}, {}),
    ("other company name", NONE | {"name": "WINKELMAN DENTAL LLC", "phone": ""}, {}),
    ("other name beside proof", NONE | {"name": "WINKELMAN DENTAL LLC"}, {}),
    ("other name beside proof", only("ein", name="BRIGHTLEAF DENTAL"), {}),
    ("", {"name": "BRIGHTLEAF DENTAL"}, {}),
    ("", NONE | {"name": "BRIGHTLEAF DENTAL", "former": "WINKELMAN ROOFING"}, {}),
    ("formed elsewhere", NONE | {"formation": "CO"}, {}),
    ("", {"formation": "CO"}, {}),
    ("holding", NONE | {"name": "WINKELMAN ROOFING HOLDINGS LLC"}, {}),
    ("register numbers contradict", {"ein": "", "register": "L22000777888"}, {}),
    ("", {"ein": "", "register": "L22000777888", "formation": ""}, {}),
    ("", {"register": "L22000777888"}, {}),
    ("found elsewhere", only(**ACROSS_TOWN, city="SALEM", state="OR", phone="2025550199"), {}),
    ("", only("officer", **ACROSS_TOWN, city="SALEM", state="OR", phone="2025550199"), {}),
    ("nothing beside the company name", only(**ACROSS_TOWN, city="SALEM", state="OR"), {}),
    ("eins nearly agree", only(ein="07-3456789"), {}),
    ("other legal form", NONE | {"name": "WINKELMAN ROOFING INC"}, {}),
    ("", {"name": "WINKELMAN ROOFING INC"}, {}),
    ("trade name alone", NONE | ACROSS_TOWN | BRAND | {"name": "OTHER FOODS INC", "phone": "",
                                                       "email": ""}, BRAND),
    ("", NONE | BRAND | {"name": "OTHER FOODS INC"}, BRAND),
    ("name in part", only(name="WINKELMAN ROO"), {}),
    ("name in part", only("officer", name="WINKELMAN ROO"), {}),
    ("", only("phone", name="WINKELMAN ROO"), {}),
    ("nothing beside the company name", only(), {}),
    ("nothing beside the company name", only("city", "state", "zip"), {}),
    ("nothing beside the company name", *AT_AGENT),
    ("", only(*HOUSE), {}),
    ("", only("officer"), {}),
    ("", only("formation"), {}),
    ("nothing beside the company name", only("formation", name="WINKELMAN ROOFING"), {}),
]  # fmt: skip
CASES = [Case(str(at), record, asked) for at, (_, record, asked) in enumerate(RULE_CASES)]


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, str]]:
    return levels_of(CASES)


def test_a_rule_holds_where_it_should_and_nowhere_else(found: dict[str, dict[str, str]]) -> None:
    told = {case.what: found[case.what]["held"] for case in CASES}
    assert told == {case.what: rule for case, (rule, *_) in zip(CASES, RULE_CASES, strict=True)}


def test_every_rule_has_a_case_and_a_name_of_its_own() -> None:
    names = [rule.name for rule, _ in ORGANIZATIONS]
    assert {rule for rule, *_ in RULE_CASES} - {""} == set(names)
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_the_strictest_rule_stands_first() -> None:
    ceilings = [rule.ceiling for rule, _ in ORGANIZATIONS]
    assert ceilings == sorted(ceilings)
    assert min(rule.bits for rule in RULES) == LOWEST


LEVEL_CASES: list[tuple[str, str, Facts, Facts]] = [
    ("name", "exact", {}, {}),
    ("name", "exact", {"name": "Winkelman Roofing, L.L.C."}, {}),
    ("name", "form on one side", {"name": "WINKELMAN ROOFING"}, {}),
    ("name", "other form", {"name": "WINKELMAN ROOFING INC"}, {}),
    ("name", "former", {"name": "BRIGHTLEAF", "former": "WINKELMAN ROOFING"}, {}),
    ("name", "former", {"name": "BRIGHTLEAF FKA WINKELMAN ROOFING LLC"}, {}),
    ("name", "trade", {"name": "CAPITAL ROOFS"}, {"name": "WINKELMAN DBA CAPITAL ROOFS"}),
    ("name", "trade", BRAND | {"name": "OTHER INC"}, BRAND),
    ("name", "different", BRAND | {"name": "OTHER INC"}, {"dba": "ANOTHER NAME"}),
    ("name", "beginning", {"name": "WINKELMAN ROO"}, {}),
    ("name", "alike", {"name": "WINKELMAMN ROOFEING LLC"}, {}),
    ("name", "holding", {"name": "WINKELMAN ROOFING HOLDINGS LLC"}, {}),
    ("name", "same head", {"name": "WINKELMAN DENTAL LLC"}, {}),
    ("name", "shared words", {"name": "OSTRANDER ROOFING LLC"}, {}),
    ("present name", "different", {"name": "BRIGHTLEAF", "former": "WINKELMAN ROOFING"}, {}),
    ("present name", "other number", {"name": "WINKELMAN 14 LLC"}, {"name": "WINKELMAN 12 LLC"}),
    ("ein", "agree", {"ein": "073456780"}, {}),
    ("ein", "agree", {"ein": "73456780"}, {}),
    ("ein", "slip", {"ein": "07-3456708"}, {}),
    ("ein", "slip", {"ein": "07-3456788"}, {}),
    ("ein", "no data", {"ein": "00-0000000"}, {}),
    ("ein", "no data", {"ein": "n/a"}, {}),
    ("register number", "agree", {"register": "l19000123456"}, {}),
    ("register number", "agree", {"register": "0012-3456"}, {"register": "12-3456"}),
    ("register number", "different", {"register": "L22000777888"}, {}),
    ("register number", "no data", {"register": "L22000777888", "formation": "FL"}, {}),
    ("formation", "agree", {"formation": "Oregon"}, {}),
    ("formation", "different", {"formation": "CO"}, {}),
    ("officer", "same", {"officer": "WINKELMAN, HERBERT L"}, {}),
    ("officer", "nearly", {"officer": "H. WINKELMAN"}, {}),
    ("officer", "surname", {"officer": "GERDA WINKELMAN"}, {}),
    ("email", "same domain", {"email": "x@winkelmanroofing.example.com"}, {}),
    ("email", "different", {"email": "x@gmail.com"}, {"email": "y@gmail.com"}),
    ("place", "same delivery point", {"address": "100 North Main Street"}, {}),
    ("crowd", "an agent's", *AT_AGENT),
    ("name rarity", "under 6 bits", {}, {"name": "SERVICES LLC"}),
    ("name rarity", "over 16 bits", {}, {"name": "ZQWXKLT ROOFING"}),
    ("name rarity", "not asked", {"name": "BRIGHTLEAF"}, {}),
]  # fmt: skip


@pytest.fixture(scope="module")
def levels() -> dict[str, dict[str, str]]:
    cases = [Case(str(at), row[2], row[3]) for at, row in enumerate(LEVEL_CASES)]
    return levels_of(cases)


@each("at", range(len(LEVEL_CASES)))
def test_a_comparison_comes_to_its_level(at: int, levels: dict[str, dict[str, str]]) -> None:
    comparison, level, *_ = LEVEL_CASES[at]
    assert levels[str(at)][comparison] == level, LEVEL_CASES[at]


def test_the_order_of_the_sides_does_not_matter() -> None:
    """But for what a table says of the records: how many share an address, a phone, an e-mail."""
    turned = levels_of([
        Case(str(at), Case("", record, asked).sides()[0], Case("", record, asked).sides()[1])
        for at, (_, _, record, asked) in enumerate(LEVEL_CASES)
    ])  # fmt: skip
    straight = levels_of([Case(str(at), row[2], row[3]) for at, row in enumerate(LEVEL_CASES)])
    assert turned == straight
