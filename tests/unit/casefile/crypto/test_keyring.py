"""Sealing, unsealing and blind indexes."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skiptrace.casefile.crypto import Keyring, SealedBytes
from skiptrace.model.errors import CaseFileError

FIRST, SECOND, INDEX = (bytes([n]) * 32 for n in (1, 2, 3))
RING = Keyring({1: FIRST}, INDEX)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300), st.text(max_size=20))
def test_what_is_sealed_opens_again_in_its_field_only(plain: bytes, field: str) -> None:
    sealed = RING.seal(field, plain)
    assert RING.unseal(field, sealed) == plain
    with pytest.raises(CaseFileError):
        RING.unseal(field + "x", sealed)


def test_equal_values_are_sealed_differently_and_compactly() -> None:
    one, other = RING.seal("f", b"x" * 25), RING.seal("f", b"x" * 25)
    assert one != other
    assert len(one) == 54
    assert isinstance(one, SealedBytes)


@pytest.mark.parametrize("place", [0, 1, 12, 13, -1])
def test_one_changed_byte_is_seen(place: int) -> None:
    sealed = bytearray(RING.seal("f", b"Quillon Brathwaite"))
    sealed[place] ^= 1
    with pytest.raises(CaseFileError, match=r"^f: "):
        RING.unseal("f", bytes(sealed))


@pytest.mark.parametrize("length", [0, 1, 28])
def test_a_value_cut_short_is_an_error(length: int) -> None:
    with pytest.raises(CaseFileError, match="cut short"):
        RING.unseal("f", RING.seal("f", b"")[:length])


def test_the_newest_key_seals_and_every_key_opens() -> None:
    old = RING.seal("f", b"old")
    rotated = Keyring({1: FIRST, 2: SECOND}, INDEX)
    new = rotated.seal("f", b"new")
    assert (old[0], new[0]) == (1, 2)
    assert (rotated.unseal("f", old), rotated.unseal("f", new)) == (b"old", b"new")
    with pytest.raises(CaseFileError, match="key 2 is not in the key file"):
        RING.unseal("f", new)


def test_an_index_depends_on_field_value_and_key_and_not_on_rotation() -> None:
    rotated = Keyring({1: FIRST, 2: SECOND}, INDEX)
    same = RING.index("ssn", "900112233")
    assert same == rotated.index("ssn", "900112233")
    others = {
        RING.index("ssn", "900112234"),
        RING.index("phone", "900112233"),
        Keyring({1: FIRST}, SECOND).index("ssn", "900112233"),
    }
    assert same not in others and len(others) == 3


def test_ids_keep_their_parts_apart() -> None:
    assert RING.identifier("acc", "1", "23") != RING.identifier("acc", "12", "3")
    assert RING.identifier("acc", "1") == RING.identifier("acc", "1")
    assert len(RING.identifier("acc", "1")) == len("acc_") + 16


@pytest.mark.parametrize(
    ("keys", "index_key"),
    [
        ({}, INDEX),
        ({1: b"short"}, INDEX),
        ({1: FIRST}, b"short"),
        ({0: FIRST}, INDEX),
        ({256: FIRST}, INDEX),
    ],
)
def test_bad_keys_are_refused(keys: dict[int, bytes], index_key: bytes) -> None:
    with pytest.raises(CaseFileError):
        Keyring(keys, index_key)


def test_no_key_shows_in_the_repr() -> None:
    secret = os.urandom(32)
    shown = repr(Keyring({7: secret}, secret))
    assert shown == "Keyring(newest=7, keys=1)"
