"""Which holds reach an account, and which of them a person may lift there, and how."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import Enum

from config.compliance import HoldTable
from skiptrace.compliance.policy.decision import SNOOPING
from skiptrace.model.account import Hold, Reach


class Releaser(Enum):
    """Whose it is to release a hold: anybody's who may, the legal team's, a privileged role's."""

    ANY = "any"
    LEGAL = "legal"
    PRIVILEGED = "privileged"


def releaser(code: str, table: HoldTable) -> Releaser:
    """Whose it is to release a hold of that code.

    One that keeps people from being searched by just anybody (15 USC 1681q) is a privileged role's,
    one that leaves traces to the legal role is the legal team's. A code that no table knows is
    released as any other: by a named person, on evidence.
    """
    effect = table.codes.get(table.code(code) or code)
    if effect is not None and effect.rule == SNOOPING:
        return Releaser.PRIVILEGED
    if effect is not None and effect.trace == "legal":
        return Releaser.LEGAL
    return Releaser.ANY


def reaching(holds: Iterable[Hold], table: HoldTable, on: date) -> list[Hold]:
    """The holds open on that day that are the account's own or follow the person to it."""
    return [h for h in holds if h.is_open(on) and (h.is_own or not _stays(h, table))]


def may_be_waived(hold: Hold, table: HoldTable) -> bool:
    """Whether a hold of another account only may reach this one, so that a person decides here."""
    effect = table.effect(hold.code)
    is_review = effect is not None and effect.binds == "review"
    return hold.reach is Reach.MAYBE_PERSON or (hold.reach is Reach.SAME_PERSON and is_review)


def may_pass_for_matter(holds: Iterable[Hold], table: HoldTable) -> bool:
    """Whether legal work on one matter may pass in spite of all of these holds.

    Of a code that leaves the legal role nothing but a lien, a suit upon that lien passes alone.
    """
    kept = list(holds)
    effects = (table.effect(hold.code) for hold in kept)
    is_legal = all(e is not None and "legal" in (e.assets, e.lien) for e in effects)
    return is_legal and not any(may_be_waived(hold, table) for hold in kept)


def _stays(hold: Hold, table: HoldTable) -> bool:
    effect = table.effect(hold.code)
    return effect is not None and effect.binds == "debt"


def words_of(hold: Hold, table: HoldTable) -> str:
    """What the hold is, in words for a person."""
    effect = table.effect(hold.code)
    return effect.words if effect is not None else "a hold code that no table knows"


def source_words(hold: Hold) -> str:
    """What the hold rests on, for a person; of a record that a source may not show, no source.

    That a source of limited access has somebody on record would tell of the death (R52).
    """
    return "verify deceased" if hold.source.startswith("withheld by ") else hold.source
