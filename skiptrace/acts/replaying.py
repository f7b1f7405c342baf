"""The findings of an account derived anew from its stored answers; every difference is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from skiptrace.acts.office import Office
from skiptrace.app.build import replayer
from skiptrace.app.sources import open_sources
from skiptrace.model.act import Act
from skiptrace.model.actor import Actor
from skiptrace.tracing.replay import Replayed


@dataclass(frozen=True, slots=True)
class ReplayView:
    """Every order of an account that stored a finding or a candidate, derived anew."""

    account: str
    orders: Sequence[Replayed]

    @property
    def is_same(self) -> bool:
        """Whether everything came out as it was stored."""
        return not any(one.differences for one in self.orders)


def replay_account(office: Office, actor: Actor, account: str) -> ReplayView:
    """The replay of every trace of an account, in the order in which they were placed."""
    with office.doing(actor, Act.REPLAY) as done:
        account_id = done.about(account)[0].account.id
        orders = office.case.orders.of_account(done.tx, account_id)
    with open_sources(office.installation) as sources:
        work = replayer(office.installation, office.case, office.keyring, sources)
        return ReplayView(account, tuple(work.replay(order) for order in orders))
