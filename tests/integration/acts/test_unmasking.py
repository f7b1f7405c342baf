"""A masked field in full: to the legal role, with a reason, field by field, and on the record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from skiptrace.acts.unmasking import Masked, UnmaskAsked, unmask
from skiptrace.casefile.case import CaseFile
from skiptrace.model.errors import CaseFileError, NotAllowed
from skiptrace.model.subject import EntityKind, Subject
from tests.integration.acts.standing import add, at_work, number, office
from tests.integration.acts.test_allowed import register
from tests.integration.casefile.samples import make_entry

WHY = "service of process"
FIRM = Subject(
    "", EntityKind.ORGANIZATION, organization="LARKSPUR HOLLOW DAIRY LLC", ein="123456789"
)


@pytest.mark.parametrize(
    ("change", "field", "shown"),
    [
        ({"ssn": "900112299", "ssn4": ""}, Masked.SSN, "900112299"),
        ({"ssn": "", "ssn4": "2299"}, Masked.SSN, "2299"),
        ({"ssn": "", "ssn4": ""}, Masked.SSN, ""),
        ({"ssn": "900112299"}, Masked.EIN, ""),
    ],
)
def test_a_field_is_shown_as_it_was_given_and_no_other(
    case: CaseFile, change: dict[str, str], field: Masked, shown: str
) -> None:
    entry = make_entry(1)
    add(case, replace(entry, subject=replace(entry.subject, **change), holds=()))
    legal, asked = at_work(register(case, "legal", "legal")), UnmaskAsked(number(1), 1, WHY, field)
    if not shown:
        with pytest.raises(CaseFileError, match=f"no {field} of that obligor"):
            unmask(office(case), legal, asked)
        return
    assert unmask(office(case), legal, asked) == shown
    with case.read() as tx:
        event = list(case.audit.export(tx))[-1]
    assert (event["kind"], event["fields"]) == ("accounts.unmask", [field.value])
    assert WHY in event["text"] and shown not in str(event)


def test_an_organisations_number_is_a_field_of_its_own(case: CaseFile) -> None:
    add(case, replace(make_entry(1), subject=FIRM, holds=()))
    legal = at_work(register(case, "legal", "legal"))
    asked = UnmaskAsked(number(1), 1, WHY, Masked.EIN)
    assert unmask(office(case), legal, asked) == FIRM.ein
    with pytest.raises(CaseFileError, match="no ssn of that obligor"):
        unmask(office(case), legal, replace(asked, field=Masked.SSN))


def test_no_other_role_unmasks_a_field(case: CaseFile) -> None:
    add(case, replace(make_entry(1), subject=FIRM, holds=()))
    for role in ("collector", "compliance", "administrator", "auditor", "service"):
        who = at_work(register(case, role, role))
        with pytest.raises(NotAllowed):
            unmask(office(case), who, UnmaskAsked(number(1), 1, WHY, Masked.EIN))
