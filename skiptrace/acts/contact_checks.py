"""One number or address checked now, at sources that name nobody.

Leave is asked, and noted, before anything is looked for; the check then works in transactions of
its own, for none may be open while a source answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from jobs.contact_checks import CheckedNow, ContactChecks
from jobs.obligors import obligors_of
from skiptrace.acts.office import Doing, Office
from skiptrace.app.build import checking, earlier, order_form, workplace
from skiptrace.app.fiction import numbers_of
from skiptrace.app.sources import cards
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.contact_check import ContactPoint
from skiptrace.model.errors import CaseFileError, ConfigError
from skiptrace.model.kinds import FindingKind
from skiptrace.model.order import Scope
from skiptrace.model.waterfall import StepOutcome
from skiptrace.reports.checked import check_words
from skiptrace.reports.wording import source_title
from skiptrace.tracing.points import known_since, point_of

_EXPECTED = {
    FindingKind.PHONE: "the number cannot be read: expected one that can be called",
    FindingKind.ADDRESS: "the address cannot be read: expected street, town, state and ZIP code",
}


@dataclass(frozen=True, slots=True)
class CheckAsked:
    """What is to be checked for an account, by its number: a `value`, or a finding of the account.

    `since` is the last day on which a number is known to have been the debtor's, by default the
    one that the finding's sources tell. `obligor` is the number of the one obligor it is asked for,
    by default the first who owes. `again` buys anew what was bought of late. `purposes` and
    `budget` are the settings' unless given.
    """

    account: str
    kind: FindingKind
    as_of: date
    value: str = ""
    finding_id: str = ""
    since: date | None = None
    obligor: int | None = None
    again: bool = False
    purposes: frozenset[str] = frozenset()
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CheckView:
    """What was said of a contact point, source by source, and every source that was asked.

    `is_told` says that at least one source answered, `is_refused` that the rules let none be asked.
    """

    account: str
    kind: FindingKind
    value: str
    order_id: str
    said: tuple[str, ...]
    trouble: str
    steps: tuple[StepOutcome, ...]
    sources: tuple[str, ...]
    cost: Decimal
    is_told: bool
    is_refused: bool


def check_contact(office: Office, actor: Actor, asked: CheckAsked) -> CheckView:
    """Check one contact point.

    Raises CaseFileError for a value that cannot be read and a finding that the account does not
    have, ConfigError where no source that checks it is enabled.
    """
    settings = office.installation.settings.trace
    form = order_form(office.policy, settings, Scope.CHECK, (actor.signature, asked.as_of))
    form = replace(
        form,
        purposes=asked.purposes or form.purposes,
        budget=form.budget if asked.budget is None else asked.budget,
        anew=asked.again,
    )
    with office.doing(actor, Act.CHECK_CONTACT) as done:
        done.about(asked.account)
        point = _point(office, done, asked)
        words = (
            f"{asked.kind.value} of {asked.finding_id}" if asked.finding_id else asked.kind.value
        )
        done.note(purposes=tuple(sorted(form.purposes)), fields=(asked.kind.value,), text=words)
    entries = earlier(office.installation, office.case).obligors(asked.account)
    entry = obligors_of(entries, asked.obligor).asked[0].entry
    with office.sources(office.installation, office.case) as sources:
        asking = checking(office.installation, office.case, office.keyring, sources)
        if asked.kind not in asking.kinds:
            raise ConfigError(
                f"no source that checks a {asked.kind.value} is enabled in a `checks`"
            )
        place = workplace(office.installation, office.case)
        made = ContactChecks(office.case, asking, place).check(entry, form, [point])
    return _view(office, asked, point, made)


def _point(office: Office, done: Doing, asked: CheckAsked) -> ContactPoint:
    phones = numbers_of(office.installation).phones
    if not asked.finding_id:
        point = point_of(asked.kind, asked.value, phones)
        if point is None:
            raise CaseFileError(_EXPECTED[asked.kind])
        return replace(point, since=asked.since)
    finding = office.case.findings.get(done.tx, asked.finding_id)
    account_id = done.account.id if done.account is not None else ""
    if finding is None or finding.account_id != account_id or finding.kind is not asked.kind:
        raise CaseFileError(f"the account has no such finding of a {asked.kind.value}")
    point = point_of(finding.kind, finding.value, phones)
    if point is None:
        raise CaseFileError(_EXPECTED[asked.kind])
    return replace(point, key=finding.key, since=asked.since or known_since(finding))


def _view(office: Office, asked: CheckAsked, point: ContactPoint, made: CheckedNow) -> CheckView:
    known = cards(office.installation)
    value = point.value if isinstance(point.value, str) else point.value.one_line
    troubles = [one.said.trouble for one in made.said if one.said is not None and one.said.trouble]
    return CheckView(
        account=asked.account,
        kind=asked.kind,
        value=value,
        order_id=made.order.id,
        said=tuple(check_words(one, known) for one in made.said),
        trouble=next(iter(troubles), ""),
        steps=made.steps,
        sources=tuple(source_title(known, step.connector_id) for step in made.steps),
        cost=sum((step.cost for step in made.steps), Decimal(0)),
        is_told=bool(made.said),
        is_refused=bool(made.steps) and all(step.rule for step in made.steps),
    )
