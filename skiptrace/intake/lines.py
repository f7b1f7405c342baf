"""Physical lines of a text stream, each of bounded length."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its ending; `cut` when it was longer than the bound and its rest is dropped."""

    number: int
    text: str
    cut: bool = False


def bounded_lines(stream: TextIO, most: int) -> Iterator[Line]:
    """The lines of a stream opened with newline="", numbered from 1; LF, CRLF and CR end a line."""
    number = 0
    while text := stream.readline(most):
        number += 1
        cut = len(text) == most and text[-1] not in "\r\n"
        yield Line(number, text, cut)
        while cut and text and text[-1] not in "\r\n":
            text = stream.readline(most)
