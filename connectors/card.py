"""Reads card.toml: what a source is, as strict TOML; an unknown key is an error, never ignored."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from skiptrace.model.card import (
    PARTS,
    ConnectorCard,
    ConnectorKind,
    Cost,
    Limit,
    Recipient,
    Verification,
)
from skiptrace.model.errors import ConfigError
from skiptrace.model.finding import FindingKind

FieldName = Literal[
    "names", "organization", "dob", "ssn", "ssn4", "ein", "addresses", "phones", "emails"
]  # the fields of SearchFields; a test holds the two together
CheckedKind = Literal[FindingKind.ADDRESS, FindingKind.PHONE]
_FIELD_OF: Mapping[FindingKind, str] = {
    FindingKind.ADDRESS: "addresses",
    FindingKind.PHONE: "phones",
}
Text = Annotated[str, Field(min_length=1)]
NoMatch = Literal["absent", "unknown"]
"""What it means that a source knows nobody: the fact is not there, or nothing is known of it."""
Money = Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=4)]
HostName = Annotated[str, Field(pattern=r"^[a-z]+$")]
HostAddress = Annotated[str, Field(pattern=r"^https://[^?#]+$")]
Law = Literal["GLB", "DPPA", "FCRA"]
"""A law whose purposes a vendor may want a code for: that before the hyphen of our own."""
Section = TypeVar("Section", bound="StrictTable")


class StrictTable(BaseModel):
    """A table of a card: frozen, and every key that it does not name is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _CostTable(StrictTable):
    per_call: Money = Decimal(0)
    per_hit: Money = Decimal(0)


class _LimitTable(StrictTable):
    calls: Annotated[int, Field(gt=0)]
    seconds: Annotated[float, Field(gt=0)]


class _CardFile(StrictTable):
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    version: Text
    title: Text
    publisher: Text
    jurisdiction: Text
    kind: ConnectorKind
    recipient: Recipient
    lineage: Text
    accepts: frozenset[FieldName]
    requires: Annotated[tuple[frozenset[Text], ...], Field(min_length=1)]
    yields: frozenset[FindingKind] = frozenset()
    checks: frozenset[CheckedKind] = frozenset()
    purposes: Annotated[frozenset[Text], Field(min_length=1)]
    verified: Verification
    cost: _CostTable = _CostTable()
    limits: tuple[_LimitTable, ...] = ()
    concurrency: Annotated[int, Field(ge=1, le=64)] = 1
    timeout_seconds: Annotated[float, Field(gt=0)] = 30.0
    reuse_days: Annotated[int, Field(ge=0, le=730)] = 30
    keeps_to_account: bool = False
    needs_since: bool = False
    by_trade_name: bool = False
    connector: Annotated[str, Field(pattern=r"^[\w.]+:\w+$")] | None = None
    base_url: Annotated[str, Field(pattern=r"^(https?|sftp)://[^?#]+$")] | None = None
    hosts: dict[HostName, HostAddress] = Field(default_factory=dict)
    secrets: tuple[Text, ...] = ()
    lists_all: frozenset[FindingKind] = frozenset()
    homepage: str = ""
    licence: str = ""
    no_match: NoMatch = "unknown"
    coverage: str = ""
    prohibited: str = ""
    incomplete: str = ""
    certify: frozenset[Law] = frozenset()
    codes: dict[Text, Text] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _codes_are_of_its_purposes(self) -> _CardFile:
        if unknown := sorted(self.codes.keys() - self.purposes):
            raise ValueError(f"codes: {unknown[0]} is none of `purposes`")
        laws = {purpose.partition("-")[0] for purpose in self.purposes}
        if unknown := sorted(self.certify - laws):
            raise ValueError(f"certify: no purpose is of the {unknown[0]}")
        return self

    @model_validator(mode="after")
    def _requires_are_accepted(self) -> _CardFile:
        for group in self.requires:
            if not group or {need.partition(".")[0] for need in group} - self.accepts:
                raise ValueError("requires: every set is non-empty and part of accepts")
            for name, _, part in (need.partition(".") for need in group):
                if part and part not in PARTS.get(name, ()):
                    raise ValueError(f"requires: {part} is no part of {name}")
        return self

    @model_validator(mode="after")
    def _names_people_or_checks(self) -> _CardFile:
        if bool(self.yields) == bool(self.checks):
            raise ValueError("a source has either `yields` or, where it names nobody, `checks`")
        points = {_FIELD_OF[kind] for kind in self.checks}
        if self.checks and (len(self.checks) > 1 or self.accepts != points):
            raise ValueError("checks: one kind, and `accepts` is its field alone")
        if self.needs_since and self.checks != {FindingKind.PHONE}:
            raise ValueError("needs_since: of a source that checks phones")
        if self.by_trade_name and "organization" not in self.accepts:
            raise ValueError("by_trade_name: of a source that accepts organization")
        return self

    @model_validator(mode="after")
    def _all_is_yielded(self) -> _CardFile:
        if self.lists_all - self.yields:
            raise ValueError("lists_all: every kind is one that it yields")
        if self.lists_all and self.coverage and self.no_match == "unknown":
            raise ValueError("coverage: of a source that lists all, no match is `absent`")
        return self


