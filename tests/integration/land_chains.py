"""Records of sources about one parcel, and the asset report on a subject of whom they tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from candidates import make_candidate, make_record, seen
from orders import NOW, SUBJECT, make_order

from config.reliability import shipped_reliability
from connectors.sandbox.fiction import NUMBERS
from skiptrace.model.asset import Jurisdiction
from skiptrace.model.kinds import FindingKind
from skiptrace.model.match import Candidate, Decision
from skiptrace.model.record import Indicator
from skiptrace.model.subject import EntityKind, PersonName, Subject
from skiptrace.reports.asset_report import build_asset_report
from skiptrace.reports.content import AssetReport, Line, ReportCase
from skiptrace.tracing.confidence import Confidence
from skiptrace.tracing.facts import FactReader
from skiptrace.tracing.findings import Background, FindingMaker, FindingPolicy
from skiptrace.tracing.land import CountyRoll, LandKnown

ME, SPOUSE = "HOLLOWAY DANA Q", "HOLLOWAY MARK"
BUILDER, BUYER, OTHER = "CALUSA LAND CO", "ROE RITA", "LEE BO"
BANK, FIRM = "PALM COASTAL BANK NA", "ACME HOMES LLC"
PLACES = {
    "recorder": "US-FL-Calusa Ferry",
    "roll": "US-FL-Calusa Ferry",
    "elsewhere": "US-FL-Osceola Ridge",
    "statewide": "US-FL",
    "corporate": "US-FL",
}
HELD, SOLD, DOUBT = "real_property", "conveyed", "unconfirmed"
NOWHERE = {"street": "", "city": "", "zip": ""}
AT = {"street": "9 OAK AVE", "city": "LAKE ORLENA", "zip": "34821"}


@dataclass(frozen=True)
class Said:
    """One record of one source that names the subject, and whether it is taken."""

    source: str
    indicator: Indicator
    decision: Decision = Decision.ACCEPT
    name: PersonName = field(default_factory=lambda: PersonName("DANA", "Q", "HOLLOWAY"))
    firm: str = ""

    def candidate(self) -> Candidate:
        ref = (
            f"{self.indicator.detail.get('document', 'roll')}/{self.indicator.detail.get('party')}"
        )
        whose = {"names": (self.name,)} if not self.firm else {
            "names": (), "organization": self.firm, "kind": EntityKind.ORGANIZATION,
        }  # fmt: skip
        record = make_record(self.source, ref, indicators=(self.indicator,), **whose)
        probability = {Decision.ACCEPT: 0.999, Decision.REVIEW: 0.8}.get(self.decision, 0.01)
        return make_candidate(record, probability, self.decision)


def deed(number: str, on: str, grantor: str, grantee: str, **more: Any) -> Said:
    """A deed that the recorder's index has under the subject, who is on the side that bears ME."""
    source, decision = more.pop("source", "recorder"), more.pop("decision", Decision.ACCEPT)
    parcel, name = more.pop("parcel", "P-7"), more.pop("name", None)
    said = {
        "document": number, "document_type": "WARRANTY DEED", "grantor": grantor,
        "grantee": grantee, "party": "grantor" if "DANA" in grantor else "grantee",
        "amount": "180000", **AT, **more,
    }  # fmt: skip
    kept = {term: text for term, text in said.items() if text}
    indicator = Indicator(FindingKind.REAL_PROPERTY, "deed", parcel, seen(on) if on else None, kept)
    one = Said(source, indicator, decision)
    return replace(one, name=name) if name else one


def roll(year: str = "2026", since: str = "2019-05-01", **more: Any) -> Said:
    """A parcel on the county's roll of that year under the subject's name."""
    source, parcel = more.pop("source", "roll"), more.pop("parcel", "P 7")
    decision, name = more.pop("decision", Decision.ACCEPT), more.pop("name", None)
    said = {
        "owner_1": ME, "tax_year": year, "assessed_value": "210500", "homestead": "Y",
        "deed_date": since, **AT, **more,
    }  # fmt: skip
    kept = {term: text for term, text in said.items() if text}
    one = Said(source, Indicator(FindingKind.REAL_PROPERTY, "parcel", parcel, None, kept), decision)
    return replace(one, name=name) if name else one


def loan(number: str = "M-1", on: str = "2019-05-02", **more: Any) -> Said:
    return deed(number, on, ME, BANK, document_type="MORTGAGE", amount="144000", **more)


def paid(number: str = "S-1", on: str = "2023-01-02", **more: Any) -> Said:
    said = {"document_type": "SATISFACTION OF MORTGAGE", "amount": "", **more}
    return deed(number, on, BANK, ME, **said)


def company(name: str, role: str) -> Said:
    detail = {"entity": name, "role": role, "status": "active"}
    indicator = Indicator(FindingKind.BUSINESS_INTEREST, f"{role} of {name}", "L-1", None, detail)
    return Said("corporate", indicator)


def report_on(
    said: Sequence[Said], rolls: Sequence[str] = (), subject: Subject = SUBJECT
) -> AssetReport:
    """The asset report on the subject of whom the sources said that."""
    confidence = Confidence(shipped_reliability(), {})
    maker = FindingMaker(
        FactReader(NUMBERS.phones, PLACES),
        confidence,
        FindingPolicy(verified=0.90, fresh_years=3),
        lambda data: sha256(data).hexdigest(),
    )
    known = LandKnown(rolls=tuple(CountyRoll(i, Jurisdiction.read(PLACES[i])) for i in rolls))
    order = make_order(subject=subject)
    findings = maker.findings(order, [s.candidate() for s in said], Background({}, land=known))
    return build_asset_report(ReportCase(order, findings, (), (), {}, NOW))


def parcels(report: AssetReport) -> dict[tuple[str, str], Line]:
    """The lines of parcels by section and parcel number."""
    sections = [*report.sections, report.unconfirmed]
    return {
        (section.code, fact.value): line
        for section in sections
        for line in section.lines
        for fact in line.facts[:1]
    }
