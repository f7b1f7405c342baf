"""What an answer to a paid Person Search means: people, an error, or doubt about the bill."""

from __future__ import annotations

import re
from decimal import Decimal

from connectors.reading import Unreadable
from connectors.reply import (
    LARGEST_BODY,
    Came,
    Reply,
    check_reply,
    is_challenge,
    is_cut,
    parse_json,
)
from connectors.sources.enformion.person import IgnoredKeys
from connectors.strict import StrictRow
from skiptrace.model.card import Cost
from skiptrace.model.errors import (
    ConnectorError,
    InDoubt,
    QuotaExhausted,
    SourceChanged,
    SourceRefused,
    SourceUnavailable,
)

_EXPLAINED = frozenset({400, 422})
_WORDS = ("code", "message", "technicalErrorMessage")
_MEANINGS: tuple[tuple[re.Pattern[str], type[ConnectorError], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind, words)
    for pattern, kind, words in (
        (r"credit|balance|quota|billing", QuotaExhausted, "the account's credit is used up"),
        (
            r"access|authori[sz]|credential|password|permission|licen[sc]|profile|forbidden"
            r"|search.?type",
            SourceRefused,
            "our access profile is not entitled to this search",
        ),
        (r"too many|throttl|rate limit|try again", SourceUnavailable, "too many calls"),
        (
            r"input|invalid|require|criteria|missing|format",
            ConnectorError,
            "the search's fields were not accepted",
        ),
    )
)


def read_people(reply: Reply, ignored: IgnoredKeys) -> list[StrictRow]:
    """The people of an answer, none when it is an empty one.

    Raises InDoubt when the call may have been billed and its answer is lost: a failure of the
    source, a body that is cut, garbled or larger than we take. Raises what the bureau's own
    error means, and SourceChanged for an unknown key or an error of an unknown kind.
    """
    answer = _answer(reply)
    with StrictRow(answer, ignored.reply, "$") as row:
        if row.pop_flag("isError"):
            raise _meaning(reply, answer.get("error"))
        if "persons" not in answer:
            raise SourceChanged("$: column 'persons' is missing")
        return list(row.pop_rows("persons", ignored.person))


def billed(reply: Reply, cost: Cost) -> Decimal:
    """What the answer cost: per_hit is due when it names at least one person."""
    value = _object(reply) or {}
    return cost.ceiling if reply.status < 300 and value.get("persons") else cost.per_call


def billed_unread(reply: Reply, cost: Cost, error: ConnectorError) -> Decimal:
    """What an answer cost that could not be read because of `error`.

    Whether it names somebody cannot be told, so that it counts as one that does: what is billed is
    read again, and a cost of nothing would have it bought again. Only the bureau's own word that
    it found an error counts as the answer it is.
    """
    said = _object(reply) or {}
    is_answer = reply.status < 300 and isinstance(error, SourceChanged)
    if is_answer and said.get("isError") is not True:
        return cost.ceiling
    return billed(reply, cost)


def _answer(reply: Reply) -> dict[str, object]:
    """The JSON object of a usable reply or of an error in the bureau's own words."""
    value = _parsed(reply)
    if value is None and is_challenge(reply):
        check_reply(reply)
    if reply.status >= 500 or reply.status == 408:
        raise InDoubt(f"{reply.call}: the source failed ({reply.status}) and may have billed")
    if value is not None and (
        reply.status < 300 or (reply.status in _EXPLAINED and value.get("isError") is True)
    ):
        return value
    if reply.status >= 300:
        check_reply(reply)
    raise InDoubt(f"{reply.call}: the answer came {_how(reply)} and may have been billed")


def _how(reply: Reply) -> str:
    if reply.came is Came.TOO_LARGE:
        return f"larger than {LARGEST_BODY >> 20} MiB"
    return "cut off" if is_cut(reply) or not reply.body.strip() else "garbled"


def _parsed(reply: Reply) -> dict[str, object] | None:
    """The JSON object of the body, whatever its status and its declared type; None for no object.

    Raises Unreadable for an object of a usable reply that no program can hold.
    """
    try:
        value = parse_json(reply)
    except Unreadable:
        if reply.status < 300:
            raise
        return None
    except ConnectorError:
        return None
    return value if isinstance(value, dict) else None


def _object(reply: Reply) -> dict[str, object] | None:
    try:
        return _parsed(reply)
    except Unreadable:
        return None


def _meaning(reply: Reply, error: object) -> ConnectorError:
    """The error that the bureau's own words stand for; the words themselves are not repeated."""
    said = error if isinstance(error, dict) else {"message": error}
    if said.get("inputErrors"):
        return ConnectorError(f"{reply.call}: the search's fields were not accepted")
    words = " ".join(str(said.get(key) or "") for key in _WORDS)
    for pattern, kind, meaning in _MEANINGS:
        if pattern.search(words):
            return kind(f"{reply.call}: {meaning}")
    return SourceChanged(f"{reply.call}: the bureau reports an error of an unknown kind")
