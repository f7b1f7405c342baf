"""Every card of a source that is asked by files keeps its word, over a real SFTP server.

Such a card is found here by itself. It needs an example with an approved answer; an expected file
that is missing is written, and then the test fails.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.card import LoadedCard, read_section
from connectors.files.layout import FilesSection
from connectors.files.request import RequestWriter
from connectors.kit.examples import examples_of
from connectors.kit.files_tried import (
    check_file_examples,
    check_file_faults,
    faults_of_reply,
)
from connectors.kit.tried import Make
from connectors.registry import discover
from skiptrace.model.card import ConnectorKind
from skiptrace.model.inquiry import Inquiry, SearchFields
from skiptrace.model.subject import EntityKind
from tests.contract.test_every_card import barely
from tests.inquiries import NOW, certified_for, make_inquiry

ROOT = Path(__file__).parents[2]
CARDS = discover([ROOT / "tests" / "contract" / "cards"], ["sandbox"]).cards
BY_FILES = sorted(i for i, loaded in CARDS.items() if loaded.card.kind is ConnectorKind.FILES)
KEY = "0123456789abcdef0123456789abcdef"


def made(entity: EntityKind, fields: SearchFields) -> Inquiry:
    """An inquiry with an id as the gate gives them."""
    filled = {name: getattr(fields, name) for name in fields.filled()}
    return make_inquiry(KEY, entity=entity, **filled)


def made_for(loaded: LoadedCard) -> Make:
    """Makes inquiries on purposes that the source has codes for."""
    return lambda *asked: certified_for(loaded.card, made(*asked))


@pytest.mark.parametrize("card_id", BY_FILES)
def test_the_examples_of_a_card_are_approved(card_id: str) -> None:
    assert check_file_examples(CARDS[card_id], made_for(CARDS[card_id])) == []


@pytest.mark.parametrize("card_id", BY_FILES)
def test_every_fault_of_a_reply_has_its_outcome(card_id: str) -> None:
    loaded = CARDS[card_id]
    section = read_section(loaded, FilesSection)
    assert len(list(faults_of_reply(section, examples_of(loaded)[0].says[0].raw))) >= 6
    assert check_file_faults(loaded, made_for(loaded)) == []


@pytest.mark.parametrize("card_id", BY_FILES)
def test_what_a_card_needs_is_enough_for_a_row(card_id: str) -> None:
    """So that no money is set aside for a question that then is not written."""
    loaded = CARDS[card_id]
    writer = RequestWriter(read_section(loaded, FilesSection).request, {})
    for need in loaded.card.requires:
        assert writer.row(certified_for(loaded.card, barely(need)), NOW.date())
