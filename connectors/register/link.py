"""The engine of `skiptrace link` on a register: keys, pairs that are scored, the best rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from config.default_model import TRACE_MODEL
from connectors.register.agreement import Sides, are_worth_comparing, may_be_asked_for
from connectors.register.asked import Asked, Keyed
from connectors.register.asks import usable_rules
from connectors.register.known_names import KnownNames
from connectors.register.layout import SearchKey
from connectors.register.stored import RegisterColumns
from connectors.register.surname_words import with_surname_words
from matching.block.candidates import Bounds
from matching.block.keys import RULES, Keys, asked_keys_of
from matching.compare.places import PLACE
from matching.compare.rarity import census_shares
from matching.compare.words import word_facts
from matching.encode.batch import Ints, Words
from matching.engine.link import Source, scored_pairs
from matching.score.constraints.beside import Pairs
from matching.score.constraints.held import held
from matching.score.context import natural
from matching.score.person_model import load_model
from matching.score.population import REFERENCE

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_BOUNDS = Bounds(most=1000, widest=4000)
_HOPELESS = 12.0
"""Natural log-odds by which an inquiry's likeliest row may be ahead of one that is still given."""

_AT_ONCE = 1 << 14
"""Pairs that are looked at together, so few that a processor's cache holds them."""

_WHOLE_NAME = frozenset(n for n, rule in RULES.items() if rule == ("surname_first", "given"))
"""The rule of the surname, or a word of it, with the given name."""

_ELSEWHERE = PLACE.index("different")

Odds = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Stored:
    """A register as it lies: the columns that are searched, the words of names that are known by
    now, and its database."""

    columns: RegisterColumns
    names: KnownNames
    database: DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A row for the inquiry at that place of the chunk; `matched` counts all that it found."""

    inquiry: int
    matched: int
    line_no: int


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Inquiries and parties that may be one as they demand, with their natural log-odds."""

    subject: Ints
    record: Ints
    odds: Odds

    def take(self, kept: NDArray[Any]) -> _Pairs:
        return _Pairs(self.subject[kept], self.record[kept], self.odds[kept])


def found_lines(
    stored: Stored, keyed: Keyed, offered: Sequence[SearchKey], most: int
) -> list[FoundLine]:
    """The rows for the inquiries, at most `most` of each, the likeliest first.

    `offered` are the card's search keys. Of the parties that share a blocking key with an inquiry
    the thousand likeliest are looked at.
    """
    words = Words()
    asked = Asked.of(keyed, words)
    called = with_surname_words(asked.people)
    facts, rules = word_facts(words), usable_rules(offered)
    keys = asked_keys_of(facts, called, rules)
    whole = asked_keys_of(facts, called, rules & _WHOLE_NAME)
    subject, number = _candidates(stored, asked, keys, whole)
    worth = _are_worth_comparing(stored, asked, words, subject, number)
    subject, number = subject[worth], number[worth]
    numbers, record = np.unique(number, return_inverse=True)
    parties = stored.columns.people(numbers, words)
    sides = Sides(word_facts(words), asked.people, parties.people)
    pairs = _scored(sides, asked, subject, record)
    return _best(pairs, parties.line_no, most)


def _candidates(stored: Stored, asked: Asked, keys: Keys, whole: Keys) -> tuple[Ints, Ints]:
    """Places of inquiries and the numbers of the parties that share a key with them, each once.

    `whole` are those of the keys that hold the whole name: no width leaves them out.
    """
    found = stored.columns.keys.candidates(keys, whole.key, _BOUNDS)
    literal = [
        _literally(stored.database, sql, wanted)
        for sql, wanted in ((_BY_ORGANIZATION, asked.organizations), (_BY_NUMBER, asked.numbers))
        if wanted
    ]
    if not literal:
        return found
    packed = np.unique(np.concatenate([found[0] << 32 | found[1], *literal]))
    return packed >> 32, packed & 0xFFFFFFFF


def _are_worth_comparing(
    stored: Stored, asked: Asked, words: Words, subject: Ints, number: Ints
) -> NDArray[np.bool_]:
    """Which of the pairs of inquiries and numbers of parties may be what is asked for.

    Most are not, by their names alone; so nothing else of the parties is read before.
    """
    parties = stored.columns.callable_people(number)
    sides = Sides(*stored.names.numbered(asked.people, words, parties))
    record = np.arange(len(number))
    worth = [
        are_worth_comparing(sides, asked.demands, subject[some], record[some])
        for some in (slice(at, at + _AT_ONCE) for at in range(0, max(len(number), 1), _AT_ONCE))
    ]
    return np.concatenate(worth)


def _literally(database: DuckDBPyConnection, sql: str, wanted: Mapping[int, str | int]) -> Ints:
    """Inquiries, packed with the parties that have exactly what they look for."""
    places = np.fromiter(wanted, dtype=np.int64)
    values = np.array(list(wanted.values()))
    database.register("asked", {"place": places, "value": values})
    found = database.execute(sql).fetchnumpy()
    database.unregister("asked")
    packed: Ints = found["place"] << 32 | found["no"].astype(np.int64)
    return packed


_BY_ORGANIZATION = "SELECT place, no FROM asked JOIN entity ON entity.name = asked.value"
_BY_NUMBER = "SELECT place, no FROM asked JOIN person ON person.ssn = asked.value"


def _scored(sides: Sides, asked: Asked, subject: Ints, record: Ints) -> _Pairs:
    """The pairs that agree, with their odds; those that are hopeless beside another are dropped.

    Who owns a house often lives in another one, and who is looked for has moved: that an address
    of the register is none that we know speaks against nobody here. Who is another person by the
    constraints stands behind.
    """
    model = replace(load_model(TRACE_MODEL), floor=-np.inf)
    shares = census_shares(sides.facts, sides.parties)
    source = Source(sides.parties, sides.facts, shares, REFERENCE)
    found, levels = scored_pairs(model, asked.people, source, subject, record)
    fits = may_be_asked_for(sides, asked.demands, found.subject, found.record, levels)
    place = np.where(levels["place"] == _ELSEWHERE, 0, levels["place"])
    weight = model.pair.weigh({**levels, "place": place})
    both = Pairs(sides.facts, asked.people, found.subject, sides.parties, found.record)
    odds = natural(weight + held(both, levels).excluded().taken(weight))
    pairs = _Pairs(found.subject, found.record, odds).take(fits)
    best = np.full(len(asked.people), -np.inf)
    np.maximum.at(best, pairs.subject, pairs.odds)
    return pairs.take(pairs.odds >= best[pairs.subject] - _HOPELESS)


def _best(pairs: _Pairs, line_of: Ints, most: int) -> list[FoundLine]:
    """Each inquiry's rows by their likeliest party."""
    line = line_of[pairs.record]
    order = np.lexsort((line, -pairs.odds, pairs.subject))
    _, first = np.unique(pairs.subject[order] << 40 | line[order], return_index=True)
    order = order[np.sort(first)]
    subject, line = pairs.subject[order], line[order]
    begins, matched = np.searchsorted(subject, subject), np.bincount(subject)
    kept = np.flatnonzero(np.arange(len(subject)) - begins < most)
    subject, line = subject[kept], line[kept]
    found = zip(subject.tolist(), matched[subject].tolist(), line.tolist(), strict=True)
    return [FoundLine(*one) for one in found]
