"""The provenance of an account is PROV as the W3C has it, whole, and names nobody."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from installation import DAY, Site

from skiptrace.reports.prov import CONTEXT

ENTITY, ACTIVITY, AGENT = "prov:Entity", "prov:Activity", "prov:Agent"
TERMS: Mapping[str, tuple[str, str]] = {
    "used": (ACTIVITY, ENTITY),
    "wasGeneratedBy": (ENTITY, ACTIVITY),
    "wasDerivedFrom": (ENTITY, ENTITY),
    "wasRevisionOf": (ENTITY, ENTITY),
    "wasAssociatedWith": (ACTIVITY, AGENT),
    "wasAttributedTo": (ENTITY, AGENT),
    "wasInformedBy": (ACTIVITY, ACTIVITY),
    "wasInvalidatedBy": (ENTITY, ACTIVITY),
    "startedAtTime": (ACTIVITY, "xsd:dateTime"),
    "endedAtTime": (ACTIVITY, "xsd:dateTime"),
    "generatedAtTime": (ENTITY, "xsd:dateTime"),
    "invalidatedAtTime": (ENTITY, "xsd:dateTime"),
}
"""Domain and range of each property that is used (PROV-O, section 4)."""
CLASSES = {ENTITY, ACTIVITY, AGENT, "prov:Person", "prov:SoftwareAgent"}
LABELS = {
    "inquiry", "snapshot", "source record", "match", "candidate", "resolve", "finding",
    "judgement",
}  # fmt: skip


def contacts(site: Site, number: str) -> list[dict[str, Any]]:
    """The contacts that a trace of an account with one obligor shows."""
    shown = site.json("trace", number, "--as-of", DAY, code=None)
    found: list[dict[str, Any]] = shown.get("contacts", [])
    return found


@pytest.fixture(scope="module")
def judged(traced: Site) -> tuple[str, dict[str, Any]]:
    """An account with findings, one of them judged, and its provenance."""
    done = traced.run("accounts", "list", "--csv").stdout.decode().splitlines()
    for row in csv.DictReader(done):
        number = row["account"]
        found = contacts(traced, number)
        if len(found) > 2:
            break
    target = traced.folder / "out.jsonld"
    traced.run("judge", number, found[0]["finding_id"], "bad", "--reason", "the line is dead")
    traced.run("case", "export", number, "--prov", str(target))
    return number, json.loads(target.read_text())


def types(node: Mapping[str, Any]) -> set[str]:
    found = node["@type"]
    return {found} if isinstance(found, str) else set(found)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def test_every_property_is_prov_o_and_fits_its_domain_and_range(
    judged: tuple[str, dict[str, Any]],
) -> None:
    nodes = {node["@id"]: node for node in judged[1]["@graph"]}
    used = set()
    for node in nodes.values():
        assert types(node) <= CLASSES
        for name, value in node.items():
            if name in {"@id", "@type", "rdfs:label"} or name.startswith("st:"):
                continue
            domain, range_ = TERMS[name]
            used.add(name)
            assert domain in types(node), (node["@id"], name)
            if range_ != "xsd:dateTime":
                for other in listed(value):
                    assert range_ in types(nodes[other]), (node["@id"], name, other)
    assert {"used", "wasGeneratedBy", "wasDerivedFrom", "wasAssociatedWith"} <= used


def test_the_context_says_every_term_and_nothing_need_be_fetched(
    judged: tuple[str, dict[str, Any]],
) -> None:
    assert judged[1]["@context"] == dict(CONTEXT)
    assert all(not str(value).endswith(".jsonld") for value in CONTEXT.values())
    for name in TERMS:
        assert CONTEXT[name]["@id"] == f"prov:{name}"


def test_every_finding_leads_back_to_bytes_and_to_whoever_asked(
    judged: tuple[str, dict[str, Any]],
) -> None:
    nodes = {node["@id"]: node for node in judged[1]["@graph"]}
    assert {node["rdfs:label"] for node in nodes.values()} >= LABELS
    findings = [node for node in nodes.values() if node["rdfs:label"] == "finding"]
    assert findings
    for finding in findings:
        assert nodes[finding["wasGeneratedBy"]]["rdfs:label"] == "resolve"
        for candidate in listed(finding["wasDerivedFrom"]):
            record = nodes[nodes[candidate]["wasDerivedFrom"]]
            snapshot = nodes[record["wasDerivedFrom"]]
            assert len(snapshot["@id"].rpartition(":")[2]) == 64, "the SHA-256 of the bytes"
    inquiries = [node for node in nodes.values() if node["rdfs:label"] == "inquiry"]
    for inquiry in inquiries:
        agents = {
            kind for name in listed(inquiry["wasAssociatedWith"]) for kind in types(nodes[name])
        }
        assert {"prov:Person", "prov:SoftwareAgent"} <= agents
    [judgement] = [
        node
        for node in nodes.values()
        if node["rdfs:label"] == "judgement" and "st:verdict" in node
    ]
    assert judgement["st:verdict"] == "bad"


def test_nothing_of_anybody_is_in_it(
    traced: Site, judged: tuple[str, dict[str, Any]], tmp_path: Path
) -> None:
    number, document = judged
    text = json.dumps(document)
    values = {one["value"] for one in contacts(traced, number)}
    assert values
    for value in (*values, number, "the line is dead"):
        assert str(value) not in text
    refused = traced.run("case", "export", "none", "--prov", str(tmp_path / "x"), code=1)
    assert b"no account of that number" in refused.stderr
    assert not (tmp_path / "x").exists()
