"""Which values met in a match, as both sides wrote them, found again from subject and record."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from config.default_model import TRACE_MODEL
from matching.profile import profile_of_subject
from matching.rank.candidates import Thresholds
from matching.rank.met import Met, MetOfMatch, met_of_match
from matching.rank.ranking import Limits, rank
from matching.replay import breakdown_bytes, replay
from matching.score.person_model import load_model
from matching.written import written
from skiptrace.model.dates import PartialDate
from skiptrace.model.match import Candidate
from skiptrace.model.record import Provenance, Reported, SourceRecord
from skiptrace.model.subject import EntityKind, KnownContact, PersonName, PostalAddress, Subject

MODEL = load_model(TRACE_MODEL)
LIMITS = Limits(Thresholds(accept=0.95, review=0.5))
FOUR = PostalAddress("100 N Main St Apt 4", "Larkspur", "TX", "75001")
POUND = PostalAddress(original="100 N MAIN ST #4, LARKSPUR TX 75001")
BOX = PostalAddress("PO Box 7", "Larkspur", "TX", "75001")
ELM = PostalAddress("9 Elm Ct", "Dallas", "TX", "75201")
ZEB, LEE = PersonName("Zeb", "Q", "Wexford"), PersonName("Zeb", "", "Lee")
TURNED = PersonName("ZEB", "Q", "WEXFORD", original="WEXFORD, ZEB Q")
JOINT = PersonName("ZEB", "", "WEXFORD", original="WEXFORD ZEB & ANN")
AGREE = "an address agrees; ZIP code and city agree"
NAMES_AGREE = "surnames agree; given names agree"


def subject(**said: Any) -> Subject:
    several = {
        kind: tuple(map(KnownContact, said.pop(kind, ())))
        for kind in ("addresses", "phones", "emails")
    }
    return Subject("s1", **{"names": (ZEB,), **several, **said})


def record(**said: Any) -> SourceRecord:
    several = {
        kind: tuple(map(Reported, said.pop(kind, ()))) for kind in ("addresses", "phones", "emails")
    }
    kind = EntityKind.ORGANIZATION if "organization" in said else EntityKind.PERSON
    origin = Provenance("roll", "1", "r1", datetime(2026, 1, 1), "", "", "")  # noqa: DTZ001
    return SourceRecord("roll", "r1", kind, origin, **{"names": (ZEB,), **several, **said})


def match(ours: Subject, theirs: SourceRecord) -> Candidate:
    (found,) = rank(ours, [theirs], MODEL, date(2026, 11, 1), LIMITS)
    return found


def met(ours: Subject, theirs: SourceRecord) -> dict[str, tuple[str, str, str]]:
    found = met_of_match(ours, match(ours, theirs))
    assert found.changed == ()
    assert len({one.kind for one in found.met}) == len(found.met)
    return {one.kind: (one.ours, one.theirs, one.words) for one in found.met}


@pytest.mark.parametrize(
    ("ours", "theirs", "kind", "told"),
    [
        # the second of ours with the second of theirs
        ({"addresses": [BOX, FOUR]}, {"addresses": [ELM, POUND]}, "place",
         ("100 N Main St Apt 4, Larkspur, TX 75001", "100 N MAIN ST #4, LARKSPUR TX 75001", AGREE)),
        # one address written twice: as it was written first
        ({"addresses": [FOUR, POUND]}, {"addresses": [POUND, FOUR]}, "place",
         ("100 N Main St Apt 4, Larkspur, TX 75001", "100 N MAIN ST #4, LARKSPUR TX 75001", AGREE)),
        ({"names": (LEE, ZEB)}, {"names": (TURNED,)}, "name",
         ("Zeb Q Wexford", "WEXFORD, ZEB Q", f"{NAMES_AGREE}; middle initials agree")),
        # a field that names another person too is not this name as it was written
        ({}, {"names": (JOINT,)}, "name", ("Zeb Q Wexford", "ZEB WEXFORD", NAMES_AGREE)),
        ({"phones": ["+19725550142", "972.555.0177"]}, {"phones": ["(214) 555-0199", "9725550177"]},
         "phone", ("972.555.0177", "9725550177",
                   "a phone number that is kept for fiction (555-01xx) agrees")),
        # several numbers in one field, and one that was kept in E.164
        ({"phones": ["+19725550142"]}, {"phones": ["214-555-0199; 972-555-0142"]}, "phone",
         ("(972) 555-0142", "(972) 555-0142",
          "a phone number that is kept for fiction (555-01xx) agrees")),
        ({"emails": ["old@example.com", "Zeb+mail@example.com"]}, {"emails": ["ZEB@EXAMPLE.COM"]},
         "email", ("Zeb+mail@example.com", "ZEB@EXAMPLE.COM", "an e-mail address agrees")),
        ({"dob": PartialDate(1980, 3, 14)}, {"dob": PartialDate(1980, 3)}, "birth",
         ("1980-03-14", "1980-03", "year and month of birth agree")),
        ({"ssn": "900124321"}, {"ssn": "4321"}, "ssn",
         ("900124321", "4321", "the last four digits of the social security numbers agree")),
    ],
)  # fmt: skip
def test_the_values_that_lie_closest_are_told_as_written(
    ours: dict[str, Any], theirs: dict[str, Any], kind: str, told: tuple[str, str, str]
) -> None:
    assert met(subject(**ours), record(**theirs))[kind] == told


@pytest.mark.parametrize(
    ("ours", "theirs", "kinds"),
    [
        ({}, {}, {"name"}),
        ({"phones": ["972-555-0142"]}, {"addresses": [ELM]}, {"name"}),
        ({"phones": ["000-000-0000"]}, {"phones": ["972-555-0142"]}, {"name"}),
        ({"addresses": [PostalAddress(city="Larkspur", state="TX")]},
         {"addresses": [PostalAddress(city="LARKSPUR", state="TX")]}, {"name", "place"}),
    ],
)  # fmt: skip
def test_only_what_both_sides_have_met(
    ours: dict[str, Any], theirs: dict[str, Any], kinds: set[str]
) -> None:
    assert set(met(subject(**ours), record(**theirs))) == kinds


def test_organisations_meet_by_their_names() -> None:
    firm = subject(
        kind=EntityKind.ORGANIZATION, names=(), organization="Larkspur Mills LLC", addresses=[FOUR]
    )
    theirs = record(organization="LARKSPUR MILLS, L.L.C.", addresses=[ELM, POUND])
    found = met(firm, theirs)
    assert found["organization"][:2] == ("Larkspur Mills LLC", "LARKSPUR MILLS, L.L.C.")
    assert found["place"][1] == "100 N MAIN ST #4, LARKSPUR TX 75001"
    assert set(found) == {"organization", "place"}


def test_what_the_subject_is_known_by_since_is_not_told_of_an_earlier_match() -> None:
    earlier = subject(addresses=[BOX], phones=["972-555-0142"])
    theirs = record(addresses=[POUND], phones=["972-555-0142"])
    now = replace(earlier, addresses=tuple(map(KnownContact, (BOX, FOUR))))
    found = met_of_match(now, match(earlier, theirs))
    assert found.changed == ("place",)
    assert [one.kind for one in found.met] == ["name", "phone"]


def test_a_value_that_is_not_among_what_was_written_is_told_in_normal_form() -> None:
    """So that nothing personal is in the words of an error when the two do not go together."""
    ours = subject(addresses=[POUND], phones=["972.555.0142"], emails=["Zeb@example.com"])
    found = written(subject(names=()), profile_of_subject(ours))
    assert (found.names, found.places) == (
        ("ZEB Q WEXFORD",),
        ("100 N MAIN ST # 4, LARKSPUR TX 75001",),
    )
    assert (found.phones, found.emails) == (("(972) 555-0142",), ("zeb@example.com",))


def test_a_match_of_a_former_model_tells_what_is_compared_still() -> None:
    one = match(subject(addresses=[FOUR]), record(addresses=[POUND]))
    renamed = {"place": "address", "locality": "area"}
    terms = tuple(replace(t, name=renamed.get(t.name, t.name)) for t in one.terms)
    found = met_of_match(subject(addresses=[FOUR]), replace(one, terms=terms))
    assert ([m.kind for m in found.met], found.changed) == (["name"], ())
    assert met_of_match(subject(), replace(one, terms=())) == MetOfMatch()


def test_a_stored_match_holds_no_value_and_replays_byte_for_byte() -> None:
    ours = subject(addresses=[BOX, FOUR], phones=["972-555-0142"], ssn="900124321")
    one = match(ours, record(addresses=[ELM, POUND], phones=["972-555-0142"], ssn="900124321"))
    stored = breakdown_bytes(one.terms)
    met_of_match(ours, one)
    assert breakdown_bytes(replay(MODEL, one.terms)) == stored
    assert not any(word in stored.decode().upper() for word in ("WEXFORD", "MAIN ST", "4321"))
    assert "WEXFORD" not in repr(Met("name", "WEXFORD", "WEXFORD", "")).upper()


def test_what_a_debtor_does_business_as_is_a_name_of_it_and_told_beside_its_own() -> None:
    """A trade name is a hint: beside the address it tells more than another company's name."""
    theirs = record(addresses=[POUND], names=(), organization="CAPITAL ROOFS")
    found = {}
    for trade in ((), ("Capital Roofs",)):
        kind, own = EntityKind.ORGANIZATION, "WINKELMAN HOLDINGS LLC"
        ours = subject(kind=kind, names=(), organization=own, trade_names=trade, addresses=[FOUR])
        one = match(ours, theirs)
        levels = {term.name: term.level for term in one.terms}
        told = written(ours, profile_of_subject(ours)).organization
        found[trade] = (levels["name"], one.weight, told)
    (bare, known) = found.values()
    assert known[0] == "trade" != bare[0]
    assert known[1] > bare[1]
    assert (bare[2], known[2]) == (own, f"{own} DBA Capital Roofs")
