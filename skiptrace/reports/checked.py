"""What checks say of contact points, in words for a reader: what, on which day, by which source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import (
    Checked,
    CheckedAddress,
    CheckedPhone,
    CheckedPoints,
    ContactCheck,
    Delivery,
    Reassigned,
)
from skiptrace.model.finding import Finding
from skiptrace.reports.wording import source_title

_DELIVERY: Mapping[Delivery, str] = {
    Delivery.CONFIRMED: "deliverable",
    Delivery.SECONDARY_MISSING: "deliverable to the building, its unit number is missing",
    Delivery.SECONDARY_UNCONFIRMED: "deliverable to the building, its unit is not confirmed",
    Delivery.NOT_CONFIRMED: "not deliverable",
}
_REASSIGNED: Mapping[Reassigned, str] = {
    Reassigned.NO: "not given up",
    Reassigned.NO_DATA: "no data whether it was given up",
}


def check_words(check: ContactCheck, cards: Mapping[str, ConnectorCard]) -> str:
    """What one source said of a contact point, with the day and the source."""
    said = "; ".join(said_words(check.said)) or "nothing is known of it"
    title = source_title(cards, check.connector_id)
    return f"{said}, checked on {check.checked.date()} by {title}"


def finding_checks(
    finding: Finding, points: CheckedPoints, cards: Mapping[str, ConnectorCard]
) -> tuple[str, ...]:
    """What every source last said of a finding's contact point, the newest first."""
    return tuple(check_words(one, cards) for one in points.of(finding.kind, finding.key))


def said_words(said: Checked | None) -> Iterator[str]:
    """Each fact that is known; what is unknown is not told."""
    if isinstance(said, CheckedPhone):
        yield from _of_phone(said)
    elif isinstance(said, CheckedAddress):
        yield from _of_address(said)


def _of_phone(said: CheckedPhone) -> Iterator[str]:
    if said.line is not None:
        word = "" if said.word.lower() in ("", said.line.value) else f" ({said.word})"
        yield f"{said.line.value}{word}"
    elif said.word:
        yield f"kind of line unknown ({said.word})"
    yield from filter(None, (said.trouble, said.carrier))
    if said.in_service:
        yield "in service"
    if said.reassigned is not None and (words := _REASSIGNED.get(said.reassigned)):
        since = f" since {said.since}" if said.since else ""
        kept = ", an answer to rely on (47 CFR 64.1200(m)(2))" if said.safe_harbour else ""
        yield f"{words}{since}{kept}"
    if said.activity is not None:
        yield f"activity {said.activity} of 100"
    if said.rate_centre:
        yield f"rate centre {said.rate_centre}"
    if said.ocn:
        yield f"OCN {said.ocn}"


def _of_address(said: CheckedAddress) -> Iterator[str]:
    if said.delivery is not None:
        yield _DELIVERY[said.delivery]
    flags = (
        (said.vacant, "vacant"),
        (said.no_stat, "gets no mail, or none yet (no-stat)"),
        (said.cmra, "a commercial mail receiving agency"),
        (said.business, "a business address"),
    )
    yield from (words for is_so, words in flags if is_so)
    if said.standard is not None:
        yield f"written {said.standard.one_line}"
    if said.county or said.county_code:
        code = f" ({said.county_code})" if said.county and said.county_code else said.county_code
        yield f"county {said.county}{code}"
    if said.latitude and said.longitude:
        yield f"at {said.latitude}, {said.longitude}"
    if said.footnotes:
        yield f"footnotes {said.footnotes}"
