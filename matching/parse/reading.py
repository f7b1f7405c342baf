"""Which reading of names and addresses this is, for whoever keeps what was read."""

from __future__ import annotations

READING = "2026-11-30.6"
"""The day on which what texts are read as changed last, and which change of that day it was.

A loaded register is read anew under it.
"""
