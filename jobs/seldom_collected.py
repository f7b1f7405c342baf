"""Bulk work makes many objects and few cycles: Python need not look for these at every step."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS = 50_000
"""After so many more objects the collector looks through the new ones; Python says 700."""
_YOUNG, _OLD = 20, 50


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within it cycles are looked for seldom, and not among what was there before.

    A sixth of a night's time went into that. What no cycle holds goes at once, as ever.
    """
    before, is_first = gc.get_threshold(), not gc.get_freeze_count()
    if is_first:
        gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, _YOUNG, _OLD)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if is_first:
            gc.unfreeze()
