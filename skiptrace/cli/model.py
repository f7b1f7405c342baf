"""`skiptrace model`: train a matching model, measure it, show what it weighs."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.mapped import map_option, print_columns, said_of_columns
from skiptrace.cli.session import as_of_option, day, opened, people, tables
from skiptrace.reports.terminal import print_json, print_line, print_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from jobs.linkage.model_files import Order
    from jobs.linkage.model_tables import TaskFiles
    from matching.score.person_model import PersonModel

Paths = tuple[Path, ...]
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _print_json(found: object) -> None:
    print_json(json.dumps(found, indent=2))


def _tables(name: str, words: str, required: bool = False) -> Callable[[Any], Any]:
    return click.option(
        name, multiple=True, required=required, type=_FILE, metavar="FILE", help=words
    )


_SUBJECTS = "CSV or Parquet, one subject a row; again for each further task."
_RECORDS = "CSV or Parquet, one record a row; as often as --subjects, in the same order."
_SINGLE = click.option(
    "--single", is_flag=True, help="As a trace of one account sees it: no whole file to count in."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")


@click.group("model")
def command() -> None:
    """Train a matching model, measure it, show what it weighs.

    A model is one JSON file of weights for levels of comparisons. Tables have the columns that
    `skiptrace link` reads, and --map is its. No installation is needed, but for --from-casefile.
    """


@command.command("show")
@click.argument("model", required=False, metavar="[NAME|FILE]")
@_JSON
def show(model: str | None, as_json: bool) -> int:
    """What a model is: how it was trained, how its probabilities held, what every level weighs.

    MODEL is a shipped model's name or a model's file. Without it, the shipped models are listed.
    """
    from jobs.linkage.model_files import shipped_models, shown_model
    from jobs.linkage.model_show import described

    if model is None:
        names = shipped_models()
        _print_json({"models": names}) if as_json else print_lines(tables(), "\n".join(names))
        return Exit.DONE
    found = described(shown_model(model))
    if as_json:
        _print_json(found)
        return Exit.DONE
    from skiptrace.cli.model_view import print_model

    print_model(found, tables())
    return Exit.DONE


@command.command("train")
@_tables("--subjects", _SUBJECTS)
@_tables("--records", _RECORDS)
@_tables("--truth", "The pairs that are one person: subject_id (or debtor_id), record_id.")
@_tables("--outcomes", "Pairs and what a person found: right_party, wrong_party or bad.")
@click.option("--from-casefile", is_flag=True, help="Learn from the case file's judgements.")
@click.option(
    "--base",
    default="",
    metavar="NAME|FILE",
    help="The model to start from; by default the shipped or the installation's own.",
)
@_SINGLE
@map_option
@click.option("--id", "model_id", required=True, help="What the new model is called.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The model file to write; another one is never overwritten.",
)
@as_of_option
@_JSON
@click.pass_obj
def train(
    config_file: str,
    subjects: Paths,
    records: Paths,
    truth: Paths,
    outcomes: Paths,
    from_casefile: bool,
    base: str,
    single: bool,
    mapped: tuple[str, ...],
    model_id: str,
    out: Path,
    as_of: datetime | None,
    as_json: bool,
) -> int:
    """Learn a model from tables, and measure it on subjects that were kept out.

    With --truth it learns from the matching pairs, without it by EM. With --outcomes, or
    --from-casefile, it recalibrates the model of --base by what people found out. Too little data
    is an error that says what is needed.
    """
    from jobs.linkage.model_files import order, write_model
    from jobs.linkage.model_show import described

    tasks = _tasks((subjects, records, truth or outcomes), single, mapped)
    if sum((bool(truth), bool(outcomes), from_casefile)) > 1 or from_casefile == bool(tasks):
        raise click.UsageError(
            "give --subjects and --records, with --truth or --outcomes or neither; "
            "or --from-casefile alone"
        )
    if from_casefile and (single or mapped):
        raise click.UsageError("--single and --map are for tables: the case file has none")
    start = _installed(config_file) if from_casefile and not base else _model(base, single)
    wanted = order(model_id, day(as_of), start)
    _print_columns(tasks)
    with people().status("training"):
        made = _train(config_file, wanted, tasks, (bool(truth), bool(outcomes)))
    write_model(made, out)
    found = described(made)
    if as_json:
        keys = ("id", "format", "sha256", "training", "reliability")
        _print_json({key: found[key] for key in keys})
        return Exit.DONE
    from skiptrace.cli.model_view import print_origin

    print_origin(found, tables())
    return Exit.DONE


def _train(
    config_file: str, order: Order, tasks: Sequence[TaskFiles], said: tuple[bool, bool]
) -> PersonModel:
    from jobs.linkage import model as modelling

    if not tasks:
        from skiptrace.acts.taking_in import gather_outcomes

        with opened(config_file) as session:
            gathered = gather_outcomes(session.office, session.actor, order.base)
        return modelling.train_from_outcomes(order, [gathered])
    truth, outcomes = said
    if truth:
        return modelling.train_with_truth(order, tasks)
    if outcomes:
        return modelling.train_from_outcome_files(order, tasks)
    return modelling.train_without_labels(order, tasks)


def _installed(config_file: str) -> PersonModel:
    """The model that the installation's traces go by."""
    from skiptrace.app.build import model_of
    from skiptrace.app.installation import Installation

    return model_of(Installation.load(config_file))


