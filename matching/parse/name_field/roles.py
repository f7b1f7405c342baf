"""What surrounds a name in a field: care-of, trade and former names, trustees, estates, shares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from matching.parse.name_field.nobody import names_nobody, names_whoever
from matching.parse.text import LONGEST

__all__ = [
    "Agency", "PartyKind", "PartyRole", "Piece", "is_tenancy", "marked_pieces", "names_estate",
    "names_nobody", "pieces", "read_agency", "relative_of", "unknown_of", "without_date",
    "without_estate",
    "without_tenancy", "without_trust",
]  # fmt: skip


class PartyKind(StrEnum):
    """What a name of a field stands for; `unreadable` is a field too long to be a name."""

    PERSON = "person"
    ORGANIZATION = "organization"
    BUSINESS = "organization"
    TRUST = "trust"
    ESTATE = "estate"
    OCCUPANT = "occupant"
    UNREADABLE = "unreadable"


class PartyRole(StrEnum):
    """In what capacity a name stands in a field."""

    OWNER = "owner"
    TRUSTEE = "trustee"
    REPRESENTATIVE = "representative"
    GUARDIAN = "guardian"
    CUSTODIAN = "custodian"
    ATTORNEY = "attorney"
    BENEFICIARY = "beneficiary"
    CARE_OF = "care_of"
    TRADE_NAME = "trade_name"
    ALIAS = "alias"
    FORMER = "former"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a field with the role that the words in front of it give."""

    text: str
    role: PartyRole = PartyRole.OWNER


