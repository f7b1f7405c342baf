"""What every connector is built from, and how a failure becomes an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from skiptrace.model.errors import BotChallenge, ConnectorError, InDoubt, SourceRefused
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.ports import Clock
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome

_OUTCOMES: tuple[tuple[type[ConnectorError], Outcome], ...] = (
    (InDoubt, Outcome.IN_DOUBT),
    (BotChallenge, Outcome.BLOCKED),
    (SourceRefused, Outcome.BLOCKED),
)


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One source's installation: where it is, its secrets, its files, its options, the time.

    `secrets` never show in a repr; `data_dir` is the connector's own folder for downloaded files.
    """

    base_url: str
    data_dir: Path
    clock: Clock
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    options: Mapping[str, str] = field(default_factory=dict)


def failed(inquiry: Inquiry, error: ConnectorError) -> Answer:
    """The answer that stands for a source's failure; its reason is `ErrorClass: words`."""
    outcome = next((o for kind, o in _OUTCOMES if isinstance(error, kind)), Outcome.FAILED)
    return Answer(inquiry.id, outcome, reason=f"{type(error).__name__}: {error}")
