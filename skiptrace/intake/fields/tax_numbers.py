"""Tax numbers: a Social Security number, an EIN, or a number that may be either and is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from config.columns import header_phrase
from config.headers import meanings_of
from matching.parse.identifier.read import SsnStatus
from skiptrace.intake.fields.identifiers import Ssn, ssn
from skiptrace.intake.fields.parties import NameKind
from skiptrace.intake.problem import Wrong

_EIN = re.compile(r"([0-9]{2})-([0-9]{7})")
_SSN = re.compile(r"[0-9]{3}([- ])[0-9]{2}\1[0-9]{4}")
_MASKED_SSN = re.compile(r"[Xx*]{3}[- ]?[Xx*]{2}[- ]?[0-9]{4}")
_BARE = re.compile(r"[0-9]{9}|[0-9]{4}")
_LABEL = re.compile(
    r"(?:(?P<ein>FE?IN|EIN|FED(?:ERAL)?\.? ?(?:TAX )?ID)"
    r"|(?P<ssn>SSN|SS|SOC(?:IAL)?\.? ?SEC(?:URITY)?)|TIN|TAX ?ID)"
    r"(?: ?(?:NO|NUMBER|NBR)\b)?\s*[#:.=-]*\s*(?=[0-9Xx*])",
    re.IGNORECASE,
)
_PERSONS_OWN = frozenset({NameKind.PERSON, NameKind.ESTATE})

_NO_SSN = "a number written like a Social Security number: an organisation has none"
_NO_EIN = "a number that may be a Social Security number or an EIN: it has no dash to tell"
_NOT_ISSUED = "a number written like a Social Security number that is none: an ITIN or never issued"
_NOBODYS = "a number written like an EIN that is none: its prefix is 00"
_OTHER = "a Social Security number in the column for an EIN"


@dataclass(frozen=True, slots=True, repr=False)
class TaxNumber:
    """A number of nine digits, or the last four, by what it is; `left_out` says why it is none."""

    ssn: str = ""
    ssn4: str = ""
    ein: str = ""
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class TaxNumberReader:
    """Reads tax numbers by their form, the kind of obligor, and what the column is for.

    A dashed NN-NNNNNNN is an EIN wherever it stands (26 CFR 301.7701-12), a dashed NNN-NN-NNNN a
    Social Security number (301.7701-11) and a person's only. Without dashes the column decides, and
    one that may hold either decides nothing, unless a mapping says what it is of people. `usable`
    are the statuses of a Social Security number that is somebody's.
    """

    usable: frozenset[SsnStatus]
    of_people: str = ""

    def read(self, text: str, target: str, kind: NameKind) -> TaxNumber | Wrong:
        """The number in a cell of the target `ssn`, `tax_id` or `ein`, of an obligor of a kind.

        A label in front of the number says what it is where the column leaves that open.
        """
        if label := _LABEL.match(text):
            text = text[label.end() :]
            told = "ein" if label["ein"] else "ssn" if label["ssn"] else target
            target = told if target == "tax_id" else target
        if ein := _EIN.fullmatch(text):
            return _an_ein(ein[1] + ein[2])
        if kind is NameKind.ORGANIZATION:
            return _of_organization(text, target)
        if target == "ein":
            return _of_ein_column(text)
        return self._of_person(text, target, kind)

    def _of_person(self, text: str, target: str, kind: NameKind) -> TaxNumber | Wrong:
        is_written_ssn = bool(_SSN.fullmatch(text) or _MASKED_SSN.fullmatch(text))
        target = self.of_people or target if target == "tax_id" else target
        if target == "ein" and not is_written_ssn:
            return _of_ein_column(text)
        column_decides = target == "ssn" and kind in _PERSONS_OWN
        if not is_written_ssn and not column_decides and _BARE.fullmatch(text):
            return TaxNumber(left_out=_NO_EIN)
        found = ssn(text, self.usable)
        if isinstance(found, Ssn):
            return TaxNumber(found.full, found.last_four)
        if target == "tax_id" and is_written_ssn:
            return TaxNumber(left_out=_NOT_ISSUED)
        return found if target == "ssn" else replace(found, code="tax_id")


def _of_organization(text: str, target: str) -> TaxNumber | Wrong:
    if _SSN.fullmatch(text) or _MASKED_SSN.fullmatch(text):
        return TaxNumber(left_out=_NO_SSN)
    if not _BARE.fullmatch(text):
        return Wrong("nine digits", target)
    return _an_ein(text) if len(text) == 9 else TaxNumber(left_out=_NO_EIN)


def _of_ein_column(text: str) -> TaxNumber | Wrong:
    if _SSN.fullmatch(text) or _MASKED_SSN.fullmatch(text):
        return TaxNumber(left_out=_OTHER)
    if not _BARE.fullmatch(text) or len(text) != 9:
        return Wrong("an EIN of nine digits", "ein")
    return _an_ein(text)


def _an_ein(digits: str) -> TaxNumber:
    """An EIN; no campus of the IRS has the prefix 00."""
    return TaxNumber(left_out=_NOBODYS) if digits.startswith("00") else TaxNumber(ein=digits)


def target_of(target: str, header: str) -> str:
    """The target whose rules a cell keeps: a Tax ID column that is mapped as `ssn` stays one."""
    is_either = [meaning.held for meaning in meanings_of(header_phrase(header))] == ["tax_id"]
    return "tax_id" if target == "ssn" and is_either else target
