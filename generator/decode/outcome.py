"""What came of an event or of one of its dates."""

from __future__ import annotations

from generator.decode.fields import Values
from generator.model import Result


def result_of(values: Values) -> Result:
    """The result in a mapping of its own."""
    numbers = {key: values.get(key) for key in ("attendance", "staff", "responses", "satisfied")}
    return Result(**numbers, summary=values.get("summary", ""))
