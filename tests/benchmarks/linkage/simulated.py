"""The simulated population that the package pseudopeople ships: its samples, noised and clean.

Runs in an environment of its own (`pip install pseudopeople`), offline.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]
import pseudopeople as pp  # type: ignore[import-not-found,import-untyped,unused-ignore]
from loguru import logger  # type: ignore[import-not-found,unused-ignore]

CENSUS = "decennial_census"
WAGES = "taxes_w2_and_1099"
RETURNS = "taxes_1040"
SOCIAL_SECURITY = "social_security"
SURVEYS = (
    "american_community_survey",
    "current_population_survey",
    "women_infants_and_children",
)

_SAMPLES = Path(pp.__file__).parent / "data" / "sample_datasets"
_MISSING = frozenset({"", "nan", "None", "<NA>", "NaT"})
_SLASHED = frozenset({CENSUS, *SURVEYS[:2]})

NOISE: Mapping[str, float] = MappingProxyType(
    {
        "leave_blank": 0.015,
        "use_nickname": 0.07,
        "use_fake_name": 0.01,
        "make_phonetic_errors": 0.03,
        "make_ocr_errors": 0.02,
        "make_typos": 0.05,
        "copy_from_household_member": 0.01,
        "swap_month_and_day": 0.025,
        "write_wrong_digits": 0.04,
        "choose_wrong_option": 0.02,
        "write_wrong_zipcode_digits": 0.03,
    }
)
"""The share of cells that each kind of error touches at noise 1."""


def text(value: Any) -> str | None:
    """A cell as text; every way of being missing is None."""
    return None if value is None or str(value) in _MISSING else str(value)


def sample(dataset: str, columns: list[str]) -> Any:
    """Columns of a clean sample as it ships, all years."""
    table = pd.read_parquet(_SAMPLES / dataset / f"{dataset}.parquet", columns=columns)
    for column in table.columns:
        if table[column].dtype.name == "category":
            table[column] = table[column].astype(object)
    return table


def noised(dataset: str, year: int, seed: int, noise: float) -> Any:
    """One year of a dataset with errors; the last event a person of the social security file."""
    table = _generated(dataset, year, seed, _noise_settings(dataset, noise))
    if dataset == SOCIAL_SECURITY:
        last = table.sort_values("event_date").drop_duplicates("simulant_id", keep="last")
        return last.assign(household_id=None)
    return table


def clean(dataset: str, year: int, seed: int) -> Any:
    """The same year without any error."""
    return _generated(dataset, year, seed, pp.NO_NOISE)


def _generated(dataset: str, year: int, seed: int, config: Any) -> Any:
    generate = partial(getattr(pp, f"generate_{dataset}"), seed=seed, config=config, year=year)
    logger.disable("pseudopeople")
    with contextlib.redirect_stderr(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return generate()


def _noise_settings(dataset: str, noise: float) -> dict[str, Any]:
    """pseudopeople's settings with its own kinds of error at our rates."""
    columns = {
        column: {
            kind: _probabilities(column, kind, settings, noise)
            for kind, settings in kinds.items()
            if kind in NOISE
        }
        for column, kinds in pp.get_config()[dataset]["column_noise"].items()
    }
    return {dataset: {"column_noise": columns}}


def _probabilities(column: str, kind: str, settings: Any, noise: float) -> dict[str, float]:
    rate = NOISE[kind] * noise
    if kind == "leave_blank" and column == "date_of_birth":
        rate = 0.0  # how many dates are missing is the task's to say
    elif (kind == "leave_blank" and column in ("last_name", "first_name")) or (
        kind == "copy_from_household_member" and column == "ssn"
    ):
        rate *= 0.5
    found = {"cell_probability": float(min(rate, 0.6))}
    if "token_probability" in settings:
        found["token_probability"] = 0.12
    return found


def has_dates(dataset: str) -> bool:
    """Whether the dataset itself says when its people were born."""
    return dataset in (CENSUS, SOCIAL_SECURITY, *SURVEYS)


def iso_date(dataset: str, value: Any) -> str | None:
    """A date of birth of a dataset as YYYY-MM-DD; a damaged one as it stands."""
    written = text(value)
    if written is None:
        return None
    if dataset in _SLASHED:
        parts = written.split("/")
        return f"{parts[2]}-{parts[0]}-{parts[1]}" if len(parts) == 3 else written
    if len(written) != 8:
        return written
    if dataset == SOCIAL_SECURITY:
        return f"{written[:4]}-{written[4:6]}-{written[6:]}"
    return f"{written[4:]}-{written[:2]}-{written[2:4]}"
