"""The register `campaigns/published.json`: what subscribers have been told, one line an entry.

Invariant: a line changes only when what it records changes, and every line ends with a comma, so that two people's
publications merge line by line. Lines are kept for good (a number must never fall), also of what is no longer served.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import blake2b
from typing import Any, Literal, NamedTuple, cast

from generator import addresses
from generator.base.diagnostics import Diagnostic, Span
from generator.decode.repeat.rfc import rule_of
from generator.feeds.entry import Facts, Numbers, Placement, Trace
from generator.model import STATUSES, Status

PATH = "campaigns/published.json"
FORMAT = 1
ABOUT = "发布台账：由 pufa publish 写，请提交到版本库；不要手改。"
LAST_KEY = "~"
"""Stands behind the last line of a section, so that every real line ends with a comma."""
WIDE = "全域"
ChangeKind = Literal["新增", "改期", "改地点", "取消", "延期", "恢复"]
KINDS: tuple[ChangeKind, ...] = ("新增", "改期", "改地点", "取消", "延期", "恢复")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NEVER = datetime(1, 1, 1)
_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Published:
    """What subscribers were last told of one entry. `first` and `last`: the publications that told it first and changed it last."""

    id: str
    event: str
    numbers: Numbers
    digest: str
    first: date
    last: date
    facts: Facts
    placement: Placement
    override: bool = False
    also: tuple[Placement, ...] = ()
    """Where it once was."""
    withdrawn: date | None = None
    """The publication since which its record is gone."""
    once: tuple[str, ...] = ()
    """Ids that its event had in between, besides that of `id` and today's: its page was there, too."""

    @property
    def trace(self) -> Trace:
        """The shape in which it was published."""
        start = self.facts.start
        day = self.facts.day or (start.date() if isinstance(start, datetime) else start)
        return Trace(day, self.facts.rule, self.override, self.withdrawn is not None)


class Change(NamedTuple):
    """One line of a publication's digest. `start`, `end` and `where` are what was told before it."""

    publication: date
    kind: ChangeKind
    id: str
    start: date | datetime
    end: date | datetime
    where: str


@dataclass(frozen=True, slots=True)
class Register:
    """The register. `region` is the code of the region that publishes, `timezone` the zone in which it last told its times.

    A register of an older version does not know its zone (empty).
    """

    region: str
    entries: Mapping[str, Published] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    timezone: str = ""
    archives: tuple[str, ...] = ()
    """Every file of former years that was ever published: who subscribes to one must not find it gone."""


# --- writing -----------------------------------------------------------------------------------------------------


def write_register(register: Register) -> bytes:
    """The register's bytes; the same register always gives the same."""
    head: dict[str, Any] = {"about": ABOUT, "format": FORMAT, "region": register.region}
    if register.timezone:
        head["timezone"] = register.timezone
    lines = [f"{_dump(key)}: {_dump(value)}," for key, value in head.items()]
    lines += ['"entries": {']
    lines += [f"{_dump(i)}: {_line(p)}," for i, p in sorted(register.entries.items())]
    lines += [f'"{LAST_KEY}": {{}}', "},", '"changes": [']
    lines += [f"{_dump(_change(c))}," for c in sorted(register.changes, key=_order)]
    lines += ["[]", "]"]
    if register.archives:
        lines[-1] += ","
        lines += ['"archives": [', *(f"{_dump(path)}," for path in sorted(register.archives)), '""', "]"]
    return ("{\n" + "\n".join(lines) + "\n}\n").encode()


def _order(change: Change) -> tuple[date, str]:
    """Changes of one entry on one day stay in the order in which they were published."""
    return change.publication, change.id


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(", ", ": "))


def _line(p: Published) -> str:
    fields = _fields(p)
    return _dump({**fields, "sum": _sum(p.id, fields)})


