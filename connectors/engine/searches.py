"""The searches that an inquiry is asked as, each a call whose pages follow one another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from urllib.parse import quote, urlencode

from connectors.engine.query.languages import ESCAPES
from connectors.engine.query.spellings import spelled
from connectors.engine.query.template import fill, fill_all, fill_tree
from connectors.engine.query.values import OPTION, value_sets
from connectors.engine.section import Ask, Condition, EngineSection
from skiptrace.model.inquiry import Inquiry

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"


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
    return quote(text, safe="")


class Searches:
    """Makes the searches of inquiries by the card's asks; `options` are the installation's."""

    def __init__(self, section: EngineSection, options: Mapping[str, str]) -> None:
        self._section = section
        self._options = options
        self._columns = ",".join(sorted(section.top_columns))
        fixed = {"columns": self._columns}
        fixed |= {OPTION + name: text for name, text in options.items()}
        self._params = {key: fill(text, fixed) or "" for key, text in section.params.items()}

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
        for values in value_sets(inquiry, ask.each, self._options):
            path, params = fill(template, values, _quoted), fill_all(ask.params, values)
            form, tree = fill_all(ask.form, values), fill_tree(ask.body, values)
            if path is None or params is None or form is None or tree is None:
                continue
            yield self._search(template, path, params, form, tree)

    def _search(
        self,
        template: str,
        path: str,
        params: Mapping[str, str],
        form: Mapping[str, str] | None = None,
        tree: Mapping[str, object] | None = None,
    ) -> Search:
        section = self._section
        headers = dict(section.headers)
        body = None
        if form:
            body, headers["Content-Type"] = urlencode(form).encode(), _FORM
        elif tree:
            body, headers["Content-Type"] = json.dumps(tree).encode(), _JSON
        words = f"{section.method} {template}"
        return Search(words, path, {**params, **self._params}, headers, body)
