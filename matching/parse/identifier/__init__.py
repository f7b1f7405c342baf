"""Identifiers: text to parsed value."""
