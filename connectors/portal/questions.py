"""What leaves for a portal: form values of each inquiry, passed to the crawl as one JSON text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from connectors.names import without_form
from connectors.portal.layout import FormFields, InquiryPart
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.subject import EntityKind, PersonName


@dataclass(frozen=True, slots=True)
class PortalInquiry:
    """The searches of one inquiry, each a filled form; `place` is its place in the chunk."""

    place: int
    searches: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class CrawlOrder:
    """All that the crawl needs to know: where, how, what.

    `section` is the card's `[portal]` table as JSON data; where it `is_limited`, each request takes
    a place in the source's limits.
    """

    base_url: str
    section: Mapping[str, object]
    concurrency: int
    is_limited: bool
    timeout: float
    user_agent: str
    questions: tuple[PortalInquiry, ...]

    def json(self) -> str:
        """The order as it is written to the crawl's standard input."""
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, text: str) -> CrawlOrder:
        """The order that `json` wrote."""
        values = json.loads(text)
        questions = tuple(
            PortalInquiry(q["place"], tuple(q["searches"])) for q in values["questions"]
        )
        return cls(**{**values, "questions": questions})


def searches_of(inquiry: Inquiry, form: FormFields) -> tuple[Mapping[str, str], ...]:
    """The filled forms of an inquiry, one for each different name; empty if it cannot be asked.

    A surname of several words is also asked by each of its longer words, as courts often keep one.
    """
    asked = inquiry.fields
    if inquiry.entity is EntityKind.ORGANIZATION:
        names = [asked.organization]
        start = without_form(asked.organization)
        parts: dict[InquiryPart, str] = {
            "organization": asked.organization,
            "organization_start": start,
        }
        filled = [_filled(form.organization, parts)]
    else:
        people = [one for name in asked.names for one in _readings(name)]
        names = [person.surname for person in people]
        filled = [_filled(form.person, _parts(person, form.wildcard)) for person in people]
    unique = {
        tuple(sorted(values.items())): values
        for name, values in zip(names, filled, strict=True)
        if values and len(name) >= form.least_letters
    }
    return tuple(unique.values())


def _readings(name: PersonName) -> list[PersonName]:
    """The name, and the name with each single word of a surname of several words."""
    parts = [word for word in re.split(r"[\s-]+", name.surname) if len(word) > 3]
    single = parts if len(parts) > 1 else []
    return [name, *(replace(name, surname=word) for word in single)]


def _parts(name: PersonName, wildcard: str) -> dict[InquiryPart, str]:
    return {
        "surname": name.surname,
        "surname_start": name.surname + wildcard,
        "given": name.given,
        "given_initial": name.given[:1],
        "middle": name.middle,
    }


def _filled(inputs: Mapping[str, InquiryPart], parts: Mapping[InquiryPart, str]) -> dict[str, str]:
    return {name: parts.get(part, "") for name, part in inputs.items()}
