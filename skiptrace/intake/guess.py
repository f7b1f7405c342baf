"""A guess of the column mapping from the header alone, shown to a person for confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from config.columns import column_tables
from skiptrace.intake.claims import OPEN, Choice, claims_of
from skiptrace.intake.formats import Formats
from skiptrace.intake.mapping import NOTHING_TOLD, Mapping, Told, missing_targets

# What is assumed of a target that the file does not have; a person has to know it.
_ABSENT = {
    "account_status": "every account will be held until [defaults] account_status says its status",
    "debt_origin": "unknown: no consumer report will be asked for until [defaults] says it",
    "role": "every subject is taken for the primary obligor",
}


@dataclass(frozen=True, slots=True)
class Guess:
    """What a header suggests. `doubtful` names columns that may be several targets, and which.

    `rivals` are columns that are not read, each with a target that a surer column was taken for.
    """

    choices: tuple[Choice, ...]
    doubtful: tuple[tuple[str, tuple[str, ...]], ...]
    unmapped: tuple[str, ...]
    missing: tuple[str, ...]
    rivals: tuple[tuple[str, str], ...] = ()

    @property
    def confidence(self) -> float:
        """The confidence of the least sure choice; 0 when something required is missing."""
        return 0.0 if self.missing else min((c.confidence for c in self.choices), default=0.0)

    def mapping(self, formats: Formats | None = None) -> Mapping:
        """The guess as a mapping."""
        columns = {choice.target: choice.column for choice in self.choices}
        return Mapping(columns=columns, formats=formats or Formats())


def guess_mapping(header: Sequence[str], told: Told = NOTHING_TOLD) -> Guess:
    """The likeliest target of each column; one that could be several targets is none of them.

    What a person told comes first: neither its columns nor its targets are guessed.
    """
    settled = {*told.columns.values(), *told.ignored}
    claims = [c for c in claims_of(header) if c.column not in settled]
    if "address_state" not in {c.target for c in claims} | told.columns.keys():
        claims = [_state_of_address(c) if c.target == "state" else c for c in claims]
    claims = [c for c in claims if c.target not in told.columns]
    taken, doubtful = _settle([c for c in claims if c.confidence > OPEN])
    doubtful += _open(claims)
    taken += [Choice(t, column, 1.0, "as you say") for t, column in told.columns.items()]
    used = {choice.column for choice in taken}
    unsure = {column for column, _ in doubtful}
    order = list(column_tables().intake)
    return Guess(
        choices=tuple(sorted(taken, key=lambda choice: order.index(choice.target))),
        doubtful=tuple(doubtful),
        unmapped=tuple(column for column in header if column not in used | unsure),
        missing=tuple(missing_targets({choice.target: choice.column for choice in taken})),
        rivals=tuple((c.column, c.target) for c in claims if c.column not in used | unsure),
    )


def _open(claims: Sequence[Choice]) -> list[tuple[str, tuple[str, ...]]]:
    """The columns whose header means one of several things, with all of them."""
    found: dict[str, list[str]] = {}
    for claim in claims:
        if claim.confidence == OPEN:
            found.setdefault(claim.column, []).append(claim.target)
    return [(column, tuple(targets)) for column, targets in found.items()]


def _state_of_address(choice: Choice) -> Choice:
    return Choice("address_state", choice.column, 0.8, "is the only state, so the address's")


def _settle(claims: list[Choice]) -> tuple[list[Choice], list[tuple[str, tuple[str, ...]]]]:
    """One column a target and one target a column, the surest first; the rest is doubtful."""
    by_target: dict[str, list[Choice]] = {}
    for claim in sorted(claims, key=lambda c: -c.confidence):
        by_target.setdefault(claim.target, []).append(claim)
    first = [rivals[0] for rivals in by_target.values() if _is_alone(rivals)]
    of_column: dict[str, list[Choice]] = {}
    for choice in first:
        of_column.setdefault(choice.column, []).append(choice)
    taken = [choices[0] for choices in of_column.values() if len(choices) == 1]
    used = {choice.column for choice in taken}
    doubtful: dict[str, list[str]] = {}
    for claim in claims:
        if claim.column not in used and claim.target not in {c.target for c in taken}:
            doubtful.setdefault(claim.column, []).append(claim.target)
    return taken, [(column, tuple(targets)) for column, targets in doubtful.items()]


def _is_alone(rivals: list[Choice]) -> bool:
    return len(rivals) == 1 or rivals[0].confidence > rivals[1].confidence


def render_guess(guess: Guess) -> str:
    """The guess as text to confirm: columns and reasons, never a value of the file."""
    tables = column_tables().intake
    lines = [
        f"{c.target:<17} <- {c.column!r} ({c.confidence:.0%}: {c.why}; {tables[c.target].words})"
        for c in guess.choices
    ]
    lines += _questions(guess)
    if guess.unmapped:
        lines.append(f"not read: {', '.join(map(repr, guess.unmapped))}")
    taken = {choice.target for choice in guess.choices}
    lines += [f"no {target}: {words}" for target, words in _ABSENT.items() if target not in taken]
    lines += [f"MISSING: {what}" for what in guess.missing]
    return "\n".join(lines)


def _questions(guess: Guess) -> list[str]:
    """A line for every target that several columns claim, and every column of several targets."""
    rivals: dict[str, list[str]] = {}
    lines = []
    for column, targets in guess.doubtful:
        if len(targets) == 1:
            rivals.setdefault(targets[0], []).append(repr(column))
        else:
            lines.append(
                f"? {column!r} could be {' or '.join(targets)}: not read; "
                f"say which with --map TARGET={column}"
            )
    column_of = {choice.target: choice.column for choice in guess.choices}
    lines += [
        f"? {column!r} could be {target} too: {column_of[target]!r} is read; "
        f"say otherwise with --map {target}=COLUMN"
        for column, target in guess.rivals
        if target in column_of
    ]
    for target, columns in rivals.items():
        lines.append(
            f"? {' and '.join(columns)} could each be {target}: not read; "
            f"say which with --map {target}=COLUMN"
        )
    return lines
