"""Models and their figures as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.table import Table

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
        console.print(f"\n{title}: prior {glass['prior']:+.2f} bits")
        for one in glass["tables"]:
            if len(one["of"]) == 1:
                console.print(_weights(one))
        joint = [one for one in glass["tables"] if len(one["of"]) > 1]
        if joint:
            console.print(_joint(joint))


def print_origin(found: Data, console: Console) -> None:
    """The model's id, training and reliability."""
    console.print(f"model {found['id']}, format {found['format']}, SHA-256 {found['sha256']}")
    console.print(_facts("Training", found["training"]))
    reliability = found["reliability"]
    if "all" in reliability:
        _print_measured("held-out subjects", reliability["all"], console)
    elif "outcomes" in reliability:
        for when in ("before", "after"):
            one = reliability["outcomes"][when]
            console.print(f"{when}: Brier {one['brier']:.4f}, ECE {one['ece']:.4f}")
            console.print(_bins(one["bins"], f"Reliability on held-out outcomes, {when}"))
    elif reliability:
        console.print(_facts("Reliability", reliability))
    else:
        console.print("Reliability: not measured")


def print_evaluation(model_id: str, named: Mapping[str, Data], console: Console) -> None:
    """All figures of one model, a column a task, and the last task's reliability."""
    table = Table("measure", *named, title=f"Model {model_id}")
    for title, key in _FIGURES:
        table.add_row(title, *(_figure(one[key]) for one in named.values()))
    console.print(table)
    name, last = list(named.items())[-1]
    console.print(_bins(last["bins"], f"Reliability, {name}"))
    console.print(_fields(last["by_fields"], f"By known fields, {name}"))


def _print_measured(words: str, figures: Data, console: Console) -> None:
    table = Table("measure", words, title="Reliability")
    for title, key in _FIGURES:
        table.add_row(title, _figure(figures[key]))
    console.print(table)
    console.print(_bins(figures["bins"], f"Reliability table, {words}"))
    console.print(_fields(figures["by_fields"], f"By known fields, {words}"))


def _facts(title: str, facts: Data) -> Table:
    table = Table("what", "value", title=title)
    for name, value in facts.items():
        table.add_row(name, str(value))
    return table


def _bins(bins: Sequence[Data], title: str) -> Table:
    table = Table("predicted", "mean predicted", "observed", "n", title=title)
    for one in bins:
        span = f"{one['low']:.3f} to {one['high']:.3f}"
        table.add_row(
            span, f"{one['predicted']:.3f}", f"{one['observed']:.3f}", f"{one['count']:,}"
        )
    return table


def _fields(groups: Sequence[Data], title: str) -> Table:
    table = Table("best candidate", "mean predicted", "observed", "ECE", "n", title=title)
    for one in groups:
        shares = (f"{one[key]:.3f}" for key in ("predicted", "observed", "ece"))
        table.add_row(one["fields"], *shares, f"{one['count']:,}")
    return table


def _weights(one: Data) -> Table:
    table = Table("level", "bits", "words", title=" and ".join(one["of"]))
    for level in one["levels"]:
        table.add_row(level["level"], f"{level['bits']:+.2f}", level["words"])
    return table


def _joint(tables: Sequence[Data]) -> Table:
    """Tables of two comparisons in short; --json has every level."""
    shown = Table("comparisons", "levels that weigh", "least", "most", title="Of two comparisons")
    for one in tables:
        bits = [level["bits"] for level in one["levels"]] or [0.0]
        name = " and ".join(one["of"])
        shown.add_row(name, str(len(one["levels"])), f"{min(bits):+.2f}", f"{max(bits):+.2f}")
    return shown


def _figure(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.4f}"
