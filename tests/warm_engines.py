"""Engines of one kind of database share what they compiled, as those of one long process do.

Every case file that is opened has an engine of its own; compiling each statement anew took a fifth
of the suite.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, create_engine

from skiptrace.casefile import engine


@contextmanager
def warm_engines() -> Iterator[None]:
    """Within it engines of one kind of database share what they compiled."""
    first: dict[str, Engine] = {}

    def created(*args: Any, **settings: Any) -> Engine:
        made = create_engine(*args, **settings)
        known = first.get(made.dialect.name)
        if known is None or not vars(known.dialect).get("default_isolation_level"):
            first[made.dialect.name] = made  # one that never connected has nothing to share
        else:
            made.dialect, made._compiled_cache = known.dialect, known._compiled_cache
        return made

    with patch.object(engine, "create_engine", created):
        yield
