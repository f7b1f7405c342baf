"""The `says` of a card: what the columns of a row say of the contact point that was asked about.

Such a source names nobody. What it does not say stays unknown, and where several rows answer one
question, what they do not agree on is unknown too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any, Self

from pydantic import Field, model_validator

from connectors.card import StrictTable, Text
from connectors.engine.record_map.addresses import read_address
from connectors.engine.record_map.facts import AddressColumns, Columns
from connectors.engine.record_map.rows import Row, TreeRow, place_of, shown
from skiptrace.model.contact_check import (
    Checked,
    CheckedAddress,
    CheckedPhone,
    Delivery,
    Line,
    Reassigned,
)
from skiptrace.model.errors import SourceChanged
from skiptrace.model.kinds import FindingKind

_UNKNOWN = "unknown"
_TRUTHS: Mapping[str, object] = {"yes": True, "no": False}
_FLAGS = ("in_service", "assigned", "safe_harbour", "vacant", "no_stat", "cmra", "business")
_MEANINGS: Mapping[str, Mapping[str, object]] = {
    "line": {one.value: one for one in Line},
    "reassigned": {one.value: one for one in Reassigned},
    "delivery": {one.value: one for one in Delivery},
    **dict.fromkeys(_FLAGS, _TRUTHS),
}
"""What a code of each fact can mean, besides unknown."""
_TEXTS = ("carrier", "rate_centre", "ocn", "latitude", "longitude", "county")
_HIGHEST_SCORE = 100


class Signs(StrictTable):
    """A column of several codes, each of which says something or nothing of the point.

    They stand with `between` between them, or are of `width` letters each. `mean` gives for every
    published code the facts that it tells; one that is not there is a change of the source. Of two
    codes that tell one fact, the one that stands first in `mean` counts.
    """

    column: Text
    between: str = ""
    width: int = Field(default=0, ge=0)
    mean: dict[str, dict[str, str]]

    @model_validator(mode="after")
    def _is_told(self) -> Self:
        if bool(self.between) == bool(self.width):
            raise ValueError("signs have either `between` or `width`")
        for code, facts in self.mean.items():
            for fact, meaning in facts.items():
                if meaning not in _MEANINGS.get(fact, {}):
                    raise ValueError(f"mean: {code}: {meaning} is no meaning of {fact}")
        return self

    def read(self, row: Row) -> dict[str, object]:
        """The facts that the codes of a row tell."""
        text = row[self.column].replace(" ", "")
        if self.between:
            codes = list(filter(None, text.split(self.between)))
        else:
            codes = [text[at : at + self.width] for at in range(0, len(text), self.width)]
        if any(code not in self.mean for code in codes):
            column = shown(self.column)
            raise SourceChanged(f"{place_of(row)}: column {column} holds an unknown code")
        found: dict[str, object] = {}
        for code, facts in self.mean.items():
            if code in codes:
                told = {fact: _MEANINGS[fact][meaning] for fact, meaning in facts.items()}
                found = {**told, **found}
        return found


class PointColumns(StrictTable):
    """What the columns of a row say of a contact point: of an address, or of a telephone number.

    Codes of `line`, `reassigned`, `delivery` and of what is yes or no have their meanings in the
    card's `codes`, in the words of the model or as `unknown`. `echo` holds the number that was
    asked about and `echo_since` the day as of which, where the source repeats them: another one is
    a change.
    """

    line: str = ""
    carrier: str = ""
    in_service: str = ""
    assigned: str = ""
    reassigned: str = ""
    safe_harbour: str = ""
    activity: str = ""
    rate_centre: str = ""
    ocn: str = ""
    delivery: str = ""
    vacant: str = ""
    no_stat: str = ""
    cmra: str = ""
    business: str = ""
    standard: AddressColumns | None = None
    latitude: str = ""
    longitude: str = ""
    county: str = ""
    county_code: Columns = ()
    footnotes: str = ""
    echo: str = ""
    echo_since: str = ""
    signs: Signs | None = None

    @property
    def coded(self) -> dict[str, str]:
        """The facts that stand in coded columns, with these columns."""
        return {fact: column for fact in _MEANINGS if (column := getattr(self, fact))}

    @property
    def facts(self) -> frozenset[str]:
        """The facts that it reads."""
        told = {fact for facts in self.signs.mean.values() for fact in facts} if self.signs else ()
        return frozenset(
            name for name in type(self).model_fields if name not in _BESIDE and getattr(self, name)
        ).union(told)

    def columns(self) -> Iterator[str]:
        """The columns that it reads."""
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, str) and value:
                yield value
        yield from self.county_code
        if self.standard is not None:
            yield from self.standard.columns()
        if self.signs is not None:
            yield self.signs.column

    def check(self, codes: Mapping[str, Mapping[str, str]]) -> None:
        """Raises ValueError where a coded column has no codes, or a code no meaning of its fact."""
        kinds = {kind for kind, names in _FACTS.items() if self.facts <= names}
        if not self.facts or not kinds:
            raise ValueError("says: expected facts of an address, or of a phone, and of one alone")
        for fact, column in self.coded.items():
            known = {*_MEANINGS[fact], _UNKNOWN}
            if column not in codes:
                raise ValueError(f"says: {fact}: expected the codes of {column}")
            if wrong := sorted(set(codes[column].values()) - known):
                raise ValueError(f"codes: {column}: {wrong[0]} is no meaning of {fact}")

    @property
    def kind(self) -> FindingKind:
        """The kind of contact point that it is about."""
        return FindingKind.PHONE if self.facts <= _FACTS[FindingKind.PHONE] else FindingKind.ADDRESS


_BESIDE = frozenset({"signs", "echo", "echo_since"})
_FACTS: Mapping[FindingKind, frozenset[str]] = {
    FindingKind.PHONE: frozenset(f.name for f in fields(CheckedPhone)) - {"kind", "word", "since"},
    FindingKind.ADDRESS: frozenset(f.name for f in fields(CheckedAddress)) - {"kind"},
}


class PointReader:
    """Reads what rows say of a contact point by the card's `says` and `codes`.

    With `one_is_list` a list of one may stand as its only element, as in XML.
    """

    def __init__(
        self,
        columns: PointColumns,
        codes: Mapping[str, Mapping[str, str]],
        one_is_list: bool = False,
    ) -> None:
        self._columns = columns
        self._codes = codes
        self._one_is_list = one_is_list
        self._is_phone = columns.kind is FindingKind.PHONE

    def checked(
        self, rows: Sequence[tuple[str, object]], asked: str, since: date | None = None
    ) -> Checked | None:
        """What all the rows, each with where it stands, say alike; None where there is no row.

        Raises SourceChanged for an unknown sign, a score that is none, another number than `asked`,
        another day than `since`.
        """
        nested = (TreeRow(row, place, one_is_list=self._one_is_list) for place, row in rows)
        found = [self._facts(row, asked, since) for row in nested]
        if not found:
            return None
        first = found[0]
        same = {name: value for name, value in first.items() if _all_say(found, name, value)}
        return CheckedPhone(**same) if self._is_phone else CheckedAddress(**same)

    def absent(self) -> Checked:
        """What it says of a point that a source which lists all there are does not know it."""
        if self._is_phone:
            return CheckedPhone(assigned=False)
        return CheckedAddress(delivery=Delivery.NOT_CONFIRMED)

    def _facts(self, row: Row, asked: str, since: date | None) -> dict[str, Any]:
        said = self._columns
        found: dict[str, Any] = said.signs.read(row) if said.signs is not None else {}
        for fact, column in said.coded.items():
            meaning = self._codes[column].get(row[column], _UNKNOWN)
            if meaning != _UNKNOWN:
                found[fact] = _MEANINGS[fact][meaning]
        found |= {name: row[column] for name in _TEXTS if (column := getattr(said, name))}
        if said.county_code:
            found["county_code"] = "".join(row[column] for column in said.county_code)
        if said.line:
            found["word"] = row[said.line]
        if said.footnotes:
            found["footnotes"] = row[said.footnotes]
        if said.standard is not None:
            found["standard"] = read_address(said.standard, row)
        if said.activity and row[said.activity]:
            found["activity"] = _score(row, said.activity)
        if said.echo and _national(row[said.echo]) not in ("", _national(asked)):
            raise SourceChanged(f"{place_of(row)}: column {shown(said.echo)} is another number")
        if since is not None:
            found["since"] = since
            if said.echo_since and _digits(row[said.echo_since]) not in ("", f"{since:%Y%m%d}"):
                column = shown(said.echo_since)
                raise SourceChanged(f"{place_of(row)}: column {column} is another day")
        return found


def _all_say(found: Sequence[Mapping[str, Any]], name: str, value: object) -> bool:
    return all(name in one and one[name] == value for one in found)


def _score(row: Row, column: str) -> int:
    text = row[column].removesuffix(".0")
    if not text.isdecimal() or int(text) > _HIGHEST_SCORE:
        raise SourceChanged(f"{place_of(row)}: column {shown(column)} is no score of 0 to 100")
    return int(text)


def _national(number: str) -> str:
    return _digits(number)[-10:]


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
