"""What the builder tells the server of one build: plain values, on a pipe as JSON with its length before it. Pure."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import Any, Literal

HEAD = struct.Struct(">I")
"""How many bytes of JSON follow."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fault as the bar shows it; equal ones of a file are told once. `others` says where the rest of its `count` are."""

    code: str
    severity: Literal["error", "warning", "notice"]
    place: str
    message: str
    hint: str = ""
    cell: str = ""
    others: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """One build. `built` says whether the site is that of the records as they are; else it is that of an earlier day."""

    built: bool
    told: tuple[Told, ...] = ()
    """The first of the groups of faults, the errors before the rest."""
    errors: int = 0
    warnings: int = 0
    fault: str = ""
    """What kept the site from being built, where no fault of a file says it."""
    text: tuple[str, ...] = ()
    """The faults as `pufa check` prints them, each by itself, and their count."""
    notes: tuple[str, ...] = ()
    seconds: float = 0
    files: int = 0
    written: int = 0
    removed: int = 0
    tomorrow: float = 0
    """When the region's next day begins, in seconds since 1970; 0 where that is not known."""
    sources: tuple[str, ...] = ()
    """What the build reads beside `campaigns/` and `site_templates/`, below the project."""
    base: str = "/"
    """The path at which the real site lies."""
    afresh: bool = False
    """Whether the next build needs a new process: this one has run programs of the project's own."""


def packed(message: dict[str, Any]) -> bytes:
    """A message as it goes on the pipe."""
    data = json.dumps(message).encode("ascii")
    return HEAD.pack(len(data)) + data


def message_of(answer: Answer) -> dict[str, Any]:
    """An answer as a message."""
    return {"answer": asdict(answer)}


def answer_of(message: dict[str, Any]) -> Answer:
    """The answer in a message."""
    found = dict(message["answer"])
    told = tuple(Told(**one) for one in found.pop("told"))
    for name in ("text", "notes", "sources"):
        found[name] = tuple(found[name])
    return Answer(told=told, **found)
