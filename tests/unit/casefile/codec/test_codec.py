"""What is stored is read back field for field, and errors name fields, never values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from skiptrace.casefile import codec
from skiptrace.model.errors import CaseFileError
from skiptrace.model.record import Reported
from tests.integration.casefile import samples

SUBJECT = samples.make_subject()
SNAPSHOT = samples.make_snapshot(SUBJECT)
RECORD = samples.make_record(SUBJECT, SNAPSHOT)
ORDER = replace(
    samples.make_order(replace(samples.make_entry(), subject=SUBJECT)),
    purposes=frozenset({"GLB-3"}),  # of several, a set has no order of its own
)


@pytest.mark.parametrize(
    ("one", "value"),
    [
        (codec.RECORD, RECORD),
        (codec.ORDER, ORDER),
        (codec.SUBJECT, SUBJECT),
        (codec.ADDRESS, SUBJECT.addresses[0]),
        (codec.CONTACT, SUBJECT.phones[0]),
        (codec.EVIDENCE, samples.make_finding(ORDER, "can_1", RECORD).evidence[0]),
    ],
)
def test_the_round_trip_loses_nothing(one: codec.Codec[Any], value: Any) -> None:
    back = one.decode(one.encode(value))
    assert back == value
    assert one.encode(back) == one.encode(value)
    assert type(back) is type(value)


def test_what_equality_does_not_compare_comes_back_too() -> None:
    back = codec.RECORD.decode(codec.RECORD.encode(RECORD))
    assert back.names[0].original == SUBJECT.names[0].original != ""
    assert back.addresses[0].value.original == SUBJECT.addresses[0].value.original != ""


def test_a_wrong_type_is_refused_without_its_value() -> None:
    wrong: Any = Reported(8135550101)
    with pytest.raises(CaseFileError) as caught:
        codec.RECORD.encode(replace(RECORD, phones=(wrong,)))
    assert "SourceRecord" in str(caught.value)
    assert "5550101" not in str(caught.value)


def test_damaged_text_is_refused_without_its_value() -> None:
    with pytest.raises(CaseFileError) as caught:
        codec.NAME.decode(b'{"given": ["Quillon"]}')
    assert str(caught.value) == "PersonName: stored fields cannot be read: given"


def test_fields_the_model_no_longer_has_are_left() -> None:
    assert codec.NAME.decode(b'{"given": "Ann", "title": "Dr"}').given == "Ann"


def test_defaults_say_nothing() -> None:
    assert codec.SUBJECT.said(replace(SUBJECT, emails=(), ssn4="")).count("ssn4") == 0
