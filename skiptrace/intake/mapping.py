"""The column mapping: which column of a file is which target, as a TOML file or a guess says."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import Field, field_validator, model_validator

from config.columns import column_tables
from config.counsel import shipped_counsel
from config.loader import Table, from_file
from skiptrace.intake.formats import Formats
from skiptrace.intake.return_words import plain
from skiptrace.intake.returned_mail import shipped_return_codes
from skiptrace.model.errors import IntakeError

_NUMBERS = ("account_number", "keyline")
_NAMES = ("last_name", "full_name", "organization", "dba")
_WHERE = (
    "address", "street_name", "po_box", "return_code", "ssn", "tax_id", "ein", "dob", "phone",
    "email",
)  # fmt: skip


class Mapping(Table):
    """A mapping file: [columns] target = "Column of the file", [formats], [defaults].

    A default stands for an empty cell of its target and for a column that is not there.
    [status_words] says which status of ours a word of the creditor's means, [return_words] which
    list and code a word for returned mail means: "Bad addr" = "NIXIE Q".
    """

    columns: dict[str, str]
    formats: Formats = Formats()
    defaults: dict[str, str] = Field(default_factory=dict)
    status_words: dict[str, str] = Field(default_factory=dict)
    return_words: dict[str, str] = Field(default_factory=dict)

    @field_validator("columns", "defaults")
    @classmethod
    def _known_targets(cls, table: dict[str, str]) -> dict[str, str]:
        for target in table:
            _check_target(target)
        return table

    @field_validator("status_words")
    @classmethod
    def _known_statuses(cls, table: dict[str, str]) -> dict[str, str]:
        known = shipped_counsel().holds.statuses
        for word, status in table.items():
            if status not in known:
                raise ValueError(f"{word}: expected one of {', '.join(known)}")
        return table

    @field_validator("return_words")
    @classmethod
    def _known_codes(cls, table: dict[str, str]) -> dict[str, str]:
        codes = shipped_return_codes()
        for word, text in table.items():
            if codes.find(*_list_and_code(text)) is None:
                raise ValueError(f'{word}: expected a list and its code, such as "NIXIE Q"')
        return table

    def meanings(self) -> dict[str, tuple[str, str]]:
        """The creditor's words for returned mail, plain, with the list and code of each."""
        return {plain(word): _list_and_code(text) for word, text in self.return_words.items()}

    @model_validator(mode="after")
    def _dated_targets(self) -> Mapping:
        for target in self.formats.dates_of:
            if target not in {"dob", "opened", "return_date"}:
                raise ValueError("dates_of: expected dob, opened or return_date")
        return self


def _list_and_code(text: str) -> tuple[str, str]:
    name, _, code = text.strip().partition(" ")
    return name.upper(), code.strip().upper()


