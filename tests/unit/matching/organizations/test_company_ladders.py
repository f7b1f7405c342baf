"""More agreement of organisations never weighs less: in no table, and in no pair of records."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import pytest

from config.default_model import ORGANIZATION_MODEL
from matching.compare.organizations.agreement import STEPS
from matching.score.context import CONTEXT_STEPS
from matching.score.organization_model import load_organization_model
from tests.unit.matching.organizations.companies import (
    ACROSS_TOWN,
    ELSEWHERE,
    Case,
    Facts,
    all_ranked,
    linked,
    only,
)

_ONE = 1e-9
NO_NUMBERS: Facts = {"ein": "", "register": ""}
LADDERS: Mapping[str, Sequence[Facts]] = {
    "name": [
        {}, {"name": "WINKELMAN ROOFING"}, {"name": "WINKELMAN ROOFING INC"},
        {"name": "OSTRANDER FARMS"},
    ],
    "name, slips": [
        {}, {"name": "WINKELMANN ROOFING LLC"}, {"name": "WINKELMAMM ROOFERS LLC"},
        {"name": "OSTRANDER FARMS LLC"},
    ],
    "name, words": [
        {}, {"name": "WINKELMAN ROOFING GUTTERS LLC"}, {"name": "WINKELMAN PLUMBING LLC"},
        {"name": "OSTRANDER ROOFING LLC"}, {"name": "BRIGHTLEAF DENTAL LLC"},
    ],
    "name, cut": [{}, {"name": "WINKELMAN ROO"}, {"name": "WINKELMAN P"}, {"name": "BRIGHTLEAF"}],
    "name, series": [{}, {"name": "WINKELMAN ROOFING 12 LLC"}],
    "name, known as": [
        {}, {"name": "BRIGHTLEAF EXTERIORS", "dba": "WINKELMAN ROOFING LLC"},
        {"name": "BRIGHTLEAF EXTERIORS"},
    ],
    "name, known before": [
        {}, {"name": "BRIGHTLEAF EXTERIORS", "former": "WINKELMAN ROOFING LLC"},
        {"name": "BRIGHTLEAF EXTERIORS"},
    ],
    "EIN": [{}, {"ein": "07-3456789"}, {"ein": "07-9981223"}],
    "EIN, unknown": [{}, {"ein": ""}, {"ein": "07-9981223"}],
    "register number": [{}, {"register": ""}, {"register": "L22000777888"}],
    "formation": [{}, {"formation": ""}, {"formation": "CO"}],
    "officer": [
        {}, {"officer": "H WINKELMAN"}, {"officer": "GERDA WINKELMAN"},
        {"officer": "RUTH OSTRANDER"},
    ],
    "officer, unknown": [{}, {"officer": ""}, {"officer": "RUTH OSTRANDER"}],
    "phone": [
        {}, {"phone": "2025550143"}, {"phone": "2025550187"}, {"phone": "2024440187"},
        {"phone": "3034440187"},
    ],
    "phone, unknown": [{}, {"phone": ""}, {"phone": "3034440187"}],
    "e-mail": [
        {}, {"email": "billing@winkelmanroofing.example.com"}, {"email": ""},
        {"email": "info@brightleaf.example.com"},
    ],
    "place": [
        {}, {"address": "100 N MAIN"}, {"address": "104 N MAIN ST"}, {"address": "771 N MAIN ST"},
        ACROSS_TOWN, {"address": "771 ORCHARD RD", "city": "PORTLAND", "zip": "97205"}, ELSEWHERE,
    ],
    "place, unknown": [{}, {"address": ""}, ELSEWHERE],
    "unit": [
        {"address": "100 N MAIN ST STE 4"}, {"address": "100 N MAIN ST"},
        {"address": "100 N MAIN ST STE 9"}, {"address": "771 N MAIN ST STE 9"}, ACROSS_TOWN,
    ],
}  # fmt: skip
BESIDE: Mapping[str, Facts] = {
    "all": {}, "no numbers": NO_NUMBERS, "no contact": {"phone": "", "email": "", "officer": ""},
    "address alone": only("address", "city", "state", "zip"), "phone alone": only("phone"),
    "EIN alone": only("ein"), "moved": ELSEWHERE | NO_NUMBERS,
    "other phone and mail": NO_NUMBERS | {"phone": "3034440187", "email": "x@other.example.com"},
}  # fmt: skip
SUBJECTS: Mapping[str, Facts] = {
    "": {},
    "in a suite, ": {"address": "100 N MAIN ST STE 4"},
}


def ladders() -> list[list[Case]]:
    """Every ladder beside every set of facts that it leaves alone, in a suite or not."""
    found = []
    for whose, subject in SUBJECTS.items():
        for beside, facts in BESIDE.items():
            for what, rungs in LADDERS.items():
                changed = {name for rung in rungs for name in rung}
                if bool(subject) is (what == "unit") and changed.isdisjoint(facts):
                    found.append([
                        Case(f"{whose}{what}, {beside}: {at}", {**facts, **rung}, subject)
                        for at, rung in enumerate(rungs)
                    ])  # fmt: skip
    return found


def test_no_step_of_any_table_weighs_less_whatever_stands_beside_it() -> None:
    model = load_organization_model(ORGANIZATION_MODEL)
    worse = [
        (part, comparison, box.levels[comparison][low], box.levels[comparison][high])
        for part, box in (("pair", model.pair), ("context", model.context))
        for comparison, steps in {**STEPS, **CONTEXT_STEPS}.items()
        for low, high in steps
        if comparison in box.levels and box.least_gain(comparison, low, high) < 0
    ]
    assert worse == []


def by_link(cases: Sequence[Case]) -> dict[str, float]:
    return {what: probability for what, (probability, _) in linked(cases).items()}


def by_trace(cases: Sequence[Case]) -> dict[str, float]:
    return {c.what: one.probability for c, one in zip(cases, all_ranked(cases), strict=True)}


def test_the_ladders_are_many_and_name_every_case_once() -> None:
    cases = [case for ladder in ladders() for case in ladder]
    assert len({case.what for case in cases}) == len(cases) > 200


@pytest.mark.parametrize("weighed", [by_link, by_trace])
def test_who_agrees_less_is_not_likelier(
    weighed: Callable[[Sequence[Case]], dict[str, float]],
) -> None:
    found = weighed([case for ladder in ladders() for case in ladder])
    worse = [
        f"{more.what} {found[more.what]:.4f} < {less.what} {found[less.what]:.4f}"
        for ladder in ladders()
        for more, less in pairwise(ladder)
        if found[less.what] > found[more.what] + _ONE
    ]
    assert worse == []
