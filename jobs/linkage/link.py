"""Links a file of subjects with a file of records: candidates, probabilities, explanations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from config.default_model import ORGANIZATION_MODEL
from jobs.linkage.columns import Mapped, position_of
from jobs.linkage.link_candidates import compared, count_records, read_subjects
from jobs.linkage.link_decided import (
    Decided,
    Wish,
    blind_subjects,
    decided,
    shares_path,
    write_shares,
)
from jobs.linkage.link_kinds import Explanations, likelier
from jobs.linkage.link_met import ComparedSides
from jobs.linkage.link_organizations import LinkedOrganizations, Organizations, with_doubts
from jobs.linkage.link_summary import CandidateCounts, Clock, Side, Summary
from jobs.linkage.link_written import (
    Chosen,
    Explain,
    Output,
    check_output,
    write_explained,
    write_scores,
    written_order,
)
from jobs.linkage.store import FolderStore
from jobs.linkage.tables import RECORDS, SUBJECTS, Loaded, Wanted, check_mapped, load, reject_stem
from jobs.linkage.truth import TrueCandidates, read_truth
from matching.block.candidates import Bounds
from matching.crew import processes_allowed
from matching.encode.batch import Ints, PersonBatch
from matching.engine.beneath import with_beneath
from matching.engine.data_profile import data_profile, profile_in, told_apart
from matching.engine.first_pass import FirstPass
from matching.engine.link import Linked, in_context
from matching.engine.second_pass import Blocked, Linking, Told, ignored
from matching.score.organization_model import OrganizationModel, load_organization_model
from matching.score.person_model import PersonModel
from matching.score.population import REFERENCE
from skiptrace.intake.rejects import reject_paths
from skiptrace.model.errors import IntakeError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Begin = Callable[[int], Callable[[int], None]]
"""Takes how many steps there are in all, and gives what is told of steps that are done."""

ENOUGH_FOR_A_BATCH = 200
"""Subjects from which on the other subjects' claims to a record tell something."""


PARTITION = 1 << 18
"""Records that are held at once: enough that few of their words come in other partitions again."""


class Detail(StrEnum):
    """What is written of a pair."""

    SCORES = "scores"
    TERMS = "terms"


@dataclass(frozen=True, slots=True)
class LinkFiles:
    """The two files to link, the one to write, and the true pairs where they are known."""

    subjects: Path
    records: Path
    out: Path
    truth: Path | None = None


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """How two files are linked.

    Pairs of at least `threshold` are written, with 0 all that were compared. A top candidate is
    accepted from the probability `accept` on, or where at most `max_wrong` of the accepted are
    estimated to be somebody else. `population` is how many people the records' source covers, where
    that is far more than usual. `memory` is what DuckDB may take, as 1GB; beyond it, it spills to
    disk. `today` bounds years of two digits. `partition` is how many records are held at once, at
    most MOST_RECORDS; the answer does not depend on it.
    """

    model: PersonModel
    today: date
    threshold: float = 0.001
    population: int = REFERENCE
    accept: float = 0.95
    max_wrong: float | None = None
    memory: str = "1GB"
    detail: Detail = Detail.SCORES
    mapped: tuple[Mapped, ...] = ()
    organization_model: OrganizationModel = field(
        default_factory=lambda: load_organization_model(ORGANIZATION_MODEL)
    )
    bounds: Bounds = field(default_factory=Bounds)
    partition: int = PARTITION


def wrong_use(files: LinkFiles, *others: Path) -> str:
    """Why these files do not go together, in words; empty when they do.

    `others` are further files that will be written.
    """
    stems = [reject_stem(files.out, role) for role in (SUBJECTS, RECORDS)]
    written = {files.out, shares_path(files.out), *others}
    written |= {path for stem in stems for path in reject_paths(stem)}
    places = {path.resolve() for path in written}
    read = [path for path in (files.subjects, files.records, files.truth) if path is not None]
    lost = next((path.name for path in read if path.resolve() in places), "")
    return f"{lost}: a file that is written would overwrite it" if lost else ""


def link_files(files: LinkFiles, settings: LinkSettings, begin: Begin) -> Summary:
    """Link two files and write the candidate pairs with their probabilities, whole or not at all.

    The answer does not depend on the order of the rows. Raises IntakeError for a file that cannot
    be read or written, and for a column of --map that neither file has.
    """
    check_output(files.out)
    if words := wrong_use(files):
        raise IntakeError(words)
    clock = Clock()
    with (
        TemporaryDirectory(prefix="skiptrace-link-") as folder,
        _connected(settings.memory, folder) as con,
        processes_allowed(),
    ):
        return _Run(con, files, settings, clock, begin).summary(Path(folder))


@contextmanager
def _connected(memory: str, folder: str) -> Iterator[DuckDBPyConnection]:
    import duckdb

    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory,
        "temp_directory": folder,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        con = duckdb.connect(config=settings)
    except duckdb.Error as error:
        raise IntakeError(f"--memory: expected a size such as 1GB, not {memory!r}") from error
    try:
        yield con
    except duckdb.OutOfMemoryException as error:
        raise IntakeError(f"--memory {memory}: too little for these files") from error
    except duckdb.IOException as error:
        raise IntakeError("no room for temporary files") from error
    finally:
        con.close()


def _strange(model: PersonModel, linked: Linked) -> tuple[str, ...]:
    """How the files look otherwise than what the model was learned on, where it says so."""
    learned = profile_in(model.training)
    return told_apart(learned, data_profile(linked)) if learned else ()


