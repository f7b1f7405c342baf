"""The nightly batch begins by itself: planned in the settings, begun once, told in a list."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from skiptrace.app.installation import utc_now
from skiptrace.casefile.schedule import DueOutcome, DueRun
from skiptrace.cli.session import opened
from tests.installation import Site

PLANNED = """
[schedule]
time_zone = "America/New_York"
holidays = "US"
blackouts = [
    { start = 2026-12-24T12:00:00, end = 2026-12-26T08:00:00, reason = "year-end freeze" },
]

[schedule.jobs.nightly]
cron = "NIGHTLY"
business_days = true

[schedule.jobs.verify]
cron = "VERIFY"
"""


def plan(nightly: str, verify: str) -> str:
    return PLANNED.replace("NIGHTLY", nightly).replace("VERIFY", verify)


def planned(site: Site, nightly: str = "30 20 * * *", verify: str = "0 6 * * sun") -> Site:
    site.config.write_text(site.config.read_text() + plan(nightly, verify))
    return site


def begun(site: Site, ago: timedelta) -> None:
    """As if a scheduler had first run so long ago."""
    with opened(str(site.config)) as session, session.case.write() as tx:
        for kind in ("nightly", "verify"):
            first = DueRun(kind, utc_now() - ago, 1, "none", utc_now() - ago)
            session.case.schedule.enter(tx, first, DueOutcome.BEGUN)


def test_a_time_that_came_is_begun_once_and_told(tmp_path: Path, few: Site) -> None:
    site = planned(few.copy(tmp_path / "site"), verify="* * * * *")
    text = site.config.read_text().replace("business_days = true\n", "")
    site.config.write_text(text.replace('"30 20 * * *"', '"* * * * *"'))
    begun(site, timedelta(minutes=3))
    with site.served():
        told = site.run("schedule", "run", "--once")
    words = told.stderr.decode()
    assert "nightly, due" in words and "verify, due" in words and "failed" not in words
    (run,) = site.json("runs", "list")
    assert run["state"] == "ended" and run["report"]["placed"] > 0
    views = {view["kind"]: view for view in site.json("schedule", "list")}
    outcomes = [one["outcome"] for one in reversed(views["nightly"]["earlier"])]
    assert outcomes[-1] in ("done", "done with failures")
    assert set(outcomes[:-1]) == {"missed"}


def test_the_list_says_what_days_off_and_blackouts_do(tmp_path: Path, few: Site) -> None:
    site = planned(few.copy(tmp_path / "site"), "30 20 24-28 12 *")
    (nightly, verify) = site.json("schedule", "list", "--count", "3")
    first, second, _ = nightly["coming"]
    assert first["at"] == "2026-12-24T20:30:00-05:00"
    assert first["starts"] == "2026-12-26T08:00:00-05:00"
    assert first["why"] == "put off: year-end freeze"
    assert second["at"] == "2026-12-28T20:30:00-05:00" == second["starts"]
    assert [one["at"][-14:] for one in verify["coming"]] == ["06:00:00-05:00"] * 3
    table = site.run("schedule", "list").stdout.decode()
    assert "year-end freeze" in table and "America/New_York" in table


def test_settings_that_cannot_be_are_told_by_their_key(tmp_path: Path, few: Site) -> None:
    for number, (wrong, key) in enumerate(
        [
            ("", "schedule.jobs"),
            (plan("0 9 * * 1", "0 6 * * *"), "schedule.jobs.nightly.cron"),
            (plan("0 9 31 2 *", "0 6 * * *"), "schedule.jobs.nightly.cron"),
            (plan("0 9 * * sun", "0 6 * * *"), "schedule.jobs.nightly.cron"),
            (plan("0 9 * * *", "0 6 * * *").replace("New_York", "Gotham"), "time_zone"),
            (plan("0 9 * * *", "0 6 * * *").replace('"US"', '"XX"'), "holidays"),
            (plan("0 9 * * *", "0 6 * * *").replace("12-26T", "12-23T"), "blackouts"),
            (plan("0 9 * * *", "0 6 * * *").replace("verify", "dance"), "dance"),
        ]
    ):
        site = few.copy(tmp_path / f"site-{number}")
        site.config.write_text(site.config.read_text() + wrong)
        said = site.run("schedule", "list", code=1).stderr.decode()
        assert key in said, (key, said)
