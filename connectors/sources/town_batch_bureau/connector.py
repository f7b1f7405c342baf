"""The sandbox bureau's batch desk: `POST /jobs` takes a question, `GET /jobs/{job}` its answer.

A job is billed when it is taken. `GET /jobs?reference=` finds the job of our inquiry id, so that a
submission whose reply was lost is settled and never made twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial

from connectors.base import SourceSettings, failed
from connectors.batch import Asked, ask_all
from connectors.card import LoadedCard
from connectors.http import HttpClient, Site
from connectors.pace import Pace
from connectors.reading import reading, taken
from connectors.reply import Reply, parse_json, read_json, reply_of
from connectors.strict import StrictRow
from skiptrace.model.card import ConnectorCard
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import ConfigError, ConnectorError, InDoubt, SourceChanged
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer, Provenance, Reported, Snapshot, SourceRecord, Ticket
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress
from skiptrace.model.waterfall import Outcome

_JOBS = "/jobs"
_TAKEN, _READY, _GIVEN_UP, _UNKNOWN = 202, 200, 410, 404


class BatchBureauConnector:
    """Submits one job an inquiry, and collects its answer by the job's id. Secret `api_key`."""

    def __init__(self, loaded: LoadedCard, settings: SourceSettings) -> None:
        self._card = loaded.card
        self._clock = settings.clock
        site = Site(
            base_url=(settings.base_url or loaded.base_url).rstrip("/"),
            headers={"api-key": settings.secrets["api_key"], "Accept": "application/json"},
            timeout_seconds=loaded.card.timeout_seconds,
            concurrency=loaded.card.concurrency,
        )
        if not site.base_url:
            raise ConfigError(f"{loaded.file}: base_url: neither the card nor the settings give it")
        self._client = HttpClient(site, Pace(loaded.card.limits))

    @property
    def card(self) -> ConnectorCard:
        """The card that this connector was built from."""
        return self._card

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        """One answer for each inquiry: pending, with the ticket of the job that took it."""
        return ask_all(inquiries, lambda inquiry: self._submit(inquiry, leave), self._card)

    def collect(self, waiting: Sequence[tuple[Inquiry, Ticket]]) -> Iterator[Answer]:
        """What has become of each job: its people, nothing yet, or that it was given up."""
        for inquiry, ticket in waiting:
            reply = self._client.get(f"{_JOBS}/{ticket.reference}", {}, f"GET {_JOBS}")
            yield self._said(inquiry, reply)

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        """The answer that this stored reply is."""
        if len(snapshots) != 1:
            error = InDoubt(f"{len(snapshots)} stored answers where the call has one")
            return failed(inquiry, error, snapshots)
        try:
            return self._people(inquiry, reply_of(snapshots[0]), snapshots[0])
        except ConnectorError as error:
            return failed(inquiry, error, snapshots, self._card.cost.ceiling)

    @property
    def can_settle(self) -> bool:
        """Jobs are found by our inquiry id."""
        return True

    def settle(self, inquiry: Inquiry) -> Answer | None:
        """The answer of the job that took this inquiry; None when none did.

        Raises InDoubt when the desk cannot say.
        """
        try:
            found = self._client.get(_JOBS, {"reference": inquiry.id}, f"GET {_JOBS} by reference")
            return None if found.status == _UNKNOWN else self._said(inquiry, found)
        except ConnectorError as error:
            raise InDoubt(str(error)) from None

    def _submit(self, inquiry: Inquiry, leave: Leave) -> Asked:
        name, born = inquiry.fields.names[0], inquiry.fields.dob
        if born is None or not born.is_full or not (name.given and name.surname):
            reason = "the inquiry holds no full name with a full date of birth"
            return Asked(Answer(inquiry.id, Outcome.SKIPPED, reason=reason))
        body = {"first": name.given, "last": name.surname, "born": str(born)}
        reference = {"skiptrace-reference": inquiry.id}
        go = partial(leave, inquiry)
        reply = self._client.post_once(_JOBS, body, reference, f"POST {_JOBS}", go)
        if reply.status >= 500:
            raise InDoubt(f"{reply.call}: the desk failed ({reply.status}) and may have billed")
        return Asked(self._said(inquiry, reply))

    def _said(self, inquiry: Inquiry, reply: Reply) -> Answer:
        """What a reply about a job says; raises what a reply that says nothing stands for."""
        if reply.status == _TAKEN:
            reason = "the bureau has taken the job; its answer comes later"
            ticket = _ticket(parse_json(reply))
            return Answer(inquiry.id, Outcome.PENDING, reason=reason, ticket=ticket)
        if reply.status == _GIVEN_UP:
            reason = "SourceUnavailable: the bureau gave the job up and bills nothing"
            return Answer(inquiry.id, Outcome.FAILED, reason=reason)
        return self._people(inquiry, reply, reply.snapshot(self._clock()))

    def _people(self, inquiry: Inquiry, reply: Reply, page: Snapshot) -> Answer:
        with reading():
            found = taken(self._records(inquiry, read_json(reply), page))
        outcome = Outcome.HIT if found.records else Outcome.NO_HIT
        cost = self._card.cost.ceiling if found.records else self._card.cost.per_call
        return Answer(inquiry.id, outcome, found.records, (page,), cost, found.reason())

    def _records(self, inquiry: Inquiry, said: object, page: Snapshot) -> Iterator[SourceRecord]:
        found = Provenance(
            self._card.id,
            self._card.version,
            "",
            page.retrieved,
            page.sha256,
            "$",
            inquiry.permit.id,
        )
        with StrictRow(_object(said), frozenset({"job"}), "$") as answer:
            for row in answer.pop_rows("people"):
                yield _person(row, replace(found, locator=row.place))


def _person(row: StrictRow, found: Provenance) -> SourceRecord:
    with row:
        ref = row.pop("id")
        parts = (row.pop("first"), row.pop("middle"), row.pop("last"))
        born = row.pop("born")
        return SourceRecord(
            source=found.connector_id,
            ref=ref,
            kind=EntityKind.PERSON,
            provenance=replace(found, record_ref=ref),
            names=(PersonName(*parts, "", " ".join(filter(None, parts))),),
            dob=PartialDate.parse(born) if born else None,
            addresses=tuple(_address(one) for one in row.pop_rows("addresses")),
            phones=tuple(_phone(one) for one in row.pop_rows("phones")),
        )


def _address(row: StrictRow) -> Reported[PostalAddress]:
    with row:
        keys = ("line", "city", "state", "zip")
        line, city, state, zip5 = (row.pop(key) for key in keys)
        return Reported(PostalAddress(line, city, state, zip5), *_seen(row))


def _phone(row: StrictRow) -> Reported[str]:
    with row:
        return Reported(row.pop("number"), *_seen(row))


def _seen(row: StrictRow) -> tuple[PartialDate | None, PartialDate | None]:
    first, last = row.pop("first_seen"), row.pop("last_seen")
    return PartialDate.parse(first) if first else None, PartialDate.parse(last) if last else None


def _ticket(said: object) -> Ticket:
    with StrictRow(_object(said), frozenset(), "$") as row:
        job, ask_next, expires = row.pop("job"), row.pop("ask_next"), row.pop("expires")
    return Ticket(job, _moment(ask_next), _moment(expires))


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise SourceChanged("$: a time of the job is not a moment with its zone")
    return found


def _object(said: object) -> dict[str, object]:
    if not isinstance(said, dict):
        raise SourceChanged("$: expected an object")
    return said
