"""No personal value stands in clear in the database, its write-ahead log, or an error."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import make_url, select, text

from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.tables.schema import metadata
from skiptrace.model.errors import CaseFileError
from tests.integration.casefile.filling import Trace, trace
from tests.integration.casefile.samples import make_candidate

PEOPLE = 12


def personal(put: Trace) -> Iterator[str]:
    """Every personal value of one trace, whole and in telling parts."""
    subject = put.order.subject
    for name in subject.names:
        yield from (name.given, name.surname, name.full)
    for address in subject.addresses:
        yield from (address.value.line, address.value.original, address.value.line.title())
    for phone in subject.phones:
        yield from (phone.value, phone.value[2:])
    for email in subject.emails:
        yield email.value
    yield from (subject.ssn, str(subject.dob), put.order.account.number)
    yield from (put.finding.value, put.finding.evidence[0].original)
    yield from (
        "Prairie Card Bank",
        "2020-02-29",
        "Larkspur",
        "DOC-9",
        "letter of",
        "answered at",
        "Wexford",
        '"year":1961',
    )


def stored_bytes(case: CaseFile, url: str) -> bytes:
    """All that the database keeps: the SQLite files as they are, or every value on PostgreSQL."""
    path = make_url(url).database
    if url.startswith("sqlite"):
        files = [Path(f"{path}{end}") for end in ("", "-wal", "-shm")]
        return b"\n".join(file.read_bytes() for file in files)
    with case.read() as tx:
        rows = [row for table in metadata.sorted_tables for row in tx.execute(select(table))]
    return b"\n".join(_as_bytes(value) for row in rows for value in row)


def _as_bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def test_no_personal_value_stands_in_clear(case: CaseFile, case_url: str) -> None:
    traces = [trace(case, n) for n in range(1, PEOPLE + 1)]
    stored = stored_bytes(case, case_url)
    assert b"NIXIE" in stored, "what is in clear would be found"
    values = {value for put in traces for value in personal(put) if value}
    assert len(values) > 10 * PEOPLE
    forms = {
        value: (value.encode(), value.upper().encode(), value.lower().encode()) for value in values
    }
    found = sorted(value for value, several in forms.items() if any(f in stored for f in several))
    assert found == []


def test_who_has_a_public_register_finds_no_line_of_it(case: CaseFile, case_url: str) -> None:
    put = trace(case)
    stored = stored_bytes(case, case_url)
    [snapshot] = put.answer.snapshots
    assert snapshot.sha256 == hashlib.sha256(snapshot.body).hexdigest()
    for told in (snapshot.sha256.encode(), bytes.fromhex(snapshot.sha256)):
        assert told not in stored
    assert snapshot.request.encode() not in stored
    assert case.snapshots.address(snapshot.sha256).encode() in stored
    with case.read() as tx:
        assert case.snapshots.get(tx, snapshot.sha256) == snapshot


def test_a_refused_row_names_no_value(case: CaseFile) -> None:
    put = trace(case)
    with pytest.raises(CaseFileError) as caught, case.write() as tx:
        case.matches.add(tx, "never placed", [make_candidate(put.answer.records[0])])
    chain: list[BaseException] = [caught.value]
    while linked := chain[-1].__cause__:
        chain.append(linked)
    words = " ".join(map(repr, chain))
    assert not [value for value in personal(put) if value and value in words]


def test_a_statement_that_fails_shows_no_parameters(case: CaseFile) -> None:
    with pytest.raises(CaseFileError) as caught, case.write() as tx:
        tx.execute(text("INSERT INTO note VALUES (:name)"), {"name": "Quillon Brathwaite"})
    assert "Quillon" not in str(caught.value)
