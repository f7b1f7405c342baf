"""What an answer may hold at most: how much is kept, which of it, and that the rest is said."""

from __future__ import annotations

from typing import Any

import pytest

from connectors.reading import storable, taken
from skiptrace.model.dates import PartialDate
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Indicator, Provenance, Reported, SourceRecord
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress
from tests.inquiries import NOW


def record(ref: str = "1", **facts: Any) -> SourceRecord:
    found = Provenance("bureau", "1", ref, NOW, "0" * 64, "$", "permit")
    return SourceRecord("bureau", ref, EntityKind.PERSON, found, **facts)


def address(number: int, year: int | None = None) -> Reported[PostalAddress]:
    seen = PartialDate(year) if year else None
    return Reported(PostalAddress(f"{number} Oak St"), None, seen)


MANY: dict[str, tuple[Any, ...]] = {
    "names": tuple(PersonName("Ann", "", f"Quill{n}") for n in range(6_000)),
    "addresses": tuple(address(n) for n in range(6_000)),
    "phones": tuple(Reported(f"555-{n:04d}") for n in range(6_000)),
    "emails": tuple(Reported(f"a{n}@example.com") for n in range(6_000)),
    "employers": tuple(Reported(f"Quill {n} LLC") for n in range(6_000)),
    "indicators": tuple(Indicator(FindingKind.LIEN, "lien", str(n)) for n in range(6_000)),
}


@pytest.mark.parametrize("kind", MANY)
def test_of_six_thousand_facts_a_hundred_are_kept_and_it_is_said(kind: str) -> None:
    found = taken([record(**{kind: MANY[kind]})])
    assert getattr(found.records[0], kind) == MANY[kind][:100]
    assert found.cut == f"record cut: 6,000 {kind}, 100 read"


def test_the_last_seen_are_kept_in_the_order_in_which_they_stood() -> None:
    dated = tuple(address(n, 1900 + n) for n in range(120))
    undated = tuple(address(n) for n in range(50))
    (kept,) = taken([record(addresses=(*undated, *dated))]).records
    assert kept.addresses == dated[20:]
    (kept,) = taken([record(addresses=(*undated, *dated[:60]))]).records
    assert kept.addresses == (*undated[:40], *dated[:60])


def test_a_death_is_not_lost_among_liens() -> None:
    """A found death or bankruptcy is a hold: no number of other indicators hides it."""
    liens = tuple(Indicator(FindingKind.LIEN, "l", str(n), PartialDate(2026)) for n in range(3_000))
    death = Indicator(FindingKind.DECEASED, "flag", "1")
    (kept,) = taken([record(indicators=(*liens, death))]).records
    assert (len(kept.indicators), kept.indicators[-1]) == (101, death)


def test_an_answer_of_many_records_keeps_less_of_each() -> None:
    found = taken([record(str(n), addresses=MANY["addresses"][:60]) for n in range(6_000)])
    assert len(found.records) == 5_000
    assert {len(one.addresses) for one in found.records} == {10}
    assert (
        found.cut
        == ("6,000 records, 5,000 read; " + "record cut: 60 addresses, 10 read; " * 3)
        + "4,997 more records cut"
    )


def test_an_ordinary_answer_is_itself_and_says_nothing() -> None:
    ordinary = [
        record("1", names=(PersonName("Ann", "M", "Quillfeather"),), addresses=(address(1, 2020),)),
        record("2", indicators=(Indicator(FindingKind.LIEN, "lien", "7", detail={"a": "b"}),)),
    ]
    found = taken(ordinary)
    assert [a is b for a, b in zip(found.records, ordinary, strict=True)] == [True, True]
    assert found.cut == ""


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Ann", "Ann"),
        ("Añn 😀", "Añn 😀"),
        ("\ud83d", "\ufffd"),
        ("a\x00b\udfff", "a\ufffdb\ufffd"),
        ("\ufffd", "\ufffd"),
    ],
)
def test_what_no_case_file_holds_is_replaced(text: str, mended: str) -> None:
    assert storable(text) == mended


def test_every_text_of_a_record_is_mended() -> None:
    bad = "x\ud800"
    found = taken(
        [
            record(
                names=(PersonName(bad, bad, bad, bad, original=bad),),
                organization=bad,
                ssn=bad,
                addresses=(Reported(PostalAddress(bad, bad, bad, bad, bad, bad), None, None, bad),),
                phones=(Reported(bad, role=bad),),
                emails=(Reported(bad),),
                employers=(Reported(bad),),
                indicators=(Indicator(FindingKind.LIEN, bad, bad, detail={"a": bad}),),
            )
        ]
    )
    (mended,) = found.records
    texts = [
        *(mended.organization, mended.ssn),
        *(getattr(mended.names[0], part) for part in ("given", "middle", "surname", "generation")),
        *(mended.names[0].original, mended.addresses[0].role, mended.phones[0].role),
        *(getattr(mended.addresses[0].value, part) for part in ("line", "city", "state", "zip5")),
        *(mended.addresses[0].value.zip4, mended.addresses[0].value.original),
        *(mended.phones[0].value, mended.emails[0].value, mended.employers[0].value),
        *(mended.indicators[0].description, mended.indicators[0].reference),
        mended.indicators[0].detail["a"],
    ]
    assert set(texts) == {"x\ufffd"}
    assert found.cut == f"{len(texts)} damaged texts mended"
