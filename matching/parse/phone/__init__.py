"""Telephone numbers: text to parsed values."""
