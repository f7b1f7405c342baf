"""Whom not everybody may search: users with their household and employer, and a list (R29)."""

from __future__ import annotations

from collections.abc import Sequence
from secrets import token_hex

from config.watch import WatchedPerson
from matching.parse.person.name_order import NameOrder
from matching.parse.person.parts import read_person
from skiptrace.acts.office import Office
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import CaseFileError
from skiptrace.model.subject import KnownContact, PostalAddress, Subject

_PREFIX = "wat_"


def watch(
    office: Office, actor: Actor, people: Sequence[WatchedPerson], user: str = ""
) -> list[str]:
    """Watch these people, or one person as that user (the beginning of the id); their new ids.

    Raises CaseFileError for several people as one user.
    """
    if user and len(people) != 1:
        raise CaseFileError("the facts of a user are those of one person")
    made: list[str] = []
    with office.doing(actor, Act.MANAGE_USERS) as done:
        user_id = office.case.users.named(done.tx, user).id if user else ""
        for person in people:
            subject = _subject(person)
            office.case.watched.watch(done.tx, subject, person.employer, user_id, done.entry)
            done.note("users.watch", text=f"{subject.id} {user_id}".strip())
            made.append(subject.id)
    return made


def unwatch(office: Office, actor: Actor, watched_id: str) -> None:
    """Watch somebody no longer; CaseFileError for one who is not watched."""
    with office.doing(actor, Act.MANAGE_USERS) as done:
        office.case.watched.unwatch(done.tx, watched_id, done.entry)
        done.note("users.unwatch", text=watched_id)


def _subject(person: WatchedPerson) -> Subject:
    home = PostalAddress(person.street, person.city, person.state, person.zip)
    born = person.dob
    return Subject(
        id=f"{_PREFIX}{token_hex(6)}",
        names=(read_person(person.name, NameOrder.GIVEN_FIRST),),
        dob=PartialDate(born.year, born.month, born.day) if born is not None else None,
        ssn=person.ssn.replace("-", ""),
        addresses=(KnownContact(home),) if person.street else (),
        phones=(KnownContact(person.phone),) if person.phone else (),
        emails=(KnownContact(person.email),) if person.email else (),
    )
