"""The crawl itself: each inquiry's pages one after the other in a session of its own.

Everything the portal sends is emitted as it came, a page a line; reading it is the connector's
part. The spider looks at a page only to know where it leads.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from functools import cached_property
from typing import Any

from form2request import form2request
from scrapy import Request, Spider
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from scrapy.utils.misc import load_object

from connectors.engine.transport.reply import Came, Reply
from connectors.portal.granted import GrantedPlaces
from connectors.portal.layout import PortalSection
from connectors.portal.pages import Page, PageKind, read_page, read_results
from connectors.portal.questions import CrawlOrder, PortalInquiry
from skiptrace.model.errors import ConnectorError, SourceRefused, SourceUnavailable

Emit = Callable[[Mapping[str, Any]], None]
_TRIES = 3
_REPEATED = frozenset({408, 429, 500, 502, 503, 504})
_LONGEST_RETRY_AFTER = 20.0
_FIRST_PAUSE = 0.3


class _Expired(Exception):
    """The portal ended the session."""


class PortalSpider(Spider):
    """Asks the questions of one order, `concurrency` of them at a time."""

    name = "portal"

    def __init__(
        self, order: CrawlOrder, emit: Emit, places: GrantedPlaces | None, **kwargs: Any
    ) -> None:
        super().__init__(self.name, **kwargs)
        self.places = places
        self._order = order
        self._section = PortalSection.model_validate(order.section)
        self._emit = emit
        self._waiting = deque(order.questions)
        self._sessions = 0

    async def start(self) -> AsyncIterator[Request]:
        """Runs the questions to the end; it hands no request to the scheduler."""
        await asyncio.gather(*(self._work() for _ in range(self._order.concurrency)))
        scheduled: tuple[Request, ...] = ()
        for request in scheduled:
            yield request

    async def _work(self) -> None:
        while self._waiting:
            question = self._waiting.popleft()
            error = ""
            try:
                for values in question.searches:
                    await self._search_twice(question, values)
            except ConnectorError as trouble:
                error = f"{type(trouble).__name__}: {trouble}"
            self._emit({"place": question.place, "done": True, "error": error})

    async def _search_twice(self, question: PortalInquiry, values: Mapping[str, str]) -> None:
        """One search, and once more from the form when the session had ended."""
        try:
            await _Search(self, question.place, values).run()
        except _Expired:
            try:
                await _Search(self, question.place, values).run()
            except _Expired:
                return

    def new_session(self) -> int:
        """The key of a fresh cookie jar."""
        self._sessions += 1
        return self._sessions

    async def fetch(self, request: Request) -> Response:
        """The response, after up to two repetitions where the source says it is only busy.

        A source that asks for a longer pause than our bound is not asked again before it.

        Raises SourceUnavailable when none came, SourceRefused when robots.txt or the card's site
        forbids the address.
        """
        call = call_words(request)
        for attempt in range(_TRIES):
            is_last = attempt + 1 == _TRIES
            try:
                response: Response = await self.crawler.engine.download_async(request)
            except IgnoreRequest:
                raise SourceRefused(
                    f"{call}: forbidden by robots.txt or outside the site"
                ) from None
            except self._lost as error:
                if is_last:
                    words = f"no answer ({type(error).__name__})"
                    raise SourceUnavailable(f"{call}: {words}") from None
                await asyncio.sleep(_FIRST_PAUSE * 2**attempt)
                continue
            pause = _pause(response, attempt)
            if response.status not in _REPEATED or is_last or pause > _LONGEST_RETRY_AFTER:
                return response
            await asyncio.sleep(pause)
        raise SourceUnavailable(f"{call}: no answer")

    @cached_property
    def _lost(self) -> tuple[type[Exception], ...]:
        """What Scrapy raises when no whole response came."""
        kinds = self.settings.getlist("RETRY_EXCEPTIONS")
        return (DownloadCancelledError, *(load_object(kind) for kind in kinds))

    @property
    def order(self) -> CrawlOrder:
        """What is asked, and where."""
        return self._order

    @property
    def section(self) -> PortalSection:
        """The card's table."""
        return self._section

    @property
    def emit(self) -> Emit:
        """Writes one line of the crawl's output."""
        return self._emit


class _Search:
    """One filled form of one inquiry, followed to its cases in one session."""

    def __init__(self, spider: PortalSpider, place: int, values: Mapping[str, str]) -> None:
        self._spider = spider
        self._section = spider.section
        self._place = place
        self._values = values
        self._session = spider.new_session()

    async def run(self) -> None:
        """Asks and follows; stops at the first page that leads nowhere."""
        response, page = await self._get(self._spider.order.base_url + self._section.start)
        if page is None or page.kind is not PageKind.FORM:
            return
        form = response.css(self._section.form.selector)
        filled = {**self._section.form.fixed, **self._values}
        request = form2request(form, data=filled).to_scrapy(Request)
        response, page = await self._load(request, 1)
        details: list[str] = []
        for number in range(2, self._section.max_pages + 2):
            if page is None or page.kind is not PageKind.RESULTS:
                break
            try:
                results = read_results(page, self._section, "results")
            except ConnectorError:
                return
            details += [response.urljoin(link) for link in results.details]
            if not results.next or number > self._section.max_pages:
                break
            response, page = await self._get(response.urljoin(results.next), number)
        for url in dict.fromkeys(details[: self._section.max_details]):
            await self._get(url)

    async def _get(self, url: str, number: int = 1) -> tuple[Response, Page | None]:
        return await self._load(Request(url), number)

    async def _load(self, request: Request, number: int) -> tuple[Response, Page | None]:
        """Fetches and emits a page; raises _Expired for the page that says so."""
        request = request.replace(meta={"cookiejar": self._session})
        response = await self._spider.fetch(request)
        words = call_words(request) + (f" page {number}" if number > 1 else "")
        reply = _reply(words, response)
        self._emit(reply)
        try:
            page = read_page(reply, self._section)
        except ConnectorError:
            return response, None
        if page.kind is PageKind.EXPIRED:
            raise _Expired
        return response, page

    def _emit(self, reply: Reply) -> None:
        self._spider.emit(
            {
                "place": self._place,
                "call": reply.call,
                "status": reply.status,
                "media_type": reply.media_type,
                "came": reply.came,
                "body": b64encode(reply.body).decode("ascii"),
            }
        )


def call_words(request: Request) -> str:
    """The call without its query, which may hold a name."""
    path = request.url.partition("://")[2].partition("?")[0].partition("/")[2]
    return f"{request.method} /{path}"


def _reply(call: str, response: Response) -> Reply:
    media_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
    is_cut = {"partial", "dataloss"} & set(response.flags)
    came = Came.CUT if is_cut else Came.WHOLE
    return Reply(call, response.status, response.body, media_type or "text/html", came)


def _pause(response: Response, attempt: int) -> float:
    """Seconds to wait: what Retry-After says, else 0.3 s and twice that."""
    asked = (response.headers.get("Retry-After") or b"").decode("latin-1")
    return float(asked) if asked.isdigit() else _FIRST_PAUSE * 2**attempt
