"""An installation's sources answer what its own gate permitted, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from skiptrace.app.sources import open_sources
from skiptrace.cli.session import opened
from skiptrace.model.inquiry import Inquiry
from tests.inquiries import make_address, make_inquiry, signed
from tests.installation import Site


def asked(card_id: str) -> Inquiry:
    place = make_address("1 Elm St", "Salem", "OR", "97301")
    return make_inquiry(connector_id=card_id, name="Ann Lee", addresses=(place,))


@pytest.mark.parametrize("has_case", [True, False])
def test_only_the_gate_of_the_installation_is_believed(
    tmp_path: Path, few: Site, has_case: bool
) -> None:
    site = few.copy(tmp_path / "site")
    with site.served(), opened(str(site.config)) as session:
        case = session.case if has_case else None
        with open_sources(session.installation, case) as sources:
            assert len(sources.connectors) > 3
            for card_id, connector in sources.connectors.items():
                for inquiry in (asked(card_id), signed(asked(card_id))):
                    (answer,) = connector.search([inquiry])
                    assert answer.reason.startswith(("PermitForged: ", "the inquiry holds no")), (
                        card_id
                    )
                    assert not answer.snapshots
            if has_case:
                permitted = signed(asked("county_court"), session.case.permits)
                (answer,) = sources.connectors["county_court"].search([permitted])
                assert "PermitForged" not in answer.reason
