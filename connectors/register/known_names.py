"""The words of names that searches of a register met, with what is known of each word.

Most people whom a key finds are told apart by their names alone, and the same words come again in
every search: each is looked into once, until there are too many of them.
"""

from __future__ import annotations

from dataclasses import replace
from threading import Lock

import numpy as np

from connectors.register.stored import WHOLE_NAMES, RegisterColumns
from matching.compare.words import WordFacts, word_facts
from matching.encode.batch import PersonBatch, Words
from matching.encode.stacked import stacked
from matching.encode.vocabulary import Codes

_MOST = 1 << 17


class KnownNames:
    """Numbers words of names for those who are asked for and for the parties of one register.

    What two words are to each other hangs on them alone, whatever was met before. Safe to ask from
    many threads.
    """

    def __init__(self, columns: RegisterColumns) -> None:
        self._columns, self._lock = columns, Lock()
        self._forget()

    def _forget(self) -> None:
        self._words = Words()
        self._number = np.full(self._columns.size("names"), -1, dtype=np.int32)
        self._facts = word_facts(self._words)

    def numbered(
        self, asked: PersonBatch, words: Words, parties: PersonBatch
    ) -> tuple[WordFacts, PersonBatch, PersonBatch]:
        """Both sides in one numbering, and the facts of its words: `asked` in the numbers of
        `words`, `parties` in those of the register before."""
        columns = [getattr(parties.names, name) for name in WHOLE_NAMES]
        used = self._columns.used("names", columns)
        with self._lock:
            if len(self._words.names) > _MOST:
                self._forget()
            self._words = self._words.beyond()
            new = used[self._number[used] < 0]
            self._number[new] = self._words.names.numbers(self._columns.texts("names", new))
            own = self._words.names.numbers(words.names.words)
            self._facts = stacked([self._facts, word_facts(self._words)])
            facts, number = self._facts, self._number
        return facts, _moved(asked, own), _moved(parties, number)


def _moved(people: PersonBatch, number: Codes) -> PersonBatch:
    names = people.names
    return replace(
        people,
        names=replace(names, **{name: number[getattr(names, name)] for name in WHOLE_NAMES}),
    )
