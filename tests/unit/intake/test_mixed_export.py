"""A mixed export of 1,000 rows: none of a wrong kind, none lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

import pytest

from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.guess import guess_mapping
from skiptrace.intake.read import IntakeTally, read_intake
from skiptrace.intake.reader import read_header
from skiptrace.intake.settings import IntakeSettings
from skiptrace.model.account import ObligorRole
from skiptrace.model.subject import EntityKind
from tests.unit.intake.mixed_export import (
    BUSINESSES,
    ESTATES,
    JOINT,
    PEOPLE,
    TRUSTS,
    counted,
    mixed_export,
)

_ROLES = (ObligorRole.PRIMARY, ObligorRole.CO_OBLIGOR)


@pytest.mark.parametrize("seed", [11, 20261130])
def test_none_of_a_wrong_kind_and_none_lost(
    seed: int, put: Callable[..., Path], settings: IntakeSettings
) -> None:
    data, truths = mixed_export(seed)
    path = put(data)
    tally = IntakeTally(frozenset({"open"}))
    found: dict[str, list[IntakeRow]] = defaultdict(list)
    for item in read_intake(path, guess_mapping(read_header(path)).mapping(), settings):
        assert isinstance(item, IntakeRow), item
        tally.count(item)
        found[item.account.number].append(item)
    for truth in truths:
        rows = found[truth.number]
        assert tuple(row.kind.value for row in rows) == truth.kinds
        assert tuple(row.role for row in rows) == _ROLES[: len(rows)]
        for row, word in zip(rows, truth.words, strict=False):
            assert word.casefold() in " ".join(n.full for n in row.subject.names).casefold()
        for row in rows:
            is_company = row.kind.value == "organization"
            assert (row.subject.kind is EntityKind.ORGANIZATION) is is_company
            assert not (row.subject.ssn and is_company)
            assert row.subject.addresses
    summary = tally.summary()
    assert (summary.taken, summary.rejected) == (1000, 0)
    assert summary.kinds == counted(truths) == {
        "person": PEOPLE + 2 * JOINT, "organization": BUSINESSES, "estate": ESTATES,
        "trust": TRUSTS,
    }  # fmt: skip
    assert set(summary.warned) == {"dob", "phone", "zip"}
    assert set(summary.held_words) == {"active"}
