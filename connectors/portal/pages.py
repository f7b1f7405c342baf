"""What a page of a portal is, and what it says: recognised by the card's markers, never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from parsel import Selector, SelectorList
from w3lib.encoding import html_to_unicode

from connectors.engine.transport.reply import Reply, check_reply
from connectors.portal.layout import PortalSection, Rows
from connectors.strict import check_columns
from skiptrace.model.errors import BotChallenge, SourceChanged, SourceUnavailable

_END = re.compile(rb"</html>\s*\Z", re.IGNORECASE)
_COUNT = re.compile(r"\d[\d,]*")


class PageKind(StrEnum):
    """The pages that a card knows."""

    FORM = "form"
    RESULTS = "results"
    NONE = "none"
    DETAIL = "detail"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Page:
    """A recognised page."""

    kind: PageKind
    selector: Selector


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """A page of results: the addresses of its cases, of the next page, and the number of all."""

    details: tuple[str, ...]
    next: str
    total: int


def read_page(reply: Reply, section: PortalSection) -> Page:
    """The page as what it is.

    Raises BotChallenge for a challenge, SourceUnavailable for a page that was cut or a source that
    fails, SourceRefused for 401 and 403, and SourceChanged for anything that no marker knows.
    """
    if "html" not in reply.media_type.lower() or not reply.body:
        check_reply(reply)
        raise SourceChanged(f"{reply.call}: not a web page")
    _, text = html_to_unicode(reply.media_type, reply.body, default_encoding="utf-8")
    selector = Selector(text=text)
    markers = section.markers
    if selector.css(markers.challenge):
        raise BotChallenge(f"{reply.call}: the portal asked for proof of a human")
    if reply.status != 200 and not selector.css(markers.expired):
        check_reply(reply)
    found = [kind for kind in PageKind if selector.css(getattr(markers, kind))]
    if PageKind.FORM in found and len(found) > 1:
        found.remove(PageKind.FORM)
    if len(found) != 1:
        check_reply(reply)
        raise SourceChanged(f"{reply.call}: a page that the card does not know")
    if not _END.search(reply.body):
        raise SourceUnavailable(f"{reply.call}: the page was cut off")
    return Page(found[0], selector)


def read_results(page: Page, section: PortalSection, place: str) -> ResultsPage:
    """The links of a results page; raises SourceChanged when its table is another one."""
    links, selector = section.results, page.selector
    headings = _texts(selector.css(links.headings))
    known = set(links.columns)
    check_columns(set(headings), known, known, f"{place}, results")
    count = _COUNT.search(" ".join(selector.css(links.total).getall()))
    details = tuple(selector.css(links.details).getall())
    if count is None or not details:
        raise SourceChanged(f"{place}: results without a number of cases, or without cases")
    total = int(count.group().replace(",", ""))
    return ResultsPage(details, selector.css(links.next).get(""), total)


def read_case(page: Page, section: PortalSection, place: str) -> dict[str, str]:
    """The labelled values of a case by our names; raises SourceChanged for unknown labels."""
    pairs, selector = section.case, page.selector
    labels = [text.rstrip(":").strip() for text in _texts(selector.css(pairs.labels))]
    values = _texts(selector.css(pairs.values))
    required = set(pairs.names)
    check_columns(set(labels), required, required | set(pairs.ignored), f"{place}, case")
    if len(labels) != len(values) or len(labels) != len(set(labels)):
        raise SourceChanged(f"{place}, case: labels and values do not pair")
    found = dict(zip(labels, values, strict=True))
    return {ours: found[label] for label, ours in pairs.names.items()}


def read_parties(page: Page, section: PortalSection, place: str) -> list[dict[str, str]]:
    """The rows of a case's parties by our names; raises SourceChanged for unknown headings."""
    return _read_rows(page.selector, section.parties, f"{place}, parties")


def _read_rows(selector: Selector, table: Rows, place: str) -> list[dict[str, str]]:
    headings = _texts(selector.css(table.headings))
    check_columns(set(headings), set(table.names), set(table.names), place)
    columns = [table.names[heading] for heading in headings]
    return [_row(columns, _texts(row.css(table.cells)), place) for row in selector.css(table.rows)]


def _row(columns: Sequence[str], cells: Sequence[str], place: str) -> dict[str, str]:
    if len(columns) != len(cells) or len(columns) != len(set(columns)):
        raise SourceChanged(f"{place}: a row has another number of cells than the headings")
    return dict(zip(columns, cells, strict=True))


def _texts(elements: SelectorList[Selector]) -> list[str]:
    """The whole text of each element, its runs of white space made one space."""
    return [" ".join("".join(e.css("*::text").getall()).split()) for e in elements]