def _sum(identifier: str, fields: Mapping[str, Any]) -> str:
    text = json.dumps([identifier, fields], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()


def _fields(p: Published) -> dict[str, Any]:
    facts = p.facts
    found: dict[str, Any] = {
        "seq": p.numbers.sequence,
        "hash": p.digest,
        "first": p.first.isoformat(),
        "last": p.last.isoformat(),
    }
    if p.numbers.modified is not None:
        found["modified"] = f"{p.numbers.modified.isoformat()[:19]}Z"
    found |= {"title": facts.title, "start": _when(facts.start), "end": _when(facts.end), "place": facts.where,
              "status": facts.status, "in": _placement(p.placement)}  # fmt: skip
    if p.event != p.id.partition("@")[0]:
        found["event"] = p.event
    if facts.rule:
        found["rule"] = facts.rule
    if facts.left_out:
        found["except"] = [day.isoformat() for day in facts.left_out]
    if facts.day is not None:
        found["day"] = facts.day.isoformat()
    if facts.sample:
        found["sample"] = True
    if p.override:
        found["override"] = True
    if p.also:
        found["was"] = [_placement(place) for place in p.also]
    if p.withdrawn is not None:
        found["withdrawn"] = p.withdrawn.isoformat()
    if p.once:
        found["once"] = list(p.once)
    return found


def _placement(p: Placement) -> list[Any]:
    return [p.campaign, WIDE if p.wide else list(p.townships), p.village, p.site, list(p.audiences)]


def _change(c: Change) -> list[str]:
    return [c.publication.isoformat(), c.kind, c.id, _when(c.start), _when(c.end), c.where]


def _when(when: date | datetime) -> str:
    return when.isoformat(timespec="minutes") if isinstance(when, datetime) else when.isoformat()


# --- reading -----------------------------------------------------------------------------------------------------


def salvaged(data: bytes, region: str) -> Register:
    """What can still be read of a damaged register: every whole line."""
    entries: dict[str, Published] = {}
    timezone = ""
    for text in data.decode("utf-8", "replace").splitlines():
        try:
            found = json.loads("{" + text.strip().rstrip(",") + "}")
        except (ValueError, RecursionError):
            continue
        for identifier, fields in found.items():
            if identifier == "timezone" and isinstance(fields, str):
                timezone = fields
            entry = _read_line(identifier, fields)
            if entry is not None and (identifier not in entries or _age(entry) > _age(entries[identifier])):
                entries[identifier] = entry
    return Register(region, entries, timezone=timezone)


def read_register(data: bytes, region: str | None) -> tuple[Register | None, tuple[Diagnostic, ...]]:
    """The register of a file's bytes, or None and what is wrong with it. Two lines of one entry (a merge) become the newer."""
    try:
        text = data.decode("utf-8-sig")
        found = json.loads(text, object_pairs_hook=_merged)
        if found["format"] != FORMAT:
            return None, (
                _fault(
                    "E041", f"发布台账的格式是 {found['format']}，这个版本的 pufa 只认 {FORMAT}", 1, "请升级 pufa。"
                ),
            )
        if region is not None and found["region"] != region:
            return None, (
                _fault(
                    "E042",
                    f"发布台账属于地区 {found['region']}，region.yml 写的是 {region}",
                    1,
                    "请换回本地区的 campaigns/published.json。",
                ),
            )
        lines = {i: fields for i, fields in found["entries"].items() if i != LAST_KEY}
        changes = tuple(_read_change(item) for item in found["changes"] if item)
        archives = tuple(sorted({_read_archive(path) for path in found.get("archives", ()) if path}))
    except UnicodeDecodeError:
        return None, (_fault("E041", "发布台账不是 UTF-8 文本", 1),)
    except json.JSONDecodeError as error:
        conflict = _CONFLICT.search(text)
        if conflict:
            line = text.count("\n", 0, conflict.start()) + 1
            hint = "两个人都发布过：两边的行都留下，只删掉 <<<<<<<、=======、>>>>>>> 这三种行，再检查一次。"
            return None, (_fault("E041", "发布台账里有没有合并完的冲突", line, hint),)
        return None, (_fault("E041", "发布台账不完整，读不下去", error.lineno),)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, RecursionError):
        return None, (_fault("E041", "发布台账的内容不对", 1),)
    entries: dict[str, Published] = {}
    faults = []
    for identifier, fields in lines.items():
        entry = _read_line(identifier, fields)
        if entry is None:
            faults.append(_fault("E041", f"发布台账里“{identifier[:60]}”这一行被改动过", _line_of(text, identifier)))
        else:
            entries[identifier] = entry
    if faults:
        return None, tuple(faults)
    return Register(str(found["region"]), entries, changes, str(found.get("timezone", "")), archives), ()


