"""The status as Prometheus and OpenTelemetry see it: the same figures, ids alone, and optional."""

from __future__ import annotations

import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families

from skiptrace.acts.figures import FIGURES
from skiptrace.acts.metrics import begin_metrics
from skiptrace.app.exposition import UP, served
from skiptrace.cli.session import opened
from skiptrace.model.errors import ConfigError
from tests.acceptance.test_logs import personal_words, words_of
from tests.installation import Site, begin_anew, take_in_first
from tests.nights import BUREAU, WITHOUT_COURT, faulty_night

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def samples(text: str) -> Samples:
    return {
        (one.name, frozenset(one.labels.items())): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def value(found: Samples, name: str, **labels: str) -> float:
    return found[f"skiptrace_{name}", frozenset(labels.items())]


@pytest.fixture(params=["sqlite", "postgres"])
def traced_once(request: pytest.FixtureRequest, tmp_path: Path, ready: Site) -> Site:
    changes = dict(WITHOUT_COURT)
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
        changes['url = "sqlite:///skiptrace.db"'] = f'url = "{url}"'
    site = ready.copy(tmp_path / "site", changes)
    begin_anew(site)
    take_in_first(site, 16)
    faulty_night(site, {})
    return site


def test_the_figures_are_those_of_the_status(traced_once: Site) -> None:
    site = traced_once
    night = site.json("status")["night"]
    found = samples(site.run("metrics").stdout.decode())
    assert value(found, "up") == 1 and value(found, "night_under_way") == 0
    for state, count in night["orders"]["ended"].items():
        assert value(found, "night_orders", state=state) == count
    assert value(found, "night_orders_placed") == night["orders"]["placed"] > 0
    assert value(found, "night_spent_dollars") == float(night["budget"]["spent"]) > 0
    bureau = next(one for one in night["sources"] if one["source"] == BUREAU)
    for outcome, count in bureau["outcomes"].items():
        assert value(found, "night_answers", source=BUREAU, outcome=outcome) == count
    assert value(found, "workers", pulse="alive") == 0
    assert value(found, "night_runs", state="ended") == 1
    names = {name for name, _ in found}
    assert names <= {one.name for one in FIGURES} | {UP}
    listed = site.run("metrics", "--list").stdout.decode()
    assert all(one.name in listed for one in FIGURES)


def test_a_text_file_is_whole_and_can_be_read_by_the_exporter(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site")
    path = site.folder / "out" / "skiptrace.prom"
    said = site.run("metrics", "--textfile", str(path), code=1).stderr.decode()
    assert "skiptrace.prom: cannot be written" in said
    path.parent.mkdir()
    site.run("metrics", "--textfile", str(path))
    assert value(samples(path.read_text()), "up") == 1
    assert path.stat().st_mode & 0o777 == 0o644
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    site.run("metrics", "--textfile", str(path), "--listen", "0", code=2)


def test_each_scrape_reads_anew_on_loopback(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site")
    with opened(str(site.config)) as session:
        read = begin_metrics(session.office, session.actor)
        with served(read, 0) as port:
            first = scraped(port)
            faulty_night(site, {})
            second = scraped(port)
            with pytest.raises(OSError, match=r"refused|111"):
                urllib.request.urlopen(f"http://127.0.0.2:{port}/metrics", timeout=5)
        said: list[Any] = []
        wrong = pytest.raises(ConfigError, match="cannot be listened to")
        with served(read, 0) as taken, wrong, served(read, taken):
            said.append("two servers on one port")
    assert not said and value(first, "up") == value(second, "up") == 1
    names = [{name for name, _ in found} for found in (first, second)]
    assert "skiptrace_night_orders_placed" in names[1] - names[0]


def scraped(port: int) -> Samples:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        return samples(answer.read().decode())


def test_a_case_file_that_is_gone_is_a_figure_too(tmp_path: Path, few: Site) -> None:
    site = few.copy(tmp_path / "site")
    with opened(str(site.config)) as session:
        read = begin_metrics(session.office, session.actor)
        session.case.close()
        away = site.folder / "away"
        away.mkdir()
        for path in site.folder.glob("skiptrace.db*"):
            path.rename(away / path.name)
        (site.folder / "skiptrace.db").mkdir()
        with served(read, 0) as port:
            found = scraped(port)
        (site.folder / "skiptrace.db").rmdir()
        for path in away.iterdir():
            path.rename(site.folder / path.name)
    assert value(found, "up") == 0 and len(found) == 1


@contextmanager
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """A collector on loopback: its address, and what it was sent."""
    bodies: list[bytes] = []

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Takes)
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/traces", bodies
    finally:
        server.shutdown()
        server.server_close()
        serving.join()


def test_a_night_is_a_tree_of_spans_that_names_nobody(tmp_path: Path, few: Site) -> None:
    with collector() as (address, bodies):
        telemetry = {"[plugins.sandbox]": f'[telemetry]\notlp = "{address}"\n\n[plugins.sandbox]'}
        site = few.copy(tmp_path / "site", telemetry | WITHOUT_COURT)
        faulty_night(site, {})
        (run,) = site.json("runs", "list")
    spans = [
        one
        for body in bodies
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for scope in resource.scope_spans
        for one in scope.spans
    ]
    names = {one.span_id: one.name for one in spans}
    above = {(one.name, names.get(one.parent_span_id, "")) for one in spans}
    assert above == {("run", ""), ("chunk", "run"), ("tier", "chunk"), ("source", "tier")}
    told = [
        (one.key, one.value.string_value or str(one.value.int_value))
        for span in spans
        for one in span.attributes
    ]
    assert ("skiptrace.run", run["id"]) in told
    assert {"enformion_person", "death_master_file"} < {v for k, v in told if k.endswith(".source")}
    known = personal_words(site)
    ids = {v for k, v in told if k.endswith((".run", ".night"))}
    assert {w for v in ids for w in words_of(v)} & known == set()
    assert {k for k, _ in told} <= {
        f"skiptrace.{name}"
        for name in (
            "run", "night", "orders", "tier", "source", "questions", "answers", "traced", "placed",
            "resumed", "hit", "no_hit", "skipped", "blocked", "failed", "pending", "in_doubt",
        )
    }  # fmt: skip


def test_a_collector_that_is_down_ends_no_run(tmp_path: Path, few: Site) -> None:
    with collector() as (address, _):
        pass
    telemetry = {"[plugins.sandbox]": f'[telemetry]\notlp = "{address}"\n\n[plugins.sandbox]'}
    site = few.copy(tmp_path / "site", telemetry)
    assert b"no run" in site.run("runs", "list").stdout


def test_without_the_extra_nothing_is_sent_and_that_is_said(
    tmp_path: Path, few: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with collector() as (address, bodies):
        telemetry = {"[plugins.sandbox]": f'[telemetry]\notlp = "{address}"\n\n[plugins.sandbox]'}
        site = few.copy(tmp_path / "site", telemetry | WITHOUT_COURT)
        for name in ("prometheus_client", "opentelemetry.sdk.trace"):
            monkeypatch.setitem(sys.modules, name, None)
        faulty_night(site, {})
        assert bodies == []
    said = site.run("metrics", code=1).stderr.decode()
    assert "pip install 'skiptrace[metrics]'" in said
    words = site.run("doctor", "--ready", code=1).stdout.decode()
    assert "FAIL telemetry  telemetry.otlp: opentelemetry is not installed" in words
