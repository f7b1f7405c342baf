"""Where a source is asked, and the desks beside it: where it gives tokens and settles calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from connectors.base import SourceSettings
from connectors.card import LoadedCard
from connectors.engine.auth import TokenAuth, secrets_of
from connectors.engine.query.template import names_of, needed_by
from connectors.engine.query.values import OF_PURPOSE, OPTION
from connectors.engine.section import EngineSection
from connectors.engine.transport.http import Call, HttpClient, Site
from connectors.engine.transport.reply import Reply
from connectors.engine.transport.tls import Tls, Trust, client_context
from connectors.pace import UNLIMITED
from skiptrace.model.errors import ConfigError


def site_of(loaded: LoadedCard, section: EngineSection, settings: SourceSettings) -> Site:
    """The source as this installation asks it.

    Raises ConfigError naming what is missing or does not fit: the address, a secret, a certificate
    that is none, an option that is sent, a paid source whose card would ask it several times, a
    code that a card names and does not certify.
    """
    card = loaded.card
    base_url = (settings.base_url or loaded.base_url).rstrip("/")
    if not base_url:
        raise ConfigError(f"{loaded.file}: base_url: neither the card nor the settings give it")
    if card.cost.is_paid and not section.is_one_call:
        words = "a paid source is asked once: one page and the first ask"
        raise ConfigError(f"{loaded.file}: {words}")
    if uncertified := sorted(_laws_named(section) - card.certify):
        raise ConfigError(f"{loaded.file}: certify: a code of the {uncertified[0]} is sent")
    wanted = secrets_of(section.auth) | set(loaded.secrets)
    if section.client is not None:
        wanted |= section.client.secrets
    if absent := sorted(name for name in wanted if not settings.secrets.get(name)):
        raise ConfigError(f"source {card.id}: secret {', '.join(absent)} is not set")
    asks = [needed_by(ask.path, ask.params, ask.form, ask.body, ask.xml) for ask in section.asks]
    every = needed_by(section.params, section.headers).union(*asks)
    options = {name for name in every if name.startswith(OPTION)}
    if unset := sorted(options - {OPTION + name for name in settings.options}):
        raise ConfigError(f"sources.{card.id}.options.{unset[0].removeprefix(OPTION)} is not set")
    tls = _tls(card.id, section, settings)
    return Site(base_url, {}, card.timeout_seconds, card.concurrency, tls)


def clients_of(
    loaded: LoadedCard, section: EngineSection, settings: SourceSettings, own: Site
) -> Mapping[str, HttpClient]:
    """What asks the source and each further host that its joins name, in one pace together.

    The address of a host is the card's, or that of the installation's option `NAME_url`. Raises
    ConfigError for a host that the card's head does not name.
    """
    pace = settings.pace(loaded.card)
    clients = {"": HttpClient(own, pace)}
    for name in sorted({join.host for join in section.joins} - {""}):
        if name not in loaded.hosts:
            raise ConfigError(f"{loaded.file}: joins: {name} is none of `hosts`")
        url = settings.options.get(f"{name}_url") or loaded.hosts[name]
        clients[name] = HttpClient(replace(own, base_url=url.rstrip("/")), pace)
    return clients


def token_desk(
    site: Site, section: EngineSection, settings: SourceSettings
) -> Callable[[Call], Reply] | None:
    """The client of the address that gives tokens; None of a source that needs none."""
    auth = section.auth
    if not isinstance(auth, TokenAuth):
        return None
    url = settings.options.get("token_url") or auth.token_url
    base = site.base_url + url if url.startswith("/") else url
    return HttpClient(replace(site, base_url=base), UNLIMITED).ask


def settlement_desk(
    site: Site, section: EngineSection, settings: SourceSettings, own: HttpClient
) -> HttpClient | None:
    """The client that asks for stored answers, which are free; None where there are none."""
    settlement = section.settlement
    if settlement is not None and settlement.path:
        return own
    url = settings.options.get("settlement_url", "").rstrip("/")
    if not url or settlement is None:
        return None
    return HttpClient(replace(site, base_url=url), UNLIMITED)


def _laws_named(section: EngineSection) -> set[str]:
    """The laws whose codes the card's templates name."""
    fixed = getattr(section.auth, "fixed", {})
    asks = ((ask.path, ask.params, ask.form, ask.body, ask.xml) for ask in section.asks)
    named = names_of(fixed, *asks) & set(OF_PURPOSE[1:])
    return {name.rpartition("_")[2].upper() for name in named}


def _tls(card_id: str, section: EngineSection, settings: SourceSettings) -> Tls | None:
    """What the connections to the source need beside the usual; None for nothing."""
    ca_file = settings.options.get("ca_file", "")
    if ca_file and not Path(ca_file).is_file():
        raise ConfigError(f"sources.{card_id}.options.ca_file: there is no such file")
    trust: Trust = ca_file or True
    client = section.client
    if client is None:
        return Tls(None, trust) if ca_file else None
    certificate, key = settings.secrets[client.certificate], settings.secrets[client.key]
    password = settings.secrets.get(client.password, "") if client.password else ""
    try:
        return Tls(client_context(certificate, key, password), trust)
    except ValueError as error:
        names = f"{client.certificate}, {client.key}"
        raise ConfigError(f"source {card_id}: secret {names}: {error}") from None
