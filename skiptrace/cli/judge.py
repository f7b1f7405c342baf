"""`skiptrace judge`: a person's word on a finding; it outranks every score."""

from __future__ import annotations

import click

from skiptrace.cli.exits import Exit
from skiptrace.cli.session import opened, people, words
from skiptrace.model.judgement import Verdict
from skiptrace.reports.terminal import print_line


@click.command("judge")
@click.argument("account")
@click.argument("finding_id")
@click.argument("verdict", type=click.Choice([v.value for v in Verdict]))
@click.option("--reason", required=True, callback=words, help="Why, in words.")
@click.pass_obj
def command(config_file: str, account: str, finding_id: str, verdict: str, reason: str) -> int:
    """Record that a finding is the right party's, somebody else's, or bad; or keep it from use.

    What is judged wrong_party or bad is never written back. A finding in quarantine is neither
    written back nor reported until another user releases it; a whole account's findings are kept so
    by `skiptrace hold add ACCOUNT QUARANTINE`.
    """
    from skiptrace.acts.judging import JudgeAsked, judge_finding

    asked = JudgeAsked(account, finding_id, Verdict(verdict), reason)
    with opened(config_file) as session:
        judge_finding(session.office, session.actor, asked)
    print_line(people(), f"{finding_id}: {verdict}")
    return Exit.DONE
