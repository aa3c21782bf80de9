"""The calendars of a site that is ready, read back and held against the entries that they were made from.

All of `all.ics` is read whatever happens, of the other files that changed fifty by lot. An event whose bytes were read
before is not parsed again, here or in the next publication: what the library made of the same bytes is kept as a digest.
Cutting a file at its BEGIN and END lines is safe: no line reaches over them, and a file that is not exactly its head,
its events and its tail is read in one piece.
"""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from generator.base.artifacts import SiteInfo
from generator.base.cache import Cache
from generator.base.diagnostics import Fault, visible
from generator.base.workers import processes, share
from generator.feeds.build import Content, Issue, divide
from generator.feeds.vevent import Setting
from generator.model import Library
from generator.readback.compare import differences, zones
from generator.readback.expected import of_entries, of_observances
from generator.readback.parsed import Reading, Unreadable, Zone, read

OTHERS = 50
"""So many changed files are read besides `all.ics` and its archives."""
MANY = 2_000
"""Reading more events than this takes seconds, so it is told."""
_SHOWN = 5
_EVENT = re.compile(rb"^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", re.MULTILINE | re.DOTALL)
_BEGIN = re.compile(rb"^\s*BEGIN\s*:\s*VEVENT", re.MULTILINE | re.IGNORECASE)
_KEPT = ("readback", "events")
Mark = bytes


class ReadbackFault(Fault):
    """The new calendars do not say what the records say. Nothing was published."""


class _Cut(NamedTuple):
    """A file as its events and what stands around them; None for `events` where it cannot be cut."""

    path: str
    data: bytes
    events: tuple[bytes, ...] | None
    around: bytes


@dataclass(slots=True)
class _Reader:
    """What the library made of each event, by a digest of its bytes."""

    former: dict[bytes, Mark]
    seen: dict[bytes, Mark] = field(default_factory=dict)

    def learn(self, cuts: Iterable[_Cut], progress: Callable[[str], None]) -> None:
        """Parse every event that is new. One that cannot be parsed stays unknown: its file is read as a whole then."""
        fresh: dict[bytes, tuple[bytes, bytes]] = {}
        for cut in cuts:
            for event in cut.events or ():
                key = _digest(event)
                if key in self.former:
                    self.seen[key] = self.former[key]
                elif key not in self.seen:
                    fresh[key] = (cut.around, event)
        if len(fresh) >= MANY:
            progress(f"把 {len(fresh)} 条日程读回来，同记录核对")
        keys = list(fresh)
        count = processes(len(keys))
        parts = [keys[k::count] for k in range(count)]
        for part, marks in zip(parts, share(parts, lambda part: _parsed([fresh[k] for k in part]), count), strict=True):
            self.seen.update((key, mark) for key, mark in zip(part, marks, strict=True) if mark)


def read_back(
    folder: Path,
    live: Path,
    library: Library,
    site: SiteInfo,
    as_of: date,
    issue: Issue,
    cache: Cache,
    progress: Callable[[str], None],
) -> None:
    """Hold the calendars in `folder` against the entries of `issue`; `live` is the site that is published now.

    Raises `ReadbackFault` with the first differences in words. The lot depends on the day and on what is published.
    """
    setting = Setting(library, site, as_of)
    division = issue.division or divide(library, site, as_of, issue)
    every = {content.feed.path: content for content in division.contents}
    try:
        cuts = [_cut(path, (folder / path).read_bytes()) for path in _chosen(every, folder, live, as_of)]
    except OSError as error:
        raise ReadbackFault(f"新网站的日历读不了：{visible(str(error.filename), 200)}。") from error
    reader = _Reader(cache.load(*_KEPT) or {})
    reader.learn(cuts, progress)
    told, days = of_entries(issue.entries, issue.numbers, setting), of_observances(setting)
    marks, day_marks = list(map(_mark, told)), list(map(_mark, days))
    zone = Zone(library.region.timezone, (setting.offset.total_seconds(),))
    found: list[str] = []
    for cut in cuts:
        content = every[cut.path]
        if content.feed.kind == "observances":
            found += _held(cut, reader.seen, days, day_marks, zone)
        else:
            wanted, own = [told[p] for p in content.positions], [marks[p] for p in content.positions]
            found += _held(cut, reader.seen, wanted, own, zone)
        if len(found) >= _SHOWN:
            break
    if found:
        raise ReadbackFault(_words(found))
    _keep(cache, reader, 4 * len(issue.entries) + 1000)


