"""The error tree that the docstring draws is the tree that the code has."""

from __future__ import annotations

import inspect

from skiptrace.model import errors


def test_every_error_is_in_the_drawn_tree_and_says_what_to_do() -> None:
    drawn = {
        line.split("── ")[1].split(maxsplit=1)[0]: line.split("── ")[1].split(maxsplit=1)[1]
        for line in (errors.__doc__ or "").splitlines()
        if "── " in line
    }
    defined = {
        name: kind
        for name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.SkiptraceError) and kind is not errors.SkiptraceError
    }
    assert drawn.keys() == defined.keys()
    assert all(words.strip() for words in drawn.values())
    assert all(kind.__doc__ for kind in defined.values())
