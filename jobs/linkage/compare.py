"""Compares two columns of a file: addresses, people's names, organisations."""

from __future__ import annotations

from collections.abc import Callable

from jobs.linkage.tabular import Reading
from matching.compare.address.relate import compare_addresses
from matching.compare.organization.relate import compare_organizations
from matching.compare.person.relate import NameRelation, compare_names
from matching.parse.address.read import normalize_address
from skiptrace.model.subject import PostalAddress

Columns = tuple[str, ...]
Row = tuple[str, ...]


def address_comparison(a: Columns, b: Columns) -> Reading:
    """The relation of two addresses, and the rule that decided."""
    return Reading((a, b), ("relation", "reason"), "relation", _addresses, joint=", ")


def person_comparison(a: Columns, b: Columns) -> Reading:
    """The verdict on two names of people, and the rule that decided."""
    return Reading((a, b), ("verdict", "reason"), "verdict", _names(compare_names))


def organization_comparison(a: Columns, b: Columns) -> Reading:
    """The verdict on two names of organisations, and the rule that decided."""
    return Reading((a, b), ("verdict", "reason"), "verdict", _names(compare_organizations))


def _addresses(cells: Row) -> Row:
    a, b = (normalize_address(PostalAddress(original=cell)) for cell in cells)
    found = compare_addresses(a, b)
    return found.relation.value, found.reason


def _names(compare: Callable[[str, str], NameRelation]) -> Callable[[Row], Row]:
    def read(cells: Row) -> Row:
        found = compare(cells[0], cells[1])
        return found.verdict.value, found.reason

    return read
