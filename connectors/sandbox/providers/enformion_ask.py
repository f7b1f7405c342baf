"""Reads the body of a PersonSearch: what is asked for, and what is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_pascal

_MOST_RESULTS = 100
_NOT_DIGIT = re.compile(r"\D")
_DATE_FORMS = ("%m/%d/%Y", "%Y-%m-%d")


class BadInput(Exception):
    """The body cannot be searched for; `errors` say why, naming fields only."""

    def __init__(self, *errors: str) -> None:
        super().__init__("; ".join(errors))
        self.errors = errors


class _Address(BaseModel):
    model_config = ConfigDict(alias_generator=to_pascal)

    address_line_1: str = Field(default="", alias="AddressLine1")
    address_line_2: str = Field(default="", alias="AddressLine2")


class _Body(BaseModel):
    """The published fields; others are left alone, as the vendor does."""

    model_config = ConfigDict(alias_generator=to_pascal)

    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    addresses: list[_Address] = []
    phone: str = ""
    email: str = ""
    dob: str = ""
    page: int = Field(default=1, ge=1)
    results_per_page: int = Field(default=10, ge=1, le=_MOST_RESULTS)


@dataclass(frozen=True, slots=True)
class AskedAddress:
    """An address as asked: the street line, and the line with city, state and ZIP Code."""

    line_1: str
    line_2: str


@dataclass(frozen=True, slots=True)
class PersonAsk:
    """A valid question, in capitals; '' and () for what was not asked."""

    first: str
    middle: str
    last: str
    addresses: tuple[AskedAddress, ...]
    phone: str
    email: str
    dob: date | None
    page: int
    per_page: int


def read_ask(body: bytes) -> PersonAsk:
    """The question of a request body; raises BadInput naming the fields that are wrong or missing.

    Enough is: first and last name with an address, a date of birth or a phone; or a phone or an
    e-mail address alone.
    """
    found = _parsed(body)
    phone = _NOT_DIGIT.sub("", found.phone)
    if phone and len(phone.removeprefix("1")) != 10:
        raise BadInput("Phone is not a ten-digit number")
    ask = PersonAsk(
        first=_plain(found.first_name),
        middle=_plain(found.middle_name),
        last=_plain(found.last_name),
        addresses=_addresses(found),
        phone=phone[-10:],
        email=found.email.strip().lower(),
        dob=_date(found.dob.strip()),
        page=found.page,
        per_page=found.results_per_page,
    )
    _check_enough(ask)
    return ask


def _addresses(body: _Body) -> tuple[AskedAddress, ...]:
    asked = (
        AskedAddress(_plain(a.address_line_1), _plain(a.address_line_2)) for a in body.addresses
    )
    return tuple(address for address in asked if address.line_1 or address.line_2)


def _parsed(body: bytes) -> _Body:
    try:
        value = json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise BadInput("The body is not JSON") from None
    if not isinstance(value, dict):
        raise BadInput("The body is not a JSON object")
    try:
        return _Body.model_validate(_published(value))
    except ValidationError as error:
        fields = {".".join(str(part) for part in e["loc"]): e["msg"] for e in error.errors()}
        raise BadInput(*(f"{name}: {why}" for name, why in fields.items())) from None


def _published(value: Mapping[str, Any]) -> dict[str, Any]:
    """The body with its keys in the published capitals, and nulls left out."""
    names = {n.lower(): n for n in ("FirstName", "MiddleName", "LastName", "ResultsPerPage")}
    return {
        names.get(key.lower(), key[:1].upper() + key[1:]): item
        for key, item in value.items()
        if item is not None
    }


def _check_enough(ask: PersonAsk) -> None:
    if ask.phone or ask.email:
        return
    if not (ask.first and ask.last):
        raise BadInput("FirstName and LastName, or Phone, or Email, are required")
    if not (ask.addresses or ask.dob):
        raise BadInput("A name needs an Address, a Dob or a Phone beside it")


def _date(text: str) -> date | None:
    if not text:
        return None
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            continue
    raise BadInput("Dob is not a date (M/D/YYYY)")


def _plain(text: str) -> str:
    return " ".join(text.upper().split())
