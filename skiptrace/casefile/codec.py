"""Model values as JSON bytes and back: what is sealed can be read again field for field.

Fields that a later model adds are read with their defaults; fields it no longer has are left.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from skiptrace.model.account import Account
from skiptrace.model.contact_check import CheckedAddress, CheckedPhone
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import CaseFileError
from skiptrace.model.evidence import Evidence
from skiptrace.model.order import TraceOrder
from skiptrace.model.receipt import Change
from skiptrace.model.record import SourceRecord
from skiptrace.model.subject import KnownContact, PersonName, PostalAddress, Subject
from skiptrace.model.title import Title

T = TypeVar("T")


class Codec(Generic[T]):
    """Writes and reads values of one model type; `decode(encode(value)) == value`.

    Raises CaseFileError for a value not of that type, naming the type and never the value.
    """

    def __init__(self, kind: type[T]) -> None:
        self._name = getattr(kind, "__name__", str(kind))
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def encode(self, value: T) -> bytes:
        """The value as compact JSON in UTF-8."""
        try:
            return self._adapter.dump_json(value, warnings="error")
        except PydanticSerializationError:
            raise CaseFileError(f"{self._name}: a field is not of its declared type") from None

    def said(self, value: T) -> str:
        """What the value says beyond its defaults, as JSON.

        A field that the model gains later, with a default, does not change it.
        """
        try:
            text = self._adapter.dump_json(value, warnings="error", exclude_defaults=True)
        except PydanticSerializationError:
            raise CaseFileError(f"{self._name}: a field is not of its declared type") from None
        return text.decode()

    def decode(self, text: bytes) -> T:
        """The value that was encoded."""
        try:
            return self._adapter.validate_json(text)
        except ValidationError as error:
            places = sorted({".".join(map(str, line["loc"])) for line in error.errors()})
            raise CaseFileError(
                f"{self._name}: stored fields cannot be read: {', '.join(places)}"
            ) from None


ACCOUNT = Codec(Account)
SUBJECT = Codec(Subject)
PARTIAL_DATE = Codec(PartialDate)
NAME = Codec(PersonName)
ADDRESS = Codec(KnownContact[PostalAddress])
CONTACT = Codec(KnownContact[str])
ORDER = Codec(TraceOrder)
RECORD = Codec(SourceRecord)
EVIDENCE = Codec(Evidence)
TITLE = Codec(Title)
CHECKED: Codec[CheckedPhone | CheckedAddress] = Codec(CheckedPhone | CheckedAddress)  # type: ignore[arg-type]
CHANGE = Codec(Change)
