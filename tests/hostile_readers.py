"""What hostile text is put through: every public normaliser and comparison, ranking, linking."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from pathlib import Path

from config.default_model import TRACE_MODEL
from matching.compare.address.relate import compare_addresses
from matching.compare.organization.relate import compare_organizations
from matching.compare.person.relate import compare_names, compare_persons
from matching.parse.address.form import NormalAddress
from matching.parse.address.read import normalize_address, read_addresses
from matching.parse.address.street_words import box_word, house_word, street_words
from matching.parse.date.read import read_date, read_dated
from matching.parse.email.read import read_email, read_emails
from matching.parse.identifier.read import (
    read_ssn,
    relate_digits,
    relate_ssn,
    ssn_status,
)
from matching.parse.organization.read import read_organization
from matching.parse.organization.signs import is_organization_name
from matching.parse.party.read import NameOrder, read_names, read_parties
from matching.parse.person.clean_name import clean_name, generation_form
from matching.parse.phone.read import read_phones
from matching.parse.text import folded, squeezed
from matching.rank.candidates import Thresholds
from matching.rank.ranking import Limits, rank
from matching.score.person_model import PersonModel, load_model
from skiptrace.model.match import Candidate
from skiptrace.model.record import Provenance, Reported, SourceRecord
from skiptrace.model.subject import EntityKind, KnownContact, PersonName, PostalAddress, Subject

MODEL = TRACE_MODEL
DAY = date(2026, 11, 22)
RANKED = 8
"""Records that are ranked for one subject."""

NORMALISERS: Mapping[str, Callable[[str], object]] = {
    "normalize_address, a line": lambda text: normalize_address(PostalAddress(line=text)),
    "normalize_address, parts": lambda text: normalize_address(PostalAddress(*[text] * 5)),
    "normalize_address, a city": lambda text: normalize_address(
        PostalAddress("12 Elm St", text, "VT", "05641")
    ),
    "read_addresses": lambda text: read_addresses(PostalAddress(original=text)),
    "read_names": lambda text: read_names(text, NameOrder.GIVEN_FIRST),
    "read_parties, any order": lambda text: read_parties(text, NameOrder.UNKNOWN),
    "read_parties, surname first": lambda text: read_parties(text, NameOrder.SURNAME_FIRST),
    "read_organization": read_organization,
    "is_organization_name": is_organization_name,
    "read_phones": read_phones,
    "read_phones, GB": lambda text: read_phones(text, "GB"),
    "read_emails": read_emails,
    "read_email": read_email,
    "read_date": read_date,
    "read_dated": lambda text: read_dated(text, DAY),
    "read_ssn": read_ssn,
    "ssn_status": ssn_status,
    "street_words": street_words,
    "house_word": house_word,
    "box_word": box_word,
    "clean_name": lambda text: clean_name(PersonName(*[text] * 5)),
    "generation_form": generation_form,
    "folded": folded,
    "squeezed": squeezed,
}
"""The public normalisers by name, each of one text."""


def _address(text: str) -> NormalAddress:
    return normalize_address(PostalAddress(original=text))


COMPARISONS: Mapping[str, Callable[[str, str], object]] = {
    "compare_addresses": lambda a, b: compare_addresses(_address(a), _address(b)),
    "compare_addresses, one house": lambda a, b: compare_addresses(
        _address(f"12 {a}, Barre VT 05641"), _address(f"12 {b}, Barre VT 05641")
    ),
    "compare_names": compare_names,
    "compare_names, one given name": lambda a, b: compare_names(f"Ann {a}", f"Ann {b}"),
    "compare_persons": lambda a, b: compare_persons(
        PersonName(a, b, a, b), PersonName(a, a, b, "")
    ),
    "compare_organizations": compare_organizations,
    "relate_ssn": lambda a, b: relate_ssn(read_ssn(a), read_ssn(b)),
    "relate_digits": lambda a, b: relate_digits(folded(a), folded(b)),
}
"""The public comparisons by name, each of two texts."""


def groups(texts: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    """The texts in groups of that size; the last one begins again at the first text."""
    for first in range(0, len(texts), size):
        group = texts[first : first + size]
        yield (*group, *islice(texts, size - len(group)))


def _name(a: str, b: str) -> PersonName:
    return PersonName(a, "", b, "", f"{a} {b}")


def _record(at: int, cells: Sequence[str]) -> SourceRecord:
    """A record of six hostile cells: every other one of an organisation."""
    given, surname, line, city, phone, email = cells
    now = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC)
    return SourceRecord(
        source="hostile",
        ref=str(at),
        kind=EntityKind.ORGANIZATION if at % 2 else EntityKind.PERSON,
        provenance=Provenance("hostile", "1", str(at), now, "0" * 64, "$", "permit_1"),
        names=(_name(given, surname),),
        organization=surname if at % 2 else "",
        dob=read_date(phone),
        ssn=email,
        addresses=(Reported(PostalAddress(line, city, email, phone, given, line)),),
        phones=(Reported(phone),),
        emails=(Reported(email),),
    )


def _subject(record: SourceRecord, kind: EntityKind) -> Subject:
    """The one whom a record is about, so that there is somebody to find."""
    return Subject(
        id=record.ref,
        kind=kind,
        names=record.names,
        organization=record.organization or record.names[0].surname,
        dob=record.dob,
        ssn=record.ssn,
        ssn4=record.ssn,
        addresses=tuple(KnownContact(one.value) for one in record.addresses),
        phones=tuple(KnownContact(one.value) for one in record.phones),
        emails=tuple(KnownContact(one.value) for one in record.emails),
    )


def shipped_model() -> PersonModel:
    """The model that the command line uses."""
    return load_model(MODEL)


def ranked(
    texts: Sequence[str], model: PersonModel
) -> Iterator[Callable[[], tuple[Candidate, ...]]]:
    """One ranking for every eight records that the texts fill: the columnar comparison of all.

    The subject is the first record's person or organisation, by turns.
    """
    records = [_record(at, cells) for at, cells in enumerate(groups(texts, 6))]
    limits = Limits(Thresholds(0.95, 0.5))
    kinds = (EntityKind.PERSON, EntityKind.ORGANIZATION)
    for at in range(0, len(records), RANKED):
        some = records[at : at + RANKED]
        subject = _subject(some[0], kinds[at // RANKED % 2])
        yield partial(rank, subject, some, model, DAY, limits)


LINK_HEADER = (
    "first_name", "middle_name", "last_name", "suffix", "alias", "dob", "ssn", "phone", "email",
    "street_number", "street_name", "unit_number", "city", "state", "zip", "record_year",
)  # fmt: skip
"""The columns of a file to be linked, address in parts."""

WHOLE_HEADER = ("full_name", "address", "phone", "email", "dob", "ssn4")
"""The columns of a file to be linked, names and addresses whole."""


def write_table(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A CSV file of the rows as they are: what is no text in UTF-8 stays as undecodable bytes."""
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        writer.writerows(rows)


def write_link_files(folder: Path, texts: Sequence[str], header: Sequence[str]) -> int:
    """Files s.csv and r.csv of the texts as cells, and how many rows each has.

    A record is the subject of its number with one cell exchanged, so that pairs meet.
    """
    cells = list(groups(texts, len(header)))
    subjects = [(f"D{at}", *row) for at, row in enumerate(cells)]
    records = []
    for at, row in enumerate(cells):
        place = at % len(header)
        records.append((f"R{at}", *row[:place], cells[at - 1][place], *row[place + 1 :]))
    write_table(folder / "s.csv", ("debtor_id", *header), subjects)
    write_table(folder / "r.csv", ("record_id", *header), records)
    return len(cells)
