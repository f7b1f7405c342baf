"""Answers that come later: how a source says so in its card, and the tickets it gives for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import quote

from pydantic import Field

from connectors.card import StrictTable, Text
from connectors.engine.decode import Format, decode
from connectors.engine.paths import text_at
from connectors.engine.transport.http import Call
from connectors.engine.transport.reply import Reply
from skiptrace.model.errors import ConnectorError, InDoubt
from skiptrace.model.record import Ticket

Status = Annotated[int, Field(ge=200, le=599)]


class Pending(StrictTable):
    """A reply of one of `status` is no answer but a ticket for one.

    `reference` is the path of the source's own name for it, with which `collect`, the path of the
    answer, is filled as `{ticket}`. `ask_next` and `deadline` are the paths of moments with their
    zone; of a source that says none, the answer is asked for after so many `minutes` and awaited
    for so many `days`. A reply of one of `given_up` to that is the source's word that none will
    come, and that nothing is billed.
    """

    status: tuple[Status, ...] = (202,)
    reference: Text
    ask_next: str = ""
    deadline: str = ""
    minutes: Annotated[int, Field(ge=1)] = 60
    days: Annotated[int, Field(ge=1, le=366)] = 30
    collect: Text
    given_up: tuple[Status, ...] = ()

    def ticket(self, reply: Reply, form: Format, now: datetime) -> Ticket | None:
        """The ticket that a reply is; None for another reply.

        Raises InDoubt for one without its reference: the question was taken, and nobody can say by
        what name its answer will be there.
        """
        if reply.status not in self.status:
            return None
        try:
            body = decode(reply, form)
        except ConnectorError:
            body = None
        reference = text_at(body, self.reference)
        if not reference:
            raise InDoubt(f"{reply.call}: the question was taken, and no ticket for it came")
        ask_next = _moment(text_at(body, self.ask_next)) if self.ask_next else None
        deadline = _moment(text_at(body, self.deadline)) if self.deadline else None
        return Ticket(
            reference,
            ask_next or now + timedelta(minutes=self.minutes),
            deadline or now + timedelta(days=self.days),
        )

    def call(self, ticket: Ticket) -> Call:
        """The call that asks for the answer."""
        path = self.collect.replace("{ticket}", quote(ticket.reference, safe=""))
        return Call("GET", path, f"GET {self.collect}")


def _moment(text: str) -> datetime | None:
    """A moment with its zone; None for what is none: the answer is awaited all the same."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
