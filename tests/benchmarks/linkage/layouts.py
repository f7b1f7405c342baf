"""The same people in another file layout: each layout rewrites CSV fields and changes no fact.

A layout says how a bureau or a county might have written the same rows. Each is a function of one
row; `relaid` applies several to a file. Standard library only.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

Row = Mapping[str, str]
Layout = Callable[[Row], dict[str, str]]

_NAMES = ("first_name", "last_name")
_FREE_TEXT = ("first_name", "middle_initial", "last_name", "street_name", "unit_number", "city")
_SUFFIXES = MappingProxyType(
    {
        "AVENUE": "AVE",
        "BOULEVARD": "BLVD",
        "CIRCLE": "CIR",
        "COURT": "CT",
        "DRIVE": "DR",
        "HIGHWAY": "HWY",
        "LANE": "LN",
        "PARKWAY": "PKWY",
        "PLACE": "PL",
        "ROAD": "RD",
        "SQUARE": "SQ",
        "STREET": "ST",
        "TERRACE": "TER",
        "TRAIL": "TRL",
    }
)
_TURNED = MappingProxyType({**_SUFFIXES, **{short: whole for whole, short in _SUFFIXES.items()}})
_DIRECTIONS = {"NORTH": "N", "SOUTH": "S", "EAST": "E", "WEST": "W"}
_TURNED_DIRECTIONS = MappingProxyType(
    {**_DIRECTIONS, **{short: whole for whole, short in _DIRECTIONS.items()}}
)


def capitals(row: Row) -> dict[str, str]:
    """Every text field in capitals."""
    return {**row, **{name: row[name].upper() for name in _FREE_TEXT}}


def lower_case(row: Row) -> dict[str, str]:
    """Every text field in small letters."""
    return {**row, **{name: row[name].lower() for name in _FREE_TEXT}}


def turned_suffixes(row: Row) -> dict[str, str]:
    """The last street suffix and a leading direction spelled the other way: STREET is ST, N NORTH.

    A name of one word stays: in `PARK` or `ST` alone the word is the name.
    """
    words = row["street_name"].split(" ")
    if len(words) < 2:
        return dict(row)
    place = next((i for i in range(len(words) - 1, 0, -1) if words[i].upper() in _TURNED), 0)
    if place:
        words[place] = _in_case_of(words[place], _TURNED[words[place].upper()])
    if place > 1 and (direction := _TURNED_DIRECTIONS.get(words[0].upper())):
        words[0] = _in_case_of(words[0], direction)
    return {**row, "street_name": " ".join(words)}


def _in_case_of(model: str, word: str) -> str:
    return word.lower() if model.islower() else word if model.isupper() else word.title()


def punctuated_phones(row: Row) -> dict[str, str]:
    """Ten digits as (206) 555-0100; anything else stays as it is."""
    return {**row, "phone": re.sub(r"^(\d{3})(\d{3})(\d{4})$", r"(\1) \2-\3", row["phone"])}


def international_phones(row: Row) -> dict[str, str]:
    """Ten digits as +1 206-555-0100; anything else stays as it is."""
    return {**row, "phone": re.sub(r"^(\d{3})(\d{3})(\d{4})$", r"+1 \1-\2-\3", row["phone"])}


def american_dates(row: Row) -> dict[str, str]:
    """YYYY-MM-DD as MM/DD/YYYY; a year alone stays."""
    return {**row, "dob": re.sub(r"^(\d{4})-(\d{2})-(\d{2})$", r"\2/\3/\1", row["dob"])}


def compact_dates(row: Row) -> dict[str, str]:
    """YYYY-MM-DD as YYYYMMDD; a year alone stays."""
    return {**row, "dob": re.sub(r"^(\d{4})-(\d{2})-(\d{2})$", r"\1\2\3", row["dob"])}


def zip_plus_four(row: Row) -> dict[str, str]:
    """A five-digit ZIP with an add-on; the house number decides it, so one door keeps its own."""
    if not re.fullmatch(r"\d{5}", row["zip"]):
        return dict(row)
    digits = re.sub(r"\D", "", row["street_number"]) or "0"
    return {**row, "zip": f"{row['zip']}-{1000 + int(digits) * 37 % 9000}"}


def no_middle_names(row: Row) -> dict[str, str]:
    """The file has the column, but nobody filled it in."""
    return {**row, "middle_initial": ""}


def trailing_spaces(row: Row) -> dict[str, str]:
    """Names padded as in a fixed-width extract, other text followed by one blank."""
    padded = {name: row[name].ljust(20) for name in _NAMES if row[name]}
    others = {name: row[name] + " " for name in ("street_name", "city", "zip", "dob") if row[name]}
    return {**row, **padded, **others}


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "capitals": capitals,
        "lower_case": lower_case,
        "turned_suffixes": turned_suffixes,
        "punctuated_phones": punctuated_phones,
        "international_phones": international_phones,
        "american_dates": american_dates,
        "compact_dates": compact_dates,
        "zip_plus_four": zip_plus_four,
        "no_middle_names": no_middle_names,
        "trailing_spaces": trailing_spaces,
    }
)


def relaid(source: Path, target: Path, layouts: tuple[str, ...]) -> None:
    """Write a CSV file in other layouts, applied in their order; KeyError names an unknown one."""
    steps = [LAYOUTS[name] for name in layouts]
    with (
        source.open(newline="", encoding="utf-8") as rows,
        target.open("w", newline="", encoding="utf-8") as out,
    ):
        reader = csv.DictReader(rows)
        writer = csv.DictWriter(out, reader.fieldnames or ())
        writer.writeheader()
        for row in reader:
            for step in steps:
                row = step(row)
            writer.writerow(row)
