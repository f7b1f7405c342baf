"""People are found by what is known of them, in any writing, and nobody else is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from skiptrace.acts.find import FindAsked, Found, find_accounts
from skiptrace.casefile.case import CaseFile
from skiptrace.casefile.crypto import Keyring
from skiptrace.model.errors import CaseFileError
from skiptrace.model.finding import FindingStatus
from skiptrace.model.order import OrderState
from skiptrace.model.subject import EntityKind, KnownContact, PersonName, Subject
from skiptrace.model.waterfall import Outcome
from tests.integration.acts.standing import (
    add,
    at_work,
    found,
    guarantor,
    number,
    office,
    order,
    reader,
    step,
)
from tests.integration.casefile.samples import make_entry, make_subject

VERIFIED = FindingStatus.VERIFIED
PEOPLE = (
    PersonName("Marisol", "J", "Oakhurst-Penn"),
    PersonName("José", "", "Núñez"),
    PersonName("Oakhurst", "", "Marlow"),
)


def person(n: int, name: PersonName, **changes: Any) -> Subject:
    former = PersonName(name.given, "", "Wrenfield") if n == 1 else None
    names = (name, former) if former is not None else (name,)
    return make_subject(n, names=names, **changes)


def fill(case: CaseFile) -> None:
    """Four people, a company, and Marisol again as a guarantor of the company's account."""
    for n, name in enumerate(PEOPLE, start=1):
        add(case, replace(make_entry(n), subject=person(n, name)))
    unknown = PersonName("Zibby", "", "Quoxelby Vandermeek")
    add(case, replace(make_entry(6), subject=person(6, unknown)))
    firm = Subject("", EntityKind.ORGANIZATION, organization="Larkspur Hollow Dairy, L.L.C.")
    firm = replace(
        firm,
        phones=(KnownContact("+18135550188"),),
        trade_names=("Hollow Creamery",),
        care_of=("Bertrand Ashgrove", "Zenith Mail Services Inc"),
    )
    co = replace(guarantor(5, of=4), subject=person(1, PEOPLE[0]))
    add(case, replace(make_entry(4), subject=firm), co)


def look(case: CaseFile, keyring: Keyring, limit: int = 50, **asked: str) -> Found:
    asked_for = FindAsked(**asked)
    return find_accounts(office(case, keyring), at_work(), reader(case), asked_for, limit)


CASES: tuple[tuple[dict[str, str], set[tuple[int, int]]], ...] = (
    ({"name": "Marisol Oakhurst-Penn"}, {(1, 1), (4, 2)}),
    ({"name": "oakhurst penn, marisol"}, {(1, 1), (4, 2)}),
    ({"name": "MARISOL J. OAKHURST PENN"}, {(1, 1), (4, 2)}),
    ({"name": "Marisol Penn"}, {(1, 1), (4, 2)}),
    ({"name": "Marisol Wrenfield"}, {(1, 1), (4, 2)}),
    ({"name": "Jose Nunez"}, {(2, 1)}),
    ({"name": "Núñez José"}, {(2, 1)}),
    ({"name": "Nunez"}, {(2, 1)}),
    ({"name": "Marlow"}, {(3, 1)}),
    ({"name": "Quoxelby"}, {(6, 1)}),
    ({"name": "Quoxelby Vandermeek"}, {(6, 1)}),
    ({"name": "Vandermeek"}, {(6, 1)}),
    ({"name": "Oakhurst Penn"}, {(1, 1), (4, 2)}),
    ({"name": "Maris Oakhurst"}, set()),
    ({"name": "Larkspur Hollow Dairy"}, {(4, 1)}),
    ({"name": "larkspur hollow dairy llc"}, {(4, 1)}),
    ({"name": "Larkspur"}, set()),
    ({"name": "HOLLOW CREAMERY"}, {(4, 1)}),
    ({"name": "Ashgrove, Bertrand"}, {(4, 1)}),
    ({"name": "Ashgrove"}, {(4, 1)}),
    ({"name": "Bertrand"}, set()),
    ({"name": "zenith mail services"}, {(4, 1)}),
    ({"ssn4": "0002"}, {(2, 1)}),
    ({"ssn4": "0009"}, set()),
    ({"phone": "(813) 555-0101"}, {(1, 1), (4, 2)}),
    ({"phone": "813.555.0102"}, {(2, 1)}),
    ({"phone": "+1 813 555 0188"}, {(4, 1)}),
    ({"email": " Quillon.Brathwaite3@EXAMPLE.com"}, {(3, 1)}),
    ({"account": " ACCT-77000004 "}, {(4, 1), (4, 2)}),
    ({"account": "ACCT-770000"}, set()),
    ({"account": "ACCT-77000004", "name": "Marisol Penn"}, {(4, 2)}),
    ({"account": "ACCT-77000003", "name": "Marisol Penn"}, set()),
    ({"name": "Marisol Penn", "ssn4": "0001"}, {(1, 1), (4, 2)}),
    ({"name": "Marisol Penn", "ssn4": "0002"}, set()),
    ({"name": "Larkspur Hollow Dairy", "ssn4": "0001"}, set()),
)
"""What is asked, and who fits, by account and number of obligor; all of it fits one person."""


