"""Commas in braces: YAML begins another key after each, also inside `1,200`.

Invariant: a number is put together again, so that no other fault follows from it.
"""

from __future__ import annotations

import re

from generator.read.tree import Mapping, Node, Scalar

_REST = re.compile(r"\d{3}(?:\.\d+)?\s*[^\W\d]{0,3}")
_HEAD = re.compile(r"\d{1,3}(?:,\d{3})*")


def without_colon(key: Scalar, child: Node) -> bool:
    """True for a key in braces without a colon: a comma in a text or in a number made a key of what follows it."""
    alone = isinstance(child, Scalar) and not child.text
    return alone and (child.line, child.column) == (key.line, key.column + key.length)


def joined(node: Mapping) -> tuple[list[tuple[Scalar, Node]], list[Scalar]]:
    """The pairs of a mapping with every number in braces that was written `1,200` whole again, and those numbers."""
    for _, child in node.pairs:
        if isinstance(child, Scalar) and not child.text:
            return _joined(node)
    return node.pairs, []  # every key has something to say: no comma made one


def _joined(node: Mapping) -> tuple[list[tuple[Scalar, Node]], list[Scalar]]:
    found: list[tuple[Scalar, Node]] = []
    wrong: dict[int, Scalar] = {}
    for key, child in node.pairs:
        last = found[-1][1] if found else None
        if (
            isinstance(last, Scalar)
            and last.line == key.line
            and without_colon(key, child)
            and _HEAD.fullmatch(last.text)
            and _REST.fullmatch(key.text)
        ):
            length = key.column + key.length - last.column
            whole = Scalar(f"{last.text},{key.text}", last.line, last.column, length)
            found[-1] = (found[-1][0], whole)
            wrong[len(found)] = whole
        else:
            found.append((key, child))
    return found, list(wrong.values())
