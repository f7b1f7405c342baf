"""The last net: a table of what is scrubbed and of what stays, in logs and in tracebacks."""

from __future__ import annotations

import io
import logging
import subprocess
import sys

import pytest

from skiptrace.app.scrubber import Scrubber, cast_net, scrubbed
from tests.tables import each


@each(
    ("text", "left"),
    [
        ("ssn 900-11-2233 of", "ssn ***-**-**** of"),
        ("ssn 900 11 2233", "ssn ***-**-****"),
        ("900112233", "*********"),
        ("call (630) 555-0103 now", "call ***-**** now"),
        ("630.555.0103", "***-****"),
        ("630-555-0103", "***-****"),
        ("+16305550103", "*********"),
        ("to dana.q@example.com.", "to ***@***."),
        ("born 5/17/1980", "born **/**/****"),
        ("at 12 N ELM ST, TAMPA", "at *** ***, TAMPA"),
        ("at 12 Elm Street", "at *** ***"),
        ("at 1200 SW 5th Ave Apt 3", "at *** *** Apt 3"),
        ("postgresql://user:hunter2@host/db", "postgresql://user:***@host/db"),
        (
            "GET https://example.com/x?name=HOLLOWAY 200",
            "GET https://example.com/x?*** 200",
        ),
        ("token=abc123 and", "token=*** and"),
        ("{'api_key': 'abc123'}", "{'api_key': '***'}"),
    ],
)
def test_what_looks_like_a_person_or_a_secret_is_scrubbed(text: str, left: str) -> None:
    assert scrubbed(text) == left


@each(
    "text",
    [
        "2026-11-30T15:48:42+00:00 run night-2026-11-30 ended",
        "order_340308baa7315d103fad of acc_621a38b9fd4ea91d",
        "2 orders on the way, 3 rows in place",
        "R18 v1: 12 CFR 1006.26(b)",
        "12 of 2,000 accounts, 0.50 US dollars, 99.87%",
        "migration 0013 from 0008",
        "http://127.0.0.1:34567/socrata/resource/biz1-regs",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ],
)
def test_what_an_operator_needs_stays(text: str) -> None:
    assert scrubbed(text) == text


def test_a_record_is_scrubbed_with_its_arguments_and_its_traceback() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Scrubber())
    logger = logging.getLogger("tests.scrubber")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        raise ValueError("no row for 900-11-2233")
    except ValueError:
        logger.exception("of %s", "dana@example.com")
    logger.error("%d", "no number")
    said = stream.getvalue()
    assert "Traceback" in said and "no row for ***-**-****" in said and "of ***@***" in said
    assert "900-11" not in said and "dana" not in said


@pytest.mark.parametrize(
    "work", ["logging.getLogger('a.library').warning('of %s', ssn)", "raise ValueError(ssn)"]
)
def test_once_cast_the_net_holds_for_the_whole_process(work: str) -> None:
    lines = ["import logging", "from skiptrace.app.scrubber import cast_net", "cast_net()"]
    lines += ["cast_net()", "ssn = '900-11-' + str(2233)", work]
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False
    )
    assert "***-**-****" in done.stderr and "900-11-2233" not in done.stderr
    assert callable(cast_net)
