"""The connector of a source that is asked about many contact points in one call, a file of rows.

Each question keeps its own row of the reply, with the hash of the whole: what is disposed of for
one person leaves nothing of him in the answers about others. Only a free source is asked so: what
of a call was billed nobody could say.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from connectors.base import SourceSettings, failed
from connectors.batch import let_go
from connectors.card import LoadedCard, read_section
from connectors.engine.auth import Keyring
from connectors.engine.caller import Caller
from connectors.engine.points import points_of
from connectors.engine.record_map.known import KnownColumns
from connectors.engine.section import EngineSection
from connectors.engine.sites import clients_of, site_of, token_desk
from connectors.engine.transport.http import Call
from connectors.engine.upload import UploadedRow
from connectors.reading import Unreadable, reading
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import (
    ConfigError,
    ConnectorError,
    LeaseLost,
    NoPermit,
    SourceChanged,
    SourceUnavailable,
)
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer, Snapshot
from skiptrace.model.waterfall import Outcome

_ROW = re.compile(r"(?P<call>\S+ \S+) sha256 [0-9a-f]{64} row (?P<number>\d+)")
_LACKS = "the inquiry holds no field that this source is searched by"
_MISSING = "the reply has no row for it, which is no word that nothing is known of it"
_SEVERAL = "several candidates: nothing of them is told"


class UploadConnector:
    """Asks about as many points at once as a call takes, and reads each one's row."""

    def __init__(self, loaded: LoadedCard, settings: SourceSettings) -> None:
        self._card = card = loaded.card
        self._section = section = read_section(loaded, EngineSection)
        points = points_of(loaded, section)
        if section.upload is None or points is None or card.cost.is_paid:
            raise ConfigError(f"{loaded.file}: upload: of a free source that checks contact points")
        self._upload, self._points = section.upload, points
        self._clock, self._options = settings.clock, settings.options
        self._permitted = partial(settings.permitted, card)
        site = site_of(loaded, section, settings)
        keys = Keyring(section.auth, settings.secrets, token_desk(site, section, settings))
        self._caller = Caller(clients_of(loaded, section, settings, site), keys, is_paid=False)
        self._known = KnownColumns(
            section.read_columns | {section.upload.key, section.upload.verdict},
            section.required,
            section.ignored,
            section.codes,
        )
        self._words = f"{section.method} {section.path}"

    @property
    def card(self) -> ConnectorCard:
        """The card that this connector was built from."""
        return self._card

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        """One answer for each inquiry, in calls of as many as one takes.

        Raises LeaseLost when nothing may leave any more.
        """
        return self._caller.resting(self._all_asked(inquiries, leave))

    def _all_asked(self, inquiries: Sequence[Inquiry], leave: Leave) -> Iterator[Answer]:
        written: dict[str, tuple[Inquiry, tuple[str, ...]]] = {}
        for inquiry in inquiries:
            row = self._upload.row(inquiry, self._options)
            if row is None:
                yield Answer(inquiry.id, Outcome.SKIPPED, reason=_LACKS)
            else:
                written[inquiry.id] = (inquiry, row)
        every = [inquiry for inquiry, _ in written.values()]
        for start in range(0, len(every), self._upload.most):
            permitted = self._permitted(leave)
            going, kept = let_go(every[start : start + self._upload.most], permitted)
            yield from kept
            if going:
                rows = [written[inquiry.id][1] for inquiry in going]
                yield from self._asked(going, rows, permitted)

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        """The answer that this stored row is."""
        try:
            with reading():
                if len(snapshots) != 1:
                    raise SourceUnavailable(f"{len(snapshots)} stored rows where there is one")
                stored = _ROW.fullmatch(snapshots[0].request)
                if stored is None:
                    raise SourceChanged("a stored answer that is no row of a reply")
                row = self._upload.read(snapshots[0].body, int(stored["number"]))
                return self._told(inquiry, row, snapshots[0])
        except ConnectorError as error:
            return failed(inquiry, error, snapshots)

    def _asked(
        self, going: Sequence[Inquiry], rows: Sequence[Sequence[str]], leave: Leave
    ) -> Iterator[Answer]:
        try:
            by_key = self._rows(rows, going[0], leave)
        except LeaseLost:
            raise
        except (ConnectorError, NoPermit) as error:
            yield from (failed(inquiry, error) for inquiry in going)
            return
        except Exception as fault:  # noqa: BLE001 - a fault of ours ends no run
            ours = Unreadable(f"our own fault ({type(fault).__name__})")
            yield from (failed(inquiry, ours) for inquiry in going)
            return
        for inquiry in going:
            mine = by_key.get(inquiry.id, [])
            if len(mine) == 1:
                yield self.read(inquiry, mine)
            elif mine:
                words = f"{len(mine)} rows of the reply bear its key, and one may"
                yield failed(inquiry, SourceChanged(words))
            else:
                yield failed(inquiry, SourceUnavailable(_MISSING))

    def _rows(
        self, rows: Sequence[Sequence[str]], first: Inquiry, leave: Leave
    ) -> Mapping[str, list[Snapshot]]:
        """What came, row by row, under the keys that it bears."""
        section = self._section
        body, media_type = self._upload.body(rows)
        headers = {"Content-Type": media_type, **section.headers}
        call = Call(section.method, section.path, self._words, section.params, headers, body)
        reply = self._caller.reply(call, partial(leave, first))
        found: dict[str, list[Snapshot]] = {}
        whole, at = hashlib.sha256(reply.body).hexdigest(), self._clock()
        with reading():
            for row in self._upload.rows(reply):
                request = f"{self._words} sha256 {whole} row {row.number}"
                snapshot = Snapshot(row.raw, "text/csv", request, at)
                found.setdefault(row.columns[self._upload.key], []).append(snapshot)
        return found

    def _told(self, inquiry: Inquiry, row: UploadedRow, snapshot: Snapshot) -> Answer:
        place, upload = f"row {row.number}", self._upload
        if row.columns[upload.key] != inquiry.id:
            raise SourceChanged(f"{place}: the row is of another key")
        self._known.check({name: text or None for name, text in row.columns.items()}, place)
        verdict = row.columns[upload.verdict]
        rows = [] if verdict in upload.nothing else [(place, dict(row.columns))]
        end = self._points.of(inquiry, [(snapshot, rows)])
        words = _SEVERAL if verdict in upload.several else end.words
        told = ((), (snapshot,))
        return Answer(inquiry.id, end.outcome, *told, reason=words, checked=end.said)
