"""One address of a row, and who stands in its lines: through whom mail goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.parse.address.clean import segments
from matching.parse.address.last_line import split_last_line
from skiptrace.intake.cells import Cells
from skiptrace.intake.fields.place import city, in_us, state, state_in_front, street_line, zip_code
from skiptrace.intake.problem import Wrong
from skiptrace.model.subject import PostalAddress

_CARE_OF = re.compile(
    r"(?:C[/\\]O|(?:IN )?CARE OF|%|ATTN|ATTENTION)(?![A-Z])[\s.:]*(?P<who>[^0-9]+)", re.IGNORECASE
)
_UNIT = re.compile(
    r"(?:APARTMENT|APT|UNIT|SUITE|STE|LOT|ROOM|RM|TRLR|SPC|#)[\s.#]*[0-9A-Z-]{1,8}", re.IGNORECASE
)
_ABROAD = Wrong("an address in the United States: the row names another country", "abroad")
_PLACE = Wrong("a ZIP, or a city and a state", "required")


@dataclass(frozen=True, slots=True, repr=False)
class RowAddress:
    """The address of some columns, None when they hold none, and the care-of names beside it."""

    value: PostalAddress | None = None
    care_of: tuple[str, ...] = ()


def address_of(
    cells: Cells, fields: tuple[str, str, str, str], further: Sequence[str] = ()
) -> RowAddress:
    """The address in the fields for line, city, state and ZIP, and further lines.

    A street line needs a ZIP, or a city and a state, in it, beside it or all in the city's cell;
    without them it is left out. A care-of line of its own is no street line.
    """
    line_field, city_field, state_field, zip_field = fields
    if line_field == "address" and (country := cells.text("country")) and not in_us(country):
        cells.warn(line_field, _ABROAD)
        return RowAddress()
    read = [cells.take(field, street_line) or "" for field in (line_field, *further)]
    lines = _ordered([text for text in read if text])
    care_of = tuple(who for text in lines if (who := _care_of(text)) and len(lines) > 1)
    line = " ".join(text for text in lines if not (care_of and _care_of(text)))
    written = [cells.text(field) for field in fields]
    if last := _whole(line, written):
        line, town, region, zip5, zip4 = last
    else:
        town = cells.take(city_field, city) or ""
        region = cells.take(state_field, state) or state_in_front(cells.text(zip_field))
        zip5, zip4 = cells.take(zip_field, lambda text: zip_code(text, region)) or ("", "")
    if line and not zip5 and not (town and region):
        cells.warn(zip_field, _PLACE)
        return RowAddress(None, care_of)
    if not (line or town or region or zip5):
        return RowAddress(None, care_of)
    original = ", ".join(filter(None, written))
    return RowAddress(PostalAddress(line, town, region, zip5, zip4, original), care_of)


def _ordered(lines: list[str]) -> list[str]:
    """The lines, each once, a unit that stands in front of its street behind it."""
    once = list({" ".join(line.casefold().split()): line for line in reversed(lines)}.values())[
        ::-1
    ]
    if len(once) > 1 and _UNIT.fullmatch(once[0]):
        return [*once[1:], once[0]]
    return once


def _whole(line: str, written: Sequence[str]) -> tuple[str, str, str, str, str] | None:
    """Line, city, state and ZIP of an address whose city's cell, or line, holds the rest too."""
    _, town, region, code = written
    if region or code or not (town or line):
        return None
    last = split_last_line(segments(town or line))
    is_place = bool(last.zip5 or (last.city and last.state))
    if not is_place or bool(last.segments) is bool(town):
        return None
    street = line if town else ", ".join(last.segments)
    return street, last.city, last.state, last.zip5, last.zip4


def _care_of(line: str) -> str:
    found = _CARE_OF.fullmatch(line)
    return found["who"].strip(" .:") if found else ""
