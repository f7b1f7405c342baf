"""What a register says a business was called, trades as and became, from a card without code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.card import load_card
from connectors.kit import check_connector
from connectors.register.connector import RegisterConnector
from skiptrace.model.dates import PartialDate
from skiptrace.model.record import SourceRecord
from skiptrace.model.registration import Became, Registration, Successor
from skiptrace.model.subject import EntityKind, PostalAddress
from tests.business_register import Row, write_register
from tests.inquiries import make_inquiry

ROW = Row("L77", "BAYLINE ROOFING LLC")


def asked(folder: Path, row: Row, name: str) -> Sequence[SourceRecord]:
    """What the register answers to a question for that name; the connector passes the kit."""
    write_register(folder, [row])
    settings = SourceSettings(
        "", folder / "data", lambda: datetime(2026, 11, 22, tzinfo=UTC),
        options={"path": str(folder / "harbor_businesses.csv")},
    )  # fmt: skip
    connector = RegisterConnector(load_card(folder / "card.toml"), settings)
    inquiry = make_inquiry("q", entity=EntityKind.ORGANIZATION, organization=name)
    assert check_connector(connector, [inquiry]) == []
    (answer,) = connector.search([inquiry])
    return answer.records


def entry_of(folder: Path, row: Row, name: str = "Bayline Roofing LLC") -> Registration:
    record, *others = asked(folder, row, name)
    assert record.registration is not None
    assert all(other.registration == record.registration for other in others)
    return record.registration


@pytest.mark.parametrize(
    ("changes", "successor"),
    [
        ({}, None),
        (
            {"became": "M", "successor": "KEEL INC", "successor_number": "P9"},
            Successor(Became.MERGED, "KEEL INC", "P9"),
        ),
        ({"became": "M", "successor_number": "P9"}, Successor(Became.MERGED, "", "P9")),
        (
            {"became": "C", "successor": "BAYLINE INC", "became_on": "2024-05-01"},
            Successor(Became.CONVERTED, "BAYLINE INC", "", PartialDate(2024, 5, 1)),
        ),
        ({"became": "M"}, None),
        ({"successor": "KEEL INC", "successor_number": "P9"}, None),
    ],
    ids=["nothing", "merged", "merged by number", "converted", "into nobody", "nobody says how"],
)
def test_what_a_business_became_is_read_with_its_number_and_day(
    tmp_path: Path, changes: dict[str, str], successor: Successor | None
) -> None:
    assert entry_of(tmp_path, replace(ROW, **changes)).successor == successor


@pytest.mark.parametrize(
    ("trades", "names"),
    [
        ("", ()),
        ("BAYLINE ROOFS", ("BAYLINE ROOFS",)),
        ("BAYLINE ROOFS; GULF TILES ;", ("BAYLINE ROOFS", "GULF TILES")),
        ("BAYLINE ROOFING LLC", ()),
    ],
)
def test_trade_names_stand_apart(tmp_path: Path, trades: str, names: tuple[str, ...]) -> None:
    assert entry_of(tmp_path, replace(ROW, trade_names=trades)).trade_names == names


@pytest.mark.parametrize(
    ("flag", "lists_all"), [("Y", False), ("N", True), ("", None), ("?", None)]
)
def test_whether_more_officers_are_registered_is_one_of_three(
    tmp_path: Path, flag: str, lists_all: bool | None
) -> None:
    assert entry_of(tmp_path, replace(ROW, more_officers=flag)).lists_all_officers is lists_all


def test_one_that_was_renamed_is_found_by_its_former_name_and_says_the_present_one(
    tmp_path: Path,
) -> None:
    row = replace(ROW, former_name="ALVERA ROOFING LLC")
    (old,) = asked(tmp_path / "old", row, "Alvera Roofing LLC")
    (new,) = asked(tmp_path / "new", row, "Bayline Roofing LLC")
    assert (old.organization, new.organization) == ("ALVERA ROOFING LLC", "BAYLINE ROOFING LLC")
    assert (old.ref, new.ref) == ("L77/former", "L77")
    assert old.registration == new.registration, "it is one entry, whichever name finds it"
    assert new.registration is not None
    assert new.registration.name == "BAYLINE ROOFING LLC"
    assert new.registration.former_names == ("ALVERA ROOFING LLC",)


def test_one_that_is_found_by_a_trade_name_was_not_renamed(tmp_path: Path) -> None:
    row = replace(ROW, trade_names="GULF TILES", former_name="ALVERA ROOFING LLC")
    (record,) = asked(tmp_path, row, "Gulf Tiles")
    assert record.organization == "GULF TILES"
    assert record.registration is not None
    assert record.registration.name == "BAYLINE ROOFING LLC"
    assert record.registration.former_names == ("ALVERA ROOFING LLC",)
    assert record.registration.trade_names == ("GULF TILES",)


def test_both_addresses_and_every_report_are_kept(tmp_path: Path) -> None:
    mail = {"mail_line": "PO BOX 9", "mail_city": "ALVERA", "mail_state": "FL", "mail_zip": "34802"}
    entry = entry_of(tmp_path, replace(ROW, **mail, report_2="2025-03-01"))
    assert entry.principal == PostalAddress("1 HARBOR DR", "PORT ALVERA", "FL", "34801")
    assert entry.mailing == PostalAddress("PO BOX 9", "ALVERA", "FL", "34802")
    assert entry.reports == (PartialDate(2026, 2, 20), PartialDate(2025, 3, 1))
    assert entry.last_report == PartialDate(2026, 2, 20)
