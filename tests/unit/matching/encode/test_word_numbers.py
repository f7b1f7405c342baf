"""Words numbered once, and what is known of each: letters, edits, stable marks, forms of names."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.compare.words import word_facts
from matching.encode.batch import Words
from matching.encode.vocabulary import Vocabulary
from matching.encode.word_facts import marks
from matching.parse.name_tables import name_tables


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


def test_words_beyond_others_go_on_behind_them_and_leave_them_as_they_are() -> None:
    words = Vocabulary()
    words.number("ANN")
    further, others = words.beyond(), words.beyond()
    assert [further.number(word) for word in ("BO", "ANN", "", "CY", "BO")] == [2, 1, 0, 3, 2]
    assert others.number("DEE") == 2
    assert (further.words, further.first, len(further)) == (("BO", "CY"), 2, 4)
    assert words.words == ("", "ANN")
    assert further.beyond().number("CY") == 3


MARKS = "from matching.encode.word_facts import marks; print(*marks(['', 'ANN', 'ORTEGA SALAS']))"


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


def _may_be(a: str, b: str) -> bool:
    words = Words()
    x, y = words.names.numbers([a]), words.names.numbers([b])
    return bool(word_facts(words).forms.may_be(x, y)[0])


@pytest.mark.parametrize(
    ("a", "b", "may_be"),
    [
        ("ROBERT", "BOB", True),
        ("BOB", "ROBERT", True),
        ("CATHERINE", "KATHERINE", True),
        ("JONNY", "JONATHAN", True),
        ("KATHI", "CATHY", True),
        ("MARC", "MARK", True),
        ("ROBERT", "WEXFORD", False),
        ("FRAN", "AARON", False),
        ("WEXFORD", "", False),
    ],
)
def test_words_that_could_be_forms_of_one_name(a: str, b: str, may_be: bool) -> None:
    assert _may_be(a, b) is may_be


def test_no_pair_of_a_group_is_left_out() -> None:
    words = Words()
    pairs = [pair for members in _groups() for pair in combinations(members, 2)]
    x, y = (words.names.numbers(side) for side in zip(*pairs, strict=True))
    assert word_facts(words).forms.may_be(x, y).all()


def _groups() -> list[list[str]]:
    together: dict[str, list[str]] = {}
    for name, groups in name_tables().groups.items():
        for group in groups:
            together.setdefault(group, []).append(name)
    return list(together.values())


def test_facts_of_no_words_at_all() -> None:
    facts = word_facts(Words())
    assert not facts.forms.may_be(np.zeros(2, np.int32), np.zeros(2, np.int32)).any()
    assert facts.given_share.tolist() == [0.0]


def test_words_that_come_later_are_not_in_the_facts() -> None:
    words = Words()
    words.names.number("ANN")
    facts = word_facts(words)
    words.names.number("BO")
    assert len(facts.names.words) == 2
