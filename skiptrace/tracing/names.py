"""What records that were asked for under another name come to: never surer than what led there."""

from __future__ import annotations

from dataclasses import replace

from matching.compare.organization.relate import compare_organizations
from matching.parse.identifier.company import read_register_number
from matching.rank.candidates import probability_of
from skiptrace.model.match import Candidate, Decision, Term
from skiptrace.model.record import SourceRecord
from skiptrace.model.subject import RegisterNumber
from skiptrace.model.succession import Succession
from skiptrace.tracing.state import OrderTrace

_BY_NAME = "found under another name: no surer than the record that says so"
_BY_NUMBER = "the entry that a record of the subject's names by its number: as sure as that record"
_ORDER = (Decision.REJECT, Decision.REVIEW, Decision.ACCEPT)


def taken(other: OrderTrace) -> list[Candidate]:
    """The candidates of a trace under another name, each limited by the record that led to it."""
    led_by = other.led_by
    if led_by is None:
        return list(other.ranked)
    return [_limited(candidate, other.steps_to[-1], led_by) for candidate in other.ranked]


def all_candidates(trace: OrderTrace) -> tuple[Candidate, ...]:
    """The candidates of an order under all its names, the likeliest first.

    A record that was found under several counts once, as it is surest. People and organisations of
    different searches stay apart.
    """
    if not trace.others:
        return trace.ranked
    best = {_place(c): c for c in trace.ranked}
    apart = 1 + max((c.person for c in trace.ranked), default=0)
    for other in trace.others:
        found = taken(other)
        for candidate in found:
            one = replace(candidate, person=candidate.person + apart)
            known = best.get(_place(one))
            if known is None or _merit(one) > _merit(known):
                best[_place(one)] = one
        apart += 1 + max((c.person for c in found), default=0)
    ordered = sorted(best.values(), key=lambda c: (-c.probability, *_place(c)))
    return tuple(ordered)


def _limited(candidate: Candidate, step: Succession, led_by: Candidate) -> Candidate:
    """The candidate, at most as sure as the record that led to it, in a term of its own.

    The entry to which that record points by number and name is just as sure, whatever else it says;
    what contradicts stays another's.
    """
    if candidate.veto:
        return candidate
    is_pointed = _is_pointed_at(candidate.record, step)
    weight = led_by.weight if is_pointed else min(candidate.weight, led_by.weight)
    words = _BY_NUMBER if is_pointed else _BY_NAME
    term = Term(f"via {step.source}", "agree", weight - candidate.weight, words)
    return replace(
        candidate,
        weight=weight,
        probability=probability_of(weight),
        terms=(*candidate.terms, term),
        decision=led_by.decision if is_pointed else candidate.decision,
    )


def _is_pointed_at(record: SourceRecord, step: Succession) -> bool:
    entry = record.registration
    if entry is None or step.number is None or not entry.place:
        return False
    is_entry = _plain(step.number) == _plain(RegisterNumber(entry.place, entry.number))
    return is_entry and compare_organizations(entry.name, step.name).is_same


def _plain(number: RegisterNumber) -> tuple[str, str]:
    return number.place, read_register_number(number.number) or number.number.strip().upper()


def _place(candidate: Candidate) -> tuple[str, str]:
    return candidate.record.source, candidate.record.ref


def _merit(candidate: Candidate) -> tuple[int, float]:
    return _ORDER.index(candidate.decision), candidate.probability
