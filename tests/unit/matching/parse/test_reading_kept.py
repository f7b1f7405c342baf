"""What was read is kept by registers: when reading changes, its name does, and they read anew."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from matching.parse.address.read import read_addresses
from matching.parse.organization.read import read_organization
from matching.parse.party.read import read_parties
from matching.parse.person.name_order import NameOrder
from matching.parse.reading import READING
from skiptrace.model.subject import PostalAddress
from tests.hostile_corpus import VALID
from tests.unit.matching.parse import test_address_pieces as pieces

HERE = Path(__file__).parent
KEPT = HERE.parents[2] / "golden" / "readings.json"


def names() -> Iterator[str]:
    for table in ("parse/person_readings.tsv", "parse/organization_kinds.tsv"):
        with (HERE.parent / table).open(encoding="utf-8") as lines:
            rows = csv.reader((row for row in lines if row[0] != "#"), delimiter="\t")
            yield from (row[1] for row in rows if len(row) > 1)


def addresses() -> Iterator[str]:
    tables = (pieces.BEHIND_A_COMMA, pieces.QUADRANTS, pieces.NUMBERS, pieces.MIDDLE, pieces.ROADS)
    yield from (row[0] for table in tables for row in table)


READERS: dict[str, Callable[[str], object]] = {
    "address": lambda text: [a.key for a in read_addresses(PostalAddress(original=text))],
    "person": lambda text: [
        (p.kind, p.role, p.name.given, p.name.middle, p.name.surname, p.name.generation)
        for p in read_parties(text, NameOrder.SURNAME_FIRST)
    ],
    "organization": lambda text: read_organization(text).key,
}


def digest(reader: str) -> str:
    texts = [*VALID, *(addresses() if reader == "address" else names())]
    assert len(texts) > 100
    read = [[text, str(READERS[reader](text))] for text in texts]
    return sha256(json.dumps(read).encode()).hexdigest()


@pytest.mark.parametrize("reader", READERS)
def test_a_reading_that_changed_has_a_new_name(reader: str) -> None:
    """A change here is meant: set READING to today, and KEPT to what this test then tells."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    assert kept.get(READING, {}).get(reader) == digest(reader)
