"""Rows of events, rendered once however many lists they stand in; only the way to the site's root differs.

With `templates`, `sandbox` and `compiling`, the only room of jinja2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

_ROOT = "\x02"
"""Stands for the way to the site's root in remembered HTML; no text that officers write can hold it (E011)."""
MOST = 50_000
"""Rows remembered at a time: some 60 MB. A larger county renders a few of them again."""


class Rows:
    """The rows of one environment.

    Each is kept beside its HTML, so that its identity cannot be taken by another while it is remembered.
    """

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._known: dict[tuple[int, bool], tuple[Mapping[str, Any], str]] = {}

    def row_html(self, row: Mapping[str, Any], root: str, year: bool = False) -> Markup:
        """The macro `event_row` of `macros.html`."""
        key = (id(row), year)
        known = self._known.get(key)
        if known is None:
            macros: Any = self._environment.get_template("macros.html").module
            if len(self._known) >= MOST:
                self._known.clear()
            known = self._known[key] = (row, str(macros.event_row(row, _ROOT, year)))
        return Markup(known[1].replace(_ROOT, root))  # noqa: S704 - made by a template with escaping on
