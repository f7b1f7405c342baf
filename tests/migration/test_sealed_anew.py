"""A case file of revision 0003 with a row in every table is sealed anew, and reads as before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import zstandard
from alembic import command
from sqlalchemy import Connection, MetaData, Table, insert, text

from skiptrace.casefile import codec
from skiptrace.casefile.case import CaseFile, open_case_file
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.engine import case_file_url, writing_engine
from skiptrace.casefile.migrations.upgrade import alembic_config, migrate
from skiptrace.casefile.record_check import UNCOVERED
from skiptrace.casefile.resealing import OWNED, values_by_key
from skiptrace.casefile.row_owners import has_owners
from skiptrace.casefile.sealing_anew import sealed_tables
from skiptrace.casefile.tables.schema import metadata
from skiptrace.model.account import Account, Hold
from skiptrace.model.evidence import Evidence
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import TraceOrder
from skiptrace.model.record import Provenance
from tests.integration.casefile import samples
from tests.integration.casefile.filling import make_receipt
from tests.postgres import database

KEYS = Keyring.generate()
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
BODY = b"00266|BRATHWAITE QUILLON|1 LARKSPUR HOLLOW RD|TAMPA"
EVENTS = 3
SHA = hashlib.sha256(BODY).hexdigest()


@contextmanager
def writing(url: str) -> Iterator[Connection]:
    engine = writing_engine(case_file_url(url))
    with engine.begin() as tx:
        yield tx
    engine.dispose()


def order() -> TraceOrder:
    entry = samples.make_entry()
    return samples.make_order(entry, id="ord_1", account=account(), holds=())


def account() -> Account:
    return replace(samples.make_entry().account, id="acc_1")


def evidence() -> Evidence:
    origin = Provenance("roll", "1", "row 266", NOW, SHA, "$", "permit-1")
    return Evidence("ev_1", FindingKind.PHONE, "+18135550101", "813 555 0101", origin, 0.9, "can_1")


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """One row of every table as revision 0003 stored it, parents first."""
    seal, index, sealed = KEYS.seal, KEYS.index, KEYS.seal_text
    subject = samples.make_subject(id="sub_1")
    yield (
        "account",
        {
            "id": "acc_1",
            "version": 1,
            "number": sealed("account.number", account().number),
            "number_index": index("account.number", account().number),
            "creditor": account().creditor,
            "balance": 1204550000,
            "status": "open",
            "debt_origin": "credit",
            "state": "FL",
            "opened": date(2020, 2, 29),
            "notice_undelivered": True,
            "digest": b"d",
        },
    )
    yield "subject", {"id": "sub_1", "version": 1, "kind": "person", "digest": b"d"}
    name = codec.NAME.encode(subject.names[0])
    fact = {"subject_id": "sub_1", "version": 1, "field": "name", "ordinal": 0}
    yield "subject_fact", fact | {"value": seal("subject.name", name), "value_index": b"i"}
    pair = {"account_id": "acc_1", "subject_id": "sub_1", "version": 1}
    yield "obligor", pair | {"role": "primary", "digest": b"d"}
    hold = {"account_id": "acc_1", "code": "DISP", "since": date(2024, 1, 5), "source": "intake"}
    letter = sealed("hold.release_evidence", "letter of 1")
    yield "hold", hold | {"released": date(2024, 3, 1), "release_evidence": letter}
    mail = {"code_list": "NIXIE", "code": "VAC", "action": "full_trace"}
    yield "returned_mail", mail | {"account_id": "acc_1", "returned_on": None}
    yield (
        "trace_order",
        {
            "id": "ord_1",
            "account_id": "acc_1",
            "subject_id": "sub_1",
            "entry_version": 1,
            "scope": "locate",
            "matter_index": index("trace_order.matter", ""),
            "as_of": samples.TODAY,
            "round": 0,
            "created": NOW,
            "payload": seal("trace_order.payload", codec.ORDER.encode(order())),
            "state": "done",
            "finished": NOW,
        },
    )
    call = {"inquiry_id": "inq_1", "order_id": "ord_1", "connector_id": "roll"}
    yield "connector_call", call | {"ceiling": 250000, "sent": NOW}
    result = {"inquiry_id": "inq_1", "version": 1, "outcome": "hit", "cost": 250000}
    yield "call_result", result | {"reason": "why", "at": NOW}
    packed = zstandard.ZstdCompressor().compress(BODY)
    origin = {"media_type": "text/plain", "request": f"file roll {SHA} row 266", "retrieved": NOW}
    yield "snapshot", {"sha256": SHA, "body": seal(f"snapshot.{SHA}", packed)} | origin
    used = {"inquiry_id": "inq_1", "version": 1, "ordinal": 0, "sha256": SHA}
    yield "call_snapshot", used | origin
    step = {"order_id": "ord_1", "tier": "free", "connector_id": "roll", "outcome": "hit"}
    yield "step", step | {"cost": 250000, "reason": "none", "rule": ""}
    yield from found()


def found() -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of what was found."""
    seal, index, sealed = KEYS.seal, KEYS.index, KEYS.seal_text
    snapshot = samples.make_snapshot(samples.make_subject())
    candidate = samples.make_candidate(samples.make_record(samples.make_subject(), snapshot))
    terms = json.dumps([[x.name, x.level, x.weight, x.words] for x in candidate.terms])
    scored = {"weight": -3.25, "probability": 0.0951, "decision": "review", "veto": ""}
    yield (
        "candidate",
        scored
        | {
            "id": "can_1",
            "order_id": "ord_1",
            "source": "bureau",
            "ref_index": index("candidate.ref", "T-1"),
            "version": 1,
            "person": 2,
            "model": "weights-1",
            "record": seal("candidate.record", codec.RECORD.encode(candidate.record)),
            "terms": sealed("candidate.terms", terms),
            "digest": b"d",
        },
    )
    wording, fact = (
        json.dumps(["+18135550101", "(813) 555-0101", "two"]),
        codec.EVIDENCE.encode(evidence()),
    )
    whole = "\n".join(["fin_1", "ord_1", "verified", "0.97", wording, fact.decode()])
    of_account = {"order_id": "ord_1", "account_id": "acc_1", "subject_id": "sub_1"}
    yield (
        "finding",
        of_account
        | {
            "id": "fin_1",
            "version": 1,
            "kind": "phone",
            "key_index": index("finding.key", "phone +18135550101"),
            "status": "verified",
            "probability": 0.97,
            "wording": sealed("finding.wording", wording),
            "digest": index("finding.digest", whole),
        },
    )
    behind = {
        "finding_id": "fin_1",
        "version": 1,
        "ordinal": 0,
        "id": "ev_1",
        "connector_id": "roll",
    }
    at = {"candidate_id": "can_1", "snapshot_sha256": SHA}
    yield "evidence", behind | at | {"fact": seal("evidence.fact", fact)}
    said = {
        "account_id": "acc_1",
        "kind": "phone",
        "verdict": "right_party",
        "actor": "me",
        "at": NOW,
    }
    key = {"key": sealed("judgement.key", "+18135550101"), "key_index": b"k"}
    yield "judgement", said | key | {"reason": sealed("judgement.reason", "answered")}
    note = {"account_id": "acc_1", "order_id": "ord_1", "at": NOW}
    yield "note", note | {"text": sealed("note.text", "searched")}
    receipt = make_receipt(order(), samples.make_finding(order(), "can_1", candidate.record))
    yield (
        "receipt",
        {
            "seq": 7,
            "batch_id": "batch-1",
            "target": "csv",
            "number_index": index("account.number", account().number),
            "finding_id": "fin_1",
            "change": seal("receipt.change", codec.CHANGE.encode(receipt.change)),
            "answer": sealed("receipt.answer", "stored"),
            "at": NOW,
        },
    )
    yield "receipt_undo", {"receipt_seq": 7, "at": NOW}


