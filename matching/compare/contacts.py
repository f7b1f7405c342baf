"""When two contact facts are one: by their key, or as the comparison of addresses decides.

And so which judgements stand: the latest one on each fact, in whatever spelling it was judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from matching.compare.address.delivery_points import AddressIndex
from matching.parse.address.form import AddressKind, NormalAddress
from matching.parse.address.read import normalize_address
from matching.parse.email.read import read_email
from matching.parse.organization.read import read_organization
from matching.parse.phone.read import read_phones
from skiptrace.model.judgement import Judgement, latest_first
from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import PostalAddress


@dataclass(frozen=True, slots=True, repr=False)
class Contact:
    """A contact fact as it is compared: its keys, and an address as it was read.

    An address of which only the key is known, or that cannot be read, has no `place`.
    """

    kind: FindingKind
    keys: frozenset[str]
    place: NormalAddress | None = None


def contact_of(kind: FindingKind, key: str, value: str) -> Contact:
    """The fact of that key (as findings have it) and spelling; either may be empty.

    A phone is its E.164 number, an e-mail its mailbox, an employer the name without legal form.
    """
    place = (
        normalize_address(PostalAddress(original=value)) if kind is FindingKind.ADDRESS else None
    )
    if place is not None and place.kind is AddressKind.UNPARSED:
        place = None
    found = (key, *(_keys(kind, value) if value else ()), place.key if place is not None else "")
    return Contact(kind, frozenset(text for text in map(_plain, found) if text), place)


def _keys(kind: FindingKind, value: str) -> Iterator[str]:
    """What a spelling is known by; a field that holds several numbers is known by its keys only."""
    found = ""
    if kind is FindingKind.PHONE:
        numbers = read_phones(value)
        found = numbers[0].e164 if len(numbers) == 1 else ""
    elif kind is FindingKind.EMAIL:
        email = read_email(value)
        found = email.key if email is not None else ""
    elif kind is FindingKind.EMPLOYER:
        found = read_organization(value).key
    yield found or value


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


class Contacts:
    """Contact facts of one account, asked whether they hold one in any spelling."""

    def __init__(self, facts: Iterable[Contact] = ()) -> None:
        self._keys: set[tuple[FindingKind, str]] = set()
        self._unplaced: set[tuple[FindingKind, str]] = set()
        self._places: AddressIndex[str] = AddressIndex()
        for fact in facts:
            self.add(fact)

    def add(self, fact: Contact) -> None:
        """Take one fact more."""
        keys = {(fact.kind, key) for key in fact.keys}
        self._keys |= keys
        if fact.place is None:
            self._unplaced |= keys
        else:
            self._places.add(fact.place, "")

    def __contains__(self, fact: Contact) -> bool:
        """Whether the fact is one of these; of two addresses that were read the decider decides."""
        if fact.place is not None and self._places.same(fact.place):
            return True
        known = self._keys if fact.place is None else self._unplaced
        return any((fact.kind, key) in known for key in fact.keys)

    def doubt(self, fact: Contact) -> str:
        """Why an address may be one of these in another spelling, or an empty string."""
        unsure = self._places.unsure(fact.place) if fact.place is not None else []
        return min((reason for _, reason in unsure), default="")


def standing_judgements(
    judgements: Iterable[Judgement], fact_of: Callable[[Judgement], Contact]
) -> list[tuple[Judgement, Contact]]:
    """The judgements that no later one on the same fact took back, each with it; latest first."""
    later, found = Contacts(), list[tuple[Judgement, Contact]]()
    for judgement in sorted(judgements, key=latest_first):
        fact = fact_of(judgement)
        if fact not in later:
            found.append((judgement, fact))
        later.add(fact)
    return found
