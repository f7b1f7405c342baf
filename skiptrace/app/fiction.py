"""The invented world that an installation works on, where a plugin of its settings brings one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from connectors.fiction import Fiction, fiction_of
from matching.parse.numbers import Numbers
from skiptrace.app.installation import Installation


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a fiction's providers listen: `{NAME}` of its plugin stands for the address.

    `{NAME.place}` is its host and port alone, for what speaks no HTTP. In the real world there is
    none, and nothing stands for an address.
    """

    plugin: str = ""
    address: str = ""

    def placed(self, text: str) -> str:
        """The text with the address where it is meant."""
        if not self.plugin:
            return text
        place = self.address.partition("://")[2]
        text = text.replace(f"{{{self.plugin}.place}}", place)
        return text.replace(f"{{{self.plugin}}}", self.address)


def fiction(installation: Installation) -> Fiction | None:
    """The installation's fiction; errors as in `fiction_of`."""
    found = fiction_of(installation.settings.plugins, installation.root)
    return found[1] if found is not None else None


def numbers_of(installation: Installation) -> Numbers:
    """The numbers that are people's: the real ones, or those of the installation's fiction."""
    found = fiction(installation)
    return found.numbers if found is not None else Numbers()


def scene_at(installation: Installation, address: str) -> Scene:
    """The scene as if the fiction's providers listened at this address; nothing is started."""
    found = fiction_of(installation.settings.plugins, installation.root)
    return Scene(found[0], address) if found is not None else Scene()


@contextmanager
def on_scene(installation: Installation) -> Iterator[Scene]:
    """The installation's fiction, its providers at work until the block ends."""
    found = fiction_of(installation.settings.plugins, installation.root)
    if found is None:
        yield Scene()
        return
    name, world = found
    with world.serve() as address:
        yield Scene(name, address)
