"""How files write down a business: short, long, with slips, of another day, with gaps."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.benchmarks.linkage.businesses import words as w
from tests.benchmarks.linkage.businesses.population import Address, Business, Population

Row = dict[str, str]


@dataclass(frozen=True)
class Layout:
    """What a file tells: the share of rows that fill in each column, and how clean it is.

    `noise` multiplies slips, `later` says that some have moved or changed since, `stated` the share
    of changed names of which the old one is told.
    """

    filled: Mapping[str, float]
    noise: float = 1.0
    later: bool = False
    stated: float = 0.6
    trade_first: float = 0.05
    capitals: float = 0.5
    longest: int = 0


def changed(one: Business, population: Population) -> Business:
    """The business some years on: it moved, has another telephone, officer or name."""
    rng, new = population.rng, population.business()
    if rng.random() < 0.22:
        same_town = replace(
            new.address, city=one.address.city, state=one.address.state, zip=one.address.zip
        )
        one = replace(one, address=same_town if rng.random() < 0.8 else new.address)
    if rng.random() < 0.18:
        one = replace(one, phone=new.phone)
    if rng.random() < 0.15:
        one = replace(one, email=new.email)
    if rng.random() < 0.2:
        one = replace(one, officers=(new.officers[0], *one.officers[1:]))
    if rng.random() < 0.2:
        one = replace(one, agent=new.agent, agent_name=new.agent_name)
    if rng.random() < 0.05:
        stem = new.stem if rng.random() < 0.6 else f"{one.stem.split()[0]} {new.stem.split()[-1]}"
        one = replace(one, former=one.legal, stem=stem)
    return one


class Writer:
    """Writes rows of one file."""

    def __init__(self, layout: Layout, rng: random.Random) -> None:
        self._layout, self._rng = layout, rng

    def row(self, one: Business) -> Row:
        """The row of a business, all columns of the layout but the id."""
        groups = {
            "business_name": {"business_name": self._name(one)},
            "dba": {"dba": self._text(one.trade)},
            "former_name": {"former_name": self._former(one)},
            "ein": {"ein": self._ein(one.ein)},
            "document_number": {"document_number": one.register},
            "state_of_formation": {"state_of_formation": one.formation},
            "officer_name": {"officer_name": self._text(self._rng.choice(one.officers))},
            "phone": {"phone": self._phone(one.phone)},
            "email": {"email": one.email},
            "address": self._address(one.address, ""),
            "mailing": self._address(one.mailing or one.address, "mailing_"),
            "registered_agent": self._address(one.agent, "registered_agent_"),
        }
        row: Row = {}
        for name, cells in groups.items():
            share = self._layout.filled.get(name, 0.0)
            if share:
                row |= cells if self._is(share) else dict.fromkeys(cells, "")
        return row

    def _former(self, one: Business) -> str:
        return self._text(one.former) if self._is(self._layout.stated) else ""

    def _is(self, chance: float) -> bool:
        return self._rng.random() < chance

    def _slips(self, chance: float) -> bool:
        return self._is(chance * self._layout.noise)

    def _name(self, one: Business) -> str:
        name = one.stem
        if one.form and not self._slips(0.12):
            name = self._formed(name, one.form)
        if one.trade and self._is(self._layout.trade_first):
            name = one.trade
        elif one.trade and self._slips(0.1):
            name = f"{name} {self._rng.choice(('dba', 'DBA', 'd/b/a'))} {one.trade}"
        elif one.former and self._is(self._layout.stated * 0.3):
            name = f"{name} {self._rng.choice(('fka', 'F/K/A', 'formerly known as'))} {one.former}"
        return self._text(self._worn(name))

    def _formed(self, stem: str, form: str) -> str:
        written = w.WRITTEN[form][0] if not self._slips(0.4) else self._rng.choice(w.WRITTEN[form])
        return f"{stem}{written}" if written.startswith(",") else f"{stem} {written}"

    def _worn(self, name: str) -> str:
        """Abbreviations, slips, words left out; cut off where the column ends."""
        words = name.split()
        if self._slips(0.1):
            words = self._described(words)
        if self._slips(0.25):
            words = [w.SHORT.get(word, word) for word in words]
        if len(words) > 2 and self._slips(0.03):
            del words[self._rng.randrange(1, len(words))]
        if len(words) > 1 and words[0] == "The" and self._slips(0.5):
            del words[0]
        name = " ".join(words)
        if self._slips(0.08):
            name = self.typo(name)
        if self._slips(0.06):
            name = name[: self._rng.randint(14, 26)].strip()
        if self._layout.longest:
            name = name[: self._layout.longest].strip()
        return name

    def _described(self, words: list[str]) -> list[str]:
        """A word that says what it is or where put in front or behind, or left out."""
        if len(words) > 2 and self._is(0.5):
            return words[:-2] if words[-1] in w.WRITTEN_FORMS else words[:-1]
        more = self._rng.choice(w.DESCRIPTORS)
        return [*words, more] if self._is(0.8) else [more, *words]

    def typo(self, text: str) -> str:
        """The text with one letter wrong, missing, doubled or exchanged with the next."""
        if len(text) < 5:
            return text
        at = self._rng.randrange(1, len(text) - 1)
        letter = self._rng.choice("abcdefghijklmnoprstuvwy")
        return self._rng.choice(
            (
                text[:at] + letter + text[at + 1 :],
                text[:at] + text[at + 1 :],
                text[:at] + text[at] + text[at:],
                text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            )
        )

    def _text(self, text: str) -> str:
        return text.upper() if self._is(self._layout.capitals) else text

    def _ein(self, ein: str) -> str:
        if self._slips(0.015):
            at = self._rng.randrange(2, 9)
            ein = ein[:at] + str(self._rng.randint(0, 9)) + ein[at + 1 :]
        return f"{ein[:2]}-{ein[2:]}" if self._is(0.7) else ein

    def _phone(self, phone: str) -> str:
        if self._slips(0.02):
            at = self._rng.randrange(6, 10)
            phone = phone[:at] + str(self._rng.randint(0, 9)) + phone[at + 1 :]
        a, b, c = phone[:3], phone[3:6], phone[6:]
        return self._rng.choice((f"({a}) {b}-{c}", f"{a}-{b}-{c}", phone, f"{a}.{b}.{c}"))

    def _address(self, place: Address | None, front: str) -> Row:
        if place is None:
            return dict.fromkeys((f"{front}{part}" for part in ("address", *_PARTS)), "")
        suffix = place.suffix[0] if self._is(0.7) else place.suffix[1]
        if self._slips(0.05):
            suffix = ""
        street = self.typo(place.street) if self._slips(0.03) else place.street
        unit = place.unit if not self._slips(0.2) else ""
        designator = self._rng.choice(("Ste", "Suite", "#", "Unit"))
        unit = f" {designator} {unit}".replace("# ", "#") if unit else ""
        number = place.number
        if self._slips(0.02):
            number = str(int(number) + self._rng.choice((1, 2, 10)))
        line = f"{number} {street} {suffix}".strip() + unit
        zip5 = place.zip if not self._slips(0.03) else place.zip[:3] + place.zip[4] + place.zip[3]
        parts = (place.city, place.state, zip5)
        named = {f"{front}{p}": self._text(t) for p, t in zip(_PARTS, parts, strict=True)}
        return {f"{front}address": self._text(line), **named}


_PARTS = ("city", "state", "zip")
