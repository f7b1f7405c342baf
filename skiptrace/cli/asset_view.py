"""Makes the asset report of an account and writes it as PDF, workbook or JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from skiptrace.app.build import desk, earlier, on_demand, order_form, refuse_if_held, tracer
from skiptrace.app.sources import cards, open_sources
from skiptrace.cli.private import write_private
from skiptrace.cli.session import Session
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.reports.asset_report import build_asset_report
from skiptrace.reports.content import AssetReport
from skiptrace.reports.pdf import render_pdf
from skiptrace.reports.workbook import render_workbook


@dataclass(frozen=True, slots=True)
class AssetAsk:
    """What was asked: the account, the matter, the day, and whether a recent report will not do."""

    account: str
    matter: str
    as_of: date
    again: bool


def asset_order(session: Session, ask: AssetAsk) -> TraceOrder:
    """The recent asset order of the account and matter, or one that is traced now."""
    installation = session.installation
    form = order_form(installation.settings.assets, Scope.ASSETS, ask.as_of, ask.matter)
    lookup = earlier(installation, session.case)
    entry = lookup.account(ask.account)
    refuse_if_held(entry, ask.as_of, ask.matter)
    order = None if ask.again else lookup.order(entry, form)
    if order is None:
        with open_sources(installation) as sources:
            run = tracer(installation, session.case, session.keyring, sources)
            order = on_demand(installation, session.case, run).trace(entry, form).order
    return order


def asset_report(session: Session, order: TraceOrder) -> AssetReport:
    """The report of an asset order, from what the case file holds."""
    return build_asset_report(desk(cards()).of_order(session.case, order))


def write_report(report: AssetReport, pdf: Path | None, xlsx: Path | None) -> list[Path]:
    """Write the report to the files that were asked for, mode 0600; which ones."""
    if pdf is not None:
        write_private(pdf, render_pdf(report))
    if xlsx is not None:
        write_private(xlsx, render_workbook(report))
    return [path for path in (pdf, xlsx) if path is not None]
