"""Waivers: what a named person let pass in spite of a hold, sealed so that nobody else can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from skiptrace.casefile.codec import Codec
from skiptrace.casefile.statements import Tx, insert_all, owned_rows
from skiptrace.casefile.tables.people import hold_waiver
from skiptrace.model.account import Waiver
from skiptrace.model.actor import signed_id
from skiptrace.model.order import TraceOrder

_WAIVER = Codec(Waiver)


def add_waivers(tx: Tx, waivers: Sequence[Waiver]) -> None:
    """Keep waivers."""
    rows = [
        {
            "account_id": waiver.account_id,
            "waived_on": waiver.on,
            "fact": _WAIVER.encode(waiver),
        }
        for waiver in waivers
    ]
    insert_all(tx, hold_waiver, rows)


def standing(waivers: Iterable[Waiver]) -> list[Waiver]:
    """Those of one account that nobody took back since; the last word on a hold counts."""
    last = {waiver.place: waiver for waiver in waivers}
    return [waiver for waiver in last.values() if not waiver.is_revoked]


def approval(account_id: str, matter: str, actor: str, evidence: str, on: date) -> Waiver:
    """The approval of a matter on an account, by the signature of the user who gives it."""
    who = signed_id(actor)
    return Waiver(account_id, account_id, "", date.min, matter, actor, evidence, on, source=who)


def approvals(waivers: Iterable[Waiver]) -> dict[str, frozenset[str]]:
    """By matter, the ids of the users whose approval of it stands, of one account's waivers."""
    found: dict[str, set[str]] = defaultdict(set)
    for one in standing(waivers):
        if one.is_approval:
            found[one.matter].add(one.source)
    return {matter: frozenset(users) for matter, users in found.items()}


def approved_by(tx: Tx, orders: Iterable[TraceOrder]) -> dict[str, frozenset[str]]:
    """By order id, the users whose approval of its matter stands; none for one without a matter."""
    with_matter = [order for order in orders if order.matter.strip()]
    waivers = read_waivers(tx, sorted({order.account.id for order in with_matter}))
    standing_of = {account_id: approvals(found) for account_id, found in waivers.items()}
    return {
        order.id: standing_of.get(order.account.id, {}).get(order.matter.strip(), frozenset())
        for order in with_matter
    }


def read_waivers(tx: Tx, account_ids: Sequence[str]) -> dict[str, list[Waiver]]:
    """By account, its waivers in order; CaseFileError when one was changed, added or deleted."""
    found = owned_rows(tx, hold_waiver, account_ids)
    return {i: [_WAIVER.decode(row["fact"]) for row in rows] for i, rows in found.items()}
