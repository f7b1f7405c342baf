"""A model of organisations: as that of persons, over the comparisons of organisations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from matching.compare.organizations.pairs import LEVELS
from matching.score.context import CONTEXT_LEVELS
from matching.score.person_model import Kind, LinkModel, kind_text, read_kind, shipped_text

FORMAT = 1
"""Counts the changes to what the levels mean; a file of another format is refused."""

ORGANIZATION = "organization"
"""What a file of these says that it is of."""

CONTEXT_OF: tuple[str, ...] = ()
"""The comparisons of the pair that the context's tables may look at as well."""


@dataclass(frozen=True)
class OrganizationModel(LinkModel):
    """Weights of the comparisons of organisations."""


def organization_context_levels() -> Mapping[str, tuple[str, ...]]:
    """The comparisons that the context's tables are over."""
    return {**CONTEXT_LEVELS, **{name: LEVELS[name] for name in CONTEXT_OF}}


@cache
def load_organization_model(name: str) -> OrganizationModel:
    """The shipped model of that name.

    Raises MatchingError when there is none, or it is damaged, or of another format or kind.
    """
    return read_organization_model(shipped_text(name), name)


def read_organization_model(text: str, name: str) -> OrganizationModel:
    """The model of a file's text; `name` stands in messages.

    Raises MatchingError when it is damaged, or of another format or kind.
    """
    kind = Kind(ORGANIZATION, OrganizationModel, FORMAT, LEVELS, organization_context_levels())
    return read_kind(text, name, kind)


def organization_model_text(model: OrganizationModel) -> str:
    """The text of a model's file; the same model gives the same text."""
    return kind_text(model, FORMAT, of=ORGANIZATION)
