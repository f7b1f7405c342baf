"""Which businesses of the town owe what, chosen with a bias to those that are hard to reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from connectors.sandbox.town.address import Address
from connectors.sandbox.town.business import Business, Kind
from connectors.sandbox.town.chance import between
from connectors.sandbox.town.courts import Case
from connectors.sandbox.town.world import World

_BANKRUPT = 0.05
_BY_TRADE_NAME = 0.35
_Trait = tuple[float, Callable[[Business], bool]]
_SHARES: Sequence[_Trait] = (
    (0.18, lambda b: bool(b.former_names)),
    (0.18, lambda b: not b.active),
    (0.12, lambda b: b.kind is Kind.SHELF),
    (0.06, lambda b: b.kind is Kind.CHAIN),
    (0.05, lambda b: b.kind is Kind.FRANCHISE),
    (0.3, lambda b: bool(b.former_premises)),
)


@dataclass(frozen=True, slots=True)
class BusinessDebt:
    """A business that owes, with the name and the office that the creditor knows, and since when.

    `name` is the trade name where the creditor knows no other.
    `moved` is the day on which it left that office, 0 if it is still there or ended there.
    `petitions` are the bankruptcies that it filed.
    """

    business: Business
    name: str
    known: Address
    opened: int
    moved: int
    petitions: tuple[Case, ...] = ()


def choose_business_debts(rng: Random, world: World, number: int) -> list[BusinessDebt]:
    """So many debts of different businesses of the state, fewer if there are not so many."""
    today = world.calendar.today
    free = [b for b in world.businesses if b.formed_in == "FL" and b.formed < today - 120]
    petitions = _petitions(world)
    chosen: list[Business] = []
    pending = {e for e, cases in petitions.items() if any(not case.closed for case in cases)}
    traits: Sequence[_Trait] = (
        (_BANKRUPT, lambda b: b.entity_id in pending),
        *_SHARES,
        (1.0, lambda _: True),
    )
    for share, fits in traits:
        pool = [b for b in free if fits(b)]
        wanted = min(round(number * share), number - len(chosen), len(pool))
        drawn = rng.sample(pool, wanted)
        chosen += drawn
        taken = {b.entity_id for b in drawn}
        free = [b for b in free if b.entity_id not in taken]
    rng.shuffle(chosen)
    return [_debt(rng, one, petitions.get(one.entity_id, ()), today) for one in chosen]


def _petitions(world: World) -> dict[str, tuple[Case, ...]]:
    """The bankruptcies of each business that filed one."""
    found: dict[str, tuple[Case, ...]] = {}
    for case in world.docket.cases:
        for party in case.parties if case.is_bankruptcy else ():
            if party.business:
                found[party.business] = (*found.get(party.business, ()), case)
    return found


def _debt(rng: Random, business: Business, petitions: tuple[Case, ...], today: int) -> BusinessDebt:
    """Most creditors know the name and the office from before the last change."""
    last = (business.ended or today) - 25
    changes = [spell.until for spell in business.former_names]
    changes += [held.until for held in business.former_premises]
    if changes and rng.random() < 0.85:
        last = min(last, max(changes) - 5)
    first = max(business.formed + 20, today - 3000)
    opened = between(rng, first, last) if first < last else max(business.formed, last)
    moved = next((p.until for p in business.former_premises if opened < p.until), 0)
    by_trade = bool(business.trade_name) and rng.random() < _BY_TRADE_NAME
    name = business.trade_name if by_trade else business.name_on(opened)
    office = business.premises_on(opened)
    return BusinessDebt(business, name, office, opened, moved, petitions)
