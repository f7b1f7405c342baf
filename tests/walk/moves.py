"""What may happen next: each move is one act or one word of a creditor or a source.

A move tells the oracle what it did only after skiptrace took it; what skiptrace refuses is counted.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from skiptrace.acts.account_view import show_account
from skiptrace.acts.accounts import AccountsAsked, list_accounts
from skiptrace.acts.find import FindAsked, find_accounts
from skiptrace.acts.holds import (
    HoldAsked,
    place_hold,
    release_hold,
    revoke_waiver,
    show_holds,
    waive_for_matter,
)
from skiptrace.acts.judging import JudgeAsked, judge_finding
from skiptrace.acts.nights import NightAsked, run_night
from skiptrace.acts.reading import answers_behind, discarded_of, explain_finding, notes_of
from skiptrace.acts.traces import TraceAsked, report_assets, trace_account
from skiptrace.acts.write_backs import apply_write_back, plan_write_back, undo_write_back
from skiptrace.app.installation import utc_now
from skiptrace.casefile.users import Entry
from skiptrace.model.actor import Actor, Role
from skiptrace.model.errors import CaseFileError, NotAllowed, SubjectHeld, WriteBackError
from skiptrace.model.judgement import Verdict
from skiptrace.model.kinds import FindingKind
from skiptrace.model.receipt import ChangeKind
from skiptrace.model.waterfall import Outcome
from tests.walk.oracle import CODES, MATTERS, STATUSES, OpenHold
from tests.walk.people import LEDGER, PEOPLE, Debt
from tests.walk.watch import Look, judge, words_of
from tests.walk.world import USERS, Answers, Leak, World

Move = Callable[["Walk"], None]
REFUSALS = (NotAllowed, SubjectHeld, CaseFileError, WriteBackError)
_LOOKERS = {
    "show": {Role.COLLECTOR, Role.LEGAL, Role.COMPLIANCE},
    "trace": {Role.COLLECTOR, Role.LEGAL},
    "assets": {Role.LEGAL},
}
"""Who may look at all, by the rule book's least privilege."""
_RELEASERS = {Role.LEGAL, Role.COMPLIANCE}
"""Who reads what a hold rests on, whatever else the answer tells: they are to release it."""


@dataclass
class Walk:
    """One walk: its world, its chance, and what happened so far."""

    world: World
    chance: random.Random
    said: list[str] = field(default_factory=list)
    batches: list[str] = field(default_factory=list)
    letters: int = 0

    def step(self) -> None:
        """Make one move."""
        [move] = self.chance.choices(list(MOVES), list(MOVES.values()))
        name = move.__name__.strip("_")
        self.said.append(name)
        self.world.count[name] += 1
        try:
            move(self)
        except REFUSALS as refusal:
            self.world.count["refused"] += 1
            self.say(f"refused: {refusal}")
        finally:
            self.world.meanwhile = None
            self.world.end_tier()

    def say(self, words: str) -> None:
        """Tell what happened, for whoever reads of a leak."""
        self.said[-1] += f" {words}"

    def debt(self) -> Debt:
        return self.chance.choice(LEDGER.debts)

    def actor(self) -> Actor:
        actor = self.world.actor(self.chance.randrange(len(USERS)))
        self.say(f"by {'/'.join(sorted(actor.roles))}")
        return actor

    def letter(self) -> str:
        self.letters += 1
        return f"letter {self.letters}"


def _hold(walk: Walk) -> None:
    _place(walk, walk.debt())


def _place(walk: Walk, debt: Debt, code: str = "") -> None:
    code = code or walk.chance.choice(list(CODES))
    today = utc_now().date()
    since = today - timedelta(days=walk.chance.choice((0, 0, 20)))
    whose = walk.chance.choice((None, *range(1, len(debt.parts) + 1)))
    asked = HoldAsked(debt.number, code, since, walk.letter(), obligor=whose)
    walk.say(f"{code} on {debt.number} about {whose or 'nobody knows'} since {since}")
    place_hold(walk.world.office, walk.actor(), asked)
    person = debt.parts[whose - 1].person if whose else None
    walk.world.oracle.holds.append(OpenHold(code, debt.number, person))


