"""Owners in one column are asked for in every wording: estates, heirs, trusts, second parties."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.registry import SourceRegistry, discover
from connectors.sandbox.serve import serving
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.subject import PersonName
from skiptrace.model.waterfall import Outcome
from tests import tiny_town
from tests.contract.cassette_cases import DEEDS, SECRETS
from tests.inquiries import clock, make_inquiry

WORDINGS = {
    "JONES ZELDA Q": Outcome.HIT,
    "POE ANN & JONES ZELDA": Outcome.HIT,
    "JONES ANN & ZELDA": Outcome.HIT,
    "ESTATE OF ZELDA JONES": Outcome.HIT,
    "HEIRS OF ZELDA Q JONES": Outcome.HIT,
    "ZELDA JONES TRUST": Outcome.HIT,
    "ZELDA Q JONES TRUSTEE": Outcome.HIT,
    "JONES ZELDA ESTATE OF": Outcome.HIT,
    "JONESBORO ZELDA": Outcome.NO_HIT,
    "ZELDA ROOFING LLC": Outcome.NO_HIT,
    "ESTATE OF ANN JONES": Outcome.NO_HIT,
}


def asked() -> Inquiry:
    return make_inquiry("ask", names=(PersonName("Zelda", "", "Jones"),))


@pytest.mark.parametrize("side", ["grantee", "grantor"])
@pytest.mark.parametrize("wording", WORDINGS)
def test_the_owner_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wording: str, side: str
) -> None:
    deed = {
        "document_id": "D1", "parcel_id": "P-1", "recorded": "2020-05-01", "doc_type": "WD",
        "amount": "1000", "grantor": "LAKE HOMES INC", "grantee": "BUYER B", side: wording,
    }  # fmt: skip
    monkeypatch.setattr(tiny_town, "TABLES", {"property_sales": [deed]})
    with serving(tiny_town.make_tiny_town(tmp_path)) as port:
        url = f"http://127.0.0.1:{port}/socrata"
        settings = SourceSettings(url, Path("unused"), clock, SECRETS, {})
        loaded = discover(plugins=["sandbox"]).find(DEEDS)
        connector = SourceRegistry({DEEDS: loaded}).build(DEEDS, settings)
        (answer,) = connector.search([asked()])
    assert answer.outcome is WORDINGS[wording], answer.reason
