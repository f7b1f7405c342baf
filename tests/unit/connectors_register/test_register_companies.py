"""The Florida corporate file: companies, their agents and officers, at the published offsets."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.card import load_card, read_section
from connectors.kit import check_connector
from connectors.register.connector import RegisterConnector
from connectors.register.layout import RegisterSection
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import ConfigError
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Answer
from skiptrace.model.registration import RegisteredParty, Registration, Standing
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress
from skiptrace.model.waterfall import Outcome
from tests.inquiries import make_inquiry
from tests.unit.connectors_register.register_files import (
    SOURCES,
    register,
    sunbiz_line,
    sunbiz_padding,
)

OFFICERS = (
    ("MGR", "P", "TESTER JR, WILMA M"),
    ("VP", "P", "OTHER, OTTO"),
    ("AMBR", "C", "PARENT HOLDINGS INC"),
)
PERSON = ("P", "AGENT, ANNA")


def registry(folder: Path, *lines: bytes) -> RegisterConnector:
    content = b"\n".join([*lines, *sunbiz_padding(), b""])
    return register("sunbiz_corporations", content, folder)


def only(connector: RegisterConnector, inquiry: Inquiry) -> Answer:
    (answer,) = connector.search([inquiry])
    return answer


def test_an_officer_is_a_record_with_a_business_interest(tmp_path: Path) -> None:
    line = sunbiz_line("L12000001009", "GULF ROOFING LLC", PERSON, OFFICERS)
    connector = registry(tmp_path, line)
    inquiry = make_inquiry("q", name="Wilma Tester")
    (record,) = only(connector, inquiry).records
    assert (record.ref, record.kind) == ("L12000001009", EntityKind.PERSON)
    assert record.names == (PersonName("WILMA", "M", "TESTER", "JR"),)
    (address,) = record.addresses
    assert (address.role, address.value.one_line) == ("officer", "5 GULF WAY, SANDHOLLOW, FL 34861")
    (found,) = record.indicators
    assert (found.kind, found.reference) == (FindingKind.BUSINESS_INTEREST, "L12000001009")
    assert (found.description, found.dated) == ("MGR of GULF ROOFING LLC", PartialDate(2019, 7, 4))
    assert found.detail["role"] == "MGR"
    assert found.detail["status"] == "active"
    assert found.detail["entity"] == "GULF ROOFING LLC"
    assert check_connector(connector, [inquiry]) == []


@pytest.mark.parametrize(
    ("name", "refs"),
    [
        ("Otto Other", ["D1/officer_2"]),
        ("Anna Agent", ["D1/agent"]),
        ("Una Unknown", []),
        ("Holdings Parent", []),
    ],
)
def test_every_person_of_a_company_is_found(tmp_path: Path, name: str, refs: list[str]) -> None:
    connector = registry(tmp_path, sunbiz_line("D1", "GULF ROOFING LLC", PERSON, OFFICERS))
    assert [r.ref for r in only(connector, make_inquiry("q", name=name)).records] == refs


def test_one_person_in_two_offices_is_two_records(tmp_path: Path) -> None:
    officers = (("MGR", "P", "TESTER, WILMA"), ("S", "P", "TESTER, WILMA"))
    line = sunbiz_line("D1", "GULF ROOFING LLC", ("P", "TESTER, WILMA"), officers)
    records = only(registry(tmp_path, line), make_inquiry("q", name="Wilma Tester")).records
    assert [(r.ref, r.indicators[0].detail["role"]) for r in records] == [
        ("D1", "MGR"),
        ("D1/officer_2", "S"),
        ("D1/agent", "registered agent"),
    ]


def test_a_sixth_officer_stands_at_position_1309(tmp_path: Path) -> None:
    officers = [("D", "P", f"DIRECTOR{'ABCDE'[n]}, DAN") for n in range(5)]
    line = sunbiz_line("D1", "BOARD INC", PERSON, [*officers, ("T", "P", "TESTER, WILMA")])
    assert line[1308:1327] == b"T   PTESTER, WILMA "
    (record,) = only(registry(tmp_path, line), make_inquiry("q", name="Wilma Tester")).records
    assert record.ref == "D1/officer_6"


def test_a_company_is_a_record_with_its_people_and_both_addresses(tmp_path: Path) -> None:
    line = sunbiz_line("D1", "GULF ROOFING LLC", PERSON, OFFICERS, status="I")
    connector = registry(tmp_path, line)
    inquiry = make_inquiry("q", entity=EntityKind.ORGANIZATION, organization="Gulf Roofing, LLC")
    (record,) = only(connector, inquiry).records
    assert (record.organization, record.kind) == ("GULF ROOFING LLC", EntityKind.ORGANIZATION)
    assert {name.surname for name in record.names} == {"TESTER", "OTHER", "AGENT"}
    assert [(a.role, a.value.one_line) for a in record.addresses] == [
        ("principal", "1 HARBOR DR STE 2, PORT ALVERA, FL 34801-1234"),
        ("mailing", "1 HARBOR DR STE 2, PORT ALVERA, FL 34801-1234"),
    ]
    assert check_connector(connector, [inquiry]) == []


GULF = make_inquiry("q", entity=EntityKind.ORGANIZATION, organization="Gulf Roofing, LLC")
PIER = PostalAddress("7 PIER RD", "LAKE ORLENA", "FL", "34821")
WAY = PostalAddress("5 GULF WAY", "SANDHOLLOW", "FL", "34861")


def test_the_entry_of_a_company_is_read_with_agent_and_officers_by_role(tmp_path: Path) -> None:
    line = sunbiz_line("D1", "GULF ROOFING LLC", PERSON, OFFICERS, status="I")
    (record,) = only(registry(tmp_path, line), GULF).records
    assert record.registration == Registration(
        number="D1",
        name="GULF ROOFING LLC",
        status="inactive",
        standing=Standing.INACTIVE,
        entity_type="FLAL",
        formed=PartialDate(2019, 7, 4),
        formed_in="DE",
        ein="000000007",
        principal=PostalAddress("1 HARBOR DR STE 2", "PORT ALVERA", "FL", "34801", "1234"),
        mailing=PostalAddress("1 HARBOR DR STE 2", "PORT ALVERA", "FL", "34801", "1234"),
        agent=RegisteredParty("ANNA AGENT", "registered agent", PIER),
        officers=(
            RegisteredParty("WILMA M TESTER JR", "MGR", WAY),
            RegisteredParty("OTTO OTHER", "VP", WAY),
            RegisteredParty("PARENT HOLDINGS INC", "AMBR", WAY),
        ),
        place="US-FL",
    )
    served = {address.value for address in record.addresses}
    assert served.isdisjoint({PIER, WAY}), "an agent's or officer's address is not the company's"


@pytest.mark.parametrize(
    ("agent", "officers", "named"),
    [
        (("C", "FILE INC"), (), ("FILE INC", [])),
        (("", ""), (), (None, [])),
        (("", ""), (("P", "P", "TESTER, WILMA"),), (None, ["WILMA TESTER"])),
    ],
)
def test_what_an_entry_does_not_name_stays_unknown(
    tmp_path: Path,
    agent: tuple[str, str],
    officers: tuple[tuple[str, str, str], ...],
    named: tuple[str | None, list[str]],
) -> None:
    line = sunbiz_line("D1", "GULF ROOFING LLC", agent, officers)
    (record,) = only(registry(tmp_path, line), GULF).records
    entry = record.registration
    assert entry is not None
    assert (entry.agent and entry.agent.name, [o.name for o in entry.officers or ()]) == named


@pytest.mark.parametrize(
    ("reports", "last"),
    [
        ((), None),
        (("03152025",), PartialDate(2025, 3, 15)),
        (("03152024", "04012025", "02202026"), PartialDate(2026, 2, 20)),
        (("02202026", "04012025"), PartialDate(2026, 2, 20)),
    ],
)
def test_an_annual_report_dates_the_entry_and_the_company_s_addresses(
    tmp_path: Path, reports: tuple[str, ...], last: PartialDate | None
) -> None:
    line = sunbiz_line("D1", "GULF ROOFING LLC", PERSON, OFFICERS, reports=reports)
    assert line[544:556] == b"AGENT, ANNA "
    (record,) = only(registry(tmp_path, line), GULF).records
    assert record.registration is not None
    assert record.registration.last_report == last
    assert [address.last_seen for address in record.addresses] == [last, last]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('agent = "agent"', 'agent = "agnet"', "registration: no party is named agnet"),
        ('"officer_6"]\nmore', '"officer_7"]\nmore', "registration: no party is named officer_7"),
        ('report_date_3 = "mmddccyy"\n', "", "`dates` gives no format of report_date_3"),
    ],
)
def test_a_registration_that_does_not_fit_its_card_is_a_config_error(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    text = (SOURCES / "sunbiz_corporations" / "card.toml").read_text()
    assert old in text
    (tmp_path / "card.toml").write_text(text.replace(old, new))
    with pytest.raises(ConfigError) as error:
        read_section(load_card(tmp_path / "card.toml"), RegisterSection)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("flag", "lists_all"), [(b"Y", False), (b"N", True), (b" ", None), (b"7", None)]
)
def test_the_flag_of_more_than_six_officers_is_one_of_three(
    tmp_path: Path, flag: bytes, lists_all: bool | None
) -> None:
    line = sunbiz_line("D1", "GULF ROOFING LLC", PERSON, OFFICERS)
    (record,) = only(registry(tmp_path, line[:494] + flag + line[495:]), GULF).records
    assert record.registration is not None
    assert record.registration.lists_all_officers is lists_all


def test_an_officer_s_own_record_has_no_entry(tmp_path: Path) -> None:
    line = sunbiz_line("D1", "GULF ROOFING LLC", PERSON, OFFICERS)
    (record,) = only(registry(tmp_path, line), make_inquiry("q", name="Wilma Tester")).records
    assert record.registration is None


def test_accented_letters_are_read_as_latin_1(tmp_path: Path) -> None:
    line = sunbiz_line("D1", "CAF\xc9 LLC", PERSON, (("MGR", "P", "MU\xd1OZ, WILMA"),))
    connector = registry(tmp_path, line)
    (record,) = only(connector, make_inquiry("q", name="Wilma Munoz")).records
    assert record.names[0].surname == "MU\xd1OZ"
    assert only(connector, make_inquiry("q", name="Wilma Muñoz")).outcome is Outcome.HIT
