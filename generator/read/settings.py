"""Another program's settings file (mkdocs.yml) as a tree with places; tags, anchors and aliases are told, not refused.

Knows PyYAML beside `yaml`. Nothing is resolved here: an alias stays the mark that it is, so a tree is never larger than its text.
"""

from __future__ import annotations

from typing import Any

import yaml

from generator.read.tree import Mapping, Node, Scalar, Sequence

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
MERGE = "<<"
"""The key by which other programs' loaders lay one mapping over another."""


def settings_tree(text: str) -> tuple[Node | None, tuple[Scalar, ...]]:
    """The tree, and each mark that another loader would follow or run: `!tag`, `&anchor`, `*alias`, `<<`.

    `text` has been read by `read_settings` without fault, which bounds its depth.
    """
    marks: list[Scalar] = []
    root: Node | None = None
    stack: list[Node] = []
    keys: list[Scalar | None] = []
    loader = _Loader(text)
    while (event := loader.get_event()) is not None:
        kind = type(event)
        if kind is yaml.StreamEndEvent:
            break
        if kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
            stack.pop()
            keys.pop()
            continue
        node = _node(event, marks)
        if node is None:
            continue
        parent = stack[-1] if stack else None
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif isinstance(parent, Mapping):
            key, keys[-1] = keys[-1], None
            if key is not None:
                parent.pairs.append((key, node))
            else:
                keys[-1] = node if isinstance(node, Scalar) else Scalar("?", node.line, node.column)
        else:
            root = node
        if isinstance(node, Mapping | Sequence):
            stack.append(node)
            keys.append(None)
    return root, tuple(marks)


def reads_alike(text: str) -> bool:
    """Whether PyYAML's own parser, which MkDocs uses, sees the very settings that its fast one has shown us here."""
    return _seen(text, _Loader) == _seen(text, yaml.BaseLoader)


def _seen(text: str, loader: Any) -> list[tuple[Any, ...]]:
    facts = ("value", "anchor", "tag", "implicit")
    return [(type(event), *(getattr(event, fact, None) for fact in facts)) for event in yaml.parse(text, Loader=loader)]


def _node(event: Any, marks: list[Scalar]) -> Node | None:
    start = event.start_mark
    line, column = (start.line + 1, start.column + 1) if start else (0, 0)
    for sign, word in (("&", getattr(event, "anchor", None)), ("", getattr(event, "tag", None))):
        if word and word != "!":
            is_alias = isinstance(event, yaml.AliasEvent)
            marks.append(Scalar(f"*{word}" if is_alias else f"{sign}{word}", line, column))
    match event:
        case yaml.ScalarEvent():
            if event.value == MERGE and not event.style:
                marks.append(Scalar(MERGE, line, column))
            return Scalar(event.value, line, column, max(1, len(event.value)))
        case yaml.AliasEvent():
            return Scalar(f"*{event.anchor}", line, column)
        case yaml.MappingStartEvent():
            return Mapping([], line, column)
        case yaml.SequenceStartEvent():
            return Sequence([], line, column)
    return None
