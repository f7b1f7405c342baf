"""A person's word on a finding, which outranks every score."""

from __future__ import annotations

from dataclasses import dataclass, replace

from skiptrace.acts.office import Office
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.errors import CaseFileError
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.judgement import Judgement, Verdict

_STATUS = {
    Verdict.RIGHT_PARTY: FindingStatus.VERIFIED,
    Verdict.WRONG_PARTY: FindingStatus.REJECTED,
    Verdict.BAD: FindingStatus.REJECTED,
}


@dataclass(frozen=True, slots=True)
class JudgeAsked:
    """What somebody says of a finding of an account, and why."""

    account: str
    finding_id: str
    verdict: Verdict
    reason: str


def judge_finding(office: Office, actor: Actor, asked: JudgeAsked) -> Finding:
    """Record the word and give the finding its status, from now on.

    Raises CaseFileError when the account has no such finding.
    """
    case = office.case
    with office.doing(actor, Act.JUDGE) as done:
        account_id = done.about(asked.account)[0].account.id
        finding = case.findings.get(done.tx, asked.finding_id)
        if finding is None or finding.account_id != account_id:
            raise CaseFileError("the account has no such finding")
        said = (asked.verdict, actor.signature, office.clock(), asked.reason)
        word = Judgement(account_id, finding.kind, finding.key, *said)
        case.judgements.add(done.tx, word)
        done.note(
            order_id=finding.order_id,
            fields=(finding.kind.value,),
            text=f"{finding.id}: {asked.verdict}",
        )
        judged = _as_judged(finding, word)
        case.findings.add(done.tx, [judged])
    return judged


def _as_judged(finding: Finding, said: Judgement) -> Finding:
    reason = f"judged {said.verdict} by {said.actor} on {said.at.date()}"
    return replace(finding, status=_STATUS[said.verdict], reason=reason)
