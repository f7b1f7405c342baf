"""The connector of every source that is asked over HTTP: its card alone says how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from connectors.base import SourceSettings, failed
from connectors.batch import Asked, ask_all
from connectors.card import LoadedCard, read_section
from connectors.engine.auth import Keyring
from connectors.engine.by_hand import by_hand
from connectors.engine.caller import Caller
from connectors.engine.canary import NOT_ASKED, Canary
from connectors.engine.drift import DriftCheck
from connectors.engine.joins import Joins, is_joined
from connectors.engine.outcome import NOTHING, Outcomes
from connectors.engine.paging import Page, PageAsk, Walk, address_parts
from connectors.engine.paths import text_at
from connectors.engine.pending import Pending
from connectors.engine.points import ended, points_of
from connectors.engine.query.template import fill
from connectors.engine.query.values import purposes_of
from connectors.engine.rows import Rows, RowsReader
from connectors.engine.searches import Search, Searches, by_search
from connectors.engine.section import EngineSection
from connectors.engine.sites import clients_of, settlement_desk, site_of, token_desk
from connectors.engine.transport.http import Call
from connectors.engine.transport.reply import Reply, reply_of
from connectors.reading import reading, taken
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import (
    ConnectorError,
    InDoubt,
    SourceChanged,
    SourceRefused,
    SourceUnavailable,
)
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer, Provenance, Snapshot, SourceRecord, Ticket
from skiptrace.model.waterfall import Outcome

_ANSWERED = frozenset({Outcome.HIT, Outcome.NO_HIT})
_LATER = "the source has taken the question; its answer comes later"
_NOT_ASKED = "the inquiry holds no field that this source is searched by"


class EngineConnector:
    """Answers inquiries from one source: one search or several each, page by page.

    A call that costs leaves exactly once. With the option `settlement_url` of a source whose card
    has a `settlement`, each carries the inquiry's id and `settle` can ask what became of it.
    """

    def __init__(self, loaded: LoadedCard, settings: SourceSettings) -> None:
        self._card = loaded.card
        self._section = section = read_section(loaded, EngineSection)
        self._clock = settings.clock
        self._permitted = partial(settings.permitted, loaded.card)
        self._check = settings.check
        site = site_of(loaded, section, settings)
        self._searches = Searches(section, settings.options, settings.secrets)
        self._base_url = site.base_url
        self._is_published = site.base_url == loaded.base_url
        clients = clients_of(loaded, section, settings, site)
        self._keys = Keyring(section.auth, settings.secrets, token_desk(site, section, settings))
        self._caller = Caller(clients, self._keys, loaded.card.cost.is_paid)
        root = list if not (section.rows or section.one_row) else dict
        self._outcomes = Outcomes(
            section.errors, section.format, section.table, loaded.card.cost.is_paid, root
        )
        self._rows = RowsReader(section, loaded.card.jurisdiction)
        self._points = points_of(loaded, section)
        self._joins = Joins(section.joins, section.read_columns)
        self._drift = DriftCheck(section) if section.published else None
        self._desk = settlement_desk(site, section, settings, clients[""])

    @property
    def card(self) -> ConnectorCard:
        """The card that this connector was built from."""
        return self._card

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        """One answer for each inquiry; a paid call that may be billed unanswered is in doubt."""
        permitted = self._permitted(leave)

        def ask(inquiry: Inquiry) -> Asked:
            is_one = len(self._searches.of(inquiry)) == 1
            return by_hand(self._ask(inquiry, permitted), self._outcomes, self._clock(), is_one)

        return self._caller.resting(ask_all(inquiries, ask, self._card))

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        """The answer that these stored pages are."""
        return self._read(inquiry, snapshots).answer

    @property
    def can_settle(self) -> bool:
        """Whether the provider can be asked what became of a call."""
        return self._desk is not None

    def settle(self, inquiry: Inquiry) -> Answer | None:
        """The stored answer of a call that left; None when the provider never saw it.

        Raises InDoubt when the provider keeps no answers by our reference, or cannot say, and
        PermitForged for an inquiry that the gate did not permit.
        """
        self._check(inquiry, self._card.id)
        if self._desk is None:
            raise InDoubt("the bureau cannot be asked what became of a call")
        try:
            reply = self._desk.ask(self._caller.with_keys(self._settling(inquiry))[0])
        except ConnectorError as error:
            raise InDoubt(str(error)) from None
        if reply.status == 404:
            return None
        if awaited := self._awaited(inquiry, reply):
            return awaited
        answer = self._read(inquiry, [reply.snapshot(self._clock())]).answer
        if reply.status != 200 or answer.outcome is Outcome.IN_DOUBT:
            raise InDoubt(f"{reply.call}: no stored answer came ({reply.status})")
        return answer

    def prove(self) -> Iterator[str]:
        """What could be proved of the source without a word of anybody, in words.

        That is a token, where it needs one, the list of its columns, where it has one, and a search
        whose answer is known, where its card names one and it is asked at its published address.
        Raises ConnectorError for what does not hold.
        """
        if self._keys.renews and not self._keys.is_by_purpose:
            self._keys.keys()
            yield "it gave a token for our credentials"
        if self._drift is not None:
            self._drift.run(self._caller.free)
            yield "its columns are those of the card"
        if (canary := self._section.canary) is not None and not self._card.cost.is_paid:
            yield self._sung(canary) if self._is_published else NOT_ASKED

    def _sung(self, canary: Canary) -> str:
        section, searches = self._section, self._searches
        call = canary.call(section.method, section.path, searches.params, searches.headers)
        return canary.proved(self._rows.rows(self._outcomes.body(self._caller.free(call))))

    def collect(self, waiting: Sequence[tuple[Inquiry, Ticket]]) -> Iterator[Answer]:
        """What has become of each ticket that the source gave; of a card without `pending` nothing.

        A reply that is neither an answer nor the source's word that none will come says nothing: of
        its ticket no Answer is given. Raises ConnectorError when no more can be asked now, and
        PermitForged for an inquiry that the gate did not permit.
        """
        if (pending := self._section.pending) is not None:
            yield from self._caller.resting(self._all_collected(pending, waiting))

    def _all_collected(
        self, pending: Pending, waiting: Sequence[tuple[Inquiry, Ticket]]
    ) -> Iterator[Answer]:
        for inquiry, ticket in waiting:
            self._check(inquiry, self._card.id)
            if answer := self._collected(inquiry, pending, ticket):
                yield answer

    def _collected(self, inquiry: Inquiry, pending: Pending, ticket: Ticket) -> Answer | None:
        """What has become of one ticket; None where the source does not say."""
        try:
            call = pending.call(ticket, self._base_url)
        except SourceChanged:
            return None  # the address of another host, which the source may have had before
        reply = self._caller.free(call, inquiry)
        if reply.status in pending.given_up:
            reason = "SourceUnavailable: the source gave it up and bills nothing"
            return Answer(inquiry.id, Outcome.FAILED, reason=reason)
        if awaited := self._awaited(inquiry, reply):
            return awaited
        answer = self._read(inquiry, [reply.snapshot(self._clock())]).answer
        return answer if answer.outcome in _ANSWERED or answer.cost else None

    def _awaited(self, inquiry: Inquiry, reply: Reply) -> Answer | None:
        """The answer that a reply which is a ticket stands for."""
        pending, form = self._section.pending, self._section.format
        if pending is None or (pending.at_once and not self._gives_ticket(pending, reply)):
            return None
        ticket = pending.ticket(reply, form, self._clock())
        if ticket is None:
            return None
        return Answer(inquiry.id, Outcome.PENDING, reason=_LATER, ticket=ticket)

    def _gives_ticket(self, pending: Pending, reply: Reply) -> bool:
        """Whether a reply that may be a ticket or an answer is the former, to nowhere else."""
        try:
            named = text_at(self._outcomes.body(reply), pending.reference)
            return bool(named and pending.path(named, self._base_url))
        except ConnectorError:
            return False

    def _at_once(self, inquiry: Inquiry, awaited: Answer) -> Answer:
        """The answer to a ticket where it comes at once, else the ticket: it was asked for once."""
        pending, ticket = self._section.pending, awaited.ticket
        if pending is None or not pending.at_once or ticket is None:
            return awaited
        try:
            return self._collected(inquiry, pending, ticket) or awaited
        except ConnectorError:
            return awaited

    def _settling(self, inquiry: Inquiry) -> Call:
        """The call that asks what became of another."""
        settlement, codes = self._section.settlement, purposes_of(inquiry.permit)
        if settlement is None or not settlement.path:
            return Call("GET", f"/{inquiry.id}", "GET settlement", codes=codes)
        values = {"reference": inquiry.id}
        params = {name: fill(text, values) or "" for name, text in settlement.params.items()}
        words = f"GET {settlement.path} settlement"
        return Call("GET", settlement.path, words, params, codes=codes)

    def _ask(self, inquiry: Inquiry, leave: Leave) -> Asked:
        codes = purposes_of(inquiry.permit)
        if lacks := sorted(
            law for law in self._card.certify if not codes[f"purpose_{law.lower()}"]
        ):
            refused = SourceRefused(
                f"no code of the source for a purpose of the {lacks[0]} is known"
            )
            return Asked(failed(inquiry, refused))
        searches = self._searches.of(inquiry)
        if not searches:
            return Asked(Answer(inquiry.id, Outcome.SKIPPED, reason=_NOT_ASKED))
        if self._drift is not None:
            self._drift.run(self._caller.free)
        pages: list[Snapshot] = []
        try:
            for number, search in enumerate(searches, 1):
                for page in self._pages(inquiry, search, number, leave):
                    pages.append(page)
                    if awaited := self._awaited(inquiry, reply_of(page)):
                        return Asked(self._at_once(inquiry, awaited))
            if self._section.joins:
                pages += self._joined(inquiry, pages, leave)
        except ConnectorError as error:
            if not pages or isinstance(error, InDoubt):
                raise
            return Asked(failed(inquiry, error, pages), error)
        return self._read(inquiry, pages)

    def _pages(
        self, inquiry: Inquiry, search: Search, number: int, leave: Leave
    ) -> Iterator[Snapshot]:
        """The pages of one search as they come; one that cannot be read is the last."""
        walk = Walk(self._section.paging, self._base_url)
        following: PageAsk | None = walk.first()
        count = 0
        while following is not None:
            count += 1
            call = self._call(inquiry, search, following, self._words(search, number, count))
            reply = self._caller.reply(call, partial(leave, inquiry))
            snapshot = reply.snapshot(self._clock())
            yield snapshot
            if self._section.is_one_call:
                return
            with reading():
                following = walk.after(self._page(snapshot, walk)[0])

    def _joined(
        self, inquiry: Inquiry, pages: Sequence[Snapshot], leave: Leave
    ) -> Iterator[Snapshot]:
        """The pages of the joins that the rows of all searches need."""
        rows: list[tuple[Snapshot, Rows]] = []
        with reading():
            self._walked(pages, rows)
        for ask in self._joins.asks([row for _, some in rows for row in some]):
            call = Call("GET", ask.path, ask.words, ask.params, dict(self._searches.headers))
            said = replace(call, codes=purposes_of(inquiry.permit))
            reply = self._caller.reply(said, partial(leave, inquiry), ask.host)
            yield reply.snapshot(self._clock())

    def _words(self, search: Search, number: int, page: int) -> str:
        several = f" search {number}" if number > 1 else ""
        return f"{search.words}{several}" + ("" if self._section.is_one_call else f" page {page}")

    def _call(self, inquiry: Inquiry, search: Search, ask: PageAsk, words: str) -> Call:
        path, params = search.path, dict(search.params)
        if ask.address:
            path, params = address_parts(ask.address)
        params = {key: text for key, text in params.items() if key not in ask.without}
        headers = dict(search.headers)
        if self._desk is not None and self._section.settlement is not None:
            headers[self._section.settlement.header] = inquiry.id
        method, codes = self._section.method, purposes_of(inquiry.permit)
        return Call(method, path, words, {**params, **ask.params}, headers, search.body, codes)

    def _page(self, snapshot: Snapshot, walk: Walk) -> tuple[Page, Rows]:
        """A stored page as the walk takes it, and its rows."""
        body = self._outcomes.body(reply_of(snapshot))
        rows = self._rows.rows(body, walk.takes_rows())
        return Page(body, len(rows), snapshot.sha256, body is NOTHING), rows

    def _read(self, inquiry: Inquiry, pages: Sequence[Snapshot]) -> Asked:
        rows: list[tuple[Snapshot, Rows]] = []
        searched = [page for page in pages if not is_joined(reply_of(page).call)]
        try:
            with reading():
                self._check_stored(inquiry, searched)
                walks = self._walked(searched, rows)
                rows = self._attached(rows, pages)
                found = taken(self._rows.once(self._records(inquiry, rows)))
                end = ended(self._card, self._points, inquiry, (found.records, rows))
                for walk in walks:
                    walk.check_cut()
        except ConnectorError as error:
            return Asked(failed(inquiry, error, pages, self._cost(pages, rows, error)), error)
        cut = dict.fromkeys(walk.cut for walk in walks)
        cost = self._cost(pages, rows)
        told = (found.records, tuple(pages), cost, found.reason(*cut, end.words))
        return Asked(Answer(inquiry.id, end.outcome, *told, checked=end.said))

    def _walked(self, pages: Sequence[Snapshot], rows: list[tuple[Snapshot, Rows]]) -> list[Walk]:
        """How each search of the stored pages went; `rows` takes what came, before what it raises.

        A page that was billed is billed whatever is wrong with it.
        """
        walks: list[Walk] = []
        for stored in by_search(pages):
            walks.append(walk := Walk(self._section.paging, self._base_url))
            self._walk(walk, stored, rows)
        return walks

    def _attached(
        self, rows: list[tuple[Snapshot, Rows]], pages: Sequence[Snapshot]
    ) -> list[tuple[Snapshot, Rows]]:
        """The rows with what those pages that are of joins hold for them, checked."""
        if not self._section.joins:
            return rows
        replies = [reply for page in pages if is_joined((reply := reply_of(page)).call)]
        bodies = [(reply.call, self._body_of_join(reply)) for reply in replies]
        every = self._joins.attached([row for _, some in rows for row in some], bodies)
        self._rows.check_joined(every)
        whole = iter(every)
        return [(page, [next(whole) for _ in some]) for page, some in rows]

    def _body_of_join(self, reply: Reply) -> object:
        """The body of a page of a join; NOTHING where it says that there is no such row."""
        return NOTHING if self._joins.lacks(reply) else self._outcomes.body(reply)

    def _walk(
        self, walk: Walk, stored: Sequence[Snapshot], rows: list[tuple[Snapshot, Rows]]
    ) -> None:
        """Takes the stored pages of one search; raises what one of them or their end stands for."""
        following: PageAsk | None = walk.first()
        for snapshot in stored:
            if following is None:
                raise SourceChanged("a stored page that nothing asked for")
            page, some = self._page(snapshot, walk)
            rows.append((snapshot, some))
            following = walk.after(page)
        if following is not None:
            raise SourceUnavailable("the pages end before the rows do")

    def _check_stored(self, inquiry: Inquiry, pages: Sequence[Snapshot]) -> None:
        """Raises unless there is a page of every search, and one of a call that is but one."""
        if self._card.cost.is_paid and len(pages) != 1:
            raise InDoubt(f"{len(pages)} stored answers where the call has one")
        if not pages:
            raise SourceUnavailable("no page was stored")
        if not self._section.is_one_search:
            searches = len(self._searches.of(inquiry))
            if len(by_search(pages)) < searches:
                raise SourceUnavailable("a search is missing")

    def _cost(
        self,
        pages: Sequence[Snapshot],
        rows: Sequence[tuple[Snapshot, Rows]],
        error: ConnectorError | None = None,
    ) -> Decimal:
        if not self._card.cost.is_paid or len(pages) != 1:
            return Decimal(0)
        count = sum(len(some) for _, some in rows)
        return self._outcomes.cost(reply_of(pages[0]), count, self._card.cost, error)

    def _records(
        self, inquiry: Inquiry, rows: Sequence[tuple[Snapshot, Rows]]
    ) -> Iterator[SourceRecord]:
        for page, some in rows if self._section.parties else ():
            provenance = Provenance(
                connector_id=self._card.id,
                connector_version=self._card.version,
                record_ref="",
                retrieved=page.retrieved,
                snapshot_sha256=page.sha256,
                locator="$",
                permit_id=inquiry.permit.id,
            )
            yield from self._rows.records(inquiry, some, provenance)
