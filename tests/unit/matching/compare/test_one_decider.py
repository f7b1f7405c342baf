"""Whether two addresses are one is known once: all that reads them tells what `compare` tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product

import duckdb
import numpy as np
import pytest

from connectors.engine.record_map.facts import AddressColumns
from connectors.register.place_table import PlaceReader
from connectors.register.rows import RowTable
from matching.compare.address.delivery_points import AddressIndex, delivery_points
from matching.compare.address.level import PLACE, VERDICTS, Relations, place_level
from matching.compare.address.relate import compare_addresses
from matching.compare.address.relation import AddressVerdict, Part, PartRelation
from matching.compare.places import places_of_pairs
from matching.compare.words import word_facts
from matching.encode.batch import Places, Words
from matching.encode.layout import Layout, PlaceColumns
from matching.encode.profiles import batch_of_profiles
from matching.encode.tabular import batch_of_table
from matching.parse.address.parts import address_parts
from matching.parse.address.read import AddressKind, normalize_address
from matching.profile import Profile, ProfileAddress
from skiptrace.model.subject import PostalAddress
from tests.unit.matching.compare.address_grid import Pair, Told, grid, lists

PAIRS = [*grid(), *lists()]
LINE = PlaceColumns(line="line", city="city", state="state", zip="zip5")
PARTS = PlaceColumns(
    number="number", street="street", unit="unit", city="city", state="state", zip="zip5"
)
WHOLE = PlaceColumns(line="whole")
Sides = Callable[[Sequence[Told], Words], Places]


def in_parts(told: Told) -> PostalAddress:
    return PostalAddress(told.line, told.city, told.state, told.zip5)


def as_text(told: Told) -> PostalAddress:
    return PostalAddress(told.whole)


def profiles(told: Sequence[Told], words: Words) -> Places:
    known = (ProfileAddress(normalize_address(in_parts(one))) for one in told)
    return batch_of_profiles([Profile(addresses=(one,)) for one in known], words).places


def table(layout: PlaceColumns) -> Sides:
    names = ("number", "street", "unit", "line", "whole", "city", "state", "zip5")

    def read(told: Sequence[Told], words: Words) -> Places:
        with duckdb.connect() as con:
            texts = {name: np.array([getattr(one, name) for one in told], object) for name in names}
            con.register("people", {"no": np.arange(len(told)), **texts})
            return batch_of_table(con, "people", words, Layout(places=(layout,))).places

    return read


def register(told: Sequence[Told], words: Words) -> Places:
    names = ("line", "city", "state", "zip5")
    rows = RowTable(
        {name: [getattr(one, name) for one in told] for name in names}, range(len(told))
    )
    found = PlaceReader(words).table(
        AddressColumns(line=("line",), city="city", state="state", zip="zip5"), rows
    )
    return Places(np.arange(len(told) + 1), *np.ascontiguousarray(found.T))


def verdicts(pairs: Sequence[Pair], read: Sides) -> list[AddressVerdict]:
    words = Words()
    a, b = read([one for one, _ in pairs], words), read([other for _, other in pairs], words)
    at = np.arange(len(pairs))
    levels = places_of_pairs(word_facts(words).addresses, a, at, b, at)
    return [VERDICTS[PLACE[level]] for level in levels]


@pytest.mark.parametrize(
    ("read", "written"),
    [
        (profiles, in_parts), (table(LINE), in_parts), (table(PARTS), in_parts),
        (register, in_parts), (table(WHOLE), as_text),
    ],
    ids=["profile", "line", "parts", "register", "whole"],
)  # fmt: skip
def test_every_reading_tells_what_compare_tells(
    read: Sides, written: Callable[[Told], PostalAddress]
) -> None:
    compared = [
        compare_addresses(normalize_address(written(a)), normalize_address(written(b))).relation
        for a, b in PAIRS
    ]
    told = zip(PAIRS, compared, verdicts(PAIRS, read), strict=True)
    unlike = [(a.whole, b.whole, *both) for (a, b), *both in told if both[0] != both[1]]
    assert unlike == []


@pytest.mark.parametrize("written", [in_parts, as_text])
def test_grouping_and_looking_up_tell_what_compare_tells(
    written: Callable[[Told], PostalAddress],
) -> None:
    """What reads alike in every part is one; a street and a box are no two spellings of one.

    Nor is a street of which a character was lost one of any house that it may be beside. Of one
    place with its ZIP code and without, the one is not known by the other.
    """
    unlike: list[tuple[str, str]] = []
    for told, other in PAIRS:
        a, b = normalize_address(written(told)), normalize_address(written(other))
        compared = compare_addresses(a, b)
        relation = compared.relation
        is_read = AddressKind.UNPARSED not in (a.kind, b.kind)
        is_one = relation is AddressVerdict.SAME_DELIVERY_POINT or (
            is_read and address_parts(a) == address_parts(b)
        )
        is_sure = is_one and bool(a.zip5) is bool(b.zip5)
        is_open = is_read and relation is AddressVerdict.UNCERTAIN and not is_one
        is_open = is_open or (is_one and not is_sure)
        index = AddressIndex([(b, True)])
        said = (len(set(delivery_points([a, b]))) == 1, index.same(a) == [True])
        doubted = bool(index.unsure(a))
        is_lost = compared.reason == "a character of the street was lost"
        is_untold = is_open and (is_lost or is_box(a.kind) is not is_box(b.kind))
        if said != (is_one, is_sure) or (doubted or is_untold) is not is_open:
            unlike.append((told.whole, other.whole))
    assert unlike == []


def is_box(kind: AddressKind) -> bool:
    return kind not in (AddressKind.STREET, AddressKind.PUERTO_RICO)


def test_the_pairs_have_every_verdict() -> None:
    assert set(verdicts(PAIRS, profiles)) == set(AddressVerdict)


@pytest.mark.parametrize(("one", "other"), [(VERDICTS, PLACE), (PLACE, VERDICTS)])
def test_every_level_has_a_verdict(one: Sequence[str], other: Sequence[str]) -> None:
    assert set(one) <= set(other)


def test_every_relation_of_parts_has_a_level_and_no_doubt_is_one_place() -> None:
    for street, number, unit, last in product(Part, repeat=4):
        parts = [PartRelation(part) for part in (number, street, unit, last)]
        level, _ = place_level(Relations(*parts))
        if level == "same delivery point":
            assert street is number is Part.SAME
            assert Part.OPEN not in (unit, last)
        if VERDICTS[level] is not AddressVerdict.DIFFERENT and level != "no data":
            assert last is not Part.OTHER
