"""Who is watched: users themselves, with their household and employer, and people of a list.

Blind keys find a debtor who may be one of them; whether it is one is then compared, as for holds
that follow a person. A doubt counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from matching.parse.organization.read import read_organization
from matching.same_person import Identity, Sameness, identity_keys, identity_of, sameness
from skiptrace.casefile import codec
from skiptrace.casefile.columns import is_wanted
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.statements import Tx, insert_all, owned_rows, read_rows
from skiptrace.casefile.tables.users import watched as t
from skiptrace.casefile.tables.users import watched_key as key_table
from skiptrace.casefile.users import Entry
from skiptrace.model.errors import CaseFileError
from skiptrace.model.subject import Subject

_FIELD = "watched.key"
_BY_KEY = select(key_table).where(is_wanted(key_table.c.key))


class Tie(StrEnum):
    """What ties a debtor to somebody who is watched."""

    PERSON = "person"
    HOUSEHOLD = "household"
    EMPLOYER = "employer"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A debtor who is tied to a watched person; `user_id` is empty for one of the list."""

    watched_id: str
    user_id: str
    tie: Tie


class WatchBook:
    """Those whom not everybody may search."""

    def __init__(self, keys: Keyring) -> None:
        self._keys = keys

    def watch(self, tx: Tx, subject: Subject, employer: str, user_id: str, entry: Entry) -> None:
        """Watch somebody, a user or one of the list; the subject's id is theirs from now on."""
        row = {"id": subject.id, "user_id": user_id, "fact": codec.SUBJECT.encode(subject)}
        signed = {"is_watched": True, "at": entry.at, "entered_by": entry.by}
        insert_all(tx, t, [row | signed])
        identity = identity_of(subject)
        ties = {(Tie.PERSON, text) for text in identity_keys(identity)}
        if user_id:
            ties |= {(Tie.HOUSEHOLD, text) for text in _homes(identity)}
            ties |= {(Tie.EMPLOYER, text) for text in _employers([employer])}
        keys = sorted((tie.value, self._key(tie, text)) for tie, text in ties)
        rows = [{"watched_id": subject.id, "kind": tie, "key": key} for tie, key in keys]
        insert_all(tx, key_table, rows)

    def unwatch(self, tx: Tx, watched_id: str, entry: Entry) -> None:
        """Watch somebody no longer; CaseFileError for one who is not watched."""
        rows = owned_rows(tx, t, [watched_id])[watched_id]
        if not rows or not rows[-1]["is_watched"]:
            raise CaseFileError("nobody is watched by that id")
        row = {name: rows[-1][name] for name in ("id", "user_id", "fact")}
        signed = {"is_watched": False, "at": entry.at, "entered_by": entry.by}
        insert_all(tx, t, [row | signed])

    def conflicts(
        self, tx: Tx, subjects: Sequence[Subject], employers: Sequence[str] = ()
    ) -> Iterator[Conflict]:
        """What ties these people, who work for these employers, to whoever is watched."""
        if tx.execute(select(key_table.c.seq).limit(1)).first() is None:
            return
        identities = [identity_of(subject) for subject in subjects]
        wanted = {self._key(Tie.EMPLOYER, text) for text in _employers(employers)}
        for one in identities:
            wanted |= {self._key(Tie.PERSON, text) for text in identity_keys(one)}
            wanted |= {self._key(Tie.HOUSEHOLD, text) for text in _homes(one)}
        hits = read_rows(tx, key_table, _BY_KEY.params(wanted=sorted(wanted))) if wanted else []
        ties = sorted({(row["watched_id"], row["kind"]) for row in hits})
        owned_rows(tx, key_table, [watched_id for watched_id, _ in ties])  # none of them is missing
        for watched_id, tie in ties:
            last = owned_rows(tx, t, [watched_id])[watched_id][-1]
            if not last["is_watched"]:
                continue
            known = identity_of(codec.SUBJECT.decode(last["fact"]))
            if tie != Tie.PERSON or any(_may_be(known, one) for one in identities):
                yield Conflict(watched_id, last["user_id"], Tie(tie))

    def _key(self, tie: Tie, text: str) -> bytes:
        return self._keys.index(_FIELD, f"{tie.value} {text}")


def _homes(identity: Identity) -> set[str]:
    return {address.key for address in identity.addresses if address.key}


def _employers(names: Sequence[str]) -> set[str]:
    return {key for name in names if (key := read_organization(name).key)}


def _may_be(known: Identity, other: Identity) -> bool:
    return sameness(known, other) is not Sameness.DIFFERENT
