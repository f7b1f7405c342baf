"""The audit trail exported; that it was is its last event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skiptrace.acts.office import Office
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor


def export_trail(office: Office, actor: Actor) -> Iterator[dict[str, Any]]:
    """Every event, oldest first, as JSON-ready mappings."""
    office.ask(actor, Act.EXPORT_RECORD)
    with office.case.read() as tx:
        yield from office.case.audit.export(tx)
