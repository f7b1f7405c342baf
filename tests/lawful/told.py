"""What is asked in the house, and what it says: the law at each stage, write-back, report, suit.

Each answer is one short line: the decisive rule and how strict it is, then the rules that flag.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from jobs.pre_suit import NOTHING_STATED
from skiptrace.acts.account_view import show_account
from skiptrace.acts.accounts import AccountsAsked, list_accounts
from skiptrace.acts.contacts import ContactAsked, ask_contact, ask_notice
from skiptrace.acts.judging import JudgeAsked, judge_finding
from skiptrace.acts.policy import LawOfObligor, explain_account
from skiptrace.acts.reading import answers_behind, explain_finding
from skiptrace.acts.suits import SuitAsked, SuitView, check_suit
from skiptrace.acts.traces import TraceAsked, report_assets
from skiptrace.acts.write_backs import plan_write_back
from skiptrace.app.build import desk_of
from skiptrace.compliance.policy.facts.contact import AskOthers, ContactFacts, Medium
from skiptrace.compliance.policy.facts.debt import Collector, NoticeFacts
from skiptrace.model.judgement import Verdict
from skiptrace.model.kinds import FindingKind
from skiptrace.model.receipt import Change, ChangeKind
from tests.lawful.house import MATTER, House
from tests.lawful.steps import NUMBER, RULE, Step, refusable

_WHO = re.compile(r"by usr_\S+ \S+")


def law(stage: str, scope: str = "locate", number: str = NUMBER) -> Step:
    """What the law says of each obligor at a stage: the decisive rule, then the flags."""

    def step(house: House) -> str:
        asked = (number, house.today, frozenset({"PUB"}))
        office = house.office
        found = explain_account(office, house.actor("compliance"), office.policy, asked)
        return " | ".join(_verdict(one, stage, scope) for one in found)

    return refusable(step)


def _verdict(one: LawOfObligor, stage: str, scope: str) -> str:
    [said] = [s for s in one.stages if (s.stage, s.scope) == (stage, scope)]
    flags = [r.rule.split("v")[0] for r in said.reasons if r.severity == "flag"]
    marks = dict.fromkeys(flags)
    decisive = f"{said.rule} {said.verdict}" if said.rule else "allowed"
    return " ".join([decisive, *(f"+{rule}" for rule in marks)])


def due(rule: str, stage: str = "intake", number: str = NUMBER) -> Step:
    """The days by which the duties of a rule are to be done."""

    def step(house: House) -> str:
        asked = (number, house.today, frozenset({"PUB"}))
        office = house.office
        [one] = explain_account(office, house.actor("compliance"), office.policy, asked)
        reasons = {r for s in one.stages if s.stage == stage for r in s.reasons}
        days = {r.due for r in reasons if r.due and r.rule.startswith(rule)}
        return " ".join(map(str, sorted(days)))

    return step


def written(number: str = NUMBER) -> Step:
    """What a write-back would add: each kind, or the rule that keeps it back."""

    def step(house: House) -> str:
        plan = plan_write_back(house.office, house.actor("compliance"), house.today)
        told = {(c.fact, "added") for c in plan.changes if _is_added(c, number)}
        for one in plan.left_out:
            found = RULE.search(one.reason)
            if one.account_number == number:
                told.add((one.fact, found[0] if found else one.reason))
        return " ".join(sorted(f"{fact}:{why}" for fact, why in told)) or "nothing"

    return step


def limits(kind: str, number: str = NUMBER) -> Step:
    """What travels with a contact of that kind."""

    def step(house: House) -> str:
        plan = plan_write_back(house.office, house.actor("compliance"), house.today)
        found = [c for c in plan.changes if _is_added(c, number) and c.fact == kind]
        return "; ".join(limit for change in found for limit in change.limits)

    return step


def _is_added(change: Change, number: str) -> bool:
    return change.kind is ChangeKind.ADD and change.account_number == number


def assets(who: str = "legal", number: str = NUMBER, matter: str = MATTER) -> Step:
    """The asset report of a matter: the kinds of assets that it tells of."""

    def act(house: House) -> str:
        asked = TraceAsked(number, house.today, True)
        report = report_assets(house.office, house.actor(who), asked, matter).report
        rows = [s.code for s in report.sections if s.lines]
        return " ".join(rows) or "reported"

    return refusable(act)


def suit(who: str = "legal", number: str = NUMBER, **stated: Any) -> Step:
    """What the law says of a suit against each obligor."""

    def act(house: House) -> str:
        asked = SuitAsked(number, MATTER, replace(NOTHING_STATED, **stated))
        views = check_suit(house.office, house.actor(who), asked)
        return " | ".join(_suit_words(view) for view in views)

    return refusable(act)


def suit_said(rule: str, **stated: Any) -> Step:
    """What a rule says of a suit against the first obligor."""

    def act(house: House) -> str:
        asked = SuitAsked(NUMBER, MATTER, replace(NOTHING_STATED, **stated))
        first = check_suit(house.office, house.actor("legal"), asked)[0]
        return "; ".join(word.words for word in first.words if word.rule == rule)

    return refusable(act)


def _suit_words(view: SuitView) -> str:
    told = dict.fromkeys(f"{w.rule} {w.severity}" for w in view.words if w.severity != "flag")
    return ", ".join(told) or "allowed"


def listed(number: str = NUMBER) -> Step:
    """How the account stands in the list, and by which rule."""

    def step(house: House) -> str:
        office, actor = house.office, house.actor("compliance")
        lines = list_accounts(office, actor, house.reader, AccountsAsked())
        [line] = [one for one in lines if one.account == number]
        rules = dict.fromkeys(why.rule for why in line.standing.whys if why.rule)
        return " ".join([line.standing.state.value, *rules])

    return step


def shown(number: str = NUMBER) -> Step:
    """What the account's view tells of deaths, keeps from the reader, and says of holds."""

    def step(house: House) -> str:
        office = house.office
        desk = desk_of(house.installation, office.policy)
        view = show_account(office, house.actor("compliance"), house.reader, desk, number)
        report = view.obligors[0].report
        assert report is not None
        found = [f.value for f in report.others if f.kind is FindingKind.DECEASED]
        kept = (_WHO.sub("by somebody", words) for words in report.withheld)
        return "; ".join((*found, *kept, *(hold.source for hold in view.holds)))

    return step


