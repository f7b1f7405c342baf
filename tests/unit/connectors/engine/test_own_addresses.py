"""An address that a reply gives is followed behind the source's own, and nowhere else.

Whoever can write into a reply would otherwise have our keys sent to a host of theirs, or have us
ask what only this machine reaches.
"""

from __future__ import annotations

import pytest

from connectors.engine.paging import own_address
from skiptrace.model.errors import SourceChanged

BASE = "https://data.example.com/api/v4"
OWN = {
    "https://data.example.com/api/v4/search?page=2": "/search?page=2",
    "/api/v4/search?page=2": "/search?page=2",
    "search?page=2": "/search?page=2",
    "?page=2": "/?page=2",
    "https://data.example.com/api/v4": "",
    "https://data.example.com/api/v4?cursor=..%2F..": "?cursor=..%2F..",
}
FOREIGN = {
    "another host": "https://elsewhere.example.com/api/v4/search",
    "a host that begins like ours": "https://data.example.com.elsewhere.example/api/v4",
    "ours as a user": "https://data.example.com@elsewhere.example.com/api/v4",
    "a user of ours": "https://key@data.example.com/api/v4/search",
    "a user and a password": "https://a:b@data.example.com/api/v4/search",
    "without a scheme": "//elsewhere.example.com/api/v4",
    "in clear": "http://data.example.com/api/v4/search",
    "another port": "https://data.example.com:8443/api/v4/search",
    "this machine by name": "https://localhost/api/v4",
    "this machine": "https://127.0.0.1/api/v4",
    "this machine, short": "https://127.1/api/v4",
    "this machine as one number": "https://2130706433/api/v4",
    "this machine in octal": "https://0177.0.0.1/api/v4",
    "this machine in IPv6": "https://[::1]/api/v4",
    "mapped into IPv6": "https://[::ffff:127.0.0.1]/api/v4",
    "a private network": "https://10.0.0.8/api/v4",
    "link-local": "http://169.254.169.254/latest/meta-data/",
    "link-local in IPv6": "http://[fe80::1%25eth0]/api/v4",
    "unique local": "http://[fd00::8]/api/v4",
    "metadata by name": "http://metadata.google.internal/computeMetadata/v1/",
    "a file": "file:///etc/passwd",
    "gopher": "gopher://data.example.com/api/v4",
    "data": "data:application/json,[]",
    "javascript": "javascript:alert(1)",
    "ftp": "ftp://data.example.com/api/v4",
    "a backslash for a slash": "https:\\\\elsewhere.example.com/api/v4",
    "a backslash in the host": "https://data.example.com\\@elsewhere.example.com/api/v4",
    "a tab in the scheme": "ht\ttp://elsewhere.example.com/api/v4",
    "full-width dots": "https://data\uff0eexample\uff0ecom/api/v4",
}
BEYOND = {
    "above the source": "/api/search",
    "a sibling that begins alike": "/api/v4evil/search",
    "dots": "https://data.example.com/api/v4/../../admin",
    "relative dots": "../../admin",
    "dots in percent": "/api/v4/%2e%2e/%2E%2E/admin",
    "dots in percent, twice": "/api/v4/%252e%252e/admin",
    "a slash in percent": "/api/v4/..%2f..%2fadmin",
    "a backslash in percent": "/api/v4/..%5c..%5cadmin",
    "a dot alone": "https://data.example.com/api/v4/./search",
}


@pytest.mark.parametrize("mark", OWN)
def test_an_address_of_the_source_is_followed(mark: str) -> None:
    assert own_address(BASE, mark, "the next page") == OWN[mark]


@pytest.mark.parametrize("what", FOREIGN)
def test_an_address_of_another_host_is_a_change_of_the_source(what: str) -> None:
    with pytest.raises(SourceChanged, match="the next page is of another host"):
        own_address(BASE, FOREIGN[what], "the next page")


@pytest.mark.parametrize("what", BEYOND)
def test_an_address_beyond_the_source_is_a_change_of_it(what: str) -> None:
    with pytest.raises(SourceChanged, match="the next page is beyond the source"):
        own_address(BASE, BEYOND[what], "the next page")
