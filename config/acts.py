"""The table of acts: which roles may do what, and on assigned accounts only or on any."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, field_validator

from config.loader import Table, from_file, shipped
from skiptrace.model.act import Act
from skiptrace.model.actor import Role


class ActRule(Table):
    """Who may do one act; `assigned` asks for an assignment of the account that it is about."""

    roles: frozenset[Role] = Field(min_length=1)
    assigned: bool
    words: str


class ActTable(Table):
    """acts.toml: a rule for every act there is.

    `privileged` are the roles that may search users of the installation and people of the list.
    """

    privileged: frozenset[Role]
    acts: Mapping[Act, ActRule]

    @field_validator("acts")
    @classmethod
    def _is_whole(cls, acts: Mapping[Act, ActRule]) -> Mapping[Act, ActRule]:
        missing = [act.value for act in Act if act not in acts]
        if missing:
            raise ValueError(f"there is no rule for {missing[0]}")
        return acts


def acts_of(path: Path | None) -> ActTable:
    """The table of an installation's file, or the shipped one.

    ConfigError for an act or a role that there is not, and for an act without a rule.
    """
    return shipped("acts.toml", ActTable) if path is None else from_file(path, ActTable)
