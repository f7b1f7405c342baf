"""A register of number blocks: the smallest block counts; a file unlike its card says nothing."""

from __future__ import annotations

import dataclasses
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from connectors.base import SourceSettings
from connectors.card import LoadedCard
from connectors.kit import check_connector
from connectors.register.blocks import BlockRegister
from connectors.registry import connector_class, discover
from skiptrace.model.contact_check import CheckedPhone
from skiptrace.model.errors import ConfigError, SourceChanged
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry

HIT = Outcome.HIT
HEAD = "State\tNPA-NXX\tOCN\tCompany\tRateCenter\tEffectiveDate\tUse\tAssignDate\tInitial/Growth"
BODY = "FL\t239-555\t9999\tHARBOUR\tPRTALVERA\t\tAS\t\tI"
VACANT = "FL\t941-555\t\t\t\t\tVC\t\t"


def card(**section: Any) -> LoadedCard:
    loaded = discover().cards["nanpa_codes"]
    few = {**loaded.section, "min_rows": 1, "max_reject_share": 0.4, **section}
    return dataclasses.replace(loaded, section=few)


def ask(folder: Path, text: str, *phones: str, **section: Any) -> list[Answer]:
    path = folder / "blocks.txt"
    path.write_text(text, encoding="latin-1")
    settings = SourceSettings("", folder / "data", clock, {}, {"path": str(path)})
    made = BlockRegister(card(**section), settings)
    inquiries = [make_inquiry(f"inq-{n}", phones=(p,)) for n, p in enumerate(phones)]
    assert check_connector(made, inquiries) == []
    return list(made.search(inquiries))


def lines(*rows: str) -> str:
    return "\n".join((HEAD, *rows, ""))


@pytest.mark.parametrize(
    ("phone", "outcome", "assigned"),
    [
        ("2395550101", Outcome.HIT, True),
        ("+1 (239) 555-0101", Outcome.HIT, True),
        ("941-555-0101", Outcome.HIT, False),
        ("2125550101", Outcome.NO_HIT, None),
        ("555-0101", Outcome.SKIPPED, None),
    ],
)
def test_a_number_is_looked_up_by_its_block(
    tmp_path: Path, phone: str, outcome: Outcome, assigned: bool | None
) -> None:
    [answer] = ask(tmp_path, lines(BODY, VACANT), phone)
    said = answer.checked
    assert answer.outcome is outcome
    assert (said.assigned if isinstance(said, CheckedPhone) else None) is assigned


def test_a_thousands_block_counts_before_its_code(tmp_path: Path) -> None:
    pooled = "FL\t239-555-0\t8888\tOTHER\tPRTALVERA\t\tAS\t\tI"
    patterns = {"NPA-NXX": r"\d{3}-\d{3}(-\d)?"}
    [one, two] = ask(tmp_path, lines(BODY, pooled), "2395550101", "2395551101", patterns=patterns)
    assert isinstance(one.checked, CheckedPhone) and one.checked.ocn == "8888"
    assert isinstance(two.checked, CheckedPhone) and two.checked.ocn == "9999"


def test_rows_that_disagree_about_a_block_leave_it_unknown(tmp_path: Path) -> None:
    [answer] = ask(tmp_path, lines(BODY, BODY.replace("AS", "RV")), "2395550101")
    assert isinstance(answer.checked, CheckedPhone)
    assert (answer.checked.assigned, answer.checked.ocn) == (None, "9999")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (lines(BODY, BODY.replace("AS", "ZZ")), "Use: unknown code"),
        (lines(BODY.replace("239-555", "239555"), BODY), "NPA-NXX: unexpected form"),
        (lines(BODY, "FL\t239-555"), "wrong number of columns"),
        (lines(), "0 rows"),
        (lines(BODY).replace("OCN", "Ocn"), "'OCN' is missing"),
        ("", "missing"),
    ],
)
def test_a_file_unlike_its_card_is_a_change(tmp_path: Path, text: str, words: str) -> None:
    [answer] = ask(tmp_path, text, "2395550101")
    assert answer.outcome is Outcome.FAILED and answer.checked is None
    assert answer.reason.startswith("SourceChanged") and words in answer.reason


@pytest.mark.parametrize(("rows", "former"), [(9, False), (8, True)])
def test_a_file_of_blocks_that_shrank_is_not_taken_in(
    tmp_path: Path, rows: int, former: bool
) -> None:
    """The blocks of the version before are searched, by whom has them and by another process."""
    blocks = [BODY.replace("239-555", f"239-55{n}") for n in range(10)]
    path, phones = tmp_path / "blocks.txt", ["2395590101", "2395500101"]
    settings = SourceSettings("", tmp_path / "data", clock, {}, {"path": str(path)})
    inquiries = [make_inquiry(f"inq-{n}", phones=(p,)) for n, p in enumerate(phones)]
    made = [BlockRegister(card(), settings) for _ in range(2)]
    path.write_text(lines(*blocks))
    made[0].make_ready()
    path.write_text(lines(*blocks[:rows]))
    for one in made:
        dropped, kept = one.search(inquiries)
        assert [dropped.outcome, kept.outcome] == [Outcome.HIT if former else Outcome.NO_HIT, HIT]
        words = "a former version of the register was searched, 0 days old: 8 rows, 10 in"
        assert kept.reason.startswith(words) is former
        assert one.read(inquiries[1], kept.snapshots) == kept
        with pytest.raises(SourceChanged) if former else nullcontext():
            one.make_ready()
    path.write_text(lines(*blocks))
    for one in made:
        one.make_ready()
        assert {answer.reason for answer in one.search(inquiries)} == {""}


def test_a_file_that_is_not_there_is_unavailable_and_a_new_one_is_read(tmp_path: Path) -> None:
    path = tmp_path / "blocks.txt"
    settings = SourceSettings("", tmp_path / "data", clock, {}, {"path": str(path)})
    made = BlockRegister(card(), settings)
    inquiry = make_inquiry("inq", phones=("9415550101",))
    [none] = made.search([inquiry])
    assert none.reason.startswith("SourceUnavailable") and str(tmp_path) not in none.reason
    path.write_text(lines(BODY))
    [first] = made.search([inquiry])
    path.write_text(lines(BODY, VACANT))
    [second] = made.search([inquiry])
    assert (first.outcome, second.outcome) == (Outcome.NO_HIT, Outcome.HIT)
    assert made.read(inquiry, first.snapshots) == first


def test_the_kind_of_register_is_told_by_what_it_checks() -> None:
    cards = discover(plugins=["sandbox"]).cards
    assert connector_class(cards["nanpa_codes"]) is BlockRegister
    assert connector_class(cards["death_master_file"]) is not BlockRegister


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ({"prefix": ""}, "by their `prefix`"),
        ({"search_by": ["name"]}, "search_by"),
        ({"says": {"assigned": "Use"}, "codes": {}}, "codes of Use"),
        ({"says": {"vacant": "Use"}}, "no meaning of vacant|expected facts"),
    ],
)
def test_a_card_of_blocks_that_is_not_whole_is_refused(
    tmp_path: Path, section: dict[str, Any], words: str
) -> None:
    with pytest.raises(ConfigError, match=words):
        BlockRegister(card(**section), SourceSettings("", tmp_path, clock))
