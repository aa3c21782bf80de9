"""Files beside the events that look like a ledger and are not read as one: their name or ending is wrong."""

from __future__ import annotations

import os

from generator.cache import digest
from generator.decode.ledger import is_head, looks_like_head
from generator.decode.tables import LEDGER_EVENT
from generator.diagnostics import visible
from generator.load.walk import Walk
from generator.source.ledger import ENDINGS, peek

_READ = (".csv", ".tsv", ".xlsx")


def tell_lookalike(walk: Walk, path: str) -> bool:
    """E054 for a file whose first rows read like a ledger's head; False where it is something else."""
    stem, suffix = os.path.splitext(os.path.basename(path))
    if suffix.lower() not in ENDINGS:
        return False
    try:
        with (walk.root / path).open("rb") as stream:
            if not os.path.isfile(walk.root / path):
                return False
            data = stream.read()
    except OSError:  # what cannot be read is told as unused
        return False
    key = f"peek|{path}|{digest(data)}"
    walk.parsed.add(key)
    if not walk.cache.get("parsed", key, lambda: _is_ledger(path, data)):
        return False
    steps = []
    if suffix.lower() not in _READ:
        kept = ".csv" if suffix.lower() == ".txt" else ".xlsx"
        steps.append("把文件改名为 .csv" if kept == ".csv" else f"用 Excel 或 WPS 另存为 {kept}")
    if not stem.lower().startswith("events") and not path.split("/")[2:-1]:
        steps.append("把名字改成以 events 开头，如 events-2026")
    elif path.count("/") < 2:  # beside region.yml
        steps.append("放进专项的文件夹，名字以 events 开头")
    walk.fault(
        "E054", visible(path, 200), "看起来是台账，可名字或格式不对，没有读",
        f"请{'，'.join(steps)}；不是台账的，请移到别的文件夹。",
    )  # fmt: skip
    return True


def _is_ledger(path: str, data: bytes) -> bool:
    return any(looks_like_head(row) for row in peek(path, data, is_head, LEDGER_EVENT.by_word))
