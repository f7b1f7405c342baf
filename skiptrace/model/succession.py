"""A subject under other names: each step from one to the next, by the record that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from skiptrace.model.dates import PartialDate
from skiptrace.model.registration import Became
from skiptrace.model.subject import PersonName, RegisterNumber, Subject


@dataclass(frozen=True, slots=True, repr=False)
class Succession:
    """One step: `former` became `name`, as one stored record of a source says.

    `number` is the entry to which it leads, where the record names one, `formed_in` the state of
    formation that stays the same. The record is `record_ref` of `source`, whose bytes are known by
    `snapshot_sha256` and lie there at `locator`. `person` is the name in parts where it is a
    person's.
    """

    became: Became
    former: str
    name: str
    source: str
    record_ref: str
    snapshot_sha256: str
    locator: str
    retrieved: datetime
    number: RegisterNumber | None = None
    formed_in: str = ""
    on: PartialDate | None = None
    person: PersonName | None = None

    @property
    def in_words(self) -> str:
        """The step and the record that says so, in a sentence's words."""
        day = f" on {self.on}" if self.on else ""
        record = f"record {self.record_ref} of {self.source}"
        return f"{self.former} {_WORDS[self.became]} {self.name}{day}, by {record}"


_WORDS = {
    Became.RENAMED: "was renamed to",
    Became.CONVERTED: "was converted to",
    Became.MERGED: "merged into",
    Became.FORMERLY: "was called before",
    Became.ALSO: "is also called",
}


def is_another(steps: Sequence[Succession]) -> bool:
    """Whether the steps lead to another organisation than they start from: one of them merged."""
    return any(step.became is Became.MERGED for step in steps)


def followed(subject: Subject, steps: Sequence[Succession]) -> Subject:
    """The subject as it is known after the steps.

    One that was renamed or converted is the same organisation, and so keeps its numbers. What it
    merged into is another one: it is known by what the record says, and by where and how the
    subject was reached. A person under another name is the same person, with that name in front.
    """
    for step in steps:
        if step.person is not None:
            others = (name for name in subject.names if name != step.person)
            subject = replace(subject, names=(step.person, *others))
            continue
        registered = (step.number,) if step.number else ()
        if step.became is Became.MERGED:
            subject = replace(
                subject, organization=step.name, ein="", former_names=(), trade_names=(),
                registered=registered, formed_in="",
            )  # fmt: skip
        elif step.became is Became.FORMERLY:
            before = tuple(name for name in subject.former_names if name != step.name)
            former = (*before, subject.organization)
            subject = replace(subject, organization=step.name, former_names=former)
        else:
            former = (*subject.former_names, subject.organization)
            subject = replace(
                subject, organization=step.name, former_names=former, formed_in=step.formed_in,
                registered=registered or subject.registered,
            )  # fmt: skip
    return subject
