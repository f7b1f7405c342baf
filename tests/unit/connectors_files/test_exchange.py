"""A source that is asked by files, over a real SFTP server: asked once, collected hours later."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors.kit import check_answers
from skiptrace.model.waterfall import Outcome
from tests.unit.connectors_files.bureau import Stand, found, nobody, people, standing, waiting


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Stand]:
    with standing(tmp_path) as running:
        yield running


def test_many_questions_are_one_file_under_keys_of_ours(stand: Stand) -> None:
    asked = people("Quillfeather", "Marlowe", "Ostrander")
    answers = list(stand.connector().search(asked))
    assert {a.outcome for a in answers} == {Outcome.PENDING}
    (request,) = stand.bureau.requests()
    assert [p.name for p in stand.server.folder.iterdir()] == [request.name]
    rows = stand.bureau.rows(request)
    assert sorted(row["key"] for row in rows) == sorted(i.id for i in asked)
    assert {row["last"] for row in rows} == {"Quillfeather", "Marlowe", "Ostrander"}
    assert {a.ticket.reference for a in answers if a.ticket} == {request.name}
    assert not any(i.fields.ssn in request.name for i in asked)


def test_the_answers_come_later_to_another_process(stand: Stand) -> None:
    asked = people("Quillfeather", "Marlowe")
    answers = list(stand.connector().search(asked))
    before = list(stand.connector().collect(waiting(asked, answers)))
    assert {(a.outcome, a.reason) for a in before} == {
        (Outcome.PENDING, "its reply is not there yet")
    }
    stand.bureau.answers = lambda row: nobody(row) if row["last"] == "Marlowe" else found(row)
    stand.bureau.answer()
    stand.later()
    connector = stand.connector()
    said = {a.inquiry_id: a for a in connector.collect(waiting(asked, answers))}
    hit, miss = (said[inquiry.id] for inquiry in asked)
    assert (hit.outcome, miss.outcome) == (Outcome.HIT, Outcome.NO_HIT)
    assert (str(hit.cost), str(miss.cost)) == ("0.25", "0")
    [record] = hit.records
    assert record.names[0].surname == "Quillfeather"
    assert record.addresses[0].value.line == "12 Oak St"
    assert check_answers(connector, asked, [hit, miss]) == []


def test_of_a_reply_each_question_keeps_its_own_row_alone(stand: Stand) -> None:
    asked = people("Quillfeather", "Marlowe")
    answers = list(stand.connector().search(asked))
    stand.bureau.answer()
    for answer in stand.connector().collect(waiting(asked, answers)):
        [kept] = answer.snapshots
        assert kept.request.startswith("file skiptrace-") and " row " in kept.request
        assert answer.inquiry_id.encode() in kept.body
        others = [i.id for i in asked if i.id != answer.inquiry_id]
        assert not any(other.encode() in kept.body for other in others)
