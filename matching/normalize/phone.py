"""Telephone numbers: every number of a field with its status by the North American plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberType

from matching.normalize.text import folded


class PhoneStatus(StrEnum):
    """What a number is good for."""

    OK = "ok"
    FICTIONAL = "fictional"
    INVALID = "invalid"
    FOREIGN = "foreign"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class NormalPhone:
    """One number: E.164 (empty when invalid), extension, region code, status, kind in words."""

    e164: str
    extension: str = ""
    region: str = ""
    status: PhoneStatus = PhoneStatus.INVALID
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PhonePolicy:
    """Which statuses count as a contact; only a sandbox accepts numbers kept for fiction."""

    statuses: frozenset[PhoneStatus] = frozenset({PhoneStatus.OK})

    def usable(self, phone: NormalPhone) -> bool:
        """Whether the number may be used as a contact."""
        return phone.status in self.statuses


SANDBOX_PHONES = PhonePolicy(frozenset({PhoneStatus.OK, PhoneStatus.FICTIONAL}))

_DOMESTIC = frozenset({"US", "PR", "GU", "VI", "AS", "MP"})
_SERVICE = {
    PhoneNumberType.TOLL_FREE: "toll free",
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.PERSONAL_NUMBER: "personal",
    PhoneNumberType.SHARED_COST: "shared cost",
    PhoneNumberType.UAN: "universal access",
}
_FIXED = {
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed/mobile",
    PhoneNumberType.VOIP: "voip",
}
_LABELS = re.compile(
    r"^\s*(?:TELEPHONE|TEL|PHONE|PH|HOME|WORK|OFFICE|OFC|CELL(?:ULAR)?|MOBILE|MOB|FAX|BUS|RES"
    r"|H|W|C|M)"
    r"\s*(?:NO|NUMBER|#)?\s*[.:#-]+\s*|\s*\([A-Z ]+\)\s*$"
    r"|\s+(?:HOME|WORK|CELL|MOBILE|FAX|H|W|C|M)$"
)
_EXTENSION = re.compile(r"\s*[,;]?\s*(?:EXTENSION|EXTN?|X|#)\s*[.:#]?\s*(\d{1,7})\s*$")
_SEPARATORS = re.compile(r"\s+OR\s+|\s+AND\s+|[/|;&\n]|,(?=\s*[(+]?\d{3})")
_SHORT = frozenset({"911", "211", "311", "411", "511", "611", "711", "811", "988"})
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")


@lru_cache(maxsize=65536)
def read_phones(text: str) -> tuple[NormalPhone, ...]:
    """Every number written in a field, in its order; a field without one gives one invalid.

    A number without a country code is read as a number of the North American plan.
    """
    plain = folded(text)
    if not plain:
        return ()
    parts = [part for part in _SEPARATORS.split(plain) if any(c.isalnum() for c in part)]
    if len(parts) > 1 and not all(sum(c.isdigit() for c in part) >= 7 for part in parts):
        parts = [plain]
    return tuple(_one(part) for part in parts) or (NormalPhone(""),)


def _one(text: str) -> NormalPhone:
    text = _LABELS.sub("", text).strip()
    extension = ""
    if found := _EXTENSION.search(text):
        head = text[: found.start()]
        if sum(c.isalnum() for c in head) >= 7:
            extension, text = found.group(1), head
    digits = "".join(c for c in text if c.isdigit())
    if digits in _SHORT:
        return NormalPhone(
            "", "", "US", PhoneStatus.INVALID, "emergency" if digits == "911" else ""
        )
    number = _parsed(_dialled(text, digits))
    return _graded(number, extension) if number is not None else NormalPhone("")


def _dialled(text: str, digits: str) -> str:
    """The digits as dialled: the exit code 011 as a plus, letters of a vanity number as keys."""
    if text.startswith("+"):
        return "+" + digits
    if digits.startswith("011") and len(digits) > 11:
        return "+" + digits[3:]
    letters = sum(c.isalpha() for c in text)
    if letters and len(digits) in range(3, 8) and len(digits) + letters in (10, 11):
        return "".join(c for c in text.translate(_KEYS) if c.isdigit())
    return digits if letters == 0 else ""


def _parsed(dialled: str) -> PhoneNumber | None:
    if not 10 <= len(dialled.lstrip("+")) <= 15:
        return None
    try:
        return phonenumbers.parse(dialled, None if dialled.startswith("+") else "US")
    except phonenumbers.NumberParseException:
        return None


def _graded(number: PhoneNumber, extension: str) -> NormalPhone:
    national = str(number.national_number or "")
    if number.country_code == 1 and not _is_assignable(national):
        return NormalPhone("")
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if number.country_code == 1 and _is_fictional(national):
        return NormalPhone(e164, extension, "US", PhoneStatus.FICTIONAL)
    if not phonenumbers.is_valid_number(number):
        return NormalPhone("")
    kind = phonenumbers.number_type(number)
    region = phonenumbers.region_code_for_number(number) or ""
    if kind in _SERVICE:
        home = "US" if number.country_code == 1 else region
        return NormalPhone(e164, extension, home, PhoneStatus.SERVICE, _SERVICE[kind])
    status = PhoneStatus.OK if region in _DOMESTIC else PhoneStatus.FOREIGN
    return NormalPhone(e164, extension, region, status, _FIXED.get(kind, ""))


def _is_assignable(national: str) -> bool:
    """Area code and exchange within the plan: NXX each, neither N11, no N9X and no 555 area."""
    if not re.fullmatch(r"[2-9]\d{2}[2-9]\d{6}", national):
        return False
    area, exchange = national[:3], national[3:6]
    return area[1:] != "11" and exchange[1:] != "11" and area[1] != "9" and area != "555"


def is_kept_for_fiction(e164: str) -> bool:
    """Whether an E.164 number is one of those that no subscriber has."""
    return e164.startswith("+1") and _is_fictional(e164[2:])


def _is_fictional(national: str) -> bool:
    """555-0100 to 555-0199, in any geographic area; of the toll-free codes only 800-555-0199."""
    if not re.fullmatch(r"\d{3}55501\d{2}", national):
        return False
    if national[:3] in ("800", "888", "877", "866", "855", "844", "833"):
        return national == "8005550199"
    return national[:3] not in ("900", "500")
