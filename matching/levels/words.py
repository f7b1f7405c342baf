"""What the vocabularies of a comparison are asked: letters, forms of names, sounds, shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.columns.people import Words
from matching.columns.word_facts import Bits, Letters, letters_of, marks
from matching.compare.surname import sound_of
from matching.levels.addresses import AddressMarks, address_marks
from matching.levels.forms import NameForms, name_forms
from matching.normalize.name_tables import given_share, name_tables, surname_share


@dataclass(frozen=True, slots=True)
class WordFacts:
    """The facts of every word of a comparison's vocabularies, indexed by the word's number.

    `sound_mark` and `head_mark` are stable hashes of a name's sound and of its first three letters.
    `given_share` and `surname_share` are shares of the population, 0 to 1. `particle` marks words
    such as DE and VAN, which many surnames begin with; `marks` are those of streets and units.
    """

    names: Letters
    streets: Letters
    cities: Letters
    houses: Letters
    marks: AddressMarks
    forms: NameForms
    sound_mark: Bits
    head_mark: Bits
    given_share: NDArray[np.float64]
    surname_share: NDArray[np.float64]
    particle: NDArray[np.bool_]


def word_facts(words: Words) -> WordFacts:
    """The facts of the words as they are now; words that come later are not in it.

    Those of words that lie beyond others go, stacked, behind the facts of the others.
    """
    names = words.names.words
    particles = name_tables().particles
    return WordFacts(
        names=letters_of(names),
        streets=letters_of(words.streets.words),
        cities=letters_of(words.cities.words),
        houses=letters_of(words.houses.words),
        marks=address_marks(words.streets.words, words.houses.words),
        forms=name_forms(names),
        sound_mark=marks([sound_of(name) if name else "" for name in names]),
        head_mark=marks([name[:3] if len(name) > 2 else "" for name in names]),
        given_share=np.fromiter(map(given_share, names), dtype=np.float64, count=len(names)),
        surname_share=np.fromiter(map(surname_share, names), dtype=np.float64, count=len(names)),
        particle=np.fromiter((n in particles for n in names), dtype=np.bool_, count=len(names)),
    )
