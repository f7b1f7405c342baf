"""Dates: text to partial dates."""
