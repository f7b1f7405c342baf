"""Which candidates a linking stands behind, and how many of those are somebody else."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from jobs.linkage.link_organizations import LinkedOrganizations
from jobs.linkage.link_written import placed
from matching.compare.names import Levels
from matching.encode.batch import Ints, PersonBatch
from matching.engine.blind import (
    NOTHING_REVEALED,
    Revealed,
    blind_pairs,
    blind_part,
    is_identified,
    revealed,
    top_candidates,
)
from matching.engine.by_file import lifted, moved
from matching.engine.link import Linked, Part, in_context, ordered
from matching.engine.organizations import has_numbers
from matching.engine.second_pass import Blocked, Linking
from matching.engine.without_found import Asked, Weigh, shown_by_others
from matching.score.additive import Units
from matching.score.context import in_units, natural
from matching.score.organization_model import OrganizationModel
from matching.score.person_model import PersonModel
from matching.score.too_low import TooLow, too_low
from matching.score.wrong_share import (
    Doubt,
    Estimate,
    Tops,
    WrongShares,
    believed,
    doubt_of,
    unchecked,
)

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BLIND = 5000
"""Subjects that are linked blind as well, at most."""

_FINDABLE = 0.6
"""Of the subjects that a model learned from, where its file does not say."""

_SHOWN = (0.5, 0.8, 0.9, 0.95, 0.98, 0.99)


@dataclass(frozen=True, slots=True)
class Wish:
    """From which probability on a top candidate is accepted, or how many may be wrong instead."""

    accept: float
    max_wrong: float | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The places of the accepted among the survivors, and what was estimated of them.

    `accepted` is None where nothing is accepted, since the wish cannot be met. The places
    `of_organizations` are among the survivors of organisations. `moved` is what the file's own
    check added to the odds of people at most, in natural logarithms, `lifted` how many it lifted.
    """

    places: Ints
    of_organizations: Ints
    wish: Wish
    shares: WrongShares
    accepted: Estimate | None
    moved: float = 0.0
    lifted: int = 0

    def __len__(self) -> int:
        return len(self.places) + len(self.of_organizations)


Organizations = tuple[OrganizationModel, LinkedOrganizations]
"""What was linked of organisations, and by which model."""


def blind_subjects(con: DuckDBPyConnection, subjects: int) -> NDArray[np.bool_]:
    """Who is linked blind: everybody, or BLIND subjects that their ids choose, in whatever order.

    The table subjects_ids (no, id) is there.
    """
    if subjects <= BLIND:
        return np.ones(subjects, dtype=np.bool_)
    chosen = np.zeros(subjects, dtype=np.bool_)
    query = "SELECT no FROM subjects_ids ORDER BY md5(id), id LIMIT ?"
    chosen[con.execute(query, [BLIND]).fetchnumpy()["no"]] = True
    return chosen


def decided(
    linking: Linking,
    people: PersonBatch,
    blocked: Blocked,
    linked: Linked,
    wish: Wish,
    organizations: Organizations | None = None,
) -> tuple[Linked, Decided]:
    """The survivors as the file's own checks leave them, and which top candidates are accepted.

    Accepted by their probability, or by how many may be wrong. The checks change the probabilities
    of people alone, by people alone; how many are wrong is measured on both together.
    """
    pairs = _blind_pairs(linking, blocked)
    blind = _blind(linking, people, blocked, linked, pairs, organizations)
    likely = blind[0].likely
    seen, low = doubt_of(likely.said, likely.told), TooLow()
    if seen.lifts:
        free = blind[0].free
        low = too_low(blind[0].said[free], blind[0].told[free], seen.moves)
    lowered = min(seen.moves, 0.0)
    before = moved(linked, low.added(linked.free) + in_units(lowered))
    linked = before
    if seen.lifts and linking.blind is not None:
        asked, weigh = Asked.of_people(people, linking.blind), _weigh(linking, people, blocked)
        agreed = max(seen.added - low.by[-1], 0.0)
        hidden = blind_pairs(linking.model, blocked.source, pairs)[1]
        linked = lifted(before, shown_by_others(before, asked, weigh, agreed, hidden))
    sides = [_Side.of(linked, before, is_identified)]
    if organizations is not None:
        beside = organizations[1].linked
        sides.append(_Side.of(beside, beside, has_numbers))
    tops = Tops(
        np.concatenate([side.weight for side in sides]),
        np.concatenate([side.odds for side in sides]),
        np.concatenate([side.held for side in sides]),
        len(people),
    )
    doubt = _doubt([one.likely for one in blind], low, lowered)
    if not doubt.checked:
        doubt = unchecked(tops, doubt.seen, _findable(linking.model))
    shares, none = WrongShares(tops, doubt), np.zeros(0, dtype=np.int64)
    by = lowered + max(low.by)
    accepted, risen = _accepted(shares, wish), int(np.count_nonzero(linked.weight > before.weight))
    if accepted is None:
        return linked, Decided(none, none, wish, shares, None, by, risen)
    places = [side.sure(max(accepted.threshold, 0.5)) for side in sides]
    of_organizations = places[1] if len(places) > 1 else none
    found = Decided(places[0], of_organizations, wish, shares, accepted, by, risen)
    return linked, found


