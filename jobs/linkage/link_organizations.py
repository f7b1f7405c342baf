"""The organisations of two files: gathered while the rows pass by, linked once all are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from jobs.linkage.tables import Loaded
from matching.compare.words import WordFacts, word_facts
from matching.encode.batch import Ints, Words
from matching.encode.organizations import (
    OrganizationBatch,
    OrganizationNames,
    organizations_of_all,
)
from matching.encode.stacked import stacked
from matching.encode.tabular_organizations import OrganizationRows
from matching.encode.taken import in_words
from matching.encode.texts import names_organization
from matching.engine.beneath import as_they_were
from matching.engine.blind import Revealed, blind_part
from matching.engine.first_pass import Subjects
from matching.engine.link import Linked, Part, ordered
from matching.engine.organizations import (
    Beside,
    OrganizationSource,
    key_sharing,
    organizations_in_context,
    revealed_organizations,
    scored_beside,
    source_of,
)
from matching.engine.second_pass import Linking
from matching.parse.party.read import read_parties
from matching.parse.person.name_order import NameOrder
from matching.score.organization_model import OrganizationModel

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class LinkedOrganizations:
    """What linking organisations came to.

    `compared` counts as `subjects` and the records of `source` do; `rows` are the rows of the files
    that these are. `beneath` are pairs below the model's floor that were kept. `pairs` were
    compared, `most` is the largest number of one subject, `cut` subjects had more than allowed.
    """

    compared: Linked
    beneath: Part
    subjects: OrganizationBatch
    source: OrganizationSource
    rows: tuple[Ints, Ints]
    pairs: int
    most: int
    cut: int

    @property
    def linked(self) -> Linked:
        """The same by the rows of the files."""
        found, (subjects, records) = self.compared.found, self.rows
        by_row = replace(found, subject=subjects[found.subject], record=records[found.record])
        return replace(self.compared, found=by_row)

    def blind(self, model: OrganizationModel, asked: NDArray[np.bool_]) -> Revealed:
        """What a link without numbers says of the subjects in the rows that are asked for."""
        every = ordered([(self.compared.found, self.compared.pair), self.beneath])
        pairs = blind_part(every, asked[self.rows[0]])
        return revealed_organizations(model, self.source, pairs, self.compared)

    def with_beneath(
        self, model: OrganizationModel, places: Ints
    ) -> tuple[LinkedOrganizations, Ints]:
        """Everything that was kept, and where in it these survivors are, which stay as they are."""
        found, levels = ordered([(self.compared.found, self.compared.pair), self.beneath])
        register, claims = self.compared.register, self.compared.found
        beside = replace(self.source, register=register, claims=claims)
        wide = organizations_in_context(model, found, levels, beside)
        at = np.flatnonzero(found.odds > model.floor)
        wide, places = as_they_were(wide, self.compared, at, places)
        return replace(self, compared=wide), places


_LOOKED_AT = 2000
_MANY = 0.25
"""The share of a file's names from which on names that may be either's are weighed as both."""


def with_doubts(con: DuckDBPyConnection, loaded: Loaded) -> Loaded:
    """The file with names that may be either's, if enough of its first names are organisations'.

    A file with columns for people (first names, dates of birth, social security numbers) has none.
    """
    layout = loaded.columns.layout
    whole = [one.full for one in layout.names if one.full]
    of_people = [layout.dob, layout.ssn, layout.ssn4]
    of_people += [part for one in layout.names for part in (one.first, one.middle, one.last)]
    if not whole or any(of_people):
        return loaded
    rows = con.execute(
        f"SELECT {whole[0]} FROM {loaded.role} WHERE no < {_LOOKED_AT} ORDER BY no"  # noqa: S608
    ).fetchall()
    texts = [text for (text,) in rows if text and text.strip()]
    named = sum(names_organization(read_parties(text, NameOrder.UNKNOWN)) for text in texts)
    if named < _MANY * max(len(texts), 1):
        return loaded
    organization = replace(layout.organization, doubtful=True)
    columns = replace(loaded.columns, layout=replace(layout, organization=organization))
    return replace(loaded, columns=columns)


class Organizations:
    """Takes the organisations among the subjects, then those of each partition of the records."""

    def __init__(self) -> None:
        self.names = OrganizationNames()
        self._asked: OrganizationRows | None = None
        self._facts: WordFacts | None = None
        self._words = Words()
        self._rows: list[Ints] = []
        self._parts: list[OrganizationBatch] = []

    def of_subjects(self, found: OrganizationRows, subjects: Subjects) -> None:
        """The subjects, whose words are all numbered."""
        self._asked, self._facts = found, subjects.facts
        self._words = subjects.words.beyond()

    def add(self, found: OrganizationRows, words: Words, first: int) -> None:
        """Those of the next records, of which the first row has that number."""
        own = {field.name: getattr(words, field.name).words for field in fields(words)}
        people = in_words(found.batch.people, own, self._words)
        self._rows.append(found.row + first)
        self._parts.append(replace(found.batch, people=people))

    def linked(
        self,
        model: OrganizationModel,
        linking: Linking,
        told: Callable[[Ints, Ints], None],
    ) -> LinkedOrganizations | None:
        """The organisations of both files linked; None where one of them has none.

        `told` hears of the rows of every pair that is compared; of `linking` everything counts but
        the model.
        """
        asked, rows = self._asked, np.concatenate([np.zeros(0, np.int64), *self._rows])
        if asked is None or self._facts is None or not (len(asked.row) and len(rows)):
            return None
        facts = stacked([self._facts, word_facts(self._words)])
        records = organizations_of_all(self._parts)
        source = source_of(facts, self.names, records, batch=True)
        source = replace(source, batch=linking.batch)
        pairs = key_sharing(asked.batch, source, linking.bounds)
        told(asked.row[pairs.subject], rows[pairs.record])
        blind = linking.blind[asked.row] if linking.blind is not None else None
        both, beside = (pairs.subject, pairs.record), Beside(blind, linking.every)
        (found, levels), beneath = scored_beside(model, asked.batch, source, both, beside)
        counts = np.bincount(pairs.subject)
        return LinkedOrganizations(
            organizations_in_context(model, found, levels, source),
            beneath,
            asked.batch,
            source,
            (asked.row, rows),
            len(pairs),
            int(counts.max(initial=0)),
            int(np.count_nonzero(counts >= linking.bounds.most)),
        )
