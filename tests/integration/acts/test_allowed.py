"""Who may do what: role x assignment x hold x act, held against an expectation written apart.

The expectation is a page of its own, in letters, and reads neither acts.toml nor the code that
asks it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from skiptrace.acts.holds import HoldAsked, place_hold, release_hold, waive_for_matter
from skiptrace.acts.office import Office
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.users import Entry
from skiptrace.model.account import Hold
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor, Assignment, Coverage, Role, User
from skiptrace.model.errors import NotAllowed, SubjectHeld
from skiptrace.model.subject import PersonName, Subject
from tests.integration.acts.standing import add, at_work, number, office
from tests.integration.casefile.samples import NOW, make_entry, make_subject

BEGAN = date(2026, 1, 1)
BY = Entry(NOW, "usr_00")
LETTERS = {"C": "collector", "L": "legal", "K": "compliance"}
LETTERS |= {"A": "administrator", "U": "auditor", "S": "service"}
# act: who may do it (C collector, L legal, K compliance, A administrator, U auditor, S service);
# a star says that it is about an account, which has to be assigned
EXPECTED = """
accounts.list: CLK*          accounts.find: CLK*        accounts.show: CLK*
accounts.unmask: L*          trace.place: CL*           trace.explain: CLK*
trace.evidence: CLK*         trace.discarded: CLK*      trace.notes: CLK*
assets.report: L*            judge: CLK*                hold.show: CLK*
hold.add: CLK*               hold.release: LK*          hold.release.legal: L*
hold.release.privileged: K*  hold.matter: L*            orders.list: CKA
orders.settle: KA            orders.retry: A            orders.answer: KA
writeback.plan: KAS
writeback.apply: KAS         writeback.undo: KA         intake: AS
nightly.run: AS              runs.show: CLKAUS          model.train: AS
audit.export: KU             users.manage: A            users.review: KAU
retention.plan: KAU          retention.run: KS          trace.replay: LKU*
case.export: LKU*
policy.contact: CLK*         policy.notice: CLK*
policy.explain: CLKU*        policy.changes: LKAU       schedule.show: CLKAUS
schedule.run: AS             keys.show: AU              keys.manage: A
costs.show: KAU             status.show: CLKAUS
contact.check: CLK*
judge.release: LK*
matter.approve: L*           matter.withdraw: LK*
suit.check: L*               hold.matter.revoke: LK*
sources.show: CLKAUS         sources.resume: A
"""
PAGE = dict(zip(EXPECTED.replace(":", "").split()[::2], EXPECTED.split()[1::2], strict=True))
# how accounts are assigned, and whether account 1 (of Prairie Card Bank) is the actor's by that
MINE = [Assignment(Coverage.EVERYTHING), Assignment(Coverage.CREDITOR, "PRAIRIE  card bank")]
MINE += [Assignment(Coverage.ACCOUNT, number(1))]
OTHERS = [Assignment(Coverage.CREDITOR, "Prairie"), Assignment(Coverage.ACCOUNT, number(2))]
ASSIGNED: dict[str, tuple[list[Assignment], bool, bool]] = {
    "nothing to anybody": ([], False, True),
    "nothing to the actor": ([], True, False),
    **{f"mine {n}": ([one], True, True) for n, one in enumerate(MINE)},
    **{f"another {n}": ([one], True, False) for n, one in enumerate(OTHERS)},
}

SAMPLED_ON_POSTGRES = frozenset({"mine 1", "another 0", "VIP"})


def register(case: CaseFile, name: str, *roles: str, until: date | None = None) -> User:
    """A user of these roles, whose id tells the name."""
    user = User(f"usr_{name}", name.title(), frozenset(map(Role, roles)), BEGAN, until, name)
    with case.write() as tx:
        case.users.enter(tx, user, BY)
    return user


def assign(case: CaseFile, user: User, *given: Assignment) -> None:
    with case.write() as tx:
        for one in given:
            case.users.assign(tx, user.id, one, True, BY)


def may(desk: Office, actor: Actor, act: Act) -> bool:
    """Whether the office lets the act on account 1 begin; nothing of it is done."""
    try:
        with desk.doing(actor, act) as done:
            if PAGE[act.value].endswith("*"):
                done.about(number(1))
    except NotAllowed:
        return False
    return True


def test_the_page_knows_every_act_and_the_letters_every_role() -> None:
    assert set(PAGE) == {act.value for act in Act}
    assert set(LETTERS.values()) == {role.value for role in Role}


@pytest.mark.parametrize("how", ASSIGNED)
def test_roles_and_assignments_let_pass_what_the_page_says(
    case: CaseFile, case_url: str, how: str
) -> None:
    if case_url.startswith("postgres") and how not in SAMPLED_ON_POSTGRES:
        return
    given, is_used, is_mine = ASSIGNED[how]
    add(case, make_entry(1))
    add(case, make_entry(2))
    desk = office(case)
    if is_used:
        assign(case, register(case, "somebody", "collector"), MINE[0])
    wrong = []
    for letter, role in LETTERS.items():
        user = register(case, role, role)
        assign(case, user, *given)
        for act in Act:
            page = PAGE[act.value]
            expected = letter in page and (is_mine or not page.endswith("*"))
            if may(desk, at_work(user), act) is not expected:
                wrong.append((role, act.value, expected))
    assert wrong == []


def test_roles_add_up_and_a_user_who_is_not_active_has_none(case: CaseFile) -> None:
    add(case, make_entry(1))
    desk = office(case)
    both = register(case, "both", "auditor", "legal")
    for act in Act:
        assert may(desk, at_work(both), act) is bool(set("UL") & set(PAGE[act.value])), act
    gone = register(case, "gone", *LETTERS.values(), until=date(2026, 11, 1))
    early = register(case, "early", *LETTERS.values())
    with case.write() as tx:
        case.users.enter(tx, replace(early, active_from=date(2027, 1, 1)), BY)
    for user in (gone, early):
        assert [act for act in Act if may(desk, at_work(user), act)] == []


def test_what_the_actor_says_of_their_own_roles_counts_for_nothing(case: CaseFile) -> None:
    add(case, make_entry(1))
    desk, collector = office(case), register(case, "collector", "collector")
    says = replace(at_work(collector), roles=frozenset(Role), assigned=frozenset(MINE))
    assert not may(desk, says, Act.UNMASK)
    assign(case, register(case, "somebody", "legal"), MINE[0])
    assert not may(desk, says, Act.SHOW_ACCOUNT)


CODES = {"ATTY": "LK", "BK13-OPEN": "LK", "LITIG-ACTIVE": "L", "VIP": "K", "EMPLOYEE": "K"}
"""Who may release a hold of a code: LITIG-ACTIVE holds all but legal work, VIP is R29's."""
PLACED_BY = ("the actor", "another", "a file")
BESIDE = ("nobody", "one who may", "one who may no longer", "one of another role")


