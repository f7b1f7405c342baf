"""How reports word dates, probabilities, money and outcomes, and clean text for printing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from skiptrace.model.account import ObligorRole
from skiptrace.model.asset import Money
from skiptrace.model.card import ConnectorCard, Recipient
from skiptrace.model.dates import PartialDate
from skiptrace.model.finding import FindingKind
from skiptrace.model.subject import PersonName, Subject
from skiptrace.model.waterfall import Outcome, StepOutcome

KIND_WORDS: Mapping[FindingKind, str] = {
    FindingKind.ADDRESS: "Address",
    FindingKind.PHONE: "Telephone",
    FindingKind.EMAIL: "E-mail",
    FindingKind.EMPLOYER: "Employer",
    FindingKind.REAL_PROPERTY: "Real property",
    FindingKind.VEHICLE: "Vehicle",
    FindingKind.VESSEL: "Vessel",
    FindingKind.AIRCRAFT: "Aircraft",
    FindingKind.BUSINESS_INTEREST: "Business interest",
    FindingKind.LICENCE: "Licence",
    FindingKind.LIEN: "Lien",
    FindingKind.JUDGMENT: "Judgment",
    FindingKind.COURT_CASE: "Court case",
    FindingKind.UCC: "UCC filing",
    FindingKind.UNCLAIMED_PROPERTY: "Unclaimed property",
    FindingKind.BANKRUPTCY: "Bankruptcy",
    FindingKind.DECEASED: "Deceased",
    FindingKind.CUSTODY: "Custody",
    FindingKind.MILITARY: "Military service",
    FindingKind.SANCTION: "Entry of a sanctions list",
    FindingKind.REGISTRATION: "Registration",
    FindingKind.REGISTER_STATUS: "Status in a register of businesses",
    FindingKind.REGISTERED_AGENT: "Agent for service of process",
    FindingKind.OFFICER: "Officer or manager, not liable as such",
}

CLASS_WORDS: Mapping[Recipient, str] = {
    Recipient.PUBLIC_RECORD: "public record",
    Recipient.DATA_BROKER: "data broker",
    Recipient.CONSUMER_REPORTING_AGENCY: "consumer reporting agency",
}

_UNANSWERED: Mapping[Outcome, str] = {
    Outcome.SKIPPED: "skipped",
    Outcome.BLOCKED: "blocked by the source",
    Outcome.FAILED: "failed",
    Outcome.PENDING: "answer still to come",
    Outcome.OVERDUE: "overdue",
    Outcome.IN_DOUBT: "in doubt, the call may have been billed and its answer is not stored",
}


NOT_GIVEN = "not given by a source"
"""What stands where no record says it: unknown is never left blank and never guessed."""
_NATIONAL = re.compile(r"\A\+1([0-9]{3})([0-9]{3})([0-9]{4})\Z")

LEFT_OUT = "Not taken from the creditor's row"
"""What stands before the words of `Subject.left_out`."""


def subject_name(subject: Subject) -> str:
    """Whom a report is about: the organisation, or the person's current name."""
    name = subject.names[0] if subject.names else PersonName()
    return subject.organization or name.full or name.original or "name unknown"


def also_words(trade_names: Iterable[str], care_of: Iterable[str]) -> tuple[str, ...]:
    """What a debtor does business as, and through whom its mail goes, one phrase each."""
    trade = (f"does business as {name}" for name in trade_names)
    return (*trade, *(f"mail goes care of {name}" for name in care_of))


def role_words(role: ObligorRole) -> str:
    """A role on an account in words."""
    return role.value.replace("_", "-")


def obligor_words(subject: Subject, role: ObligorRole) -> str:
    """Somebody on an account by name and role."""
    return f"{subject_name(subject)} ({role_words(role)})"


def phone_words(number: str) -> str:
    """An E.164 number as people write it, (630) 555-0103; one of another country stays as it is."""
    national = number.removeprefix("+1")
    if national == number or not (
        national.isascii() and national.isdigit() and len(national) == 10
    ):
        return number
    return f"({national[:3]}) {national[3:6]}-{national[6:]}"


def shown_value(kind: FindingKind, value: str) -> str:
    """A finding's value for a reader; JSON, files and systems of record get it as it is."""
    return phone_words(value) if kind is FindingKind.PHONE else value


