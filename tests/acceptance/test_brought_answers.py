"""A source asks for proof of a human: a person brings its reply by `orders answer`, end to end."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from connectors.kit.loopback import Asked, Provider, Says, provider
from tests.campaigns.beside_calm import steps_of
from tests.installation import DAY, Site, take_in_first
from tests.nights import WITHOUT_COURT, night

BOP = "bop_inmates"
NEXT_DAY = "2026-11-23"
NOBODY = {"Captcha": False, "Messages": {}, "FormToken": "x", "InmateLocator": []}
HUMAN = NOBODY | {"Captcha": True, "FormToken": ""}
WHY = ("--evidence", "looked up at the public page")


def inmate(asked: dict[str, str]) -> dict[str, str]:
    """The source's entry of whom it was asked for."""
    return {
        "nameLast": asked["nameLast"].upper(), "nameFirst": asked["nameFirst"].upper(),
        "nameMiddle": "", "suffix": "", "sex": "", "race": "", "age": "", "inmateNumType": "",
        "inmateNum": "00000-001", "releaseCode": "", "faclCode": "", "faclName": "Nowhere",
        "faclType": "FCI", "faclURL": "", "projRelDate": "", "actRelDate": "",
    }  # fmt: skip


@pytest.fixture
def site(tmp_path: Path, ready: Site) -> Site:
    """A few accounts of a site that asks the source about people, first of all that is free."""
    made = ready.copy(tmp_path / "site", WITHOUT_COURT)
    tiers = made.folder / "waterfall.toml"
    registers = 'connectors = ["county_property_roll", "sunbiz_corporations"]'
    assert registers in tiers.read_text()
    more = registers.replace("]", f', "{BOP}"]')
    tiers.write_text(tiers.read_text().replace(registers, more))
    take_in_first(made, 8)
    return made


def on_day(
    site: Site, day: str, script: Callable[[Asked], Says]
) -> tuple[Provider, dict[str, Any]]:
    """A night on which the source answers by a script; what it was asked, and the summary."""
    before = site.config.read_text()
    with provider(script) as source:
        site.changed({'base_url = "{sandbox}/bop"': f'base_url = "{source.url}"'})
        with site.served():
            ended = night(site, on=day)
    site.config.write_text(before)
    return source, ended.summary


@pytest.mark.parametrize("is_there", [True, False], ids=["an inmate", "nobody"])
def test_what_a_person_brings_is_read_and_never_asked_again(
    site: Site, tmp_path: Path, is_there: bool
) -> None:
    first, summary = on_day(site, DAY, lambda asked: Says(body=HUMAN))
    assert len(first.asked) == 1, "the source rests for the others after it"
    assert summary["orders"]["awaiting"] == 1
    [task] = site.json("orders", "tasks")["awaited"]
    assert task["connector_id"] == BOP and "orders answer" in task["task"]
    asked = first.asked[0].query
    listed = [inmate(asked)] if is_there else []
    brought = tmp_path / "reply.json"
    brought.write_text(json.dumps(NOBODY | {"InmateLocator": listed}))
    site.run("orders", "answer", task["inquiry_id"], str(brought), *WHY)
    [told] = site.json("orders", "tasks")["awaited"]
    assert told["reason"].startswith("a person brought the answer")
    site.run("sources", "resume", BOP)
    again, summary = on_day(site, NEXT_DAY, lambda asked: Says(body=NOBODY))
    assert asked not in [one.query for one in again.asked]
    assert "awaiting" not in summary["orders"]
    assert site.json("orders", "tasks")["awaited"] == []
    said = [outcomes for (_, _, source), outcomes in steps_of(site).items() if source == BOP]
    assert any("hit" in outcomes for outcomes in said) is is_there
    site.run("audit", "verify")
