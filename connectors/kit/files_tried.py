"""A source that is asked by files, tried over a real SFTP server on loopback.

An example's inquiry is written as a request; the text of its reply, in which `{key}` stands for our
key, is what the source puts on the server. Each function gives what is wrong, in words.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from connectors.base import SourceSettings
from connectors.card import LoadedCard, read_section
from connectors.files.connector import FilesConnector
from connectors.files.layout import DELIMITERS, FilesSection, ReplyFile
from connectors.files.request import named
from connectors.kit.contract import check_answer
from connectors.kit.examples import Example, as_told, examples_of
from connectors.kit.loopback import Asked
from connectors.kit.sftp_server import LoopbackServer, serving_sftp
from connectors.kit.tried import Make
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome

_NOW = datetime(2026, 1, 1, 6, 0, tzinfo=UTC)
_KEY = b"{key}"


@dataclass(frozen=True, slots=True)
class FileFault:
    """Something wrong with a reply, and how the question of the example may end then."""

    name: str
    body: bytes
    ends: frozenset[tuple[Outcome, str]]


_WAITS = frozenset({(Outcome.PENDING, "")})
_CHANGED = frozenset({(Outcome.PENDING, "SourceChanged")})
_EITHER = _WAITS | _CHANGED
_UNREADABLE = _CHANGED | {(Outcome.FAILED, "SourceChanged")}
_FAILS = frozenset({(Outcome.FAILED, "SourceUnavailable"), (Outcome.PENDING, "InDoubt")})


def check_file_examples(loaded: LoadedCard, make: Make) -> list[str]:
    """What is wrong with the examples of a card: none, none approved, another answer, no hit."""
    examples = examples_of(loaded)
    if not examples:
        return [f"{loaded.folder}: a source has at least one file in examples/"]
    faults: list[str] = []
    outcomes: set[Outcome] = set()
    for example in examples:
        connector, inquiry, request, answer = _exchanged(loaded, example, make)
        outcomes.add(answer.outcome)
        faults += [f"{example.path}: {w}" for w in check_answer(connector, inquiry, answer)]
        told = as_told([request], answer)
        if not example.expected.exists():
            example.expected.write_text(told, encoding="utf-8")
            faults.append(f"{example.expected}: written, to be approved")
        elif told != example.expected.read_text(encoding="utf-8"):
            faults.append(f"{example.path}: the answer is another than the approved one:\n{told}")
    if not faults and Outcome.HIT not in outcomes:
        faults.append(f"{loaded.folder}: no example whose approved answer is a hit")
    return faults


def check_file_faults(loaded: LoadedCard, make: Make) -> list[str]:
    """What the answers to every faulty reply break, tried on the first example that has a row."""
    section = read_section(loaded, FilesSection)
    example = next(e for e in examples_of(loaded) if '"outcome": "hit"' in e.expected.read_text())
    found = []
    for fault in faults_of_reply(section, example.says[0].raw):
        connector, inquiry, _, answer = _exchanged(loaded, example, make, fault.body)
        words = check_answer(connector, inquiry, answer)
        end = (answer.outcome, _class_of(answer))
        if end not in fault.ends:
            words.append(f"ended as {end} ({answer.reason}), not {sorted(fault.ends)}")
        found += [f"{loaded.card.id}, {fault.name}: {word}" for word in words]
    return found


def faults_of_reply(section: FilesSection, body: bytes) -> Iterator[FileFault]:
    """The faults of a reply whose rows are all of the example's question."""
    reply, parts = section.reply, _Parts.of(section.reply, body)
    mark = DELIMITERS.get(reply.format, "X").encode()
    strange = [row.replace(_KEY, b"f" * section.request.key_length) for row in parts.rows]
    yield FileFault("empty", b"", _WAITS)
    yield FileFault("cut within a row", parts.whole()[: len(parts.whole()) // 2], _EITHER)
    yield FileFault("a page", b"<html>back soon</html>\n", _EITHER)
    yield FileFault(
        "a column more", parts.whole([_longer(row, mark) for row in parts.rows]), _CHANGED
    )
    yield FileFault("no row for the question", parts.whole(strange), _FAILS)
    if parts.heading:
        renamed = parts.heading.replace(reply.names[-1].encode(), b"renamed", 1)
        yield FileFault("a renamed column", renamed + parts.whole()[len(renamed) :], _CHANGED)
    if parts.end:
        yield FileFault("fewer rows than counted", parts.heading + parts.end, _CHANGED)
        yield FileFault("without its trailer", parts.heading + b"".join(parts.rows), _WAITS)
    if not reply.several:
        yield FileFault("a key twice", parts.whole([*parts.rows, parts.rows[0]]), _CHANGED)
    if reply.says:
        other = [_other(section, row) for row in parts.rows]
        yield FileFault("an unknown code", parts.whole(other), _UNREADABLE)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A reply in its lines: heading and trailer are empty where it has none."""

    reply: ReplyFile
    heading: bytes
    rows: list[bytes]
    end: bytes

    @classmethod
    def of(cls, reply: ReplyFile, body: bytes) -> _Parts:
        lines = body.splitlines(keepends=True)
        heading = lines.pop(0) if reply.has_heading else b""
        end = lines.pop() if reply.trailer else b""
        return cls(reply, heading, lines, end)

    def whole(self, rows: list[bytes] | None = None) -> bytes:
        """The file with these rows, which its trailer counts."""
        rows = self.rows if rows is None else rows
        return self.heading + b"".join(rows) + self._counting(len(rows))

    def _counting(self, rows: int) -> bytes:
        trailer = self.reply.trailer
        if trailer is None:
            return b""
        line = self.end.decode(self.reply.encoding)
        count = str(rows + trailer.others)
        if trailer.count is not None:
            start, length = trailer.count
            line = line[: start - 1] + count.zfill(length) + line[start - 1 + length :]
        elif trailer.column is not None:
            delimiter = DELIMITERS[self.reply.format]
            cells = line.rstrip("\r\n").split(delimiter)
            cells[trailer.column - 1] = count
            line = delimiter.join(cells) + "\n"
        return line.encode(self.reply.encoding)


def _longer(row: bytes, mark: bytes) -> bytes:
    return row.rstrip(b"\r\n") + mark + b"\n"


def _other(section: FilesSection, row: bytes) -> bytes:
    """The row with a text that the card does not know where it says whether it found anybody."""
    reply, says = section.reply, section.reply.says
    text = row.decode(reply.encoding).rstrip("\r\n")
    place = reply.names.index(says.column) if says else 0
    if reply.format == "fixed":
        span = reply.spans[place]
        width = len(text.replace("{key}", "k" * section.request.key_length)) - len(text)
        at = span.start - (width if text.index("{key}") < span.start else 0)
        text = text[:at] + "?" * (span.stop - span.start) + text[at + span.stop - span.start :]
    else:
        cells = text.split(DELIMITERS[reply.format])
        cells[place] = "?"
        text = DELIMITERS[reply.format].join(cells)
    return f"{text}\n".encode(reply.encoding)


def _exchanged(
    loaded: LoadedCard, example: Example, make: Make, body: bytes | None = None
) -> tuple[FilesConnector, Inquiry, Asked, Answer]:
    """The connector, what left, and what it made of the reply, which is `body` if that is given."""
    section = read_section(loaded, FilesSection)
    inquiry = make(example.inquiry.entity, example.inquiry.fields)
    with TemporaryDirectory() as folder:
        server = LoopbackServer(Path(folder))
        for one in (section.request.folder, section.reply.folder):
            place = Path(folder) / named(one, "", example.options).lstrip("/")
            place.mkdir(parents=True, exist_ok=True)
        with serving_sftp(server):
            connector = _connector(loaded, example, server)
            (sent,) = connector.search([inquiry])
            if sent.ticket is None:
                return connector, inquiry, Asked("PUT", "", {}, {}, b""), sent
            key = inquiry.id[: section.request.key_length].encode()
            requests = Path(folder) / named(section.request.folder, "", example.options).lstrip("/")
            request = (requests / sent.ticket.reference).read_bytes()
            _put_reply(Path(folder), section, example, sent.ticket.reference, key, body)
            (answer,) = connector.collect([(inquiry, sent.ticket)])
    call = Asked("PUT", sent.ticket.reference, {}, {}, request)
    return connector, inquiry, call, answer


def _put_reply(
    folder: Path,
    section: FilesSection,
    example: Example,
    reference: str,
    key: bytes,
    body: bytes | None,
) -> None:
    before, _, behind = named(section.request.name, "<batch>", example.options).partition("<batch>")
    batch = reference.removeprefix(before).removesuffix(behind)
    replies = folder / named(section.reply.folder, "", example.options).lstrip("/")
    name = named(section.reply.name, batch, example.options).replace("*", "1")
    text = example.says[0].raw if body is None else body
    (replies / name).write_bytes(text.replace(_KEY, key))
    if section.reply.ready:
        (replies / named(section.reply.ready, batch, example.options)).write_bytes(b"")


def _connector(loaded: LoadedCard, example: Example, server: LoopbackServer) -> FilesConnector:
    card = dataclasses.replace(loaded.card, limits=(), timeout_seconds=10.0)
    reply = {**loaded.section["reply"]}
    if reply.get("quiet"):
        reply["quiet"] = 0.01
    section: Mapping[str, object] = {**loaded.section, "reply": reply}
    secrets = {name: f"test-{name}" for name in loaded.secrets}
    secrets |= {"user": server.user, "password": server.password}
    options = {**example.options, "host_key": server.pin}
    settings = SourceSettings(server.url, server.folder / "data", _clock, secrets, options)
    return FilesConnector(dataclasses.replace(loaded, card=card, section=section), settings)


def _class_of(answer: Answer) -> str:
    name, mark, _ = answer.reason.partition(": ")
    return name if mark and name.isidentifier() else ""


def _clock() -> datetime:
    return _NOW
