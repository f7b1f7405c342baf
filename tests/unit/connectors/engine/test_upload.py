"""Many questions in one call: matched by our key alone, each with its own row, none guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.card import LoadedCard, read_section
from connectors.engine.section import EngineSection
from connectors.engine.upload_connector import UploadConnector
from connectors.kit.contract import check_answers
from connectors.kit.loopback import Asked, Says, provider
from connectors.registry import connector_class, discover
from skiptrace.model.card import Cost
from skiptrace.model.contact_check import CheckedAddress
from skiptrace.model.errors import ConfigError, LeaseLost, NoPermit
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.subject import PostalAddress
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry

CENSUS = discover().cards["census_geocoder_batch"]
IDS = ("a1", "b2", "c3")


def asking(number: str, line: str = "12 Oak St") -> Inquiry:
    place = PostalAddress(line, "Port Alvera", "FL", "34802")
    return make_inquiry(number, addresses=(place,))


QUESTIONS = [asking(one) for one in IDS]


def match(key: str, county: str = "999") -> str:
    address = f'"{key}","asked","Match","Exact","12 OAK ST, PORT ALVERA, FL, 34802"'
    return f'{address},"-82.04,27.01","76","L","12","{county}","005000","1002"'


def connector(url: str, loaded: LoadedCard = CENSUS) -> UploadConnector:
    made = connector_class(loaded)(loaded, SourceSettings(url, Path("unused"), clock))
    assert isinstance(made, UploadConnector)
    return made


def answers(lines: Sequence[str], end: str = "\n") -> list[Answer]:
    """The answers to the three questions by a reply of these lines, held against the contract."""
    body = ("\n".join(lines) + end).encode()
    with provider([Says(body=body, media_type="text/plain")]) as running:
        made = connector(running.url)
        found = list(made.search(QUESTIONS))
    assert [answer.inquiry_id for answer in found] == list(IDS)
    assert check_answers(made, QUESTIONS, found) == []
    return found


def test_rows_are_matched_by_our_key_in_whatever_order_and_each_keeps_its_own_alone() -> None:
    rows = [match("c3", "111"), '"b2","asked","No_Match"', match("a1", "222"), match("zz")]
    found = answers(rows)
    assert [one.outcome for one in found] == [Outcome.HIT, Outcome.NO_HIT, Outcome.HIT]
    told = [one.checked.county_code for one in found if isinstance(one.checked, CheckedAddress)]
    assert told == ["12222", "12111"]
    kept = [snapshot.body.decode().strip() for one in found for snapshot in one.snapshots]
    assert kept == [rows[2], rows[1], rows[0]]


def test_a_tie_and_no_match_are_told_apart() -> None:
    tie, none, _ = answers(['"a1","asked","Tie"', '"b2","asked","No_Match"', match("c3")])
    assert (tie.outcome, none.outcome) == (Outcome.HIT, Outcome.NO_HIT)
    assert tie.checked == CheckedAddress()
    assert "several candidates" in tie.reason
    assert none.checked is None and "no match leaves it open" in none.reason


FAULTS: dict[str, tuple[list[str], str, list[str]]] = {
    "a row that is missing": ([match("a1"), match("b2")], "\n", ["", "", "SourceUnavailable"]),
    "two rows under one key": (
        [match("a1"), match("b2"), match("b2", "1"), match("c3")],
        "\n",
        ["", "SourceChanged", ""],
    ),
    "cut within a row": ([match("a1"), match("b2"), '"c3","ask'], "", ["SourceUnavailable"] * 3),
    "cut at the end of a row": ([match(i) for i in IDS], "", ["SourceUnavailable"] * 3),
    "an unknown word for what became of it": (
        [match("a1"), '"b2","asked","Maybe"', match("c3")],
        "\n",
        ["SourceChanged"] * 3,
    ),
    "a column more": (
        [match("a1") + ',"x"', match("b2"), match("c3")],
        "\n",
        ["SourceChanged"] * 3,
    ),
    "a width between": ([match("a1"), '"b2","asked","Match","Exact"'], "\n", ["SourceChanged"] * 3),
    "one coordinate": (
        [match("a1").replace("-82.04,27.01", "-82.04"), match("b2")],
        "\n",
        ["SourceChanged"] * 3,
    ),
    "no table": (['"a1","x'], "\n", ["SourceChanged"] * 3),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_not_all_or_not_as_laid_out_has_its_name(name: str) -> None:
    lines, end, errors = FAULTS[name]
    found = answers(lines, end)
    told = [one.reason.partition(":")[0] if one.outcome is Outcome.FAILED else "" for one in found]
    assert told == errors


def keys_in(asked: Asked) -> list[str]:
    return re.findall(r"^(\w\d),12 Oak St,Port Alvera,FL,34802$", asked.body.decode(), re.MULTILINE)


def test_a_call_takes_so_many_and_no_more() -> None:
    upload = {**CENSUS.section["upload"], "most": 2}
    small = replace(CENSUS, section={**CENSUS.section, "upload": upload})

    def reply(asked: Asked) -> Says:
        body = "\n".join(map(match, keys_in(asked))) + "\n"
        return Says(body=body.encode(), media_type="text/plain")

    with provider(reply) as running:
        found = list(connector(running.url, small).search(QUESTIONS))
    assert [one.outcome for one in found] == [Outcome.HIT] * 3
    assert [keys_in(asked) for asked in running.asked] == [["a1", "b2"], ["c3"]]


def test_what_may_not_leave_is_in_no_file() -> None:
    def leave(inquiry: Inquiry) -> None:
        if inquiry.id == "b2":
            raise NoPermit("withdrawn")

    body = "\n".join(map(match, ("a1", "c3"))) + "\n"
    with provider([Says(body=body.encode(), media_type="text/plain")]) as running:
        found = {one.inquiry_id: one for one in connector(running.url).search(QUESTIONS, leave)}
    assert [keys_in(asked) for asked in running.asked] == [["a1", "c3"]]
    assert {i: one.outcome for i, one in found.items()} == {
        "a1": Outcome.HIT, "b2": Outcome.FAILED, "c3": Outcome.HIT,
    }  # fmt: skip


def test_nothing_leaves_once_the_lease_is_lost() -> None:
    def leave(inquiry: Inquiry) -> None:
        raise LeaseLost("another worker has it")

    with provider([Says()]) as running, pytest.raises(LeaseLost):
        list(connector(running.url).search(QUESTIONS, leave))
    assert running.asked == []


def test_a_question_without_a_line_is_not_asked() -> None:
    with provider([Says()]) as running:
        [answer] = connector(running.url).search([asking("a1", line="")])
    assert (answer.outcome, running.asked) == (Outcome.SKIPPED, [])


def test_a_stored_row_of_another_question_is_never_read() -> None:
    found = answers([match(one) for one in IDS])
    made = connector("http://127.0.0.1:9")
    assert made.read(QUESTIONS[0], found[0].snapshots) == found[0]
    for snapshots in (found[1].snapshots, (), (*found[0].snapshots, *found[0].snapshots)):
        assert made.read(QUESTIONS[0], snapshots).outcome is Outcome.FAILED


def test_a_source_that_is_paid_is_not_asked_so() -> None:
    paid = replace(CENSUS, card=replace(CENSUS.card, cost=Cost(per_call=Decimal("0.01"))))
    with pytest.raises(ConfigError, match="of a free source"):
        connector("http://127.0.0.1:9", paid)


def column(**changes: Any) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda section: {**section, "upload": {**section["upload"], **changes}}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (column(columns=["{line}", "{city}"]), "one of them is the {key}"),
        (column(columns=["{key}", "{nobody}"]), "nobody is no value"),
        (column(widths=[2]), "cells that every row has"),
        (column(key="other"), "cells that every row has"),
        (lambda section: {**section, "method": "GET"}, "the method POST"),
        (lambda section: {**section, "asks": [{"params": {"a": "{line}"}}]}, "either `asks`"),
    ],
)
def test_a_card_that_leaves_it_open_is_refused(
    change: Callable[[dict[str, Any]], dict[str, Any]], words: str
) -> None:
    with pytest.raises(ConfigError, match=re.escape(words)):
        read_section(replace(CENSUS, section=change(dict(CENSUS.section))), EngineSection)
