"""Rules about what is written back, furnished and reported: truth, marks, masks, whose eyes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from skiptrace.compliance.policy.decision import Severity, Stage
from skiptrace.compliance.policy.facts.data import Act, Tag
from skiptrace.compliance.policy.facts.truth import Truth
from skiptrace.compliance.policy.notices import notice_standing
from skiptrace.compliance.policy.rule import Asked, Rule, Said
from skiptrace.model.actor import Role

_B, _H, _F = Severity.BLOCK, Severity.HOLD, Severity.FLAG
_UNMASK = (Role.LEGAL, Role.COMPLIANCE)
_RESTRICTED = frozenset({"photo", "ssn", "medical", "disability"})
_OPENS = frozenset({"DPPA-B4", "DPPA-B6"})


def furnishes_after_a_wait(asked: Asked) -> Iterator[Said]:
    """Nothing is furnished until the consumer was spoken with, or no notice came back in time."""
    notice, day = asked.facts.notice, asked.facts.day
    if notice is None or not notice.furnishing:
        return
    standing = notice_standing(notice, asked.law.settings.days)
    if standing.furnish_from is None:
        yield Said(_B, "no notice counts as sent, and nobody was spoken with")
    elif day < standing.furnish_from:
        yield Said(_B, f"not before {standing.furnish_from}")


def sends_the_notice_anew(asked: Asked) -> Iterator[Said]:
    """A notice that came back was not sent: it goes anew to a confirmed address."""
    notice = asked.facts.notice
    words = "the validation notice came back and counts as not sent, send it anew"
    if notice is None and asked.facts.account.notice_undelivered:
        yield Said(_F, words)
    elif notice is not None and notice_standing(notice, asked.law.settings.days).resend:
        yield Said(_F, words, due=asked.facts.day)


def settles_discrepancies(asked: Asked) -> Iterator[Said]:
    """After a notice of address discrepancy the report is matched to the consumer first."""
    report = asked.facts.report
    if report is None or report.discrepancy is Truth.NO or report.matched is Truth.YES:
        return
    yield Said(_H, "an address discrepancy waits until the report is matched to the consumer")


def tells_of_adverse_action(asked: Asked) -> Iterator[Said]:
    """Where bureau data change a consumer's terms a notice is due; locating somebody is none."""
    report = asked.facts.report
    if report is not None and report.terms_changed is not Truth.NO:
        yield Said(_F, "a notice of adverse action is due", due=asked.facts.day)


def strips_vehicle_records(asked: Asked) -> Iterator[Said]:
    """Photograph, number, medical data of a vehicle record go to few purposes, or by consent."""
    datum = asked.facts.datum
    if datum is None or datum.tag is not Tag.DPPA or datum.field not in _RESTRICTED:
        return
    if datum.consented is not Truth.YES and not datum.purposes & _OPENS:
        yield Said(_B, f"{datum.field} of a vehicle record is stripped")


def keeps_medical_fields(asked: Asked) -> Iterator[Said]:
    """Who treated whom for what never leaves and is never printed."""
    facts = asked.facts
    words = set(asked.law.settings.medical.fields)
    named = set(facts.report.fields) if facts.report is not None else set()
    if facts.datum is not None:
        named.add(facts.datum.field)
    if hit := sorted(named & words):
        yield Said(_B, f"the field {hit[0]} tells of medical care")
    call, is_medical = facts.call, facts.debt.medical is Truth.YES or asked.is_held("MEDICAL")
    provider = facts.account.creditor.casefold()
    if call is None or not is_medical or len(provider) <= 3:
        return
    texts = (*call.labels, call.fields.organization, *(n.full for n in call.fields.names))
    if any(provider in text.casefold() for text in texts):
        yield Said(_B, "the payload names who gave the care")


def keeps_bought_data_to_its_purpose(asked: Asked) -> Iterator[Said]:
    """What was bought under the GLBA serves the account and a purpose that it was bought for.

    Counsel may let it serve the debtor's other accounts.
    """
    datum, facts = asked.facts.datum, asked.facts
    if datum is None or datum.tag is not Tag.GLBA or datum.act not in (Act.USE, Act.SHARE):
        return
    is_wide = asked.law.settings.switches.reuse_across_accounts
    if datum.account_id != facts.account.id and not is_wide:
        yield Said(_B, "the datum was bought for another account")
    if datum.purposes.isdisjoint(facts.purposes):
        yield Said(_B, "the datum was bought for another purpose")


