"""Jobs: nightly and on demand, what dead workers left, forwarded mail, intake, write-back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from candidates import ELM, OAK, PINE, at, call
from fakes import (
    Death,
    FakeConnector,
    FakeProvider,
    Moment,
    SettlingConnector,
    fails,
    says,
)
from orders import SUBJECT, TODAY, make_hold

from jobs.carried import Carried
from jobs.execution import plan as placing
from jobs.execution.claim import Claims
from jobs.execution.hand_on import Kind
from jobs.execution.plan import Plan
from jobs.execution.run import Execution
from jobs.forward import SOURCE, ForwardedMail
from jobs.nightly import RUN_REPORT, Nightly, NightlyRun
from jobs.on_demand import Earlier, OnDemand
from jobs.orders import OrderForm
from jobs.take_in import TakeIn
from jobs.write_back import ContactReader, StoredReceipts
from skiptrace.casefile.accounts import Added
from skiptrace.casefile.statements import Tx
from skiptrace.intake.mapping import Mapping
from skiptrace.intake.settings import IntakeSettings
from skiptrace.model.account import Hold, NextAction
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import CaseFileError
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import OrderState, Scope
from skiptrace.model.ports import Settler
from skiptrace.model.receipt import ChangeKind, Receipt
from skiptrace.model.subject import ContactStatus, KnownContact
from skiptrace.model.waterfall import Outcome
from skiptrace.writeback.plan import plan
from tests.integration.tracing.conftest import FREE, PAID, Desk, entry_of, hers
from tests.integration.tracing.fleets import FleetDesk
from tests.laws import POLICY

HOME = hers(addresses=(at(OAK, role="residence"),))
FORM = OrderForm(Scope.LOCATE, frozenset({"GLB-3", "PUB"}), Decimal("1.00"), "nightly", TODAY)
MOVED = (
    KnownContact(ELM, ContactStatus.BAD, PartialDate(2026, 11)),
    KnownContact(PINE, ContactStatus.UNKNOWN, PartialDate(2026, 11)),
)


def no_progress(total: int) -> object:
    return lambda done: None


def carried(desk: Desk) -> Carried:
    return Carried(desk.case, ForwardedMail(desk.case, desk.clock))


def execution(desk: Desk, *connectors: FakeConnector, chunk: int = 2) -> Execution:
    return Execution(Claims(desk.case, carried(desk), chunk), desk.tracer(*connectors))


def nightly(
    desk: Desk, *connectors: FakeConnector, form: OrderForm = FORM, budget: str = "100"
) -> NightlyRun:
    askable = frozenset(c.card.id for c in connectors if isinstance(c, Settler))
    plan = Plan(desk.case, form, frozenset({"paid"}), desk.clock)
    own = execution(desk, *connectors)
    if isinstance(desk, FleetDesk):
        return desk.night(plan, own, askable, Decimal(budget))
    job = Nightly(desk.workplace, plan, own, askable)
    return job.run(Decimal(budget), None, no_progress)  # type: ignore[arg-type]


def counts(desk: Desk) -> dict[OrderState, int]:
    with desk.case.read() as tx:
        return {s: n for s, n in desk.case.orders.counts(tx).items() if n}


def test_a_night_traces_what_is_due_once(night_desk: Desk) -> None:
    for number in range(5):
        night_desk.taken_in(entry_of(str(number)))
    register = FakeConnector(FREE, says(HOME))
    first = nightly(night_desk, register)
    assert (first.resumed, first.placed, first.traced) == (0, 5, 5)
    assert counts(night_desk) == {OrderState.DONE: 5}
    again = nightly(night_desk, register)
    assert (again.resumed, again.placed, again.traced) == (0, 0, 0)
    tomorrow = nightly(night_desk, register, form=replace(FORM, as_of=TODAY + timedelta(days=1)))
    assert tomorrow.placed == 0
    assert register.calls == 5


def test_pages_are_placed_one_behind_the_other_and_what_came_meanwhile_at_the_end(
    night_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(placing, "_PAGE", 2)
    case, hold = night_desk.case, make_hold("ATTY", account_id="")
    night_desk.taken_in(entry_of("0", holds=(hold,)))
    yesterday = replace(FORM, as_of=TODAY - timedelta(days=1))
    nightly(night_desk, FakeConnector(FREE, says()), form=yesterday)
    assert counts(night_desk) == {OrderState.HELD: 1}
    with case.read() as tx:
        [held] = case.accounts.page(tx, ("", ""), 10)
    for number in range(1, 6):
        night_desk.taken_in(entry_of(str(number)))
    plan = Plan(case, FORM, frozenset({"paid"}), night_desk.clock)
    pages: list[int] = []

    def released_meanwhile(tx: Tx, kind: Kind, order_ids: Sequence[str]) -> None:
        pages.append(len(order_ids))
        if len(pages) == 2:  # the account stands before the place that is reached
            release = {"released": TODAY, "release_evidence": "the attorney withdrew"}
            case.accounts.add_holds(tx, [replace(h, **release) for h in held.holds])  # type: ignore[arg-type]

    assert plan.place(None, released_meanwhile) == 6
    assert pages == [2, 2, 1, 1]
    assert plan.place(None) == 0


def test_a_closed_account_is_not_due_and_an_unknown_status_is_held(sqlite_desk: Desk) -> None:
    for number, status in (("1", "paid"), ("2", "in limbo"), ("3", "open")):
        entry = entry_of(number)
        sqlite_desk.taken_in(replace(entry, account=replace(entry.account, status=status)))
    nightly(sqlite_desk, FakeConnector(FREE, says(HOME)))
    assert counts(sqlite_desk) == {OrderState.DONE: 1, OrderState.HELD: 1}


def test_a_killed_night_is_finished_and_pays_once(night_desk: Desk) -> None:
    for number in range(3):
        night_desk.taken_in(entry_of(str(number)))
    provider = FakeProvider()
    free = FakeConnector(FREE, says())
    dying = SettlingConnector(PAID, says(HOME), provider, dies=(Moment.BILLED, 2))
    with pytest.raises(Death):
        nightly(night_desk, free, dying)
    assert counts(night_desk) == {OrderState.CLAIMED: 2, OrderState.TODO: 1}
    done = nightly(night_desk, free, SettlingConnector(PAID, says(HOME), provider))
    assert (done.resumed, done.placed, done.traced) == (2, 0, 3)
    assert counts(night_desk) == {OrderState.DONE: 3}
    assert sorted(provider.sold.values()) == [1, 1, 1]
    with night_desk.case.read() as tx:
        runs = night_desk.case.runs.latest(tx, 9)
    second, first = (RUN_REPORT.decode(one.report) for one in runs)
    told = [(one.broken_off, one.placed, one.resumed, one.handed_on) for one in (first, second)]
    if isinstance(night_desk, FleetDesk):
        assert told == [("", 3, 0, 3), ("", 0, 2, 3)], "a run ends when all is handed on"
    else:
        assert told == [("Death", 3, 0, 0), ("", 0, 2, 0)]
        assert (first.orders, second.orders) == ({}, {OrderState.DONE: 3})


def test_an_order_in_doubt_is_settled_by_the_next_night(sqlite_desk: Desk) -> None:
    sqlite_desk.taken_in(entry_of())
    provider = FakeProvider(is_mute=True)
    with pytest.raises(Death):
        nightly(sqlite_desk, SettlingConnector(PAID, says(HOME), provider, dies=(Moment.BILLED, 1)))
    nightly(sqlite_desk, SettlingConnector(PAID, says(HOME), provider))
    assert counts(sqlite_desk) == {OrderState.IN_DOUBT: 1}
    provider.is_mute = False
    later = SettlingConnector(PAID, says(HOME), provider)
    assert nightly(sqlite_desk, later).resumed == 1
    assert counts(sqlite_desk) == {OrderState.DONE: 1}
    assert (later.calls, list(provider.sold.values())) == (0, [1])


def test_an_incomplete_order_goes_on_another_night_without_buying_again(night_desk: Desk) -> None:
    night_desk.taken_in(entry_of())
    down = FakeConnector(FREE, fails(Outcome.FAILED, "SourceUnavailable: down"))
    broker = FakeConnector(PAID, says(hers(phones=(call(role="wireless"),))))
    nightly(night_desk, down, broker)
    assert counts(night_desk) == {OrderState.INCOMPLETE: 1}
    assert nightly(night_desk, down, broker).traced == 0
    register = FakeConnector(FREE, says())
    tomorrow = replace(FORM, as_of=TODAY + timedelta(days=1))
    done = nightly(night_desk, register, broker, form=tomorrow)
    assert (done.placed, done.traced) == (1, 1)
    assert (register.calls, broker.calls) == (1, 1)
    assert counts(night_desk)[OrderState.DONE] == 1
    with night_desk.case.read() as tx:
        [entry] = night_desk.case.accounts.page(tx, ("", ""), 10)
        findings = night_desk.case.findings.current(tx, entry.account.id)
    assert [f.kind for f in findings] == [FindingKind.PHONE]


def test_chunks_are_stored_one_by_one(sqlite_desk: Desk) -> None:
    for number in range(5):
        sqlite_desk.placed(entry_of(str(number)))
    done: list[int] = []
    work = execution(sqlite_desk, FakeConnector(FREE, says()))
    with sqlite_desk.run() as run:
        chunks = list(work.all(Scope.LOCATE, run, done.append))
    assert [one.traced for one in chunks] == [2, 2, 1]
    assert done == [2, 2, 1]


def test_a_forwarding_address_is_a_record_with_stored_bytes(desk: Desk) -> None:
    entry = entry_of(
        action=NextAction.VERIFY_FORWARD, subject=replace(SUBJECT, id="", addresses=MOVED)
    )
    order = desk.placed(entry, action=NextAction.VERIFY_FORWARD)
    known = ForwardedMail(desk.case, desk.clock).records([order])
    [record] = known[order.id].records
    assert record.source == SOURCE
    assert [(a.value.line, a.role) for a in record.addresses] == [
        ("12 ELM ST", "undeliverable"),
        ("77 PINE RD", "forward"),
    ]
    with desk.case.read() as tx:
        body = desk.case.snapshots.get(tx, record.provenance.snapshot_sha256).body
    assert b"77 PINE RD" in body
    [trace] = desk.trace([order], FakeConnector(FREE, says()), known=known)
    status = {f.value: f.status.value for f in trace.findings}
    assert status["12 ELM ST, LARKSPUR TX 75001"] == "rejected"
    assert status["77 PINE RD, LARKSPUR TX 75001"] == "verified"


@pytest.mark.parametrize("code", ["ATTY", "BK13-OPEN"])
def test_a_forwarding_address_does_not_end_the_order_of_a_held_account(
    sqlite_desk: Desk, code: str
) -> None:
    entry = entry_of(
        action=NextAction.VERIFY_FORWARD,
        subject=replace(SUBJECT, id="", addresses=MOVED),
        holds=(make_hold(code, account_id=""),),
    )
    sqlite_desk.taken_in(entry)
    nightly(sqlite_desk, FakeConnector(FREE, says()))
    assert counts(sqlite_desk) == {OrderState.HELD: 1}
    with sqlite_desk.case.read() as tx:
        [entry] = sqlite_desk.case.accounts.page(tx, ("", ""), 10)
        findings = sqlite_desk.case.findings.current(tx, entry.account.id)
    assert {f.status.value for f in findings} == {"rejected", "quarantined"}


@pytest.mark.parametrize(
    ("action", "addresses"),
    [
        (NextAction.FULL_TRACE, MOVED),
        (NextAction.VERIFY_FORWARD, MOVED[:1]),
        (NextAction.VERIFY_FORWARD, MOVED[1:]),
        (NextAction.VERIFY_FORWARD, (MOVED[0], replace(MOVED[1], since=None))),
    ],
    ids=["another action", "no new address", "no old address", "an address nobody announced"],
)
def test_without_an_announced_move_there_is_no_record(
    sqlite_desk: Desk, action: NextAction, addresses: tuple[KnownContact[object], ...]
) -> None:
    subject = replace(SUBJECT, id="", addresses=addresses)  # type: ignore[arg-type]
    order = sqlite_desk.placed(entry_of(action=action, subject=subject), action=action)
    assert ForwardedMail(sqlite_desk.case, sqlite_desk.clock).records([order]) == {}


def on_demand(desk: Desk, *connectors: FakeConnector) -> OnDemand:
    earlier = Earlier(desk.case, reuse_days=7)
    return OnDemand(earlier, desk.tracer(*connectors), carried(desk), desk.workplace)


ASSETS = replace(FORM, scope=Scope.ASSETS, matter="26-CV-1")


def test_an_asset_order_uses_what_the_locate_order_bought(desk: Desk) -> None:
    entry = desk.taken_in(entry_of())
    provider = FakeProvider()
    free = FakeConnector(FREE, says())
    on_demand(desk, free, SettlingConnector(PAID, says(HOME), provider)).trace(entry, FORM)
    second = SettlingConnector(PAID, says(HOME), provider)
    trace = on_demand(desk, free, second).trace(entry, ASSETS)
    assert second.calls == 0
    assert [f.value for f in trace.findings] == ["9 OAK AVE, LARKSPUR TX 75001"]
    assert {s.connector_id: s.outcome for s in trace.steps} == {
        "register": Outcome.NO_HIT,
        "broker": Outcome.HIT,
    }
    assert trace.spent == 0


@pytest.mark.parametrize(("days", "calls"), [(8, 1), (30, 1), (31, 2)])
def test_a_bought_answer_serves_as_long_as_its_card_says(
    sqlite_desk: Desk, days: int, calls: int
) -> None:
    entry = sqlite_desk.taken_in(entry_of())
    broker = FakeConnector(PAID, says(HOME))
    on_demand(sqlite_desk, broker).trace(entry, FORM)
    sqlite_desk.clock.move(timedelta(days=days))
    later = replace(ASSETS, as_of=TODAY + timedelta(days=days))
    on_demand(sqlite_desk, broker).trace(entry, later)
    assert broker.calls == calls


def test_a_record_that_both_orders_brought_is_one_piece_of_evidence(sqlite_desk: Desk) -> None:
    entry = sqlite_desk.taken_in(entry_of())
    free = FakeConnector(FREE, says(HOME))
    on_demand(sqlite_desk, free).trace(entry, FORM)
    trace = on_demand(sqlite_desk, free).trace(entry, ASSETS)
    [finding] = trace.findings
    refs = [(e.provenance.connector_id, e.provenance.record_ref) for e in finding.evidence]
    assert len(refs) == len(set(refs))


def test_a_killed_trace_on_demand_is_taken_up_and_pays_once(sqlite_desk: Desk) -> None:
    entry = sqlite_desk.taken_in(entry_of())
    provider = FakeProvider()
    dying = SettlingConnector(PAID, says(HOME), provider, dies=(Moment.BILLED, 1))
    with pytest.raises(Death):
        on_demand(sqlite_desk, dying).trace(entry, FORM)
    on_demand(sqlite_desk, SettlingConnector(PAID, says(HOME), provider)).trace(entry, FORM)
    assert len(provider.sales) == 1


def test_a_recent_trace_is_found_and_an_unknown_account_is_an_error(sqlite_desk: Desk) -> None:
    entry = sqlite_desk.taken_in(entry_of())
    earlier = Earlier(sqlite_desk.case, reuse_days=7)
    assert earlier.order(entry, FORM) is None
    done = on_demand(sqlite_desk, FakeConnector(FREE, says(HOME))).trace(entry, FORM)
    found = earlier.order(entry, replace(FORM, as_of=TODAY + timedelta(days=7)))
    assert found is not None and found.id == done.order.id
    assert earlier.order(entry, replace(FORM, as_of=TODAY + timedelta(days=8))) is None
    assert earlier.order(entry, ASSETS) is None
    with pytest.raises(CaseFileError, match="no account of that number"):
        earlier.account("99999")


CSV = """account_number,first_name,last_name,account_status,address,city,address_state,zip,\
return_code_list,return_code
10001,Dana,Holloway,open,12 Elm St,Larkspur,TX,75001,NIXIE,A
10002,Rita,Marsh,open,14 Elm St,Larkspur,TX,75001,NIXIE,A
,No,Number,open,16 Elm St,Larkspur,TX,75001,NIXIE,A
"""
COLUMNS = Mapping(columns={name: name for name in CSV.partition("\n10001")[0].split(",")})


def test_a_file_taken_in_twice_changes_nothing_the_second_time(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "mail.csv"
    file.write_text(CSV)
    settings = IntakeSettings(TODAY, lambda text: desk.keyring.identifier("in", text))
    taken: list[int] = []
    first = TakeIn(desk.case, settings).run(file, COLUMNS, taken.append)
    assert (first.accounts, taken) == (Added(2, 0, 0), [2])
    assert first.summary.rejected == 1
    assert all(path.is_file() for path in first.rejects)
    again = TakeIn(desk.case, settings).run(file, COLUMNS, taken.append)
    assert again.accounts == Added(0, 0, 2)


def test_a_dry_run_counts_and_stores_nothing(sqlite_desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "mail.csv"
    file.write_text(CSV)
    settings = IntakeSettings(TODAY, lambda text: f"id-{text}")
    done = TakeIn(None, settings).run(file, COLUMNS, lambda count: None)
    assert (done.summary.taken, done.accounts) == (2, Added())
    with sqlite_desk.case.read() as tx:
        assert sqlite_desk.case.accounts.page(tx, ("", ""), 10) == []


def planned(desk: Desk) -> list[tuple[ChangeKind, str]]:
    rules = POLICY
    changes = plan(ContactReader(desk.case, rules, TODAY).contacts(), 0.90).changes
    return [(change.kind, change.fact) for change in changes]


def traced(desk: Desk) -> None:
    known = (KnownContact(ELM, ContactStatus.BAD),)
    order = desk.placed(entry_of(subject=replace(SUBJECT, id="", addresses=known)))
    desk.trace([order], FakeConnector(FREE, says(HOME)))


def test_write_back_adds_what_is_verified_and_marks_bad_once(desk: Desk) -> None:
    traced(desk)
    both = [(ChangeKind.MARK_BAD, "address"), (ChangeKind.ADD, "address")]
    assert planned(desk) == both
    rules = POLICY
    changes = plan(ContactReader(desk.case, rules, TODAY).contacts(), 0.90).changes
    store = StoredReceipts(desk.case, "clerk-1", desk.clock)
    store.add([Receipt("batch-1", "file", c, "written", desk.clock()) for c in changes])
    assert planned(desk) == []
    assert [receipt.change for receipt in store.batch("batch-1")] == list(changes)
    store.undo("batch-1", desk.clock())
    assert planned(desk) == both
    with desk.case.read() as tx:
        kinds = [row["kind"] for row in desk.case.audit.export(tx)]
        assert desk.case.audit.verify(tx).faults == ()
    assert [kind for kind in kinds if kind.startswith("writeback")] == [
        "writeback.apply",
        "writeback.undo",
    ]


def test_a_contact_leaves_with_what_binds_whoever_uses_it(desk: Desk) -> None:
    traced(desk)
    with desk.case.write() as tx:
        account = desk.case.accounts.page(tx, ("", ""), 1)[0].account
        desk.case.accounts.add_holds(tx, [Hold(account.id, "SCRA-AD", TODAY, "creditor")])
    changes = plan(ContactReader(desk.case, POLICY, TODAY).contacts(), 0.90).changes
    limits = {change.kind: change.limits for change in changes}
    assert limits[ChangeKind.ADD] == ("the subject is on active duty (R47)",)
    assert limits[ChangeKind.MARK_BAD] == ()


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("CEASE", [ChangeKind.MARK_BAD]),
        ("a code nobody knows", [ChangeKind.MARK_BAD]),
        ("FREEZE", [ChangeKind.MARK_BAD, ChangeKind.ADD]),
    ],
)
def test_a_hold_that_came_later_restrains_adding_and_not_marking(
    sqlite_desk: Desk, code: str, kinds: list[ChangeKind]
) -> None:
    traced(sqlite_desk)
    with sqlite_desk.case.write() as tx:
        [entry] = sqlite_desk.case.accounts.page(tx, ("", ""), 10)
        hold = make_hold(code, account_id=entry.account.id)
        sqlite_desk.case.accounts.add_holds(tx, [hold])
    assert [kind for kind, _ in planned(sqlite_desk)] == kinds


def test_every_account_is_read_for_write_back(sqlite_desk: Desk) -> None:
    for number in range(3):
        sqlite_desk.taken_in(entry_of(str(number)))
    contacts = list(ContactReader(sqlite_desk.case, POLICY, TODAY).contacts())
    assert sorted(c.account_number for c in contacts) == ["0", "1", "2"]
    facts = {fact.kind for fact in contacts[0].known}
    assert facts == {FindingKind.ADDRESS, FindingKind.PHONE, FindingKind.EMAIL}