def fill(url: str) -> None:
    """A case file of revision 0003 with those rows."""
    with writing(url) as tx:
        command.upgrade(alembic_config(tx, KEYS), "0003")
        tables: dict[str, Table] = {}
        for name, row in rows():
            old = tables.setdefault(name, Table(name, MetaData(), autoload_with=tx))
            naive = tx.dialect.name == "sqlite"
            tx.execute(insert(old), {k: _plain(v, naive) for k, v in row.items()})
        check = "case_meta.key_check", "case_meta.index_check"
        put = text("INSERT INTO case_meta VALUES (:name, :value)")
        words = "skiptrace case file"
        tx.execute(put, {"name": check[0], "value": bytes(KEYS.seal_text(check[0], words))})
        tx.execute(put, {"name": check[1], "value": KEYS.index(check[1], words)})
        last = "0" * 64
        for event in events():
            told = {"purposes": ["GLB-3"], "fields": ["ssn"]}
            plain = json.dumps(
                event | told | {"previous": last}, sort_keys=True, separators=(",", ":")
            )
            row = event | {name: json.dumps(value) for name, value in told.items()}
            row |= {"previous": last, "hash": hashlib.sha256(plain.encode()).hexdigest()}
            table = Table("audit_event", MetaData(), autoload_with=tx)
            tx.execute(insert(table), row)
            last = row["hash"]
        mac = KEYS.index("audit.head", f"{EVENTS} {last}")
        head = text("INSERT INTO audit_head VALUES (1, :count, :hash, :mac)")
        tx.execute(head, {"count": EVENTS, "hash": last, "mac": mac})


