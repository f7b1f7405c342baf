"""The connector of every source that is asked by files: many questions are one file, and one reply.

A question is known by its key in whatever file it went into. It is submitted once: a file is noted
under its keys (`model.ports.SentFiles`) when it is whole on the server and before it is renamed, so
that afterwards the server shows what became of it. While it still has its other name it was not
submitted, and is emptied; when that is gone, it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from connectors.base import SourceSettings, failed
from connectors.batch import let_go
from connectors.card import LoadedCard, read_section
from connectors.files.house_layout import with_house_layout
from connectors.files.layout import FilesSection
from connectors.files.reading import AnswerReader, Fetched
from connectors.files.rejects import note_rejects
from connectors.files.reply import NotWhole, ReplyReader, ReplyRow, Rows
from connectors.files.request import Batch, NotWritten, RequestWriter, batch_of, named
from connectors.files.sealing import seal_of, sealed_names
from connectors.files.sent import SentInMemory
from connectors.files.server import FileServer, ServerFolders
from connectors.pace import Became, Leaving
from connectors.reading import reading
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import (
    ConnectorError,
    InDoubt,
    LeaseLost,
    NoPermit,
    SourceChanged,
    SourceUnavailable,
)
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Leave, Noted, at_will
from skiptrace.model.record import Answer, Snapshot, Ticket
from skiptrace.model.waterfall import Outcome

_MARK = "<batch>"
_LATER = "it is in a file that was submitted; its answer comes later"
_NOT_THERE = "its reply is not there yet"
_MISSING = "the reply is whole and has no row for it, which is no word that nothing was found"


class FilesConnector:
    """Submits questions in files and reads their answers from the replies, a session at a time.

    `server` is the source's, by default as the settings say.
    """

    def __init__(
        self, loaded: LoadedCard, settings: SourceSettings, server: FileServer | None = None
    ) -> None:
        loaded = with_house_layout(loaded, settings.options)
        self._card = loaded.card
        self._settings = settings
        self._seal = seal = seal_of(loaded, settings)
        plain = read_section(loaded, FilesSection)
        self._section = section = sealed_names(plain, seal, settings.options)
        self._clock = settings.clock
        self._options = settings.options
        self._server = server or FileServer(loaded, section, settings)
        self._sent = settings.sent or SentInMemory()
        self._pace = settings.pace(loaded.card)
        self._writer = RequestWriter(section.request, settings.options)
        self._rows = ReplyReader(section)
        self._reader = AnswerReader(loaded, section, self._rows)
        self._became: dict[Noted, bool] = {}

    @property
    def card(self) -> ConnectorCard:
        """The card that this connector was built from."""
        return self._card

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        """Submit the questions, as few files as hold them; of each that went a pending answer.

        One that is in a file already is not submitted again.
        """
        fresh, known = self._known(inquiries)
        yield from known
        most, permitted = self._section.request.most, self._settings.permitted(self._card, leave)
        for start in range(0, len(fresh), most):
            yield from self._submitted(fresh[start : start + most], permitted)
        self._pace.rest()

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        """The answer that these stored rows are."""
        return self._reader.answer(inquiry, snapshots)

    @property
    def can_settle(self) -> bool:
        """Whether the server can be asked what became of a question: always."""
        return True

    def settle(self, inquiry: Inquiry) -> Answer | None:
        """A pending answer for a question whose file was submitted; None where none ever was.

        Raises InDoubt while nobody can say, PermitForged for an inquiry that the gate did not
        permit.
        """
        self._settings.check(inquiry, self._card.id)
        key = self._writer.key(inquiry)
        try:
            noted = self._sent.files_of(self._card.id, [key]).get(key)
            if noted is None or not self._was_submitted(noted):
                return None
        except ConnectorError as error:
            raise InDoubt(str(error)) from None
        return self._pending(inquiry, self._ticket(noted.file), _LATER)

    def collect(self, waiting: Sequence[tuple[Inquiry, Ticket]]) -> Iterator[Answer]:
        """What the replies that are there say; a question without an answer there goes on waiting.

        Raises ConnectorError when the server can be asked no more, PermitForged for an inquiry that
        the gate did not permit.
        """
        by_file: dict[str, list[tuple[Inquiry, Ticket]]] = defaultdict(list)
        for inquiry, ticket in waiting:
            self._settings.check(inquiry, self._card.id)
            by_file[ticket.reference].append((inquiry, ticket))
        if not by_file:
            return
        with self._server.open() as desk:
            for file, some in by_file.items():
                yield from self._collected(desk, file, some)

    def prove(self) -> Iterator[str]:
        """What could be proved of the server without a word of anybody, in words."""
        with self._server.open() as desk:
            yield "its host key is the pinned one, and it took our credentials"
            yield from desk.prove()
        if self._seal is not None:
            yield self._seal.proved()

    def _known(self, inquiries: Sequence[Inquiry]) -> tuple[list[Inquiry], list[Answer]]:
        """The questions that are in no file, and answers for those that are, or may be."""
        keys = list(map(self._writer.key, inquiries))
        try:
            notes = self._sent.files_of(self._card.id, keys)
        except ConnectorError as error:
            return [], [failed(inquiry, error) for inquiry in inquiries]
        fresh: list[Inquiry] = []
        known: list[Answer] = []
        for inquiry, key in zip(inquiries, keys, strict=True):
            try:
                answer = self.settle(inquiry) if key in notes else None
            except (InDoubt, NoPermit) as error:
                answer = failed(inquiry, error)
            if answer is None:
                fresh.append(inquiry)
            else:
                known.append(answer)
        return fresh, known

    def _was_submitted(self, noted: Noted) -> bool:
        """Whether a file was submitted after it was noted; one that was not can be no more."""
        if noted not in self._became:
            with self._server.open() as desk:
                was_withdrawn = desk.withdraw(noted.file)
            self._became[noted] = not was_withdrawn
        return self._became[noted]

    def _submitted(self, inquiries: Sequence[Inquiry], leave: Leave) -> Iterator[Answer]:
        on = self._clock().date()
        written: dict[str, tuple[Inquiry, tuple[str, ...]]] = {}
        for inquiry in inquiries:
            try:
                written[self._writer.key(inquiry)] = (inquiry, self._writer.row(inquiry, on))
            except NotWritten as lacks:
                yield Answer(inquiry.id, Outcome.SKIPPED, reason=str(lacks))
        going, kept = let_go([inquiry for inquiry, _ in written.values()], leave)
        yield from kept
        if not going:
            return
        batch = batch_of({k: written[k] for k in map(self._writer.key, going)})
        file = named(self._section.request.name, batch.id, self._options)
        try:
            self._submit(batch, file, leave)
        except LeaseLost:
            raise
        except (ConnectorError, NoPermit) as error:
            yield from (failed(inquiry, error) for inquiry in batch.inquiries)
        except Exception as fault:  # noqa: BLE001 - a fault of ours ends no run
            doubt = InDoubt(f"our own fault ({type(fault).__name__}); it may have been submitted")
            yield from (failed(inquiry, doubt) for inquiry in batch.inquiries)
        else:
            ticket = self._ticket(file)
            yield from (self._pending(inquiry, ticket, _LATER) for inquiry in batch.inquiries)

    def _submit(self, batch: Batch, file: str, leave: Leave) -> None:
        """Put the batch on the server and submit it.

        Raises InDoubt where it may have been submitted and the server does not say; after any other
        error it was not, and can be no more.
        """
        body = self._writer.body(batch, self._clock().date())
        body = self._seal.sealed(body) if self._seal is not None else body
        with self._pace.place() as place:
            self._submit_within(place, batch, (file, body), leave)

    def _submit_within(
        self, place: Leaving, batch: Batch, made: tuple[str, bytes], leave: Leave
    ) -> None:
        file, body = made
        with self._server.open() as desk:
            if desk.is_there(file):
                self._sent.note(self._card.id, file, batch.keys)
                return
            desk.put(file, body)
            try:
                self._sent.note(self._card.id, file, batch.keys)
                leave(batch.inquiries[0])
                place.go()
            except (ConnectorError, LeaseLost, NoPermit):
                place.over(Became.UNSENT)
                with suppress(ConnectorError):
                    desk.withdraw(file)
                raise
            try:
                desk.submit(file)
            except ConnectorError as error:
                trouble = error
            else:
                return
        try:
            with self._server.open() as desk:
                was_withdrawn = desk.withdraw(file)
        except ConnectorError:
            raise InDoubt(f"{trouble}: it may have been submitted") from None
        if was_withdrawn:
            place.over(Became.UNSENT)
            raise trouble

    def _collected(
        self, desk: ServerFolders, file: str, waiting: Sequence[tuple[Inquiry, Ticket]]
    ) -> Iterator[Answer]:
        """What the reply to one file says of these questions."""
        again = self._clock() + timedelta(minutes=self._section.again_minutes)
        words = _NOT_THERE
        rows, fetched = None, None
        try:
            with reading():
                found = desk.reply(self._batch_of(file))
                if found is not None:
                    fetched = Fetched(found.name, found.sha256, self._clock())
                    mine = frozenset(self._writer.key(inquiry) for inquiry, _ in waiting)
                    known = self._sent.keys_of(self._card.id, file)
                    rows = self._rows.rows(self._opened(found.body), mine, known)
                    folder = self._settings.data_dir
                    note_rejects(self._card.id, folder, found.name, rows.rejects)
        except NotWhole:
            pass
        except SourceChanged as error:
            words = failed(waiting[0][0], error).reason
        if rows is None or fetched is None:
            for inquiry, ticket in waiting:
                yield self._pending(inquiry, replace(ticket, ask_next=again), words)
            return
        for inquiry, ticket in waiting:
            later = replace(ticket, ask_next=again)
            yield self._answer(inquiry, later, rows, fetched)

    def _opened(self, body: bytes) -> bytes:
        return self._seal.opened(body) if self._seal is not None else body

    def _answer(self, inquiry: Inquiry, later: Ticket, rows: Rows, fetched: Fetched) -> Answer:
        mine: Sequence[ReplyRow] = rows.by_key.get(self._writer.key(inquiry), ())
        if not mine:
            return self._missing(inquiry, later)
        if len(mine) > 1 and not self._section.reply.several:
            numbers = ", ".join(str(row.number) for row in mine)
            words = f"SourceChanged: rows {numbers} of the reply bear its key, and one may"
            return self._pending(inquiry, later, words)
        snapshots = [fetched.snapshot(row) for row in mine]
        answer = self._reader.answer(inquiry, snapshots, _of_rejects(rows.rejects))
        if answer.outcome is Outcome.FAILED and not answer.cost and _is_changed(answer):
            return self._pending(inquiry, later, answer.reason)
        return answer

    def _missing(self, inquiry: Inquiry, later: Ticket) -> Answer:
        """A question that the reply leaves out: failed where that costs nothing, else awaited."""
        if self._card.cost.per_call:
            return self._pending(inquiry, later, f"InDoubt: {_MISSING}: it may have been billed")
        return failed(inquiry, SourceUnavailable(_MISSING))

    def _batch_of(self, file: str) -> str:
        """The batch that the name of a file holds."""
        before, _, behind = named(self._section.request.name, _MARK, self._options).partition(_MARK)
        return file.removeprefix(before).removesuffix(behind)

    def _ticket(self, file: str) -> Ticket:
        now, section = self._clock(), self._section
        ask_next = now + timedelta(minutes=section.answer_minutes)
        return Ticket(file, ask_next, now + timedelta(days=section.days))

    def _pending(self, inquiry: Inquiry, ticket: Ticket, words: str) -> Answer:
        if words in (_LATER, _NOT_THERE) and self._section.carried:
            words = f"{words}; {self._section.carried}"
        return Answer(inquiry.id, Outcome.PENDING, reason=words, ticket=ticket)


def _of_rejects(rejects: Mapping[int, str]) -> str:
    """What a person should know of rows that are nobody's."""
    if not rejects:
        return ""
    numbers = ", ".join(str(number) for number in sorted(rejects)[:5])
    more = f" and {len(rejects) - 5} more" if len(rejects) > 5 else ""
    return f"rows {numbers}{more} of the reply bear no key of the request and were left aside"


def _is_changed(answer: Answer) -> bool:
    return answer.reason.startswith(SourceChanged.__name__)
