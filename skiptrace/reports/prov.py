"""An account's provenance as W3C PROV: JSON-LD with the terms of PROV-O and no value of anybody's.

Entities are snapshots, source records as they were matched, findings, judgements and receipts;
activities are inquiries, resolving, judging, writing back and the acts that showed or reported
something; agents are users, connectors and models. Identifiers are those of the case file, and of a
snapshot the SHA-256 of its bytes. Source: W3C Recommendation PROV-O, 30 April 2013.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from skiptrace.model.actor import signed_id
from skiptrace.model.audit import AuditEvent
from skiptrace.model.card import ConnectorCard
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.judgement import Judgement
from skiptrace.model.match import Candidate
from skiptrace.model.order import TraceOrder
from skiptrace.model.receipt import Receipt

_ID = {"@type": "@id"}
_TIME = {"@type": "xsd:dateTime"}
_LINKS = (
    "used", "wasGeneratedBy", "wasDerivedFrom", "wasRevisionOf", "wasAssociatedWith",
    "wasAttributedTo", "wasInformedBy", "wasInvalidatedBy",
)  # fmt: skip
_TIMES = ("startedAtTime", "endedAtTime", "generatedAtTime", "invalidatedAtTime")
CONTEXT: Mapping[str, Any] = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "st": "urn:skiptrace:term:",
    **{name: {"@id": f"prov:{name}", **_ID} for name in _LINKS},
    **{name: {"@id": f"prov:{name}", **_TIME} for name in _TIMES},
}
"""The terms of the document; it stands in it whole, so that nothing need be fetched to read it."""

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToldCall:
    """One answered inquiry: whose it is, when it left, and the SHA-256 of each of its snapshots."""

    inquiry_id: str
    order_id: str
    connector_id: str
    sent: datetime
    outcome: str
    snapshots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldOrder:
    """One order with what it came to; candidates go by their id in the case file."""

    order: TraceOrder
    ended: datetime | None
    candidates: Mapping[str, Candidate]
    findings: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class ProvCase:
    """Everything of one account that its provenance tells."""

    account_id: str
    orders: Sequence[ToldOrder]
    calls: Sequence[ToldCall]
    judgements: Sequence[Judgement]
    receipts: Sequence[Receipt]
    current: Sequence[Finding]
    acts: Sequence[AuditEvent]
    cards: Mapping[str, ConnectorCard]


def prov_document(case: ProvCase) -> Node:
    """The provenance of an account as one JSON-LD document; each node stands in it once."""
    nodes: dict[str, Node] = {}
    for node in _nodes(case):
        nodes.setdefault(node["@id"], node)
    return {"@context": dict(CONTEXT), "@graph": [nodes[name] for name in sorted(nodes)]}


def _nodes(case: ProvCase) -> Iterator[Node]:
    for call in case.calls:
        yield from _inquiry(call, case)
    for one in case.orders:
        yield from _resolved(one)
        for finding in one.findings:
            yield _finding(finding, one, case.current)
    for number, judgement in enumerate(case.judgements, 1):
        yield from _judged(judgement, f"{case.account_id}-{number}", case.current)
    for number, receipt in enumerate(case.receipts, 1):
        yield from _written(receipt, number)
    for number, event in enumerate(case.acts, 1):
        activity = _activity(f"act:{case.account_id}-{number}", event.kind, event.at, event.at)
        yield {**activity, "wasAssociatedWith": _user(event.actor)["@id"]}
        yield _user(event.actor)


def _inquiry(call: ToldCall, case: ProvCase) -> Iterator[Node]:
    source = _connector(call.connector_id, case.cards)
    who = [source["@id"]]
    for one in case.orders:
        if one.order.id == call.order_id:
            user = _user(one.order.requester)
            who.append(user["@id"])
            yield user
    inquiry = _activity(f"inquiry:{call.inquiry_id}", "inquiry", call.sent, None)
    yield source
    yield {**inquiry, "wasAssociatedWith": who, "st:outcome": call.outcome}
    for sha in call.snapshots:
        yield _entity(f"snapshot:{sha}", "snapshot", wasGeneratedBy=inquiry["@id"])


def _resolved(one: ToldOrder) -> Iterator[Node]:
    models = sorted({c.model for c in one.candidates.values()})
    user = _user(one.order.requester)
    matching = _activity(f"match:{one.order.id}", "match", one.order.created, one.ended)
    resolving = _activity(f"resolve:{one.order.id}", "resolve", one.order.created, one.ended)
    records: list[str] = []
    for candidate_id, candidate in one.candidates.items():
        from_ = candidate.record.provenance
        record = _iri(f"record:{one.order.id}-{candidate_id}")
        records.append(record)
        derived = {"wasDerivedFrom": _iri(f"snapshot:{from_.snapshot_sha256}")}
        about: Node = {"st:source": from_.connector_id, "st:locator": from_.locator}
        yield (
            _entity(f"record:{one.order.id}-{candidate_id}", "source record")
            | about
            | (derived if from_.snapshot_sha256 else {})
        )
        if from_.snapshot_sha256:
            yield _entity(f"snapshot:{from_.snapshot_sha256}", "snapshot")
        weighed = {"st:weight": candidate.weight, "st:probability": candidate.probability}
        yield {
            **_entity(f"candidate:{candidate_id}", "candidate", wasGeneratedBy=matching["@id"]),
            "wasDerivedFrom": record,
            **weighed,
            "st:decision": candidate.decision.value,
            "st:model": candidate.model,
        }
    agents = [_agent(f"model:{name}", "prov:SoftwareAgent", name) for name in models]
    yield from agents
    yield user
    yield matching | {"used": records, "wasAssociatedWith": [a["@id"] for a in agents]}
    yield {
        **resolving,
        "used": [_iri(f"candidate:{name}") for name in one.candidates],
        "wasInformedBy": matching["@id"],
        "wasAssociatedWith": user["@id"],
    }


def _finding(finding: Finding, one: ToldOrder, current: Sequence[Finding]) -> Node:
    behind = dict.fromkeys(e.candidate_id for e in finding.evidence if e.candidate_id)
    resolving = _iri(f"resolve:{one.order.id}")
    node = _entity(f"finding:{finding.id}", "finding", wasGeneratedBy=resolving)
    node |= {
        "wasDerivedFrom": [_iri(f"candidate:{name}") for name in behind],
        "st:kind": finding.kind.value,
        "st:status": finding.status.value,
        "st:probability": finding.probability,
    }
    standing = next((f for f in current if _same_slot(f, finding)), None)
    if standing is not None and standing.status is FindingStatus.SUPERSEDED:
        node["st:superseded"] = True
    return node


def _judged(judgement: Judgement, name: str, current: Sequence[Finding]) -> Iterator[Node]:
    user = _user(judgement.actor)
    judging = _activity(f"judging:{name}", "judgement", judgement.at, judgement.at)
    about = [
        _iri(f"finding:{f.id}")
        for f in current
        if (f.kind, f.key) == (judgement.kind, judgement.key)
    ]
    yield user
    yield judging | {"used": about, "wasAssociatedWith": user["@id"]}
    node = _entity(f"judgement:{name}", "judgement", wasGeneratedBy=judging["@id"])
    told = {"st:kind": judgement.kind.value, "st:verdict": judgement.verdict.value}
    yield node | told | {"wasAttributedTo": user["@id"], "generatedAtTime": _at(judgement.at)}


def _written(receipt: Receipt, number: int) -> Iterator[Node]:
    act = _activity(f"write-back:{receipt.batch_id}", "write-back", receipt.at, receipt.at)
    finding = _iri(f"finding:{receipt.change.finding_id}")
    yield act | {"used": finding}
    node = _entity(
        f"receipt:{receipt.batch_id}-{number}", "write-back receipt", wasGeneratedBy=act["@id"]
    )
    node |= {"wasDerivedFrom": finding, "generatedAtTime": _at(receipt.at)}
    node |= {"st:change": receipt.change.kind.value, "st:fact": receipt.change.fact}
    yield node | ({"invalidatedAtTime": _at(receipt.undone)} if receipt.undone else {})


def _same_slot(one: Finding, other: Finding) -> bool:
    return (one.subject_id, one.kind, one.key) == (other.subject_id, other.kind, other.key)


def _entity(name: str, label: str, **links: str) -> Node:
    return {"@id": _iri(name), "@type": "prov:Entity", "rdfs:label": label, **links}


def _activity(name: str, label: str, began: datetime, ended: datetime | None) -> Node:
    node = {"@id": _iri(name), "@type": "prov:Activity", "rdfs:label": label}
    node["startedAtTime"] = _at(began)
    return node | ({"endedAtTime": _at(ended)} if ended is not None else {})


def _agent(name: str, kind: str, label: str) -> Node:
    return {"@id": _iri(name), "@type": ["prov:Agent", kind], "rdfs:label": label}


def _connector(connector_id: str, cards: Mapping[str, ConnectorCard]) -> Node:
    card = cards.get(connector_id)
    node = _agent(f"connector:{connector_id}", "prov:SoftwareAgent", connector_id)
    return node | ({"st:version": card.version, "st:publisher": card.publisher} if card else {})


def _user(signature: str) -> Node:
    """Who signed so; words that no user of an installation signed name nobody."""
    user = signed_id(signature) or "unregistered"
    return _agent(f"user:{user}", "prov:Person", user)


def _iri(name: str) -> str:
    return f"urn:skiptrace:{name}"


def _at(moment: datetime) -> str:
    return moment.isoformat()
