"""The book of files that were sent: by it nothing is submitted twice, and it cannot be emptied."""

from __future__ import annotations

from datetime import timedelta

import pytest
from fakes import START
from sqlalchemy import delete

from skiptrace.app.sent_files import CaseSentFiles
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.tables.sent_files import sent_file
from skiptrace.model.errors import SourceUnavailable


def test_the_newest_file_of_a_key_counts(case: CaseFile) -> None:
    sent = CaseSentFiles(case, lambda: START)
    sent.note("bureau", "one", ["a", "b"])
    sent.note("bureau", "two", ["b", "c"])
    sent.note("other", "three", ["a"])
    found = sent.files_of("bureau", ["a", "b", "c", "d"])
    assert {key: noted.file for key, noted in found.items()} == {"a": "one", "b": "two", "c": "two"}
    assert found["b"] == found["c"].__class__("two", found["b"].number)
    assert sent.keys_of("bureau", "one") == {"a", "b"}
    assert sent.keys_of("bureau", "three") == frozenset()


def test_a_file_that_is_put_there_again_is_the_newest(case: CaseFile) -> None:
    sent = CaseSentFiles(case, lambda: START + timedelta(days=1))
    for name in ("one", "two", "one"):
        sent.note("bureau", name, ["a"])
    before = sent.files_of("bureau", ["a"])["a"]
    assert before.file == "one"
    assert sent.keys_of("bureau", "one") == {"a"}


def test_a_note_that_is_taken_away_is_missed(case: CaseFile) -> None:
    """Without it a question would be submitted again."""
    sent = CaseSentFiles(case, lambda: START)
    sent.note("bureau", "one", ["a", "b"])
    with case.write() as tx:
        assert not case.check(tx).faults
    with case._writer.begin() as tx:
        tx.execute(delete(sent_file).where(sent_file.c.key == "a"))
    with case.read() as tx:
        assert any("sent_file" in str(fault) for fault in case.check(tx).faults)
    with pytest.raises(SourceUnavailable):
        sent.files_of("bureau", ["a"])
    assert sent.files_of("bureau", ["b"])["b"].file == "one"
