"""A guess of the column mapping from the header alone, shown to a person for confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skiptrace.intake.columns import column_tables, header_words
from skiptrace.intake.formats import Formats
from skiptrace.intake.mapping import Mapping, missing_targets

# Similarity (0 to 100, rapidfuzz token_sort_ratio) from which a header may be meant.
_SIMILAR = 88.0
# What is assumed of a target that the file does not have; a person has to know it.
_ABSENT = {
    "account_status": "every account will be held until [defaults] account_status says its status",
    "debt_origin": "unknown: no consumer report will be asked for until [defaults] says it",
    "role": "every subject is taken for the primary obligor",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One target with the column taken for it, how sure that is (0 to 1), and why."""

    target: str
    column: str
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Guess:
    """What a header suggests. `doubtful` names columns that may be several targets, and which."""

    choices: tuple[Choice, ...]
    doubtful: tuple[tuple[str, tuple[str, ...]], ...]
    unmapped: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def confidence(self) -> float:
        """The confidence of the least sure choice; 0 when something required is missing."""
        return 0.0 if self.missing else min((c.confidence for c in self.choices), default=0.0)

    def mapping(self, formats: Formats | None = None) -> Mapping:
        """The guess as a mapping."""
        columns = {choice.target: choice.column for choice in self.choices}
        return Mapping(columns=columns, formats=formats or Formats())


def guess_mapping(header: Sequence[str]) -> Guess:
    """The likeliest target of each column; one that could be several targets is none of them."""
    claims = _claims(header)
    if "address_state" not in {c.target for c in claims}:
        claims = [_state_of_address(c) if c.target == "state" else c for c in claims]
    taken, doubtful = _settle(claims)
    used = {choice.column for choice in taken}
    unsure = {column for column, _ in doubtful}
    order = list(column_tables().targets)
    return Guess(
        choices=tuple(sorted(taken, key=lambda choice: order.index(choice.target))),
        doubtful=tuple(doubtful),
        unmapped=tuple(column for column in header if column not in used | unsure),
        missing=tuple(missing_targets({choice.target: choice.column for choice in taken})),
    )


def _claims(header: Sequence[str]) -> list[Choice]:
    return [claim for column in header for claim in _claims_of(column)]


def _claims_of(column: str) -> list[Choice]:
    """The targets that a column may be: by its exact name, a known header, or a similar one."""
    if column in column_tables().targets:
        return [Choice(column, column, 1.0, "has the target's name")]
    words = header_words(column)
    known = [
        Choice(target, column, 0.95, "is a known header")
        for target, table in column_tables().targets.items()
        if words in table.headers
    ]
    return known or _similar(column, words)


def _similar(column: str, words: str) -> list[Choice]:
    from rapidfuzz import fuzz, process

    best: list[Choice] = []
    for target, table in column_tables().targets.items():
        found = process.extractOne(
            words, table.headers, scorer=fuzz.token_sort_ratio, score_cutoff=_SIMILAR
        )
        if found is not None:
            confidence = round(found[1] / 100 * 0.9, 2)
            best.append(Choice(target, column, confidence, f"is like {found[0]!r}"))
    top = max((choice.confidence for choice in best), default=0.0)
    return [choice for choice in best if choice.confidence == top]


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
    tables = column_tables().targets
    lines = [
        f"{c.target:<17} <- {c.column!r} ({c.confidence:.0%}: {c.why}; {tables[c.target].words})"
        for c in guess.choices
    ]
    lines += [f"? {column!r} could be {' or '.join(t)}: not read" for column, t in guess.doubtful]
    if guess.unmapped:
        lines.append(f"not read: {', '.join(map(repr, guess.unmapped))}")
    taken = {choice.target for choice in guess.choices}
    lines += [f"no {target}: {words}" for target, words in _ABSENT.items() if target not in taken]
    lines += [f"MISSING: {what}" for what in guess.missing]
    return "\n".join(lines)
