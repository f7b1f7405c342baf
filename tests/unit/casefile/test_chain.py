"""The hash of an event is what anybody computes from its export, whatever its words are."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skiptrace.casefile.chain import COLUMNS, content_of, event_in, is_changed, row_of, said_in
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.tallies import FIRST_HASH
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import CaseFileError

KEYS = Keyring.generate()
AT = datetime(2026, 10, 5, 9, 30, 0, 5, tzinfo=UTC)
PLAIN = AuditEvent(
    kind="gate.hold",
    actor="usr_0a Ann Example",
    at=AT,
    order_id="ord_1",
    account_id="acc_1",
    connector_id="bureau",
    rule="R06",
    purposes=("FCRA-3A-COLL", "GLB-3"),
    fields=("names", "ssn4"),
    text="an attorney is known",
    version=2,
    law="0123456789abcdef",
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def stored(event: AuditEvent, number: int = 1) -> tuple[Any, ...]:
    row = row_of(number, event, FIRST_HASH, KEYS)
    assert set(row) == set(COLUMNS)
    return tuple(row[name] for name in COLUMNS)


def public_hash(row: tuple[Any, ...]) -> str:
    """The hash as the docstring describes it."""
    told = content_of(row, said_in(row, KEYS))
    text = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


@given(
    st.builds(
        replace,
        st.just(PLAIN),
        kind=WORDS,
        actor=WORDS,
        text=WORDS,
        rule=WORDS,
        connector_id=WORDS,
        purposes=st.lists(WORDS, max_size=3).map(tuple),
        fields=st.lists(WORDS, max_size=3).map(tuple),
        version=st.none() | st.integers(1, 9),
        law=st.sampled_from(["", "00ff"]),
    )
)
def test_whatever_an_event_says_is_hashed_as_canonical_json_and_read_back(
    event: AuditEvent,
) -> None:
    row = stored(event)
    assert row[COLUMNS.index("hash")] == public_hash(row)
    assert event_in(content_of(row, said_in(row, KEYS))) == event
    assert not is_changed(row, KEYS)


@pytest.mark.parametrize("words", ['"', '", "text": "', "\\", "Ä\n\u2028", ', ": ', "\x7f\x00"])
def test_words_that_look_like_json_stay_words(words: str) -> None:
    row = stored(replace(PLAIN, actor=words, text=f"a{words}"))
    said = said_in(row, KEYS)
    assert (said.actor, said.text) == (words, f"a{words}")
    assert row[COLUMNS.index("hash")] == public_hash(row)


CHANGES: dict[str, dict[str, Any]] = {
    "another moment": {"at": "2026-10-05T09:30:00.000006+00:00"},
    "another kind": {"kind": "gate.allow"},
    "another order": {"order_id": "ord_2"},
    "another account": {"account_id": ""},
    "another source": {"connector_id": "court"},
    "another rule": {"rule": ""},
    "another purpose": {"purposes": '["GLB-3"]'},
    "the same purposes spelled otherwise": {"purposes": '["FCRA-3A-COLL","GLB-3"]'},
    "no list": {"fields": "x"},
    "another field": {"fields": '["names", "ssn"]'},
    "words cut short": {"said": b"x"},
    "another event's words": {"said": row_of(2, PLAIN, FIRST_HASH, KEYS)["said"]},
    "another one before": {"previous": "1" * 64},
    "another hash": {"hash": "1" * 64},
    "another user": {"user_id": "usr_0b"},
    "nobody": {"user_id": None},
    "another version": {"version": 3},
    "no version": {"version": None},
    "other rules": {"law": "ffffffffffffffff"},
    "no rules": {"law": None},
    "bytes for words": {"kind": b"gate.hold"},
    "another number": {"seq": 2},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_of_any_column_is_seen(change: dict[str, Any]) -> None:
    row = dict(zip(COLUMNS, stored(PLAIN), strict=True))
    assert row | change != row
    changed = row | change
    assert is_changed(tuple(changed[name] for name in COLUMNS), KEYS)


def test_every_column_is_changed_in_the_table() -> None:
    assert {name for change in CHANGES.values() for name in change} == set(COLUMNS)


def test_words_sealed_with_another_key_do_not_open() -> None:
    with pytest.raises(CaseFileError):
        said_in(stored(PLAIN), Keyring.generate())
