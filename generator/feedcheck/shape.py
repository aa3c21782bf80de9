"""Rules F104, F107, F123 to F128 and the values of every property: each component against the tables of the grammar.

What the rules of events, zones and alarms say better is left to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.feedcheck.feed import Feed
from generator.feedcheck.finding import Sink, short
from generator.feedcheck.grammar import (
    DATED,
    FORMS,
    KINDS,
    PARAMETERS,
    PARTS,
    STATUSES,
    TYPES,
    UTC_ONLY,
    WORDS,
    Kind,
    Part,
)
from generator.feedcheck.kinds import kind_fault, range_fault
from generator.feedcheck.tree import Component, Property
from generator.feedcheck.values import Moment, moment

_TIMES = frozenset(("DTSTART", "DTEND", "DUE", "RECURRENCE-ID", "EXDATE", "RDATE", *UTC_ONLY))
_ELSEWHERE = {
    "VEVENT": frozenset("DURATION RRULE GEO URL ORGANIZER ATTENDEE STATUS TRANSP SEQUENCE".split()) | _TIMES,
    "VTODO": frozenset(("DURATION", "RRULE", "SEQUENCE")) | _TIMES,
    "VJOURNAL": frozenset(("RRULE", "SEQUENCE")) | _TIMES,
    "VFREEBUSY": _TIMES,
    "VCALENDAR": frozenset("REFRESH-INTERVAL X-PUBLISHED-TTL SOURCE VERSION PRODID CALSCALE".split()),
    "VALARM": frozenset(("ACTION", "TRIGGER")),
    **dict.fromkeys(("STANDARD", "DAYLIGHT"), frozenset("DTSTART RDATE RRULE TZOFFSETFROM TZOFFSETTO".split())),
}
"""By component: properties of which other rules say what is wrong with the value."""
_NEEDED_ELSEWHERE = frozenset(("VCALENDAR", "VALARM", "VTIMEZONE", "STANDARD", "DAYLIGHT", *DATED))
_CODES = {
    **dict.fromkeys(("DATE", "DATE-TIME", "PERIOD", "UTC-PERIOD"), "F309"),
    "DURATION": "F314",
    "RECUR": "F401",
    "URI": "F320",
    "CAL-ADDRESS": "F316",
    "UTC-OFFSET": "F208",
    "GEO": "F321",
}
"""The rule of a value of a type; of any other it is F126."""
_COMMA = re.compile(r"(?<!\\),")
_QUOTED = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')


def check_shape(feed: Feed, sink: Sink) -> None:
    """Every rule of the grammar."""
    waiting = [(feed.calendar, "")]
    while waiting:
        component, parent = waiting.pop()
        part = PARTS.get(component.name)
        if parent:
            _nesting(component, parent, part, sink)
        # In a wrong place no other rule looks at a component.
        placed = part is not None and (parent in part.parents or not parent)
        if part is not None and part.needed:
            _needed(component, part, sink, placed=placed)
            _places(component, part, sink)
        elsewhere = _ELSEWHERE.get(component.name, frozenset()) if placed else frozenset()
        for prop in component.properties:
            _property(component, prop, elsewhere, feed, sink)
        waiting += [(child, component.name) for child in reversed(component.children)]


def _head(component: Component) -> int:
    return len("BEGIN:") + len(component.name)


def _nesting(component: Component, parent: str, part: Part | None, sink: Sink) -> None:
    """F123, and F128 for a component of no known name."""
    name = component.name
    if part is None:
        if not name.startswith("X-"):
            sink.at("F128", component.number, f"不认识 {short(name)}，里面的内容多半不显示", length=_head(component))
    elif parent in PARTS and parent not in part.parents:
        where = "、".join(sorted(part.parents))
        hint = f"{name} 只能放在 {where} 里。" if where else "日历里不能再放日历。"
        sink.at("F123", component.number, f"{name} 放在了 {short(parent)} 里", length=_head(component), hint=hint)


def _needed(component: Component, part: Part, sink: Sink, *, placed: bool) -> None:
    """F127; of events, zones and alarms in their places other rules say it."""
    for name in part.needed if not (placed and component.name in _NEEDED_ELSEWHERE) else ():
        if component.first(name) is None:
            sink.at("F127", component.number, f"{component.name} 里没有 {name}", length=_head(component))
    if component.name in ("VTODO", "VJOURNAL") and component.first("DTSTART") is None:
        for name in ("RRULE", "RDATE", "DURATION"):
            for prop in component.all(name)[:1]:
                word = WORDS[component.name]
                sink.at("F127", prop.number, f"{word}写了 {name}，没有 DTSTART", length=prop.at)


def _places(component: Component, part: Part, sink: Sink) -> None:
    """F107 and F128: what may stand only once, or not here."""
    for name, found in component.by_name.items():
        if name not in part.known:
            if name in KINDS:
                sink.at("F128", found[0].number, f"{component.name} 里不写 {name}", length=found[0].at)
        elif name in part.once and len(found) > 1 and name not in ("VERSION", "PRODID"):
            for prop in found[1:]:
                message = f"{component.name} 里 {name} 写了{len(found)}次"
                sink.at("F107", prop.number, message, length=prop.at + len(prop.value), first=found[0].number)


def _property(component: Component, prop: Property, elsewhere: frozenset[str], feed: Feed, sink: Sink) -> None:
    kind = KINDS.get(prop.name)
    if prop.params:
        _parameters(prop, kind, feed, sink)
    stated = prop.param("VALUE").upper() if prop.params else ""
    if prop.name in elsewhere:
        return
    if kind is None:
        if stated in TYPES:  # a name that we do not know, with a type that we do
            _value(component, prop, stated, prop.value, 0, sink)
        return
    if kind.stated and not stated:
        sink.at("F124", prop.number, f"{prop.name} 缺少 VALUE={kind.types[0]}", length=prop.at)
    elif stated and stated not in kind.types:
        options = "、".join(kind.types)
        message = f"{prop.name} 不能写 VALUE={short(stated)}"
        sink.at("F124", prop.number, message, length=prop.at, hint=f"可以是：{options}。")
        return
    encoded = prop.param("ENCODING").upper() == "BASE64" and "BINARY" in kind.types  # F125 asks for its VALUE
    form = FORMS.get(prop.name) or stated or ("BINARY" if encoded else kind.types[0])
    for offset, text in _parts(prop.value, kind):
        _value(component, prop, form, text, offset, sink)


def _parts(value: str, kind: Kind) -> Iterator[tuple[int, str]]:
    if not kind.many or kind.types[0] == "TEXT":
        yield 0, value
        return
    begin = 0
    for found in _COMMA.finditer(value):
        yield begin, value[begin : found.start()]
        begin = found.end()
    yield begin, value[begin:]


def _value(component: Component, prop: Property, form: str, text: str, offset: int, sink: Sink) -> None:
    place, length = prop.at + offset, len(text) or 1
    fault = kind_fault(form, text) or (range_fault(prop.name, text) if form == "INTEGER" else "")
    code = "F307" if prop.name == "SEQUENCE" else _CODES.get(form, "F126")
    if prop.name == "STATUS" and text.strip().upper() not in STATUSES.get(component.name, (text.strip().upper(),)):
        code, fault = "F317", "不在规定里"
    elif not fault and prop.name in UTC_ONLY and form == "DATE-TIME":
        read = moment(text, prop.param("TZID"))
        if isinstance(read, Moment) and read.kind != "utc":
            code, fault = "F305", "不是世界时"
    if fault:
        said = "" if "“" in fault else f"“{short(text)}”"
        sink.at(code, prop.number, f"{prop.name} {'的' if said else ''}{said}{fault}", offset=place, length=length)


def _parameters(prop: Property, kind: Kind | None, feed: Feed, sink: Sink) -> None:
    """F104 for one written twice, F125 for wrong values, F128 and F209 for one that does not belong here."""
    seen: set[str] = set()
    for name, value in prop.params:
        wanted = PARAMETERS.get(name)
        if wanted is None:
            continue
        if name in seen:
            sink.at("F104", prop.number, f"{prop.name} 的参数 {name} 写了两次", length=prop.at)
            continue
        seen.add(name)
        if kind is not None and name != "VALUE" and name not in kind.params:
            _foreign(prop, name, sink)
        elif wanted != "ANY" and (fault := _parameter_fault(prop, name, value, wanted, feed)):
            sink.at("F125", prop.number, f"{prop.name} 的参数 {name}{fault}", length=prop.at)
        elif wanted == "ANY" and not value.strip() and name in ("TZID", "VALUE"):
            sink.at("F125", prop.number, f"{prop.name} 的参数 {name} 是空的", length=prop.at)
    binary = prop.param("VALUE").upper() == "BINARY"
    if binary and prop.param("ENCODING").upper() != "BASE64":
        sink.at("F125", prop.number, f"{prop.name} 写了 VALUE=BINARY，缺少 ENCODING=BASE64", length=prop.at)
    elif prop.param("ENCODING").upper() == "BASE64" and not binary:
        sink.at("F125", prop.number, f"{prop.name} 写了 ENCODING=BASE64，缺少 VALUE=BINARY", length=prop.at)


def _foreign(prop: Property, name: str, sink: Sink) -> None:
    if name != "TZID":
        sink.at("F128", prop.number, f"{prop.name} 不写参数 {name}", length=prop.at)
    elif prop.name not in UTC_ONLY or prop.value.endswith("Z"):  # else F305 says that it is not in UTC
        sink.at("F209", prop.number, f"{prop.name} 不能写 TZID", length=prop.at)


def _parameter_fault(prop: Property, name: str, value: str, wanted: str, feed: Feed) -> str:
    if wanted not in ("URI", "NAME", "LANGUAGE", "FMTTYPE", "EMAIL", "INTEGER", "DURATION"):
        words = wanted.split()
        return "" if value.upper() in words else f" 的“{short(value)}”不在规定里：{'、'.join(words)}"
    if wanted == "URI":
        for part in _quoted(feed.source.text(prop.number)[: prop.at], name):
            if not part.startswith('"'):
                return " 的地址没有加英文双引号"
            if fault := kind_fault("URI", part.strip('"')):
                return fault if fault[0] == "是" else f"的地址{fault}"
        return ""
    values = value.split(",") if name in ("DISPLAY", "FEATURE") else (value,)
    for part in values:
        if fault := kind_fault(wanted, part):
            return f" 的“{short(part)}”{fault}"
    return ""


def _quoted(head: str, name: str) -> list[str]:
    """The values of a parameter as written, quotes and all."""
    found = next((m.group(2) for m in _QUOTED.finditer(head) if m.group(1).upper() == name), "")
    return re.findall(r'"[^"]*"|[^",]+', found)
