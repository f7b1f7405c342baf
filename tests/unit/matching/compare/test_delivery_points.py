"""Many addresses by delivery point: only the same are one, whatever their order and number."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from random import Random

import pytest

from matching.compare.address.delivery_points import AddressIndex, are_one_place, delivery_points
from matching.compare.address.level import Relations, place_level
from matching.parse.address.form import NormalAddress
from matching.parse.address.read import normalize_address
from skiptrace.model.subject import PostalAddress

PAGES = (
    "14 Alder St, Barre, VT 05641",
    "14 Alder Street, Barre, VT 05641-2367",
    "14 Alder St, Barer, VT 05641",
    "14 Aldre St, Barre, VT 05641",
)


def read(text: str) -> NormalAddress:
    return normalize_address(PostalAddress(original=text))


def groups(texts: tuple[str, ...]) -> set[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for text, number in zip(texts, delivery_points([read(t) for t in texts]), strict=True):
        found.setdefault(number, set()).add(text)
    return {frozenset(one) for one in found.values()}


@pytest.mark.parametrize(
    ("texts", "count"),
    [
        (PAGES, 1),
        (("14 Alder St # 4, Barre, VT 05641", "14 Alder St Apt 4, Barre, VT 05641"), 1),
        (("14 Alder St # 4, Barre, VT 05641", "14 Alder St Apt 5, Barre, VT 05641"), 2),
        (("14 Alder St # 4, Barre, VT 05641", "14 Alder St PMB 4, Barre, VT 05641"), 1),
        (("14 Alder St, Barre, VT 05641", "14 Alder St Apt 5, Barre, VT 05641"), 2),
        (("14 State Rd 5, Barre, VT 05641", "14 VT Route 5, Barre, VT 05641"), 1),
        (("14 Alder St, Barre, VT", "14 Alder St, Barre, VT 05641"), 1),
        (("RR 3, Barre, VT 05641", "Rural Route 03, Barre, VT 05641"), 1),
        (("General Delivery, Barre, VT 05641", "Gen Delivery, Barre, VT 05641"), 1),
        (("14 Alder St, Barre, VT 05641", "14 Alder St, Rutland, VT 05641"), 2),
        (("84-15 Alder Ave, Elmhurst, NY 11373", "8415 Alder Ave, Elmhurst, NY 11373"), 1),
        (("unknown", "none"), 2),
    ],
)
def test_how_many_delivery_points_some_addresses_are(texts: tuple[str, ...], count: int) -> None:
    assert len(groups(texts)) == count


@pytest.mark.parametrize(
    ("texts", "together"),
    [
        (
            (
                "14 Alder St, Barre, VT",
                "14 Alder St, Barre, VT 05641",
                "14 Alder Street, Barre, VT 05641",
                "14 Alder St, Barre, VT 05640",
            ),
            {"14 Alder St, Barre, VT 05641", "14 Alder Street, Barre, VT 05641"},
        ),
        (
            (
                "14 Alder St # 4, Barre, VT 05641",
                "14 Alder St Apt 4, Barre, VT 05641",
                "14 Alder St Ste 4, Barre, VT 05641",
            ),
            set(),
        ),
    ],
    ids=["a ZIP code left out", "a unit of any kind"],
)
def test_what_agrees_with_two_that_differ_joins_neither(
    texts: tuple[str, ...], together: set[str]
) -> None:
    expected = {frozenset({text}) for text in texts if text not in together}
    for order in permutations(texts):
        assert groups(order) == expected | ({frozenset(together)} if together else set())


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The level of each pair of addresses that was compared."""
    levels: list[str] = []

    def counted(relations: Relations) -> tuple[str, str]:
        level, reason = place_level(relations)
        levels.append(level)
        return level, reason

    monkeypatch.setattr("matching.compare.address.delivery_points.place_level", counted)
    return levels


@pytest.mark.parametrize("line", ["{n} Alder St", "14 Alder St Fl {n}", "PO Box {n}"])
def test_six_thousand_addresses_take_one_comparison_a_pair_at_most(
    line: str, compared: list[str]
) -> None:
    told = [PostalAddress(line.format(n=n), "Barre", "VT", "05641") for n in range(1, 3001)]
    again = [replace(one, line=one.line.upper(), zip5="") for one in told]
    numbers = delivery_points([normalize_address(one) for one in (*told, *again)])
    assert numbers[:3000] == numbers[3000:]
    assert len(set(numbers)) == 3000
    assert compared == ["same delivery point"] * 3000


def test_a_crowd_at_one_house_number_is_left_apart_uncompared(compared: list[str]) -> None:
    parts = (PostalAddress("14 Alder St", zip5=f"{n:05}") for n in range(10_000, 10_200))
    addresses = [normalize_address(one) for one in parts]
    assert len(set(delivery_points([*addresses, *addresses]))) == 200
    assert compared == []


def test_the_order_of_a_thousand_addresses_changes_no_group() -> None:
    units = ("", "# 4", "Apt 4", "Ste 4", "PMB 4", "Fl 4")
    towns = ("Barre, VT 05641", "Barre, VT", "Barre, VT 05640", "Barre, NH 05641")
    texts = tuple(
        f"{n} Alder St {unit}, {town}" for n in range(1, 40) for unit in units for town in towns
    )
    mixed = list(texts)
    Random(7).shuffle(mixed)
    assert groups(texts) == groups(tuple(mixed))


@pytest.mark.parametrize(
    ("asked", "same", "unsure"),
    [
        ("14 Alder Street, Barre, VT 05641", ["house"], []),
        ("14 Alder St Apt 3, Barre, VT 05641", [], ["house"]),
        ("14 Alder, Barre, VT 05641", [], ["house"]),
        ("14A Alder St, Barre, VT 05641", [], ["house"]),
        ("16 Alder St, Barre, VT 05641", [], []),
        ("PO Box 0551, Barre, VT 05641", [], ["box"]),
        ("P.O. Box 551, Barre, VT 05641", ["box"], []),
        ("RR 3, Barre, VT 05641", [], ["route"]),
        ("12-14 Alder St, Barre, VT 05641", [], ["house"]),
        ("PO Box 14, Barre, VT 05641", [], []),
        ("551 Alder St, Barre, VT 05641", [], []),
        ("unknown", [], []),
    ],
)
def test_what_is_known_of_an_address(asked: str, same: list[str], unsure: list[str]) -> None:
    index = AddressIndex(
        [
            (read("14 Alder St, Barre, VT 05641"), "house"),
            (read("PO Box 551, Barre, VT 05641"), "box"),
            (read("RR 3 Box 98, Barre, VT 05641"), "route"),
            (read("unknown"), "nothing"),
        ]
    )
    assert index.same(read(asked)) == same
    assert [item for item, _ in index.unsure(read(asked))] == unsure


def test_what_reads_alike_is_one_even_where_the_decider_is_open() -> None:
    one = read("General Delivery, Barre, VT 05641")
    assert are_one_place(one, one)
    assert not are_one_place(read("unknown"), read("unknown"))
