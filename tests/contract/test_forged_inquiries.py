"""Every kind of connector lets nothing leave that the gate did not permit to it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from connectors.base import SourceSettings
from connectors.card import LoadedCard
from connectors.registry import discover
from skiptrace.model.card import ConnectorKind
from skiptrace.model.errors import PermitForged
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Collector, Connector, Settler
from skiptrace.model.record import Ticket
from skiptrace.model.waterfall import Outcome
from tests.inquiries import NOW, SIGNER, clock, make_inquiry
from tests.inquiries import signed as by_the_gate

CARDS = ("enformion_person", "gleif", "county_property_roll", "county_court", "bureau_batch")
TOWN = discover(plugins=["sandbox"])
PUT_ASIDE = Ticket("1", NOW, NOW + timedelta(days=1))


class Asked(BaseHTTPRequestHandler):
    """A source that notes what reached it and has nothing."""

    came: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.came.append(self.path)
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def source() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@dataclass
class Leaves:
    """Which inquiries asked for leave."""

    asked: list[str] = field(default_factory=list)

    def leave(self, inquiry: Inquiry) -> None:
        self.asked.append(inquiry.id)


def made(card_id: str, folder: Path, url: str) -> Connector:
    loaded: LoadedCard = TOWN.find(card_id)
    secrets = dict.fromkeys(loaded.secrets, "test")
    file = folder / "roll.csv"
    file.write_text("")
    is_file = loaded.card.kind is ConnectorKind.REGISTER
    options = {"path": str(file)} if is_file else {"settlement_url": url}
    if loaded.card.kind is ConnectorKind.FILES:
        url = url.replace("http://", "sftp://")
        secrets, options = {"user": "test", "password": "test"}, {"host_key": f"SHA256:{'A' * 43}"}
    settings = SourceSettings(url, folder, clock, secrets, options, check=SIGNER.check)
    return TOWN.build(card_id, settings)


def signed(card_id: str) -> Inquiry:
    return by_the_gate(asked(card_id))


def asked(card_id: str, name: str = "Ann Lee") -> Inquiry:
    subject = {"name": name, "organization": "Lee LLC", "phones": ("5035550101",)}
    subject["ssn"] = "900112233"
    return make_inquiry(connector_id=card_id, **subject)


FORGERIES: dict[str, Callable[[str], Inquiry]] = {
    "unsigned": asked,
    "of another": lambda card_id: replace(signed(card_id), fields=asked(card_id, "Bo Lee").fields),
    "for another": lambda card_id: signed("another_source"),
}


def test_the_kinds_are_all_tried() -> None:
    assert {TOWN.find(one).card.kind for one in CARDS} == set(ConnectorKind)


@pytest.mark.parametrize("card_id", CARDS)
@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_inquiry_stays(
    tmp_path: Path, source: str, card_id: str, forge: Callable[[str], Inquiry]
) -> None:
    connector, leaves = made(card_id, tmp_path, source), Leaves()
    Asked.came.clear()
    (answer,) = connector.search([forge(card_id)], leaves.leave)
    assert (leaves.asked, Asked.came) == ([], [])
    assert answer.outcome is Outcome.FAILED
    assert answer.reason.startswith("PermitForged: the inquiry ")
    assert answer.cost == 0


@pytest.mark.parametrize("card_id", CARDS)
def test_a_permitted_one_asks_for_leave(tmp_path: Path, source: str, card_id: str) -> None:
    connector, leaves = made(card_id, tmp_path, source), Leaves()
    (answer,) = connector.search([signed(card_id)], leaves.leave)
    assert set(leaves.asked) == {"inq-1"}
    assert "PermitForged" not in answer.reason


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
def test_nobody_collects_or_settles_by_a_forged_inquiry(
    tmp_path: Path, source: str, forge: Callable[[str], Inquiry]
) -> None:
    Asked.came.clear()
    connector = made("enformion_person", tmp_path, source)
    assert isinstance(connector, Settler)
    assert connector.can_settle
    with pytest.raises(PermitForged):
        connector.settle(forge("enformion_person"))
    for owing in ("sandbox_batch_bureau", "bureau_batch"):
        connector = made(owing, tmp_path, source)
        assert isinstance(connector, Collector)
        with pytest.raises(PermitForged):
            list(connector.collect([(forge(owing), PUT_ASIDE)]))
    assert isinstance(connector, Settler)
    with pytest.raises(PermitForged):
        connector.settle(forge("bureau_batch"))
    assert Asked.came == []
