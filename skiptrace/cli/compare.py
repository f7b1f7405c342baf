"""`skiptrace compare`: whether two columns of a file name the same place or the same party."""

from __future__ import annotations

from pathlib import Path

import click

from skiptrace.cli.columns import column_option, file_argument, output_options, run

_A = column_option("--a", "The one side; several columns are joined.")
_B = column_option("--b", "The other side; several columns are joined.")


@click.group("compare")
def command() -> None:
    """Compare two columns of a file, row by row, with the rule that decided.

    FILE is CSV (comma, semicolon, tab or pipe), XLSX or Parquet. The output is UTF-8 CSV: all
    columns of FILE, then the new ones; every readable row gives exactly one row. Rows that cannot
    be read go to OUT.rejects.csv with the reasons in OUT.reasons.csv. No installation is needed.
    """


@command.command("address")
@file_argument
@_A
@_B
@output_options
def address(file: Path, a: tuple[str, ...], b: tuple[str, ...], out: Path, prefix: str) -> int:
    """Addresses: one delivery point or not.

    New columns: relation (same_delivery_point, same_building_other_unit, different, uncertain) and
    reason.
    """
    from jobs.linkage.compare import address_comparison

    return run("compare address", file, out, prefix, address_comparison(a, b))


@command.command("person")
@file_argument
@_A
@_B
@output_options
def person(file: Path, a: tuple[str, ...], b: tuple[str, ...], out: Path, prefix: str) -> int:
    """People's names: one person's or not, as far as names can tell.

    New columns: verdict (same, different, uncertain) and reason.
    """
    from jobs.linkage.compare import person_comparison

    return run("compare person", file, out, prefix, person_comparison(a, b))


@command.command("organization")
@file_argument
@_A
@_B
@output_options
def organization(file: Path, a: tuple[str, ...], b: tuple[str, ...], out: Path, prefix: str) -> int:
    """Organisations: one or not.

    New columns: verdict (same, different, uncertain) and reason.
    """
    from jobs.linkage.compare import organization_comparison

    return run("compare organization", file, out, prefix, organization_comparison(a, b))
