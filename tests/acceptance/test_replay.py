"""What was found is derived anew from what is stored; what comes otherwise, or cannot, is said."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from installation import Site

from skiptrace.acts import replaying
from skiptrace.app import build
from skiptrace.app.sources import Sources
from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.rule import Rule
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Connector
from skiptrace.model.record import Answer, Snapshot

EVERY = 4
"""Every so manieth account of the town is replayed; all of them take four times as long."""


def numbers(site: Site) -> list[str]:
    done = site.run("accounts", "list", "--csv").stdout.decode().splitlines()
    return [row["account"] for row in csv.DictReader(done)]


def differences(site: Site, number: str) -> list[dict[str, Any]]:
    orders = site.json("replay", number, code=None)["orders"]
    return [one for order in orders for one in order["differences"]]


def test_traces_of_a_night_come_out_as_they_were_stored(traced: Site) -> None:
    told: list[dict[str, Any]] = []
    findings = answers = 0
    for number in numbers(traced)[::EVERY]:
        for order in traced.json("replay", number)["orders"]:
            findings += order["findings"]
            answers += order["answers"]
            told += order["differences"]
    assert findings > 50 and answers > 30
    assert told == []


@pytest.fixture(scope="module")
def account(traced: Site) -> str:
    """An account with answers of several sources and findings."""
    for number in numbers(traced):
        [order, *_] = traced.json("replay", number)["orders"] or [{"answers": 0, "findings": 0}]
        if order["answers"] > 2 and order["findings"] > 2:
            return number
    raise AssertionError("no account of the town has several answers")


@dataclass(frozen=True)
class Reread:
    """A connector whose reading changed: every record has lost its phones and names."""

    real: Connector

    @property
    def card(self) -> Any:
        return self.real.card

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        answer = self.real.read(inquiry, snapshots)
        records = tuple(replace(r, emails=(), phones=(), names=()) for r in answer.records)
        return replace(answer, records=records)


@dataclass(frozen=True)
class Unreadable(Reread):
    """A connector that cannot read its stored answers any more."""

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        raise ValueError("another layout")


Patch = Callable[[pytest.MonkeyPatch], None]


def sources(change: Callable[[Mapping[str, Connector]], Mapping[str, Any]]) -> Patch:
    """The connectors changed."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        real = replaying.open_sources

        @contextmanager
        def opened(installation: Any) -> Iterator[Sources]:
            with real(installation) as found:
                yield replace(found, connectors=change(found.connectors))

        monkeypatch.setattr(replaying, "open_sources", opened)

    return patch


def model(**changes: Any) -> Patch:
    """The model's file is another, under the same name or under another one."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        real = build.model_of

        def changed(installation: Any) -> Any:
            found = real(installation)
            pair = replace(found.pair, prior=found.pair.prior + changes.get("prior", 0))
            return replace(found, pair=pair, id=changes.get("id", found.id))

        monkeypatch.setattr(build, "model_of", changed)
        monkeypatch.setattr(build, "_known_model", lambda model_id: None)

    return patch


def law(monkeypatch: pytest.MonkeyPatch) -> None:
    """One more rule is in force on the day of the trace than was."""
    real = build.policy_of
    rule = Rule("R99", "a new one", "none", frozenset({Stage.CALL}), Severity.FLAG)

    def changed(installation: Any) -> Any:
        found = real(installation)
        return type(found)((*found.rules, rule), found.law)

    monkeypatch.setattr(build, "policy_of", changed)


def thresholds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house wants another probability of what is verified than it did."""
    real = build.finding_maker

    def changed(*args: Any) -> Any:
        maker = real(*args)
        return replace(maker, policy=replace(maker.policy, verified=0.999_999_9))

    monkeypatch.setattr(build, "finding_maker", changed)


CHANGES: dict[str, tuple[Patch, str, str]] = {
    "a reading": (
        sources(lambda known: {i: Reread(c) for i, c in known.items()}),
        "reading",
        "read otherwise: names",
    ),
    "an answer that is read no more": (
        sources(lambda known: {i: Unreadable(c) for i, c in known.items()}),
        "reading",
        "the answer cannot be read any more: ValueError",
    ),
    "a source that is not in use": (sources(lambda known: {}), "source_gone", "not in use here"),
    "a model's file": (model(prior=64), "model_other", "otherwise than it did"),
    "a model that is gone": (model(id="another"), "model_gone", "is not here"),
    "the law of that day": (law, "law", "are others here now"),
    "a threshold": (thresholds, "finding", "other: status"),
}


@pytest.mark.parametrize(("patch", "kind", "words"), CHANGES.values(), ids=CHANGES.keys())
def test_what_changed_since_is_named_for_what_it_is(
    traced: Site,
    account: str,
    monkeypatch: pytest.MonkeyPatch,
    patch: Patch,
    kind: str,
    words: str,
) -> None:
    patch(monkeypatch)
    traced.run("replay", account, code=1)
    told = differences(traced, account)
    assert kind in {one["kind"] for one in told}
    assert any(words in one["words"] for one in told if one["kind"] == kind), told


def test_bytes_that_are_gone_are_named_and_stop_nothing(
    traced: Site, account: str, tmp_path: Path
) -> None:
    site = traced.copy(tmp_path / "site")
    with closing(sqlite3.connect(site.folder / "skiptrace.db")) as db:
        db.execute("DELETE FROM snapshot")
        db.commit()
    told = differences(site, account)
    assert {one["kind"] for one in told} == {"snapshot_gone"}
    assert site.run("replay", account, code=1).stdout.count(b"snapshot_gone") == len(told)


def test_whoever_has_no_such_account_replays_nothing(traced: Site) -> None:
    assert b"no account of that number" in traced.run("replay", "none such", code=1).stderr
