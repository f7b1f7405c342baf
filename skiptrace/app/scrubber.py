"""The last net: what looks like a person's number, phone, e-mail, street or password leaves no log.

Nothing here writes such things to a log; libraries, and faults of ours, may. Names look like other
words and are not found: what keeps them out is that nobody hands them to a log.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from types import TracebackType

_KINDS = "St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Ln|Lane|Blvd|Ct|Court|Way|Pl|Ter|Cir"
_SECRETS = "password|passwd|token|secret|api_?key"
_PHONE = r"(?:\+?1[ .-]?)?\(?\d{3}\)?[ .-]?\d{3}[ .-]\d{4}"
_TABLE = (
    (r"(://[^/@:\s]*:)[^\s@]+@", r"\1***@"),
    (rf"((?i:{_SECRETS})[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,]+", r"\1***"),
    (r"(https?://[^\s?\"']+)\?[^\s\"']+", r"\1?***"),
    (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "***@***"),
    (r"(?<![\w.-])\d{3}[- ]\d{2}[- ]\d{4}(?![\w-])", "***-**-****"),
    (rf"(?<![\w.-]){_PHONE}(?![\w-])", "***-****"),
    (r"(?<![\w.:-])\+?\d{9,11}(?![\w-])", "*********"),
    (r"(?<![\w/.-])\d{1,2}/\d{1,2}/(?:19|20)\d{2}(?![\w/])", "**/**/****"),
    (
        rf"\b\d{{1,6}}(?: [A-Z][A-Za-z]*| \d+[A-Za-z]{{2}}){{1,4}} (?:{_KINDS}|{_KINDS.upper()})\b",
        "*** ***",
    ),
)
"""What is looked for, and what stands in its place, in this order."""
_PATTERNS = tuple((re.compile(pattern), instead) for pattern, instead in _TABLE)


def scrubbed(text: str) -> str:
    """The text without what looks like a person's data or a password."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


class Scrubber(logging.Filter):
    """Lets every record pass, scrubbed: its message, and the traceback that it carries."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Scrub the record in place."""
        record.msg, record.args = scrubbed(_message(record)), None
        if record.exc_info and record.exc_info[0] is not None:
            record.exc_text = scrubbed("".join(traceback.format_exception(*record.exc_info)))
        return True


def cast_net() -> None:
    """From here on every log record of the process, and an error that nobody caught, is scrubbed.

    Records are scrubbed as they are made, so that no handler of a library's own is missed.
    """
    made, net = logging.getLogRecordFactory(), Scrubber()
    if getattr(made, "is_net", False):
        return

    def record(*args: object, **kwargs: object) -> logging.LogRecord:
        new: logging.LogRecord = made(*args, **kwargs)
        net.filter(new)
        return new

    record.is_net = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(record)
    sys.excepthook = _uncaught


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return str(record.msg)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    from skiptrace.reports.terminal import console_for, print_lines

    print_lines(
        console_for(sys.stderr), scrubbed("".join(traceback.format_exception(kind, error, trace)))
    )
