"""`skiptrace assets`: the asset report of one account for a legal matter."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from skiptrace.cli.session import as_of_option, day, obligor_option, opened, people, words
from skiptrace.reports.terminal import print_json, print_line


@click.command("assets")
@click.argument("account")
@click.option("--matter", required=True, callback=words, help="The legal matter the report is for.")
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path), help="Write a PDF/UA file.")
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help="Write a workbook.")
@click.option("--json", "as_json", is_flag=True, help="The report as JSON on standard output.")
@click.option("--again", is_flag=True, help="Search, and buy, anew what was bought of late.")
@obligor_option
@as_of_option
@click.pass_obj
def command(
    config_file: str,
    account: str,
    matter: str,
    pdf: Path | None,
    xlsx: Path | None,
    as_json: bool,
    again: bool,
    obligor: int | None,
    as_of: datetime | None,
) -> int:
    """Search what indicates assets of all who owe on ACCOUNT, and report it with its sources.

    Each line names whose it is where several owe. An asset indicator is never proof of ownership.
    Without --pdf, --xlsx or --json the report is written to assets-ORDER.pdf and .xlsx here.
    """
    from skiptrace.acts.traces import TraceAsked, report_assets
    from skiptrace.cli.asset_view import write_report
    from skiptrace.cli.obligor_orders import exit_of, worst_of
    from skiptrace.reports.canonical import canonical_json

    asked = TraceAsked(account, day(as_of), again, obligor)
    with opened(config_file) as session:
        made = report_assets(session.office, session.actor, asked, matter)
    if as_json:
        print_json(canonical_json(made.report))
    if not (pdf or xlsx or as_json):
        stem = Path(f"assets-{made.order_ids[0]}")
        pdf, xlsx = stem.with_suffix(".pdf"), stem.with_suffix(".xlsx")
    for path in write_report(made.report, pdf, xlsx):
        print_line(people(), f"written {path}")
    return worst_of([exit_of(end) for end in made.ends])
