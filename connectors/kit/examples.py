"""The examples of a source: an inquiry, the replies to it, and what was approved as their answer.

An example is a file `examples/NAME.toml` beside the card:

    [inquiry]
    name = "Ann Quillfeather"

    [[replies]]
    json = '''[{ "id": "1", "owner": "QUILLFEATHER ANN" }]'''

Where many questions are one call, `{key}` in a reply stands for our key.
`NAME.expected.json` holds what left and the answer; one that is not there is written, for a person
to approve. The list of columns and the token that a card asks for first are answered by the card.
"""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator

from connectors.card import LoadedCard, StrictTable, describe, read_section
from connectors.engine.auth import OAuth2Auth, TokenAuth
from connectors.engine.section import EngineSection
from connectors.kit.loopback import Asked, Provider, Says, provider
from matching.parse.person.name_order import NameOrder
from matching.parse.person.parts import read_person
from skiptrace.model.contact_check import ContactPoint
from skiptrace.model.dates import PartialDate
from skiptrace.model.errors import ConfigError
from skiptrace.model.inquiry import Inquiry, SearchFields
from skiptrace.model.kinds import FindingKind
from skiptrace.model.record import Answer
from skiptrace.model.subject import EntityKind, PersonName, PostalAddress

_MEDIA = {
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xml": "text/xml",
    "html": "text/html",
}
_TOKEN = "/example-token"  # noqa: S105


class _Address(StrictTable):
    line: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""


class ExampleInquiry(StrictTable):
    """Whom an example is about: the fields that a card accepts, in plain words.

    `since` is the day as of which a source that needs one is asked about the phone.
    """

    name: str = ""
    organization: str = ""
    dob: str = ""
    ssn: str = ""
    ssn4: str = ""
    ein: str = ""
    address: _Address | None = None
    phone: str = ""
    since: str = ""
    email: str = ""

    @property
    def entity(self) -> EntityKind:
        """A person, unless an organisation is named."""
        return EntityKind.ORGANIZATION if self.organization else EntityKind.PERSON

    @property
    def point(self) -> ContactPoint | None:
        """The contact point of an example that names a day; None of any other."""
        if not self.since:
            return None
        day = date.fromisoformat(self.since)
        return ContactPoint(FindingKind.PHONE, self.phone, self.phone, day)

    @property
    def fields(self) -> SearchFields:
        """What a connector would be given."""
        name = read_person(self.name, NameOrder.GIVEN_FIRST) if self.name else None
        known = dataclasses.replace(name, original=self.name) if name else PersonName()
        place = self.address
        return SearchFields(
            names=(known,) if name else (),
            organization=self.organization,
            dob=PartialDate.parse(self.dob) if self.dob else None,
            ssn=self.ssn,
            ssn4=self.ssn4,
            ein=self.ein,
            addresses=(PostalAddress(place.line, place.city, place.state, place.zip),)
            if place
            else (),
            phones=(self.phone,) if self.phone else (),
            emails=(self.email,) if self.email else (),
        )


def keyed(says: Says, inquiry: Inquiry) -> Says:
    """The reply with our key of the inquiry where it holds `{key}`."""
    return replace(says, body=says.raw.replace(b"{key}", inquiry.id.encode()))


class ExampleReply(StrictTable):
    """One reply: its body is `text` as it stands, `json` with the white space taken out, or a
    `file` beside the example."""

    status: Annotated[int, Field(ge=200, le=599)] = 200
    text: str = ""
    json_text: Annotated[str, Field(alias="json")] = ""
    file: str = ""
    media_type: str = ""
    headers: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_one_body(self) -> Self:
        if sum(map(bool, (self.text, self.json_text, self.file))) > 1:
            raise ValueError("a reply has one of `text`, `json` and `file`")
        return self


class _ExampleFile(StrictTable):
    inquiry: ExampleInquiry
    options: dict[str, str] = Field(default_factory=dict)
    replies: Annotated[tuple[ExampleReply, ...], Field(min_length=1)]


@dataclass(frozen=True)
class Example:
    """One example of a source, read from `path`; `says` are its replies in the order of calls."""

    path: Path
    inquiry: ExampleInquiry
    says: tuple[Says, ...]
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def expected(self) -> Path:
        """The file with what was approved."""
        return self.path.with_suffix(".expected.json")


def examples_of(loaded: LoadedCard) -> list[Example]:
    """The examples beside a card, in the order of their names.

    Raises ConfigError naming the file and the key of one that cannot be read.
    """
    return [_read(path, loaded) for path in sorted((loaded.folder / "examples").glob("*.toml"))]


