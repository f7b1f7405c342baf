"""The provenance of an account, gathered from the case file; that it was exported is an event."""

from __future__ import annotations

from skiptrace.acts.office import Doing, Office
from skiptrace.app.sources import cards
from skiptrace.casefile.ledger_rows import read_calls
from skiptrace.casefile.order_turns import last_turns
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.audit import AuditQuestion
from skiptrace.model.errors import CaseFileError
from skiptrace.model.order import TraceOrder
from skiptrace.reports.prov import Node, ProvCase, ToldCall, ToldOrder, prov_document

REPORTING = ("trace.place", "assets.report", "trace.explain", "trace.evidence", "case.export")
"""The acts by which what was found went to somebody."""


def export_provenance(office: Office, actor: Actor, account: str) -> Node:
    """The provenance of an account as a PROV document in JSON-LD, without a value of anybody's."""
    with office.doing(actor, Act.EXPORT_CASE) as done:
        account_id = done.about(account)[0].account.id
        case, tx = office.case, done.tx
        orders = case.orders.of_account(tx, account_id)
        told = ProvCase(
            account_id=account_id,
            orders=[_order(done, one) for one in orders],
            calls=_calls(done, orders),
            judgements=case.judgements.current(tx, account_id),
            receipts=case.receipts.all_of(tx, account),
            current=case.findings.current(tx, account_id),
            acts=list(
                case.audit.events(tx, AuditQuestion(accounts=(account_id,), kinds=REPORTING))
            ),
            cards=cards(office.installation),
        )
    return prov_document(told)


def _order(done: Doing, order: TraceOrder) -> ToldOrder:
    case, tx = done.office.case, done.tx
    ended = last_turns(tx, [order.id])[order.id]["at"]
    candidates = {one.id: one.candidate for one in case.matches.for_order(tx, order.id)}
    findings = case.findings.of_order(tx, order.account.id, order.id)
    return ToldOrder(order, ended, candidates, findings)


def _calls(done: Doing, orders: list[TraceOrder]) -> list[ToldCall]:
    """The answered calls of these orders, with what their answers were."""
    case, tx = done.office.case, done.tx
    made = case.ledger.answered(tx, [order.id for order in orders])
    told = []
    for inquiry_id, row in read_calls(tx, list(made)).items():
        try:
            shas = tuple(s.sha256 for s in case.ledger.snapshots(tx, inquiry_id))
        except CaseFileError:
            shas = ()  # `audit verify` and `replay` say that bytes are gone
        words = (inquiry_id, row["order_id"], row["connector_id"], row["sent"])
        told.append(ToldCall(*words, row["outcome"] or "", shas))
    return told
