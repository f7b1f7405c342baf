"""What a site answered and found, held against one of the same accounts that was left in peace."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing

from connectors.sandbox.demo.found import read_found
from skiptrace.cli.session import opened
from skiptrace.model.finding import FindingStatus
from tests.findings import findings_of
from tests.installation import Site


def steps_of(site: Site) -> dict[tuple[str, str, str], set[str]]:
    """What each source answered about each obligor, over all orders: account, subject, source."""
    sql = """SELECT account_id, subject_id, connector_id, outcome
             FROM step JOIN trace_order o ON o.id = step.order_id"""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    with closing(sqlite3.connect(site.folder / "skiptrace.db")) as database:
        for account, subject, source, outcome in database.execute(sql):
            found[account, subject, source].add(outcome)
    return found


def jobs(site: Site) -> list[str]:
    """The references of all jobs that the batch desk took and billed."""
    with closing(sqlite3.connect(site.folder / "sandbox" / "jobs.sqlite")) as book:
        return [row[0] for row in book.execute("SELECT reference FROM job")]


def held(site: Site) -> set[str]:
    """The accounts, by id, that the rules hold as their last order stands."""
    sql = """SELECT account_id, state FROM trace_order ORDER BY seq"""
    with closing(sqlite3.connect(site.folder / "skiptrace.db")) as database:
        last = dict(database.execute(sql).fetchall())
    return {account for account, state in last.items() if state == "held"}


def differing(site: Site, calm: Site) -> Iterator[str]:
    """Findings that one of the sites has and the other should have too, each as its kind.

    What the calm site found must be there, unless a rule has held the account since. What only the
    other found must rest on a source that the calm site had no need to ask about the account.
    """
    asked: dict[str, set[str]] = defaultdict(set)
    for account, _, source in steps_of(calm):
        asked[account].add(source)
    ids, stopped = ids_of(site), held(site) - held(calm)
    one, other = keys_of(site), keys_of(calm)
    for number, kind, _ in other.keys() - one.keys():
        if ids[number] not in stopped:
            yield f"{kind} lost"
    for number, kind, key in one.keys() - other.keys():
        if one[number, kind, key] <= asked[ids[number]]:
            yield f"{kind} made up"


def keys_of(site: Site) -> dict[tuple[str, str, str], set[str]]:
    """What stands: account, kind and key, with the sources that it rests on.

    What a later trace saw again and no longer believes does not stand.
    """
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for number, kind, key, _, status, *_, origins in findings_of(site):
        if status != FindingStatus.SUPERSEDED:
            found[number, kind, key] |= {source for source, _ in origins}
    return found


def ids_of(site: Site) -> dict[str, str]:
    """The ids of all accounts, by the creditor's number."""
    with opened(str(site.config)) as session:
        return {e.account.number: e.account.id for e, _ in read_found(session.case)}
