"""The figures of the status, read anew for each scrape."""

from __future__ import annotations

from skiptrace.acts.figures import FIGURES
from skiptrace.acts.office import Office
from skiptrace.acts.status_reading import begin_status
from skiptrace.app.exposition import Family, Read
from skiptrace.model.actor import Actor


def begin_metrics(office: Office, actor: Actor) -> Read:
    """What reads all figures, by leave of the office; looking on is one event."""
    reader = begin_status(office, actor)

    def read() -> list[Family]:
        status = reader.read()
        return [
            Family(one.name, one.words, one.labels, list(one.samples(status))) for one in FIGURES
        ]

    return read
