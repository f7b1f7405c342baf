"""Reads the tables that models of organisations are trained and measured on."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np

from jobs.linkage.ids import RECORDS, SUBJECTS
from jobs.linkage.model_tables import (
    LabelFile,
    Labels,
    TaskFiles,
    digest_of,
    ids_of,
    load_side,
    read_labels,
)
from jobs.linkage.tables import check_mapped
from matching.block.candidates import Bounds
from matching.compare.words import word_facts
from matching.encode.batch import Ints, Words
from matching.encode.organizations import OrganizationNames
from matching.encode.tabular import Rows, read_organizations
from matching.encode.tabular_organizations import OrganizationRows
from matching.engine.organizations import key_sharing, source_of
from matching.train.against_truth import Truth
from matching.train.fingerprint import ordered_digest
from matching.train.organizations import LabelledOrganizations


@dataclass(frozen=True, slots=True)
class OrganizationTask:
    """One task, its rows in the order of their ids; rows that are no organisation are left out."""

    subjects: int
    records: int
    labelled: LabelledOrganizations
    truth: Truth
    fingerprint: str


def read_organization_task(files: TaskFiles) -> OrganizationTask:
    """The task of some files, with its candidates.

    Raises IntakeError for a file that cannot be read, has rows without an id of their own, or names
    pairs of ids that the tables lack.
    """
    words, names = Words(), OrganizationNames()
    with duckdb.connect() as con:
        con.execute("SET threads = 1")
        one, two = (load_side(con, role, files) for role in (SUBJECTS, RECORDS))
        check_mapped(files.mapped, (one, two))
        digests = [digest_of(con, side) for side in (one, two)]
        found = []
        for side in (one, two):
            rows = Rows(side.role, side.columns.layout, range(side.rows))
            found.append(read_organizations(con, rows, words, names))
        ids = {role: ids_of(con, role) for role in (SUBJECTS, RECORDS)}
    said, third = read_labels(LabelFile(files.said, (one.id_header, two.id_header), False), ids)
    facts = word_facts(words)
    source, alone = (source_of(facts, names, found[1].batch, batch=b) for b in (True, False))
    pairs = key_sharing(found[0].batch, source, Bounds())
    truth = _among(said, found[0], found[1])
    keys = np.sort(truth.subject * len(found[1].row) + truth.record)
    match = np.isin(pairs.subject * len(found[1].row) + pairs.record, keys)
    labelled = LabelledOrganizations(
        found[0].batch, source, alone, pairs.subject, pairs.record, match
    )
    digest = ordered_digest((*digests, third))
    return OrganizationTask(one.rows, two.rows, labelled, truth, digest)


def _among(said: Labels, subjects: OrganizationRows, records: OrganizationRows) -> Truth:
    """The true pairs of rows that are organisations, by their numbers among these."""
    i, j = _numbers(subjects.row, said.subject), _numbers(records.row, said.record)
    kept = (i >= 0) & (j >= 0)
    return Truth(i[kept], j[kept])


def _numbers(rows: Ints, wanted: Ints) -> Ints:
    at = np.minimum(np.searchsorted(rows, wanted), max(len(rows) - 1, 0))
    if not len(rows):
        return np.full(len(wanted), -1, dtype=np.int64)
    return np.where(rows[at] == wanted, at, -1)
