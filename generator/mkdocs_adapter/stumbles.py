"""What MkDocs, its theme and Python-Markdown stumble over in an officer's settings or texts, in words for the officer.

They check little of what they are given, and stop in the middle with an error of Python's. An error that came through
our own part of MkDocs is none of these: it is a fault of the program, and is shown as one.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.base.diagnostics import Fault, visible
from generator.render.templates import template_fault

_OF_TEXTS = frozenset({"markdown", "pymdownx", "pygments"})
_OURS = "generator.mkdocs_adapter.plugin"


class EngineFault(Fault):
    """MkDocs could not make its part; the words are for the officer."""


def stumble(error: Exception, page: str = "") -> Fault | None:
    """The fault that an error of theirs tells of, None for a fault of ours; `page` is the text that was being rendered."""
    if isinstance(error, OSError | MemoryError | Fault):
        return None
    fault = template_fault(error)
    if fault is not None:
        return fault
    modules = list(_modules(error))
    said = "内容套得太深" if isinstance(error, RecursionError) else first_line(str(error))
    if _OF_TEXTS.intersection(module.split(".")[0] for module in modules):
        where = f"文章“{visible(page, 200)}”" if page else "文章"
        return EngineFault(
            f"{where}里有一种写法，Markdown 排不出来（{said}）。请改写那一段；"
            "改过 mkdocs.yml 里 markdown_extensions 的选项，也请改回来。"
        )
    if _OURS in modules:
        return None
    return EngineFault(f"mkdocs.yml 里有一项的写法不对，MkDocs 读不懂（{said}）。请对照手册“网站设置”一页。")


def first_line(text: str) -> str:
    """The first line of a message that says anything: the rest is for those who work on MkDocs."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _modules(error: Exception) -> Iterator[str]:
    """The modules through which an error came."""
    frame = error.__traceback__
    while frame is not None:
        yield str(frame.tb_frame.f_globals.get("__name__", ""))
        frame = frame.tb_next
