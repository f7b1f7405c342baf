"""The constraints as a table: each a rule with its name, its words and its ceiling."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matching.score.additive import UNITS_PER_BIT
from matching.score.constraints.beside import Mask
from matching.score.constraints.signs import AT_HOME, WholeSigns

ANOTHER, HARDLY, IN_DOUBT = 0.05, 0.4, 0.85
"""The ceilings, as probabilities: of who is another person, of who hardly is the same one, and of
what a person must look at."""

UNACCEPTED = 1.0
"""The ceiling of a rule that takes nothing, and only keeps a record from being accepted."""

_NO_LIMIT = int(np.iinfo(np.int32).max)
_GENERATION, _LONG = 16, 6
"""Years between births from which on they are a generation's, or no slip's in two digits."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One constraint: where it holds, no evidence lifts a pair above the ceiling.

    `words` tell a person why. Whatever a rule holds is never accepted.
    """

    name: str
    words: str
    ceiling: float

    @property
    def excludes(self) -> bool:
        """Whether the record is another person's, and not only one for review."""
        return self.ceiling <= HARDLY

    @property
    def bits(self) -> int:
        """The ceiling as a weight in units of 1/64 bit, rounded down."""
        if self.ceiling >= UNACCEPTED:
            return _NO_LIMIT
        return int(np.floor(UNITS_PER_BIT * np.log2(self.ceiling / (1.0 - self.ceiling))))


def _kinds_apart(s: WholeSigns) -> Mask:
    return s.beside.kinds_apart


def _generation_conflict(s: WholeSigns) -> Mask:
    return s.among("generation", "conflict")


def _generation_gap(s: WholeSigns) -> Mask:
    far = s.among("birth", "a generation", "two generations")
    whole = s.among("birth", "other year", "two digits", "one digit of the year")
    return far | (whole & s.beside.whole_births & (s.beside.years >= _GENERATION))


def _births_contradict(s: WholeSigns) -> Mask:
    apart = s.among("birth", "some years")
    unlike = s.among("birth", "other year", "two digits", "one digit of the year")
    apart |= unlike & s.beside.whole_births & (s.beside.years >= _LONG)
    return apart & ~(s.numbers_agree & ~s.given_differs)


def _numbers_contradict(s: WholeSigns) -> Mask:
    return s.among("ssn", "contradiction") & s.beside.whole_numbers


def _last_fours_contradict(s: WholeSigns) -> Mask:
    return s.among("ssn", "contradiction")


def _no_name_in_common(s: WholeSigns) -> Mask:
    unlike = s.among("given", "no data", "initial", "same initial", "different")
    return s.other_surname & unlike & ~s.beside.crossed


def _two_people(s: WholeSigns) -> Mask:
    return s.other_given & s.born_apart


def _sibling(s: WholeSigns) -> Mask:
    return _other_person(s) & s.surname_agrees & s.born_alike


def _relative(s: WholeSigns) -> Mask:
    return _other_person(s) & s.surname_agrees & (s.shared | s.numbers_agree)


def _housemate(s: WholeSigns) -> Mask:
    return _other_person(s) & s.shared


def _other_person(s: WholeSigns) -> Mask:
    return s.other_given & ~s.one_person


def _given_beside_one_number(s: WholeSigns) -> Mask:
    return s.other_given & s.one_person


def _two_given_names(s: WholeSigns) -> Mask:
    return s.among("given", "near pair") | s.beside.two_givens


def _crossed_names(s: WholeSigns) -> Mask:
    turned = s.beside.crossed & (s.given_differs | s.among("surname", "different", "same initial"))
    return turned & ~(s.born_but_for_a_slip & (s.numbers_agree | s.shared))


def _surname_changed(s: WholeSigns) -> Mask:
    """A surname that changed is one person's by the whole number, or by birth and a second proof.

    Who moved in has the house, and may have the given name and the recycled phone.
    """
    second = s.numbers_agree | s.shared
    return s.other_surname & ~(s.among("ssn", "full") | (s.born_but_for_a_slip & second))


