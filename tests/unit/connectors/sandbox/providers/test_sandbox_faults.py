"""Every fault, as a client meets it, and the faults file itself."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import requests

from connectors.sandbox.providers.faults import FaultBook, load_faults
from connectors.sandbox.providers.messages import Request, Response
from skiptrace.model.errors import ConfigError

ROWS = "/socrata/resource/biz1-regs.json"
PARAMS = {"$order": ":id", "$select": "entity_id, agent_zip"}


def get(url: str, **parts: Any) -> requests.Response:
    return requests.get(url + ROWS, params=PARAMS, timeout=parts.pop("timeout", 5), **parts)


@pytest.mark.parametrize("kind", ["500", "401", "403", "503"])
def test_a_failing_source(serve_tiny: Any, kind: str) -> None:
    url = serve_tiny({"/socrata/": [{"nth": 1, "kind": kind}]})
    assert get(url).status_code == int(kind)
    assert get(url).status_code == 200


def test_too_many_requests_say_when_to_come_back(serve_tiny: Any) -> None:
    answer = get(serve_tiny({ROWS: [{"every": 1, "kind": "429", "retry_after": 7}]}))
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")


@pytest.mark.parametrize(
    ("kind", "words"), [("html", "back shortly"), ("challenge", "Please verify you are human")]
)
def test_a_page_instead_of_json(serve_tiny: Any, kind: str, words: str) -> None:
    answer = get(serve_tiny({ROWS: [{"nth": 1, "kind": kind}]}))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/html")
    assert words in answer.text


def test_truncated_json_is_a_whole_message(serve_tiny: Any) -> None:
    answer = get(serve_tiny({ROWS: [{"nth": 1, "kind": "truncated"}]}))
    assert answer.status_code == 200
    assert answer.text.startswith("[{")
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.text)


def test_a_cut_answer_is_half_a_message(serve_tiny: Any) -> None:
    url = serve_tiny({ROWS: [{"nth": 1, "kind": "cut"}]})
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        get(url)


def test_a_timeout_holds_the_connection_and_then_drops_it(serve_tiny: Any) -> None:
    url = serve_tiny(
        {ROWS: [{"nth": 1, "kind": "timeout"}, {"nth": 2, "kind": "timeout", "seconds": 0.1}]}
    )
    with pytest.raises(requests.exceptions.ReadTimeout):
        get(url, timeout=0.3)
    with pytest.raises(requests.exceptions.ConnectionError):
        get(url)


def test_a_renamed_column_in_rows_view_and_file(serve_tiny: Any) -> None:
    every = [{"every": 1, "kind": "renamed_column"}]
    url = serve_tiny({"/socrata/": every})
    assert list(get(url).json()[0]) == ["entity_id", "agent_zip_new"]
    view = requests.get(f"{url}/socrata/api/views/biz1-regs.json", timeout=5).json()
    assert [c["fieldName"] for c in view["columns"]][-1] == "successor_name_new"


def test_a_named_column_and_a_heading_are_renamed(serve_tiny: Any) -> None:
    url = serve_tiny(
        {
            "/socrata/": [{"every": 1, "kind": "renamed_column", "column": "entity_id"}],
            "/court/case/": [{"every": 1, "kind": "renamed_column"}],
            "/enformion/": [{"every": 1, "kind": "renamed_column", "column": "phoneNumbers"}],
        }
    )
    assert list(get(url).json()[0]) == ["entity_id_new", "agent_zip"]
    with requests.Session() as browser:
        browser.get(f"{url}/court/search")
        assert "Year of Birth (new)</th>" in browser.get(f"{url}/court/case/C1").text
    assert "phoneNumbers_new" in search(url, "r1").json()["persons"][0]


def test_an_ended_session(serve_tiny: Any) -> None:
    url = serve_tiny({"/court/": [{"nth": 2, "kind": "expired"}]})
    with requests.Session() as browser:
        browser.get(f"{url}/court/search")
        assert "session has expired" in browser.get(f"{url}/court/case/C1").text
        assert "2020-CC-00001" in browser.get(f"{url}/court/case/C1").text


def search(url: str, reference: str, timeout: float = 5) -> requests.Response:
    headers = {"galaxy-ap-name": "n", "galaxy-ap-password": "p", "galaxy-search-type": "Person"}
    return requests.post(
        f"{url}/enformion/PersonSearch",
        json={"Phone": "(239) 555-0101"},
        headers={**headers, "skiptrace-reference": reference},
        timeout=timeout,
    )


@pytest.mark.parametrize(("kind", "billed"), [("500", False), ("timeout", True), ("cut", True)])
def test_a_paid_call_fails_by_its_reference_before_or_after_the_bill(
    serve_tiny: Any, kind: str, billed: bool
) -> None:
    digest = hashlib.sha256(b"r2").hexdigest()
    rule = {"when": digest, "kind": kind, "seconds": 0.1}
    url = serve_tiny({"/enformion/PersonSearch": [rule]})
    assert search(url, "r1").status_code == 200
    if kind == "500":
        assert search(url, "r2").status_code == 500
    else:
        with pytest.raises(requests.exceptions.RequestException):
            search(url, "r2")
    settled = requests.get(f"{url}/enformion/sandbox/calls/r2", timeout=5)
    assert (settled.status_code == 200) is billed
    bill = requests.get(f"{url}/enformion/sandbox/bill", timeout=5).json()
    assert [line["reference"] for line in bill] == ["r1", "r2"][: 1 + billed]


def test_nth_and_every_count_within_their_prefix(tmp_path: Path) -> None:
    path = tmp_path / "faults.json"
    path.write_text(json.dumps({"/a": [{"nth": 2, "kind": "503"}, {"every": 3, "kind": "500"}]}))
    book = load_faults(path)
    asked = [
        book.answer(Request("GET", p), lambda r: Response(200)).status
        for p in ["/a", "/b", "/a", "/a", "/a", "/a", "/a"]
    ]
    assert asked == [200, 200, 503, 500, 200, 200, 500]


def test_no_file_means_no_faults() -> None:
    book = load_faults(None)
    assert isinstance(book, FaultBook)
    assert book.answer(Request("GET", "/a"), lambda r: Response(204)).status == 204


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{", "not a faults file"),
        ('{"/a": [{"kind": "500"}]}', "exactly one"),
        ('{"/a": [{"kind": "500", "nth": 1, "every": 2}]}', "exactly one"),
        ('{"/a": [{"kind": "explode", "nth": 1}]}', "kind"),
        ('{"/a": [{"kind": "500", "nth": 0}]}', "nth"),
        ('{"/a": [{"kind": "500", "when": "r1"}]}', "when"),
        ('{"/a": [{"kind": "500", "nth": 1, "retry": 1}]}', "retry"),
        ('{"/a": {"kind": "500", "nth": 1}}', "list"),
    ],
)
def test_a_wrong_faults_file_is_named(tmp_path: Path, text: str, word: str) -> None:
    path = tmp_path / "faults.json"
    path.write_text(text)
    with pytest.raises(ConfigError, match=word) as caught:
        load_faults(path)
    assert "faults.json" in str(caught.value)
