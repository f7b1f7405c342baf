"""What a reply means: rows, an error of the source's own words, or doubt about a paid call."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from connectors.card import StrictTable
from connectors.engine.decode import MARKUP, Format, HtmlTable, decode
from connectors.engine.paths import is_set, text_at, texts_under, value_at
from connectors.engine.transport.reply import (
    LARGEST_BODY,
    Came,
    Reply,
    check_reply,
    is_challenge,
    is_cut,
)
from connectors.reading import Unreadable
from skiptrace.model.card import Cost
from skiptrace.model.errors import (
    BotChallenge,
    ConnectorError,
    InDoubt,
    QuotaExhausted,
    SourceChanged,
    SourceRefused,
    SourceUnavailable,
)

Meaning = Literal[
    "refused", "not_entitled", "quota", "unavailable", "rejected", "changed", "challenge", "nothing"
]
_ERRORS: Mapping[str, tuple[type[ConnectorError], str]] = {
    "refused": (SourceRefused, "our credentials were refused"),
    "not_entitled": (SourceRefused, "our account is not entitled to this search"),
    "quota": (QuotaExhausted, "the account's credit or quota is used up"),
    "unavailable": (SourceUnavailable, "the source cannot answer now"),
    "rejected": (ConnectorError, "the search's fields were not accepted"),
    "changed": (SourceChanged, "the source reports an error of an unknown kind"),
    "challenge": (BotChallenge, "the source asked for proof of a human"),
}
_NOT_SERVED = frozenset({401, 402, 403, 404, 429})


def _pattern(text: str) -> str:
    re.compile(text)
    return text


class ErrorRule(StrictTable):
    """What an error of the source means; the first rule that fits stands.

    It fits a reply of one of `status` (any success, where none is named) in whose body the path
    `when` is set, or holds one of the texts `equals`, and in whose texts, those under `within`, the
    pattern `says` is found, whatever the case. It means `means`, or what the first of the patterns
    in `words` means that is found there. `nothing` is an answer that holds no rows, `rejected` the
    fault of one inquiry alone. `billed` says that the source bills it as a hit, `task` what is to
    be done by a person who brings the answer, where the source asks for proof of a human.
    """

    status: tuple[Annotated[int, Field(ge=100, le=599)], ...] = ()
    when: str = ""
    equals: tuple[str, ...] = ()
    within: str = ""
    says: Annotated[str, AfterValidator(_pattern)] = ""
    words: dict[Meaning, Annotated[str, AfterValidator(_pattern)]] = Field(default_factory=dict)
    means: Meaning
    billed: bool = False
    task: str = ""

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if not (self.status or self.when or self.says):
            raise ValueError("an error has `status`, `when` or `says`")
        if self.task and self.means != "challenge":
            raise ValueError("task: of an error that means `challenge`")
        return self

    def fits(self, reply: Reply, body: object) -> bool:
        """Whether the reply is that error; `body` is None where it could not be decoded."""
        is_status = reply.status in self.status if self.status else 200 <= reply.status < 300
        if not is_status or (self.when and not self._stands(body)):
            return False
        return not self.says or _found(self.says, self._texts(reply, body))

    def meaning(self, reply: Reply, body: object) -> Meaning:
        """What the error of a reply that it fits means."""
        texts = self._texts(reply, body)
        fitting = (meaning for meaning, said in self.words.items() if _found(said, texts))
        return next(fitting, self.means)

    def _texts(self, reply: Reply, body: object) -> str:
        if body is None:
            return reply.body[:4096].decode("utf-8", "replace")
        return " ".join(texts_under(value_at(body, self.within)))

    def _stands(self, body: object) -> bool:
        if self.equals:
            return text_at(body, self.when) in self.equals
        return is_set(body, self.when)

    @property
    def is_flag(self) -> bool:
        """Whether it asks whether something is true, which must then be true or false."""
        return bool(self.equals) and set(self.equals) <= {"true", "false"}


def _found(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None


class _Nothing:
    """The body of an answer that, by its own words, holds no rows."""


NOTHING = _Nothing()


class Outcomes:
    """Reads the replies of one source by its card; `is_paid` says that a call may be billed.

    `root` is what the body of a usable reply is, a dict or a list.
    """

    def __init__(
        self,
        rules: Sequence[ErrorRule],
        form: Format,
        table: HtmlTable | None = None,
        is_paid: bool = False,
        root: type = dict,
    ) -> None:
        self._rules = tuple(rules)
        self._form: Format = form
        self._table = table
        self._is_paid = is_paid
        self._root = root
        self._expected = form if form in MARKUP else ""

    def body(self, reply: Reply) -> object:
        """The decoded body of a usable reply, or NOTHING.

        Raises the error that the reply stands for. Of a paid source that is InDoubt when the call
        may have been billed and its answer is lost: a failure of the source, a body that is cut,
        garbled or larger than we take.
        """
        body, trouble = self._decoded(reply)
        if rule := self._rule(reply, body):
            meaning = rule.meaning(reply, body)
            if meaning == "nothing":
                return NOTHING
            kind, words = _ERRORS[meaning]
            raise kind(f"{reply.call}: {words} ({reply.status})")
        if self._is_paid:
            return self._paid(reply, body, trouble)
        check_reply(reply, self._expected)
        if trouble is not None:
            raise trouble
        return body

    def cost(self, reply: Reply, rows: int, cost: Cost, error: ConnectorError | None) -> Decimal:
        """What the reply cost, with so many rows, or read in vain because of `error`.

        A hit is billed when there is a row. Whether an answer that cannot be read has one nobody
        knows, so that it counts as one that has: what is billed is read again, and a cost of
        nothing would have it bought again. An error in the source's own words costs nothing unless
        the card says that it is billed.
        """
        if not cost.is_paid:
            return Decimal(0)
        body, _ = self._decoded(reply)
        rule = self._rule(reply, body)
        if rule is not None and rule.billed:
            return cost.ceiling
        if rule is not None and rule.meaning(reply, body) != "nothing":
            return Decimal(0)
        if reply.status in _NOT_SERVED or isinstance(error, BotChallenge):
            return Decimal(0)
        is_unread = isinstance(error, SourceChanged) and reply.status < 300
        return cost.ceiling if rows or is_unread else cost.per_call

    def task(self, reply: Reply) -> str:
        """What a person is to do about the error that the reply is; '' for nothing."""
        rule = self._rule(reply, self._decoded(reply)[0])
        return rule.task if rule is not None else ""

    def _decoded(self, reply: Reply) -> tuple[object, ConnectorError | None]:
        try:
            return decode(reply, self._form, self._table), None
        except ConnectorError as error:
            return None, error

    def _rule(self, reply: Reply, body: object) -> ErrorRule | None:
        return next((rule for rule in self._rules if rule.fits(reply, body)), None)

    def _paid(self, reply: Reply, body: object, trouble: ConnectorError | None) -> object:
        if isinstance(trouble, Unreadable) and reply.status < 300:
            raise trouble
        if body is None and is_challenge(reply):
            check_reply(reply)
        if reply.status >= 500 or reply.status == 408:
            raise InDoubt(f"{reply.call}: the source failed ({reply.status}) and may have billed")
        if isinstance(body, self._root) and reply.status < 300:
            return body
        if reply.status >= 300:
            check_reply(reply)
        raise InDoubt(f"{reply.call}: the answer came {_how(reply)} and may have been billed")


def _how(reply: Reply) -> str:
    if reply.came is Came.TOO_LARGE:
        return f"larger than {LARGEST_BODY >> 20} MiB"
    return "cut off" if is_cut(reply) or not reply.body.strip() else "garbled"
