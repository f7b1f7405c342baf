"""The one evaluation: facts of an account at a stage become a decision."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from config.counsel import CounselTables
from skiptrace.compliance.policy.decision import Decision, Reason, Stage, strictest_first
from skiptrace.compliance.policy.facts.whole import Facts
from skiptrace.compliance.policy.places import Atlas
from skiptrace.compliance.policy.rule import Asked, Rule
from skiptrace.compliance.policy.standing import UNKNOWN, of_standing
from skiptrace.model.errors import ConfigError

_MOST_KNOWN = 20_000
"""Days and places whose rules in force are remembered."""


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules with counsel's data; every decision of the law is an evaluation of it.

    Raises ConfigError when the hold table names a rule that is not there, or two versions of a rule
    hold on one day in one place.
    """

    rules: tuple[Rule, ...]
    law: CounselTables
    atlas: Atlas = field(init=False, repr=False, compare=False)
    _rank: dict[str, int] = field(init=False, repr=False, compare=False)
    _versions: dict[str, tuple[Rule, ...]] = field(init=False, repr=False, compare=False)
    _at: dict[Stage, tuple[Rule, ...]] = field(init=False, repr=False, compare=False)
    _names: dict[date, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _known: dict[tuple[Stage, date, frozenset[str]], tuple[tuple[Rule, ...], tuple[str, ...]]] = (
        field(init=False, repr=False, compare=False)
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "atlas", Atlas(self.law.places))
        rank: dict[str, int] = {}
        for rule in self.rules:
            rank.setdefault(rule.id, len(rank))
        object.__setattr__(self, "_rank", rank)
        versions = {i: tuple(r for r in self.rules if r.id == i) for i in rank}
        object.__setattr__(self, "_versions", versions)
        at = {stage: tuple(r for r in self.rules if stage in r.stages) for stage in Stage}
        object.__setattr__(self, "_at", at)
        object.__setattr__(self, "_names", {})
        object.__setattr__(self, "_known", {})
        self._require_known_rules()
        self._require_one_version()

    def evaluate(self, stage: Stage, facts: Facts) -> Decision:
        """What the law says of these facts at this stage: every reason, the strictest first."""
        places = self.atlas.jurisdictions(facts.places)
        asked = Asked(stage, facts, self.law, self.atlas, places)
        rules, names = self._in_force(stage, facts.day, places)
        reasons = strictest_first(self._reasons(rules, asked), self._rank)
        return Decision(stage, reasons, names)

    def checked(self, rule_ids: Container[str], stage: Stage, facts: Facts) -> frozenset[Reason]:
        """What these rules find by their own checks, holds and status left out."""
        places = self.atlas.jurisdictions(facts.places)
        asked = Asked(stage, facts, self.law, self.atlas, places)
        rules, _ = self._in_force(stage, facts.day, places)
        return frozenset(_checked([r for r in rules if r.id in rule_ids], asked))

    def _in_force(
        self, stage: Stage, day: date, places: frozenset[str]
    ) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
        """The rules that are law at a stage on a day in these places, and all names asked for."""
        key = (stage, day, places)
        if key not in self._known:
            if len(self._known) > _MOST_KNOWN:
                self._known.clear()
            rules = [r for r in self._at[stage] if r.is_in_force(day) and r.reaches(places)]
            coded = () if stage is Stage.RETENTION else self._coded(day)
            names = dict.fromkeys((*coded, *(rule.name for rule in rules)))
            self._known[key] = (tuple(rules), tuple(names))
        return self._known[key]

    def _coded(self, day: date) -> tuple[str, ...]:
        """The rules that act by hold codes and status words, with their versions of the day."""
        if day not in self._names:
            effects = (*self.law.holds.codes.values(), *self.law.holds.statuses.values())
            ids = dict.fromkeys((UNKNOWN, *(effect.rule for effect in effects)))
            self._names[day] = tuple(f"{i}v{self.version(i, day)}" for i in ids)
        return self._names[day]

    def version(self, rule_id: str, day: date) -> int:
        """The version of a rule on that day, or its last one."""
        versions = self._versions[rule_id]
        in_force = [rule for rule in versions if rule.is_in_force(day)]
        return max(rule.version for rule in in_force or versions)

    def citation(self, rule_id: str) -> str:
        """Where a rule comes from."""
        return self._versions[rule_id][0].citation

    def _reasons(self, in_force: Iterable[Rule], asked: Asked) -> Iterator[Reason]:
        for rule_id, said in of_standing(asked):
            version = self.version(rule_id, asked.facts.day)
            yield Reason(rule_id, version, said.severity, said.words, said.hold, True, said.due)
        yield from _checked(in_force, asked)

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
                same = (other.id, other.title) == (rule.id, rule.title)
                if same and _meet(rule, other):
                    raise ConfigError(f"rule {rule.id}: two versions hold on one day in one place")


def _checked(rules: Iterable[Rule], asked: Asked) -> Iterator[Reason]:
    for rule in rules:
        for said in rule.check(asked):
            yield Reason(
                rule.id,
                rule.version,
                said.severity,
                said.words,
                said.hold,
                due=said.due,
                of_source=rule.of_source,
            )


def _meet(one: Rule, other: Rule) -> bool:
    if one.jurisdictions and other.jurisdictions and not one.jurisdictions & other.jurisdictions:
        return False
    first, second = sorted((one, other), key=lambda rule: rule.effective)
    return first.ends is None or first.ends > second.effective
