"""Apply, undo, settle: a receipt for every change, and a crash is never silent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from skiptrace.model.errors import WriteBackError
from skiptrace.model.receipt import Change, Receipt
from skiptrace.writeback.apply import SystemOfRecord, apply_changes, audit_event, begin, settle
from skiptrace.writeback.batches import Act, FileManifests, Manifest, new_batch_id
from skiptrace.writeback.contacts import Target
from skiptrace.writeback.targets.csv_file import csv_target
from skiptrace.writeback.targets.sql_table import sql_target
from skiptrace.writeback.undo import undo_batch

ChangeOf = Callable[..., Change]


class Killed(BaseException):
    """Stands for the end of the process."""


@dataclass
class DiesAfter:
    """A target whose process dies right after the write took place."""

    inner: Target
    act: str

    @property
    def name(self) -> str:
        return self.inner.name

    def apply(self, batch_id: str, changes: Sequence[Change]) -> list[Receipt]:
        made = self.inner.apply(batch_id, changes)
        return self._die("apply", made)

    def undo(self, receipts: Sequence[Receipt]) -> list[Receipt]:
        return self._die("undo", self.inner.undo(receipts))

    def written(self, batch_id: str) -> list[Change]:
        return self.inner.written(batch_id)

    def _die(self, act: str, made: list[Receipt]) -> list[Receipt]:
        if act == self.act:
            raise Killed
        return made


@dataclass
class DiesBefore(DiesAfter):
    """A target whose process dies right before the write."""

    def apply(self, batch_id: str, changes: Sequence[Change]) -> list[Receipt]:
        if self.act == "apply":
            raise Killed
        return self.inner.apply(batch_id, changes)

    def undo(self, receipts: Sequence[Receipt]) -> list[Receipt]:
        if self.act == "undo":
            raise Killed
        return self.inner.undo(receipts)


@pytest.fixture(params=["csv", "sql"])
def system(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Any, receipts: Any
) -> SystemOfRecord:
    target: Target = (
        csv_target(tmp_path / "contacts.csv", clock)
        if request.param == "csv"
        else sql_target(f"sqlite:///{tmp_path / 'record.sqlite'}", clock)
    )
    return SystemOfRecord(target, receipts, FileManifests(tmp_path / "state" / "open.json"), clock)


def test_a_batch_is_applied_receipted_and_undone(
    system: SystemOfRecord, change_of: ChangeOf
) -> None:
    changes = [change_of("one"), change_of("two")]
    made = apply_changes(system, changes)
    batch_id = made[0].batch_id
    assert [r.change for r in system.receipts.batch(batch_id)] == changes
    assert system.manifests.pending() is None
    undone = undo_batch(system, batch_id)
    assert system.target.written(batch_id) == []
    assert all(r.undone for r in system.receipts.batch(batch_id)) and len(undone) == 2


def test_no_changes_make_no_batch(system: SystemOfRecord) -> None:
    assert apply_changes(system, []) == ()
    assert system.manifests.pending() is None


def test_the_same_changes_make_a_new_batch_each_time(
    system: SystemOfRecord, change_of: ChangeOf
) -> None:
    ids = {apply_changes(system, [change_of()])[0].batch_id for _ in range(3)}
    assert len(ids) == 3


@pytest.mark.parametrize("wrapper", [DiesAfter, DiesBefore])
def test_a_crash_while_applying_blocks_the_next_batch_until_it_is_settled(
    system: SystemOfRecord, change_of: ChangeOf, wrapper: type[DiesAfter]
) -> None:
    changes = [change_of("one"), change_of("two")]
    with pytest.raises(Killed):
        apply_changes(replace(system, target=wrapper(system.target, "apply")), changes)
    with pytest.raises(WriteBackError, match="settle"):
        apply_changes(system, [change_of("three")])
    settled = settle(system)
    assert settled is not None and settled.act is Act.APPLY
    took_place = wrapper is DiesAfter
    assert settled.done is took_place
    assert [r.change for r in settled.receipts] == (changes if took_place else [])
    assert list(system.receipts.batch(settled.batch_id)) == list(settled.receipts)
    assert settle(system) is None
    assert apply_changes(system, [change_of("three")])


@pytest.mark.parametrize("wrapper", [DiesAfter, DiesBefore])
def test_a_crash_while_undoing_is_settled_by_what_the_target_holds(
    system: SystemOfRecord, change_of: ChangeOf, wrapper: type[DiesAfter]
) -> None:
    batch_id = apply_changes(system, [change_of()])[0].batch_id
    with pytest.raises(Killed):
        undo_batch(replace(system, target=wrapper(system.target, "undo")), batch_id)
    settled = settle(system)
    assert settled is not None and settled.act is Act.UNDO
    assert settled.done is (wrapper is DiesAfter)
    assert bool(system.receipts.batch(batch_id)[0].undone) is settled.done
    assert bool(system.target.written(batch_id)) is not settled.done


def test_a_crash_after_the_receipts_were_stored_does_not_double_them(
    system: SystemOfRecord, change_of: ChangeOf
) -> None:
    made = apply_changes(system, [change_of()])
    begin(system, made[0].batch_id, Act.APPLY, [change_of()])
    settle(system)
    assert list(system.receipts.batch(made[0].batch_id)) == list(made)


def test_a_refused_batch_leaves_nothing_open(system: SystemOfRecord, change_of: ChangeOf) -> None:
    with pytest.raises(WriteBackError, match="holds text"):
        apply_changes(system, [change_of("nul\x00")])
    assert system.manifests.pending() is None
    assert apply_changes(system, [change_of("fine")])


def test_a_foreign_file_refuses_before_anything_is_begun(
    tmp_path: Path, clock: Any, receipts: Any, change_of: ChangeOf
) -> None:
    (tmp_path / "c.csv").write_text("a,b\r\n")
    manifests = FileManifests(tmp_path / "open.json")
    system = SystemOfRecord(csv_target(tmp_path / "c.csv", clock), receipts, manifests, clock)
    with pytest.raises(WriteBackError, match="other columns"):
        apply_changes(system, [change_of()])
    assert manifests.pending() is None and (tmp_path / "c.csv").read_text() == "a,b\n"


def test_only_a_standing_batch_can_be_undone(system: SystemOfRecord, change_of: ChangeOf) -> None:
    with pytest.raises(WriteBackError, match="there is no batch wb-none"):
        undo_batch(system, "wb-none")
    batch_id = apply_changes(system, [change_of()])[0].batch_id
    undo_batch(system, batch_id)
    with pytest.raises(WriteBackError, match="undone already"):
        undo_batch(system, batch_id)


def test_the_manifest_holds_no_personal_data(
    system: SystemOfRecord, change_of: ChangeOf, tmp_path: Path
) -> None:
    with pytest.raises(Killed):
        apply_changes(
            replace(system, target=DiesBefore(system.target, "apply")), [change_of("77 Quarry Ln")]
        )
    text = (tmp_path / "state" / "open.json").read_text()
    assert "Quarry" not in text and "10001" not in text
    assert list((tmp_path / "state").iterdir()) == [tmp_path / "state" / "open.json"]


def test_an_open_batch_of_another_target_is_not_settled_here(
    system: SystemOfRecord, change_of: ChangeOf
) -> None:
    begun = Manifest("wb-x", Act.APPLY, "csv:other.csv", system.clock(), 1, "0")
    system.manifests.open(begun)
    with pytest.raises(WriteBackError, match=r"is on csv:other\.csv"):
        settle(system)
    assert system.manifests.pending() == begun


@pytest.mark.parametrize("content", ["", "{}", '{"act": "dance"}', "[]"])
def test_a_damaged_manifest_is_an_error_and_not_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "open.json").write_text(content)
    with pytest.raises(WriteBackError, match="damaged"):
        FileManifests(tmp_path / "open.json").pending()


def test_batch_ids_sort_by_time_and_differ_by_content(change_of: ChangeOf) -> None:
    early, late = datetime(2026, 11, 23, 1, tzinfo=UTC), datetime(2026, 11, 23, 2, tzinfo=UTC)
    one, two = [change_of("one")], [change_of("two")]
    assert new_batch_id(one, early) < new_batch_id(one, late)
    assert new_batch_id(one, early) != new_batch_id(two, early)
    assert new_batch_id(one, early).startswith("wb-20261123T010000-")


def test_the_audit_event_names_facts_and_counts_and_no_values(
    system: SystemOfRecord, change_of: ChangeOf
) -> None:
    made = apply_changes(
        system, [change_of("77 Quarry Ln"), change_of("+12025550143", fact="phone")]
    )
    event = audit_event(made, Act.APPLY, "nightly", system.clock())
    assert event.kind == "writeback.apply" and event.fields == ("address", "phone")
    assert "2 changes" in event.text and made[0].batch_id in event.text
    assert "Quarry" not in repr(event) and "10001" not in repr(event)
