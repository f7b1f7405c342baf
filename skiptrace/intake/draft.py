"""A mapping file drafted for one file: every target, examples, formats and open questions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from config.columns import column_tables
from config.counsel import shipped_counsel
from skiptrace.intake.formats import FORMAT_WORDS, Formats
from skiptrace.intake.guess import Guess, guess_mapping
from skiptrace.intake.mapping import NOTHING_TOLD, Told
from skiptrace.intake.reader import read_header
from skiptrace.intake.sample import MOST_ROWS, Sample, sampled

_MOST_WORDS = 20
# A keyline ends in a fitting digit by chance in one of ten.
_KEYLINES = 0.95


def draft_mapping(path: Path, told: Told = NOTHING_TOLD, formats: Formats | None = None) -> str:
    """The text of a mapping file for one intake file, to be answered, mended and given with --map.

    It can be loaded as it is. Values that may be personal stand in it by their shape only.
    Raises IntakeError for a file that cannot be read.
    """
    guess = guess_mapping(read_header(path, formats), told)
    mapping = guess.mapping(formats)
    sample = sampled(path, mapping) if not guess.missing else Sample()
    lines = [
        f"# How skiptrace reads {path.name}: drafted from its header and its first "
        f"{sample.rows or MOST_ROWS:,} rows.",
        "# Values that may be personal are shown by their shape (X, x, 9). Lines with # in front",
        "# say nothing yet. Use it with: skiptrace intake FILE --map THIS-FILE",
        *(f"# {note}" for note in sample.notes),
        "",
        *_questions(guess, sample),
        "[columns]",
        *_columns(guess, sample),
        "",
        "[formats]",
        *_formats(mapping.formats, sample),
        "",
        *_defaults(guess),
        "",
        *_words(sample),
    ]
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _comment(text: str) -> str:
    return "# " + " ".join(text.split())


def _questions(guess: Guess, sample: Sample) -> Iterator[str]:
    questions = list(_asked(guess, sample))
    if not questions:
        return
    yield "# Open questions:"
    for number, words in enumerate(questions, 1):
        yield _comment(f"{number}. {words}")
    yield ""


def _asked(guess: Guess, sample: Sample) -> Iterator[str]:
    """What only a person can say, one sentence each."""
    for what in guess.missing:
        yield f"No column was found for {what}."
    for column, targets in guess.doubtful:
        yield f"Column {column!r} may be {' or '.join(targets)}: write it behind the right target."
    for column, target in guess.rivals:
        yield f"Column {column!r} may be {target} too: another column is read for it."
    taken = {choice.target for choice in guess.choices}
    if "account_status" not in taken:
        yield "No column has the status: [defaults] account_status must say it, or all are held."
    if "debt_origin" not in taken:
        yield "No column has the debt's origin: [defaults] debt_origin may say credit."
    if sample.statuses:
        total = sum(sample.statuses.values())
        yield f"{total:,} rows have status words that nobody knows: see [status_words]."
    if sample.listless:
        yield (
            f"{sample.listless:,} return codes are of no list: [defaults] return_code_list may say "
            "NIXIE, ACS, NCOALINK or DPV, or [return_words] what a word means."
        )
    if sample.returns:
        total = sum(sample.returns.values())
        yield f"{total:,} return codes are unknown to their list: see [return_words]."
    if sample.with_business:
        yield (
            f"{sample.with_business:,} rows name a person and an organisation: is the person a "
            "guarantor or a contact? See person_beside_business."
        )
    if sample.bare_tax_ids:
        yield (
            f"{sample.bare_tax_ids:,} tax numbers beside a person's name have no dashes: are they "
            "SSNs or EINs? See tax_id_of_people."
        )
    for target in sample.day_first:
        if sample.day_first[target] and sample.month_first[target]:
            yield f"Dates of {target} stand with the day first and with the month first."
    if sample.numbers and sample.keylines >= sample.numbers * _KEYLINES:
        yield "The account numbers end in a fitting USPS check digit: is the column a keyline?"
    if sample.other_names:
        yield (
            f"{sample.other_names:,} rows give another name under an account number that came "
            "before: is that a co_obligor, a guarantor, or a non_obligor? See another_debtor; "
            "without an answer these rows are rejected."
        )
    restrains = {"holds", *column_tables().restraining()}
    if sample.other_names and restrains & taken:
        yield (
            "Accounts have several debtors in rows of their own: are the holds of a row about the "
            "account or about its debtor? See holds_of; until then they are the account's."
        )
    if again := sample.same_number - sample.other_names:
        yield (
            f"{again:,} rows give an account number that came before: a second row for a debtor "
            "is rejected."
        )


def _columns(guess: Guess, sample: Sample) -> Iterator[str]:
    column_of = {choice.target: choice for choice in guess.choices}
    for target, rule in column_tables().intake.items():
        choice = column_of.get(target)
        if choice is None:
            yield f'# {target} = ""  # {rule.words}'
            continue
        yield f"{target} = {_toml(choice.column)}  # {rule.words} ({choice.why})"
        yield from _examples(sample, target)
    for column in guess.unmapped:
        yield _comment(f"not read: {column!r}")
        yield from _examples(sample, column)


def _examples(sample: Sample, name: str) -> Iterator[str]:
    if found := sample.examples.get(name):
        yield _comment(f"    for example {', '.join(map(_toml, found))}")


def _formats(formats: Formats, sample: Sample) -> Iterator[str]:
    said = formats.model_dump(exclude_defaults=True, exclude_none=True)
    day_first = [t for t, n in sample.day_first.items() if n and not sample.month_first[t]]
    for name, words in FORMAT_WORDS.items():
        if name == "dates_of" and day_first and name not in said:
            patterns = '["D/M/YYYY", "D-M-YYYY", "D.M.YYYY"]'
            pairs = ", ".join(f"{target} = {patterns}" for target in day_first)
            yield f"dates_of = {{ {pairs} }}  # the day stands first in this file"
        elif name in said:
            yield f"{name} = {_toml(said[name])}  # {words}"
        else:
            shown = _toml(Formats().model_dump()[name]) if name != "dates_of" else "{}"
            yield f"# {name} = {'0' if shown == 'null' else shown}  # {words}"


def _defaults(guess: Guess) -> Iterator[str]:
    yield "# What holds where a cell is empty, or a column is not there."
    yield "[defaults]"
    taken = {choice.target for choice in guess.choices}
    for target, example in (
        ("account_status", "open"),
        ("debt_origin", "credit"),
        ("creditor", ""),
        ("role", "primary"),
        ("return_code_list", "NIXIE"),
        ("state", ""),
    ):
        words = column_tables().intake[target].words
        asked = "  # asked" if target not in taken and target in _ASKED else ""
        yield f"# {target} = {_toml(example)}  # {words}{asked}"


_ASKED = frozenset({"account_status", "debt_origin"})


def _words(sample: Sample) -> Iterator[str]:
    known = ", ".join(shipped_counsel().holds.statuses)
    yield f"# The creditor's status words that are not ours ({known})."
    yield "[status_words]"
    for word, count in sample.statuses.most_common(_MOST_WORDS):
        yield f'# {_toml(word)} = "open"  # {count:,} rows'
    yield ""
    yield "# The creditor's words for returned mail, with the list and the code that each means."
    yield "[return_words]"
    for word, count in sample.returns.most_common(_MOST_WORDS):
        yield f'# {_toml(word)} = "NIXIE A"  # {count:,} rows'
