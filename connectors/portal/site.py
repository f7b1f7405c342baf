"""Keeps a crawl on the portal's own site, wherever its pages, forms and redirects lead.

What a portal sends is not trusted: an address on a subdomain, another port or in clear may be
another's server, or one of the house's own that nobody outside can reach.
"""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest

SITE = "PORTAL_SITE"
"""Scrapy's setting for the address behind which everything is asked."""
_PORTS = {"http": 80, "https": 443}


def is_on_site(base_url: str, address: str) -> bool:
    """Whether an address is of the same scheme, host and port, and names no user."""
    try:
        base, found = urlsplit(base_url), urlsplit(address)
        same = (base.scheme, base.hostname, _port(base.scheme, base.port)) == (
            found.scheme,
            found.hostname,
            _port(found.scheme, found.port),
        )
    except ValueError:
        return False
    return same and not set("@\\") & set(found.netloc)


class OwnSiteMiddleware:
    """Lets a request pass only to the portal's own site; redirected ones are asked about too."""

    def __init__(self, base_url: str) -> None:
        self._base_url = base_url

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for the site of the crawler's settings."""
        return cls(crawler.settings[SITE])

    def process_request(self, request: Request) -> None:
        """Raises IgnoreRequest for an address elsewhere."""
        if not is_on_site(self._base_url, request.url):
            raise IgnoreRequest("outside the site")


def _port(scheme: str, port: int | None) -> int | None:
    return port or _PORTS.get(scheme)
