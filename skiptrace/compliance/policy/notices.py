"""How a required notice stands after mail came back: 12 CFR 1006.42(a)(1), 34(b)(5), 30(a)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from config.law import Days
from skiptrace.compliance.policy.business_days import after_business_days
from skiptrace.compliance.policy.facts.debt import NoticeFacts


@dataclass(frozen=True, slots=True)
class NoticeStanding:
    """Whether the notice counts as sent, when its validation period ends, and from when to furnish.

    None is not yet: no notice was sent that has not come back. `resend` says that one must be sent
    to a confirmed new address.
    """

    sent: date | None
    resend: bool
    validation_ends: date | None
    furnish_from: date | None


def notice_standing(notice: NoticeFacts, days: Days) -> NoticeStanding:
    """A notice that came back was not sent; the one mailed last counts, unless it came back too.

    No piece comes back on the day it is mailed. Furnishing waits for a talk, or for the days after
    mailing in which nothing came back; what comes back within them begins them anew with the next
    mailing.
    """
    mailings = [day for day in (notice.mailed, notice.resent) if day is not None]
    last = max(mailings, default=None)
    came_back = last is not None and any(back > last for back in notice.returned)
    sent = None if came_back else last
    if sent is None:
        return NoticeStanding(None, came_back, None, notice.spoken)
    ends = after_business_days(sent, days.mail) + timedelta(days=days.validation)
    waited = sent + timedelta(days=days.undeliverable)
    furnish = waited if notice.spoken is None else min(waited, notice.spoken)
    return NoticeStanding(sent, False, ends, furnish)