def _model(name: str, single: bool) -> PersonModel:
    """The model of that name or file; without a name the shipped one for such a use."""
    from config.default_model import LINK_MODEL, TRACE_MODEL
    from jobs.linkage.model_files import model_named

    return model_named(name or (TRACE_MODEL if single else LINK_MODEL))


def _tasks(
    files: tuple[Paths, Paths, Paths], single: bool, mapped: tuple[str, ...]
) -> list[TaskFiles]:
    """The files of each task; click.UsageError when the options are not given equally often."""
    from jobs.linkage.model_tables import TaskFiles

    subjects, records, said = files
    if len(subjects) != len(records) or (said and len(said) != len(subjects)):
        raise click.UsageError("--subjects, --records and what is said of them go together")
    words = said or (None,) * len(subjects)
    told = said_of_columns(mapped)
    return [TaskFiles(*one, single, told) for one in zip(subjects, records, words, strict=True)]


def _print_columns(tasks: Sequence[TaskFiles]) -> None:
    """What the columns of each table are taken for, so that nothing is left out unsaid."""
    from jobs.linkage.ids import RECORDS, SUBJECTS
    from jobs.linkage.tables import columns_of

    console = people()
    for files in tasks:
        for role, path in ((SUBJECTS, files.subjects), (RECORDS, files.records)):
            header, columns = columns_of(path, role, files.mapped, None)
            print_line(console, f"{role}: {path.name}")
            print_columns(console, header, columns)


@command.command("evaluate")
@_tables("--subjects", _SUBJECTS, required=True)
@_tables("--records", _RECORDS, required=True)
@_tables("--truth", "The pairs that are one person.", required=True)
@click.option("--model", "name", default="", metavar="NAME|FILE", help="The model to measure.")
@click.option(
    "--at",
    type=click.FloatRange(0.0, 1.0),
    default=0.95,
    show_default=True,
    help="The fixed probability of acceptance.",
)
@_SINGLE
@map_option
@_JSON
def evaluate(
    subjects: Paths,
    records: Paths,
    truth: Paths,
    name: str,
    at: float,
    single: bool,
    mapped: tuple[str, ...],
    as_json: bool,
) -> int:
    """Measure a model where the truth is known: accuracy, right-party contact, calibration."""
    from jobs.linkage.model import measure
    from matching.train.reliability import plain

    model = _model(name, single)
    tasks = _tasks((subjects, records, truth), single, mapped)
    _print_columns(tasks)
    with people().status("measuring"):
        found = [plain(one) for one in measure(model, tasks, at)]
    names = [f"task {turn}" for turn in range(1, len(tasks) + 1)]
    named = dict(zip((*names, "all"), found, strict=False))
    if as_json:
        _print_json({"model": model.id, "tasks": named})
        return Exit.DONE
    from skiptrace.cli.model_view import print_evaluation

    print_evaluation(model.id, named, tables())
    return Exit.DONE
