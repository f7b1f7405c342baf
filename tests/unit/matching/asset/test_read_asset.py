"""What sources say of assets, read into types: a field each, unknown is None, the rest a remark."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter

from matching.parse.asset.read import read_asset
from matching.parse.asset.terms import Terms
from skiptrace.model.asset import (
    Aircraft,
    Asset,
    BusinessInterest,
    CourtCase,
    Deed,
    Judgment,
    Jurisdiction,
    Licence,
    Lien,
    Money,
    Mortgage,
    OtherDocument,
    Parcel,
    ParcelRef,
    Party,
    PartyRole,
    Release,
    Remark,
    UccFiling,
    UnclaimedProperty,
    Vehicle,
    Vessel,
)
from skiptrace.model.dates import PartialDate
from skiptrace.model.kinds import ASSET_KINDS, FindingKind
from skiptrace.model.record import Indicator
from tests.tables import each

K, R = FindingKind, PartyRole
PLACE = Jurisdiction("FL", "Calusa Ferry", "USD")
REF = ParcelRef("P-7", "Calusa Ferry", "FL")
DAY = PartialDate(2019, 5, 1)


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def read(kind: FindingKind, said: dict[str, str], reference: str = "P-7", **more: Any) -> Any:
    return read_asset(Indicator(kind, "x", reference, DAY, said), more.get("place", PLACE))


CASES: list[tuple[FindingKind, dict[str, str], Asset]] = [
    (K.REAL_PROPERTY, {}, Parcel(ref=REF, deed_date=DAY)),
    (
        K.REAL_PROPERTY,
        {
            "owner_1": "ROE RITA", "owner_2": "ROE BO", "assessed_value": "$284,300",
            "tax_year": "2026", "homestead": "N", "street": "9 OAK AVE", "city": "ALVERA",
            "zip": "34801", "school_district": "4",
        },
        Parcel(
            ref=ParcelRef("P-7", "Calusa Ferry", "FL", "9 OAK AVE, ALVERA FL 34801"),
            assessed=usd("284300"), tax_year=2026, homestead=False, deed_date=DAY,
            parties=(Party("ROE RITA", R.OWNER), Party("ROE BO", R.OWNER)),
            remarks=(Remark("school_district", "4"),),
        ),
    ),
    (
        K.REAL_PROPERTY,
        {"homestead": "25000", "assessed_value": "n/a", "tax_year": "26", "county": "Osceola"},
        Parcel(
            ref=ParcelRef("P-7", "Osceola", "FL"), deed_date=DAY,
            remarks=(
                Remark("assessed_value", "n/a"), Remark("homestead", "25000"),
                Remark("tax_year", "26"),
            ),
        ),
    ),
    (
        K.REAL_PROPERTY,
        {
            "document": "D-1", "document_type": "QUIT CLAIM DEED", "party": "grantor",
            "counterparty": "ROE RITA", "amount": "10",
        },
        Deed(
            ref=REF, number="D-1", word="QUIT CLAIM DEED", recorded=DAY, side=R.GRANTOR,
            amount=usd("10"), parties=(Party("ROE RITA", R.GRANTEE),),
        ),
    ),
    (
        K.REAL_PROPERTY,
        {"document_type": "MTG", "party": "grantor", "grantor": "A", "grantee": "B BANK"},
        Mortgage(
            ref=REF, word="MTG", recorded=DAY, side=R.GRANTOR,
            parties=(Party("A", R.GRANTOR), Party("B BANK", R.GRANTEE)),
        ),
    ),
    (
        K.REAL_PROPERTY,
        {"document": "S-1", "document_type": "SATISFACTION", "party": "grantee",
         "refers_to": "M-1", "counterparty": "B BANK"},
        Release(
            ref=REF, number="S-1", word="SATISFACTION", recorded=DAY, side=R.GRANTEE,
            refers_to="M-1", is_partial=False, parties=(Party("B BANK", R.GRANTOR),),
        ),
    ),
    (
        K.REAL_PROPERTY,
        {"document": "X-1", "document_type": "WRTY DD", "party": "nobody"},
        OtherDocument(ref=REF, number="X-1", word="WRTY DD", recorded=DAY, does="unknown"),
    ),
    (
        K.JUDGMENT,
        {"court": "CIRCUIT", "status": "OPEN", "disposition": "", "amount": "1,250.50",
         "role": "DEFENDANT", "plaintiff": "A BANK"},
        Judgment(
            number="P-7", filed=DAY, court="CIRCUIT", county="Calusa Ferry", status="OPEN",
            amount=usd("1250.50"), role="DEFENDANT", parties=(Party("A BANK", R.CREDITOR),),
        ),
    ),
    (K.LIEN, {}, Lien(number="P-7", filed=DAY, county="Calusa Ferry")),
    (K.COURT_CASE, {"case_type": "CIVIL"},
     CourtCase(number="P-7", filed=DAY, county="Calusa Ferry", case_type="CIVIL")),
    (
        K.UCC,
        {"secured_party": "B BANK", "lapses": "05/01/2024", "collateral": "all"},
        UccFiling(
            number="P-7", filed=DAY, lapses=PartialDate(2024, 5, 1), collateral="all",
            parties=(Party("B BANK", R.SECURED_PARTY),),
        ),
    ),
    (
        K.BUSINESS_INTEREST,
        {"entity": "A LLC", "role": "MGR", "status": "active", "fei": "12-3456789",
         "agent": "C INC"},
        BusinessInterest(
            number="P-7", name="A LLC", role="MGR", status="active", formed=DAY,
            ein="12-3456789", parties=(Party("C INC", R.AGENT),),
        ),
    ),
    (K.VEHICLE, {"vin": "1X", "make": "FORD", "year": "2019", "plate": "ABC"},
     Vehicle(number="P-7", vin="1X", make="FORD", year=2019, plate="ABC", since=DAY)),
    (K.VESSEL, {"hin": "H1", "name": "SALLY", "year": "x"},
     Vessel(number="P-7", hull="H1", name="SALLY", since=DAY, remarks=(Remark("year", "x"),))),
    (K.AIRCRAFT, {"serial": "17-1", "expires": "2027-01-31"},
     Aircraft(number="P-7", serial="17-1", since=DAY, expires=PartialDate(2027, 1, 31))),
    (K.LICENCE, {"type": "REALTOR", "status": "ACTIVE"},
     Licence(number="P-7", licence_type="REALTOR", status="ACTIVE", issued=DAY)),
    (K.UNCLAIMED_PROPERTY, {"holder": "A CO", "balance": "12.00"},
     UnclaimedProperty(number="P-7", amount=usd("12"), parties=(Party("A CO", R.HOLDER),))),
]  # fmt: skip


@each(("kind", "said", "asset"), CASES)
def test_what_a_source_says_is_an_asset(
    kind: FindingKind, said: dict[str, str], asset: Asset
) -> None:
    assert read(kind, said) == asset


def test_every_kind_of_asset_has_a_type_and_no_status_has() -> None:
    assert {kind for kind in K if read(kind, {}) is not None} == ASSET_KINDS


@each(("kind", "said", "asset"), CASES)
def test_an_asset_is_stored_and_read_as_its_own_type(
    kind: FindingKind, said: dict[str, str], asset: Asset
) -> None:
    adapter: TypeAdapter[Asset] = TypeAdapter(Asset)
    back = adapter.validate_json(adapter.dump_json(asset))
    assert (type(back), back) == (type(asset), asset)


def test_without_a_place_nothing_of_the_place_is_made_up() -> None:
    parcel = read(K.REAL_PROPERTY, {"assessed_value": "100"}, "", place=Jurisdiction())
    assert parcel.ref == ParcelRef(None)
    assert parcel.assessed == Money(Decimal(100), None)


@each(
    ("text", "amount", "currency"),
    [
        ("1", "1", None),
        ("$1,234,567.89", "1234567.89", "USD"),
        ("US$ 10", "10", "USD"),
        ("USD 10.5", "10.5", "USD"),
        ("10 USD", "10", "USD"),
        ("0", "0", None),
        ("", None, None),
        ("12,34", None, None),
        ("-5", None, None),
        ("1.234", None, None),
        ("10 EUR", None, None),
        ("ten dollars", None, None),
    ],
)
def test_an_amount(text: str, amount: str | None, currency: str | None) -> None:
    terms = Terms({"amount": text}, None)
    wanted = None if amount is None else Money(Decimal(amount), currency)
    assert terms.money("amount") == wanted
    assert terms.rest() == ((Remark("amount", text),) if text and wanted is None else ())


@each(
    ("text", "state", "county", "currency"),
    [
        ("US-FL-Calusa Ferry", "FL", "Calusa Ferry", "USD"),
        ("US-MD-PRINCE-GEORGES", "MD", "PRINCE GEORGES", "USD"),
        ("US-FL", "FL", None, "USD"),
        ("US", None, None, "USD"),
        ("", None, None, None),
        ("county", None, None, None),
        ("CA-ON", None, None, None),
    ],
)
def test_a_jurisdiction(
    text: str, state: str | None, county: str | None, currency: str | None
) -> None:
    assert Jurisdiction.read(text) == Jurisdiction(state, county, currency)


@pytest.mark.parametrize("kind", [K.BANKRUPTCY, K.DECEASED, K.ADDRESS])
def test_what_is_no_asset_is_none(kind: FindingKind) -> None:
    assert read(kind, {"chapter": "7"}) is None
