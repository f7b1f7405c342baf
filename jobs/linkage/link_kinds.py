"""Pairs of people and pairs of organisations as one answer, and what explains each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from jobs.linkage.link_explained import explained
from jobs.linkage.link_met import ComparedSides, met_cells
from jobs.linkage.link_met_organizations import organizations_met
from jobs.linkage.link_organizations import LinkedOrganizations
from matching.encode.batch import Ints
from matching.engine.link import Linked
from matching.score.constraints.held import Held
from matching.score.context import Context, ScoredPairs
from matching.score.organization_model import OrganizationModel
from matching.score.person_model import PersonModel
from skiptrace.model.match import Term

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def together(persons: Linked, organizations: Linked) -> Linked:
    """Both answers as one: the survivors of people first, with what every kind has.

    Levels of pairs, which differ by kind, are left out. Of who may be a person or an organisation,
    and is weighed as both, `likelier` chooses.
    """
    both = (persons, organizations)
    first = len(persons.found)

    def joined(name: str) -> Any:
        return np.concatenate([getattr(one, name) for one in both])

    found = ScoredPairs(
        *(np.concatenate([getattr(one.found, n) for one in both])
          for n in ("subject", "record", "odds"))
    )  # fmt: skip
    levels = {
        name: np.concatenate([one.context.levels[name] for one in both])
        for name in persons.context.levels
    }
    person = np.concatenate([persons.context.person, organizations.context.person + first])
    return Linked(
        found=found,
        pair={},
        context=Context(levels, person, persons.context.links),
        population=joined("population"),
        competition=joined("competition"),
        claimed=joined("claimed"),
        calibration=joined("calibration"),
        spread=joined("spread"),
        shown=joined("shown"),
        held=Held(np.concatenate([one.held.number for one in both])),
        constraint=joined("constraint"),
        lifted=joined("lifted"),
        weight=joined("weight"),
    )


def likelier(linked: Linked, at: Ints) -> Ints:
    """Of survivors at these places the likelier one where one pair of rows has two."""
    subject, record = linked.found.subject[at], linked.found.record[at]
    order = np.lexsort((at, -linked.weight[at], record, subject))
    pair = subject[order] << 32 | record[order]
    again = np.flatnonzero(pair[1:] == pair[:-1]) + 1
    return np.delete(at, order[again])


@dataclass(frozen=True, slots=True)
class Explanations:
    """What explains each survivor of `together`: the models, and what they compared."""

    model: PersonModel
    persons: Linked
    sides: ComparedSides
    organization_model: OrganizationModel
    organizations: LinkedOrganizations | None

    def together(self, accepted: Ints, of_organizations: Ints) -> tuple[Linked, Ints]:
        """Both answers as one, and where in it the accepted of both are."""
        if self.organizations is None:
            return self.persons, accepted
        both = together(self.persons, self.organizations.linked)
        return both, np.concatenate([accepted, of_organizations + len(self.persons.found)])

    def terms(self, at: Ints) -> list[tuple[Term, ...]]:
        """The terms of the survivors at these places, each told once."""
        first = len(self.persons.found)
        found: dict[int, tuple[Term, ...]] = {}
        people = at[at < first]
        found |= dict(
            zip(people.tolist(), explained(self.model, self.persons, people), strict=True)
        )
        if self.organizations is not None:
            rest = at[at >= first]
            told = explained(self.organization_model, self.organizations.linked, rest - first)
            found |= dict(zip(rest.tolist(), told, strict=True))
        return [found[place] for place in at.tolist()]

    def met(
        self, con: DuckDBPyConnection, at: Ints, terms: Sequence[tuple[Term, ...]]
    ) -> list[str]:
        """For the survivors at these places the values that met, as JSON lists."""
        first = len(self.persons.found)
        people = np.flatnonzero(at < first).tolist()
        cells = ["[]"] * len(at)
        own = [terms[place] for place in people]
        told = met_cells(con, self.sides, self.persons, at[people], own)
        for place, cell in zip(people, told, strict=True):
            cells[place] = cell
        rest = np.flatnonzero(at >= first).tolist()
        if self.organizations is not None and rest:
            files, places = (self.sides.subjects, self.sides.records), at[rest] - first
            own = [terms[place] for place in rest]
            told = organizations_met(con, files, self.organizations, places, own)
            for place, cell in zip(rest, told, strict=True):
                cells[place] = cell
        return cells
