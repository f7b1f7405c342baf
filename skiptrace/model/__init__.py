"""Frozen types, ports and errors: the nouns every layer shares; standard library only."""
