"""Makes the asset report of an account and writes it as PDF, workbook or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from jobs.obligors import Obligors, obligors_of
from skiptrace.app.build import desk, earlier, order_form, refuse_if_held
from skiptrace.app.sources import cards
from skiptrace.cli.obligor_orders import orders_of
from skiptrace.cli.private import write_private
from skiptrace.cli.session import Session
from skiptrace.model.order import Scope, TraceOrder
from skiptrace.reports.asset_joint import build_joint_report
from skiptrace.reports.content import AssetReport
from skiptrace.reports.pdf import render_pdf
from skiptrace.reports.wording import obligor_words
from skiptrace.reports.workbook import render_workbook


@dataclass(frozen=True, slots=True)
class AssetAsk:
    """What was asked: the account, the matter, the day, and whether a recent report will not do.

    `obligor` is the number of the one obligor that is asked for; None asks for all who owe.
    """

    account: str
    matter: str
    as_of: date
    again: bool
    obligor: int | None = None


def asset_orders(session: Session, ask: AssetAsk) -> tuple[Obligors, list[TraceOrder]]:
    """The obligors, and for each the recent asset order of the matter or one that is traced now."""
    installation = session.installation
    asked = (session.actor.signature, ask.as_of)
    settings = installation.settings.assets
    form = order_form(session.policy, settings, Scope.ASSETS, asked, ask.matter)
    form = replace(form, anew=ask.again)
    entries = earlier(installation, session.case).obligors(ask.account)
    found = obligors_of(entries, ask.obligor)
    for one in found.asked:
        refuse_if_held(session.policy, one.entry, ask.as_of, ask.matter)
    return found, orders_of(session, found, form, ask.again)


def asset_report(session: Session, found: Obligors, orders: Sequence[TraceOrder]) -> AssetReport:
    """The report of asset orders, from what the case file holds."""
    writer = desk(session.policy, cards())
    others = [obligor_words(o.entry.subject, o.entry.role) for o in found.associated]
    return build_joint_report([writer.of_order(session.case, o) for o in orders], others)


def write_report(report: AssetReport, pdf: Path | None, xlsx: Path | None) -> list[Path]:
    """Write the report to the files that were asked for, mode 0600; which ones."""
    if pdf is not None:
        write_private(pdf, render_pdf(report))
    if xlsx is not None:
        write_private(xlsx, render_workbook(report))
    return [path for path in (pdf, xlsx) if path is not None]
