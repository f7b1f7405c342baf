"""Shows the guessed columns for confirmation, and what an intake did."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console

from jobs.take_in import Restraints, TakenIn
from jobs.take_in_acs import AcsTakenIn
from skiptrace.intake.guess import guess_mapping, render_guess
from skiptrace.intake.mapping import Mapping, load_mapping, mapping_toml
from skiptrace.intake.reader import read_header
from skiptrace.model.errors import IntakeError


def agreed_mapping(
    file: Path, map_file: Path | None, save_map: Path | None, out: Console, agreed: bool
) -> Mapping | None:
    """The mapping to use, or None when the user did not agree to the guess."""
    if map_file is not None:
        return load_mapping(map_file)
    guess = guess_mapping(read_header(file))
    out.print(render_guess(guess), soft_wrap=True)
    if guess.missing:
        raise IntakeError(f"{file.name}: no column found for {', '.join(guess.missing)}; use --map")
    mapping = guess.mapping()
    if save_map is not None:
        save_map.write_text(mapping_toml(mapping), encoding="utf-8")
        out.print(f"columns written to {save_map}")
    if agreed or (sys.stdin.isatty() and click.confirm("Use these columns?", err=True)):
        return mapping
    out.print("Nothing was taken in: confirm with --yes, or give the columns with --map.")
    return None


def print_taken_in(done: TakenIn, out: Console, dry_run: bool) -> None:
    """The counts of an intake, where the rejects are, and which columns nobody read."""
    summary = done.summary
    verb = "would be taken in" if dry_run else "taken in"
    out.print(f"{summary.rows:,} rows: {summary.taken:,} {verb}, {summary.rejected:,} rejected")
    if not dry_run:
        known = done.accounts
        words = f"{known.new:,} new, {known.changed:,} changed, {known.unchanged:,} known before"
        out.print(f"accounts: {words}")
    for action, count in sorted(summary.actions.items()):
        out.print(f"  {action.replace('_', ' ')}: {count:,}")
    for fault, count in sorted(summary.faults.items()):
        out.print(f"  rejected, {fault}: {count:,}")
    _print_restraints(done.restraints, out)
    if done.unread_columns:
        out.print(f"columns nobody reads: {', '.join(done.unread_columns)}")
    for note in done.notes:
        out.print(note)
    for path in done.rejects:
        out.print(f"see {path}")


def _print_restraints(kept: Restraints, out: Console) -> None:
    if kept.rows:
        out.print(f"{kept.rows:,} rejected rows carry a hold or may: their accounts are held")
    if kept.lost:
        words = "carry a hold and no readable account number: nothing holds those accounts"
        out.print(f"{kept.lost:,} rejected rows {words}, mend them first")


def print_acs(done: AcsTakenIn, out: Console) -> None:
    """The counts of an ACS file, and where the rejects are."""
    out.print(f"{done.updated:,} subjects updated, {done.rejected:,} records rejected")
    for action, count in sorted(done.actions.items()):
        out.print(f"  {action.replace('_', ' ')}: {count:,}")
    for path in done.rejects:
        out.print(f"see {path}")
