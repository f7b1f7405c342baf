"""`skiptrace intake`: a returned-mail file into the case file; bad rows into the reject file."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import as_of_option, day, opened, people, tables


@click.command("intake")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "maps",
    multiple=True,
    metavar="TARGET=COLUMN|FILE",
    help="What a column is, or a TOML file that says it of all; the rest is guessed.",
)
@click.option("--dry-run", is_flag=True, help="Read and check everything, store nothing.")
@click.option("--yes", is_flag=True, help="Accept the guessed columns without asking.")
@click.option(
    "--save-map",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the guessed columns to this file, to be mended and given with --map.",
)
@click.option(
    "--guess",
    is_flag=True,
    help="Take nothing in: write a mapping drafted for FILE to standard output, or to --save-map.",
)
@click.option("--acs", is_flag=True, help="FILE is a USPS ACS file of 700-byte records.")
@as_of_option
@click.pass_obj
def command(
    config_file: str,
    file: Path,
    acs: bool,
    guess: bool,
    maps: tuple[str, ...],
    dry_run: bool,
    yes: bool,
    save_map: Path | None,
    as_of: datetime | None,
) -> int:
    """Take in FILE: CSV, XLSX or Parquet of accounts whose mail came back.

    Rows of mail.csv without what an account needs go to mail.rejects.csv with the reason of each in
    mail.reasons.csv; a field that cannot be read is left out of its account and named in
    mail.warnings.csv. A dry run writes those files and nothing else; none is ever overwritten.
    Headers that are known are read without a mapping, in any case and with spaces, underscores,
    dots or hyphens; the guess is shown, and columns that could be two things are asked for.
    TARGET is a name of that list, or ignore; with a mapping file nothing is guessed.
    With --acs, FILE tells of mail to accounts that were taken in before; the keyline is their
    number.
    """
    if acs:
        if maps or save_map or dry_run or yes or as_of or guess:
            raise click.UsageError("--acs takes no other option")
        return _acs(config_file, file)
    if guess:
        return _guess(file, maps, save_map)
    from skiptrace.acts.taking_in import FileAsked, take_in
    from skiptrace.cli.intake_view import agreed_mapping, print_taken_in
    from skiptrace.cli.progress import progress

    out = people()
    mapping = agreed_mapping(file, maps, save_map, out, yes or dry_run)
    if mapping is None:
        return Exit.USAGE
    with opened(config_file) as session:
        asked = FileAsked(file, mapping, day(as_of), dry_run)
        with progress("intake", out) as begin:
            done = take_in(session.office, session.actor, asked, begin(0))
    print_taken_in(done, out, dry_run)
    return Exit.DONE_WITH_FAILURES if done.summary.rejected else Exit.DONE


def _guess(file: Path, maps: tuple[str, ...], save_map: Path | None) -> int:
    from skiptrace.cli.intake_view import drafted_mapping
    from skiptrace.reports.terminal import print_lines

    text = drafted_mapping(file, maps)
    if save_map is None:
        print_lines(tables(), text)
    else:
        save_map.write_text(text, encoding="utf-8")
    return Exit.DONE


def _acs(config_file: str, file: Path) -> int:
    from skiptrace.acts.taking_in import take_in_acs
    from skiptrace.cli.intake_view import print_acs
    from skiptrace.cli.progress import progress

    out = people()
    with opened(config_file) as session, progress("acs", out) as begin:
        done = take_in_acs(session.office, session.actor, file, begin(0))
    print_acs(done, out)
    return Exit.DONE_WITH_FAILURES if done.rejected else Exit.DONE
