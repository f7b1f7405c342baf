"""Which matching model is used where none is named."""

DEFAULT_MODEL = "person-glass-2-2026-11"
"""Its file lies in config/models."""
