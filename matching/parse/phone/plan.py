"""The numbering plans: what a dialled number is, and which numbers no subscriber can have.

Sources: the North American Numbering Plan Administrator's rules for area codes (NPA) and exchanges
(NXX), the ATIS guidelines on 555 line numbers, and the metadata of the phonenumbers package.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import phonenumbers
from numpy.typing import NDArray
from phonenumbers import PhoneNumber, PhoneNumberType

from matching.parse.phone.form import GUESSES, NormalPhone, PhoneFlag, PhoneStatus
from matching.parse.phone.zones import area_code_zones, foreign_zones

_DOMESTIC = frozenset({"US", "PR", "GU", "VI", "AS", "MP"})
# An unassigned code is no region's.
_BY_EXCHANGE = frozenset({"US", "CA", ""})
TOLL_FREE = frozenset({"800", "833", "844", "855", "866", "877", "888"})
"""The toll-free area codes."""

_SERVICE = {
    PhoneNumberType.TOLL_FREE: "toll free",
    PhoneNumberType.PREMIUM_RATE: "premium",
    PhoneNumberType.PERSONAL_NUMBER: "personal",
    PhoneNumberType.SHARED_COST: "shared cost",
    PhoneNumberType.UAN: "universal access",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.VOICEMAIL: "voicemail",
}
_FIXED = {
    PhoneNumberType.FIXED_LINE: "fixed",
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed/mobile",
    PhoneNumberType.VOIP: "voip",
}
_SHORT = frozenset({"211", "311", "411", "511", "611", "711", "811", "911", "988"})
# 950 reaches carriers, 958 and 959 test lines: the same in every area code.
_RESERVED_EXCHANGES = frozenset({"950", "958", "959"})
_NOBODYS = frozenset({"1234567890", "0123456789", "9876543210", "1231231234", "1112223333"})
_NOBODYS_LOCAL = frozenset({"5551212", "1234567", "2345678", "7654321", "0001234", "5551234"})
_EXIT_CODES = ("011", "00")
# Operator assistance, a 1 typed twice, a line out of the house; also the codes of other countries.
_TRUNKS = frozenset({"0", "01", "11", "91"})
_PLAN = re.compile(r"[2-9]\d{2}[2-9]\d{6}")


@dataclass(frozen=True, slots=True)
class Dialled:
    """A number as dialled: digits, with a plus in front when the country code is given."""

    digits: str
    extension: str = ""
    flags: frozenset[PhoneFlag] = frozenset()


@dataclass(frozen=True, slots=True)
class _Grade:
    status: PhoneStatus
    region: str
    kind: str = ""
    zones: tuple[str, ...] = ()
    flag: PhoneFlag | None = None


def graded(dialled: Dialled, region: str) -> NormalPhone:
    """The number with its status; `region` is where a number without a country code is dialled."""
    found = _graded(dialled, region)
    if found.flags & GUESSES and found.e164:
        return replace(found, status=PhoneStatus.AMBIGUOUS)
    return found


def _graded(dialled: Dialled, region: str) -> NormalPhone:
    is_north_american = phonenumbers.country_code_for_region(region) == 1
    dialled = _with_country_code(dialled, is_north_american)
    digits = dialled.digits
    if digits.startswith("+1"):
        return _north_american(_without_trunk(digits[2:]), dialled)
    if digits.startswith("+"):
        return _international(dialled)
    if is_north_american:
        return _short_code(digits) if digits in _SHORT else _in_north_america(dialled)
    return _graded_elsewhere(_parsed(digits, region), dialled)


def _with_country_code(dialled: Dialled, is_north_american: bool) -> Dialled:
    """With a plus for the code that is dialled to leave the country: 011 in North America.

    Elsewhere it is mostly 00, which is written here too, and is a guess.
    """
    digits = dialled.digits.lstrip("+")
    is_international = digits != dialled.digits
    if not is_international and not is_north_american:
        return dialled
    for code in _EXIT_CODES:
        if digits.startswith(code) and len(digits) >= 11:
            guessed = is_international or code != _EXIT_CODES[0]
            flags = {PhoneFlag.EXIT_CODE_GUESSED} if guessed else frozenset()
            return replace(dialled, digits="+" + digits[len(code) :], flags=dialled.flags | flags)
    return dialled


def _without_trunk(national: str) -> str:
    """Ten digits without the 1 or 0 that is dialled in front of them inside the country."""
    return national[1:] if len(national) == 11 and national[0] in "01" else national


def _in_north_america(dialled: Dialled) -> NormalPhone:
    """A number without a country code; 0, 01 or 9 and 1 in front may also be what they are not."""
    digits = dialled.digits
    if len(digits) == 11 and digits[0] == "1":
        return _north_american(digits[1:], dialled)
    if len(digits) > 10 and digits[:-10] in _TRUNKS:
        dialled = replace(dialled, flags=dialled.flags | {PhoneFlag.TRUNK_GUESSED})
        return _north_american(digits[-10:], dialled)
    return _north_american(digits, dialled)


def no_number(flag: PhoneFlag = PhoneFlag.NO_NUMBER) -> NormalPhone:
    """The invalid phone, with the reason."""
    return NormalPhone("", flags=frozenset({flag}))


def is_placeholder(national: str) -> bool:
    """Whether ten digits are typed where no number is known, or reach the same desk everywhere.

    One digit over and over behind the area code, keys in a row, and directory assistance
    (555-1212): who share one share nothing.
    """
    local = national[3:]
    is_one_digit = bool(local) and local == local[0] * len(local)
    return is_one_digit or local in _NOBODYS_LOCAL or national in _NOBODYS


def are_placeholders(national: NDArray[np.int64]) -> NDArray[np.bool_]:
    """`is_placeholder` of many numbers of ten digits."""
    local = national % 10**7
    return np.asarray(
        (local % 1_111_111 == 0)
        | np.isin(local, [*map(int, _NOBODYS_LOCAL)])
        | np.isin(national, [*map(int, _NOBODYS)])
    )


def is_kept_for_fiction(e164: str) -> bool:
    """Whether an E.164 number is one of those that no subscriber has."""
    return e164.startswith("+1") and _is_fictional(e164[2:])


def _short_code(digits: str) -> NormalPhone:
    kind = "emergency" if digits == "911" else ""
    return NormalPhone("", "", "US", kind=kind, flags=frozenset({PhoneFlag.SHORT_CODE}))


def _north_american(national: str, dialled: Dialled) -> NormalPhone:
    fault = _fault(national)
    if fault is not None:
        return no_number(fault)
    grade = _grade(national)
    if grade.status is PhoneStatus.INVALID:
        return no_number(grade.flag or PhoneFlag.UNASSIGNED)
    flags = dialled.flags | {grade.flag} if grade.flag else dialled.flags
    return NormalPhone(
        f"+1{national}",
        dialled.extension,
        grade.region,
        grade.status,
        grade.kind,
        grade.zones,
        flags,
    )


def _fault(national: str) -> PhoneFlag | None:
    """Why ten digits are no number of the plan, whatever is assigned; None when they may be."""
    if len(national) != 10:
        return _wrong_length(national)
    area, exchange = national[:3], national[3:6]
    if len(set(national)) == 1:
        return PhoneFlag.REPEATED_DIGITS
    if area[0] in "01" or area[1:] == "11" or area[1] == "9" or area == "555":
        return PhoneFlag.AREA_CODE
    if _PLAN.fullmatch(national) is None:
        return PhoneFlag.EXCHANGE
    # Toll-free numbers are not bound to exchanges: 800-311 and the like are in use.
    if area not in TOLL_FREE and (exchange[1:] == "11" or exchange in _RESERVED_EXCHANGES):
        return PhoneFlag.EXCHANGE
    return None


def _wrong_length(national: str) -> PhoneFlag:
    if not national:
        return PhoneFlag.NO_NUMBER
    if len(national) == 7:
        return PhoneFlag.LOCAL_ONLY
    return PhoneFlag.TOO_SHORT if len(national) < 10 else PhoneFlag.TOO_LONG


@lru_cache(maxsize=1024)
def _home(area: str) -> str:
    """The region of an area code, empty when it is unassigned."""
    number = PhoneNumber(country_code=1, national_number=int(f"{area}2345678"))
    return phonenumbers.region_code_for_number(number) or ""


@lru_cache(maxsize=65536)
def _of_block(block: str) -> _Grade:
    """What the numbers of an area code and exchange are where whole exchanges are alike."""
    return _judged(f"{block}2345")


def _grade(national: str) -> _Grade:
    """What a number is; in Canada and the United States whole exchanges are alike, but for 555."""
    alike = _home(national[:3]) in _BY_EXCHANGE and national[3:6] != "555"
    if alike and len(set(national[3:])) > 1:
        return _of_block(national[:6])
    return _judged(national)


def _judged(national: str) -> _Grade:
    number = PhoneNumber(country_code=1, national_number=int(national))
    kind = phonenumbers.number_type(number)
    region = phonenumbers.region_code_for_number(number) or ""
    if region and _is_fictional(national):
        zones = area_code_zones(national[:3]) if national[:3] not in TOLL_FREE else ()
        return _Grade(PhoneStatus.FICTIONAL, region, zones=zones)
    if kind == PhoneNumberType.UNKNOWN:
        return _Grade(PhoneStatus.INVALID, "", flag=PhoneFlag.UNASSIGNED)
    if kind in _SERVICE:
        return _Grade(PhoneStatus.SERVICE, region or "US", _SERVICE[kind])
    return _subscriber(national, region, _FIXED.get(kind, ""))


def _subscriber(national: str, region: str, kind: str) -> _Grade:
    """A number of a geographic area code."""
    zones = area_code_zones(national[:3])
    if national[3:6] == "976":
        return _Grade(PhoneStatus.SERVICE, region, "premium", zones)
    if national[3:] == "5551212":
        return _Grade(PhoneStatus.SERVICE, region, "directory assistance", zones)
    flag = PhoneFlag.RESERVED_555 if national[3:6] == "555" else None
    if len(set(national[3:])) == 1:
        flag = PhoneFlag.REPEATED_DIGITS
    status = PhoneStatus.OK if region in _DOMESTIC else PhoneStatus.FOREIGN
    return _Grade(status, region, kind, zones, flag)


def _is_fictional(national: str) -> bool:
    """555-0100 to 555-0199, in any geographic area; of the toll-free codes only 800-555-0199."""
    if national[3:8] != "55501" or len(national) != 10:
        return False
    if national[:3] in TOLL_FREE:
        return national == "8005550199"
    return bool(area_code_zones(national[:3]))


def _international(dialled: Dialled) -> NormalPhone:
    found = _graded_elsewhere(_parsed(dialled.digits, None), dialled)
    digits = dialled.digits[1:]
    if found.e164 or len(digits) != 10 or _fault(digits) is not None:
        return found
    guess = Dialled(digits, dialled.extension, dialled.flags | {PhoneFlag.COUNTRY_CODE_GUESSED})
    return _north_american(digits, guess)


def _parsed(dialled: str, region: str | None) -> PhoneNumber | None:
    if len(dialled) > 17:
        return None
    try:
        return phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException:
        return None


def _graded_elsewhere(number: PhoneNumber | None, dialled: Dialled) -> NormalPhone:
    if number is None:
        return no_number(_wrong_length(dialled.digits.lstrip("+")))
    if number.country_code == 1:
        return _north_american(str(number.national_number or ""), dialled)
    kind = phonenumbers.number_type(number)
    if kind == PhoneNumberType.UNKNOWN:
        return no_number(PhoneFlag.UNASSIGNED)
    service = kind in _SERVICE
    return NormalPhone(
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164),
        dialled.extension,
        phonenumbers.region_code_for_number(number) or "",
        PhoneStatus.SERVICE if service else PhoneStatus.FOREIGN,
        _SERVICE[kind] if service else _FIXED.get(kind, ""),
        () if service else foreign_zones(number),
        dialled.flags,
    )
