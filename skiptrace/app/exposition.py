"""Figures as Prometheus reads them: a text file for its node exporter, or HTTP on loopback.

Needs the extra `metrics` (prometheus-client); without it every call raises ConfigError.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from skiptrace.model.errors import ConfigError, SkiptraceError

if TYPE_CHECKING:
    from prometheus_client.core import GaugeMetricFamily

LOOPBACK = "127.0.0.1"
UP = "skiptrace_up"
_UP_WORDS = "1 when the case file could be read, else 0."
_WHOLE = 0o644
"""The node exporter runs as another user; what it reads is counts alone."""


@dataclass(frozen=True, slots=True)
class Family:
    """One figure as it was read: its name, what it says, the labels it has, and its samples."""

    name: str
    words: str
    labels: Sequence[str]
    samples: Sequence[tuple[Mapping[str, str], float]]


Read = Callable[[], Sequence[Family]]
"""Reads all figures anew."""


class _Collector:
    """Reads all figures for each scrape; a case file that cannot be read is a figure too."""

    def __init__(self, read: Read) -> None:
        self._read = read

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """The families, in their order."""
        from prometheus_client.core import GaugeMetricFamily

        try:
            families = self._read()
        except SkiptraceError:
            yield GaugeMetricFamily(UP, _UP_WORDS, value=0)
            return
        yield GaugeMetricFamily(UP, _UP_WORDS, value=1)
        for family in families:
            made = GaugeMetricFamily(family.name, family.words, labels=family.labels)
            for labels, value in family.samples:
                made.add_metric([labels[name] for name in family.labels], value)
            yield made


def exposition(read: Read) -> bytes:
    """All figures as text, in Prometheus' format."""
    client = _client()
    text: bytes = client.generate_latest(_registry(client, read))
    return text


def write_exposition(read: Read, path: Path) -> None:
    """Write all figures into a file at once, so that nobody reads half of it.

    Raises ConfigError when it cannot be written.
    """
    body = exposition(read)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(body)
        draft.chmod(_WHOLE)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise ConfigError(f"{path.name}: cannot be written ({error.strerror})") from None


@contextmanager
def served(read: Read, port: int) -> Iterator[int]:
    """Serve all figures over HTTP on loopback while the block runs; the port, of 0 a free one."""
    client = _client()
    try:
        server, thread = client.start_http_server(port, LOOPBACK, _registry(client, read))
    except OSError as error:
        raise ConfigError(f"port {port}: cannot be listened to ({error.strerror})") from None
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _registry(client: Any, read: Read) -> Any:
    registry = client.CollectorRegistry(auto_describe=False)
    registry.register(_Collector(read))
    return registry


def _client() -> Any:
    try:
        import prometheus_client
    except ImportError:
        words = "prometheus-client is not installed: pip install 'skiptrace[metrics]'"
        raise ConfigError(words) from None
    return prometheus_client
