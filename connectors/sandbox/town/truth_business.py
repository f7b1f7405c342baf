"""The rows of truth.sqlite that are about businesses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors.sandbox.town.address import Address
from connectors.sandbox.town.business import Business
from connectors.sandbox.town.business_accounts import BusinessAccount
from connectors.sandbox.town.days import Calendar
from connectors.sandbox.town.restraints import business_restraint_rows
from connectors.sandbox.town.sheets import Row, Sheets
from connectors.sandbox.town.world import World


def business_rows(
    world: World, sheets: Sheets, accounts: Sequence[BusinessAccount]
) -> dict[str, list[Row]]:
    """Rows by table of truth.sql."""
    businesses, calendar = world.businesses, world.calendar
    restraints = business_restraint_rows(world, sheets, accounts)
    restrained = {str(row[0]) for row in restraints}
    return {
        "business": [_business(b, calendar) for b in businesses],
        "business_name": [row for b in businesses for row in _names(b, calendar)],
        "business_address": [row for b in businesses for row in _addresses(b, calendar)],
        "business_account": [_account(account, sheets, restrained) for account in accounts],
        "business_restraint": restraints,
    }


def _business(business: Business, calendar: Calendar) -> Row:
    agent = business.agent
    return (
        *(business.entity_id, business.docno, business.name, business.kind.value),
        *(business.formed_in, business.standing.value, calendar.iso(business.ended)),
        business.successor,
        agent.person.id if agent.person else agent.company,
        *_parts(agent.address),
    )


def _names(business: Business, calendar: Calendar) -> Iterator[Row]:
    since = business.formed
    for spell in business.former_names:
        days = (calendar.iso(spell.since), calendar.iso(spell.until))
        yield (business.entity_id, spell.name, "legal", *days)
        since = spell.until
    days = (calendar.iso(since), calendar.iso(business.ended))
    yield (business.entity_id, business.name, "legal", *days)
    if business.trade_name:
        yield (business.entity_id, business.trade_name, "trade", *days)


def _addresses(business: Business, calendar: Calendar) -> Iterator[Row]:
    since = business.formed
    for held in business.former_premises:
        days = (calendar.iso(held.since), calendar.iso(held.until))
        yield (business.entity_id, *_parts(held.address), *days)
        since = held.until
    days = (calendar.iso(since), calendar.iso(business.ended))
    yield (business.entity_id, *_parts(business.principal), *days)


def _parts(address: Address) -> tuple[str, str, str, str]:
    return address.line, address.city, address.state, address.zip5


def _account(account: BusinessAccount, sheets: Sheets, restrained: set[str]) -> Row:
    business, forward = account.debt.business, account.piece.forward
    known = not sheets.listed.isdisjoint({business.entity_id, business.successor})
    findable = known or forward == business.principal
    held = account.held or account.number in restrained
    return (
        *(account.number, business.entity_id, int(held), int(findable)),
        _scenario(account),
    )


def _scenario(account: BusinessAccount) -> str:
    """In a few words, what makes the business hard to reach, the hardest first."""
    debt, business = account.debt, account.debt.business
    if business.successor:
        return "merged"
    if business.ended:
        return "ended"
    if debt.name == business.trade_name:
        return "trade name"
    if debt.name != business.name:
        return "renamed"
    if business.kind.value != "owned":
        return business.kind.value
    if debt.moved:
        return "forwarded" if account.piece.forward else "moved"
    return "still there"
