"""Audit events: who decided what, on which order, by which rule; fields are named, never shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256

_LAW_DIGITS = 16
_LAWS_KEPT = 256
"""Sets of rules whose names are remembered: one for each stage, day and set of places."""

ALERT = "alert"
"""The kind of event to look at now: somebody was to be searched who may not be (R29)."""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One line of the append-only, hash-chained audit trail.

    `kind` is the act (`gate.allow`, `gate.refuse`, `trace.note`, `writeback.apply`, ...). `fields`
    are names of the fields sent. `actor` and `text` are sealed where they are stored; `text`
    holds no personal data. `version` is that of the rule, None where no rule of law decided; `law`
    names all rules that were asked, as `law_id` does, and is empty where none was.
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
    version: int | None = None
    law: str = ""


@dataclass(frozen=True, slots=True)
class AuditQuestion:
    """Which events of the trail are wanted: those that meet everything that is given.

    `users` and `accounts` are ids; moments are from `first` on and before `end`.
    """

    users: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    connectors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    first: datetime | None = None
    end: datetime | None = None


EVERY_EVENT = AuditQuestion()


@lru_cache(_LAWS_KEPT)
def law_id(asked: tuple[str, ...]) -> str:
    """What names a set of rules with their versions: 16 hexadecimal digits of their SHA-256.

    The rules are named as by `skiptrace policy list`, such as `R48v1`, in their order.
    """
    return sha256("\n".join(asked).encode()).hexdigest()[:_LAW_DIGITS]
