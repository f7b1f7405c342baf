"""A parcel in the asset report: its facts for counsel, and the chain of its deeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from skiptrace.model.asset import Deed, PartyRole
from skiptrace.model.finding import Finding
from skiptrace.model.title import Conveyance, Holding, Title
from skiptrace.reports.asset_burdens import beside_parcel, mortgages_on
from skiptrace.reports.asset_lines import finding_line
from skiptrace.reports.asset_sections import SectionWriter
from skiptrace.reports.asset_words import EXEMPT, is_parcel, remarks
from skiptrace.reports.content import Field, Line
from skiptrace.reports.wording import NOT_GIVEN, money_words

_HOLDINGS = {
    Holding.HELD: "the subject, as far as the records go",
    Holding.CONVEYED: "no longer the subject",
    Holding.UNCLEAR: "unclear",
}


def parcel_line(finding: Finding, status: str, desk: SectionWriter) -> Line:
    """The line of a parcel, led by its facts; any other line as it is."""
    line = finding_line(finding, status, desk.exhibits, desk.mask)
    if finding.title is None:
        return replace(line, details=(*line.details, *beside_parcel(finding, desk)))
    facts = tuple(
        Field(label, desk.mask.text(value)) for label, value in _facts(finding, finding.title, desk)
    )
    details = (*_details(finding, finding.title, desk), *beside_parcel(finding, desk))
    return replace(line, facts=facts, details=details)


def _facts(finding: Finding, title: Title, desk: SectionWriter) -> Iterator[tuple[str, str]]:
    """What counsel reads first; a source's silence is told as such."""
    yield "Parcel number", title.ref.number or NOT_GIVEN
    yield "County", ", ".join(filter(None, (title.ref.county, title.ref.state))) or NOT_GIVEN
    yield "Situs", title.ref.address or NOT_GIVEN
    yield "Current owner of record", _owner(title)
    yield "Held by", _held(title)
    year = f", tax year {title.tax_year}" if title.tax_year else ", tax year not given"
    yield "Assessed value", money_words(title.assessed) + year if title.assessed else NOT_GIVEN
    yield "Homestead", {True: "yes", False: "no", None: NOT_GIVEN}[title.homestead]
    yield "Recorded mortgages", mortgages_on(finding, desk)
    for one in title.deeds_out:
        yield "Conveyed", _conveyed(one)


def _owner(title: Title) -> str:
    return f"{'; '.join(title.owners)} ({title.owners_by})" if title.owners else NOT_GIVEN


def _held(title: Title) -> str:
    as_of = f"latest record of {title.as_of}" if title.as_of else "no record bears a date"
    return f"{_HOLDINGS[title.holding]}; {as_of}"


def _conveyed(one: Conveyance) -> str:
    """A deed away as a fact: when, to whom, for what; what it means is counsel's to say."""
    deed = one.deed
    on = f"on {deed.recorded}" if deed.recorded else "on a day that is not given"
    to = "; ".join(deed.named(PartyRole.GRANTEE)) or f"grantee {NOT_GIVEN}"
    words = [f"{on} to {to}", f"stated consideration {_consideration(one)}", _document(deed)]
    return ", ".join(filter(None, (*words, one.connection)))


def _consideration(one: Conveyance) -> str:
    money = one.deed.amount
    if money is None:
        return NOT_GIVEN
    return f"{money_words(money)} (nominal)" if one.is_nominal else money_words(money)


def _details(finding: Finding, title: Title, desk: SectionWriter) -> Sequence[str]:
    """The deeds to the subject, the land use, the homestead caution, and each source's remarks."""
    found: dict[str, None] = {}
    for one in title.deeds_in:
        source = "; ".join(one.deed.named(PartyRole.GRANTOR)) or NOT_GIVEN
        on = f"recorded {one.deed.recorded}" if one.deed.recorded else "without a date"
        words = f"acquired by deed {on} from {source}, stated consideration {_consideration(one)}"
        found[desk.mask.text(f"{words}, {_document(one.deed)}")] = None
    if title.land_use:
        found[desk.mask.text(f"land use: {title.land_use}")] = None
    if title.homestead:
        found[EXEMPT] = None
    for row in finding.evidence:
        if row.asset is not None and is_parcel(row.asset):
            found |= dict.fromkeys(remarks(row.asset.remarks, desk.mask))
    return tuple(found)


def _document(deed: Deed) -> str:
    word = deed.word or "document of unknown type"
    return f"{word}, document {deed.number or NOT_GIVEN}"
