"""Waivers: what a named person let pass in spite of a hold, sealed so that nobody else can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from skiptrace.casefile.codec import Codec
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import Tx, chunks, insert_all
from skiptrace.casefile.tables.people import hold_waiver
from skiptrace.model.account import Waiver

_FACT = "hold_waiver.fact"
_WAIVER = Codec(Waiver)


def add_waivers(tx: Tx, keys: Keyring, waivers: Sequence[Waiver]) -> None:
    """Keep waivers."""
    rows = [
        {
            "account_id": waiver.account_id,
            "waived_on": waiver.on,
            "fact": keys.seal(_FACT, _WAIVER.encode(waiver)),
        }
        for waiver in waivers
    ]
    insert_all(tx, hold_waiver, rows)


def read_waivers(tx: Tx, keys: Keyring, account_ids: Sequence[str]) -> dict[str, list[Waiver]]:
    """By account, its waivers in order; one that was moved to another account does not count."""
    found: dict[str, list[Waiver]] = defaultdict(list)
    for piece in chunks(account_ids):
        query = select(hold_waiver).where(hold_waiver.c.account_id.in_(piece))
        for row in tx.execute(query.order_by(hold_waiver.c.seq)).mappings():
            waiver = _WAIVER.decode(keys.unseal(_FACT, row["fact"]))
            if waiver.account_id == row["account_id"]:
                found[waiver.account_id].append(waiver)
    return found
