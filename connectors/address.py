"""Where a source may be asked: names and keys leave for a data broker over TLS or SSH only."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from connectors.base import SourceSettings
from connectors.card import LoadedCard
from skiptrace.model.card import ConnectorCard, ConnectorKind, Recipient
from skiptrace.model.errors import ConfigError


def check_address(loaded: LoadedCard, settings: SourceSettings) -> None:
    """Raises ConfigError naming the setting when a broker or a paid source is no https:// address.

    This machine's own addresses are free: nothing leaves. No message holds the address, which can
    hold a password.
    """
    if not _is_confidential(loaded.card):
        return
    for name, address in _addresses(loaded, settings):
        if not _is_private(address):
            raise ConfigError(
                f"sources.{loaded.card.id}.{name}: http:// would send names and keys in clear: "
                "use the source's https:// address"
            )


def check_here(loaded: LoadedCard, settings: SourceSettings) -> None:
    """Raises ConfigError naming the setting when a source is asked elsewhere than on this machine.

    For installations whose people are invented: their numbers are nobody's, so nobody is asked.
    """
    for name, address in _addresses(loaded, settings):
        if not _is_on_this_machine(address):
            raise ConfigError(
                f"sources.{loaded.card.id}.{name}: is no address on this machine, "
                "and the people of this installation are invented: see [plugins]"
            )


def _is_confidential(card: ConnectorCard) -> bool:
    is_broker = card.recipient is not Recipient.PUBLIC_RECORD or card.kind is ConnectorKind.BUREAU
    return is_broker or card.cost.is_paid


def _addresses(loaded: LoadedCard, settings: SourceSettings) -> Iterator[tuple[str, str]]:
    if base_url := settings.base_url or loaded.base_url:
        yield "base_url", base_url
    for host, address in loaded.hosts.items():
        if f"{host}_url" not in settings.options:
            yield f"options.{host}_url", address
    for name, value in settings.options.items():
        if "://" in value:
            yield f"options.{name}", value


def _is_private(address: str) -> bool:
    """Whether what is sent there can be read by nobody on the way."""
    try:
        scheme = urlsplit(address.strip()).scheme
    except ValueError:
        return False
    return scheme in ("https", "sftp") or (scheme == "http" and _is_on_this_machine(address))


def _is_on_this_machine(address: str) -> bool:
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
    except ValueError:
        return False
    return not set("@\\") & set(parts.netloc) and _is_loopback(host)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
