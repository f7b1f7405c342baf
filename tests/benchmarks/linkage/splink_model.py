"""The peer's model: columns, comparisons, blocking rules and unsupervised training of Splink 5."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import splink.comparison_level_library as cll  # type: ignore[import-not-found]
import splink.comparison_library as cl  # type: ignore[import-not-found]
from splink import SettingsCreator, block_on

_WORDS = {
    "STREET": "ST",
    "AVENUE": "AVE",
    "ROAD": "RD",
    "DRIVE": "DR",
    "LANE": "LN",
    "COURT": "CT",
    "CIRCLE": "CIR",
    "PLACE": "PL",
    "BOULEVARD": "BLVD",
    "HIGHWAY": "HWY",
    "PARKWAY": "PKWY",
    "TERRACE": "TER",
    "TRAIL": "TRL",
    "NORTH": "N",
    "SOUTH": "S",
    "EAST": "E",
    "WEST": "W",
}


def _letters(text: str) -> str:
    return f"nullif(regexp_replace(upper({text}), '[^A-Z]', '', 'g'), '')"


def _street_name() -> str:
    """The street name in capitals with its common words abbreviated, whatever the file's habit."""
    text = "upper(trim(street_name))"
    for word, short in _WORDS.items():
        text = rf"regexp_replace({text}, '\b{word}\b', '{short}', 'g')"
    return f"nullif({text}, '')"


_DOB = """
    CASE WHEN length(trim(dob)) >= 8
         THEN coalesce(strftime(try_strptime(trim(dob), ['%m/%d/%Y', '%Y%m%d']), '%Y-%m-%d'),
                       trim(dob)) END
"""

COLUMNS = f"""
    {_letters("first_name")} AS fn,
    {_letters("last_name")} AS ln,
    {_letters("split_part(last_name, '-', -1)")} AS ln_tail,
    {_letters("split_part(last_name, '-', 1)")} AS ln_head,
    nullif(upper(left(trim(middle_initial), 1)), '') AS mi,
    {_DOB} AS dob,
    nullif(left(coalesce({_DOB}, trim(dob)), 4), '') AS birth_year,
    nullif(trim(ssn4), '') AS ssn4,
    nullif(right(regexp_replace(phone, '[^0-9]', '', 'g'), 10), '') AS phone,
    nullif(upper(trim(street_number)), '') AS house,
    {_street_name()} AS street_name,
    nullif(trim(concat_ws(' ', nullif(upper(trim(street_number)), ''), {_street_name()})), '')
        AS street,
    nullif(regexp_replace(po_box, '[^0-9]', '', 'g'), '') AS box,
    nullif(upper(trim(city)), '') AS city,
    nullif(left(trim(zip), 5), '') AS zip
"""
"""The columns of a task file in the one form that the comparisons below read."""


def _comparison(name: str, *levels: Any) -> Any:
    return cl.CustomComparison(output_column_name=name, comparison_levels=list(levels))


def _given() -> Any:
    initial = "left(fn_l, 1) = left(fn_r, 1)"
    return _comparison(
        "fn",
        cll.NullLevel("fn"),
        cll.ExactMatchLevel("fn", term_frequency_adjustments=True),
        cll.JaroWinklerLevel("fn", 0.92),
        cll.CustomLevel(f"least(length(fn_l), length(fn_r)) = 1 AND {initial}"),
        cll.CustomLevel("left(fn_l, 3) = left(fn_r, 3)"),
        cll.JaroWinklerLevel("fn", 0.8),
        cll.CustomLevel(initial),
        cll.ElseLevel(),
    )


def _surname() -> Any:
    half = "ln_head_l = ln_r OR ln_tail_l = ln_r OR ln_head_r = ln_l OR ln_tail_r = ln_l"
    return _comparison(
        "ln",
        cll.NullLevel("ln"),
        cll.ExactMatchLevel("ln", term_frequency_adjustments=True),
        cll.CustomLevel(half),
        cll.JaroWinklerLevel("ln", 0.92),
        cll.JaroWinklerLevel("ln", 0.8),
        cll.ElseLevel(),
    )


