"""The town as a fiction: its numbers, and its providers for as long as they are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from matching.parse.identifier.read import SsnStatus
from matching.parse.numbers import Numbers
from matching.parse.phone.read import PhonePolicy, PhoneStatus
from skiptrace.model.errors import ConfigError

NUMBERS = Numbers(
    PhonePolicy(frozenset({PhoneStatus.OK, PhoneStatus.FICTIONAL})),
    frozenset(
        {SsnStatus.ISSUABLE, SsnStatus.NEVER_ISSUED, SsnStatus.ITIN, SsnStatus.ATIN},
    ),
)
"""The town's telephones are 555-01xx, its Social Security numbers of areas 000, 666 and 900-999."""
_OPTIONS = frozenset({"dir", "url"})


class TownFiction:
    """The town of one installation.

    `dir` is its folder beside the settings; `url` where its providers listen if they run already.
    Raises ConfigError for any other option and where there is no `dir`.
    """

    def __init__(self, root: Path, options: Mapping[str, str]) -> None:
        if unknown := sorted(options.keys() - _OPTIONS):
            raise ConfigError(f"plugins.sandbox.{unknown[0]}: expected dir or url")
        if not options.get("dir"):
            raise ConfigError("plugins.sandbox.dir: expected the folder of the town")
        self._named = options["dir"]
        self._url = options.get("url", "")
        self.folder = root / self._named
        self.numbers = NUMBERS

    def check(self) -> None:
        """Raises ConfigError where there is no folder to serve."""
        if not self._url and not self.folder.is_dir():
            raise ConfigError(f"plugins.sandbox.dir: there is no folder {self._named}")

    @contextmanager
    def serve(self) -> Iterator[str]:
        """The address of its providers; those that do not run yet run until the block ends."""
        if self._url:
            yield self._url
            return
        from connectors.sandbox.serve import start_sandbox

        with start_sandbox(self.folder) as running:
            yield running.url
