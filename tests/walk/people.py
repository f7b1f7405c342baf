"""The people of the walk: what the creditor has of them, and what only sources know.

Every value that a source knows holds a word of its own, so that whoever shows it shows whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from skiptrace.casefile.accounts import AccountEntry
from skiptrace.model.account import Account, NextAction, ObligorRole, ReturnedMail
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import KnownContact, PersonName, PostalAddress, Subject

_SURNAMES = ("HOLLOWAY", "PETTIBONE", "QUARLES", "ROSENBLATT", "TREMAINE", "UNDERHILL")
_GIVEN = ("DANA", "EMMETT", "FELICITY", "GREGOR", "HARRIET", "IGNATIUS")
_STREETS = ("ALABASTER", "BRIARWOOD", "CINNABAR", "DRIFTSTONE", "EVENTIDE", "FOXGLOVE")
_HOMES = ("GARNET", "HEMLOCK", "IRONWOOD", "JUNIPER", "KESTREL", "LAVENDER")


@dataclass(frozen=True)
class Person:
    """One person; the values of `contacts` and of `parcel` no creditor has."""

    n: int

    @property
    def surname(self) -> str:
        return _SURNAMES[self.n]

    @property
    def name(self) -> PersonName:
        return PersonName(_GIVEN[self.n], "", self.surname)

    @property
    def ssn(self) -> str:
        return f"9001122{self.n:02}"

    @property
    def dob(self) -> PartialDate:
        return PartialDate(1950 + 3 * self.n, 5, 11 + self.n)

    @property
    def home(self) -> PostalAddress:
        """Where the creditor wrote to."""
        return PostalAddress(f"{12 + self.n} {_HOMES[self.n]} ST", "TAMPA", "FL", "33601")

    @property
    def place(self) -> PostalAddress:
        """Where the person lives now."""
        return PostalAddress(f"{410 + self.n} {_STREETS[self.n]} AVE", "TAMPA", "FL", "33602")

    @property
    def phone(self) -> str:
        return f"(813) 555-01{40 + self.n}"

    @property
    def email(self) -> str:
        return f"found{self.n}@example.com"

    @property
    def parcel(self) -> str:
        return f"P-77-0{self.n}"

    @property
    def contacts(self) -> tuple[str, ...]:
        """The words that give a contact away."""
        return _STREETS[self.n], f"555-01{40 + self.n}", f"55501{40 + self.n}", self.email

    @property
    def assets(self) -> tuple[str, ...]:
        """The words that give an asset away."""
        return (self.parcel,)

    @property
    def homes(self) -> tuple[str, ...]:
        """The words that give away where the creditor knows the person to live."""
        return (_HOMES[self.n],)

    def subject(self, id: str, is_full: bool = True) -> Subject:
        """The person as a creditor has them; not `is_full` leaves number and address out."""
        home = (KnownContact(self.home),) if is_full else ()
        ssn = self.ssn if is_full else ""
        return Subject(id, names=(self.name,), dob=self.dob, ssn=ssn, addresses=home)


PEOPLE = tuple(map(Person, range(len(_SURNAMES))))
BY_SURNAME = {person.surname: person for person in PEOPLE}


@dataclass(frozen=True)
class Part:
    """Somebody's part in an account."""

    person: Person
    role: ObligorRole = ObligorRole.PRIMARY
    is_full: bool = True

    @property
    def owes(self) -> bool:
        return self.role is not ObligorRole.NON_OBLIGOR


@dataclass(frozen=True)
class Debt:
    """One account and who is on it."""

    number: str
    creditor: str
    parts: tuple[Part, ...]

    @property
    def id(self) -> str:
        return f"acc_{self.number}"

    @property
    def people(self) -> frozenset[Person]:
        """Who owes."""
        return frozenset(part.person for part in self.parts if part.owes)

    def entries(self, status: str = "open") -> list[AccountEntry]:
        """The account as the creditor's file gives it."""
        account = Account(
            self.id,
            self.number,
            creditor=self.creditor,
            status=status,
            state="FL",
            opened=date(2020, 2, 3),
        )
        mail = ReturnedMail(self.id, "NIXIE", "VAC", NextAction.FULL_TRACE, date(2026, 11, 2))
        return [
            replace(
                AccountEntry(account, part.person.subject(f"sub_{self.number}_{n}", part.is_full)),
                role=part.role,
                returned_mail=mail,
            )
            for n, part in enumerate(self.parts)
        ]


@dataclass(frozen=True)
class Ledger:
    """Every account of the walk, by number."""

    debts: tuple[Debt, ...]
    by_number: dict[str, Debt] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_number", {debt.number: debt for debt in self.debts})


_P = PEOPLE
_CO, _NOT = ObligorRole.CO_OBLIGOR, ObligorRole.NON_OBLIGOR
LEDGER = Ledger(
    (
        Debt("4410001", "Prairie Card Bank", (Part(_P[0]),)),
        Debt("4410002", "Lakeside Lending", (Part(_P[0]),)),
        Debt("4410003", "Prairie Card Bank", (Part(_P[0], is_full=False),)),
        Debt("4410004", "Prairie Card Bank", (Part(_P[1]), Part(_P[2], _CO))),
        Debt("4410005", "Lakeside Lending", (Part(_P[1]),)),
        Debt("4410006", "Lakeside Lending", (Part(_P[3]), Part(_P[4], _NOT))),
        Debt("4410007", "Prairie Card Bank", (Part(_P[4]),)),
        Debt("4410008", "Prairie Card Bank", (Part(_P[5]),)),
    )
)
"""One person on two accounts, and on a third that does not say whether it is theirs; a couple, one
of whom has an account alone; somebody who does not owe on one account and owes on another.
"""
