"""A person's word on a finding, which outranks every score; quarantine, released by another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from skiptrace.acts.office import Doing, Office
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor, signed_id
from skiptrace.model.errors import CaseFileError
from skiptrace.model.finding import Finding, FindingStatus
from skiptrace.model.judgement import Judgement, Verdict, quarantine_words

_STATUS = {
    Verdict.RIGHT_PARTY: FindingStatus.VERIFIED,
    Verdict.WRONG_PARTY: FindingStatus.REJECTED,
    Verdict.BAD: FindingStatus.REJECTED,
    Verdict.QUARANTINE: FindingStatus.QUARANTINED,
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

    What is released from quarantine stands as it stood before. Raises CaseFileError when the
    account has no such finding, or one is released that is in no quarantine, and NotAllowed when
    whoever put it there would let it pass, and another user could.
    """
    case, is_release = office.case, asked.verdict is Verdict.RELEASE
    with office.doing(actor, Act.RELEASE_FINDING if is_release else Act.JUDGE) as done:
        account_id = done.about(asked.account)[0].account.id
        finding = case.findings.get(done.tx, asked.finding_id)
        if finding is None or finding.account_id != account_id:
            raise CaseFileError("the account has no such finding")
        before = _quarantine(done, finding)
        if before is None and is_release:
            raise CaseFileError("the finding is in no quarantine")
        if before is not None:
            _let_another(done, before, asked.verdict)
        said = (asked.verdict, done.actor.signature, office.clock(), asked.reason)
        word = Judgement(account_id, finding.kind, finding.key, *said)
        case.judgements.add(done.tx, word)
        done.note(
            order_id=finding.order_id,
            fields=(finding.kind.value,),
            text=f"{finding.id}: {asked.verdict}",
        )
        judged = replace(finding, status=_status(done, finding, word), reason=_reason(word))
        case.findings.add(done.tx, [judged])
    return judged


def _quarantine(done: Doing, finding: Finding) -> Judgement | None:
    """The word by which a person put the finding in the quarantine that it is in."""
    words = done.office.case.judgements.current(done.tx, finding.account_id)
    mine = [w for w in words if (w.kind, w.key) == (finding.kind, finding.key)]
    return next((w for w in mine if w.verdict is Verdict.QUARANTINE), None)


def _let_another(done: Doing, before: Judgement, verdict: Verdict) -> None:
    """Ask that whoever lets it pass may do so, and is another than who put it in quarantine."""
    if verdict not in (Verdict.RELEASE, Verdict.RIGHT_PARTY):
        return
    release = replace(done.asked, act=Act.RELEASE_FINDING)
    release.by_role()
    done.is_alone = release.by_duty(done.tx, {signed_id(before.actor)}, done.account)


def _status(done: Doing, finding: Finding, word: Judgement) -> FindingStatus:
    if word.verdict is not Verdict.RELEASE:
        return _STATUS[word.verdict]
    kept = FindingStatus.QUARANTINED
    before = done.office.case.findings.status_before(done.tx, finding, kept)
    return before or FindingStatus.CANDIDATE


def _reason(said: Judgement) -> str:
    if said.verdict is Verdict.QUARANTINE:
        return quarantine_words(said)
    if said.verdict is Verdict.RELEASE:
        return f"released from quarantine by {said.actor} on {said.at.date()}"
    return f"judged {said.verdict} by {said.actor} on {said.at.date()}"