def test_who_fits_is_found_in_any_writing(case: CaseFile, keyring: Keyring) -> None:
    fill(case)
    for asked, expected in CASES:
        lines = look(case, keyring, **asked).lines
        assert {(line.account, line.number) for line in lines} == {
            (number(n), obligor) for n, obligor in expected
        }, asked
        assert len(lines) == len(expected), asked
    (line,) = look(case, keyring, name="Hollow Creamery").lines
    assert line.also == (
        "does business as Hollow Creamery", "mail goes care of Bertrand Ashgrove",
        "mail goes care of Zenith Mail Services Inc",
    )  # fmt: skip
    (line,) = look(case, keyring, name="Nunez").lines
    assert (line.ssn, line.born, line.place) == ("xxx-xx-0002", "1961-04-17", "Tampa FL")


def test_a_phone_that_a_trace_found_finds_the_account_until_it_is_rejected(
    case: CaseFile, keyring: Keyring
) -> None:
    entry = add(case, make_entry(7))
    found(case, order(case, entry, OrderState.DONE, step("bureau", Outcome.HIT)), VERIFIED)
    assert look(case, keyring, phone="(813) 555-0177").lines == ()
    with case.write() as tx:
        (one,) = case.findings.current(tx, entry.account.id)
        new = replace(one, id="new", key="+18135550177")
        case.findings.add(tx, [new])
    (line,) = look(case, keyring, phone="(813) 555-0177").lines
    assert line.account == number(7)
    with case.write() as tx:
        case.findings.add(tx, [replace(new, status=FindingStatus.REJECTED)])
    assert look(case, keyring, phone="(813) 555-0177").lines == ()


def test_who_is_known_by_another_name_today_is_not_found_by_a_corrected_one(
    case: CaseFile, keyring: Keyring
) -> None:
    add(case, replace(make_entry(1), subject=make_subject(1, names=(PEOPLE[1],))))
    add(case, replace(make_entry(1), subject=make_subject(1, names=(PEOPLE[2],))))
    assert look(case, keyring, name="Nunez").lines == ()
    assert len(look(case, keyring, name="Marlow").lines) == 1


def test_nobody_else_is_read_and_a_cut_is_said(
    case: CaseFile, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(case)
    read: list[str] = []
    everybody = case.accounts.everybody
    monkeypatch.setattr(
        case.accounts, "everybody", lambda tx, ids: (read.extend(ids), everybody(tx, ids))[1]
    )
    look(case, keyring, name="Jose Nunez")
    assert read == [case.accounts.account_id(number(2))]
    assert not look(case, keyring, limit=2, name="Marisol Penn").is_cut
    cut = look(case, keyring, limit=1, name="Marisol Penn")
    assert cut.is_cut and len(cut.lines) == 1


def test_who_looked_is_in_the_trail_and_whom_for_is_not(case: CaseFile, keyring: Keyring) -> None:
    fill(case)
    look(case, keyring, name="Jose Nunez", ssn4="0002")
    with case.read() as tx:
        event = list(case.audit.export(tx))[-1]
    assert (event["kind"], event["actor"]) == ("accounts.find", at_work().signature)
    assert event["fields"] == ["name", "ssn4"]
    assert "Nunez" not in str(event) and "0002" not in str(event["text"])


@pytest.mark.parametrize(
    "asked",
    [{}, {"name": "  "}, {"ssn4": "123"}, {"ssn4": "12345"}, {"ssn4": "١٢٣٤"}, {"phone": "none"},
     {"email": "at example"}, {"name": "..."}],
)  # fmt: skip
def test_what_cannot_be_sought_is_refused_and_nothing_is_asked(
    case: CaseFile, keyring: Keyring, asked: dict[str, str]
) -> None:
    with pytest.raises(CaseFileError) as refused:
        look(case, keyring, **asked)
    assert not any(
        value.strip() and value.strip() in str(refused.value) for value in asked.values()
    )
    with case.read() as tx:
        assert not list(case.audit.export(tx))


def test_a_key_that_was_forged_is_refused(case: CaseFile, keyring: Keyring) -> None:
    fill(case)
    theirs = keyring.index("find.key", "name JOSE NUNEZ")
    with case.write() as tx:
        forge = "UPDATE find_key SET key = :key WHERE seq = (SELECT max(seq) FROM find_key)"
        tx.execute(text(forge), {"key": theirs})
    with pytest.raises(CaseFileError, match="find_key row"):
        look(case, keyring, name="Jose Nunez")
    with case.read() as tx:
        assert any("find_key" in fault.where for fault in case.check(tx).faults)
