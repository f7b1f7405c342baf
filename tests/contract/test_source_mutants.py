"""A few mutants of every source's replies; tests/campaigns/source_mutants.py tries thousands."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from connectors.engine.connector import EngineConnector
from connectors.engine.outcome import Outcomes
from tests.campaigns.source_mutants import Mutant, campaign, faults_of, sources


def test_no_mutant_is_taken_for_an_empty_answer() -> None:
    ends, wrong = campaign(3 * len(sources()), seed=7)
    assert wrong == []
    assert ends["failed SourceChanged"] > 10
    assert ends["hit"] > 10


def test_the_campaign_sees_what_it_looks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rule broken by hand: errors as empty answers, and a fault of ours that gets through."""
    loaded, example = next(pair for pair in sources() if pair[0].card.id == "numbered_pages")
    says = dataclasses.replace(example.says[0], status=500)
    mutant = Mutant("status 500", (says,))
    assert faults_of(loaded, example, mutant)[1] == ""
    whole = Outcomes.body

    def empty(self: Outcomes, reply: Any) -> Any:
        nothing = {"meta": {"pagination": {"total": 0}}, "data": []}
        return nothing if reply.status == 500 else whole(self, reply)

    with monkeypatch.context() as patch:
        patch.setattr(Outcomes, "body", empty)
        assert faults_of(loaded, example, mutant)[1] == "a no hit that nothing earned"

    def raises(*_: object) -> Any:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(EngineConnector, "search", raises)
    assert faults_of(loaded, example, mutant)[1] == "ValueError was raised"
