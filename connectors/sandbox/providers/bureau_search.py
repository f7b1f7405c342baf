"""Finds the persons of a PersonSearch and orders them by how much of the question agrees.

Namesakes are answers too, as at a real bureau: a name with another address still has the name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from connectors.sandbox.providers.bureau_names import KnownName, NameDirectory
from connectors.sandbox.providers.enformion_ask import AskedAddress, PersonAsk
from connectors.sandbox.providers.town import Town

_ZIP = re.compile(r"\b(\d{5})(?:-\d{4})?\s*$")
_PLACES = """
SELECT tahoe_id, upper(house) AS house, upper(street) AS street, upper(city) AS city,
       upper(state) AS state, zip
FROM bureau_address WHERE tahoe_id IN (SELECT value FROM json_each(?))
"""
_BORN = """
SELECT tahoe_id FROM bureau_person
WHERE dob = ? AND tahoe_id IN (SELECT value FROM json_each(?))
"""
_BY_PHONE = "SELECT DISTINCT tahoe_id FROM bureau_phone WHERE phone = ?"
_BY_EMAIL = "SELECT DISTINCT tahoe_id FROM bureau_email WHERE lower(email) = ?"


class BureauSearch:
    """Searches the bureau's tables."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._names = NameDirectory(town)

    def find(self, ask: PersonAsk) -> list[str]:
        """The ids of all persons found, those that agree in most of what was asked first.

        With a surname in the question, only persons who have it or had it; without one, the
        holders of the phone or the e-mail address.
        """
        with_phone = self._ids(_BY_PHONE, _published_phone(ask.phone)) if ask.phone else set()
        with_email = self._ids(_BY_EMAIL, ask.email) if ask.email else set()
        named = {n.tahoe_id: n for n in self._names.find(ask.first, ask.last)} if ask.last else {}
        found = sorted(named) if ask.last else sorted(with_phone | with_email)
        agreeing = [with_phone, with_email, *self._agreeing(ask, found)]
        scores = {i: sum(i in group for group in agreeing) for i in found}
        for tahoe_id, name in named.items():
            scores[tahoe_id] += _name_agreement(ask, name)
        return sorted(found, key=lambda tahoe_id: (-scores[tahoe_id], tahoe_id))

    def _agreeing(self, ask: PersonAsk, ids: Sequence[str]) -> Iterable[set[str]]:
        """For each address line and the date of birth, which of the persons agree in it."""
        listed = json.dumps(ids)
        if ask.dob is not None:
            born = f"{ask.dob.month}/{ask.dob.day}/{ask.dob.year}"
            yield {row[0] for row in self._town.rows(_BORN, (born, listed))}
        if not ask.addresses:
            return
        streets, places = set(), set()
        for row in self._town.rows(_PLACES, (listed,)):
            if any(_same_street(a, row["house"], row["street"]) for a in ask.addresses):
                streets.add(row["tahoe_id"])
            if any(_same_place(a, row["city"], row["state"], row["zip"]) for a in ask.addresses):
                places.add(row["tahoe_id"])
        yield from (streets, places)

    def _ids(self, sql: str, value: str) -> set[str]:
        return {row[0] for row in self._town.rows(sql, (value,))}


def _name_agreement(ask: PersonAsk, name: KnownName) -> int:
    middle = bool(ask.middle and name.middle and ask.middle[0] == name.middle[0])
    return sum((ask.first == name.first, ask.last == name.last, middle, not name.former))


def _same_street(asked: AskedAddress, house: str | None, street: str | None) -> bool:
    words = asked.line_1.split()
    return bool(street) and words[:1] == [house or ""] and f" {street} " in f"{asked.line_1} "


def _same_place(
    asked: AskedAddress, city: str | None, state: str | None, zip_code: str | None
) -> bool:
    found = _ZIP.search(asked.line_2)
    if found and zip_code and found.group(1) == zip_code[:5]:
        return True
    before, _, after = asked.line_2.partition(",")
    return before.strip() == (city or "") != "" and after.split()[:1] == [state or ""]


def _published_phone(digits: str) -> str:
    """Ten digits as the bureau writes them: `(305) 555-0123`."""
    return f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
