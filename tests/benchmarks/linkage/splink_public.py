"""Splink 5 on files of people that nobody here made: comparisons for the columns that are there.

Runs in an environment of its own (`pip install splink duckdb`), never in the project's:
`python splink_public.py --subjects F --records F --out F`. Trained on the files without labels, as
its guides advise: prior from strict rules, u from random pairs, m by EM in several blockings.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_library as cl  # type: ignore[import-not-found]
from splink import (  # type: ignore[import-not-found]
    DuckDBAPI,
    Linker,
    SettingsCreator,
    block_on,
)

_SIDES = {"subjects": "debtor_id", "records": "record_id"}
_COMPARED = {
    "first_name": lambda: cl.NameComparison("first_name"),
    "middle_name": lambda: cl.NameComparison("middle_name"),
    "last_name": lambda: cl.NameComparison("last_name"),
    "dob": lambda: cl.DamerauLevenshteinAtThresholds("dob", [1, 2]),
    "street_number": lambda: cl.ExactMatch("street_number"),
    "street_name": lambda: cl.JaroWinklerAtThresholds("street_name", [0.92, 0.8]),
    "city": lambda: cl.JaroWinklerAtThresholds("city", [0.92]).configure(
        term_frequency_adjustments=True
    ),
    "zip": lambda: cl.LevenshteinAtThresholds("zip", 1),
    "email": lambda: cl.JaroWinklerAtThresholds("email", [0.92, 0.88]),
}
_OUTPUT = """
    COPY (SELECT CASE WHEN source_dataset_l = 'subjects' THEN unique_id_l ELSE unique_id_r END
                 AS debtor_id,
                 CASE WHEN source_dataset_l = 'subjects' THEN unique_id_r ELSE unique_id_l END
                 AS record_id,
                 match_probability AS probability
          FROM {table}) TO '{path}' (HEADER)
"""
_CALLED = {
    "given_name": "first_name",
    "surname": "last_name",
    "address_1": "street_name",
    "suburb": "city",
    "postcode": "zip",
    "date_of_birth": "dob",
}
_KEYS = ("first_name", "last_name", "dob", "zip", "street_name", "city", "email")


def _filled(con: Any, table: str) -> set[str]:
    """The columns of a table that have a value."""
    rows = con.execute(f"SUMMARIZE {table}").fetchall()
    return {name for name, _, least, *_ in rows if least is not None}


def _linker(options: argparse.Namespace) -> tuple[Any, Any, list[str]]:
    """The database, the linker, and the columns that both files fill."""
    con = duckdb.connect()
    for table, key in _SIDES.items():
        path = str(getattr(options, table)).replace("'", "''")
        con.execute(
            f"CREATE TABLE raw AS SELECT * FROM read_csv('{path}', header = true,"  # noqa: S608
            " all_varchar = true)"
        )
        columns = [row[0] for row in con.execute("DESCRIBE raw").fetchall()]
        texts = ", ".join(
            f"nullif(lower(trim({name})), '') AS {_CALLED.get(name, name)}"
            for name in columns
            if name != key
        )
        con.execute(f"CREATE TABLE {table} AS SELECT {key} AS unique_id, {texts} FROM raw")  # noqa: S608
        con.execute("DROP TABLE raw")
    both = _filled(con, "subjects") & _filled(con, "records")
    known = [name for name in _COMPARED if name in both]
    pairs = [block_on(*two) for two in combinations([k for k in _KEYS if k in known], 2)]
    api = DuckDBAPI(connection=con)
    frames = [api.register(table, dataset_display_name=table) for table in _SIDES]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[_COMPARED[name]() for name in known],
        blocking_rules_to_generate_predictions=[block_on("dob"), *pairs]
        if "dob" in known
        else pairs,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )
    return con, Linker(frames, settings, log_level="ERROR"), known


def main(arguments: Sequence[str] | None = None) -> None:
    """The command line above."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--subjects", "--records", "--out"):
        parser.add_argument(name, type=Path, required=True)
    options = parser.parse_args(arguments)
    logging.disable(logging.WARNING)
    con, linker, known = _linker(options)
    training = linker.training
    strict = [block_on("first_name", "last_name", k) for k in known if k in ("dob", "street_name")]
    training.estimate_probability_two_random_records_match(strict, recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for columns in (("first_name", "last_name"), ("dob",), ("zip",), ("city", "first_name")):
        if set(columns) <= set(known):
            training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    scored = linker.inference.predict(threshold_match_probability=0.001)
    out = str(options.out).replace("'", "''")
    con.execute(_OUTPUT.format(table=scored.physical_name, path=out))


if __name__ == "__main__":
    main()
