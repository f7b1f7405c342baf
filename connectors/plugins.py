"""Plugins: what installed packages bring by entry points, let in by an installation by name."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points

from skiptrace.model.errors import ConfigError

SOURCES = "skiptrace.sources"
"""Entry points whose value is a module: its folder holds cards. No code of it is run."""
FICTIONS = "skiptrace.fictions"
"""Entry points whose value makes a Fiction (connectors.fiction)."""


def let_in(group: str, names: Iterable[str]) -> list[EntryPoint]:
    """The entry points of the group under these names.

    Raises ConfigError for a name under which no installed package has an entry point of any group.
    """
    wanted = set(names)
    if not wanted:
        return []
    brought = entry_points()  # one look at all that is installed, which takes a while
    known = {point.name for each in (SOURCES, FICTIONS) for point in brought.select(group=each)}
    if unknown := sorted(wanted - known):
        raise ConfigError(
            f"plugins.{unknown[0]}: no installed package has that entry point; "
            "a package that was changed is installed anew"
        )
    return [point for point in brought.select(group=group) if point.name in wanted]
