"""Compound surnames of which a register, or a debtor's file, has one word only."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from matching.encode.batch import Names, PersonBatch


def with_surname_words(people: PersonBatch) -> PersonBatch:
    """The people, also called by each outer word of a compound surname alone; for keys only.

    So that a blocking rule that wants a surname and an initial meets MARY FAULKNER JEWELL where
    the other side has M FAULKNER.
    """
    names = people.names
    owner = np.repeat(np.arange(len(people)), np.diff(names.start))
    rows, surnames = [np.arange(len(owner))], [names.surname]
    for word in (names.surname_first, names.surname_last):
        compound = np.flatnonzero((word != names.surname) & (word > 0))
        rows.append(compound)
        surnames.append(word[compound])
    at, surname = np.concatenate(rows), np.concatenate(surnames)
    order = np.argsort(owner[at], kind="stable")
    at, surname = at[order], surname[order]
    more = Names(
        start=np.append(np.searchsorted(owner[at], np.arange(len(people))), len(at)),
        given=names.given[at],
        given_first=names.given_first[at],
        middle=names.middle[at],
        surname=surname,
        surname_first=surname,
        surname_last=surname,
        generation=names.generation[at],
        forenames=names.forenames[at],
        surnames=np.zeros(len(at), dtype=np.int32),
    )
    return replace(people, names=more)
