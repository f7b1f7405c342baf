"""Reads the tables that models are trained and measured on: subjects, records, pairs, outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import numpy as np
from numpy.typing import NDArray

from config.columns import header_words
from jobs.linkage.columns import Mapped, column_name
from jobs.linkage.ids import pair_columns
from jobs.linkage.tables import RECORDS, SUBJECTS, Loaded, Wanted, check_mapped, load
from matching.block.candidates import Bounds
from matching.block.keys import asked_keys_of, keys_of
from matching.block.likeliest import candidates
from matching.compare.rarity import census_shares, shares_of
from matching.compare.words import WordFacts, word_facts
from matching.encode.batch import Ints, PersonBatch, Words
from matching.encode.tabular import batch_of_table
from matching.engine.crowded import CrowdCounts
from matching.engine.link import Source
from matching.score.population import REFERENCE
from matching.train.against_truth import Truth
from matching.train.fingerprint import joint_digest, ordered_digest, table_digest
from matching.train.held_out import held_out
from matching.train.labelled import Labelled
from skiptrace.intake.formats import Formats
from skiptrace.intake.reader import open_table
from skiptrace.intake.settings import Limits
from skiptrace.model.errors import IntakeError
from skiptrace.model.judgement import OUTCOMES, Verdict

OUTCOME = ("outcome", "verdict")


@dataclass(frozen=True, slots=True)
class TaskFiles:
    """The files of one task; `said` is the truth or the outcomes, None when there is neither.

    With `single` each subject is seen as a trace of one account sees it: names are as frequent as
    in the census, and nobody else asks for a record. `mapped` is what the user says of columns.
    """

    subjects: Path
    records: Path
    said: Path | None = None
    single: bool = False
    mapped: tuple[Mapped, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """Pairs that a file names, by number, and its word on each (empty in a file of the truth)."""

    subject: Ints
    record: Ints
    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Task:
    """One task, its rows in the order of their ids, so that the order in the files is nothing."""

    subject_ids: Sequence[str]
    labelled: Labelled
    said: Labels
    fingerprint: str

    @property
    def truth(self) -> Truth:
        """The true pairs."""
        return Truth(self.said.subject, self.said.record)

    @property
    def held_out(self) -> NDArray[np.bool_]:
        """Which subjects are kept out of training."""
        return held_out(self.subject_ids)

    def split(self) -> Labelled:
        """The candidates, those of held-out subjects there but not learned from."""
        return replace(self.labelled, taught=~self.held_out)


def read_task(files: TaskFiles, outcomes: bool = False) -> Task:
    """The task of some files, with its candidates; CSV or Parquet, one row a subject or record.

    Raises IntakeError for a file that cannot be read, has rows without an id of their own, or names
    pairs of ids that the tables lack.
    """
    words = Words()
    with duckdb.connect() as con:
        con.execute("SET threads = 1")
        one, two = (load_side(con, role, files) for role in (SUBJECTS, RECORDS))
        check_mapped(files.mapped, (one, two))
        a, first = _read_people(con, one, words)
        b, second = _read_people(con, two, words)
        ids = {role: ids_of(con, role) for role in (SUBJECTS, RECORDS)}
    facts = word_facts(words)
    i, j = key_sharing_pairs(facts, a, b)
    counts = CrowdCounts(a)
    counts.add(b, facts)
    crowded = counts.crowded()
    a, b = crowded.without(a), crowded.without(b)
    said, third = read_labels(LabelFile(files.said, (one.id_header, two.id_header), outcomes), ids)
    keys = np.sort(said.subject * len(b) + said.record)
    shares = census_shares(facts, b) if files.single else shares_of(facts, b)
    source = Source(b, facts, shares, REFERENCE, batch=not files.single)
    labelled = Labelled(a, source, i, j, np.isin(i * len(b) + j, keys))
    return Task(list(ids[SUBJECTS]), labelled, said, ordered_digest((first, second, third)))


def key_sharing_pairs(
    facts: WordFacts, subjects: PersonBatch, records: PersonBatch
) -> tuple[Ints, Ints]:
    """The pairs that share a blocking key, the likeliest of each subject, ordered by subject."""
    asked = asked_keys_of(facts, subjects)
    pairs = candidates(asked, keys_of(facts, records), Bounds())
    return pairs.subject, pairs.record


def in_canonical_order(tasks: Sequence[Task]) -> list[Task]:
    """The tasks by fingerprint, so that the order in which they were named is nothing."""
    return sorted(tasks, key=lambda task: task.fingerprint)


def joint_fingerprint(tasks: Sequence[Task]) -> str:
    """The fingerprint of several tasks, in any order."""
    return joint_digest(task.fingerprint for task in tasks)


def load_side(con: duckdb.DuckDBPyConnection, role: str, files: TaskFiles) -> Loaded:
    """The file of that role as a table; IntakeError for one with rows that cannot be read."""
    path = files.subjects if role == SUBJECTS else files.records
    with TemporaryDirectory() as folder:
        rest = Path(folder)
        loaded = load(con, Wanted(role, path, files.mapped, None, rest / "rejects.csv", rest))
    if loaded.rejected:
        raise IntakeError(
            f"{path.name}: {loaded.rejected:,} rows cannot be read or have no id of their own; "
            "`skiptrace link` writes them to a reject file"
        )
    return loaded


def _read_people(
    con: duckdb.DuckDBPyConnection, loaded: Loaded, words: Words
) -> tuple[PersonBatch, str]:
    """The people of a table in the order of their ids, and the digest of what was read."""
    digest = digest_of(con, loaded)
    return batch_of_table(con, loaded.role, words, loaded.columns.layout), digest


def digest_of(con: duckdb.DuckDBPyConnection, loaded: Loaded) -> str:
    """The digest of the used columns of a table; its ids are then in a view ROLE_ids."""
    used = [at for at in range(len(loaded.header)) if at not in loaded.columns.unused]
    by_header = sorted(used, key=lambda at: loaded.header[at])
    con.execute(_WITH_ID.format(role=loaded.role, id=column_name(loaded.columns.id)))
    return table_digest(con, loaded.role, [column_name(at) for at in by_header])


_WITH_ID = "CREATE VIEW {role}_ids AS SELECT no, {id} AS id FROM {role}"


def ids_of(con: duckdb.DuckDBPyConnection, role: str) -> dict[str, int]:
    """The number of each id, in the order of the numbers."""
    query = f"SELECT id, no FROM {role}_ids ORDER BY no"  # noqa: S608
    return {str(name): int(no) for name, no in con.execute(query).fetchall()}


@dataclass(frozen=True, slots=True)
class LabelFile:
    """The file of the truth or of the outcomes, and what the tables call their ids."""

    path: Path | None
    ids: tuple[str, str]
    outcomes: bool


def read_labels(file: LabelFile, ids: Mapping[str, Mapping[str, int]]) -> tuple[Labels, str]:
    """What a file says of pairs, in the order of their numbers, and the digest of it."""
    path = file.path
    rows = sorted(set(_label_rows(path, file))) if path else []
    subjects, records = ids[SUBJECTS], ids[RECORDS]
    known = [
        (subjects[subject], records[record], said)
        for subject, record, said in rows
        if subject in subjects and record in records
    ]
    if path and len(known) < len(rows):
        unknown = len(rows) - len(known)
        raise IntakeError(f"{path.name}: {unknown:,} pairs name ids that the tables lack")
    pairs = np.array([row[:2] for row in sorted(known)], dtype=np.int64).reshape(len(known), 2)
    said = Labels(pairs[:, 0], pairs[:, 1], [row[2] for row in sorted(known)])
    return said, ordered_digest(rows)


def _label_rows(path: Path, file: LabelFile) -> Iterator[tuple[str, str, str]]:
    with open_table(path, Formats(), Limits()) as table:
        try:
            places = list(pair_columns(table.header, file.ids))
        except IntakeError as error:
            raise IntakeError(f"{path.name}: {error}") from error
        places += [_outcome_column(table.header, path)] if file.outcomes else []
        for row in table.rows:
            if row.damage is not None:
                raise IntakeError(f"{path.name}: row {row.number} cannot be read")
            cells = [row.cells[at].strip() if at < len(row.cells) else "" for at in places]
            yield cells[0], cells[1], cells[2] if file.outcomes else ""


def _outcome_column(header: Sequence[str], path: Path) -> int:
    for at, column in enumerate(header):
        if header_words(column) in OUTCOME:
            return at
    raise IntakeError(f"{path.name}: no column {' or '.join(OUTCOME)}")


def verdicts(said: Labels, name: str) -> list[Verdict]:
    """The words of a file of outcomes; IntakeError for one that is no verdict."""
    known = {verdict.value: verdict for verdict in OUTCOMES}
    unknown = sum(word not in known for word in said.words)
    if unknown:
        raise IntakeError(f"{name}: {unknown:,} outcomes are none of {', '.join(known)}")
    return [known[word] for word in said.words]
