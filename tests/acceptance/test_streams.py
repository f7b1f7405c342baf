"""What a person asked for goes to standard output, alone; words about the work go elsewhere."""

from __future__ import annotations

from typing import Any

import pytest

from tests.installation import DAY, Site


@pytest.fixture(scope="module")
def names(traced: Site) -> dict[str, str]:
    """An account that was traced, one that is held, a finding of the first, and a run."""
    accounts: Any = traced.json("accounts", "list", "--limit", "1000", "--as-of", DAY)["accounts"]
    states = {one["account"]: one["standing"]["state"] for one in accounts}
    held = traced.json("accounts", "list", "--hold", "CEASE", "--as-of", DAY)["accounts"]
    for number in (n for n, state in states.items() if state == "done"):
        contacts = traced.json("trace", number, "--as-of", DAY)["contacts"]
        if contacts:
            break
    return {
        "ACCOUNT": number,
        "HELD": held[0]["account"],
        "FINDING": contacts[0]["finding_id"],
        "RUN": traced.json("runs", "list")[0]["id"],
    }


SHOWN = [
    "accounts list",
    "accounts list --csv",
    "accounts show ACCOUNT",
    "accounts show HELD",
    "find --account ACCOUNT",
    "runs list",
    "runs show RUN",
    "trace ACCOUNT",
    "trace ACCOUNT --notes",
    "trace ACCOUNT --discarded",
    "trace ACCOUNT --explain FINDING",
    "hold show HELD",
    "orders list",
    "sources list",
    "sources show enformion_person",
    "sources waterfall",
    "audit verify",
    "audit export",
    "writeback plan",
    "model show",
    "nightly --quote",
]
"""Every command that only shows something."""

DAYLESS = ("runs", "orders", "sources", "audit", "model")


@pytest.mark.parametrize("line", SHOWN)
def test_what_was_asked_for_stands_alone_on_standard_output(
    traced: Site, names: dict[str, str], line: str
) -> None:
    words = [names.get(word, word) for word in line.split()]
    reads_only = any(word in words for word in ("--notes", "--discarded", "--explain"))
    day = [] if words[0] in DAYLESS or reads_only else ["--as-of", DAY]
    shown = traced.run(*words, *day, code=None)
    assert shown.returncode in (0, 3)
    assert shown.stdout.strip(), "it was asked for"
    told = [one for one in shown.stderr.decode().splitlines() if "there are more" not in one]
    assert not told
