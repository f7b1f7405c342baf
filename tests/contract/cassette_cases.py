"""What is recorded for the REST and bureau connectors, and how recordings are scrubbed.

`python -m tests.contract.record_cassettes` records every case anew against the sandbox.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import vcr  # type: ignore[import-untyped]
from vcr.stubs.requests_stubs import (  # type: ignore[import-untyped]
    VCRRequestsHTTPConnection,
    VCRRequestsHTTPSConnection,
)

from connectors.base import SourceSettings
from connectors.engine.transport.exchange import WatchedHTTPPool, WatchedHTTPSPool
from connectors.registry import SourceRegistry, discover
from skiptrace.model.dates import PartialDate
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Connector
from skiptrace.model.record import Answer
from skiptrace.model.subject import EntityKind
from tests.inquiries import clock, make_address, make_inquiry

FOLDER = Path(__file__).parent / "cassettes"
HOST = "sandbox.invalid"
SECRETS = {
    "app_token": "recorded-app-token",
    "ap_name": "recorded-profile",
    "ap_password": "recorded-password",
}
SECRET_HEADERS = ("X-App-Token", "galaxy-ap-name", "galaxy-ap-password", "Cookie", "Authorization")
REGISTRY = "sandbox_business_registry"
DEEDS = "sandbox_property_sales"
BUREAU = "enformion_person"
BORN = PartialDate(1970, 2, 3)


@dataclass(frozen=True)
class Case:
    """One inquiry to one connector, with the sandbox's faults and changes to the card's table."""

    name: str
    card: str
    inquiry: Inquiry
    faults: Mapping[str, Any] = field(default_factory=dict)
    section: Mapping[str, Any] = field(default_factory=dict)

    @property
    def cassette(self) -> Path:
        return FOLDER / f"{self.name}.yaml"

    @property
    def expected(self) -> Path:
        return FOLDER / f"{self.name}.expected.json"


def fails(path: str, kind: str, **rule: Any) -> dict[str, Any]:
    return {path: [{"nth": 1, "kind": kind, **rule}]}


SMITH = make_inquiry("inq-smith", name="John Smith", dob=BORN)
NOBODY = make_inquiry("inq-nobody", name="Zebedee Nobodyatall", dob=BORN)
AT_HOME = make_inquiry(
    "inq-home", name="John Smith", addresses=(make_address("12 N Main St", "Town", "FL", "33901"),)
)
ROOFER = make_inquiry(
    "inq-roofer", entity=EntityKind.ORGANIZATION, organization="O'Neil Roofing LLC"
)
ROWS, SEARCH = "/socrata/resource/biz1-regs.json", "/enformion/PersonSearch"

CASES = (
    Case("registry_agent", REGISTRY, SMITH),
    Case("registry_paged", REGISTRY, SMITH, section={"paging": {"size": 1, "most": 5}}),
    Case("registry_organization", REGISTRY, ROOFER),
    Case("registry_nobody", REGISTRY, NOBODY),
    Case("registry_retried", REGISTRY, SMITH, fails(ROWS, "500")),
    Case("registry_refused", REGISTRY, SMITH, fails(ROWS, "403")),
    Case("registry_challenge", REGISTRY, SMITH, fails(ROWS, "challenge")),
    Case("registry_renamed", REGISTRY, SMITH, fails(ROWS, "renamed_column", column="agent_zip")),
    Case("registry_truncated", REGISTRY, SMITH, fails(ROWS, "truncated")),
    Case("deeds_couple", DEEDS, SMITH),
    Case("bureau_person", BUREAU, SMITH),
    Case("bureau_by_address", BUREAU, AT_HOME),
    Case("bureau_nobody", BUREAU, NOBODY),
    Case("bureau_refused", BUREAU, SMITH, fails(SEARCH, "401")),
    Case("bureau_failed", BUREAU, SMITH, fails(SEARCH, "500")),
    Case("bureau_truncated", BUREAU, SMITH, fails(SEARCH, "truncated")),
    Case("bureau_renamed", BUREAU, SMITH, fails(SEARCH, "renamed_column", column="dob")),
)


def connector_of(case: Case, url: str) -> Connector:
    """The case's connector against a provider at `url`, without pauses between its calls."""
    loaded = discover(plugins=["sandbox"]).find(case.card)
    card = dataclasses.replace(loaded.card, limits=())
    changed = dataclasses.replace(loaded, card=card, section={**loaded.section, **case.section})
    prefix = "/enformion" if case.card == BUREAU else "/socrata"
    settings = SourceSettings(url + prefix, FOLDER, clock, SECRETS)
    return SourceRegistry({case.card: changed}).build(case.card, settings)


def recorder(mode: str) -> vcr.VCR:
    """A recorder that keeps no key, no cookie and no address of the recording machine."""
    return vcr.VCR(
        record_mode=mode,
        match_on=["method", "path", "query", "body"],
        filter_headers=[*SECRET_HEADERS, "User-Agent"],
        before_record_request=_without_host,
        before_record_response=_scrubbed,
        decode_compressed_response=True,
        custom_patches=[
            (WatchedHTTPPool, "ConnectionCls", VCRRequestsHTTPConnection),
            (WatchedHTTPSPool, "ConnectionCls", VCRRequestsHTTPSConnection),
        ],
    )


def _without_host(request: Any) -> Any:
    request.uri = request.uri.replace(urlsplit(request.uri).netloc, HOST, 1)
    request.headers.pop("Host", None)
    return request


def _scrubbed(response: dict[str, Any]) -> dict[str, Any]:
    dropped = {"set-cookie", "server", "date"}
    headers = {k: v for k, v in response["headers"].items() if k.lower() not in dropped}
    body = response["body"]["string"]
    for secret in SECRETS.values():
        body = body.replace(secret.encode(), b"SCRUBBED")
    return {**response, "headers": headers, "body": {"string": body}}


def as_json(answer: Answer) -> str:
    """An answer as text that a person can approve."""
    shown = dataclasses.asdict(dataclasses.replace(answer, snapshots=()))
    shown["snapshots"] = [f"{s.request} {s.sha256}" for s in answer.snapshots]
    if shown["ticket"] is None:
        del shown["ticket"]
    if answer.checked is None:
        del shown["checked"]
    for fact in (fact for record in shown["records"] for fact in _reported(record)):
        if not fact["sources"]:
            del fact["sources"]
    return json.dumps(shown, indent=1, default=str, sort_keys=True, ensure_ascii=False) + "\n"


def _reported(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name in ("addresses", "phones", "emails", "employers"):
        yield from record[name]
