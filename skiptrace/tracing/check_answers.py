"""One question about a contact point, and the answers to it that need no call or never came."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from skiptrace.casefile.call_state import CallState
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.contact_checks import check_id
from skiptrace.casefile.ledger_rows import Purchase
from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import ContactCheck, ContactPoint
from skiptrace.model.errors import CaseFileUnavailable, LeaseLost
from skiptrace.model.inquiry import PointInquiry
from skiptrace.model.order import TraceOrder
from skiptrace.model.ports import Checker
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome

_ELSEWHERE = "another worker is making this call, or made it and was stopped: it is not repeated"
_LOST = "SourceUnavailable: it was billed and its answer is not stored"
_NONE_CAME = "SourceUnavailable: the checker gave no answer"


@dataclass(frozen=True, slots=True)
class PointQuestion:
    """One permitted inquiry about a point, for one order; `known` is the call that asked before."""

    order: TraceOrder
    point: ContactPoint
    inquiry: PointInquiry
    purchase: Purchase
    known: CallState | None = None

    def told(self, answer: Answer, is_buyer: bool) -> Answer:
        """The answer as a step of this order: only whose call it was pays for it."""
        words = self.purchase.why if is_buyer else ""
        if self.known is not None and self.known.order_id != self.order.id:
            words = f"checked on {self.known.sent:%Y-%m-%d} by another order"
        reason = "; ".join(filter(None, (words, answer.reason)))
        is_own = self.known is not None and self.known.order_id == self.order.id
        cost = answer.cost if is_buyer or is_own else Decimal(0)
        return replace(answer, cost=cost, reason=reason)

    def check(self, card: ConnectorCard, answer: Answer) -> ContactCheck:
        """What an answer says of the point, for the order's account."""
        last = answer.snapshots[-1]
        return ContactCheck(
            id=check_id(self.order.account.id, self.inquiry.id),
            account_id=self.order.account.id,
            order_id=self.order.id,
            kind=self.point.kind,
            key=self.point.key,
            connector_id=card.id,
            connector_version=card.version,
            checked=last.retrieved,
            inquiry_id=self.inquiry.id,
            permit_id=self.inquiry.permit.id,
            said=answer.checked,
            snapshot_sha256=last.sha256,
        )


def earlier_answer(case: CaseFile, checker: Checker, question: PointQuestion) -> Answer:
    """What an earlier call said, read again by the card; a call that is open says nothing yet."""
    known, inquiry = question.known, question.inquiry
    if known is None or not known.is_bought:
        is_doubt = known is not None and known.outcome is Outcome.IN_DOUBT
        outcome = Outcome.IN_DOUBT if is_doubt else Outcome.PENDING
        reason = known.reason if known is not None and is_doubt else _ELSEWHERE
        return Answer(inquiry.id, outcome, reason=reason)
    try:
        with case.read() as tx:
            snapshots = case.ledger.snapshots(tx, known.inquiry_id)
        if not snapshots:
            return Answer(inquiry.id, Outcome.FAILED, cost=known.cost, reason=known.reason or _LOST)
        answer = checker.read(inquiry, snapshots)
    except CaseFileUnavailable:
        raise
    except Exception as error:  # noqa: BLE001  a checker's fault is its answer's, not the run's
        reason = f"SourceChanged: the stored answer cannot be read ({type(error).__name__})"
        return Answer(inquiry.id, Outcome.FAILED, cost=known.cost, reason=reason)
    is_doubt = answer.outcome is Outcome.IN_DOUBT  # of what is stored there is none
    return replace(answer, outcome=Outcome.FAILED) if is_doubt else answer


def no_answer(inquiry: PointInquiry, is_paid: bool) -> Answer:
    """A checker owes every inquiry an answer; without one a paid call may have been billed."""
    outcome = Outcome.IN_DOUBT if is_paid else Outcome.FAILED
    return Answer(inquiry.id, outcome, reason=_NONE_CAME)


def soundly(answers: Iterator[Answer]) -> Iterator[Answer]:
    """The answers of a checker; a fault of ours in it leaves the rest unanswered."""
    try:
        yield from answers
    except LeaseLost:
        raise
    except Exception:  # noqa: BLE001  one source's fault is that source's
        return
