"""The audit trail exported, whole or what a question asks; that it was is its last event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from skiptrace.acts.office import Doing, Office
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.audit import AuditQuestion
from skiptrace.model.card import ConnectorCard, ConnectorKind
from skiptrace.model.errors import CaseFileError


@dataclass(frozen=True, slots=True)
class ExportAsked:
    """Which events are exported: those that meet everything that is given; all by default.

    `user` is the beginning of a user's id, `account` an account's number. `sources` stands for
    every connector of these kinds, beside `connectors`. Days are in UTC and both included.
    """

    user: str = ""
    account: str = ""
    connectors: tuple[str, ...] = ()
    sources: tuple[ConnectorKind, ...] = ()
    kinds: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


def export_trail(
    office: Office, actor: Actor, asked: ExportAsked, cards: Mapping[str, ConnectorCard]
) -> Iterator[dict[str, Any]]:
    """The events that are asked for, oldest first, as JSON-ready mappings.

    Raises CaseFileError for a user, account or kind of source that is not there.
    """
    with office.doing(actor, Act.EXPORT_RECORD) as done:
        question = _question(done, asked, cards)
        about = {"account_id": question.accounts[0]} if question.accounts else {}
        done.note(connector_id=_one(question.connectors), text=_words(question), **about)
    with office.case.read() as tx:
        yield from office.case.audit.export(tx, question)


def _question(done: Doing, asked: ExportAsked, cards: Mapping[str, ConnectorCard]) -> AuditQuestion:
    case, tx = done.office.case, done.tx
    users = (case.users.named(tx, asked.user).id,) if asked.user else ()
    accounts: tuple[str, ...] = ()
    if asked.account:
        entry = case.accounts.find(tx, asked.account)
        if entry is None:
            raise CaseFileError("no account of that number is in the case file")
        accounts = (entry.account.id,)
    of_kind = sorted(card.id for card in cards.values() if card.kind in asked.sources)
    if asked.sources and not of_kind:
        raise CaseFileError("no source of that kind is installed: see `skiptrace sources list`")
    connectors = tuple(dict.fromkeys((*asked.connectors, *of_kind)))
    end = asked.last + timedelta(days=1) if asked.last is not None else None
    return AuditQuestion(
        users, accounts, connectors, asked.kinds, _begins(asked.first), _begins(end)
    )


def _begins(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day is not None else None


def _one(values: tuple[str, ...]) -> str:
    return values[0] if len(values) == 1 else ""


def _words(question: AuditQuestion) -> str:
    """The question as the event of its export tells it."""
    told = {
        "user": ", ".join(question.users),
        "connectors": ", ".join(question.connectors),
        "acts": ", ".join(question.kinds),
        "from": question.first.date().isoformat() if question.first else "",
        "before": question.end.date().isoformat() if question.end else "",
    }
    return "; ".join(f"{name} {said}" for name, said in told.items() if said) or "everything"
