"""Pieces of work as spans of OpenTelemetry, sent to a collector: names, ids and counts alone.

Needs the extra `metrics`; without it nothing is sent, and `doctor` says so. What is told comes from
`skiptrace.model.spans` through logging, so the work knows nothing of it.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from skiptrace import __version__
from skiptrace.app.installation import Installation
from skiptrace.app.logs import listening
from skiptrace.model.errors import ConfigError
from skiptrace.model.spans import TOLD, Phase, Span, Telling

_SDK = "opentelemetry.sdk.trace"
_EXPORTER = "opentelemetry.exporter.otlp.proto.http.trace_exporter"
_NEEDED = ("opentelemetry.trace", _SDK, "opentelemetry.sdk.resources", _EXPORTER)
_SECONDS = 5
"""How long a collector may take for what it is sent."""
_NANO = 1_000_000_000


class SpanHandler(logging.Handler):
    """Makes a span of what is told to begin and to end; any other record is none."""

    def __init__(self, tracer: Any, trace: Any) -> None:
        super().__init__(logging.INFO)
        self._tracer = tracer
        self._trace = trace
        self._open: dict[str, Any] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Begin or end a span; one whose beginning was not told is left out."""
        told: Telling | None = getattr(record, TOLD, None)
        if told is None or told.phase is Phase.EVENT:
            return
        at = round(record.created * _NANO)
        if told.phase is Phase.BEGINS:
            self._open[told.span.id] = self._begun(told.span, at)
        elif (made := self._open.pop(told.span.id, None)) is not None:
            self._end(made, told.span, at)

    def _begun(self, span: Span, at: int) -> Any:
        above = self._open.get(span.parent)
        context = self._trace.set_span_in_context(above) if above is not None else None
        ids = {f"skiptrace.{name}": value for name, value in span.ids.items()}
        return self._tracer.start_span(span.name, context=context, attributes=ids, start_time=at)

    def _end(self, made: Any, span: Span, at: int) -> None:
        made.set_attributes({f"skiptrace.{name}": count for name, count in span.counts.items()})
        if span.error:
            status = self._trace.Status(self._trace.StatusCode.ERROR, span.error)
            made.set_status(status)
        made.end(at)


@contextmanager
def traced(installation: Installation) -> Iterator[None]:
    """What happens within it is sent to the settings' collector, if one is named.

    Nothing is sent where the extra is not installed; a collector that does not answer is not waited
    for longer than some seconds, at the end.
    """
    endpoint = installation.settings.telemetry.otlp
    if not endpoint or missing():
        yield
        return
    trace, sdk, resources, exporter = (importlib.import_module(name) for name in _NEEDED)
    export = importlib.import_module("opentelemetry.sdk.trace.export")
    resource = resources.Resource({"service.name": "skiptrace", "service.version": __version__})
    provider = sdk.TracerProvider(resource=resource, shutdown_on_exit=False)
    sender = exporter.OTLPSpanExporter(endpoint=endpoint, timeout=_SECONDS)
    provider.add_span_processor(
        export.BatchSpanProcessor(sender, export_timeout_millis=_SECONDS * 1000)
    )
    try:
        with listening(SpanHandler(provider.get_tracer("skiptrace"), trace)):
            yield
    finally:
        provider.shutdown()


def missing() -> str:
    """The first package of the extra that is not installed; empty when all are."""
    for name in _NEEDED:
        try:
            importlib.import_module(name)
        except ImportError:
            return name.partition(".")[0]
    return ""


def check_telemetry(installation: Installation) -> str:
    """A collector that the settings name can be sent to; ConfigError where the extra is absent."""
    endpoint = installation.settings.telemetry.otlp
    if not endpoint:
        return "nothing is sent"
    if package := missing():
        raise ConfigError(f"telemetry.otlp: {package} is not installed, so nothing is sent")
    return "spans go to the collector that the settings name"
