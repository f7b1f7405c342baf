"""Answers that need no call: read from what was bought, or settled with the provider."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from skiptrace.casefile.call_state import CallStage, CallState
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.workers import WorkerState
from skiptrace.model.errors import CaseFileUnavailable, InDoubt, LeaseLost
from skiptrace.model.ports import Clock, Settler
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from skiptrace.tracing.collecting import Collecting, is_awaited, with_ticket
from skiptrace.tracing.round import Question, Round

_UNASKABLE = "InDoubt: a paid call left and the provider cannot be asked what became of it"
_LOST = "SourceUnavailable: it was billed and its answer is not stored"
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Settling:
    """Answers questions from the ledger and from providers that can be asked what became of a call.

    `late` is how many seconds after its worker's end a call may still reach its provider.
    """

    case: CaseFile
    clock: Clock
    late: float

    def answered(self, round_: Round) -> list[CallState]:
        """Take every answer that need not be asked for; the calls that no provider ever saw.

        A question whose call another worker may still be making is left as it is. "The provider
        never saw it" is believed only after the call can no longer leave or arrive.
        """
        holders = self._holders(round_)
        unseen: list[CallState] = []
        awaited: list[Question] = []
        for question in list(round_.questions.values()):
            known = question.known
            if known is None or question.inquiry.id in round_.ours:
                continue
            if known.is_bought:
                round_.take(self._read(question, known))
            elif is_awaited(question):
                awaited.append(question)
            elif question.is_paid and known.is_open and not self._may_arrive(known, holders):
                answer = self._settled(question, known)
                if answer is None:
                    unseen.append(known)
                else:
                    round_.take(answer)
        Collecting(self.case, self.clock).collected(round_, awaited)
        return unseen

    def _holders(self, round_: Round) -> Mapping[str, WorkerState]:
        """The other workers that intended these calls; one that no book knows has not ended.

        No worker is ever taken out of the book, so a hand did that: its calls wait for a person.
        """
        names = {q.known.holder for q in round_.others() if q.known is not None}
        others = names - {"", round_.run.lease.worker}
        with self.case.read() as tx:
            states = self.case.workers.states(tx, others)
        return {name: states.get(name, WorkerState(name, _NEVER)) for name in others}

    def _may_arrive(self, known: CallState, holders: Mapping[str, WorkerState]) -> bool:
        """Whether its worker, or a call that was given up a moment ago, may still get there."""
        now, holder = self.clock(), holders.get(known.holder)
        if holder is not None:
            return holder.may_arrive(now, self.late)
        is_given_up = known.state is CallStage.IN_DOUBT and not known.holder
        return is_given_up and (now - known.at).total_seconds() < self.late

    def _read(self, question: Question, known: CallState) -> Answer:
        """What a stored answer says, read by a card that may have been mended since."""
        inquiry_id = question.inquiry.id
        try:
            with self.case.read() as tx:
                snapshots = self.case.ledger.snapshots(tx, known.inquiry_id)
            if known.cost and not snapshots:
                reason = known.reason or _LOST
                return Answer(inquiry_id, Outcome.FAILED, cost=known.cost, reason=reason)
            answer = question.connector.read(question.inquiry, snapshots)
            is_doubt = answer.outcome is Outcome.IN_DOUBT  # of what is stored there is none
            return replace(answer, outcome=Outcome.FAILED) if is_doubt else answer
        except CaseFileUnavailable:
            raise
        except Exception as error:  # noqa: BLE001  a connector's fault is its answer's, not the run's
            reason = f"SourceChanged: the stored answer cannot be read ({type(error).__name__})"
            return Answer(inquiry_id, Outcome.FAILED, cost=known.cost, reason=reason)

    def _settled(self, question: Question, known: CallState) -> Answer | None:
        """What became of an open call; None when the provider never saw it."""
        inquiry, connector = question.inquiry, question.connector
        if not isinstance(connector, Settler):
            return _in_doubt(question, _UNASKABLE)
        try:
            answer = connector.settle(inquiry)
        except InDoubt as error:
            return _in_doubt(question, f"InDoubt: {error}")
        except LeaseLost:
            raise
        except Exception as error:  # noqa: BLE001  a connector's fault leaves the call in doubt
            return _in_doubt(question, f"InDoubt: settling failed ({type(error).__name__})")
        if answer is None:
            return None
        answer = with_ticket(answer, known, self.clock())
        with self.case.write() as tx:
            self.case.ledger.settle(tx, known.inquiry_id, answer, self.clock())
        return answer


def _in_doubt(question: Question, words: str) -> Answer:
    return Answer(question.inquiry.id, Outcome.IN_DOUBT, reason=words)


def unanswered(question: Question, fault: str) -> Answer:
    """A connector owes every inquiry an answer; without one a paid call may have been billed."""
    outcome = Outcome.IN_DOUBT if question.is_paid else Outcome.FAILED
    because = f" ({fault})" if fault else ""
    reason = f"SourceUnavailable: the connector gave no answer{because}"
    return Answer(question.inquiry.id, outcome, reason=reason)
