"""Bytes become nested values, or a typed fault: nothing in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors.base import SourceSettings
from connectors.engine.decode import Format, HtmlTable, decode
from connectors.engine.transport.reply import Came, Reply
from connectors.registry import discover
from skiptrace.model.errors import SourceChanged, SourceUnavailable
from skiptrace.model.waterfall import Outcome
from tests.inquiries import clock, make_inquiry

TABLE = HtmlTable(headings="th", rows="tr.r", none="p.none")
PAGE = "<html><table><tr><th>A</th></tr><tr class='r'><td> x <b>y</b></td></tr></table></html>"


def read(form: Format, text: str | bytes, came: Came = Came.WHOLE) -> object:
    body = text.encode() if isinstance(text, str) else text
    return decode(Reply("GET /x", 200, body, "text/plain", came), form, TABLE)


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        ("json", '{"a": [1]}', {"a": [1]}),
        ("ndjson", '{"a": 1}\n\n{"a": 2}\n', [{"a": 1}, {"a": 2}]),
        ("csv", "a,b\n1,\"x, y\"\n", [{"a": "1", "b": "x, y"}]),
        ("csv", "\ufeffa,b\r\n1,2", [{"a": "1", "b": "2"}]),
        ("csv", "a,b\n", []),
        ("tsv", "a\tb\n1\t2\n", [{"a": "1", "b": "2"}]),
        ("xml", "<r><a>1</a><a>2</a></r>", {"r": {"a": ["1", "2"]}}),
        ("xml", "<r><a t='x'>1</a></r>", {"r": {"a": {"@t": "x", "#text": "1"}}}),
        ("xml", "<n:r xmlns:n='u'><n:a/></n:r>", {"r": {"a": ""}}),
        ("xml", "<r><![CDATA[<b>&]]>&amp;</r>", {"r": "<b>&&"}),
        ("html", PAGE, [{"A": "x y"}]),
        ("html", "<html><p class='none'>No records</p></html>", []),
    ],
)  # fmt: skip
def test_a_body_is_read(form: Format, text: str, value: object) -> None:
    assert read(form, text) == value


@pytest.mark.parametrize(
    ("form", "text", "kind"),
    [
        ("ndjson", '{"a": 1}\n{"a"', SourceUnavailable),
        ("ndjson", '{"a": 1}\n{"a"\n', SourceChanged),
        ("csv", "a,b\n1,2\n3", SourceUnavailable),
        ("csv", "a,b\n1\n2,3\n", SourceChanged),
        ("csv", "a,b\n1,2,3\n", SourceChanged),
        ("csv", "a,a\n1,2\n", SourceChanged),
        ("csv", "a,\n1,2\n", SourceChanged),
        ("csv", b"a,b\n\xff,1\n", SourceChanged),
        ("csv", '"a,b\n1,2\n', SourceChanged),
        ("csv", "a,b", SourceUnavailable),
        ("xml", "<r><a>", SourceUnavailable),
        ("xml", "<r><a></r>", SourceChanged),
        ("xml", "plain", SourceChanged),
        ("xml", "<!DOCTYPE r><r/>", SourceChanged),
        ("xml", "<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>", SourceChanged),
        ("xml", "<r>&a;</r>", SourceChanged),
        ("xml", "<a>" * 101 + "</a>" * 101, SourceChanged),
        ("xml", "<html><body>Back soon</body></html>", SourceChanged),
        ("html", PAGE[:-3], SourceUnavailable),
        ("html", "<html><p>Back soon</p></html>", SourceChanged),
        ("html", '{"a": 1}', SourceChanged),
        ("json", "", SourceUnavailable),
        *((form, " ", SourceUnavailable) for form in ("ndjson", "csv", "xml", "html")),
    ],
)
def test_a_body_that_is_not_whole_or_another_is_a_typed_fault(
    form: Format, text: str | bytes, kind: type[Exception]
) -> None:
    with pytest.raises(kind):
        read(form, text)


@pytest.mark.parametrize("form", ["json", "ndjson", "csv", "xml", "html"])
def test_what_was_cut_or_is_too_large_is_not_read(form: Format) -> None:
    whole = {"json": "[]", "ndjson": "{}\n", "csv": "a\n", "xml": "<r/>", "html": PAGE}[form]
    with pytest.raises(SourceUnavailable):
        read(form, whole, Came.CUT)
    with pytest.raises(SourceChanged, match="larger than"):
        read(form, whole, Came.TOO_LARGE)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("PARCEL,ROLL,OWNER\n", "column 'CITY', 'MAIL', 'SITUS', 'SOLD', 'ZIP' is missing"),
        ("PARCEL,ROLL,OWNER,MAIL,CITY,ZIP,SITUS,SOLD,NEW\n", "unknown column 'NEW'"),
        ("PARCEL,ROLL,OWNER,MAIL,CITY,ZIP,SITUS,SOLD,USE\n", ""),
        ("PARCEL,ROLL,OWNER,MAIL,CITY,ZIP,SITUS,SOLD,USE", "the answer was cut off"),
    ],
)
def test_a_table_without_rows_has_its_headings_all_the_same(header: str, words: str) -> None:
    """A heading that was cut is no empty table."""
    cards = discover([Path(__file__).parents[3] / "contract" / "cards"])
    settings = SourceSettings("http://127.0.0.1:1", Path("x"), clock, {"api_key": "k"})
    connector = cards.build("csv_offset", settings)
    reply = Reply("GET /parcels.csv page 1", 200, header.encode(), "text/csv")
    answer = connector.read(make_inquiry(name="Ann Quillfeather"), [reply.snapshot(clock())])
    assert (answer.outcome is Outcome.NO_HIT) is not bool(words)
    assert words in answer.reason
