"""Sends the calls of one source to it and to its further hosts, each with the source's keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from connectors.engine.auth import Keyring, Keys
from connectors.engine.query.values import purposes_of
from connectors.engine.transport.http import Call, HttpClient
from connectors.engine.transport.reply import Reply
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer


class Caller:
    """The source as it is called: `clients` by the names of its hosts, of which '' is its own.

    A call that `is_paid` leaves exactly once.
    """

    def __init__(self, clients: Mapping[str, HttpClient], keys: Keyring, is_paid: bool) -> None:
        self._clients = clients
        self._keys = keys
        self._is_paid = is_paid

    def reply(self, call: Call, leave: Callable[[], None], host: str = "") -> Reply:
        """The reply; a 401 is asked once more with a new token, since nothing was served."""
        client = self._clients[host]
        ask = client.ask_once if self._is_paid else client.ask
        asked, keys = self.with_keys(call)
        reply = ask(asked, leave)
        if reply.status == 401 and self._keys.renews:
            reply = ask(self.with_keys(call, self._keys.renew(keys, call.codes))[0], leave)
        return reply

    def free(self, call: Call, inquiry: Inquiry | None = None) -> Reply:
        """The reply to a call that costs nothing, on the purposes of that inquiry."""
        codes = purposes_of(inquiry.permit) if inquiry else {}
        return self._clients[""].ask(self.with_keys(replace(call, codes=codes))[0])

    def resting(self, answers: Iterator[Answer]) -> Iterator[Answer]:
        """The answers; after the last of them nothing more is to be asked for now."""
        try:
            yield from answers
        finally:
            self._clients[""].rest()

    def with_keys(self, call: Call, keys: Keys | None = None) -> tuple[Call, Keys]:
        """The call with the keys of the source, and these keys."""
        keys = keys or self._keys.keys(call.codes)
        params, headers = {**call.params, **keys.params}, {**call.headers, **keys.headers}
        return replace(call, params=params, headers=headers), keys