@pytest.mark.parametrize("code", CODES)
def test_who_placed_a_hold_does_not_release_it_where_another_could(
    case: CaseFile, case_url: str, code: str
) -> None:
    if case_url.startswith("postgres") and code not in SAMPLED_ON_POSTGRES:
        return
    desk, wrong = office(case), []
    for n, (placed, beside) in enumerate(product(PLACED_BY, BESIDE)):
        for letter, role in LETTERS.items():
            told = _releases(case, desk, (n, letter), (code, placed, beside))
            is_both = placed == "the actor" and beside == "one who may"
            expected = "refused" if letter not in CODES[code] or is_both else "released"
            if placed == "the actor" and expected == "released":
                expected = "released alone"
            if told != expected:
                wrong.append((code, role, placed, beside, told, expected))
    assert wrong == []


def _releases(
    case: CaseFile, desk: Office, which: tuple[int, str], asked: tuple[str, str, str]
) -> str:
    """What becomes of a release of the one hold of an account of its own."""
    (n, letter), (code, placed, beside) = which, asked
    place = n * len(LETTERS) + list(LETTERS).index(letter) + 1
    person = Subject("", names=(PersonName("ANN", "", "HOLLOWAY"),), ssn=f"9{place:08d}")
    entry = add(case, make_entry(place, subject=person, holds=()))
    actor = register(case, f"a{place}", LETTERS[letter])
    by = {"the actor": actor.id, "another": "usr_0a", "a file": ""}[placed]
    with case.write() as tx:
        case.accounts.add_holds(tx, [Hold(entry.account.id, code, BEGAN, "letter", placed_by=by)])
    until = date(2026, 11, 1) if beside.endswith("longer") else None
    able = "KL" if letter not in "KL" else letter
    roles = ["auditor"] if beside.endswith("role") else [LETTERS[one] for one in able]
    other = register(case, f"b{place}", *roles, until=until) if beside != "nobody" else None
    try:
        asks = HoldAsked(entry.account.number, code, date(2026, 11, 22), "letter")
        release_hold(desk, at_work(actor), asks)
    except NotAllowed:
        told = "refused"
    else:
        with case.read() as tx:
            event = list(case.audit.export(tx))[-1]
        told = "released alone" if event["text"].startswith("alone") else "released"
        assert (event["kind"], event["rule"]) == ("hold.release", code)
    for user in filter(None, (actor, other)):
        with case.write() as tx:
            case.users.enter(tx, replace(user, active_to=BEGAN), BY)
    return told


def test_a_second_user_who_may_not_see_the_account_is_none(case: CaseFile) -> None:
    desk, entry = office(case), add(case, make_entry(1))
    one, other = register(case, "one", "legal"), register(case, "other", "legal")
    assign(case, one, MINE[2])
    place_hold(desk, at_work(one), HoldAsked(number(1), "ATTY", BEGAN, "letter"))
    release_hold(desk, at_work(one), HoldAsked(number(1), "ATTY", BEGAN, "letter"))
    assign(case, other, MINE[2])
    place_hold(desk, at_work(one), HoldAsked(number(1), "CEASE", BEGAN, "letter"))
    for act in (release_hold, waive_for_matter):
        asked = HoldAsked(number(1), "CEASE", BEGAN, "letter", "26-CV-1")
        with pytest.raises(NotAllowed, match="does not release it"):
            act(desk, at_work(one), asked)
        act(desk, at_work(other), asked) if act is waive_for_matter else None
    with case.read() as tx:
        found = case.accounts.find(tx, entry.account.number)
    assert found is not None
    [hold] = [hold for hold in found.holds if hold.code == "CEASE"]
    assert hold.released is None and hold.waived_for == {"26-CV-1"}
    assert hold.placed_by == one.id and hold.source.startswith(at_work(one).signature)


