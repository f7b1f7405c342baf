"""Helpers of a night: processes of this machine that work off its orders beside the first.

Each opens the installation for itself, and asks the providers of a fiction where the first does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from jobs.execution.side_by_side import help_out
from skiptrace.app.build import case_file, execution_of, tracer, workplace
from skiptrace.app.fiction import Scene
from skiptrace.app.installation import Installation
from skiptrace.app.logs import logged
from skiptrace.app.sources import sources_at
from skiptrace.app.telemetry import traced
from skiptrace.model.errors import SkiptraceError
from skiptrace.model.order import Scope
from skiptrace.model.spans import event
from skiptrace.tracing.run import RunBudget

_CONTEXT = get_context("spawn")
"""A forked process would share the database connections and locks of the first."""

Begin = Callable[[Scope, RunBudget], tuple[Connection, BaseProcess]]


def helpers_of(installation: Installation, scene: Scene) -> Begin:
    """Begins helpers of a night of this installation, each with our end of the line to it."""

    def begin(scope: Scope, budget: RunBudget) -> tuple[Connection, BaseProcess]:
        ours, theirs = _CONTEXT.Pipe()
        given = (installation, scene, (scope, budget), theirs)
        process = _CONTEXT.Process(target=_help, args=given, name="night helper")
        with theirs:
            process.start()
        return ours, process

    return begin


def _help(
    installation: Installation, scene: Scene, work: tuple[Scope, RunBudget], told: Connection
) -> None:
    try:
        with logged(installation), traced(installation):
            case, keyring = case_file(installation)
            try:
                sources = sources_at(installation, case, scene)
                run = tracer(installation, case, keyring, sources)
                place = workplace(installation, case)
                help_out(execution_of(installation, case, run), place, work, told)
            finally:
                case.close()
    except (SkiptraceError, KeyboardInterrupt) as error:  # the night itself says what is wrong
        event("helper.broke_off", error=type(error).__name__)
        sys.exit(1)
