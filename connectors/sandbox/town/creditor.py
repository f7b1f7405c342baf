"""The creditor's file: what it knows of each debtor, with the letter that came back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Any

from connectors.sandbox.town.address import Address, spelled_line, titled
from connectors.sandbox.town.chance import WeightedDraw, between, pick
from connectors.sandbox.town.debtors import Debt, choose_debts
from connectors.sandbox.town.noise import Habit, keyed_line, written_name
from connectors.sandbox.town.returned import Piece, return_piece, vacant_homes
from connectors.sandbox.town.served.bureau import us_phone
from connectors.sandbox.town.tables import read_toml
from connectors.sandbox.town.world import World

COLUMNS = (
    *(
        "account_number",
        "creditor",
        "balance",
        "account_status",
        "debt_origin",
        "opened",
        "state",
        "role",
    ),
    *("first_name", "middle_name", "last_name", "suffix", "former_last_name", "dob", "ssn"),
    *("organization", "dba", "ein"),
    *("address", "city", "address_state", "zip", "phone", "email"),
    *("return_code_list", "return_code", "return_date"),
    *("forward_address", "forward_city", "forward_state", "forward_zip", "holds"),
)
"""The header of intake/returned_mail.csv."""

_HABIT = Habit(typo=0.012, nickname=0.08, no_middle=0.35, initial=0.45, clipped=0.2, scans=0)
_HELD = 0.12


class Part(StrEnum):
    """As what a person stands in the creditor's file: most as consumers."""

    CONSUMER = "consumer"
    PROPRIETOR = "proprietor"
    GUARANTOR = "guarantor"


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a person: the truth, the letter, and the row that the creditor sends.

    `held` says that a status, known to the creditor or not, keeps it from being traced.
    """

    number: str
    debt: Debt
    piece: Piece
    held: bool
    row: dict[str, str]
    part: Part = Part.CONSUMER


def account_number(index: int) -> str:
    """The number of the so-manyth account of the file, from 0."""
    return f"{50000017 + index * 13}"


class CreditorDesk:
    """Writes the accounts of the town's debtors as their creditors know them."""

    def __init__(self, rng: Random, world: World) -> None:
        self._rng = rng
        self._world = world
        self._calendar = world.calendar
        self._vacant = vacant_homes(world)
        self._table: dict[str, Any] = read_toml("accounts.toml")
        holds = self._table["holds"]
        self._holds = WeightedDraw(holds, [hold["weight"] for hold in holds])

    def accounts(self, count: int) -> list[Account]:
        """So many accounts, numbered in their order."""
        debts = choose_debts(self._rng, self._world, count)
        return [self.account(account_number(index), debt) for index, debt in enumerate(debts)]

    def account(self, number: str, debt: Debt) -> Account:
        """The account of that number, with the letter that came back."""
        piece = return_piece(self._rng, self._world, self._vacant, debt)
        row = dict.fromkeys(COLUMNS, "")
        row |= self._money(debt, piece) | self._identity(debt) | self._contact(debt, piece)
        row |= self._letter(piece)
        restrained = self._status(row, debt)
        row["account_number"] = number
        held = restrained or bool(debt.bankruptcy)
        return Account(number, debt, piece, held, row)

    def _money(self, debt: Debt, piece: Piece) -> dict[str, str]:
        rng = self._rng
        involuntary = rng.random() < 0.05
        role = pick(rng, ("co_obligor", "guarantor")) if rng.random() < 0.04 else "primary"
        return {
            "creditor": pick(rng, self._table["involuntary" if involuntary else "creditors"]),
            "balance": f"{rng.lognormvariate(7.4, 0.9):.2f}",
            "account_status": "open",
            "debt_origin": "involuntary" if involuntary else "credit",
            "opened": self._calendar.iso(debt.opened),
            "state": piece.sent_to.state,
            "role": role,
        }

    def _identity(self, debt: Debt) -> dict[str, str]:
        rng, person = self._rng, debt.person
        day, former = debt.opened, ""
        if person.surname_on(day) != person.surname and rng.random() < 0.2:
            former, day = person.surname_on(day), self._calendar.today
        elif person.surname_on(day) != person.names[0].surname and rng.random() < 0.25:
            former = person.names[0].surname
        name = written_name(rng, _HABIT, person, day)
        return {
            "first_name": titled(name.first),
            "middle_name": titled(name.middle),
            "last_name": titled(name.last),
            "suffix": titled(name.suffix) if name.suffix in ("JR", "SR") else name.suffix,
            "former_last_name": titled(former),
            "dob": self._dob(person.birth),
            "ssn": self._ssn(person.ssn),
        }

    def _dob(self, birth: int) -> str:
        roll = self._rng.random()
        if roll >= 0.6:
            return ""
        if roll < 0.008:
            return self._calendar.iso(birth + pick(self._rng, (1, 10, 365)))
        iso = self._calendar.iso(birth)
        return iso[:4] if roll < 0.07 else iso

    def _ssn(self, ssn: str) -> str:
        roll = self._rng.random()
        return ssn if roll < 0.25 else ssn[5:] if roll < 0.6 else ""

    def _contact(self, debt: Debt, piece: Piece) -> dict[str, str]:
        rng, person = self._rng, debt.person
        had = [s for s in person.phones if s.since <= debt.opened + 200]
        phone = us_phone(had[-1].number) if had and rng.random() < 0.72 else ""
        if rng.random() < 0.4:
            phone = phone.replace("(", "").replace(") ", "-")
        email = person.emails[0] if person.emails and rng.random() < 0.4 else ""
        return {
            **self._address("", piece.sent_to),
            "phone": phone,
            "email": email,
        }

    def _address(self, prefix: str, address: Address) -> dict[str, str]:
        spelled = self._rng.random() < 0.3
        line = spelled_line(address) if spelled else keyed_line(self._rng, address, 0.01)
        zip5 = address.zip5
        if address.zip4 and self._rng.random() < 0.3:
            zip5 = f"{zip5}-{address.zip4}"
        return {
            f"{prefix}address": line,
            f"{prefix}city": titled(address.city) if spelled else address.city,
            "forward_state" if prefix else "address_state": address.state,
            f"{prefix}zip": zip5,
        }

    def _letter(self, piece: Piece) -> dict[str, str]:
        forward = self._address("forward_", piece.forward) if piece.forward else {}
        return {
            "return_code_list": piece.code_list,
            "return_code": piece.code,
            "return_date": self._calendar.iso(piece.returned),
            **forward,
        }

    def _status(self, row: dict[str, str], debt: Debt) -> bool:
        """Put holds and a status on the row; whether they keep a locate order from running."""
        rng, today = self._rng, self._calendar.today
        codes, restrains = [], False
        if debt.bankruptcy and rng.random() < 0.5:
            codes.append(f"BK{int(debt.bankruptcy):02d}-OPEN")
            restrains = True
        if debt.person.death and rng.random() < 0.15:
            codes.append("DEC-SUSP")
            restrains = True
        if rng.random() < _HELD:
            hold = self._holds.draw(rng)
            codes.append(hold["code"])
            row["account_status"] = hold.get("status", "open")
            restrains = restrains or bool(hold["restrains"])
        days = [between(rng, max(debt.opened, today - 700), today - 1) for _ in codes]
        row["holds"] = ";".join(
            f"{code}@{self._calendar.iso(day)}" for code, day in zip(codes, days, strict=True)
        )
        return restrains
