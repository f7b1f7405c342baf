"""How an account stands, and why: one state for each obligor, the most pressing for the account."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skiptrace.casefile.account_reading import AccountEntry
from skiptrace.casefile.listing import LastOrder
from skiptrace.compliance.policy.decision import Decision, Reason, Severity, Stage
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.policy import Policy
from skiptrace.compliance.policy.rules.standing import PROTECTED
from skiptrace.model.account import Hold, NextAction, Reach
from skiptrace.model.card import ConnectorCard
from skiptrace.model.finding import FindingKind, FindingStatus
from skiptrace.model.kinds import CONTACT_KINDS
from skiptrace.model.order import OrderState
from skiptrace.model.waterfall import Outcome, StepOutcome
from skiptrace.reports.wording import source_title, why_unanswered
from skiptrace.tracing.ending import keeps_open


class AccountState(StrEnum):
    """Where an account stands, the most pressing first.

    An `awaiting` one has a source that answers later, a `waiting` one an order for the next run.
    `in_doubt` and `parked` wait for a person (`skiptrace orders`), and so does `person_review`: the
    returned piece asks for it, or all contacts found are too unsure. `quarantined` was traced, and
    its contacts may not be used. `not_traced` came back for a reason that asks for no trace, of
    `no_mail` none came back, and the creditor's status of a `closed` one ends it.
    """

    IN_DOUBT = "in_doubt"
    PARKED = "parked"
    HELD = "held"
    INCOMPLETE = "incomplete"
    AWAITING = "awaiting"
    PERSON_REVIEW = "person_review"
    WAITING = "waiting"
    DUE = "due"
    QUARANTINED = "quarantined"
    DONE = "done"
    NOT_TRACED = "not_traced"
    NO_MAIL = "no_mail"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Why:
    """One reason of a state, in words without personal data.

    `since` is the day a hold was received. `source` is a connector id, `release` says who may
    lift what holds.
    """

    words: str
    rule: str = ""
    since: date | None = None
    source: str = ""
    release: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of one obligor, its reasons, and the last order (none for an empty id)."""

    state: AccountState
    whys: tuple[Why, ...]
    order_id: str = ""
    as_of: date | None = None
    finished: str = ""


@dataclass(frozen=True, slots=True)
class ObligorFacts:
    """What the case file says of one obligor besides the entry.

    `is_due`: a night would place an order. `findings` are the kind and status of what stands.
    """

    last: LastOrder | None
    steps: Sequence[StepOutcome]
    is_due: bool
    findings: Sequence[tuple[FindingKind, FindingStatus]]


_OPEN_ENDS = {
    OrderState.INCOMPLETE: AccountState.INCOMPLETE,
    OrderState.AWAITING: AccountState.AWAITING,
}
_RELEASES = {
    Severity.HOLD: "a named person, on evidence",
    Severity.LEGAL: "the legal team, for one matter",
    Severity.BLOCK: "a named person, on proof that it has ended",
}
_BY_CREDITOR = "the creditor, by another status"
_BY_TELLING_APART = "a named person, who tells the two people apart"
_WHERE_IT_STANDS = "whoever may release it on the account where it stands"
_APART = "found under a restraint, or put in quarantine by a person"
_ACTIONS: Mapping[NextAction, str] = {
    NextAction.NO_TRACE: "the debtor likely lives there still: nobody is traced for it",
    NextAction.WAIT: "mail is held for the debtor: nobody is traced yet",
    NextAction.PERSON_REVIEW: "the code of the returned piece asks for a person",
}


