"""Shows the guessed columns for confirmation, and what an intake did."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console

from jobs.take_in import Restraints, TakenIn
from jobs.take_in_acs import AcsTakenIn
from skiptrace.intake.debtors import ANOTHER
from skiptrace.intake.draft import draft_mapping
from skiptrace.intake.guess import guess_mapping, render_guess
from skiptrace.intake.mapping import Mapping, Told, load_mapping, mapping_toml, told_by
from skiptrace.intake.read import IntakeSummary
from skiptrace.intake.reader import read_header
from skiptrace.model.errors import IntakeError
from skiptrace.reports.terminal import print_line, print_lines


def agreed_mapping(
    file: Path, maps: Sequence[str], save_map: Path | None, out: Console, agreed: bool
) -> Mapping | None:
    """The mapping to use, or None when the user did not agree to the guess."""
    map_file, told = _said(maps)
    if map_file is not None:
        return told.over(load_mapping(map_file))
    guess = guess_mapping(read_header(file), told)
    print_lines(out, render_guess(guess))
    if guess.missing:
        raise IntakeError(f"{file.name}: no column found for {', '.join(guess.missing)}; use --map")
    mapping = guess.mapping()
    if save_map is not None:
        save_map.write_text(mapping_toml(mapping), encoding="utf-8")
        print_line(out, f"columns written to {save_map}")
    if agreed or (sys.stdin.isatty() and click.confirm("Use these columns?", err=True)):
        return mapping
    print_line(out, "Nothing was taken in: confirm with --yes, or give the columns with --map.")
    return None


def drafted_mapping(file: Path, maps: Sequence[str]) -> str:
    """The text of a mapping file for that file, with what was said of its columns."""
    map_file, told = _said(maps)
    if map_file is not None:
        raise click.UsageError("--guess drafts a mapping file and takes none")
    return draft_mapping(file, told)


def _said(maps: Sequence[str]) -> tuple[Path | None, Told]:
    """The mapping file among the values of --map, if one is, and what the others say."""
    files = [text for text in maps if "=" not in text or Path(text).is_file()]
    missing = [text for text in files if not Path(text).is_file()]
    if missing:
        raise click.UsageError(f"--map: expected TARGET=COLUMN or a file; no file {missing[0]}")
    if len(files) > 1:
        raise click.UsageError("--map: one mapping file at most")
    try:
        told = told_by([text for text in maps if text not in files])
    except ValueError as error:
        raise click.UsageError(f"--map: {error}") from error
    return (Path(files[0]) if files else None), told


def print_taken_in(done: TakenIn, out: Console, dry_run: bool) -> None:
    """The counts of an intake, where the rejects are, and which columns nobody read."""
    summary = done.summary
    verb = "would be taken in" if dry_run else "taken in"
    print_line(
        out, f"{summary.rows:,} rows: {summary.taken:,} {verb}, {summary.rejected:,} rejected"
    )
    if not dry_run:
        known = done.accounts
        words = f"{known.new:,} new, {known.changed:,} changed, {known.unchanged:,} known before"
        print_line(out, f"accounts: {words}")
    for action, count in sorted(summary.actions.items()):
        print_line(out, f"  {action.replace('_', ' ')}: {count:,}")
    for fault, count in sorted(summary.faults.items()):
        print_line(out, f"  rejected, {fault}: {count:,}")
    if others := summary.faults.get(ANOTHER):
        print_line(
            out,
            f"{others:,} rows name another debtor under an account's number: say in the mapping "
            "what another one is (another_debtor), and give their rejects again",
        )
    for words, count in sorted(summary.left_out.items()):
        print_line(out, f"  not taken, {words}: {count:,}")
    for field, count in sorted(summary.warned.items()):
        print_line(out, f"  left out, {field}: {count:,}")
    for code, count in sorted(summary.noticed.items()):
        print_line(out, f"  {count:,} rows {_NOTICES[code]}")
    _print_kinds(summary, out)
    _print_words(summary, out)
    if summary.others:
        print_line(out, f"{summary.others:,} rows are totals or headers, not accounts")
    _print_restraints(done.restraints, out)
    if done.unread_columns:
        print_line(out, f"columns nobody reads: {', '.join(done.unread_columns)}")
    for note in done.notes:
        print_line(out, note)
    for path in done.rejects:
        print_line(out, f"see {path}")


_KINDS = {
    "person": "people",
    "organization": "organisations",
    "estate": "estates",
    "trust": "trusts",
    "unsettled": "that a person has to settle",
}


def _print_kinds(summary: IntakeSummary, out: Console) -> None:
    counts = [f"{n:,} {words}" for kind, words in _KINDS.items() if (n := summary.kinds.get(kind))]
    if counts:
        print_line(out, f"obligors by their names: {', '.join(counts)}")


# A status column has few words; more are another column's, and may be personal.
_MOST_WORDS = 20


_NOTICES = {
    "person_and_business": "name a person beside an organisation: taken for a contact, who does "
    "not owe, until the mapping says it (person_beside_business)",
    "encoding_guessed": "have letters in another encoding: read as the likeliest",
    "columns": "leave out their last cells: taken for empty",
    "same_debtor": "have more of their debtor in later rows: taken together",
}


def _print_words(summary: IntakeSummary, out: Console) -> None:
    """The creditor's words that nobody knows, each with its count."""
    for code, count in sorted(summary.unknown_codes.items())[:_MOST_WORDS]:
        print_line(
            out,
            f"{count:,} accounts wait for a person by the unknown return code {code!r}: say what "
            "it means in the mapping, [return_words]",
        )
    words = dict(summary.held_words)
    if empty := words.pop("", 0):
        print_line(out, f"{empty:,} accounts without a status: held until the creditor says it")
    if len(words) > _MOST_WORDS:
        total = sum(words.values())
        print_line(
            out,
            f"{total:,} accounts are held by {len(words):,} unknown status words: is it the right "
            "column for account_status?",
        )
        return
    for word, count in sorted(words.items()):
        print_line(
            out,
            f"{count:,} accounts are held by the unknown status {word!r}: say what it means in the "
            "mapping, [status_words]",
        )


def _print_restraints(kept: Restraints, out: Console) -> None:
    if kept.rows:
        print_line(out, f"{kept.rows:,} rejected rows carry a hold or may: their accounts are held")
    if kept.lost:
        words = "carry a hold and no readable account number: nothing holds those accounts"
        print_line(out, f"{kept.lost:,} rejected rows {words}, mend them first")


def print_acs(done: AcsTakenIn, out: Console) -> None:
    """The counts of an ACS file, and where the rejects are."""
    print_line(out, f"{done.updated:,} subjects updated, {done.rejected:,} records rejected")
    for action, count in sorted(done.actions.items()):
        print_line(out, f"  {action.replace('_', ' ')}: {count:,}")
    for path in done.rejects:
        print_line(out, f"see {path}")
