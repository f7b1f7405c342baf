"""EnformionGO Person Search: one paid call an inquiry, never repeated, billed per hit.

Shape: enformiongo.readme.io/reference/person-search and public client code; never asked live.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated

from pydantic import Field

from connectors.base import SourceSettings, failed
from connectors.batch import Asked, ask_all
from connectors.card import LoadedCard, StrictTable, Text, read_section
from connectors.http import HttpClient, Site
from connectors.pace import Pace
from connectors.reading import reading, taken
from connectors.reply import Reply, reply_of
from connectors.sources.enformion.person import IgnoredKeys, read_person
from connectors.sources.enformion.query import search_body
from connectors.sources.enformion.reply import billed, billed_unread, read_people
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import ConfigError, ConnectorError, InDoubt
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer, Provenance, Snapshot, SourceRecord
from skiptrace.model.waterfall import Outcome

PATH = "/PersonSearch"
REFERENCE = "skiptrace-reference"


class BureauSection(StrictTable):
    """The `[bureau]` table: the search type, how many people an answer may hold, known keys."""

    search_type: Text
    results_per_page: Annotated[int, Field(ge=1, le=100)]
    ignored: IgnoredKeys


class EnformionConnector:
    """Asks Person Search once an inquiry.

    Secrets `ap_name` and `ap_password`. With the option `settlement_url`, which only the sandbox
    offers, each call carries the inquiry's id and `settle` can ask what became of it.
    """

    def __init__(self, loaded: LoadedCard, settings: SourceSettings) -> None:
        self._card = loaded.card
        self._section = read_section(loaded, BureauSection)
        self._clock = settings.clock
        site = Site(
            base_url=(settings.base_url or loaded.base_url).rstrip("/"),
            headers=self._keys(loaded, settings.secrets),
            timeout_seconds=loaded.card.timeout_seconds,
            concurrency=loaded.card.concurrency,
        )
        if not site.base_url:
            raise ConfigError(f"{loaded.file}: base_url: neither the card nor the settings give it")
        self._client = HttpClient(site, Pace(loaded.card.limits))
        self._desk = _desk(site, settings.options.get("settlement_url", ""))

    @property
    def card(self) -> ConnectorCard:
        """The card that this connector was built from."""
        return self._card

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        """One answer for each inquiry; a call that may have been billed unanswered is in doubt."""
        return ask_all(inquiries, lambda inquiry: self._ask(inquiry, leave), self._card)

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        """The answer that this stored reply is."""
        return self._read(inquiry, snapshots).answer

    @property
    def can_settle(self) -> bool:
        """Whether the bureau can be asked what became of a call; only the sandbox's can."""
        return self._desk is not None

    def settle(self, inquiry: Inquiry) -> Answer | None:
        """The stored answer of a call that left; None when the bureau never saw it.

        Raises InDoubt when the bureau keeps no answers by our reference, or cannot say.
        """
        if self._desk is None:
            raise InDoubt("the bureau cannot be asked what became of a call")
        try:
            reply = self._desk.get(f"/{inquiry.id}", {}, "GET settlement")
        except ConnectorError as error:
            raise InDoubt(str(error)) from None
        if reply.status == 404:
            return None
        answer = self._read(inquiry, [reply.snapshot(self._clock())]).answer
        if reply.status != 200 or answer.outcome is Outcome.IN_DOUBT:
            raise InDoubt(f"{reply.call}: no stored answer came ({reply.status})")
        return answer

    def _ask(self, inquiry: Inquiry, leave: Leave) -> Asked:
        body = search_body(inquiry.fields, inquiry.entity, self._section.results_per_page)
        if body is None:
            reason = "the inquiry holds no name with a birth date, an address or a phone"
            return Asked(Answer(inquiry.id, Outcome.SKIPPED, reason=reason))
        reference = {REFERENCE: inquiry.id} if self._desk is not None else {}
        go = partial(leave, inquiry)
        reply = self._client.post_once(PATH, body, reference, f"POST {PATH}", go)
        return self._read(inquiry, [reply.snapshot(self._clock())])

    def _read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Asked:
        try:
            reply = _only(snapshots)
        except ConnectorError as error:
            return Asked(failed(inquiry, error, snapshots), error)
        try:
            with reading():
                found = taken(self._records(inquiry, reply, snapshots[0]))
        except ConnectorError as error:
            cost = billed_unread(reply, self._card.cost, error)
            return Asked(failed(inquiry, error, snapshots, cost), error)
        cost = billed(reply, self._card.cost)
        outcome = Outcome.HIT if found.records else Outcome.NO_HIT
        reason = found.reason(self._cut(found.records))
        return Asked(Answer(inquiry.id, outcome, found.records, tuple(snapshots), cost, reason))

    def _records(self, inquiry: Inquiry, reply: Reply, page: Snapshot) -> Iterator[SourceRecord]:
        known, found = self._section.ignored, self._provenance(inquiry, page)
        for row in read_people(reply, known):
            yield read_person(row, known, replace(found, locator=row.place))

    def _cut(self, records: Sequence[SourceRecord]) -> str:
        """Says so when the bureau may hold more people than one page names."""
        most = self._section.results_per_page
        return f"the first {most} people only" if len(records) >= most else ""

    def _provenance(self, inquiry: Inquiry, page: Snapshot) -> Provenance:
        return Provenance(
            connector_id=self._card.id,
            connector_version=self._card.version,
            record_ref="",
            retrieved=page.retrieved,
            snapshot_sha256=page.sha256,
            locator="$",
            permit_id=inquiry.permit.id,
        )

    def _keys(self, loaded: LoadedCard, secrets: Mapping[str, str]) -> dict[str, str]:
        absent = [name for name in loaded.secrets if not secrets.get(name)]
        if absent:
            raise ConfigError(f"source {self._card.id}: secret {', '.join(absent)} is not set")
        return {
            "galaxy-ap-name": secrets["ap_name"],
            "galaxy-ap-password": secrets["ap_password"],
            "galaxy-search-type": self._section.search_type,
            "Accept": "application/json",
        }


def _desk(site: Site, settlement_url: str) -> HttpClient | None:
    """The client that asks for stored answers, which are free."""
    if not settlement_url:
        return None
    return HttpClient(replace(site, base_url=settlement_url.rstrip("/")), Pace(()))


def _only(snapshots: Sequence[Snapshot]) -> Reply:
    if len(snapshots) != 1:
        raise InDoubt(f"{len(snapshots)} stored answers where the call has one")
    return reply_of(snapshots[0])
