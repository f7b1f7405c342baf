"""The obligors of a row: their names, identifiers, addresses, phones and e-mail addresses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from config.columns import Seat, column_tables
from matching.parse.party.read import NameOrder, Party, PartyRole, read_parties
from skiptrace.intake.cells import Cells
from skiptrace.intake.claims import PHONES
from skiptrace.intake.fields.contact import emails
from skiptrace.intake.fields.parties import Named, NameKind
from skiptrace.intake.named import named_in
from skiptrace.intake.numbers import TAX_TARGETS, tax_number
from skiptrace.intake.parsers import Parsers
from skiptrace.intake.places import address_of
from skiptrace.intake.problem import Wrong
from skiptrace.model.account import ObligorRole
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import (
    EntityKind,
    KnownContact,
    PersonName,
    PostalAddress,
    Subject,
)

_HOLDS = {
    NameKind.ESTATE: ("DEC-SUSP",),
    NameKind.TRUST: ("NAME-KIND",),
    NameKind.UNSETTLED: ("NAME-KIND",),
}
_ASIDE = frozenset({PartyRole.CARE_OF, PartyRole.TRADE_NAME})
_NO_BIRTH = "a date of birth: an organisation has none"
_BESIDE = (
    "what the person beside this organisation is: a guarantor or a contact, as the mapping says"
)
_MAIN = ("address", "city", "address_state", "zip")


@dataclass(frozen=True, slots=True, repr=False)
class Obligor:
    """One subject of a row in its role, and the codes of the holds that its name alone asks for.

    The subject has no id yet; `noted` are holds that are written beside its name.
    """

    subject: Subject
    role: ObligorRole
    kind: NameKind
    noted: tuple[str, ...] = ()

    @property
    def holds(self) -> tuple[str, ...]:
        """Who is neither plainly a living person nor an organisation is held."""
        if self.role is ObligorRole.NON_OBLIGOR:
            return ()
        return (*self.noted, *_HOLDS.get(self.kind, ()))


def obligors_of(cells: Cells, parsers: Parsers, role: ObligorRole) -> tuple[Obligor, ...]:
    """The obligors of a row, the one in `role` first; faults are noted in the cells.

    Several people of one name column owe together. A person beside an organisation has the role
    that the mapping says. What else the row says of a person is the first person's; others share
    the address. Other people stand in columns of their own (columns.toml, [seats]).
    """
    first, *others = named_in(cells)
    first = _with_second_line(first, cells)
    if first.kind is NameKind.ORGANIZATION and others:
        found = _business_with(cells, parsers, role, first, others)
    else:
        known = _known(cells, parsers, first)
        second = ObligorRole.CO_OBLIGOR if role is ObligorRole.PRIMARY else role
        found = [Obligor(known, role, first.kind, first.holds)]
        found += [_named_alone(one, second, known.addresses) for one in others]
    return (*found, *_seated(cells, parsers, found[0].subject))


def _business_with(
    cells: Cells, parsers: Parsers, role: ObligorRole, company: Named, people: Sequence[Named]
) -> list[Obligor]:
    """An organisation and the people beside it: birth date and SSN are those of the only one."""
    beside = _role_beside(cells, parsers)
    known = _known(cells, parsers, company, ("tax_id", "ein"), with_birth=len(people) > 1)
    found = [_named_alone(one, beside, known.addresses) for one in people]
    if len(people) == 1 and people[0].kind is NameKind.PERSON:
        number = tax_number(cells, parsers.tax_numbers, NameKind.PERSON, ("ssn",))
        born = cells.take("dob", parsers.dob)
        owner = replace(found[0].subject, dob=born, ssn=number.ssn, ssn4=number.ssn4)
        found = [replace(found[0], subject=owner)]
        known = replace(known, ein=known.ein or number.ein)
    return [Obligor(known, role, company.kind, company.holds), *found]


def _role_beside(cells: Cells, parsers: Parsers) -> ObligorRole:
    """The role of a person beside an organisation: not known, it does not owe."""
    if parsers.person_beside_business:
        return ObligorRole(parsers.person_beside_business)
    field = "last_name" if cells.text("last_name") else "full_name"
    cells.warn(field, Wrong(_BESIDE, "person_and_business"))
    return ObligorRole.NON_OBLIGOR


Addresses = tuple[KnownContact[PostalAddress], ...]


def _named_alone(named: Named, role: ObligorRole, addresses: Addresses) -> Obligor:
    """An obligor of whom the row says little more than the name."""
    subject = Subject(
        id="",
        kind=_entity(named),
        names=named.names,
        organization=named.organization,
        trade_names=named.trade_names,
        care_of=named.care_of,
        addresses=addresses,
        left_out=named.left_out,
    )
    return Obligor(subject, role, named.kind, named.holds)


def _known(
    cells: Cells,
    parsers: Parsers,
    named: Named,
    numbers: tuple[str, ...] = TAX_TARGETS,
    with_birth: bool = True,
) -> Subject:
    """All that the row says of whom it names, with the numbers of those columns."""
    number = tax_number(cells, parsers.tax_numbers, named.kind, numbers)
    born, no_birth = _birth(cells, parsers, named) if with_birth else (None, "")
    address = address_of(cells, _MAIN, ("address_2", "address_3"))
    mail = cells.take("email", emails) or ()
    phones = [one for name in PHONES for one in cells.take(name, parsers.phones) or ()]
    return Subject(
        id="",
        kind=_entity(named),
        names=named.names,
        organization=named.organization,
        trade_names=named.trade_names,
        care_of=tuple(dict.fromkeys((*named.care_of, *address.care_of))),
        dob=born,
        ssn=number.ssn,
        ssn4=number.ssn4,
        ein=number.ein,
        addresses=(KnownContact(address.value),) if address.value else (),
        phones=tuple(KnownContact(phone) for phone in dict.fromkeys(phones)),
        emails=tuple(KnownContact(one) for one in mail),
        left_out=tuple(filter(None, (*named.left_out, number.left_out, no_birth))),
    )


def _entity(named: Named) -> EntityKind:
    is_company = named.kind is NameKind.ORGANIZATION
    return EntityKind.ORGANIZATION if is_company else EntityKind.PERSON


def _birth(cells: Cells, parsers: Parsers, named: Named) -> tuple[PartialDate | None, str]:
    """The date of birth; an organisation's own is none, one of a person beside it is not its."""
    born = cells.take("dob", parsers.dob)
    if born is not None and named.kind is NameKind.ORGANIZATION:
        return None, _NO_BIRTH
    return born, ""


