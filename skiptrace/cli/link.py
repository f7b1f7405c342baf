"""`skiptrace link`: which records of a file are about which subjects of another."""

from __future__ import annotations

import json
from math import exp
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.default_model import LINK_MODEL
from skiptrace.cli.exits import Exit
from skiptrace.cli.mapped import map_option, print_columns, said_of_columns
from skiptrace.cli.private import write_private
from skiptrace.cli.session import people
from skiptrace.reports.terminal import print_line

if TYPE_CHECKING:
    from rich.console import Console

    from jobs.linkage.link import LinkSettings
    from jobs.linkage.link_decided import Decided
    from jobs.linkage.link_summary import Side, Summary


_INPUT = click.Path(exists=True, dir_okay=False, path_type=Path)
_OUTPUT = click.Path(dir_okay=False, path_type=Path)


@click.command("link")
@click.option("--subjects", required=True, type=_INPUT, help="Who is looked for: CSV or Parquet.")
@click.option("--records", required=True, type=_INPUT, help="What a source holds: CSV or Parquet.")
@click.option("--out", required=True, type=_OUTPUT, help="The .csv or .parquet file to write.")
@click.option("--explain", is_flag=True, help="Write weight_bits, person, terms and met as well.")
@map_option
@click.option(
    "--model", default=LINK_MODEL, show_default=True, help="A shipped model, or a model file."
)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 1),
    default=0.001,
    show_default=True,
    help="Leave out pairs of a lower probability; 0 leaves out nothing that was compared.",
)
@click.option(
    "--max-wrong",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Accept as many as an estimated share of wrong ones allows, as 0.01; nothing where it "
    "cannot be kept or told.",
)
@click.option(
    "--population",
    type=click.IntRange(1),
    default=20_000,
    show_default=True,
    help="People the records' source covers, where far more: what strangers share by chance, as a "
    "common name, weighs less; what identifies a person does not.",
)
@click.option("--truth", type=_INPUT, help="True pairs of ids, to report how many were compared.")
@click.option("--stats", type=_OUTPUT, help="Write what was done as JSON.")
@click.option("--memory", default="1GB", show_default=True, help="What DuckDB may take.")
@click.pass_obj
def command(
    config_file: str,
    subjects: Path,
    records: Path,
    out: Path,
    explain: bool,
    mapped: tuple[str, ...],
    model: str,
    threshold: float,
    max_wrong: float | None,
    population: int,
    truth: Path | None,
    stats: Path | None,
    memory: str,
) -> int:
    """Link subjects with records and write how likely each pair is one person or organisation.

    Columns written: debtor_id or subject_id as the subjects' file has it, record_id, probability,
    decision (accept: the subject's likeliest record, which the link stands behind; review: all
    others); ordered by subject, the likeliest record first. With --explain also weight_bits (the
    log2 odds),
    person (the candidates of a subject that are one person have one number), terms (a JSON list
    of {name, level, bits, words} whose bits sum to weight_bits exactly) and met (a JSON list of
    {kind, ours, theirs, words}: which name, address, phone and e-mail of the subject met which of
    the record, as the files have them; social security numbers by their last four digits).

    Columns read: debtor_id, subject_id, record_id or id; first_name, middle_name or middle_initial,
    last_name, suffix, or full_name; alias, former_last_name; dob, ssn, ssn4, phone (and area_code),
    email; street_number, street_name, unit_number, po_box, or address (a delivery line or a whole
    address), address_2; city, state, zip. Of organisations: organization, trade_name (dba),
    former_organization, ein, register_number, formation_state, officer; principal, mailing and
    registered agent's addresses. A row is an organisation when its name is one's, in any column; a
    person is never one. What people write for these is known, in any case and with spaces,
    underscores, dots or hyphens (acct no, FName, birth_yr, l_zip5, debtor_cell). phone, email,
    alias and numbered or qualified addresses (phone_2, mailing_city) may stand in several columns:
    all values are compared with all. What was taken for what, and what is not used, is listed. Two
    columns that may each be one thing, and a column that may be two, are an error that names them.

    TARGET is one of these names, id or ignore; subjects.TARGET and records.TARGET mean one file
    only. A second --map of a target is a second name or address. A mapping file has tables
    [columns], [subjects] and [records] of target = "column" or a list of columns.

    A zip may be a postal code of the United Kingdom, Canada, the Netherlands or Ireland. Births
    before 1800, and 1 January up to 1904, are nobody's, unless most births of a file lie before
    1900.

    Addresses and full names in one column are read at about 12,000 distinct ones a second, so files
    with addresses in parts are read many times faster. Rows without an id of their own go to
    OUT.subjects.rejects.csv or OUT.records.rejects.csv. No installation is needed; with a settings
    file, its threshold of acceptance is taken.

    How many of the accepted are somebody else is estimated on the file itself, without labels, for
    every threshold from .5 on: OUT.wrong_share.csv has threshold, accepted, wrong_share, and low
    and high, between which it is with 95%. Subjects are linked once more without date of birth and
    number (organisations without EIN and register number), which then say who was right. A file
    that has too few of these is not checked, which is said, and --max-wrong accepts nothing.
    """
    from jobs.linkage.link import Detail, LinkFiles, LinkSettings, link_files, wrong_use
    from jobs.linkage.model_files import SINGLE_TRACES, is_measured, model_named
    from skiptrace.app.installation import utc_now
    from skiptrace.cli.progress import progress
    from skiptrace.cli.terminated import unwound_on_sigterm

    files = LinkFiles(subjects, records, out, truth)
    if words := wrong_use(files, *([stats] if stats else [])):
        raise click.UsageError(words)
    settings = LinkSettings(
        model=model_named(model),
        today=utc_now().date(),
        threshold=threshold,
        population=population,
        accept=_accept(config_file),
        max_wrong=max_wrong,
        memory=memory,
        detail=Detail.TERMS if explain else Detail.SCORES,
        mapped=said_of_columns(mapped),
    )
    console = people()
    if settings.model.training.get("sees") == SINGLE_TRACES:
        print_line(
            console, f"model {settings.model.id} is made for single traces, not for whole files"
        )
    if not is_measured(settings.model):
        print_line(
            console,
            f"model {settings.model.id} was learned without labels and never measured: it ranks, "
            "but its probabilities may not hold",
        )
    with unwound_on_sigterm(), progress("link", console) as begin:
        summary = link_files(files, settings, begin)
    if stats is not None:
        _write_stats(stats, summary)
    _print(summary, settings, console)
    rejected = summary.subjects.loaded.rejected + summary.records.loaded.rejected
    return Exit.DONE_WITH_FAILURES if rejected else Exit.DONE


