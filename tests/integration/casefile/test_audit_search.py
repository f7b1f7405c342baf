"""The trail says who asked what, when, about whom: by user, account, source, day and act."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from skiptrace.casefile import apart
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.chain_check import check_stretch, joined
from skiptrace.casefile.crypto import Keyring
from skiptrace.model.audit import AuditEvent, AuditQuestion
from skiptrace.model.errors import CaseFileError
from tests.integration.casefile.tampering import disarm

ANN, BOB = "usr_0a Ann Example", "usr_0b Bob Example"
OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
EAST = timezone(timedelta(hours=9))


def event(actor: str, at: datetime, **about: str) -> AuditEvent:
    return AuditEvent(about.pop("kind", "gate.allow"), actor, at, **about)  # type: ignore[arg-type]


EVENTS = (
    event(ANN, OCTOBER, connector_id="bureau", account_id="acc_1"),
    event(BOB, OCTOBER, connector_id="bureau", account_id="acc_1"),
    event(ANN, NOVEMBER - timedelta(microseconds=1), connector_id="bureau", account_id="acc_2"),
    event(ANN, NOVEMBER, connector_id="bureau", account_id="acc_2"),
    event(ANN, OCTOBER, connector_id="court", account_id="acc_2"),
    event("somebody of old", OCTOBER, connector_id="bureau"),
    event(ANN, OCTOBER - timedelta(seconds=1), kind="gate.hold", connector_id="bureau"),
    event(ANN, datetime(2026, 10, 1, 8, tzinfo=EAST), connector_id="bureau"),
)
MONTH = AuditQuestion(first=OCTOBER, end=NOVEMBER)
WANTED: dict[str, tuple[AuditQuestion, list[int]]] = {
    "everything": (AuditQuestion(), [1, 2, 3, 4, 5, 6, 7, 8]),
    "a user": (AuditQuestion(users=("usr_0a",)), [1, 3, 4, 5, 7, 8]),
    "two users": (AuditQuestion(users=("usr_0a", "usr_0b")), [1, 2, 3, 4, 5, 7, 8]),
    "the beginning of a user": (AuditQuestion(users=("usr_0",)), []),
    "an account": (AuditQuestion(accounts=("acc_2",)), [3, 4, 5]),
    "a source": (AuditQuestion(connectors=("court",)), [5]),
    "an act": (AuditQuestion(kinds=("gate.hold",)), [7]),
    "a month": (MONTH, [1, 2, 3, 5, 6]),
    "bureau inquiries of a user in October": (
        replace(MONTH, users=("usr_0a",), connectors=("bureau",)),
        [1, 3],
    ),
    "nobody of that name": (AuditQuestion(users=("usr_0c",)), []),
}


@pytest.fixture
def trail(case: CaseFile) -> CaseFile:
    with case.write() as tx:
        case.audit.append(tx, EVENTS)
    return case


@pytest.mark.parametrize(("asked", "numbers"), WANTED.values(), ids=WANTED.keys())
def test_the_trail_gives_what_is_asked_for(
    trail: CaseFile, asked: AuditQuestion, numbers: list[int]
) -> None:
    with trail.read() as tx:
        assert [line["seq"] for line in trail.audit.export(tx, asked)] == numbers


def test_rule_version_and_the_rules_asked_come_back(case: CaseFile) -> None:
    said = AuditEvent("gate.hold", ANN, OCTOBER, rule="R06", version=2, law="00ff")
    with case.write() as tx:
        case.audit.append(tx, [said, replace(said, version=None, law="")])
    with case.read() as tx:
        first, second = case.audit.export(tx)
        assert case.audit.verify(tx).faults == ()
    assert (first["rule"], first["version"], first["law"]) == ("R06", 2, "00ff")
    assert not {"version", "law"} & second.keys()


def test_no_event_that_was_changed_is_exported(trail: CaseFile) -> None:
    with trail.write() as tx:
        disarm(tx)
        tx.exec_driver_sql("UPDATE audit_event SET user_id = 'usr_0a' WHERE seq = 2")
    with trail.read() as tx, pytest.raises(CaseFileError, match="audit_event row 2: was changed"):
        list(trail.audit.export(tx, WANTED["a user"][0]))


EDITS: dict[str, tuple[str, tuple[tuple[int, str], ...]]] = {
    "nothing": ("SELECT 1", ()),
    "two events, far apart": (
        "UPDATE audit_event SET kind = 'x' WHERE seq IN (2, 21)",
        ((2, "the event was changed"), (21, "the event was changed")),
    ),
    "one at the end of a stretch": (
        "UPDATE audit_event SET hash = previous WHERE seq = 12",
        ((12, "the event was changed"), (13, "the event does not follow the one before it")),
    ),
    "a user is another": (
        "UPDATE audit_event SET user_id = 'usr_0b' WHERE seq = 5",
        ((5, "the event was changed"),),
    ),
    "a stretch is gone": (
        "DELETE FROM audit_event WHERE seq BETWEEN 10 AND 15",
        ((10, "an event is missing"),),
    ),
    "the first is gone": ("DELETE FROM audit_event WHERE seq = 1", ((1, "an event is missing"),)),
    "the end is gone": (
        "DELETE FROM audit_event WHERE seq > 20",
        ((21, "the head counts 24 events"),),
    ),
    "one is added before all": (
        "INSERT INTO audit_event SELECT 0, at, kind, order_id, account_id, connector_id, rule, "
        "purposes, fields, said, previous, hash, user_id, version, law FROM audit_event "
        "WHERE seq = 1",
        ((0, "the event was added"), (1, "the event does not follow the one before it")),
    ),
    "two change places": (
        "UPDATE audit_event SET seq = CASE seq WHEN 7 THEN -8 ELSE -7 END WHERE seq IN (7, 8); "
        "UPDATE audit_event SET seq = -seq WHERE seq < 0",
        (
            (7, "the event does not follow the one before it"),
            (8, "the event does not follow the one before it"),
            (9, "the event does not follow the one before it"),
        ),
    ),
}


def edited(case: CaseFile, edit: str) -> None:
    """Twenty-four events, and then an edit by hand."""
    with case.write() as tx:
        case.audit.append(tx, EVENTS * 3)
    with case.write() as tx:
        disarm(tx)
        for statement in edit.split(";"):
            tx.exec_driver_sql(statement)


@pytest.mark.parametrize(("edit", "faults"), EDITS.values(), ids=EDITS.keys())
def test_every_event_that_is_wrong_is_named_however_the_trail_is_walked(
    case: CaseFile, keyring: Keyring, edit: str, faults: tuple[tuple[int, str], ...]
) -> None:
    """In one, and in stretches of every length."""
    edited(case, edit)
    with case.read() as tx:
        assert case.audit.verify(tx).faults == faults
        last = tx.exec_driver_sql("SELECT max(seq) FROM audit_event").scalar_one()
        for size in range(1, last + 1):
            bounds = [(n, min(n + size - 1, last)) for n in range(1, last + 1, size)]
            told = joined([check_stretch(tx, keyring, *one) for one in bounds]).faults
            assert told == tuple(f for f in faults if "head" not in f[1]), size


def test_several_processes_find_what_one_finds(
    case: CaseFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit, faults = EDITS["two events, far apart"]
    edited(case, edit)
    monkeypatch.setattr(apart, "APART_FROM", 1)
    monkeypatch.setattr(apart, "_processes", lambda: 2)
    with case.read() as tx:
        assert case.audit.verify(tx).faults == faults
    with case.write() as tx:
        disarm(tx)
        tx.exec_driver_sql("UPDATE audit_event SET kind = 'x' WHERE seq = 9")
        found = case.audit.verify(tx).faults
        assert (9, "the event was changed") in found, "what is not committed yet is seen too"
        tx.rollback()
