"""What came of an event or of one of its dates."""

from __future__ import annotations

from generator.decode.fields import Values
from generator.model import Result
from generator.read.tree import Node

COUNTS = ("attendance", "staff", "responses", "satisfied")
"""The numbers of a result, by key."""


def result_of(values: Values) -> Result:
    """The result in a mapping of its own."""
    numbers = {key: values.get(key) for key in COUNTS}
    return Result(**numbers, summary=values.get("summary", ""))


def count_nodes(values: Values) -> dict[str, Node]:
    """The node of each number of a result that was written, by key."""
    return {key: values.nodes[key] for key in COUNTS if key in values.nodes}
