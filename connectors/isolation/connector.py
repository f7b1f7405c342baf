"""The side that asks: a connector whose code runs in a confined process of its own."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from connectors.base import SourceSettings, failed
from connectors.card import LoadedCard
from connectors.isolation.child_process import Process
from connectors.isolation.confinement import version
from connectors.isolation.wire import (
    Message,
    answer_in,
    error_in,
    error_out,
    inquiries_out,
    snapshots_out,
    tickets_out,
)
from connectors.kit.contract import check_said
from connectors.pace import OwnPlaces
from skiptrace.model.card import ConnectorCard
from skiptrace.model.errors import (
    ConfigError,
    ConnectorError,
    InDoubt,
    LeaseLost,
    NoPermit,
    SkiptraceError,
    SourceChanged,
    SourceUnavailable,
)
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.places import Over, terms_of
from skiptrace.model.ports import Leave, at_will
from skiptrace.model.record import Answer, Snapshot, Ticket

UNCONFINED = "unconfined"
"""The option that lets code run where the kernel cannot confine it; its value is `accepted`."""
SILENCE = 600.0
"""Seconds without a word after which its code is taken to hang."""
_PORTS = frozenset({53, 80, 443})


@dataclass(slots=True)
class _Asking:
    """One request in progress: what may leave, what did, what was answered; its places."""

    inquiries: Mapping[str, Inquiry]
    leave: Leave = at_will
    places: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    answered: set[str] = field(default_factory=set)
    lost: LeaseLost | None = None


class IsolatedConnector:
    """Asks a connector or a checker of somebody else's code.

    Implements Connector, Checker, Settler, Collector, Provable.

    What the process is given is what the gate permitted, each inquiry under an id that only this
    side can give leave for; what it answers is held against the contract before it is believed.
    Raises ConfigError when the connector cannot be built, or the kernel cannot confine it and the
    option `unconfined` does not say `accepted`.
    """

    def __init__(self, loaded: LoadedCard, settings: SourceSettings) -> None:
        self._loaded = loaded
        self._settings = settings
        self._terms = terms_of(loaded.card)
        self._places = settings.places or OwnPlaces()
        self._lock = threading.RLock()
        if not version() and settings.options.get(UNCONFINED) != "accepted":
            raise ConfigError(
                f"source {loaded.card.id}: this system cannot confine the code of {loaded.file}: "
                f"expected Linux with Landlock, or options.{UNCONFINED} = 'accepted'"
            )
        self._process = self._begin()

    @property
    def card(self) -> ConnectorCard:
        """The card, as its file says."""
        return self._loaded.card

    @property
    def can_settle(self) -> bool:
        """Whether its code, set up as it is, can ask what became of a call."""
        return bool(self._process.hello.get("settles"))

    def search(self, inquiries: Sequence[Inquiry], leave: Leave = at_will) -> Iterator[Answer]:
        """One answer for each inquiry; of what left a paid source unanswered none."""
        asking, kept = self._permitted(inquiries, leave)
        yield from kept
        if not asking.inquiries:
            return
        trouble: ConnectorError | None = None
        try:
            for message in self._ask("search", asking):
                yield self._answer(message, asking)
        except ConnectorError as error:
            trouble = error
        if asking.lost is not None:
            raise asking.lost
        for inquiry in asking.inquiries.values():
            if inquiry.id not in asking.answered:
                yield self._unanswered(inquiry, asking, trouble)

    def read(self, inquiry: Inquiry, snapshots: Sequence[Snapshot]) -> Answer:
        """What its code reads in stored answers."""
        asking = _Asking({inquiry.id: inquiry})
        more = {"snapshots": snapshots_out(snapshots)}
        try:
            (answer,) = (self._answer(m, asking) for m in self._ask("read", asking, **more))
        except ConnectorError as error:
            return failed(inquiry, error, snapshots)
        except ValueError:
            return failed(inquiry, SourceChanged("its code gave no answer"), snapshots)
        return answer

    def settle(self, inquiry: Inquiry) -> Answer | None:
        """What became of a call that left; raises InDoubt when its code cannot say."""
        self._settings.check(inquiry, self.card.id)
        asking = _Asking({inquiry.id: inquiry})
        try:
            for message in self._ask("settle", asking):
                return None if message.get("answer", "") is None else self._answer(message, asking)
        except ConnectorError as error:
            raise InDoubt(str(error)) from None
        raise InDoubt("its code cannot ask what became of a call")

    def collect(self, waiting: Sequence[tuple[Inquiry, Ticket]]) -> Iterator[Answer]:
        """What the source has by now of what it gave these tickets for."""
        for inquiry, _ in waiting:
            self._settings.check(inquiry, self.card.id)
        asking = _Asking({inquiry.id: inquiry for inquiry, _ in waiting})
        if self._process.hello.get("collects"):
            tickets = tickets_out([ticket for _, ticket in waiting])
            for message in self._ask("collect", asking, tickets=tickets):
                yield self._answer(message, asking)

    def prove(self) -> Iterator[str]:
        """What its code proved of the source, and that it ran apart."""
        yield f"its code runs in a process of its own, {self._confinement()}"
        if self._process.hello.get("proves"):
            yield from (str(m.get("proved")) for m in self._ask("prove", _Asking({})))

    def _confinement(self) -> str:
        return "confined by the kernel" if version() else "which this system cannot confine"

    def _begin(self) -> Process:
        settings = self._settings
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        addresses = [settings.base_url or self._loaded.base_url, *settings.options.values()]
        files = [settings.options["path"]] if "path" in settings.options else []
        first = {
            "now": settings.clock().isoformat(),
            "path": _imports(),
            "card": str(self._loaded.file),
            "confined": bool(version()),
            "reads": files,
            "writes": [str(settings.data_dir.absolute())],
            "ports": sorted(_PORTS | {port for text in addresses if (port := _port(text))}),
            "base_url": settings.base_url,
            "data_dir": str(settings.data_dir.absolute()),
            "secrets": dict(settings.secrets),
            "options": {k: v for k, v in settings.options.items() if k != UNCONFINED},
        }
        try:
            process = Process(first, settings.environment, SILENCE)
        except ConnectorError as error:
            raise ConfigError(f"{self._loaded.file}: connector: {error}") from None
        if "error" in process.hello:
            told = error_in(process.hello["error"])
            raise ConfigError(f"{self._loaded.file}: connector: {told}")
        return process

    def _ask(self, do: str, asking: _Asking, **more: object) -> Iterator[Message]:
        """What the process says to one request; a process that ended is started anew before it."""
        with self._lock:
            if not self._process.is_alive:
                self._process = self._begin()
            request = {
                "do": do,
                "now": self._settings.clock().isoformat(),
                "inquiries": inquiries_out(tuple(asking.inquiries.values())),
                **more,
            }
            for message in self._process.ask(request, lambda asked: self._reply(asked, asking)):
                if "error" in message:
                    raise error_in(message["error"], (ConnectorError,))
                yield message

    def _reply(self, asked: Message, asking: _Asking) -> Message:
        """What its code is told when it asks for leave, or for a place in the source's limits."""
        try:
            if asked["ask"] == "place":
                place = self._places.take(self._terms, float(asked["longest"]), ())
                asking.places.add(place.name)
                return asdict(place)
            if asked["ask"] == "over" and asked["name"] in asking.places:
                asking.places.discard(asked["name"])
                calls = (int(asked["answered"]), int(asked["lost"]))
                over = Over(asked["name"], *calls, max(float(asked["ago"]), 0.0))
                self._places.end(self._terms, [over])
                return {}
            if asked["ask"] == "leave" and asked.get("of") in asking.inquiries:
                inquiry = asking.inquiries[asked["of"]]
                asking.leave(inquiry)
                asking.left.add(inquiry.id)
                return {}
        except LeaseLost as error:
            asking.lost = error
            return {"error": error_out(error)}
        except (SkiptraceError, TypeError, ValueError, KeyError) as error:
            return {"error": error_out(error)}
        return {"error": error_out(SourceChanged("asked for what nobody can give"))}

    def _permitted(
        self, inquiries: Sequence[Inquiry], leave: Leave
    ) -> tuple[_Asking, list[Answer]]:
        """The inquiries that its code may see, and answers for those that it may not."""
        seen: dict[str, Inquiry] = {}
        kept: list[Answer] = []
        for inquiry in inquiries:
            try:
                self._settings.check(inquiry, self.card.id)
            except NoPermit as error:
                kept.append(failed(inquiry, error))
            else:
                seen[inquiry.id] = inquiry
        return _Asking(seen, self._settings.permitted(self.card, leave)), kept

    def _answer(self, message: Message, asking: _Asking) -> Answer:
        """An answer as it may be believed; one that breaks the contract is a failure that tells."""
        answer = answer_in(message.get("answer"))
        inquiry = asking.inquiries.get(answer.inquiry_id)
        if inquiry is None or inquiry.id in asking.answered:
            raise SourceChanged("its code answered what it was not asked")
        asking.answered.add(inquiry.id)
        faults = check_said(self.card, inquiry, answer)
        if not faults:
            return answer
        error = SourceChanged(f"its code broke the contract: {faults[0]}")
        cost = min(max(answer.cost, Decimal(0)), self.card.cost.ceiling)
        return failed(inquiry, error, answer.snapshots, cost)

    def _unanswered(
        self, inquiry: Inquiry, asking: _Asking, trouble: ConnectorError | None
    ) -> Answer:
        """The answer for what its code left without one; a paid call that left is in doubt."""
        words = str(trouble or "its code gave no answer")
        if self.card.cost.is_paid and inquiry.id in asking.left:
            return failed(inquiry, InDoubt(f"{words}; the call may have left"))
        return failed(inquiry, trouble or SourceUnavailable(words))


def _imports() -> list[str]:
    """Where its code is imported from; the folder that we were started in is not told."""
    here = os.path.realpath(Path.cwd())
    said = [entry for entry in sys.path if entry and os.path.realpath(entry) != here]
    ours = str(Path(__file__).resolve().parents[2])
    return said if any(os.path.realpath(entry) == ours for entry in said) else [*said, ours]


def _port(address: str) -> int | None:
    try:
        return urlsplit(address).port
    except ValueError:
        return None
