"""Some people of a partition, moved to other vocabularies: every word stays what it was."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest

from matching.encode.batch import WORDS_OF_NAMES, WORDS_OF_PLACES, PersonBatch, Words
from matching.encode.profiles import batch_of_profiles
from matching.encode.taken import in_words, people_at
from matching.encode.vocabulary import Codes
from tests.unit.matching.compare.small_people import someone

SUBJECT = someone("BO|K|ORTEGA SALAS", at=["12 Oak St Apt 3|Salem|OR|97301"])
OTHER = someone("CY||ORR", at=["7 Elm Ct|Quilby|WA|98101"])
RECORD = someone(
    "OTIS RAY|MAE LOU|ORTEGA LUNA", "BO|K|THISTLE",
    at=["9 Juniper Hollow Rd Unit 4B|Salem|OR|97302", "12 Oak St Apt 3|Salem|OR|97301"],
)  # fmt: skip

COLUMNS = [
    (part, column, vocabulary)
    for part, held in (("names", WORDS_OF_NAMES), ("places", WORDS_OF_PLACES))
    for vocabulary, columns in held.items()
    for column in columns
]


def told(people: PersonBatch, part: str, column: str, words: tuple[str, ...]) -> list[str]:
    codes: Codes = getattr(getattr(people, part), column)
    return [words[code] for code in codes.tolist()]


@pytest.mark.parametrize(("part", "column", "vocabulary"), COLUMNS)
def test_every_word_is_carried_into_other_vocabularies(
    part: str, column: str, vocabulary: str
) -> None:
    subjects = Words()
    batch_of_profiles([SUBJECT], subjects)
    read, kept = subjects.beyond(), subjects.beyond()
    batch_of_profiles([someone("DEE||QUILLMAN", at=["3 Birch Ln|Salem|ID|97303"])], kept)
    people = batch_of_profiles([OTHER, RECORD], read)
    own = {field.name: getattr(read, field.name).words for field in fields(read)}
    below: tuple[str, ...] = getattr(subjects, vocabulary).words
    record = people_at(people, np.array([1]))
    moved = in_words(record, own, kept)
    before = told(record, part, column, (*below, *own[vocabulary]))
    assert told(moved, part, column, (*below, *getattr(kept, vocabulary).words)) == before
    assert any(before)
    assert not {"CY", "ORR", "WA"} & {*kept.names.words, *kept.cities.words}


def test_every_column_of_words_has_a_vocabulary() -> None:
    numbers = {"start", "generation", "zip5"}
    people = batch_of_profiles([SUBJECT], Words())
    columns = {f.name for rows in (people.names, people.places) for f in fields(rows)}
    assert {column for _, column, _ in COLUMNS} == columns - numbers
    assert {vocabulary for *_, vocabulary in COLUMNS} == {f.name for f in fields(Words())}