def _check_target(target: str) -> None:
    known = column_tables().intake
    if target not in known:
        near = difflib.get_close_matches(target, known, n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        raise ValueError(f"{target} is not a target{hint}")


@dataclass(frozen=True, slots=True)
class Told:
    """What a person says of columns one by one: the column of each target, and what to ignore."""

    columns: MappingOf[str, str]
    ignored: frozenset[str] = frozenset()

    def over(self, mapping: Mapping) -> Mapping:
        """The mapping with what was told in the place of what it says itself."""
        settled = {*self.columns.values(), *self.ignored}
        kept = {target: name for target, name in mapping.columns.items() if name not in settled}
        return mapping.model_copy(update={"columns": kept | dict(self.columns)})


NOTHING_TOLD = Told({})
IGNORED = "ignore"


def told_by(texts: Sequence[str]) -> Told:
    """What TARGET=COLUMN and ignore=COLUMN say; ValueError for another form or target."""
    columns: dict[str, str] = {}
    ignored = set()
    for text in texts:
        target, _, column = (part.strip() for part in text.partition("="))
        if not column:
            raise ValueError(f"expected TARGET=COLUMN or a .toml file, not {text!r}")
        if target == IGNORED:
            ignored.add(column)
            continue
        _check_target(target)
        if columns.setdefault(target, column) != column:
            raise ValueError(f"{target} is said of {columns[target]!r} and of {column!r}")
    return Told(columns, frozenset(ignored))


def load_mapping(path: Path) -> Mapping:
    """A mapping file; ConfigError names the file and the key that is wrong."""
    return from_file(path, Mapping)


def mapping_toml(mapping: Mapping) -> str:
    """The mapping as the text of a mapping file, to be kept and mended."""
    lines = ["[columns]", *_pairs(mapping.columns), "", "[formats]"]
    lines += [f"{key} = {_toml(value)}" for key, value in _set_formats(mapping.formats).items()]
    lines += ["", "[defaults]", *_pairs(mapping.defaults)]
    for name, table in (("status", mapping.status_words), ("return", mapping.return_words)):
        if table:
            lines += [
                "",
                f"[{name}_words]",
                *(f"{_toml(k)} = {_toml(v)}" for k, v in table.items()),
            ]
    return "\n".join([*lines, ""])


def _pairs(table: MappingOf[str, str]) -> list[str]:
    return [f"{key} = {_toml(value)}" for key, value in table.items()]


def _set_formats(formats: Formats) -> dict[str, object]:
    return formats.model_dump(exclude_defaults=True, exclude_none=True)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {_toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


@dataclass(frozen=True)
class Binding:
    """A mapping bound to one file's header: where each target's cell is.

    `unmapped` are the columns of the file that the mapping does not name; they are not read.
    """

    places: MappingOf[str, int]
    header: tuple[str, ...]
    unmapped: tuple[str, ...]

    @cached_property
    def seats(self) -> tuple[str, ...]:
        """The other people who have a column of their own (columns.toml, [seats])."""
        names = column_tables().seats
        return tuple(n for n in names if any(t.startswith(f"{n}_") for t in self.places))

    def names(self) -> dict[int, str]:
        """The target that the cell at each place is for."""
        return {place: target for target, place in self.places.items()}


def bind(name: str, mapping: Mapping, header: Sequence[str]) -> Binding:
    """The mapping bound to the header of the file called `name`.

    Raises IntakeError that names every mapped column which is absent or there twice, and every
    required target without a column: account_number, a name, and an address or a return code.
    """
    faults = [f"{target} = {column!r}: {words}"
              for target, column in mapping.columns.items()
              if (words := _absence(column, header))]  # fmt: skip
    if faults:
        raise IntakeError(f"{name}: " + "; ".join(faults))
    given = mapping.columns.keys() | mapping.defaults.keys()
    lacking = _lacking(given)
    if lacking:
        raise IntakeError(f"{name}: no column for {'; '.join(lacking)}")
    places = {target: header.index(column) for target, column in mapping.columns.items()}
    used = set(places.values())
    unmapped = tuple(column for i, column in enumerate(header) if i not in used)
    return Binding(places, tuple(header), unmapped)


def _absence(column: str, header: Sequence[str]) -> str:
    if column not in header:
        near = difflib.get_close_matches(column, header, n=1)
        return "no such column" + (f" (did you mean {near[0]!r}?)" if near else "")
    return "this column is there twice" if list(header).count(column) > 1 else ""


def _lacking(given: set[str]) -> list[str]:
    lacking = [] if given.intersection(_NUMBERS) else ["account_number"]
    if not given.intersection(_NAMES):
        lacking.append(f"a name ({' or '.join(_NAMES)})")
    if not given.intersection(_WHERE):
        lacking.append("the address or the return code, or an SSN, EIN, birth date, phone, e-mail")
    return lacking


def missing_targets(columns: MappingOf[str, str]) -> list[str]:
    """What a file must have and these columns lack, in words."""
    return _lacking(set(columns))
