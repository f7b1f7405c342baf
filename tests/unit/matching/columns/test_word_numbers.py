"""Words numbered once, and what is known of each: letters, edits, stable marks, forms of names."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matching.columns.people import Words
from matching.columns.vocabulary import Vocabulary
from matching.columns.word_facts import letters_of, marks, numbered
from matching.levels.names import GIVEN
from matching.levels.words import word_facts


@given(st.lists(st.text(max_size=3)))
def test_a_word_has_one_number_and_a_number_one_word(texts: list[str]) -> None:
    words = Vocabulary()
    numbers = words.numbers(texts)
    assert [words.words[number] for number in numbers] == texts
    assert numbers.dtype == np.int32
    assert len(words) == len({"", *texts})
    assert words.numbers(texts).tolist() == numbers.tolist()


def test_the_empty_word_is_zero() -> None:
    words = Vocabulary()
    assert (words.number(""), words.number("ANN"), words.number("")) == (0, 1, 0)


WORD = st.text("ABN4", max_size=7)


@settings(max_examples=400)
@given(WORD, WORD, st.sampled_from([1, 2]))
def test_edits_are_exact_up_to_the_bound(a: str, b: str, most: int) -> None:
    letters = letters_of(["", a, b])
    one, two = np.array([1], np.int32), np.array([2], np.int32)
    if a == b:
        two = one
    edits = OSA.distance(a, b)
    if a[:1] != b[:1] and edits > 1:
        edits = most + 1
    found = letters.edits(one, two, most).tolist()
    assert found == letters.edits(two, one, most).tolist() == [min(edits, most + 1)]


@pytest.mark.parametrize(
    ("a", "b", "edits"),
    [
        ("WEXFORD", "WEXFROD", 1),
        ("WEXFORD", "WEXFORDS", 1),
        ("WEXFORD", "WEXBOLD", 2),
        ("WEXFORD", "EWXFORD", 1),
        ("ABCDEF", "BADCEF", 3),
        ("ANNA", "BNNB", 3),
        ("A" * 300, "A" * 301, 1),
        ("A" * 300, "A" * 303, 3),
        ("", "A", 1),
        ("", "ABC", 3),
    ],
)
def test_edits_of_examples(a: str, b: str, edits: int) -> None:
    letters = letters_of([a, b])
    assert letters.edits(np.array([0]), np.array([1]), 2).tolist() == [edits]


MARKS = "from matching.columns.word_facts import marks; print(*marks(['', 'ANN', 'ORTEGA SALAS']))"


def test_marks_are_the_same_in_every_process() -> None:
    here = [str(mark) for mark in marks(["", "ANN", "ORTEGA SALAS"])]
    told = {
        tuple(
            subprocess.run(
                [sys.executable, "-c", MARKS],
                env={"PYTHONHASHSEED": seed},
                capture_output=True,
                text=True,
                check=True,
            ).stdout.split()
        )
        for seed in ("1", "2")
    }
    assert told == {tuple(here)}


def test_marks_are_pinned_since_they_are_stored() -> None:
    assert marks(["", "ANN", "ORTEGA SALAS"]).tolist() == [
        0,
        10301689592124997991,
        2624414271185751443,
    ]


def test_numbered_gives_equal_keys_one_number_and_none_to_the_empty() -> None:
    assert numbered(["", "ANN", "ABE", "BO"], lambda word: word[:1]).tolist() == [0, 1, 1, 2]
    assert numbered(["ANN", "BO"], lambda word: "").tolist() == [0, 0]


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("ROBERT", "BOB", "nickname"),
        ("BOB", "ROBERT", "nickname"),
        ("CATHERINE", "KATHERINE", "spelling"),
        ("ROBERT", "WEXFORD", "no data"),
        ("WEXFORD", "", "no data"),
    ],
)
def test_forms_of_given_names(a: str, b: str, level: str) -> None:
    words = Words()
    x, y = words.names.numbers([a]), words.names.numbers([b])
    found = word_facts(words).forms.of(x, y)
    assert GIVEN[int(found[0])] == level


def test_facts_of_no_words_at_all() -> None:
    facts = word_facts(Words())
    assert facts.forms.of(np.zeros(2, np.int32), np.zeros(2, np.int32)).tolist() == [0, 0]
    assert facts.given_share.tolist() == [0.0]


def test_words_that_come_later_are_not_in_the_facts() -> None:
    words = Words()
    words.names.number("ANN")
    facts = word_facts(words)
    words.names.number("BO")
    assert len(facts.names.words) == 2