def _fault(code: str, words: str, line: int, hint: str = "") -> Diagnostic:
    repair = "请从版本库取回原来的文件；取不回就运行 pufa publish 网站文件夹 --rebuild-ledger，从已发布的日历重建。"
    return Diagnostic(code, Span(PATH, line, 1), words, hint or repair)


def _line_of(text: str, identifier: str) -> int:
    place = text.find(f"{_dump(identifier)}:")
    return text.count("\n", 0, max(place, 0)) + 1


def _merged(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        for key, value in pairs:
            if isinstance(value, dict) and isinstance(found[key], dict) and _newness(value) > _newness(found[key]):
                found[key] = value
    return found


def _newness(fields: Mapping[str, Any]) -> tuple[int, str, str]:
    sequence = fields.get("seq", 0)
    return (sequence if isinstance(sequence, int) else 0, str(fields.get("modified", "")), str(fields.get("last", "")))


def _read_line(identifier: str, fields: Any) -> Published | None:
    try:
        given = dict(fields)
        if given.pop("sum") != _sum(identifier, given):
            return None
        status = given["status"]
        if status not in STATUSES or not isinstance(given["seq"], int) or given["seq"] < 0:
            return None
        modified = given.get("modified")
        facts = Facts(
            str(given["title"]), _read_when(given["start"]), _read_when(given["end"]), str(given["place"]),
            cast("Status", status), str(given.get("rule", "")), tuple(map(date.fromisoformat, given.get("except", ()))),
            _read_day(given.get("day")), bool(given.get("sample")),
        )  # fmt: skip
        if facts.rule:
            rule_of(facts.rule, date.min)  # ValueError for what no series of ours can have
        return Published(
            id=identifier,
            event=given.get("event", identifier.partition("@")[0]),
            numbers=Numbers(given["seq"], datetime.fromisoformat(modified[:19]) if modified else None),
            digest=given["hash"],
            first=date.fromisoformat(given["first"]),
            last=date.fromisoformat(given["last"]),
            facts=facts,
            placement=_read_placement(given["in"]),
            override=bool(given.get("override")),
            also=tuple(_read_placement(item) for item in given.get("was", ())),
            withdrawn=_read_day(given.get("withdrawn")),
            once=tuple(map(_read_id, given.get("once", ()))),
        )
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        return None


def _read_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _read_archive(path: str) -> str:
    if not addresses.archived(path)[1]:
        raise ValueError(path)
    return path


def _read_id(text: str) -> str:
    """An event's id: it becomes the name of a file."""
    if not _ID.fullmatch(text):
        raise ValueError(text)
    return text


def _read_when(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _read_placement(item: list[Any]) -> Placement:
    campaign, townships, village, site, audiences = item
    wide = townships == WIDE
    return Placement(campaign, () if wide else tuple(townships), wide, village, site, tuple(audiences))


def _read_change(item: list[str]) -> Change:
    publication, kind, identifier, start, end, where = item
    if kind not in KINDS:
        raise ValueError(kind)
    return Change(date.fromisoformat(publication), kind, identifier, _read_when(start), _read_when(end), where)


def union(one: Register, other: Register) -> Register:
    """Two registers as one: of each entry the newer line, with every place that either knows."""
    entries = dict(one.entries)
    for identifier, entry in other.entries.items():
        known = entries.get(identifier, entry)
        newer = max(known, entry, key=_age)
        places = (*known.also, *entry.also, known.placement, entry.placement)
        entries[identifier] = replace(
            newer,
            first=min(entry.first, known.first),
            also=tuple(place for place in dict.fromkeys(places) if place != newer.placement),
            once=tuple(
                dict.fromkeys(n for n in _ids(known, entry) if n not in (newer.event, identifier.partition("@")[0]))
            ),
            withdrawn=newer.withdrawn if _age(known) != _age(entry) else (known.withdrawn or entry.withdrawn),
        )
    changes = dict.fromkeys((*one.changes, *other.changes))
    archives = tuple(sorted({*one.archives, *other.archives}))
    return Register(one.region, entries, tuple(sorted(changes, key=_order)), other.timezone or one.timezone, archives)


def _ids(*lines: Published) -> tuple[str, ...]:
    return tuple(n for line in lines for n in (*line.once, line.event))


def _age(entry: Published) -> tuple[int, datetime, date]:
    return entry.numbers.sequence, entry.numbers.modified or _NEVER, entry.last
