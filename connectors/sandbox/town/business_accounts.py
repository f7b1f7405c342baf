"""The fifth of the creditor's file that businesses owe: companies, guarantors, proprietors."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from connectors.sandbox.town.address import Address, spelled_line, titled
from connectors.sandbox.town.business_debts import BusinessDebt, choose_business_debts
from connectors.sandbox.town.chance import WeightedDraw, between, pick
from connectors.sandbox.town.creditor import COLUMNS, Account, CreditorDesk, Part, account_number
from connectors.sandbox.town.debtors import debt_of
from connectors.sandbox.town.noise import keyed_line, slip
from connectors.sandbox.town.person import Person
from connectors.sandbox.town.returned import Piece, return_business_piece
from connectors.sandbox.town.tables import read_toml
from connectors.sandbox.town.world import World

_GUARANTEED = 0.3
_HELD = 0.1
_LOOSE_FORMS = {"LLC": "L.L.C.", "Inc.": "Incorporated", "Corp.": "Corporation", "P.A.": "PA"}


@dataclass(frozen=True, slots=True)
class BusinessAccount:
    """One account of a business: the truth, the letter, the row, and who guarantees the debt."""

    number: str
    debt: BusinessDebt
    piece: Piece
    held: bool
    row: dict[str, str]
    guarantor: Account | None = None


class BusinessDesk:
    """Writes the accounts of the town's businesses as their creditors know them."""

    def __init__(self, rng: Random, world: World, taken: Collection[str]) -> None:
        """`taken` are the ids of people who are debtors already."""
        self._rng = rng
        self._world = world
        self._today = world.calendar.today
        self._table: dict[str, Any] = read_toml("accounts.toml")
        self._trades: list[str] = read_toml("business.toml")["trade"]
        self._people = CreditorDesk(rng, world)
        self._taken = set(taken) | {
            party.person.id
            for case in world.docket.cases
            for party in case.parties
            if case.is_bankruptcy and party.person is not None
        }
        holds = [h for h in self._table["holds"] if h["code"] not in self._table["of_people"]]
        self._holds = WeightedDraw(holds, [hold["weight"] for hold in holds])

    def companies(self, first: int, number: int) -> list[BusinessAccount]:
        """So many accounts of companies, numbered from the place `first` of the file."""
        debts = choose_business_debts(self._rng, self._world, number)
        return [self._account(account_number(first + n), debt) for n, debt in enumerate(debts)]

    def proprietors(self, first: int, number: int) -> list[Account]:
        """So many accounts of people who trade under a name of their own."""
        return list(self._proprietors(first, number))

    def _proprietors(self, first: int, number: int) -> Iterator[Account]:
        pool = [p for p in self._world.census.people if self._is_free(p)]
        for place, person in enumerate(self._rng.sample(pool, min(number, len(pool))), first):
            self._taken.add(person.id)
            debt = debt_of(self._rng, person, self._today, moved=self._rng.random() < 0.7)
            account = self._people.account(account_number(place), debt)
            account.row["dba"] = f"{titled(person.surname)} {pick(self._rng, self._trades)}"
            yield replace(account, part=Part.PROPRIETOR)

    def _is_free(self, person: Person) -> bool:
        old_enough = self._today - person.birth > 8000
        return not person.death and old_enough and person.id not in self._taken

    def _account(self, number: str, debt: BusinessDebt) -> BusinessAccount:
        piece = return_business_piece(self._rng, self._today, debt)
        row = dict.fromkeys(COLUMNS, "") | self._money(debt, piece) | self._identity(debt)
        row |= self._place("", piece.sent_to)
        row |= {
            "account_number": number,
            "return_code_list": piece.code_list,
            "return_code": piece.code,
            "return_date": self._world.calendar.iso(piece.returned),
        }
        if piece.forward is not None:
            row |= self._place("forward_", piece.forward)
        held = self._status(row, debt)
        return BusinessAccount(number, debt, piece, held, row, self._guarantor(row, debt, held))

    def _money(self, debt: BusinessDebt, piece: Piece) -> dict[str, str]:
        return {
            "creditor": pick(self._rng, self._table["suppliers"]),
            "balance": f"{self._rng.lognormvariate(8.6, 1.0):.2f}",
            "account_status": "open",
            "debt_origin": "credit",
            "opened": self._world.calendar.iso(debt.opened),
            "state": piece.sent_to.state,
            "role": "primary",
        }

    def _identity(self, debt: BusinessDebt) -> dict[str, str]:
        """The name as a clerk keys it, and the numbers he has."""
        rng, business = self._rng, debt.business
        name = self._keyed(debt.name) if debt.name != business.trade_name else debt.name
        trade = business.trade_name if rng.random() < 0.5 else ""
        return {
            "organization": name.upper() if rng.random() < 0.4 else name,
            "dba": trade if debt.name != trade else "",
            "ein": business.fei if rng.random() < 0.5 else "",
        }

    def _keyed(self, name: str) -> str:
        """A legal name with a slip now and then, its form left out or written another way."""
        rng = self._rng
        core, _, form = name.rpartition(" ")
        roll = rng.random()
        if roll < 0.12:
            form = ""
        elif roll < 0.3:
            form = _LOOSE_FORMS.get(form, form)
        return f"{slip(rng, core) if rng.random() < 0.02 else core} {form}".strip()

    def _place(self, prefix: str, address: Address) -> dict[str, str]:
        spelled = self._rng.random() < 0.4
        line = spelled_line(address) if spelled else keyed_line(self._rng, address, 0.01)
        return {
            f"{prefix}address": line,
            f"{prefix}city": titled(address.city) if spelled else address.city,
            "forward_state" if prefix else "address_state": address.state,
            f"{prefix}zip": address.zip5,
        }

    def _status(self, row: dict[str, str], debt: BusinessDebt) -> bool:
        """Put a hold on the row, or none; whether something keeps a locate order from running.

        Of two open bankruptcies the creditor knows one.
        """
        pending = [case for case in debt.petitions if not case.closed]
        if pending:
            if self._rng.random() < 0.5:
                code = f"BK{int(pending[0].kind[-2:]):02d}-OPEN"
                day = min(pending[0].filed + 20, self._today - 1)
                row["holds"] = f"{code}@{self._world.calendar.iso(day)}"
            return True
        if self._rng.random() >= _HELD:
            return False
        hold = self._holds.draw(self._rng)
        day = between(self._rng, max(debt.opened, self._today - 700), self._today - 1)
        row["holds"] = f"{hold['code']}@{self._world.calendar.iso(day)}"
        row["account_status"] = hold.get("status", "open")
        return bool(hold["restrains"])

    def _guarantor(self, row: dict[str, str], debt: BusinessDebt, held: bool) -> Account | None:
        """The first officer, on a row of the same account, with a letter of his own.

        None guarantees for a bankrupt: what its case keeps from him, the docket says.
        """
        people = [p for p, _ in debt.business.people() if self._is_free(p)]
        if debt.petitions or not people or self._rng.random() >= _GUARANTEED:
            return None
        self._taken.add(people[0].id)
        account = self._people.account(
            row["account_number"], debt_of(self._rng, people[0], self._today)
        )
        shared = ("creditor", "balance", "account_status", "debt_origin", "opened", "holds")
        account.row.update({column: row[column] for column in shared}, role="guarantor")
        return replace(account, held=held, part=Part.GUARANTOR)
