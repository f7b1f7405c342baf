"""The portal connector: one crawl for a chunk of inquiries, every answer read from its pages."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from connectors.base import SourceSettings, failed
from connectors.batch import let_go
from connectors.card import LoadedCard, read_section
from connectors.engine.transport.http import USER_AGENT
from connectors.engine.transport.reply import Came, Reply, reply_of
from connectors.portal.cases import CasePage, CaseReader
from connectors.portal.crawling import crawl
from connectors.portal.layout import PortalSection
from connectors.portal.pages import Page, PageKind, ResultsPage, read_page, read_results
from connectors.portal.questions import CrawlOrder, PortalInquiry, searches_of
from connectors.reading import reading, taken
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import (
    ConfigError,
    ConnectorError,
    QuotaExhausted,
    SourceChanged,
    SourceRefused,
    SourceUnavailable,
)
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer, Snapshot, SourceRecord
from skiptrace.model.waterfall import Outcome

_ERRORS: Mapping[str, type[ConnectorError]] = {
    kind.__name__: kind
    for kind in (QuotaExhausted, SourceChanged, SourceRefused, SourceUnavailable)
}


@dataclass(slots=True)
class _Walk:
    """What has been seen of one search: its results pages and the cases that were opened."""

    results: list[ResultsPage] = field(default_factory=list)
    cases: list[CasePage] = field(default_factory=list)
    ended: bool = False

    @property
    def links(self) -> list[str]:
        """The cases that the results list, each once."""
        return list(dict.fromkeys(link for page in self.results for link in page.details))


class PortalConnector:
    """Answers inquiries from a search portal, one crawl in a child process for each chunk.

    Raises ConfigError for a card that cannot be read or an installation without a base_url.
    """

    def __init__(self, loaded: LoadedCard, settings: SourceSettings) -> None:
        self._section = read_section(loaded, PortalSection)
        self._card = loaded.card
        self._pace = settings.pace(loaded.card)
        self._clock = settings.clock
        self._permitted = partial(settings.permitted, loaded.card)
        self._base_url = (settings.base_url or loaded.base_url).rstrip("/")
        self._cases = CaseReader(loaded.card, self._section)
        if not self._base_url:
            raise ConfigError(f"source {loaded.card.id}: base_url is not set")

    @property
    def card(self) -> ConnectorCard:
        """The card, as its file says."""
        return self._card

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        """One answer for each inquiry, as the crawl is done with it."""
        inquiries, kept = let_go(inquiries, self._permitted(leave))
        yield from kept
        questions = []
        for place, inquiry in enumerate(inquiries):
            if searches := searches_of(inquiry, self._section.form):
                questions.append(PortalInquiry(place, searches))
            else:
                yield Answer(inquiry.id, Outcome.SKIPPED, reason="not asked: no field to search by")
        if questions:
            yield from self._crawl(inquiries, tuple(questions))

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        """The answer that these pages give; anything unrecognised or incomplete is a failure."""
        try:
            with reading():
                walks = list(self._walks(snapshots))
                if len(walks) < len(searches_of(inquiry, self._section.form)):
                    raise SourceUnavailable("the portal ended the session, twice")
                reasons = [reason for walk in walks for reason in self._check(walk)]
                found = taken(self._records(inquiry, walks))
        except ConnectorError as error:
            return failed(inquiry, error, snapshots)
        outcome = Outcome.HIT if found.records else Outcome.NO_HIT
        reasons = [*dict.fromkeys(reasons), "" if found.records else self._card.of_no_match]
        reason = found.reason(*reasons)
        return Answer(inquiry.id, outcome, found.records, tuple(snapshots), reason=reason)

    def _records(self, inquiry: Inquiry, walks: Sequence[_Walk]) -> Collection[SourceRecord]:
        """The records of every case that was opened, each once."""
        cases = {case.snapshot.sha256: case for walk in walks for case in walk.cases}
        records = (r for case in cases.values() for r in self._cases.records(inquiry, case))
        return {record.ref: record for record in records}.values()

    def _crawl(
        self, inquiries: Sequence[Inquiry], questions: tuple[PortalInquiry, ...]
    ) -> Iterator[Answer]:
        pages: dict[int, list[Snapshot]] = {question.place: [] for question in questions}
        try:
            order, seconds = self._order(questions), self._deadline(len(questions))
            for line in crawl(order, seconds, self._pace):
                place = line["place"]
                if "done" in line:
                    yield self._answer(inquiries[place], pages.pop(place), line["error"])
                else:
                    pages[place].append(self._snapshot(line))
        except ConnectorError as error:
            for place, snapshots in pages.items():
                yield failed(inquiries[place], error, snapshots)
        finally:
            self._pace.rest()

    def _answer(self, inquiry: Inquiry, snapshots: Sequence[Snapshot], error: str) -> Answer:
        if not error:
            return self.read(inquiry, snapshots)
        kind, _, words = error.partition(": ")
        return failed(inquiry, _ERRORS.get(kind, SourceUnavailable)(words), snapshots)

    def _snapshot(self, line: Mapping[str, Any]) -> Snapshot:
        body = b64decode(line["body"])
        reply = Reply(line["call"], line["status"], body, line["media_type"], Came(line["came"]))
        return reply.snapshot(self._clock())

    def _order(self, questions: tuple[PortalInquiry, ...]) -> CrawlOrder:
        card = self._card
        return CrawlOrder(
            base_url=self._base_url,
            section=self._section.model_dump(mode="json"),
            concurrency=card.concurrency,
            is_limited=bool(card.limits),
            timeout=card.timeout_seconds,
            user_agent=USER_AGENT,
            questions=questions,
        )

    def _deadline(self, count: int) -> float:
        return self._section.deadline_seconds + count * self._section.deadline_per_inquiry

    def _walks(self, snapshots: Sequence[Snapshot]) -> Iterator[_Walk]:
        """The searches among the pages: each begins with the form, an expired one counts for none.

        Raises what an unrecognised page stands for.
        """
        walk: _Walk | None = None
        for snapshot in snapshots:
            reply = reply_of(snapshot)
            page = read_page(reply, self._section)
            if page.kind is PageKind.FORM and walk and not (walk.results or walk.ended):
                raise SourceChanged(f"{reply.call}: the search form came back unanswered")
            if page.kind is PageKind.EXPIRED:
                walk = None
            elif page.kind is PageKind.FORM:
                if walk:
                    yield walk
                walk = _Walk()
            elif walk is None:
                raise SourceChanged(f"{reply.call}: an answer before the form")
            else:
                self._note(walk, page, snapshot, reply.call)
        if walk is not None:
            yield walk

    def _note(self, walk: _Walk, page: Page, snapshot: Snapshot, call: str) -> None:
        if page.kind is PageKind.RESULTS:
            walk.results.append(read_results(page, self._section, call))
        elif page.kind is PageKind.DETAIL:
            walk.cases.append(CasePage(page, snapshot, call))
        else:
            walk.ended = True

    def _check(self, walk: _Walk) -> Iterator[str]:
        """What a search left out by the card's bounds; raises for one that is not complete."""
        if walk.ended and not walk.results:
            return
        if not walk.results:
            raise SourceUnavailable("the search was not answered")
        section, links = self._section, walk.links
        if walk.results[-1].next and len(walk.results) < section.max_pages:
            raise SourceUnavailable("a page of the results is missing")
        if len(walk.cases) < min(len(links), section.max_details):
            raise SourceUnavailable("a case that the results list is missing")
        total = walk.results[0].total
        if not walk.results[-1].next and total != len(links):
            raise SourceChanged(f"the results say {total} cases and list {len(links)}")
        if len(walk.cases) < total:
            yield f"{total} cases listed, the first {len(walk.cases)} read"
