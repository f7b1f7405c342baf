"""The waterfall chart: well-formed whatever the words, and drawn to scale."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skiptrace.model.errors import CaseFileError
from skiptrace.model.match import Candidate, Term
from skiptrace.reports.content import ReportCase
from skiptrace.reports.explanation import explain, explanation_svg
from skiptrace.reports.explanation_order import PARTS
from skiptrace.reports.explanation_text import fitted, text_width
from skiptrace.reports.waterfall_chart import ChartedMatch, waterfall_svg, waterfalls_svg

NS = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>",
    "]]> & \"quotes' </text><g>",
    "nul \x00 bell \x07 escape \x1b[31m",
    "\u202eright to left\u202c \u05d0\u05d1\u05d2",
    "\ud800 lone surrogate \ufffe \uffff",
    "line\nbreak\ttab\u2028",
    "&#0; &lt; %s {0}",
    "\U0001f600" * 200,
    "x" * 5000,
    " ",
    "",
)


def chart(terms: Sequence[Term], title: str = "A record") -> ElementTree.Element:
    match = ChartedMatch(title, terms, sum(term.weight for term in terms))
    return ElementTree.fromstring(waterfalls_svg([match]))  # noqa: S314 (our own text)


def term(name: str, weight: float, words: str = "") -> Term:
    return Term(name, "exact", weight, words or f"words of {name}")


def found(root: ElementTree.Element, tag: str, mark: str) -> list[ElementTree.Element]:
    return [e for e in root.iter(f"{NS}{tag}") if mark in e.get("class", "").split()]


def scale_of(root: ElementTree.Element) -> Callable[[float], float]:
    """Bits to pixels, read off the first and the last mark of the axis."""
    ticks = found(root, "text", "tick")
    values = [float((t.text or "").replace("\N{MINUS SIGN}", "-")) for t in ticks]
    places = [float(t.get("x", "")) for t in ticks]
    slope = (places[-1] - places[0]) / (values[-1] - values[0])
    return lambda bits: places[0] + (bits - values[0]) * slope


def spans(root: ElementTree.Element) -> list[tuple[str, float, float]]:
    """Kind, left and right end of every bar from top to bottom."""
    bars = found(root, "rect", "bar")
    return [
        (b.get("class", "").removeprefix("bar "), x, x + float(b.get("width", "")))
        for b in bars
        for x in [float(b.get("x", ""))]
    ]


TERMS = (
    term("prior", -12.5),
    term("surname", 6.25),
    term("birth", 9.75),
    term("place", -2.5),
    term("rival", -1.5),
)


def test_bars_stand_where_the_weights_say() -> None:
    root = chart(TERMS)
    x = scale_of(root)
    wanted = [
        ("prior", -12.5, 0.0),
        ("for", -12.5, -6.25),
        ("for", -6.25, 3.5),
        ("against", 1.0, 3.5),
        ("against", -0.5, 1.0),
        ("final", -0.5, 0.0),
    ]
    for (kind, left, right), (want, low, high) in zip(spans(root), wanted, strict=True):
        assert kind == want
        assert left == pytest.approx(x(low), abs=0.03)
        assert right == pytest.approx(x(high), abs=0.03)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-6400, 6400), min_size=1, max_size=40))
def test_every_chart_runs_from_the_prior_to_the_final_weight(sixty_fourths: list[int]) -> None:
    terms = [term("prior" if n == 0 else f"c{n}", w / 64) for n, w in enumerate(sixty_fourths)]
    root = chart(terms)
    x, bars = scale_of(root), spans(root)
    total = sum(sixty_fourths) / 64
    assert len(bars) <= len(PARTS) + 1  # one a group, and the final weight
    assert sorted([x(0), x(total)]) == pytest.approx(list(bars[-1][1:]), abs=0.05)
    assert all(352 <= left <= right <= 708.02 for _, left, right in bars)
    ends = [e for _, left, right in bars for e in (left, right)]
    links = [float(e.get("x1", "")) for e in found(root, "line", "link")]
    assert len(links) == len(bars) - 1
    assert all(any(abs(link - end) < 0.02 for end in ends) for link in links)
    assert links[-1] == pytest.approx(x(total), abs=0.05)


def test_numbers_beside_the_bars_have_a_sign_and_add_up() -> None:
    weights = {"surname": 1 / 64, "birth": 33 / 64, "ssn": -5 / 64, "phone": 2.515625}
    root = chart([term(name, weight) for name, weight in weights.items()])
    numbers = [(e.text or "") for e in found(root, "text", "weight")]
    assert all(re.fullmatch("[+\N{MINUS SIGN}]\\d+\\.\\d\\d", number) for number in numbers)
    cents = [round(float(n.replace("\N{MINUS SIGN}", "-")) * 100) for n in numbers]
    assert sum(cents[:-1]) == cents[-1] == 297


def test_each_group_has_one_bar_that_tells_every_term_of_it() -> None:
    names = ("surname", "given", "middle", "birth", "place", "locality", "surname and birth",
             "rival", "support", "constraint", "via bureau")  # fmt: skip
    root = chart([term("prior", -20.0), *(term(n, 1 + k / 8) for k, n in enumerate(names))])
    said = [e.text or "" for row in found(root, "g", "row") for e in row.iter(f"{NS}title")]
    assert len(said) == 1 + 7 + 1
    for name in names:
        assert len([s for s in said if f"words of {name}" in s.replace("together: ", "")]) >= 1
    assert not any("other terms" in s or "small terms" in s for s in said)
    (name_bar,) = [s for s in said if s.startswith("name: ")]
    assert name_bar == "name: words of middle; words of given; words of surname: +3.38 bits"


@pytest.mark.parametrize(
    ("top", "wanted"),
    [(1.0, {"1 in 1000", "50%", "95%", "99.9%"}), (-25.0, {"1 in a million", "1 in 1000", "50%"})],
)
def test_well_known_probabilities_stand_at_their_odds(top: float, wanted: set[str]) -> None:
    root = chart([term("prior", top)])
    x = scale_of(root)
    places = {e.text: float(e.get("x", "")) for e in found(root, "text", "probability")}
    assert places.keys() >= wanted
    assert places["50%"] == pytest.approx(x(0.0), abs=0.03)
    assert places["1 in 1000"] == pytest.approx(x(-9.9643), abs=0.03)


@pytest.mark.parametrize("weight", [-9e4, -300.0, 45.0, 9e4])
def test_marks_of_the_axis_never_touch(weight: float) -> None:
    root = chart([term("prior", weight)])
    for mark in ("probability", "tick"):
        places = sorted(
            (float(e.get("x", "")), text_width(e.text or "", 11) / 2)
            for e in found(root, "text", mark)
        )
        assert places
        assert all(a + half <= b - other for (a, half), (b, other) in pairwise(places))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_text(words: str) -> None:
    terms = [Term(words, words, 2.0, words), term("prior", -8.0, words)]
    root = chart(terms, title=words)
    assert {e.tag.removeprefix(NS) for e in root.iter()} == {
        "svg", "title", "desc", "g", "rect", "line", "text",
    }  # fmt: skip
    assert not [e for e in root.iter() for name in e.attrib if name.startswith("on")]
    wide = [e for e in root.iter(f"{NS}text") if text_width(e.text or "", 13) > 780]
    assert not wide


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_gives_valid_xml(title: str, words: str) -> None:
    assert chart([term("prior", -8.0, words), Term(words, title, 1.0, words)], title).tag


def test_a_chart_needs_nothing_from_elsewhere_and_speaks_to_a_screen_reader() -> None:
    text = waterfalls_svg([ChartedMatch("A record", TERMS, -0.5, veto="born after death")])
    root = ElementTree.fromstring(text)  # noqa: S314 (our own text)
    assert not re.search(r"script|href|url\(|style|import|http(?!://www\.w3\.org/2000/svg)", text)
    assert (root.get("width"), root.get("role")) == ("800", "img")
    title, desc = root[0], root[1]
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    told = desc.text or ""
    for said in ("A record", "words of birth: +9.75 bits", "41.4%", "forbidden: born after death"):
        assert said in told
    assert told.count("bits") > len(TERMS)


def test_the_same_candidate_gives_the_same_bytes(case: ReportCase) -> None:
    candidate: Candidate = next(iter(case.candidates.values()))
    assert waterfall_svg(candidate) == waterfall_svg(replace(candidate))
    assert waterfall_svg(candidate) != waterfall_svg(candidate, "Another title")


def test_a_chart_of_a_finding_names_sources_and_nobody(case: ReportCase) -> None:
    explanation = explain(case, case.findings[0].id)
    text = explanation_svg(explanation)
    root = ElementTree.fromstring(text)  # noqa: S314 (our own text)
    assert len(found(root, "g", "match")) == 2
    assert "Address, record 2 of 2: " in text and "Enformion person search" in text
    for personal in ("Featherstone", "Marisol", "Quarry", "1234", "1979", "T-88121", "31-38-41"):
        assert personal not in text


def test_a_finding_without_stored_matches_has_no_chart(case: ReportCase) -> None:
    explanation = explain(replace(case, candidates={}), case.findings[0].id)
    with pytest.raises(CaseFileError, match="no match behind finding"):
        explanation_svg(explanation)


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("", 2, ()),
        ("surnames agree", 2, ("surnames agree",)),
        ("surnames agree; births agree", 2, ("surnames agree;", "births agree")),
        ("surnames agree; births agree", 1, ("surnames agree;…",)),
        ("a" * 30, 2, ("a" * 16, "a" * 14)),
        ("a" * 40, 2, ("a" * 16, "a" * 14 + "…")),
    ],
)
def test_words_are_broken_at_blanks_and_cut_with_an_ellipsis(
    text: str, most: int, lines: tuple[str, ...]
) -> None:
    assert fitted(text, 10, 100, most) == lines
    assert all(text_width(line, 10) <= 100 for line in lines)
