"""Organisations' names: text to parsed value."""
