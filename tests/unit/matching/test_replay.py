"""Stored matches are weighed again from the levels they name, and come out byte for byte."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from orders import NOW

from config.default_model import ORGANIZATION_MODEL, TRACE_MODEL
from matching.rank.candidates import Thresholds
from matching.rank.ranking import Limits, rank
from matching.replay import (
    CANDIDATE,
    PRIOR,
    archived_model,
    breakdown_bytes,
    replay,
    seen_in,
)
from matching.score.additive import UNITS_PER_BIT
from matching.score.organization_model import load_organization_model
from matching.score.person_model import LinkModel, context_levels, load_model, model_text
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import MatchingError
from skiptrace.model.match import Term
from skiptrace.model.record import Provenance, Reported, SourceRecord
from skiptrace.model.subject import EntityKind, KnownContact, PersonName, PostalAddress, Subject

GOLDEN = Path(__file__).parents[2] / "golden" / "breakdowns"
MODELS = Path(str(files("config") / "models"))
SHIPPED = {path.stem: path for path in (*MODELS.glob("*.json"), *MODELS.glob("replaced/*.json"))}
MODEL = load_model(TRACE_MODEL)
ROWS = 8


def stored(model: LinkModel, seed: int) -> tuple[Term, ...]:
    """A breakdown as a match has it, of levels drawn at random."""
    rng = np.random.default_rng(seed)
    pair, around = (
        {name: int(rng.integers(0, len(names))) for name, names in box.levels.items()}
        for box in (model.pair, model.context)
    )
    around |= {name: level for name, level in pair.items() if name in around}
    population = Term("population", "population", -3.25, model.words["population.population"])
    taken = Term("competition", "competition", -1.5, model.words["competition.competition"])
    lent = Term("via bureau", "agree", 0.75, "facts lent")
    own = (
        Term(PRIOR, PRIOR, model.pair.prior / UNITS_PER_BIT, model.words["prior.prior"]),
        *((population,) if seed % 2 else ()),
        *model.pair.terms(pair, model.words),
    )
    if seed % 4 == 0:
        return own
    return (
        *own,
        Term(
            CANDIDATE,
            CANDIDATE,
            model.context.prior / UNITS_PER_BIT,
            model.words["candidate.candidate"],
        ),
        *(term for term in model.context.terms(around, model.words) if term.weight),
        *((taken,) if seed % 3 else ()),
        *((lent,) if seed % 5 == 0 else ()),
    )


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_golden_breakdowns_of_every_shipped_model_replay_byte_for_byte(name: str) -> None:
    """They are written once; whoever changes a model gives it another name instead."""
    text, golden = SHIPPED[name].read_text("utf-8"), GOLDEN / f"{name}.json"
    model = archived_model(text, name, json.loads(text)["words"])
    if not golden.exists():
        golden.parent.mkdir(parents=True, exist_ok=True)
        lines = [breakdown_bytes(stored(model, seed)).decode() for seed in range(1, ROWS + 1)]
        golden.write_text("\n".join(lines) + "\n", encoding="utf-8")
        pytest.fail(f"{golden.name} was missing and is written: look at it and commit it")
    lines = golden.read_bytes().splitlines()
    assert len(lines) == ROWS
    for line in lines:
        terms = [Term(*row) for row in json.loads(line)]
        assert breakdown_bytes(replay(model, terms)) == line


def test_no_golden_breakdown_is_of_a_model_that_is_gone() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(SHIPPED)


@pytest.mark.parametrize("seed", range(30))
def test_any_breakdown_replays(seed: int) -> None:
    terms = stored(MODEL, seed)
    assert breakdown_bytes(replay(MODEL, terms)) == breakdown_bytes(terms)


@pytest.mark.parametrize("seed", range(4))
def test_an_archived_file_replays_without_this_versions_levels(seed: int) -> None:
    raw = json.loads(model_text(MODEL))
    for part, name, level in (("pair", "birth", "exact"), ("context", "records", "one")):
        levels = raw[part]["levels"][name]
        levels[levels.index(level)] = "what that was called then"
    old = archived_model(json.dumps(raw), "old", MODEL.words)
    terms = stored(old, seed)
    assert breakdown_bytes(replay(old, terms)) == breakdown_bytes(terms)


def changed(terms: tuple[Term, ...], name: str, term: Term) -> list[Term]:
    return [term if one.name == name else one for one in terms]


def test_a_forged_weight_does_not_survive_a_replay() -> None:
    terms = stored(MODEL, 1)
    told = next(term for term in terms if term.name == "surname")
    forged = changed(terms, "surname", Term("surname", told.level, told.weight + 5, told.words))
    assert breakdown_bytes(replay(MODEL, forged)) == breakdown_bytes(terms)


BROKEN = [
    ("no prior", lambda t: t[1:], "no term 'prior'"),
    ("another model's", lambda t: (*t, Term("dob", "exact", 1.0, "")), "no comparison 'dob'"),
    ("no such level", lambda t: changed(t, "surname", Term("surname", "?", 1.0, "")), "no level"),
]


@pytest.mark.parametrize(("change", "words"), [c[1:] for c in BROKEN], ids=[c[0] for c in BROKEN])
def test_what_the_model_never_said_is_refused(change, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(MatchingError, match=words):
        replay(MODEL, change(stored(MODEL, 1)))


@pytest.mark.parametrize(
    "text", ["", "{}", '{"id": "x"}', model_text(MODEL).replace('"prior"', '"was"')]
)
def test_a_damaged_archive_is_named(text: str) -> None:
    with pytest.raises(MatchingError, match="model old: damaged"):
        archived_model(text, "old", {})


def test_a_level_that_only_a_term_of_two_names_is_found() -> None:
    terms = stored(MODEL, 1)
    at = [term.name for term in terms].index(CANDIDATE) + 1
    joint = {" and ".join(t.of): t.of for t in MODEL.context.tables if len(t.of) > 1}
    told = next(term for term in terms[at:] if term.name in joint)
    of = joint[told.name]
    found = seen_in(MODEL, [*terms[:at], *(t for t in terms[at:] if t.name not in of)]).context
    assert found is not None
    assert told.level == " and ".join(context_levels()[name][found[name]] for name in of)


def test_a_pair_alone_has_no_context() -> None:
    assert seen_in(MODEL, stored(MODEL, 4)).context is None
    assert seen_in(MODEL, stored(MODEL, 1)).context is not None


HOME = PostalAddress("22 Elm St", "Barre", "VT", "05641")
AWAY = PostalAddress("900 Oak Ave", "Plano", "TX", "75074")
ALAN = PersonName("Alan", "", "Wexford")
ASKED = Subject("s1", names=(ALAN,), dob=PartialDate(1980, 3, 14), addresses=(KnownContact(HOME),))
FIRM = Subject("s2", EntityKind.ORGANIZATION, organization="Granite Peak LLC")


def record(ref: str, **facts: Any) -> SourceRecord:
    provenance = Provenance("roll", "1", ref, NOW, "", "", "")
    return replace(SourceRecord("roll", ref, EntityKind.PERSON, provenance), **facts)


RECORDS = (
    record("a", names=(ALAN,), dob=PartialDate(1980, 3, 14), addresses=(Reported(HOME),)),
    record("b", names=(ALAN,), addresses=(Reported(AWAY),)),
    record("c", names=(PersonName("Ella", "", "Wexford"),), addresses=(Reported(HOME),)),
    record("d", names=(PersonName("Rosa", "M", "Quillon"),), dob=PartialDate(1950)),
)


@pytest.mark.parametrize(
    ("subject", "records"),
    [
        (ASKED, RECORDS),
        (ASKED, RECORDS[3:]),
        (
            FIRM,
            [
                record(
                    "f", kind=EntityKind.ORGANIZATION, organization="Granite Peak Holdings, L.L.C."
                )
            ],
        ),
    ],
    ids=["people", "nobody near", "an organisation"],
)
def test_what_ranking_stores_replays(subject: Subject, records: Sequence[SourceRecord]) -> None:
    found = rank(subject, records, MODEL, date(2026, 11, 1), Limits(Thresholds(0.95, 0.3)))
    assert len(found) == len(records)
    for candidate in found:
        model = (
            MODEL
            if subject.kind is EntityKind.PERSON
            else load_organization_model(ORGANIZATION_MODEL)
        )
        assert candidate.model == model.id
        again = replay(model, candidate.terms)
        assert breakdown_bytes(again) == breakdown_bytes(candidate.terms)
        assert sum(term.weight for term in again) == candidate.weight
