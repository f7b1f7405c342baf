"""A fiction: an invented world that an installation works on in place of the real one.

A plugin brings it (entry point group `skiptrace.fictions`), and an installation that lets the
plugin in takes the world's numbers for people's. Nothing of an invented person leaves the machine:
an installation with a fiction asks sources on this machine only (`connectors.address.check_here`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from connectors.plugins import FICTIONS, let_in
from matching.parse.numbers import Numbers
from skiptrace.model.errors import ConfigError


class Fiction(Protocol):
    """An invented world: which numbers are its people's, and its providers."""

    @property
    def numbers(self) -> Numbers:
        """The numbers that are people's in it."""
        ...

    def check(self) -> None:
        """Raises ConfigError where it could not be served."""
        ...

    def serve(self) -> AbstractContextManager[str]:
        """Its providers, at work until the block ends, and the address at which they listen."""
        ...


MakeFiction = Callable[[Path, Mapping[str, str]], Fiction]
"""What the entry point names: makes the fiction of the installation in that folder, by options."""


def fiction_of(plugins: Mapping[str, Mapping[str, str]], root: Path) -> tuple[str, Fiction] | None:
    """The fiction that these plugins bring and the plugin's name; None in the real world.

    Raises ConfigError for two of them, for one that cannot be loaded and for wrong options.
    """
    found = let_in(FICTIONS, plugins)
    if not found:
        return None
    if len(found) > 1:
        names = " and ".join(sorted(point.name for point in found))
        raise ConfigError(f"plugins: {names} each bring a world of their own; expected one")
    try:
        make: MakeFiction = found[0].load()
    except (ImportError, AttributeError):
        words = f"{found[0].value} cannot be imported"
        raise ConfigError(f"entry point {found[0].name}: {words}") from None
    return found[0].name, make(root, plugins[found[0].name])
