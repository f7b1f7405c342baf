"""Rows of one reference about one subject are one record; whatever differs stays apart."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connectors.engine.record_map.grouping import grouped
from skiptrace.model.dates import PartialDate
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Indicator, Provenance, Reported, SourceRecord
from skiptrace.model.registration import RegisteredParty, Registration, Standing
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress
from tests.inquiries import NOW

FROM = Provenance("or", "1", "N-1", NOW, "aa", "$[0]", "permit-1")
ANN = PersonName("Ann", "", "Quillfeather")
HOME, WORK = (Reported(PostalAddress(line)) for line in ("1 Oak St", "2 Pine Ct"))


def record(place: int = 0, **facts: Any) -> SourceRecord:
    known = {"ref": "N-1", "kind": EntityKind.PERSON, "names": (ANN,), **facts}
    found = replace(FROM, locator=f"$[{place}]", record_ref=known["ref"])
    return SourceRecord(source="or", provenance=known.pop("provenance", found), **known)


@pytest.mark.parametrize(
    "other",
    [
        record(1, ref="N-2"),
        record(1, names=(PersonName("Ann", "M", "Quillfeather"),)),
        record(1, names=(), organization="Quill LLC", kind=EntityKind.ORGANIZATION),
        record(1, provenance=replace(FROM, snapshot_sha256="bb", locator="$[1]")),
    ],
    ids=["another reference", "another name", "an organisation", "another page"],
)
def test_what_differs_stays_apart(other: SourceRecord) -> None:
    assert list(grouped([record(), other])) == [record(), other]


def test_what_rows_say_of_one_subject_is_joined_in_their_order() -> None:
    member, agent = (
        Indicator(FindingKind.BUSINESS_INTEREST, w, "N-1") for w in ("member", "agent")
    )
    rows = [
        record(0, addresses=(HOME,), indicators=(member,)),
        record(1, addresses=(WORK, HOME), indicators=(agent,), dob=PartialDate(1980)),
        record(2, ref="N-2"),
        record(3, indicators=(member,), dob=PartialDate(1981)),
    ]
    one, two = grouped(rows)
    assert one.addresses == (HOME, WORK)
    assert one.indicators == (member, agent)
    assert one.dob == PartialDate(1980)
    assert one.provenance.locator == "$[0], $[1], $[3]"
    assert two == rows[2]


def test_an_entry_is_what_its_rows_say_together() -> None:
    agent, member = RegisteredParty("A", "agent"), RegisteredParty("B", "member")
    entry = Registration("N-1", "Quill LLC")
    said = [
        replace(entry, principal=HOME.value, officers=()),
        replace(entry, agent=agent, standing=Standing.ACTIVE),
        replace(entry, officers=(member,), principal=WORK.value),
        entry,
    ]
    facts: dict[str, Any] = {
        "kind": EntityKind.ORGANIZATION,
        "organization": "Quill LLC",
        "names": (),
    }
    (one,) = grouped(record(n, registration=part, **facts) for n, part in enumerate(said))
    whole = replace(said[0], agent=agent, standing=Standing.ACTIVE, officers=(member,))
    assert one.registration == whole
