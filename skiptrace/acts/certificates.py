"""Certificates of disposals are shown, and held against the record that is there today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from skiptrace.acts.office import Office
from skiptrace.acts.retention import DISPOSED
from skiptrace.casefile.certificates import Certificate
from skiptrace.casefile.statements import Tx
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.audit import AuditQuestion
from skiptrace.model.errors import CaseFileError


@dataclass(frozen=True, slots=True)
class Checked:
    """One certificate and what speaks against it; nothing where it is proof.

    `certificate` is None for a file that holds none. `file` is the printed one's name.
    """

    certificate: Certificate | None
    faults: tuple[str, ...]
    file: str = ""


def check_certificates(office: Office, actor: Actor) -> list[Checked]:
    """Every certificate of the case file, oldest first, held against trail and keys."""
    with office.doing(actor, Act.PLAN_DISPOSAL) as done:
        stored = _stored(office, done.tx)
        return [Checked(one, _faults(office, done.tx, one)) for one in stored.values()]


def check_files(office: Office, actor: Actor, files: Sequence[Path]) -> list[Checked]:
    """Printed certificates held against the case file's, and these against trail and keys."""
    with office.doing(actor, Act.PLAN_DISPOSAL) as done:
        stored = _stored(office, done.tx)
        return [_file(office, done.tx, stored, path) for path in files]


def _file(office: Office, tx: Tx, stored: Mapping[str, Certificate], path: Path) -> Checked:
    try:
        printed = Certificate.of(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, CaseFileError) as error:
        reason = str(error) if isinstance(error, CaseFileError) else type(error).__name__
        return Checked(None, (f"{path.name}: {reason}",), path.name)
    own = stored.get(printed.id)
    if own is None:
        return Checked(printed, (f"{printed.id} is not in the case file",), path.name)
    if own != printed:
        return Checked(printed, (f"{path.name} says otherwise than the case file",), path.name)
    return Checked(printed, _faults(office, tx, own), path.name)


def _stored(office: Office, tx: Tx) -> dict[str, Certificate]:
    found = map(Certificate.of, office.case.disposals.certificates(tx))
    return {one.id: one for one in found}


def _faults(office: Office, tx: Tx, one: Certificate) -> tuple[str, ...]:
    """What speaks against a certificate: no event tells of it, or its keys are there."""
    asked = AuditQuestion(accounts=(one.account_id,), kinds=(DISPOSED,))
    told = [event.text for event in office.case.audit.events(tx, asked)]
    faults = []
    if not any(one.id in text and one.digest in text for text in told):
        faults.append("no event of the audit trail tells of it")
    if there := office.case.disposals.keys_there(tx, one.keys):
        faults.append(
            f"{len(there)} of its {len(one.keys)} keys are there: were rows of a backup put back?"
        )
    return tuple(faults)
