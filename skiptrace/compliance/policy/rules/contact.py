"""Rules about reaching the consumer: whom, when, how often, by which medium, on what leave."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from skiptrace.compliance.policy.call_windows import is_bad_time, window_on
from skiptrace.compliance.policy.caps import binds, counters
from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.facts.contact import (
    ELECTRONIC,
    ContactFacts,
    Medium,
    Origin,
    Party,
    Setting,
)
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.rule import Asked, Rule, Said
from skiptrace.compliance.policy.rules.intake import collector_of
from skiptrace.model.contact_check import Line, Reassigned

_OPTOUTS = {
    Medium.VOICE: "OPTOUT-voice",
    Medium.SMS: "OPTOUT-sms",
    Medium.EMAIL: "OPTOUT-email",
}
_B, _H, _F = Severity.BLOCK, Severity.HOLD, Severity.FLAG


def only_the_attorney(asked: Asked) -> Iterator[Said]:
    """Who is represented is reached through the attorney alone.

    An attorney who has not answered within counsel's days leaves a hold for compliance, and never
    leave of itself.
    """
    contact, facts = asked.facts.contact, asked.facts
    attorneys = list(asked.own_holds("ATTY"))
    if not attorneys or (contact is not None and contact.party is Party.ATTORNEY):
        return
    if contact is None and facts.others is None:
        return
    written = contact.attorney_written if contact is not None else None
    silence = timedelta(days=asked.law.settings.days.attorney_silence)
    if written is not None and facts.day > written + silence:
        yield Said(_H, "the attorney has not answered: compliance decides", attorneys[0])
    else:
        yield Said(_B, "the attorney alone is reached", attorneys[0])


def only_in_the_hours(asked: Asked) -> Iterator[Said]:
    """A contact falls into the hours that suit every candidate place."""
    yield from _by_window(asked, "R08")


def only_in_the_places_hours(asked: Asked) -> Iterator[Said]:
    """A contact falls into the hours of every state or city that has its own."""
    yield from _by_window(asked, "R57")


def only_in_floridas_hours(asked: Asked) -> Iterator[Said]:
    """A call or text falls into the hours of Florida where the debtor may be there."""
    yield from _by_window(asked, "R59")


def _by_window(asked: Asked, rule: str) -> Iterator[Said]:
    contact = asked.facts.contact
    if contact is None or contact.party is Party.ATTORNEY:
        return
    laws = [w for w in asked.law.limits.windows if w.rule == rule]
    laws = [w for w in laws if not w.place or not asked.places or w.place in asked.places]
    if not any(contact.medium.value in w.media for w in laws):
        return
    if contact.at is None:
        yield Said(_H, "the hour of the contact is unknown")
        return
    places, day = asked.facts.places, contact.at.date()
    zones = {z for p in places for z in asked.atlas.zones(p)}
    spans = [
        window_on(day + timedelta(days=n), contact.medium, places, laws, asked.atlas)
        for n in (-1, 0, 1)
    ]
    known = [span for span in spans if span is not None]
    if not known or not zones:
        yield Said(_H, "the hour where the debtor may be is unknown")
    elif not any(span.holds(contact.at) for span in known):
        yield Said(_B, "outside the hours that suit every place where the debtor may be")
    elif rule == "R08" and is_bad_time(contact.at, contact.bad_times, zones):
        yield Said(_B, "the consumer called this hour inconvenient")
    elif rule == "R08" and asked.is_held("BADTIME") and not contact.bad_times:
        yield Said(_H, "which hours the consumer called inconvenient is unknown")


def never_at_work_against_the_employer(asked: Asked) -> Iterator[Said]:
    """Nobody is reached at work where the employer is known to forbid it."""
    contact = asked.facts.contact
    if contact is None or contact.party is not Party.CONSUMER or contact.setting is None:
        return
    forbidden = contact.employer_prohibits is Truth.YES or asked.is_held("NO-WORK")
    if contact.setting is Setting.WORK and forbidden:
        yield Said(_B, "the employer forbids contact at work")


def only_by_a_medium_with_a_basis(asked: Asked) -> Iterator[Said]:
    """No e-mail or text to what a third party gave, nor to an employer's address."""
    contact = asked.facts.contact
    if contact is None or contact.party is not Party.CONSUMER or contact.medium not in ELECTRONIC:
        return
    if contact.consumer_used is Truth.YES or contact.origin is Origin.CONSUMER:
        return
    if contact.medium is Medium.EMAIL and contact.employer_domain is Truth.YES:
        yield Said(_B, "an employer's address that the consumer never used")
    elif contact.origin in (Origin.THIRD_PARTY, None) and contact.consent.given is None:
        yield Said(_B, "the channel has no basis: nobody but a third party gave it")
    elif contact.medium is Medium.EMAIL and contact.employer_domain is Truth.UNKNOWN:
        yield Said(_H, "whether the address is an employer's is unknown")


