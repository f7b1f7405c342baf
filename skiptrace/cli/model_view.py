"""Models and their figures as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from skiptrace.reports.terminal import print_line, print_rows

if TYPE_CHECKING:
    from rich.console import Console

Data = Mapping[str, Any]

_FIGURES = (
    ("subjects", "subjects"),
    ("with a true record", "findable"),
    ("true pairs", "true_pairs"),
    ("candidate pairs", "candidates"),
    ("pair completeness", "pair_completeness"),
    ("best F1", "best_f1"),
    ("recall at 99% precision", "recall_at_99"),
    ("RPC at most 1% wrong", "rpc"),
    ("  from probability", "rpc_threshold"),
    ("fixed threshold", "at"),
    ("  RPC", "rpc_at"),
    ("  wrong share", "wrong_at"),
    ("Brier", "brier"),
    ("ECE", "ece"),
)


def print_model(found: Data, console: Console) -> None:
    """Where the model is from, how it held, and its weights, comparison by comparison."""
    print_origin(found, console)
    for part, title in (("pair", "A pair on its own"), ("context", "Beside other candidates")):
        glass = found[part]
        print_line(console, "")
        print_line(console, f"{title}: prior {glass['prior']:+.2f} bits")
        for one in glass["tables"]:
            if len(one["of"]) == 1:
                _weights(console, one)
        joint = [one for one in glass["tables"] if len(one["of"]) > 1]
        if joint:
            _joint(console, joint)


def print_origin(found: Data, console: Console) -> None:
    """The model's id, training and reliability."""
    print_line(console, f"model {found['id']}, format {found['format']}, SHA-256 {found['sha256']}")
    _facts(console, "Training", found["training"])
    reliability = found["reliability"]
    if "all" in reliability:
        _print_measured("held-out subjects", reliability["all"], console)
    elif "outcomes" in reliability:
        for when in ("before", "after"):
            one = reliability["outcomes"][when]
            print_line(console, f"{when}: Brier {one['brier']:.4f}, ECE {one['ece']:.4f}")
            _bins(console, one["bins"], f"Reliability on held-out outcomes, {when}")
    elif reliability:
        _facts(console, "Reliability", reliability)
    else:
        print_line(console, "Reliability: not measured")


def print_evaluation(model_id: str, named: Mapping[str, Data], console: Console) -> None:
    """All figures of one model, a column a task, and the last task's reliability."""
    rows = [(title, *(_figure(one[key]) for one in named.values())) for title, key in _FIGURES]
    print_rows(console, f"Model {model_id}", ("measure", *named), rows)
    name, last = list(named.items())[-1]
    _bins(console, last["bins"], f"Reliability, {name}")
    _fields(console, last["by_fields"], f"By known fields, {name}")


def _print_measured(words: str, figures: Data, console: Console) -> None:
    rows = [(title, _figure(figures[key])) for title, key in _FIGURES]
    print_rows(console, "Reliability", ("measure", words), rows)
    _bins(console, figures["bins"], f"Reliability table, {words}")
    _fields(console, figures["by_fields"], f"By known fields, {words}")


def _facts(console: Console, title: str, facts: Data) -> None:
    rows = [(name, str(value)) for name, value in facts.items()]
    print_rows(console, title, ("what", "value"), rows)


def _bins(console: Console, bins: Sequence[Data], title: str) -> None:
    columns = ("predicted", "mean predicted", "observed", "n")
    rows = [
        (
            f"{one['low']:.3f} to {one['high']:.3f}",
            f"{one['predicted']:.3f}",
            f"{one['observed']:.3f}",
            f"{one['count']:,}",
        )
        for one in bins
    ]
    print_rows(console, title, columns, rows)


def _fields(console: Console, groups: Sequence[Data], title: str) -> None:
    columns = ("best candidate", "mean predicted", "observed", "ECE", "n")
    shares = ("predicted", "observed", "ece")
    rows = [
        (one["fields"], *(f"{one[key]:.3f}" for key in shares), f"{one['count']:,}")
        for one in groups
    ]
    print_rows(console, title, columns, rows)


def _weights(console: Console, one: Data) -> None:
    rows = [(row["level"], f"{row['bits']:+.2f}", row["words"]) for row in one["levels"]]
    print_rows(console, " and ".join(one["of"]), ("level", "bits", "words"), rows)


def _joint(console: Console, tables: Sequence[Data]) -> None:
    """Tables of two comparisons in short; --json has every level."""
    columns = ("comparisons", "levels that weigh", "least", "most")
    rows = []
    for one in tables:
        bits = [level["bits"] for level in one["levels"]] or [0.0]
        name = " and ".join(one["of"])
        rows.append((name, str(len(one["levels"])), f"{min(bits):+.2f}", f"{max(bits):+.2f}"))
    print_rows(console, "Of two comparisons", columns, rows)


def _figure(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.4f}"
