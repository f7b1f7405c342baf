"""The `[rest]` or `[bureau]` table of a card: how its source is asked over HTTP and read.

A source is a composition: authentication, paging, decoding, queries, errors and the meaning of
columns, each chosen and filled in by the card. A `protocol` brings what all its sources share.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from connectors.card import FieldName, StrictTable, Text
from connectors.engine.auth import Auth, BodyAuth, NoAuth
from connectors.engine.canary import Canary
from connectors.engine.decode import Format, HtmlTable
from connectors.engine.joins import Join
from connectors.engine.outcome import ErrorRule
from connectors.engine.paging import OnePage, Paging
from connectors.engine.pending import Pending
from connectors.engine.protocols import with_protocol
from connectors.engine.query.languages import Language
from connectors.engine.query.spellings import VALUES, Counted
from connectors.engine.query.template import names_in, names_of, unknown_names
from connectors.engine.query.values import SECRET, Each
from connectors.engine.record_map.facts import Columns
from connectors.engine.record_map.party import Parties, RecordMap
from connectors.engine.record_map.points import PointColumns
from connectors.engine.record_map.rows import segments
from connectors.engine.upload import Upload
from connectors.engine.xml import xml_value
from matching.parse.date.layouts import DateLayout
from skiptrace.model.errors import ConnectorError
from skiptrace.model.kinds import FindingKind

BY_CONTENT = "sha256"
"""The reference of rows that have no name of their own."""


class Clause(StrictTable):
    """One part of a condition: `where` is filled for each name, organisation or address."""

    each: Counted
    where: Text

    @model_validator(mode="after")
    def _values_are_known(self) -> Self:
        if unknown := sorted(set(names_in(self.where)) - VALUES[self.each]):
            raise ValueError(f"where: {', '.join(unknown)} is no value of {self.each}")
        return self


class Condition(StrictTable):
    """One search by all clauses together, of which any may hold, in a query language.

    The parameter `param` is the condition, or `template` with the condition as `{where}` and the
    columns that are read as `{columns}`.
    """

    language: Language
    param: Text
    template: str = "{where}"
    clauses: Annotated[tuple[Clause, ...], Field(min_length=1)]


class Ask(StrictTable):
    """A search: what of the inquiry goes where, as templates over its values.

    It is made once, or once for `each` name, address, phone or e-mail, where every value that it
    names is there, and so are the fields that it `needs`.
    """

    each: Each = ""
    needs: frozenset[FieldName] = frozenset()
    path: str = ""
    params: dict[str, str] = Field(default_factory=dict)
    form: dict[str, str] = Field(default_factory=dict)
    body: dict[str, Any] = Field(default_factory=dict)
    xml: str = ""

    @model_validator(mode="after")
    def _values_are_known(self) -> Self:
        templates = [self.path, self.params, self.form, self.body, self.xml]
        if sum(map(bool, (self.form, self.body, self.xml))) > 1:
            raise ValueError("an ask has one of `form`, `body` and `xml`")
        if self.xml:
            try:
                xml_value(self.xml.encode(), "xml")
            except ConnectorError as error:
                raise ValueError(str(error)) from None
        if unknown := unknown_names(templates):
            raise ValueError(f"{', '.join(unknown)} is no value of an inquiry")
        if not any(templates):
            raise ValueError("an ask has `path`, `params`, `form`, `body` or `xml`")
        return self


class PublishedColumns(StrictTable):
    """Where a source lists its columns, which is asked once a run: `names` is the path of them.

    New ones are a change too, unless `others` are ignored because the query names those it wants.
    """

    path: Text
    params: dict[str, str] = Field(default_factory=dict)
    names: Text
    others: Literal["changed", "ignored"] = "changed"


class Settlement(StrictTable):
    """How a provider is asked what became of a paid call: `header` carries our inquiry id.

    It is asked at the source itself with `params`, in which `{reference}` is the id, at `path`.
    Without a path it is where the option `settlement_url` of an installation says, and the id
    behind it.
    """

    header: Text
    path: str = ""
    params: dict[str, str] = Field(default_factory=dict)


class ClientCertificate(StrictTable):
    """The names of the secrets with which we show who we are (mutual TLS): PEM texts.

    `password` is that of a key which is locked; one that is not has none.
    """

    certificate: Text = "client_certificate"
    key: Text = "client_key"
    password: str = ""

    @property
    def secrets(self) -> frozenset[str]:
        """The names of those without which the source cannot be asked."""
        return frozenset({self.certificate, self.key})


class EngineSection(StrictTable):
    """The whole table.

    `rows` is the path of the list of rows in a reply, '' the reply itself; with `one_row` a single
    object stands there. `required` are columns that no row lacks, `ignored` known ones that nothing
    reads, `envelope` those beside the rows. `asked` says whether the `first` ask that can be filled
    is made, or `all` of them; by `upload` many questions are one call. `reference` are the columns
    that name a row without personal data, or `sha256`, a hash of the row, where none does. A row
    names `parties`, or `says` something of the contact point where the source checks those and
    names nobody. With `grouped` the rows of a page that have one reference are one record for each
    whom they name, as where each role has a row of its own.
    """

    protocol: str = ""
    method: Literal["GET", "POST"] = "GET"
    path: Text
    params: dict[str, str] = Field(default_factory=dict)
    headers: dict[str, str] = Field(default_factory=dict)
    format: Format = "json"
    table: HtmlTable | None = None
    auth: Auth = Field(default_factory=NoAuth)
    client: ClientCertificate | None = None
    paging: Paging
    condition: Condition | None = None
    asked: Literal["first", "all"] = "all"
    asks: tuple[Ask, ...] = ()
    upload: Upload | None = None
    rows: str = ""
    one_row: bool = False
    grouped: bool = False
    joins: tuple[Join, ...] = ()
    required: frozenset[Text] = frozenset()
    ignored: frozenset[Text] = frozenset()
    envelope: frozenset[Text] = frozenset()
    codes: dict[str, dict[str, str]] = Field(default_factory=dict)
    dates: dict[str, DateLayout] = Field(default_factory=dict)
    reference: Columns = ()
    parties: Parties = ()
    says: PointColumns | None = None
    errors: tuple[ErrorRule, ...] = ()
    published: PublishedColumns | None = None
    canary: Canary | None = None
    settlement: Settlement | None = None
    pending: Pending | None = None

    @model_validator(mode="before")
    @classmethod
    def _with_protocol(cls, table: Any) -> Any:
        return with_protocol(table)

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if sum(map(bool, (self.condition, self.asks, self.upload))) != 1:
            raise ValueError("a source has either `asks`, a `condition` or an `upload`")
        self._check_upload()
        self._check_secrets()
        if (self.format == "html") != (self.table is not None):
            raise ValueError("a source of html, and no other, has a `table`")
        if self.pending is not None and not self.is_one_call:
            raise ValueError("a source whose answers come later is asked once: one page, one ask")
        self._check_meaning()
        names = [party.name + party.part for party in self.parties]
        if len(set(names)) != len(names):
            raise ValueError("parties: two have one name; give each its own `name`")
        return self

    def _check_upload(self) -> None:
        """What is uploaded is a body, and what comes back has a meaning of its own."""
        if self.upload is None:
            return
        if self.method != "POST" or self.format != "csv":
            raise ValueError("upload: of a source with the method POST and the format csv")
        if self.errors or self.settlement or self.pending or self.published or self.joins:
            raise ValueError("upload: without errors, settlement, pending, published and joins")

    def _check_meaning(self) -> None:
        """Rows are about parties, each with a reference, or about the contact point asked about."""
        if bool(self.parties) == (self.says is not None):
            raise ValueError("a row either names `parties` or `says` something of a contact point")
        if bool(self.parties) != bool(self.reference):
            raise ValueError("reference: expected the columns that name a row of parties")
        if self.says is None:
            return
        if not self.is_one_call:
            raise ValueError(
                "a source that checks a contact point is asked once: one page, one ask"
            )
        self.says.check(self.codes)

    def _check_secrets(self) -> None:
        """Secrets stand in bodies alone, where the authentication names them."""
        said = self.auth.secrets if isinstance(self.auth, BodyAuth) else ()
        for ask in self.asks:
            inside = names_of(ask.form, ask.body, ask.xml) - {SECRET + name for name in said}
            if wrong := sorted(n for n in inside | names_of(ask.path, ask.params) if SECRET in n):
                raise ValueError(f"asks: {', '.join(wrong)} is no secret of an auth of kind body")

    @property
    def is_one_call(self) -> bool:
        """Whether an inquiry is one call and no more, as one that is paid for must be."""
        return isinstance(self.paging, OnePage) and self.is_one_search and not self.joins

    @property
    def is_one_search(self) -> bool:
        """Whether an inquiry is one search, of one page or of several."""
        return self.condition is not None or self.asked == "first" or self.upload is not None

    @property
    def kinds_checked(self) -> frozenset[FindingKind]:
        """The kind of contact point that its rows are about; none where they name parties."""
        return frozenset() if self.says is None else frozenset({self.says.kind})

    @cached_property
    def map(self) -> RecordMap:
        """What the columns of its rows mean."""
        return RecordMap(self.parties, self.codes, self.dates)

    @cached_property
    def read_columns(self) -> frozenset[str]:
        """Every column of a row that something reads."""
        parties = [party.columns() for party in self.parties]
        parties += [frozenset(self.says.columns())] if self.says is not None else []
        keys = (join.keys for join in self.joins)
        joined = (f"{join.into}{'.' if join.one else '[].'}{join.on}" for join in self.joins)
        named = {*self.reference} - {BY_CONTENT}
        return frozenset[str]().union(*parties, named, self.codes, keys, joined)

    @cached_property
    def top_columns(self) -> frozenset[str]:
        """The columns that are read or required, without what nests in them."""
        names = self.read_columns | self.required
        tops = frozenset(segments(name)[0].removesuffix("[]") for name in names)
        return tops - {join.into for join in self.joins}
