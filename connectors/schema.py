"""The JSON Schema of a card, for editors and for whoever writes cards by a program."""

from __future__ import annotations

from typing import Any

from connectors.card import head_schema
from connectors.engine.protocols import protocols
from connectors.engine.section import EngineSection
from connectors.files.layout import FilesSection
from connectors.portal.layout import PortalSection
from connectors.register.layout import RegisterSection

_SECTIONS: dict[str, Any] = {
    "rest": EngineSection,
    "bureau": EngineSection,
    "files": FilesSection,
    "register": RegisterSection,
    "portal": PortalSection,
}
_PARTIAL = ("paging", "condition", "published", "auth")
"""Tables of which a card of a protocol may give some keys only."""


def card_schema() -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) of card.toml, as its TOML is read."""
    head = head_schema()
    definitions = head.pop("$defs", {})
    for name, model in _SECTIONS.items():
        section = model.model_json_schema(ref_template="#/$defs/{model}")
        definitions |= section.pop("$defs", {})
        definitions[f"table_{name}"] = section
        head["properties"][name] = {"$ref": f"#/$defs/table_{name}"}
        if model is EngineSection:
            definitions[f"table_{name}"] = _or_of_protocol(section)
    schema = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": schema, "title": "A source's card", **head, "$defs": definitions}


def _or_of_protocol(section: dict[str, Any]) -> dict[str, Any]:
    """The table, or one whose protocol brings what it does not say itself."""
    variants: list[dict[str, Any]] = [section]
    for name, shared in sorted(protocols().items()):
        takes: dict[str, str] = shared["takes"]
        own: dict[str, Any] = {
            key: {"type": "string", "pattern": f"^{form}$"} for key, form in takes.items()
        }
        partial = {key: {"type": "object"} for key in _PARTIAL}
        properties = {**section["properties"], **partial, **own, "protocol": {"const": name}}
        needed = set(section["required"]) - set(shared)
        required = sorted({*needed, "protocol", *takes})
        variants.append({**section, "properties": properties, "required": required})
    return {"anyOf": variants}