def _release(walk: Walk) -> None:
    oracle = walk.world.oracle
    debt = walk.debt()
    reaching = oracle.reaching(debt)
    if not reaching:
        return
    chosen = walk.chance.choice(reaching)
    code, person = chosen.code, oracle.about(chosen, debt)
    actor = walk.actor()
    walk.say(f"{code} on {debt.number} about {person.surname if person else 'everybody'}")
    whose = next((n for n, part in enumerate(debt.parts, 1) if part.person is person), None)
    asked = HoldAsked(debt.number, code, utc_now().date(), walk.letter(), obligor=whose)
    release_hold(walk.world.office, actor, asked)
    for hold in [h for h in reaching if h.code == code]:
        if whose and oracle.about(hold, debt) is not person:
            continue
        if hold.number == debt.number:
            oracle.holds.remove(hold)
            those = [hold.of] if hold.of else PEOPLE
            walk.world.settled.update((debt.number, code, one) for one in those)
        elif not oracle.is_sure(hold, debt):
            hold.passes.add(debt.number)


def _waive(walk: Walk) -> None:
    oracle = walk.world.oracle
    debt, matter = walk.debt(), walk.chance.choice(MATTERS)
    legal = [h for h in oracle.reaching(debt) if CODES[h.code].assets == "legal"]
    if not legal:
        return
    code = walk.chance.choice(legal).code
    actor = walk.actor()
    walk.say(f"{code} on {debt.number} for {matter}")
    asked = HoldAsked(debt.number, code, utc_now().date(), walk.letter(), matter)
    waive_for_matter(walk.world.office, actor, asked)
    for hold in [h for h in oracle.reaching(debt) if h.code == code]:
        hold.matters.add((debt.number, matter))


def _revoke(walk: Walk) -> None:
    """Take back what passes of one hold, for a matter or as a whole."""
    passing = [
        (hold, number, matter)
        for hold in walk.world.oracle.holds
        for number, matter in sorted({*hold.matters, *((n, "") for n in hold.passes)})
    ]
    if not passing:
        return
    hold, number, matter = walk.chance.choice(passing)
    actor = walk.actor()
    walk.say(f"{hold.code} on {number} for {matter or 'all'}")
    today = utc_now().date()
    asked = HoldAsked(number, hold.code, today, walk.letter(), matter)
    revoke_waiver(walk.world.office, actor, asked)
    for one in [one for one in walk.world.oracle.holds if one.code == hold.code]:
        if matter:
            one.matters.discard((number, matter))
        else:
            one.passes.discard(number)


def _status(walk: Walk) -> None:
    debt = walk.debt()
    status = walk.chance.choices(list(STATUSES), (12, 2, 1, 1, 1, 1))[0]
    walk.say(f"{debt.number} is {status!r}")
    with walk.world.case.write() as tx:
        walk.world.case.accounts.add(tx, debt.entries(status))
    walk.world.oracle.statuses[debt.number] = status


def _answers(walk: Walk) -> None:
    person = walk.chance.choice(PEOPLE)
    court = Outcome.FAILED if walk.chance.random() < 0.1 else None
    odds = walk.chance.random
    says = Answers(odds() < 0.8, odds() < 0.8, odds() < 0.2, odds() < 0.2, odds() < 0.5, court)
    walk.world.answers[person] = says
    walk.say(f"of {person.surname}: {says}")


def _roles(walk: Walk) -> None:
    user = walk.chance.choice(USERS)
    roles = frozenset(walk.chance.sample(list(Role), walk.chance.choice((1, 1, 2))))
    if walk.chance.random() < 0.6:
        roles = user.roles
    walk.say(f"{user.id} is {'/'.join(sorted(roles))}")
    with walk.world.case.write() as tx:
        walk.world.case.users.enter(tx, replace(user, roles=roles), Entry(utc_now(), user.id))
    walk.world.roles[user.id] = roles


def _meanwhile(walk: Walk) -> None:
    """While the next question is answered, somebody holds the account, or anybody's."""
    if walk.chance.random() < 0.3:
        debt = walk.debt()
        walk.world.meanwhile = lambda: _quietly(walk, debt)


def _quietly(walk: Walk, debt: Debt) -> None:
    try:
        _place(walk, debt)
    except REFUSALS as refusal:
        walk.say(f"refused: {refusal}")


def _trace(walk: Walk) -> None:
    debt, actor = walk.debt(), walk.actor()
    _meanwhile(walk)
    asked = TraceAsked(debt.number, utc_now().date(), again=walk.chance.random() < 0.3)
    walk.say(f"{debt.number} again={asked.again}")
    view = trace_account(walk.world.office, actor, asked)
    walk.world.end_tier()
    _require(walk, actor, "trace")
    judge(walk.world, [view.reports, view.others], Look(debt, roles=actor.roles))


def _assets(walk: Walk) -> None:
    debt, actor = walk.debt(), walk.actor()
    matter = walk.chance.choice(MATTERS)
    _meanwhile(walk)
    asked = TraceAsked(debt.number, utc_now().date(), again=walk.chance.random() < 0.3)
    walk.say(f"{debt.number} for {matter} again={asked.again}")
    view = report_assets(walk.world.office, actor, asked, matter)
    walk.world.end_tier()
    _require(walk, actor, "assets")
    judge(walk.world, view.report, Look(debt, (matter,), actor.roles))


