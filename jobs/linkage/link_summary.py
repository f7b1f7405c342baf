"""What linking two files did, in numbers."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from jobs.linkage.link_decided import Decided, told
from jobs.linkage.tables import Loaded

PHASES = ("read", "normalise", "block", "score", "context", "write")


class Clock:
    """Seconds by phase; a phase may come several times."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(PHASES, 0.0)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Counts the time inside to that phase."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] += time.perf_counter() - began


@dataclass(frozen=True, slots=True)
class CandidateCounts:
    """The candidates: pairs compared, the most of one subject, subjects that had more than allowed.

    `left_out` counts blocking keys that too many records share.
    """

    pairs: int
    largest: int
    cut: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Side:
    """One file as it was read, and how many rows of each column could not be understood."""

    loaded: Loaded
    unread: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Completeness:
    """True pairs whose ids both files have, how many of them were compared, and unknown ones."""

    pairs: int
    compared: int
    unknown: int

    @property
    def share(self) -> float:
        """The share of the true pairs that were compared, 0 to 1; 1 when there is none."""
        return self.compared / self.pairs if self.pairs else 1.0


@dataclass(frozen=True, slots=True)
class Summary:
    """What linking did.

    `crowded` counts values by kind that too many share to tell anybody apart. `strange` tells how
    the files look otherwise than what the model was learned on. `decided` says which top candidates
    are accepted, and how many of those may be wrong. `register` says that the records look like one
    record a person, or several; None is not known.
    """

    subjects: Side
    records: Side
    candidates: CandidateCounts
    crowded: Mapping[str, int]
    strange: tuple[str, ...]
    written: int
    decided: Decided
    register: bool | None
    completeness: Completeness | None
    seconds: Mapping[str, float] = field(default_factory=dict)

    @property
    def mean(self) -> float:
        """Candidates a subject."""
        return self.candidates.pairs / self.subjects.loaded.rows


def stats(summary: Summary) -> dict[str, Any]:
    """The summary as plain values for a program to read; `peak_rss_mb` is of this process."""
    found: dict[str, Any] = {
        "subjects": summary.subjects.loaded.rows,
        "records": summary.records.loaded.rows,
        "rejected": {s.loaded.role: s.loaded.rejected for s in _sides(summary)},
        "unread": {s.loaded.role: dict(s.unread) for s in _sides(summary)},
        "pairs": summary.candidates.pairs,
        "candidates": {
            "mean": round(summary.mean, 3),
            "largest": summary.candidates.largest,
            "cut": summary.candidates.cut,
        },
        "keys_left_out": summary.candidates.left_out,
        "crowded": dict(summary.crowded),
        "unlike_training": list(summary.strange),
        "written": summary.written,
        "accepted": len(summary.decided),
        "wrong_share": told(summary.decided),
        "register": summary.register,
        "seconds": {name: round(spent, 3) for name, spent in summary.seconds.items()},
        "peak_rss_mb": round(peak_megabytes(), 1),
    }
    if summary.completeness is not None:
        found["pair_completeness"] = round(summary.completeness.share, 6)
        found["true_pairs"] = summary.completeness.pairs
    return found


def _sides(summary: Summary) -> tuple[Side, Side]:
    return summary.subjects, summary.records


def peak_megabytes() -> float:
    """The most memory that this process held at once (Linux counts in kilobytes)."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