def _read(path: Path, loaded: LoadedCard) -> Example:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        found = _ExampleFile.model_validate(table)
        form = str(loaded.section.get("format", "json"))
        says = tuple(_says(reply, path.parent, form) for reply in found.replies)
    except ValidationError as error:
        raise ConfigError(f"{path}: {describe(error)}") from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: {error}") from None
    return Example(path, found.inquiry, says, found.options)


def _says(reply: ExampleReply, folder: Path, form: str) -> Says:
    if reply.file:
        body = (folder / reply.file).read_bytes()
    elif reply.json_text:
        body = json.dumps(json.loads(reply.json_text)).encode()
    else:
        body = reply.text.lstrip("\n").encode()
    media_type = reply.media_type or _MEDIA.get(form, "text/plain")
    return Says(reply.status, body, media_type, dict(reply.headers))


def options_of(example: Example, loaded: LoadedCard, url: str) -> dict[str, str]:
    """The options of an installation that asks the provider of an example, at every address."""
    is_token = isinstance(read_section(loaded, EngineSection).auth, TokenAuth)
    hosts = {f"{name}_url": url for name in loaded.hosts}
    return {**example.options, **hosts, **({"token_url": url + _TOKEN} if is_token else {})}


@contextmanager
def replaying(loaded: LoadedCard, says: Sequence[Says]) -> Iterator[Provider]:
    """A provider that gives these replies in turn, the last again and again.

    `asked` of it are the calls of the source alone; what else the card asks for is not among them,
    nor what was refused for its token. An address of the source in a reply is one of the provider.
    """
    section = read_section(loaded, EngineSection)
    calls: list[Asked] = []
    own = loaded.base_url.encode()

    def script(asked: Asked) -> Says:
        if asked.path == _TOKEN:
            return _token(section)
        published = section.published
        if published is not None and asked.path == published.path:
            return Says(body=_columns(section, published.names))
        calls.append(asked)
        said = says[min(len(calls), len(says)) - 1]
        if said.status == 401 and isinstance(section.auth, TokenAuth):
            calls.pop()
        if section.pending is None or not own or own not in said.raw:
            return said
        return replace(said, body=said.raw.replace(own, running.url.encode()))

    with provider(script) as running:
        yield Provider(running.url, calls)


def _token(section: EngineSection) -> Says:
    """The token that the card asks for, as its source would give it."""
    auth = section.auth
    if isinstance(auth, OAuth2Auth):
        return Says(body={auth.token: "token-1", "expires_in": 600})
    body: object = "token-1"
    path = getattr(auth, "token", "")
    for key in reversed(path.split(".") if path else []):
        body = {key: body}
    return Says(body=body)


def _columns(section: EngineSection, names: str) -> object:
    """The list of columns that the card expects, as the source would publish it."""
    ignored = (name for name in section.ignored if not name.endswith("*"))
    every = sorted({*section.top_columns, *ignored})
    path, _, name = names.rpartition("[].")
    body: object = [{name: column} for column in every]
    for key in reversed(path.split(".")):
        body = {key: body}
    return body


def as_told(calls: Sequence[Asked], answer: Answer) -> str:
    """What left and what came of it, as text that a person can approve.

    What is empty or unknown is left out, and so are keys, hashes and what every record shares.
    """
    shown = {name: value for name, value in _shown(answer).items() if name != "inquiry_id"}
    for record in shown.get("records", []):
        record["locator"] = record.pop("provenance")["locator"]
        record.pop("source")
    shown["snapshots"] = [snapshot.request for snapshot in answer.snapshots]
    told = {"calls": [_call(asked) for asked in calls], "answer": shown}
    return json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _shown(value: Any) -> Any:
    """The value for a reader: a date as ISO text, tables without what is empty."""
    if isinstance(value, PartialDate):
        return str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
        return _shown({k: v for k, v in named.items() if k != "snapshots"})
    if isinstance(value, Mapping):
        shown = {key: _shown(item) for key, item in value.items()}
        return {key: item for key, item in shown.items() if item not in (None, "", [], {})}
    if isinstance(value, tuple | list | frozenset):
        return [_shown(item) for item in value]
    return value if isinstance(value, bool | int | float) or value is None else str(value)


def _call(asked: Asked) -> dict[str, object]:
    kept = {"call": f"{asked.method} {asked.path}", "query": asked.query}
    body = asked.body.decode("utf-8", "replace")
    return {key: item for key, item in {**kept, "body": body}.items() if item}
