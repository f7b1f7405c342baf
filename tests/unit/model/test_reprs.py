"""Nothing personal shows when a value is printed, logged, or part of an exception."""

from __future__ import annotations

import pytest
from candidates import make_record, seen
from orders import SUBJECT, make_order

from skiptrace.model.record import Reported
from skiptrace.model.subject import KnownContact


@pytest.mark.parametrize(
    "value",
    [
        SUBJECT,
        SUBJECT.names[0],
        SUBJECT.addresses[0],
        SUBJECT.addresses[0].value,
        KnownContact("2145550142"),
        make_order(),
        make_record("court", "C-1", death=seen("2026-01")),
        Reported("2145550142"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_repr_names_the_type_and_no_value(value: object) -> None:
    shown = repr(value)
    assert type(value).__name__ in shown
    secrets = ("HOLLOWAY", "DANA", "ELM", "900112233", "2145550142", "10001", "1980")
    assert not [secret for secret in secrets if secret in shown]
