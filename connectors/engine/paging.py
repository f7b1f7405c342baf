"""How a source gives more than one reply holds, and how the engine knows that it has all of it.

A card says it and nothing is guessed: a page that follows and is not read, a total that falls
short, a page that comes twice and pages without an end are faults with a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Literal, Self, TypeAlias
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from pydantic import Field, model_validator

from connectors.card import StrictTable, Text
from connectors.engine.paths import ABSENT, is_set, text_at, value_at
from skiptrace.model.errors import ConnectorError, SourceChanged

Size = Annotated[int, Field(ge=1, le=50_000)]
Most = Annotated[int, Field(ge=1, le=1000)]


class _Pages(StrictTable):
    """`total` is the path of the number of all rows; `not_next` are paths that look like a further
    page and are none."""

    total: str = ""
    not_next: tuple[Text, ...] = ()

    def read(self) -> tuple[str, ...]:
        """The paths of a reply that are read."""
        return (self.total, *self.not_next)


class OnePage(_Pages):
    """All rows are in one reply; as many as `size` may not be all, and the answer says so."""

    kind: Literal["none"]
    size: Size | None = None


class _Sized(_Pages):
    """At most `most` pages are read of one search; `end` says what the last page is known by."""

    size: Size
    most: Most = 5
    end: Literal["short_page", "empty_page", "total", "more"]
    more: str = ""

    @model_validator(mode="after")
    def _end_is_named(self) -> Self:
        if self.end == "total" and not self.total:
            raise ValueError("an end by `total` needs its path")
        if (self.end == "more") != bool(self.more):
            raise ValueError("an end by `more`, and no other, has the path `more`")
        return self

    def read(self) -> tuple[str, ...]:
        return (self.total, self.more, *self.not_next)


class OffsetPages(_Sized):
    """Pages by the number of rows to leave out."""

    kind: Literal["offset"]
    offset: Text
    limit: str = ""


class NumberedPages(_Sized):
    """Pages by their number, which counts from `first`."""

    kind: Literal["page"]
    page: Text
    limit: str = ""
    first: int = 1


class NextPages(_Pages):
    """Pages by the address of the next one, which stands at the path `next`; null ends them.

    With `may_lack` it is not there on the last page.
    """

    kind: Literal["next"]
    next: Text
    most: Most = 5
    may_lack: bool = False

    def read(self) -> tuple[str, ...]:
        return (self.total, self.next, *self.not_next)


class CursorPages(_Pages):
    """Pages by a mark at the path `cursor`, which the next call sends as `param`; null ends them.

    With `may_lack` it is not there on the last page.
    """

    kind: Literal["cursor"]
    cursor: Text
    param: Text
    most: Most = 5
    may_lack: bool = False

    def read(self) -> tuple[str, ...]:
        return (self.total, self.cursor, *self.not_next)


class OidPages(_Pages):
    """The first reply lists the numbers of all rows, and further ones give these by their numbers.

    `ask` are the parameters of the first call alone, `param` that of the numbers, which stands in
    the place of the parameters `instead_of`.
    """

    kind: Literal["oid"]
    ids: Text
    ask: Annotated[dict[str, str], Field(min_length=1)]
    param: Text
    instead_of: tuple[Text, ...] = ()
    size: Size = 100
    most: Most = 5

    def read(self) -> tuple[str, ...]:
        return (self.total, self.ids, *self.not_next)


Paging: TypeAlias = Annotated[
    OnePage | OffsetPages | NumberedPages | NextPages | CursorPages | OidPages,
    Field(discriminator="kind"),
]


@dataclass(frozen=True, slots=True, repr=False)
class PageAsk:
    """The call of one page: parameters beside those of the search, and those it goes without.

    `address` is where the source says that the page is, in the place of path and parameters.
    """

    params: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Page:
    """One page that came: its decoded body, the number of its rows, and the hash of its bytes."""

    body: object
    rows: int
    digest: str
    is_nothing: bool = False


class Walk:
    """The pages of one search as they come: what is asked next, and whether all rows are there."""

    def __init__(self, paging: Paging, base_url: str) -> None:
        self._paging = paging
        self._base = base_url
        self._pages: list[Page] = []
        self._marks: set[str] = set()
        self.cut = ""
        """What to say of rows that the card's bound leaves unread."""

    @property
    def rows(self) -> int:
        """The rows of all pages so far."""
        return sum(page.rows for page in self._pages)

    def first(self) -> PageAsk:
        """The call of the first page."""
        return self._sized(0)

    def takes_rows(self) -> bool:
        """Whether the page that comes next has rows; the one that lists numbers has none."""
        return not isinstance(self._paging, OidPages) or bool(self._pages)

    def after(self, page: Page) -> PageAsk | None:
        """The call of the page that follows this one; None when it is the last.

        Raises SourceChanged for a page that came before, for a further page that the card does not
        read, and for rows that fall short of the total.
        """
        if page.rows and any(page.digest == other.digest for other in self._pages):
            raise SourceChanged(f"page {len(self._pages) + 1} repeats another")
        self._pages.append(page)
        if page.is_nothing:
            return None
        following = self._following(page)
        if following is None:
            self._check_end(page)
            return None
        if len(self._pages) - isinstance(self._paging, OidPages) >= self._most():
            self.cut = f"more than {self.rows} rows; only these were read"
            return None
        return following

    def check_cut(self) -> None:
        """Raises ConnectorError for a search that was cut before it had any row."""
        if self.cut and not self.rows:
            raise ConnectorError(self.cut)

    def _most(self) -> int:
        return 1 if isinstance(self._paging, OnePage) else self._paging.most

    def _following(self, page: Page) -> PageAsk | None:
        paging = self._paging
        if isinstance(paging, OnePage):
            if paging.size is not None and page.rows >= paging.size:
                self.cut = f"the first {page.rows} rows only; there may be more"
            return None
        if isinstance(paging, OidPages):
            return self._by_number(paging)
        if isinstance(paging, NextPages):
            mark = self._mark(page, paging.next, paging.may_lack)
            return PageAsk(address=self._own_address(mark)) if mark else None
        if isinstance(paging, CursorPages):
            mark = self._mark(page, paging.cursor, paging.may_lack)
            return PageAsk({paging.param: mark}) if mark else None
        return None if self._is_last(paging, page) else self._sized(len(self._pages))

    def _is_last(self, paging: OffsetPages | NumberedPages, page: Page) -> bool:
        if paging.end == "short_page":
            return page.rows < paging.size
        if paging.end == "empty_page":
            return page.rows == 0
        if paging.end == "more":
            if value_at(page.body, paging.more) is ABSENT:
                raise SourceChanged(f"page {len(self._pages)}: '{paging.more}' is missing")
            return not is_set(page.body, paging.more)
        return self.rows >= self._total(page, paging.total) or page.rows == 0

    def _sized(self, done: int) -> PageAsk:
        paging = self._paging
        if isinstance(paging, OidPages):
            return PageAsk(paging.ask)
        if not isinstance(paging, OffsetPages | NumberedPages):
            return PageAsk()
        size = {paging.limit: str(paging.size)} if paging.limit else {}
        if isinstance(paging, OffsetPages):
            return PageAsk({**size, paging.offset: str(done * paging.size)})
        return PageAsk({**size, paging.page: str(paging.first + done)})

    def _by_number(self, paging: OidPages) -> PageAsk | None:
        ids = value_at(self._pages[0].body, paging.ids)
        if ids is ABSENT or not (ids is None or isinstance(ids, list)):
            raise SourceChanged(f"page 1: '{paging.ids}' is no list of numbers")
        numbers = [str(number) for number in ids or ()]
        done = (len(self._pages) - 1) * paging.size
        if done >= len(numbers):
            if self.rows != len(numbers):
                raise SourceChanged(f"{len(numbers)} rows are listed and {self.rows} came")
            return None
        chunk = ",".join(numbers[done : done + paging.size])
        return PageAsk({paging.param: chunk}, paging.instead_of)

    def _mark(self, page: Page, path: str, may_lack: bool) -> str:
        if value_at(page.body, path) is ABSENT and not may_lack:
            raise SourceChanged(f"page {len(self._pages)}: '{path}' is missing")
        mark = text_at(page.body, path)
        if mark in self._marks:
            raise SourceChanged(f"page {len(self._pages)} leads back to another")
        self._marks |= {mark} - {""}
        return mark

    def _own_address(self, mark: str) -> str:
        return own_address(self._base, mark, f"page {len(self._pages)}: the next page")

    def _check_end(self, page: Page) -> None:
        paging = self._paging
        if unread := _unread_next(page.body, {*paging.read()}):
            raise SourceChanged(f"'{unread}' names a further page, which the card does not read")
        if paging.total:
            total = self._total(page, paging.total)
            if total > self.rows and not self.cut:
                raise SourceChanged(f"the source counts {total} rows and gave {self.rows}")

    def _total(self, page: Page, path: str) -> int:
        text = text_at(page.body, path)
        if not text.isdecimal():
            raise SourceChanged(f"page {len(self._pages)}: '{path}' is no number of rows")
        return int(text)


