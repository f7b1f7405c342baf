"""A bureau's relatives are shown beside the debtor and are written nowhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.installation import DAY, Site


@pytest.fixture(scope="module")
def named(traced: Site) -> tuple[str, dict[str, Any]]:
    """An account, not held, of whose debtor the bureau names relatives, and its trace."""
    page = traced.json("accounts", "list", "--state", "done", "--limit", "200", "--as-of", DAY)
    for one in page["accounts"]:
        trace = traced.json("trace", one["account"], "--as-of", DAY)
        if trace["beside"]:
            return one["account"], trace
    raise AssertionError("the town's bureau names relatives")


def test_relatives_are_shown_as_what_they_are(
    traced: Site, named: tuple[str, dict[str, Any]]
) -> None:
    number, trace = named
    for one in trace["beside"]:
        assert one["kind"] in ("relative", "associate") and one["sources"] and one["use"]
    for command in (("trace", number), ("accounts", "show", number)):
        words = traced.run(*command, "--as-of", DAY).stdout.decode()
        assert "not contacts of the debtor" in words
        assert all(one["name"] in words for one in trace["beside"])
    assert trace["ages"] and all(age["years"] > 0 for age in trace["ages"])


def test_no_relative_is_a_contact_or_written_back(
    traced: Site, named: tuple[str, dict[str, Any]]
) -> None:
    number, trace = named
    names = {one["name"] for one in trace["beside"]}
    plan = traced.json("writeback", "plan", "--as-of", DAY)
    mine = [change for change in plan["changes"] if change["account_number"] == number]
    assert mine
    told = str(trace["contacts"]) + str(trace["others"]) + str(mine)
    assert not any(name in told for name in names)
