"""Rows of a file that name one debtor again: which these are, and what they say together.

Exports give a debtor with two phones in two rows. They are one debtor with both, and taking them
together, before any is stored, keeps the same file from changing the account when it comes again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TypeVar

from matching.same_person import are_two_debtors, identity_of
from skiptrace.intake.entry import IntakeRow
from skiptrace.intake.mapping import Binding
from skiptrace.intake.problem import ROW, FieldProblem, NotAnAccount, Reject
from skiptrace.intake.returned_mail import same_place
from skiptrace.intake.table import RawRow
from skiptrace.model.account import Account
from skiptrace.model.subject import KnownContact, PostalAddress, Subject

Read = tuple[IntakeRow, ...] | NotAnAccount | Reject
T = TypeVar("T")

TOGETHER = "same_debtor"
"""The code of a note that a later row gave more of the same debtor."""

_WHO = (
    "account_number", "keyline", "role", "first_name", "middle_name", "last_name", "suffix",
    "full_name", "organization",
)  # fmt: skip
_OF_ACCOUNT = ("balance", "creditor", "debt_origin", "state", "opened", "portfolio")


@dataclass(frozen=True, slots=True)
class Turn:
    """A row whose turn it is, as it was read, and the rows of the same debtor taken with it."""

    raw: RawRow
    read: Read
    more: tuple[RawRow, ...] = ()


@dataclass(slots=True)
class Repeats:
    """Gathers the rows that name a debtor again until the last of them has come.

    `places` are the cells that say who a row is of, `left` how many rows of each debtor that comes
    again are still to come, by a digest.
    """

    places: tuple[int, ...]
    left: dict[bytes, int]
    _waiting: dict[bytes, list[tuple[RawRow, Read]]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[RawRow], binding: Binding) -> Repeats:
        """The debtors that come again in the rows of a file, which is read once for it."""
        places = tuple(binding.places[name] for name in _WHO if name in binding.places)
        once: set[bytes] = set()
        left: dict[bytes, int] = {}
        for raw in rows:
            key = _digest(raw.cells, places)
            if key in once:
                left[key] = left.get(key, 1) + 1
            once.add(key)
        return cls(places, left)

    def turn_of(self, raw: RawRow, read: Read) -> Iterator[Turn]:
        """The rows whose turn it is with this one, those of one debtor taken together."""
        key = _digest(raw.cells, self.places)
        if key not in self.left:
            yield Turn(raw, read)
            return
        waiting = self._waiting.setdefault(key, [])
        waiting.append((raw, read))
        self.left[key] -= 1
        if not self.left[key]:
            yield from _gathered(self._waiting.pop(key))


def _digest(cells: Sequence[str], places: tuple[int, ...]) -> bytes:
    size = len(cells)
    texts = (cells[place] if place < size else "" for place in places)
    plain = "\x1f".join("".join(filter(str.isalnum, text)).casefold() for text in texts)
    return blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _gathered(rows: Sequence[tuple[RawRow, Read]]) -> Iterator[Turn]:
    """The first row that can be read with those that fit it, then the others."""
    first: tuple[RawRow, tuple[IntakeRow, ...]] | None = None
    more: list[RawRow] = []
    others: list[Turn] = []
    said: set[tuple[str, ...]] = set()
    for raw, read in rows:
        is_again = tuple(raw.cells) in said
        said.add(tuple(raw.cells))
        if isinstance(read, tuple) and first is None:
            first = raw, read
        elif isinstance(read, tuple) and first is not None and not is_again:
            both = together(first[1], read)
            if both is None:
                others.append(Turn(raw, read))
            else:
                first = first[0], both
                more.append(raw)
        else:
            others.append(Turn(raw, read))
    if first is not None:
        yield Turn(*first, tuple(more))
    yield from others


def together(
    first: tuple[IntakeRow, ...], more: tuple[IntakeRow, ...]
) -> tuple[IntakeRow, ...] | None:
    """The obligors of a row with what another row of theirs adds; None where they are not alike.

    They differ in another person, birth date, number, kind or place, or another status of the
    account: which of two addresses mail came back from is for the creditor to say. A birth date or
    a number that only one of them has counts; a balance or a piece of mail that differs is the
    first row's, and said.
    """
    if len(first) != len(more) or first[0].account.status != more[0].account.status:
        return None
    pairs = list(zip(first, more, strict=True))
    if not all(_are_alike(one, two) for one, two in pairs):
        return None
    kept = _completed(first[0].account, more[0].account)
    number = more[0].row
    told = (FieldProblem(ROW, f"one row for a debtor: row {number} has more of it", TOGETHER),)
    notes = (*told, *_left_out(first[0], more[0]), *more[0].warnings)
    joined = [_joined(one, two, kept) for one, two in pairs]
    head = replace(joined[0], warnings=(*joined[0].warnings, *notes))
    return (head, *joined[1:])


def _are_alike(one: IntakeRow, two: IntakeRow) -> bool:
    ours, theirs = one.subject, two.subject
    if one.kind is not two.kind or are_two_debtors(identity_of(ours), identity_of(theirs)):
        return False
    numbers = ((ours.dob, theirs.dob), (_last_four(ours), _last_four(theirs)),
               (ours.ssn, theirs.ssn), (ours.ein, theirs.ein))  # fmt: skip
    if any(a and b and a != b for a, b in numbers):
        return False
    return not ours.addresses or not _more_places(ours.addresses, theirs.addresses)


def _last_four(subject: Subject) -> str:
    return subject.ssn[-4:] or subject.ssn4


def _completed(account: Account, other: Account) -> Account:
    """The account with what its first row leaves open and the other says."""
    return replace(
        account,
        balance=other.balance if account.balance is None else account.balance,
        creditor=account.creditor or other.creditor,
        debt_origin=account.debt_origin or other.debt_origin,
        state=account.state or other.state,
        opened=account.opened or other.opened,
        portfolio=account.portfolio or other.portfolio,
    )


def _left_out(one: IntakeRow, other: IntakeRow) -> Iterator[FieldProblem]:
    for name in _OF_ACCOUNT:
        ours, theirs = getattr(one.account, name), getattr(other.account, name)
        if all(value not in (None, "") for value in (ours, theirs)) and ours != theirs:
            yield _differs(name, other.row)
    mail = one.returned_mail, other.returned_mail
    if None not in mail and mail[0] != mail[1]:
        yield _differs("return_code", other.row)


def _differs(name: str, row: int) -> FieldProblem:
    return FieldProblem(name, f"one value for an account: row {row} has another", "differs")


def _joined(one: IntakeRow, two: IntakeRow, account: Account) -> IntakeRow:
    has_mail = one.returned_mail is not None
    return replace(
        one,
        account=account,
        subject=_more_of(one.subject, two.subject),
        holds=_all(one.holds, two.holds),
        own_holds=_all(one.own_holds, two.own_holds),
        returned_mail=one.returned_mail if has_mail else two.returned_mail,
        note=one.note if has_mail else two.note,
    )


def _more_of(one: Subject, other: Subject) -> Subject:
    ssn = one.ssn or other.ssn
    return replace(
        one,
        dob=one.dob or other.dob,
        ssn=ssn,
        ssn4=ssn[-4:] or one.ssn4 or other.ssn4,
        ein=one.ein or other.ein,
        trade_names=_all(one.trade_names, other.trade_names),
        care_of=_all(one.care_of, other.care_of),
        addresses=(*one.addresses, *_more_places(one.addresses, other.addresses)),
        phones=_contacts(one.phones, other.phones),
        emails=_contacts(one.emails, other.emails),
        left_out=_all(one.left_out, other.left_out),
    )


def _all(ours: Iterable[T], theirs: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys((*ours, *theirs)))


def _contacts(
    ours: tuple[KnownContact[str], ...], theirs: tuple[KnownContact[str], ...]
) -> tuple[KnownContact[str], ...]:
    known = {contact.value for contact in ours}
    return (*ours, *(contact for contact in theirs if contact.value not in known))


Addresses = tuple[KnownContact[PostalAddress], ...]


def _more_places(ours: Addresses, theirs: Addresses) -> Addresses:
    more = (t for t in theirs if not any(same_place(t.value, o.value) for o in ours))
    return tuple(more)