def own_address(base_url: str, mark: str, words: str) -> str:
    """An address that the source gave, behind its own `base_url`: keys travel nowhere else.

    Raises SourceChanged, with `words` for what it is of, when it is another's.
    """
    base, found = urlsplit(base_url), urlsplit(urljoin(base_url + "/", mark))
    if (found.scheme, found.netloc) != (base.scheme, base.netloc) or "\\" in mark:
        raise SourceChanged(f"{words} is of another host")
    if not _is_behind(base.path, found.path):
        raise SourceChanged(f"{words} is beyond the source")
    query = f"?{found.query}" if found.query else ""
    return found.path[len(base.path) :] + query


def _is_behind(base: str, path: str) -> bool:
    """Whether a path stands behind another one, however its dots and slashes are written."""
    steps = unquote(unquote(path)).replace("\\", "/").split("/")
    whole = base.rstrip("/")
    return not {".", ".."} & set(steps) and (path == whole or path.startswith(whole + "/"))


def address_parts(address: str) -> tuple[str, dict[str, str]]:
    """The path and the parameters of an address of the source."""
    path, _, query = address.partition("?")
    return path, dict(parse_qsl(query, keep_blank_values=True))


_PLACES = ("", "meta", "links", "_links", "paging", "pagination", "page", "pageInfo", "metadata")
_NEXT = frozenset(
    {
        "next", "nextpage", "nextlink", "nexturl", "nexthref", "nextpagetoken", "nextpageurl",
        "nextcursor", "nexttoken", "hasmore", "hasnext", "hasnextpage", "morerecords",
        "moreresults", "exceededtransferlimit", "@odata.nextlink", "continuationtoken",
    }
)  # fmt: skip


def _unread_next(body: object, read: set[str]) -> str:
    """The path of what plainly names a further page and is not among those read; '' for none."""
    read = {path.replace("\\.", ".") for path in read}
    for place in _PLACES:
        table = value_at(body, place)
        for name, told in table.items() if isinstance(table, dict) else ():
            path = f"{place}.{name}" if place else name
            plain = name.replace("_", "").replace("-", "").lower()
            if plain in _NEXT and path not in read and _tells(told):
                return path
    return ""


def _tells(value: object) -> bool:
    if isinstance(value, str):
        return value.strip().lower() not in ("", "false", "null", "0")
    return bool(value)
