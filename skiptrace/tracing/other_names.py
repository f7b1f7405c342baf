"""A person's other surname, as a record that is surely theirs has it: by marriage, or from before.

Sources that list people by name alone (a county's roll, a court) have somebody who married under
one surname, and a trace that knows the other never asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator

from matching.compare.name_verdict import NameVerdict
from matching.compare.person.name_relation import SurnameRelation
from matching.compare.person.relate import compare_persons
from matching.compare.person.surname import relate_surnames
from matching.parse.person.clean_name import clean_name
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.registration import Became
from skiptrace.model.subject import PersonName, Subject
from skiptrace.model.succession import Succession

_OTHER = SurnameRelation.DIFFERENT
"""How a surname relates to every known one where it is another and no spelling of it."""

_LEAST = 2
"""Letters of a given name: an initial tells nobody."""


def other_names(candidate: Candidate, subject: Subject) -> Iterator[Succession]:
    """The steps to the other surnames that an accepted record has beside the given name.

    None for a record that names nobody by the subject's own name: whose record it is then, the
    names do not show.
    """
    record, own = candidate.record, subject.names
    if candidate.decision is not Decision.ACCEPT or not own:
        return
    if not any(_is_same(name, known) for name in record.names for known in own):
        return
    for name in record.names:
        if _is_other_surname(name, own):
            origin = record.provenance
            yield Succession(
                became=Became.ALSO,
                former=own[0].full,
                name=name.full,
                source=record.source,
                record_ref=record.ref,
                snapshot_sha256=origin.snapshot_sha256,
                locator=origin.locator,
                retrieved=origin.retrieved,
                person=name,
            )


def _is_same(name: PersonName, known: PersonName) -> bool:
    return compare_persons(name, known).verdict is NameVerdict.SAME


def _is_other_surname(name: PersonName, own: tuple[PersonName, ...]) -> bool:
    """Whether the name is the person's by the given name, under a surname that is not known."""
    if len(name.given) < _LEAST or not name.surname:
        return False
    found = clean_name(name)
    if any(relate_surnames(clean_name(known), found) is not _OTHER for known in own):
        return False
    return any(
        _is_same(
            PersonName(name.given, "", known.surname), PersonName(known.given, "", known.surname)
        )
        for known in own
    )
