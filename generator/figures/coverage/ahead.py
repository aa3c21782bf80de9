"""The account begun in other processes, while this one finds out other things.

No process that goes on working opens DuckDB itself where another can: what is forked later would inherit its locks, and not its
threads.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import partial

from generator.base.workers import aside
from generator.figures.coverage.account import coverage, wanted_of
from generator.figures.coverage.answers import compute, shared_out, together
from generator.figures.coverage.values import Coverage
from generator.figures.opendata.tables import Tables

MANY = 2000
"""Occurrences from which on two processes are quicker than one: each has to open a database and load the tables."""


@contextlib.contextmanager
def begun(tables: Tables) -> Iterator[Callable[[], Coverage]]:
    """Ask the SQL aside; the function given back waits for the answers and makes the account of them.

    Where the system cannot fork it is worked out when it is asked for.
    """
    parts = shared_out(wanted_of(tables), 2 if len(tables.events.rows) >= MANY else 1)
    with contextlib.ExitStack() as running:
        answers = [running.enter_context(aside(partial(compute, tables, part))) for part in parts]
        yield lambda: coverage(tables, together([answer() for answer in answers]))
