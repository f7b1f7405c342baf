"""How a source knows who asks: keys in headers or the query, basic, bearer, an OAuth2 token."""

from __future__ import annotations

import json
import threading
import time
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self, TypeAlias
from urllib.parse import urlencode

from pydantic import Field, model_validator

from connectors.card import StrictTable, Text
from connectors.engine.paths import text_at
from connectors.engine.query.template import fill_all, names_of
from connectors.engine.query.values import OF_PURPOSE
from connectors.engine.transport.http import Call
from connectors.engine.transport.reply import Reply, check_reply, read_json
from skiptrace.model.errors import SourceChanged, SourceRefused

_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"
_MARGIN = 30.0
"""Seconds before its end in which a token is no longer used."""


class NoAuth(StrictTable):
    """Nobody asks who we are."""

    kind: Literal["none"] = "none"


class HeaderAuth(StrictTable):
    """Secrets in headers, by the header's name; without `optional` ones a source is asked too."""

    kind: Literal["header"]
    headers: Annotated[dict[str, Text], Field(min_length=1)]
    optional: bool = False


class QueryAuth(StrictTable):
    """Secrets in the query, by the parameter's name."""

    kind: Literal["query"]
    params: Annotated[dict[str, Text], Field(min_length=1)]
    optional: bool = False


class Login(StrictTable):
    """A user and a password (RFC 7617); the names of the secrets that hold them."""

    user: Text
    password: Text


class BasicAuth(Login):
    """A user and a password with every call."""

    kind: Literal["basic"]


class BodyAuth(StrictTable):
    """Secrets in what is asked: the templates of `form`, `body` and `xml` name `{secret.NAME}`."""

    kind: Literal["body"]
    secrets: Annotated[tuple[Text, ...], Field(min_length=1)]


class BearerAuth(StrictTable):
    """A token that does not change, in the header Authorization behind `scheme`."""

    kind: Literal["bearer"]
    token: Text
    scheme: Text = "Bearer"
    optional: bool = False


class OAuth2Auth(StrictTable):
    """Client credentials (RFC 6749, 4.4): one token for all threads, renewed once after a 401.

    `token_url` is an https:// address, or a path of the source; the option `token_url` of an
    installation replaces it. The client's id and secret go in the form, or as `basic`.
    """

    kind: Literal["oauth2"]
    token_url: Annotated[str, Field(pattern=r"^(https://|/)[^?#]+$")]
    client_id: Text = "client_id"
    client_secret: Text = "client_secret"  # noqa: S105
    scope: str = ""
    send: Literal["form", "basic"] = "form"
    token: Text = "access_token"  # noqa: S105
    expires: str = "expires_in"


class SessionAuth(StrictTable):
    """A sign-in that gives a token: one for all threads, renewed once after a 401.

    It is asked at `token_url`, as with OAuth2, with `fields`, secrets by their keys, and with the
    texts of `fixed`, which may name the codes of an inquiry's purposes: then each has its token;
    `basic` names the secrets of a user and a password. `token` is the path of the token in its
    reply, '' the reply itself. It goes in `header` behind `scheme`, for `seconds`.
    """

    kind: Literal["session"]
    token_url: Annotated[str, Field(pattern=r"^(https://|/)[^?#]+$")]
    fields: dict[str, Text] = Field(default_factory=dict)
    fixed: dict[str, str] = Field(default_factory=dict)
    basic: Login | None = None
    send: Literal["json", "form"] = "json"
    token: str = ""
    header: Text = "Authorization"
    scheme: str = "Bearer"
    seconds: Annotated[int, Field(ge=60)] = 900

    @model_validator(mode="after")
    def _asks_with_something(self) -> Self:
        if unknown := sorted(names_of(self.fixed) - {*OF_PURPOSE}):
            raise ValueError(f"fixed: {unknown[0]} is no code of a purpose")
        if not (self.fields or self.basic):
            raise ValueError("a session has `fields` or `basic`")
        return self


