"""Exit codes of the command line; they are a promise."""

from enum import IntEnum


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    REFUSED = 3
    DONE_WITH_FAILURES = 4