class _Run:
    """One linking, step by step."""

    def __init__(
        self,
        con: DuckDBPyConnection,
        files: LinkFiles,
        settings: LinkSettings,
        clock: Clock,
        begin: Begin,
    ) -> None:
        self._con, self._files, self._settings = con, files, settings
        self._clock, self._begin = clock, begin

    def summary(self, folder: Path) -> Summary:
        """Reads, compares, writes, and says what was done."""
        clock, settings = self._clock, self._settings
        with clock.phase("read"):
            subjects, records = self._loaded(folder)
        organizations = Organizations()
        asked, unread = read_subjects(self._con, subjects, organizations, clock)
        self._keep(subjects)
        with clock.phase("block"):
            passes = FirstPass(asked, FolderStore(folder), settings.bounds), organizations
        unknown = count_records(self._con, records, passes, settings.partition, clock)
        self._keep(records)
        with clock.phase("block"):
            counted = passes[0].counted()
        del passes  # the subjects' keys take room, and are asked no more
        truth = self._truth(subjects, records)
        linking = self._linking(subjects.rows)
        told = Told(self._begin(records.rows), truth.see if truth else ignored)
        blocked = compared(linking, counted, clock, told)
        with clock.phase("score"):
            found = organizations.linked(settings.organization_model, linking, told.pairs)
        people, crowded = counted.subjects.people, counted.crowded.counts
        left_out = counted.shared.left_out
        del asked, counted
        with clock.phase("context"):
            linked, decision = self._weighed(linking, people, blocked, found)
            rows, of_organizations = (linked, decision.places), decision.of_organizations
            if linking.every:
                rows = with_beneath(settings.model, people, blocked, linked, decision.places)
            if linking.every and found is not None:
                found, of_organizations = found.with_beneath(
                    settings.organization_model, of_organizations
                )
        with clock.phase("write"):
            sides = ComparedSides(subjects, records, people, blocked.source, blocked.number)
            persons = rows[0].numbered(blocked.number)
            explanations = Explanations(
                settings.model, persons, sides, settings.organization_model, found
            )
            written = self._write(explanations, rows[1], of_organizations)
            write_shares(self._files.out, decision)
        return Summary(
            Side(subjects, _by_header(subjects, unread)),
            Side(records, _by_header(records, unknown)),
            candidate_counts(blocked, left_out, found),
            crowded,
            _strange(settings.model, linked),
            written,
            decision,
            linked.register,
            truth.completeness if truth else None,
            clock.seconds,
        )

    def _loaded(self, folder: Path) -> tuple[Loaded, Loaded]:
        wanted = [self._wanted(SUBJECTS, self._files.subjects, folder)]
        wanted.append(self._wanted(RECORDS, self._files.records, folder))
        subjects, records = (with_doubts(self._con, load(self._con, one)) for one in wanted)
        check_mapped(self._settings.mapped, (subjects, records))
        return subjects, records

    def _wanted(self, role: str, path: Path, folder: Path) -> Wanted:
        return Wanted(
            role=role,
            path=path,
            mapped=self._settings.mapped,
            today=self._settings.today,
            reject_stem=reject_stem(self._files.out, role),
            folder=folder,
        )

    def _linking(self, subjects: int) -> Linking:
        settings = self._settings
        return Linking(
            settings.model,
            settings.bounds,
            settings.population,
            batch=subjects >= ENOUGH_FOR_A_BATCH,
            blind=blind_subjects(self._con, subjects),
            every=settings.threshold <= 0.0,
        )

    def _weighed(
        self,
        linking: Linking,
        people: PersonBatch,
        blocked: Blocked,
        found: LinkedOrganizations | None,
    ) -> tuple[Linked, Decided]:
        """The survivors in context and by the file's own check, and which are accepted."""
        linked = in_context(linking.model, people, blocked.found, blocked.levels, blocked.source)
        wish = Wish(self._settings.accept, self._settings.max_wrong)
        beside = (self._settings.organization_model, found) if found is not None else None
        return decided(linking, people, blocked, linked, wish, beside)

    def _truth(self, subjects: Loaded, records: Loaded) -> TrueCandidates | None:
        if self._files.truth is None:
            return None
        ids = subjects.id_header, records.id_header
        return TrueCandidates(read_truth(self._con, self._files.truth, ids))

    def _keep(self, loaded: Loaded) -> None:
        """Keep of a table what is written of it: its ids, and to explain its values too."""
        loaded.number_ids(self._con)
        if self._settings.detail is Detail.SCORES:
            loaded.drop(self._con)

    def _write(self, explanations: Explanations, accepted: Ints, of_organizations: Ints) -> int:
        linked, accepted = explanations.together(accepted, of_organizations)
        at = likelier(linked, written_order(linked, self._settings.threshold))
        rows, sides = Chosen(at, accepted), explanations.sides
        output = Output(self._files.out, sides.subjects.output_header)
        if self._settings.detail is Detail.SCORES:
            write_scores(self._con, output, linked, rows)
        else:
            advance = self._begin(sides.records.rows + len(rows.at))
            write_explained(self._con, output, linked, rows, Explain(explanations, advance))
        return len(rows.at)


def _by_header(loaded: Loaded, unread: Mapping[str, int]) -> dict[str, int]:
    """Rows that could not be understood by the column's name in the file."""
    return {loaded.header[position_of(name)]: rows for name, rows in sorted(unread.items())}


def candidate_counts(
    blocked: Blocked, left_out: int, found: LinkedOrganizations | None
) -> CandidateCounts:
    """The candidates of people and of organisations together."""
    pairs, most, cut = (found.pairs, found.most, found.cut) if found else (0, 0, 0)
    return CandidateCounts(
        blocked.pairs + pairs, max(blocked.most, most), blocked.cut + cut, left_out
    )
