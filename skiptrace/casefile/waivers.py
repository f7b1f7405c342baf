"""Waivers: what a named person let pass in spite of a hold, sealed so that nobody else can."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from skiptrace.casefile.codec import Codec
from skiptrace.casefile.statements import Tx, insert_all, owned_rows
from skiptrace.casefile.tables.people import hold_waiver
from skiptrace.model.account import Waiver

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


def read_waivers(tx: Tx, account_ids: Sequence[str]) -> dict[str, list[Waiver]]:
    """By account, its waivers in order; CaseFileError when one was changed, added or deleted."""
    found = owned_rows(tx, hold_waiver, account_ids)
    return {i: [_WAIVER.decode(row["fact"]) for row in rows] for i, rows in found.items()}
