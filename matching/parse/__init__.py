"""Normalisers: what a source wrote, brought to one form; they never raise on any text."""
