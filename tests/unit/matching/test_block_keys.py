"""Blocking keys: every rule finds its pair, turned parts too; keys are stable, since stored."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from matching.block.keys import RULES, TURNED, Keys, Rule, asked_keys_of, keys_of, rules_of
from matching.profile import Profile
from tests.tables import each
from tests.unit.matching.compare.small_people import Sides, known, numbered, sides, someone

SALEM, RENO = "Salem|OR|97301", "Reno|NV|89501"
BY_RULE: dict[Rule, tuple[Profile, Profile]] = {
    ("given",): (someone("ZEBULON||ORR"), someone("ZEBULON||DUNN")),
    ("surname",): (someone("ANN||WEXFORD"), someone("BO||WEXFORD")),
    ("surname_first", "given"): (someone("ANN||ORTEGA SALAS"), someone("ANN||SALAS")),
    ("surname", "given_initial"): (someone("A||ORR"), someone("ANN||ORR")),
    ("surname", "year"): (someone("ANN||ORR", born="1980"), someone("BO||ORR", born="1980-03-14")),
    ("surname", "zip5"): (someone("ANN||ORR", at=[f"1 Oak St|{SALEM}"]),
                          someone("BO||ORR", at=[f"9 Elm St|{SALEM}"])),
    ("surname", "street"): (someone("ANN||ORR", at=[f"1 Oak St|{SALEM}"]),
                            someone("BO||ORR", at=[f"9 Oak Ave|{RENO}"])),
    ("surname_head", "given"): (someone("ANN||WEXFORD"), someone("ANN||WEXHAM")),
    ("sound", "given"): (someone("ANN||SMITH"), someone("ANN||SMYTH")),
    ("sound", "given_initial", "year"): (someone("ANN||SMITH", born="1980"),
                                         someone("A||SMYTH", born="1980-03-14")),
    ("sound", "given_initial", "zip5"): (someone("ANN||SMITH", at=[f"|{SALEM}"]),
                                         someone("ALMA||SMYTH", at=[f"|{SALEM}"])),
    ("given", "year", "surname_initial"): (someone("ANN||WADE", born="1980"),
                                           someone("ANN||WEXFORD", born="1980")),
    ("given", "year", "zip5"): (someone("ANN||ORR", born="1980", at=[f"|{SALEM}"]),
                                someone("ANN||DUNN", born="1980", at=[f"|{SALEM}"])),
    ("given", "zip5", "street"): (someone("ANN||ORR", at=[f"1 Oak St|{SALEM}"]),
                                  someone("ANN||DUNN", at=[f"9 Oak St|{SALEM}"])),
    ("given", "zip5", "middle_initial"): (someone("ANN|B|ORR", at=[f"|{SALEM}"]),
                                          someone("ANN|BETH|DUNN", at=[f"|{SALEM}"])),
    ("given", "house"): (someone("ANN||ORR", at=[f"12 Oak St|{SALEM}"]),
                         someone("ANN||DUNN", at=[f"12 Elm St|{RENO}"])),
    ("year", "birthday"): (someone(born="1980-03-14"), someone("ANN||ORR", born="1980-03-14")),
    ("birthday", "given_initial", "surname_initial"): (someone("ANN||ORR", born="1980-03-14"),
                                                       someone("AL||OTIS", born="1990-03-14")),
    ("last4", "given_initial"): (known(someone("ANN||ORR"), numbered("4321")),
                                 known(someone("AL||DUNN"), numbered("900124321"))),
    ("last4", "surname_initial"): (known(someone("ANN||ORR"), numbered("4321")),
                                   known(someone("BO||OTIS"), numbered("4321"))),
    ("last4", "zip5"): (known(someone(at=[f"|{SALEM}"]), numbered("4321")),
                        known(someone(at=[f"|{SALEM}"]), numbered("4321"))),
    ("house", "street"): (someone(at=[f"12 Oak St|{SALEM}"]), someone(at=[f"12 Oak Ave|{RENO}"])),
    ("house", "zip5", "given_initial"): (someone("ANN||ORR", at=[f"12 Oak St|{SALEM}"]),
                                         someone("AL||DUNN", at=[f"12 Elm St|{SALEM}"])),
    ("street", "given_initial", "year"): (
        someone("ANN||ORR", born="1980", at=[f"12 Oak St|{SALEM}"]),
        someone("AL||DUNN", born="1980", at=[f"9 Oak St|{RENO}"])),
    ("phone",): (numbered(phones=["2125550142"]), numbered(phones=["5035550117", "2125550142"])),
    ("phone but its last digit",): (numbered(phones=["2125550142"]),
                                    numbered(phones=["2125550147"])),
    ("ssn",): (numbered("900124321"), known(someone("ANN||ORR"), numbered("900124321"))),
    ("email",): (numbered(emails=["a@example.com"]),
                 numbered(emails=["b@example.com", "a@example.com"])),
}  # fmt: skip
NUMBER_OF = {rule: number for number, rule in RULES.items()}


def common(two: Sides, rules: set[int]) -> set[int]:
    asked = asked_keys_of(two.facts, two.a, rules)
    return set(asked.key.tolist()) & set(keys_of(two.facts, two.b, rules).key.tolist())


def test_every_rule_has_an_example() -> None:
    assert set(BY_RULE) == set(RULES.values())


@each("rule", BY_RULE)
def test_a_rule_finds_its_pair_from_both_sides(rule: Rule) -> None:
    a, b = BY_RULE[rule]
    rules = {NUMBER_OF[rule]}
    assert common(sides([a], [b]), rules)
    assert common(sides([b], [a]), rules)
    assert not common(sides([a], [someone("XAVIER||QUILL", born="1931-07-29")]), rules)


OAK = [f"12 Oak St|{SALEM}"]
BY_TURNED_RULE: dict[Rule, tuple[Profile, Profile]] = {
    ("surname_first", "given"): (someone("ANN||WEXFORD"), someone("WEXFORD||ANN")),
    ("year", "birthday"): (someone(born="1980-03-12"), someone(born="1980-12-03")),
    ("surname", "year"): (someone("ANN||ORR", born="1980"), someone("ORE||ANN", born="1980")),
    ("surname", "zip5"): (
        someone("ANN||ORR", at=[f"|{SALEM}"]),
        someone("ORE||ANN", at=[f"|{SALEM}"]),
    ),
    ("surname", "street"): (someone("ANN||ORR", at=OAK), someone("ORE||ANN", at=OAK)),
    ("given", "year", "zip5"): (
        someone("ANN||ORR", born="1980", at=[f"|{SALEM}"]),
        someone("ORR||ANNE", born="1980", at=[f"|{SALEM}"]),
    ),
    ("given", "house"): (someone("ANN||ORR", at=OAK), someone("ORR||ANNE", at=OAK)),
}


def test_every_turned_rule_has_an_example() -> None:
    assert set(BY_TURNED_RULE) == set(TURNED)


@pytest.mark.parametrize(("rule", "a", "b"), [(r, *pair) for r, pair in BY_TURNED_RULE.items()])
def test_who_is_asked_for_is_tried_with_parts_turned(rule: Rule, a: Profile, b: Profile) -> None:
    assert rule in TURNED
    number = NUMBER_OF[rule]
    two = sides([a], [b])
    assert common(two, {number})
    stored = keys_of(two.facts, two.a, {number}).key
    assert not set(stored.tolist()) & set(keys_of(two.facts, two.b, {number}).key.tolist())


def test_what_is_not_known_gives_no_key() -> None:
    nobody = sides([], [Profile(), someone("J||")])
    assert len(keys_of(nobody.facts, nobody.b)) == 0
    assert len(asked_keys_of(nobody.facts, nobody.a)) == 0


def test_a_rule_that_is_not_asked_for_gives_no_key() -> None:
    two = sides([], [BY_RULE["surname",][0]])
    assert len(keys_of(two.facts, two.b, {NUMBER_OF["surname",]})) == 1
    assert len(keys_of(two.facts, two.b, ())) == 0


@pytest.mark.parametrize(
    ("parts", "rules"),
    [
        (["given"], {("given",)}),
        (["house", "street", "phone"], {("house", "street"), ("phone",)}),
        (["year"], set()),
        ([], set()),
    ],
)
def test_rules_that_look_at_some_parts_only(parts: list[str], rules: set[Rule]) -> None:
    assert {RULES[number] for number in rules_of(parts)} == rules


def test_compounds_give_a_key_for_each_outer_word() -> None:
    rule = {NUMBER_OF["surname_first", "given"]}
    two = sides([], [someone("ANN||ORTEGA SALAS"), someone("ANN||ORTEGA")])
    assert keys_of(two.facts, two.b, rule).owner.tolist().count(0) == 3
    assert keys_of(two.facts, two.b, rule).owner.tolist().count(1) == 1


def test_numbers_of_rules_are_pinned_since_keys_are_stored() -> None:
    assert RULES[0] == ("given",)
    assert RULES[16] == ("year", "birthday")
    assert RULES[25] == ("phone but its last digit",)
    assert RULES[27] == ("email",)
    assert len(RULES) == 28


PINNED = """
from tests.unit.matching.test_block_keys import pinned
print(*pinned())
"""


def pinned() -> list[int]:
    """The keys of one person by some rules."""
    one = sides([someone("BO||DUNN")], [known(
        someone("ANN|B|ORR", born="1980-03-14", at=[f"12 Oak St|{SALEM}"]),
        numbered("900124321", ["2125550142"]),
    )])  # fmt: skip
    rules = [0, 1, 5, 16, 18, 21, 24, 25]
    return [int(key) for rule in rules for key in keys_of(one.facts, one.b, {rule}).key]


def test_keys_are_pinned_since_they_are_stored() -> None:
    assert pinned() == [
        1859228203941758660,
        4433927021654312839,
        9286663665795998200,
        5578445884219034002,
        12307510362734874762,
        16594728316250131861,
        9527544987187152608,
        1315989439786435120,
    ]


@pytest.mark.parametrize("seed", ["1", "77"])
def test_keys_are_the_same_in_another_process(seed: str) -> None:
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(
        [sys.executable, "-c", PINNED], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(key) for key in pinned()]


def test_other_people_around_change_no_key() -> None:
    person = BY_RULE["given", "zip5", "street"][0]
    alone, among = sides([], [person]), sides([someone("X||Y")], [someone("Q||RS"), person])
    keys = keys_of(among.facts, among.b)
    own = Keys(keys.key[keys.owner == 1], keys.owner[keys.owner == 1])
    assert sorted(own.key.tolist()) == sorted(keys_of(alone.facts, alone.b).key.tolist())
    assert own.key.dtype == np.uint64
