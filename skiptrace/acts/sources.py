"""How sources stand: what of their limits and money is used, whether one rests, and its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from skiptrace.acts.office import Office
from skiptrace.casefile.source_pauses import Pause
from skiptrace.casefile.source_places import Used
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import ConfigError


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """One enabled source: how much of each limit is taken, today's money (UTC), its pause if any.

    `spent` counts a call without a sure answer with its ceiling.
    """

    used: Sequence[Used]
    spent: Decimal
    day_budget: Decimal | None
    pause: Pause | None


def standings(
    office: Office, actor: Actor, cards: Mapping[str, ConnectorCard]
) -> dict[str, SourceStanding]:
    """How each enabled source stands, by connector id."""
    tables = office.installation.settings.sources
    now = office.clock()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    with office.doing(actor, Act.SHOW_SOURCES) as done:
        case, tx = office.case, done.tx
        pauses = case.pauses.all(tx)
        return {
            source: SourceStanding(
                case.places.used(tx, source, cards[source].limits, now),
                case.ledger.charged_since(tx, source, today),
                table.day_budget,
                pauses.get(source),
            )
            for source, table in tables.items()
            if table.enabled and source in cards
        }


def resume_source(office: Office, actor: Actor, source: str) -> None:
    """Let a source that rests be asked by the next run; ConfigError for one that does not rest."""
    with office.doing(actor, Act.RESUME_SOURCE) as done:
        if not office.case.pauses.end(done.tx, source):
            raise ConfigError(f"the source {source} does not rest")
        done.note("source.resumed", connector_id=source)
