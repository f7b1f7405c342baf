"""Whether the subjects of two accounts are one person, so that what binds the person binds both.

This is no match of a source's record: a wrong "different" would let a restraint be forgotten, so
that whatever leaves a doubt is `doubtful`, for a person to settle. Missing data is no difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from matching.compare.address.delivery_points import are_one_place
from matching.compare.name_verdict import NameVerdict
from matching.compare.organization.relate import compare_organizations
from matching.compare.person.relate import compare_persons
from matching.compare.person.sound import sound_key
from matching.parse.address.form import NormalAddress
from matching.parse.address.read import normalize_address
from matching.parse.email.read import read_email
from matching.parse.identifier.read import NormalSsn, SsnRelation, read_ssn, relate_ssn
from matching.parse.organization.read import read_organization
from matching.parse.person.clean_name import CleanName, clean_name
from matching.parse.phone.read import read_phones
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import EntityKind, PersonName, Subject

_NEAR = frozenset({SsnRelation.ONE_DIGIT, SsnRelation.TRANSPOSED})
_LIKE = _NEAR | {SsnRelation.SAME, SsnRelation.SAME_LAST4}


class Sameness(StrEnum):
    """What two subjects are to each other."""

    SAME = "same"
    DOUBTFUL = "doubtful"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, repr=False)
class Identity:
    """What tells a subject from others: names, birth, number, and the places that reach it.

    `places` are the keys of addresses, phones and e-mails, known bad ones too: where mail came
    back from somebody lived. `addresses` are the addresses as they were read.
    """

    kind: EntityKind
    names: tuple[PersonName, ...]
    organization: str
    dob: PartialDate | None
    ssn: NormalSsn | None
    places: frozenset[str]
    addresses: tuple[NormalAddress, ...] = ()


def identity_of(subject: Subject) -> Identity:
    """The identity of a subject; numbers that are nobody's (123-45-6789) count as missing."""
    return Identity(
        subject.kind,
        subject.names,
        subject.organization,
        subject.dob,
        read_ssn(subject.ssn or subject.ssn4),
        frozenset(_places(subject)),
        tuple(normalize_address(address.value) for address in subject.addresses),
    )


def _places(subject: Subject) -> Iterator[str]:
    for address in subject.addresses:
        if key := normalize_address(address.value).key:
            yield f"at {key}"
    for phone in subject.phones:
        yield from (f"tel {n.e164}" for n in read_phones(phone.value) if n.e164)
    for known in subject.emails:
        if (email := read_email(known.value)) is not None:
            yield f"mail {email.key}"


def identity_keys(identity: Identity) -> frozenset[str]:
    """Texts of which two subjects share at least one when they can be the same person.

    Combined facts only (a whole number alone excepted), surnames by their sound, given names
    as surnames too, so that neither a spelling nor an exchanged order hides anybody.
    """
    if identity.kind is EntityKind.ORGANIZATION:
        key = read_organization(identity.organization).key
        return frozenset({f"company {key}"} if key else ())
    return frozenset(_person_keys(identity))


def _person_keys(identity: Identity) -> Iterator[str]:
    born = str(identity.dob) if identity.dob is not None and identity.dob.is_full else ""
    number, names = identity.ssn, [clean_name(name) for name in identity.names]
    surnames, words = _sounds(names, with_given=False), _sounds(names, with_given=True)
    if number is not None and number.full:
        yield f"number {number.full}"
    if number is not None and born:
        yield f"born {born} {number.last4}"
    for word in words:
        if number is not None:
            yield f"ends {number.last4} {word}"
        if born:
            yield f"born {born} {word}"
    for place in identity.places:
        yield from (f"{place} {word}" for word in surnames)
        if born:
            yield f"{place} born {born}"


def _sounds(names: list[CleanName], *, with_given: bool) -> frozenset[str]:
    parts = {word for name in names for word in (name.surname, *name.surnames)}
    if with_given:
        parts |= {name.given for name in names}
    return frozenset(sound_key(word) for word in parts if len(word) > 1)


def sameness(a: Identity, b: Identity) -> Sameness:
    """Whether two subjects are one person, or one organisation; the order does not matter."""
    if a.kind is not b.kind:
        return Sameness.DIFFERENT
    if a.kind is EntityKind.ORGANIZATION:
        return _companies(a, b)
    facts = _Facts.of(a, b)
    if facts.number is SsnRelation.SAME:
        is_hers = facts.name is not NameVerdict.DIFFERENT or facts.is_born_alike
        return Sameness.SAME if is_hers else Sameness.DOUBTFUL
    if facts.name is NameVerdict.DIFFERENT:
        return Sameness.DOUBTFUL if facts.may_be_renamed else Sameness.DIFFERENT
    if facts.is_contradicted:
        return Sameness.DOUBTFUL if facts.is_slip else Sameness.DIFFERENT
    needed = 2 if facts.name is NameVerdict.SAME else 3
    if facts.proofs >= needed:
        return Sameness.SAME
    is_open = facts.proofs > 0 or facts.number in _NEAR
    return Sameness.DOUBTFUL if is_open else Sameness.DIFFERENT


