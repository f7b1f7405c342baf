"""What every connector is built from, and how a failure becomes an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from connectors.pace import OwnPlaces, Pace
from connectors.reading import storable
from skiptrace.model import errors
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import (
    BotChallenge,
    ConnectorError,
    InDoubt,
    NoPermit,
    SourceRefused,
)
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.places import terms_of
from skiptrace.model.ports import Clock, Leave, Places, SentFiles
from skiptrace.model.record import Answer, Snapshot
from skiptrace.model.signature import Check, unchecked
from skiptrace.model.waterfall import Outcome

_OUTCOMES: tuple[tuple[type[ConnectorError], Outcome], ...] = (
    (InDoubt, Outcome.IN_DOUBT),
    (BotChallenge, Outcome.BLOCKED),
    (SourceRefused, Outcome.BLOCKED),
)


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One source's installation: where it is, its secrets, its files, its options, the time.

    `secrets` never show in a repr; `data_dir` is the connector's own folder for downloaded files.
    `places` gives out places in the source's limits, `sent` remembers which question went into
    which file; without them they hold in this process alone.
    `check` tells what the gate permitted from what it did not. `environment` is what a process that
    is started for the source is given of ours.
    """

    base_url: str
    data_dir: Path
    clock: Clock
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    options: Mapping[str, str] = field(default_factory=dict)
    places: Places | None = None
    sent: SentFiles | None = None
    check: Check = unchecked
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    def permitted(self, card: ConnectorCard, leave: Leave) -> Leave:
        """The leave that asks first whether the gate permitted the inquiry to that source."""

        def checked(inquiry: Inquiry) -> None:
            self.check(inquiry, card.id)
            leave(inquiry)

        return checked

    def pace(self, card: ConnectorCard) -> Pace:
        """What keeps the calls to the source of that card within its limits."""
        return Pace(terms_of(card), self.places or OwnPlaces())


def failed(
    inquiry: Inquiry,
    error: ConnectorError | NoPermit,
    snapshots: Sequence[Snapshot] = (),
    cost: Decimal = Decimal(0),
) -> Answer:
    """The answer that stands for a source's failure; its reason is `ErrorClass: words`.

    The class is the one of the error tree that the error is, or is made from. `snapshots` are what
    the source did send, `cost` what it billed all the same.
    """
    outcome = next((o for kind, o in _OUTCOMES if isinstance(error, kind)), Outcome.FAILED)
    reason = storable(f"{_kind(error)}: {error}")
    return Answer(inquiry.id, outcome, snapshots=tuple(snapshots), cost=cost, reason=reason)


def _kind(error: ConnectorError | NoPermit) -> str:
    return next(k.__name__ for k in type(error).__mro__ if k.__module__ == errors.__name__)
