"""The searches that an inquiry is asked as, each a call whose pages follow one another."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from urllib.parse import quote, urlencode

from connectors.engine.auth import BodyAuth
from connectors.engine.query.languages import ESCAPES
from connectors.engine.query.spellings import spelled
from connectors.engine.query.template import escaped_xml, fill, fill_all, fill_tree, plain
from connectors.engine.query.values import OPTION, SECRET, value_sets
from connectors.engine.section import Ask, Condition, EngineSection
from connectors.engine.transport.reply import reply_of
from skiptrace.model.inquiry import Inquiry
from skiptrace.model.record import Snapshot

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_XML = "text/xml; charset=utf-8"


_NUMBER = re.compile(r" search (\d+)(?: page \d+)?$")


def by_search(pages: Sequence[Snapshot]) -> list[list[Snapshot]]:
    """The stored pages of each search, as their calls say."""
    found: dict[int, list[Snapshot]] = {}
    for page in pages:
        number = _NUMBER.search(reply_of(page).call)
        found.setdefault(int(number[1]) if number else 1, []).append(page)
    return list(found.values())


@dataclass(frozen=True, slots=True, repr=False)
class Search:
    """One search: `words` is its method and path as the card writes it, without any value."""

    words: str
    path: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from another search."""
        return self.path, tuple(self.params.items()), self.body


def _quoted(before: str, text: str, after: str) -> str:
    """A value as one segment of a path."""
    return quote(plain(before, text, after), safe="")


class Searches:
    """Makes the searches of inquiries by the card's asks; `options` are the installation's."""

    def __init__(
        self,
        section: EngineSection,
        options: Mapping[str, str],
        secrets: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._section = section
        said = section.auth.secrets if isinstance(section.auth, BodyAuth) else ()
        self._secrets = {SECRET + name: secrets.get(name, name) for name in said}
        self._options = options
        self._columns = ",".join(sorted(section.top_columns))
        fixed = {"columns": self._columns}
        fixed |= {OPTION + name: text for name, text in options.items()}
        self.params = {key: fill(text, fixed) or "" for key, text in section.params.items()}
        filled = {name: fill(text, fixed) for name, text in section.headers.items()}
        self.headers = {name: text for name, text in filled.items() if text}

    def of(self, inquiry: Inquiry) -> tuple[Search, ...]:
        """The searches of an inquiry, each once; none when the card asks for none of its fields."""
        section = self._section
        if section.condition is not None:
            return tuple(self._conditional(section.condition, inquiry))
        every = (search for ask in section.asks for search in self._asked(ask, inquiry))
        if section.asked == "first":
            return tuple(islice(every, 1))
        once: dict[object, Search] = {}
        for search in every:
            once.setdefault(search.key, search)
        return tuple(once.values())

    def _conditional(self, condition: Condition, inquiry: Inquiry) -> Iterator[Search]:
        parts = [
            f"({part})"
            for clause in condition.clauses
            for values in spelled(inquiry.fields, clause.each)
            if (part := fill(clause.where, values, ESCAPES[condition.language]))
        ]
        if parts:
            where = " OR ".join(dict.fromkeys(parts))
            whole = condition.template.replace("{columns}", self._columns)
            params = {condition.param: whole.replace("{where}", where)}
            yield self._search(self._section.path, self._section.path, params)

    def _asked(self, ask: Ask, inquiry: Inquiry) -> Iterator[Search]:
        if not ask.needs <= inquiry.fields.filled():
            return
        template = ask.path or self._section.path
        for known in value_sets(inquiry, ask.each, self._options):
            values = {**known, **self._secrets}
            path, params = fill(template, values, _quoted), fill_all(ask.params, values)
            body = _body(ask, values)
            if path is not None and params is not None and body is not None:
                yield self._search(template, path, params, body)

    def _search(
        self,
        template: str,
        path: str,
        params: Mapping[str, str],
        body: tuple[bytes, str] = (b"", ""),
    ) -> Search:
        section = self._section
        text, media_type = body
        typed = {"Content-Type": media_type} if media_type else {}
        words = f"{section.method} {template}"
        headers = {**typed, **self.headers}
        return Search(words, path, {**params, **self.params}, headers, text or None)


def _body(ask: Ask, values: Mapping[str, str]) -> tuple[bytes, str] | None:
    """The body of an ask with its type, both empty for one without; None where a value lacks."""
    form, tree = fill_all(ask.form, values), fill_tree(ask.body, values)
    text = fill(ask.xml, values, escaped_xml)
    if form is None or tree is None or text is None:
        return None
    if form:
        return urlencode(form).encode(), _FORM
    if tree:
        return json.dumps(tree).encode(), _JSON
    return text.encode(), _XML if text else ""