def never_by_a_medium_opted_out(asked: Asked) -> Iterator[Said]:
    """What was opted out of stays so, for every address of that medium, found ones too."""
    contact = asked.facts.contact
    if contact is None or contact.party is not Party.CONSUMER:
        return
    code = _OPTOUTS.get(contact.medium)
    if code is not None and asked.is_held(code):
        yield Said(_B, "the consumer opted out of this medium")


def at_most_so_often(asked: Asked) -> Iterator[Said]:
    """At most seven calls in seven days on one debt, and none within seven days of a talk."""
    yield from _by_cap(asked, "R12")


def at_most_so_often_there(asked: Asked) -> Iterator[Said]:
    """At most as often as the strictest place allows where the debtor may be."""
    yield from _by_cap(asked, "R57")


def _by_cap(asked: Asked, rule: str) -> Iterator[Said]:
    contact, facts = asked.facts.contact, asked.facts
    if contact is None or contact.party is Party.ATTORNEY:
        return
    caps = [cap for cap in asked.law.limits.caps if cap.rule == rule]
    when = (facts.day, facts.account.id)
    for one in counters(caps, asked.places, collector_of(asked), contact.attempts, when):
        if one.left > 0 or not binds(one.cap, contact.medium, contact.setting):
            continue
        where = f" in {one.cap.place}" if one.cap.place else ""
        if one.again is not None:
            yield Said(_B, f"not before {one.again}: there was a conversation")
        else:
            words = f"{one.cap.count} attempts in {one.cap.days} days{where} are spent"
            yield Said(_B, words)


def never_automated_without_consent(asked: Asked) -> Iterator[Said]:
    """A traced wireless number has no consent: no dialer, recording, artificial voice, robotext."""
    contact = asked.facts.contact
    if contact is None or not _may_be_automated(contact) or contact.line is Line.LANDLINE:
        return
    if contact.consent.given is None or contact.origin is Origin.THIRD_PARTY:
        yield Said(_B, "no consent to automated calls or texts: by hand only")
    elif contact.automated is Truth.UNKNOWN:
        yield Said(_H, "whether the call is automated is unknown")


def asks_whether_numbers_were_reassigned(asked: Asked) -> Iterator[Said]:
    """Before consent is relied on, the reassigned-numbers database says that it still holds."""
    contact, day = asked.facts.contact, asked.facts.day
    if contact is None or contact.consent.given is None or not _may_be_automated(contact):
        return
    said, asked_on = contact.consent.reassigned, contact.consent.asked
    if said is None or asked_on is None:
        yield Said(_B, "the reassigned-numbers database was not asked")
    elif said is Reassigned.YES:
        yield Said(_B, "the number was reassigned: consent has ended")
    elif said is Reassigned.NO_DATA:
        yield Said(_B, "the database has no data: treated as no consent")
    else:
        old = asked_on + timedelta(days=asked.law.settings.days.text_consent) < day
        if contact.medium is Medium.SMS and old:
            yield Said(_H, "the number was last checked too long ago for a text")
        yield Said(_F, f"proof of the database's answer of {asked_on} is kept")


def stops_when_told_to(asked: Asked) -> Iterator[Said]:
    """Consent that was taken back by any reasonable means is gone at once.

    Taken back in another matter it is gone for all, from the day on which the waiver ends, and
    before that where the switch says so.
    """
    contact, law = asked.facts.contact, asked.law.settings
    if contact is None or contact.consent.revoked is None or not _may_be_automated(contact):
        return
    if contact.consent.revoked > asked.facts.day:
        return
    waived = asked.facts.day < law.switches.revoke_all_until and not law.switches.revoke_all
    if contact.consent.of_matter is Truth.NO and waived:
        yield Said(_F, "consent was taken back in another matter; the rule for all is waived")
    else:
        yield Said(_B, "consent was taken back")