def events() -> Iterator[dict[str, Any]]:
    """Events as revision 0003 stored them, without what is JSON in them and without hashes."""
    for seq in range(1, EVENTS + 1):
        said = {"kind": "judge", "actor": "Wilhelmina Thorncastle", "rule": "", "connector_id": ""}
        of = {"order_id": "ord_1", "account_id": "acc_1", "text": f"told by her brother, {seq}"}
        yield {"seq": seq, "at": NOW.isoformat(timespec="microseconds")} | said | of


def _plain(value: Any, naive: bool) -> Any:
    if isinstance(value, bytes):
        return bytes(value)
    return value.replace(tzinfo=None) if naive and isinstance(value, datetime) else value


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an old case file lies that was migrated."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("old") / "case.db"
        path.touch()
        yield from _migrated(f"sqlite:///{path}")
        return
    with database(request.getfixturevalue("postgres_server")) as found:
        yield from _migrated(found)


def _migrated(url: str) -> Iterator[str]:
    fill(url)
    migrate(url, KEYS)
    yield url


@pytest.fixture
def case(url: str) -> Iterator[CaseFile]:
    """That case file."""
    opened = open_case_file(url, KEYS)
    yield opened
    opened.close()


def test_every_table_had_a_row() -> None:
    later = {
        "order_turn", "person_key", "hold_waiver", "find_key", "run", "run_end", "creditor_key",
        "due_run", "due_end", "users", "user_assignment", "user_use",
        "watched", "watched_key", "write_back_plan", "disposal",
        "sent_file", "contact_check", "owner_key",
        "worker", "source_place", "source_pause",
    }  # fmt: skip
    assert {name for name, _ in rows()} == set(metadata.tables) - set(UNCOVERED) - later


def test_everything_reads_as_it_was_written(case: CaseFile) -> None:
    with case.read() as tx:
        entry = case.accounts.find(tx, account().number)
        assert entry is not None
        told = "of a piece that an earlier release took in nobody knows what it brought"
        assert entry.account == replace(account(), notice_undelivered=True), told
        assert entry.subject.names == samples.make_subject().names[:1]
        since, until = date(2024, 1, 5), date(2024, 3, 1)
        assert entry.holds == (Hold("acc_1", "DISP", since, "intake", until, "letter of 1"),)
        stored = case.orders.get(tx, "ord_1")
        assert stored is not None and stored.purposes == order().purposes
        assert case.ledger.spent(tx, ["ord_1"]) == {"ord_1": Decimal("0.25")}
        [snapshot] = case.ledger.snapshots(tx, "inq_1")
        assert (snapshot.body, snapshot.request) == (BODY, f"file roll {SHA} row 266")
        assert case.snapshots.get(tx, SHA).body == BODY
        [finding] = case.findings.current(tx, "acc_1")
        assert finding.evidence == (evidence(),)
        [one] = case.matches.for_order(tx, "ord_1")
        assert one.candidate.record.ref == "T-1"
        [judgement] = case.judgements.current(tx, "acc_1")
        assert judgement.reason == "answered"
        assert [note.text for note in case.notes.for_account(tx, "acc_1")] == ["searched"]
        assert [r.undone for r in case.receipts.batch(tx, "batch-1")] == [NOW]
        assert [step.reason for step in case.steps.for_order(tx, "ord_1")] == ["none"]


def test_everything_lies_under_the_key_of_its_owner(case: CaseFile) -> None:
    with case.read() as tx:
        found = values_by_key(tx)
    owned = {table.name for table in sealed_tables() if has_owners(table)}
    assert len(owned) > 10
    assert {name: set(found[name]) for name in owned} == {name: {OWNED} for name in owned} | {
        "contact_check": set(),
        "hold_waiver": set(),
    }


def test_nothing_that_names_a_debtor_is_left_in_clear(case: CaseFile, url: str) -> None:
    if not url.startswith("sqlite"):
        return
    case.close()
    folder = Path(url.removeprefix("sqlite:///")).parent
    stored = b"".join(path.read_bytes() for path in folder.iterdir())
    assert b"NIXIE" in stored
    names = (b"Thorncastle", b"her brother")
    for told in (SHA.encode(), b"Prairie Card Bank", b"row 266", b"2020-02-29", *names):
        assert told not in stored


def test_the_trail_says_what_it_said_under_the_same_hashes(case: CaseFile) -> None:
    with case.read() as tx:
        assert case.audit.verify(tx).faults == ()
        exported = list(case.audit.export(tx))
        [first, *_] = case.audit.for_order(tx, "ord_1")
    assert [line["text"] for line in exported] == [event["text"] for event in events()]
    assert all("salt" not in line for line in exported)
    assert first.actor == "Wilhelmina Thorncastle"


def test_the_record_is_whole_and_goes_on(case: CaseFile) -> None:
    with case.read() as tx:
        assert case.check(tx).faults == ()
    with case.write() as tx:
        case.accounts.add(tx, [samples.make_entry(2)])
    with case.read() as tx:
        assert case.check(tx).faults == ()
