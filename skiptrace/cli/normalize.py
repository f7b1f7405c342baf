"""`skiptrace normalize`: a column of a file in normal form, as new columns behind the others."""

from __future__ import annotations

from pathlib import Path

import click

from skiptrace.cli.columns import column_option, file_argument, output_options, run


@click.group("normalize")
def command() -> None:
    """Bring addresses, names or phones of a file into normal form.

    FILE is CSV (comma, semicolon, tab or pipe), XLSX or Parquet. The output is UTF-8 CSV: all
    columns of FILE, then the new ones; every readable row gives exactly one row. Where a field
    holds several people or numbers, the first fills the columns and the rest stand in the column
    `also`. Rows that cannot be read go to OUT.rejects.csv with the reasons in OUT.reasons.csv.
    No installation is needed.
    """


@command.command("address")
@file_argument
@column_option(
    "--column", "The address; give several (line, city, state, ZIP) to have them joined."
)
@output_options
def address(file: Path, column: tuple[str, ...], out: Path, prefix: str) -> int:
    """Addresses by USPS Publication 28.

    New columns: delivery_line, last_line, kind, flags (what was repaired or dropped, joined by ;),
    also (the other delivery line where two are given).
    """
    from jobs.linkage.normalize import address_reading

    return run("normalize address", file, out, prefix, address_reading(column))


@command.command("person")
@file_argument
@column_option("--column", "The name; give several (first, middle, last) to have them joined.")
@click.option(
    "--order",
    type=click.Choice(["given_first", "surname_first", "unknown"]),
    default="unknown",
    show_default=True,
    help="Which part of the name stands first where no comma tells.",
)
@output_options
def person(file: Path, column: tuple[str, ...], order: str, out: Path, prefix: str) -> int:
    """People's names in parts.

    New columns: given, middle, surname, generation, kind (person, estate, trust, organization,
    ...), also (whoever else the field names with the role: care_of, alias, former, ...; the whole
    name of a trust or an organisation; joined by "; ").
    """
    from jobs.linkage.normalize import person_reading
    from matching.parse.person.name_order import NameOrder

    return run("normalize person", file, out, prefix, person_reading(column, NameOrder(order)))


@command.command("organization")
@file_argument
@column_option("--column", "The organisation's name.")
@output_options
def organization(file: Path, column: tuple[str, ...], out: Path, prefix: str) -> int:
    """Organisations: the name in full words, a match key, the legal form.

    New columns: organization_name, organization_key (equal for two spellings of one name; the legal
    form does not count), legal_form (LLC, INC, LP, ...), organization_role (estate, trustee,
    division).
    """
    from jobs.linkage.normalize import organization_reading

    return run("normalize organization", file, out, prefix, organization_reading(column))


@command.command("phone")
@file_argument
@column_option("--column", "The telephone number.")
@click.option(
    "--region",
    default="US",
    show_default=True,
    callback=lambda _ctx, _option, value: _region(value),
    help="The country where a number without a country code is dialled, as US or GB.",
)
@output_options
def phone(file: Path, column: tuple[str, ...], region: str, out: Path, prefix: str) -> int:
    """Telephone numbers: E.164, status, time zones.

    New columns: e164, extension, region, status (ok, ambiguous, fictional, service, foreign,
    invalid), kind, zones (every time zone of the area code, joined by ;), flags (guesses and
    reasons), also (further numbers of the field with their status). An ambiguous number is the
    likeliest of several readings.
    """
    from jobs.linkage.normalize import phone_reading

    return run("normalize phone", file, out, prefix, phone_reading(column, region))


def _region(value: str) -> str:
    from phonenumbers import SUPPORTED_REGIONS

    if value.upper() not in SUPPORTED_REGIONS:
        raise click.BadParameter("expected a two-letter country code such as US, CA or GB")
    return value.upper()
