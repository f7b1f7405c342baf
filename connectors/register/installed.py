"""What every register has: its card, its settings, and where its file comes from."""

from __future__ import annotations

from connectors.base import SourceSettings
from connectors.card import LoadedCard, read_section
from connectors.register.acquire import RegisterOrigin
from connectors.register.layout import RegisterSection
from skiptrace.model.card import ConnectorCard


class InstalledRegister:
    """A register of an installation: its file lies on this machine or is fetched.

    Options: `path` (the register's file; else it is downloaded from `base_url`), `shrunk` (names
    the version that a person takes in although it has far fewer rows than the one before). Raises
    ConfigError for a card that cannot be read.
    """

    def __init__(self, loaded: LoadedCard, settings: SourceSettings) -> None:
        self._card = loaded.card
        self._section = read_section(loaded, RegisterSection)
        self._settings = settings
        days, timeout = self._section.refresh_days, loaded.card.timeout_seconds
        self._origin = RegisterOrigin(self._section.file, settings, days, timeout)

    @property
    def card(self) -> ConnectorCard:
        """The card, as its file says."""
        return self._card

    @property
    def is_here(self) -> bool:
        """Whether the register's file lies on this machine or is to be fetched."""
        return bool(self._settings.options.get("path")) or not self._settings.base_url