def _chosen(every: dict[str, Content], folder: Path, live: Path, as_of: date) -> list[str]:
    """The feed of everything with its archives, then fifty others that changed, by lot."""
    always = [path for path, content in every.items() if content.feed.kind == "all" and not content.rings]
    changed, missing = [], []
    for path in every:  # thousands, most of them as they were: plain strings, two looks at each
        now = _state(f"{folder}/{path}")
        if now is None:
            missing.append(path)
        elif not _same(now, f"{folder}/{path}", f"{live}/{path}"):
            changed.append(path)
    if missing:
        raise ReadbackFault(_words([f"新网站里没有日历 {path}" for path in missing]))
    seed = blake2b(as_of.isoformat().encode(), digest_size=16)
    for path in always:
        seed.update((folder / path).read_bytes())
    others = sorted(set(changed).difference(always), key=lambda path: _digest(seed.digest(), path.encode()))
    return [*always, *others[:OTHERS]]


def _state(path: str) -> os.stat_result | None:
    try:
        state = os.stat(path)
    except FileNotFoundError:
        return None
    return state if stat.S_ISREG(state.st_mode) else None


def _same(now: os.stat_result, path: str, other: str) -> bool:
    """Whether a file has the bytes that the other has; in a site that was taken over they are mostly one file."""
    former = _state(other)
    if former is None or former.st_size != now.st_size:
        return False
    if now.st_ino and (former.st_ino, former.st_dev) == (now.st_ino, now.st_dev):
        return True
    return Path(path).read_bytes() == Path(other).read_bytes()


def _cut(path: str, data: bytes) -> _Cut:
    events = tuple(_EVENT.findall(data))
    start = data.find(events[0]) if events else len(data)
    whole = b"".join(events)
    around = data[:start] + data[start + len(whole) :]
    if data[start : start + len(whole)] != whole or _BEGIN.search(around):
        return _Cut(path, data, None, b"")
    return _Cut(path, data, events, around)


def _with(around: bytes, events: Sequence[bytes]) -> bytes:
    """A calendar with the head and the tail of a file and these events."""
    head, end, tail = around.rpartition(b"END:VCALENDAR")
    return b"".join((head, *events, end, tail))


def _parsed(pairs: Sequence[tuple[bytes, bytes]]) -> list[Mark]:
    """What the library makes of events, each given with what stands around it in its file; empty of what it does not take."""
    if not pairs:
        return []
    try:
        found, _ = read(_with(pairs[0][0], [event for _, event in pairs]))
    except Unreadable:
        found = ()
    if len(found) == len(pairs):
        return list(map(_mark, found))
    return [b""] if len(pairs) == 1 else [mark for pair in pairs for mark in _parsed([pair])]


def _held(
    cut: _Cut, seen: dict[bytes, Mark], wanted: Sequence[Reading], marks: Sequence[Mark], zone: Zone
) -> Iterator[str]:
    """The differences of one file: none where its events are, one by one, those that it was made from."""
    try:
        whole = cut.events is None or Counter(seen.get(_digest(e)) for e in cut.events) != Counter(marks)
        found, defined = read(cut.data if whole else cut.around)
    except Unreadable as error:
        yield f"{cut.path} 读不懂：{visible(str(error), 200)}"
        return
    yield from zones(cut.path, defined, zone)
    if whole:
        yield from differences(cut.path, found, wanted)


def _words(found: Sequence[str]) -> str:
    more = f"\n  ……等{len(found)}处" if len(found) > _SHOWN else ""
    return (
        "新的日历读回来，同记录对不上，所以没有发布：\n"
        + "\n".join(f"  {line}。" for line in found[:_SHOWN])
        + more
        + "\n这多半是程序的毛病，不是记录写错了：发布台账和大家手机上的日历都没有变。"
        "\n请再运行一次；还是这样，就把上面的话发给维护人员。要紧的变动，请先打电话告诉大家。"
    )


def _keep(cache: Cache, reader: _Reader, most: int) -> None:
    """What was read, for the next time: the newest, as many as a site can use."""
    if all(key in reader.former for key in reader.seen):
        return
    both = {**{k: v for k, v in reader.former.items() if k not in reader.seen}, **reader.seen}
    cache.store(*_KEPT, dict(islice(both.items(), max(0, len(both) - most), None)))


def _mark(reading: Reading) -> Mark:
    return _digest(repr(tuple(reading)).encode("utf-8", "surrogatepass"))


def _digest(*parts: bytes) -> bytes:
    h = blake2b(digest_size=16)
    for part in parts:
        h.update(part)
    return h.digest()
