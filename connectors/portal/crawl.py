"""One crawl in a process of its own: its order on standard input, pages on output.

The order holds names, so it never stands in arguments or the environment. Each line of the output
is one JSON object: a page (`place`, `call`, `status`, `media_type`, `body` in base64), the end of
one inquiry (`place`, `done`, `error`), or about a place in the limits (`granted`). Nothing is
logged, since Scrapy's log lines hold URLs.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Mapping
from typing import Any, BinaryIO

# Scrapy walks the stack when these are first loaded: here it is shallow, later it costs a second
import scrapy.core.downloader.tls  # noqa: F401
from scrapy.crawler import AsyncCrawlerProcess

from connectors.portal.granted import GrantedDownloads, GrantedPlaces
from connectors.portal.questions import CrawlOrder
from connectors.portal.site import SITE
from connectors.portal.spider import PortalSpider

_LARGEST_PAGE = 8 * 1024 * 1024
STEPS = {
    name: place
    for place, name in enumerate(
        (
            "connectors.portal.site.OwnSiteMiddleware",
            "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware",
            "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware",
            "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware",
            "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware",
            "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware",
            "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware",
            "scrapy.downloadermiddlewares.redirect.RedirectMiddleware",
            "scrapy.downloadermiddlewares.cookies.CookiesMiddleware",
        )
    )
}
"""What a request and a reply pass through, and in which order."""


def crawl_settings(order: CrawlOrder) -> dict[str, Any]:
    """Scrapy's settings for one order: within its places, cookies, no log, no cache, no retries.

    Of what Scrapy adds by itself only what is named here runs: none of its extensions, one of which
    takes commands over the network, and no address but http and https.
    """
    return {
        "CONCURRENT_REQUESTS": order.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": order.concurrency,
        "COOKIES_ENABLED": True,
        "DOWNLOADER_MIDDLEWARES_BASE": STEPS,
        "DOWNLOAD_HANDLERS_BASE": dict.fromkeys(("http", "https"), GrantedDownloads),
        "DOWNLOAD_MAXSIZE": _LARGEST_PAGE,
        "DOWNLOAD_TIMEOUT": order.timeout,
        "DOWNLOAD_FAIL_ON_DATALOSS": False,
        "EXTENSIONS_BASE": {},
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "ROBOTSTXT_OBEY": bool(order.section["obey_robots"]),
        "ROBOTSTXT_USER_AGENT": order.user_agent,
        SITE: order.base_url,
        "SPIDER_MIDDLEWARES_BASE": {},
        "USER_AGENT": order.user_agent,
    }


class LineWriter:
    """Writes JSON lines at once; ends the process when nobody reads them any more."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __call__(self, value: Mapping[str, Any]) -> None:
        try:
            self._stream.write(json.dumps(value).encode() + b"\n")
            self._stream.flush()
        except BrokenPipeError:
            os._exit(1)


def main() -> None:
    """Reads the order, crawls, and ends when every question is done."""
    logging.disable(logging.CRITICAL)
    order = CrawlOrder.parse(sys.stdin.readline())
    emit = LineWriter(sys.stdout.buffer)
    places = GrantedPlaces(sys.stdin, emit) if order.is_limited else None
    process = AsyncCrawlerProcess(crawl_settings(order))
    process.crawl(PortalSpider, order=order, emit=emit, places=places)
    process.start()
