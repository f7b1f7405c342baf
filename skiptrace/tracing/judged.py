"""What creditor and people said of facts before a trace: known bad, confirmed, or in doubt."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from matching.compare.address.delivery_points import AddressIndex
from matching.compare.address.relate import AddressVerdict, compare_addresses
from matching.compare.contacts import Contact, standing_judgements
from matching.parse.address.form import NormalAddress
from matching.parse.address.read import normalize_address
from matching.parse.email.read import read_email
from matching.parse.phone.read import read_phones
from skiptrace.model.account import NextAction
from skiptrace.model.judgement import AGAINST, Judgement, Verdict, quarantine_words
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import TraceOrder
from skiptrace.model.subject import ContactStatus
from skiptrace.tracing.facts import Fact
from skiptrace.tracing.findings import Background
from skiptrace.tracing.spellings import StoredAddress

_RETURNED = "mail to this address came back"
_MAY_BE_RETURNED = "may be the address that mail came back from, in another spelling"
_MAY_BE_JUDGED = "may be an address in another spelling that was"


def background_of(
    order: TraceOrder, judgements: Sequence[Judgement], stored: Sequence[StoredAddress]
) -> Background:
    """What is known of facts before the trace: by key, and of an address by its delivery point.

    Where the returned address was only insufficient, a fuller or better spelling of it is what is
    wanted: it alone is bad, and it is joined with no other spelling.
    """
    places = {one.key: one.place for one in stored}
    words = standing(judgements, places)
    repairs = order.action is NextAction.REPAIR_ADDRESS
    returned = [] if repairs else list(_returned(order))
    judged = [(places[j.key], _against(j)) for j in _placed(words, places) if _is_against(j)]
    vouched = [(places[j.key], _vouching(j)) for j in _placed(words, places) if _vouches(j)]
    kept = [(places[j.key], quarantine_words(j)) for j in _placed(words, places) if _keeps(j)]
    against = AddressIndex(judged)
    return Background(
        {**known_bad_of(order), **judged_bad(words)},
        doubtful=_doubts(returned, against),
        confirmed=confirmed(words),
        placed_bad=_by_place(AddressIndex([*((place, _RETURNED) for place in returned), *judged])),
        placed_confirmed=_by_place(AddressIndex(vouched)),
        quarantined={(j.kind, j.key): quarantine_words(j) for j in words if _keeps(j)},
        placed_quarantined=_by_place(AddressIndex(kept)),
        stored=stored,
        apart=frozenset(place.key for place in _returned(order)) if repairs else frozenset(),
    )


def standing(
    judgements: Sequence[Judgement], places: Mapping[str, NormalAddress]
) -> list[Judgement]:
    """The judgements that no later one on the same fact, in another spelling, took back."""

    def fact_of(one: Judgement) -> Contact:
        place = places.get(one.key) if one.kind is FindingKind.ADDRESS else None
        return Contact(one.kind, frozenset({one.key}), place)

    return [one for one, _ in standing_judgements(judgements, fact_of)]


def _placed(
    judgements: Sequence[Judgement], places: Mapping[str, NormalAddress]
) -> Iterator[Judgement]:
    return (j for j in judgements if j.kind is FindingKind.ADDRESS and j.key in places)


def _by_place(index: AddressIndex[str]) -> Callable[[Fact], str]:
    """What an index says of the same delivery point as a fact's, or an empty string."""
    return lambda fact: next(iter(index.same(fact.place)), "") if fact.place is not None else ""


def _returned(order: TraceOrder) -> Iterator[NormalAddress]:
    for address in order.subject.addresses:
        if address.status is ContactStatus.BAD:
            yield normalize_address(address.value)


def known_bad_of(order: TraceOrder) -> Mapping[tuple[FindingKind, str], str]:
    """The addresses, phones and e-mails that the creditor already knows to be bad."""
    bad: dict[tuple[FindingKind, str], str] = {}
    for address in order.subject.addresses:
        if address.status is ContactStatus.BAD:
            key = normalize_address(address.value).key
            bad[FindingKind.ADDRESS, key] = _RETURNED
    for phone in order.subject.phones:
        if phone.status is ContactStatus.BAD:
            for number in read_phones(phone.value):
                bad[FindingKind.PHONE, number.e164] = "the number is known to be bad"
    for known in order.subject.emails:
        email = read_email(known.value)
        if known.status is ContactStatus.BAD and email is not None:
            bad[FindingKind.EMAIL, email.key] = "the address is known to be bad"
    return bad


def _doubts(returned: Sequence[NormalAddress], judged: AddressIndex[str]) -> Callable[[Fact], str]:
    """Why an address may be a returned one, or one that was judged bad, in another spelling."""

    def doubtful(fact: Fact) -> str:
        if fact.place is None:
            return ""
        relations = {compare_addresses(fact.place, one).relation for one in returned}
        if AddressVerdict.UNCERTAIN in relations:
            return _MAY_BE_RETURNED
        words = next((words for words, _ in judged.unsure(fact.place)), "")
        return f"{_MAY_BE_JUDGED} {words}" if words else ""

    return doubtful


def _is_against(judgement: Judgement) -> bool:
    return judgement.verdict in AGAINST


def _vouches(judgement: Judgement) -> bool:
    return judgement.verdict is Verdict.RIGHT_PARTY


def _keeps(judgement: Judgement) -> bool:
    return judgement.verdict is Verdict.QUARANTINE


def _against(judgement: Judgement) -> str:
    return f"judged {judgement.verdict} on {judgement.at.date()}"


def _vouching(judgement: Judgement) -> str:
    return f"confirmed by {judgement.actor} on {judgement.at.date()}"


def judged_bad(judgements: Sequence[Judgement]) -> Mapping[tuple[FindingKind, str], str]:
    """The facts that a person judged to be bad or somebody else's."""
    return {(j.kind, j.key): _against(j) for j in judgements if _is_against(j)}


def confirmed(judgements: Sequence[Judgement]) -> Mapping[tuple[FindingKind, str], str]:
    """The facts that a person confirmed to be the subject's."""
    return {(j.kind, j.key): _vouching(j) for j in judgements if _vouches(j)}
