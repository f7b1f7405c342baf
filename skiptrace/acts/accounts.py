"""The accounts of a case file: a list of them as they stand, page by page, never all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from skiptrace.acts.account_state import (
    AccountState,
    ObligorFacts,
    Standing,
    StateReader,
    most_pressing,
)
from skiptrace.acts.office import Office
from skiptrace.casefile import listing
from skiptrace.casefile.account_reading import AccountEntry
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.creditor_keys import keys_of_creditors, plain_creditor
from skiptrace.casefile.statements import Tx
from skiptrace.model.account import Account, NextAction, ObligorRole
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.finding import FindingKind, FindingStatus
from skiptrace.model.order import OrderState
from skiptrace.reports.wording import subject_name

_FIRST, _PAGE = 52, 200
_NOT_TRACED = (NextAction.NO_TRACE.value, NextAction.WAIT.value)
_ORDERED: Mapping[AccountState, tuple[OrderState, ...]] = {
    AccountState.IN_DOUBT: (OrderState.IN_DOUBT,),
    AccountState.PARKED: (OrderState.PARKED,),
    AccountState.INCOMPLETE: (OrderState.INCOMPLETE,),
    AccountState.AWAITING: (OrderState.AWAITING,),
    AccountState.WAITING: (OrderState.TODO, OrderState.CLAIMED),
    AccountState.DONE: (OrderState.DONE,),
}


@dataclass(frozen=True, slots=True)
class AccountsAsked:
    """Which accounts are asked for; an empty field asks for all.

    `hold` is a code that stands open on the account itself, `creditor` a part of the creditor's
    name, `source` a connector that did not answer the last order. The last order is of a day from
    `ordered_from` to `ordered_to`. `after` is the place of the last account of the page before.
    """

    states: frozenset[AccountState] = frozenset()
    hold: str = ""
    creditor: str = ""
    source: str = ""
    ordered_from: date | None = None
    ordered_to: date | None = None
    after: int = 0


@dataclass(frozen=True, slots=True)
class ObligorStanding:
    """One obligor of an account, as it is numbered there, and how it stands."""

    number: int
    entry: AccountEntry
    standing: Standing

    @property
    def is_liable(self) -> bool:
        """Whether the obligor owes, so that its state is the account's too."""
        return self.entry.role is not ObligorRole.NON_OBLIGOR


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account as it stands; `place` is where it stands in order of intake.

    `obligor` is the name of the primary obligor, `obligors` their number. `portfolio` may be empty.
    """

    place: int
    account: str
    obligor: str
    obligors: int
    creditor: str
    balance: Decimal | None
    status: str
    standing: Standing
    portfolio: str = ""


def _everything(account: Account) -> bool:
    return True


def list_accounts(
    office: Office, actor: Actor, reader: AccountsReader, asked: AccountsAsked
) -> Iterator[AccountLine]:
    """The accounts asked for that are the actor's to see, as they are read.

    That somebody looked is one event of the trail.
    """
    with office.doing(actor, Act.LIST_ACCOUNTS) as done:
        done.note(fields=tuple(f.name for f in fields(asked) if getattr(asked, f.name)))
        sees = done.sight()
    return reader.lines(asked, sees)


@dataclass(frozen=True, slots=True)
class AccountsReader:
    """Reads accounts as they stand on a day."""

    case: CaseFile
    states: StateReader

    def lines(
        self, asked: AccountsAsked, sees: Callable[[Account], bool] = _everything
    ) -> Iterator[AccountLine]:
        """The accounts asked for that somebody sees, in order of intake, page by page.

        Each page is one short transaction; the first is small, for most who ask read no more.
        """
        for page in self._pages(asked):
            with self.case.read() as tx:
                found = self._lines(tx, {i: place for place, i in page}, asked, sees)
            yield from found

    def _pages(self, asked: AccountsAsked) -> Iterator[list[tuple[int, str]]]:
        """(place, id) of the accounts that the conditions let pass, page by page.

        Who may be held is found out for all at once, and once: it hangs on who shares keys.
        """
        after, size = asked.after, _FIRST
        with self.case.read() as tx:
            conditions = self._conditions(tx, asked)
            if AccountState.HELD in asked.states:
                whole = listing.account_page(tx, conditions, after, None)
                yield whole[:_FIRST]
                yield from (whole[at : at + _PAGE] for at in range(_FIRST, len(whole), _PAGE))
                return
        while True:
            with self.case.read() as tx:
                page = listing.account_page(tx, conditions, after, size)
            yield page
            if len(page) < size:
                return
            after, size = page[-1][0], _PAGE

    def lines_of(self, tx: Tx, account_ids: Sequence[str]) -> list[AccountLine]:
        """These accounts, in the order of their ids."""
        return self._lines(tx, dict.fromkeys(account_ids, 0), AccountsAsked())

    def standings(self, tx: Tx, account_ids: Sequence[str]) -> dict[str, list[ObligorStanding]]:
        """Everybody on each account, the primary obligor first, and how they stand."""
        everybody = self.case.accounts.everybody(tx, account_ids)
        known = self._known(tx, everybody)
        return {
            account_id: [
                ObligorStanding(number, entry, self.states.standing(entry, known[_pair(entry)]))
                for number, entry in enumerate(entries, start=1)
            ]
            for account_id, entries in everybody.items()
        }

    def _lines(
        self,
        tx: Tx,
        places: Mapping[str, int],
        asked: AccountsAsked,
        sees: Callable[[Account], bool] = _everything,
    ) -> list[AccountLine]:
        standings = self.standings(tx, list(places))
        found = ((i, standings[i]) for i in places if i in standings)
        return [
            _line(places[i], everybody)
            for i, everybody in found
            if sees(everybody[0].entry.account) and self._is_asked_for(everybody, asked)
        ]

    def _conditions(self, tx: Tx, asked: AccountsAsked) -> list[listing.Condition]:
        found = []
        if asked.creditor.strip():
            found.append(listing.of_creditor(tx, keys_of_creditors(tx, asked.creditor)))
        if asked.states:
            found.append(listing.any_of([self._condition(state) for state in asked.states]))
        if asked.hold:
            found.append(listing.has_hold(asked.hold))
        if asked.source:
            found.append(listing.unanswered_by(asked.source))
        if asked.ordered_from or asked.ordered_to:
            found.append(listing.ordered_between(asked.ordered_from, asked.ordered_to))
        return found

    def _condition(self, state: AccountState) -> listing.Condition:
        states = self.states
        if state in _ORDERED:
            return listing.ordered_as(_ORDERED[state])
        if state is AccountState.HELD:
            return listing.may_be_held(states.free_codes, states.free_statuses)
        if state is AccountState.DUE:
            return listing.is_due(states.on, states.closed)
        if state is AccountState.CLOSED:
            return listing.has_status(states.closed)
        if state is AccountState.QUARANTINED:
            return listing.has_finding(FindingStatus.QUARANTINED)
        if state is AccountState.NO_MAIL:
            return listing.has_no_mail()
        if state is AccountState.NOT_TRACED:
            return listing.mail_asks(_NOT_TRACED)
        asked = listing.mail_asks((NextAction.PERSON_REVIEW.value,))
        return listing.any_of([asked, listing.has_finding(FindingStatus.CANDIDATE)])

    def _is_asked_for(self, everybody: Sequence[ObligorStanding], asked: AccountsAsked) -> bool:
        standing = standing_of(everybody)
        holds = everybody[0].entry.holds
        if asked.states and standing.state not in asked.states:
            return False
        creditor = plain_creditor(everybody[0].entry.account.creditor)
        if plain_creditor(asked.creditor) not in creditor:
            return False
        open_codes = {h.code for h in holds if h.is_own and h.is_open(self.states.on)}
        if asked.hold and asked.hold not in open_codes:
            return False
        sources = {why.source for one in everybody for why in one.standing.whys}
        if asked.source and asked.source not in sources:
            return False
        return _is_of_day(standing.as_of, asked)

    def _known(
        self, tx: Tx, everybody: Mapping[str, Sequence[AccountEntry]]
    ) -> dict[tuple[str, str], ObligorFacts]:
        ids = list(everybody)
        last = listing.last_orders(tx, ids)
        steps = self.case.steps.for_orders(tx, [order.id for order in last.values()])
        due = listing.due_among(tx, ids, self.states.on, self.states.closed)
        findings = self.case.findings.standing_of(tx, ids)
        pairs = [_pair(entry) for entries in everybody.values() for entry in entries]
        return {
            pair: ObligorFacts(
                last.get(pair),
                steps[last[pair].id] if pair in last else (),
                pair in due,
                _of_subject(findings[pair[0]], pair[1]),
            )
            for pair in pairs
        }


def _pair(entry: AccountEntry) -> tuple[str, str]:
    return entry.account.id, entry.subject.id


def _of_subject(
    findings: Sequence[tuple[str, FindingKind, FindingStatus]], subject_id: str
) -> list[tuple[FindingKind, FindingStatus]]:
    return [(kind, status) for subject, kind, status in findings if subject == subject_id]


def standing_of(everybody: Sequence[ObligorStanding]) -> Standing:
    """How the account stands: as whoever owes stands."""
    liable = [one.standing for one in everybody if one.is_liable]
    return most_pressing(liable or [one.standing for one in everybody])


def _line(place: int, everybody: Sequence[ObligorStanding]) -> AccountLine:
    account: Account = everybody[0].entry.account
    return AccountLine(
        place=place,
        account=account.number,
        obligor=subject_name(everybody[0].entry.subject),
        obligors=len(everybody),
        creditor=account.creditor,
        balance=account.balance,
        status=account.status,
        standing=standing_of(everybody),
        portfolio=account.portfolio,
    )


def _is_of_day(day: date | None, asked: AccountsAsked) -> bool:
    if asked.ordered_from is None and asked.ordered_to is None:
        return True
    after = day is not None and (asked.ordered_from is None or day >= asked.ordered_from)
    return after and day is not None and (asked.ordered_to is None or day <= asked.ordered_to)