@dataclass(frozen=True, slots=True)
class LoadedCard:
    """A card with what only its connector reads.

    `section` is the table named after the card's kind (`[rest]`, `[register]`), raw: a connector
    types it with `read_section`. `connector` is `module:Class` or empty for the kind's own.
    `base_url` is the published address, used where an installation sets none; `hosts` are further
    ones of the source by name. `secrets` are the names of the secrets that the source needs.
    `folder` holds the card's other files. `no_match` says what no match means, `coverage` in words
    what is missing or hidden, `prohibited` for what the source may not be used. `incomplete` says
    what a card lacks that its publisher does not publish: it is asked only as a copy in which
    somebody who has the guide filled that in.
    """

    card: ConnectorCard
    section: Mapping[str, Any]
    folder: Path
    connector: str = ""
    base_url: str = ""
    hosts: Mapping[str, str] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    homepage: str = ""
    licence: str = ""
    no_match: NoMatch = "unknown"
    coverage: str = ""
    prohibited: str = ""
    incomplete: str = ""

    @property
    def file(self) -> Path:
        """Where the card was read from, for messages."""
        return self.folder / "card.toml"


def load_card(path: Path) -> LoadedCard:
    """The card of one file.

    A file that was read before and has not changed since is not read again. Raises ConfigError
    naming the file and the key: unreadable, no TOML, unknown or missing key, wrong value.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from None
    return _card_of(path, (found.st_mtime_ns, found.st_size, found.st_ino))


@lru_cache(maxsize=1024)
def _card_of(path: Path, _version: tuple[int, int, int]) -> LoadedCard:
    table = _read_toml(path)
    kind = table.get("kind")
    section = table.pop(kind, {}) if isinstance(kind, str) and kind in set(ConnectorKind) else {}
    if not isinstance(section, dict):
        raise ConfigError(f"{path}: {kind}: expected a table")
    try:
        found = _CardFile.model_validate(table)
    except ValidationError as error:
        raise ConfigError(f"{path}: {describe(error)}") from None
    return LoadedCard(
        card=_card(found),
        section=MappingProxyType(section),
        folder=path.parent,
        connector=found.connector or "",
        base_url=(found.base_url or "").rstrip("/"),
        hosts=MappingProxyType(found.hosts),
        secrets=found.secrets,
        homepage=found.homepage,
        licence=found.licence,
        no_match=found.no_match,
        coverage=found.coverage,
        prohibited=found.prohibited,
        incomplete=found.incomplete,
    )


def head_schema() -> dict[str, Any]:
    """The JSON Schema of the head of a card, without the table of its kind."""
    return _CardFile.model_json_schema(ref_template="#/$defs/{model}")


def read_section(loaded: LoadedCard, model: type[Section]) -> Section:
    """The kind's table as `model`; raises ConfigError naming the file, the table and the key."""
    try:
        return model.model_validate(dict(loaded.section))
    except ValidationError as error:
        raise ConfigError(f"{loaded.file}: [{loaded.card.kind}] {describe(error)}") from None


def describe(error: ValidationError) -> str:
    """Every fault as `key: what is wrong`, without the values."""
    return "; ".join(_fault(fault["loc"], fault["msg"]) for fault in error.errors())


def _fault(loc: tuple[int | str, ...], message: str) -> str:
    place = ".".join(str(part) for part in loc)
    return f"{place}: {message}" if place else message


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not TOML: {error}") from None


def _holes(found: _CardFile) -> str:
    """What leaves it open that nothing was found; '' where no match means that nothing is there."""
    if found.no_match == "absent":
        return ""
    return found.coverage or ("it does not list all there are" if found.checks else "")


def _card(found: _CardFile) -> ConnectorCard:
    plain = {f.name for f in fields(ConnectorCard)} - {
        "cost",
        "limits",
        "accepts",
        "requires",
        "yields",
        "checks",
        "lists_all",
        "holes",
        "codes",
    }
    values: dict[str, Any] = {name: getattr(found, name) for name in plain}
    return ConnectorCard(
        cost=Cost(found.cost.per_call, found.cost.per_hit),
        limits=tuple(Limit(limit.calls, limit.seconds) for limit in found.limits),
        accepts=frozenset(found.accepts),
        requires=tuple(frozenset(group) for group in found.requires),
        yields=frozenset(kind.value for kind in found.yields),
        checks=frozenset(found.checks),
        lists_all=frozenset(kind.value for kind in found.lists_all),
        codes=tuple(sorted(found.codes.items())),
        holes=_holes(found),
        **values,
    )
