"""E-mail addresses: lower case, without tags, judged by form only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_ADDRESS = re.compile(r"([a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64})@((?:[a-z0-9-]{1,63}\.)+[a-z]{2,63})")
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})
_PLACEHOLDERS = frozenset(
    {"none", "noemail", "no", "na", "n/a", "test", "refused", "unknown", "donotreply", "noreply"}
)


@dataclass(frozen=True, slots=True)
class NormalEmail:
    """An e-mail address for display; `key` for matching has no tag, and no dots at Gmail."""

    address: str
    key: str


@lru_cache(maxsize=65536)
def read_email(text: str) -> NormalEmail | None:
    """The e-mail address of a field, or None when it holds none or a placeholder."""
    plain = text[:320].strip().strip("<>").removeprefix("mailto:").lower()
    found = _ADDRESS.fullmatch(plain)
    if found is None or found.group(1) in _PLACEHOLDERS:
        return None
    local, domain = found.groups()
    mailbox = local.split("+")[0] or local
    if domain in _DOTLESS:
        mailbox, domain = mailbox.replace(".", ""), "gmail.com"
    return NormalEmail(plain, f"{mailbox}@{domain}")
