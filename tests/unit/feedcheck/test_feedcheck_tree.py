"""Content lines and the tree of components, tolerant of everything."""

from __future__ import annotations

import pytest

from generator.feedcheck.tree import read_line
from tests.sites.feeds import kit


@pytest.mark.parametrize(
    ("line", "name", "params", "value"),
    [
        ("SUMMARY:a:b;c", "SUMMARY", (), "a:b;c"),
        ("dtstart;tzid=A/B:2026", "DTSTART", (("TZID", "A/B"),), "2026"),
        ('X;A="p:q;r,s";B=1,"2":v', "X", (("A", "p:q;r,s"), ("B", "1,2")), "v"),
        ("X;A=:v", "X", (("A", ""),), "v"),
        ("X-普:v", None, (), ""),
        ("X:", "X", (), ""),
    ],
)
def test_a_line_is_name_parameters_and_value(
    line: str, name: str | None, params: tuple[tuple[str, str], ...], value: str
) -> None:
    """Quotes protect colons, semicolons and commas; names are read in either case."""
    prop, code = read_line(line, 0)
    if name is None:
        assert prop is None
        assert code == "F103"
        return
    assert prop is not None
    assert (prop.name, prop.params, prop.value, code) == (name, params, value, "")
    assert line[prop.at :] == value


@pytest.mark.parametrize("line", ['X;A="p:v', "X;A:v", "X;=1:v", 'X;A=1"2:v', "X;:v"])
def test_bad_parameters_are_reported_and_the_value_is_still_read(line: str) -> None:
    """What stands behind the first colon is the value where the parameters make no sense."""
    prop, code = read_line(line, 0)
    assert prop is not None
    assert (prop.name, prop.value, code) == ("X", "v", "F104")


def test_names_of_components_may_be_written_small() -> None:
    """iCalendar does not tell capital from small letters in names."""
    text = (
        kit.good()
        .replace("BEGIN:VEVENT", "begin:vevent")
        .replace("END:VEVENT", "End:Vevent")
        .replace("SUMMARY", "summary")
    )
    assert kit.found(text) == ()


def test_a_component_that_is_not_closed_ends_where_its_parent_does() -> None:
    """Without END:VEVENT of the first event the fault is shown at its beginning, and the rest is read."""
    findings = kit.found(kit.changed(("TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n", "TRANSP:TRANSPARENT\r\n")))
    assert [(f.code, f.span.line) for f in findings if f.code == "F102"] == [("F102", 21)]


def test_an_end_without_beginning_is_passed_over() -> None:
    """A stray END is one fault; what follows belongs where it did."""
    findings = kit.found(kit.changed(("STATUS:CONFIRMED", "END:VALARM\r\nSTATUS:CONFIRMED")))
    assert [(f.code, f.message) for f in findings] == [("F102", "END:VALARM 没有对应的 BEGIN")]


def test_a_component_outside_any_calendar_is_reported() -> None:
    """An event behind END:VCALENDAR is shown to nobody."""
    text = kit.good() + "BEGIN:VEVENT\r\nSUMMARY:外面\r\nEND:VEVENT\r\n"
    assert kit.codes(kit.found(text)) == ["F105"]
