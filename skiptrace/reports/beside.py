"""Who is named beside the debtor: relatives and associates, as what they are and never as contacts.

A source's relatives do not owe (15 USC 1692c(b)). What the law lets one ask of them is where the
debtor is to be found, once, without a word of a debt (12 CFR 1006.10), and nothing at all once that
is known or a hold restrains contact.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from skiptrace.model.finding import FindingKind, FindingStatus
from skiptrace.model.match import Decision
from skiptrace.model.record import RelationKind, SourceRecord
from skiptrace.reports.content import ReportCase
from skiptrace.reports.wording import source_title

_LOCATING = frozenset({FindingKind.ADDRESS, FindingKind.PHONE})
LOCATION_ONLY = (
    "may be asked once for the debtor's address, phone there and employer, without a word of the "
    "debt or the creditor (R02, R03)"
)
KNOWN_ALREADY = "is not to be asked: where the debtor is found is known (R04)"


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody whom a source names beside the debtor; `word` is the source's own for it.

    `use` says what the law lets one do, in words.
    """

    name: str
    kind: RelationKind
    word: str
    sources: tuple[str, ...]
    use: str


@dataclass(frozen=True, slots=True)
class ReportedAge:
    """How old a source says the debtor is, on the day it was asked."""

    years: int
    source: str
    on: str


def people_beside(case: ReportCase) -> tuple[Beside, ...]:
    """Whom the records taken for the subject's name; nobody where contact is barred."""
    if FindingKind.ADDRESS in case.barred:
        return ()
    use = KNOWN_ALREADY if _is_located(case) else LOCATION_ONLY
    named: dict[tuple[RelationKind, str, str], dict[str, None]] = {}
    for kind, name, word, source in _named(case):
        named.setdefault((kind, name, word), {})[source] = None
    found = (Beside(n, k, w, tuple(sources), use) for (k, n, w), sources in named.items())
    return tuple(sorted(found, key=lambda b: (b.kind is RelationKind.ASSOCIATE, b.name, b.word)))


def reported_ages(case: ReportCase) -> tuple[ReportedAge, ...]:
    """The ages that the records taken for the subject's give, once for each source and day."""
    ages = {
        ReportedAge(record.age, _title(case, record.provenance.connector_id), str(day)): None
        for record in _taken(case)
        if record.age is not None
        for day in [record.provenance.retrieved.date()]
    }
    return tuple(sorted(ages, key=lambda age: (age.on, age.source, age.years), reverse=True))


def _is_located(case: ReportCase) -> bool:
    verified = (f for f in case.findings if f.status is FindingStatus.VERIFIED)
    return any(finding.kind in _LOCATING for finding in verified)


def _named(case: ReportCase) -> Iterator[tuple[RelationKind, str, str, str]]:
    for record in _taken(case):
        source = _title(case, record.provenance.connector_id)
        for one in record.relations:
            yield one.kind, one.name.full or one.name.original, one.word.lower(), source


def _taken(case: ReportCase) -> Iterator[SourceRecord]:
    accepted = (c for c in case.candidates.values() if c.decision is Decision.ACCEPT)
    yield from (candidate.record for candidate in accepted)


def _title(case: ReportCase, connector_id: str) -> str:
    return source_title(case.cards, connector_id)
