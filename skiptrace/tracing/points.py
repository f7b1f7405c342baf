"""Contact points as they are checked: of a finding, or of what somebody writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from matching.compare.contacts import Contacts, contact_of
from matching.parse.address.form import AddressKind
from matching.parse.address.read import normalize_address
from matching.parse.phone.read import PhonePolicy, read_phones
from skiptrace.model.contact_check import CHECKED_KINDS, ContactPoint
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.kinds import FindingKind
from skiptrace.model.subject import PostalAddress, Subject

MOST_OF_A_KIND = 5
"""So many numbers, and so many addresses, of one order are checked at most."""


def point_of(kind: FindingKind, text: str, phones: PhonePolicy) -> ContactPoint | None:
    """The contact point that a text names, under the key that findings have.

    None where it is no usable number or several, or no address that can be read. What is checked of
    an address is its standard spelling: the same delivery point is the same question.
    """
    if kind is FindingKind.PHONE:
        numbers = [one for one in read_phones(text) if phones.usable(one)]
        return ContactPoint(kind, numbers[0].e164, numbers[0].e164) if len(numbers) == 1 else None
    read = normalize_address(PostalAddress(original=text))
    if read.kind is AddressKind.UNPARSED or not (read.key and read.delivery_line):
        return None
    parts = (read.delivery_line, read.city, read.state, read.zip5, read.zip4)
    return ContactPoint(kind, read.key, PostalAddress(*parts, original=text))


def key_of(kind: FindingKind, text: str) -> str:
    """The key that findings and checks have of a text; '' where it names none, or several."""
    if kind is FindingKind.PHONE:
        numbers = read_phones(text)
        return numbers[0].e164 if len(numbers) == 1 else ""
    return normalize_address(PostalAddress(original=text)).key


def known_since(finding: Finding) -> date | None:
    """The last day on which a source saw the debtor there; of a month or a year its first day.

    None for what is no telephone, and where no source says when.
    """
    seen = [fact.last_seen or fact.first_seen for fact in finding.evidence]
    days = [day.earliest() for day in seen if day is not None]
    return max(days, default=None) if finding.kind is FindingKind.PHONE else None


def worth_checking(
    subject: Subject, findings: Iterable[Finding], phones: PhonePolicy
) -> list[ContactPoint]:
    """The points of findings that a write-back would bring: verified, and news to the creditor.

    Of each kind the surest, `MOST_OF_A_KIND` at most, so that what checks can cost is bounded.
    """
    held = Contacts(
        [
            *(contact_of(FindingKind.PHONE, "", known.value) for known in subject.phones),
            *(contact_of(FindingKind.ADDRESS, "", a.value.one_line) for a in subject.addresses),
        ]
    )
    found: dict[tuple[FindingKind, str], ContactPoint] = {}
    count: Counter[FindingKind] = Counter()
    for one in sorted(findings, key=lambda finding: (-finding.probability, finding.id)):
        if count[one.kind] >= MOST_OF_A_KIND:
            continue
        if one.status is not FindingStatus.VERIFIED or one.kind not in CHECKED_KINDS:
            continue
        point = point_of(one.kind, one.value, phones)
        if point is not None and contact_of(one.kind, one.key, one.value) not in held:
            found[one.kind, one.key] = replace(point, key=one.key, since=known_since(one))
            count[one.kind] += 1
    return list(found.values())
