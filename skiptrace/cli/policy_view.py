"""Shows the law: rules, what they say of an account, counsel's cases, changes to come."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console

from skiptrace.acts.policy import ChangesView, LawOfObligor, PolicyView, ReasonView, StageView
from skiptrace.compliance.policy.law_cases import Tried
from skiptrace.reports.terminal import add_row, print_line, print_table, table_for


def print_policy(found: PolicyView, console: Console) -> None:
    """Every rule as a line, then what is out of scope and why, then the tables."""
    table = table_for(console, "Rules", ("rule", "says", "at most", "stages", "from", "source"))
    for rule in found.rules:
        where = f" ({', '.join(rule.places)})" if rule.places else ""
        until = f" to {rule.ends}" if rule.ends is not None else ""
        name, stages = f"{rule.id}v{rule.version}", ", ".join(rule.stages)
        row = [name, f"{rule.title}{where}", rule.severity, stages]
        add_row(table, [*row, f"{rule.effective}{until}", rule.citation])
    print_table(console, table)
    print_line(console, "Out of scope", "bold")
    for rule_id, why in found.out_of_scope:
        print_line(console, f"{rule_id}  {why}")
    print_line(console, "Tables", "bold")
    for one in found.tables:
        by = f"signed off by {one.signed_by} on {one.signed_on}" if one.signed_by else "shipped"
        print_line(console, f"{one.file}  {by}{'' if one.signed_by else ', signed off by nobody'}")


def print_law(found: Sequence[LawOfObligor], console: Console) -> None:
    """What the law says of each obligor, stage by stage, every reason under its stage."""
    for one in found:
        role = one.role.value.replace("_", " ")
        print_line(console, f"Obligor {one.number} ({role})", "bold")
        for stage in one.stages:
            print_line(console, _head(stage))
            for reason in stage.reasons:
                print_line(console, f"    {_reason(reason)}")


def _head(stage: StageView) -> str:
    about = "assets" if stage.scope == "assets" else "contacts"
    decides = f", decided by {stage.rule}" if stage.rule else ""
    return f"  {stage.stage} ({about}): {stage.verdict}{decides}"


def _reason(reason: ReasonView) -> str:
    hold = f", {reason.hold} since {reason.since}" if reason.hold else ""
    due = f", due {reason.due}" if reason.due is not None else ""
    return f"{reason.severity}  {reason.rule}: {reason.words}{hold}{due} [{reason.citation}]"


def print_cases(tried: Sequence[Tried], console: Console) -> None:
    """The cases that are decided otherwise than they must be, and how many there are."""
    wrong = [one for one in tried if not one.is_as_expected]
    for one in wrong:
        expected = f"{one.case.rule} {one.case.severity}".strip() or "nothing restrains"
        said = f"{one.said.rule} {one.severity}".strip() or "nothing restrains"
        print_line(console, f"{one.case.name}: expected {expected}, the law says {said}")
    print_line(console, f"{len(tried) - len(wrong):,} of {len(tried):,} cases are as expected")


def print_changes(found: ChangesView, console: Console) -> None:
    """What changes in law, in order of day, and which decisions change with it."""
    print_line(console, f"{found.accounts:,} open accounts", "bold")
    table = table_for(console, "", ("from", "rule", "what", "where", ">accounts there"))
    for change, count in found.law:
        where = change.place or "everywhere"
        add_row(table, [str(change.on), change.rule, change.what, where, f"{count:,}"])
    print_table(console, table)
    if not found.decisions:
        print_line(console, "no open account is decided otherwise")
        return
    table = table_for(console, "", ("stage", "about", "before", "after", ">accounts"))
    for one in found.decisions:
        about = "assets" if one.scope.value == "assets" else "contacts"
        row = [one.stage.value, about, one.before, one.after, f"{one.accounts:,}"]
        add_row(table, row)
    print_table(console, table)
