"""What a recorder's words for documents mean; an unknown word has a kind of its own."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from typing import Annotated

from pydantic import Field, model_validator

from config.loader import Table, shipped
from config.word_meanings import meanings, plain_word


class DocumentKind(StrEnum):
    """What a recorded document does to a parcel.

    A `deed` conveys it from the grantor to the grantee. A `mortgage` burdens the grantor's parcel
    for the lender, a `release` takes such a burden off. The rest neither conveys nor is known to
    burden the one whom the index names.
    """

    DEED = "deed"
    MORTGAGE = "mortgage"
    RELEASE = "release"
    PARTIAL_RELEASE = "partial_release"
    ASSIGNMENT = "assignment"
    LIEN = "lien"
    LIS_PENDENS = "lis_pendens"
    EASEMENT = "easement"
    UNKNOWN = "unknown"


class RecordedDocuments(Table):
    """recorded_documents.toml: the words for each kind of document.

    A consideration of up to `nominal_dollars` is nominal.
    """

    nominal_dollars: Annotated[Decimal, Field(ge=0)]
    words: dict[DocumentKind, tuple[str, ...]]

    @model_validator(mode="after")
    def _one_meaning_a_word(self) -> RecordedDocuments:
        meanings(self.words)
        return self

    @cached_property
    def _meanings(self) -> Mapping[str, DocumentKind]:
        return meanings(self.words)

    def kind(self, written: str) -> DocumentKind:
        """What a recorder's word means, whatever its case and punctuation; else `unknown`."""
        return self._meanings.get(plain_word(written), DocumentKind.UNKNOWN)


@cache
def shipped_recorded_documents() -> RecordedDocuments:
    """The words of config/defaults/recorded_documents.toml."""
    return shipped("recorded_documents.toml", RecordedDocuments)
