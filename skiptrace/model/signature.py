"""The signature of a permit: a connector lets nothing leave that the gate did not permit to it."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, TypeAlias, cast

from skiptrace.model.errors import PermitForged
from skiptrace.model.inquiry import Inquiry, Permit

Check: TypeAlias = Callable[[Inquiry, str], None]
"""Asked by the connector of that id before an inquiry leaves it; raises PermitForged."""
Asked: TypeAlias = tuple[Any, ...]
"""What an inquiry is beside its permit: its id, the kind of subject, what is asked, its point."""


def unchecked(inquiry: Inquiry, connector_id: str) -> None:
    """The check of a connector that stands alone, outside any installation."""


def nothing_leaves(inquiry: Inquiry, connector_id: str) -> None:
    """The check where there are no keys, so that no inquiry can be told from a forged one."""
    raise PermitForged("opened without the case file's keys: nothing may leave")


@dataclass(frozen=True, slots=True)
class PermitSigner:
    """Signs what the gate permits and tells it from anything else.

    `digest` is HMAC-SHA256 (RFC 2104) under a key of the case file that serves nothing else. Signed
    is the whole inquiry: its id, what is asked about whom, and every word of the permit.
    """

    digest: Callable[[bytes], bytes]

    def signed(self, permit: Permit, asked: Asked) -> Permit:
        """The permit with its signature, for what is asked by it."""
        return replace(permit, signature=self._signature(permit, asked))

    def check(self, inquiry: Inquiry, connector_id: str) -> None:
        """Raises PermitForged unless the gate permitted just this inquiry to that connector."""
        permit = inquiry.permit
        asked = tuple(getattr(inquiry, f.name) for f in fields(inquiry) if f.name != "permit")
        if not hmac.compare_digest(permit.signature, self._signature(permit, asked)):
            raise PermitForged("the inquiry is not one that the gate permitted")
        if permit.connector_id != connector_id:
            raise PermitForged("the inquiry was permitted for another source")

    def _signature(self, permit: Permit, asked: Asked) -> str:
        words = [*asked, _SIGNED_OF_PERMIT(permit)]
        return self.digest(json.dumps(words, default=_plain).encode()).hex()


_SIGNED_OF_PERMIT = attrgetter(*(f.name for f in fields(Permit) if f.name != "signature"))


@cache
def _parts(kind: Hashable) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(f.name for f in fields(cast("type[Any]", kind))))


def _plain(value: Any) -> Any:
    """A value of the model as JSON can write it; two values that differ are written apart."""
    if is_dataclass(value):
        kind = type(value)
        return [kind.__name__, *_parts(cast("Hashable", kind))(value)]
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__}: no part of an inquiry can be of this type")
