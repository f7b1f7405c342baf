"""Who acts, and what stands behind the act: role, assignment, matter."""

from __future__ import annotations

from dataclasses import dataclass

from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.model.actor import Role


@dataclass(frozen=True, slots=True)
class ActorFacts:
    """Who asks. `roles` is None and `country` empty where nobody knows.

    `is_subject` and `is_coworker` say whether the one searched is the actor or a colleague,
    `sees_deaths` whether the actor is certified for limited-access death data.
    """

    name: str = ""
    roles: frozenset[Role] | None = None
    assigned: Truth = Truth.UNKNOWN
    is_subject: Truth = Truth.UNKNOWN
    is_coworker: Truth = Truth.UNKNOWN
    sees_deaths: Truth = Truth.UNKNOWN
    country: str = ""

    def has(self, *roles: Role) -> bool:
        """Whether the actor is known to have one of these roles."""
        return self.roles is not None and not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """The legal matter of the work; empty and UNKNOWN where there is none or nobody knows.

    `process` names the court process (subpoena, order) that opens sealed sources.
    """

    id: str = ""
    approved: Truth = Truth.UNKNOWN
    solicits: Truth = Truth.NO
    process: str = ""
