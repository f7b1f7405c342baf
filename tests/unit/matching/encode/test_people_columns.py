"""People as columns: what a profile becomes, packed numbers, and pairs of several values."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.encode.batch import NOT_KNOWN, PersonBatch, Words, one_each
from matching.encode.profiles import batch_of_profiles
from matching.encode.ragged import row_pairs, value_pairs
from matching.profile import Profile
from tests.unit.matching.compare.small_people import known, numbered, someone

SALEM = "Salem|OR|97301"
WORDS = Words()


def people(*profiles: Profile) -> PersonBatch:
    return batch_of_profiles(profiles, WORDS)


def test_nobody() -> None:
    none = people()
    assert len(none) == 0
    assert none.names.start.tolist() == none.phones.start.tolist() == [0]


def test_who_is_not_known_has_one_empty_name_and_place() -> None:
    one = people(Profile())
    assert one.names.start.tolist() == one.places.start.tolist() == [0, 1]
    assert one.names.surname.tolist() == one.places.zip5.tolist() == [0]
    assert one.phones.start.tolist() == one.emails.start.tolist() == [0, 0]
    assert (one.ssn[0], one.last4[0]) == (NOT_KNOWN, NOT_KNOWN)
    assert one.packed_ssn.tolist() == one.packed_last4.tolist() == [0]


def test_a_name_has_its_outer_words() -> None:
    one = people(someone("MARY ANN|BETH|ORTEGA SALAS|JR"))
    words, names = WORDS.names.words, one.names
    columns = (
        names.given, names.given_first, names.middle, names.surname, names.surname_first,
        names.surname_last,
    )  # fmt: skip
    told = [words[int(column[0])] for column in columns]
    assert told == ["MARYANN", "MARY", "BETH", "ORTEGASALAS", "ORTEGA", "SALAS"]
    assert names.generation.tolist() == [2]


@pytest.mark.parametrize(
    ("text", "order"), [("SR", 1), ("JR", 2), ("II", 7), ("III", 3), ("IV", 4), ("V", 5), ("", 0)]
)
def test_generations(text: str, order: int) -> None:
    assert people(someone(f"AL||ORR|{text}")).names.generation.tolist() == [order]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("12 N Oak St Apt 4", ("12", "OAK", "12", "N OAK ST", "APT 4")),
        ("12 1/2 Oak St", ("121/2", "OAK", "12 1/2", "OAK ST", "")),
        ("12 Oak St Bldg 2 Apt 4", ("12", "OAK", "12", "OAK ST", "BLDG 2 APT 4")),
        ("12 Oak St PMB 3", ("12", "OAK", "12", "OAK ST", "3")),
        ("PO Box 077", ("77", "PO BOX", "PO 077", "=po_box", "")),
        ("RR 3 Box 98-D", ("98D", "RR 3", "BOX 98D", "=rural_route 3", "")),
        ("", ("", "", "", "", "")),
    ],
)
def test_an_address_in_words(line: str, place: tuple[str, ...]) -> None:
    one = people(someone(at=[f"{line}|{SALEM}"]))
    words, places = WORDS, one.places
    told = (
        words.houses.words[int(places.house[0])],
        words.cores.words[int(places.core[0])],
        words.houses.words[int(places.number[0])],
        words.streets.words[int(places.street[0])],
        words.units.words[int(places.unit[0])],
    )
    assert tuple(" ".join(re.findall(r"[^\x1e\x1f ]+", text)) for text in told) == place
    assert words.last_lines.words[int(places.last[0])].split("\x1f") == ["SALEM", "OR", "97301", ""]
    assert places.zip5.tolist() == [97301]
    assert places.packed_zip.tolist() == [0x97301]


@pytest.mark.parametrize(
    ("born", "digits"), [("1980-03-14", 0x19800314), ("1980-03", 0), ("1980", 0), ("", 0)]
)
def test_packed_births(born: str, digits: int) -> None:
    assert people(someone(born=born)).packed_birth.tolist() == [digits]


def test_numbers_keep_their_zeros() -> None:
    one = people(numbered("900120012", ["2125550142"], ["a@example.com"]))
    assert one.packed_ssn.tolist() == [0x900120012]
    assert one.packed_last4.tolist() == [0x12]
    assert one.phones.packed.tolist() == [0x2125550142]


def test_a_phone_of_another_country_is_left_out() -> None:
    abroad = Profile(phones=("+442079460123", "+12125550142"))
    assert people(abroad).phones.values.tolist() == [2125550142]


def test_equal_words_of_two_sides_have_equal_codes() -> None:
    words = Words()
    a = batch_of_profiles([someone("ANN||ORR", at=[f"1 Oak St|{SALEM}"])], words)
    b = batch_of_profiles([someone("ORR||ANN", at=[f"9 Oak St|{SALEM}"])], words)
    assert (a.names.given[0], a.names.surname[0]) == (b.names.surname[0], b.names.given[0])
    assert a.places.street[0] == b.places.street[0] != 0


def test_several_values_stay_with_their_person() -> None:
    first = known(
        someone("ANN||ORR", "ANN||POE", at=[f"1 Oak St|{SALEM}"] * 1),
        numbered(phones=["2125550142", "2125550143"]),
    )
    three = people(first, Profile(), someone("BO||DUNN"))
    assert three.names.start.tolist() == [0, 2, 3, 4]
    assert three.phones.start.tolist() == [0, 2, 2, 2]
    assert not three.names.is_one_each
    assert three.places.is_one_each


@pytest.mark.parametrize(
    ("counts", "each"), [([1, 1], True), ([], True), ([0, 2], False), ([2, 0], False), ([2], False)]
)
def test_one_value_each(counts: list[int], each: bool) -> None:
    assert one_each(np.concatenate(([0], np.cumsum(counts))).astype(np.int64)) is each


COUNTS = st.lists(st.integers(1, 3), min_size=1, max_size=5)


@given(COUNTS, COUNTS, st.data())
def test_every_value_meets_every_value(a: list[int], b: list[int], data: st.DataObject) -> None:
    pairs = st.tuples(st.integers(0, len(a) - 1), st.integers(0, len(b) - 1))
    chosen = data.draw(st.lists(pairs, max_size=6))
    starts_a = np.concatenate(([0], np.cumsum(a)))
    starts_b = np.concatenate(([0], np.cumsum(b)))
    i = np.array([x for x, _ in chosen], dtype=np.int64)
    j = np.array([y for _, y in chosen], dtype=np.int64)
    found = value_pairs(starts_a, i, starts_b, j)
    expected = [
        (x, y)
        for p, q in chosen
        for x in range(starts_a[p], starts_a[p + 1])
        for y in range(starts_b[q], starts_b[q + 1])
    ]
    assert list(zip(found.left.tolist(), found.right.tolist(), strict=True)) == expected
    ranks = np.array([(x * 7 + y * 3) % 5 for x, y in expected], dtype=np.int64)
    best = ranks[found.best(ranks)].tolist()
    assert best == [
        min(
            (x * 7 + y * 3) % 5
            for x in range(starts_a[p], starts_a[p + 1])
            for y in range(starts_b[q], starts_b[q + 1])
        )
        for p, q in chosen
    ]


def test_the_first_of_equal_values_is_the_best() -> None:
    found = value_pairs(np.array([0, 2]), np.array([0]), np.array([0, 2]), np.array([0]))
    assert found.best(np.array([1, 0, 0, 1])) == [1]


def test_rows_of_people_with_one_name_each_are_their_numbers() -> None:
    two = people(someone("ANN||ORR"), someone("BO||DUNN"))
    found = row_pairs(two.names, np.array([1]), two.names, np.array([0]))
    assert (found.left.tolist(), found.right.tolist(), found.starts) == ([1], [0], None)