def source_title(cards: Mapping[str, ConnectorCard], connector_id: str) -> str:
    """The source's title for a reader, or its connector id when no card is installed."""
    card = cards.get(connector_id)
    return card.title if card else connector_id


def with_titles(words: str, cards: Mapping[str, ConnectorCard]) -> str:
    """A stored reason with the titles of the sources that it names by their ids."""
    return _OF_SOURCE.sub(lambda found: source_title(cards, found[0]), words)


_OF_SOURCE = re.compile(r"(?<= of )[a-z][a-z0-9]*(?:_[a-z0-9]+)*\b")
"""What may be a connector's id behind the record that a step rests on."""


def source_class(cards: Mapping[str, ConnectorCard], connector_id: str) -> str:
    """The class of evidence that a source gives, as R65 wants it beside the word verified."""
    card = cards.get(connector_id)
    return CLASS_WORDS[card.recipient] if card else "unknown"


def percent(probability: float | None) -> str:
    """A probability for a reader: never rounded up to certainty or down to impossibility."""
    if probability is None:
        return "given"
    if probability >= 1.0:
        return "100%"
    if probability > 0.9999:
        return ">99.99%"
    if probability < 0.0001:
        return "<0.01%"
    digits = 2 if probability > 0.99 else 1
    return f"{int(probability * 10 ** (digits + 2)) / 10**digits:.{digits}f}%"


def dollars(amount: Decimal) -> str:
    """US dollars with every digit that was billed, two decimals at least."""
    places = max(2, -int(amount.normalize().as_tuple().exponent or 0))
    return f"${amount:,.{places}f}"


def money_words(money: Money) -> str:
    """An amount of a record for a reader, with its currency or that none is known."""
    if money.currency == "USD":
        return dollars(money.amount)
    return f"{money.amount:,.2f} {money.currency or '(currency not given)'}"


def minute(at: datetime) -> str:
    """A moment for a reader, in UTC to the minute."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")


def span(first: PartialDate | None, last: PartialDate | None) -> str:
    """When a fact was reported, from first to last seen; empty when no date is known."""
    if first and last:
        return str(first) if first == last else f"{first} to {last}"
    if first:
        return f"since {first}"
    return f"until {last}" if last else ""


def why_unanswered(step: StepOutcome) -> str:
    """Why a step gave no answer, in words, with the rule that refused it if one did."""
    if step.rule:
        word = "skipped" if step.outcome is Outcome.SKIPPED else "refused"
        lead = f"{word} by rule {step.rule}"
    else:
        lead = _UNANSWERED.get(step.outcome, step.outcome.value)
    if step.outcome is Outcome.PENDING and step.until is not None:
        lead = f"{lead}, awaited until {step.until:%Y-%m-%d}"
    return f"{lead}: {step.reason}" if step.reason else lead


def printable(text: str) -> str:
    """The text without characters that act instead of show: controls, bidi marks, line breaks.

    A tab or line break becomes a space; any other control, format, private or unassigned character,
    and any that takes no room, becomes its code in brackets, such as [U+202E].
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in unicodedata.normalize("NFC", text))


def without_zero_width(text: str) -> str:
    """The text as a reader sees it: without the characters that take no room and do nothing.

    In a document that is searched for a name, a zero-width space or soft hyphen inside the name
    would hide it. A bidi override does something, and stays, to be shown by its code.
    """
    return "".join(char for char in text if not _is_zero_width(char))


def is_shown(char: str) -> bool:
    """Whether the character shows itself: it neither acts on a terminal nor takes no room."""
    return unicodedata.category(char) not in _ACTING and not _is_zero_width(char)


_ACTING = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_DRAWN = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
# default ignorable characters that Unicode does not count among the format characters (Cf)
_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u3164\uffa0")


def _is_zero_width(char: str) -> bool:
    if char in _FILLERS or "\ufe00" <= char <= "\ufe0f" or "\U000e0000" <= char <= "\U000e0fff":
        return True
    return unicodedata.category(char) == "Cf" and char not in _TURNING | _DRAWN


def _shown(char: str) -> str:
    if char in "\t\n\r\v\f\u2028\u2029\x85":
        return " "
    return char if is_shown(char) else code_point(char)


def code_point(char: str) -> str:
    """The character's code in brackets, such as [U+202E]."""
    return f"[U+{ord(char):04X}]"
