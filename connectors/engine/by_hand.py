"""What only a person can get: a question whose source asked for proof of a human becomes a task.

Nothing is got round. The question waits for the answer that a person brings (`orders answer`), and
the source rests for the others, as after any challenge.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from connectors.batch import Asked
from connectors.engine.outcome import Outcomes
from connectors.engine.transport.reply import reply_of
from skiptrace.model.errors import BotChallenge
from skiptrace.model.record import Answer, Ticket
from skiptrace.model.waterfall import Outcome

WAITS = timedelta(days=14)
"""How long the answer of a person is awaited."""


def by_hand(asked: Asked, outcomes: Outcomes, now: datetime, is_one_search: bool) -> Asked:
    """What was asked, as a person's task where the error of the card that it met names one.

    A question of several searches stays blocked: what a person brings is one reply.
    """
    answer, pages = asked.answer, asked.answer.snapshots
    if not isinstance(asked.error, BotChallenge) or not pages or not is_one_search:
        return asked
    task = outcomes.task(reply_of(pages[-1]))
    if not task:
        return asked
    ticket = Ticket("", now + WAITS, now + WAITS, task)
    reason = "the source asked for proof of a human: a person is to bring the answer"
    waits = Answer(answer.inquiry_id, Outcome.PENDING, reason=reason, ticket=ticket)
    return Asked(waits, asked.error)