def shows_deaths_to_the_certified(asked: Asked) -> Iterator[Said]:
    """A death of the last three calendar years is shown to who is certified, and to nobody else."""
    datum = asked.facts.datum
    if datum is None or datum.tag is not Tag.LADMF or asked.facts.actor.sees_deaths is Truth.YES:
        return
    years = asked.law.settings.years.limited_deaths
    if is_limited_death(datum.died, asked.facts.day, years):
        yield Said(_B, "verify deceased")


def is_limited_death(died: date | None, day: date, years: int) -> bool:
    """Whether a death is limited on a day: up to the end of that many calendar years after it.

    A death whose day is unknown is.
    """
    return died is None or day.year <= died.year + years


def masks_numbers(asked: Asked) -> Iterator[Said]:
    """More than the last four digits of a number are shown to a role that may, with a reason."""
    report, actor = asked.facts.report, asked.facts.actor
    if report is None or report.ssn_digits <= 4:
        return
    if not actor.has(*_UNMASK) or not report.unmask_reason.strip():
        yield Said(_B, "a social security number shows its last four digits")


def says_no_more_than_it_knows(asked: Asked) -> Iterator[Said]:
    """Verified names its evidence and day; an indicator is no proof; exempt funds are told."""
    report = asked.facts.report
    if report is None:
        return
    if report.verified and not (report.evidence_class.strip() and report.evidence_on):
        yield Said(_B, "verified needs a class of evidence and a day")
    if report.owns:
        yield Said(_B, "an asset indicator is no proof of ownership")
    if report.threatens:
        yield Said(_B, "no words that threaten")
    if report.exempt is Truth.YES and not report.exempt_said:
        yield Said(_B, "exempt funds are told to be exempt")
    elif report.exempt is Truth.UNKNOWN:
        yield Said(_F, "whether the funds are exempt is unknown")


LIMITED_DEATHS = "R52"
"""The rule by which a death is told to the certified alone."""
_OUT = frozenset({Stage.REPORT, Stage.WRITE_BACK})
RULES = (
    Rule(
        "R14",
        "returned mail",
        "12 CFR 1006.42(a)(1)",
        frozenset({Stage.INTAKE, Stage.WRITE_BACK}),
        _F,
        sends_the_notice_anew,
    ),
    Rule(
        "R15",
        "the wait before furnishing",
        "12 CFR 1006.30(a)",
        frozenset({Stage.WRITE_BACK}),
        _B,
        furnishes_after_a_wait,
    ),
    Rule(
        "R31",
        "address discrepancies",
        "12 CFR 1022.82; 15 USC 1681c(h)",
        _OUT,
        _H,
        settles_discrepancies,
    ),
    Rule(
        "R32",
        "adverse action",
        "15 USC 1681m(a)",
        frozenset({Stage.REPORT}),
        _F,
        tells_of_adverse_action,
    ),
    Rule(
        "R35",
        "medical debts",
        "15 USC 1681b(g), 1681c(a)(6); 12 CFR 1022.30",
        frozenset({Stage.CALL, Stage.REPORT, Stage.WRITE_BACK}),
        _B,
        keeps_medical_fields,
        of_source=True,
    ),
    Rule(
        "R36",
        "reuse of bought data",
        "15 USC 6802(c); 16 CFR 313.11; 12 CFR 1016.11",
        _OUT,
        _B,
        keeps_bought_data_to_its_purpose,
    ),
    Rule(
        "R44",
        "restricted vehicle records",
        "18 USC 2721(a)(2), 2725(4)",
        _OUT,
        _B,
        strips_vehicle_records,
    ),
    Rule(
        LIMITED_DEATHS,
        "deaths are shown to the certified",
        "15 CFR 1110.102, 1110.200",
        _OUT,
        _B,
        shows_deaths_to_the_certified,
    ),
    Rule(
        "R64",
        "social security numbers",
        "Cal. Civ. 1798.85",
        frozenset({Stage.REPORT}),
        _B,
        masks_numbers,
    ),
    Rule(
        "R65",
        "truthful reports",
        "12 USC 5531, 5536; 15 USC 1692e",
        frozenset({Stage.REPORT}),
        _B,
        says_no_more_than_it_knows,
    ),
)