def _birth() -> Any:
    same_year = "birth_year_l = birth_year_r"
    return _comparison(
        "dob",
        cll.NullLevel("birth_year"),
        cll.ExactMatchLevel("dob"),
        cll.CustomLevel(
            f"{same_year} AND substr(dob_l, 6, 2) = substr(dob_r, 9, 2)"
            " AND substr(dob_l, 9, 2) = substr(dob_r, 6, 2)"
        ),
        cll.DamerauLevenshteinLevel("dob", 1),
        cll.CustomLevel(
            f"{same_year} AND (substr(dob_l, 6) = '01-01' OR substr(dob_r, 6) = '01-01')"
        ),
        cll.CustomLevel(f"{same_year} AND (dob_l IS NULL OR dob_r IS NULL)"),
        cll.CustomLevel("substr(dob_l, 6) = substr(dob_r, 6)"),
        cll.CustomLevel(f"{same_year} AND damerau_levenshtein(dob_l, dob_r) <= 2"),
        cll.CustomLevel(same_year),
        cll.DamerauLevenshteinLevel("dob", 2),
        cll.ElseLevel(),
    )


def _address() -> Any:
    nowhere = "street_name_{0} IS NULL AND box_{0} IS NULL AND zip_{0} IS NULL AND city_{0} IS NULL"
    alike = "jaro_winkler_similarity(street_name_l, street_name_r)"
    same_house = "house_l = house_r"
    return _comparison(
        "street",
        cll.CustomLevel(f"({nowhere.format('l')}) OR ({nowhere.format('r')})").configure(
            is_null_level=True
        ),
        cll.CustomLevel("box_l = box_r"),
        cll.CustomLevel(f"{same_house} AND street_name_l = street_name_r"),
        cll.CustomLevel(f"{same_house} AND {alike} >= 0.8"),
        cll.CustomLevel("street_name_l = street_name_r"),
        cll.CustomLevel(f"damerau_levenshtein(house_l, house_r) <= 1 AND {alike} >= 0.92"),
        cll.CustomLevel(f"{same_house} AND length(house_l) > 2"),
        cll.CustomLevel("zip_l = zip_r"),
        cll.CustomLevel("city_l = city_r"),
        cll.ElseLevel(),
    )


def _number(column: str) -> Any:
    return _comparison(
        column,
        cll.NullLevel(column),
        cll.ExactMatchLevel(column),
        cll.DamerauLevenshteinLevel(column, 1),
        cll.ElseLevel(),
    )


_ALWAYS = (
    ("fn", "ln"),
    ("dob",),
    ("phone",),
    ("street",),
    ("box", "zip"),
    ("ln", "birth_year"),
    ("ln", "zip"),
    ("left(ln, 4)", "left(fn, 3)"),
    ("right(ln, 4)", "left(fn, 3)"),
    ("fn", "birth_year"),
    ("fn", "zip"),
    ("fn", "left(ln, 2)", "city"),
    ("ln_tail", "fn"),
    ("ln_head", "left(fn, 2)"),
    ("ln", "house"),
    ("fn", "house"),
)
_EXCHANGED = "l.fn = r.ln AND l.ln = r.fn"


def _rules(*more: tuple[str, ...]) -> list[Any]:
    return [*(block_on(*columns) for columns in (*more, *_ALWAYS)), _EXCHANGED]


RULES = {
    "wide": _rules(("ssn4",), ("ln", "left(fn, 1)")),
    "large": _rules(("ssn4", "left(fn, 1)")),
}
"""`wide` for files of some thousand rows; `large` gives 27 pairs a subject among 300,000."""


def settings(rules: str) -> Any:
    """Untrained settings over the columns above with the named set of blocking rules."""
    return SettingsCreator(
        link_type="link_only",
        comparisons=[
            _given(),
            _surname(),
            cl.ExactMatch("mi"),
            _birth(),
            _number("ssn4"),
            _number("phone"),
            _address(),
        ],
        blocking_rules_to_generate_predictions=RULES[rules],
        em_convergence=0.001,
        max_iterations=25,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def train(linker: Any, filled: Container[str]) -> None:
    """Without labels: prior from strict rules, u from random pairs, m by EM in four blockings.

    `filled` are the columns that both files fill in: EM over a blocking without pairs is an error.
    """
    training = linker.training
    strict = [block_on("fn", "ln", third) for third in ("dob", "phone", "street", "ssn4")]
    training.estimate_probability_two_random_records_match(strict, recall=0.6)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for columns in (("fn", "street"), ("ln", "dob"), ("fn", "dob"), ("fn", "ln", "mi")):
        known = [column for column in columns if column in filled]
        training.estimate_parameters_using_expectation_maximisation(
            block_on(*known), record_sample_proportion=1.0
        )
