"""The catalogue: one page of all shipped sources, made from their cards.

`skiptrace sources catalogue > docs/sources.md` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from connectors.card import LoadedCard
from connectors.registry import read_cards
from skiptrace.model.card import ConnectorCard, Limit

_INTRODUCTION = """\
# Sources

This page is made from the cards (`skiptrace sources catalogue > docs/sources.md`).

`verified` is how a card was checked: `live` at the source, `recorded` against what it once sent,
`shape` against a published layout with invented values, `none` not at all. **Nothing here was asked
live.** What no match means is the card's word: `absent` where the source lists all there are, else
`unknown`, and then nothing follows from it. A source with a rule of its own in the gate is refused
until the house opens it: no voter file is asked unless counsel names the state and its basis (R53).
A source is asked once it is enabled in the settings and named in a tier of the waterfall, one that
checks contact points in its `checks`: being listed here asks none."""
_UNFINISHED = """\
What follows is not published, and nobody made it up: a card that lacks it is never asked. Who has
the guide completes a copy of the card under an id of its own and takes `incomplete` out.
"""
_NO_CARD = """\
## No card

Users ask for these, and there is none, for the layout of what they send is not published, or not
known here. A reply that a house is allowed to have is enough to make one (CONTRIBUTING.md).

- VINE: no public interface. Custody is looked up by a person; federal inmates have a card.
- State courts beside the one portal layout that is read (Odyssey, OSCN, WCCA and their like): no
  layout of a reply is known, and most ask for proof of a human, which nobody gets round.
- BatchData's asynchronous service: what it sends to a webhook is not known, nor the columns of its
  files. The card of the other one asks one question in a call and notices a dropped answer."""
_GROUPS: Mapping[str, frozenset[str]] = {
    "Businesses": frozenset({"registration"}),
    "Property and liens": frozenset({"real_property", "lien", "ucc", "unclaimed_property"}),
    "Courts and status": frozenset(
        {"court_case", "bankruptcy", "judgment", "custody", "deceased", "sanction"}
    ),
    "Licences and things": frozenset({"licence", "aircraft", "vessel", "vehicle"}),
}
_OTHER = "People, addresses and telephones"
_BROKERS = "Bureaus and brokers"
_CHECKS = "Checks of addresses and telephones, which name nobody"


def shipped() -> dict[str, LoadedCard]:
    """The cards that come with skiptrace, by id."""
    return dict(read_cards([Path(__file__).parent / "sources"]).cards)


def catalogue_page(cards: Mapping[str, LoadedCard]) -> str:
    """The page of these cards in Markdown, by what they yield."""
    return "\n".join(_lines(cards)) + "\n"


def _lines(cards: Mapping[str, LoadedCard]) -> Iterator[str]:
    yield _INTRODUCTION
    yield f"\n{len(cards)} sources, {len({_state(c.card) for c in cards.values()})} jurisdictions."
    groups: dict[str, list[LoadedCard]] = {}
    for loaded in cards.values():
        groups.setdefault(_group(loaded.card), []).append(loaded)
    for title in (*_GROUPS, _OTHER, _BROKERS, _CHECKS):
        yield f"\n## {title}\n"
        head = ("source", "kind", "where", "yields", "cost", "at most", "purposes", "verified")
        yield from _table((*head, "no match means"), map(_row, groups.get(title, ())))
    told = [loaded for loaded in cards.values() if loaded.prohibited]
    yield "\n## Prohibited uses\n"
    yield from (f"- `{loaded.card.id}`: {loaded.prohibited}." for loaded in told)
    if unfinished := [loaded for loaded in cards.values() if loaded.incomplete]:
        yield "\n## Cards to be completed\n"
        yield _UNFINISHED
        yield from (f"- `{loaded.card.id}`: {loaded.incomplete}." for loaded in unfinished)
    yield f"\n{_NO_CARD}"


def _group(card: ConnectorCard) -> str:
    if card.checks:
        return _CHECKS
    if card.kind == "bureau" or (card.kind == "files" and card.cost.is_paid):
        return _BROKERS
    return next((title for title, kinds in _GROUPS.items() if kinds & card.yields), _OTHER)


def _row(loaded: LoadedCard) -> tuple[str, ...]:
    card = loaded.card
    title = f"[{card.title}]({loaded.homepage})" if loaded.homepage else card.title
    meaning = loaded.no_match + (f": {loaded.coverage}" if loaded.coverage else "")
    return (
        f"`{card.id}` {title}",
        card.kind.value,
        card.jurisdiction,
        _listed(card.yields) or f"checks {_listed(card.checks)}",
        f"${card.cost.per_call} a call, ${card.cost.per_hit} a hit"
        if card.cost.is_paid
        else "free",
        "; ".join(map(_limit, card.limits)) or "",
        _listed(card.purposes),
        card.verified.value,
        meaning,
    )


def _limit(limit: Limit) -> str:
    return f"{limit.calls} in {limit.seconds:g} s"


def _state(card: ConnectorCard) -> str:
    return "-".join(card.jurisdiction.split("-")[:2])


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    for row in (head, ("---",) * len(head), *rows):
        yield "| " + " | ".join(text.replace("|", "\\|") for text in row) + " |"