def _seated(cells: Cells, parsers: Parsers, first: Subject) -> Iterator[Obligor]:
    """The people whom the row names in columns of their own; not the first one once more."""
    for name in cells.seats:
        own, seat = cells.seated(name), column_tables().seats[name]
        if not any(own.text(field) for field in ("full_name", "last_name", "first_name")):
            continue
        if _is_aside(_parties_in(own)):
            continue
        for place, named in enumerate(named_in(own)):
            if not (named.names or named.organization):
                continue
            known = _known(own, parsers, named) if place == 0 else None
            if not _is_again(named, known, first):
                yield _in_seat(named, seat, known, first.addresses)


def _is_again(named: Named, known: Subject | None, first: Subject) -> bool:
    """Whether a seat only repeats the first obligor: the name alone, or with the same number."""
    if _words(named.names, named.organization) != _words(first.names, first.organization):
        return False
    theirs = (known.ssn or known.ssn4, known.ein, known.dob) if known else ("", "", None)
    mine = (first.ssn or first.ssn4, first.ein, first.dob)
    return all(not one or one == other for one, other in zip(theirs, mine, strict=True))


def _words(names: tuple[PersonName, ...], organization: str) -> frozenset[str]:
    """The names without what is written in many ways."""
    texts = (*(" ".join((n.full, n.generation)) for n in names), organization)
    return frozenset(" ".join(text.casefold().split()) for text in texts if text.strip())


def _parties_in(seat: Cells) -> tuple[Party, ...]:
    return read_parties(seat.text("full_name"), NameOrder.UNKNOWN)


def _is_aside(parties: Sequence[Party]) -> bool:
    """Whether a second name is nobody's: what the first does business as, or whom it goes through.

    Only where its writing says so, as exports do in a column for a second line of the name.
    """
    return bool(parties) and all(party.role in _ASIDE for party in parties)


def _with_second_line(named: Named, cells: Cells) -> Named:
    """The first obligor with what the columns of other people say of itself: DBA, c/o, ATTN."""
    lines = [_parties_in(cells.seated(seat)) for seat in cells.seats]
    found = [party for line in lines if _is_aside(line) for party in line]
    trade = (p.written for p in found if p.role is PartyRole.TRADE_NAME)
    care_of = (p.written for p in found if p.role is PartyRole.CARE_OF)
    return replace(
        named,
        trade_names=tuple(dict.fromkeys((*named.trade_names, *trade))),
        care_of=tuple(dict.fromkeys((*named.care_of, *care_of))),
    )


def _in_seat(named: Named, seat: Seat, known: Subject | None, shared: Addresses) -> Obligor:
    role = ObligorRole(seat.role)
    addresses = shared if seat.shares_address else ()
    if known is None:
        return _named_alone(named, role, addresses)
    if not known.addresses:
        known = replace(known, addresses=addresses)
    return Obligor(known, role, named.kind, named.holds)
