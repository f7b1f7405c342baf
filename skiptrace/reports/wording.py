"""How reports word dates, probabilities, money and outcomes, and clean text for printing."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

from skiptrace.model.account import ObligorRole
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
    Outcome.IN_DOUBT: "in doubt, the call may have been billed and its answer is not stored",
}


LEFT_OUT = "Not taken from the creditor's row"
"""What stands before the words of `Subject.left_out`."""


def subject_name(subject: Subject) -> str:
    """Whom a report is about: the organisation, or the person's current name."""
    name = subject.names[0] if subject.names else PersonName()
    return subject.organization or name.full or name.original or "name unknown"


def role_words(role: ObligorRole) -> str:
    """A role on an account in words."""
    return role.value.replace("_", "-")


def obligor_words(subject: Subject, role: ObligorRole) -> str:
    """Somebody on an account by name and role."""
    return f"{subject_name(subject)} ({role_words(role)})"


def source_title(cards: Mapping[str, ConnectorCard], connector_id: str) -> str:
    """The source's title for a reader, or its connector id when no card is installed."""
    card = cards.get(connector_id)
    return card.title if card else connector_id


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
    return f"{lead}: {step.reason}" if step.reason else lead


def printable(text: str) -> str:
    """The text without characters that act instead of show: controls, bidi marks, line breaks.

    A tab or line break becomes a space; any other control, format, private or unassigned character
    becomes its code in brackets, such as [U+202E].
    """
    return "".join(_shown(char) for char in unicodedata.normalize("NFC", text))


def _shown(char: str) -> str:
    if char in "\t\n\r\v\f\u2028\u2029\x85":
        return " "
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
        return code_point(char)
    return char


def code_point(char: str) -> str:
    """The character's code in brackets, such as [U+202E]."""
    return f"[U+{ord(char):04X}]"
