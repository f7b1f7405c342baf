"""What recorders' words mean; a word that nobody knows is never a deed."""

from __future__ import annotations

import pytest

from config.loader import parsed
from config.recorded_documents import DocumentKind, RecordedDocuments, shipped_recorded_documents
from skiptrace.model.errors import ConfigError
from tests.tables import each

K = DocumentKind


@each(
    ("word", "kind"),
    [
        ("WARRANTY DEED", K.DEED),
        ("Quit-Claim Deed", K.DEED),
        ("TRUSTEE'S DEED", K.DEED),
        ("DEED", K.DEED),
        ("DEED IN LIEU OF FORECLOSURE", K.DEED),
        ("DEED OF TRUST", K.MORTGAGE),
        ("TRUST DEED", K.MORTGAGE),
        ("DEED TO SECURE DEBT", K.MORTGAGE),
        ("MORTGAGE", K.MORTGAGE),
        ("MTGE", K.MORTGAGE),
        ("M&CON", K.MORTGAGE),
        ("SATISFACTION OF MORTGAGE", K.RELEASE),
        ("DEED OF RECONVEYANCE", K.RELEASE),
        ("SAT", K.RELEASE),
        ("PARTIAL RELEASE", K.PARTIAL_RELEASE),
        ("ASSIGNMENT OF MORTGAGE", K.ASSIGNMENT),
        ("CLAIM OF LIEN", K.LIEN),
        ("LIS PENDENS", K.LIS_PENDENS),
        ("EASEMENT", K.EASEMENT),
        ("ENHANCED LIFE ESTATE DEED", K.UNKNOWN),
        ("DEED RESTRICTION", K.UNKNOWN),
        ("NOTICE OF COMMENCEMENT", K.UNKNOWN),
        ("DEEDS", K.UNKNOWN),
        ("", K.UNKNOWN),
    ],
)
def test_what_a_word_means(word: str, kind: DocumentKind) -> None:
    assert shipped_recorded_documents().kind(word) is kind


def test_a_word_has_one_meaning() -> None:
    text = 'nominal_dollars = 100\n[words]\ndeed = ["Grant Deed"]\nmortgage = ["GRANT-DEED"]\n'
    with pytest.raises(ConfigError, match="'grant deed' stands twice"):
        parsed(text, "own.toml", RecordedDocuments)


def test_every_kind_but_the_unknown_has_words() -> None:
    assert set(shipped_recorded_documents().words) == set(K) - {K.UNKNOWN}