TokenAuth: TypeAlias = OAuth2Auth | SessionAuth
Auth: TypeAlias = Annotated[
    NoAuth | HeaderAuth | QueryAuth | BodyAuth | BasicAuth | BearerAuth | OAuth2Auth | SessionAuth,
    Field(discriminator="kind"),
]


def secrets_of(auth: Auth) -> frozenset[str]:
    """The names of the secrets without which the source cannot be asked."""
    return frozenset() if getattr(auth, "optional", False) else _named(auth)


def optional_secrets_of(auth: Auth) -> frozenset[str]:
    """The names of the secrets that a source is given where an installation has them."""
    return _named(auth) if getattr(auth, "optional", False) else frozenset()


def _named(auth: Auth) -> frozenset[str]:
    if isinstance(auth, NoAuth):
        return frozenset()
    if isinstance(auth, HeaderAuth):
        return frozenset(auth.headers.values())
    if isinstance(auth, QueryAuth):
        return frozenset(auth.params.values())
    if isinstance(auth, BodyAuth):
        return frozenset(auth.secrets)
    if isinstance(auth, BasicAuth):
        return frozenset({auth.user, auth.password})
    if isinstance(auth, BearerAuth):
        return frozenset({auth.token})
    if isinstance(auth, SessionAuth):
        basic = (auth.basic.user, auth.basic.password) if auth.basic else ()
        return frozenset((*auth.fields.values(), *basic))
    return frozenset({auth.client_id, auth.client_secret})


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What goes with a call: headers and parameters that hold secrets, and which token they are."""

    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, str] = field(default_factory=dict)
    token: int = 0


Codes: TypeAlias = Mapping[str, str]
"""What the vendor calls the purposes of an inquiry (connectors.engine.query.values)."""
_NO_CODES: Codes = MappingProxyType({})


@dataclass(frozen=True, slots=True, repr=False)
class _Token:
    """A token, its number among all that came, and until when it is used."""

    text: str
    number: int
    until: float


class Keyring:
    """The keys of one source for all its threads.

    `ask` makes a free call, without keys, to the token's address.
    """

    def __init__(
        self,
        auth: Auth,
        secrets: Mapping[str, str],
        ask: Callable[[Call], Reply] | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._auth = auth
        self._secrets = secrets
        self._ask = ask
        self._now = now
        self._lock = threading.Lock()
        self._tokens: dict[str, _Token] = {}
        self._number = 0

    @property
    def renews(self) -> bool:
        """Whether a call that was refused with a 401 may be asked once more with a new token."""
        return isinstance(self._auth, TokenAuth)

    @property
    def is_by_purpose(self) -> bool:
        """Whether a token is of the purposes of an inquiry, and so none can be had without one."""
        return bool(names_of(getattr(self._auth, "fixed", {})))

    def keys(self, codes: Codes = _NO_CODES) -> Keys:
        """The keys for the next call, on purposes of these codes.

        Raises what a token's reply stands for that has none, SourceRefused for a code that lacks.
        """
        auth = self._auth
        if not isinstance(auth, TokenAuth):
            return self._fixed()
        said = self._said(auth, codes)
        with self._lock:
            token = self._tokens.get(said)
            if token is None or self._now() >= token.until:
                token = self._tokens[said] = self._fetch(auth, said)
            return Keys(_header(auth, token), token=token.number)

    def renew(self, refused: Keys, codes: Codes = _NO_CODES) -> Keys:
        """The keys after these were refused: a token that another thread has renewed is that."""
        with self._lock:
            kept = {said: t for said, t in self._tokens.items() if t.number != refused.token}
            self._tokens = kept
        return self.keys(codes)

    @staticmethod
    def _said(auth: TokenAuth, codes: Codes) -> str:
        """What of an inquiry is said at the sign-in, as JSON."""
        if not isinstance(auth, SessionAuth):
            return "{}"
        filled = fill_all(auth.fixed, codes)
        if filled is None:
            raise SourceRefused("POST token: the vendor's code for the purpose is not known")
        return json.dumps(filled)

    def _fixed(self) -> Keys:
        auth, secrets = self._auth, self._secrets
        if isinstance(auth, HeaderAuth):
            found = {name: secrets.get(secret, "") for name, secret in auth.headers.items()}
            return Keys({name: text for name, text in found.items() if text})
        if isinstance(auth, QueryAuth):
            found = {name: secrets.get(secret, "") for name, secret in auth.params.items()}
            return Keys(params={name: text for name, text in found.items() if text})
        if isinstance(auth, BasicAuth):
            return Keys({"Authorization": _basic(secrets[auth.user], secrets[auth.password])})
        if isinstance(auth, BearerAuth) and secrets.get(auth.token):
            return Keys({"Authorization": f"{auth.scheme} {secrets[auth.token]}"})
        return Keys()

    def _fetch(self, auth: TokenAuth, said: str) -> _Token:
        """A new token; raises what a reply without one stands for."""
        if self._ask is None:
            raise SourceRefused("no address gives a token")
        is_session = isinstance(auth, SessionAuth)
        call = self._signing_in(auth, said) if isinstance(auth, SessionAuth) else self._asking(auth)
        reply = self._ask(call)
        if reply.status == 400:
            raise SourceRefused("POST token: our credentials were refused (400)")
        value = _said(reply) if is_session and not auth.token else read_json(reply)
        token = text_at(value, auth.token)
        if not token and is_session:
            raise SourceRefused("POST token: our credentials were refused: no token came")
        if not token:
            raise SourceChanged("POST token: the answer holds no token")
        lives = auth.seconds if isinstance(auth, SessionAuth) else _seconds(value, auth)
        self._number += 1
        return _Token(token, self._number, self._now() + lives - _MARGIN)

    def _signing_in(self, auth: SessionAuth, filled: str) -> Call:
        secrets = {key: self._secrets[name] for key, name in auth.fields.items()}
        said = {**json.loads(filled), **secrets}
        headers = {"Content-Type": _JSON if auth.send == "json" else _FORM}
        if auth.basic is not None:
            user, password = (self._secrets[n] for n in (auth.basic.user, auth.basic.password))
            headers["Authorization"] = _basic(user, password)
        body = json.dumps(said) if auth.send == "json" else urlencode(said)
        return Call("POST", "", "POST token", headers=headers, body=body.encode())

    def _asking(self, auth: OAuth2Auth) -> Call:
        client, secret = self._secrets[auth.client_id], self._secrets[auth.client_secret]
        form = {"grant_type": "client_credentials"}
        headers = {"Content-Type": _FORM}
        if auth.send == "basic":
            headers["Authorization"] = _basic(client, secret)
        else:
            form |= {"client_id": client, "client_secret": secret}
        if auth.scope:
            form["scope"] = auth.scope
        body = urlencode(form).encode()
        return Call("POST", "", "POST token", headers=headers, body=body)


def _header(auth: TokenAuth, token: _Token) -> dict[str, str]:
    if isinstance(auth, OAuth2Auth):
        return {"Authorization": f"Bearer {token.text}"}
    return {auth.header: f"{auth.scheme} {token.text}".strip()}


def _said(reply: Reply) -> str:
    """A token that is the whole of its reply, in quotes or bare."""
    check_reply(reply)
    text = reply.body.decode("ascii", "replace").strip().strip('"')
    return text if text.isprintable() and len(text) < 5_000 and " " not in text else ""


def _seconds(value: object, auth: OAuth2Auth) -> float:
    """How long a token lives; ten minutes where its reply does not say."""
    text: Any = text_at(value, auth.expires) if auth.expires else ""
    return float(text) if text.isdecimal() else 600.0


def _basic(user: str, password: str) -> str:
    return "Basic " + b64encode(f"{user}:{password}".encode()).decode("ascii")
