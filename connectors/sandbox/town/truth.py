"""The rows of truth.sqlite."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from connectors.sandbox.town.creditor import Account
from connectors.sandbox.town.days import Calendar
from connectors.sandbox.town.person import Person, Stay
from connectors.sandbox.town.property import mortgage_of, satisfied_on
from connectors.sandbox.town.restraints import restraint_rows
from connectors.sandbox.town.sheets import Row, Sheets
from connectors.sandbox.town.world import World


def truth_rows(world: World, sheets: Sheets, accounts: Sequence[Account]) -> dict[str, list[Row]]:
    """Rows by table of truth.sql."""
    people, calendar = world.census.people, world.calendar
    known = {person_id for _, _, person_id in sheets.records}
    restraints = restraint_rows(world, sheets, accounts)
    restrained = {str(row[0]) for row in restraints}
    return {
        "person": [_person(p, calendar) for p in people],
        "truth_name": [(p.id, n.surname, calendar.iso(n.since)) for p in people for n in p.names],
        "truth_account": [_account(a, sheets, known, restrained) for a in accounts],
        "truth_restraint": restraints,
        "truth_address": [
            _address(p, stay, calendar) for p in people for stay in (*p.stays, *p.mail)
        ],
        "truth_phone": [
            (p.id, f"+1{s.number}", calendar.iso(s.since), calendar.iso(s.until), s.line)
            for p in people
            for s in p.phones
        ],
        "truth_email": [(p.id, email) for p in people for email in p.emails],
        "truth_asset": list(_assets(world)),
        "truth_title": list(_titles(world, sheets)),
        "truth_record": list(sheets.records),
    }


def _person(person: Person, calendar: Calendar) -> Row:
    home = person.home
    kin = (person.spouse, person.father, person.mother)
    return (
        *(person.id, person.given, person.middle, person.surname, person.suffix),
        *(int(person.female), calendar.iso(person.birth), person.ssn),
        *(home.line, home.city, home.state, home.zip5, calendar.iso(person.death)),
        *(one.id if one else "" for one in kin),
    )


def _account(account: Account, sheets: Sheets, known: set[str], restrained: set[str]) -> Row:
    person, piece = account.debt.person, account.piece
    forwarded = piece.forward is not None and piece.forward == person.home
    findable = not person.death and (person.id in sheets.findable or forwarded)
    held = account.held or account.number in restrained
    return (
        *(account.number, person.id, int(held), int(findable)),
        *(int(person.id in known), _scenario(account), account.part.value),
    )


def _scenario(account: Account) -> str:
    """In one word, why the letter came back."""
    if account.debt.person.death:
        return "deceased"
    if account.debt.next_stay is None:
        return "still_there" if account.piece.sent_to == account.debt.known.address else "mangled"
    return "forwarded" if account.piece.forward else "moved"


def _address(person: Person, stay: Stay, calendar: Calendar) -> Row:
    place = stay.address
    since, until = calendar.iso(stay.since), calendar.iso(stay.until or person.death)
    return (person.id, place.line, place.city, place.state, place.zip5, since, until, stay.role)


def _titles(world: World, sheets: Sheets) -> Iterator[Row]:
    iso = world.calendar.iso
    for parcel in world.land.parcels:
        for title in parcel.titles:
            for person in title.owner.people:
                known = int((person.id, parcel.id) in sheets.holds)
                span = (iso(title.since), iso(title.until))
                parted = int((person.id, parcel.id) in sheets.parts)
                yield (person.id, parcel.id, *span, title.how.value, known, parted)


def _assets(world: World) -> Iterator[Row]:
    iso = world.calendar.iso
    for parcel in world.land.parcels:
        for title in parcel.titles:
            for person in title.owner.people:
                span = (iso(title.since), iso(title.until))
                yield (person.id, "real_property", parcel.id, *span)
                yield (person.id, "real_property", title.document, *span)
                paid = satisfied_on(title, world.calendar.today) or title.until
                yield (person.id, "real_property", mortgage_of(title), iso(title.since), iso(paid))
    for business in world.businesses:
        for person_id in sorted({person.id for person, _ in business.people()}):
            for number in (business.entity_id, business.docno):
                yield (person_id, "business_interest", number, iso(business.formed), "")
    for case in world.docket.cases:
        kind = _KINDS.get(case.kind.split(" ")[0], "court_case")
        for party in case.parties:
            if party.person is not None:
                span = (iso(case.filed), iso(case.closed))
                for number in (case.id, case.number):
                    yield (party.person.id, kind, number, *span)


_KINDS = {"JUDGMENT": "judgment", "LIEN": "lien", "BANKRUPTCY": "bankruptcy"}
