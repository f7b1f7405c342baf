"""The run book: runs are kept in order, an end is a row of its own, nothing is guessed by an id."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.runs import StartedRun, StoredRun
from skiptrace.model.errors import CaseFileError
from tests.integration.casefile.samples import NOW, TODAY

FIRST = StartedRun("aa11", "batch", TODAY, NOW)
SECOND = StartedRun("aa22", "batch", TODAY, NOW)


def begin(case: CaseFile) -> None:
    with case.write() as tx:
        case.runs.begin(tx, FIRST)
        case.runs.begin(tx, SECOND)
        case.runs.end(tx, FIRST.id, NOW, b"{}")


def test_runs_come_newest_first_with_their_ends(case: CaseFile) -> None:
    begin(case)
    ended = StoredRun(FIRST, NOW, b"{}")
    with case.read() as tx:
        assert case.runs.latest(tx, 5) == [StoredRun(SECOND), ended]
        assert case.runs.latest(tx, 1) == [StoredRun(SECOND)]
        assert case.runs.named(tx, "aa1") == ended
        for wrong, words in (
            ("", "no run"),
            ("bb", "no run"),
            ("a_1", "no run"),
            ("aa", "several"),
        ):
            with pytest.raises(CaseFileError, match=words):
                case.runs.named(tx, wrong)


def test_a_run_ends_once(case: CaseFile) -> None:
    begin(case)
    with pytest.raises(CaseFileError), case.write() as tx:
        case.runs.end(tx, FIRST.id, NOW, b"{}")


def test_a_report_that_was_changed_by_hand_is_refused(case: CaseFile) -> None:
    begin(case)
    with case.write() as tx:
        tx.execute(text("UPDATE run SET requester = 'somebody' WHERE id = 'aa11'"))
    with case.read() as tx:
        with pytest.raises(CaseFileError, match="run row"):
            case.runs.latest(tx, 5)
        faults = [fault.where for fault in case.check(tx).faults]
        assert faults == ["run row 1", "run rows of table run"]