_MARK = re.compile(
    r"[\s,(;]*(?:"
    r"(?P<care>\bC/O\b|\bC\\O\b|\bCARE OF\b|\bIN CARE OF\b|(?<!\d)(?<!\d\s)%|\bATTN\b|\bATTENTION\b"
    r"|\bC/O:)"
    r"|(?P<trade>\bD/B/A\b|\bDBA\b|\bD\.B\.A\.?|\bD B A\b|\bDOING BUSINESS AS\b"
    r"|\bT/A\b|\bO/A\b|\bTRADING AS\b|\bOPERATING AS\b)"
    r"|(?P<former>\bF/K/A\b|\bFKA\b|\bF\.K\.A\.?|\bFORMERLY(?: KNOWN AS)?\b|\bPREVIOUSLY\b)"
    r"|(?P<alias>\bA/K/A\b|\bAKA\b|\bA\.K\.A\.?|\bALSO KNOWN AS\b|\bN/K/A\b|\bNKA\b"
    r"|\bNOW KNOWN AS\b|\bALIAS\b)"
    r")[\s:.]*",
    re.IGNORECASE,
)
_ROLE_OF_MARK = {
    "care": PartyRole.CARE_OF,
    "trade": PartyRole.TRADE_NAME,
    "former": PartyRole.FORMER,
    "alias": PartyRole.ALIAS,
}
_NEE = re.compile(
    r"[\s,(]+(?:NEE|N[ÉE]E|(?<=[,(])\s*(?:BORN|MAIDEN(?: NAME)?:?)"
    r"|(?:F/K/A|FKA|FORMERLY)(?=\s+[\w'-]+\)?\s*$))\s+"
    r"((?:(?:DE LA|DE|DEL|VAN DER|VAN|VON|MC|O)\s+)?[\w'-]+)\)?",
    re.IGNORECASE,
)
_TENANCY = re.compile(
    r"[\s,(]*\b(?:ET\.? ?ALS?\b\.?|ETALS?\b|ET ALII|H\s?[/&]\s?W\b|W\s?[/&]\s?H\b|H\s?&\s?H\b"
    r"|H/?W(?:\s?/?\s?(?:JT|TE|CP|TBE|JTROS|JTRS))?(?!\w)|HUSBAND (?:AND|&) WIFE"
    r"|WIFE (?:AND|&) HUSBAND|HUSB? ?& ?WIFE|MARRIED COUPLE|(?:ET )?WF|(?:ET[. -]*)?UX"
    r"|(?:AS )?(?:JOINT TENANTS?|JTWROS|JTROS|JT?RS|J/?T(?:[ /-]?(?:(?:W/?)?R/?O?/?S|TENS?))?"
    r")(?: (?:WITH|W/) ?.*)?"
    r"|W/?ROS|(?:WITH )?RIGHTS? OF SURV(?:IVORSHIP)?|R/S|T/E|TBE|TBYE|T BY E|T/C|T/I/C|TIC\b"
    r"|TEN ?COM"
    r"|(?:AS )?TEN(?:ANTS)? (?:IN COMMON|BY (?:THE )?ENTIRET(?:Y|IES)|IN COM|BY ENT|COM|ENT)"
    r"|COMM(?:UNITY)? PROP(?:ERTY)?|C/P|(?:W/)?R/O/?S|(?:A/)?[SM]/[MWP]|(?<=\w )W/SURV"
    r"|AN? (?:UN)?MARRIED (?:MAN|WOMAN|PERSON|COUPLE)|(?:UN)?MARRIED(?: (?:MAN|WOMAN))?"
    r"|AN? SINGLE (?:MAN|WOMAN|PERSON)|SINGLE (?:MAN|WOMAN)"
    r"|AN? (?:WIDOW(?:ER)?)|WIDOW(?:ER)?|DIVORCED|INDIV(?:IDUALLY)?|HIS WIFE|HER HUSBAND|& ?WIFE"
    r"|& ?HUSB(?:AND)?"
    r"|LI?FE? EST(?:ATE)?|LIFE TENANT|L/E|L/T|R/M|RE?MD?RS?|REM(?:AINDER)?(?:M[AE]N)?"
    r"|A MINOR(?: CHILD)?"
    r"|(?<=,) ?MINOR"
    r"|(?:UND(?:IVIDED)? )?\d{1,3}(?:\.\d+)?\s*%(?: INT(?:EREST)?)?"
    r"|(?<![\d/])\d{1,3} ?/ ?\d{1,4}(?: INT(?:EREST)?)?"
    r"|JT TEN WROS|ATT(?:ORNE)?Y\.? AT LAW|(?:AS )?SURV(?:IVING)? SPOUSE|OR SURV(?:IVORS?)?"
    r"|UTMA(?:[ /][A-Z]{2})?"
    r"|UGMA(?:[ /][A-Z]{2})?"
    r"|(?:TOD|POD)\s+(?:TO|BENE\w*|DEED)\b.*|TRANSFER ON DEATH\b.*"
    r")[\s.,)]*$",
    re.IGNORECASE,
)
_CODE = re.compile(r"\W*(?:JT|HW|WF)\W*", re.IGNORECASE)
"""Codes that may be initials, where one word alone stands in front."""

