"""Providers that answer otherwise than they say: no source takes a mutant for an empty answer.

`python -m tests.campaigns.source_mutants [MUTANTS] [SEED]` with tests on the path; 1 when a mutant
of a good reply ended in an exception, in a no hit that nothing earned, with fewer rows than came
and not a word of it, or in a paid call that left twice. Replies, headers and the order of pages of
the examples of every card are changed, one change a mutant.
tests/contract/test_source_mutants.py is its short version.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.card import LoadedCard, read_section
from connectors.engine.section import EngineSection
from connectors.kit.examples import Example, examples_of, keyed, replaying
from connectors.kit.loopback import Says
from connectors.kit.tried import connector_of, end_of
from connectors.registry import discover
from skiptrace.model.card import ConnectorKind
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome
from tests.inquiries import certified_for, make_inquiry

CARDS = Path(__file__).parents[1] / "contract" / "cards"
STATUSES = (201, 202, 203, 204, 206, 300, 301, 304, 400, 404, 405, 406, 409, 410, 418, 422, 451)
TYPES = ("", "text/html", "application/octet-stream", "nonsense", "text/plain; charset=utf-16")
ODD: tuple[Any, ...] = (
    *(None, "", 0, -1, True, False, [], {}, [[]], [None], {"a": 1}, ["x"], 1e308, 10**25),
    *("x" * 5_000, "\ud800", "\x00", "' OR 1=1 --", "13/45/9999", "<script>"),
)


@dataclass(frozen=True)
class Mutant:
    """Replies with one change, after which the answer may be empty, or fewer rows, unsaid."""

    kind: str
    says: tuple[Says, ...]
    may_be_empty: bool = False
    may_be_fewer: bool = True


def sources() -> list[tuple[LoadedCard, Example]]:
    """Every example of a source asked over HTTP whose approved answer is a hit."""
    found = []
    for loaded in discover([CARDS], ["sandbox"]).cards.values():
        if loaded.card.kind in (ConnectorKind.REST, ConnectorKind.BUREAU):
            examples = [one for one in examples_of(loaded) if '"hit"' in one.expected.read_text()]
            found += [(loaded, one) for one in examples]
    return found


def mutant_of(rng: random.Random, section: EngineSection, good: Sequence[Says]) -> Mutant:
    """One change at random of the replies, of their headers or of their order."""
    kinds: list[Callable[[random.Random, EngineSection, Sequence[Says]], Mutant]]
    kinds = [_bytes, _bytes, _headers, _status, _order]
    if section.format == "json":
        kinds += [_nested] * 8
    return rng.choice(kinds)(rng, section, good)


def _at(good: Sequence[Says], number: int, changed: Says) -> tuple[Says, ...]:
    return (*good[:number], changed, *good[number + 1 :])


def _bytes(rng: random.Random, section: EngineSection, good: Sequence[Says]) -> Mutant:
    number = rng.randrange(len(good))
    raw = good[number].raw
    at = rng.randrange(max(len(raw.rstrip()) - 1, 1))
    if rng.random() < 0.5:
        body, kind = raw[:at], "truncated"
        rows = section.format in ("csv", "tsv", "ndjson")
        is_whole = (rows and raw[at : at + 1] in (b"\n", b"\r")) or body.endswith(b"\n")
        may_be_empty = is_whole and b"\n" not in body.rstrip()
        return Mutant(kind, _at(good, number, dataclasses.replace(good[number], body=body)),
                      may_be_empty, is_whole)  # fmt: skip
    body = raw[:at] + bytes([rng.randrange(256)]) + raw[at + 1 :]
    return Mutant("a byte", _at(good, number, dataclasses.replace(good[number], body=body)))


def _headers(rng: random.Random, section: EngineSection, good: Sequence[Says]) -> Mutant:
    number = rng.randrange(len(good))
    one, length = good[number], len(good[number].raw)
    changed = rng.choice(
        (
            dataclasses.replace(one, media_type=rng.choice(TYPES)),
            dataclasses.replace(one, headers={"Content-Encoding": "gzip"}),
            dataclasses.replace(one, headers={"Content-Encoding": "br"}),
            dataclasses.replace(one, cut_at=rng.randrange(length)),
            dataclasses.replace(one, headers={"Transfer-Encoding": "chunked"}, cut_at=length // 2),
        )
    )
    return Mutant("a header", _at(good, number, changed), may_be_fewer=False)


def _status(rng: random.Random, section: EngineSection, good: Sequence[Says]) -> Mutant:
    number, status = rng.randrange(len(good)), rng.choice(STATUSES)
    means_nothing = any(
        status in rule.status and "nothing" in (rule.means, *rule.words) for rule in section.errors
    )
    changed = dataclasses.replace(good[number], status=status)
    return Mutant(f"status {status}", _at(good, number, changed), means_nothing, False)


def _order(rng: random.Random, section: EngineSection, good: Sequence[Says]) -> Mutant:
    pages = list(good)
    rng.choice((rng.shuffle, lambda p: p.pop(), lambda p: p.insert(0, p[-1])))(pages)
    return Mutant("order of pages", tuple(pages or good))


def _nested(rng: random.Random, section: EngineSection, good: Sequence[Says]) -> Mutant:
    number = rng.choice([n for n, one in enumerate(good) if "json" in one.media_type])
    body = copy.deepcopy(json.loads(good[number].raw))
    places = list(_places(body))
    path, holder, key = rng.choice(places)
    change = rng.choice(("delete", "rename", "add", "odd", "odd", "twice"))
    if change == "odd":
        holder[key] = copy.deepcopy(rng.choice(ODD))
    elif change == "delete":
        del holder[key]
    elif change == "twice" and isinstance(holder, list):
        holder.append(copy.deepcopy(holder[key]))
    elif isinstance(holder, dict):
        value = holder.pop(key) if change == "rename" else holder[key]
        holder[f"{key}_2"] = value
    else:
        holder.clear()
    is_rows = not section.rows or path in _above(section.rows) or "objectIds" in path
    changed = dataclasses.replace(good[number], body=json.dumps(body).encode())
    return Mutant(f"{change} {path}", _at(good, number, changed), may_be_empty=is_rows)


def _above(rows: str) -> set[str]:
    """The path of the rows and every path above it, and below it the rows themselves."""
    names = rows.replace("[]", "").split(".")
    return {".".join(names[:n]) for n in range(1, len(names) + 1)} | {rows.replace("[]", "") + "[]"}


def _places(value: Any, path: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Every place of a JSON value, by its path without numbers, its holder and its key."""
    if isinstance(value, dict):
        for key, item in value.items():
            inner = f"{path}.{key}" if path else key
            yield inner, value, key
            yield from _places(item, inner)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield f"{path}[]", value, number
            yield from _places(item, f"{path}[]")


