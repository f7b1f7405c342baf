"""The asset report as a tagged, archivable PDF (PDF/UA-1 and PDF/A-2a), set by typst."""

from __future__ import annotations

import json
from datetime import UTC
from importlib.resources import files

from skiptrace.model.errors import ConfigError
from skiptrace.reports.canonical import Plain, plain
from skiptrace.reports.content import AssetReport
from skiptrace.reports.wording import (
    code_point,
    minute,
    percent,
    phone_words,
    printable,
    without_zero_width,
)

_BROKEN = "the asset report's template does not compile with this version of typst"

# what Libertinus Serif draws, the only font used: it comes inside the typst wheel, and typst
# refuses to write PDF/UA with a character it cannot draw (tested for every code in these ranges)
_DRAWN = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x2E4), (0x2EA, 0x34E), (0x350, 0x36F), (0x386, 0x386),
    (0x388, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x477),
    (0x490, 0x4C4), (0x5D0, 0x5EA), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x2037),
    (0x20AC, 0x20AC), (0x2116, 0x2116), (0x2122, 0x2122),
)  # fmt: skip


def render_pdf(report: AssetReport) -> bytes:
    """The report as PDF; the same report gives the same bytes.

    A character that the font cannot draw is printed as its code, such as [U+674E]; workbook and
    JSON hold it as it is. Raises ConfigError when the template does not compile.
    """
    import typst

    try:
        return typst.compile(
            _template(),
            sys_inputs=_inputs(report),
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        raise ConfigError(_BROKEN) from error


def render_pages(report: AssetReport, ppi: float = 100) -> list[bytes]:
    """The report's pages as PNG pictures, for a preview; errors as in render_pdf."""
    import typst

    try:
        made: object = typst.compile(
            _template(),
            sys_inputs=_inputs(report),
            format="png",
            ppi=ppi,
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        raise ConfigError(_BROKEN) from error
    pages = made if isinstance(made, list) else [made]
    return [page for page in pages if isinstance(page, bytes)]


def drawn(text: str) -> str:
    """The text as the report prints it: what the font cannot draw by its code.

    What has no width is left out, so that a search of the document finds the name it stood in.
    """
    shown = printable(without_zero_width(text))
    return "".join(char if _is_drawn(ord(char)) else code_point(char) for char in shown)


def _is_drawn(code: int) -> bool:
    return any(low <= code <= high for low, high in _DRAWN)


def _template() -> bytes:
    return (files("skiptrace.reports") / "templates" / "asset_report.typ").read_bytes()


def _inputs(report: AssetReport) -> dict[str, str]:
    return {"report": json.dumps(_template_data(report), ensure_ascii=False)}


def _template_data(report: AssetReport) -> Plain:
    """The report's plain form with drawable text, worded probabilities and the document's date."""
    at = report.prepared.astimezone(UTC)
    moment = {"year": at.year, "month": at.month, "day": at.day}
    clock = {"hour": at.hour, "minute": at.minute, "second": at.second}
    header = {field.label: field.value for field in report.header}
    extra = {"date": moment | clock, "header_by_label": header, "prepared": minute(at)}
    data = _worded(plain(report))
    return (
        (data | {k: _worded(plain(v)) for k, v in extra.items()})
        if isinstance(data, dict)
        else data
    )


def _worded(value: Plain) -> Plain:
    if isinstance(value, str):
        return drawn(value)
    if isinstance(value, list):
        return [_worded(item) for item in value]
    if isinstance(value, dict):
        return {key: _entry(key, item) for key, item in value.items()}
    return value


def _entry(key: str, item: Plain) -> Plain:
    if key == "value" and isinstance(item, str):
        return drawn(phone_words(item))
    if key != "probability":
        return _worded(item)
    return percent(item if isinstance(item, float) else None)