def _may_be_automated(contact: ContactFacts) -> bool:
    calls = contact.medium in (Medium.VOICE, Medium.SMS)
    return calls and contact.automated is not Truth.NO


def never_in_public(asked: Asked) -> Iterator[Said]:
    """No contact that others can see: no social network, no postcard."""
    contact = asked.facts.contact
    if contact is not None and contact.medium in (Medium.SOCIAL, Medium.POSTCARD):
        yield Said(_B, "no contact where others see it")


def never_a_notice_to_a_bad_address(asked: Asked) -> Iterator[Said]:
    """No required notice goes to an address from which mail came back."""
    contact = asked.facts.contact
    if contact is None or not contact.is_required_notice or contact.medium is not Medium.MAIL:
        return
    if contact.address_bad is Truth.YES:
        yield Said(_B, "mail came back from this address: a notice sent there is not sent")


def only_who_stands_for_the_estate(asked: Asked) -> Iterator[Said]:
    """Of a dead consumer only who has authority for the estate is reached."""
    contact = asked.facts.contact
    if contact is None or contact.party is not Party.ESTATE:
        return
    if contact.estate_authority is Truth.NO:
        yield Said(_B, "no authority for the estate")
    elif contact.estate_authority is Truth.UNKNOWN:
        yield Said(_H, "whether this person has authority for the estate is unknown")


_CONTACT = frozenset({Stage.CONTACT})
_TCPA = "47 USC 227(b)(1)(A); 47 CFR 64.1200(a)(1)"
RULES = (
    Rule(
        "R06",
        "an attorney",
        "12 CFR 1006.6(b)(2), 1006.10(b)(5)",
        _CONTACT,
        _B,
        only_the_attorney,
    ),
    Rule(
        "R21",
        "the deceased",
        "12 CFR 1006.6(a)(1), (4)",
        _CONTACT,
        _H,
        only_who_stands_for_the_estate,
    ),
    Rule("R08", "the hours of contact", "12 CFR 1006.6(b)(1)(i)", _CONTACT, _B, only_in_the_hours),
    Rule(
        "R09",
        "the workplace",
        "12 CFR 1006.6(b)(3)",
        _CONTACT,
        _B,
        never_at_work_against_the_employer,
    ),
    Rule(
        "R10",
        "e-mail and text",
        "12 CFR 1006.22(f)(3), 1006.6(d)(3)-(5)",
        _CONTACT,
        _B,
        only_by_a_medium_with_a_basis,
    ),
    Rule(
        "R11",
        "a medium opted out of",
        "12 CFR 1006.14(h), 1006.6(e)",
        _CONTACT,
        _B,
        never_by_a_medium_opted_out,
    ),
    Rule("R12", "seven in seven", "12 CFR 1006.14(b)(2)-(4)", _CONTACT, _B, at_most_so_often),
    Rule(
        "R57",
        "caps of states and cities",
        "940 CMR 7.04(1)(f); RCW 19.16.250; 6 RCNY 5-77; D.C. Code 28-3814",
        _CONTACT,
        _B,
        at_most_so_often_there,
    ),
    Rule(
        "R57",
        "hours of states and cities",
        "RCW 19.16.250",
        _CONTACT,
        _B,
        only_in_the_places_hours,
    ),
    Rule(
        "R59",
        "hours in Florida",
        "Fla. Stat. 559.72(17)",
        _CONTACT,
        _B,
        only_in_floridas_hours,
        effective=date(2025, 5, 16),
        jurisdictions=frozenset({"FL"}),
    ),
    Rule("R24", "consent to automated calls", _TCPA, _CONTACT, _B, never_automated_without_consent),
    Rule(
        "R25",
        "reassigned numbers",
        "47 CFR 64.1200(m); 12 CFR 1006.6(d)(5)",
        _CONTACT,
        _B,
        asks_whether_numbers_were_reassigned,
    ),
    Rule(
        "R26", "consent taken back", "47 CFR 64.1200(a)(10)-(12)", _CONTACT, _B, stops_when_told_to
    ),
    Rule(
        "R13",
        "no contact in public",
        "12 CFR 1006.22(f)(4), 1006.18(d)",
        _CONTACT,
        _B,
        never_in_public,
    ),
    Rule(
        "R14",
        "no notice to a bad address",
        "12 CFR 1006.42(a)(1), comments 42(a)(1)-2, -3",
        _CONTACT,
        _B,
        never_a_notice_to_a_bad_address,
    ),
)