def are_two_debtors(a: Identity, b: Identity) -> bool:
    """Whether two subjects whom one account names in one role are two people or companies.

    Debtors of one account share their address and phone, so that these say nothing. The name
    decides; after a marriage the number or the birth date says that it is one person's, and two
    of one name are told apart by both. A mended number, or a slip in a name, makes nobody another.
    """
    if a.kind is not b.kind:
        return not (_written_names(a) & _written_names(b))
    if a.kind is EntityKind.ORGANIZATION:
        return _companies(a, b) is Sameness.DIFFERENT
    facts = _Facts.of(a, b)
    if facts.name is not NameVerdict.DIFFERENT:
        return facts.number is SsnRelation.DIFFERENT and facts.is_born_apart
    if facts.is_given_alike:
        return not (facts.is_born_alike or facts.has_like_number)
    return not (facts.is_born_alike and facts.number is SsnRelation.SAME)


def _written_names(identity: Identity) -> frozenset[str]:
    names = (
        identity.organization,
        *(text for n in identity.names for text in (n.original, n.full)),
    )
    letters = ("".join(filter(str.isalnum, name.casefold())) for name in names)
    return frozenset(filter(None, letters))


@dataclass(frozen=True, slots=True)
class _Facts:
    """How two people's facts relate; unknown ones neither prove nor contradict."""

    name: NameVerdict
    is_given_alike: bool
    number: SsnRelation
    is_born_alike: bool
    is_born_apart: bool
    is_place_shared: bool

    @classmethod
    def of(cls, a: Identity, b: Identity) -> _Facts:
        verdicts = {compare_persons(x, y).verdict for x in a.names for y in b.names}
        ranked = (NameVerdict.SAME, NameVerdict.UNCERTAIN, NameVerdict.DIFFERENT)
        known = a.dob is not None and b.dob is not None
        alike = known and a.dob == b.dob and a.dob is not None and a.dob.is_full
        return cls(
            next((v for v in ranked if v in verdicts), NameVerdict.UNCERTAIN),
            bool(_givens(a) & _givens(b)),
            _number(a.ssn, b.ssn),
            alike,
            a.dob is not None and b.dob is not None and not a.dob.agrees(b.dob),
            _is_place_shared(a, b),
        )

    @property
    def proofs(self) -> int:
        """How many facts beside the name agree."""
        digits = self.number is SsnRelation.SAME_LAST4
        return digits + self.is_born_alike + self.is_place_shared

    @property
    def is_contradicted(self) -> bool:
        return self.number is SsnRelation.DIFFERENT or self.is_born_apart

    @property
    def is_slip(self) -> bool:
        """Whether what contradicts may be a slip of somebody's pen: a namesake seldom shares it."""
        return self.has_like_number or (self.is_born_alike and self.name is NameVerdict.SAME)

    @property
    def may_be_renamed(self) -> bool:
        """Whether another name may be the same person's, after a marriage."""
        at_home = self.is_place_shared and self.is_given_alike
        return self.is_born_alike and (self.has_like_number or at_home)

    @property
    def has_like_number(self) -> bool:
        """Whether the numbers are one as far as both are known, but for a slip of the pen."""
        return self.number in _LIKE


def _is_place_shared(a: Identity, b: Identity) -> bool:
    """Whether anything that reaches one reaches the other: an address in any spelling."""
    pairs = ((one, other) for one in a.addresses for other in b.addresses)
    return bool(a.places & b.places) or any(are_one_place(*pair) for pair in pairs)


def _givens(identity: Identity) -> frozenset[str]:
    return frozenset(g for n in identity.names if len(g := clean_name(n).given) > 1)


def _number(a: NormalSsn | None, b: NormalSsn | None) -> SsnRelation:
    """How the numbers relate; one digit apart says something of whole numbers only."""
    found = relate_ssn(a, b)
    both_full = a is not None and b is not None and bool(a.full and b.full)
    return SsnRelation.DIFFERENT if found in _NEAR and not both_full else found


def _companies(a: Identity, b: Identity) -> Sameness:
    verdict = compare_organizations(a.organization, b.organization).verdict
    if verdict is NameVerdict.DIFFERENT:
        return Sameness.DIFFERENT
    is_there = verdict is NameVerdict.SAME and _is_place_shared(a, b)
    return Sameness.SAME if is_there else Sameness.DOUBTFUL
