"""Replies that were damaged by chance: nobody is given another's row, and nothing is made up."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

from connectors.card import read_section
from connectors.files.layout import FilesSection
from connectors.files.reading import AnswerReader, Fetched
from connectors.files.reply import ReplyReader
from connectors.reading import reading
from skiptrace.model.errors import ConnectorError
from skiptrace.model.waterfall import Outcome
from tests.unit.connectors_files.bureau import HEADING, card, found, nobody, people

NAMES = ("Quillfeather", "Marlowe", "Ostrander", "Ash")
MUTANTS = 3_000


def mutant(body: bytes, draw: random.Random) -> bytes:
    lines = body.splitlines(keepends=True)
    at, other = draw.randrange(len(body)), draw.randrange(len(lines))
    kind = draw.randrange(7)
    if kind == 0:
        return body[:at]
    if kind == 1:
        return body[:at] + body[at + draw.randrange(1, 40) :]
    if kind == 2:
        return body[:at] + bytes([draw.randrange(256)]) + body[at + 1 :]
    if kind == 3:
        return b"".join([*lines[:other], *lines[other + 1 :]])
    if kind == 4:
        return b"".join([*lines[:other], lines[other], *lines[other:]])
    if kind == 5:
        draw.shuffle(lines)
        return b"".join(lines)
    return body[:at] + body[draw.randrange(len(body)) :][: draw.randrange(1, 80)] + body[at:]


def test_no_mutant_of_a_reply_gives_anybody_what_is_not_theirs() -> None:
    loaded = card()
    section = read_section(loaded, FilesSection)
    rows = ReplyReader(section)
    reader = AnswerReader(replace(loaded), section, rows)
    asked = people(*NAMES)
    keys = frozenset(inquiry.id for inquiry in asked)
    lines = [
        f"{i.id},{(nobody if n == 3 else found)({'first': 'Ann', 'last': NAMES[n], 'born': ''})}"
        for n, i in enumerate(asked)
    ]
    good = "\n".join([HEADING, *lines, f"END,{len(lines)}", ""]).encode()
    draw, ends = random.Random("replies"), set()
    for _ in range(MUTANTS):
        body = mutant(good, draw)
        try:
            with reading():
                told = rows.rows(body, keys, keys)
        except ConnectorError as error:
            ends.add(type(error).__name__)
            continue
        fetched = Fetched("reply.csv", "0" * 64, datetime(2026, 1, 1, tzinfo=UTC))
        for n, inquiry in enumerate(asked):
            mine = told.by_key.get(inquiry.id, ())
            snapshots = [fetched.snapshot(row) for row in mine]
            assert all(row.raw.startswith(inquiry.id.encode()) for row in mine)
            if not mine:
                ends.add("missing")
                continue
            answer = reader.answer(inquiry, snapshots)
            ends.add(answer.outcome.value)
            if answer.outcome is Outcome.NO_HIT:
                assert n == 3 or any(b",N," in row.raw for row in mine)
            for other in NAMES[:n] + NAMES[n + 1 :]:
                assert not any(other == name.surname for r in answer.records for name in r.names)
    assert {"NotWhole", "SourceChanged", "missing", "hit", "no_hit"} <= ends