def _night(walk: Walk) -> None:
    actor = walk.actor()
    run_night(walk.world.office, actor, NightAsked(utc_now().date()), lambda _: lambda _: None)


def _judge(walk: Walk) -> None:
    debt, actor = walk.debt(), walk.actor()
    one = _finding(walk, debt)
    if one:
        verdict = walk.chance.choice(list(Verdict))
        asked = JudgeAsked(debt.number, one, verdict, walk.letter())
        judge_finding(walk.world.office, actor, asked)


def _finding(walk: Walk, debt: Debt) -> str:
    with walk.world.case.read() as tx:
        found = walk.world.case.findings.current(tx, debt.id)
    return walk.chance.choice(found).id if found else ""


def _show(walk: Walk) -> None:
    debt, actor = walk.debt(), walk.actor()
    world = walk.world
    walk.say(debt.number)
    view = show_account(world.office, actor, world.reader, world.desk, debt.number)
    _require(walk, actor, "show")
    # what was written back already stands in the system of record
    look = Look(debt, ("", *MATTERS), actor.roles)
    judge(world, replace(view, written_back=()), look)
    homes = "\n".join(words_of(view)).upper()
    for person in debt.people:
        if world.oracle.is_protected(debt.number, person) and person.homes[0] in homes:
            raise Leak(f"the protected home of {person.surname} is shown on {debt.number}")


def _look(walk: Walk) -> None:
    debt, actor = walk.debt(), walk.actor()
    one = _finding(walk, debt)
    if not one:
        return
    world = walk.world
    look = walk.chance.choice(("explain", "evidence", "notes", "discarded"))
    walk.say(f"{look} {debt.number} {one}")
    looks: Mapping[str, Callable[[], Any]] = {
        "explain": lambda: explain_finding(world.office, actor, debt.number, one),
        "evidence": lambda: answers_behind(world.office, actor, debt.number, one),
        "notes": lambda: notes_of(world.office, actor, debt.number),
        "discarded": lambda: discarded_of(world.office, actor, debt.number, None),
    }
    shown = looks[look]()
    _require(walk, actor, "show")
    if look == "evidence" and _is_status(walk, one) and _RELEASERS & actor.roles:
        walk.world.count["evidence of a hold"] += 1
    else:
        judge(world, shown, Look(debt, ("", *MATTERS), actor.roles))


def _is_status(walk: Walk, finding: str) -> bool:
    with walk.world.case.read() as tx:
        found = walk.world.case.findings.get(tx, finding)
    return found is not None and found.kind in (FindingKind.DECEASED, FindingKind.BANKRUPTCY)


def _list(walk: Walk) -> None:
    actor, world = walk.actor(), walk.world
    shown = list(list_accounts(world.office, actor, world.reader, AccountsAsked()))
    judge(world, shown, Look())
    person = walk.chance.choice(PEOPLE)
    found = find_accounts(world.office, actor, world.reader, FindAsked(name=person.surname), 9)
    _require(walk, actor, "show")
    judge(world, found, Look())
    holds = show_holds(world.office, actor, walk.debt().number, utc_now().date())
    judge(world, holds, Look())


def _require(walk: Walk, actor: Actor, look: str) -> None:
    if not _LOOKERS[look] & actor.roles:
        raise Leak(f"{look} was done by {'/'.join(sorted(actor.roles))}")


def _write_back(walk: Walk) -> None:
    world, actor = walk.world, walk.actor()
    today = utc_now().date()
    if walk.chance.random() < 0.3:
        plan_write_back(world.office, actor, today)
    applied = apply_write_back(world.office, actor, today)
    walk.batches += {receipt.batch_id for receipt in applied.receipts}
    for receipt in applied.receipts:
        change = receipt.change
        if change.kind is ChangeKind.ADD:
            judge(world, change.value, Look(LEDGER.by_number[change.account_number]))
            world.count["written"] += 1


def _undo(walk: Walk) -> None:
    actor = walk.actor()
    if walk.batches:
        batch = walk.batches.pop(walk.chance.randrange(len(walk.batches)))
        undo_write_back(walk.world.office, actor, batch)


MOVES: Mapping[Move, int] = {
    _hold: 10,
    _release: 22,
    _waive: 8,
    _revoke: 4,
    _status: 8,
    _answers: 6,
    _roles: 3,
    _trace: 12,
    _assets: 10,
    _night: 2,
    _judge: 4,
    _show: 8,
    _look: 8,
    _list: 2,
    _write_back: 3,
    _undo: 1,
}
