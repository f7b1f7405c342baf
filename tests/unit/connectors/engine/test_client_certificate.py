"""A source that knows us by a certificate: who we are is shown over TLS, and what can go wrong.

The other side is a real server on loopback, whose authority and certificates are made here.
"""

from __future__ import annotations

import logging
import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.engine.connector import EngineConnector
from connectors.engine.transport.tls import client_context
from connectors.kit.certificates import Authority, Pair
from connectors.kit.loopback import Provider, Says, provider
from connectors.registry import discover
from skiptrace.model.card import Cost
from skiptrace.model.errors import ConfigError
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry

CARDS = discover([Path(__file__).parents[3] / "contract" / "cards"]).cards
LOOKUP = CARDS["certified_lookup"]
OURS, THEIRS = Authority("Authority of the source"), Authority("Another authority")
SERVER, ELSEWHERE = OURS.pair("127.0.0.1"), OURS.pair("127.0.0.2")
CUSTOMER = OURS.pair("customer")
LOCKED = OURS.pair("customer", password="open sesame")
EXPIRED = OURS.pair("customer", ends=timedelta(days=-3))
STRANGER = THEIRS.pair("customer")
FOUND = {"number": "+12395550101", "owner": {"first": "Ann", "last": "Quillfeather"}}
INQUIRY = make_inquiry("inq-1", phones=("2395550101",))


@dataclass(frozen=True)
class Case:
    """What we show, what the server shows, and how an answer of a free and a paid source ends."""

    shown: Pair
    server: Pair
    free: tuple[Outcome, str]
    paid: tuple[Outcome, str]
    trusted: Authority = OURS
    password: str = ""


REFUSED = (Outcome.BLOCKED, "the source refused our certificate")
UNKNOWN = (Outcome.FAILED, "no connection (SSLError)")
CASES: Mapping[str, Case] = {
    "ours": Case(CUSTOMER, SERVER, (Outcome.HIT, ""), (Outcome.HIT, "")),
    "a locked key": Case(
        LOCKED, SERVER, (Outcome.HIT, ""), (Outcome.HIT, ""), password="open sesame"
    ),
    "one that has ended": Case(EXPIRED, SERVER, REFUSED, REFUSED),
    "one of another authority": Case(STRANGER, SERVER, REFUSED, REFUSED),
    "a server of another authority": Case(CUSTOMER, SERVER, UNKNOWN, UNKNOWN, THEIRS),
    "a server of another address": Case(CUSTOMER, ELSEWHERE, UNKNOWN, UNKNOWN),
}


def served(pair: Pair, folder: Path) -> ssl.SSLContext:
    """The context of a server that lets in whom the authority of the source vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    (folder / "server.pem").write_text(pair.certificate + pair.key)
    context.load_cert_chain(folder / "server.pem")
    context.load_verify_locations(cadata=OURS.pem)
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def connector(case: Case, url: str, folder: Path, cost: str = "0") -> EngineConnector:
    trusted = folder / "authorities.pem"
    trusted.write_text(case.trusted.pem)
    secrets = {"client_certificate": case.shown.certificate, "client_key": case.shown.key}
    if case.password:
        secrets["client_key_password"] = case.password
    card = replace(LOOKUP.card, cost=Cost(per_hit=Decimal(cost)))
    settings = SourceSettings(url, folder, clock, secrets, {"ca_file": str(trusted)})
    return EngineConnector(replace(LOOKUP, card=card), settings)


def asked(case: Case, folder: Path, cost: str) -> tuple[Answer, Provider]:
    with provider([Says(body=FOUND)], served(case.server, folder)) as running:
        (answer,) = connector(case, running.url, folder, cost).search([INQUIRY])
        return answer, running


@pytest.mark.parametrize("cost", ["0", "0.10"], ids=["free", "paid"])
@pytest.mark.parametrize("name", CASES)
def test_who_we_are_is_shown_and_a_refusal_is_told(
    name: str, cost: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    case = CASES[name]
    caplog.set_level(logging.DEBUG)
    answer, running = asked(case, tmp_path, cost)
    outcome, words = case.paid if cost != "0" else case.free
    lost_alert = cost != "0" and outcome is Outcome.BLOCKED and answer.outcome is Outcome.IN_DOUBT
    if not lost_alert:  # the server may reset the connection before its alert is read
        assert (answer.outcome, words in answer.reason) == (outcome, True), answer.reason
    assert len(running.asked) == (outcome is Outcome.HIT)
    secret = re.sub(r"-----.*-----|\s", "", case.shown.key)[:40]
    told = f"{caplog.text} {answer.reason} {answer!r}"
    assert secret and secret not in re.sub(r"\s", "", told)
    assert "BEGIN" not in told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["authorities.pem", "server.pem"]


@pytest.mark.parametrize(
    ("shown", "password", "words"),
    [
        (Pair(CUSTOMER.certificate, STRANGER.key), "", "the key is not that of the certificate"),
        (Pair(CUSTOMER.certificate, "no key"), "", "expected a certificate and its key in PEM"),
        (Pair("no certificate", CUSTOMER.key), "", "expected a certificate and its key in PEM"),
        (LOCKED, "", "and the password of one that is locked"),
        (LOCKED, "another", "and the password of one that is locked"),
        (Pair("", CUSTOMER.key), "", "secret client_certificate is not set"),
        (Pair(CUSTOMER.certificate, ""), "", "secret client_key is not set"),
    ],
)
def test_a_certificate_that_is_none_is_a_fault_of_the_settings(
    shown: Pair, password: str, words: str, tmp_path: Path
) -> None:
    case = replace(CASES["ours"], shown=shown, password=password)
    with pytest.raises(ConfigError, match=words) as told:
        connector(case, "https://127.0.0.1:1", tmp_path)
    assert "PRIVATE" not in str(told.value)
    assert told.value.__cause__ is None


def test_a_server_that_nobody_vouches_for_gets_nothing(tmp_path: Path) -> None:
    case = replace(CASES["ours"], trusted=OURS)
    with provider([Says(body=FOUND)], served(SERVER, tmp_path)) as running:
        made = connector(case, running.url, tmp_path)
        usual = SourceSettings(
            running.url,
            tmp_path,
            clock,
            {"client_certificate": CUSTOMER.certificate, "client_key": CUSTOMER.key},
        )
        (answer,) = EngineConnector(LOOKUP, usual).search([INQUIRY])
        assert answer.outcome is Outcome.FAILED
        assert running.asked == []
        (answer,) = made.search([INQUIRY])
        assert answer.outcome is Outcome.HIT


def test_a_file_of_authorities_stands_in_the_place_of_all_others() -> None:
    context = client_context(CUSTOMER.certificate, CUSTOMER.key)
    assert context.get_ca_certs() == []
    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)


def test_a_file_of_authorities_that_is_not_there_is_named(tmp_path: Path) -> None:
    options = {"ca_file": str(tmp_path / "none.pem")}
    secrets = {"client_certificate": CUSTOMER.certificate, "client_key": CUSTOMER.key}
    settings = SourceSettings("https://127.0.0.1:1", tmp_path, clock, secrets, options)
    with pytest.raises(ConfigError, match=r"options\.ca_file: there is no such file"):
        EngineConnector(LOOKUP, settings)
