"""`python -m connectors.portal.crawl`: one crawl, its order on standard input, pages on output.

The order holds names, so it never stands in arguments or the environment. Each line of the output
is one JSON object: a page (`place`, `call`, `status`, `media_type`, `body` in base64), or the end
of one inquiry (`place`, `done`, `error`). Nothing is logged, since Scrapy's log lines hold URLs.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Mapping
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerProcess

from connectors.http import USER_AGENT
from connectors.portal.questions import CrawlOrder
from connectors.portal.spider import PortalSpider

_LARGEST_PAGE = 8 * 1024 * 1024


def crawl_settings(order: CrawlOrder) -> dict[str, Any]:
    """Scrapy's settings for one order: the card's pace, cookies, no log, no cache, no retries."""
    return {
        "AUTOTHROTTLE_ENABLED": False,
        "CONCURRENT_REQUESTS": order.concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": order.concurrency,
        "COOKIES_ENABLED": True,
        "DOWNLOAD_DELAY": order.delay,
        "DOWNLOAD_MAXSIZE": _LARGEST_PAGE,
        "DOWNLOAD_TIMEOUT": order.timeout,
        "DOWNLOAD_FAIL_ON_DATALOSS": False,
        "HTTPPROXY_ENABLED": False,
        "LOG_ENABLED": False,
        "RANDOMIZE_DOWNLOAD_DELAY": False,
        "REFERER_ENABLED": False,
        "RETRY_ENABLED": False,
        "ROBOTSTXT_OBEY": bool(order.section["obey_robots"]),
        "ROBOTSTXT_USER_AGENT": USER_AGENT,
        "TELNETCONSOLE_ENABLED": False,
        "USER_AGENT": USER_AGENT,
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
    order = CrawlOrder.parse(sys.stdin.read())
    process = AsyncCrawlerProcess(crawl_settings(order), install_root_handler=False)
    spider = type("SiteSpider", (PortalSpider,), {"allowed_domains": [_host(order.base_url)]})
    process.crawl(spider, order=order, emit=LineWriter(sys.stdout.buffer))
    process.start()


def _host(base_url: str) -> str:
    return urlsplit(base_url).hostname or ""


if __name__ == "__main__":
    main()
