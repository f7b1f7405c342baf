"""One account traced now, or shown as it was traced; and the asset report of a legal matter.

Leave is asked, and noted, before anything is looked for; the search then works in transactions of
its own, for none may be open while a provider answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from jobs.obligors import Numbered, Obligors, obligors_of
from jobs.orders import OrderForm
from skiptrace.acts.office import Office
from skiptrace.app.build import desk_of, earlier, on_demand, order_form, refuse_if_held, tracer
from skiptrace.casefile.standing_holds import same_debtors
from skiptrace.model.account import Account, Hold
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.order import OrderState, Scope, TraceOrder
from skiptrace.reports.asset_joint import build_joint_report
from skiptrace.reports.content import AssetReport
from skiptrace.reports.trace_report import OtherAccount, TraceReport, build_trace_report
from skiptrace.reports.wording import obligor_words


@dataclass(frozen=True, slots=True)
class TraceAsked:
    """What is asked of an account, by its number, as of a day.

    `obligor` is the number of the one obligor that is asked for; None asks for all who owe.
    `again` searches, and buys, anew. `purposes` and `budget` are the settings' unless given.
    """

    account: str
    as_of: date
    again: bool = False
    obligor: int | None = None
    purposes: frozenset[str] = frozenset()
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class TraceView:
    """The obligors, the report of each who was asked for, and how each order ended.

    `others` are the debtor's other accounts, by number.
    `is_single` says that one report is the answer.
    """

    found: Obligors
    reports: tuple[TraceReport, ...]
    ends: tuple[OrderState | None, ...]
    others: tuple[OtherAccount, ...]
    is_single: bool


@dataclass(frozen=True, slots=True)
class AssetView:
    """The asset report of an account, with the orders it rests on and how each ended."""

    report: AssetReport
    order_ids: tuple[str, ...]
    ends: tuple[OrderState | None, ...]


def trace_account(office: Office, actor: Actor, asked: TraceAsked) -> TraceView:
    """The recent trace of each obligor, or one made now."""
    settings = office.installation.settings.trace
    form = order_form(office.policy, settings, Scope.LOCATE, (actor.signature, asked.as_of))
    form = replace(
        form,
        purposes=asked.purposes or form.purposes,
        budget=form.budget if asked.budget is None else asked.budget,
        anew=asked.again,
    )
    _leave(office, actor, Act.TRACE, asked, form)
    found = _obligors(office, asked)
    orders = _orders_of(office, found, form)
    writer = desk_of(office.installation, office.policy)
    return TraceView(
        found=found,
        reports=tuple(build_trace_report(writer.of_order(office.case, one)) for one in orders),
        ends=_ends(office, orders),
        others=_others(office, found),
        is_single=found.is_alone or asked.obligor is not None,
    )


def report_assets(office: Office, actor: Actor, asked: TraceAsked, matter: str) -> AssetView:
    """The asset report of a legal matter, from a recent search or one made now.

    Raises SubjectHeld when a hold or the status forbids it.
    """
    settings = office.installation.settings.assets
    who = (actor.signature, asked.as_of)
    form = order_form(office.policy, settings, Scope.ASSETS, who, matter)
    form = replace(form, anew=asked.again)
    _leave(office, actor, Act.REPORT_ASSETS, asked, form)
    found = _obligors(office, asked)
    for one in found.asked:
        refuse_if_held(office.policy, one.entry, asked.as_of, matter)
    orders = _orders_of(office, found, form)
    writer = desk_of(office.installation, office.policy)
    others = [obligor_words(o.entry.subject, o.entry.role) for o in found.associated]
    cases = [writer.of_order(office.case, order) for order in orders]
    ids = tuple(order.id for order in orders)
    return AssetView(build_joint_report(cases, others), ids, _ends(office, orders))


def _leave(office: Office, actor: Actor, act: Act, asked: TraceAsked, form: OrderForm) -> None:
    with office.doing(actor, act) as done:
        done.about(asked.account)
        words = f"matter {form.matter}" if form.matter else ""
        done.note(purposes=tuple(sorted(form.purposes)), text=words)


def _obligors(office: Office, asked: TraceAsked) -> Obligors:
    entries = earlier(office.installation, office.case).obligors(asked.account)
    return obligors_of(entries, asked.obligor)


def _orders_of(office: Office, found: Obligors, form: OrderForm) -> list[TraceOrder]:
    """One order for each obligor asked for, in their order; the form's budget is that of them all.

    A recent order is taken where there is one, unless it is asked for anew. Account and holds are
    those of now: what was found of one obligor may restrain what is told of the others.
    """
    lookup = earlier(office.installation, office.case)
    orders = {} if form.anew else {one.number: lookup.order(one.entry, form) for one in found.asked}
    missing = [one for one in found.asked if orders.get(one.number) is None]
    traced = _traced(office, missing, form) if missing else {}
    known = {number: order for number, order in orders.items() if order is not None} | traced
    orders_of_all = [known[one.number] for one in found.asked]
    with office.case.read() as tx:
        standing = office.case.accounts.standing(tx, [one.account.id for one in orders_of_all])
    return [_standing_now(one, *standing[one.account.id]) for one in orders_of_all]


def _standing_now(order: TraceOrder, account: Account, holds: tuple[Hold, ...]) -> TraceOrder:
    return replace(order, account=account, holds=holds)


def _traced(office: Office, missing: list[Numbered], form: OrderForm) -> dict[int, TraceOrder]:
    """The orders that these obligors are traced by now, by the obligor's number."""
    with office.sources(office.installation, office.case) as sources:
        run = tracer(office.installation, office.case, office.keyring, sources)
        job = on_demand(office.installation, office.case, run)
        traces = job.trace_all([one.entry for one in missing], form)
    return {one.number: trace.order for one, trace in zip(missing, traces, strict=True)}


def _ends(office: Office, orders: Sequence[TraceOrder]) -> tuple[OrderState | None, ...]:
    with office.case.read() as tx:
        states = office.case.orders.states(tx, [order.id for order in orders])
    return tuple(states.get(order.id) for order in orders)


def _others(office: Office, found: Obligors) -> tuple[OtherAccount, ...]:
    """The other accounts of those who were asked for, by number."""
    here = {one.entry.account.id for one in found.asked}
    with office.case.read() as tx:
        reaches = same_debtors(tx, [one.entry.subject.id for one in found.asked])
        others = [
            OtherAccount(office.case.accounts.number_of(tx, account_id), reach)
            for account_id, reach in reaches.items()
            if account_id not in here
        ]
    return tuple(sorted(others, key=lambda one: one.account))
