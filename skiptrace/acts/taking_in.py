"""Returned mail taken in, and what outcomes teach, for the user who asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jobs.linkage.model_outcomes import Gathered, outcomes_of_case_file
from jobs.take_in import TakenIn
from jobs.take_in_acs import AcsTakenIn
from matching.score.person_model import PersonModel
from skiptrace.acts.office import Office
from skiptrace.app.take_in import take_in_acs_of, take_in_of
from skiptrace.intake.mapping import Mapping
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor


@dataclass(frozen=True, slots=True)
class FileAsked:
    """A file with what its columns are, the day that counts as today, and whether to store it."""

    path: Path
    mapping: Mapping
    as_of: date
    is_dry_run: bool = False


def take_in(
    office: Office, actor: Actor, asked: FileAsked, advance: Callable[[int], None]
) -> TakenIn:
    """Take in a file, row by row; `advance` is told how many rows were taken."""
    office.ask(actor, Act.TAKE_IN, "dry run" if asked.is_dry_run else "")
    where = (office.installation, office.case, office.keyring)
    return take_in_of(*where, asked.as_of, asked.is_dry_run).run(asked.path, asked.mapping, advance)


def take_in_acs(
    office: Office, actor: Actor, path: Path, advance: Callable[[int], None]
) -> AcsTakenIn:
    """Take in an ACS file, record by record."""
    office.ask(actor, Act.TAKE_IN, "ACS")
    return take_in_acs_of(office.case).run(path, advance)


def gather_outcomes(office: Office, actor: Actor, model: PersonModel) -> Gathered:
    """What judgements say of the candidates that a model weighed, to learn from."""
    office.ask(actor, Act.TRAIN_MODEL)
    return outcomes_of_case_file(office.case, model)
