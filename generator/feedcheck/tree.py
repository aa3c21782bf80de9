"""Content lines as properties in a tree of components, tolerant of everything: what cannot be read is reported and left out.

Invariant: no recursion and linear time, however deep or broken the nesting.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from generator.feedcheck.finding import Sink, short
from generator.feedcheck.source import Source

Params = tuple[tuple[str, str], ...]
_VALUE = r'(?:"[^"]*+"|[^";:,]*+)'
_LINE = re.compile(rf"([A-Za-z0-9-]++)((?:;[A-Za-z0-9-]++={_VALUE}(?:,{_VALUE})*+)*+):", re.DOTALL)
_PARAM = re.compile(rf";([A-Za-z0-9-]++)=({_VALUE}(?:,{_VALUE})*+)")
_NAME = re.compile(r"[A-Za-z0-9-]++")
_LONG = 200
_ROOT = "VCALENDAR"


class Property:
    """One content line: upper-case name, parameters (upper-case names, values without quotes), raw value.

    `number` is the content line, `at` the offset of the value in it.
    """

    __slots__ = ("at", "name", "number", "params", "value")

    def __init__(self, name: str, params: Params, value: str, number: int, at: int) -> None:
        self.name = name
        self.params = params
        self.value = value
        self.number = number
        self.at = at

    def param(self, name: str) -> str:
        """The value of a parameter, empty where it is not there."""
        return next((value for key, value in self.params if key == name), "")


class Component:
    """A component with its properties in order and by name. `number` is the content line of its BEGIN."""

    __slots__ = ("by_name", "children", "end", "name", "number", "properties")

    def __init__(self, name: str, number: int) -> None:
        self.name = name
        self.number = number
        self.end = number
        self.properties: list[Property] = []
        self.by_name: dict[str, list[Property]] = {}
        self.children: list[Component] = []

    def all(self, name: str) -> list[Property]:
        """Every property of a name, in order."""
        return self.by_name.get(name, [])

    def first(self, name: str) -> Property | None:
        """The first property of a name."""
        found = self.by_name.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """The raw value of the first property of a name, empty where it is not there."""
        found = self.by_name.get(name)
        return found[0].value if found else ""

    def of(self, *names: str) -> list[Component]:
        """The children of these names."""
        return [c for c in self.children if c.name in names]

    def walk(self) -> Iterator[Component]:
        """The component and all below it, in the order of the file."""
        waiting = [self]
        while waiting:
            component = waiting.pop()
            yield component
            waiting.extend(reversed(component.children))


def read_tree(source: Source, sink: Sink) -> list[Component]:
    """The calendars of a source. Reports F102 to F105 for what is out of place."""
    builder = _Builder(sink)
    for number in range(len(source)):
        builder.line(number, source.text(number))
    builder.close()
    return builder.calendars


def read_line(text: str, number: int) -> tuple[Property | None, str]:
    """A content line as a property, and the code of the rule it breaks (or nothing)."""
    found = _LINE.match(text)
    if found:
        params = found.group(2)
        read = (_params if len(params) > _LONG else _params_once)(params) if params else ()
        return Property(found.group(1).upper(), read, text[found.end() :], number, found.end()), ""
    name = _NAME.match(text)
    colon = text.find(":")
    if name is None or colon < 0 or text[name.end()] not in ";:":
        return None, "F103"
    return Property(
        name.group().upper(), _params(text[name.end() : colon]), text[colon + 1 :], number, colon + 1
    ), "F104"


def _params(text: str) -> Params:
    return tuple((m.group(1).upper(), m.group(2).replace('"', "")) for m in _PARAM.finditer(text))


_params_once = lru_cache(maxsize=256)(_params)


class _Builder:
    """The stack of open components while lines come in."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.calendars: list[Component] = []
        self.stack: list[Component] = []
        self.open: Counter[str] = Counter()

    def line(self, number: int, text: str) -> None:
        prop, code = read_line(text, number)
        if code:
            what = "是空的" if not text.strip() else f"看不懂：“{short(text)}”"
            self.sink.at(
                code, number, f"这一行{what}" if code == "F103" else f"参数写法有误：“{short(text)}”", length=len(text)
            )
        if prop is None:
            return
        if prop.name == "BEGIN":
            self.begin(prop)
        elif prop.name == "END":
            self.end(prop)
        elif not self.stack:
            self.sink.at("F105", number, f"{short(prop.name)} 在日历外面", length=len(prop.name))
        else:
            component = self.stack[-1]
            component.properties.append(prop)
            component.by_name.setdefault(prop.name, []).append(prop)

    def begin(self, prop: Property) -> None:
        component = Component(prop.value.strip().upper(), prop.number)
        if self.stack:
            self.stack[-1].children.append(component)
        elif component.name == _ROOT:
            self.calendars.append(component)
        else:
            self.sink.at("F105", prop.number, f"{short(component.name)} 在日历外面", length=len(prop.value) + 6)
        self.stack.append(component)
        self.open[component.name] += 1

    def end(self, prop: Property) -> None:
        name = prop.value.strip().upper()
        if not self.open[name]:
            self.sink.at("F102", prop.number, f"END:{short(name)} 没有对应的 BEGIN", length=len(prop.value) + 4)
            return
        while self.stack:
            component = self.stack.pop()
            component.end = prop.number
            self.open[component.name] -= 1
            if component.name == name:
                return
            self.unfinished(component)

    def close(self) -> None:
        """The end of the file: what is still open was never finished."""
        for component in reversed(self.stack):
            self.unfinished(component)

    def unfinished(self, component: Component) -> None:
        self.sink.at(
            "F102", component.number, f"{short(component.name)} 没有写完：缺少 END:{short(component.name)}", length=6
        )
