"""The one evaluation: facts of an account at a stage become a decision."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from config.counsel import CounselTables
from skiptrace.compliance.policy.decision import Decision, Reason, Stage, strictest_first
from skiptrace.compliance.policy.facts import Facts
from skiptrace.compliance.policy.rule import Asked, Rule
from skiptrace.compliance.policy.standing import of_standing
from skiptrace.model.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules with counsel's data; every decision of the law is an evaluation of it.

    Raises ConfigError when the hold table names a rule that is not there, or two versions of a rule
    hold on one day in one place.
    """

    rules: tuple[Rule, ...]
    law: CounselTables
    _rank: dict[str, int] = field(init=False, repr=False, compare=False)
    _versions: dict[str, tuple[Rule, ...]] = field(init=False, repr=False, compare=False)
    _at: dict[Stage, tuple[Rule, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        rank: dict[str, int] = {}
        for rule in self.rules:
            rank.setdefault(rule.id, len(rank))
        object.__setattr__(self, "_rank", rank)
        versions = {i: tuple(r for r in self.rules if r.id == i) for i in rank}
        object.__setattr__(self, "_versions", versions)
        at = {stage: tuple(r for r in self.rules if stage in r.stages) for stage in Stage}
        object.__setattr__(self, "_at", at)
        self._require_known_rules()
        self._require_one_version()

    def evaluate(self, stage: Stage, facts: Facts) -> Decision:
        """What the law says of these facts at this stage: every reason, the strictest first."""
        in_force = [rule for rule in self._at[stage] if self._applies(rule, facts)]
        reasons = strictest_first(self._reasons(in_force, stage, facts), self._rank)
        return Decision(stage, reasons, tuple(rule.name for rule in in_force))

    def version(self, rule_id: str, day: date) -> int:
        """The version of a rule on that day, or its last one."""
        versions = self._versions[rule_id]
        in_force = [rule for rule in versions if rule.is_in_force(day)]
        return max(rule.version for rule in in_force or versions)

    def _applies(self, rule: Rule, facts: Facts) -> bool:
        return rule.is_in_force(facts.day) and rule.reaches(facts.jurisdictions)

    def _reasons(self, in_force: list[Rule], stage: Stage, facts: Facts) -> Iterator[Reason]:
        for rule_id, said in of_standing(stage, facts, self.law.holds):
            version = self.version(rule_id, facts.day)
            yield Reason(rule_id, version, said.severity, said.words, said.hold, True)
        asked = Asked(stage, facts, self.law)
        for rule in in_force:
            for said in rule.check(asked):
                yield Reason(rule.id, rule.version, said.severity, said.words, said.hold)

    def _require_known_rules(self) -> None:
        for kind, table in (("codes", self.law.holds.codes), ("statuses", self.law.holds.statuses)):
            for word, effect in table.items():
                if effect.rule not in self._rank:
                    raise ConfigError(
                        f"holds.toml: {kind}.{word}.rule: no rule has the id {effect.rule}"
                    )

    def _require_one_version(self) -> None:
        for n, rule in enumerate(self.rules):
            for other in self.rules[n + 1 :]:
                if other.id == rule.id and _meet(rule, other):
                    raise ConfigError(f"rule {rule.id}: two versions hold on one day in one place")


def _meet(one: Rule, other: Rule) -> bool:
    if one.jurisdictions and other.jurisdictions and not one.jurisdictions & other.jurisdictions:
        return False
    first, second = sorted((one, other), key=lambda rule: rule.effective)
    return first.ends is None or first.ends > second.effective
