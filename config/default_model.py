"""Which matching model is used where none is named."""

LINK_MODEL = "person-link-2026-12"
"""Links whole files, whose names can be counted and whose subjects claim records together."""

TRACE_MODEL = "person-trace-2026-12"
"""Traces one account alone; both files lie in config/models."""

ORGANIZATION_MODEL = "organization-link-2026-12"
"""Weighs organisations, in whole files and in traces."""

POPULATION = 20_000
"""How many people the sources cover where nobody says: a town, as both models were made for."""
