"""What became of the creditor's letter: a postal code that agrees with what really happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from connectors.sandbox.town.address import Address
from connectors.sandbox.town.business_debts import BusinessDebt
from connectors.sandbox.town.chance import WeightedDraw, between, pick
from connectors.sandbox.town.debtors import Debt
from connectors.sandbox.town.noise import slip, swapped_digits
from connectors.sandbox.town.world import World

_Code = tuple[str, str]

_LEFT_NO_ADDRESS: WeightedDraw[_Code] = WeightedDraw(
    [
        *(("ACS", "K"), ("NIXIE", "Q"), ("ACS", "Q"), ("NIXIE", "A"), ("ACS", "A")),
        *(("NCOALINK", "02"), ("NCOALINK", "05"), ("NCOALINK", "14"), ("NCOALINK", "19")),
        *(("NIXIE", "M"), ("NIXIE", "L"), ("NIXIE", "E"), ("NIXIE", "U")),
    ],
    (16, 14, 12, 12, 14, 8, 2, 2, 2, 2, 1, 1, 3),
)
_FORWARDED: WeightedDraw[_Code] = WeightedDraw(
    [("NCOALINK", "A"), ("ACS", ""), ("NCOALINK", "91"), ("NCOALINK", "92")], (45, 43, 6, 6)
)
_STILL_THERE: WeightedDraw[_Code] = WeightedDraw(
    [
        *(("NIXIE", "R"), ("ACS", "R"), ("NIXIE", "U"), ("ACS", "U"), ("NIXIE", "B")),
        *(("NIXIE", "L"), ("NIXIE", "M"), ("ACS", "W"), ("NIXIE", "E"), ("NIXIE", "D")),
    ],
    (17, 10, 17, 10, 3, 2, 3, 5, 1, 1),
)
_MANGLED: WeightedDraw[_Code] = WeightedDraw(
    [
        *(("NIXIE", "I"), ("ACS", "I"), ("NIXIE", "N"), ("ACS", "N"), ("NIXIE", "S")),
        *(("DPV", "D"), ("DPV", "N"), ("DPV", "N1"), ("DPV", "M1"), ("DPV", "M3")),
    ],
    (16, 8, 12, 6, 8, 8, 4, 6, 3, 3),
)
_DEAD: WeightedDraw[_Code] = WeightedDraw(
    [("NIXIE", "P"), ("ACS", "P"), ("NIXIE", "A"), ("NIXIE", "U"), ("ACS", "Q")],
    (38, 22, 20, 10, 10),
)
_NO_UNIT = frozenset({"I", "D", "N1"})
_FORWARD_DAYS = 540
"""Mail is forwarded 12 months and returned with the new address for 6 more."""
_NCOALINK_DAYS = 1460
"""NCOALink keeps an order for 48 months."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The letter: where it was sent, its code, the day, the new address if one came back."""

    sent_to: Address
    code_list: str
    code: str
    returned: int
    forward: Address | None = None
    moved: int = 0


def return_piece(rng: Random, world: World, vacant: frozenset[Address], debt: Debt) -> Piece:
    """What the Postal Service said of a letter to the address on file."""
    today = world.calendar.today
    moved = debt.next_stay.since if debt.next_stay else 0
    first = max(today - 150, debt.opened + 10, debt.person.death + 15, moved + 8)
    day = min(between(rng, first, today - 2), today - 1)
    if debt.person.death:
        return Piece(debt.known.address, *_DEAD.draw(rng), day)
    if debt.next_stay is None:
        return _still_there(rng, debt.known.address, day)
    piece = Piece(debt.known.address, "", "", day, moved=moved)
    if rng.random() < 0.42 and day - moved < _FORWARD_DAYS:
        return _forwarded(rng, debt, piece, _FORWARDED.draw(rng))
    if rng.random() < 0.2 and day - moved < _NCOALINK_DAYS:
        return _forwarded(rng, debt, piece, ("NCOALINK", "A"))
    if debt.known.address in vacant and rng.random() < 0.7:
        return _coded(piece, pick(rng, (("NIXIE", "V"), ("ACS", "V"), ("DPV", "VACANT"))))
    if 570 <= day - moved <= 1460 and rng.random() < 0.2:
        return _coded(piece, ("NCOALINK", "77"))
    return _coded(piece, _LEFT_NO_ADDRESS.draw(rng))


def return_business_piece(rng: Random, today: int, debt: BusinessDebt) -> Piece:
    """What the Postal Service said of a letter to the office on file of a business."""
    first = max(today - 150, debt.opened + 10, debt.business.ended + 15, debt.moved + 8)
    day = min(between(rng, first, today - 2), today - 1)
    piece = Piece(debt.known, "", "", day, moved=debt.moved)
    if not debt.moved and debt.business.active:
        if rng.random() < 0.4:
            return _still_there(rng, debt.known, day)
        return _coded(piece, pick(rng, (("NIXIE", "A"), ("ACS", "A"), ("ACS", "K"))))
    lasts = debt.moved and debt.business.active
    if lasts and rng.random() < 0.35 and day - debt.moved < _FORWARD_DAYS:
        return replace(_coded(piece, _FORWARDED.draw(rng)), forward=debt.business.principal)
    if rng.random() < 0.2:
        return _coded(piece, pick(rng, (("NIXIE", "V"), ("ACS", "V"))))
    return _coded(piece, _LEFT_NO_ADDRESS.draw(rng))


def _coded(piece: Piece, code: _Code) -> Piece:
    return replace(piece, code_list=code[0], code=code[1])


def _forwarded(rng: Random, debt: Debt, piece: Piece, code: _Code) -> Piece:
    """The address of the order: the next home, which may be an old one again by now."""
    forward = debt.next_stay.address if debt.next_stay else piece.sent_to
    family = [k for k in (debt.person.mother, debt.person.father) if k is not None]
    if family and rng.random() < 0.06:
        forward = family[0].home_on(piece.moved)
    return replace(_coded(piece, code), forward=forward)


def _still_there(rng: Random, address: Address, day: int) -> Piece:
    if rng.random() < 0.55 or address.is_box:
        return Piece(address, *_STILL_THERE.draw(rng), day)
    code_list, code = _MANGLED.draw(rng)
    if code in _NO_UNIT and not address.unit:
        code_list, code = pick(rng, (("NIXIE", "N"), ("NIXIE", "S"), ("DPV", "M3")))
    return Piece(_mangled(rng, address, code), code_list, code, day)


def _mangled(rng: Random, address: Address, code: str) -> Address:
    """The address as the creditor has it, with the fault that the code complains of."""
    if code in _NO_UNIT:
        return address._replace(unit_type="", unit="")
    if code == "M1":
        return address._replace(house="")
    if code == "S":
        return address._replace(street=slip(rng, slip(rng, address.street)))
    house = swapped_digits(rng, address.house) if len(address.house) > 1 else "9"
    return address._replace(house=house if house != address.house else f"{house}0")


def vacant_homes(world: World) -> frozenset[Address]:
    """Dwellings of the county in which nobody lives today."""
    return frozenset(
        d.address
        for d in world.census.housing.dwellings
        if d.home and d.tenancies and d.tenancies[-1][2]
    )
