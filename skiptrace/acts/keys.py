"""Keys are looked at, turned, wrapped and retired; each is an event of the audit trail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from skiptrace.acts.office import Doing, Office
from skiptrace.casefile.crypto import Keyring
from skiptrace.casefile.key_file import read_keys, retire_keys, rotate_key_file, wrap_key_file
from skiptrace.casefile.resealing import OWNED, reseal, values_by_key
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.model.errors import CaseFileError

KeyPlace: TypeAlias = tuple[Path, Mapping[str, str]]
"""Where the key file is, and the environment's variables, one of which may be its master key."""


@dataclass(frozen=True, slots=True)
class KeysView:
    """The keys by number: which one seals, how many values lie under each, and what wraps them.

    `owned` is how many values lie under the keys of accounts and subjects, which themselves lie
    under these. `master` is where the master key is, or empty for keys in clear in the key file.
    """

    newest: int
    values: Mapping[int, int]
    owned: int
    tables: Mapping[str, Mapping[int, int]]
    master: str

    @property
    def idle(self) -> Sequence[int]:
        """The earlier keys under which nothing lies any more."""
        return [n for n, count in self.values.items() if n != self.newest and not count]


def show_keys(office: Office, actor: Actor, place: KeyPlace) -> KeysView:
    """The keys of a key file, and what of the case file lies under each."""
    with office.doing(actor, Act.SHOW_KEYS) as doing:
        keys = read_keys(*place)
        tables = {name: dict(counts) for name, counts in values_by_key(doing.tx).items()}
    total = Counter(dict.fromkeys(sorted(keys.sealing), 0))
    for counts in tables.values():
        total.update(counts)
    owned = total.pop(OWNED, 0)
    return KeysView(max(keys.sealing), dict(total), owned, tables, keys.master)


@contextmanager
def _alone(office: Office, actor: Actor) -> Iterator[Doing]:
    """The transaction of a change of the key file, which no other command changes meanwhile.

    Raises CaseFileError while a worker is at work: it could not read back what it just bought.
    """
    with office.case.exclusively("keys"), office.doing(actor, Act.MANAGE_KEYS) as doing:
        now = office.clock()
        if any(worker.until > now for worker in office.case.workers.open(doing.tx)):
            raise CaseFileError("a worker is at work or its lease still runs: try again afterwards")
        yield doing


def rotate_keys(office: Office, actor: Actor, place: KeyPlace) -> Keyring:
    """A newer key, which seals from now on; the keyring with it.

    A process that runs on with the former keyring cannot open what the newer key seals, so none
    may be at work; an idle scheduler is to be started again.
    """
    with _alone(office, actor) as doing:
        keys = rotate_key_file(*place)
        doing.note("keys.rotated", text=f"key {keys.newest} seals")
    return keys


def reseal_all(
    office: Office, actor: Actor, keys: Keyring, advance: Callable[[int], None]
) -> Mapping[str, int]:
    """Seal everything under the newest key; how many rows of each table."""
    done: Counter[str] = Counter()
    for table, rows in reseal(office.case, keys):
        done[table] += rows
        advance(rows)
    with office.doing(actor, Act.MANAGE_KEYS) as doing:
        doing.note("keys.resealed", text=f"{done.total()} rows under key {keys.newest}")
    return dict(done)


def retire_idle(office: Office, actor: Actor, place: KeyPlace) -> Sequence[int]:
    """Drop the keys under which nothing lies; their numbers. CaseFileError when there is none.

    A backup that was made before may still need them: keep the former key file with it.
    """
    view = show_keys(office, actor, place)
    if not view.idle:
        raise CaseFileError("values lie under every key: run `skiptrace keys reseal` first")
    with _alone(office, actor) as doing:
        retire_keys(place[0], view.idle, place[1])
        doing.note("keys.retired", text=", ".join(map(str, view.idle)))
    return view.idle


def wrap_keys(office: Office, actor: Actor, place: KeyPlace, master: str) -> None:
    """Wrap the keys by a master key, turn it, or with an empty one store them in clear."""
    with _alone(office, actor) as doing:
        wrap_key_file(place[0], master, place[1])
        doing.note("keys.wrapped", text=f"by {master.partition(':')[0] or 'nothing'}")
