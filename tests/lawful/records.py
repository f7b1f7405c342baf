"""What scripted sources say of the house's debtor: where she lives now, and her bankruptcy."""

from __future__ import annotations

from datetime import date

from fakes import START

from skiptrace.model.dates import PartialDate
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Indicator, Provenance, Reported, SourceRecord
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress
from tests.lawful.house import COURT, HEADER


def lives_at(source: str = HEADER, **changes: object) -> SourceRecord:
    """A record of Dana Holloway at a new address, with a telephone and an e-mail address."""
    about = Provenance(source, "1", f"{source}-1", START, "0" * 64, "$", "")
    seen = PartialDate(2026, 10, 1)
    home = PostalAddress("410 ALABASTER AVE", "AUSTIN", "TX", "78704")
    facts: dict[str, object] = {
        "names": (PersonName("DANA", "", "HOLLOWAY"),),
        "dob": PartialDate(1961, 5, 17),
        "ssn": "900112201",
        "addresses": (Reported(home, seen, seen),),
        "phones": (Reported("(512) 555-0140", seen, seen, "wireless"),),
    }
    return SourceRecord(source, "1", EntityKind.PERSON, about, **{**facts, **changes})  # type: ignore[arg-type]


def bankrupt(chapter: str, filed: date, **detail: str) -> SourceRecord:
    """A docket of Dana Holloway's bankruptcy."""
    day = PartialDate(filed.year, filed.month, filed.day)
    case = Indicator(
        FindingKind.BANKRUPTCY,
        "bankruptcy case",
        "26-41234",
        day,
        {"chapter": chapter, "status": "open", **detail},
    )
    home = Reported(PostalAddress("12 GARNET ST", "AUSTIN", "TX", "78701"), None, day)
    return lives_at(COURT, indicators=(case,), addresses=(home,), phones=())
