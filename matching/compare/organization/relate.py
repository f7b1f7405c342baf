"""Whether two organisation names are one organisation's: same, different or uncertain."""

from __future__ import annotations

from matching.compare.name_verdict import NameRelation, different, same, uncertain
from matching.compare.organization.words import WordLevel, word_level
from matching.parse.organization.forms import form_tables
from matching.parse.organization.read import NormalOrganization, RelatedName, read_organization
from matching.parse.organization.words import organization_tables


def compare_organizations(a: str, b: str) -> NameRelation:
    """The verdict on two names as written, with the rule that decided; order does not matter."""
    return relate_organizations(read_organization(a), read_organization(b))


def relate_organizations(a: NormalOrganization, b: NormalOrganization) -> NameRelation:
    """The verdict on two normalised organisation names."""
    if "unreadable" in (a.role, b.role):
        return uncertain("a field is too long to be a name")
    if not (a.words or a.numbers) or not (b.words or b.numbers):
        return uncertain("a name is missing")
    found = _with_role(a, b)
    if not found.is_different:
        return found
    return _by_related(a, b) or _by_related(b, a) or found


def _by_related(a: NormalOrganization, b: NormalOrganization) -> NameRelation | None:
    """What another name of one side says: a former name is a name, a trade name only a hint."""
    for related in a.related:
        if not _names(related.organization, b).is_same:
            continue
        if related.relation == "former":
            return same("a former name is stated")
        return uncertain(_RELATED_DOUBTS[related.relation])
    return None


_RELATED_DOUBTS = {
    "trade": "only a trade name agrees",
    "alias": "another name of one side agrees",
    "parent": "one side is a division of the other",
    "principal": "one side is the trustee of the other",
    "behalf": "one side acts for the other",
}


def _with_role(a: NormalOrganization, b: NormalOrganization) -> NameRelation:
    found = _names(a, b)
    if found.is_different or not (a.role or b.role):
        return found
    if a.role != b.role:
        acts = "agent" in (a.role, b.role)
        involved = "somebody who acts for another" if acts else "a trustee, estate or division"
        return uncertain(f"{involved} is involved")
    left, right = _behind(a), _behind(b)
    if left is None and right is None:
        return found
    if left is None or right is None:
        return uncertain("only one side says whose trustee, agent or division it is")
    behind = _names(left.organization, right.organization)
    return found if behind.is_same else behind


def _behind(organization: NormalOrganization) -> RelatedName | None:
    found = (r for r in organization.related if r.relation in ("parent", "principal", "behalf"))
    return next(found, None)


def _names(a: NormalOrganization, b: NormalOrganization) -> NameRelation:
    """The verdict on the names proper, with numbers, places, dates and legal forms."""
    level = word_level(a, b) if a.words and b.words else _wordless(a, b)
    if level is WordLevel.DIFFERENT and _glued(a, b):
        return uncertain("a legal form may be written to the name")
    if level is WordLevel.DIFFERENT or (level is WordLevel.MORE and _is_other(a, b)):
        return different(WordLevel.DIFFERENT)
    if (beside := _beside(a, b)) is not None:
        return beside
    if level is not WordLevel.AGREE:
        return uncertain(level)
    if _forms_differ(a, b):
        return uncertain("legal forms differ")
    if "TRUST" in (a.form, b.form) and a.form != b.form:
        return uncertain("a trust on one side")
    return same(level)


def _beside(a: NormalOrganization, b: NormalOrganization) -> NameRelation | None:
    """What numbers, places and dates beside the words say, if they differ."""
    counted = None if _is_one_number(a, b) else _numbers(a, b) or _stores(a, b)
    return counted or _places(a, b) or _dates(a, b)


def _forms_differ(a: NormalOrganization, b: NormalOrganization) -> bool:
    if not a.form or not b.form or a.form == b.form:
        return False
    return not (_is_company(a, b) or _is_company(b, a))


def _is_other(a: NormalOrganization, b: NormalOrganization) -> bool:
    """Whether one more word tells two registered names apart: HOLDINGS, or one beside other forms.

    A word that may be a legal form itself leaves the doubt.
    """
    if not (a.form and b.form) or "CO" in (a.form, b.form):
        return False
    added = set(a.words) ^ set(b.words)
    if added <= organization_tables().holding:
        return True
    return _forms_differ(a, b) and added.isdisjoint(form_tables().abbreviations)


def _glued(a: NormalOrganization, b: NormalOrganization) -> bool:
    """SIEMENSAG beside SIEMENS AG."""
    x, y = "".join(a.words), "".join(b.words)
    return x != y and bool(x and y) and (x + a.form == y or y + b.form == x)


def _is_company(a: NormalOrganization, b: NormalOrganization) -> bool:
    """HOLT COMPANY beside HOLT COMPANY LLC: the word of the one is in the other's name too."""
    return a.form == "CO" and b.company


def _wordless(a: NormalOrganization, b: NormalOrganization) -> WordLevel:
    """Names of numbers alone, such as 7-ELEVEN."""
    return WordLevel.AGREE if a.numbers == b.numbers and a.words == b.words else WordLevel.DIFFERENT


def _numbers(a: NormalOrganization, b: NormalOrganization) -> NameRelation | None:
    if a.numbers == b.numbers:
        return None
    if a.numbers and b.numbers:
        return different("series numbers or ordinals differ")
    only = a.numbers or b.numbers
    if only == ("1",):
        return uncertain("a first number on one side only")
    if only == ("2",) and "II" in (a.form, b.form):
        return uncertain("a number that may be a legal form")
    year = a.form == b.form == "TRUST" and len(only) == 1 and len(only[0]) == 4
    if year:
        return uncertain("the year of a trust on one side only")
    return different("series numbers or ordinals differ")


def _is_one_number(a: NormalOrganization, b: NormalOrganization) -> bool:
    """FUND NO. 2 beside FUND 2."""
    written = sorted(((a.store, a.numbers), (b.store, b.numbers)), key=lambda pair: bool(pair[0]))
    (store, numbers), (other_store, other_numbers) = written
    return not store and not other_numbers and bool(other_store) and numbers == (other_store,)


def _stores(a: NormalOrganization, b: NormalOrganization) -> NameRelation | None:
    if a.store == b.store:
        return None
    if a.store and b.store:
        return different("numbers of shops or branches differ")
    return uncertain("the number of a shop or branch on one side only")


def _places(a: NormalOrganization, b: NormalOrganization) -> NameRelation | None:
    if a.place == b.place:
        return None
    if a.place and b.place:
        return different("places differ")
    return uncertain("a place on one side only")


def _dates(a: NormalOrganization, b: NormalOrganization) -> NameRelation | None:
    if a.dated == b.dated:
        return None
    if a.dated and b.dated:
        return different("trust dates differ")
    return uncertain("trust date on one side only")