def _births_apart(s: WholeSigns) -> Mask:
    apart = s.among("birth", "few years", "some years", "one digit of the year")
    apart |= s.among("birth", "other year", "two digits")
    return apart | (s.beside.whole_births & s.among("birth", "a year apart", "same year"))


def _births_a_digit_apart(s: WholeSigns) -> Mask:
    return s.among("birth", "one digit") & (s.beside.years >= _GENERATION) & ~s.numbers_agree


def _estate(s: WholeSigns) -> Mask:
    return s.beside.estate


def _nameless(s: WholeSigns) -> Mask:
    return s.among("given", "no data")


def _initial(s: WholeSigns) -> Mask:
    return s.among("given", "initial") & ~s.proved


def _stand_in(s: WholeSigns) -> Mask:
    return s.among("birth", "stand-in day") & ~s.proved


def _neighbour(s: WholeSigns) -> Mask:
    return ~s.among("place", "no data", *AT_HOME) & ~s.proved


def _unproved(s: WholeSigns) -> Mask:
    return ~s.proved


Holds = Callable[[WholeSigns], Mask]

KINDS_APART = Rule("kinds apart", "one is an organisation, the other a person", ANOTHER)

PEOPLE: tuple[tuple[Rule, Holds], ...] = (
    (KINDS_APART, _kinds_apart),
    (Rule("generation conflict", "generational suffixes conflict", ANOTHER), _generation_conflict),
    (Rule("generation gap", "births a generation apart", ANOTHER), _generation_gap),
    (Rule("births contradict", "dates of birth contradict", ANOTHER), _births_contradict),
    (
        Rule("numbers contradict", "social security numbers contradict", ANOTHER),
        _numbers_contradict,
    ),
    (Rule("no name in common", "no name in common", ANOTHER), _no_name_in_common),
    (Rule("two people", "given names and dates of birth differ", ANOTHER), _two_people),
    (Rule("sibling", "a sibling born on the same day", HARDLY), _sibling),
    (Rule("relative", "a relative of the same household", HARDLY), _relative),
    (Rule("housemate", "another person of the same household", HARDLY), _housemate),
    (Rule("other given name", "given names differ", HARDLY), _other_person),
    (Rule("estate or trust", "an estate or a trust, not the living person", IN_DOUBT), _estate),
    (
        Rule(
            "other given name beside one number",
            "given names differ, though number and birth agree: a twin, or a copied number",
            IN_DOUBT,
        ),
        _given_beside_one_number,
    ),
    (
        Rule("two given names", "two known given names that only look alike", IN_DOUBT),
        _two_given_names,
    ),
    (Rule("crossed names", "the given name is the other's surname", IN_DOUBT), _crossed_names),
    (
        Rule("other surname", "surnames differ, and nothing shows that one changed", IN_DOUBT),
        _surname_changed,
    ),
    (
        Rule("last fours contradict", "last four digits of the numbers contradict", IN_DOUBT),
        _last_fours_contradict,
    ),
    (Rule("births apart", "dates of birth are two days, by no slip", IN_DOUBT), _births_apart),
    (
        Rule("births a digit apart", "births a generation apart, by one digit", IN_DOUBT),
        _births_a_digit_apart,
    ),
    (Rule("nameless", "no given name to compare", IN_DOUBT), _nameless),
    (Rule("initial", "an initial, which fits a whole household", IN_DOUBT), _initial),
    (
        Rule("stand-in birth", "a stand-in for the day of birth, and no other proof", IN_DOUBT),
        _stand_in,
    ),
    (Rule("neighbour", "another house or unit, and no other proof", IN_DOUBT), _neighbour),
    (
        Rule("nothing beside the name", "nothing beside the name agrees", UNACCEPTED),
        _unproved,
    ),
)
"""The rules of persons; where several hold, the first counts, so the strictest stand first."""

UNPROVED = PEOPLE[-1][0]
"""The rule that takes nothing."""
