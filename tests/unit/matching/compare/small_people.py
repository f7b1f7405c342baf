"""Two small sides to compare: people written in one line, levels told by their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from matching.compare.names import Levels
from matching.compare.pairs import LEVELS, compare
from matching.compare.rarity import Shares, census_shares, shares_of
from matching.compare.words import WordFacts, word_facts
from matching.encode.batch import PersonBatch, Words
from matching.encode.profiles import batch_of_profiles
from matching.engine.link import Source
from matching.parse.address.read import normalize_address
from matching.parse.person.clean_name import clean_name
from matching.profile import Profile, ProfileAddress
from matching.score.spread import NOT_COUNTED, Spread
from skiptrace.model.dates import PartialDate
from skiptrace.model.subject import PersonName, PostalAddress


def someone(*names: str, born: str = "", at: Sequence[str] = ()) -> Profile:
    """A person by names `given|middle|surname|generation`, birth and `line|city|state|zip`."""
    return Profile(
        names=tuple(clean_name(PersonName(*name.split("|"))) for name in names),
        dob=PartialDate.parse(born) if born else None,
        addresses=tuple(
            ProfileAddress(normalize_address(PostalAddress(*text.split("|")))) for text in at
        ),
    )


def numbered(ssn: str = "", phones: Sequence[str] = (), emails: Sequence[str] = ()) -> Profile:
    """A person without a name: nine or four digits, phones of ten digits, e-mails."""
    return Profile(
        ssn=ssn if len(ssn) == 9 else "",
        ssn4=ssn[-4:],
        phones=tuple(f"+1{phone}" for phone in phones),
        emails=tuple(emails),
    )


def known(profile: Profile, more: Profile) -> Profile:
    """A person with the numbers of another."""
    return replace(profile, ssn=more.ssn, ssn4=more.ssn4, phones=more.phones, emails=more.emails)


@dataclass(frozen=True, slots=True)
class Sides:
    """Two sides with the facts of their words."""

    a: PersonBatch
    b: PersonBatch
    facts: WordFacts
    shares: Shares

    def levels(self) -> dict[str, Levels]:
        """Every person of a with every one of b, a's first person first."""
        i = np.repeat(np.arange(len(self.a)), len(self.b))
        j = np.tile(np.arange(len(self.b)), len(self.a))
        return compare(self.facts, self.shares, self.a, i, self.b, j)

    def source(
        self, register: bool | None = None, *, batch: bool = True, spread: Spread = NOT_COUNTED
    ) -> Source:
        """The side b as a source of no great size."""
        size = len(self.b)
        return Source(self.b, self.facts, self.shares, size, register, batch, spread=spread)


def sides(a: Sequence[Profile], b: Sequence[Profile], *, whole_table: bool = False) -> Sides:
    """Two sides; a whole table of records says itself how frequent its names are."""
    words = Words()
    people = batch_of_profiles(a, words), batch_of_profiles(b, words)
    facts = word_facts(words)
    shares = shares_of if whole_table else census_shares
    return Sides(*people, facts, shares(facts, people[1]))


def told(a: Profile, b: Profile) -> dict[str, str]:
    """The level of every comparison of two people, by name."""
    found = sides([a], [b]).levels()
    return {name: LEVELS[name][int(column[0])] for name, column in found.items()}
