"""One-method-minded ports between the layers; each has a public fake in the tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias, runtime_checkable

from skiptrace.model.card import ConnectorCard
from skiptrace.model.inquiry import Inquiry, PointInquiry
from skiptrace.model.places import Over, Place, Terms
from skiptrace.model.record import Answer, Snapshot, Ticket

Leave: TypeAlias = Callable[[Inquiry], None]
"""Asked right before an inquiry leaves. NoPermit: this one may not go. LeaseLost: none may."""


def at_will(inquiry: Inquiry) -> None:
    """The leave of somebody who holds no lease: everything may go."""


class Connector(Protocol):
    """A source that answers a batch of permitted inquiries.

    `search` asks `leave` as the last thing before each inquiry's bytes leave. It yields exactly one
    Answer for each inquiry, in any order, and raises nothing but LeaseLost, after the answers of
    calls that had left: a failure is an Answer whose outcome and reason say so. `read` turns stored
    snapshots of one inquiry into the Answer they gave, without any call, so that a stored answer
    can be read again at any time.
    """

    @property
    def card(self) -> ConnectorCard: ...

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]: ...

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer: ...


class Checker(Protocol):
    """A source that is asked about one address or number, names nobody, and answers a batch.

    As a Connector, but what it is asked about is no person, and what it says of the point stands in
    `Answer.checked`: a HIT has it, a NO_HIT may, and there are never records.
    """

    @property
    def card(self) -> ConnectorCard: ...

    def search(
        self, inquiries: Sequence[PointInquiry], leave: Leave = at_will
    ) -> Iterator[Answer]: ...

    def read(self, inquiry: PointInquiry, snapshots: Sequence[Snapshot]) -> Answer: ...


@runtime_checkable
class Settler(Protocol):
    """A paid connector whose provider may be asked what became of a call, by our inquiry id."""

    @property
    def can_settle(self) -> bool:
        """Whether this installation's provider offers that."""
        ...

    def settle(self, inquiry: Inquiry) -> Answer | None:
        """The stored answer of a call that left, None if the provider never saw it.

        Raises InDoubt when the provider cannot say.
        """
        ...


@runtime_checkable
class Collector(Protocol):
    """A connector whose source answers later, and gives a ticket to collect the answer by."""

    def collect(self, waiting: Sequence[tuple[Inquiry, Ticket]]) -> Iterator[Answer]:
        """What the source has by now of what it gave these tickets for; nothing is asked anew.

        Of each at most one Answer: the source's answer, its word that none will come (FAILED), or
        PENDING with the ticket as it stands. One that is not given, because the source could not be
        asked, goes on waiting. Raises ConnectorError when no more can be asked now.
        """
        ...


@runtime_checkable
class Provable(Protocol):
    """A connector that can be tried without a word of anybody."""

    def prove(self) -> Iterator[str]:
        """What held, in words, one after the other; ConnectorError for what does not."""
        ...


@runtime_checkable
class Register(Protocol):
    """A connector that loads a file before it can answer."""

    @property
    def is_here(self) -> bool:
        """Whether the file lies on this machine, so that nothing need be fetched."""
        ...

    def make_ready(self) -> None:
        """Load the file if it is not loaded yet.

        Raises ConfigError or ConnectorError when a search would fail for it.
        """
        ...


class Places(Protocol):
    """Gives out places in the limits of sources, the same for every process that asks them."""

    def take(self, terms: Terms, longest: float, over: Sequence[Over]) -> Place:
        """The next place, or one of no calls that says when to ask again; notes what is over.

        Raises QuotaExhausted when none can be free within `longest` seconds, SourceUnavailable when
        nobody can say: then nothing may leave. Either way nothing is noted.
        """
        ...

    def end(self, terms: Terms, over: Sequence[Over]) -> None:
        """Note what is over; SourceUnavailable when it cannot be noted."""
        ...


@dataclass(frozen=True, slots=True)
class Noted:
    """A file that was noted, and the number of that note: noted again it has another."""

    file: str
    number: int


class SentFiles(Protocol):
    """Remembers which question went into which file, the same for every process.

    A file is noted once it is whole on the server and before it is submitted: of a question that is
    in no file nothing was ever submitted.
    """

    def note(self, source: str, file: str, keys: Sequence[str]) -> None:
        """Remember the keys of the questions in a file; again where it is put there again.

        Raises SourceUnavailable when it cannot be remembered: then nothing may be submitted.
        """
        ...

    def files_of(self, source: str, keys: Sequence[str]) -> Mapping[str, Noted]:
        """The newest note of a source that holds each key; those that are in none are left out.

        Raises SourceUnavailable when nobody can say.
        """
        ...

    def keys_of(self, source: str, file: str) -> frozenset[str]:
        """The keys in a file, none for an unknown one; SourceUnavailable when nobody can say."""
        ...


class Clock(Protocol):
    """Tells the time, so that nothing else asks the machine for it."""

    def __call__(self) -> datetime:
        """The present moment, in UTC with its zone."""
        ...
