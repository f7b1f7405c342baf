"""No answer ends a run, whatever stands in it: of every kind of connector, on asking and reading.

Each row of the tables is put into an answer of each kind of source. What comes out is always one
answer with the stored bytes, whose texts any case file can hold, at the price that was billed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.kit.loopback import Asked, Says, closed_url, provider
from connectors.portal.connector import PortalConnector
from connectors.registry import discover
from skiptrace.casefile import codec
from skiptrace.model.card import ConnectorCard
from skiptrace.model.dates import PartialDate
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Connector
from skiptrace.model.record import Answer
from skiptrace.model.subject import PersonName
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry
from tests.unit.connectors.sources.enformion.test_enformion_connector import CARD as BUREAU
from tests.unit.connectors.sources.enformion.test_enformion_connector import PERSON, SECRETS
from tests.unit.connectors.sources.enformion.test_enformion_connector import (
    connector as bureau_connector,
)
from tests.unit.connectors.test_socrata import COMPANY, REGISTRY, view
from tests.unit.connectors.test_socrata import connector as socrata_connector
from tests.unit.connectors_portal.court_site import CourtCase, CourtParty, CourtSite, visited
from tests.unit.connectors_register.register_files import (
    padding,
    property_csv,
    property_row,
    register,
)

BORN = PartialDate(1980, 3, 9)
PRICE = Decimal("0.10")
HERE = '"@here@"'
Serving = AbstractContextManager[Connector]


def asked(inquiry_id: str = "inq-1") -> Inquiry:
    return make_inquiry(inquiry_id, names=(PersonName("Ann", "", "Quillfeather"),), dob=BORN)


def only(connector: Connector) -> Answer:
    """The one answer, which reading its stored bytes again gives again."""
    (answer,) = connector.search([asked()])
    assert connector.read(asked(), answer.snapshots) == answer
    return answer


def check_storable(answer: Answer) -> None:
    """SQLite takes UTF-8 only, PostgreSQL no NUL, and both get records by this codec."""
    texts = [codec.RECORD.encode(record).decode("utf-8") for record in answer.records]
    for text in (*texts, answer.reason, *(s.media_type for s in answer.snapshots)):
        assert "\x00" not in text.encode("utf-8").decode("utf-8")
        assert "\\u0000" not in text
        assert "\\ud8" not in text


@contextmanager
def bureau(poison: str, key: str = "middleName") -> Any:
    person = json.loads(json.dumps(PERSON))
    target = person["name"] if key in ("middleName", "firstName") else person
    target[key] = "@here@"
    body = json.dumps({"persons": [person], "isError": False}).replace(HERE, poison)
    with provider([Says(body=body.encode())]) as running:
        yield bureau_connector(running.url)


@contextmanager
def socrata(poison: str, key: str = "entity_type") -> Any:
    body = json.dumps([COMPANY | {key: "@here@"}]).replace(HERE, poison)

    def script(asked: Asked) -> Says:
        is_view = asked.path.startswith("/api/views/")
        return Says(body=view(REGISTRY)) if is_view else Says(body=body.encode())

    with provider(script) as running:
        yield socrata_connector(REGISTRY, running.url)


JSON_KINDS: dict[str, Callable[[str], Serving]] = {"bureau": bureau, "socrata": socrata}
MENDED = {
    "half a pair": r'"\ud800"',
    "the other half": r'"Ann\udfffMarie"',
    "NUL": r'"\u0000"',
    "NUL inside": r'"Ann\u0000Marie"',
    "a long text": '"' + "x" * 5_000 + '"',
}
UNREADABLE = {
    "nesting": "[" * 100_000 + "]" * 100_000,
    "a number of 5,000 digits": "9" * 5_000,
    "a number beyond all floats": "1e400",
    "NaN": "NaN",
    "Infinity": "-Infinity",
    "an object": '{"a": 1}',
    "a list": '["a"]',
}


@pytest.mark.parametrize("poison", MENDED)
@pytest.mark.parametrize("kind", JSON_KINDS)
def test_a_damaged_text_is_mended_and_said(kind: str, poison: str) -> None:
    with JSON_KINDS[kind](MENDED[poison]) as connector:
        answer = only(connector)
    check_storable(answer)
    assert (answer.outcome, len(answer.records)) == (Outcome.HIT, 1)
    assert "texts mended" in answer.reason or "texts cut at 4,000 characters" in answer.reason


@pytest.mark.parametrize("poison", UNREADABLE)
@pytest.mark.parametrize("kind", JSON_KINDS)
def test_what_cannot_be_read_is_a_change_of_the_source_that_is_paid_and_kept(
    kind: str, poison: str
) -> None:
    with JSON_KINDS[kind](UNREADABLE[poison]) as connector:
        answer = only(connector)
        is_paid = connector.card.cost.is_paid
    check_storable(answer)
    assert answer.outcome is Outcome.FAILED
    assert answer.reason.startswith("SourceChanged: ")
    assert answer.snapshots
    assert answer.cost == (PRICE if is_paid else 0)


EXACT = ((bureau, "tahoeId"), (socrata, "entity_id"), (bureau, "dob"), (socrata, "formed"))
INEXACT = (r'"\ud800"', r'"1\u0000"', '"' + "7" * 4_200 + '"')


@pytest.mark.parametrize(
    ("serving_of", "key", "poison"),
    [
        *((*exact, poison) for exact in EXACT for poison in INEXACT),
        (bureau, "dob", '"9/9/99999"'),
        (socrata, "formed", '"9/9/99999"'),
        (socrata, "formed", '"0000-01-01"'),
    ],
)
def test_a_reference_or_a_date_is_never_mended(
    serving_of: Callable[[str, str], Serving], key: str, poison: str
) -> None:
    with serving_of(poison, key) as connector:
        answer = only(connector)
    assert (answer.outcome, answer.reason.partition(":")[0]) == (Outcome.FAILED, "SourceChanged")
    assert answer.snapshots


@pytest.mark.parametrize("poison", ["\x00", "ANN\x00MARIE", "X" * 5_000])
def test_a_register_s_row_is_mended_alike(tmp_path: Path, poison: str) -> None:
    owner = property_row(owner_1="QUILLFEATHER ANN", legal=poison, mail_line=f"12 {poison} ST")
    connector = register("county_property_roll", property_csv([owner, *padding()]), tmp_path)
    answer = only(connector)
    check_storable(answer)
    assert (answer.outcome, len(answer.records)) == (Outcome.HIT, 1)
    assert "mended" in answer.reason or "cut" in answer.reason


@pytest.mark.parametrize(
    "poison", ["&#xD800;", "&#0;", "\x00", "X" * 5_000, "<b>" * 20_000, "</td></tr></table>"]
)
def test_a_portal_s_page_is_mended_alike_or_a_change(poison: str) -> None:
    site = CourtSite([CourtCase("A1", (CourtParty("QUILLFEATHER", "ANN", line="@here@"),))])
    site.spoil = lambda call, page: page.replace("@here@", poison)
    answer = _court().read(asked(), visited(site, "QUILLFEATHER", "ANN"))
    check_storable(answer)
    assert answer.snapshots
    assert answer.outcome in (Outcome.HIT, Outcome.FAILED)
    if answer.outcome is Outcome.FAILED:
        assert answer.reason.startswith("SourceChanged: ")


def _court() -> PortalConnector:
    card = discover(plugins=["sandbox"]).find("county_court")
    return PortalConnector(card, SourceSettings(closed_url(), Path("unused"), clock))


# what reading an answer may raise that is no error of ours
FAULTS = (
    UnicodeEncodeError("utf-8", "\ud800 QUILLFEATHER", 0, 1, "QUILLFEATHER"),
    RecursionError("QUILLFEATHER"),
    OverflowError("QUILLFEATHER"),
    ValueError("QUILLFEATHER"),
    KeyError("QUILLFEATHER"),
    TypeError("QUILLFEATHER"),
    MemoryError("QUILLFEATHER"),
)


@dataclass(frozen=True)
class _Kind:
    """Where the reading of a kind of source begins, and the stored answer of one inquiry."""

    reader: str
    answer: Callable[[Path], tuple[Connector, Answer]]


def _bureau(folder: Path) -> tuple[Connector, Answer]:
    with bureau('"M"') as connector:
        return connector, only(connector)


def _socrata(folder: Path) -> tuple[Connector, Answer]:
    with socrata('"LLC"') as connector:
        return connector, only(connector)


def _register(folder: Path) -> tuple[Connector, Answer]:
    rows = [property_row(owner_1="QUILLFEATHER ANN"), *padding()]
    connector = register("county_property_roll", property_csv(rows), folder)
    return connector, only(connector)


def _portal(folder: Path) -> tuple[Connector, Answer]:
    site, connector = CourtSite([CourtCase("A1", (CourtParty("QUILLFEATHER", "ANN"),))]), _court()
    return connector, connector.read(asked(), visited(site, "QUILLFEATHER", "ANN"))


KINDS = {
    "bureau": _Kind("connectors.engine.record_map.records.RecordReader.record", _bureau),
    "socrata": _Kind("connectors.engine.record_map.reader.PartyReader.parties", _socrata),
    "register": _Kind("connectors.register.records.FoundReader.records", _register),
    "portal": _Kind("connectors.portal.cases.CaseReader.records", _portal),
}


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_reading_raises_is_the_answer_of_that_inquiry(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connector, good = KINDS[kind].answer(tmp_path)
    assert good.outcome is Outcome.HIT
    for fault in FAULTS:

        def raises(*_: object, fault: Exception = fault, **__: object) -> Any:
            raise fault

        with monkeypatch.context() as patch:
            patch.setattr(KINDS[kind].reader, raises)
            answer = connector.read(asked(), good.snapshots)
        kind_name = type(fault).__name__
        words = f"SourceChanged: the answer cannot be read ({kind_name})"
        assert (answer.outcome, answer.reason) == (Outcome.FAILED, words)
        assert answer.snapshots == good.snapshots
        assert answer.cost == (PRICE if connector.card.cost.is_paid else 0)
        assert connector.read(asked(), good.snapshots) == good


def test_one_poisoned_answer_is_not_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that our reading breaks on ends nothing: the next is asked and read."""
    poisoned = json.dumps({"persons": [PERSON | {"age": 1}]}).replace('"age": 1', '"age": 1e999')
    with provider([Says(body=poisoned.encode()), Says(body={"persons": [PERSON]})]) as running:
        card: ConnectorCard = replace(BUREAU.card, concurrency=1)
        made = type(bureau_connector(running.url))(
            replace(BUREAU, card=card), SourceSettings(running.url, Path("x"), clock, SECRETS)
        )
        answers = list(made.search([asked("inq-1"), asked("inq-2")]))
    assert [a.outcome for a in answers] == [Outcome.FAILED, Outcome.HIT]
    assert [a.cost for a in answers] == [PRICE, PRICE]
