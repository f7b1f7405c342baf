"""Words compared by their letters: what is near, and what begins the other, is found exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matching.compare.letters import LetterPairs
from matching.encode.word_facts import letters_of


def pairs(*words: tuple[str, str]) -> LetterPairs:
    """The pairs of words, each word with a number of its own unless both are equal."""
    known = list(dict.fromkeys(["", *(word for pair in words for word in pair)]))
    numbers = np.array([[known.index(a), known.index(b)] for a, b in words], dtype=np.int32)
    return LetterPairs(letters_of(known), numbers[:, 0], numbers[:, 1])


WORD = st.text("ABN4", max_size=7)
WORDS = st.lists(st.tuples(WORD, WORD), min_size=1, max_size=5)


@settings(max_examples=300)
@given(WORDS, st.sampled_from([1, 2]))
def test_near_words_are_exact_up_to_the_bound(words: list[tuple[str, str]], most: int) -> None:
    expected = []
    for at, (a, b) in enumerate(words):
        edits = OSA.distance(a, b)
        if a != b and edits <= (most if a[:1] == b[:1] else 1):
            expected.append((at, edits))
    positions, edits_of = pairs(*words).near(most)
    turned, edits_turned = pairs(*((b, a) for a, b in words)).near(most)
    assert list(zip(positions.tolist(), edits_of.tolist(), strict=True)) == expected
    assert list(zip(turned.tolist(), edits_turned.tolist(), strict=True)) == expected


@pytest.mark.parametrize(
    ("a", "b", "edits"),
    [
        ("WEXFORD", "WEXFROD", 1),
        ("WEXFORD", "WEXFORDS", 1),
        ("WEXFORD", "WEXBOLD", 2),
        ("WEXFORD", "EWXFORD", 1),
        ("ABCDEF", "BADCEF", None),
        ("ANNA", "BNNB", None),
        ("ANNA", "ANNA", None),
        ("A" * 300, "A" * 301, 1),
        ("A" * 300, "A" * 303, None),
        ("", "A", 1),
        ("", "ABC", None),
        ("ÉLAN", "ÈLAN", 1),
        ("STONE", "NOTES", None),
    ],
)
def test_near_examples(a: str, b: str, edits: int | None) -> None:
    assert pairs((a, b)).near(2)[1].tolist() == ([] if edits is None else [edits])


@settings(max_examples=300)
@given(WORDS)
def test_a_beginning_has_three_letters_and_is_the_front_of_the_other(
    words: list[tuple[str, str]],
) -> None:
    expected = [
        at
        for at, (a, b) in enumerate(words)
        if min(len(a), len(b)) > 2 and (a.startswith(b) or b.startswith(a))
    ]
    assert pairs(*words).beginnings().tolist() == expected


def test_words_too_long_to_be_counted_begin_nothing() -> None:
    long = "A" * 254
    assert pairs((long, f"{long}BC")).beginnings().tolist() == [0]
    assert pairs((f"{long}ABC", f"{long}ABD")).beginnings().tolist() == []


@given(WORDS)
def test_same_initial(words: list[tuple[str, str]]) -> None:
    assert pairs(*words).same_initial.tolist() == [a[:1] == b[:1] for a, b in words]
