"""The faults that sources put into what they copy."""

from __future__ import annotations

import pytest

from connectors.sandbox.town.address import Address, loose_line, spelled_line, titled
from connectors.sandbox.town.chance import WeightedDraw, between, stream
from connectors.sandbox.town.noise import Habit, keyed_line, slip, swapped_digits, written_name
from connectors.sandbox.town.person import Dwelling, Household, Person, Surname

_HOME = Address("12", "N", "OAK", "ST", "", "APT", "4B", "PORT ALVERA", "FL", "34801", "1234")
_BOX = Address("", "", "PO BOX 77", "", "", "", "", "PORT ALVERA", "FL", "34801")
_NO_FAULTS = Habit(0, 0, 0, 0, 0, 0)


def _person(**facts: str) -> Person:
    names = [Surname("GARCIA LOPEZ", 0), Surname("SMITH", 700_000)]
    household = Household([], Dwelling(_HOME), 0)
    given, suffix = facts.get("given", "WILLIAM"), facts.get("suffix", "JR")
    return Person("P1", False, 1, "900010001", given, "HENRY", suffix, names, 1, household)


@pytest.mark.parametrize(
    ("address", "standard", "spelled", "loose"),
    [
        (_HOME, "12 N OAK ST APT 4B", "12 North Oak Street, Apt 4B", "12 N OAK STR # 4B"),
        (_BOX, "PO BOX 77", "P.O. Box 77", "P O BOX 77"),
    ],
)
def test_three_ways_to_write_an_address(
    address: Address, standard: str, spelled: str, loose: str
) -> None:
    assert (address.line, spelled_line(address), loose_line(address)) == (standard, spelled, loose)


@pytest.mark.parametrize(
    ("capitals", "mixed"),
    [("PORT ST", "Port St"), ("O'BRIEN", "O'Brien"), ("GARCIA-LOPEZ", "Garcia-Lopez"), ("", "")],
)
def test_mixed_case(capitals: str, mixed: str) -> None:
    assert titled(capitals) == mixed


def test_a_source_without_faults_has_the_true_name_of_the_day() -> None:
    rng = stream(1, "x")
    early = written_name(rng, _NO_FAULTS, _person(), 600_000)
    late = written_name(rng, _NO_FAULTS, _person(), 710_000)
    assert tuple(early) == ("WILLIAM", "HENRY", "GARCIA LOPEZ", "JR")
    assert late.last == "SMITH"


@pytest.mark.parametrize(
    ("habit", "expected"),
    [
        (Habit(0, 1, 0, 0, 0, 0), {("BILL", "HENRY", "GARCIA LOPEZ", "JR")}),
        (Habit(0, 0, 1, 0, 0, 0), {("WILLIAM", "", "GARCIA LOPEZ", "JR")}),
        (Habit(0, 0, 0, 1, 0, 0), {("WILLIAM", "H", "GARCIA LOPEZ", "JR")}),
        (Habit(0, 0, 0, 0, 1, 0), {("WILLIAM", "HENRY", "GARCIA LOPEZ", "")}),
        (
            Habit(0, 0, 0, 0, 0, 1),
            {("WILLIAM", "HENRY", "GARCIA", "JR"), ("WILLIAM", "HENRY", "LOPEZ", "JR")},
        ),
    ],
    ids=["nickname", "no middle", "initial", "no suffix", "clipped"],
)
def test_each_habit_has_its_fault(habit: Habit, expected: set[tuple[str, ...]]) -> None:
    rng = stream(1, "x")
    seen = {tuple(written_name(rng, habit, _person(), 600_000)) for _ in range(60)}
    if habit.nickname:
        seen = {name for name in seen if name[0] not in ("WILL", "BILLY")}
    assert seen == expected


def test_a_slip_changes_little() -> None:
    rng = stream(1, "x")
    words = [slip(rng, "MORRISON") for _ in range(300)]
    assert all(abs(len(word) - 8) <= 1 and word[0] == "M" for word in words)
    assert len(set(words)) > 15
    assert any(character.isdigit() for word in words for character in word)
    assert slip(rng, "LI") == "LI"


def test_no_scanner_no_digits() -> None:
    rng = stream(1, "x")
    assert all(slip(rng, "MORRISON", scans=0).isalpha() for _ in range(300))


def test_swapped_digits_keep_the_digits() -> None:
    rng = stream(1, "x")
    assert all(sorted(swapped_digits(rng, "12345")) == list("12345") for _ in range(30))


def test_most_keyed_lines_are_standard() -> None:
    rng = stream(1, "x")
    lines = [keyed_line(rng, _HOME, 0.02) for _ in range(500)]
    assert 0.6 < lines.count(_HOME.line) / 500 < 0.9
    assert "12 N OAK ST" in lines, "the unit is lost now and then"


def test_streams_are_independent_and_repeatable() -> None:
    assert stream(7, "a").random() == stream(7, "a").random() != stream(7, "b").random()


def test_draws_follow_their_weights() -> None:
    rng, draw = stream(1, "x"), WeightedDraw("ab", (9, 1))
    drawn = [draw.draw(rng) for _ in range(2000)]
    assert 0.87 < drawn.count("a") / 2000 < 0.93
    assert {between(rng, 1, 3) for _ in range(100)} == {1, 2, 3}
    assert between(rng, 5, 2) == 5
