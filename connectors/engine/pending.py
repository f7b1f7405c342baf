"""Answers that come later: how a source says so in its card, and the tickets it gives for them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import quote

from pydantic import Field

from connectors.card import StrictTable, Text
from connectors.engine.decode import Format, decode
from connectors.engine.paging import address_parts, own_address
from connectors.engine.paths import text_at
from connectors.engine.transport.http import Call
from connectors.engine.transport.reply import Reply
from skiptrace.model.errors import ConnectorError, InDoubt
from skiptrace.model.record import Ticket

_TICKET = "{ticket}"
Status = Annotated[int, Field(ge=200, le=599)]


class Pending(StrictTable):
    """A reply of one of `status` is no answer but a ticket for one.

    `reference` is the path of the source's own name for it, with which `collect`, the path of the
    answer, is filled as `{ticket}`; where it is nothing else, the name is the answer's address.
    With `at_once` the answer is asked for in the same search, and later where it does not come
    then. `ask_next` and `deadline` are the paths of moments with their zone; of a source that says
    none, the answer is asked for after so many `minutes` and awaited for so many `days`. A reply of
    one of `given_up` to that is the source's word that none will come, and that nothing is billed.
    """

    status: tuple[Status, ...] = (202,)
    reference: Text
    ask_next: str = ""
    deadline: str = ""
    minutes: Annotated[int, Field(ge=1)] = 60
    days: Annotated[int, Field(ge=1, le=366)] = 30
    collect: Text
    at_once: bool = False
    given_up: tuple[Status, ...] = ()

    def ticket(self, reply: Reply, form: Format, now: datetime) -> Ticket | None:
        """The ticket that a reply is; None for another reply.

        Raises InDoubt for one without its reference: the question was taken, and nobody can say by
        what name its answer will be there.
        """
        if reply.status not in self.status:
            return None
        return self._ticket(reply, form, now)

    def _ticket(self, reply: Reply, form: Format, now: datetime) -> Ticket:
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

    def call(self, ticket: Ticket, base_url: str) -> Call:
        """The call that asks for the answer."""
        path, params = address_parts(self.path(ticket.reference, base_url))
        return Call("GET", path, f"GET {self.collect}", params)

    def path(self, reference: str, base_url: str) -> str:
        """Where the answer is, with its query; SourceChanged when that is not the source itself."""
        if self.collect == _TICKET:
            return own_address(base_url, reference, "the answer")
        return self.collect.replace(_TICKET, quote(reference, safe=""))


def _moment(text: str) -> datetime | None:
    """A moment with its zone; None for what is none: the answer is awaited all the same."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
