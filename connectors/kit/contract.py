"""The contract of a connector, for the tests of whoever writes one.

A test calls `check_connector` with a connector and inquiries of every interesting kind and asserts
that nothing came back:

    assert check_connector(connector, [hit, miss]) == []
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from connectors.reading import LONGEST_TEXT, storable
from skiptrace.model import errors
from skiptrace.model.card import ConnectorCard
from skiptrace.model.contact_check import Checked, CheckedPhone
from skiptrace.model.finding import FindingKind
from skiptrace.model.inquiry import Inquiry, PointInquiry, SearchFields
from skiptrace.model.ports import Connector
from skiptrace.model.record import Answer, SourceRecord
from skiptrace.model.waterfall import Outcome

_TROUBLE = frozenset({Outcome.FAILED, Outcome.BLOCKED, Outcome.IN_DOUBT})
_REASON = re.compile(r"(\w+): \S.*", re.DOTALL)
_TELLING = re.compile(r".*\d.*|.{5,}")


def check_connector(connector: Connector, inquiries: Sequence[Inquiry]) -> list[str]:
    """What the connector's answers to these inquiries break of the contract, each in words.

    One answer an inquiry; the outcome earned (a hit has records, no hit has the stored answer that
    says so, trouble has a reason `ErrorClass: words`); provenance complete; nothing yielded that
    the card does not name; cost within the card's; `read` gives what `search` gave; nothing of the
    inquiry in a reason or in the description of a call.
    """
    return check_answers(connector, inquiries, list(connector.search(inquiries)))


def check_answers(
    connector: Connector, inquiries: Sequence[Inquiry], answers: Sequence[Answer]
) -> list[str]:
    """What the answers that a search of these inquiries gave break of the contract, in words."""
    by_id = {inquiry.id: inquiry for inquiry in inquiries}
    faults = list(_check_count(answers, by_id))
    for answer in answers:
        if inquiry := by_id.get(answer.inquiry_id):
            found = check_answer(connector, inquiry, answer)
            faults += [f"inquiry {inquiry.id}: {words}" for words in found]
    return faults


def check_answer(connector: Connector, inquiry: Inquiry, answer: Answer) -> list[str]:
    """What one answer breaks of the contract, each in words."""
    said = check_said(connector.card, inquiry, answer)
    return [*said, *_check_reading(connector, inquiry, answer)]


def check_said(card: ConnectorCard, inquiry: Inquiry, answer: Answer) -> list[str]:
    """What one answer by itself breaks of the contract, each in words."""
    return [
        *_check_outcome(card, inquiry, answer),
        *_check_records(card, inquiry, answer),
        *_check_silence(inquiry, answer),
    ]


def personal_words(fields: SearchFields) -> Iterator[str]:
    """The texts of an inquiry that may stand in no message, in lower case.

    Words of four letters or fewer are left out: a surname can be Page.
    """
    texts: list[str] = [fields.organization, fields.ssn, fields.ssn4, *fields.phones]
    texts += fields.emails
    texts.append(str(fields.dob) if fields.dob else "")
    for name in fields.names:
        texts += [name.given, name.surname, name.original]
    for address in fields.addresses:
        texts += [address.line, address.original]
    yield from {text.lower() for text in texts if _TELLING.fullmatch(text)}


def _check_count(answers: Sequence[Answer], asked: Iterable[str]) -> Iterator[str]:
    counts = Counter(answer.inquiry_id for answer in answers)
    for inquiry_id in asked:
        if counts[inquiry_id] != 1:
            yield f"inquiry {inquiry_id}: {counts[inquiry_id]} answers instead of one"
    for unknown in counts.keys() - set(asked):
        yield f"inquiry {unknown}: answered and never asked"


def _check_outcome(card: ConnectorCard, inquiry: Inquiry, answer: Answer) -> Iterator[str]:
    if card.checks:
        yield from _check_point(card, inquiry, answer)
    elif answer.checked is not None:
        yield "a contact point checked by a source that checks none"
    if answer.outcome is Outcome.HIT and not answer.records and not card.checks:
        yield "a hit without a record"
    if answer.outcome is not Outcome.HIT and answer.records:
        yield f"records with the outcome {answer.outcome}"
    if answer.outcome is Outcome.NO_HIT and not answer.snapshots:
        yield "no hit without the stored answer that earns it"
    if answer.outcome in _TROUBLE and not _is_reason(answer.reason):
        yield "trouble whose reason is not `ErrorClass: words`"
    if not 0 <= answer.cost <= card.cost.ceiling:
        yield "a cost that the card does not allow"


def _check_point(card: ConnectorCard, inquiry: Inquiry, answer: Answer) -> Iterator[str]:
    """A source that checks contact points names nobody, and a hit says something of the point."""
    if answer.records:
        yield "a record from a source that names nobody"
    if answer.outcome is Outcome.HIT and answer.checked is None:
        yield "a hit that says nothing of the contact point"
    if answer.checked is not None:
        if answer.checked.kind not in card.checks:
            yield f"says something of a {answer.checked.kind.value}, which the card does not check"
        if answer.outcome not in (Outcome.HIT, Outcome.NO_HIT):
            yield f"a contact point checked with the outcome {answer.outcome}"
        if not answer.snapshots:
            yield "a contact point checked without the stored answer that says so"
        yield from _check_words(answer.checked, inquiry)


def _check_words(said: Checked, inquiry: Inquiry) -> Iterator[str]:
    """What is said can be stored, and is said as of the day that was asked about."""
    texts = [text for f in fields(said) if isinstance(text := getattr(said, f.name), str)]
    if any(len(text) > LONGEST_TEXT or storable(text) != text for text in texts):
        yield "a text that is too long, or none"
    since = inquiry.point.since if isinstance(inquiry, PointInquiry) else None
    if isinstance(said, CheckedPhone) and said.since != since:
        yield "a contact point checked as of another day than was asked"


def _is_reason(reason: str) -> bool:
    found = _REASON.fullmatch(reason)
    kind = getattr(errors, found[1], None) if found else None
    return isinstance(kind, type) and issubclass(kind, errors.ConnectorError)


def _check_records(card: ConnectorCard, inquiry: Inquiry, answer: Answer) -> Iterator[str]:
    refs = Counter(record.ref for record in answer.records)
    yield from (f"record reference {ref!r} is not unique" for ref in refs if refs[ref] > 1)
    retrieved = {snapshot.sha256: snapshot.retrieved for snapshot in answer.snapshots}
    for record in answer.records:
        found = record.provenance
        if record.source != card.id or found.connector_id != card.id:
            yield f"{found.locator}: the source is not the card's id"
        if found.connector_version != card.version:
            yield f"{found.locator}: the version is not the card's"
        if not record.ref or found.record_ref != record.ref or not found.locator:
            yield f"{found.locator}: reference or locator is missing"
        if found.permit_id != inquiry.permit.id:
            yield f"{found.locator}: the permit is not the inquiry's"
        if retrieved.get(found.snapshot_sha256) != found.retrieved:
            yield f"{found.locator}: no stored answer of that hash and time"
        if not record.names and not record.organization:
            yield f"{found.locator}: a record about nobody"
        for kind in sorted(_kinds(record) - card.yields):
            yield f"{found.locator}: yields {kind}, which the card does not name"


def _kinds(record: SourceRecord) -> set[str]:
    facts = {
        FindingKind.ADDRESS: record.addresses,
        FindingKind.PHONE: record.phones,
        FindingKind.EMAIL: record.emails,
        FindingKind.EMPLOYER: record.employers,
        FindingKind.DECEASED: (record.death,) if record.death else (),
    }
    kinds = {kind.value for kind, found in facts.items() if found}
    return kinds | {indicator.kind.value for indicator in record.indicators}


def _check_reading(connector: Connector, inquiry: Inquiry, answer: Answer) -> Iterator[str]:
    if not answer.snapshots:
        return
    again = connector.read(inquiry, answer.snapshots)
    said = (answer.outcome, answer.records, answer.checked)
    if (again.outcome, again.records, again.checked) != said:
        yield "reading the stored answer again gives another answer"
    if again.cost != answer.cost:
        yield "reading the stored answer again gives another cost"


def _check_silence(inquiry: Inquiry, answer: Answer) -> Iterator[str]:
    said = [answer.reason, *(snapshot.request for snapshot in answer.snapshots)]
    for words in personal_words(inquiry.fields):
        telling = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE)
        if any(telling.search(text) for text in said):
            yield "a reason or a call's description repeats what was asked"
            return
