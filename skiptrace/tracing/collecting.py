"""Answers that come later: collected by the tickets that their sources gave, never asked anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from skiptrace.casefile.call_state import CallStage, CallState
from skiptrace.casefile.case import CaseFile
from skiptrace.model.errors import CaseFileUnavailable, InDoubt, LeaseLost
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Clock, Collector, Connector, Settler
from skiptrace.model.record import Answer, Ticket
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.round import Question, Round

AWAITED_FOR = timedelta(days=30)
"""How long an answer is awaited whose source names no deadline."""

_UNREAD = "the answer that is stored cannot be read"
_AWAITED = "the source said that its answer comes later; it is not asked anew"
_NOT_SAID = frozenset({Outcome.PENDING, Outcome.IN_DOUBT})
_Due = tuple[Question, CallState, Ticket, str]
"""A question, its call and ticket, and what is to be said of it should it go on waiting."""


def with_ticket(answer: Answer, known: CallState | None, now: datetime) -> Answer:
    """A pending answer with its ticket: the source's own, the call's, or one without a reference.

    Past its deadline it is overdue.
    """
    if answer.outcome is not Outcome.PENDING:
        return answer
    before = known.ticket if known is not None else None
    ticket = answer.ticket or before or Ticket("", now, now + AWAITED_FOR)
    if now < ticket.deadline:
        return replace(answer, ticket=ticket)
    return _overdue(answer.inquiry_id, ticket)


def is_awaited(question: Question) -> bool:
    """Whether its call was answered with a ticket, so that it is collected and not asked again.

    A free source that gave no reference is asked again under the same id.
    """
    known = question.known
    if known is None or known.state not in (CallStage.PENDING, CallStage.OVERDUE):
        return False
    ticket = known.ticket
    return question.is_paid or (ticket is not None and bool(ticket.reference or ticket.task))


@dataclass(frozen=True, slots=True)
class Collecting:
    """Takes the answers of questions that wait for one.

    A source is asked no earlier than its ticket says. What a person brought is read. Past the
    deadline the source is asked a last time, and then the question is overdue; a call that may be
    billed is never made again for it.
    """

    case: CaseFile
    clock: Clock

    def collected(self, round_: Round, questions: Sequence[Question]) -> None:
        """Take an answer of each of these questions; one that is still to come is pending."""
        now = self.clock()
        due: dict[str, list[_Due]] = defaultdict(list)
        for question in questions:
            known = question.known
            if known is None:
                continue
            ticket = known.ticket or Ticket("", now, now + AWAITED_FOR)
            brought = self._brought(question, known) if known.has_bytes else None
            words = _UNREAD if known.has_bytes and brought is None else ""
            if brought is not None and brought.outcome not in _NOT_SAID:
                self._take(round_, (question, known, ticket, words), brought)
            elif now < min(ticket.ask_next, ticket.deadline):
                one = (question, known, ticket, words)
                self._take(round_, one, _pending(question, known, words))
            else:
                due[question.connector.card.id].append((question, known, ticket, words))
        for waiting in due.values():
            self._ask(round_, waiting)

    def _ask(self, round_: Round, waiting: Sequence[_Due]) -> None:
        """Ask one source for what it owes; what it does not say goes on waiting."""
        said: dict[str, Answer] = {}
        fault = ""
        asked = [(question.inquiry, ticket) for question, _, ticket, _ in waiting]
        try:
            for answer in _answers(waiting[0][0].connector, asked):
                said[answer.inquiry_id] = answer
        except LeaseLost:
            raise
        except Exception as error:  # noqa: BLE001  a source's fault leaves its answers to come
            fault = f"collecting failed ({type(error).__name__})"
        for one in waiting:
            question, known, _, words = one
            told = said.get(question.inquiry.id)
            if told is None or told.outcome is Outcome.IN_DOUBT:
                told = _pending(question, known, words or fault)
            self._take(round_, one, told)

    def _take(self, round_: Round, due: _Due, answer: Answer) -> None:
        """Take an answer, stored if it is news; where somebody was faster, theirs is stored."""
        _, known, ticket, _ = due
        answer = with_ticket(replace(answer, ticket=answer.ticket or ticket), known, self.clock())
        if answer.outcome is not Outcome.PENDING and answer.outcome is not Outcome.OVERDUE:
            answer = replace(answer, ticket=None)
        if (answer.outcome, answer.ticket) != (known.outcome, known.ticket):
            with self.case.write() as tx:
                self.case.ledger.settle(tx, known.inquiry_id, answer, self.clock(), known.results)
        round_.take(answer)

    def _brought(self, question: Question, known: CallState) -> Answer | None:
        """What the stored bytes of the call say; None where they cannot be read."""
        try:
            with self.case.read() as tx:
                snapshots = self.case.ledger.snapshots(tx, known.inquiry_id)
            answer = question.connector.read(question.inquiry, snapshots)
        except CaseFileUnavailable:
            raise
        except Exception:  # noqa: BLE001  bytes that cannot be read are no answer
            return None
        return None if answer.outcome is Outcome.FAILED and not answer.cost else answer


def _answers(connector: Connector, waiting: Sequence[tuple[Inquiry, Ticket]]) -> Iterator[Answer]:
    """What a source says of what it owes: by its tickets, else by our inquiry ids, else nothing."""
    tickets = [(inquiry, ticket) for inquiry, ticket in waiting if not ticket.task]
    if isinstance(connector, Collector):
        yield from connector.collect([one for one in tickets if one[1].reference])
        tickets = [one for one in tickets if not one[1].reference]
    if isinstance(connector, Settler) and connector.can_settle:
        for inquiry, _ in tickets:
            try:
                answer = connector.settle(inquiry)
            except InDoubt:
                continue
            if answer is not None:
                yield answer


def _pending(question: Question, known: CallState, words: str = "") -> Answer:
    reason = "; ".join(filter(None, (known.reason or _AWAITED, words)))
    return Answer(question.inquiry.id, Outcome.PENDING, reason=reason)


def _overdue(inquiry_id: str, ticket: Ticket) -> Answer:
    reason = f"no answer came by its deadline, {ticket.deadline:%Y-%m-%d %H:%M}Z"
    return Answer(inquiry_id, Outcome.OVERDUE, reason=reason, ticket=ticket)
