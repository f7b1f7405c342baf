"""What an answer comes to: records, a fact about the contact point asked about, or neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from connectors.card import LoadedCard
from connectors.engine.query.template import names_of
from connectors.engine.query.values import OF_DAY
from connectors.engine.record_map.points import PointReader
from connectors.engine.rows import Rows
from connectors.engine.section import EngineSection
from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import Checked
from skiptrace.model.errors import ConfigError
from skiptrace.model.inquiry import Inquiry, PointInquiry
from skiptrace.model.record import Snapshot, SourceRecord
from skiptrace.model.waterfall import Outcome


@dataclass(frozen=True, slots=True)
class Ended:
    """How an answer ended, what it says of a contact point, and what a person should know of it."""

    outcome: Outcome
    said: Checked | None = None
    words: str = ""


def points_of(loaded: LoadedCard, section: EngineSection) -> PointAnswers | None:
    """What reads the answers of a source that checks contact points; None for any other.

    Raises ConfigError where head and table do not speak of the same kind of point.
    """
    if section.kinds_checked != loaded.card.checks:
        raise ConfigError(f"{loaded.file}: checks: expected the kind that `says` is about")
    asks = [(ask.path, ask.params, ask.form, ask.body, ask.xml) for ask in section.asks]
    if loaded.card.needs_since != bool(names_of(*asks) & set(OF_DAY)):
        words = "expected true where the asks name the day, and of no other source"
        raise ConfigError(f"{loaded.file}: needs_since: {words}")
    if section.says is None:
        return None
    reader = PointReader(section.says, section.codes, section.format == "xml")
    return PointAnswers(reader, loaded.card)


class PointAnswers:
    """Reads the answers of a source by its card's `says`."""

    def __init__(self, reader: PointReader, card: ConnectorCard) -> None:
        self._reader = reader
        self._card = card

    def of(self, inquiry: Inquiry, pages: Sequence[tuple[Snapshot, Rows]]) -> Ended:
        """What the rows of the pages come to.

        A source that lists all there are says of a point that it does not know that it is none.
        Where it gives several candidates, what they do not say alike is unknown.
        """
        rows = [row for _, some in pages for row in some]
        since = inquiry.point.since if isinstance(inquiry, PointInquiry) else None
        said = self._reader.checked(rows, next(iter(inquiry.fields.phones), ""), since)
        if said is None:
            absent = None if self._card.holes else self._reader.absent()
            return Ended(Outcome.NO_HIT, absent, self._card.of_no_match)
        several = f"{len(rows)} candidates: only what all of them say is told"
        return Ended(Outcome.HIT, said, several if len(rows) > 1 else "")


def ended(
    card: ConnectorCard,
    points: PointAnswers | None,
    inquiry: Inquiry,
    came: tuple[Sequence[SourceRecord], Sequence[tuple[Snapshot, Rows]]],
) -> Ended:
    """How the answer with these records, read from these rows, ended."""
    records, pages = came
    if points is not None:
        return points.of(inquiry, pages)
    if records:
        return Ended(Outcome.HIT)
    count = sum(len(some) for _, some in pages)
    unnamed = f"none of the rows that came ({count}) is about such a subject" if count else ""
    return Ended(Outcome.NO_HIT, None, "; ".join(filter(None, (unnamed, card.of_no_match))))
