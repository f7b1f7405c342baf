"""Names of two or three plain words: what is read quickly is what the grammars read."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from itertools import islice

import pytest

from config.census_names import census_name_shares
from config.match_tables import match_table
from matching.parse.name_field import roles as person_roles
from matching.parse.party import read as party_read
from matching.parse.party.plain_name import MARKED, plain_name
from matching.parse.party.read import Party, read_parties
from matching.parse.person.name_order import NameOrder
from tests.tables import each

SHAPES = (
    "{w} Quill", "Ann {w}", "Ann {w} Quill", "{w} Ann Quill", "Ann Quill {w}", "Ann {w} {v}",
    "{w} {v}", "{w} {v} Quill", "{w}, Ann", "Quill, {w}", "{w}, Ann B.", "Quill, Ann {w}",
    "{w}, {v} Ann", "Ann B {w}", "{w} B. {v}", "{w} V {v}", "{w}, {v} I",
    "{w} {v} B", "{v} {w} D.", "{w}, {v} Y", "{w} {v} E", "Quill {w} {v}", "{w} {v} JR",
    "{w} B {v} III", "{w}, {v} SR.", "{v} {w} C II", "{w} {v} V",
    "Ann D {w}", "{w} D. {v}", "{w} O {v}", "Ann O. {w}", "{v} I {w}",
)  # fmt: skip
AROUND = (
    "Estate of {t}", "Ann Quill c/o {t}", "{t} aka Ann Quill", "{t}, trustee for Ann Quill",
    "{t} as guardian of {t}", "ATTN {t}", "{t} TR", "The Estate of {t}", "{t} & Ann", "{t} dba {t}",
)  # fmt: skip
"""What stands around names that may be plain ones."""


def words_of(value: object) -> Iterator[str]:
    """Every word of two letters or more of a table, however it is nested."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from words_of(key)
            yield from words_of(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from words_of(inner)
    elif isinstance(value, str):
        yield from re.findall(r"[A-Za-z]{2,}", value)


def special_words() -> list[str]:
    """The words of all tables and of all expressions by which names are read."""
    found = [*words_of(match_table("names")), *words_of(match_table("organizations"))]
    patterns = [one for one in vars(person_roles).values() if isinstance(one, re.Pattern)]
    for pattern in (MARKED, *patterns):
        found += re.findall(r"[A-Z]{2,}", pattern.pattern)
    return sorted({word.upper() for word in found})


def census_words() -> list[str]:
    shares = census_name_shares()
    tables = (shares.surnames, shares.male_given, shares.female_given)
    return [word for table in tables for word in islice(table, 400)]


def texts(words: list[str], others: list[str], seed: int) -> Iterator[str]:
    """Each word in some shapes beside another one, in capitals, small letters or as names are."""
    rng = random.Random(seed)
    for word in words:
        for shape in rng.sample(SHAPES, 3):
            text = shape.format(w=word, v=rng.choice(others))
            yield rng.choice((str.upper, str.lower, str.title))(text)


@pytest.mark.parametrize("order", NameOrder)
@pytest.mark.parametrize("others", ["special words", "names"])
def test_what_is_read_quickly_is_what_the_grammars_read(order: NameOrder, others: str) -> None:
    special, census = special_words(), census_words()
    beside = special if others == "special words" else census
    quick = 0
    for text in (*texts(special, beside, 1), *texts(census, beside, 2)):
        if plain_name(text, order) is not None:
            quick += 1
            assert read_parties(text, order) == read_parties(f"{text} ", order), text
    assert quick > 1000


def by_grammars(text: str, order: NameOrder, patch: pytest.MonkeyPatch) -> list[str]:
    """What `read_parties` would read if no name were read quickly."""
    with patch.context() as without:
        for name in ("plain_name", "plain_estate"):
            without.setattr(party_read, name, lambda text, order: None)
        return told(party_read._read.__wrapped__(text, order))


def told(parties: Iterable[Party]) -> list[str]:
    """Everything of parties, their names' texts too."""
    return [f"{astuple(party)} {party.name.original}" for party in parties]


@pytest.mark.parametrize("order", NameOrder)
def test_a_plain_name_among_others_is_what_the_grammars_read(
    order: NameOrder, monkeypatch: pytest.MonkeyPatch
) -> None:
    special, census = special_words()[::3], census_words()[::2]
    rng, quick = random.Random(4), 0
    for text in (*texts(census, census, 5), *texts(special, census, 6)):
        whole = rng.choice(AROUND).format(t=text)
        quick += plain_name(text, order) is not None
        read = told(party_read._read.__wrapped__(whole, order))
        assert read == by_grammars(whole, order, monkeypatch), whole
    assert quick > 500


@each(
    ("text", "parts"),
    [
        ("Marguerite Ostrander", ("Marguerite", "", "Ostrander")),
        ("Marguerite L. Ostrander", ("Marguerite", "L", "Ostrander")),
        ("OSTRANDER, MARGUERITE LYNN", ("MARGUERITE", "LYNN", "OSTRANDER")),
        ("ostrander, marguerite l", ("marguerite", "l", "ostrander")),
        ("Ostrander Marguerite", ("Marguerite", "", "Ostrander")),
        ("OSTRANDER MARGUERITE L", ("MARGUERITE", "L", "OSTRANDER")),
        ("Ostrander, Marguerite D.", ("Marguerite", "D", "Ostrander")),
        ("Marguerite Ostrander Jr", ("Marguerite", "", "Ostrander")),
        ("Marguerite Ostrander jr", None),
        ("Marguerite V Ostrander", ("Marguerite", "V", "Ostrander")),
        ("Marguerite D. Ostrander", ("Marguerite", "D", "Ostrander")),
        ("Marguerite D Urso", None),
        ("Marguerite O Neill", None),
        ("Ostrander, Marguerite V", None),
        ("Dr Marguerite Ostrander", None),
        ("Maria de Ostrander", None),
        ("Ostrander Plumbing", None),
        ("Maria Garcia Lopez", None),
        ("Nguyen An", None),
        ("Ann O'Quill", None),
        ("Ann Quill MD", None),
        ("Ann Quill Ill", None),
        ("Ann Quill ll", None),
        ("No Name", None),
        ("Not Known", None),
        ("United States", None),
        ("Spouse Ann Quill", None),
        ("Ann  Quill", None),
        ("Ann", None),
        ("", None),
    ],
)
def test_what_is_read_quickly(text: str, parts: tuple[str, str, str] | None) -> None:
    assert read_parties(text, NameOrder.UNKNOWN) == read_parties(f"{text} ", NameOrder.UNKNOWN)
    found = plain_name(text, NameOrder.UNKNOWN)
    assert parts == (None if found is None else (found.given, found.middle, found.surname))
    assert found is None or found.original == text
