"""Audit events: who decided what, on which order, by which rule; fields are named, never shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of the append-only, hash-chained audit trail.

    `kind` is the act (`gate.allow`, `gate.refuse`, `trace.note`, `writeback.apply`, ...). `fields`
    are names of the fields sent. `actor` and `text` are sealed where they are stored; `text`
    holds no personal data.
    """

    kind: str
    actor: str
    at: datetime
    order_id: str = ""
    account_id: str = ""
    connector_id: str = ""
    rule: str = ""
    purposes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    text: str = ""
