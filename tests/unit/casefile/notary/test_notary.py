"""A sealed value opens in its place only, and a row opens as it was written only."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from skiptrace.casefile.crypto import Keyring, SealedBytes
from skiptrace.casefile.notary import Notary
from skiptrace.casefile.tables.accounts import hold
from skiptrace.casefile.tables.findings import candidate, note
from skiptrace.casefile.tables.orders import connector_call, step, trace_order
from skiptrace.model.errors import CaseFileError

KEYS = Keyring.generate()
NOTARY = Notary(KEYS)
NOW = datetime(2026, 11, 22, 6, tzinfo=UTC)
NOTE = {"seq": 1, "account_id": "acc_1", "order_id": "ord_1", "at": NOW, "text": "searched"}


def test_a_sealed_value_is_bound_to_table_column_and_row() -> None:
    sealed, _ = NOTARY.seal(note, NOTE)
    assert KEYS.unseal("note row 1.text", sealed["text"]) == b"searched"
    for place in ("note row 2.text", "note row 1.reason", "step row 1.text", "note.text"):
        with pytest.raises(CaseFileError, match="changed, or sealed with another key"):
            KEYS.unseal(place, sealed["text"])


@pytest.mark.parametrize("name", ["seq", "account_id", "order_id", "at", "text", "mac"])
def test_every_column_is_covered(name: str) -> None:
    sealed, _ = NOTARY.seal(note, NOTE)
    other, _ = NOTARY.seal(note, {k: _other(v) for k, v in NOTE.items()})
    with pytest.raises(CaseFileError, match=r"note row [12]: not as this key file"):
        NOTARY.open(note, sealed | {name: other[name]})
    assert NOTARY.open(note, sealed)[0] == NOTE | {"text": b"searched", "mac": sealed["mac"]}


@pytest.mark.parametrize("name", ["seq", "account_id", "order_id", "at", "text", "mac"])
def test_a_row_that_was_opened_before_is_refused_once_it_is_changed(name: str) -> None:
    sealed, _ = NOTARY.seal(note, NOTE)
    other, _ = NOTARY.seal(note, {k: _other(v) for k, v in NOTE.items()})
    assert NOTARY.open(note, sealed)[0]["text"] == b"searched"
    for _ in range(2):
        with pytest.raises(CaseFileError, match=r"note row [12]: not as this key file"):
            NOTARY.open(note, sealed | {name: other[name]})


def test_a_row_that_is_known_belongs_to_whoever_opened_it_and_to_one_table() -> None:
    sealed, share = NOTARY.seal(note, NOTE)
    opened, _ = NOTARY.open(note, sealed)
    opened["text"] = b"something else"
    again, shared = NOTARY.open(note, sealed)
    assert (again["text"], shared) == (b"searched", share)
    with pytest.raises(CaseFileError, match="step row 1: not as this key file"):
        NOTARY.open(step, sealed)


def _other(value: Any) -> Any:
    return value.replace(year=2025) if isinstance(value, datetime) else value * 2


SAME: dict[str, tuple[Any, str, Any, Any]] = {
    "money": (connector_call, "ceiling", Decimal("1.50"), Decimal("1.500000")),
    "a moment without its zone": (connector_call, "sent", NOW, NOW.replace(tzinfo=None)),
    "a whole number in a column of fractions": (candidate, "weight", 1, 1.0),
    "nothing and a column that a later schema adds": (hold, "released", None, None),
}


@pytest.mark.parametrize(("table", "name", "written", "read"), SAME.values(), ids=SAME.keys())
def test_a_value_has_one_mac_written_or_read(
    table: Any, name: str, written: Any, read: Any
) -> None:
    key = "inquiry_id" if table is connector_call else "seq"
    empty: dict[str, Any] = {c.name: None for c in table.columns} | {key: 1}
    sealed, share = NOTARY.seal(table, empty | {name: written})
    assert NOTARY.share(table, sealed | {name: read}) == share


def test_only_what_changes_in_place_is_left_out() -> None:
    row: dict[str, Any] = {c.name: None for c in trace_order.columns}
    row |= {"seq": 1, "id": "ord_1", "as_of": date(2026, 11, 22), "state": "todo"}
    sealed, _ = NOTARY.seal(trace_order, row)
    changing = {"state": "done", "worker": "me", "finished": NOW}
    assert NOTARY.open(trace_order, sealed | changing)[0]["state"] == "done"
    left_out = {c.name for c in trace_order.columns if c.info.get("changes")}
    assert left_out == set(changing)


WRITTEN: list[tuple[Any, dict[str, Any], str]] = [
    (
        connector_call,
        {"inquiry_id": "inq_1", "ceiling": Decimal("1.5"), "sent": NOW, "purchase": 2, "why": "Ä"},
        "97ee4fc485497b3a97aa375fbea5035c",
    ),
    (
        trace_order,
        {"seq": 1, "id": "ord_1", "as_of": date(2026, 11, 22), "matter_index": bytes(16)}
        | {"payload": SealedBytes(b"\x01\x02")},
        "786990610c4419e2656c2320023426e4",
    ),
    (
        candidate,
        {"seq": 1, "id": "can_1", "weight": -3.25, "probability": 1},
        "8ebccf7f3ee3284d70d4eae3e8055130",
    ),
]


@pytest.mark.parametrize(("table", "values", "mac"), WRITTEN)
def test_what_earlier_versions_wrote_still_opens(
    table: Any, values: dict[str, Any], mac: str
) -> None:
    """The macs of a fixed key file; where one changes, no stored row opens any more."""
    notary = Notary(Keyring({1: bytes(32)}, bytes(range(32))))
    row = {c.name: None for c in table.columns} | values
    assert notary.share(table, row | {"mac": bytes.fromhex(mac)}) >= 0
