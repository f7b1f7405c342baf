"""The reference page of the intake: every target, format and word, from the tables that decide.

`python -m skiptrace.intake.reference docs/intake.md` writes the page anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from config.columns import HeldTable, IntakeTarget, column_tables
from config.counsel import shipped_counsel
from skiptrace.intake.cells import essential
from skiptrace.intake.fields.date_formats import DEFAULT_FORMATS, SHORT_FORMATS
from skiptrace.intake.formats import FORMAT_WORDS
from skiptrace.intake.returned_mail import CodeList, shipped_return_codes

_HEADERS = 6
_INTRODUCTION = """\
# Intake: targets, formats, words

This page is made from the tables that the intake reads
(`python -m skiptrace.intake.reference docs/intake.md`).

`skiptrace intake FILE` takes a table of accounts: CSV with comma, semicolon, tab or pipe, XLSX, or
Parquet. `skiptrace intake FILE --guess > map.toml` drafts a mapping with every target below, with
examples from the file and open questions; `skiptrace intake FILE --map map.toml` uses it.

A row is taken in as long as it has what an account cannot do without: a number, a name, and an
address, a return code or another identifier. Any other field that cannot be read is left out and
named in `FILE.warnings.csv` (file, row, field, what was expected). Other rows go to
`FILE.rejects.csv`, which can be mended and given again as it is, with their reasons in
`FILE.reasons.csv`. No file of an earlier run is overwritten; later ones are numbered. Rows that
name one debtor of an account again, with another phone, are taken together.
"""


def reference_page() -> str:
    """The page in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _INTRODUCTION
    yield "## Targets: [columns]"
    yield "What is marked * costs the row when it cannot be read; any other is left out.\n"
    yield from _targets()
    yield from _seats()
    yield "\n## Formats: [formats]\n"
    yield from _table(("key", "what it says"), FORMAT_WORDS.items())
    yield "\nDates are read by ISO 8601 (1961-03-14, 1961-03, 1961, 19610314), as a sheet's day"
    yield f"number, and by default as {_listed(DEFAULT_FORMATS)}; where one century makes sense, as"
    yield f"{_listed(SHORT_FORMATS)}.\n"
    yield "## Cells without a value"
    yield f"\nIn every column: {_listed(column_tables().missing.words)}, and signs alone.\n"
    yield from _missing()
    yield "\n## Words that mean one of ours\n"
    yield from _values()
    yield (
        "\nStatuses: "
        + _listed(shipped_counsel().holds.statuses)
        + ". Any other status word holds the"
    )
    yield "account and is named at intake with its count; [status_words] says what it means.\n"
    yield "## Returned mail\n"
    codes = shipped_return_codes()
    for name, table in codes.lists.items():
        yield from _codes(name, table)


def _targets() -> Iterator[str]:
    seats = tuple(f"{name}_" for name in column_tables().seats)
    rows = [
        (f"`{name}`{'*' if name in essential() else ''}", rule.words, rule.form, _headers(rule))
        for name, rule in column_tables().intake.items()
        if not name.startswith(seats)
    ]
    yield from _table(("target", "what", "written as", "headers, for example"), rows)


def _seats() -> Iterator[str]:
    yield "\nOther people have columns of their own, or stand in the name (John & Mary Lee):\n"
    rows = [
        (
            ", ".join(f"`{name}_{field}`" for field in seat.fields),
            f"{seat.words} ({seat.role})",
            ", ".join(seat.called[:_HEADERS]),
        )
        for name, seat in column_tables().seats.items()
    ]
    yield from _table(("targets", "who", "called in headers"), rows)


def _headers(rule: IntakeTarget) -> str:
    held: Mapping[str, HeldTable] = column_tables().held
    known = [header for name in rule.of for header in held[name].headers]
    known += [
        f"{qualifier} {held[name].headers[0]}"
        for name in rule.qualified
        for qualifier in rule.qualifiers
    ]
    return ", ".join(known[:_HEADERS])


def _missing() -> Iterator[str]:
    rows = [
        (
            _listed(f"`{target}`" for target in rule.targets),
            "these words alone" if rule.alone else "these words too",
            ", ".join(filter(None, (*rule.words, "zeros" if rule.zeros else ""))),
        )
        for rule in column_tables().missing.rules
    ]
    yield from _table(("targets", "", "words"), rows)


def _values() -> Iterator[str]:
    rows = [
        (f"`{target}`", f"`{value}`", ", ".join(words))
        for target, table in column_tables().values.items()
        for value, words in table.items()
    ]
    yield from _table(("target", "value", "words"), rows)


def _codes(name: str, table: CodeList) -> Iterator[str]:
    yield f"### {name}: {table.title}\n"
    if table.includes:
        yield f"The codes of {table.includes}, and these:\n"
    rows = [
        (
            f"`{code}`" if code else "(none)",
            rule.words,
            rule.action.value.replace("_", " "),
            ", ".join(table.spoken.get(code, ())),
        )
        for code, rule in table.codes.items()
    ]
    yield from _table(("code", "what", "next", "also written as"), rows)
    yield ""


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference_page(), encoding="utf-8")