def test_a_hold_that_stands_elsewhere_is_released_there(case: CaseFile) -> None:
    desk, who = office(case), at_work(register(case, "legal", "legal"))
    add(case, make_entry(1))
    add(case, replace(make_entry(2), subject=make_subject(1)))
    place_hold(desk, who, HoldAsked(number(1), "BK13-OPEN", BEGAN, "docket"))
    with pytest.raises(SubjectHeld, match="another account"):
        release_hold(desk, who, HoldAsked(number(2), "BK13-OPEN", BEGAN, "docket"))


HOME = make_subject(1)
NEIGHBOUR = Subject("", names=(PersonName("ODA", "", "MARLOW"),), addresses=HOME.addresses)
STRANGER = replace(make_subject(8), dob=None)


def watch(case: CaseFile, person: Subject, user: User | None, employer: str = "") -> str:
    """Watch a person as a user, or as one of the list; the id."""
    user_id = user.id if user is not None else ""
    with case.write() as tx:
        case.watched.watch(tx, replace(person, id=f"wat_{user_id}"), employer, user_id, BY)
    return f"wat_{user_id}"


# who is watched, as whom, and the roles that may search account 1 (of HOME) all the same
WATCHED: dict[str, tuple[Subject, str, str]] = {
    "nobody": (STRANGER, "list", "CLK"),
    "the actor": (HOME, "actor", ""),
    "the actor's household": (NEIGHBOUR, "actor", ""),
    "a coworker": (HOME, "other", "K"),
    "a coworker's household": (NEIGHBOUR, "other", "K"),
    "one of the list": (HOME, "list", "K"),
    "a neighbour of one of the list": (NEIGHBOUR, "list", "CLK"),
    "a namesake of the actor": (
        replace(HOME, dob=None, ssn="900999999", ssn4="9999", addresses=(), phones=(), emails=()),
        "actor",
        "CLK",
    ),
}


@pytest.mark.parametrize("who", WATCHED)
def test_nobody_searches_themself_and_few_search_coworkers_or_the_list(
    case: CaseFile, who: str
) -> None:
    person, as_whom, expected = WATCHED[who]
    add(case, make_entry(1))
    desk, told = office(case), {}
    if as_whom != "actor":
        watch(case, person, register(case, "other", "auditor") if as_whom == "other" else None)
    for letter in "CLK":
        user = register(case, f"w{letter}", LETTERS[letter])
        watched = watch(case, person, user) if as_whom == "actor" else ""
        told[letter] = may(desk, at_work(user), Act.SHOW_ACCOUNT)
        if watched:
            with case.write() as tx:
                case.watched.unwatch(tx, watched, BY)
    assert told == {letter: letter in expected for letter in "CLK"}
    with case.read() as tx:
        alerts = [e for e in case.audit.export(tx) if e["kind"] == "alert"]
    assert [(e["rule"], bool(e["account_id"])) for e in alerts] == [("R29-WATCHED", True)] * (
        3 - len(expected)
    )
    assert "Quillon" not in str(alerts)


@pytest.fixture
def small(case: CaseFile, keyring: Keyring) -> Iterator[Office]:
    """Two accounts, of which the collector has the second, and one who has none."""
    add(case, make_entry(1))
    add(case, make_entry(2))
    yield office(case, keyring)


def test_a_refusal_changes_nothing_and_is_an_event(small: Office) -> None:
    case = small.case
    user = register(case, "collector", "collector")
    assign(case, user, MINE[2])
    for asked, rule in ((number(2), "R29-ASSIGNED"), (number(1), "D-ROLE")):
        act = place_hold if asked == number(2) else release_hold
        with pytest.raises(NotAllowed):
            act(small, at_work(user), HoldAsked(asked, "ATTY", BEGAN, "letter"))
        with case.read() as tx:
            *_, event = case.audit.export(tx)
            entry = case.accounts.find(tx, asked)
        assert event["rule"] == rule and event["actor"] == at_work(user).signature
        assert event["kind"] == ("alert" if rule.startswith("R29") else "act.refused")
        assert entry is not None and [h.code for h in entry.holds if h.released is None] == []


def test_an_employer_ties_a_debtor_to_a_user(small: Office) -> None:
    case, user = small.case, register(small.case, "compliance", "compliance")
    watch(case, STRANGER, user, "Larkspur Hollow Dairy, L.L.C.")
    with case.read() as tx:
        ties = case.watched.conflicts(tx, [make_subject(1)], ["LARKSPUR HOLLOW DAIRY LLC"])
        assert [(one.user_id, one.tie.value) for one in ties] == [(user.id, "employer")]
        assert list(case.watched.conflicts(tx, [make_subject(1)], ["Other Dairy LLC"])) == []
