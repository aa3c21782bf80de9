"""Markdown with front matter: a block between two `---` lines at the top, then the text."""

from __future__ import annotations

from dataclasses import dataclass

from generator.base.diagnostics import Diagnostic, Span
from generator.read.tree import Mapping
from generator.read.yaml import read_yaml


@dataclass(frozen=True, slots=True)
class Document:
    """A Markdown file: its front matter (None where there is none), its text and the line on which the text begins."""

    head: Mapping | None
    body: str
    body_line: int


def read_document(path: str, text: str) -> tuple[Document, tuple[Diagnostic, ...]]:
    """Split a Markdown text; a head that never ends or is no mapping is a fault and the text is kept."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Document(None, text, 1), ()
    for i, line in enumerate(lines[1:], 1):
        if line.rstrip() in ("---", "..."):
            node, faults = read_yaml(path, "\n".join(lines[1:i]), 2)
            body = "\n".join(lines[i + 1 :])
            if node is not None and not isinstance(node, Mapping):
                faults += (Diagnostic("E023", Span(path, 2, 1), "文件头应是“键: 值”", "参看手册“写文章”一页。"),)
                node = None
            return Document(node, body, i + 2), faults
    fault = Diagnostic("E003", Span(path, 1, 1, 3), "文件头没有结束", "在文件头后面另起一行写 ---。")
    return Document(None, text, 1), (fault,)