@dataclass(frozen=True, slots=True)
class StateReader:
    """Says how accounts stand on a day, by the policy."""

    policy: Policy
    cards: Mapping[str, ConnectorCard]
    on: date

    @property
    def closed(self) -> frozenset[str]:
        """Status words of the creditor that end an account."""
        return self.policy.law.holds.closing

    @property
    def free_codes(self) -> frozenset[str]:
        """Hold codes that let everybody be located."""
        codes = self.policy.law.holds.codes.items()
        return frozenset(code for code, effect in codes if effect.lets("trace"))

    @property
    def free_statuses(self) -> frozenset[str]:
        """Status words of the creditor that let everybody be located."""
        words = self.policy.law.holds.statuses.items()
        return frozenset(word for word, effect in words if effect.lets("trace"))

    def protects(self, entry: AccountEntry) -> str:
        """Why not even the places that the creditor has may be shown (R54); empty when they may."""
        said = self._decide(Stage.REPORT, entry).restraints
        return next((reason.words for reason in said if reason.rule == PROTECTED), "")

    def standing(self, entry: AccountEntry, known: ObligorFacts) -> Standing:
        """How one obligor of an account stands."""
        state, whys = self._state(entry, known)
        last = known.last
        if last is None:
            return Standing(state, tuple(whys))
        finished = last.finished.isoformat(timespec="seconds") if last.finished else ""
        return Standing(state, tuple(whys), last.id, last.as_of, finished)

    def _state(
        self, entry: AccountEntry, known: ObligorFacts
    ) -> tuple[AccountState, Iterable[Why]]:
        if entry.account.status.strip().lower() in self.closed:
            return AccountState.CLOSED, [why for why in self._standing(entry) if not why.since]
        last = known.last
        by_person = {OrderState.IN_DOUBT, OrderState.PARKED}
        if last is not None and last.state in by_person:
            return self._by_person(last, known)
        held = self._standing(entry)
        if held:
            return AccountState.HELD, held
        if last is not None and last.state in (OrderState.TODO, OrderState.CLAIMED):
            words = (
                "is being traced" if last.state is OrderState.CLAIMED else "waits for the next run"
            )
            return AccountState.WAITING, [Why(f"its order of {last.as_of} {words}")]
        if last is not None and last.state in _OPEN_ENDS:
            return _OPEN_ENDS[last.state], self._unanswered(known, last.state)
        if known.is_due:
            return AccountState.DUE, [Why(_why_due(entry, last))]
        if last is not None and last.state is OrderState.HELD:
            return AccountState.HELD, _refusals(known.steps)
        return self._quiet(entry, known)

    def _by_person(
        self, last: LastOrder, known: ObligorFacts
    ) -> tuple[AccountState, Iterable[Why]]:
        if last.state is OrderState.PARKED:
            return AccountState.PARKED, [Why(last.reason, release="`skiptrace orders retry`")]
        return AccountState.IN_DOUBT, self._unanswered(known, OrderState.IN_DOUBT)

    def _quiet(
        self, entry: AccountEntry, known: ObligorFacts
    ) -> tuple[AccountState, Iterable[Why]]:
        """The state of an obligor for whom nothing is under way and nothing is due."""
        mail = entry.returned_mail
        if mail is None and known.last is None:
            return AccountState.NO_MAIL, [Why("no mail came back")]
        if mail is not None and mail.action in _ACTIONS and not known.steps:
            is_review = mail.action is NextAction.PERSON_REVIEW
            state = AccountState.PERSON_REVIEW if is_review else AccountState.NOT_TRACED
            return state, [Why(f"{mail.code_list} {mail.code}: {_ACTIONS[mail.action]}")]
        contacts = [status for kind, status in known.findings if kind in CONTACT_KINDS]
        if FindingStatus.QUARANTINED in contacts:
            said = self._decide(Stage.WRITE_BACK, entry)
            why = Why(said.words or _APART, said.rule)
            return AccountState.QUARANTINED, [why]
        is_open = FindingStatus.CANDIDATE in contacts and FindingStatus.VERIFIED not in contacts
        state = AccountState.PERSON_REVIEW if is_open else AccountState.DONE
        return state, [Why(_found(contacts))]

    def _decide(self, stage: Stage, entry: AccountEntry) -> Decision:
        facts = Facts(self.on, entry.account, tuple(entry.holds), entry.subject, entry.role)
        return self.policy.evaluate(stage, facts)

    def _standing(self, entry: AccountEntry) -> list[Why]:
        """What status and holds restrain, the strictest first."""
        said = self._decide(Stage.INTAKE, entry).restraints
        return [_why(reason) for reason in said if reason.of_standing]

    def _unanswered(self, known: ObligorFacts, state: OrderState) -> Iterator[Why]:
        for step in known.steps:
            if keeps_open(step, state):
                title = source_title(self.cards, step.connector_id)
                by_person = state is OrderState.IN_DOUBT
                release = "`skiptrace orders settle`" if by_person else ""
                words = f"{title}: {why_unanswered(step)}"
                yield Why(words, step.rule, source=step.connector_id, release=release)


def _why(reason: Reason) -> Why:
    hold = reason.hold
    if hold is None:
        return Why(reason.words, reason.rule, release=_BY_CREDITOR)
    release = _release(hold, reason.severity)
    return Why(f"{hold.code}: {reason.words}", reason.rule, hold.since, release=release)


def _release(hold: Hold, severity: Severity) -> str:
    if hold.reach is Reach.MAYBE_PERSON:
        return _BY_TELLING_APART
    return _RELEASES[severity] if hold.is_own else _WHERE_IT_STANDS


def _why_due(entry: AccountEntry, last: LastOrder | None) -> str:
    mail = entry.returned_mail
    asks = f"{mail.code_list} {mail.code}: {_next_night(mail.action)}" if mail is not None else ""
    if last is None:
        return asks
    again = "a hold was released" if last.state is OrderState.HELD else "what is known has changed"
    return f"{again} since the order of {last.as_of}; {asks}"


def _next_night(action: NextAction) -> str:
    """What the order that is still to be placed will do; one that asks nobody says so."""
    told = _ACTIONS.get(action)
    return f"the next night notes that {told}" if told else action.value.replace("_", " ")


def _refusals(steps: Iterable[StepOutcome]) -> Iterator[Why]:
    """What refused every question of an order, where no hold does today."""
    told = dict.fromkeys(
        (step.reason, step.rule) for step in steps if step.outcome is Outcome.BLOCKED and step.rule
    )
    yield from (Why(words, rule) for words, rule in told)


def _found(contacts: Sequence[FindingStatus]) -> str:
    verified = contacts.count(FindingStatus.VERIFIED)
    candidates = contacts.count(FindingStatus.CANDIDATE)
    if not verified and not candidates:
        return "traced, no contact found"
    if not verified:
        return f"traced, none verified, {candidates} for a person to judge"
    doubtful = f", {candidates} not sure enough" if candidates else ""
    return f"traced, {verified} verified contact{'' if verified == 1 else 's'}{doubtful}"


_PRESSING = {state: place for place, state in enumerate(AccountState)}


def most_pressing(standings: Sequence[Standing]) -> Standing:
    """The standing that speaks for an account of several obligors; the first of equal ones."""
    return min(standings, key=lambda one: _PRESSING[one.state])