_AGENT = re.compile(
    r"(?:^|[\s,]+)(?:AS\s+)?(?:(?:SUCCESSOR|SOLE|SUCC?|SURV|INITIAL|LEGAL)\s+)?(?:CO[\s-]?\s?)?(?:"
    r"(?P<trustee>TRUSTEES?|TTEE?S?|TRS?|TST?EES?|TRST?E?ES?|TRSTS|TRUSTE|ITF|I/T/F"
    r"|IN TRUST FOR|FBO|F/B/O)"
    r"|(?P<representative>EXECUTORS?|EXECUTRIX|EXTRX|EXTR|EXORS?|EXRX|EXR|EXEC|ADMINISTRATORS?"
    r"|ADMINISTRATRIX|ADMI?N?RX?|ADMX|PERSONAL REP(?:RESENTATIVES?)?|PERS\.? REPS?|P/R"
    r"|PR(?= (?:OF|EST(?:ATE)?)\b))"
    r"|(?P<guardian>(?:PARENTS? AND )?(?:NATURAL )?GUARDIANS?|GDN|CONSERVATORS?|NEXT FRIEND"
    r"|PARENTS? OF|REP(?:RESENTATIVE)? PAYEE)"
    r"|(?P<custodian>CUSTODIANS?|CUST|C/F)"
    r"|(?P<attorney>OBO|O/B/O|ON BEHALF OF|POA|P/O/A|POWER OF ATTORNEY"
    r"|ATTORNEYS?[ -]IN[ -]FACT|ATTY[ -]IN[ -]FACT|AIF)"
    r")(?![\w'])[.,]*(?:\s+(?P<link>OF|FOR|U/?A/?|U/?D/?T|UNDER|UTD|FBO|TO"
    r"|F/B/O)\b)?\s*(?P<tail>.*)$",
    re.IGNORECASE,
)
_DEAD = r"DECEASED|DECEDENT|DEC'?D|DCEASED|DECEASE|DCSD|DCD"
_ESTATE = re.compile(
    r"^\W*(?:IN\s+(?:RE:?|THE(?:\s+MATTER\s+OF)?)\s+)?(?:THE\s+)?(?:ESTATE\s+OF(?:\s+THE\s+LATE)?"
    r"|EST\.?\s+OF|SUCCESSION\s+OF|(?:THE\s+)?(?:UNKNOWN\s+)?"
    r"(?:HEIRS|HRS|DEVISEES)(?:\s+(?:AND|&)\s+(?:DEVISEES|ASSIGNS|LEGATEES))?(?:\s+AT LAW)?\s+OF"
    r"|THE LATE)(?:\s*:\s*|\s+)"
    r"|^\W*(?:EXECUT(?:OR|RIX)|ADMINISTRAT(?:OR|RIX)|PERSONAL REP(?:RESENTATIVE)?)\s+(?:OF|FOR)\s+"
    r"|^\s*(?:EST(?:ATE)?\s*[:/-]\s*|HEIRS:?\s+(?=\w+,?\s+\w))"
    r"|^\s*(?:EST(?:ATE)?\.?|LATE|SUCCESSION)\s+(?=[^\W\d_]{2,},?\s+\w)"
    rf"|^\W*(?:{_DEAD})\b\.?\W+(?=\w)"
    r"|[\s,(*/-]+(?:(?<!REAL )ESTATE(?:\s+OF)?|(?:THE )?EST\.?(?:\s+OF)?|(?:UNKNOWN )?(?:HEIRS"
    rf"|HRS)(?:\s+OF)?|(?:{_DEAD})\.?|(?<=\()DEC\.?|PASSED AWAY"
    r"|(?:DIED|DOD|D\.O\.D\.?|DATE OF DEATH)\b[^A-Z]*)\)?[\s.*]*$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"(?<=[^\W\d_])[\s,(]+(?:DEC\.?|RIP|R\.\s?I\.\s?P\.?)\)?\s*$", re.IGNORECASE)
"""Words behind a whole name that are somebody's name where they stand behind one word."""
_TYPE = r"FAMILY|LIVING|REVOCABLE|IRREVOCABLE|IRREV|REVOC|REV|LIV|LVG|FAM|TESTAMENTARY|LAND|MARITAL"
_TRUST = re.compile(
    rf"[\s,]+(?:(?:{_TYPE}|BYPASS|RESIDUARY|SPECIAL NEEDS|SUPPLEMENTAL NEEDS|INTER VIVOS)[\s,]+)*"
    rf"(?:TRUST|TRST|(?<=FAMILY )TR|(?<=LIVING )TR|(?<=REV )TR|(?<=LIV )TR|(?<=FAM )TR"
    rf"|(?<=REVOCABLE )TR|(?<=IRREV )TR|(?<=REVOC )TR|U/?T/?[AD]|UTD|U/?[AD]/?T"
    rf"|U/?A(?=\s+(?:DTD|DATED|\d)))\b.*$",
    re.IGNORECASE,
)
_TRUST_OF = re.compile(rf"(?:THE\s+)?(?:(?:{_TYPE})\s+)*TRUST\s+OF\s+(.+)$", re.IGNORECASE)
_UNKNOWN_SPOUSE = re.compile(
    r"^(?:THE\s+)?(?:UNKNOWN|UNNAMED|ANY)\s+(?:SPOUSE|HUSBAND|WIFE|TENANT|CHILD(?:REN)?|PARTNER"
    r"|OCCUPANT|RELATIVE)S?(?:\s*(?:,?\s*IF ANY,?)?\s*OF\s+(?P<of>.*))?$",
    re.IGNORECASE,
)
_RELATIVE = (
    r"(?:NATURAL |LEGAL |MINOR )*(?:WIFE|HUSBAND|SPOUSE|WIDOW|WIDOWER|MOTHER|FATHER|PARENTS?"
    r"|GUARDIANS?|SON|DAUGHTER|CHILD|MINOR|INFANT|BROTHER|SISTER|FRIEND|NEXT OF KIN|RELATIVE"
    r"|ATTORNEY|CUSTODIAN|CONSERVATOR|POA)"
)
_RELATIVE_OF = re.compile(
    rf"^(?:TO\s+)?(?:THE\s+)?{_RELATIVE}(?:\s*(?:AND|OR|AND/OR|&|/)\s*{_RELATIVE})*"
    r"(?:\(S\))?\s+(?:OF|FOR)\s+(?:THE\s+)?(?:MINOR\s+)?(?:CHILD\s+)?(?P<of>.*)$",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"[\s,]*(?:U/?A/?D?|U/?T/?[AD]|DATED|DTD|UTD|AGREEMENT|AGMT|DECLARATION)\b.*$", re.IGNORECASE
)
_CLOSING = " ,;:()[]"
_BRACKETS = {")": "(", "]": "["}


def pieces(text: str) -> tuple[list[Piece], str]:
    """A field cut at care-of, trade, former and other names, and a stated earlier surname."""
    former = ""
    if found := _NEE.search(text):
        former, text = found.group(1), f"{text[: found.start()]} {text[found.end() :]}"
    return marked_pieces(text), former


def marked_pieces(text: str) -> list[Piece]:
    """A field cut at care-of, trade, former and other names, empty pieces left out."""
    cut: list[Piece] = []
    start, role = 0, PartyRole.OWNER
    for mark in _MARK.finditer(text):
        cut.append(Piece(_edged(text[start : mark.start()]), role))
        start, role = mark.end(), _ROLE_OF_MARK[mark.lastgroup or "alias"]
    cut.append(Piece(_edged(text[start:]), role))
    return [piece for piece in cut if piece.text]


def _edged(text: str) -> str:
    """The text without separators at its ends; a bracket falls unless it closes one of the text."""
    bare = text.strip(_CLOSING[:4])
    if bare[-1:] in _BRACKETS and bare.count(_BRACKETS[bare[-1]]) >= bare.count(bare[-1]):
        return bare.lstrip(_CLOSING) if bare[0] in ")]" else bare
    return text.strip(_CLOSING)


def without_tenancy(text: str) -> str:
    """The text without how the owners hold (JT TEN, H/W, 50%), at its end."""
    for _ in range(_MOST_TENANCIES):
        shorter = _TENANCY.sub("", text)
        if shorter == text:
            break
        code_alone = " " not in shorter.strip() and _CODE.fullmatch(text[len(shorter) :])
        if not shorter.strip(_CLOSING) or code_alone:
            break
        text = shorter
    return text.strip(" ,;")


def is_tenancy(word: str) -> bool:
    """Whether a word of letters behind a name says how owners hold: ETAL, JTWROS, TIC."""
    return _TENANCY.match(f" {word}") is not None


_MOST_TENANCIES = 8
"""Ways of holding that are dropped from one field; time stays bounded."""


@dataclass(frozen=True, slots=True)
class Agency:
    """Somebody who acts (`agent`, in a role) and for whom or what (`tail`, may be empty).

    `beside` names those who act together with them.
    """

    agent: str
    role: PartyRole
    tail: str
    is_for: bool
    beside: str = ""


def read_agency(text: str) -> Agency | None:
    """The trustee, guardian, representative or attorney of a text, and for whom; else None."""
    found = _AGENT.search(text)
    if found is None or not text[: found.start()].strip(_CLOSING):
        return None
    name = next(key for key in _AGENT_ROLES if found.group(key))
    ending = found.start(name) if " " in found[name] else found.end(name)
    if name == "trustee" and _TRUST.search(text[:ending]):
        return None
    tail = re.sub(
        r"^(?:THE|OF THE|FOR THE|OF|FOR)\s+", "", found.group("tail"), flags=re.IGNORECASE
    )
    agent = text[: found.start()].strip(f"{_CLOSING}&")
    tail = _SUCCESSORS.sub("", tail)
    is_for = bool(found.group("link"))
    if not is_for and (others := _BESIDE.match(tail)):
        return Agency(agent, _AGENT_ROLES[name], "", is_for, tail[others.end() :].strip(_CLOSING))
    return Agency(agent, _AGENT_ROLES[name], tail.strip(_CLOSING), is_for)


_BESIDE = re.compile(r"[\s,;)]*(?:&|\+|AND\b)\s*", re.IGNORECASE)
_SUCCESSORS = re.compile(
    r"[\s,;&]*(?:AND\s+)?(?:(?:HIS|HER|THEIR|ITS)\s+)?(?:SUCCESSORS?|ASSIGNS)\b.*", re.IGNORECASE
)


_AGENT_ROLES = {
    "trustee": PartyRole.TRUSTEE,
    "representative": PartyRole.REPRESENTATIVE,
    "guardian": PartyRole.GUARDIAN,
    "custodian": PartyRole.CUSTODIAN,
    "attorney": PartyRole.ATTORNEY,
}


_WORD = re.compile(r"[^\W\d_]{2}")


def without_estate(text: str) -> str | None:
    """The person whose estate or heirs a text names, or None when it names no estate."""
    shorter = _ESTATE.sub("", text)
    if shorter == text:
        ended = _ENDED.sub("", text)
        shorter = ended if _WORD.search(ended.partition(" ")[2]) else text
    while shorter != text and (again := _ESTATE.sub("", shorter)) != shorter:
        shorter = again
    return shorter.strip(_CLOSING) if shorter != text else None


def without_trust(text: str) -> str | None:
    """The person or family that a trust is named for, or None when the text names no trust."""
    if named := _TRUST_OF.match(text):
        return named[1].strip(_CLOSING)
    found = _TRUST.search(text)
    if found is None:
        return None
    return re.sub(r"^THE\s+", "", text[: found.start()], flags=re.IGNORECASE).strip(_CLOSING)


@lru_cache(maxsize=65536)
def names_estate(text: str) -> bool:
    """Whether a name is an estate's, of heirs or a trust's, and not the living person's."""
    if text.isalpha() or len(text) > LONGEST:
        return False
    held = without_tenancy(text)
    return without_estate(held) is not None or without_trust(held) is not None


def without_date(text: str) -> str:
    """The text without an agreement and its date."""
    return _DATED.sub("", text).strip(_CLOSING)


def unknown_of(text: str) -> str | None:
    """Whom an unnamed occupant, tenant or spouse belongs to (often nobody); None when named."""
    if names_whoever(text):
        return ""
    found = _UNKNOWN_SPOUSE.match(text)
    return None if found is None else (found.group("of") or "")


def relative_of(text: str) -> str | None:
    """Whose relative, guardian or attorney a text means without a name; None when named."""
    found = _RELATIVE_OF.match(text)
    return None if found is None else found["of"]
