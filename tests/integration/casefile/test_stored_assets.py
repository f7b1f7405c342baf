"""Assets and titles in the case file; what was stored before assets had types stays readable."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from matching.parse.asset.former import with_asset
from skiptrace.casefile import codec
from skiptrace.casefile.case import CaseFile
from skiptrace.model.asset import (
    Asset,
    BusinessInterest,
    Deed,
    Judgment,
    Money,
    Mortgage,
    Parcel,
    ParcelRef,
    Party,
    PartyRole,
    Remark,
)
from skiptrace.model.dates import PartialDate
from skiptrace.model.evidence import Evidence
from skiptrace.model.finding import FindingKind, FindingStatus
from skiptrace.model.title import Conveyance, Holding, Title
from tests.integration.casefile.filling import trace

DAY = PartialDate(2022, 3, 4)
P7 = ParcelRef("P-7", None, "FL", "9 OAK AVE, ALVERA FL")
FORMER: list[tuple[str, str, str, dict[str, str], Asset | None]] = [
    (
        "real_property", "real_property:US-FL:p7", "P-7",
        {"document": "D-2", "document_type": "WARRANTY DEED", "party": "grantor",
         "amount": "240000", "street": "9 OAK AVE", "city": "ALVERA"},
        Deed(
            ref=P7, number="D-2", word="WARRANTY DEED", recorded=DAY, side=PartyRole.GRANTOR,
            amount=Money(Decimal(240000), "USD"),
        ),
    ),
    (
        "real_property", "real_property:county_roll:p7", "P-7",
        {"land_use": "0100", "assessed_value": "150000", "deed_date": "2012-05-06"},
        Parcel(
            ref=ParcelRef("P-7"), land_use="0100", assessed=Money(Decimal(150000), None),
            deed_date=PartialDate(2012, 5, 6),
        ),
    ),
    (
        "lien", "lien:document:US-FL:m1", "M-1",
        {"document": "M-1", "document_type": "MORTGAGE", "party": "grantor", "parcel": "P-7",
         "lender": "PALM COASTAL BANK NA"},
        Mortgage(
            ref=ParcelRef("P-7", None, "FL"), number="M-1", word="MORTGAGE", recorded=DAY,
            side=PartyRole.GRANTOR, parties=(Party("PALM COASTAL BANK NA", PartyRole.GRANTEE),),
        ),
    ),
    (
        "judgment", "judgment:US-FL:1", "1", {"court": "CIRCUIT", "note": "x"},
        Judgment(number="1", filed=DAY, court="CIRCUIT", remarks=(Remark("note", "x"),)),
    ),
    (
        "business_interest", "business_interest:US-FL:l1", "L1", {"entity": "A LLC"},
        BusinessInterest(number="L1", name="A LLC", formed=DAY),
    ),
    ("bankruptcy", "bankruptcy:US-FL:2", "2", {"chapter": "7"}, None),
]  # fmt: skip


def former_bytes(kind: str, original: str, detail: dict[str, str]) -> bytes:
    """Evidence as it was stored before assets had types."""
    origin = {
        "connector_id": "county", "connector_version": "1", "record_ref": original,
        "retrieved": "2026-11-22T06:00:00Z", "snapshot_sha256": "", "locator": "$",
        "permit_id": "permit-1",
    }  # fmt: skip
    day = {"year": 2022, "month": 3, "day": 4}
    said: dict[str, Any] = {
        "id": "ev-1", "kind": kind, "value": "as it was shown", "original": original,
        "provenance": origin, "probability": 0.99, "candidate_id": "", "role": "",
        "first_seen": day, "last_seen": day, "detail": detail,
    }  # fmt: skip
    return json.dumps(said).encode()


@pytest.mark.parametrize(("kind", "key", "original", "detail", "asset"), FORMER)
def test_former_evidence_is_read_as_an_asset(
    kind: str, key: str, original: str, detail: dict[str, str], asset: Asset | None
) -> None:
    read = with_asset(codec.EVIDENCE.decode(former_bytes(kind, original, detail)), key)
    assert read.asset == asset
    assert read.detail == ({} if asset else detail)
    assert with_asset(read, key) == read


def test_a_former_finding_is_read_and_a_later_one_takes_its_place(case: CaseFile) -> None:
    put = trace(case)
    kind, key, original, detail, asset = FORMER[0]
    evidence: Evidence = codec.EVIDENCE.decode(former_bytes(kind, original, detail))
    former = replace(
        put.finding, id="fin-land", kind=FindingKind.REAL_PROPERTY, key=key, evidence=(evidence,)
    )
    deed = with_asset(evidence, key).asset
    assert isinstance(deed, Deed)
    title = Title(
        deed.ref, Holding.CONVEYED, DAY, ("ROE RITA",), "deed", Money(Decimal("1.50"), "USD"),
        2026, True, "0100", (), (Conveyance(deed, False, "kin"),),
    )  # fmt: skip
    later = replace(
        former,
        status=FindingStatus.FORMER,
        title=title,
        evidence=(replace(evidence, detail={}, asset=asset),),
    )

    def current() -> Any:
        with case.read() as tx:
            found = case.findings.current(tx, put.order.account.id)
        return next(f for f in found if f.kind is FindingKind.REAL_PROPERTY)

    with case.write() as tx:
        assert case.findings.add(tx, [former]) == 1
    assert (current().title, current().evidence[0].asset) == (None, asset)
    with case.write() as tx:
        assert case.findings.add(tx, [later]) == 1
        assert case.findings.add(tx, [later]) == 0
    assert current() == later
