"""The rules for two words of names, asked by the words' numbers and once for each pair."""

from __future__ import annotations

from collections.abc import Callable

from matching.compare.person.given_words import (
    is_usual_form,
    relate_given_words,
    relate_middle_words,
)
from matching.compare.person.surname import relate_surname_words
from matching.compare.remembered import Remembered
from matching.encode.word_facts import Letters


class NameRules:
    """What is remembered is of these words alone."""

    def __init__(self, names: Letters) -> None:
        words = names.words

        def asked(rule: Callable[[str, str], int]) -> Remembered:
            return Remembered(lambda a, b, _: rule(words[a], words[b]), both_ways=False)

        self.surnames = asked(relate_surname_words)
        self.givens = asked(relate_given_words)
        self.middles = asked(relate_middle_words)
        self.usual_forms = asked(is_usual_form)
