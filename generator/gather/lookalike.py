"""Files beside the events that look like events and are not read: their name, their ending or their folder is wrong."""

from __future__ import annotations

import os

from generator.base.cache import digest
from generator.base.diagnostics import Diagnostic, visible
from generator.decode.fields import Record, find_field
from generator.decode.tables import CAMPAIGN, EVENT, EVENTS_FILE, LEDGER_EVENT
from generator.gather.walk import Walk, is_passed_over, is_unsafe
from generator.read.ledger import ENDINGS, MAX_BYTES, peek
from generator.read.text import decode_bytes
from generator.read.tree import Mapping, Node, Sequence
from generator.read.yaml import read_yaml

_READ = (".csv", ".tsv", ".xlsx")
_YAML = (".yml", ".yaml")
DEEPEST = 12
"""Folders below each other that are looked into, as in content/."""


def tell_lookalike(walk: Walk, path: str) -> bool:
    """E054 for a file that reads like a ledger or a list of events; False where it is something else."""
    suffix = os.path.splitext(path)[1].lower()
    if suffix not in ENDINGS and suffix not in _YAML:
        return False
    try:
        with (walk.root / path).open("rb") as stream:
            if not os.path.isfile(walk.root / path):
                return False
            data = stream.read(MAX_BYTES + 1)
    except OSError:  # what cannot be read is told as unused
        return False
    key = f"peek|{path}|{digest(data)}"
    walk.parsed.add(key)
    if not walk.cache.get("parsed", key, lambda: (_has_events if suffix in _YAML else _is_ledger)(path, data)):
        return False
    kind = "活动" if suffix in _YAML else "台账"
    folders = path.split("/")[2:-1]
    why = "放的地方" if folders not in ([], ["events"]) or path.count("/") < 2 else "名字或格式"
    walk.fault(
        "E054", visible(path, 200), f"看起来是{kind}，可{why}不对，没有读",
        f"请{'，'.join(_steps(path, folders))}；不是{kind}的，请移到 campaigns 外面。",
    )  # fmt: skip
    return True


def _steps(path: str, folders: list[str]) -> list[str]:
    """What to do so that the file is read, all of it at once."""
    stem, suffix = os.path.splitext(os.path.basename(path))
    steps = []
    if suffix.lower() not in (*_READ, *_YAML):
        steps.append("把文件改名为 .csv" if suffix.lower() == ".txt" else "用 Excel 或 WPS 另存为 .xlsx")
    if path.count("/") < 2:  # beside region.yml
        steps.append("放进专项的文件夹，名字以 events 开头，如 events-2026")
    elif [folder.lower() for folder in folders] == ["events"] and folders != ["events"]:
        steps.append(f"把文件夹“{visible(folders[0], 20)}”改名为小写的 events")
    elif len(folders) > (folders[:1] == ["events"]):
        campaign = visible("/".join(path.split("/")[:2]), 100)
        steps.append(f"移到 {campaign}/events/ 里面（专项里只读这一个文件夹，再往里的也不读）")
    elif not folders and not stem.lower().startswith("events"):
        steps.append("把名字改成以 events 开头，如 events-2026")
    return steps


def tell_inside(walk: Walk, folder: str) -> bool:
    """E054 for each such file in a folder that is not read, however deep; False where there is none."""
    told = False
    top = str(walk.root / folder)
    for base, folders, names in os.walk(top):
        below = folder + base[len(top) :].replace(os.sep, "/")
        if below.count("/") > DEEPEST and folders:
            walk.fault("E005", visible(below, 200), "文件夹套得太深", f"最多{DEEPEST}层。")
            told = True
            folders.clear()
        folders[:] = sorted(name for name in folders if not (is_passed_over(name) or is_unsafe(name)))
        for name in sorted(names):
            if not (is_passed_over(name) or is_unsafe(name) or os.path.islink(f"{base}/{name}")):
                told = tell_lookalike(walk, f"{below}/{name}") or told
    return told


def _is_ledger(path: str, data: bytes) -> bool:
    from generator.decode.ledger import is_head, looks_like_head  # noqa: PLC0415 - start-up time; most projects have no such file

    return any(looks_like_head(row) for row in peek(path, data, is_head, LEDGER_EVENT.by_word))


def _has_events(path: str, data: bytes) -> bool:
    """True for YAML with a list of events, at the top or under `events:`, or with one event alone."""
    text = decode_bytes(path, data)
    node = None if isinstance(text, Diagnostic) else read_yaml(path, text)[0]
    if isinstance(node, Sequence):
        return any(_known(EVENT, item).issuperset(("title", "start")) for item in node.items)
    if not isinstance(node, Mapping):
        return False
    for key, value in node.pairs:
        if find_field(EVENTS_FILE, key.text) and isinstance(value, Sequence):
            return any(_known(EVENT, item) & {"title", "start"} for item in value.items)
    known = _known(EVENT, node)
    # A campaign of another name has a title and a beginning as well.
    return known.issuperset(("title", "start", "township")) and len(known) > len(_known(CAMPAIGN, node))


def _known(record: Record, node: Node) -> set[str]:
    """The keys of a mapping that a record has."""
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return {found.key for key, _ in pairs if (found := find_field(record, key.text))}
