"""The crawl's side of the limits: each request waits for a place, which the other side gives.

A place is asked for by a line of the output (`ask`, a number) and comes by one of the input (`of`,
the number; `by`, the moment of the machine's clock until which the request may leave; or `error`).
What became of the request is a line of the output too (`over`, `became`).
"""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any, TextIO

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from connectors.pace import Became
from skiptrace.model.errors import ConnectorError, QuotaExhausted, SourceUnavailable

Granted = Mapping[str, Any]
_GONE: Granted = {"error": "SourceUnavailable: nobody gives places any more"}


class GrantedPlaces:
    """Asks for places on the output and is given them on the input."""

    def __init__(self, reading: TextIO, emit: Callable[[Mapping[str, Any]], None]) -> None:
        self._reading = reading
        self._emit = emit
        self._numbers = count()
        self._waiting: dict[int, asyncio.Future[Granted]] = {}
        self._listener: threading.Thread | None = None

    async def take(self) -> tuple[int, float]:
        """The number of a place, and until when its request may leave.

        Raises QuotaExhausted or SourceUnavailable where none is given.
        """
        loop = asyncio.get_running_loop()
        if self._listener is None:
            self._listener = threading.Thread(target=self._listen, args=(loop,), daemon=True)
            self._listener.start()
        number = next(self._numbers)
        self._waiting[number] = waiting = loop.create_future()
        self._emit({"ask": number})
        granted = await waiting
        del self._waiting[number]
        if error := granted.get("error"):
            kind, _, words = str(error).partition(": ")
            raise (QuotaExhausted if kind == "QuotaExhausted" else SourceUnavailable)(words)
        return number, granted["by"]

    def over(self, number: int, became: Became) -> None:
        """Tell what became of a request."""
        self._emit({"over": number, "became": became.name})

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        for line in self._reading:
            loop.call_soon_threadsafe(self._give, json.loads(line))
        loop.call_soon_threadsafe(self._close)

    def _give(self, granted: Granted) -> None:
        waiting = self._waiting.get(granted["of"])
        if waiting is not None and not waiting.done():
            waiting.set_result(granted)

    def _close(self) -> None:
        for number in list(self._waiting):
            self._give({"of": number, **_GONE})


class GrantedDownloads(HTTP11DownloadHandler):
    """Sends each request, robots.txt and redirects too, within the places of the crawl's spider."""

    async def download_request(self, request: Request) -> Response:
        """The response; as Scrapy's own, and raises ConnectorError where nothing may leave."""
        places: GrantedPlaces | None = getattr(self._crawler.spider, "places", None)
        if places is None:
            return await super().download_request(request)
        number, leave_by = await places.take()
        became = Became.LOST
        try:
            if time.monotonic() > leave_by:
                became = Became.UNSENT
                raise SourceUnavailable("its place in the source's limits has passed")
            response = await super().download_request(request)
            became = Became.ANSWERED
        except (ConnectorError, DownloadTimeoutError):
            raise
        except Exception:
            became = Became.ANSWERED  # the source ended the connection, and counted it by then
            raise
        finally:
            places.over(number, became)
        return response
