"""A source that is asked over HTTP, tried: its examples against what was approved, and every fault.

Each function gives what is wrong, in words; a test asserts that nothing is. `make` makes the
inquiry of an example, since only the gate, and tests, may.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from connectors.base import SourceSettings
from connectors.card import LoadedCard, read_section
from connectors.engine.auth import secrets_of
from connectors.engine.connector import EngineConnector
from connectors.engine.section import EngineSection
from connectors.engine.upload_connector import UploadConnector
from connectors.kit.certificates import client_secrets
from connectors.kit.contract import check_answer
from connectors.kit.examples import (
    Example,
    as_told,
    examples_of,
    keyed,
    options_of,
    replaying,
)
from connectors.kit.faults import Fault, faults_of
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Answer
from skiptrace.model.waterfall import Outcome

Make = Callable[..., Inquiry]
"""Makes an inquiry of a kind of subject and search fields, and of a contact point where one is."""
_NOW = datetime(2026, 1, 1, 6, 0, tzinfo=UTC)
_SECONDS = 30.0
_AT_ONCE = 6


def check_examples(loaded: LoadedCard, make: Make) -> list[str]:
    """What is wrong with the examples of a card: none, none approved, another answer, no hit.

    The expected file of an example that has none is written, for a person to read and approve.
    """
    examples = examples_of(loaded)
    if not examples:
        return [f"{loaded.folder}: a source has at least one file in examples/"]
    faults: list[str] = []
    for example in examples:
        told, broken = _told(loaded, example, make)
        faults += [f"{example.path}: {words}" for words in broken]
        if not example.expected.exists():
            example.expected.write_text(told, encoding="utf-8")
            faults.append(f"{example.expected}: written, to be approved")
        elif told != example.expected.read_text(encoding="utf-8"):
            faults.append(f"{example.path}: the answer is another than the approved one:\n{told}")
    if not faults and Outcome.HIT not in map(_approved, examples):
        faults.append(f"{loaded.folder}: no example whose approved answer is a hit")
    return faults


def check_faults(loaded: LoadedCard, make: Make) -> list[str]:
    """What the answers to every fault break, tried on the first example whose answer is a hit."""
    hits = [one for one in examples_of(loaded) if _approved(one) is Outcome.HIT]
    if not hits:
        return [f"{loaded.folder}: no example whose approved answer is a hit"]
    faults = faults_of(read_section(loaded, EngineSection), hits[0].says)
    with ThreadPoolExecutor(_AT_ONCE) as pool:  # most of the time of a fault is spent waiting
        told = list(pool.map(lambda fault: _try(loaded, hits[0], fault, make), faults))
    return [words for some in told for words in some]


def inquiry_of(example: Example, make: Make) -> Inquiry:
    """The inquiry of an example, about its contact point where it names the day of one."""
    asked, point = example.inquiry, example.inquiry.point
    return make(asked.entity, asked.fields, *((point,) if point is not None else ()))


def _told(loaded: LoadedCard, example: Example, make: Make) -> tuple[str, list[str]]:
    """What left and what came of an example, and what of it breaks the contract."""
    inquiry = inquiry_of(example, make)
    says = [keyed(one, inquiry) for one in example.says]
    with replaying(loaded, says) as running:
        made = connector_of(loaded, example, running.url, _SECONDS)
        (answer,) = made.search([inquiry])
        told = as_told(running.asked, answer).replace(running.url, "https://example.com")
        return told, check_answer(made, inquiry, answer)


def _approved(example: Example) -> Outcome | None:
    """The approved outcome; None for an example that nobody approved yet."""
    text = example.expected.read_text(encoding="utf-8") if example.expected.exists() else ""
    return next((o for o in Outcome if f'"outcome": "{o.value}"' in text), None)


def _try(loaded: LoadedCard, example: Example, fault: Fault, make: Make) -> list[str]:
    changed = dataclasses.replace(loaded, section={**loaded.section, **fault.section})
    inquiry = inquiry_of(example, make)
    is_paid = loaded.card.cost.is_paid
    says = [keyed(one, inquiry) for one in fault.says]
    with replaying(changed, says) as running:
        made = connector_of(changed, example, running.url, fault.seconds)
        (answer,) = made.search([inquiry])
        calls = sum(asked.path == running.asked[0].path for asked in running.asked)
        found = check_answer(made, inquiry, answer)
    allowed = fault.paid if is_paid else fault.free
    if end_of(answer) not in allowed:
        found.append(f"ended as {end_of(answer)} ({answer.reason}), not {sorted(allowed)}")
    if is_paid and calls > 1:
        found.append(f"a paid call left {calls} times")
    if is_paid and answer.outcome is Outcome.BLOCKED and answer.cost:
        found.append("what was not served was billed")
    return [f"{loaded.card.id}, {fault.name}: {words}" for words in found]


def end_of(answer: Answer) -> tuple[Outcome, str]:
    """How an answer ended, as the table of faults says it."""
    if answer.outcome in (Outcome.HIT, Outcome.NO_HIT):
        return answer.outcome, "more than" if "only these were read" in answer.reason else ""
    if answer.outcome is Outcome.PENDING:
        return answer.outcome, ""
    return answer.outcome, answer.reason.partition(":")[0]


def connector_of(
    loaded: LoadedCard, example: Example, url: str, seconds: float
) -> EngineConnector | UploadConnector:
    """The connector of a card that asks the provider of an example, which has so many seconds."""
    section = read_section(loaded, EngineSection)
    secrets = {name: f"test-{name}" for name in {*loaded.secrets, *secrets_of(section.auth)}}
    if section.client is not None:
        secrets |= client_secrets(section.client)
    card = dataclasses.replace(loaded.card, limits=(), timeout_seconds=seconds)
    made = dataclasses.replace(loaded, card=card)
    options = options_of(example, loaded, url)
    settings = SourceSettings(url, Path("unused"), _clock, secrets, options)
    return (EngineConnector if section.upload is None else UploadConnector)(made, settings)


def _clock() -> datetime:
    return _NOW
