"""For whoever writes a source: the contract, examples, faults, and a provider on loopback."""

from connectors.kit.contract import (
    check_answer,
    check_answers,
    check_connector,
    personal_words,
)

__all__ = ["check_answer", "check_answers", "check_connector", "personal_words"]
