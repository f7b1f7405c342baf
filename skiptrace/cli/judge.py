"""`skiptrace judge`: a person's word on a finding; it outranks every score."""

from __future__ import annotations

from dataclasses import replace

import click

from skiptrace.app.installation import utc_now
from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, people, words
from skiptrace.model.audit import AuditEvent
from skiptrace.model.errors import CaseFileError
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.judgement import Judgement, Verdict
from skiptrace.reports.terminal import print_line

_STATUS = {
    Verdict.RIGHT_PARTY: FindingStatus.VERIFIED,
    Verdict.WRONG_PARTY: FindingStatus.REJECTED,
    Verdict.BAD: FindingStatus.REJECTED,
}


def _as_judged(finding: Finding, said: Judgement) -> Finding:
    """The finding with the status that the judgement gives to it, from now on."""
    reason = f"judged {said.verdict} by {said.actor} on {said.at.date()}"
    return replace(finding, status=_STATUS[said.verdict], reason=reason)


@click.command("judge")
@click.argument("account")
@click.argument("finding_id")
@click.argument("verdict", type=click.Choice([v.value for v in Verdict]))
@click.option("--reason", required=True, callback=words, help="Why, in words.")
@click.pass_obj
def command(config_file: str, account: str, finding_id: str, verdict: str, reason: str) -> int:
    """Record that a finding is the right party's, somebody else's, or bad.

    What is judged wrong_party or bad is never written back.
    """
    with opened(config_file) as session, session.case.write() as tx:
        entry = session.case.accounts.find(tx, account)
        finding = session.case.findings.get(tx, finding_id)
        if entry is None or finding is None or finding.account_id != entry.account.id:
            raise CaseFileError("the account has no such finding")
        now, actor = utc_now(), session.actor.signature
        said = Judgement(
            entry.account.id, finding.kind, finding.key, Verdict(verdict), actor, now, reason
        )
        session.case.judgements.add(tx, said)
        event = AuditEvent(
            "judge",
            actor,
            now,
            order_id=finding.order_id,
            account_id=entry.account.id,
            fields=(finding.kind.value,),
            text=f"{finding.id}: {verdict}",
        )
        session.case.audit.append(tx, [event])
        session.case.findings.add(tx, [_as_judged(finding, said)])
    print_line(people(), f"{finding_id}: {verdict}")
    return Exit.DONE
