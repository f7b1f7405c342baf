"""A value is escaped for where it goes, and a template that cannot be right is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from connectors.engine.searches import Search, Searches
from connectors.engine.section import EngineSection
from connectors.engine.xml import xml_value
from connectors.registry import discover
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import PersonName
from tests.inquiries import make_address, make_inquiry

HOSTILE = "O'Q\"&</x>{given}\n%2F/../?a=b#\\"
ASKED = make_inquiry(
    names=(PersonName("Ann", "", HOSTILE),),
    dob=PartialDate(1980, 3, 9),
    phones=("(239) 555-0101",),
    addresses=(make_address("12 Oak St", "Port Alvera", "FL", "34802"),),
    ssn="900112233",
)
KEPT = HOSTILE.replace("\n", "")
BASE: dict[str, Any] = {
    "path": "/people",
    "paging": {"kind": "none"},
    "reference": "id",
    "parties": [{"surname": "last"}],
}


def section(*asks: dict[str, Any], **more: Any) -> EngineSection:
    return EngineSection.model_validate({**BASE, "asks": list(asks), **more})


def search(ask: dict[str, Any], **more: Any) -> Search:
    (found,) = Searches(section(ask, **more), {"since": "2020"}, {"user": "u&1"}).of(ASKED)
    return found


def test_a_value_in_a_path_is_one_segment() -> None:
    found = search({"path": "/people/{surname}/x"})
    assert found.path.startswith("/people/O%27Q%22%26%3C%2Fx%3E%7Bgiven%7D%252F%2F..%2F%3Fa%3Db%23")
    assert found.path.count("/") == 3
    assert found.words == "GET /people/{surname}/x"


def test_a_value_in_the_query_a_form_or_json_stays_whole() -> None:
    assert search({"params": {"q": "{surname}"}}).params == {"q": KEPT}
    found = search({"body": {"q": "{surname}", "n": 2, "deep": [{"x": "{dob}"}]}})
    assert json.loads(found.body or b"") == {"q": KEPT, "n": 2, "deep": [{"x": "1980-03-09"}]}
    form = search({"form": {"q": "{surname}", "r": "{initial}"}})
    assert (form.body or b"").endswith(b"&r=A")
    assert (form.body or b"").count(b"&") == 1


def test_a_value_in_xml_cannot_leave_its_element() -> None:
    auth = {"kind": "body", "secrets": ["user"]}
    found = search({"xml": "<r a='{surname}'><b>{surname}</b>{secret.user}</r>"}, auth=auth)
    value = xml_value(found.body or b"", "xml")
    assert value == {"r": {"@a": KEPT, "b": KEPT, "#text": "u&1"}}
    assert found.headers["Content-Type"] == "text/xml; charset=utf-8"


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{full_name}", f"Ann {KEPT}"),
        ("{dob_mdy}|{dob_ccyymmdd}|{dob_mmddccyy}", "3/9/1980|19800309|03091980"),
        ("{phone}|{phone_e164}|{phone_dashed}", "2395550101|+12395550101|239-555-0101"),
        ("{ssn_dashed}|{ssn4}", "900-11-2233|2233"),
        ("{house}|{place}|{one_line}", "12|Port Alvera, FL 34802|12 Oak St, Port Alvera, FL 34802"),
        ("{option.since}|{reference}", "2020|inq-1"),
        ("x{middle?}y", "xy"),
    ],
)
def test_a_value_has_the_form_that_its_name_says(template: str, text: str) -> None:
    assert search({"params": {"q": template}}).params["q"] == text


@pytest.mark.parametrize(
    ("ask", "count"),
    [
        ({"params": {"q": "{middle}"}}, 0),
        ({"params": {"q": "{middle?}", "r": "{surname}"}}, 1),
        ({"params": {"q": "{surname}"}, "needs": ["emails"]}, 0),
        ({"params": {"q": "{option.absent}"}}, 0),
        ({"each": "emails", "params": {"q": "{email}"}}, 0),
        ({"each": "names", "params": {"q": "{surname}"}}, 1),
    ],
)
def test_what_is_lacking_is_not_asked(ask: dict[str, Any], count: int) -> None:
    assert len(Searches(section(ask), {}).of(ASKED)) == count


@pytest.mark.parametrize(
    ("ask", "more", "words"),
    [
        ({}, {}, "an ask has"),
        ({"params": {"q": "{shoe}"}}, {}, "shoe is no value"),
        ({"form": {"a": "1"}, "body": {"a": "1"}}, {}, "one of `form`, `body` and `xml`"),
        ({"xml": "<r>{surname}"}, {}, "xml: the answer was cut off"),
        ({"xml": "<!DOCTYPE r><r>{surname}</r>"}, {}, "no source needs to send"),
        ({"params": {"q": "{secret.user}"}}, {}, "secret.user is no secret"),
        (
            {"params": {"q": "{secret.user}"}},
            {"auth": {"kind": "body", "secrets": ["user"]}},
            "secret.user is no secret",
        ),
        ({"xml": "<r>{secret.user}</r>"}, {}, "secret.user is no secret"),
    ],
)
def test_an_ask_that_cannot_be_right_is_refused(
    ask: dict[str, Any], more: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        section(ask, **more)


def test_no_description_of_a_call_holds_a_value() -> None:
    for loaded in discover([Path(__file__).parents[3] / "contract" / "cards"]).cards.values():
        if loaded.card.kind in ("rest", "bureau"):
            made = EngineSection.model_validate(dict(loaded.section))
            for found in Searches(made, {}).of(ASKED):
                assert not any(part in found.words for part in ("Ann", "239", "900112233", "Oak"))