def _weigh(linking: Linking, people: PersonBatch, blocked: Blocked) -> Weigh:
    def again(part: Part, real: Linked) -> Linked:
        beside = replace(blocked.source, register=real.register, claims=real.found)
        return in_context(linking.model, people, *part, beside)

    return again


def _doubt(blind: Sequence[Revealed], low: TooLow, by: float) -> Doubt:
    """What is left in doubt where so much was added to the odds of people, who come first."""
    said, told = (np.concatenate([getattr(one, n) for one in blind]) for n in ("said", "told"))
    shown = by + natural(low.added(in_units(blind[0].said)))
    return doubt_of(said, told, np.concatenate([shown, np.zeros(len(said) - len(shown))]))


@dataclass(frozen=True, slots=True)
class _Side:
    """The top candidates of one kind: their places, and what decides on them."""

    linked: Linked
    top: Ints
    odds: NDArray[np.float64]

    @classmethod
    def of(
        cls,
        linked: Linked,
        before: Linked,
        identified: Callable[[Mapping[str, Levels]], NDArray[np.bool_]],
    ) -> _Side:
        """`before` is what estimates rest on: nothing lifted."""
        top = top_candidates(linked.found, linked.weight)
        levels = {name: column[top] for name, column in linked.pair.items()}
        return cls(
            linked,
            top,
            believed(before.weight[top], identified(levels), natural(before.shown[top])),
        )

    @property
    def weight(self) -> Units:
        return self.linked.weight[self.top]

    @property
    def held(self) -> NDArray[np.bool_]:
        """Whom a rule keeps from being accepted."""
        return self.linked.held.number[self.top] > 0

    def sure(self, threshold: float) -> Ints:
        """The places of those that are accepted from this probability on."""
        return self.top[(self.linked.probability[self.top] >= threshold) & ~self.held]


def _blind_pairs(linking: Linking, blocked: Blocked) -> Part:
    """All pairs of the subjects that are linked blind."""
    parts = [(blocked.found, blocked.levels), blocked.beneath]
    asked = linking.blind
    return ordered(parts if asked is None else [blind_part(part, asked) for part in parts])


def _blind(
    linking: Linking,
    people: PersonBatch,
    blocked: Blocked,
    linked: Linked,
    pairs: Part,
    organizations: Organizations | None,
) -> tuple[Revealed, ...]:
    """What blind links say of people, then of organisations; nothing where none is wished."""
    if linking.blind is None:
        return (NOTHING_REVEALED,)
    found = revealed(linking.model, people, blocked.source, pairs, linked)
    if organizations is None:
        return (found,)
    model, beside = organizations
    return found, beside.blind(model, linking.blind)


def _findable(model: PersonModel) -> float:
    """The share of subjects that have a record, where the model was learned."""
    learned = model.reliability.get("all", {})
    share = learned.get("findable", 0) / max(learned.get("subjects", 0), 1)
    return share if 0.0 < share < 1.0 else _FINDABLE


def _accepted(shares: WrongShares, wish: Wish) -> Estimate | None:
    if wish.max_wrong is None:
        return shares.at(wish.accept)
    return shares.within(wish.max_wrong) if shares.doubt.checked else None


def write_shares(out: Path, found: Decided) -> None:
    """Write OUT.wrong_share.csv beside the pairs: the estimate at every threshold from .5 on."""
    with placed(shares_path(out)) as part, part.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("threshold", "accepted", "wrong_share", "low", "high"))
        for one in found.shares.curve:
            shares = (f"{share:.6f}" for share in (one.share, one.low, one.high))
            writer.writerow((f"{one.threshold:.12f}", one.accepted, *shares))


def shares_path(out: Path) -> Path:
    """Where the estimates of a file of pairs are written."""
    return out.with_suffix(".wrong_share.csv")


def told(found: Decided) -> dict[str, Any]:
    """The estimate as plain values for a program to read."""
    doubt, accepted = found.shares.doubt, found.accepted
    return {
        "accepted": len(found),
        "max_wrong": found.wish.max_wrong,
        "accept": _values(accepted) if accepted is not None else None,
        "checked": doubt.checked,
        "blind_candidates": doubt.seen,
        "added_log_odds": round(doubt.added, 6),
        "moved_log_odds": round(found.moved, 6),
        "lifted": found.lifted,
        "at": [_values(found.shares.at(threshold)) for threshold in _SHOWN],
    }


def _values(one: Estimate) -> dict[str, Any]:
    shares = {"wrong_share": one.share, "low": one.low, "high": one.high}
    rounded = {name: round(share, 6) for name, share in shares.items()}
    return {"threshold": one.threshold, "accepted": one.accepted, **rounded}