def _accept(config_file: str) -> float:
    """The threshold of acceptance of the settings file, or the shipped one without such a file."""
    from config.loader import from_file
    from config.settings import MatchingSettings, Settings

    path = Path(config_file)
    matching = from_file(path, Settings).matching if path.is_file() else MatchingSettings()
    return matching.accept


def _write_stats(path: Path, summary: Summary) -> None:
    from jobs.linkage.link_summary import stats

    write_private(path, (json.dumps(stats(summary), indent=1) + "\n").encode())


def _print(summary: Summary, settings: LinkSettings, console: Console) -> None:
    for side in (summary.subjects, summary.records):
        _print_side(side, console)
    candidates = summary.candidates
    print_line(
        console,
        f"{candidates.pairs:,} pairs compared: {summary.mean:.1f} a subject, "
        f"{candidates.largest:,} at most; "
        f"{candidates.cut:,} subjects had more than {settings.bounds.most} and kept the likeliest",
    )
    print_line(
        console,
        f"{candidates.left_out:,} blocking keys left out, shared by more than "
        f"{settings.bounds.widest} records",
    )
    for told in summary.strange:
        print_line(console, f"unlike what model {settings.model.id} was learned on: {told}")
    if summary.crowded:
        print_line(console, f"shared by so many that it counts for nobody: {_crowd(summary)}")
    if summary.completeness is not None:
        true = summary.completeness
        print_line(
            console,
            f"pair completeness {true.share:.4f}: {true.compared:,} of {true.pairs:,} true pairs "
            f"were compared, {true.unknown:,} have an id that no file has",
        )
    words = {True: "one record a person", False: "several records a person", None: "not known"}
    print_line(console, f"the records look like: {words[summary.register]}")
    print_line(
        console,
        f"{summary.written:,} pairs written; {len(summary.decided):,} subjects have an "
        "accepted candidate",
    )
    if by := summary.decided.moved:
        times = exp(by)
        done = f"takes {1.0 - times:.0%} from" if by < 0 else f"raises, up to {times:.1f} times,"
        print_line(console, f"the file's own check {done} the odds of people")
    if summary.decided.lifted:
        print_line(
            console,
            f"{summary.decided.lifted:,} candidates are likelier: in this file hardly anybody else "
            "looks so much like a subject that was found",
        )
    for line in _sureness(summary.decided):
        print_line(console, line)
    print_line(
        console, ", ".join(f"{name} {spent:.1f} s" for name, spent in summary.seconds.items())
    )


def _sureness(decided: Decided) -> tuple[str, ...]:
    """How sure the acceptance is, in words, and what that rests on."""
    doubt, accepted, wanted = decided.shares.doubt, decided.accepted, decided.wish.max_wrong
    rests = (
        f"checked on this file by {doubt.seen:,} candidates, linked once more without date of "
        "birth and number"
        if doubt.checked
        else "not checked on this file: too few candidates have a date of birth or a number on "
        f"both sides ({doubt.seen:,}); it is what the probabilities say"
    )
    if accepted is None:
        why = f"no threshold keeps a wrong share of {wanted}" if doubt.checked else rests
        return (f"nothing is accepted: {why}",)
    if not accepted.accepted:
        return (f"nothing reaches the probability {accepted.threshold}",)
    return (
        f"accepted from the probability {accepted.threshold:.6g} on; of these an estimated "
        f"{accepted.share:.2%} are somebody else ({accepted.low:.2%} to {accepted.high:.2%})",
        rests,
    )


_OF_MANY = {
    "phones": "telephone numbers",
    "emails": "e-mail addresses",
    "numbers": "social security numbers",
    "births": "dates of birth",
}


def _crowd(summary: Summary) -> str:
    return ", ".join(f"{count:,} {_OF_MANY[kind]}" for kind, count in summary.crowded.items())


def _print_side(side: Side, console: Console) -> None:
    loaded = side.loaded
    print_line(console, f"{loaded.role}: {loaded.rows:,} rows read, {loaded.rejected:,} rejected")
    print_columns(console, loaded.header, loaded.columns)
    if loaded.columns.layout.of_the_past:
        print_line(console, "  people of the past: their births count from the year 1000 on")
    for name, rows in side.unread.items():
        print_line(console, f"  {name}: {rows:,} rows could not be read and count as not known")
    for path in loaded.rejects:
        print_line(console, f"  see {path}")