def explained(kind: FindingKind) -> Step:
    """Whether the finding of a kind is explained, and whether its answers are read."""

    def explain(house: House) -> str:
        finding = _finding(house, kind)
        explain_finding(house.office, house.actor("compliance"), NUMBER, finding)
        return "explained"

    def read(house: House) -> str:
        finding = _finding(house, kind)
        found = answers_behind(house.office, house.actor("compliance"), NUMBER, finding)
        return f"{len(found)} read"

    return lambda house: f"{refusable(explain)(house)}, {refusable(read)(house)}"


def _finding(house: House, kind: FindingKind) -> str:
    """The id of the account's one finding of a kind."""
    with house.case.read() as tx:
        entry = house.case.accounts.find(tx, NUMBER)
        assert entry is not None
        current = house.case.findings.current(tx, entry.account.id)
    [finding] = [f.id for f in current if f.kind is kind]
    return finding


def judged(kind: FindingKind, verdict: Verdict, who: str = "collector") -> Step:
    """Somebody judges the account's finding of a kind: its status from then on."""

    def act(house: House) -> str:
        asked = JudgeAsked(NUMBER, _finding(house, kind), verdict, "papers")
        return judge_finding(house.office, house.actor(who), asked).status.value

    return refusable(act)


def contacted(
    medium: Medium,
    others: AskOthers | None = None,
    collector: Collector | None = None,
    number: str = NUMBER,
    who: str = "collector",
    **stated: Any,
) -> Step:
    """What the law says of a contact now: what keeps it back, or what goes with it."""

    def act(house: House) -> str:
        contact = ContactFacts(medium, **{"at": house.clock(), **stated})
        asked = ContactAsked(number, contact, others=others, collector=collector)
        said = ask_contact(house.office, house.actor(who), asked)
        strict = dict.fromkeys(f"{w.rule} {w.severity}" for w in said.words if w.severity != "flag")
        flags = dict.fromkeys(f"+{w.rule}" for w in said.words if w.severity == "flag")
        assert said.allows is not bool(strict)
        return " ".join([", ".join(strict) or "allowed", *flags])

    return refusable(act)


def contact_words(medium: Medium, **stated: Any) -> Step:
    """The words of the first reason of a contact now."""

    def act(house: House) -> str:
        asked = ContactAsked(NUMBER, ContactFacts(medium, **{"at": house.clock(), **stated}))
        return ask_contact(house.office, house.actor("collector"), asked).words[0].words

    return refusable(act)


def noticed(number: str = NUMBER, **stated: Any) -> Step:
    """How the validation notice stands: sent, validation end, first day of furnishing, and now."""

    def act(house: House) -> str:
        notice = NoticeFacts(**stated)
        said = ask_notice(house.office, house.actor("compliance"), number, notice)
        verdict = "may be furnished" if said.may_furnish else said.words[0].rule
        return f"sent {said.sent}, ends {said.validation_ends}, {said.furnish_from}: {verdict}"

    return refusable(act)