def faults_of(loaded: LoadedCard, example: Example, mutant: Mutant) -> tuple[Answer | None, str]:
    """The answer to a mutant, and what is wrong with it; '' for nothing."""
    fields = example.inquiry.fields
    filled = {name: getattr(fields, name) for name in fields.filled()}
    asked = example.inquiry
    plain = make_inquiry("inq-1", entity=asked.entity, point=asked.point, **filled)
    inquiry = certified_for(loaded.card, plain)
    rows = example.expected.read_text().count('"locator"')
    with replaying(loaded, [keyed(one, inquiry) for one in mutant.says]) as running:
        made = connector_of(loaded, example, running.url, 5.0)
        try:
            (answer,) = made.search([inquiry])
            again = made.read(inquiry, answer.snapshots) if answer.snapshots else answer
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            return None, f"{type(error).__name__} was raised"
        calls = sum(asked.path == running.asked[0].path for asked in running.asked)
    if loaded.card.cost.is_paid and calls > 1:
        return answer, f"a paid call left {calls} times"
    if answer.outcome is Outcome.NO_HIT and not mutant.may_be_empty and not answer.reason:
        return answer, "a no hit that nothing earned"
    is_fewer = answer.outcome is Outcome.HIT and len(answer.records) < rows
    if is_fewer and not mutant.may_be_fewer and not answer.reason:
        return answer, f"{len(answer.records)} of {rows} records and not a word"
    is_same = (again.outcome, again.records, again.checked) == (
        answer.outcome,
        answer.records,
        answer.checked,
    )
    if not is_same and answer.outcome is not Outcome.PENDING:
        return answer, "reading it again gives another answer"
    return answer, ""


def campaign(count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """So many mutants over all sources: how they ended, and what was wrong with which."""
    rng, known = random.Random(seed), sources()
    ends: Counter[str] = Counter()
    wrong: list[str] = []
    for number in range(count):
        loaded, example = known[number % len(known)]
        mutant = mutant_of(rng, read_section(loaded, EngineSection), example.says)
        answer, words = faults_of(loaded, example, mutant)
        ends[" ".join(filter(None, end_of(answer))) if answer else "exception"] += 1
        if words:
            told = answer.reason if answer else ""
            wrong.append(f"{loaded.card.id}, {mutant.kind}: {words} ({told})")
    return ends, wrong


def main(count: str = "2000", seed: str = "1") -> int:
    """Try them, and tell how they ended."""
    ends, wrong = campaign(int(count), int(seed))
    print(f"{count} mutants of {len(sources())} examples")
    print(", ".join(f"{n} {end}" for end, n in ends.most_common()))
    print("\n".join(wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
