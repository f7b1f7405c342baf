"""The record is asked who did what; that it was asked is told, and only some may."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from skiptrace.acts.office import Office
from skiptrace.acts.record import ExportAsked, export_trail
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.users import Entry
from skiptrace.model.actor import Actor, Role, User
from skiptrace.model.audit import AuditEvent
from skiptrace.model.card import ConnectorCard, ConnectorKind
from skiptrace.model.errors import CaseFileError, NotAllowed
from tests.integration.acts.standing import COLLECTOR, add, at_work, office
from tests.integration.casefile.samples import NOW, make_entry

AUDITOR = User("usr_0e", "Audi Tor", frozenset({Role.AUDITOR}), date(2026, 1, 1))
OTHER = replace(COLLECTOR, id="usr_0b", name="Bob Example")
CARDS = {
    name: cast(ConnectorCard, SimpleNamespace(id=name, kind=kind))
    for name, kind in (
        ("bureau_1", ConnectorKind.BUREAU),
        ("bureau_2", ConnectorKind.BUREAU),
        ("court", ConnectorKind.PORTAL),
    )
}


def asked_of(user: User, source: str, day: date, account_id: str = "") -> AuditEvent:
    at = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)
    return AuditEvent(
        "gate.allow",
        at_work(user).signature,
        at,
        account_id=account_id,
        connector_id=source,
        purposes=("FCRA-3A-COLL",),
        fields=("names",),
    )


@pytest.fixture
def desk(case: CaseFile) -> Office:
    entry = add(case, make_entry(1))
    made = office(case)
    with case.write() as tx:
        for user in (AUDITOR, OTHER):
            case.users.enter(tx, user, Entry(NOW, COLLECTOR.id))
        case.audit.append(
            tx,
            [
                asked_of(COLLECTOR, "bureau_1", date(2026, 10, 1), entry.account.id),
                asked_of(COLLECTOR, "bureau_2", date(2026, 10, 31)),
                asked_of(COLLECTOR, "court", date(2026, 10, 2)),
                asked_of(COLLECTOR, "bureau_1", date(2026, 11, 1)),
                asked_of(OTHER, "bureau_1", date(2026, 10, 3)),
            ],
        )
    return made


def exported(desk: Office, asked: ExportAsked, user: User = AUDITOR) -> list[dict[str, Any]]:
    return list(export_trail(desk, at_work(user), asked, CARDS))


OCTOBER = ExportAsked(first=date(2026, 10, 1), last=date(2026, 10, 31))
BUREAU = (ConnectorKind.BUREAU,)
QUESTIONS: dict[str, tuple[ExportAsked, list[int], str]] = {
    "bureau inquiries of a user in October": (
        replace(OCTOBER, user="usr_0a", sources=BUREAU),
        [1, 2],
        "user usr_0a; connectors bureau_1, bureau_2; from 2026-10-01; before 2026-11-01",
    ),
    "one source beside a kind": (
        replace(OCTOBER, connectors=("court",), sources=BUREAU),
        [1, 2, 3, 5],
        "connectors court, bureau_1, bureau_2; from 2026-10-01; before 2026-11-01",
    ),
    "an account, and that it was asked about": (
        ExportAsked(account=make_entry(1).account.number),
        [1, 6],
        "everything",
    ),
    "an act": (ExportAsked(kinds=("gate.hold",)), [], "acts gate.hold"),
}


@pytest.mark.parametrize(("asked", "numbers", "words"), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_the_record_answers_and_tells_what_it_was_asked(
    desk: Office, asked: ExportAsked, numbers: list[int], words: str
) -> None:
    assert [event["seq"] for event in exported(desk, asked)] == numbers
    *_, last = exported(desk, ExportAsked(kinds=("audit.export",)))
    assert (last["kind"], last["actor"]) == ("audit.export", "usr_0e Audi Tor")
    before = exported(desk, ExportAsked(kinds=("audit.export",)))[0]
    assert before["text"] == words
    assert bool(before["account_id"]) is bool(asked.account)


UNKNOWN = {
    "a user": (ExportAsked(user="usr_ff"), "no user has that id"),
    "several users": (ExportAsked(user="usr_0"), "several users have ids that begin so"),
    "an account": (ExportAsked(account="77"), "no account of that number"),
    "a kind of source": (
        ExportAsked(sources=(ConnectorKind.REGISTER,)),
        "no source of that kind is installed",
    ),
}


@pytest.mark.parametrize(("asked", "words"), UNKNOWN.values(), ids=UNKNOWN.keys())
def test_what_is_not_there_is_an_error_and_never_everything(
    desk: Office, asked: ExportAsked, words: str
) -> None:
    with pytest.raises(CaseFileError, match=words):
        exported(desk, asked)


def test_a_collector_exports_nothing(desk: Office) -> None:
    collector: Actor = at_work()
    with pytest.raises(NotAllowed):
        list(export_trail(desk, collector, ExportAsked(), CARDS))
