"""Keys go with each call, a token is one for all threads, and a 401 renews it once."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.card import LoadedCard
from connectors.engine.connector import EngineConnector
from connectors.kit.loopback import Asked, Says, provider
from connectors.registry import discover
from skiptrace.model.card import Cost
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import ConfigError
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_address, make_inquiry

CARDS = discover([Path(__file__).parents[3] / "contract" / "cards"]).cards
LOOKUP = CARDS["token_lookup"]
SECRETS = {"client_id": "id-1", "client_secret": "secret-1"}
FOUND = {"number": "+12395550101", "owner": {"first": "Ann", "last": "Quillfeather"}}
ASKED = [make_inquiry(f"inq-{n}", phones=("2395550101",)) for n in range(12)]


def connector(loaded: LoadedCard, url: str, **secrets: str) -> EngineConnector:
    options = {"token_url": f"{url}/token"}
    settings = SourceSettings(url, Path("unused"), clock, secrets or SECRETS, options)
    return EngineConnector(loaded, settings)


class Desk:
    """A provider whose tokens are numbered, of which only the newest `valid` is taken."""

    def __init__(self, valid: int = 1, lives: object = 600) -> None:
        self.given, self.valid, self.lives = 0, valid, lives
        self.lock = threading.Lock()

    def __call__(self, asked: Asked) -> Says:
        if asked.path == "/token":
            with self.lock:
                self.given += 1
                said = {"access_token": f"token-{self.given}", "expires_in": self.lives}
                return Says(body=said)
        is_valid = asked.headers["authorization"] == f"Bearer token-{self.valid}"
        return Says(body=FOUND) if is_valid else Says(401, {})


def ask(desk: Callable[[Asked], Says], loaded: LoadedCard, count: int = 1) -> list[Answer]:
    with provider(desk) as running:
        return list(connector(loaded, running.url).search(ASKED[:count]))


@pytest.mark.parametrize("concurrency", [1, 4])
def test_all_threads_share_one_token(concurrency: int) -> None:
    loaded = replace(LOOKUP, card=replace(LOOKUP.card, concurrency=concurrency))
    desk = Desk()
    assert {a.outcome for a in ask(desk, loaded, 12)} == {Outcome.HIT}
    assert desk.given == 1


@pytest.mark.parametrize("concurrency", [1, 4])
def test_a_token_that_is_refused_is_renewed_once_for_all(concurrency: int) -> None:
    loaded = replace(LOOKUP, card=replace(LOOKUP.card, concurrency=concurrency))
    desk = Desk(valid=2)
    assert {a.outcome for a in ask(desk, loaded, 12)} == {Outcome.HIT}
    assert desk.given == 2


def test_a_second_refusal_is_one_of_our_credentials() -> None:
    desk = Desk(valid=9)
    (answer,) = ask(desk, LOOKUP)
    assert (answer.outcome, answer.reason.partition(":")[0]) == (Outcome.BLOCKED, "SourceRefused")
    assert desk.given == 2


def test_a_paid_call_that_was_not_served_may_leave_once_more_with_a_new_token() -> None:
    """A 401 is not served, so nothing was billed; any other end leaves it at one call."""
    card = replace(LOOKUP.card, cost=Cost(per_hit=LOOKUP.card.cost.per_hit + 1))
    loaded = replace(LOOKUP, card=card, section={**LOOKUP.section, "asked": "first"})
    desk = Desk(valid=2)
    (answer,) = ask(desk, loaded)
    assert (answer.outcome, answer.cost, len(answer.snapshots)) == (Outcome.HIT, 1, 1)


@pytest.mark.parametrize(("lives", "tokens"), [(600, 1), ("soon", 1), (None, 1), (10, 3)])
def test_a_token_is_renewed_before_its_end(lives: object, tokens: int) -> None:
    """One that lives for ten seconds is used for no second call."""
    desk = Desk(lives=lives)

    def script(asked: Asked) -> Says:
        return desk(asked) if asked.path == "/token" else Says(body=FOUND)

    ask(script, LOOKUP, 3)
    assert desk.given == tokens


@pytest.mark.parametrize(
    ("says", "outcome", "kind"),
    [
        (Says(401, {}), Outcome.BLOCKED, "SourceRefused"),
        (Says(400, {"error": "invalid_client"}), Outcome.BLOCKED, "SourceRefused"),
        (Says(503, {}), Outcome.FAILED, "SourceUnavailable"),
        (Says(200, {"token": "x"}), Outcome.FAILED, "SourceChanged"),
        (Says(200, b"<html>login</html>", "text/html"), Outcome.FAILED, "SourceChanged"),
    ],
)
def test_no_token_is_a_typed_end_and_nothing_is_asked(
    says: Says, outcome: Outcome, kind: str
) -> None:
    with provider([says]) as running:
        (answer,) = connector(LOOKUP, running.url).search(ASKED[:1])
        assert {asked.path for asked in running.asked} == {"/token"}
    assert (answer.outcome, answer.reason.partition(":")[0]) == (outcome, kind)
    assert "secret-1" not in answer.reason


def test_what_is_sent_for_a_token() -> None:
    with provider(Desk()) as running:
        list(connector(LOOKUP, running.url).search(ASKED[:1]))
        form = running.asked[0].body.decode()
    assert "grant_type=client_credentials" in form
    assert "client_id=id-1&client_secret=secret-1&scope=phones" in form
    auth = {**LOOKUP.section["auth"], "send": "basic"}
    with provider(Desk()) as running:
        made = connector(replace(LOOKUP, section={**LOOKUP.section, "auth": auth}), running.url)
        list(made.search(ASKED[:1]))
        asked = running.asked[0]
    assert asked.headers["authorization"] == "Basic " + b64encode(b"id-1:secret-1").decode()
    assert b"secret-1" not in asked.body


SIGN_IN = {"kind": "session", "token_url": "/sign-in", "fields": {"loginId": "client_id"}}
WITH_BASIC = SIGN_IN | {"fields": {}, "basic": {"user": "client_id", "password": "client_secret"}}


@pytest.mark.parametrize(
    ("auth", "says", "sent"),
    [
        (
            SIGN_IN | {"token": "a.csoToken", "header": "X-CSO", "scheme": ""},
            Says(body={"a": {"csoToken": "t-1"}}),
            ("x-cso", "t-1"),
        ),
        (SIGN_IN, Says(body=b"t-1\n", media_type="text/plain"), ("authorization", "Bearer t-1")),
        (SIGN_IN, Says(body="t-1"), ("authorization", "Bearer t-1")),
        (WITH_BASIC, Says(body="t-1"), ("authorization", "Bearer t-1")),
        (SIGN_IN | {"token": "a.t"}, Says(body={"a": {"t": ""}}), None),
        (SIGN_IN, Says(401, {}), None),
        (SIGN_IN, Says(body=b"no such user", media_type="text/plain"), None),
    ],
)
def test_a_sign_in_gives_a_token_or_our_credentials_are_refused(
    auth: dict[str, Any], says: Says, sent: tuple[str, str] | None
) -> None:
    loaded = replace(LOOKUP, section={**LOOKUP.section, "auth": auth | {"fixed": {"flag": "1"}}})
    asked: list[Asked] = []

    def script(call: Asked) -> Says:
        asked.append(call)
        return says if call.path == "/token" else Says(body=FOUND)

    (answer,) = ask(script, loaded)
    if sent is None:
        assert answer.reason.startswith("SourceRefused: ")
        assert [call.path for call in asked] == ["/token"]
        return
    first, second = asked
    assert second.headers[sent[0]] == sent[1]
    is_basic = "basic" in auth
    said = {"flag": "1"} if is_basic else {"flag": "1", "loginId": "id-1"}
    assert json.loads(first.body) == said
    basic = "Basic " + b64encode(b"id-1:secret-1").decode()
    assert first.headers.get("authorization") == (basic if is_basic else None)


def test_a_token_is_of_the_purposes_that_it_was_signed_in_for() -> None:
    """One for each, none for an inquiry on a purpose without a code, and a 401 renews its own."""
    loaded = discover().cards["idicore_person"]
    given: list[object] = []

    def desk(asked: Asked) -> Says:
        if asked.path == "/token":
            given.append(json.loads(asked.body))
            return Says(body=f"token-{len(given)}")
        is_first = asked.headers["authorization"] == "token-1" and b"inq-2" in asked.body
        return Says(401, {}) if is_first else Says(body={"result": []})

    def on(number: int, codes: tuple[str, ...]) -> Inquiry:
        fields: dict[str, Any] = {"name": "Ann Quillfeather", "dob": PartialDate(1980, 3, 9)}
        inquiry = make_inquiry(f"inq-{number}", **fields)
        permit = replace(inquiry.permit, purposes=("GLB-1",) if codes else (), codes=codes)
        return replace(inquiry, permit=permit)

    with provider(desk) as running:
        made = connector(loaded, running.url, **SECRETS)
        asked = [on(1, ("a",)), on(2, ("a",)), on(3, ("b",)), on(4, ("a",)), on(5, ())]
        outcomes = {a.inquiry_id: a.outcome for a in made.search(asked)}
    assert given == [{"glba": code, "dppa": "none"} for code in ("a", "a", "b")]
    assert outcomes.pop("inq-5") is Outcome.BLOCKED
    assert set(outcomes.values()) == {Outcome.NO_HIT}


@pytest.mark.parametrize(
    ("card_id", "secrets", "sent"),
    [
        ("next_links", {"token": "t-1"}, {"authorization": "Token t-1"}),
        ("cursor_pages", {"api_key": "k-1"}, {"x-api-key": "k-1"}),
        (
            "paid_xml",
            {"user": "u", "password": "p"},
            {"authorization": "Basic " + b64encode(b"u:p").decode()},
        ),
    ],
)
def test_keys_go_in_the_headers_that_the_card_names(
    card_id: str, secrets: dict[str, str], sent: dict[str, str]
) -> None:
    fields: dict[str, Any] = {"name": "Ann Quillfeather", "addresses": ()}
    if card_id == "cursor_pages":
        fields = {"addresses": (make_address("12 Oak St"),)}
    with provider([Says(500)]) as running:
        list(connector(CARDS[card_id], running.url, **secrets).search([make_inquiry(**fields)]))
        headers = running.asked[0].headers
    assert {name: headers.get(name) for name in sent} == sent


def test_a_key_in_the_query_is_in_no_description() -> None:
    with provider([Says(500)]) as running:
        made = connector(CARDS["csv_offset"], running.url, api_key="k-1")
        (answer,) = made.search([make_inquiry(name="Ann Quillfeather")])
        assert running.asked[0].query["api_key"] == "k-1"
    assert "k-1" not in answer.reason + "".join(s.request for s in answer.snapshots)


def test_a_secret_that_is_not_set_is_a_setting_to_mend() -> None:
    with pytest.raises(ConfigError, match="secret client_secret is not set"):
        connector(LOOKUP, "http://127.0.0.1:1", client_id="x")


def test_an_option_that_is_sent_and_not_set_is_a_setting_to_mend() -> None:
    """So that no money is set aside for a call that then has nothing to say."""
    loaded = discover().cards["experian_credit_profile"]
    secrets = dict.fromkeys(loaded.secrets, "s")
    settings = SourceSettings("http://127.0.0.1:1", Path("unused"), clock, secrets)
    options = {"subscriber_code": "1", "client_reference": "2"}
    for name in options:
        others = {other: text for other, text in options.items() if other != name}
        with pytest.raises(ConfigError, match=rf"options\.{name} is not set"):
            EngineConnector(loaded, replace(settings, options=others))
    made = EngineConnector(loaded, replace(settings, options=options))
    assert made.card.id == "experian_credit_profile"
