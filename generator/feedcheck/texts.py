"""Rules F011, F012 and F501 to F504: escapes, and what people read."""

from __future__ import annotations

import re

from generator.feedcheck.feed import Feed
from generator.feedcheck.finding import Sink, short
from generator.feedcheck.private import masked, private_numbers
from generator.feedcheck.tree import Component, Property

_TEXT = frozenset(
    "SUMMARY DESCRIPTION LOCATION COMMENT CONTACT NAME X-WR-CALNAME X-WR-CALDESC UID RELATED-TO TZNAME STATUS".split()
)
_LISTS = frozenset(("CATEGORIES", "RESOURCES"))
_READ = (_TEXT | _LISTS | {"X-ALT-DESC"}) - {"UID", "RELATED-TO", "STATUS"}
_PEOPLE = frozenset(("ORGANIZER", "ATTENDEE"))
_UNESCAPED = re.compile(r"\\.|([,;])", re.DOTALL)
_WRONG = re.compile(r"\\(?:[\\;,nN]|(.?))", re.DOTALL)
_TWICE = re.compile(r"\\\\(?:n(?![a-z])|[,;])")  # C:\\new is a folder
_HTML = re.compile(
    r"</?(?:a|b|i|u|s|p|br|hr|div|span|font|img|table|tbody|tr|td|th|ul|ol|li|strong|em|h[1-6]|html|body|head|script|style)"
    r"(?:\s[^<>]{0,500})?/?>|&(?:nbsp|amp|lt|gt|quot|#[0-9]{1,5})\\?;",
    re.IGNORECASE,
)


def hide_private(feed: Feed, sink: Sink) -> None:
    """F502, before anything else is said: the numbers found are kept out of every excerpt."""
    for component in feed.calendar.walk():
        for prop in component.properties:
            _private(prop, sink, feed)


def _private(prop: Property, sink: Sink, feed: Feed) -> None:
    # Names of people stand in parameters; elsewhere a parameter is an address or a language.
    begin = 0 if prop.name in _PEOPLE else prop.at
    text = feed.source.text(prop.number) if begin == 0 else prop.value
    for offset, length in private_numbers(text):
        span = sink.hide(prop.number, begin + offset, length)
        if prop.name in _READ or prop.name in _PEOPLE:  # elsewhere it is an id of something; hidden all the same
            number = masked(text[offset : offset + length])
            sink.add("F502", span, f"{prop.name} 里像是个人电话或身份证号：{number}")


def check_texts(feed: Feed, sink: Sink) -> None:
    """Every rule of text but F502."""
    whole = bool(feed.source.encoding.name)  # else what is no UTF-8 has been reported already
    for component in feed.calendar.walk():
        _component(component, whole, sink)


def _component(component: Component, whole: bool, sink: Sink) -> None:
    for prop in component.properties:
        if prop.name in _TEXT or prop.name in _LISTS:
            if "," in prop.value or ";" in prop.value:
                _punctuation(prop, sink)
            if "\\" in prop.value:
                _backslashes(prop, sink)
        if prop.name in _READ:
            _words(prop, sink)
            if whole and "\ufffd" in prop.value:
                sink.at(
                    "F504", prop.number, f"{prop.name} 里有认不出的字符", offset=prop.at + prop.value.index("\ufffd")
                )


def _punctuation(prop: Property, sink: Sink) -> None:
    for found in _UNESCAPED.finditer(prop.value):
        mark = found.group(1)
        if mark and not (mark == "," and prop.name in _LISTS):
            word = "逗号" if mark == "," else "分号"
            sink.at("F011", prop.number, f"{prop.name} 里有没转义的{word}", offset=prop.at + found.start())
            return


def _backslashes(prop: Property, sink: Sink) -> None:
    for found in _WRONG.finditer(prop.value):
        after = found.group(1)
        if after is not None:
            message = f"{prop.name} 里反斜杠后面是“{short(after)}”" if after else f"{prop.name} 的最后是单独的反斜杠"
            sink.at("F012", prop.number, message, offset=prop.at + found.start(), length=len(found.group()))
            return


def _words(prop: Property, sink: Sink) -> None:
    value = prop.value
    if ("<" in value or "&" in value) and prop.name != "X-ALT-DESC" and (found := _HTML.search(value)):
        message = f"{prop.name} 里有网页代码“{short(found.group(), 20)}”"
        sink.at("F501", prop.number, message, offset=prop.at + found.start(), length=len(found.group()))
    if "\\" in value and (found := _TWICE.search(value)):
        message = f"{prop.name} 转义了两次：“{found.group()}”"
        sink.at("F503", prop.number, message, offset=prop.at + found.start(), length=3)
