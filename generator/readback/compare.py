"""What a calendar says beside what it should say, in words: events that are missing, too many or told twice, and each value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.base.diagnostics import visible
from generator.readback.parsed import Reading, Zone

WORDS = {
    "sequence": "序号",
    "status": "状态",
    "summary": "标题",
    "where": "地点",
    "description": "说明",
    "url": "网址",
    "start": "开始时间",
    "end": "结束时间",
    "rule": "重复的办法",
    "left_out": "不办的日子",
    "added": "另加的日子",
}


def differences(path: str, found: Sequence[Reading], wanted: Sequence[Reading]) -> Iterator[str]:
    """A sentence for each difference between what was read in a file and what it was made from."""
    times = Counter(map(_name, found))
    known = {_name(reading): reading for reading in wanted}
    for name, want in known.items():
        if name not in times:
            yield f"{path} 里没有{_called(want)}"
    for name, got in {_name(reading): reading for reading in found}.items():
        if name not in known:
            yield f"{path} 里多出{_called(got)}"
        elif times[name] > 1:
            yield f"{path} 里{_called(got)}有 {times[name]} 条"
    for got in found:
        if _name(got) in known:
            yield from _values(path, got, known[_name(got)])


def zones(path: str, found: Sequence[Zone], wanted: Zone) -> Iterator[str]:
    """A sentence where a file does not define exactly the region's time zone."""
    if found != (wanted,):
        said = "、".join(zone.name for zone in found) or "没有"
        yield f"{path} 里的时区不对：应当是“{wanted.name}”，读到的是“{visible(said)}”"


def _name(reading: Reading) -> tuple[str, str]:
    return reading.uid, reading.recurrence


def _called(reading: Reading) -> str:
    return f"“{visible(reading.summary, 30)}”（{reading.start}，{visible(reading.uid)}）"


def _values(path: str, got: Reading, want: Reading) -> Iterator[str]:
    for field, name in WORDS.items():
        ours, theirs = getattr(want, field), getattr(got, field)
        if ours != theirs:
            yield f"{path} 里{_called(want)}的{name}不对：应当是“{_shown(ours, theirs)}”，读到的是“{_shown(theirs, ours)}”"


def _shown(value: str | Iterable[str], other: str | Iterable[str]) -> str:
    """A value from where it begins to differ from the other: texts may be long and alike."""
    one, two = (v if isinstance(v, str) else "；".join(v) for v in (value, other))
    at = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return f"{'…' if at > 20 else ''}{visible(one[at - 20 if at > 20 else 0 :], 60)}" or "没有"
